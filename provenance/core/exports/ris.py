"""RIS (Research Information Systems tags, in the reading of Zotero and EndNote): one `TAG  - value` a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provenance.core.csl.dates import partial_date

NAME = "ris"
ABOUT = "RIS, for EndNote, Mendeley and databases"
HELD = frozenset(
    [
        "type",
        "title",
        "author",
        "container-title",
        "issued",
        "publisher-place",
        "publisher",
        "section",
        "volume",
        "issue",
        "page",
        "edition",
        "genre",
        "DOI",
        "ISSN",
        "ISBN",
        "URL",
        "accessed",
        "language",
        "source",
        "archive_location",
    ]
)

_TYPES = {
    "article-newspaper": "NEWS",
    "article-magazine": "MGZN",
    "article-journal": "JOUR",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "book": "BOOK",
}


def write(items: Sequence[Mapping[str, object]]) -> str:
    """The records of CSL-JSON items, in their order."""
    return "\n".join(map(_record, items))


def _record(item: Mapping[str, object]) -> str:
    """One record, `TY` first and `ER` last. Dates are `yyyy/mm/dd/`, an unknown part is left empty and never filled."""
    lines = [("TY", _TYPES.get(str(item.get("type") or ""), "ELEC")), ("TI", item.get("title"))]
    lines += [("AU", name) for name in _names(item.get("author"))]
    issued = partial_date(item.get("issued"))
    lines += [
        ("T2", item.get("container-title")),
        ("PY", f"{issued.year:04d}" if issued and issued.year is not None else None),
        ("DA", _date(item.get("issued"))),
        ("CY", item.get("publisher-place")),
        ("PB", item.get("publisher")),
        ("SE", item.get("section")),
        ("VL", item.get("volume")),
        ("IS", item.get("issue")),
        ("SP", item.get("page")),
        ("ET", item.get("edition")),
        ("M3", item.get("genre")),
        ("DO", item.get("DOI")),
        ("SN", item.get("ISSN") or item.get("ISBN")),
        ("UR", item.get("URL")),
        ("Y2", _date(item.get("accessed"))),
        ("LA", item.get("language")),
        ("DP", item.get("source")),
        ("L2", item.get("archive_location")),
    ]
    written = "".join(f"{tag}  - {' '.join(str(value).split())}\n" for tag, value in lines if value)
    return f"{written}ER  - \n"


def _names(names: object) -> list[str]:
    """`Family, Given, Suffix`; an institution without a comma, which would make a given name of its second half."""
    if not isinstance(names, list):
        return []
    return [_name(name) for name in names if isinstance(name, Mapping)]


def _name(name: Mapping[str, object]) -> str:
    if literal := name.get("literal"):
        return str(literal).replace(",", "")
    family = " ".join(str(name[part]) for part in ("non-dropping-particle", "family") if name.get(part))
    given = " ".join(str(name[part]) for part in ("given", "dropping-particle") if name.get(part))
    return ", ".join(part for part in (family, given, str(name.get("suffix") or "")) if part)


def _date(variable: object) -> str | None:
    date = partial_date(variable)
    if date is None:
        return None
    year = "" if date.year is None else f"{date.year:04d}"
    month, day = (f"{part:02d}" if part is not None else "" for part in (date.month, date.day))
    return f"{year}/{month}/{day}/"
