"""Writing the log: whole batches in one transaction each, and a root at the end of a command."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from provenance.core.logbook import Event, Kind, Root, Run, id_of, seal
from provenance.core.merkle import Frontier
from provenance.core.model import Entry
from provenance.core.records import instant
from provenance.edge.log import projection
from provenance.edge.log.faults import faults
from provenance.edge.log.opening import open_for_writing
from provenance.edge.log.reading import LogReader
from provenance.errors import LogBroken

_INSERT_ENTRY = "INSERT INTO entries (sequence, recorded_at, kind, body, leaf) VALUES (?, ?, ?, ?, ?)"
_INSERT_ROOT = "INSERT INTO roots (size, root, recorded_at, command, frontier) VALUES (?, ?, ?, ?, ?)"


class Log(LogReader):
    """An open log that can be written. Leaving its context seals what was written with a root, even after an error."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, command: str) -> None:
        super().__init__(path, connection)
        self._command = command
        self._written_at: datetime | None = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._written_at is not None:
                self.close_root(at=self._written_at)
        finally:
            self.close()

    def append(self, events: Sequence[Event]) -> list[int]:
        """Record a batch in one transaction; the sequence of each entry (`id_of` makes ids of them).

        Raises
        ------
        LogUnavailable
            where the log is locked, read-only, or the disk full; nothing of the batch is recorded then.
        LogBroken
            where the log holds what it should not.
        ValueError
            where a record is not what `core.records` writes for its kind, or `about` points at no source.
        """
        if not events:
            return []
        with self._transaction():
            first = self._next_sequence()
            sealed = [seal(first + place, _related(events, first, event)) for place, event in enumerate(events)]
            self._connection.executemany(_INSERT_ENTRY, (_entry_row(entry) for entry, _ in sealed))
            projection.write(self._connection, (_projected(entry, record) for entry, record in sealed))
        self._written_at = sealed[-1][0].recorded_at
        return [entry.sequence for entry, _ in sealed]

    def begin_audit(self, *, lists: Sequence[str], key: str, at: datetime, items: int | None = None) -> Run:
        """Record that an audit begins. lists: as people name them; key: what makes the same lists the same – their
        sorted absolute paths, or a digest of what came on standard input.
        """
        record = {"lists": list(lists), "key": key, "items": items}
        (sequence,) = self.append([Event(kind=Kind.AUDIT_BEGUN, record=record, at=at)])
        return Run(id=id_of(Kind.AUDIT_BEGUN, sequence), key=key, lists=tuple(lists), started_at=at, items=items)

    def finish_audit(self, run: str, *, at: datetime) -> None:
        """Record that an audit came to its end. run: its id."""
        self.append([Event(kind=Kind.AUDIT_FINISHED, record={"audit": run}, at=at)])

    def close_root(self, *, at: datetime, command: str | None = None) -> Root | None:
        """Seal all that the log holds with a root; the head as it is if nothing is new, None if the log is empty.

        command: what the root closes, the command that the log was opened for if None.
        """
        with self._transaction():
            size, frontier = self._next_sequence(), self._frontier()
            if size > frontier.size:
                leaves = self._connection.execute("SELECT leaf FROM entries WHERE sequence >= ?", (frontier.size,))
                frontier = frontier.grow(leaf for (leaf,) in leaves)
                moment, named = instant(at.astimezone(UTC)), self._command if command is None else command
                peaks = " ".join(peak.hex() for peak in frontier.peaks)
                self._connection.execute(_INSERT_ROOT, (frontier.size, frontier.root.hex(), moment, named, peaks))
        return self.head()

    def rebuild(self) -> int:
        """Make all tables but entries and roots anew; how many entries they were made of.

        Raises
        ------
        LogBroken
            where an entry is not what the log wrote; the tables stay as they are.
        """
        with self._transaction():
            projection.clear(self._connection)
            try:
                for lines in projection.batches(self._connection):
                    projection.project(self._connection, lines)
            except projection.UnreadableEntry as error:
                raise LogBroken(
                    str(self.path), str(error), "Run `provenance log verify`; a copy of the file is the way back"
                ) from error
            return self._next_sequence()

    def _next_sequence(self) -> int:
        (sequence,) = self._connection.execute("SELECT coalesce(max(sequence) + 1, 0) FROM entries").fetchone()
        return int(sequence)

    def _frontier(self) -> Frontier:
        row = self._connection.execute("SELECT size, frontier FROM roots ORDER BY size DESC LIMIT 1").fetchone()
        if row is None:
            return Frontier()
        try:
            return Frontier(size=row["size"], peaks=tuple(bytes.fromhex(peak) for peak in row["frontier"].split()))
        except ValueError as error:
            raise LogBroken(
                f"{self.path}, root at size {row['size']}",
                f"has a frontier that is none: {error}",
                "Run `provenance log verify`; a copy of the file is the way back",
            ) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """One transaction that takes the write lock at once.

        One that begins by reading and then wants to write is refused where another process wrote in between, however
        long it is ready to wait: that is how rows are lost.
        """
        with faults(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


def open_log(path: Path, *, command: str = "") -> Log:
    """Open the log for writing; it is made, and its folders with it, where there is none.

    command: what the log is opened for, kept with the root that seals it.

    Raises
    ------
    LogUnavailable
        where the place cannot be written or is locked.
    LogBroken
        where the file is not a log, or is one of a newer version; it is left as it was.
    """
    return Log(path, open_for_writing(path), command=command)


def _related(events: Sequence[Event], first: int, event: Event) -> Event:
    """The event with the id of the source in the same batch that it speaks of."""
    if event.about is None:
        return event
    source = id_of(Kind.SOURCE, first + event.about)
    if events[event.about].kind != Kind.SOURCE:
        msg = f"event {event.about} of the batch is a {events[event.about].kind}, not a source"
        raise ValueError(msg)
    record: Mapping[str, Any] = {**event.record, "source": source}
    return Event(kind=event.kind, record=record, at=event.at)


def _projected(entry: Entry, record: Mapping[str, Any]) -> tuple[str, tuple[projection.Statement, ...]]:
    """Made of the record, not of the JSON just made of it, which a rebuild reads: both come to the same rows."""
    return entry.kind, projection.statements_of(entry.sequence, entry.kind, instant(entry.recorded_at), record)


def _entry_row(entry: Entry) -> tuple[int, str, str, str, bytes]:
    return entry.sequence, instant(entry.recorded_at), entry.kind, entry.body, entry.leaf
