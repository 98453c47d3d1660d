"""BibTeX for styles of 1988: everything from the web is `@misc`, for `@article` of the plain styles loses the URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provenance.core.csl.dates import date_words, partial_date
from provenance.core.csl.texts import one_line
from provenance.core.tex import entry_key, escaped, rich, verbatim_url
from provenance.core.texnames import tex_names

NAME = "bibtex"
ABOUT = "BibTeX, for the styles of 1988"
HELD = frozenset(
    [
        "author",
        "editor",
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
    inferred stands in brackets, one that is about right behind `c.`, and one that is not known is left out.
    """
    year, month = _date(item.get("issued"))
    title = rich(item.get("title"))
    fields = {
        "author": tex_names(item.get("author")),
        "editor": tex_names(item.get("editor")),
        # The whole title is braced: BibTeX would put every capital but the first in lower case.
        "title": f"{{{title}}}" if title else None,
        "howpublished": escaped(item.get("container-title")),
        "publisher": escaped(item.get("publisher")),
        "year": year,
        "doi": verbatim_url(item.get("DOI")),
        "issn": escaped(item.get("ISSN")),
        "isbn": escaped(item.get("ISBN")),
        "url": verbatim_url(item.get("URL")),
        "note": _note(item),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    lines += [f"  month = {month}"] if month else []
    body = ",\n".join(lines)
    return f"@misc{{{entry_key(item)},\n{body}\n}}"


def _date(variable: object) -> tuple[str, str]:
    """Year and month. `year` is a text in BibTeX, so a range and a date in words stand there as they are."""
    stated, date = date_words(variable), partial_date(variable)
    if date is None or "/" in stated:
        return escaped(stated), ""
    year = "" if date.year is None else f"{date.year:04d}"
    year = f"c. {year}".rstrip() if date.approximate else year
    if date.month is None:
        return f"[{year}]" if date.year_uncertain else year, ""
    month = _MONTHS[date.month - 1]
    month = month if date.day is None else f'{month} # "~{date.day}"'
    return f"[{year}]" if date.year_uncertain else year, month


def _note(item: Mapping[str, object]) -> str:
    source, accessed = escaped(item.get("source")), escaped(date_words(item.get("accessed")))
    archived = one_line(item.get("archive_location"))
    parts = [
        f"Source: {source}" if source else "",
        f"Accessed: {accessed}" if accessed else "",
        f"Archived at \\url{{{verbatim_url(archived)}}}" if archived.startswith(("http://", "https://")) else "",
    ]
    return ". ".join(part for part in parts if part)
