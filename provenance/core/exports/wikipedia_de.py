"""The German Wikipedia's `{{Internetquelle}}`, and `{{Literatur}}` for what has no URL (the documentation of both)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from provenance.core.csl import web_names
from provenance.core.csl.archived import archive_day
from provenance.core.csl.months import MONTHS
from provenance.core.csl.texts import clean_items
from provenance.core.wikitext import (
    Fields,
    Words,
    archived,
    template,
    text_value,
    title_value,
    url_value,
)

NAME = "wikipedia-de"
ABOUT = "{{Internetquelle}} and {{Literatur}} of the German Wikipedia"
HELD = frozenset(
    (
        "author", "title", "URL", "container-title", "publisher", "page", "issued", "accessed", "language",
        "archive_location", "archive_date",
    )
)  # fmt: skip

# Both templates take ISO 8601 and set it in words themselves.
_WORDS = Words(months=MONTHS["de"], day="{iso}", about="um")
_MARKS = re.compile(r"(?P<reference>&#?\w+;)|[,;]|&(?=#?\w*$)")


def write(items: Sequence[Mapping[str, object]]) -> str:
    """The templates of CSL-JSON items, in their order, each on one line. `{{Internetquelle}}` needs a URL."""
    return "\n".join(
        template("Internetquelle", _page(item)) if item.get("URL") else template("Literatur", _print(item))
        for item in clean_items(items)
    )


def _page(item: Mapping[str, object]) -> Fields:
    yield "autor", _authors(item.get("author"))
    yield "url", url_value(item.get("URL") or "")
    yield "titel", title_value(item.get("title") or "")
    for parameter, variable in (("werk", "container-title"), ("hrsg", "publisher"), ("seiten", "page")):
        yield parameter, text_value(item.get(variable) or "")
    yield "datum", _WORDS.written(item.get("issued"))
    if place := archived(item):
        yield "archiv-url", url_value(place)
        yield "archiv-datum", _WORDS.written(archive_day(item))
        yield "offline", "1" if item.get("url_status") == "dead" else None
    yield "abruf", _WORDS.written(item.get("accessed"))
    yield "sprache", text_value(item.get("language") or "")


def _print(item: Mapping[str, object]) -> Fields:
    yield "Autor", _authors(item.get("author"))
    yield "Titel", title_value(item.get("title") or "")
    for parameter, variable in (
        ("Sammelwerk", "container-title"), ("Band", "volume"), ("Nummer", "issue"), ("Auflage", "edition"),
        ("Verlag", "publisher"), ("Ort", "publisher-place"),
    ):  # fmt: skip
        yield parameter, text_value(item.get(variable) or "")
    yield "Datum", _WORDS.written(item.get("issued"))
    for parameter, variable in (
        ("Seiten", "page"), ("ISBN", "ISBN"), ("ISSN", "ISSN"), ("DOI", "DOI"), ("PMID", "PMID"), ("Sprache", "language"),
    ):  # fmt: skip
        yield parameter, text_value(item.get(variable) or "")
    yield "Abruf", _WORDS.written(item.get("accessed"))


def _authors(value: object) -> str:
    """One field for all names, given names first. A comma or semicolon in a name is written as a reference: it would end
    the name. Those of character references are part of them; what would become one with the semicolon behind it is written as
    a reference too.
    """
    names = (text_value(web_names.display(name)) for name in web_names.names(value))
    return "; ".join(_MARKS.sub(lambda match: match["reference"] or f"&#{ord(match.group())};", name) for name in names)
