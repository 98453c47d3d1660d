"""A table of links with what was found beside its rows. What stood in it before stays as it was, byte for byte."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from provenance.core.audited import PROBLEM
from provenance.core.decode import encoding_of
from provenance.core.formats.delimited import Layout, layout
from provenance.core.model import Load
from provenance.core.reports.csv import line
from provenance.errors import InputError

COLUMNS = ("state", "kind", "because", "target", "checked_at", "differs", "source", "source_mentions")
_BETWEEN = " | "
_LINES = re.compile(r"\r\n|\r|\n")


def annotated(content: bytes, loaded: Load, results: Mapping[str, Mapping[str, str]], *, name: str) -> bytes:
    """The table with eight columns more; several links in one row stand in one cell, with bars between.

    content: the file. loaded: what `core.lists` read from it. results: by URL, the cells of `csv.result_cells`; a link
    without any was not checked, and its cells stay empty. name: what the file is called.

    Raises
    ------
    InputError
        where the table has these columns already, or cannot be written in its own encoding.
    """
    encoding, mark = encoding_of(content)
    # What is broken in it comes out as it went in.
    errors = "strict" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"
    try:
        text = content[len(mark) :].decode(encoding, errors=errors)
    except UnicodeDecodeError:
        raise InputError(name, f"is not whole {encoding.upper()}", "Save it as CSV in UTF-8 and give that") from None
    table = layout(_LINES.sub("\n", text))
    if table.header[-len(COLUMNS) :] == COLUMNS:
        told = ", ".join(COLUMNS)
        raise InputError(name, f"has the columns {told} already", "Give the list as it was before --annotate")
    written = _written(text, table, _cells(table, loaded, results))
    if encoding == "cp1252":
        # Windows-1252 has no letters of other scripts; a table in two encodings could be read by nobody.
        written = "".join(letter if _fits(letter) else "?" for letter in written)
    return mark + written.encode(encoding, errors=errors)


def _fits(letter: str) -> bool:
    try:
        letter.encode("cp1252", errors="surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def _cells(table: Layout, loaded: Load, results: Mapping[str, Mapping[str, str]]) -> list[list[str]]:
    """The new cells of each row."""
    by_line: dict[int, list[Mapping[str, str]]] = {}
    for item in loaded.items:
        by_line.setdefault(item.origin.line or 0, []).append(results.get(item.url, {}))
    for problem in loaded.problems:
        told = {"state": PROBLEM, "because": problem.message}
        by_line.setdefault(problem.origin.line or 0, []).append(told)
    rows = []
    for number, (first, last, _) in enumerate(table.rows):
        if number == 0 and table.header:
            rows.append(list(COLUMNS))
            continue
        found = [told for at in range(first, last + 1) for told in by_line.get(at, ())]
        rows.append(told_in_cells(found))
    return rows


def told_in_cells(found: Sequence[Mapping[str, str]]) -> list[str]:
    """The new cells of a row, of what was found of its links."""
    return [_joined([told.get(name, "") for told in found]) for name in COLUMNS]


def _joined(told: Sequence[str]) -> str:
    """Each at its place, so that the second target is that of the second link."""
    return _BETWEEN.join(told) if any(told) else ""


def _written(text: str, table: Layout, cells: Sequence[Sequence[str]]) -> str:
    """Each row, then what it lacks to the widest, then the new cells, all before its own line end."""
    delimiter = table.delimiter or ","
    widest = max((count for *_, count in table.rows), default=1)
    starts = [0, *(match.end() for match in _LINES.finditer(text)), len(text)]
    lines = [text[start:end] for start, end in pairwise(starts)]
    for (first, last, count), more in zip(table.rows, cells, strict=True):
        body, end = _parted(lines[last - 1])
        if table.delimiter is None and first == last and delimiter in body and not body.startswith('"'):
            # The one case in which a cell that was there must be quoted: it was alone and needed no quotes.
            body = '"' + body.replace('"', '""') + '"'
        new = line(more, delimiter=delimiter, end="")
        lines[last - 1] = body + delimiter * (widest - count + 1) + new + end
    return "".join(lines)


def _parted(text: str) -> tuple[str, str]:
    body = text.rstrip("\r\n")
    return body, text[len(body) :]
