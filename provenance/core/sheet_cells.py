"""New cells in a sheet of a workbook (SpreadsheetML, ECMA-376 part 1, section 18.3.1), beside those that are there.

The sheet is not built anew: libraries that read a workbook and write it again lose what they do not know – pictures,
slicers, controls, the extensions of later versions. New bytes go in between the old ones; the rest stays byte for byte, but
for the two places that say how far a sheet and a row reach.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.parsers import expat
from xml.sax.saxutils import escape

from provenance.core.printable import printable
from provenance.core.sheets import column_letters, place_of

MOST_COLUMNS = 16_384
"""Columns that a sheet can have (Excel's own limit)."""
# Characters that a cell can have (as well).
_MOST_CHARACTERS = 32_767
_TAG = re.compile(rb"""<[^"'>]*(?:"[^"]*"[^"'>]*|'[^']*'[^"'>]*)*>""")
_SPANS = re.compile(rb"""(\sspans\s*=\s*["']\d+:)(\d+)(?=["'])""")
_REF = re.compile(rb"""(\sref\s*=\s*["'][A-Za-z]{1,3}\d{1,7}:)([A-Za-z]{1,3})(\d{1,7})(?=["'])""")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What a reader of the sheet takes for a character that is written by its number (section 22.9.2.19, ST_Xstring).
_NUMBERED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

_Edit: TypeAlias = tuple[int, int, bytes]
"""Bytes from here to there are these now."""


@dataclass(slots=True)
class _Cell:
    column: int
    start: int
    end: int
    style: str


@dataclass(slots=True)
class _Row:
    """A row where it lies in the file. tag: its opening one. end: where its closing tag begins, or its only tag ends."""

    number: int
    name: str
    start: int
    tag: bytes
    cells: list[_Cell] = field(default_factory=list)
    end: int = 0


def with_cells(content: bytes, cells: Mapping[int, Sequence[str]]) -> bytes:
    """A sheet with texts in some of its rows, all in the first columns that are empty to the end of the sheet.

    content: the part of the package. cells: by the number of the row, from 1, the texts from left to right. An empty cell
    that is there already keeps its style.

    Raises
    ------
    ValueError
        where the part cannot be written into: the message goes on from its name.
    """
    reader = _Reader(content, wanted=cells.keys())
    column = reader.columns
    if column + max(map(len, cells.values()), default=0) > MOST_COLUMNS:
        raise ValueError("is written to its last column")
    edits: list[_Edit] = []
    last = column
    for row in reader.rows:
        texts = cells[row.number]
        last = max(last, column + len(texts) - 1)
        edits += _row_edits(row, texts, column)
    if reader.dimension is not None and edits:
        edits += _reaching(reader.dimension, last)
    return _edited(content, edits)


class _Reader:
    """Where rows and cells lie. rows: those that are wanted. columns: so many, from the left, have something in them.
    dimension: the tag that says how far the sheet reaches, and where it begins.
    """

    def __init__(self, content: bytes, *, wanted: Iterable[int]) -> None:
        self._content, self._wanted = content, frozenset(wanted)
        self._path: list[str] = []
        self._number, self._column = 0, -1
        self._row: _Row | None = None
        self.rows: list[_Row] = []
        self.columns = 0
        self.dimension: tuple[int, bytes] | None = None
        self._parser = parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.StartDoctypeDeclHandler = self._refuse
        parser.XmlDeclHandler = self._declared
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise ValueError(f"is broken: {error}") from None

    def _refuse(self, *_: object) -> None:
        raise ValueError("has a document type, which no sheet has")

    def _declared(self, _: str, encoding: str | None, __: int) -> None:
        if encoding and encoding.lower() not in ("utf-8", "us-ascii"):
            raise ValueError(f"is written in {encoding}")

    def _tag(self) -> tuple[int, bytes]:
        start = self._parser.CurrentByteIndex
        match = _TAG.match(self._content, start)
        return start, match[0] if match else b""

    def _begin(self, name: str, fields: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        self._path.append(local)
        if self._path[1:] == ["sheetData", "row"]:
            stated = fields.get("r", "")
            self._number = int(stated) if re.fullmatch(r"[0-9]{1,7}", stated) else self._number + 1
            self._column = -1
            if self._number in self._wanted:
                start, tag = self._tag()
                self._row = _Row(number=self._number, name=name, start=start, tag=tag)
        elif self._path[1:] == ["sheetData", "row", "c"]:
            place = place_of(fields.get("r", ""))
            self._column = place[1] if place else self._column + 1
            if self._row is not None:
                start, tag = self._tag()
                self._row.cells.append(_Cell(self._column, start, start + len(tag), fields.get("s", "")))
        elif self._path[1:-1] == ["sheetData", "row", "c"]:  # a value, a formula or a text
            self.columns = max(self.columns, self._column + 1)
        elif local == "mergeCell" and (last := place_of(fields.get("ref", "").rpartition(":")[2])):
            self.columns = max(self.columns, last[1] + 1)
        elif local == "dimension":
            self.dimension = self._tag()

    def _end(self, _: str) -> None:
        local = self._path.pop()
        if self._row is None or local not in ("row", "c"):
            return
        at = self._parser.CurrentByteIndex
        if local == "c":
            cell = self._row.cells[-1]
            if not self._content[cell.start : cell.end].endswith(b"/>"):
                cell.end = self._content.index(b">", at) + 1
        else:
            self._row.end = at
            self.rows.append(self._row)
            self._row = None


def _row_edits(row: _Row, texts: Sequence[str], column: int) -> list[_Edit]:
    """The new cells of a row: in place of empty ones, before the first one further right, or at its end."""
    prefix = row.name.rpartition("row")[0]
    there = {cell.column: cell for cell in row.cells}
    edits: list[_Edit] = []
    after = b""
    for at, text in enumerate(texts, start=column):
        new = _cell(prefix, at, row.number, text, style=there[at].style if at in there else "")
        if at in there:
            edits.append((there[at].start, there[at].end, new))
        elif (right := next((cell for cell in row.cells if cell.column > at), None)) is not None:
            edits.append((right.start, right.start, new))
        else:
            after += new
    tag = _spanning(row.tag, column + len(texts))
    if row.tag.endswith(b"/>"):
        closed = f"</{row.name}>".encode()
        return [(row.start, row.start + len(row.tag), tag[:-2].rstrip() + b">" + after + closed)]
    if tag != row.tag:
        edits.append((row.start, row.start + len(row.tag), tag))
    return [*edits, (row.end, row.end, after)]


def _cell(prefix: str, column: int, row: int, text: str, *, style: str) -> bytes:
    """An inline string (section 18.18.11): whatever it begins with, no program runs it as a formula."""
    styled = f' s="{escape(style)}"' if style else ""
    place = f'r="{column_letters(column)}{row}"'
    if not text:
        return f"<{prefix}c {place}{styled}/>".encode() if style else b""
    told = _ILLEGAL.sub("", printable(text))
    if len(told) > _MOST_CHARACTERS:
        told = told[: _MOST_CHARACTERS - 1] + "…"
    told = escape(_NUMBERED.sub("_x005F_", told))
    inner = f'<{prefix}is><{prefix}t xml:space="preserve">{told}</{prefix}t></{prefix}is>'
    return f'<{prefix}c {place}{styled} t="inlineStr">{inner}</{prefix}c>'.encode()


def _spanning(tag: bytes, columns: int) -> bytes:
    """The tag of a row that says to which column it reaches."""
    return _SPANS.sub(lambda match: match[1] + str(max(int(match[2]), columns)).encode(), tag)


def _reaching(dimension: tuple[int, bytes], column: int) -> list[_Edit]:
    """The tag that says how far the sheet reaches, if that was less far."""
    start, tag = dimension

    def further(match: re.Match[bytes]) -> bytes:
        place = place_of(f"{match[2].decode()}1")
        letters = column_letters(column).encode() if place and place[1] < column else match[2]
        return match[1] + letters + match[3]

    return [(start, start + len(tag), _REF.sub(further, tag))]


def _edited(content: bytes, edits: Iterable[_Edit]) -> bytes:
    pieces, at = [], 0
    for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [content[at:start], new]
        at = end
    return b"".join([*pieces, content[at:]])
