"""COinS: a citation in the `title` of an empty HTML `<span class="Z3988">`, as an OpenURL 1.0 ContextObject.

ANSI/NISO Z39.88-2004 with the KEV formats `info:ofi/fmt:kev:mtx:journal`, `book` and `dc`.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, urlencode

from provenance.core.csl import web_names
from provenance.core.csl.dates import partial_date
from provenance.core.csl.texts import clean_items
from provenance.core.csl.zotero_types import FROM_CSL

NAME = "coins"
ABOUT = "COinS: spans that reference managers find in a web page"
HELD = frozenset(
    (
        "type", "author", "title", "container-title", "publisher", "publisher-place", "volume", "issue", "page", "edition",
        "language", "issued", "URL", "DOI", "PMID", "ISBN", "ISSN", "abstract",
    )
)  # fmt: skip

_FORMAT = "info:ofi/fmt:kev:mtx:{}"
_JOURNAL = ("article-newspaper", "article-magazine", "article-journal")
_BOOK = {"book": "book", "chapter": "bookitem", "report": "report", "paper-conference": "proceeding"}


def write(items: Sequence[Mapping[str, object]]) -> str:
    """One span a line. A work that is neither an article nor a book is described in Dublin Core, its site as `source`.
    A date that is not whole in its year (W3CDTF) is left out, so is an approximate one.
    """
    return "\n".join(
        f'<span class="Z3988" title="{html.escape(_context(item))}"></span>' for item in clean_items(items)
    )


def _context(item: Mapping[str, object]) -> str:
    pairs = [(key, str(value)) for key, value in _pairs(item) if value]
    return urlencode(pairs, quote_via=quote, safe="")


def _pairs(item: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    kind = str(item.get("type"))
    form = "journal" if kind in _JOURNAL else "book" if kind in _BOOK else "dc"
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", _FORMAT.format(form)
    yield from _kind(kind, form)
    title = "atitle" if form == "journal" or kind == "chapter" else "btitle" if form == "book" else "title"
    yield f"rft.{title}", item.get("title")
    yield (
        "rft.jtitle" if form == "journal" else "rft.btitle" if kind == "chapter" else "rft.source",
        item.get("container-title"),
    )
    yield from _authors(item.get("author"))
    date = partial_date(item.get("issued"))
    if date is not None and date.year is not None and not date.year_uncertain and not date.approximate:
        yield "rft.date", date.edtf
    for variable, key in (
        ("publisher", "pub"), ("publisher-place", "place"), ("volume", "volume"), ("issue", "issue"), ("page", "pages"),
        ("edition", "edition"), ("language", "language"), ("abstract", "description"), ("ISBN", "isbn"), ("ISSN", "issn"),
    ):  # fmt: skip
        yield f"rft.{key}", item.get(variable)
    yield "rft_id", item.get("URL")
    for variable, scheme in (("DOI", "doi"), ("PMID", "pmid")):
        if value := item.get(variable):
            yield "rft_id", f"info:{scheme}/{value}"


def _kind(kind: str, form: str) -> Iterator[tuple[str, object]]:
    yield "rft.genre", "article" if form == "journal" else _BOOK.get(kind)
    # OpenURL has one genre for articles of every sort; the item type of Zotero, which reads it here, tells them apart.
    yield "rft.type", FROM_CSL.get(kind, kind)


def _authors(names: object) -> Iterator[tuple[str, object]]:
    """Every name as `rft.au`, inverted; the first person also by parts, institutions also as `rft.aucorp`."""
    people = list(web_names.names(names))
    for number, name in enumerate(people):
        if number == 0 and not web_names.literal(name):
            yield "rft.aulast", web_names.family(name)
            yield "rft.aufirst", web_names.given(name)
            yield "rft.ausuffix", web_names.suffix(name)
        if web_names.literal(name):
            yield "rft.aucorp", web_names.literal(name)
        yield "rft.au", web_names.inverted(name)
