"""README tells the truth: its session is run, its Python is run, its commands exist."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import Command

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
SESSION = re.findall(r"```console\n\$ provenance (.*?)\n(.*?)```", README, re.DOTALL)
VOLATILE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\dZ)?|\b[0-9a-f]{64}\b")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Command, str]]:
    """The folder that `demo --serve` names, and the port of the site."""
    command = Command(tmp_path_factory.mktemp("session"))
    serving = command.start("demo", "--serve", "--port", "0", "--keep", command.folder / "kept")
    assert serving.stdout is not None
    port = ""
    while not (found := re.search(r"http://127\.0\.0\.1:(\d+)", port)):
        port += serving.stdout.readline() or pytest.fail("the demo did not say where it serves")
    try:
        yield Command(command.folder / "kept"), found[1]
    finally:
        serving.kill()
        serving.communicate()


def same(text: str) -> list[str]:
    """Lines without moments and digests, sorted: rows of an audit come as they are finished."""
    return sorted(VOLATILE.sub("…", line).rstrip() for line in text.splitlines())


def test_session_is_true(folder: tuple[Command, str]) -> None:
    """Each command of the session prints what README shows, in its order."""
    command, port = folder
    assert len(SESSION) >= 4
    for words, shown in SESSION:
        done = command(*shlex.split(words.replace("8123", port)))
        # What goes to standard error stands where a terminal shows it; here only the lines count.
        assert same(done.stdout + done.stderr) == same(shown.replace("8123", port)), words


def test_python_runs(tmp_path: Path) -> None:
    """The example in Python is run as it stands."""
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.splitlines()[0].startswith("2024-10-15 meta:")
    assert "(2024, October 15)" in done.stdout
    assert "list.txt:1" in done.stdout


def test_each_command_of_the_table_exists(tmp_path: Path) -> None:
    """What README lists can be called, and what can be called README lists."""
    listed = set(re.findall(r"^\| `provenance (\w+)", README, re.MULTILINE)) | {"formats"}
    told = Command.at(tmp_path)("--help").stdout
    assert listed == set(re.findall(r"^  (\w+) +[A-Z]", told.partition("Commands:")[2], re.MULTILINE))


def test_exit_codes_of_the_table() -> None:
    """The classes of errors end as README says."""
    from provenance import errors

    assert errors.UsageError.exit_code == 2
    assert errors.ToolError.exit_code == 3
    assert errors.LogBroken.exit_code == 4
