"""Workbooks of Excel, LibreOffice and Google Sheets (XLSX): texts, hyperlinks and HYPERLINK formulas of all cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from provenance.core.columns import NOTHING, PICTURES, Cells, doi_in, find_one, given_by, header, link_columns, links_of
from provenance.core.found import Found, given
from provenance.core.frozen import frozen
from provenance.core.model import Item, Origin, Problem
from provenance.core.parts import Part, gathered
from provenance.core.scan import find_urls, link_key
from provenance.core.unpack import Package, zip_names

if TYPE_CHECKING:
    from provenance.core.sheets import Row, Sheet

NAME = "xlsx"
ABOUT = "workbooks of Excel and Google Sheets: texts, hyperlinks and formulas of all cells"
IS_LIST = True

_SAMPLE = 20
_MADE_UP = re.compile(r"\bHYPERLINK\s*\(", re.IGNORECASE)
# Characters by which a column is known as one of links.
_ENOUGH = 500_000
# One text can stand in a million cells.
_MOST_LINKS = 100_000


def sniff(content: bytes, *, name: str) -> float:  # noqa: ARG001 - the door of every format
    """By the workbook in the package."""
    names = zip_names(content)
    return 0.95 if any(one.startswith("xl/w") and one.endswith(".xml") for one in names) else 0.0


def read(content: bytes, *, file: str) -> Found:
    """Read every cell of every sheet. As in CSV, a cell without a link in a column of links is a Problem."""
    from provenance.core.sheets import sheets  # lxml, only for those who have such a file

    package = Package(content, file=file)
    parts: list[Part] = []
    problems: list[Problem] = []
    aside: set[str] = set()
    records = 0
    left = _MOST_LINKS
    for sheet in sheets(package):
        table = _Table.of(sheet)
        records += len(table.rows)
        place = Origin(file=file, where=f"sheet {sheet.number}")
        problems += [Problem(origin=place, message=fault) for fault in sheet.faults]
        for row in sheet.rows:
            left -= _read_row(row, table, file=file, parts=parts, problems=problems, aside=aside)
            if left < 0:
                message = f"row {row.number}: these are {_MOST_LINKS:,} links, and what follows was not read"
                problems.append(Problem(origin=place, message=message))
                break
        parts.append(Part(origin=place, text="\n".join(sheet.loose)))
    parts += _remarks(package, file=file)
    return gathered(parts, problems=problems, aside=aside, records=records)


@frozen
class _Table:
    """A sheet as a table. names: of its columns. columns: those of links. rows: below the names."""

    sheet: Sheet
    names: Mapping[int, str]
    columns: set[int]
    pictures: set[int]
    rows: Sequence[Row]

    @property
    def below(self) -> int:
        """The number of the first row under the names."""
        return self.rows[0].number if self.rows else 0

    @classmethod
    def of(cls, sheet: Sheet) -> _Table:
        rows = [row for row in sheet.rows if any(cell.strip() for cell in row.cells.values())]
        # Above the names of the columns may stand what the table is: lines of one cell or two.
        width = max((len(row.cells) for row in rows[:_SAMPLE]), default=0)
        first = next((index for index, row in enumerate(rows[:_SAMPLE]) if len(row.cells) * 2 >= width), 0)
        names: dict[int, str] = {}
        if len(rows) > first + 1 and not _targets(sheet, rows[first]) and (width > 1 or _all_links(rows[first + 1])):
            cells = rows[first].cells
            names = dict(zip(cells, header(list(cells.values())), strict=False))
        rows = rows[first + 1 :] if names else rows
        pictures = {column for column, name in names.items() if name.lower() in PICTURES}
        columns = link_columns(list(_enough(_linked(sheet, row) for row in rows)))
        return cls(
            sheet=sheet, names=names, columns=columns, pictures=pictures if len(columns) > 1 else set(), rows=rows
        )


def _targets(sheet: Sheet, row: Row) -> dict[int, str]:
    """The links behind the cells of a row."""
    behind = {column: sheet.links[row.number, column] for column in row.cells if (row.number, column) in sheet.links}
    return {**behind, **row.links}


def _enough(rows: Iterable[Cells]) -> Iterator[Cells]:
    left = _ENOUGH
    for row in rows:
        yield row
        left -= sum(map(len, row.values()))
        if left < 0:
            return


def _all_links(row: Row) -> bool:
    return all(map(find_one, row.cells.values()))


def _linked(sheet: Sheet, row: Row) -> Cells:
    """The cells, with the link in place of the text that carries it."""
    return {**row.cells, **_targets(sheet, row)}


def _read_row(
    row: Row, table: _Table, *, file: str, parts: list[Part], problems: list[Problem], aside: set[str]
) -> int:
    """Read the cells of a row; how many links they hold."""
    from provenance.core.sheets import column_letters

    count = 0
    told = given_by(table.names, row.cells) if row.number >= table.below else {}
    targets = _targets(table.sheet, row)
    for column in sorted({*row.cells, *row.formulas, *targets}):
        cell = row.cells.get(column, "")
        origin = Origin(
            file=file, line=row.number, where=f"sheet {table.sheet.number}, {column_letters(column)}{row.number}"
        )
        in_column = column in table.columns and column not in table.pictures
        urls = list(_urls(cell, targets.get(column), in_column=in_column))
        if column in table.pictures:
            aside.update(urls)
            continue
        count += len(urls)
        says = dict(told) if in_column else {}
        if column in targets and "title" not in says and link_key(cell) != link_key(targets[column]):
            says |= given({"title": cell})
        items = tuple(Item(url=url, given=says, origin=origin) for url in urls)
        text = row.formulas.get(column, "")
        if column not in targets and _MADE_UP.search(text):
            aside.update(span.url for span in find_urls(text))
            problems.append(
                Problem(
                    origin=origin, message="the link of this cell is put together by a formula, so it is not asked for"
                )
            )
            continue
        if items or text:
            parts.append(Part(origin=origin, text=text, items=items))
        if in_column and not urls and row.number >= table.below and cell.strip().lower() not in NOTHING:
            problems.append(Problem(origin=origin, message=f"no link in {' '.join(cell.split())[:80]!r}"))
    if not count and told and (doi := doi_in(table.names, row.cells)) is not None:
        where = f"sheet {table.sheet.number}, {column_letters(doi[0])}{row.number}, DOI"
        item = Item(url=doi[1], given=told, origin=Origin(file=file, line=row.number, where=where))
        parts.append(Part(origin=item.origin, items=(item,)))
        return 1
    return count


def _urls(cell: str, target: str | None, *, in_column: bool) -> Iterator[str]:
    """The link behind a cell, and those in its text that are others."""
    if target and "://" in target:
        yield target
    for url, _ in links_of(cell, in_column=in_column and target is None) if cell else ():
        if target is None or link_key(url) != link_key(target):
            yield url


def _remarks(package: Package, *, file: str) -> Iterator[Part]:
    """Notes beside cells, and the texts and links of drawings: for the scan."""
    from provenance.core.xml import parsed_bytes

    for name in package.names:
        if not name.startswith(("xl/comments", "xl/threadedComments/", "xl/drawings/")):
            continue
        try:
            root, _ = parsed_bytes(package.read(name))
        except ValueError:
            continue
        if root is None:
            continue
        texts = ["".join(root.itertext())]
        if name.endswith(".rels"):
            texts = [str(one.get("Target", "")) for one in root.iter() if one.get("TargetMode") == "External"]
        yield Part(origin=Origin(file=file, where=name.removeprefix("xl/")), text="\n".join(texts))
