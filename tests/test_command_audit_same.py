"""The same source under several addresses, through the front door: each is asked as it is written, all are told."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.command import Command
from tests.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.names |= dict.fromkeys(("quay.test", "www.quay.test", "archive.test", "tide.test"), "127.0.0.1")
        yield site


@pytest.fixture
def links(site: Site) -> dict[str, str]:
    """Five addresses of one article, and another article. Nobody answers for the AMP host."""
    plain = site.url("article", host="quay.test")
    return {
        "plain": plain,
        "mailed": site.url("article?utm_source=post", host="www.quay.test"),
        "amp": site.url("article", host="amp.quay.test"),
        "copy": site.url(f"20240705120000/{plain}", host="archive.test"),
        "part": f"{plain}#comments",
        "other": site.url("moved", host="tide.test"),
    }


@pytest.fixture
def command(site: Site, links: dict[str, str], tmp_path: Path) -> Command:
    command = Command.at(tmp_path, site)
    names = ("plain", "mailed", "other", "amp", "plain")
    (tmp_path / "list.txt").write_text("\n".join(links[name] for name in names) + "\n")
    (tmp_path / "more.md").write_text(f"[Ferry]({links['copy']})\n\nAgain in [the comments]({links['part']})\n")
    return command


LISTS = ("list.txt", "more.md")


def test_each_spelling_is_asked(command: Command, site: Site, links: dict[str, str]) -> None:
    """No link goes unchecked because another one is of the same source: what they answer differs."""
    records = {one["url"]: one for one in command.records("audit", *LISTS)}
    assert set(records) == set(links.values())
    assert records[links["plain"]]["state"] == records[links["mailed"]]["state"] == "alive"
    assert records[links["amp"]]["state"] != "alive"
    assert records[links["copy"]]["state"] == "dead"
    assert site.hits["/article?utm_source=post"] or site.hits["/article"] >= 3
    assert {one["source"] for url, one in records.items() if url != links["other"]} == {links["plain"]}
    assert records[links["other"]]["same_as"] == []


def test_each_row_names_the_others(command: Command, links: dict[str, str]) -> None:
    """With the places where they stand, in the order of the lists."""
    records = {one["url"]: one for one in command.records("audit", *LISTS)}
    told = records[links["amp"]]["same_as"]
    assert [one["url"] for one in told] == [links[name] for name in ("plain", "mailed", "copy", "part")]
    assert told[0]["origins"] == [{"file": "list.txt", "line": line, "where": None} for line in (1, 5)]
    done = command("audit", *LISTS)
    assert "6 of 6 links of 2 sources checked, 1 more mention of them" in done.stderr
    assert f"\n    same    source as {links['amp']}  (list.txt:4)\n" in done.stdout
    assert done.stdout.count("    same    source as ") == 5 * 3
    assert done.stdout.count("            and 1 more\n") == 5


def test_a_list_without_repetitions_says_nothing(command: Command, links: dict[str, str]) -> None:
    """Links and sources are counted apart only where they differ."""
    (command.folder / "one.txt").write_text(f"{links['plain']}\n{links['other']}\n")
    done = command("audit", "one.txt")
    assert "2 of 2 links checked\n" in done.stderr
    assert "same" not in done.stdout


def test_reports_bring_them_together(command: Command, links: dict[str, str]) -> None:
    """A column to group by, a section of its own, and a line beside the link."""
    forms = ("csv", "markdown", "html", "json-lines")
    done = command("audit", *LISTS, "-q", *(word for form in forms for word in ("--report", f"{form}=out.{form}")))
    assert done.returncode == 1
    out = {form: (command.folder / f"out.{form}").read_text(encoding="utf-8") for form in forms}
    rows = {row["url"]: row for row in csv.DictReader(io.StringIO(out["csv"]))}
    assert [row["source"] for row in rows.values()].count(links["plain"]) == 5
    assert rows[links["part"]]["same_as"].split("; ") == [links[name] for name in ("plain", "mailed", "amp", "copy")]
    assert {row["source_mentions"] for url, row in rows.items() if url != links["other"]} == {"6"}
    assert rows[links["amp"]]["outlet"] == rows[links["copy"]]["outlet"] == rows[links["plain"]]["outlet"] != ""
    assert (rows[links["other"]]["same_as"], rows[links["other"]]["source_mentions"]) == ("", "1")
    section = out["markdown"].partition("## The same source more than once (1)\n")[2].partition("## ")[0]
    assert section.count("\n  - <http") == 5
    assert f"  - <{links['copy']}> – dead" in section
    assert "Of 6 links of 2 sources, " in out["markdown"]
    assert out["html"].count("same source as <a ") == 5
    assert "No. 5, dead" in out["html"]
    assert {json.loads(line)["source"] for line in out["json-lines"].splitlines()} == {links["plain"], links["other"]}


def test_resumed_run_knows_all_of_them(command: Command, site: Site, links: dict[str, str]) -> None:
    """What was checked before names what the list has got since, and nothing of it stands in the log."""
    command("audit", "list.txt")
    with (command.folder / "list.txt").open("a") as file:
        file.write(f"{links['part']}\n")
    asked = site.hits.total()
    command("audit", "list.txt", "--resume", "--report", "csv=out.csv")
    rows = {row["url"]: row for row in csv.DictReader(io.StringIO((command.folder / "out.csv").read_text()))}
    assert rows[links["plain"]]["same_as"].endswith(f"; {links['part']}")
    assert site.hits.total() - asked == 1
    with closing(sqlite3.connect(command.log)) as log:
        assert log.execute("SELECT count(*) FROM entries WHERE body LIKE '%same_as%'").fetchone() == (0,)


def test_new_line_is_held_against_the_old_ones(command: Command, site: Site, links: dict[str, str]) -> None:
    """With --only-changed the others are not asked, and yet told: also where it is letter for letter the same link."""
    old = command.folder / "old.txt"
    old.write_text(f"{links['plain']}\n{links['other']}\n")
    for words in (["init", "-q"], ["add", "old.txt"], ["commit", "-qm", "first"]):
        who = ["-c", "user.name=Ida Vale", "-c", "user.email=ida@quay.test"]
        subprocess.run(["git", "-C", command.folder, *who, *words], check=True, capture_output=True)
    old.write_text(f"{links['plain']}\n{links['other']}\n# new\n{links['mailed']}\n{links['other']}\n")
    found = command.records("audit", "old.txt", "--only-changed", "HEAD", "-q")
    records = {one["url"]: one for one in found}
    assert set(records) == {links["mailed"], links["other"]}
    assert [(one["url"], one["origins"][0]["line"]) for one in records[links["mailed"]]["same_as"]] == [
        (links["plain"], 1)
    ]
    assert [(one["url"], one["origins"][0]["line"]) for one in records[links["other"]]["same_as"]] == [
        (links["other"], 2)
    ]
    done = command("audit", "old.txt", "--only-changed", "HEAD", "--report", "markdown", "-q")
    assert f"  - <{links['plain']}> – not looked at – old.txt:1\n" in done.stdout


def test_table_can_be_sorted_by_source(command: Command, links: dict[str, str]) -> None:
    """Beside each row its source, and how often the table names it: also where it is letter for letter the same link."""
    names = ("plain", "other", "mailed", "plain")
    (command.folder / "table.csv").write_text("title,url\n" + "".join(f"{name},{links[name]}\n" for name in names))
    command("audit", "table.csv", "--annotate", "out.csv", "-q")
    rows = list(csv.DictReader(io.StringIO((command.folder / "out.csv").read_text())))
    assert [(row["source"], row["source_mentions"]) for row in rows] == [
        (links["plain"], "3"), (links["other"], "1"), (links["plain"], "3"), (links["plain"], "3"),
    ]  # fmt: skip


def test_baselines_are_by_link(command: Command, links: dict[str, str]) -> None:
    """What is known of one spelling says nothing of another."""
    (command.folder / "amp.txt").write_text(f"{links['copy']}\n")
    assert command("audit", "amp.txt", "--baseline", "b.json", "--write-baseline", "-q").returncode == 0
    assert command("audit", "amp.txt", "--baseline", "b.json", "-q").returncode == 0
    (command.folder / "amp.txt").write_text(f"{links['copy']}#top\n")
    assert command("audit", "amp.txt", "--baseline", "b.json", "-q").returncode == 1
