"""The tables of a log for other programs, some rows at a time: a log is larger than the memory.

Times stay as they stand in the log, as RFC 3339 text in UTC, so that one question fits the log and what is made of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from provenance.core.frozen import frozen
from provenance.edge.log import projection
from provenance.errors import InputError

_TOGETHER = 20_000
_ENTRIES = "SELECT sequence, recorded_at, kind, body FROM entries ORDER BY sequence"
_QUESTIONS = {"entries": _ENTRIES, **projection.TABLES}


@frozen
class Table:
    """columns: name and kind (`str`, `int` or `float`) of each. batches: the rows, read as they are taken."""

    name: str
    columns: tuple[tuple[str, type], ...]
    batches: Iterator[Sequence[tuple[Any, ...]]]


def tables(connection: sqlite3.Connection, names: Sequence[str] = ()) -> Iterator[Table]:
    """Tables one after the other, all of one moment of the log.

    names: those that are wanted; all but `entries`, whose records stand in the other tables already, if empty.

    Raises
    ------
    InputError
        where one is not known; before any is given.
    """
    for name in names:
        if name not in _QUESTIONS:
            raise InputError(f"table {name!r}", "is not in a log", f"Choose of {', '.join(_QUESTIONS)}")
    connection.execute("BEGIN")
    try:
        for name in names or projection.TABLES:
            cursor = connection.execute(_QUESTIONS[name])
            yield Table(name=name, columns=_columns(connection, name, cursor), batches=_batches(cursor))
    finally:
        connection.execute("ROLLBACK")


def _columns(connection: sqlite3.Connection, name: str, cursor: sqlite3.Cursor) -> tuple[tuple[str, type], ...]:
    stored = {row[1]: _KINDS.get(row[2], str) for row in connection.execute(f"PRAGMA table_info({name})")}
    return tuple((column[0], stored[column[0]]) for column in cursor.description)


_KINDS = {"INTEGER": int, "REAL": float, "FLOAT": float}


def _batches(cursor: sqlite3.Cursor) -> Iterator[Sequence[tuple[Any, ...]]]:
    while rows := cursor.fetchmany(_TOGETHER):
        yield [tuple(row) for row in rows]
