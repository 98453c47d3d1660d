"""Zotero's own JSON: the export of Better BibTeX (`items`), and what Zotero's web API gives (`data`).

Field names: zotero-schema. Notes and attachments are no sources of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from provenance.core.csl.texts import one_line
from provenance.core.csl.types import ZOTERO_READ
from provenance.core.found import Found, date_variable, told
from provenance.core.identifiers import doi_url
from provenance.core.jsons import DECODER
from provenance.core.model import Item, Origin, Problem, Reference
from provenance.core.scan import Lines
from provenance.core.stated import links_in

NAME = "zotero-json"
ABOUT = "Zotero's JSON, as Better BibTeX exports it and the web API gives it"

_TYPE = re.compile(r'"itemType"\s*:\s*"[A-Za-z]+"')
_NO_SOURCES = {"note", "attachment", "annotation"}
# The first field that is there speaks; the others are the names that it has for other types of item.
_TEXTS = {
    "title": ("title", "caseName", "nameOfAct", "subject"), "title-short": ("shortTitle",), "publisher-place": ("place",),
    "container-title": (
        "publicationTitle", "bookTitle", "proceedingsTitle", "encyclopediaTitle", "dictionaryTitle", "websiteTitle",
        "blogTitle", "forumTitle", "programTitle",
    ),
    "container-title-short": ("journalAbbreviation",),
    "publisher": ("publisher", "institution", "university", "label", "distributor", "network", "studio", "company"),
    "volume": ("volume",), "issue": ("issue",), "page": ("pages",), "edition": ("edition",), "section": ("section",),
    "genre": ("type", "reportType", "thesisType", "websiteType", "manuscriptType", "postType", "genre"),
    "number": ("number", "reportNumber", "patentNumber", "billNumber"), "language": ("language",), "DOI": ("DOI",),
    "ISSN": ("ISSN",), "ISBN": ("ISBN",), "abstract": ("abstractNote",), "source": ("libraryCatalog",),
    "archive": ("archive",), "archive_location": ("archiveLocation",), "event-title": ("conferenceName",),
    "collection-title": ("series", "seriesTitle"), "number-of-pages": ("numPages",), "call-number": ("callNumber",),
}  # fmt: skip
_ROLES = {
    "editor": "editor",
    "translator": "translator",
    "seriesEditor": "collection-editor",
    "bookAuthor": "container-author",
}
_AUTHORS = {
    "author",
    "artist",
    "cartographer",
    "director",
    "interviewee",
    "inventor",
    "performer",
    "podcaster",
    "presenter",
    "programmer",
}


def sniff(text: str, *, name: str) -> float:  # noqa: ARG001 - the door of every format
    """By the types of items in something that opens like JSON."""
    return 0.97 if text.lstrip()[:1] in ("[", "{") and _TYPE.search(text) else 0.0


def read(text: str, *, file: str) -> Found:
    """Read the items: `url` is the link; where there is none, the DOI is."""
    lines = Lines(text)
    items: list[Item] = []
    references: list[Reference] = []
    try:
        records = list(_records(DECODER.decode(text)))
    except (ValueError, RecursionError) as error:
        line = int(getattr(error, "lineno", 1))
        message = f"not valid JSON: {str(error).partition(': line')[0]}. Export the list anew"
        return Found(problems=(Problem(origin=Origin(file=file, line=line), message=message),))
    cursor = 0
    for number, record in enumerate(records, start=1):
        item = _item(record)
        where = f"item {item.get('id') or number}"
        # The fields of an item are sorted in some exports and not in others: its title or link is where it is.
        cursor = _place(text, record, cursor)
        references.append(Reference(item=item, origin=Origin(file=file, line=lines.number(cursor), where=where)))
        links, field = links_in(str(item.get("URL", ""))), "url"
        if not links and (doi := doi_url(str(item.get("DOI", "")))):
            links, field = [doi], "doi"
        origin = Origin(file=file, line=lines.number(cursor), where=f"{where}, {field}")
        said = told(item) if links else {}
        items += [Item(url=url, given=said, origin=origin) for url in links]
    return Found(items=tuple(items), records=len(records), references=tuple(references))


def _records(document: object) -> Iterator[Mapping[str, object]]:
    found = document.get("items", [document]) if isinstance(document, dict) else document
    for entry in found if isinstance(found, list) else ():
        record = entry.get("data", entry) if isinstance(entry, dict) else None
        if (
            isinstance(record, dict)
            and isinstance(record.get("itemType"), str)
            and record["itemType"] not in _NO_SOURCES
        ):
            yield record


def _place(text: str, record: Mapping[str, object], cursor: int) -> int:
    for value in (record.get("url"), record.get("title")):
        if isinstance(value, str) and value:
            for ascii_only in (False, True):
                place = text.find(json.dumps(value, ensure_ascii=ascii_only), cursor)
                if place >= 0:
                    return place
    return cursor


def _text(record: Mapping[str, object], *fields: str) -> str:
    values = (record.get(field) for field in fields)
    return next((text for value in values if isinstance(value, str | int) and (text := one_line(value))), "")


def _item(record: Mapping[str, object]) -> dict[str, object]:
    item: dict[str, object] = {"id": _text(record, "citationKey", "citekey", "key", "itemKey", "itemID")}
    item["type"] = ZOTERO_READ.get(str(record["itemType"]), "document")
    item |= {variable: _text(record, *fields) for variable, fields in _TEXTS.items()}
    item["URL"] = _text(record, "url")
    item["issued"] = date_variable(_text(record, "date", "dateDecided", "dateEnacted", "issueDate"))
    # A moment in UTC; the day is what a citation has.
    item["accessed"] = date_variable(_text(record, "accessDate")[:10])
    tags = record.get("tags")
    words = [tag.get("tag") if isinstance(tag, dict) else tag for tag in tags] if isinstance(tags, list) else []
    item["keyword"] = ", ".join(one_line(word) for word in words if isinstance(word, str))
    for creator in creators if isinstance(creators := record.get("creators"), list) else ():
        if isinstance(creator, dict) and (name := _name(creator)):
            role = str(creator.get("creatorType"))
            variable = "author" if role in _AUTHORS else _ROLES.get(role, "contributor")
            names = item.setdefault(variable, [])
            if isinstance(names, list):
                names.append(name)
    return {variable: value for variable, value in item.items() if value}


def _name(creator: Mapping[str, object]) -> dict[str, str] | None:
    """Two fields, or one for what must not be taken apart."""
    family, given, whole = (_text(creator, field) for field in ("lastName", "firstName", "name"))
    if not family or not given:
        return {"literal": whole or family or given} if whole or family or given else None
    return {"family": family, "given": given}
