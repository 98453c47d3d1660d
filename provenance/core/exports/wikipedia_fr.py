"""The French Wikipedia's `{{Article}}` and `{{Lien web}}` (the documentation of both)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provenance.core.csl.archived import archive_day
from provenance.core.csl.months import MONTHS
from provenance.core.csl.texts import clean_items
from provenance.core.wikitext import (
    Fields,
    Words,
    archived,
    numbered_names,
    template,
    text_value,
    title_value,
    url_value,
)

NAME = "wikipedia-fr"
ABOUT = "{{Article}} and {{Lien web}} of the French Wikipedia"
HELD = frozenset(
    (
        "author", "title", "URL", "container-title", "publisher", "publisher-place", "page", "issued", "accessed",
        "language", "ISSN", "ISBN", "DOI", "archive_location", "archive_date",
    )
)  # fmt: skip

_WORDS = Words(months=MONTHS["fr"], day="{day} {month} {year}", about="vers", first="1er")
_ARTICLES = ("article-newspaper", "article-magazine", "article-journal")


def write(items: Sequence[Mapping[str, object]]) -> str:
    """The templates of CSL-JSON items, in their order, each on one line."""
    return "\n".join(
        template("Article" if item.get("type") in _ARTICLES else "Lien web", _fields(item))
        for item in clean_items(items)
    )


def _fields(item: Mapping[str, object]) -> Fields:
    """In the order of the documentation. A volume and an issue have a place in `{{Article}}` alone."""
    article = item.get("type") in _ARTICLES
    yield "langue", text_value(item.get("language") or "")
    yield from numbered_names(item.get("author"), last="nom", first="prénom", whole="auteur")
    yield "titre", title_value(item.get("title") or "")
    yield "périodique" if article else "site", text_value(item.get("container-title") or "")
    yield "lieu", text_value(item.get("publisher-place") or "")
    yield "éditeur", text_value(item.get("publisher") or "")
    yield "volume", text_value(item.get("volume") or "") if article else None
    yield "numéro", text_value(item.get("issue") or "") if article else None
    yield "date", _WORDS.written(item.get("issued"))
    yield "pages" if article else "page", text_value(item.get("page") or "")
    for parameter, variable in (("issn", "ISSN"), ("isbn", "ISBN"), ("doi", "DOI")):
        yield parameter, text_value(item.get(variable) or "")
    yield "lire en ligne" if article else "url", url_value(item.get("URL") or "")
    if place := archived(item):
        yield "archive-url", url_value(place)
        yield "archive-date", _WORDS.written(archive_day(item))
    yield "consulté le", _WORDS.written(item.get("accessed"))
