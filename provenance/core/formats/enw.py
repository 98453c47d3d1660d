"""EndNote's tagged format (`.enw`, refer): `%0 Newspaper Article`, `%A Family, Given`, one field a line, an empty line between
references (EndNote manual, "Refer/BibIX import format").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.core.csl.names import name_from_endnote
from provenance.core.csl.texts import one_line
from provenance.core.csl.types import ENDNOTE_READ
from provenance.core.found import Found, date_variable, told
from provenance.core.identifiers import doi_url
from provenance.core.model import Item, Origin, Problem, Reference
from provenance.core.stated import links_in, serial_numbers

NAME = "enw"
ABOUT = "EndNote's tagged format (.enw, refer)"

_TAG = re.compile(r"%(?P<tag>[0-9A-Z@!*+?^&\[\]$()~<>#])(?: (?P<value>.*))?$")
_FIRST = re.compile(r"^%0 \S", re.MULTILINE)
_FIELD = re.compile(r"^%[A-Z] \S", re.MULTILINE)
_TEXTS = {
    "title": "T", "container-title": "JB", "publisher": "I", "publisher-place": "C", "volume": "V", "issue": "N", "page": "P",
    "edition": "7", "DOI": "R", "abstract": "X", "note": "Z", "language": "G", "genre": "9", "section": "&", "source": "~",
    "collection-title": "S", "title-short": "!", "call-number": "L",
}  # fmt: skip
_NAMES = {"author": "A", "editor": "E", "translator": "?", "collection-editor": "Y"}

_Fields = list[tuple[str, str, int]]


def sniff(text: str, *, name: str) -> float:  # noqa: ARG001 - the door of every format
    """By a type of reference, and fields below it."""
    return 0.93 if _FIRST.search(text) and _FIELD.search(text) else 0.0


def read(text: str, *, file: str) -> Found:
    """Read the references: links stand in `%U`; where there is none, the DOI is the link."""
    items: list[Item] = []
    problems: list[Problem] = []
    references: list[Reference] = []
    for fields in _references(text, problems, file=file):
        item, number = _item(fields), len(references) + 1
        references.append(
            Reference(item=item, origin=Origin(file=file, line=fields[0][2], where=f"reference {number}"))
        )
        links = [(url, line, "%U") for tag, value, line in fields if tag in ("U", ">") for url in links_in(value)]
        if not links:
            dois = [(doi_url(value), line) for tag, value, line in fields if tag == "R"]
            links = [(url, line, "doi") for url, line in dois if url]
        said = told(item) if links else {}
        for url, line, field in links:
            origin = Origin(file=file, line=line, where=f"reference {number}, {field}")
            items.append(Item(url=url, given=said, origin=origin))
        for tag, value, line in fields:
            if tag == "U" and value.strip() and not links_in(value):
                origin = Origin(file=file, line=line, where=f"reference {number}, %U")
                problems.append(Problem(origin=origin, message=f"no link in {value.strip()[:80]!r}"))
    return Found(items=tuple(items), problems=tuple(problems), records=len(references), references=tuple(references))


def _references(text: str, problems: list[Problem], *, file: str) -> Iterator[_Fields]:
    """The fields of each reference. A line without a tag goes on with the field above it."""
    fields: _Fields = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = _TAG.match(line)
        if match and (match["tag"] == "0" or not fields):
            if fields:
                yield fields
            fields = []
        if match:
            fields.append((match["tag"], match["value"] or "", number))
        elif line.strip() and fields:
            fields.append((fields[-1][0], line, number))
        elif line.strip():
            shown = " ".join(line.split())[:80]
            problems.append(
                Problem(origin=Origin(file=file, line=number), message=f"stands in no reference: {shown!r}")
            )
    if fields:
        yield fields


def _item(fields: _Fields) -> dict[str, object]:
    by_tag: dict[str, list[tuple[int, str]]] = {}
    for place, (tag, value, _) in enumerate(fields):
        if text := one_line(value):
            by_tag.setdefault(tag, []).append((place, text))

    def every(tags: str) -> list[str]:
        if by_tag.keys().isdisjoint(tags):
            return []
        return [text for _, text in sorted(pair for tag in tags for pair in by_tag.get(tag, ()))]

    item: dict[str, object] = {"id": "".join(every("F")[:1])}
    item["type"] = ENDNOTE_READ.get("".join(every("0")[:1]).lower(), "document")
    item |= {variable: " ".join(every(tags)) for variable, tags in _TEXTS.items()}
    # A journal speaks before a book or a series that is there beside it.
    item["container-title"] = " ".join(every("J") or every("B"))
    item |= {variable: list(filter(None, map(name_from_endnote, every(tag)))) for variable, tag in _NAMES.items()}
    day, year = " ".join(every("8")), "".join(every("D")[:1])
    dates = [date_variable(text) for text in (day, f"{day} {year}" if day else "", year)]
    item["issued"] = next((date for date in dates if date and "date-parts" in date), None) or next(
        filter(None, dates), None
    )
    item["accessed"] = date_variable("".join(every("[")[:1]))
    item["keyword"] = ", ".join(every("K"))
    item |= serial_numbers(every("@"))
    item["URL"] = next((url for value in every("U") for url in links_in(value)), "")
    return {variable: value for variable, value in item.items() if value}
