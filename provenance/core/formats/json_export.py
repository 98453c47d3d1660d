"""Exports of bookmark and reading services as JSON: known by the shape of their records, not by their service.

Where each service keeps what (their documentation and source, 2024): pinboard `href, description, extended, tags, time`;
linkding `url, title, description, notes, tag_names, date_added`; linkwarden `collections[].links[]` with `name, url,
tags[].name, createdAt`; karakeep `bookmarks[]` with `content.url, createdAt, note`; omnivore `url, savedAt, publishedAt,
labels`; wallabag 1 and 2 `url, title, tags, created_at, published_at, published_by`; Raindrop `items[]` with `link, excerpt,
created`; Readwise `results[]` with `source_url, highlights[]`; Pocket `list{}` with `given_url, time_added`; Hypothesis
`rows[]` with `uri, text, target[].selector[].exact`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provenance.core.found import Found, day_of_stamp, given
from provenance.core.jsons import Fault, lines_by_text, parsed, pieces
from provenance.core.model import Item, Origin, Problem
from provenance.core.scan import find_urls, meant_as_link, without_surrogates

NAME = "json-export"
ABOUT = "JSON exports: pinboard, linkding, linkwarden, karakeep, omnivore, wallabag, Raindrop, Readwise, Hypothesis"

# `source_url` goes before `url`: Readwise keeps its own page of a text in that.
_LINKS = ("source_url", "given_url", "resolved_url", "url", "href", "link", "uri")
_LINK = re.compile(rf'"(?:{"|".join(_LINKS)})"\s*:\s*"[a-z]+:\\?/\\?/', re.IGNORECASE)
_KEY = re.compile(
    r'"(?:tags|tag_names|labels|savedAt|time_added|toread|is_archived|is_read|date_added|createdAt|created_at|created|saved_at'
    r'|annotation|highlights|extended|excerpt|user_info|num_highlights)"\s*:'
)
# A record says of its link more than where it leads.
_COMPANIONS = frozenset(
    ("title", "name", "description", "tags", "tag_names", "labels", "created", "created_at", "createdAt", "time", "date_added",
     "savedAt", "saved_at", "time_added", "excerpt", "extended", "text", "highlights", "resolved_title", "given_title", "content",
     "website_title")
)  # fmt: skip
_VARIABLES = {
    "title": ("title", "name", "resolved_title", "given_title", "website_title"),
    "author": ("author", "authors", "published_by", "creator"),
    "issued": ("published_at", "publishedAt", "published_date", "datePublished"),
    "accessed": ("savedAt", "saved_at", "created_at", "createdAt", "date_added", "created", "time", "time_added"),
    "container-title": ("site_name", "siteName", "publisher"),
    "language": ("language",),
    "note": ("note", "notes", "extended", "text", "excerpt", "description", "summary", "annotation", "document_note"),
    "keyword": ("tags", "tag_names", "labels", "document_tags"),
}  # fmt: skip
_DATES = ("issued", "accessed")
_NAMES = ("name", "title", "value", "tag")


def sniff(text: str, *, name: str) -> float:
    """By a link and what services keep of one, in something that opens like JSON."""
    if text.lstrip()[:1] not in ("[", "{") or not _LINK.search(text):
        return 0.0
    named = 0.02 if name.lower().endswith(".json") else 0.0
    return (0.85 if _KEY.search(text) else 0.55) + named


def read(text: str, *, file: str) -> Found:
    """Read the records. What a service keeps beside the link of a record – the text of the page, its pictures, its own
    addresses – is no link of the list; a record in a list of links that has none is a Problem.
    """
    document = parsed(text)
    if isinstance(document, Fault):
        message = f"{document.message}. Export the list anew"
        problem = Problem(origin=Origin(file=file, line=document.line), message=message)
        return Found(problems=(problem,), pieces=pieces(text))
    places = lines_by_text(text)
    items: list[Item] = []
    problems: list[Problem] = []
    aside: set[str] = set()
    records = 0
    for record, folder in _records(document):
        records += 1
        where = f"record {records}"
        url = _link(record)
        if url is None:
            title = str(record.get("title") or record.get("name") or "")[:80]
            problems.append(
                Problem(origin=Origin(file=file, where=where), message=f"the record {title!r} has no address")
            )
            continue
        lines = places.get(url)
        origin = Origin(file=file, line=lines.popleft() if lines else None, where=where)
        items.append(Item(url=without_surrogates(url), given=_given(record, folder), origin=origin))
        aside.update(found.url for value in _texts(record) for found in find_urls(value))
    return Found(
        items=tuple(items), problems=tuple(problems), records=records, aside=frozenset(aside), pieces=pieces(text)
    )


def _records(document: object) -> Iterator[tuple[Mapping[str, object], str]]:
    """The records in the order of the document, each with the collection it lies in. Records are not looked into."""
    stack: list[tuple[object, str, bool]] = [(document, "", False)]
    while stack:
        value, folder, beside = stack.pop()
        if isinstance(value, list):
            among = any(isinstance(one, dict) and _is_record(one) for one in value)
            stack.extend((one, folder, among) for one in reversed(value))
        elif isinstance(value, dict):
            if _is_record(value) or beside:
                yield value, folder
                continue
            inner = value.get("name") if isinstance(value.get("links"), list) else None
            folder = inner if isinstance(inner, str) else folder
            stack.extend((one, folder, False) for one in reversed(value.values()))


def _is_record(value: Mapping[str, object]) -> bool:
    return _link(value) is not None and not _COMPANIONS.isdisjoint(value)


def _link(record: Mapping[str, object]) -> str | None:
    content = record.get("content")
    for holder in (record, content if isinstance(content, dict) else {}):
        for key in _LINKS:
            value = holder.get(key)
            if (
                isinstance(value, str)
                and (text := value.strip())
                and not re.search(r"\s", text)
                and meant_as_link(text)
            ):
                return text
    return None


def _given(record: Mapping[str, object], folder: str) -> dict[str, str]:
    content = record.get("content")
    sources = (record, content if isinstance(content, dict) else {})
    told = {variable: _first(sources, keys) for variable, keys in _VARIABLES.items()} | {"quote": _quoted(record)}
    if "href" in record and "extended" in record:
        # What pinboard calls the description is the title (its API is that of delicious).
        told |= {"title": _words(record.get("description")), "note": _words(record["extended"])}
    document = record.get("document")
    if "uri" in record and isinstance(document, dict):
        told["title"] = told["title"] or _words(document.get("title"))
        quoted = f"“{told['quote']}”" if told["quote"] else ""
        told["note"] = "; ".join(filter(None, (quoted, _words(record.get("text")))))
    highlights = record.get("highlights")
    if not told["note"] and isinstance(highlights, list):
        told["note"] = "; ".join(filter(None, (_words(one.get("text")) for one in highlights if isinstance(one, dict))))
    told["author"] = next(
        filter(None, (_names(source.get(key)) for source in sources for key in _VARIABLES["author"])), ""
    )
    dated = {variable: day_of_stamp(value) for variable in _DATES if (value := told[variable])}
    collection = record.get("collection")
    named = _words(collection) if isinstance(collection, dict | str) else ""
    return given({**told, **dated, "folder": folder or named})


def _first(sources: tuple[Mapping[str, object], ...], keys: tuple[str, ...]) -> str:
    return next((text for source in sources for key in keys if (text := _words(source.get(key)))), "")


def _words(value: object) -> str:
    """A value in words: texts and numbers, lists of them, and objects by their names."""
    match value:
        case bool() | None:
            return ""
        case str() | int() | float():
            return str(value).strip()
        case list():
            return ", ".join(filter(None, map(_words, (one for one in value if not isinstance(one, list)))))
        case dict():
            named = next((value[key] for key in _NAMES if isinstance(value.get(key), str)), None)
            # Pocket keeps tags as the keys of an object.
            keys = (key for key, one in value.items() if isinstance(one, dict))
            return ", ".join(keys) if named is None else str(named).strip()
    return ""


def _names(value: object) -> str:
    """Authors, one behind the other as all readers give them: `;` parts them, for a comma stands in many a name."""
    return "; ".join(filter(None, map(_words, value))) if isinstance(value, list) else _words(value)


def _quoted(record: Mapping[str, object]) -> str:
    """The passage that an annotation is on (W3C Web Annotation, TextQuoteSelector)."""
    targets = record.get("target")
    for target in targets if isinstance(targets, list) else ():
        selectors = target.get("selector") if isinstance(target, dict) else None
        for selector in selectors if isinstance(selectors, list) else ():
            exact = selector.get("exact") if isinstance(selector, dict) else None
            if isinstance(exact, str) and exact.strip():
                return " ".join(exact.split())
    return ""


def _texts(record: Mapping[str, object]) -> Iterator[str]:
    """All texts in a record, but what its owner wrote beside the link."""
    stack: list[object] = [value for key, value in record.items() if key not in _OWN]
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            stack.extend(value)
        elif isinstance(value, dict):
            stack.extend(value.values())


# What people write themselves: a URL in it is theirs, and the scan lists it.
_OWN = frozenset(("note", "notes", "extended", "text", "annotation", "document_note"))
