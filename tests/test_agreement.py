"""What a list says of a page, held against the page."""

from __future__ import annotations

import json

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


# -- when nothing may be held against a list ----------------------------------------------------------------------

BODY = "<h1>Harbour board keeps the old ferry</h1>{}<p>The board met for three hours before it voted on the ferry.</p>"


def page(head: str = "", below: str = "", *, language: str = "en") -> str:
    """An article of The Lantern. head: more of the head; below: what stands under the headline."""
    site = '<meta property="og:site_name" content="The Lantern">'
    title = "<title>Harbour board keeps the old ferry | The Lantern</title>"
    return f'<html lang="{language}"><head><meta charset="utf-8">{title}{site}{head}</head><body>{BODY.format(below)}</body></html>'


def published(stamp: str) -> str:
    return f'<meta property="article:published_time" content="{stamp}">'


def changed(stamp: str) -> str:
    return f'<meta property="article:modified_time" content="{stamp}">'


def record(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


UPDATED = '<p class="date">Updated 9 July 2024</p>'


@pytest.mark.parametrize(
    ("given", "markup", "agreement"),
    [
        # One day beside a stamp in UTC, which had that day elsewhere; at noon hardly anybody had another.
        ("2024-07-04", page(published("2024-07-05T02:54:29Z")), Agreement.UNCLEAR),
        ("2024-07-04", page(published("2024-07-05T12:54:29Z")), Agreement.DIFFERS),
        ("2024-07-04", page(published("2024-07-05")), Agreement.DIFFERS),
        # What is shown depends on the clock of whoever is shown it.
        ("2024-07-04", page(below="<p>5 July 2024</p>"), Agreement.UNCLEAR),
        ("2024-07-03", page(below="<p>5 July 2024</p>"), Agreement.DIFFERS),
        # The last change, where readers are shown no other day, and where they are.
        ("2024-07-09", page(published("2024-07-05") + changed("2024-07-09"), UPDATED), Agreement.UNCLEAR),
        ("2024-07-09", page(published("2024-07-05") + changed("2024-07-09"), "<p>5 July 2024</p>"), Agreement.DIFFERS),
        ("2024-07-01", page(published("2024-07-05") + changed("2024-07-01")), Agreement.UNCLEAR),
        # Less than a day on the page: what the list has beyond it may be known from elsewhere, or filled in.
        ("2024-07-14", page(record(datePublished="2024-07")), Agreement.AGREES),
        ("2024-07-01", page(record(datePublished="2024-07")), Agreement.DIFFERS),
        # Ranges and doubts of the list.
        ("2024-07-03/2024-07-06", page(published("2024-07-05")), Agreement.AGREES),
        ("2024-07/2024-08", page(published("2024-07-05")), Agreement.AGREES),
        ("2024-07-06/2024-07-08", page(published("2024-07-05")), Agreement.DIFFERS),
        ("2023~", page(published("2024-07-05")), Agreement.UNCLEAR),
        # Day and month exchanged, where the page itself can be read both ways.
        ("2024-07-05", page(below='<p class="date">05/07/2024</p>'), Agreement.UNCLEAR),
        # Older than the web: a birthday, not a publication.
        ("2020-02-14", page(below="<p>28 January 1975</p>"), Agreement.UNCLEAR),
    ],
)
def test_days_that_a_page_cannot_swear_to(given: str, markup: str, agreement: Agreement) -> None:
    """A day is held against a list where the page is sure of its own, and nothing else explains the other."""
    assert one("issued", given, markup=markup).agreement is agreement


@pytest.mark.parametrize(
    ("given", "markup", "agreement"),
    [
        ("The Lantern", page(below="<p>By Mara Ellison</p>"), Agreement.DIFFERS),
        ("The Lantern", page('<meta name="author" content="The Lantern">', "<p>By Mara Ellison</p>"), Agreement.DIFFERS),
        ("The Lantern", page(record(author={"name": "The Lantern"}), "<p>By The Lantern</p>"), Agreement.AGREES),
        ("The Lantern", page(record(author={"name": "The Lantern"}), "<p>By Mara Ellison</p>"), Agreement.DIFFERS),
        ("The Lantern", page(record(author={"name": "The Lantern"}, creator={"name": "渡辺洋介"}), language="ja"), Agreement.UNCLEAR),
        ("The Lantern", page(record(author={"name": "Mara"})), Agreement.UNCLEAR),
        ("Lantern, The", page(below="<p>By Mara Ellison</p>"), Agreement.DIFFERS),
        ("The Lantern Staff", page(below="<p>By Mara Ellison</p>"), Agreement.UNCLEAR),
        ("Harbour Gazette Staff", page(below="<p>By Mara Ellison</p>"), Agreement.DIFFERS),
        ("Mueller, Joerg", page(below="<p>By Jörg Müller</p>"), Agreement.AGREES),
        ("King, Martin, Jr.", page(below="<p>By Martin King</p>"), Agreement.AGREES),
        ("Elison, Mara", page(below="<p>By Mara Ellison</p>"), Agreement.DIFFERS),
        ("Beljajew, Juri", page(record(author={"name": "Юрий Беляев"})), Agreement.AGREES),
        ("Sokolowa, Anna", page(record(author={"name": "Юрий Беляев"})), Agreement.DIFFERS),
        ("Roe, Jane", page(record(author={"name": "松村太郎"}), language="ja"), Agreement.UNCLEAR),
        ("松村, 太郎", page(record(author={"name": "松村太郎"}), language="ja"), Agreement.AGREES),
        ("松村, 太郎", page(below="<p>By Mara Ellison</p>"), Agreement.DIFFERS),
        ("Ellison, Mara; Hale, Tom", page("".join(f'<meta name="citation_author" content="{name}">' for name in ("Ellison, Mara", "Hale, Tom"))), Agreement.AGREES),
    ],
)  # fmt: skip
def test_names_of_persons_sites_and_desks(given: str, markup: str, agreement: Agreement) -> None:
    """The site is no author beside a person; a desk, a nickname, and characters that nobody can read prove nothing."""
    assert one("author", given, markup=markup).agreement is agreement


@pytest.mark.parametrize(
    ("given", "agreement"),
    [
        ("The Lantern", Agreement.DIFFERS),
        ("Harbour board sells the old ferry", Agreement.DIFFERS),
        ("Harbor board keeps the old ferry", Agreement.AGREES),
        ("<i>Harbour</i> board keeps the old ferry", Agreement.AGREES),
        ("Harbour board keeps the old ferry: 30 years of a quarrel", Agreement.DIFFERS),
        ("Harbour board keeps the old ferry: 12 years of a quarrel", Agreement.AGREES),
        ("Harbour board keeps the old ferry, by the votes of those who came to the meeting", Agreement.AGREES),
    ],
)
def test_words_and_figures_of_titles(given: str, agreement: Agreement) -> None:
    """A word that was exchanged is another title; a slip of the pen, markup and a subtitle of the page are none."""
    markup = page(below="<p>After 12 years</p>")
    assert one("title", given, markup=markup).agreement is agreement


@pytest.mark.parametrize(
    ("given", "host", "site", "agreement"),
    [
        ("Lantern Local", "lanternlocal.example", "Your Lantern", Agreement.AGREES),
        ("Latvian National Radio", "lnr.example", "lnr.example", Agreement.UNCLEAR),
        ("Harbour Gazette", "lantern.example", "The Lantern", Agreement.DIFFERS),
        ("Twelve Minutes", "paper.test", "12 Minutes", Agreement.UNCLEAR),
        ("Harbour Times", "northern.test", "Northern Times", Agreement.DIFFERS),
        ("i", "paper.test", "The i Paper", Agreement.UNCLEAR),
    ],
)
def test_names_of_outlets(given: str, host: str, site: str, agreement: Agreement) -> None:
    """The name in the domain is the outlet's; initials and a telling word in common are no proof of another one."""
    markup = page().replace("The Lantern", site)
    source = provenance.read(markup.encode(), url=f"https://www.{host}/a")
    (found,) = compare_given({"container-title": given}, source)
    assert found.agreement is agreement


def test_a_list_can_contradict_itself() -> None:
    """Read before it was published: by the page, by the list alone, and never where the page was given a new day."""
    source = provenance.read(page(published("2024-07-05")).encode(), url=URL)
    told = {one.variable: one for one in compare_given({"issued": "2024-07-05", "accessed": "2024-06-01"}, source)}
    assert told["accessed"].agreement is Agreement.DIFFERS
    bare = provenance.read(page().encode(), url=URL)
    told = {one.variable: one for one in compare_given({"issued": "2024-07-05", "accessed": "2024-06-01"}, bare)}
    assert told["accessed"].agreement is Agreement.DIFFERS
    assert "2024-07-05 by its own date" in told["accessed"].because
    told = {one.variable: one for one in compare_given({"issued": "2019-03-02", "accessed": "2019-06-01"}, source)}
    assert "accessed" not in told


def test_a_difference_is_told_with_its_place() -> None:
    """Both values, why, and the evidence: whoever reads it can look for himself."""
    found = one("issued", "2023-07-05", markup=page(published("2024-07-05T10:00:00+02:00")))
    assert found.told == (
        "the list says '2023-07-05', the page '2024-07-05' – another year "
        "[meta:article:published_time, “2024-07-05T10:00:00+02:00”]"
    )


TEXT = "The board met for three hours, and then it voted to keep the ferry until the bridge was inspected twice. " * 12


@pytest.mark.parametrize(
    ("given", "text", "agreement"),
    [
        ("“then it VOTED to keep the ferry”", TEXT, Agreement.AGREES),
        ("The board met … it voted [...] until the bridge", TEXT, Agreement.AGREES),
        ("then it decided to keep the ferry until the bridge was inspected", TEXT, Agreement.UNCLEAR),
        ("nobody has ever seen the captain of this boat ashore", TEXT, Agreement.DIFFERS),
        ("nobody has ever seen the captain of this boat ashore", TEXT[:200], Agreement.UNCLEAR),
        ("never again", TEXT, Agreement.UNCLEAR),
    ],
)
def test_passages_that_a_list_keeps(given: str, text: str, agreement: Agreement) -> None:
    """Case, marks and what was left out do not count; a page that shows little of its text proves nothing."""
    (found,) = compare_given({"quote": given}, provenance.read(page().encode(), url=URL), text=text)
    assert (found.variable, found.agreement) == ("quote", agreement)
