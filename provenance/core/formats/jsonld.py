"""JSON-LD with schema.org's types, as pages carry it and as exports gather it in a `@graph`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from provenance.core.csl import web_names
from provenance.core.csl.web_dates import csl_from_text, day_from_text
from provenance.core.csl.web_names import tidy
from provenance.core.found import Found, told
from provenance.core.identifiers import doi_url
from provenance.core.jsons import DECODER
from provenance.core.model import Item, Origin, Problem, Reference
from provenance.core.scan import Lines, find_urls

NAME = "json-ld"
ABOUT = "JSON-LD of schema.org types (NewsArticle, WebPage, …)"

Node = Mapping[str, object]

_CONTEXT = re.compile(
    r"\"@(?:context|vocab|type)\"\s*:\s*[\[{\s]*\"(?:@vocab\"\s*:\s*\")?https?:\\?/\\?/(?:www\.)?schema\.org"
)
_TYPES = {
    "NewsArticle": "article-newspaper", "AnalysisNewsArticle": "article-newspaper", "OpinionNewsArticle": "article-newspaper",
    "BackgroundNewsArticle": "article-newspaper", "ReportageNewsArticle": "article-newspaper",
    "AskPublicNewsArticle": "article-newspaper", "ReviewNewsArticle": "article-newspaper", "Article": "article",
    "ScholarlyArticle": "article-journal", "MedicalScholarlyArticle": "article-journal", "BlogPosting": "post-weblog",
    "LiveBlogPosting": "post-weblog", "SocialMediaPosting": "post", "DiscussionForumPosting": "post", "WebPage": "webpage",
    "AboutPage": "webpage", "FAQPage": "webpage", "Report": "report", "Book": "book", "Chapter": "chapter",
    "Dataset": "dataset", "Thesis": "thesis", "Map": "map", "Review": "review", "ClaimReview": "review",
    "Legislation": "legislation", "SoftwareApplication": "software", "SoftwareSourceCode": "software",
    "TechArticle": "article", "CreativeWork": "document",
}  # fmt: skip
_TEXTS = {
    "title": ("headline", "name"), "section": ("articleSection",), "page": ("pagination",), "genre": ("genre",),
    "abstract": ("abstract",), "keyword": ("keywords",), "language": ("inLanguage",), "URL": ("url", "@id"), "ISBN": ("isbn",),
    "edition": ("printEdition", "bookEdition", "version"),
}  # fmt: skip
_LONGEST_CHAIN = 6
_NO_WORKS = (
    "Organization", "NewsMediaOrganization", "Person", "ImageObject", "WebSite", "BreadcrumbList", "Periodical", "Newspaper",
)  # fmt: skip
_VAGUE = ("article", "document", "webpage")


def sniff(text: str, *, name: str) -> float:
    """By schema.org's context in something that opens like JSON."""
    if text.lstrip()[:1] not in ("[", "{") or not _CONTEXT.search(text):
        return 0.0
    return 0.97 if name.lower().endswith(".jsonld") else 0.93


def read(text: str, *, file: str) -> Found:
    """Read the works: top nodes, those of a `@graph`, and those that an ItemList lists. A page that an article in the
    same document is part of is no work of its own.
    """
    lines = Lines(text)
    try:
        document = DECODER.decode(text)
        nodes = list(_nodes(document))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        message = f"not valid JSON: {str(error).partition(': line')[0]}"
        return Found(problems=(Problem(origin=Origin(file=file, line=line), message=message),))
    known = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    around = {identifier for node in nodes for identifier in _around(node)}
    references: list[Reference] = []
    items: list[Item] = []
    aside: set[str] = set()
    cursor = 0
    for node in nodes:
        kind = _type(node)
        if kind is None or (kind == "webpage" and str(node.get("@id", "-")) in around):
            aside.update(_aside(node) if kind or _own_type(node) in _NO_WORKS else ())
            continue
        item = _item(node, known, kind=kind)
        url = str(item.get("URL") or "") or doi_url(str(item.get("DOI") or "")) or ""
        place = max(text.find(spelling, cursor) for spelling in _spellings(url)) if url else -1
        cursor = max(cursor, place)
        origin = Origin(
            file=file, line=lines.number(place) if place >= 0 else None, where=f"node {len(references) + 1}"
        )
        references.append(Reference(item=item, origin=origin))
        aside.update(_aside(node))
        if url:
            items.append(Item(url=url, given=told(item), origin=origin))
    return Found(
        items=tuple(items),
        records=len(references),
        references=tuple(references),
        aside=frozenset(aside - {i.url for i in items}),
    )


def _nodes(value: object) -> Iterator[Node]:
    """The nodes that stand for themselves, in their order."""
    if isinstance(value, list):
        for part in value:
            yield from _nodes(part)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "itemListElement", "item"):
            yield from _nodes(value.get(name))


def _around(node: Node) -> Iterator[str]:
    """The identifiers of what a node is part of."""
    for name in ("isPartOf", "mainEntityOfPage"):
        for part in _list(node.get(name)):
            yield str(part.get("@id", "")) if isinstance(part, dict) else str(part)


def _spellings(url: str) -> tuple[str, ...]:
    return (url, url.replace("/", "\\/"), url.replace("&", "\\u0026"), json.dumps(url)[1:-1])


def _aside(node: Node) -> Iterator[str]:
    """What is written as a URL in a node and is no link of the list: logos, profiles, licences, the archived copy."""
    told = {name: value for name, value in node.items() if name not in ("@graph", "itemListElement", "item")}
    yield from (span.url for span in find_urls(json.dumps(told)))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _type(node: Node) -> str | None:
    """The CSL type of a work, None for what is none. A prefix or an address before the type's name is left out."""
    names = [re.split(r"[/#:]", str(name))[-1] for name in _list(node.get("@type"))]
    kinds = sorted((_TYPES[name] for name in names if name in _TYPES), key=_VAGUE.__contains__)
    kind = kinds[0] if kinds else None
    if kind == "article" and any(
        _own_type(part) in ("Periodical", "PublicationIssue", "PublicationVolume")
        for part in _list(node.get("isPartOf"))
    ):
        return "article-magazine"
    return kind


def _own_type(node: object) -> str:
    names = _list(node.get("@type")) if isinstance(node, dict) else []
    return re.split(r"[/#:]", str(names[0]))[-1] if names else ""


def _text(value: object) -> str:
    """The first text of a value: itself, a number, a text with its language, or the name of a node."""
    for part in _list(value):
        told = part
        if isinstance(part, dict):
            inner = part.get("@value") or part.get("name") or part.get("alternateName") or ""
            told = next(iter(_list(inner)), "")
        if isinstance(told, str | int | float) and not isinstance(told, bool) and tidy(str(told)):
            return tidy(str(told))
    return ""


def _resolved(value: object, *, known: Mapping[str, Node]) -> list[Node | str]:
    """Nodes, those told by their identifier looked up, and texts."""
    found = [known.get(str(part.get("@id")), part) if isinstance(part, dict) else part for part in _list(value)]
    return [part for part in found if isinstance(part, dict | str)]


def _item(node: Node, known: Mapping[str, Node], *, kind: str) -> dict[str, object]:
    resolved = partial(_resolved, known=known)
    item: dict[str, object] = {"type": kind}
    for role in ("author", "editor", "translator"):
        item[role] = [name for name in map(_name, resolved(node.get(role))) if name]
    for variable, names in _TEXTS.items():
        item[variable] = next(filter(None, (_text(node.get(name)) for name in names)), "")
    if not re.match(r"https?://", str(item["URL"])):
        item["URL"] = ""
    for variable, name in (("issued", "datePublished"), ("original-date", "dateCreated")):
        item[variable] = csl_from_text(_text(node.get(name)))
    _fill_container(item, node.get("isPartOf"), resolved)
    publisher = next(iter(resolved(node.get("publisher"))), "")
    item["publisher"] = _text(publisher)
    item["publisher-place"] = _text(publisher.get("location")) if isinstance(publisher, dict) else ""
    item["source"] = _text(resolved(node.get("sourceOrganization")))
    item |= _identifiers(node.get("identifier"))
    copy = next(iter(_list(node.get("archivedAt"))), None)
    item["archive_location"] = _text(copy.get("url") or copy.get("@id")) if isinstance(copy, dict) else _text(copy)
    item["archive_date"] = day_from_text(_text(copy.get("dateCreated"))) if isinstance(copy, dict) else ""
    return {variable: value for variable, value in item.items() if value}


Resolved = Callable[[object], list[Node | str]]


def _fill_container(item: dict[str, object], part: object, resolved: Resolved) -> None:
    """The work around a work, and the issue and volume on the way to it."""
    for _ in range(_LONGEST_CHAIN):
        around = next(iter(resolved(part)), None)
        if not isinstance(around, dict):
            item["container-title"] = item.get("container-title") or (tidy(around) if isinstance(around, str) else "")
            return
        for variable, name in (("volume", "volumeNumber"), ("issue", "issueNumber"), ("ISSN", "issn")):
            item[variable] = item.get(variable) or _text(around.get(name))
        if _own_type(around) not in ("PublicationIssue", "PublicationVolume") or "isPartOf" not in around:
            item["container-title"] = _text(around.get("name"))
            return
        part = around["isPartOf"]


def _identifiers(value: object) -> dict[str, object]:
    """A DOI and a PubMed number, each as a PropertyValue or, a DOI, as a text of its own."""
    found: dict[str, object] = {}
    for part in _list(value):
        name = _text(part.get("propertyID")).rpartition("/")[2].lower() if isinstance(part, dict) else ""
        text = _text(part.get("value")) if isinstance(part, dict) else _text(part)
        if name == "pmid":
            found["PMID"] = text
        elif name == "doi" or (not name and doi_url(text)):
            found["DOI"] = text
    return found


def _name(node: Node | str) -> web_names.CslName | None:
    """A person whose parts are told; any other name as a literal."""
    if isinstance(node, str):
        return {"literal": tidy(node)} if tidy(node) else None
    family, given = _text(node.get("familyName")), _text(node.get("givenName"))
    if family:
        return web_names.person(family=family, given=given, suffix=_text(node.get("honorificSuffix")))
    name = _text(node.get("name")) or given
    return {"literal": name} if name else None
