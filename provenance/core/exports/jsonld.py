"""JSON-LD of schema.org types (JSON-LD 1.1, schema.org 29): one document, a `@graph` of works."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from provenance.core.csl import web_names
from provenance.core.csl.dates import partial_date
from provenance.core.csl.texts import clean_items

NAME = "json-ld"
ABOUT = "JSON-LD of schema.org types (NewsArticle, WebPage, …), as a graph"
HELD = frozenset(
    (
        "type", "author", "editor", "translator", "title", "container-title", "publisher", "publisher-place", "source",
        "section", "edition", "volume", "issue", "page", "genre", "abstract", "keyword", "language", "issued",
        "original-date", "URL", "DOI", "PMID", "ISBN", "ISSN", "archive_location", "archive_date",
    )
)  # fmt: skip

_TYPES = {
    "article-newspaper": "NewsArticle", "article-magazine": "Article", "article-journal": "ScholarlyArticle",
    "post-weblog": "BlogPosting", "post": "SocialMediaPosting", "webpage": "WebPage", "report": "Report", "book": "Book",
    "chapter": "Chapter", "dataset": "Dataset", "thesis": "Thesis", "map": "Map", "review": "Review",
    "legislation": "Legislation", "software": "SoftwareApplication",
}  # fmt: skip
_CONTAINERS = {
    "article-newspaper": "Newspaper", "article-magazine": "Periodical", "article-journal": "Periodical",
    "post-weblog": "Blog", "webpage": "WebSite", "post": "WebSite", "chapter": "Book",
}  # fmt: skip
_EDITIONS = {"article-newspaper": "printEdition", "book": "bookEdition"}


def write(items: Sequence[Mapping[str, object]]) -> str:
    """One document. Nothing in it ends the `<script>` that it may be put into.

    Dates are ISO 8601; an inferred year, one that is not stated and an approximate date are as ISO 8601-2 writes them
    (`?2024-07-04`, `XXXX-07-04`, `2024~`).
    """
    document = {"@context": "https://schema.org", "@graph": [dict(_said(_work(item))) for item in clean_items(items)]}
    written = json.dumps(document, ensure_ascii=False, indent=2)
    for letter in "<>&\u2028\u2029":
        written = written.replace(letter, f"\\u{ord(letter):04x}")
    return written


def _said(pairs: Iterable[tuple[str, object]]) -> Iterator[tuple[str, object]]:
    yield from ((name, value) for name, value in pairs if value)


def _node(type: str, **properties: object) -> dict[str, object] | None:  # noqa: A002 - the word of JSON-LD
    """A node of its own; None if it says nothing."""
    told = dict(_said(properties.items()))
    return {"@type": type, **told} if told else None


def _work(item: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    kind = str(item.get("type"))
    yield "@type", _TYPES.get(kind, "CreativeWork")
    yield "headline", item.get("title")
    for role in ("author", "editor", "translator"):
        yield role, [_person(name) for name in web_names.names(item.get(role))]
    for variable, name in (("issued", "datePublished"), ("original-date", "dateCreated")):
        date = partial_date(item.get(variable))
        yield name, date.edtf if date else None
    yield "isPartOf", _container(item)
    place = _node("Place", name=item.get("publisher-place"))
    yield "publisher", _node("Organization", name=item.get("publisher"), location=place)
    yield "sourceOrganization", _node("Organization", name=item.get("source"))
    yield _EDITIONS.get(kind, "version"), item.get("edition")
    for variable, name in (
        ("section", "articleSection"), ("page", "pagination"), ("genre", "genre"), ("abstract", "abstract"),
        ("keyword", "keywords"), ("language", "inLanguage"), ("URL", "url"), ("ISBN", "isbn"),
    ):  # fmt: skip
        yield name, item.get(variable)
    identifiers = (_identifier("doi", item.get("DOI")), _identifier("pmid", item.get("PMID")))
    yield "identifier", [node for node in identifiers if node]
    day = partial_date(item.get("archive_date"))
    if copy := item.get("archive_location"):
        yield "archivedAt", _node("WebPage", url=copy, dateCreated=day.edtf if day else None)


def _identifier(name: str, value: object) -> dict[str, object] | None:
    return _node("PropertyValue", propertyID=name, value=value) if value else None


def _container(item: Mapping[str, object]) -> dict[str, object] | None:
    """The work around a work: an issue in a volume in a periodical, as far as they are stated."""
    around = _CONTAINERS.get(str(item.get("type")), "CreativeWork")
    part = _node(around, name=item.get("container-title"), issn=item.get("ISSN"))
    if part is None and item.get("type") == "article-magazine":
        # schema.org has no word for an article in a magazine but that it is part of a periodical.
        part = {"@type": around}
    if volume := item.get("volume"):
        part = _node("PublicationVolume", volumeNumber=volume, isPartOf=part)
    if issue := item.get("issue"):
        part = _node("PublicationIssue", issueNumber=issue, isPartOf=part)
    return part


def _person(name: Mapping[str, object]) -> dict[str, object] | None:
    """A person by parts; a name without parts is an institution's."""
    if text := web_names.literal(name):
        return _node("Organization", name=text)
    return _node(
        "Person",
        name=web_names.display(name),
        familyName=web_names.family(name),
        givenName=web_names.given(name),
        honorificSuffix=web_names.suffix(name),
    )
