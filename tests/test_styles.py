"""Properties of citations in a sample of all styles; `python -m tests.bench.styles` looks at every one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from provenance.jobs.render import cite_sources
from tests.bench.styles import ITEMS, broken, independent, looked_at

COUNT = 60


def test_sample_of_styles():
    """No "n.d." for a known date, nothing twice, no "?.", no entity, no padded date, no place made of a URL, no failure."""
    names = independent()
    wrong = [found for name in names[:: len(names) // COUNT] if (found := looked_at(name))[1]]
    assert wrong == []


def test_properties_can_fail():
    """The bench finds what it looks for."""
    newspaper, site, inferred, month, archived = ITEMS
    for item, text, name in (
        (newspaper, "Reed (n.d.)", "no date"),
        (newspaper, "Post, 04 July", "leading zero"),
        (site, "What is a tide table?” What is a tide table?", "title twice"),
        (site, "Quayside Board, Quayside Board", "site twice"),
        (site, "What is a tide table?”. Post", "?."),
        (newspaper, "R&amp;D", "entity"),
        (inferred, "July 4, 2024", "inferred year bare"),
        (month, "1 March 2018", "padded date"),
        (archived, f"Paris: {archived['archive_location']}", "place of a URL"),
    ):
        assert name in set(broken(item, text)), text


AWKWARD = [
    {"title": "Can we forget?", "container-title": "Example Post", "issued": {"date-parts": [[2019, 7, 24]]}},
    {"title": "Talks “go on”: what now?", "container-title": "Example Post", "issued": {"raw": "July 4"}},
    {"title": "R&D <b>pays</b> off", "container-title": "A & B", "issued": {"literal": "Michaelmas term"}},
    {"title": "Envoys meet", "container-title": "Radio Example", "issued": {"edtf": "XXXX-07-04"}},
    {"title": "Pier reopens", "container-title": "Radio Example", "issued": {"date-parts": [[0, 7, 4]]}},
    {"title": "Made in Exampletown, D.C.", "container-title": "Post", "issued": {"date-parts": [["2018", "05", "24"]]}},
    {"title": "Live updates", "container-title": "Wire", "issued": {"date-parts": [[2023, 12, 30], [2024, 1, 2]]}},
    {"title": "Undated notice", "container-title": "Post", "issued": {"date-parts": [[2020]], "circa": True}},
    {"title": "Ten causes", "container-title": "Harbour Board", "author": [{"literal": "Harbour Board"}], "type": "webpage",
     "issued": {"date-parts": [[2018, 5]]}},
    {"title": "Courses", "publisher": "Pier College", "type": "webpage", "issued": {"date-parts": [[2023, 10, 19]]},
     "archive": "Example Archive", "archive_location": "https://archive.example/web/1/https://college.example/c"},
]  # fmt: skip
STYLES = (
    "apa", "mla", "chicago", "chicago-author-date", "chicago-author-date-17th-edition", "harvard", "ieee", "vancouver", "ama",
    "bluebook", "din-1505-2", "iso690-author-date-fr", "associacao-brasileira-de-normas-tecnicas", "gost-r-7-0-5-2008",
)  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_awkward_items(style):
    """Our own awkward items, in the styles that people ask for most."""
    common = {"type": "article-newspaper", "URL": "https://post.example/a", "accessed": {"date-parts": [[2026, 8, 20]]}}
    items = [common | {"id": f"i{number}", "language": "en"} | item for number, item in enumerate(AWKWARD)]
    assert slips(items, style) == []


@pytest.mark.parametrize("style", STYLES)
def test_shared_awkward_items(shared: Path, style):
    """The shared awkward items in the same styles."""
    items = json.loads((shared / "citations" / "items.json").read_text(encoding="utf-8"))
    assert slips(items, style) == []


def slips(items, style):
    """What is wrong in the entries of the items, with the entry."""
    found = []
    for item, citation in zip(items, cite_sources(items, style=style), strict=True):
        url = re.sub(r"^https?://", "", item["URL"])
        text = citation.text.replace(str(item.get("archive_location") or "\n"), " ").replace(url, "URL")
        folded = text.casefold()
        title = re.sub(r"<.*?>", "", item["title"]).casefold()[:20]
        site = str(item.get("container-title") or "\n").casefold()
        checks = {
            "no date": item.get("issued") and re.search(r"n\. ?d\.|no date|[sS]\. ?d\.|sans date|o\. ?J\.", text),
            "title twice": folded.count(title) > 1,
            "site twice": folded.count(site) > 1,
            "slip": re.search(r"\?[”’\"]?\.|\.\.|,,|,\.|\(\)| ,|&(?:\w+|#\d+);|0 [CB]\.", text),
            "padded": re.search(r"(?<![\d./-])0\d [A-Za-z]|[A-Za-z]\.? 0\d(?!\d)", text),
        }
        found += [(name, text) for name, wrong in checks.items() if wrong]
    return found
