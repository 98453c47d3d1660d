"""`fix --write` is killed, or finds no room on the disk: the list is the old one or the new one, and the backup is whole."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.command import Command, assert_fault
from tests.site import Site

# Megabytes take so long to write that a signal can come in the middle.
_SIZE = 3_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A list of some megabytes with links that have moved, as it is and as it is to be."""

    command: Command
    before: bytes
    after: bytes

    @property
    def list(self) -> Path:
        return self.command.folder / "list.txt"

    @property
    def backup(self) -> Path:
        return self.command.folder / "list.txt.orig"

    def fresh(self) -> None:
        for left in self.command.folder.glob(".list.txt*"):
            left.unlink()
        self.backup.unlink(missing_ok=True)
        self.list.write_bytes(self.before)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with Site() as site:
        command = Command.at(tmp_path_factory.mktemp("killed"), site)
        comment = "# {} lines of a list that somebody has kept for many years, and that are no links\r\n"
        comments = "".join(comment.format(number) for number in range(_SIZE // 2 // len(comment)))
        moved, article = site.url("moved"), site.url("article")
        text = f"{moved}\r\n{comments}{moved}#crews\r\n{comments}{article}?last\n"
        after = text.replace(moved, article)
        yield Case(command=command, before=text.encode(), after=after.encode())


def _stages(folder: Path, process: subprocess.Popen[str]) -> Iterator[None]:
    """Once for each change of the names in the folder, and each time that a file which is being written has grown."""
    known: object = None
    while process.poll() is None:
        entries = []
        for entry in os.scandir(folder):
            if entry.name.startswith((".list.txt", "list.txt")):
                try:
                    entries.append((entry.name, entry.stat().st_size // 1_000_000, entry.inode()))
                except FileNotFoundError:
                    entries.append((entry.name, -1, 0))
        seen = sorted(entries)
        if seen != known:
            if known is not None:
                yield
            known = seen


def _assert_whole(case: Case) -> bool:
    """The list is old or new, and where it is new, the old one is beside it; whether it is new."""
    found = case.list.read_bytes()
    assert found in (case.before, case.after), f"half a list: {len(found)} bytes"
    if case.backup.exists():
        assert case.backup.read_bytes() == case.before
    assert found == case.before or case.backup.exists()
    return found == case.after


def test_killed_at_every_step_of_its_writing_the_list_is_old_or_new(case: Case) -> None:
    """By SIGKILL, at each thing that can be seen to happen in the folder; what was left is mended by the next run."""
    outcomes = []
    step, ended = 0, False
    while not ended and step < 40:
        case.fresh()
        process = case.command.start("fix", "list.txt", "--write", "--no-log", "-q")
        stages = _stages(case.command.folder, process)
        for _ in range(step + 1):
            ended = next(stages, "ended") is not None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        outcomes.append(_assert_whole(case))
        step += 1
    assert ended, "the last run came to its end"
    assert (outcomes[0], outcomes[-1], len(outcomes) >= 4) == (False, True, True), outcomes
    case.fresh()
    (case.command.folder / ".list.txt.dead.part").write_bytes(b"half")
    assert case.command("fix", "list.txt", "--write", "--no-log").returncode == 0
    assert _assert_whole(case)


def test_killed_at_any_time_the_list_is_old_or_new(case: Case) -> None:
    """Whatever it was doing."""
    case.fresh()
    begun = time.monotonic()
    assert case.command("fix", "list.txt", "--write", "--no-log").returncode == 0
    took = time.monotonic() - begun
    assert _assert_whole(case)
    chance = random.Random(6)
    for _ in range(6):
        case.fresh()
        process = case.command.start("fix", "list.txt", "--write", "--no-log", "-q")
        time.sleep(chance.uniform(0.3, 1.0) * took)
        process.kill()
        process.communicate()
        _assert_whole(case)


_WRITER = """
import sys
from provenance.edge.files import write_atomic
contents = [bytes([letter]) * 3_000_000 for letter in b"ab"]
print("begins", flush=True)
number = 0
while True:
    number += 1
    write_atomic(sys.argv[1], contents[number % 2])
"""


def test_a_file_that_is_written_over_and_over_is_never_half(tmp_path: Path) -> None:
    """Forty thousand million chances for half a file, of which a few are taken."""
    chance = random.Random(7)
    target = tmp_path / "file"
    seen = set()
    for _ in range(20):
        process = subprocess.Popen([sys.executable, "-c", _WRITER, str(target)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0.01, 0.08))
        process.kill()
        process.communicate()
        if target.exists():
            content = target.read_bytes()
            assert len(content) == 3_000_000
            assert len(set(content)) == 1
            seen.add(content[:1])
    assert seen == {b"a", b"b"}


def test_without_room_on_the_disk_the_list_stays_as_it_was(case: Case) -> None:
    """The message says what is wrong and what to do; nothing half is left behind."""
    case.fresh()
    limit = len(case.before) - 1_000
    process = case.command.start(
        "fix", "list.txt", "--write", "--no-log", "-q",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    out, err = process.communicate(timeout=60)
    assert case.list.read_bytes() == case.before
    assert not case.backup.exists()
    assert not list(case.command.folder.glob(".list.txt*"))
    message = err.strip().splitlines()
    assert process.returncode == 2
    assert "list.txt.orig: cannot be written (File too large)" in message[0]
    assert "Check the disk" in message[1]
    assert out.startswith("---"), "the diff has been shown"


def test_a_folder_that_cannot_be_written_in_is_said(case: Case) -> None:
    """Before anything is changed."""
    case.fresh()
    (case.command.folder / "list.txt.orig").mkdir()
    try:
        done = case.command("fix", "list.txt", "--write", "--no-log", "-q")
        assert done.returncode == 2
        assert "list.txt.orig: is a folder, not a file" in done.stderr
        assert case.list.read_bytes() == case.before
    finally:
        (case.command.folder / "list.txt.orig").rmdir()


def test_a_list_that_only_its_owner_may_read_has_a_backup_of_that_kind(tmp_path: Path) -> None:
    """A copy beside it must not tell others what it holds."""
    with Site() as site:
        command = Command.at(tmp_path, site)
        (tmp_path / "list.txt").write_text(site.url("moved") + "\n", encoding="utf-8")
        (tmp_path / "list.txt").chmod(0o600)
        assert command("fix", "list.txt", "--write", "--no-log").returncode == 0
        assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("list.txt", "list.txt.orig")] == [0o600, 0o600]


def test_a_fault_is_told_in_three_parts(tmp_path: Path) -> None:
    """What was given, what is wrong, what to do."""
    assert_fault(Command.at(tmp_path)("fix", "no.txt", "--write"), 2, "no.txt", "there is no such file")
