"""What a page says of itself: each family of signals, and the choice between them. Outlets and sentences are invented."""

from __future__ import annotations

import json

import pytest

from provenance.core.extract.glance import glance
from provenance.core.extract.maintext import main_text
from provenance.core.extract.source import read
from provenance.core.model import Name, Source, Status
from provenance.core.records import source_from, source_record

URL = "https://www.harbour-courier.example/2024/03/08/world/ferry-crews-return-to-work-48213.html"
STORY = (
    "Ferry crews went back to work on the western isles after a strike of nine days, the harbour master said. "
    "The first boats left at six in the morning with a queue of lorries on the pier and a brass band on the roof. "
)
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ferry crews return to work",
    "datePublished": "2024-03-08T23:30:00-05:00",
    "dateModified": "2024-03-09T10:00:00-05:00",
    "author": [{"@type": "Person", "name": "Jane Roe"}, {"@type": "Person", "name": "Pieter van der Berg"}],
    "publisher": {"@type": "Organization", "name": "Harbour Courier"},
    "articleSection": "World",
    "inLanguage": "en-GB",
}


def page(head: str = "", body: str = "", *, lang: str = "en-GB", story: str = STORY * 3) -> bytes:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{head}</head>'
        f"<body><nav>Home News</nav>{body}<p>{story}</p></body></html>"
    ).encode()


def linked(data: object) -> str:
    return f'<script type="application/ld+json">{data if isinstance(data, str) else json.dumps(data)}</script>'


def full() -> Source:
    head = linked(ARTICLE) + (
        "<title>Ferry crews return to work | Harbour Courier</title>"
        '<meta property="og:title" content="Ferry crews return to work - Harbour Courier">'
        '<meta property="og:site_name" content="Harbour Courier">'
        '<meta property="og:type" content="article"><meta property="og:locale" content="en_GB">'
        '<meta property="og:image" content="https://img.harbour-courier.example/ferry.jpg">'
        f'<link rel="canonical" href="{URL}">'
    )
    body = (
        "<h1>Ferry crews return to work</h1><div>By Jane Roe and Pieter van der Berg</div><div>8 March 2024</div>"
        "<figure><figcaption>A ferry leaves the pier of Port Ellen.</figcaption></figure>"
    )
    return read(page(head, body), url=URL)


def test_a_whole_page_gives_every_field_with_its_evidence() -> None:
    """Title without the site's name, CSL names, the local day, and a reading for each of the rest."""
    source = full()
    assert source.title.value == "Ferry crews return to work"
    assert source.author.value == (
        Name(family="Roe", given="Jane"),
        Name(family="van der Berg", given="Pieter"),
    )
    assert str(source.issued.value) == "2024-03-08"
    assert source.issued.confidence == 0.997
    assert {piece.method for piece in source.issued.supported_by} >= {
        "jsonld:datePublished", "visible:near-headline", "url:path",
    }  # fmt: skip
    assert str(source.modified.value) == "2024-03-09"
    assert source.container_title.value == "Harbour Courier"
    assert source.publisher.value == "Harbour Courier"
    assert source.language.value == "en-GB"
    assert source.section.value == "World"
    assert source.identifier.value == "48213"
    assert source.canonical_url == URL
    assert source.type == "article-newspaper"
    assert source.outlet.value is not None
    assert (source.outlet.value.name, source.outlet.value.kind) == ("Harbour Courier", None)
    assert source.caption.value == "A ferry leaves the pier of Port Ellen."
    assert source.image.value == "https://img.harbour-courier.example/ferry.jpg"
    assert source.dateline.status is Status.NOT_STATED


def test_every_reading_with_a_value_has_evidence_that_is_kept() -> None:
    """No value without its evidence, and each piece says method, selector and quote."""
    source = full()
    for field in ("title", "author", "issued", "modified", "container_title", "publisher", "language", "section"):
        reading = getattr(source, field)
        assert reading.supported_by, field
        for piece in reading.supported_by:
            assert piece.method, field
            assert piece.quote, field
            assert piece in source.evidence, (field, piece)


def test_a_source_survives_its_record() -> None:
    """What `read` gives can be written as JSON and read back the same."""
    source = full()
    assert source_from(json.loads(json.dumps(source_record(source)))) == source


# -- JSON-LD ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", /* who */ "headline": "Ferry crews return", "author": {"name": "Jane Roe"},}',
        '// data\n{"@type": "NewsArticle", "headline": "Ferry crews return", "author": {"name": "Jane Roe"}}',
        '{"@type": "NewsArticle", "headline": "Ferry crews\n return", "author": {"name": "Jane Roe"}}',
        '<!-- {"@type": "NewsArticle", "headline": "Ferry crews return", "author": {"name": "Jane Roe"}} -->',
        '{"@type": "NewsArticle", "headline": "Ferry crews return"\n "author": {"name": "Jane Roe"}};',
        ("{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Ferry crews return&quot;, "
        "&quot;author&quot;: {&quot;name&quot;: &quot;Jane Roe&quot;}}"),
    ],
)  # fmt: skip
def test_broken_json_is_mended_and_the_method_says_so(script: str) -> None:
    """Comments, trailing commas, control characters, wrappings and entities do not lose the article."""
    source = read(page(linked(script)))
    assert source.title.value == "Ferry crews return"
    assert source.author.value == (Name(family="Roe", given="Jane"),)
    assert any(piece.method == "jsonld:headline (mended)" for piece in source.title.supported_by)


def test_of_several_articles_the_one_of_the_page_is_read() -> None:
    """Related stories stand beside the article in one graph; the headline of the page tells which is meant."""
    other = {"@type": "NewsArticle", "headline": "Lighthouse sold", "author": {"name": "Joan Doe"}}
    head = "<title>Ferry crews return to work</title>" + linked({"@graph": [other, ARTICLE]})
    source = read(page(head, "<h1>Ferry crews return to work</h1>"))
    assert source.author.value is not None
    assert source.author.value[0].family == "Roe"


def test_an_author_can_be_a_reference_into_the_graph() -> None:
    """`{"@id": …}` leads to the person that the graph describes elsewhere."""
    graph = [
        {"@type": "Article", "headline": "Ferry crews return", "author": {"@id": "#jane"}},
        {"@type": "Person", "@id": "#jane", "name": "Jane Roe"},
    ]
    assert read(page(linked({"@graph": graph}))).author.value == (Name(family="Roe", given="Jane"),)


# -- authors ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "names", "credit"),
    [
        ("Jane Roe", ["Jane Roe"], None),
        ("By Jane Roe and Joan Doe", ["Jane Roe", "Joan Doe"], None),
        ("JANE ROE, Staff Reporter", ["Jane Roe"], None),
        ("Jane Roe, Reuters", ["Jane Roe", "Reuters"], "Reuters"),
        ("Reuters", ["Reuters"], "Reuters"),
        ("Harbour Courier", None, None),
        ("admin", None, None),
        ("jane@courier.example", None, None),
        ("https://courier.example/jane", None, None),
        ("Von Jane Roe; Fotos: Joan Doe", ["Jane Roe"], None),
        ("Jane Roe May 3, 2024", ["Jane Roe"], None),
        ("Roe, Jane", ["Jane Roe"], None),
        ("By Jane Roe, Islay", ["Jane Roe"], None),
        ("홍길동 기자", ["홍길동"], None),
    ],
)
def test_authors_are_persons_and_agencies_are_credits(given: str, names: list[str] | None, credit: str | None) -> None:
    """Posts, addresses and days are no authors; an agency that is named as author is one, and a credit beside it."""
    head = f'<meta name="author" content="{given}"><meta property="og:site_name" content="Harbour Courier">'
    source = read(page(head))
    found = [name.display for name in source.author.value] if source.author.value else None
    assert found == names
    assert source.credit.value == credit


# -- days ---------------------------------------------------------------------------------------------------------


def test_a_day_of_change_in_the_head_is_not_the_day_of_publication() -> None:
    """Where only the head of the page states a day of change, publication is not stated."""
    source = read(page('<meta property="article:modified_time" content="2024-03-09T10:00:00Z">', "<h1>Ferries</h1>"))
    assert source.issued.status is Status.NOT_STATED
    assert str(source.modified.value) == "2024-03-09"


def test_a_displayed_day_of_change_stands_in_as_inferred() -> None:
    """A reader has no other day to cite: it is taken, and said to be a conclusion; --no-infer leaves it out."""
    content = page("", "<h1>Ferry crews return to work</h1><p>Updated: 9 March 2024</p>")
    source = read(content)
    assert (source.issued.status, str(source.issued.value)) == (Status.INFERRED, "2024-03-09")
    assert "last change" in source.issued.basis[0]
    assert read(content, infer=False).issued.status is Status.NOT_STATED


def test_a_first_of_january_that_was_filled_in_is_a_year() -> None:
    """A bare 1 January beside a displayed change is what a system makes of a year; with a time of day it is a day."""
    shown = "<h1>Ferry crews return to work</h1><p>Updated: 9 March 2024</p>"
    bare = read(page('<meta property="article:published_time" content="2004-01-01">', shown))
    assert (bare.issued.status, str(bare.issued.value), str(bare.issued.stated)) == ("inferred", "2024-03-09", "2004")
    timed = read(page('<meta property="article:published_time" content="2004-01-01T08:30:00Z">', shown))
    assert (timed.issued.status, str(timed.issued.value)) == ("stated", "2004-01-01")


@pytest.mark.parametrize("label", ["Joined:", "Registriert:", "Member since", "Born", "Geboren am", "Зарегистрирован:"])
def test_the_day_of_a_person_is_not_that_of_the_text(label: str) -> None:
    """When the writer joined the forum stands beside the headline, as the day of the post does."""
    text = f"<h1>Ferry crews return to work</h1><p>{label} 18.09.2008</p><p>21.01.2019, 05:42</p>"
    assert str(read(page("", text)).issued.value) == "2019-01-21"


def test_a_day_that_a_script_writes_is_read() -> None:
    """What the reader sees, the page holds only as the argument of a call."""
    text = '<h1>Ferry crews return to work</h1><p><script>showDate("2020/04/17 01:43:09")</script></p>'
    source = read(page("", text))
    assert str(source.issued.value) == "2020-04-17"
    assert source.issued.supported_by[0].method == "script:published"


@pytest.mark.parametrize("stamp", ["0001-01-01T00:00:00Z", "1970-01-01", "0", "", "not a date", "2024-13-45"])
def test_placeholders_are_no_days(stamp: str) -> None:
    """The zero of a database is not a day of publication."""
    source = read(page(f'<meta property="article:published_time" content="{stamp}">'))
    assert source.issued.value is None


def test_the_displayed_day_beats_a_stamp_in_utc_one_day_beside_it() -> None:
    """The outlet's own calendar day is cited; the stamp stands against it as evidence."""
    head = '<meta property="article:published_time" content="2024-03-09T03:30:00Z">'
    source = read(page(head, "<h1>Ferry crews return to work</h1><p>8 March 2024</p>"))
    assert str(source.issued.value) == "2024-03-08"
    assert [piece.value for piece in source.issued.disputed_by] == ["2024-03-09"]
    assert source.issued.confidence == 0.944


@pytest.mark.parametrize(
    ("lang", "written", "day"),
    [
        ("de", "Veröffentlicht am 8. März 2024", "2024-03-08"),
        ("fr", "Publié le 8 mars 2024", "2024-03-08"),
        ("es", "8 de marzo de 2024", "2024-03-08"),
        ("ru", "8 марта 2024", "2024-03-08"),
        ("ja", "2024年3月8日", "2024-03-08"),
        ("en-US", "03/08/2024", "2024-03-08"),
        ("en-GB", "08/03/2024", "2024-03-08"),
        ("hr", "4. listopada 2024", "2024-10-04"),
        ("pl", "4 listopada 2024", "2024-11-04"),
        ("th", "8 มีนาคม 2567", "2024-03-08"),
    ],
)
def test_visible_days_are_read_in_the_language_of_the_page(lang: str, written: str, day: str) -> None:
    """Order of day and month, names of months and the Thai calendar follow the language."""
    source = read(page("", f"<h1>Ferry crews return to work</h1><p>{written}</p>", lang=lang, story=""))
    assert str(source.issued.value) == day


# -- titles, sites, addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "Ferry crews return to work - Harbour Courier",
        "Harbour Courier | Ferry crews return to work",
        "Ferry crews return to work – Harbour Courier – harbour-courier.example",
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_title(title: str) -> None:
    """At either end, and more than once."""
    head = f'<title>{title}</title><meta property="og:site_name" content="Harbour Courier">'
    source = read(page(head), url="https://harbour-courier.example/a")
    assert source.title.value == "Ferry crews return to work"


def test_a_title_that_disagrees_is_kept_as_evidence_against() -> None:
    """A headline shortened for sharing stands in `disputed_by` with its tag."""
    head = linked(ARTICLE) + '<meta property="og:title" content="Ferries are back">'
    source = read(page(head, "<h1>Ferry crews return to work</h1>"))
    assert source.title.value == "Ferry crews return to work"
    assert [(piece.method, piece.value) for piece in source.title.disputed_by] == [
        ("meta:og:title", "Ferries are back")
    ]


OWN = "https://harbour-courier.example/ferry?y=1"


@pytest.mark.parametrize(
    ("href", "canonical"),
    [
        ("/ferry", "https://harbour-courier.example/ferry"),
        ("http://m.harbour-courier.example/ferry/", "http://m.harbour-courier.example/ferry/"),
        ("https://harbour-courier.example/", OWN),
        ("https://harbour-courier.example/2024/another-story", OWN),
        ("https://harbour-courier.example/ferry?page=2", OWN),
        ("https://other.example/ferry", OWN),
        ("file:///home/me/ferry.html", OWN),
    ],
)
def test_a_canonical_address_must_be_of_the_page(href: str, canonical: str | None) -> None:
    """A claim in another form of the same address is believed; the home page, another path, domain or a file are none,
    and then the address is the one that was read, without what counts visitors.
    """
    source = read(page(f'<link rel="canonical" href="{href}">'), url=f"{OWN}&utm_source=mail#top")
    assert source.canonical_url == canonical
    assert any(piece.method == "link:canonical" for piece in source.evidence)


def test_a_page_replayed_by_an_archive_is_read_as_the_page() -> None:
    """The archive's address stays the source's URL; site, day and canonical address are those of the original."""
    memento = (
        "https://archive.example/web/20240401120000id_/https://harbour-courier.example/2024/03/08/ferry-crews-back"
    )
    head = '<link rel="canonical" href="https://harbour-courier.example/2024/03/08/ferry-crews-back">'
    source = read(page(head), url=memento)
    assert source.url == memento
    assert source.canonical_url == "https://harbour-courier.example/2024/03/08/ferry-crews-back"
    assert str(source.issued.value) == "2024-03-08"
    assert source.container_title.value == "harbour-courier.example"


def test_a_page_saved_without_its_address_is_placed_by_its_canonical_link() -> None:
    """The path and host of the canonical link speak where no URL was given; the URL itself stays unknown."""
    source = read(
        page('<link rel="canonical" href="https://harbour-courier.example/2024/03/08/ferry-crews-back-48213">')
    )
    assert source.url is None
    assert source.canonical_url == "https://harbour-courier.example/2024/03/08/ferry-crews-back-48213"
    assert str(source.issued.value) == "2024-03-08"
    assert source.identifier.value == "48213"


def test_a_site_without_a_name_goes_by_its_host_and_says_so() -> None:
    """The fallback is derived, never stated."""
    source = read(page(), url="https://www.harbour-courier.example/x")
    assert source.container_title.value == "harbour-courier.example"
    assert source.container_title.status is Status.DERIVED


def test_an_agency_in_the_dateline_of_another_outlet_is_the_credit() -> None:
    """`(AP)` on the page of a local paper credits the text to the agency."""
    body = f"<h1>Ferry crews return to work</h1><p>PORT ELLEN (AP) — {STORY}</p>"
    source = read(page('<meta property="og:site_name" content="Harbour Courier">', body))
    assert source.dateline.value is not None
    assert source.dateline.value.place == "PORT ELLEN"
    assert source.credit.value == "AP"


# -- cheap readings -----------------------------------------------------------------------------------------------


def test_title_and_text_can_be_had_alone() -> None:
    """Checks of links need no more, and scripts are no text."""
    content = page("<title> Ferry\n crews </title><script>var x = 1</script>", "<h1>Other</h1>")
    assert glance(content).title == "Ferry crews"
    assert "var x" not in glance(content).text
    assert "nine days" in glance(content).text
    assert glance(b"").title is None
    assert glance(b"# A heading of a saved text\n\ntext", "text/markdown").title == "A heading of a saved text"


def test_main_text_says_how_it_was_found() -> None:
    """Article text by the library, all that is visible where that finds nothing, plain text as it is."""
    text, method = main_text(page("", "<article><h1>Ferry crews return to work</h1></article>"))
    assert method == "trafilatura"
    assert "nine days" in text
    assert main_text(b"just words", "text/plain") == ("just words", "text")
    menu = "".join(f"<li><a href=/{n}>Harbour {n}</a></li>" for n in range(60))
    text, method = main_text(f"<html><body><ul>{menu}</ul></body></html>".encode())
    assert "Harbour 7" in text
    assert method in ("visible", "trafilatura")
