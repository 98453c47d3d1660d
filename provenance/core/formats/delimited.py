"""Tables as text: CSV (RFC 4180) and its relatives with tabs, semicolons or bars.

Columns of links are found by what stands in them; their names only tell what the other columns say of the links.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.core.found import Found, day_of_stamp, given
from provenance.core.model import Item, Origin, Problem
from provenance.core.scan import find_urls, is_host, meant_as_link

NAME = "delimited"
ABOUT = "CSV and TSV: spreadsheets and exports of Pocket, Instapaper, Raindrop, Zotero"

_SAMPLE = 60_000
# For a table of one column, whose URLs may hold commas: the unit separator stands in no line of it.
_NO_DELIMITER = "\x1f"
_LINK_NAMES = {"url", "urls", "link", "links", "href", "uri", "source url"}
# Column names in lower case, those of the exports named above first.
_VARIABLES = {
    "title": ("title", "headline", "article title", "title primary", "name"),
    "author": ("author", "authors", "authors, primary", "byline", "creator"),
    "issued": ("date", "issued", "published", "date published", "publication date", "publication year", "pub year", "year"),
    "accessed": ("accessed", "access date", "date accessed", "retrieved", "retrieved date", "time_added", "created"),
    "container-title": ("container-title", "publication title", "publication", "outlet", "source", "site", "journal",
                        "newspaper", "periodical full", "website"),
    "publisher": ("publisher",),
    "language": ("language", "lang"),
    "DOI": ("doi",),
    "note": ("note", "notes", "excerpt", "description", "selection"),
    "folder": ("folder", "collection"),
    "keyword": ("tags", "keywords", "manual tags"),
}  # fmt: skip
_DATES = {"issued", "accessed"}
_PICTURES = {"cover", "favicon", "icon", "thumbnail"}
_NOTHING = {"", "-", "–", "—", "n/a", "na", "none", "null", "?"}
_MARKDOWN_RULE = re.compile(r"^\|?[ \t]*:?-+:?[ \t]*\|[ \t:|-]*$", re.MULTILINE)
_BETWEEN = re.compile(r"[\s,;|<>\"'.)\]}]*")


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    last: int
    cells: list[str]


def sniff(text: str, *, name: str) -> float:
    """By rows of equally many cells, one of them a URL."""
    named = name.lower().endswith((".csv", ".tsv", ".tab"))
    head, _, rest = text.lstrip().partition("\n")
    if head.strip().strip('"').lower() in _LINK_NAMES and find_one(rest[:_SAMPLE]):
        return 0.9
    delimiter, likely = _delimiter(text)
    if delimiter is None:
        return 0.3 if named else 0.0
    rows = list(_rows(text[:_SAMPLE], delimiter))
    if not any(find_one(cell) for row in rows for cell in row.cells):
        return 0.35 if named else 0.0
    return 0.5 + likely * 0.3 + (0.15 if named else 0)


def read(text: str, *, file: str) -> Found:
    """Read every cell. In a column of links a cell without a scheme is a link too, and one without a link a Problem."""
    delimiter, _ = _delimiter(text)
    rows = list(_rows(text, delimiter or _NO_DELIMITER))
    header = _header(rows)
    data = rows[1:] if header else rows
    columns = _link_columns(data)
    pictures = {index for index, name in enumerate(header) if name.lower() in _PICTURES}
    items: list[Item] = []
    problems: list[Problem] = _unclosed(text, rows, file=file)
    aside: set[str] = set()
    for row in data:
        told = _given(row, header)
        line = row.line
        for index, cell in enumerate(row.cells):
            column = header[index] if index < len(header) and header[index] else f"column {index + 1}"
            in_column = index in columns
            links = list(_links(cell, in_column=in_column)) if cell else []
            if index in pictures and len(columns) > 1:
                aside.update(url for url, _ in links)
                links, in_column = [], False
            for url, breaks in links:
                origin = Origin(file=file, line=line + breaks, where=column)
                items.append(Item(url=url, given=told if in_column else {}, origin=origin))
            if in_column and not links and cell.strip().lower() not in _NOTHING:
                origin = Origin(file=file, line=line, where=column)
                problems.append(Problem(origin=origin, message=f"no link in {' '.join(cell.split())[:80]!r}"))
            line += cell.count("\n")
    return Found(items=tuple(items), problems=tuple(problems), records=len(data), aside=frozenset(aside))


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a table is laid out. delimiter: None for a single column. header: the names of its columns, if it has any.
    rows: of each row that is not empty, the header's included, its first and its last line and how many cells it has.
    """

    delimiter: str | None
    header: tuple[str, ...]
    rows: tuple[tuple[int, int, int], ...]


def layout(text: str) -> Layout:
    """The layout by which `read` reads the text."""
    delimiter, _ = _delimiter(text)
    rows = list(_rows(text, delimiter or _NO_DELIMITER))
    spans = tuple((row.line, row.last, len(row.cells)) for row in rows)
    return Layout(delimiter=delimiter, header=tuple(_header(rows)), rows=spans)


def find_one(text: str) -> bool:
    """Whether a text holds a URL at all."""
    return next(find_urls(text), None) is not None


def _rows(text: str, delimiter: str) -> Iterator[_Row]:
    """The rows that are not empty, each with the lines on which it begins and ends."""
    # The limit belongs to the whole process; a cell cannot be longer than its file.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    reader = csv.reader((line + "\n" for line in text.split("\n")), delimiter=delimiter)
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield _Row(line, reader.line_num, cells)
        line = reader.line_num + 1


def _delimiter(text: str) -> tuple[str | None, float]:
    """The character that cuts most rows into equally many cells, and the share of rows for which it does."""
    best: tuple[str | None, float, int] = (None, 0.0, 0)
    sample = text[:_SAMPLE]
    for delimiter in "\t,;|":
        if delimiter not in sample or (delimiter == "|" and _MARKDOWN_RULE.search(sample)):
            continue
        rows = list(_rows(sample, delimiter))
        if len(text) > _SAMPLE and len(rows) > 2:
            rows.pop()
        widths = Counter(len(row.cells) for row in rows)
        width, count = max(widths.items(), key=lambda pair: (pair[0] > 1) * pair[1], default=(1, 0))
        share = count / len(rows) if rows else 0.0
        if width > 1 and len(rows) > 1 and share >= 0.7 and _is_table(rows) and (share, width) > best[1:]:
            best = (delimiter, share, width)
    return best[0], best[1]


def _is_table(rows: Sequence[_Row]) -> bool:
    """Whether this is a table rather than lines with commas in them: it has a header, or its cells begin with URLs and
    have texts of their own beside them. URLs may hold commas, and prose does.
    """
    if _header(rows) and all(len(cell) <= 80 for cell in rows[0].cells):
        return any(_is_link(cell) for row in rows[1:] for cell in row.cells)
    with_link = [row for row in rows if any(_is_link(cell) for cell in row.cells)]
    beside = [row for row in with_link if any(" " in cell.strip() or _is_link(cell) for cell in row.cells[1:])]
    return len(beside) * 2 > len(rows)


def _is_link(cell: str) -> bool:
    text = cell.strip()
    return bool(re.match(r"https?://\S+$", text, re.IGNORECASE)) or (
        bool(text) and " " not in text and meant_as_link(text)
    )


def _header(rows: Sequence[_Row]) -> list[str]:
    """The names of the columns: the first row, if no link stands in it."""
    if len(rows) < 2 or any(find_one(cell) or meant_as_link(cell.strip()) for cell in rows[0].cells):
        return []
    return [" ".join(cell.strip("\ufeff").split()) for cell in rows[0].cells]


def _link_columns(rows: Sequence[_Row]) -> set[int]:
    """The columns of which most cells that say something are links and nothing else."""
    told: Counter[int] = Counter()
    linked: Counter[int] = Counter()
    for row in rows:
        for index, cell in enumerate(row.cells):
            if cell.strip().lower() not in _NOTHING:
                told[index] += 1
                linked[index] += _only_links(cell)
    return {index for index, count in told.items() if linked[index] * 2 > count}


def _only_links(cell: str) -> bool:
    text = cell.strip()
    spans = list(find_urls(text))
    if not spans:
        return not re.search(r"\s", text) and meant_as_link(text)
    rest = "".join(
        text[end:start]
        for end, start in zip([0, *(s.end for s in spans)], [*(s.start for s in spans), len(text)], strict=True)
    )
    return _BETWEEN.fullmatch(rest) is not None


def _links(cell: str, *, in_column: bool) -> Iterator[tuple[str, int]]:
    """The links of a cell, each with the number of line ends before it."""
    text = cell.strip()
    spans = list(find_urls(cell))
    if len(spans) == 1 and text.startswith(spans[0].url) and not re.search(r"\s", text):
        yield text.rstrip(",;"), cell.count("\n", 0, spans[0].start)
        return
    for span in spans:
        yield span.url, cell.count("\n", 0, span.start)
    if not spans and in_column and not re.search(r"\s", text) and (meant_as_link(text) or is_host(text)):
        yield text, 0


def _given(row: _Row, header: Sequence[str]) -> dict[str, str]:
    cells = {name.lower(): cell for name, cell in zip(header, row.cells, strict=False) if cell.strip()}
    told = {
        variable: next((cells[name] for name in names if name in cells), None) for variable, names in _VARIABLES.items()
    }
    dated = {variable: day_of_stamp(value) for variable in _DATES if (value := told[variable])}
    return given({**told, **dated})


def _unclosed(text: str, rows: Sequence[_Row], *, file: str) -> list[Problem]:
    """A quotation mark that is never closed makes one cell of all that follows."""
    if not rows or text.count('"') % 2 == 0 or not any("\n" in cell.strip() for cell in rows[-1].cells):
        return []
    message = "a quotation mark is not closed: all that follows was read as one cell"
    return [Problem(origin=Origin(file=file, line=rows[-1].line), message=message)]
