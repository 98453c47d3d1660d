"""Is the log what it was? Each entry against its leaf, each root against the entries, each table against the entries.

What no file can tell of itself: that its end was cut off together with the roots over it, that all of it was written
anew, or when a root was closed and by which command. For that a root must be kept outside the log.
"""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, TypeAlias

from provenance.core.logbook import Finding, Report
from provenance.core.merkle import Frontier, leaf_hash
from provenance.edge.log import projection, schema
from provenance.edge.log.answers import root_of

# Enough to see what kind of harm was done; the count of the rest is said.
_SHOWN = 50

_Row: TypeAlias = tuple[Any, ...]
_Key: TypeAlias = tuple[tuple[int, Any], ...]
_KEY_COLUMNS = {"readings": 2, "evidence": 2, "mentions": 2}


def verify(connection: sqlite3.Connection) -> Report:
    """Compare all that the log says twice. Reads one moment of the log and writes nothing.

    Raises
    ------
    sqlite3.Error
        where the file is so damaged that it cannot be read to its end.
    """
    # The second set of tables lies in a database that has no name and leaves no trace on disk.
    with closing(sqlite3.connect("", isolation_level=None)) as second:
        schema.migrate(second)
        second.execute("BEGIN")
        connection.execute("BEGIN")
        try:
            return _report(connection, second)
        finally:
            connection.execute("ROLLBACK")


def _report(connection: sqlite3.Connection, second: sqlite3.Connection) -> Report:
    (entries,) = connection.execute("SELECT count(*) FROM entries").fetchone()
    roots = connection.execute("SELECT * FROM roots ORDER BY size").fetchall()
    head = root_of(roots[-1]) if roots else None
    return Report(
        entries=entries,
        roots=len(roots),
        unsealed=max(0, entries - (head.size if head else 0)),
        root=head,
        findings=tuple(finding for part in _parts(connection, second, roots) for finding in _shortened(part)),
    )


def _parts(
    connection: sqlite3.Connection, second: sqlite3.Connection, roots: list[sqlite3.Row]
) -> Iterator[Iterable[Finding]]:
    """One after the other: the tables are compared once the entries have filled the second ones."""
    yield _file(connection)
    yield _guards(connection)
    yield _views(connection)
    yield _entries(connection, second)
    yield _roots(connection, roots)
    for table, sql in projection.TABLES.items():
        if table in schema.VIEWS:
            continue  # what it shows is compared where it stands
        shape = _shape(connection, table), _shape(second, table)
        if shape[0] == shape[1]:
            yield _table(table, connection.execute(sql), second.execute(sql))
        else:
            yield [Finding(where=table, what="does not have the columns and keys that the log was made with")]


def _shortened(findings: Iterable[Finding]) -> Iterator[Finding]:
    rest = iter(findings)
    last = None
    for last in islice(rest, _SHOWN):
        yield last
    more = sum(1 for _ in rest)
    if last and more:
        yield Finding(where=last.where, what=f"is followed by {more} more findings of the same kind")


def _file(connection: sqlite3.Connection) -> Iterator[Finding]:
    for (line,) in connection.execute("PRAGMA quick_check"):
        if line != "ok":
            yield Finding(where="the file", what=f"is damaged: {line}")


def _guards(connection: sqlite3.Connection) -> Iterator[Finding]:
    """The triggers that refuse changes: whoever wants to change an entry takes them away first."""
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = {row["name"]: row["sql"] for row in triggers}
    for name, sql in schema.GUARDS.items():
        if name not in found:
            yield Finding(where=f"trigger {name}", what="was removed: the log does not refuse changes any more")
        elif found[name].split() != sql.split():
            yield Finding(where=f"trigger {name}", what="is not the one that the log was made with")
    for name in sorted(found.keys() - schema.GUARDS.keys()):
        yield Finding(where=f"trigger {name}", what="was put in: it may change what is recorded from now on")


def _views(connection: sqlite3.Connection) -> Iterator[Finding]:
    """What shows a part of a table under another name; views of somebody else change nothing."""
    found = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'").fetchall())
    for name, sql in schema.VIEWS.items():
        if name not in found:
            yield Finding(where=f"view {name}", what="was removed")
        elif found[name].split() != sql.split():
            yield Finding(where=f"view {name}", what="is not the one that the log was made with")


# -- entries and roots --------------------------------------------------------------------------------------------


def _entries(connection: sqlite3.Connection, second: sqlite3.Connection) -> Iterator[Finding]:
    """Every entry by itself; on the way the tables are made of them a second time."""
    expected = 0
    cursor = connection.execute("SELECT sequence, recorded_at, kind, body, leaf FROM entries ORDER BY sequence")
    while rows := cursor.fetchmany(projection.BATCH):
        readable = []
        for row in rows:
            sequence = row["sequence"]
            if sequence > expected:
                yield Finding(where=_span("entry", "entries", expected, sequence - 1), what="missing")
            expected = sequence + 1
            yield from _seal(row)
            try:
                readable.append((row["kind"], projection.statements(sequence, row["kind"], row["body"])))
            except projection.UnreadableEntry:
                yield Finding(where=f"entry {sequence}", what="body is not what the log writes")
        projection.write(second, readable)


def _seal(row: sqlite3.Row) -> Iterator[Finding]:
    where = f"entry {row['sequence']}"
    if leaf_hash(str(row["body"]).encode()) != row["leaf"]:
        yield Finding(where=where, what="body and leaf hash do not belong together: one of them was changed")
    try:
        body = json.loads(row["body"])
        sealed = (body["at"], body["kind"])
    except (KeyError, TypeError, ValueError):
        return  # named by whoever tries to make rows of it
    for column, value in zip(("recorded_at", "kind"), sealed, strict=True):
        if row[column] != value:
            yield Finding(where=where, what=f"{column} was changed: it is {row[column]!r}, the body says {value!r}")


def _roots(connection: sqlite3.Connection, roots: Iterable[sqlite3.Row]) -> Iterator[Finding]:
    """Every root, made again of the leaves. One change makes all later roots wrong; only the first of them is named."""
    leaves = (leaf for (leaf,) in connection.execute("SELECT leaf FROM entries ORDER BY sequence"))
    frontier, fitting, failing = Frontier(), 0, False
    for row in roots:
        size, where = row["size"], f"root at size {row['size']}"
        frontier = frontier.grow(islice(leaves, size - frontier.size))
        if frontier.size < size:
            yield Finding(where=where, what=f"is over {size} entries, but only {frontier.size} are left")
            return
        if frontier.root.hex() != row["root"]:
            if not failing:
                changed = _span("entry", "entries", fitting, size - 1)
                yield Finding(where=where, what=f"does not fit: {changed}, or this root, was changed")
            failing = True
            continue
        failing, fitting = False, size
        if [peak.hex() for peak in frontier.peaks] != row["frontier"].split():
            yield Finding(where=where, what="frontier was changed: it does not lead to this root")


def _span(one: str, many: str, first: int, last: int) -> str:
    return f"{one} {first}" if first == last else f"{many} {first} to {last}"


# -- the projection -----------------------------------------------------------------------------------------------


def _shape(connection: sqlite3.Connection, table: str) -> list[_Row]:
    """Name, type and place in the key of each column; the text of CREATE TABLE depends on who wrote it."""
    columns = connection.execute("SELECT name, type, pk FROM pragma_table_info(?)", (table,))
    return [tuple(column) for column in columns]


def _table(table: str, stored: sqlite3.Cursor, made: sqlite3.Cursor) -> Iterator[Finding]:
    """Two cursors in the order of the same key, read side by side."""
    names = [column[0] for column in made.description]
    width = _KEY_COLUMNS.get(table, 1)
    both = heapq.merge(_keyed("stored", stored, width), _keyed("made", made, width), key=itemgetter(0))
    for _, group in groupby(both, key=itemgetter(0)):
        rows = {side: row for _, side, row in group}
        where = _place(table, names, next(iter(rows.values())), width)
        if "made" not in rows:
            yield Finding(where=where, what="no entry says this row: it was put in")
        elif "stored" not in rows:
            yield Finding(where=where, what="missing, though an entry says it")
        elif rows["stored"] != rows["made"]:
            yield Finding(where=where, what=_difference(names, rows["stored"], rows["made"]))


def _keyed(side: str, cursor: Iterable[Iterable[Any]], width: int) -> Iterator[tuple[_Key, str, _Row]]:
    """Rows with their key as SQLite orders it: NULL, numbers, text, blobs (datatype3.html, section 4.1)."""
    for row in map(tuple, cursor):
        yield tuple((_class(value), 0 if value is None else value) for value in row[:width]), side, row


def _class(value: Any) -> int:
    if value is None:
        return 0
    return {int: 1, float: 1, str: 2}.get(type(value), 3)


def _place(table: str, names: list[str], row: _Row, width: int) -> str:
    key = zip(names[:width], row[:width], strict=True)
    return f"{table}, {', '.join(f'{name} {value}' for name, value in key)}"


def _difference(names: list[str], here: _Row, there: _Row) -> str:
    columns = (
        f"{name} is {ours!r}, the entries say {theirs!r}"
        for name, ours, theirs in zip(names, here, there, strict=True)
        if ours != theirs
    )
    return f"was changed: {'; '.join(columns)}"
