"""Whatever is given: one clear message of three parts, the right exit code, and never a traceback."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.command import Command, assert_fault
from tests.site import Site

JOBS = ("audit", "read", "add", "cite")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command.at(tmp_path)


@pytest.mark.parametrize("job", JOBS)
def test_files_that_cannot_be_read(command: Command, job: str) -> None:
    """A missing file, a folder, an empty file, binary junk and one of 200 MB are refused, each with its reason. `audit`
    reads folders, and tells of such files in them beside its rows; of a list it reads any size, if it is text.
    """
    (command.folder / "empty.txt").touch()
    (command.folder / "junk.bin").write_bytes(bytes(range(256)) * 40)
    with (command.folder / "large.txt").open("wb") as large:
        large.truncate(200_000_000)
    for name, says in {
        "missing.txt": "there is no such file",
        ".": "is a folder",
        "empty.txt": "no links found" if job == "audit" else "is empty",
        "junk.bin": "not a text file" if job == "audit" else "is binary data",
        "large.txt": "NUL bytes" if job == "audit" else "200 MB",
    }.items():
        if (job, name) == ("audit", "."):
            done = command(job, name, "--no-log", timeout=20)
            assert (done.returncode, "large.txt" in done.stdout, "NUL bytes" in done.stdout) == (1, True, True)
            continue
        assert_fault(command(job, name, timeout=20), 2, name, says)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("cite", "page.html", "--style", "no-such-style"), "no-such-style"),
        (("cite", "page.html", "--locale", "xx-YY"), "xx-YY"),
        (("cite", "page.html", "--format", "papyrus"), "papyrus"),
        (("cite", "s999"), "is not in the log"),
        (("audit", "page.html", "--format", "papyrus"), "papyrus"),
        (("audit", "page.html", "--resume", "--no-log"), "--resume"),
        (("check", "http://quayside.example/", "--timeout", "-1"), "more than 0"),
        (("check", "http://quayside.example/", "--allow-network", "home"), "is not a network"),
        (("check", "http://quayside.example/", "--name-server", "home"), "is not an address"),
        (("list", "--state", "asleep"), "asleep"),
        (("list",), "there is no log yet"),
        (("show", "s1"), "there is no log yet"),
        (("log", "verify"), "there is no log yet"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_words_that_make_no_sense(command: Command, words: tuple[str, ...], says: str) -> None:
    """Wrong use ends with 2, names what was given, and leaves no log behind."""
    (command.folder / "page.html").write_text("<title>Ferry kept</title><p>http://quayside.example/ferry</p>")
    assert_fault(command(*words), 2, says)


def test_settings_that_make_no_sense(command: Command) -> None:
    """A settings file is named with its fault."""
    for text, says in {
        "timeout = 'soon'": "must be a number",
        "tiemout = 3": "is not a setting",
        "timeout =": "cannot be read as settings",
    }.items():
        (command.folder / "provenance.toml").write_text(text)
        assert_fault(command("check", "http://quayside.example/"), 2, "provenance.toml", says)


def test_logs_that_are_none(command: Command) -> None:
    """A file that is no SQLite, one of another program, and one of a newer version end with 4, and stay as they are."""
    (command.folder / "text.db").write_text("no database at all, but long enough to look like one" * 30)
    with closing(sqlite3.connect(command.folder / "other.db")) as other:
        other.execute("CREATE TABLE recipes (name)")
    command("check", "mailto:desk@quayside.example")
    newer = command.folder / "newer.db"
    newer.write_bytes(command.log.read_bytes())
    with closing(sqlite3.connect(newer)) as log:
        log.execute("PRAGMA user_version = 99")
    for name, says in {"text.db": "not a SQLite file", "other.db": "not a log", "newer.db": "newer"}.items():
        before = (command.folder / name).read_bytes()
        for words in (("check", "mailto:desk@quayside.example"), ("list",), ("log", "verify")):
            assert_fault(command(*words, "--log", name), 4, name, says)
        assert (command.folder / name).read_bytes() == before


def test_log_that_cannot_be_written(command: Command, site: Site) -> None:
    """A place that cannot be written is a fault of the tool, told before anything is asked for."""
    before = site.hits.total()
    for place in ("/dev/full", "/proc/nowhere/log.db", "."):
        words = ("check", site.url("article"), "--allow-network", "127.0.0.0/8", "--log", place)
        assert_fault(command(*words), 3, place if place != "." else "folder", "--log")
    assert site.hits.total() == before


def test_read_only_folder(command: Command, site: Site) -> None:
    """On a read-only disk the log is refused for writing and can still be read."""
    command("check", "mailto:desk@quayside.example")
    locked = command.folder / "locked"
    locked.mkdir()
    (locked / "log.db").write_bytes(command.log.read_bytes())
    mount = f"mount --bind -o ro {locked} {locked} && mount -o remount,ro,bind {locked}"
    run = f"{mount} && exec {sys.executable} -m provenance"
    if subprocess.run(["unshare", "-rm", "sh", "-c", mount], capture_output=True, check=False).returncode:
        pytest.skip("needs a mount namespace: unshare -rm")

    def inside(words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["unshare", "-rm", "sh", "-c", f"{run} {words}"],
            capture_output=True, text=True, check=False, cwd=command.folder, env=command.environment,
        )  # fmt: skip

    assert_fault(inside("check mailto:x@quayside.example --log locked/log.db"), 3, "locked/log.db", "--log")
    assert_fault(inside("check mailto:x@quayside.example --log locked/new.db"), 3, "locked/new.db", "--log")
    assert inside("log verify --log locked/log.db").returncode == 0


def test_no_network_at_all(command: Command) -> None:
    """Without any network the commands that need it say so, and record nothing as dead."""
    (command.folder / "list.txt").write_text("\n".join(f"https://h{n}.quayside.example/" for n in range(12)))
    if subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs a network namespace: unshare -rn")

    def inside(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["unshare", "-rn", sys.executable, "-m", "provenance", *words],
            capture_output=True, text=True, check=False, cwd=command.folder, env=command.environment, timeout=120,
        )  # fmt: skip

    for words in (("check", "https://quayside.example/"), ("check", "http://192.0.2.7/"), ("add", "http://192.0.2.7/")):
        assert_fault(inside(*words, "--allow-network", "192.0.2.0/24"), 3, "network seems to be down")
    done = inside("audit", "list.txt", "-q")
    assert_fault(done, 3, "network seems to be down", "--resume")
    stated = '[{"id": "a", "type": "webpage", "title": "Ferry kept", "URL": "https://quayside.example/a"}, '
    (command.folder / "mixed.json").write_text(stated + '{"id": "b", "URL": "https://quayside.example/b"}]')
    cited = inside("cite", "mixed.json")
    assert cited.stdout == "Ferry kept. (n.d.). https://quayside.example/a\n"
    assert (cited.returncode, "network seems to be down" in cited.stderr) == (3, True)
    assert "https://quayside.example/b could not be looked at" in cited.stderr
    assert_fault(inside("cite", "list.txt"), 3, "network seems to be down")
    with closing(sqlite3.connect(command.log)) as log:
        assert log.execute("SELECT count(*) FROM checks").fetchone() == (0,)
        assert log.execute("SELECT count(*) FROM citations").fetchone() == (1,)


def test_fault_of_our_own_is_told_without_a_traceback(command: Command) -> None:
    """Even a fault of the program itself is a message; only PROVENANCE_DEBUG shows more."""
    program = (
        "import provenance.jobs.read as room\n"
        "def broken(*words, **options): raise RuntimeError('a wire came loose')\n"
        "room.read_file = broken\n"
        "from provenance.cli import main\nmain()\n"
    )
    words = [sys.executable, "-c", program, "read", "page.html"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=os.environ, cwd=command.folder)
    assert_fault(done, 3, "a wire came loose")
