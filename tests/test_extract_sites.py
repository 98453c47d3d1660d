"""Names of sites, sections and headlines: what is glued to them taken off, and each told from the others."""

from __future__ import annotations

import pytest

from provenance.core.extract.headline import without_day, without_kicker
from provenance.core.extract.sites import tidy
from provenance.core.extract.source import read
from provenance.core.model import Source

HOST = "harbour-courier.example"


def source_of(
    head: str = "", body: str = "<h1>Ferry crews return to work</h1>", path: str = "/x", host: str = HOST
) -> Source:
    return read(f"<html lang=en><head>{head}</head><body>{body}</body></html>".encode(), url=f"https://{host}{path}")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("The Harbour Courier, LLC", "The Harbour Courier"),
        ("Hafenblatt GmbH & Co. KG", "Hafenblatt"),
        ("The Lantern | Lantern.example", "The Lantern"),
        ("News | Harbour Courier | Sport", "Harbour Courier"),
        ("https://www.harbour-courier.example", None),
        ("Home", None),
        ("3 %", None),
    ],
)
def test_a_name_of_a_site_is_tidied(given: str, name: str | None) -> None:
    """Legal forms, lists of departments and addresses are no part of the name."""
    assert tidy(given, HOST) == name


def test_a_headline_in_the_place_of_the_site_is_none() -> None:
    """A template that fills `og:site_name` with the headline names no site; the title tag does."""
    head = (
        "<title>Ferry crews return to work after nine days | The Harbour Courier</title>"
        "<meta property=og:title content='Ferry crews return to work after nine days'>"
        "<meta property=og:site_name content='Ferry crews return to work after nine days'>"
    )
    source = source_of(head, "<h1>Ferry crews return to work after nine days</h1>")
    assert source.container_title.value == "The Harbour Courier"
    assert source.title.value == "Ferry crews return to work after nine days"


def test_the_part_of_the_title_that_the_address_repeats_is_the_site() -> None:
    """At either end, and whatever separates it."""
    source = source_of("<title>Harbour Courier: ferry crews return</title>", "<h1>Ferry crews return</h1>")
    assert source.container_title.value == "Harbour Courier"


def test_a_known_domain_names_its_outlet() -> None:
    """Where a page does not name itself, the table of outlets does, and says that it did."""
    source = source_of("", host="radiohc.cu")
    assert source.container_title.value == "Radio Habana Cuba"
    assert source.container_title.supported_by[0].method == "outlets:domain"


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ("27.01.2022 Oil figures of November", "Oil figures of November"),
        ("1. Februar 2022 – Neue Fähren für die Bucht", "Neue Fähren für die Bucht"),
        ("24 December 2020: a silent night", "24 December 2020: a silent night"),
        ("Ferries in 2022", "Ferries in 2022"),
    ],
)
def test_a_day_before_the_headline_is_taken_off(given: str, title: str) -> None:
    """Behind a colon it is part of it."""
    assert without_day(given) == title


def test_a_kicker_is_told_by_the_markup_and_the_head() -> None:
    """`Harbour: …` in one run of text is one headline; an element of its own is a kicker."""
    head = "<meta property=og:title content='Ferry crews return to work'>"
    apart = source_of(head, "<h1><span>Harbour</span> Ferry crews return to work</h1>")
    assert apart.title.value == "Ferry crews return to work"
    assert [piece.value for piece in apart.evidence if piece.variable == "kicker"] == ["Harbour"]
    assert without_kicker("Harbour: Ferry crews return to work", ["Ferry crews return to work"], ()) == (
        "Harbour: Ferry crews return to work",
        "",
    )


def test_a_logo_in_a_heading_is_no_headline() -> None:
    """The first heading of many pages is the name of the paper."""
    head = "<title>Ferry crews return to work - The Harbour Courier</title>"
    source = source_of(head, "<h1>The Harbour Courier</h1><h2>Ferry crews return to work</h2>")
    assert source.title.value == "Ferry crews return to work"


@pytest.mark.parametrize(
    ("head", "body", "section"),
    [
        ("<meta property=article:section content='Harbour, Weather'>", "", "Harbour"),
        ("", "<a rel='category tag' href='/category/harbour'>Harbour</a>", "Harbour"),
        ("", "<nav class=breadcrumbs><a href=/>Home</a><a href=/isles>Isles</a></nav>", "Isles"),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "articleSection": ["Isles", "Home"]}</script>',
            "",
            "Isles",
        ),
        ("<meta property=article:section content=Uncategorized>", "", None),
    ],
)
def test_a_section_is_a_name_that_files_the_article(head: str, body: str, section: str | None) -> None:
    """Of several the first; what files it nowhere is none."""
    assert source_of(head, f"{body}<h1>Ferry crews return to work</h1>").section.value == section


def test_the_last_folder_of_the_address_is_the_section() -> None:
    """As words, and never an id or a headline."""
    assert source_of(path="/regional/north-coast/article202159566/ferry").section.value == "north coast"
