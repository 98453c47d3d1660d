"""What a list says of a page, held against the page."""

from __future__ import annotations

import pytest

import provenance
from provenance.core.agreement import compare_given
from provenance.core.model import Agreement, Comparison

URL = "https://lantern.example/harbour/ferry-kept"
PAGE = """<!doctype html><html lang="en"><head><title>Ferry kept for 12 more winters | The Lantern</title>
<meta property="og:site_name" content="The Lantern"><meta property="og:title" content="Island keeps its ferry">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry kept for 12 more winters",
"datePublished": "2024-07-05T23:30:00-05:00", "dateModified": "2024-07-09T08:00:00-05:00",
"author": [{"@type": "Person", "name": "Mara Ellison"}, {"@type": "Person", "name": "Юрий Беляев"}]}</script></head>
<body><h1>Ferry kept for 12 more winters</h1><p>By Mara Ellison and Юрий Беляев</p><p>5 July 2024</p>
<p>The council of the island voted on Friday to keep the ferry, said Tomas Hale, who leads the harbour.</p></body></html>"""


def one(variable: str, given: str, *, markup: str = PAGE) -> Comparison:
    source = provenance.read(markup.encode(), url=URL)
    text = markup.partition("<body>")[2]
    found = {one.variable: one for one in compare_given({"DOI": "10.5555/1", variable: given}, source, text=text)}
    return found[variable]


@pytest.mark.parametrize(
    ("variable", "given"),
    [
        ("title", "Ferry kept for 12 more winters"),
        ("title", "FERRY KEPT FOR 12 MORE WINTERS | The Lantern"),
        ("title", "Island keeps its ferry"),
        ("title", "Ferry kept for 12 more…"),
        ("author", "Ellison, Mara; Беляев, Юрий"),
        ("author", "Ellison, M.; Belyaev, Yuriy"),
        ("author", "Mara Ellison"),
        ("author", "Ellison, Mara; et al."),
        ("author", "Ellison, Mara; The Lantern"),
        ("issued", "2024-07-05"),
        ("issued", "2024-07"),
        ("issued", "2024"),
        ("issued", "2024-07-06"),
        ("container-title", "Lantern"),
        ("container-title", "lantern.example"),
        ("language", "en-GB"),
    ],
)
def test_notes_that_are_less_exact_agree(variable: str, given: str) -> None:
    """Case, the site behind the title, another title of the page, initials, another script, a month, the day in UTC."""
    assert one(variable, given).agreement is Agreement.AGREES


@pytest.mark.parametrize(
    ("variable", "given", "because"),
    [
        ("title", "Council closes the market hall", "another title"),
        ("title", "The Lantern", "the list has the name of the site as the title"),
        ("title", "Ferry kept for 21 more winters", "the title on the page has no 21"),
        ("author", "Roe, Jane", "the page does not name Roe, Jane"),
        ("author", "Ellison, Mara; Roe, Jane", "the page does not name Roe, Jane"),
        ("author", "Ellison, Peter", "the page does not name Ellison, Peter"),
        ("author", "The Lantern", "the list has the name of the site as the author"),
        ("issued", "2023-07-05", "another year"),
        ("issued", "2023", "another year"),
        ("issued", "2024-07-15", "another day"),
        ("issued", "2024-05-07", "day and month are exchanged"),
        ("issued", "2024-01-01", "1 January stands for a day that the list does not know"),
        ("issued", "2024-07-01", "the first of the month stands for a day that the list does not know"),
        ("issued", "2024-07-09", "that is the day of the last change"),
        ("accessed", "2024-06-30", "the list says it was read before it was published"),
        ("container-title", "Harbour Gazette", "another outlet"),
        ("language", "de", "another language"),
    ],
)
def test_errors_are_found_and_named(variable: str, given: str, because: str) -> None:
    """Each kind of slip by its own name, with both values and what speaks for the page's."""
    found = one(variable, given)
    assert (found.agreement, found.given, found.because) == (Agreement.DIFFERS, given, because)
    assert found.found
    assert found.evidence


def test_what_stands_elsewhere_on_the_page_is_unclear() -> None:
    """A name in the text is not an author; it is no error of the list either."""
    assert one("author", "Hale, Tomas").agreement is Agreement.UNCLEAR
    assert one("title", "keep the ferry, said Tomas Hale").agreement is Agreement.UNCLEAR


def test_a_page_that_does_not_say_proves_nothing() -> None:
    """Neither right nor wrong. An article that names nobody is not by its site; a body may well sign its own pages."""
    bare = "<html><head><meta property='og:site_name' content='The Lantern'></head><body><p>Closed.</p></body></html>"
    assert one("author", "Roe, Jane", markup=bare).agreement is Agreement.NOT_STATED
    assert one("issued", "2024", markup=bare).agreement is Agreement.NOT_STATED
    assert one("title", "Ferry kept", markup=bare).agreement is Agreement.NOT_STATED
    assert one("author", "The Lantern", markup=bare).agreement is Agreement.UNCLEAR
    article = bare.replace("<head>", '<head><script type="application/ld+json">{"@type": "NewsArticle"}</script>')
    assert one("author", "The Lantern", markup=article).agreement is Agreement.DIFFERS


def test_nothing_is_said_of_what_the_list_leaves_out() -> None:
    """No comparison without a statement; dates that are not in numbers are none."""
    source = provenance.read(PAGE.encode(), url=URL)
    assert compare_given({}, source) == ()
    assert compare_given({"issued": "last summer", "note": "read this"}, source) == ()


def test_the_label_of_a_link_is_no_title() -> None:
    """`[here](…)` in a text, and what a browser calls a bookmark."""
    assert compare_given({"title": "here", "accessed": "2024-08-01"}, provenance.read(PAGE.encode(), url=URL)) == ()
