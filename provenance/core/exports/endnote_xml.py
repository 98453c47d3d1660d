"""EndNote XML, what EndNote imports and exports without loss of letters (element names: EndNote's RSXML.dtd)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from provenance.core.csl.dates import date_words, english_day, partial_date
from provenance.core.csl.names import endnote_name, names_of
from provenance.core.csl.texts import one_line
from provenance.core.csl.types import ENDNOTE

NAME = "endnote-xml"
ABOUT = "EndNote XML, for EndNote, Zotero and Mendeley"

# Elements that hold one text, in the order of the DTD, around those that hold others.
_BEFORE_DATES = {"page": "pages", "volume": "volume", "issue": "number", "section": "section", "edition": "edition"}
_BEHIND_DATES = {"publisher-place": "pub-location", "publisher": "publisher"}
_LAST = {
    "DOI": "electronic-resource-num", "abstract": "abstract", "note": "notes", "language": "language",
    "genre": "work-type", "source": "remote-database-name",
}  # fmt: skip
_OTHERS = ("type", "author", "editor", "title", "container-title", "issued", "accessed", "ISSN", "ISBN", "URL")
HELD = frozenset((*_OTHERS, "archive_location", *_BEFORE_DATES, *_BEHIND_DATES, *_LAST))


def write(items: Sequence[Mapping[str, object]]) -> str:
    """One document with the records of CSL-JSON items, in their order."""
    records = "\n".join(map(_record, items))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<xml>\n<records>\n{records}\n</records>\n</xml>\n'


def _record(item: Mapping[str, object]) -> str:
    name, number = ENDNOTE.get(str(item.get("type") or ""), ENDNOTE["webpage"])
    key = one_line(item.get("id"))
    serials = "\n".join(filter(None, (one_line(item.get("ISSN")), one_line(item.get("ISBN")))))
    parts = [
        f'<foreign-keys><key app="EN">{escape(key)}</key></foreign-keys>' if key else "",
        f"<ref-type name={quoteattr(name)}>{number}</ref-type>",
        _holding(
            "contributors", _people("authors", item.get("author")), _people("secondary-authors", item.get("editor"))
        ),
        _holding(
            "titles", _element("title", item.get("title")), _element("secondary-title", item.get("container-title"))
        ),
        *_texts(item, _BEFORE_DATES),
        _holding("dates", *_dates(item.get("issued"))),
        *_texts(item, _BEHIND_DATES),
        f"<isbn>{escape(serials)}</isbn>" if serials else "",
        *_texts(item, _LAST),
        _element("access-date", date_words(item.get("accessed"))),
        _holding("urls", _holding("related-urls", *_urls(item))),
    ]
    return _holding("record", *(f"\n  {part}" for part in parts if part), "\n")


def _holding(name: str, *inner: str) -> str:
    """An element around others; nothing around nothing."""
    content = "".join(inner)
    return f"<{name}>{content}</{name}>" if content else ""


def _element(name: str, value: object) -> str:
    return _holding(name, escape(one_line(value)))


def _texts(item: Mapping[str, object], elements: Mapping[str, str]) -> Iterator[str]:
    return (_element(name, item.get(variable)) for variable, name in elements.items())


def _people(element: str, names: object) -> str:
    return _holding(element, *(_element("author", endnote_name(name)) for name in names_of(names)))


def _dates(variable: object) -> Iterator[str]:
    """The year where it is known, in brackets where it is inferred, and the date as far as it is known: EDTF or words."""
    stated, date = date_words(variable), partial_date(variable)
    year = None if date is None or date.year is None or "/" in stated else f"{date.year:04d}"
    yield _element("year", f"[{year}]" if date and year and date.year_uncertain else year)
    if stated != year:
        bare = date is not None and date.year is None and not date.approximate
        yield _holding("pub-dates", _element("date", english_day(date) if date and bare else stated))


def _urls(item: Mapping[str, object]) -> Iterator[str]:
    yield _element("url", item.get("URL"))
    yield _element("url", item.get("archive_location"))
