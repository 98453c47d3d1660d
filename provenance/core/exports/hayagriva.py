"""Hayagriva YAML, the bibliography of Typst (hayagriva, docs/file-format.md): what an article stands in is its parent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provenance.core.csl.dates import date_words, partial_date
from provenance.core.csl.names import names_of, part_of
from provenance.core.csl.texts import one_line
from provenance.core.csl.types import HAYAGRIVA

NAME = "hayagriva"
ABOUT = "Hayagriva YAML, for Typst"

_FORMATTABLE = {"publisher": "publisher", "publisher-place": "location", "note": "note"}
_PLAIN = {"edition": "edition", "page": "page-range", "language": "language"}
_NUMBERS = {"volume": "volume", "issue": "issue"}
_SERIAL = {"DOI": "doi", "ISSN": "issn", "ISBN": "isbn"}
_OTHERS = ("type", "title", "author", "editor", "container-title", "issued", "accessed", "URL")
HELD = frozenset((*_OTHERS, *_FORMATTABLE, *_PLAIN, *_NUMBERS, *_SERIAL))


def write(items: Sequence[Mapping[str, object]]) -> str:
    """One mapping of the entries of CSL-JSON items, in their order."""
    import yaml

    entries = {one_line(item.get("id")) or f"item{place}": _entry(item) for place, item in enumerate(items, start=1)}
    return str(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=10_000_000))


def _entry(item: Mapping[str, object]) -> dict[str, object]:
    kind, around = HAYAGRIVA.get(str(item.get("type") or ""), HAYAGRIVA["webpage"])
    url, seen = one_line(item.get("URL")), _date(item.get("accessed"))
    container = _formattable(item.get("container-title"))
    entry: dict[str, object] = {
        "type": kind,
        "title": _formattable(item.get("title")),
        "author": [_person(name) for name in names_of(item.get("author"))],
        "editor": [_person(name) for name in names_of(item.get("editor"))],
        "date": _date(item.get("issued")),
        **{field: _formattable(item.get(variable)) for variable, field in _FORMATTABLE.items()},
        **{field: one_line(item.get(variable)) for variable, field in {**_PLAIN, **_NUMBERS}.items()},
        "url": {"value": url, "date": seen} if url and seen else url,
        "serial-number": {field: text for variable, field in _SERIAL.items() if (text := one_line(item.get(variable)))},
        # The type of a parent tells an article of a newspaper from one of a journal, so it is there without a title too.
        "parent": {"type": around, **({"title": container} if container else {})} if around or container else None,
    }
    return {field: value for field, value in entry.items() if value}


def _formattable(value: object) -> object:
    """A text; where it holds what Hayagriva reads as a sign for case or mathematics, one that is not to be read."""
    text = one_line(value)
    return {"value": text, "verbatim": True} if set(text) & set("{}$\\") else text


def _person(name: Mapping[str, object]) -> dict[str, str]:
    if literal := one_line(name.get("literal")):
        return {"name": literal}
    parts = {
        "name": part_of(name, "family"),
        "given-name": part_of(name, "given", "dropping-particle"),
        "prefix": part_of(name, "non-dropping-particle"),
        "suffix": part_of(name, "suffix"),
    }
    return {"name": parts["name"], **{key: part for key, part in parts.items() if part}}


def _date(variable: object) -> str:
    """A date as whole as it is known; `~` where it is about right or its year inferred. A range, words and a date without
    a year have no place.
    """
    date = partial_date(variable)
    if date is None or date.year is None or "/" in date_words(variable) or (date.day and not date.month):
        return ""
    return ("~" if date.approximate or date.year_uncertain else "") + date.day_only
