"""Tables as text: CSV (RFC 4180) and its relatives with tabs, semicolons or bars.

Columns of links are found by what stands in them; their names only tell what the other columns say of the links.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import islice

from provenance.core.columns import (
    NOTHING,
    PICTURES,
    Tally,
    behind_formula,
    doi_in,
    find_one,
    given_by,
    header,
    link_columns,
    links_of,
)
from provenance.core.found import Found
from provenance.core.frozen import frozen
from provenance.core.identifiers import doi_url
from provenance.core.model import Item, Origin, Problem
from provenance.core.scan import meant_as_link

NAME = "delimited"
ABOUT = "CSV and TSV: spreadsheets and exports of Pocket, Instapaper, Raindrop, Zotero"

_SAMPLE = 60_000
# Of a long table, rows that are read together, and characters of a cell.
_ROWS = 1_000
_LONGEST_CELL = 1_000_000
# For a table of one column, whose URLs may hold commas: the unit separator stands in no line of it.
_NO_DELIMITER = "\x1f"
_LINK_NAMES = {"url", "urls", "link", "links", "href", "uri", "source url"}
# The first line by which Excel is told what separates the cells.
_SEPARATOR = re.compile(r"\ufeff?sep=.?", re.IGNORECASE)
_URL = re.compile(r"https?://\S+$", re.IGNORECASE)
_MARKDOWN_RULE = re.compile(r"^\|?[ \t]*:?-+:?[ \t]*\|[ \t:|-]*$", re.MULTILINE)


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
    names = _header(rows)
    data = rows[1:] if names else rows
    columns = link_columns([dict(enumerate(row.cells)) for row in data])
    table = _Table(file, names, columns)
    found = table.read(data)
    return replace(found, problems=(*_unclosed(text, rows, file=file), *found.problems))


class _Table:
    """A table whose columns are known."""

    def __init__(self, file: str, names: Sequence[str], columns: AbstractSet[int]) -> None:
        self._file, self._names, self._columns = file, names, columns
        self._pictures = {index for index, name in enumerate(names) if name.lower() in PICTURES}

    def read(self, rows: Iterable[_Row]) -> Found:
        """What stands in some of its rows."""
        items: list[Item] = []
        problems: list[Problem] = []
        aside: set[str] = set()
        records = 0
        for row in rows:
            records += 1
            found = [*self._cells(row, problems, aside)]
            cells, names = dict(enumerate(row.cells)), dict(enumerate(self._names))
            if not found and (doi := doi_in(names, cells)) is not None:
                origin = Origin(file=self._file, line=row.line, where=names[doi[0]])
                found = [Item(url=doi[1], given=given_by(names, cells), origin=origin)]
            items += found
        return Found(items=tuple(items), problems=tuple(problems), records=records, aside=frozenset(aside))

    def _cells(self, row: _Row, problems: list[Problem], aside: set[str]) -> Iterator[Item]:
        """The links of a row; what is wrong in it, and the pictures, go beside them."""
        told: dict[str, str] | None = None
        line = row.line
        for index, cell in enumerate(row.cells):
            names = self._names
            column = names[index] if index < len(names) and names[index] else f"column {index + 1}"
            in_column = index in self._columns
            links = list(links_of(cell, in_column=in_column)) if cell else []
            if index in self._pictures and len(self._columns) > 1:
                aside.update(url for url, _ in links)
                links, in_column = [], False
            for url, breaks in links:
                origin = Origin(file=self._file, line=line + breaks, where=column)
                if in_column and told is None:
                    told = given_by(dict(enumerate(names)), dict(enumerate(row.cells)))
                yield Item(url=url, given=told or {} if in_column else {}, origin=origin)
            if in_column and not links and cell.strip().lower() not in NOTHING:
                origin = Origin(file=self._file, line=line, where=column)
                problems.append(Problem(origin=origin, message=f"no link in {' '.join(cell.split())[:80]!r}"))
            line += cell.count("\n")


class LongTable:
    """A table that is read twice, a row after the other: for its columns, and for what stands in them.

    text: its beginning, which decides what parts its cells.

    Raises
    ------
    ValueError
        where the table cannot be read so; from all of it.
    """

    def __init__(self, text: str, *, file: str) -> None:
        if len(text) <= _SAMPLE:
            raise ValueError("its beginning is too short to tell what parts its cells")
        self._file = file
        self._delimiter = _delimiter(text)[0] or _NO_DELIMITER
        self._names: Sequence[str] = ()
        self._columns: AbstractSet[int] = frozenset()

    def look(self, lines: Iterable[str]) -> None:
        """Read all its lines for its columns."""
        quotes = 0
        first: list[_Row] = []
        tally = Tally()

        def counted() -> Iterator[str]:
            nonlocal quotes
            for line in lines:
                quotes += line.count('"')
                yield line

        for row in self._rows(counted()):
            if len(first) < 2:
                first.append(row)
            else:
                tally.add(dict(enumerate(row.cells)))
        if quotes % 2:
            raise ValueError("a quotation mark is not closed")
        self._names = _header(first)
        for row in first[1 if self._names else 0 :]:
            tally.add(dict(enumerate(row.cells)))
        self._columns = tally.link_columns

    def read(self, lines: Iterable[str]) -> Iterator[tuple[str, Found]]:
        """Some rows after the other: their text, and what stands in them."""
        text: list[str] = []

        def kept() -> Iterator[str]:
            for line in lines:
                text.append(line)
                yield line

        table = _Table(self._file, self._names, self._columns)
        rows = self._rows(kept())
        if self._names:
            next(rows)
        while some := list(islice(rows, _ROWS)):
            yield "\n".join(text), table.read(some)
            text.clear()

    def _rows(self, lines: Iterable[str]) -> Iterator[_Row]:
        try:
            yield from _rows_of(lines, self._delimiter, longest=_LONGEST_CELL)
        except csv.Error as error:
            raise ValueError(str(error)) from None


@frozen
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


def _rows(text: str, delimiter: str) -> Iterator[_Row]:
    """The rows that are not empty, each with the lines on which it begins and ends."""
    return _rows_of(text.split("\n"), delimiter, longest=len(text) + 1)  # a cell cannot be longer than its file


def _rows_of(lines: Iterable[str], delimiter: str, *, longest: int) -> Iterator[_Row]:
    # The limit belongs to the whole process.
    csv.field_size_limit(max(csv.field_size_limit(), longest))
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter)
    line = 1
    for cells in reader:
        told = line == 1 and _SEPARATOR.fullmatch(delimiter.join(cells).rstrip(delimiter)) is not None
        if not told and any(cell.strip() for cell in cells):
            yield _Row(line, reader.line_num, list(map(behind_formula, cells)))
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
    return bool(_URL.match(text)) or (
        bool(text) and " " not in text and (meant_as_link(text) or doi_url(text) is not None)
    )


def _header(rows: Sequence[_Row]) -> list[str]:
    """The names of the columns: the first row, if no link stands in it."""
    return header(rows[0].cells) if len(rows) > 1 else []


def _unclosed(text: str, rows: Sequence[_Row], *, file: str) -> list[Problem]:
    """A quotation mark that is never closed makes one cell of all that follows."""
    if not rows or text.count('"') % 2 == 0 or not any("\n" in cell.strip() for cell in rows[-1].cells):
        return []
    message = "a quotation mark is not closed: all that follows was read as one cell"
    return [Problem(origin=Origin(file=file, line=rows[-1].line), message=message)]
