"""The fields beyond a citation: each is read from where pages state it, with its evidence. Pages are invented."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from provenance.core.extract.source import read
from provenance.core.extract.standard_ids import isbn, issn, typed
from provenance.core.extract.terms_of_use import licence
from provenance.core.model import Evidence, Name, Source, Status
from provenance.core.records import source_from, source_record

URL = "https://www.harbour-courier.example/2024/03/08/world/ferry-crews-return-to-work-48213.html"
STORY = (
    "Ferry crews went back to work on the western isles after a strike of nine days, the harbour master said. "
    "The first boats left at six in the morning with a queue of lorries on the pier and a brass band on the roof. "
)
H1 = "<h1>Ferry crews return to work</h1>"


def page(head: str = "", above: str = "", below: str = "", *, after: str = "") -> bytes:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body><nav>Home News</nav>'
        f"{above}{H1}{below}<p>{STORY * 3}</p>{after}</body></html>"
    ).encode()


def linked(*objects: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(one)}</script>' for one in objects)


def article(**members: object) -> str:
    return linked({"@type": "NewsArticle", "headline": "Ferry crews return to work", **members})


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


def methods(source: Source, field: str) -> list[str]:
    return [piece.method for piece in getattr(source, field).supported_by]


def evidence(source: Source, variable: str) -> list[Evidence]:
    return [piece for piece in source.evidence if piece.variable == variable]


# -- above and below the headline ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "method"),
    [
        (page(article(alternativeHeadline="Nine days were enough for both sides")), "jsonld:alternativeHeadline"),
        (page(below='<p class="article-standfirst">Nine days were enough for both sides</p>'), "visible:class-subtitle"),
        (page(below='<h2 class="subtitle">Nine days were enough for both sides</h2>'), "visible:class-subtitle"),
        (page(below='<p itemprop="alternativeHeadline">Nine days were enough for both sides</p>'),
         "microdata:alternativeheadline"),
    ],
)  # fmt: skip
def test_a_subtitle_is_read_where_the_page_marks_it(content: bytes, method: str) -> None:
    """The line below the headline is a subtitle only where the page calls it one."""
    source = read(content, url=URL)
    assert source.subtitle.value == "Nine days were enough for both sides"
    assert methods(source, "subtitle") == [method]
    assert source.title.value == "Ferry crews return to work"


def test_a_subtitle_is_neither_the_title_nor_far_away() -> None:
    """What repeats the headline is no subtitle, nor is that of a teaser below the story."""
    head = article(alternativeHeadline="Nine days of strike: Ferry crews return to work")
    teaser = '<div class="teaser"><p class="subtitle">Something else altogether happened</p></div>'
    assert read(page(head, after=teaser), url=URL).subtitle.value is None


def test_a_kicker_stands_above_the_headline() -> None:
    """The word above the headline is told apart from the title."""
    source = read(page(above='<span class="kicker">Shipping</span>'), url=URL)
    assert (source.kicker.value, source.title.value) == ("Shipping", "Ferry crews return to work")


# -- access and licence -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "access"),
    [
        (article(isAccessibleForFree=True), "free"),
        (article(isAccessibleForFree="False"), "subscription"),
        (article(isAccessibleForFree="http://schema.org/True"), "free"),
        ('<meta property="article:content_tier" content="metered">', "metered"),
        ('<meta property="article:content_tier" content="locked">', "subscription"),
        (meta("ispremium", "1"), "subscription"),
        (meta("paywall", "false"), "free"),
        ('<meta itemprop="isAccessibleForFree" content="false">', "subscription"),
        (meta("paywall", "perhaps"), None),
        ("", None),
    ],
)
def test_access_is_read_from_its_own_words(head: str, access: str | None) -> None:
    """JSON-LD says whether one may read, other tags whether one has to pay; what says neither says nothing."""
    assert read(page(head), url=URL).access.value == access


def test_metered_is_not_against_not_free() -> None:
    """Both are stated of one page; they agree, and the more exact of them is the value."""
    head = article(isAccessibleForFree=False) + '<meta property="article:content_tier" content="metered">'
    source = read(page(head), url=URL)
    assert source.access.value == "metered"
    assert not source.access.disputed_by
    disputed = read(page(article(isAccessibleForFree=True) + meta("paywall", "true")), url=URL)
    assert disputed.access.disputed_by


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (page('<link rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/">'), "CC-BY-SA-4.0"),
        (page(after='<a rel="license" href="http://creativecommons.org/licenses/by/3.0/de/">CC</a>'), "CC-BY-3.0-DE"),
        # HTML Standard, "Links": the words of `rel` are compared without regard to case.
        (page(after='<a rel="Nofollow License" href="http://creativecommons.org/licenses/by/3.0/de/">CC</a>'), "CC-BY-3.0-DE"),
        (page(article(license="https://creativecommons.org/publicdomain/zero/1.0/")), "CC0-1.0"),
        (page(article(license={"@type": "CreativeWork", "url": "https://terms.example/reuse"})),
         "https://terms.example/reuse"),
        (page(meta("dc.rights", "CC BY-NC 4.0")), "CC-BY-NC-4.0"),
        (page(meta("dc.rights", "© 2024 Harbour Courier, all rights reserved")), None),
        (page(after='<figure><a rel="license" href="https://creativecommons.org/licenses/by/2.0/">CC</a></figure>'), None),
    ],
)  # fmt: skip
def test_a_licence_is_that_of_the_text(content: bytes, value: str | None) -> None:
    """Creative Commons by its SPDX id, others as stated; a reservation of rights is none, nor is a picture's."""
    assert read(content, url=URL).licence.value == value


def test_licences_have_one_name_each() -> None:
    """Addresses and words of one licence come to one id; words that name none come to nothing."""
    assert (
        licence("CC BY-SA 4.0") == licence("https://creativecommons.org/licenses/by-sa/4.0/deed.en") == "CC-BY-SA-4.0"
    )
    assert licence("All rights reserved") is None


# -- identifiers --------------------------------------------------------------------------------------------------


def test_the_record_of_a_library_is_read_field_by_field() -> None:
    """Highwire's tags give DOI, ISSNs, PMID, volume, issue and pages, each with its own evidence."""
    head = "".join(
        meta(name, content)
        for name, content in (
            ("citation_journal_title", "Annals of Ferries"), ("citation_doi", "doi:10.5555/ABC.12"),
            ("citation_issn", "0378-5955"), ("citation_pmid", "1234567"), ("citation_volume", "12"),
            ("citation_issue", "3"), ("citation_firstpage", "101"), ("citation_lastpage", "119"),
            ("citation_arxiv_id", "2101.00001"), ("prism.eIssn", "2049-3630"), ("citation_isbn", "978-3-16-148410-0"),
        )
    )  # fmt: skip
    source = read(page(head), url=URL)
    told = {name: getattr(source, name).value for name in
            ("doi", "issn", "eissn", "isbn", "pmid", "arxiv", "volume", "issue", "page")}  # fmt: skip
    assert told == {
        "doi": "10.5555/abc.12", "issn": "0378-5955", "eissn": "2049-3630", "isbn": "9783161484100", "pmid": "1234567",
        "arxiv": "2101.00001", "volume": "12", "issue": "3", "page": "101-119",
    }  # fmt: skip
    assert source.type == "article-journal"
    (piece,) = source.doi.supported_by
    assert (piece.method, piece.selector, piece.quote) == (
        "meta:citation_doi", 'meta[name="citation_doi"]', "doi:10.5555/ABC.12",
    )  # fmt: skip


def test_identifiers_in_json_ld_are_told_by_their_scheme() -> None:
    """A `PropertyValue` names its scheme; the outlet's own number stays its own identifier, and a DOI is none of it."""
    own = {"@type": "PropertyValue", "propertyID": "articleId", "value": "A-48213"}
    doi = {"@type": "PropertyValue", "propertyID": "doi", "value": "10.5555/12345678"}
    issue = {"@type": "PublicationIssue", "issueNumber": "7",
             "isPartOf": {"@type": "Periodical", "issn": ["0378-5955"]}}  # fmt: skip
    source = read(page(article(identifier=[doi, own], isPartOf=issue)), url="https://courier.example/a/b")
    assert (source.doi.value, source.identifier.value) == ("10.5555/12345678", "A-48213")
    assert (source.issn.value, source.issue.value) == ("0378-5955", "7")


def test_a_doi_in_the_head_of_the_text_is_its_own_and_one_in_the_story_is_not() -> None:
    """A line that is a DOI names the text; a study that the story cites keeps its number."""
    assert read(page(below="<p>DOI: 10.5555/12345678</p>"), url=URL).doi.value == "10.5555/12345678"
    cited = "<p>The study (doi: 10.5555/12345678) was paid for by the harbour, a spokesman of the crews said.</p>"
    assert read(page(below=cited), url=URL).doi.value is None


@pytest.mark.parametrize("wrong", ["0378-5954", "1234-5678", "03785955X", "twelve"])
def test_a_wrong_check_digit_is_no_issn(wrong: str) -> None:
    """A misprinted number is not stated as one."""
    assert issn(wrong) is None
    assert read(page(meta("citation_issn", wrong)), url=URL).issn.value is None


def test_numbers_have_one_spelling() -> None:
    """Labels, hyphens and letters of any case come to one value; a bare number without a label is nothing."""
    assert issn("ISSN 2049-3630") == "2049-3630"
    assert issn("2434561x") == "2434-561X"
    assert isbn("0-306-40615-2") == "0306406152"
    assert isbn("0-306-40615-3") is None
    assert typed("PMID: 123") == ("pmid", "123")
    assert typed("123") is None


# -- corrections --------------------------------------------------------------------------------------------------

NOTICES = (
    "Correction, 9 March 2024: The strike lasted nine days, not eight as first stated.",
    "An earlier version of this article misstated the number of boats in the harbour.",
    "Clarification: The harbour master spoke for himself and not for the port.",
    "This story has been corrected to say that the brass band stood on the pier.",
    "Korrektur vom 9. März 2024: Der Streik dauerte neun Tage und nicht acht.",
    "In einer früheren Version dieses Artikels hieß es, der Streik habe acht Tage gedauert.",
    "Berichtigung: Die Fähre fährt um sechs Uhr und nicht um sieben Uhr.",
    "Rectificatif : la grève a duré neuf jours et non huit.",
    "Une version précédente de cet article indiquait que la grève avait duré huit jours.",
    "Corrección: la huelga duró nueve días y no ocho.",
    "Una versión anterior de este artículo decía que la huelga duró ocho días.",
    "Correção: a greve durou nove dias e não oito.",
    "Errata corrige: lo sciopero è durato nove giorni e non otto.",
    "Rectificatie: de staking duurde negen dagen en geen acht.",
    "Rettelse: Strejken varede ni dage og ikke otte.",
    "I en tidligere versjon av denne saken sto det at streiken varte i åtte dager.",
    "Rättelse: Strejken varade i nio dagar och inte åtta.",
    "Oikaisu: Lakko kesti yhdeksän päivää eikä kahdeksan.",
    "Sprostowanie: strajk trwał dziewięć dni, a nie osiem.",
    "V předchozí verzi tohoto článku stálo, že stávka trvala osm dní.",
    "Helyesbítés: a sztrájk kilenc napig tartott, nem nyolcig.",
    "Düzeltme: Grev sekiz değil dokuz gün sürdü.",
    "Διόρθωση: η απεργία διήρκεσε εννέα ημέρες και όχι οκτώ.",
    "Исправление: забастовка длилась девять дней, а не восемь.",
    "У попередній версії цієї статті йшлося, що страйк тривав вісім днів.",
    "تصحيح: استمر الإضراب تسعة أيام وليس ثمانية أيام.",
    "תיקון: השביתה נמשכה תשעה ימים ולא שמונה ימים.",
    "訂正：ストライキは八日間ではなく九日間続いたと判明しました。",
    "更正：罢工持续了九天而不是八天，本报对此深表歉意并予以说明。",
    "정정: 파업은 8일이 아니라 9일 동안 이어졌습니다. 사과드립니다.",
    "Koreksi: mogok berlangsung sembilan hari, bukan delapan.",
)


@pytest.mark.parametrize("notice", NOTICES)
def test_a_notice_of_correction_is_kept_word_for_word(notice: str) -> None:
    """In any language, at the foot of a page and in a saved text, with the place where it stands."""
    source = read(page(after=f"<div class=note><p>{notice}</p></div>"), url=URL)
    assert source.correction.value == (notice,)
    (piece,) = source.correction.supported_by
    assert (piece.method, piece.selector, piece.quote) == ("visible:correction", "p", notice)
    saved = read(f"# Ferry crews return to work\n\n{STORY * 3}\n\n*{notice}*\n".encode())
    assert [(one.selector, one.quote) for one in saved.correction.supported_by] == [("line:5", notice)]


@pytest.mark.parametrize(
    "line",
    [
        "Corrections",
        "Correction policy",
        "The ministry published a correction of its figures for the harbour on Monday.",
        "Correctional officers: the union of the prison calls for a strike of its own.",
        "We corrected the course of the ferry twice, said the captain of the first boat.",
        "Der Kapitän sprach von einer Korrektur des Kurses, die zweimal nötig war.",
    ],
)
def test_what_only_speaks_of_corrections_is_none(line: str) -> None:
    """Links to a page of corrections, and stories with the word in them, are no notices."""
    after = f"<div><p>{line}</p><p>About the Harbour Courier Show</p></div>"
    assert read(page(after=after), url=URL).correction.value is None


def test_a_label_alone_announces_the_next_line() -> None:
    """The heading "Correction" makes the paragraph below it a notice."""
    notice = "The strike of the ferry crews lasted nine days and not eight, as we wrote at first."
    assert read(page(after=f"<h4>Correction</h4><p>{notice}</p>"), url=URL).correction.value == (notice,)


def test_a_correction_comment_is_read() -> None:
    """schema.org's `correction`, as text and as an object."""
    text = "The strike lasted nine days."
    for told in (text, {"@type": "CorrectionComment", "text": text}):
        assert read(page(article(correction=told)), url=URL).correction.value == (text,)


# -- first published ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("notice", "day"),
    [
        ("This article was originally published on 2 March 2024 by the Lantern.", "2024-03-02"),
        ("It previously appeared in the Lantern of March 2, 2024.", "2024-03-02"),
        ("Zuerst erschienen am 2. März 2024 in der Laterne.", "2024-03-02"),
        ("Article publié initialement le 2 mars 2024.", "2024-03-02"),
        ("This article was originally published on 4 July 2024.", None),  # the day of this page once more
        ("The law was passed on 2 March 2024.", None),
    ],
)
def test_an_earlier_publication_is_told_apart(notice: str, day: str | None) -> None:
    """The day of the first publication is not the day to cite, and the day to cite is no earlier publication."""
    source = read(page(article(datePublished="2024-07-04"), after=f"<p><em>{notice}</em></p>"), url=URL)
    assert source.issued.value is not None
    assert source.issued.value.edtf == "2024-07-04"
    first = source.first_published.value
    assert (first.edtf if first else None) == day


# -- reviews of claims --------------------------------------------------------------------------------------------


def test_each_review_of_a_claim_is_kept_whole() -> None:
    """Several on one page, each with who claimed what and when, the verdict in words and on its scale, and who judges."""
    first = {
        "@type": "ClaimReview", "claimReviewed": "The ferry sank.", "url": URL,
        "itemReviewed": {"@type": "Claim", "author": {"@type": "Person", "name": "Jane Doe"},
                         "datePublished": "2024-03-01"},
        "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1,
                         "alternateName": "False"},
        "author": {"@type": "Organization", "name": "Pier Check"},
    }  # fmt: skip
    second = {"@type": "ClaimReview", "claimReviewed": "The band stayed.",
              "reviewRating": {"ratingValue": -1, "bestRating": -1, "worstRating": -1, "alternateName": "Unproven"}}  # fmt: skip
    source = read(page(article() + linked([first, second])), url=URL)
    assert source.claim_review.value is not None
    one, two = source.claim_review.value
    assert (one.claim, one.claimant, str(one.claimed), one.rating, one.rating_value, one.reviewer, one.url) == (
        "The ferry sank.", "Jane Doe", "2024-03-01", "False", "1 of 1–5", "Pier Check", URL,
    )  # fmt: skip
    assert (two.rating, two.rating_value) == ("Unproven", None)
    assert source.genre.value == "Fact check"
    assert source_from(json.loads(json.dumps(source_record(source)))) == source


# -- RDFa and microformats ----------------------------------------------------------------------------------------


def test_rdfa_lite_describes_the_article() -> None:
    """Properties under a `vocab` and with a prefix; those of other objects on the page are not its own."""
    content = (
        '<html lang="en"><body><ol vocab="https://schema.org/" typeof="BreadcrumbList"><li property="itemListElement" '
        'typeof="ListItem"><span property="name">World</span></li></ol>'
        '<article vocab="https://schema.org/" typeof="NewsArticle"><h1 property="headline">Ferry crews return to work</h1>'
        '<span property="author" typeof="Person"><span property="name">Jane Roe</span></span>'
        '<time property="datePublished" datetime="2024-03-08">Friday</time>'
        '<meta property="dateModified" content="2024-03-09"><span property="articleSection">Isles</span>'
        f"<p>{STORY * 3}</p></article></body></html>"
    ).encode()
    source = read(content)
    assert "rdfa:headline" in methods(source, "title")
    assert methods(source, "author") == ["rdfa:author"]
    assert source.author.value == (Name(family="Roe", given="Jane"),)
    assert (source.issued.value and source.issued.value.edtf, source.section.value) == ("2024-03-08", "Isles")
    assert "World" not in {piece.value for piece in source.evidence if piece.method.startswith("rdfa:")}
    assert [piece.selector for piece in evidence(source, "section")] == ['span[property="articleSection"]']


@pytest.mark.parametrize(
    ("entry", "title", "author", "day"),
    [
        ("hentry", "entry-title", "author vcard", "published"),
        ("h-entry", "p-name", "p-author h-card", "dt-published"),
    ],
)
def test_microformats_describe_the_entry(entry: str, title: str, author: str, day: str) -> None:
    """Both hAtom and h-entry give title, author and day; an entry of another headline is another article."""
    content = (
        f'<html lang="en"><body><div class="{entry}"><h2 class="{title}">Something else</h2></div>'
        f'<article class="post {entry}"><h1 class="{title}">Ferry crews return to work</h1>'
        f'<div class="{author}"><span class="fn p-name">Jane Roe</span></div>'
        f'<time class="{day}" datetime="2024-03-08">today</time><p>{STORY * 3}</p></article></body></html>'
    ).encode()
    source = read(content)
    found = {piece.variable: piece for piece in source.evidence if piece.method.startswith("microformat:")}
    assert {name: piece.value for name, piece in found.items()} == {
        "title": "Ferry crews return to work", "author": "Jane Roe", "issued": "2024-03-08",
    }  # fmt: skip
    assert found["issued"].method in methods(source, "issued")
    assert found["title"] in source.title.supported_by


def test_the_class_published_means_nothing_outside_an_entry() -> None:
    """Class names of microformats are common words; without an entry around them they are no microformat."""
    source = read(page(below='<time class="published" datetime="2020-01-01">then</time>'), url=URL)
    assert not [piece for piece in source.evidence if piece.method.startswith("microformat:")]


# -- feeds and pictures -------------------------------------------------------------------------------------------


def test_feeds_are_links_by_their_media_type() -> None:
    """Relative addresses are made whole; an alternate in another language is no feed."""
    head = (
        '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        '<link rel="alternate" hreflang="de" href="/de/">'
    )
    assert read(page(head), url=URL).feed.value == ("https://www.harbour-courier.example/feed.xml",)


def test_a_photo_credit_is_none_of_the_text() -> None:
    """The name in the caption credits the picture."""
    figure = '<figure><figcaption>The pier. <span class="photo-credit">Photo: Joan Doe</span></figcaption></figure>'
    source = read(page(below=figure), url=URL)
    assert (source.photo_credit.value, source.credit.value) == ("Joan Doe", None)


# -- header fields ------------------------------------------------------------------------------------------------


def test_header_fields_are_evidence() -> None:
    """Where it stands, in which language, and when the copy was changed, each told with the field it stands in."""
    fields = (
        (
            "link",
            '<https://cdn.example/a,b.css>; rel=preload; as="style", <http://harbour-courier.example/2024/03/08/world/ferry-crews-return-to-work-48213>; rel="canonical"',
        ),
        ("content-language", "en-GB"),
        ("last-modified", "Sat, 09 Mar 2024 10:00:00 GMT"),
    )
    source = read(page(), url=URL, fields=fields)
    assert source.canonical_url == "http://harbour-courier.example/2024/03/08/world/ferry-crews-return-to-work-48213"
    assert "http:content-language" in methods(source, "language")
    (changed,) = evidence(source, "last_modified")
    assert (changed.method, changed.value, changed.selector) == (
        "http:last-modified", "2024-03-09T10:00:00Z", "field:last-modified",
    )  # fmt: skip
    # A server says this of the file it sends; it is no day on which somebody changed the text.
    assert source.modified.value is None


def test_several_languages_of_readers_say_nothing_of_the_text() -> None:
    """`Content-Language: de, en` is about an audience."""
    assert not evidence(read(page(), fields=(("Content-Language", "de, en"),)), "http")
    told = read(page(), fields=(("Content-Language", "de, en"),))
    assert "http:content-language" not in [piece.method for piece in told.evidence]


def test_a_memento_tells_what_it_is_a_copy_of_and_since_when() -> None:
    """RFC 7089: the original is the page's own address, and "2 hours ago" is read against the moment of the copy."""
    fields = (
        ("memento-datetime", "Fri, 08 Mar 2024 12:00:00 GMT"),
        ("link", f'<{URL}>; rel="original", <https://archive.example/timegate/{URL}>; rel="timegate"'),
    )
    ago = '<html lang="en"><body><h1>Ferry crews return to work</h1><div>2 hours ago</div><p>x</p></body></html>'
    source = read(ago.encode(), url="https://archive.example/copies/77", fields=fields)
    assert source.container_title.value == "harbour-courier.example"
    other = read(ago.encode(), url="https://archive.example/copies/77", fields=fields[:1])
    assert other.issued.value is not None
    assert (other.issued.value.day_only, other.issued.status) == ("2024-03-08", Status.INFERRED)
    # Without the moment the answer is no copy: the link is one of many.
    assert read(ago.encode(), url="https://archive.example/copies/77", fields=fields[1:]).container_title.value == (
        "archive.example"
    )


@pytest.mark.parametrize(
    "fields",
    [
        (("last-modified", "yesterday"),),
        (("memento-datetime", ""),),
        (("link", "<" * 5000),),
        (("link", '<http://[bad>; rel="canonical"'),),
        (("link", "<>; rel"),),
        (("content-language", "\x00"),),
    ],
)
def test_broken_header_fields_are_borne(fields: tuple[tuple[str, str], ...]) -> None:
    """What cannot be read says nothing, and nothing is raised."""
    source = read(page(), url=URL, fields=fields)
    assert source.title.value == "Ferry crews return to work"
    assert not [piece for piece in source.evidence if piece.method.startswith("http:")]


# -- the type -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "url", "type_", "method"),
    [
        (article(), URL, "article-newspaper", "jsonld:@type"),
        (linked({"@type": "BlogPosting", "headline": "x"}), URL, "post-weblog", "jsonld:@type"),
        (linked({"@type": "ScholarlyArticle", "headline": "x"}), URL, "article-journal", "jsonld:@type"),
        (linked({"@type": "Report", "headline": "x"}), URL, "report", "jsonld:@type"),
        (meta("citation_conference_title", "Ferries 2024"), URL, "paper-conference", "meta:citation_conference_title"),
        ('<meta property="og:type" content="video.episode">', URL, "broadcast", "meta:og:type"),
        (article(), "https://transport.gov.example.gov/ferry", "webpage", "url:authority"),
        (article(), "https://www.gov.uk/news/ferry", "webpage", "url:authority"),
        ("", URL, "webpage", None),
    ],
)
def test_the_type_comes_with_its_reason(head: str, url: str, type_: str, method: str | None) -> None:
    """A CSL type from what the page says of itself or who publishes it; the piece that decides is kept as evidence."""
    source = read(page(head), url=url)
    reasons = [piece.method for piece in evidence(source, "type") if piece.value == type_]
    assert (source.type, next(iter(reasons), None)) == (type_, method)


def test_a_press_release_is_told_by_the_path_it_stands_on() -> None:
    """CSL has no type for it; the genre says it, derived."""
    source = read(page(), url="https://port.example/en/press-releases/ferries-back")
    assert (source.genre.value, source.genre.status) == ("Press release", Status.DERIVED)
    assert read(page(), url="https://port.example/en/press/freedom").genre.value is None


def test_a_record_of_an_older_version_is_read() -> None:
    """Fields that it did not know are "not stated"."""
    record = source_record(read(page(article(isAccessibleForFree=True)), url=URL))
    older = {name: part for name, part in record.items() if name not in ("access", "doi", "claim_review", "feed")}
    source = source_from(older)
    assert (source.access.status, source.doi.value, source.claim_review.value) == (Status.NOT_STATED, None, None)
    assert source.title.value == "Ferry crews return to work"


def test_the_capture_may_be_dated_by_hand() -> None:
    """What the caller knows of the moment goes before what the answer says."""
    fields = (("memento-datetime", "Fri, 08 Mar 2024 12:00:00 GMT"),)
    ago = b'<html lang="en"><body><h1>Ferry crews return</h1><div>2 hours ago</div></body></html>'
    source = read(ago, fields=fields, captured_at=dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC))
    assert source.issued.value is not None
    assert source.issued.value.day_only == "2024-05-01"
