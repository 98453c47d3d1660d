"""`provenance audit` of a bibliography: what it says of its sources is held against their pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import Command
from tests.site import Site

LIST = """@online{{ferry, author = {{Ellison, Mara}}, title = {{Harbour board keeps the old ferry}},
  organization = {{Quayside Courier}}, url = {{{ferry}}}}}
@online{{swapped, author = {{Roe, Jane}}, title = {{Council closes the market hall}},
  organization = {{The Quayside Courier}}, url = {{{swapped}}}}}
@online{{gone, author = {{Roe, Jane}}, title = {{Tram sold}}, url = {{{gone}}}}}
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def command(site: Site, tmp_path: Path) -> Command:
    """A command beside a bibliography of three entries, one of them right."""
    urls = {"ferry": site.url("article"), "swapped": site.url("article?page=2"), "gone": site.url("gone")}
    (tmp_path / "sources.bib").write_text(LIST.format(**urls), encoding="utf-8")
    return Command.at(tmp_path, site)


def test_what_differs_is_a_finding(command: Command, site: Site) -> None:
    """Each difference has a line of its own below the link, with both values; the page of a dead link says nothing."""
    done = command("audit", "sources.bib")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    place = next(number for number, line in enumerate(lines) if "page=2" in line)
    assert [line.split(" – ")[0].strip() for line in lines[place + 1 : place + 3]] == [
        "differs title: the list says 'Council closes the market hall', the page 'Harbour board keeps the old ferry'",
        "differs author: the list says 'Roe, Jane', the page 'Mara Ellison'",
    ]
    assert len(lines) == 5
    assert "1 differ   from what the list says of them" in done.stderr
    assert command("audit", "sources.bib", "--exit-zero").returncode == 0


def test_what_agrees_is_told_to_machines(command: Command, site: Site) -> None:
    """With the evidence, so that nobody has to believe it; and in the log."""
    records = {record["url"]: record for record in command.records("audit", "sources.bib")}
    told = {one["variable"]: one for one in records[site.url("article")]["comparisons"]}
    assert {name: one["agreement"] for name, one in told.items()} == {
        "title": "agrees", "author": "agrees", "container-title": "agrees",
    }  # fmt: skip
    assert told["author"]["evidence"][0]["quote"] == "By Mara Ellison"
    assert told["author"]["origin"]["line"] == 2
    assert "comparisons" not in records[site.url("gone")]
    assert command("log", "verify").returncode == 0


def test_names_of_links_are_not_statements(command: Command, site: Site, tmp_path: Path) -> None:
    """A list of links in Markdown names them as it likes."""
    (tmp_path / "links.md").write_text(f"- [read this]({site.url('article')})\n", encoding="utf-8")
    (record,) = command.records("audit", "links.md")
    assert "comparisons" not in record
    assert command("audit", "links.md").returncode == 0


def test_passages_of_annotations_are_looked_for(command: Command, site: Site, tmp_path: Path) -> None:
    """What was marked on a page (W3C TextQuoteSelector) is still there, or it is a finding; its title is no statement."""
    passages = ("keep the old ferry running until the new bridge", "the captain has never been seen ashore by anybody")
    annotations = [
        {
            "uri": site.url(f"article?page={number}"), "document": {"title": ["Something else"]}, "created": "2024-07-10T09:00:00Z",
            "target": [{"selector": [{"type": "TextQuoteSelector", "exact": passage}]}],
        }
        for number, passage in enumerate(passages)
    ]  # fmt: skip
    (tmp_path / "marked.json").write_text(json.dumps(annotations), encoding="utf-8")
    told = [record["comparisons"] for record in command.records("audit", "marked.json")]
    assert sorted((one["variable"], one["agreement"]) for (one,) in told) == [("quote", "agrees"), ("quote", "differs")]
    done = command("audit", "marked.json")
    assert done.returncode == 1
    assert f"differs quote: the list says {passages[1]!r} – not on the page" in done.stdout
