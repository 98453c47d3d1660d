"""Headlines as their markup tells them, sections that are ways, and how sure a reading is. All invented."""

from __future__ import annotations

import json

import pytest

from provenance.core.extract.source import read
from provenance.core.model import Source

URL = "https://harbour-courier.example/2024/03/08/ferry-crews-return-to-work"
TITLE = "Ferry crews return to work"
STORY = "<p>Ferry crews went back to work on Friday after nine days in which nothing had left the quay.</p>" * 4


def source_of(heading: str, head: str = "", byline: str = "") -> Source:
    page = f"<html lang=en><head>{head}</head><body><article>{heading}{byline}{STORY}</article></body></html>"
    return read(page.encode(), url=URL)


@pytest.mark.parametrize(
    ("heading", "kicker"),
    [
        ("<h1><span class=article__kicker>Strike</span> Ferry crews return to work</h1>", "Strike"),
        ("<h1><div class=topic-label>Strike</div>Ferry crews return to work</h1>", "Strike"),
        ("<h1><span class=x>Strike</span><i>:</i> <b class=headline>Ferry crews return to work</b></h1>", "Strike"),
        ("<h1>Ferry crews return to work <small>8 March, Shipping</small></h1>", None),
        ("<h1>Ferry crews return to work <span class=sr-only>| Courier</span></h1>", None),
        ("<h1>» Ferry crews return to work</h1>", None),
    ],
)
def test_a_heading_is_read_by_the_names_of_its_parts(heading: str, kicker: str | None) -> None:
    """The kicker stands apart, and what is small or unseen behind the headline is none of it."""
    source = source_of(heading)
    assert (source.title.value, source.kicker.value) == (TITLE, kicker)


def test_a_part_in_the_middle_of_a_heading_is_no_kicker() -> None:
    """Whatever its class: a kicker opens."""
    assert source_of("<h1>Ferry crews <span class=roofline>return</span> to work</h1>").title.value == TITLE


def test_quotation_marks_before_a_headline_are_its_own() -> None:
    """Only a mark that stands alone was set there by a template."""
    assert source_of("<h1>»Back to work!« say ferry crews</h1>").title.value == "»Back to work!« say ferry crews"


def test_a_title_that_was_broken_off_speaks_for_the_whole_one() -> None:
    """JSON-LD often holds 110 characters of the headline and three points."""
    linked = json.dumps({"@type": "NewsArticle", "headline": "Ferry crews return to…"})
    source = source_of(f"<h1>{TITLE}</h1>", f'<script type="application/ld+json">{linked}</script>')
    assert source.title.value == TITLE
    assert {piece.method for piece in source.title.supported_by} >= {"visible:h1", "jsonld:headline"}


def test_markup_inside_a_field_of_plain_text_is_no_part_of_the_title() -> None:
    """`<i>` in JSON-LD is how it was typed, and not what it is called."""
    linked = json.dumps({"@type": "NewsArticle", "headline": "<i>Ferry</i> crews return to work"})
    source = source_of("<h2>News</h2>", f'<script type="application/ld+json">{linked}</script>')
    assert source.title.value == TITLE


def test_a_title_is_surer_where_heading_and_open_graph_agree() -> None:
    """Four places that say one title are nearly certain; one of them that says another makes it less so."""
    tags = f"<title>{TITLE} | Harbour Courier</title><meta property=og:site_name content='Harbour Courier'>"
    agreed = source_of(f"<h1>{TITLE}</h1>", f"{tags}<meta property=og:title content='{TITLE}'>")
    against = source_of(f"<h1>{TITLE}</h1>", f"{tags}<meta property=og:title content='Nine days without a boat end'>")
    assert agreed.title.value == against.title.value == TITLE
    assert agreed.title.confidence is not None
    assert against.title.confidence is not None
    assert agreed.title.confidence >= 0.95 > against.title.confidence


def test_an_author_is_surer_where_data_and_byline_name_one_person() -> None:
    """The outlet stands in every field of every page, and that it does so says nothing."""

    def signed(name: str) -> Source:
        kind = "Organization" if name == "Harbour Courier" else "Person"
        linked = json.dumps({"@type": "NewsArticle", "headline": TITLE, "author": {"@type": kind, "name": name}})
        head = f'<meta property=og:site_name content="Harbour Courier"><script type="application/ld+json">{linked}</script>'
        return source_of(f"<h1>{TITLE}</h1>", head, f"<p class=byline>By {name}</p>")

    person, outlet = signed("Ines Carrow").author, signed("Harbour Courier").author
    assert person.confidence is not None
    assert outlet.confidence is not None
    assert person.confidence >= 0.95
    assert outlet.confidence < 0.9


@pytest.mark.parametrize("crumb", ["Harbour Courier Startseite", "Skip to main content", "Back to top", TITLE])
def test_a_way_is_no_section(crumb: str) -> None:
    """The front page, a jump for screen readers, and the article itself file nothing."""
    crumbs = f"<div class=breadcrumb><a href=/>{crumb}</a> <a href=/shipping>Shipping</a></div>"
    assert source_of(f"{crumbs}<h1>{TITLE}</h1>").section.value == "Shipping"


@pytest.mark.parametrize(
    "longer",
    [
        f"{TITLE} | Harbour Courier Politics",
        f"{TITLE} - Shipping",
        f"Shipping: {TITLE}",
        f"{TITLE} | Shipping | Courier Harbour-Courier",
        f"{TITLE} | Harbour Courier | Ports | Ships | Weather",
    ],
)
def test_a_title_with_the_outlet_or_a_section_beside_it_speaks_for_the_one_without(longer: str) -> None:
    """What the head of a page adds for search results is no other title."""
    head = f"<meta property=og:site_name content='Harbour Courier'><meta property=article:section content=Shipping><meta property=og:title content='{longer}'>"
    title = source_of(f"<h1>{TITLE}</h1>", head).title
    assert title.value == TITLE
    assert {"visible:h1", "meta:og:title"} <= {piece.method for piece in title.supported_by}
    assert title.disputed_by == ()


def test_what_stands_beside_a_title_is_part_of_it_where_it_names_nobody() -> None:
    """`… – and what comes next` is the rest of a headline."""
    title = source_of(f"<h1>{TITLE}</h1>", f"<meta property=og:title content='{TITLE} – and what comes next'>").title
    assert "meta:og:title" not in {piece.method for piece in title.supported_by}


@pytest.mark.parametrize("by_data", [False, True])
def test_a_kicker_that_the_head_repeats_is_one_unless_the_data_has_it_too(by_data: bool) -> None:
    """Templates make the head of the heading's whole text; JSON-LD is written for what the article is called."""
    whole = f"Strike over {TITLE}"
    linked = json.dumps({"@type": "NewsArticle", "headline": f"{whole} | Shipping"}) if by_data else "{}"
    head = f"<title>{whole}</title><meta property=og:title content='{whole}'><script type='application/ld+json'>{linked}</script>"
    source = source_of(f"<h1><span class=kicker>Strike over</span> {TITLE}</h1>", head)
    assert source.title.value == (whole if by_data else TITLE)
    assert source.kicker.value == (None if by_data else "Strike over")
    assert {"visible:h1", "meta:og:title"} <= {piece.method for piece in source.title.supported_by}


def test_a_headline_with_its_subtitle_in_the_head_is_the_first_heading() -> None:
    """The subtitle may be the longer one."""
    subtitle = "After nine days the quays of the old harbour are full again"
    headings = f"<h1>Back to work</h1><h2>{subtitle}</h2>"
    assert source_of(headings, f"<title>Back to work – {subtitle}</title>").title.value == "Back to work"


def test_a_section_as_first_heading_is_no_headline() -> None:
    """One word in front of a title names where it is filed."""
    head = f"<title>Maritime notices - {TITLE} | Harbour Courier</title><meta property=og:site_name content='Harbour Courier'>"
    source = source_of(f"<h1>Maritime notices</h1><h2>{TITLE}</h2>", head)
    assert source.title.value == TITLE


def test_an_author_whom_no_reader_sees_is_less_sure() -> None:
    """What data alone names is often who put the page into the system."""
    linked = json.dumps({"@type": "NewsArticle", "author": {"@type": "Person", "name": "Ines Carrow"}})
    head = f'<script type="application/ld+json">{linked}</script>'
    unseen = source_of(f"<h1>{TITLE}</h1>", head).author
    seen = source_of(f"<h1>{TITLE}</h1>", head, "<p>Ines Carrow</p>").author
    assert [name.display for name in unseen.value or ()] == ["Ines Carrow"]
    assert unseen.value == seen.value
    assert unseen.confidence is not None
    assert seen.confidence is not None
    assert unseen.confidence < 0.8 < seen.confidence


def test_a_title_without_spaces_is_not_short() -> None:
    """Chinese and Japanese words stand without them."""
    sure = [
        source_of(f"<h1>{text}</h1>", f"<title>{text}</title>").title.confidence or 0
        for text in ("渡し船", "港の渡し船の乗組員が九日ぶりに仕事に戻った")
    ]
    assert sure[0] < sure[1]


def test_a_short_title_is_as_sure_as_a_long_one_where_heading_and_open_graph_agree() -> None:
    """Its length tells only where they do not."""

    def sure(text: str, *, agreed: bool) -> float:
        head = f"<title>{text}</title>" + (f"<meta property=og:title content='{text}'>" if agreed else "")
        return source_of(f"<h1>{text}</h1>", head).title.confidence or 0

    assert sure("Boats leave", agreed=True) == sure("Boats leave the old quay again", agreed=True)
    assert sure("Boats leave", agreed=False) < sure("Boats leave the old quay again", agreed=False)
