"""The help texts: whole on a usual terminal, and true where they name a default or a choice."""

from __future__ import annotations

import re

import pytest

from provenance.core.audit_reports import FORMS
from provenance.core.audited import DEFAULT_FAIL_ON
from provenance.core.limits import HostLimits
from provenance.settings import Settings
from tests.command import Command

COMMANDS = [
    "check",
    "add",
    "cite",
    "audit",
    "fix",
    "archive",
    "read",
    "show",
    "list",
    "explain",
    "outlet",
    "styles",
    "formats",
    "demo",
    "log",
]


@pytest.fixture(scope="module")
def helps(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    command = Command.at(tmp_path_factory.mktemp("help"))
    told = {name: command(name, "--help").stdout for name in COMMANDS}
    return {name: " ".join(text.split()) for name, text in told.items()} | {"": command("--help").stdout}


def test_every_command_is_named_whole(helps: dict[str, str]) -> None:
    """A line each, none of them cut off."""
    listed = helps[""].partition("Commands:")[2]
    assert [line.split()[0] for line in listed.strip().splitlines()] == COMMANDS
    assert "..." not in listed


def test_first_sentences_are_those_of_the_commands(helps: dict[str, str]) -> None:
    """They are written twice, so that the help of the whole imports no command."""
    listed = dict(line.split(maxsplit=1) for line in helps[""].partition("Commands:")[2].strip().splitlines())
    for name, about in listed.items():
        # Behind the line of usage, which ends with a metavar.
        assert re.match(rf"Usage: \S.*?(]|}}|\.\.\.) {re.escape(about)}( |$)", helps[name]), name


def test_defaults_are_those_of_the_settings(helps: dict[str, str]) -> None:
    """Of every option that names one."""
    usual = Settings()
    found = 0
    for name in COMMANDS:
        for option, value in re.findall(r"--([a-z-]+) (?:SECONDS|N) [^;\[]*?; ([\d.]+) by default", helps[name]):
            assert float(value) == getattr(usual, option.replace("-", "_")), (name, option)
            found += 1
    assert found >= 10
    (words,) = re.findall(r"differs, problem; by default ([a-z,]+)\.", helps["audit"])
    assert set(words.split(",")) == DEFAULT_FAIL_ON


def test_choices_are_all_there_are(helps: dict[str, str]) -> None:
    """Reports, and settings of hosts."""
    (names,) = re.findall(r"\(repeatable\): (csv[a-z, -]+)\.", helps["audit"])
    assert sorted(names.split(", ")) == sorted(FORMS)
    (names,) = re.findall(r'\[hosts\."news\.example"\] ([a-z_, ]+)\.', helps["audit"])
    assert set(re.split(r", | and ", names)) == set(HostLimits.__slots__)
    assert set(re.findall(r"this once: ([a-z_, ]+), and under", helps["audit"])[0].split(", ")) <= set(
        Settings.__slots__
    )


def test_no_option_is_named_after_a_type(helps: dict[str, str]) -> None:
    """Every value that an option takes has a word for what it is."""
    assert not [name for name, text in helps.items() if re.search(r"<(str|int|float|list|path)>|\bTEXT\b", text)]
