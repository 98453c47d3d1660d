"""RIS: lines of `TY  - …` to `ER  - `, as reference managers and databases export them.

Tags: Research Information Systems, RIS Format Specifications (2001 and 2011 editions). Links stand in UR and L1 to L4;
LK is EndNote's and RefWorks's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from provenance.core.csl.dates import CslDate
from provenance.core.csl.names import name_from_text
from provenance.core.csl.texts import one_line
from provenance.core.csl.types import RIS_READ
from provenance.core.found import Found, date_text, date_variable, given
from provenance.core.identifiers import doi_url
from provenance.core.model import Item, Origin, Problem, Reference
from provenance.core.scan import find_urls
from provenance.core.stated import is_archived, links_in, serial_numbers

NAME = "ris"
ABOUT = "RIS, as Zotero, EndNote, Mendeley and databases export it"

_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9]) {1,2}-(?: (?P<value>.*)|\s*)$")
_FIRST = re.compile(r"^[^\S\n]*TY {1,2}- ", re.MULTILINE)
_LAST = re.compile(r"^ER {1,2}-", re.MULTILINE)
_LINKS = {"UR", "L1", "L2", "L3", "L4", "LK"}
# The first tag that is there speaks: T1 and A1 are the older names.
_VARIABLES = {
    "title": ("TI", "T1", "CT"),
    "issued": ("DA", "PY", "Y1"),
    "accessed": ("Y2", "RD"),
    "container-title": ("T2", "JO", "JF", "JA", "BT"),
    "publisher": ("PB",),
    "language": ("LA",),
    "DOI": ("DO",),
    "note": ("N1",),
}
_DATES = {"issued", "accessed"}


@dataclass(slots=True)
class _Record:
    """One reference while its lines are read: tag, value and line of each."""

    kind: str
    line: int
    tags: list[tuple[str, str, int]] = field(default_factory=list)
    _by_tag: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def add(self, tag: str, value: str, line: int) -> None:
        self._by_tag.setdefault(tag, []).append((len(self.tags), value))
        self.tags.append((tag, value, line))

    def first(self, *names: str) -> str | None:
        return next((value for name in names for _, value in self._by_tag.get(name, ()) if value.strip()), None)

    def every(self, *names: str) -> list[str]:
        if self._by_tag.keys().isdisjoint(names):
            return []
        told = sorted(pair for name in names for pair in self._by_tag.get(name, ()))
        return [text for _, value in told if (text := one_line(value))]

    def joined(self, *names: str) -> str:
        """All lines of the first of the tags that is there: an abstract goes over several."""
        return next((" ".join(lines) for name in names if (lines := self.every(name))), "")


def sniff(text: str, *, name: str) -> float:
    """By the tags that begin and end a reference."""
    if not _FIRST.search(text):
        return 0.05 if name.lower().endswith(".ris") else 0.0
    return 0.95 if _LAST.search(text) else 0.8


def read(text: str, *, file: str) -> Found:
    """Read the references. A reference that no ER closes ends where the next begins; what stands in none is a Problem."""
    items: list[Item] = []
    problems: list[Problem] = []
    aside: set[str] = set()
    references: list[Reference] = []
    records = 0
    for part in _parts(text, file=file):
        if isinstance(part, Problem):
            problems.append(part)
            continue
        records += 1
        aside.update(span.url for tag, value, _ in part.tags if tag == "DO" for span in find_urls(value))
        told = _given(part)
        where = f"reference {records}"
        references.append(Reference(item=_item(part), origin=Origin(file=file, line=part.line, where=where)))
        before = len(items)
        for tag, value, line in part.tags:
            if tag in _LINKS:
                origin = Origin(file=file, line=line, where=f"reference {records}, {tag}")
                links = [Item(url=url, given=told, origin=origin) for url in links_in(value)]
                items += links
                if tag == "UR" and value.strip() and not links:
                    problems.append(Problem(origin=origin, message=f"no link in {value.strip()[:80]!r}"))
        if len(items) == before:
            items += _dois(part, told, file=file, where=f"reference {records}, DO")
    return Found(
        items=tuple(items),
        problems=tuple(problems),
        records=records,
        references=tuple(references),
        aside=frozenset(aside),
    )


def _parts(text: str, *, file: str) -> Iterator[_Record | Problem]:
    record: _Record | None = None
    for number, tag, value in _lines(text):
        if tag in ("TY", "ER"):
            if record:
                yield record
            record = _Record(kind=value.strip().upper(), line=number) if tag == "TY" else None
        elif record is None:
            shown = " ".join(value.split())[:80]
            yield Problem(origin=Origin(file=file, line=number), message=f"stands in no reference: {shown!r}")
        elif tag or record.tags:
            # A line without a tag goes on with the last one; its own number is kept for the links in it.
            record.add(tag or record.tags[-1][0], value, number)
    if record:
        yield record


def _lines(text: str) -> Iterator[tuple[int, str | None, str]]:
    """The lines that are not empty: number, tag if there is one, value."""
    for number, line in enumerate(text.split("\n"), start=1):
        match = _TAG.match(line)
        if match:
            yield number, match.group("tag"), match.group("value") or ""
        elif line.strip():
            yield number, None, line


def _dois(record: _Record, told: dict[str, str], *, file: str, where: str) -> Iterator[Item]:
    """The DOI of a reference that has no link."""
    for tag, value, line in record.tags:
        if tag == "DO" and (url := doi_url(value)) is not None:
            yield Item(url=url, given=told, origin=Origin(file=file, line=line, where=where))


def _given(record: _Record) -> dict[str, str]:
    authors = [value for tag, value, _ in record.tags if tag in ("AU", "A1")]
    told = {variable: record.first(*tags) for variable, tags in _VARIABLES.items()}
    dated = {variable: date_text(value) for variable, value in told.items() if value and variable in _DATES}
    return given({**told, **dated, "author": "; ".join(authors)})


# -- the reference as a CSL-JSON item -----------------------------------------------------------------------------

_TEXTS = {
    "title": ("TI", "T1", "CT"), "container-title": ("T2", "JO", "JF", "JA", "BT"), "publisher": ("PB",),
    "publisher-place": ("CY", "PP"), "section": ("SE",), "volume": ("VL",), "issue": ("IS",), "edition": ("ET",),
    "genre": ("M3",), "language": ("LA",), "source": ("DP",), "abstract": ("AB", "N2"), "note": ("N1",), "DOI": ("DO",),
    "container-title-short": ("J2",), "collection-title": ("T3",), "call-number": ("CN",),
}  # fmt: skip
_NAMES = {"author": ("AU", "A1"), "editor": ("ED", "A2"), "translator": ("A4",)}
# `BT` is the book's own title in a whole book (2001 edition), and the book's in a chapter.
_WHOLE = {"BOOK", "EDBOOK", "EBOOK"}


def _item(record: _Record) -> dict[str, object]:
    """What the record states, by CSL variable."""
    if not record.tags:
        return {"type": RIS_READ.get(record.kind, "document")}
    item: dict[str, object] = {"id": record.joined("ID"), "type": RIS_READ.get(record.kind, "document")}
    item |= {variable: record.joined(*tags) for variable, tags in _TEXTS.items()}
    if record.kind in _WHOLE and not record.every("TI", "T1") and (title := record.joined("BT")):
        item |= {"title": title, "container-title": record.joined("T2")}
    if str(item["genre"]).startswith("10."):
        item["genre"] = ""
    item |= {variable: _people(record.every(*tags)) for variable, tags in _NAMES.items()}
    item["issued"] = _dated(record, "DA", "Y1", "PY")
    item["accessed"] = _dated(record, "Y2", "RD")
    start, end = record.joined("SP"), record.joined("EP")
    item["page"] = f"{start}-{end}" if start and end and start != end else start or end
    item["keyword"] = ", ".join(record.every("KW"))
    item |= serial_numbers(record.every("SN"))
    links = [url for tag in ("UR", "LK") for value in record.every(tag) for url in links_in(value)]
    item["URL"] = links[0] if links else ""
    item["archive_location"] = next(filter(is_archived, record.every("L2")), "")
    return {variable: value for variable, value in item.items() if value}


def _people(names: list[str]) -> list[dict[str, str]]:
    return list(filter(None, map(name_from_text, names)))


def _dated(record: _Record, *tags: str) -> CslDate | None:
    """The date of the first tag that tells one; words speak only where no tag has numbers. A day without a year takes
    that of `PY`, which is the same date.
    """
    dates = [date for tag in tags if (date := _date(record.joined(tag)))]
    numbered = [date for date in dates if "literal" not in date]
    first, year = next(iter(numbered or dates), None), re.match(r"\d{4}", record.joined("PY"))
    if first and year and "PY" in tags and str(first.get("edtf", "")).startswith("XXXX-"):
        return date_variable(str(first["edtf"]).replace("XXXX", year[0], 1))
    return first


def _date(value: str) -> CslDate | None:
    """`yyyy/mm/dd/other`: other information speaks where the numbers cannot – a doubt, a range, words."""
    match = re.fullmatch(r"(\d{1,4})?/(\d{1,2})?/(\d{1,2})?(?:/(.*))?", value)
    if match is None:
        return date_variable(value)
    year, month, day, other = match.groups()
    if other and (not year or re.search(r"\d{4}", other)):
        return date_variable(other)
    numbers = [(year or "XXXX").zfill(4), (month or "XX").zfill(2), (day or "XX").zfill(2)]
    while numbers and numbers[-1] == "XX":
        numbers.pop()
    return date_variable("-".join(numbers)) if numbers != ["XXXX"] else None
