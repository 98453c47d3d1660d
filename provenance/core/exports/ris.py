"""RIS (Research Information Systems tags, in the reading of Zotero and EndNote): one `TAG  - value` a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from provenance.core.csl.dates import date_words, partial_date
from provenance.core.csl.names import names_of, text_name
from provenance.core.csl.texts import one_line
from provenance.core.csl.types import RIS

NAME = "ris"
ABOUT = "RIS, for EndNote, Mendeley and databases"

# One tag a variable, in the order in which they are written; names, dates, pages and numbers have rules of their own.
_TAGS = {
    "container-title": "T2", "publisher-place": "CY", "publisher": "PB", "section": "SE", "volume": "VL", "issue": "IS",
    "edition": "ET", "genre": "M3", "DOI": "DO", "ISSN": "SN", "ISBN": "SN", "URL": "UR", "language": "LA",
    "source": "DP", "archive_location": "L2", "abstract": "AB", "note": "N1",
}  # fmt: skip
HELD = frozenset(("type", "title", "author", "editor", "issued", "accessed", "page", *_TAGS))


def write(items: Sequence[Mapping[str, object]]) -> str:
    """The records of CSL-JSON items, in their order."""
    return "\n".join(map(_record, items))


def _record(item: Mapping[str, object]) -> str:
    """One record, `TY` first and `ER` last."""
    lines = [("TY", RIS.get(str(item.get("type") or ""), "ELEC")), ("ID", item.get("id")), ("TI", item.get("title"))]
    lines += [("AU", _name(name)) for name in names_of(item.get("author"))]
    lines += [("ED", _name(name)) for name in names_of(item.get("editor"))]
    issued = partial_date(item.get("issued"))
    lines += [
        ("PY", f"{issued.year:04d}" if issued and issued.year is not None else None),
        ("DA", _date(item.get("issued"))),
        ("Y2", _date(item.get("accessed"))),
        *_pages(one_line(item.get("page"))),
        *((tag, item.get(variable)) for variable, tag in _TAGS.items()),
    ]
    written = "".join(f"{tag}  - {text}\n" for tag, value in lines if (text := one_line(value)))
    return f"{written}ER  - \n"


def _name(name: Mapping[str, object]) -> str:
    """`Family, Given, Suffix`; an institution without a comma, which would make a given name of its second half."""
    return text_name(name).replace(",", "") if name.get("literal") else text_name(name)


def _pages(page: str) -> Iterator[tuple[str, str]]:
    """A range of two pages as start and end, anything else in one."""
    ends = re.fullmatch(r"(\w+)-(\w+)", page)
    yield from zip(("SP", "EP"), ends.groups(), strict=True) if ends else [("SP", page)]


def _date(variable: object) -> str | None:
    """`yyyy/mm/dd/other`, an unknown part left empty and never filled. What the numbers do not tell – a doubt, a range,
    words – stands in the part for other information, as EDTF where it is a date.
    """
    stated, date = date_words(variable), partial_date(variable)
    if date is None:
        return f"///{stated}" if stated else None
    year = "" if date.year is None else f"{date.year:04d}"
    month, day = (f"{part:02d}" if part is not None else "" for part in (date.month, date.day))
    told = date.year is None or stated == date.day_only
    return f"{year}/{month}/{day}/{'' if told and not date.approximate else stated}"
