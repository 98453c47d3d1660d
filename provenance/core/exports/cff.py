"""References of CITATION.cff (Citation File Format 1.2.0, schema guide): the list `references`, to stand in the file of
one's own software, whose title and authors nobody but its authors knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from provenance.core.csl.dates import date_words, partial_date
from provenance.core.csl.names import names_of, part_of
from provenance.core.csl.texts import one_line
from provenance.core.csl.types import CFF

NAME = "cff"
ABOUT = "References of CITATION.cff"

# CSL variable → key; of periodicals the container is a `journal`, of anything else a `collection-title`.
_TEXTS = {
    "edition": "edition", "volume": "volume", "issue": "issue", "number": "number", "section": "section",
    "abstract": "abstract", "note": "notes", "source": "database", "version": "version",
}  # fmt: skip
# What the schema takes in one spelling only; a value in any other has no place.
_SPELT = {
    "DOI": ("doi", re.compile(r"10\.\d{4,9}(?:\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+")),
    "ISSN": ("issn", re.compile(r"\d{4}-\d{3}[\dxX]")),
    "ISBN": ("isbn", re.compile(r"[0-9\- ]{10,17}X?")),
    "URL": ("url", re.compile(r"(?:https?|s?ftp)://\S+")),
}
_PERIODICALS = frozenset(("article-journal", "article-magazine", "article-newspaper"))
_PEOPLE = {"author": "authors", "editor": "editors", "translator": "translators"}
_OTHERS = ("type", "title", "container-title", "publisher", "publisher-place", "issued", "accessed", "page", "language")
HELD = frozenset((*_OTHERS, *_PEOPLE, *_TEXTS, *_SPELT))
UNSTATED = "anonymous"
"""The schema asks for an author of every reference; so stands there that none is stated."""


def write(items: Sequence[Mapping[str, object]]) -> str:
    """One list of references of CSL-JSON items, in their order."""
    import yaml

    document = {"references": [_reference(item) for item in items]}
    return str(yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=10_000_000))


def _reference(item: Mapping[str, object]) -> dict[str, object]:
    kind = str(item.get("type") or "")
    container = "journal" if kind in _PERIODICALS else "collection-title"
    language = one_line(item.get("language")).split("-")[0].lower()
    people = {key: _people(item.get(variable)) for variable, key in _PEOPLE.items()}
    reference: dict[str, object] = {
        "type": CFF.get(kind, "generic"),
        "title": one_line(item.get("title")),
        **people,
        "authors": people["authors"] or [{"name": UNSTATED}],
        container: one_line(item.get("container-title")),
        "publisher": _entity(item.get("publisher")),
        "location": _entity(item.get("publisher-place")),
        **_issued(item.get("issued")),
        "date-accessed": _day(item.get("accessed")),
        **{key: one_line(item.get(variable)) for variable, key in _TEXTS.items()},
        **_pages(one_line(item.get("page"))),
        "languages": [language] if re.fullmatch(r"[a-z]{2,3}", language) else [],
        **{
            key: text
            for variable, (key, spelling) in _SPELT.items()
            if spelling.fullmatch(text := one_line(item.get(variable)))
        },
    }
    return {key: value for key, value in reference.items() if value}


def _entity(value: object) -> dict[str, str] | None:
    return {"name": text} if (text := one_line(value)) else None


def _people(value: object) -> list[dict[str, str]]:
    """The names, each once, as the schema asks."""
    people: list[dict[str, str]] = []
    for name in names_of(value):
        person = _person(name)
        if person not in people:
            people.append(person)
    return people


def _person(name: Mapping[str, object]) -> dict[str, str]:
    if literal := one_line(name.get("literal")):
        return {"name": literal}
    parts = {
        "family-names": part_of(name, "family"),
        "given-names": part_of(name, "given", "dropping-particle"),
        "name-particle": part_of(name, "non-dropping-particle"),
        "name-suffix": part_of(name, "suffix"),
    }
    return {key: part for key, part in parts.items() if part}


def _issued(variable: object) -> dict[str, object]:
    """A whole day, or year and month. A range, words, a date without a year and one that is not sure have no place."""
    if day := _day(variable):
        return {"date-published": day}
    date = partial_date(variable)
    if date is None or date.year is None or date.day or date.approximate or date.year_uncertain:
        return {}
    if "/" in date_words(variable):
        return {}
    return {"year": date.year, "month": date.month}


def _day(variable: object) -> str:
    date = partial_date(variable)
    if date is None or None in (date.year, date.month, date.day) or "/" in date_words(variable):
        return ""
    return "" if date.approximate or date.year_uncertain else date.day_only


def _pages(text: str) -> dict[str, str]:
    """From one page to another, or whatever is said of them."""
    both = re.fullmatch(r"([^\s,;-]+)-([^\s,;-]+)", text)
    return {"start": both[1], "end": both[2]} if both else {"start": text}
