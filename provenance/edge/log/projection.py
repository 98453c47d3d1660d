"""Entries as tables that people can read. The same functions write a row the first time and make it anew.

What an entry becomes depends on that entry and the entries before it, and on nothing else: no clock, no row number, no
size of a batch.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from provenance.core.logbook import Kind, id_of, sequence_of
from provenance.core.regex import regex
from provenance.core.urls import same_page_key
from provenance.edge.log import pages

Row: TypeAlias = dict[str, Any]
Statement: TypeAlias = tuple[str, Row]

# Table by table, each in the order of its key.
TABLES = {
    "sources": "SELECT * FROM sources ORDER BY entry",
    "readings": "SELECT * FROM readings ORDER BY source, variable",
    "evidence": "SELECT * FROM evidence ORDER BY source, position",
    "audits": "SELECT * FROM audits ORDER BY entry",
    "checks": "SELECT * FROM checks ORDER BY entry",
    "latest": "SELECT * FROM latest ORDER BY key",
    "pages": "SELECT * FROM pages ORDER BY entry",
    "mentions": "SELECT * FROM mentions ORDER BY entry, position",
    "captures": "SELECT * FROM captures ORDER BY entry",
    "citations": "SELECT * FROM citations ORDER BY entry",
    "mementos": "SELECT * FROM mementos ORDER BY entry",
}

_CLEAR = (
    "DELETE FROM mementos",
    "DELETE FROM citations",
    "DELETE FROM captures",
    "DELETE FROM mentions",
    "DELETE FROM pages",
    "DELETE FROM checks",
    "DELETE FROM audits",
    "DELETE FROM evidence",
    "DELETE FROM readings",
    "DELETE FROM sources",
)


# Sequence, kind and body of an entry: all that its rows are made of.
Line: TypeAlias = tuple[int, str, str]

BATCH = 1000


class UnreadableEntry(ValueError):
    """The body of an entry is not what the log writes."""

    def __init__(self, sequence: int) -> None:
        super().__init__(f"entry {sequence} does not hold a record of its kind")
        self.sequence = sequence


def project(connection: sqlite3.Connection, lines: Iterable[Line]) -> None:
    """Write the rows that entries become; the caller holds the transaction.

    Raises
    ------
    UnreadableEntry
        where a body is not what the log writes.
    """
    write(connection, ((line[1], statements(*line)) for line in lines))


def write(connection: sqlite3.Connection, prepared: Iterable[tuple[str, Iterable[Statement]]]) -> None:
    """Run the statements of entries, given with the kind of each entry, in their order.

    They are run together only within a run of entries of one kind: there they read nothing of each other's tables but the
    number of a page, which no later entry changes, so that the result is that of one entry at a time.
    """
    for _, run in groupby(prepared, key=itemgetter(0)):
        together: dict[str, list[Row]] = {}
        for _, several in run:
            for sql, row in several:
                together.setdefault(sql, []).append(row)
        for sql, rows in together.items():
            connection.executemany(sql, rows)


def batches(connection: sqlite3.Connection) -> Iterator[list[Line]]:
    """All entries of a log, in order, some at a time: a log is larger than the memory."""
    cursor = connection.execute("SELECT sequence, kind, body FROM entries ORDER BY sequence")
    while rows := cursor.fetchmany(BATCH):
        yield [(row[0], row[1], row[2]) for row in rows]


def clear(connection: sqlite3.Connection) -> None:
    """Empty the tables of the projection; the caller holds the transaction."""
    for sql in _CLEAR:
        connection.execute(sql)


def statements(sequence: int, kind: str, text: str) -> tuple[Statement, ...]:
    """The statements that an entry becomes. text: its body.

    Raises
    ------
    UnreadableEntry
        where the body is not what the log writes.
    """
    try:
        body = json.loads(text)
        at, record = body["at"], body["record"]
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableEntry(sequence) from error
    made = statements_of(sequence, kind, at, record)
    rows = {id(row): row for _, row in made}  # a check has one for several statements
    if not all(_is_cell(value) for row in rows.values() for value in row.values()):
        raise UnreadableEntry(sequence)
    return made


def statements_of(sequence: int, kind: str, at: str, record: Mapping[str, Any]) -> tuple[Statement, ...]:
    """The statements that an entry becomes whose body was just made. at, record: as they stand in it.

    Raises
    ------
    UnreadableEntry
        where the record is not what the log writes.
    """
    try:
        return tuple(_statements(sequence, kind, at, record))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise UnreadableEntry(sequence) from error


def _statements(sequence: int, kind: str, at: str, record: Mapping[str, Any]) -> Iterator[Statement]:
    match kind:
        case Kind.SOURCE:
            yield from _source(sequence, at, record)
        case Kind.CHECK:
            yield from _check(sequence, record)
        case Kind.CAPTURE:
            yield _capture(sequence, record)
        case Kind.CITATION:
            yield _citation(sequence, at, record)
        case Kind.MEMENTO:
            yield _memento(sequence, at, record)
        case Kind.AUDIT_BEGUN:
            yield _audit_begun(sequence, at, record)
        case Kind.AUDIT_FINISHED:
            yield _AUDIT_FINISHED, {"entry": sequence_of(record["audit"]), "finished_at": at}
        case _:
            raise ValueError(kind)


# -- sources ------------------------------------------------------------------------------------------------------

_SOURCE = """
    INSERT INTO sources (entry, id, url, key, canonical_url, canonical_key, type, title, author, issued, outlet,
        language, recorded_at)
    VALUES (:entry, :id, :url, :key, :canonical_url, :canonical_key, :type, :title, :author, :issued, :outlet,
        :language, :recorded_at)"""
# By the same page, or by the version that says which one it revises: a source without a URL has no key. The signs of
# plus keep SQLite from going through all current sources (https://www.sqlite.org/optoverview.html#uplus).
_SUPERSEDE = """
    UPDATE sources SET superseded_by = :entry
    WHERE (key = :key OR entry = :revised) AND +entry < :entry AND +superseded_by IS NULL"""
_READING = """
    INSERT INTO readings (source, variable, value, status, confidence, stated, basis)
    VALUES (:source, :variable, :value, :status, :confidence, :stated, :basis)"""
_EVIDENCE = """
    INSERT INTO evidence (source, position, variable, stance, value, method, selector, quote)
    VALUES (:source, :position, :variable, :stance, :value, :method, :selector, :quote)"""


def _source(sequence: int, at: str, record: Mapping[str, Any]) -> Iterator[Statement]:
    key = _key(record["url"] or record["canonical_url"])
    row = {
        "entry": sequence,
        "id": id_of(Kind.SOURCE, sequence),
        "url": record["url"],
        "key": key,
        "canonical_url": record["canonical_url"],
        "canonical_key": _key(record["canonical_url"]),
        "type": record["type"],
        "title": record["title"]["value"],
        "author": "; ".join(_name(name) for name in record["author"]["value"] or ()) or None,
        "issued": record["issued"]["value"],
        "outlet": record["outlet"]["name"] or record["container_title"]["value"],
        "language": record["language"]["value"],
        "recorded_at": at,
    }
    yield _SOURCE, row
    revised = sequence_of(record.get("revises"))
    if key is not None or revised is not None:
        yield _SUPERSEDE, {"entry": sequence, "key": key, "revised": revised}
    yield from pages.after_source(row, revised=revised)
    # In the order in which they stand in the body, whether it was read again or just made.
    readings = {name: part for name, part in sorted(record.items()) if isinstance(part, dict) and "status" in part}
    for variable, reading in readings.items():
        value = reading["name"] if variable == "outlet" else reading["value"]
        yield (
            _READING,
            {
                "source": sequence,
                "variable": variable,
                "value": _plain(value),
                "status": reading["status"],
                "confidence": reading["confidence"],
                "stated": _plain(reading.get("stated")),
                "basis": "\n".join(reading.get("basis", ())) or None,
            },
        )
    for position, (stance, piece) in enumerate(_evidence(readings, record["evidence"])):
        yield _EVIDENCE, {"source": sequence, "position": position, "stance": stance} | piece


def _evidence(readings: Mapping[str, Any], seen: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Each piece of evidence with what it does: supports a reading, disputes one, or was merely seen."""
    used: list[Row] = []
    for reading in readings.values():
        for stance, pieces in (("supports", reading["supported_by"]), ("disputes", reading["disputed_by"])):
            used.extend(pieces)
            yield from ((stance, piece) for piece in pieces)
    yield from (("seen", piece) for piece in seen if piece not in used)


def _name(name: Mapping[str, str]) -> str:
    return name.get("literal") or " ".join(name[part] for part in ("given", "family") if part in name)


# -- audits and checks --------------------------------------------------------------------------------------------

_AUDIT_BEGUN = """
    INSERT INTO audits (entry, id, key, lists, items, started_at)
    VALUES (:entry, :id, :key, :lists, :items, :started_at)"""
_AUDIT_FINISHED = "UPDATE audits SET finished_at = :finished_at WHERE entry = :entry"
_CHECK = """
    INSERT INTO checks (entry, id, url, key, page, state, kind, confirmed, because, status_code, target, title,
        checked_at, elapsed_ms, retry_at, memento, audit)
    VALUES (:entry, :id, :url, :key, (SELECT entry FROM pages WHERE key = :key), :state, :kind, :confirmed, :because,
        :status_code, :target, :title, :checked_at, :elapsed_ms, :retry_at, :memento, :audit)"""
_MENTION = """
    INSERT INTO mentions (entry, position, url, key, file, line, place, given)
    VALUES (:entry, :position, :url, :key, :file, :line, :place, :given)"""


def _audit_begun(sequence: int, at: str, record: Mapping[str, Any]) -> Statement:
    return _AUDIT_BEGUN, {
        "entry": sequence,
        "id": id_of(Kind.AUDIT_BEGUN, sequence),
        "key": record["key"],
        "lists": _plain(record["lists"]),
        "items": record["items"],
        "started_at": at,
    }


def _check(sequence: int, record: Mapping[str, Any]) -> Iterator[Statement]:
    # One row for both tables: each statement takes of it what it names.
    row = {
        "entry": sequence,
        "id": id_of(Kind.CHECK, sequence),
        "url": record["url"],
        "key": _key(record["url"]),
        "state": record["state"],
        "kind": record["kind"],
        "confirmed": int(record["confirmed"]),
        "because": "\n".join(record["because"]),
        "status_code": record["status_code"],
        "target": record["target"],
        "title": record["title"],
        "checked_at": record["checked_at"],
        "elapsed_ms": record["elapsed_ms"],
        "retry_at": record["retry_at"],
        "memento": record["memento"]["uri_m"] if record["memento"] else None,
        "audit": sequence_of(record.get("audit")),
    }
    row |= pages.after_check(row)
    yield pages.CHECK, row
    yield _CHECK, row
    for position, origin in enumerate(record.get("origins", ())):
        yield (
            _MENTION,
            {
                "entry": sequence,
                "position": position,
                "url": record["url"],
                "key": row["key"],
                "file": origin["file"],
                "line": origin["line"],
                "place": origin["where"],
                "given": _plain(origin.get("given")),
            },
        )


# -- captures and citations ---------------------------------------------------------------------------------------

_CAPTURE = """
    INSERT INTO captures (entry, id, source, url, key, digest, length, media_type, text_digest, text_method,
        captured_at)
    VALUES (:entry, :id,
        coalesce(:source, (SELECT entry FROM sources WHERE key = :key AND superseded_by IS NULL)),
        :url, :key, :digest, :length, :media_type, :text_digest, :text_method, :captured_at)"""
_CITATION = """
    INSERT INTO citations (entry, id, source, url, key, style, locale, text, warnings, recorded_at, style_id,
        style_version, engine, mode, used_in)
    VALUES (:entry, :id,
        coalesce(:source, (SELECT entry FROM sources WHERE key = :key AND superseded_by IS NULL)),
        :url, :key, :style, :locale, :text, :warnings, :recorded_at, :style_id, :style_version, :engine, :mode,
        :used_in)"""


_MEMENTO = """
    INSERT INTO mementos (entry, id, url, key, uri_r, uri_m, memento_datetime, archive, wanted, title, digest,
        requested, verified, found_at)
    VALUES (:entry, :id, :url, :key, :uri_r, :uri_m, :memento_datetime, :archive, :wanted, :title, :digest,
        :requested, :verified, :found_at)"""


def _capture(sequence: int, record: Mapping[str, Any]) -> Statement:
    return _CAPTURE, {
        "entry": sequence,
        "id": id_of(Kind.CAPTURE, sequence),
        "source": sequence_of(record.get("source")),
        "url": record["url"],
        "key": _key(record["url"]),
        "digest": record["digest"],
        "length": record["length"],
        "media_type": record["media_type"],
        "text_digest": record["text_digest"],
        "text_method": record["text_method"],
        "captured_at": record["captured_at"],
    }


def _citation(sequence: int, at: str, record: Mapping[str, Any]) -> Statement:
    url = record.get("url") or record["item"].get("URL")
    return _CITATION, {
        "entry": sequence,
        "id": id_of(Kind.CITATION, sequence),
        "source": sequence_of(record.get("source")),
        "url": url,
        "key": _key(url),
        "style": record["style"],
        "locale": record["locale"],
        "text": record["text"],
        "warnings": "\n".join(record["warnings"]) or None,
        "recorded_at": at,
        # Records of older versions have an engine only.
        "style_id": record.get("style_id"),
        "style_version": record.get("style_version"),
        "engine": record["engine"],
        "mode": record.get("mode"),
        "used_in": record.get("for"),
    }


def _memento(sequence: int, at: str, record: Mapping[str, Any]) -> Statement:
    names = ("url", "uri_r", "uri_m", "memento_datetime", "archive", "wanted", "title", "digest")
    return _MEMENTO, {
        "entry": sequence,
        "id": id_of(Kind.MEMENTO, sequence),
        "key": _key(record["url"]),
        **{name: record[name] for name in names},
        "requested": int(record["requested"]),
        "verified": int(record["verified"]),
        "found_at": at,
    }


# -- small things -------------------------------------------------------------------------------------------------


def _is_cell(value: object) -> bool:
    """Whether SQLite can hold it: what the log writes is, what somebody made of it may be anything."""
    if isinstance(value, str):
        return value.isascii() or _SURROGATE.search(value) is None
    if isinstance(value, int):
        return -(2**63) <= value < 2**63
    return value is None or isinstance(value, float)


_SURROGATE = regex("[\ud800-\udfff]")


def _key(url: str | None) -> str | None:
    return None if url is None else same_page_key(url)


def _plain(value: Any) -> str | None:
    """A value as one text cell: text as it is, anything else as JSON."""
    return value if value is None or isinstance(value, str) else _JSON(value)


# `json.dumps` would make an encoder for each cell.
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
