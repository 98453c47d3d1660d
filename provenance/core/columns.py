"""Columns of tables, whatever the table is written in: which hold links, and what the others say of those links.

Columns of links are found by what stands in them; their names only tell what the other columns say of the links.
A row is its cells by the number of their column, from 0.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from provenance.core.found import day_of_stamp, given
from provenance.core.identifiers import doi_url
from provenance.core.scan import find_urls, is_host, meant_as_link

Cells: TypeAlias = Mapping[int, str]

# Column names in lower case, those of exports first, then what people write in German, French, Spanish, Italian,
# Portuguese and Dutch.
_VARIABLES = {
    "title": ("title", "headline", "article title", "title primary", "name", "titel", "überschrift", "schlagzeile", "titre", "título", "titular",
              "titolo", "kop"),
    "author": ("author", "authors", "authors, primary", "byline", "creator", "autor", "autorin", "autor:in", "verfasser", "auteur", "autora", "autore"),
    "issued": ("date", "issued", "published", "date published", "publication date", "publication year", "pub year", "year", "datum", "erschienen",
               "veröffentlicht", "jahr", "date de publication", "publié le", "année", "fecha", "fecha de publicación", "año", "data", "anno", "ano", "jaar"),
    "accessed": ("accessed", "access date", "date accessed", "retrieved", "retrieved date", "time_added", "created", "timestamp", "abgerufen",
                 "abgerufen am", "abruf", "abrufdatum", "consulté le", "date de consultation", "fecha de acceso", "consultado", "consultado el",
                 "consultato", "acesso em", "geraadpleegd"),
    "container-title": ("container-title", "publication title", "publication", "outlet", "source", "site", "journal",
                        "newspaper", "periodical full", "website", "medium", "zeitung", "quelle", "média", "medio", "fuente", "fonte", "testata", "krant", "bron"),
    "publisher": ("publisher", "verlag", "éditeur", "editorial", "editore", "editora", "uitgever"),
    "language": ("language", "lang", "sprache", "langue", "idioma", "lingua", "taal"),
    "DOI": ("doi",),
    "note": ("note", "notes", "excerpt", "description", "selection", "notiz", "notizen", "anmerkung", "remarque", "notas", "nota", "opmerking"),
    "folder": ("folder", "collection", "ordner", "dossier", "carpeta", "cartella", "pasta", "map"),
    "keyword": ("tags", "keywords", "manual tags", "schlagwörter", "mots-clés", "etiquetas", "palabras clave"),
}  # fmt: skip
_DATES = {"issued", "accessed"}
PICTURES = frozenset({"cover", "favicon", "icon", "thumbnail"})
"""Columns whose URLs are of pictures beside the links."""
# Instapaper writes its tags as a list of JSON.
_JSON_LIST = re.compile(r"^\s*\[(.*)\]\s*$", re.DOTALL)
NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "none", "null", "?"})
"""What people write into a cell that is to stay empty."""
_FORMULA = re.compile(r'=\s*HYPERLINK\(\s*"([^"]+)"\s*(?:[,;].*)?\)\s*$', re.IGNORECASE | re.DOTALL)
_BETWEEN = re.compile(r"[\s,;|<>\"'.)\]}]*")


def find_one(text: str) -> bool:
    """Whether a text holds a URL at all."""
    return next(find_urls(text), None) is not None


def header(row: Sequence[str]) -> list[str]:
    """The names of the columns, if no link stands in their row."""
    if any(find_one(cell) or meant_as_link(cell.strip()) for cell in row):
        return []
    return [" ".join(cell.strip("\ufeff").split()) for cell in row]


class Tally:
    """What stands in the columns of a table, row by row."""

    def __init__(self) -> None:
        self._told: Counter[int] = Counter()
        self._linked: Counter[int] = Counter()

    def add(self, row: Cells) -> None:
        """Count a row."""
        for index, cell in row.items():
            if cell.strip().lower() not in NOTHING:
                self._told[index] += 1
                self._linked[index] += _only_links(cell)

    @property
    def link_columns(self) -> set[int]:
        """As the function of that name, of the rows so far."""
        return {index for index, count in self._told.items() if self._linked[index] * 2 > count}


def link_columns(rows: Sequence[Cells]) -> set[int]:
    """The columns of which most cells that say something are links and nothing else."""
    tally = Tally()
    for row in rows:
        tally.add(row)
    return tally.link_columns


def _only_links(cell: str) -> bool:
    text = cell.strip()
    spans = list(find_urls(text)) if "/" in text else []
    if not spans:
        return not re.search(r"\s", text) and meant_as_link(text)
    rest = "".join(
        text[end:start]
        for end, start in zip([0, *(s.end for s in spans)], [*(s.start for s in spans), len(text)], strict=True)
    )
    return _BETWEEN.fullmatch(rest) is not None


def links_of(cell: str, *, in_column: bool) -> Iterator[tuple[str, int]]:
    """The links of a cell, each with the number of line ends before it. in_column: whether its column is one of links."""
    text = cell.strip()
    spans = list(find_urls(cell)) if "/" in cell else []
    if len(spans) == 1 and text.startswith(spans[0].url) and not re.search(r"\s", text):
        yield text.rstrip(",;"), cell.count("\n", 0, spans[0].start)
        return
    for span in spans:
        yield span.url, cell.count("\n", 0, span.start)
    if not spans and in_column and not re.search(r"\s", text) and (meant_as_link(text) or is_host(text)):
        yield text, 0


def behind_formula(cell: str) -> str:
    """The link of a cell that is a formula of a spreadsheet, as Google Sheets and Excel write it into CSV; else the cell."""
    match = _FORMULA.match(cell) if cell[:1] == "=" else None
    return match[1] if match else cell


def doi_in(names: Mapping[int, str], row: Cells) -> tuple[int, str] | None:
    """The column of DOIs and the URL of the one in it: the link of a row that has no other."""
    for index, name in names.items():
        if name.lower() == "doi" and (url := doi_url(row.get(index, ""))) is not None:
            return index, url
    return None


def given_by(names: Mapping[int, str], row: Cells) -> dict[str, str]:
    """What a row says of its links, by CSL variable. names: of the columns."""
    cells = {names[index].lower(): cell for index, cell in row.items() if index in names and cell.strip()}
    told = {
        variable: next((cells[name] for name in known if name in cells), None) for variable, known in _VARIABLES.items()
    }
    dated = {variable: day_of_stamp(value) for variable in _DATES if (value := told[variable])}
    return given({**told, **dated, "keyword": _JSON_LIST.sub(r"\1", told["keyword"] or "").replace('"', "")})
