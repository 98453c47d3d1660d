"""RIS: lines of `TY  - …` to `ER  - `, as reference managers and databases export them.

Tags: Research Information Systems, RIS Format Specifications (2001 and 2011 editions). Links stand in UR and L1 to L4;
LK is EndNote's and RefWorks's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from provenance.core.found import Found, date_text, given
from provenance.core.identifiers import doi_url
from provenance.core.model import Item, Origin, Problem
from provenance.core.scan import find_urls, is_host

NAME = "ris"
ABOUT = "RIS, as Zotero, EndNote, Mendeley and databases export it"

_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9]) {1,2}-(?: (?P<value>.*)|\s*)$")
_FIRST = re.compile(r"^\s*TY {1,2}- ", re.MULTILINE)
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

    tags: list[tuple[str, str, int]] = field(default_factory=list)

    def first(self, *names: str) -> str | None:
        return next((value for name in names for tag, value, _ in self.tags if tag == name and value.strip()), None)


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
    records = 0
    for part in _parts(text, file=file):
        if isinstance(part, Problem):
            problems.append(part)
            continue
        records += 1
        aside.update(span.url for tag, value, _ in part.tags if tag == "DO" for span in find_urls(value))
        told = _given(part)
        before = len(items)
        for tag, value, line in part.tags:
            if tag in _LINKS:
                origin = Origin(file=file, line=line, where=f"reference {records}, {tag}")
                links = [Item(url=url, given=told, origin=origin) for url in _urls(value)]
                items += links
                if tag == "UR" and value.strip() and not links:
                    problems.append(Problem(origin=origin, message=f"no link in {value.strip()[:80]!r}"))
        if len(items) == before:
            items += _dois(part, told, file=file, where=f"reference {records}, DO")
    return Found(items=tuple(items), problems=tuple(problems), records=records, aside=frozenset(aside))


def _parts(text: str, *, file: str) -> Iterator[_Record | Problem]:
    record: _Record | None = None
    for number, tag, value in _lines(text):
        if tag in ("TY", "ER"):
            if record:
                yield record
            record = _Record() if tag == "TY" else None
        elif record is None:
            shown = " ".join(value.split())[:80]
            yield Problem(origin=Origin(file=file, line=number), message=f"stands in no reference: {shown!r}")
        elif tag or record.tags:
            # A line without a tag goes on with the last one; its own number is kept for the links in it.
            record.tags.append((tag or record.tags[-1][0], value, number))
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


def _urls(value: str) -> list[str]:
    """The links of one value; a file on somebody's disk is none."""
    text = value.strip()
    spans = list(find_urls(text))
    if len(spans) == 1 and spans[0].start == 0 and not re.search(r"[\s<>\"]", text):
        return [text]
    if spans:
        return [span.url for span in spans]
    return [text] if is_host(text) and not text.lower().endswith((".pdf", ".html", ".htm", ".txt")) else []


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
