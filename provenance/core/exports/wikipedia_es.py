"""The Spanish Wikipedia's `{{cita noticia}}` and `{{cita web}}` (the documentation of both)."""

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

NAME = "wikipedia-es"
ABOUT = "{{cita noticia}} and {{cita web}} of the Spanish Wikipedia"
HELD = frozenset(
    (
        "author", "title", "URL", "container-title", "publisher", "publisher-place", "source", "edition", "volume",
        "issue", "page", "genre", "issued", "accessed", "language", "ISSN", "ISBN", "DOI", "PMID", "archive_location",
        "archive_date", "url_status",
    )
)  # fmt: skip

_WORDS = Words(months=MONTHS["es"], day="{day} de {month} de {year}", month="{month} de {year}", about="c.")
_NEWS = ("article-newspaper", "article-magazine")


def write(items: Sequence[Mapping[str, object]]) -> str:
    """The templates of CSL-JSON items, in their order, each on one line."""
    return "\n".join(
        template("cita noticia" if item.get("type") in _NEWS else "cita web", _fields(item))
        for item in clean_items(items)
    )


def _fields(item: Mapping[str, object]) -> Fields:
    news = item.get("type") in _NEWS
    yield from numbered_names(item.get("author"), last="apellidos", first="nombre", whole="autor")
    yield "fecha", _WORDS.written(item.get("issued"))
    yield "título", title_value(item.get("title") or "")
    yield "url", url_value(item.get("URL") or "")
    for parameter, variable in (
        ("periódico" if news else "sitioweb", "container-title"), ("ubicación", "publisher-place"), ("editorial", "publisher"),
        ("agencia", "source"), ("edición", "edition"), ("volumen", "volume"), ("número", "issue"), ("página", "page"),
        ("tipo", "genre"), ("doi", "DOI"), ("issn", "ISSN"), ("isbn", "ISBN"), ("pmid", "PMID"), ("idioma", "language"),
    ):  # fmt: skip
        yield parameter, text_value(item.get(variable) or "")
    if place := archived(item):
        yield "urlarchivo", url_value(place)
        yield "fechaarchivo", _WORDS.written(archive_day(item))
        # The template takes an archived page for a dead one unless it is told; it has no third word.
        yield "urlmuerta", "no" if item.get("url_status", "live") == "live" else "sí"
    yield "fechaacceso", _WORDS.written(item.get("accessed"))
