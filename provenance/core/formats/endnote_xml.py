"""EndNote XML: `<xml><records><record>`, as EndNote, Zotero and databases export it (EndNote's RSXML.dtd)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from provenance.core.csl.dates import CslDate
from provenance.core.csl.names import name_from_endnote
from provenance.core.csl.texts import one_line
from provenance.core.csl.types import ENDNOTE_READ
from provenance.core.found import Found, date_variable, told
from provenance.core.identifiers import doi_url
from provenance.core.model import Item, Origin, Problem, Reference
from provenance.core.stated import is_archived, links_in, serial_numbers

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NAME = "endnote-xml"
ABOUT = "EndNote XML, as EndNote, Zotero and databases export it"

_RECORD = re.compile(r"<record\b[^>]*>")
_TYPE = re.compile(r"<ref-type\b")
# Named entities are how a file of a few lines becomes one of gigabytes; EndNote writes none.
_DECLARED = re.compile(r"<!(?:DOCTYPE|ENTITY)\b", re.IGNORECASE)
_TEXTS = {
    "title": "titles/title", "title-short": "titles/short-title", "container-title": "titles/secondary-title",
    "collection-title": "titles/tertiary-title", "volume": "volume", "issue": "number", "section": "section",
    "edition": "edition", "publisher": "publisher", "publisher-place": "pub-location", "page": "pages",
    "DOI": "electronic-resource-num", "abstract": "abstract", "note": "notes", "language": "language",
    "genre": "work-type", "source": "remote-database-name", "call-number": "call-num",
}  # fmt: skip
_NAMES = {"author": "authors", "editor": "secondary-authors", "collection-editor": "tertiary-authors"}


def sniff(text: str, *, name: str) -> float:  # noqa: ARG001 - the door of every format
    """By a record with EndNote's type of reference."""
    if not (_RECORD.search(text) and _TYPE.search(text)):
        return 0.0
    return 0.97 if text.lstrip("\ufeff \t\n")[:1] == "<" else 0.3


def read(text: str, *, file: str) -> Found:
    """Read the records. Where the XML is broken, what can be read of it is, and the place of the fault is a Problem."""
    items: list[Item] = []
    references: list[Reference] = []
    root, problems = _parsed(text, file=file)
    records = [] if root is None else list(root.iter("record"))
    for number, record in enumerate(records, start=1):
        item = _item(record)
        references.append(Reference(item=item, origin=_origin(record, file=file, where=f"record {number}")))
        links, said = 0, told(item)
        for element in record.iterfind("urls//url"):
            origin = _origin(element, file=file, where=f"record {number}, url")
            urls = links_in(value := _text(element))
            items += [Item(url=url, given=said, origin=origin) for url in urls]
            links += len(urls)
            if value and not urls:
                problems.append(Problem(origin=origin, message=f"no link in {value[:80]!r}"))
        if not links and (url := doi_url(str(item.get("DOI", "")))):
            origin = _origin(record, file=file, where=f"record {number}, doi")
            items.append(Item(url=url, given=told(item), origin=origin))
    return Found(items=tuple(items), problems=tuple(problems), records=len(records), references=tuple(references))


def _parsed(text: str, *, file: str) -> tuple[Element | None, list[Problem]]:
    from lxml import etree

    if declared := _DECLARED.search(text):
        line = text.count("\n", 0, declared.start()) + 1
        message = "a document type is declared, and is not read. Export the list from EndNote anew"
        return None, [Problem(origin=Origin(file=file, line=line), message=message)]
    ahead = len(text) - len(text.lstrip("\ufeff \t\n"))
    parser = etree.XMLParser(encoding="utf-8", recover=True, resolve_entities=False, no_network=True, remove_pis=True)
    try:
        root = etree.fromstring(text[ahead:].encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    lines = text.count("\n", 0, ahead)
    faults = [(fault.line + lines, fault.message) for fault in parser.error_log][:1]
    if root is None and not faults:
        faults = [(1, "there is no element in it")]
    return root, [
        Problem(
            origin=Origin(file=file, line=line), message=f"the XML is broken here: {' '.join(message.split())[:200]}"
        )
        for line, message in faults
    ]


def _origin(element: Element, *, file: str, where: str) -> Origin:
    line = element.sourceline
    return Origin(file=file, line=int(line) if line else None, where=where)


def _text(element: Element | None) -> str:
    """The text in an element and its `<style>` elements, on one line."""
    if element is None:
        return ""
    return one_line(" ".join(re.split(r"[ \t\r\n]+", "".join(map(str, element.itertext())))))


def _item(record: Element) -> dict[str, object]:
    kind = record.find("ref-type")
    stated = (kind.get("name") or "").lower() if kind is not None else ""
    item: dict[str, object] = {"id": _text(record.find("foreign-keys/key")) or _text(record.find("rec-number"))}
    item["type"] = ENDNOTE_READ.get(stated, "document")
    item |= {variable: _text(record.find(path)) for variable, path in _TEXTS.items()}
    item["container-title"] = item["container-title"] or _text(record.find("periodical/full-title"))
    item |= {variable: list(_people(record, element)) for variable, element in _NAMES.items()}
    item["issued"] = _issued(record)
    item["accessed"] = date_variable(_text(record.find("access-date")))
    item["keyword"] = ", ".join(filter(None, map(_text, record.iterfind("keywords/keyword"))))
    item |= serial_numbers(part for found in record.iterfind("isbn") for part in "".join(found.itertext()).splitlines())
    links = [url for element in record.iterfind("urls//url") for url in links_in(_text(element))]
    item["archive_location"] = next(filter(is_archived, links), "")
    item["URL"] = next((url for url in links if not is_archived(url)), "")
    return {variable: value for variable, value in item.items() if value}


def _people(record: Element, element: str) -> Iterator[dict[str, str]]:
    for author in record.iterfind(f"contributors/{element}/author"):
        if name := name_from_endnote(_text(author)):
            yield name


def _issued(record: Element) -> CslDate | None:
    """The date of publication, with the year where it has none: EndNote keeps `July 4` and `2024` apart."""
    year, day = _text(record.find("dates/year")), _text(record.find("dates/pub-dates/date"))
    date = date_variable(day)
    if date and "date-parts" in date:
        return date
    if re.fullmatch(r"\d{4}", year):
        joined = date_variable(f"{day} {year}") if day else None
        return joined if joined and "date-parts" in joined else date_variable(year)
    inferred = re.fullmatch(r"\[(\d{4})\]", year)
    return date or date_variable(f"?{inferred[1]}" if inferred else year)
