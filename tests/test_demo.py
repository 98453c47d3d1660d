"""`provenance demo`, through the front door: the tour, the site by itself, and the table that it is made of."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from provenance.core import tables
from tests.command import Command, assert_fault

ROWS = tables.rows("demo/behaviours.csv")
EXPECTED = {row["path"]: (row["expect_state"], row["expect_kind"]) for row in ROWS}
WORDS = re.compile(r"^\$ (?P<words>(?:[^\\\n]|\\\n)*)", re.MULTILINE)
FOUND = re.compile(
    r"^(alive|dead|unknown)\?? +(\w+) +http://127\.0\.0\.1:\d+(/\S*) .*\(saved-sources\.md:", re.MULTILINE
)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made during the test."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    return folder


@contextlib.contextmanager
def served(command: Command, *words: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The site in a process of its own, and what it says first; ended by Ctrl-C if the test has not done so."""
    process = command.start("demo", "--serve", *words)
    assert process.stdout is not None
    try:
        lines = [process.stdout.readline()]
        while lines[-1] and not lines[-1].startswith("$ provenance audit"):
            lines.append(process.stdout.readline())
        yield "".join(lines), process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)


def typed(words: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """A command as it was shown, typed in a folder."""
    assert words[0] == "provenance"
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8",
        timeout=30, check=False,
    )  # fmt: skip


def address(text: str) -> str:
    """The address of the site, out of what is said first."""
    match = re.search(r"http://127\.0\.0\.1:\d+", text)
    assert match, text
    return match.group()


def test_tour_shows_all_and_leaves_nothing(tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the user's settings, log and proxy: each state, two styles, a summary, a log that agrees; then nothing."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    command = Command.at(tmp_path / "user", style="no-such-style")
    done = command("demo", timeout=30)
    assert (done.returncode, done.stderr) == (0, "")
    for text in (
        "alive   ok ",
        "dead?   not_found ",
        "unknown blocked ",
        "Carrow, I. (2024, October 15). Old ferry keeps running",
        "{{cite news |last1=Carrow |first1=Ines",
        "is inferred, not stated",
        "15 of 15 links checked, 1 more mention of them",
        "The log is what it was: entries, roots and tables agree.",
        "is deleted",
    ):
        assert text in done.stdout, text
    assert not list(temporary.iterdir())
    assert [path.name for path in (tmp_path / "user").iterdir()] == ["provenance.toml"]


def test_audit_of_the_tour_finds_what_the_table_says(tmp_path: Path) -> None:
    """The list that is audited leads to every kind of behaviour, and each gets its own verdict."""
    done = Command.at(tmp_path)("demo")
    found = {path: (state, kind) for state, kind, path in FOUND.findall(done.stdout)}
    assert found == {path: EXPECTED[path] for path in found}
    assert set(found.values()) == set(EXPECTED.values())


def test_tour_is_readable_in_80_columns(tmp_path: Path) -> None:
    """What the tour itself says, and each command, is broken where the terminal ends."""
    command = Command.at(tmp_path)
    narrow = {**command.environment, "COLUMNS": "80"}
    done = typed(["provenance", "demo"], folder=tmp_path, environment=narrow)
    for match in WORDS.finditer(done.stdout):
        assert max(map(len, match.group().split("\n"))) <= 80
    intro = done.stdout.partition("\n\n")[0]
    assert max(map(len, intro.split("\n"))) < 80


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_bar_and_rows_never_share_a_line(tmp_path: Path) -> None:
    """On a terminal the bar is taken away before a row is printed."""
    import pty

    command = Command.at(tmp_path)
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "provenance", "demo"], cwd=tmp_path,
        env={**command.environment, "TERM": "xterm"}, stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError), os.fdopen(ours, "rb", buffering=0) as terminal:  # Linux ends it with EIO
        while chunk := terminal.read(65536):
            seen += chunk
    assert process.wait(timeout=30) == 0
    lines = seen.decode().split("\n")
    assert any("━" in line for line in lines), "there is a bar"
    for line in lines:
        left = line.rstrip("\r").rpartition("\x1b[2K")[2]
        assert not ("━" in left and "saved-sources.md" in left), line


def test_keep_leaves_list_and_log(tmp_path: Path, temporary: Path) -> None:
    """--keep FOLDER makes the folder, leaves a sound log in it, and never mixes with what is there."""
    command, kept = Command.at(tmp_path / "user"), tmp_path / "new" / "kept"
    done = command("demo", "--keep", kept)
    assert done.returncode == 0
    assert str(kept) in done.stdout.splitlines()[-1] + done.stdout.splitlines()[-2]
    assert {"log.db", "provenance.toml", "saved-sources.md"} <= {path.name for path in kept.iterdir()}
    assert command("log", "verify", "--log", kept / "log.db").returncode == 0
    assert_fault(command("demo", "--keep", kept), 2, str(kept), "is not empty")
    assert_fault(command("demo", "--keep", kept / "log.db"), 2, "cannot be used as a folder")


def test_serve_answers_and_its_commands_are_true(tmp_path: Path, temporary: Path) -> None:
    """The commands it shows work as they stand, in the folder it shows, and leave the user's log alone."""
    command = Command.at(tmp_path / "user")
    with served(command, "--port", "0") as (said, _):
        (folder,) = temporary.iterdir()
        assert f"{address(said)}/ferry" in (folder / "saved-sources.md").read_text(encoding="utf-8")
        shown = [shlex.split(match["words"].replace("\\\n", "")) for match in WORDS.finditer(said)]
        assert shown.pop(0) == ["cd", str(folder)]
        done = [typed(words, folder=folder, environment=command.environment) for words in shown]
    assert [words[1] for words in shown] == ["check", "cite", "audit"]
    assert [one.returncode for one in done] == [0, 0, 1], done
    assert done[0].stdout.startswith("alive   moved")
    assert not command.log.exists()


def test_serve_ends_with_0_on_ctrl_c_and_deletes_its_folder(tmp_path: Path, temporary: Path) -> None:
    """Ctrl-C is how it is meant to end."""
    with served(Command.at(tmp_path / "user"), "--port", "0") as (_, process):
        assert list(temporary.iterdir())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, err) == (0, "")
    assert "is deleted" in out
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("serve", [["--serve"], []])
def test_port_in_use_is_one_clear_message(tmp_path: Path, temporary: Path, serve: list[str]) -> None:
    """Another program has the port: which, and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = Command.at(tmp_path / "user")("demo", *serve, "--port", port)
    assert_fault(done, 3, f"port {port}", "is in use by another program", "--port N")
    assert not list(temporary.iterdir())


@pytest.fixture(scope="module")
def checks(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What a check finds of each path of the table."""
    folder = tmp_path_factory.mktemp("checks")
    command = Command.at(folder, allow_network=["127.0.0.0/8"], backoff=0.05, spacing=0.0)
    with served(command, "--port", "0") as (said, _):
        base = address(said)
        records = command.records("check", *(base + path for path in EXPECTED))
    return {record["url"].removeprefix(base): record for record in records}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['path']} {row['behaviour']}")
def test_every_behaviour_gets_the_verdict_of_the_table(checks: Mapping[str, Any], row: Mapping[str, str]) -> None:
    """The table is the promise; `unknown` wherever nothing speaks against the page."""
    record = checks[row["path"]]
    assert (record["state"], record["kind"]) == EXPECTED[row["path"]], record["because"]
