"""Each family of signals is read: where a page says something in one vocabulary alone, it is understood, with its place."""

from __future__ import annotations

import json

import pytest

from provenance.core.extract.source import read
from provenance.core.model import Evidence, Source

URL = "https://www.harbour-courier.example/2024/03/08/world/ferry-crews-return-to-work-48213.html"
TITLE = "Ferry crews return to work"


def linked(data: object) -> str:
    return f'<script type="application/ld+json">{data if isinstance(data, str) else json.dumps(data)}</script>'


def metas(**tags: str) -> str:
    return "".join(
        f'<meta name="{name.replace("__", ":").replace("_", ".")}" content="{text}">' for name, text in tags.items()
    )


ARTICLE = {"@type": "NewsArticle", "headline": TITLE, "author": {"name": "Jane Roe"}, "datePublished": "2024-03-08"}
FAMILIES = {
    "jsonld-graph": (linked({"@graph": [{"@type": "WebSite", "name": "x"}, ARTICLE]}), "", "jsonld:headline",
                     "$[0].@graph[1].headline"),
    "jsonld-array": (linked([ARTICLE]), "", "jsonld:headline", "$[0][0].headline"),
    "jsonld-broken": (linked(json.dumps(ARTICLE)[:-1] + ",}"), "", "jsonld:headline (mended)", "$[0].headline"),
    "open-graph": (metas(og__title=TITLE, article__author="Jane Roe"), "", "meta:og:title", 'meta[name="og:title"]'),
    "twitter": (metas(twitter__title=TITLE), "", "meta:twitter:title", 'meta[name="twitter:title"]'),
    "highwire": ('<meta name="citation_title" content="Ferry crews return to work">', "", "meta:citation_title",
                 'meta[name="citation_title"]'),
    "dublin-core": (metas(DC_title=TITLE), "", "meta:dc.title", 'meta[name="dc.title"]'),
    "parsely": (f'<meta name="parsely-title" content="{TITLE}">', "", "meta:parsely-title", 'meta[name="parsely-title"]'),
    "sailthru": (metas(sailthru_title=TITLE), "", "meta:sailthru.title", 'meta[name="sailthru.title"]'),
    "microdata": ("", f'<b itemprop="headline">{TITLE}</b>', "microdata:headline", 'b[itemprop="headline"]'),
    "rdfa": ("", f'<b vocab="https://schema.org/" typeof="Article"><i property="headline">{TITLE}</i></b>', "rdfa:headline",
             'i[property="headline"]'),
    "rdfa-prefix": ("", f'<b property="schema:headline">{TITLE}</b>', "rdfa:headline", 'b[property="schema:headline"]'),
    "hatom": ("", f'<div class="hentry"><b class="entry-title">{TITLE}</b></div>', "microformat:entry-title",
              "b.entry-title"),
    "h-entry": ("", f'<div class="h-entry"><b class="p-name">{TITLE}</b></div>', "microformat:p-name", "b.p-name"),
    "title-tag": (f"<title>{TITLE} | Harbour Courier</title>", "", "title:headline", "title"),
    "visible": ("", f"<h1>{TITLE}</h1>", "visible:h1", "h1"),
}  # fmt: skip


def page(head: str, body: str) -> Source:
    return read(f'<html lang="en"><head>{head}</head><body>{body}<p>Text.</p></body></html>'.encode(), url=URL)


def of(source: Source, method: str) -> Evidence:
    return next(piece for piece in source.evidence if piece.method == method)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_title_in_one_vocabulary_alone_is_evidence_with_its_place(name: str) -> None:
    """Method, selector and the exact quote, so that a person can find it again."""
    head, body, method, selector = FAMILIES[name]
    piece = of(page(head, body), method)
    assert (piece.variable, piece.selector) == ("title", selector)
    assert TITLE in piece.quote


@pytest.mark.parametrize(
    ("tag", "variable", "value"),
    [
        ("cXenseParse:author", "author", "Jane Roe"),
        ("cXenseParse:recs:publishtime", "issued", "2024-03-08"),
        ("sailthru.author", "author", "Jane Roe"),
        ("parsely-pub-date", "issued", "2024-03-08"),
        ("citation_author", "author", "Jane Roe"),
        ("citation_publication_date", "issued", "2024-03-08"),
        ("DC.creator", "author", "Jane Roe"),
        ("dcterms.modified", "modified", "2024-03-08"),
        ("article:section", "section", "World"),
        ("twitter:url", "canonical_url", URL),
    ],
)
def test_other_fields_of_the_vocabularies_are_evidence(tag: str, variable: str, value: str) -> None:
    """Authors, days, sections and addresses in the tags that content systems write."""
    piece = of(page(f'<meta name="{tag}" content="{value}">', f"<h1>{TITLE}</h1>"), f"meta:{tag.lower()}")
    assert (piece.variable, piece.value, piece.quote) == (variable, value, value)


def test_what_stands_beside_the_headline_and_in_the_address_is_evidence() -> None:
    """Byline, day, `time` and the path of the URL."""
    body = f'<h1>{TITLE}</h1><div>By Jane Roe</div><time datetime="2024-03-08">8 March 2024</time>'
    source = page("", body)
    told = {(piece.method.split(":")[0], piece.variable) for piece in source.evidence}
    assert {
        ("visible", "author"),
        ("visible", "issued"),
        ("url", "issued"),
        ("url", "section"),
        ("url", "title"),
    } <= told
    assert source.issued.value is not None
    assert source.issued.value.edtf == "2024-03-08"
