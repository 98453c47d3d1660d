"""The cells of a workbook (SpreadsheetML, ECMA-376 part 1, section 18), row by row, as far as links need them.

Libraries fill the gaps between cells: one cell in the last row and column, one merged range, and they build 17
thousand million cells. Here a sheet is what is written in it, and no more.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from lxml import etree

from provenance.core.frozen import frozen
from provenance.core.office import Relation, main_part, relations, with_fragment
from provenance.core.unpack import Package
from provenance.core.xml import Element, attribute, elements, local, parsed_bytes

# All cells together, in characters: one text can stand in a million cells.
_MOST_CHARACTERS = 30_000_000
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
# The link of a formula, where it is written out (`HYPERLINK("https://…","Text")`).
_HYPERLINK = re.compile(r'\bHYPERLINK\(\s*"((?:[^"]|"")*)"\s*[,;)]', re.IGNORECASE)
# Built-in formats of days and times (section 18.8.30), and the letters of those that people make.
_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_DAY_LETTERS = re.compile(r"[ymd]", re.IGNORECASE)
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_NO_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')


@frozen
class Row:
    """number: from 1. cells: texts by column, from 0. formulas: theirs. links: targets of HYPERLINK formulas."""

    number: int
    cells: Mapping[int, str]
    formulas: Mapping[int, str] = field(default_factory=dict)
    links: Mapping[int, str] = field(default_factory=dict)


@frozen
class Sheet:
    """number: from 1, in the workbook's order. name: of its part in the package. links: targets of cell hyperlinks by row and column. loose: targets that
    no cell carries. faults: what could not be read, in words.
    """

    number: int
    name: str = ""
    rows: tuple[Row, ...] = ()
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    loose: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@frozen
class _Book:
    """What all sheets share. days: the styles whose numbers are days, counted from `epoch`."""

    texts: Sequence[str]
    days: frozenset[int]
    epoch: dt.datetime
    faults: tuple[str, ...]


def column_letters(column: int) -> str:
    """`C` for 2."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheets(package: Package) -> Iterator[Sheet]:
    """The sheets in their order, hidden ones too."""
    main = main_part(package) or "xl/workbook.xml"
    try:
        root, fault = parsed_bytes(package.read(main))
    except ValueError as damage:
        root, fault = None, str(damage)
    known = relations(package, main)
    book = _book(package, root, known)
    names = [known[id].target for id in _sheet_ids(root) if id in known]
    if not names:
        names = sorted(name for name in package.names if name.startswith("xl/worksheets/") and name.endswith(".xml"))
    faults = (*((f"{main}: {fault}",) if fault else ()), *book.faults)
    left = _MOST_CHARACTERS
    for number, name in enumerate(names, start=1):
        sheet = _sheet(package, name, number, book, left=left, faults=faults)
        left -= sum(len(text) for row in sheet.rows for text in row.cells.values())
        faults = ()
        yield sheet
    if not names:
        yield Sheet(number=1, faults=faults or ("the workbook names no sheet",))


def _sheet_ids(root: Element | None) -> Iterator[str]:
    for element in root.iter() if root is not None else ():
        if local(element) == "sheet":
            yield next((str(value) for key, value in element.attrib.items() if str(key).endswith("}id")), "")


def _book(package: Package, root: Element | None, known: Mapping[str, Relation]) -> _Book:
    kinds = {one.kind: one.target for one in known.values() if not one.external}
    faults: list[str] = []
    read: dict[str, Element | None] = {}
    for kind in ("sharedStrings", "styles"):
        try:
            read[kind], fault = parsed_bytes(package.read(kinds[kind])) if kind in kinds else (None, None)
        except ValueError as damage:
            read[kind], fault = None, str(damage)
        faults += [f"{kind}: {fault}"] if fault else []
    shared = read["sharedStrings"]
    since_1904 = root is not None and any(
        local(one) == "workbookPr" and attribute(one, "date1904") in ("1", "true") for one in elements(root)
    )
    return _Book(
        texts=[_text(one) for one in elements(shared)] if shared is not None else [],
        days=frozenset(_day_styles(read["styles"])),
        # Day 60 of the one count is a 29 February 1900 that never was: from March 1900 on, this beginning is right.
        epoch=dt.datetime(1904, 1, 1, tzinfo=dt.UTC) if since_1904 else dt.datetime(1899, 12, 30, tzinfo=dt.UTC),
        faults=tuple(faults),
    )


def _text(element: Element) -> str:
    """The text of a string item, without the readings that stand above Japanese words (`rPh`)."""
    return "".join(
        one.text or ""
        for one in element.iter()
        if local(one) == "t" and (one.getparent() is None or local(one.getparent()) != "rPh")
    )


def _day_styles(root: Element | None) -> Iterator[int]:
    """The indices of cell styles that show a number as a day."""
    if root is None:
        return
    parts = {local(part): part for part in elements(root)}
    own = {
        attribute(one, "numFmtId"): attribute(one, "formatCode")
        for one in (elements(parts["numFmts"]) if "numFmts" in parts else ())
    }
    for index, style in enumerate(elements(parts["cellXfs"]) if "cellXfs" in parts else ()):
        id = attribute(style, "numFmtId")
        if (id in own and _DAY_LETTERS.search(_NO_LETTERS.sub("", own[id]))) or (
            id not in own and id.isascii() and id.isdigit() and len(id) < 4 and int(id) in _DAYS
        ):
            yield index


def _sheet(package: Package, name: str, number: int, book: _Book, *, left: int, faults: tuple[str, ...]) -> Sheet:
    try:
        content = package.read(name)
    except ValueError as damage:
        return Sheet(number=number, name=name, faults=(*faults, str(damage)))
    known = {id: one for id, one in relations(package, name).items() if one.external and one.kind == "hyperlink"}
    rows: list[Row] = []
    links: dict[tuple[int, int], str] = {}
    used: set[str] = set()
    try:
        for element in _pieces(content):
            if local(element) == "row":
                rows.append(row := _row(element, rows[-1].number if rows else 0, book))
                left -= sum(map(len, row.cells.values()))
                if left < 0:
                    faults = (*faults, f"row {row.number}: what follows is too much text for a sheet, and was not read")
                    break
            elif (place := place_of(attribute(element, "ref"))) and (id := attribute(element, "id")) in known:
                used.add(id)
                links[place] = with_fragment(known[id].target, attribute(element, "location"))
            element.clear()
    except etree.XMLSyntaxError as fault:
        faults = (*faults, f"{name} is broken: {fault.msg}")
    loose = tuple(one.target for id, one in known.items() if id not in used)
    return Sheet(number=number, name=name, rows=tuple(rows), links=links, loose=loose, faults=faults)


def _pieces(content: bytes) -> Iterator[Element]:
    """The rows and hyperlinks as they come: a tree of a large sheet takes ten times its size."""
    events = etree.iterparse(
        io.BytesIO(content), events=("end",), tag=("{*}row", "{*}hyperlink"), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False,
    )  # fmt: skip
    for _, element in events:
        yield element


def _row(element: Element, before: int, book: _Book) -> Row:
    stated = attribute(element, "r")
    number = int(stated) if _ROW.fullmatch(stated) else before + 1
    cells: dict[int, str] = {}
    formulas: dict[int, str] = {}
    links: dict[int, str] = {}
    column = -1
    for cell in elements(element):
        if local(cell) != "c":
            continue
        place = place_of(attribute(cell, "r"))
        column = place[1] if place else column + 1
        if text := _value(cell, book):
            cells[column] = text
        formula = next((one.text or "" for one in elements(cell) if local(one) == "f"), "")
        if formula:
            formulas[column] = formula
            if match := _HYPERLINK.search(formula):
                links[column] = match[1].replace('""', '"').strip()
    return Row(number=number, cells=cells, formulas=formulas, links=links)


def place_of(reference: str) -> tuple[int, int] | None:
    """Row and column of a reference; of a range, those of its first cell."""
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column - 1


def _value(cell: Element, book: _Book) -> str:
    kind = attribute(cell, "t") or "n"
    if kind == "inlineStr":
        return "".join(_text(one) for one in elements(cell) if local(one) == "is")
    value = next((one.text or "" for one in elements(cell) if local(one) == "v"), "")
    if kind == "s":
        index = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else len(book.texts)
        return book.texts[index] if index < len(book.texts) else ""
    if kind == "n" and value:
        return _number(value, attribute(cell, "s"), book)
    return "" if kind == "e" else value


def _number(value: str, style: str, book: _Book) -> str:
    """A number as people see it: a day where its style says so, and no `.0`."""
    try:
        number = float(value)
        if style.isascii() and style.isdigit() and len(style) < 6 and int(style) in book.days:
            return (book.epoch + dt.timedelta(days=number)).date().isoformat()
        return str(int(number)) if number == int(number) and abs(number) < 1e15 else value
    except (ValueError, OverflowError):
        return value
