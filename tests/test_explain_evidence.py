"""`--explain`: the evidence as a person reads it, on wide and on narrow terminals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provenance.core.extract.source import read
from provenance.core.model import Source
from provenance.core.printable import columns, wrapped
from provenance.core.reports.source import render
from tests.command import Command

URL = "https://www.harbour-courier.example/2024/03/08/world/ferry-crews-return-to-work-48213.html"
ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Crews of the ferries return to work after nine long days",
    "datePublished": "2024-03-08T09:00:00+01:00",
    "author": {"@type": "Person", "name": "Jane Roe"},
}
PAGE = (
    f'<html lang="en"><head><script type="application/ld+json">{json.dumps(ARTICLE)}</script>'
    '<meta property="og:title" content="Ferry crews return to work"></head><body>'
    "<h1>Ferry crews return to work</h1><div>By Jane Roe</div><div>8 March 2024</div><p>Text.</p>"
    "<p>Correction: The strike lasted nine days, not eight.</p></body></html>"
)


@pytest.fixture(scope="module")
def source() -> Source:
    return read(PAGE.encode(), url=URL)


def block(report: str, label: str) -> list[str]:
    """The lines of a field."""
    lines = report.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"{label} "))
    end = next((place for place in range(start + 1, len(lines)) if not lines[place].startswith(" ")), len(lines))
    return lines[start:end]


def test_one_look_says_who_speaks_for_a_value_and_who_against(source: Source) -> None:
    """Value, how many families state it independently, what they say instead, and then each exact quote with its place."""
    title = block(render(source, explain=True, width=110), "title")
    assert title[0] == "title            Ferry crews return to work"
    assert "stated by" in title[1]
    assert "families: visible, meta" in title[1]
    assert "against it jsonld: “Crews of the ferries" in " ".join(" ".join(title).split())
    signs = {line[2]: line for line in title if line.startswith(("  + ", "  - "))}
    assert "visible:h1" in next(line for line in title if line.startswith("  + "))
    assert "word for word" in "".join(title)
    assert "$[0].headline" in signs["-"]
    assert '"Crews of the ferries return to work' in signs["-"]


def test_a_quote_that_is_not_the_value_tells_what_was_read_from_it(source: Source) -> None:
    """The reader sees the words of the page and the day that they mean."""
    assert any('"8 March 2024" = 2024-03-08' in line for line in block(render(source, explain=True), "issued"))


def test_the_same_evidence_is_not_told_twice(source: Source) -> None:
    """The outlet that only rests on the name of the site points there."""
    lines = block(render(source, explain=True), "outlet")
    assert lines[1:] == ["  + the evidence for container title"]


def test_rare_fields_are_told_where_they_are_stated_and_only_there(source: Source) -> None:
    """A correction has its place; nobody reads that a news page states no ISSN."""
    report = render(source, explain=True)
    assert block(report, "correction")[0].endswith("Correction: The strike lasted nine days, not eight.")
    for rare in ("ISSN", "PMID", "licence", "kicker"):
        assert rare not in report
    (missing,) = block(report, "not stated")
    assert "publisher" in missing
    assert "ISSN" not in render(source)
    assert "publisher        not stated" in render(source)


def test_what_a_citation_needs_is_missed_where_one_looks_for_it() -> None:
    """Title, author and day keep their lines when they are not stated."""
    report = render(read(b"<html><body><p>Nothing.</p></body></html>"), explain=True)
    for label in ("title", "author", "issued"):
        assert f"{label:<17}not stated\n" in report


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120])
def test_the_evidence_fits_the_terminal(source: Source, width: int) -> None:
    """No line of evidence is wider than the terminal, and no quote is lost: on a narrow one it stands below."""
    lines = render(source, explain=True, width=width).splitlines()
    told = [line for line in lines if line.startswith("  ")]
    assert max(map(columns, told)) <= width
    squeezed = "".join("".join(lines).split())
    assert "Crewsoftheferriesreturntoworkafterninelongdays" in squeezed
    assert "jsonld:headline" in squeezed


def test_wide_letters_are_counted_as_wide() -> None:
    """Chinese takes two columns a sign; lines are broken and columns aligned by what a terminal shows."""
    assert columns("渡轮e\u0301") == 5
    lines = wrapped("渡轮船员在九天罢工之后重返工作岗位", 10, lines=9)
    assert max(map(columns, lines)) <= 10
    assert "".join(lines) == "渡轮船员在九天罢工之后重返工作岗位"
    assert wrapped("one two three four", 9, lines=2) == ["one two", "three fo…"]


def test_a_page_cannot_move_the_cursor() -> None:
    """Control characters in a quote are shown as escapes."""
    page = '<html><body><h1>Ferry\x1b[2J crews return to work</h1><p class="subtitle">Nine days \u202e were enough</p>'
    report = render(read(page.encode()), explain=True)
    assert "\x1b" not in report
    assert "\u202e" not in report


def test_a_page_of_teasers_is_told_in_few_lines() -> None:
    """A hundred other days do not drown the one that was chosen; how many there are is said."""
    teasers = "".join(f"<div class=teaser><div>{day} January 2023</div></div>" for day in range(1, 29))
    page = f"<html lang=en><body><h1>Ferry crews return</h1><div>8 March 2024</div><p>Text.</p>{teasers}</body></html>"
    lines = block(render(read(page.encode()), explain=True), "issued")
    assert "2024-03-08" in lines[0]
    assert len(lines) < 30
    if len([line for line in lines if line.startswith("  - ")]) == 5:
        assert "more; --json has them all" in lines[-1]


def test_read_and_show_explain_the_same(tmp_path: Path) -> None:
    """The evidence out of the log is told as that of the file, without colours where there is no terminal."""
    command = Command.at(tmp_path)
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    told = command("read", "page.html", "--url", URL, "--explain").stdout
    command("add", "page.html", "--url", URL)
    shown = command("show", URL, "--explain").stdout
    assert told.strip() in shown
    assert "\x1b" not in told
    assert "Captures" in shown
