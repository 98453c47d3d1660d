"""Rows of the tables as the values that travel."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime

from provenance.core.logbook import Kind, Latest, Listed, Mention, Recorded, Root, Run, id_of
from provenance.core.model import Sighting, State


def source_id(sequence: int | None) -> str | None:
    return None if sequence is None else id_of(Kind.SOURCE, sequence)


def moment_of(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def recorded_of(row: sqlite3.Row) -> Recorded:
    kind = Kind(row["kind"])
    return Recorded(
        id=id_of(kind, row["sequence"]),
        kind=kind,
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        record=json.loads(row["body"])["record"],
    )


def listed_of(row: sqlite3.Row) -> Listed:
    names = ("id", "url", "type", "title", "author", "issued", "outlet", "language", "state")
    return Listed(
        **{name: row[name] for name in names},
        kind=row["state_kind"],
        confirmed=bool(row["confirmed"]),
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        checked_at=moment_of(row["checked_at"]),
    )


def latest_of(row: sqlite3.Row) -> Latest:
    return Latest(
        key=row["key"],
        last_check=id_of(Kind.CHECK, row["last_check"]),
        url=row["url"],
        state=row["state"],
        kind=row["kind"],
        confirmed=bool(row["confirmed"]),
        checked_at=datetime.fromisoformat(row["checked_at"]),
        failures=row["failures"],
        first_failed_at=moment_of(row["first_failed_at"]),
    )


def sighting_of(row: sqlite3.Row) -> Sighting:
    return Sighting(
        checked_at=datetime.fromisoformat(row["checked_at"]),
        state=State(row["state"]),
        kind=row["kind"],
        confirmed=bool(row["confirmed"]),
    )


def mention_of(row: sqlite3.Row) -> Mention:
    return Mention(
        url=row["url"],
        file=row["file"],
        line=row["line"],
        where=row["place"],
        given=json.loads(row["given"]) if row["given"] else {},
        check=id_of(Kind.CHECK, row["entry"]),
    )


def run_of(row: sqlite3.Row) -> Run:
    return Run(
        id=row["id"],
        key=row["key"],
        lists=tuple(json.loads(row["lists"])),
        started_at=datetime.fromisoformat(row["started_at"]),
        finished_at=moment_of(row["finished_at"]),
        items=row["items"],
        checked=row["checked"],
    )


def root_of(row: sqlite3.Row) -> Root:
    return Root(
        size=row["size"],
        root=row["root"],
        recorded_at=datetime.fromisoformat(row["recorded_at"]),
        command=row["command"],
    )
