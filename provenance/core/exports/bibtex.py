"""BibTeX for styles of 1988: everything from the web is `@misc`, for `@article` of the plain styles loses the URL."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from provenance.core.csl.dates import partial_date
from provenance.core.tex import entry_key, escaped, verbatim_url

NAME = "bibtex"
ABOUT = "BibTeX, for the styles of 1988"
HELD = frozenset(
    [
        "author",
        "title",
        "container-title",
        "publisher",
        "issued",
        "DOI",
        "ISSN",
        "ISBN",
        "URL",
        "source",
        "accessed",
        "archive_location",
    ]
)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(items: Sequence[Mapping[str, object]]) -> str:
    """The entries of CSL-JSON items, in their order."""
    return "\n\n".join(map(_entry, items))


def _entry(item: Mapping[str, object]) -> str:
    """One `@misc` entry, UTF-8. A day has no field in BibTeX and stands in `month`, joined with `#`; a year that is
    inferred stands in brackets, one that is not known is left out.
    """
    date = partial_date(item.get("issued"))
    year = None if date is None or date.year is None else str(date.year)
    fields = {
        "author": _names(item.get("author")),
        # The whole title is braced: BibTeX would put every capital but the first in lower case.
        "title": _in_braces(
            escaped(re.sub(r"</?(?:i|b|sup|sub|span)(?:\s[^<>]*)?>", "", str(item.get("title") or "")))
        ),
        "howpublished": escaped(item.get("container-title")),
        "publisher": escaped(item.get("publisher")),
        "year": _in_brackets(year) if date and date.year_uncertain else year,
        "doi": verbatim_url(item.get("DOI")),
        "issn": escaped(item.get("ISSN")),
        "isbn": escaped(item.get("ISBN")),
        "url": verbatim_url(item.get("URL")),
        "note": _note(item),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if date is not None and date.month is not None:
        month = _MONTHS[date.month - 1]
        lines.append(f"  month = {month}" if date.day is None else f'  month = {month} # "~{date.day}"')
    body = ",\n".join(lines)
    return f"@misc{{{entry_key(item)},\n{body}\n}}"


def _in_braces(text: str) -> str:
    return f"{{{text}}}" if text else ""


def _in_brackets(year: str | None) -> str | None:
    return f"[{year}]" if year else None


def _names(names: object) -> str:
    if not isinstance(names, list):
        return ""
    return " and ".join(_name(name) for name in names if isinstance(name, Mapping))


def _name(name: Mapping[str, object]) -> str:
    if literal := name.get("literal"):
        return _in_braces(escaped(literal))
    family = escaped(" ".join(str(name[part]) for part in ("non-dropping-particle", "family") if name.get(part)))
    given = escaped(" ".join(str(name[part]) for part in ("given", "dropping-particle") if name.get(part)))
    suffix = escaped(name.get("suffix"))
    return ", ".join(part for part in (family, suffix, given) if part) if given or suffix else _in_braces(family)


def _note(item: Mapping[str, object]) -> str:
    accessed = partial_date(item.get("accessed"))
    archived = str(item.get("archive_location") or "")
    parts = [
        escaped(item.get("source")),
        f"Accessed: {accessed.edtf}" if accessed else "",
        f"Archived at \\url{{{verbatim_url(archived)}}}" if archived.startswith(("http://", "https://")) else "",
    ]
    return ". ".join(part for part in parts if part)
