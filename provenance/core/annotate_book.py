"""A workbook with what was found beside its rows: as `core.annotate`, for XLSX. All that was in it stays as it was."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from provenance.core.annotate import COLUMNS, told_in_cells
from provenance.core.audited import PROBLEM
from provenance.core.model import Load, Origin
from provenance.core.sheet_cells import with_cells
from provenance.core.sheets import Sheet, sheets
from provenance.core.unpack import Package, repacked
from provenance.errors import InputError

_SHEET = re.compile(r"sheet (\d+),")
_REMEDY = "Save it anew as XLSX from the program that made it, or save the sheet as CSV, and give that"


def annotated_book(content: bytes, loaded: Load, results: Mapping[str, Mapping[str, str]], *, name: str) -> bytes:
    """The workbook with further columns in each sheet that holds a link, to the right of all that is there.

    The arguments are those of `core.annotate.annotated`. The names of the columns stand in the row above the first link;
    where there is none, they have no names.

    Raises
    ------
    InputError
        where a sheet has these columns already, or cannot be written into.
    """
    package = Package(content, file=name)
    if signed := next((part for part in package.names if part.startswith("_xmlsignatures/")), None):
        raise InputError(name, f"is signed ({signed}), and the signature would be broken", "Give a copy without one")
    found = _found(loaded, results)
    changed: dict[str, bytes] = {}
    for sheet in sheets(package):
        rows = {number: told_in_cells(told) for number, told in found.get(sheet.number, {}).items()}
        if not rows:
            continue
        if (above := _names_above(sheet, min(rows), name=name)) is not None:
            rows[above] = list(COLUMNS)
        try:
            changed[sheet.name] = with_cells(package.read(sheet.name), rows)
        except ValueError as fault:
            raise InputError(name, f"cannot be written into: {sheet.name} {fault}", _REMEDY) from None
    return repacked(content, changed, file=name)


def beside_no_row(loaded: Load) -> int:
    """How many links stand in no cell – in a remark, a drawing –, and so have no row beside which something can stand."""
    return sum(_place(item.origin) is None for item in loaded.items)


def _found(loaded: Load, results: Mapping[str, Mapping[str, str]]) -> dict[int, dict[int, list[Mapping[str, str]]]]:
    """By sheet and row, what was found of each link and each problem."""
    found: defaultdict[int, defaultdict[int, list[Mapping[str, str]]]] = defaultdict(lambda: defaultdict(list))
    told = [(item.origin, results.get(item.url, {})) for item in loaded.items]
    told += [(one.origin, {"state": PROBLEM, "because": one.message}) for one in loaded.problems]
    for origin, cells in told:
        if place := _place(origin):
            found[place[0]][place[1]].append(cells)
    return {sheet: dict(rows) for sheet, rows in found.items()}


def _place(origin: Origin) -> tuple[int, int] | None:
    """Sheet and row of an origin, as the reader of workbooks writes it."""
    match = _SHEET.match(origin.where or "")
    return (int(match[1]), origin.line) if match and origin.line else None


def _names_above(sheet: Sheet, first: int, *, name: str) -> int | None:
    """The row of the names of the columns: the nearest one above the first link that says something."""
    above = [row for row in sheet.rows if row.number < first and any(cell.strip() for cell in row.cells.values())]
    if not above:
        return None
    row = above[-1]
    if tuple(row.cells[column] for column in sorted(row.cells))[-len(COLUMNS) :] == COLUMNS:
        told = ", ".join(COLUMNS)
        raise InputError(name, f"has the columns {told} already", "Give the list as it was before --annotate")
    return row.number
