"""A user's own tables of outlets: the same files as ours, in folders of his."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from provenance.core.outlets import KINDS, PLACE, TABLES, by_id
from provenance.core.tables import columns
from provenance.errors import InputError

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DOMAIN = re.compile(r"[^\s/:?#A-Z]+\.[^\s/:?#A-Z]+(/[^\s?#]+)*(?<!/)")
_COUNTRY = re.compile(r"[A-Z]{2}")


def read_tables(folders: Sequence[Path]) -> dict[str, tuple[Mapping[str, str], ...]]:
    """The tables in the folders, those of earlier folders first; each row knows its file and line.

    Raises
    ------
    InputError
        for a file that cannot be read as a table, or a row that cannot be used, with its line.
    """
    found: dict[str, tuple[Mapping[str, str], ...]] = {}
    for name in TABLES:
        paths = [folder / name for folder in folders]
        rows = tuple(row for path in paths if path.is_file() for row in _read(path))
        if rows:
            found[name] = rows
    own = {row["id"] for row in found.get("outlets.csv", ())}
    for name in ("outlet_domains.csv", "outlet_facts.csv", "agencies.csv"):
        for row in found.get(name, ()):
            if row["outlet_id"] not in own and by_id(row["outlet_id"]) is None:
                raise InputError(
                    row[PLACE],
                    f"names the outlet {row['outlet_id']!r}, which no table has",
                    "Correct the id, or add the outlet to outlets.csv",
                )
    return found


def _read(path: Path) -> Iterator[Mapping[str, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "Save it as UTF-8, or move it away") from None
    lines = [line for line in enumerate(io.StringIO(text), start=1) if line[1].strip() and line[1][0] != "#"]
    reader = csv.reader((line for _, line in lines), strict=True)
    header: list[str] = []
    try:
        for cells in reader:
            # csv counts the lines that it was given; a quoted cell may go on over several.
            number = lines[reader.line_num - 1][0]
            if not header:
                header = _header(path, number, cells)
                continue
            yield _row(path, number, header, cells)
    except csv.Error as error:
        number = lines[max(reader.line_num - 1, 0)][0]
        raise InputError(f"{path}, line {number}", f"is no CSV ({error})", "Mend the quotes of this line") from None


def _header(path: Path, number: int, cells: list[str]) -> list[str]:
    known = columns(path.name)
    missing = [name for name in TABLES[path.name] if name not in cells]
    strange = [name for name in cells if name not in known]
    if missing or strange:
        problem = f"lacks the column {missing[0]}" if missing else f"has a column {strange[0]!r} that is none of ours"
        raise InputError(f"{path}, line {number}", problem, f"The columns are {', '.join(known)}")
    return cells


def _row(path: Path, number: int, header: list[str], cells: list[str]) -> Mapping[str, str]:
    place = f"{path}, line {number}"
    if len(cells) != len(header):
        raise InputError(
            place, f"has {len(cells)} cells where the header has {len(header)}", "Mend the commas of this line"
        )
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    for name in TABLES[path.name]:
        if not row[name]:
            raise InputError(place, f"has nothing in the column {name}", "Fill it, or take the line out")
    if fault := _fault(path.name, row):
        raise InputError(place, *fault)
    return row | {PLACE: place}


def _fault(table: str, row: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with a row, and what to do; None where nothing is."""
    if table == "outlets.csv":
        if not _ID.fullmatch(row["id"]):
            return f"has the id {row['id']!r}", "Write ids in small letters, digits and hyphens: the-daily-example"
        if row.get("kind") and row["kind"] not in KINDS:
            return f"has the kind {row['kind']!r}", f"Kinds are {', '.join(KINDS)}"
        if row.get("country") and not _COUNTRY.fullmatch(row["country"]):
            return f"has the country {row['country']!r}", "Write it as two capitals (ISO 3166-1): DE"
    if table == "outlet_domains.csv" and not _DOMAIN.fullmatch(row["domain"]):
        return (
            f"has the domain {row['domain']!r}",
            "Write a host, or a host and a path, in small letters: daily.example/es",
        )
    return _fault_of_anchor(row) if table == "anchors.csv" else None


def _fault_of_anchor(row: Mapping[str, str]) -> tuple[str, str] | None:
    try:
        dt.date.fromisoformat(row["date"])
        int(row["id"])
        groups = re.compile(row["id_pattern"]).groups
    except (ValueError, re.error) as error:
        return (
            f"cannot be used ({error})",
            "Write the date as 2024-10-15, the id as a number, the pattern as a regular one",
        )
    return None if groups == 1 else ("has a pattern without one group", r"Put the id in brackets: /(\d+)-")
