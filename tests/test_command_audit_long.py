"""Lists that are too long for memory, through the front door: nothing may tell that they went through a file.

How many links are too many is a setting. Each test runs the same lists with a small number and with the usual one.
"""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.command import Command
from tests.site import Site

HOSTS = ("quay.test", "www.quay.test", "tide.test", "mole.test", "ferry.test")
NAMES = (
    "article",
    "gone",
    "not-found",
    "moved",
    "forbidden",
    "server-error",
    "redirect-loop",
    "article?utm_source=post",
)
# What no two runs have in common.
_MOMENTS = re.compile(
    r'"(?:checked_at|retrieved_at|at|elapsed_ms|retry_at)":\s*(?:"[^"]*"|\d+|null)|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*'
)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.names |= dict.fromkeys(HOSTS, "127.0.0.1")
        yield site


@pytest.fixture
def both(site: Site, tmp_path: Path) -> tuple[Command, Command]:
    """A command that holds next to nothing in memory, and the usual one."""
    patient = {"timeout": 8.0, "deadline": 16.0}
    commands = (
        Command.at(tmp_path / "long", site, held_links=4, **patient),
        Command.at(tmp_path / "usual", site, **patient),
    )
    for command in commands:
        write_lists(command.folder, site)
    return commands


def write_lists(folder: Path, site: Site) -> None:
    """A list of URLs with all that may stand in one, a table with statements, and Markdown."""
    links = [site.url(name, host=host) for name in NAMES for host in HOSTS]
    remarks = [f"- {url} # seen on Monday" for url in links[:3]]
    lines = ["# first", *links, "no link at all", "", *remarks, f"// {links[0]}?aside", *links[:5]]
    lines += [
        "tide.test/bare",
        "http://tide.test/cut…/off",
        "http://mole.test:1/nobody",
        "gopher://quay.test/x",
        "http://[",
    ]
    (folder / "list.txt").write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    titles = ("The ferry runs again", "Harbour closed", "Schlecht übersetzt")
    rows = [f'"{title}",{url}' for title, url in zip(titles, links[2:5], strict=True)]
    (folder / "table.csv").write_text(
        "\n".join(["Title,URL", *rows, f"None,{links[0]}#comments", "Both,nothing"]) + "\n"
    )
    (folder / "notes.md").write_text("".join(f"[{url[-5:]}]({url})\n\n" for url in links[4:12]), encoding="utf-8")


def told(text: str) -> list[str]:
    """Lines without their moments, in an order of their own: which link is finished first is chance."""
    return sorted(_MOMENTS.sub("", line) for line in text.splitlines())


def recorded(command: Command) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(command.log)) as log:
        rows = log.execute("SELECT kind, body FROM entries").fetchall()
    return sorted((kind, _MOMENTS.sub("", body.replace(str(command.folder), ""))) for kind, body in rows)


def same(both: Sequence[Command], *words: str, given: str | None = None) -> tuple[str, str]:
    """What both say and record to the same words."""
    long, usual = (command(*words, given=given) for command in both)
    assert told(long.stdout) == told(usual.stdout)
    assert told(long.stderr) == told(usual.stderr)
    assert long.returncode == usual.returncode
    assert recorded(both[0]) == recorded(both[1])
    return long.stdout, long.stderr


LISTS = ("list.txt", "table.csv", "notes.md")


def test_rows_and_records_are_the_same(both: tuple[Command, Command], site: Site) -> None:
    """Also the second time, when the log knows the pages; and with each link asked once in a run."""
    out, errors = same(both, "audit", *LISTS, "--json")
    records = [json.loads(line) for line in out.splitlines()]
    links = [one for one in records if one["url"]]
    assert len({one["url"] for one in links}) == len(links) >= len(NAMES) * len(HOSTS)
    assert any(one["same_as"] for one in links), "the lists have two spellings of one source"
    assert any(len(one["origins"]) > 2 for one in links)
    assert re.search(r"\d+ of \d+ links of \d+ sources checked, \d+ more mentions of them", errors)
    again, _ = same(both, "audit", *LISTS, "--json", "--concurrency", "8")
    assert len(again.splitlines()) == len(records)


def test_options_that_choose_links(both: tuple[Command, Command]) -> None:
    """What is left out is counted, and told in the same words."""
    _, errors = same(both, "audit", *LISTS, "--exclude", "*.quay.test", "--exclude", "mole.test")
    assert "left out by exclude *.quay.test" in errors
    assert "left out by the settings" in errors
    same(both, "audit", *LISTS, "--include", "quay.test", "--json")


@pytest.mark.parametrize("form", ["csv", "json-lines", "markdown", "html", "junit", "sarif"])
def test_reports_are_the_same(both: tuple[Command, Command], form: str) -> None:
    """In the order of the lists where a form has one."""
    names = []
    for command in both:
        command("audit", *LISTS, "-q", "--report", f"{form}=out", "--exclude", "mole.test")
        names.append(re.sub(r"\d+(?:\.\d+)? ?m?s\b|time=\"[^\"]*\"", "", (command.folder / "out").read_text()))
    long, usual = (told(name) if form in ("csv", "json-lines") else _MOMENTS.sub("", name) for name in names)
    assert long == usual


def test_baseline_and_table(both: tuple[Command, Command]) -> None:
    """What was found is written beside the rows, and known the next time."""
    same(both, "audit", *LISTS, "--baseline", "known.json", "--write-baseline")
    assert len({(command.folder / "known.json").read_bytes() for command in both}) == 1
    same(both, "audit", *LISTS, "--baseline", "known.json")
    for command in both:
        command("audit", "table.csv", "-q", "--annotate", "out.csv", "--exclude", "tide.test")
    tables = [_MOMENTS.sub("", (command.folder / "out.csv").read_text()) for command in both]
    assert tables[0] == tables[1]
    assert "left out" in tables[0]


def test_resumed_run(both: tuple[Command, Command], site: Site) -> None:
    """Only what the list has got since is asked for; all is reported."""
    same(both, "audit", "list.txt", "-q")
    for command in both:
        with (command.folder / "list.txt").open("a", encoding="utf-8") as file:
            file.write(f"{site.url('klingon', host='mole.test')}\n{site.url('article#comments', host='quay.test')}\n")
    asked = site.hits.total()
    same(both, "audit", "list.txt", "--resume")
    assert site.hits.total() - asked == 4, "two by each"
    for command in both:
        command("audit", "list.txt", "--resume", "-q", "--report", "csv=out.csv")
    reports = [told((command.folder / "out.csv").read_text()) for command in both]
    assert reports[0] == reports[1]


def test_only_changed_lines(both: tuple[Command, Command], site: Site) -> None:
    """The other links of the lists count as spellings of what is new."""
    for command in both:
        for words in (["init", "-q"], ["add", "list.txt"], ["commit", "-qm", "first"]):
            who = ["-c", "user.name=Ida Vale", "-c", "user.email=ida@quay.test"]
            subprocess.run(["git", "-C", command.folder, *who, *words], check=True, capture_output=True)
        with (command.folder / "list.txt").open("a", encoding="utf-8") as file:
            file.write(f"{site.url('article#comments', host='quay.test')}\n{site.url('gone', host='quay.test')}\n")
    out, errors = same(both, "audit", "list.txt", "--only-changed", "HEAD", "--json")
    records: list[dict[str, Any]] = [json.loads(line) for line in out.splitlines()]
    assert [len(one["same_as"]) for one in sorted(records, key=lambda one: str(one["url"]))] == [4, 2]
    assert "2 of the links stand on lines changed since HEAD" in errors


def test_standard_input(both: tuple[Command, Command]) -> None:
    """In pieces where it is a list of URLs; and the second time it is known by its content."""
    for name in ("list.txt", "table.csv"):
        text = (both[0].folder / name).read_text(encoding="utf-8")
        out, errors = same(both, "audit", "-", "--json", given=text)
        assert "standard input: " in errors
        assert "standard input" in out
        _, errors = same(both, "audit", "-", "--resume", given=text)
        assert "nothing was left to check" in errors


def test_many_lists(both: tuple[Command, Command]) -> None:
    """A folder of lists, each short, and one that is none."""
    for command in both:
        (command.folder / "docs").mkdir()
        for number, line in enumerate((command.folder / "list.txt").read_text(encoding="utf-8").splitlines()[2:30]):
            (command.folder / "docs" / f"{number:02}.txt").write_text(f"{line}\n")
        (command.folder / "docs" / "words.txt").write_text("Nothing is linked here.\n")
    same(both, "audit", "docs", "--json")
