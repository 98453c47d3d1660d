"""The tables, and how a log of an older version comes to have them. Needs sqlite-utils; only a log behind does."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from sqlite_utils import Database

from provenance.edge.log import projection
from provenance.edge.log.identity import APPLICATION_ID

Migration: TypeAlias = Callable[[Database], None]

GUARDS = {
    # INSERT OR REPLACE would delete without the trigger for DELETE being asked, so a new row must be a next row.
    "entries_in_order": """
        CREATE TRIGGER entries_in_order BEFORE INSERT ON entries
        WHEN NEW.sequence <> (SELECT coalesce(max(sequence) + 1, 0) FROM entries)
        BEGIN SELECT raise(ABORT, 'entries are numbered without gaps'); END""",
    "entries_refuse_update": """
        CREATE TRIGGER entries_refuse_update BEFORE UPDATE ON entries
        BEGIN SELECT raise(ABORT, 'entries are append-only'); END""",
    "entries_refuse_delete": """
        CREATE TRIGGER entries_refuse_delete BEFORE DELETE ON entries
        BEGIN SELECT raise(ABORT, 'entries are append-only'); END""",
    "roots_in_order": """
        CREATE TRIGGER roots_in_order BEFORE INSERT ON roots
        WHEN NEW.size <= (SELECT coalesce(max(size), 0) FROM roots)
        BEGIN SELECT raise(ABORT, 'each root is over more entries than the one before'); END""",
    "roots_refuse_update": """
        CREATE TRIGGER roots_refuse_update BEFORE UPDATE ON roots
        BEGIN SELECT raise(ABORT, 'roots are append-only'); END""",
    "roots_refuse_delete": """
        CREATE TRIGGER roots_refuse_delete BEFORE DELETE ON roots
        BEGIN SELECT raise(ABORT, 'roots are append-only'); END""",
}


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the migrations that the log has not seen, each in one transaction with the record that it ran.

    Raises
    ------
    sqlite3.Error
        with the log as it was before the migration that failed.
    """
    database = Database(connection, execute_plugins=False)
    for number, migration in enumerate(MIGRATIONS, start=1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another process may have been here while this one waited for the lock.
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version < number:
                migration(database)
                database.table("migrations").insert({"number": number, "name": migration.__name__})
                connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def m1_entries_and_roots(database: Database) -> None:
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.table("migrations").create({"number": int, "name": str}, pk="number", not_null={"name"})
    database.table("entries").create(
        {"sequence": int, "recorded_at": str, "kind": str, "body": str, "leaf": bytes},
        pk="sequence",
        not_null={"recorded_at", "kind", "body", "leaf"},
    )
    # frontier: the tree's right edge at that size, so that the next root need not read the whole log.
    database.table("roots").create(
        {"size": int, "root": str, "recorded_at": str, "command": str, "frontier": str},
        pk="size",
        not_null={"root", "recorded_at", "command", "frontier"},
    )
    for guard in GUARDS.values():
        database.execute(guard)


def m2_projection(database: Database) -> None:
    _sources(database)
    _audits_and_checks(database)
    _captures_and_citations(database)


def _sources(database: Database) -> None:
    entry = ("entry", "entries", "sequence")
    text = dict.fromkeys(
        ("id", "url", "key", "canonical_url", "canonical_key", "type", "title", "author", "issued", "outlet",
         "language", "recorded_at"), str,
    )  # fmt: skip
    sources = database.table("sources")
    sources.create(
        {"entry": int, **text, "superseded_by": int},
        pk="entry",
        foreign_keys=[entry, ("superseded_by", "sources", "entry")],
    )
    sources.create_index(["key"])
    sources.create_index(["canonical_key"])
    reading = dict.fromkeys(("variable", "value", "status"), str)
    database.table("readings").create(
        {"source": int, **reading, "confidence": float, "stated": str, "basis": str},
        pk=("source", "variable"),
        foreign_keys=[("source", "sources", "entry")],
    )
    seen = dict.fromkeys(("variable", "stance", "value", "method", "selector", "quote"), str)
    database.table("evidence").create(
        {"source": int, "position": int, **seen},
        pk=("source", "position"),
        foreign_keys=[("source", "sources", "entry")],
    )


def _audits_and_checks(database: Database) -> None:
    entry = ("entry", "entries", "sequence")
    audits = database.table("audits")
    audits.create(
        {"entry": int, "id": str, "key": str, "lists": str, "items": int, "started_at": str, "finished_at": str},
        pk="entry",
        foreign_keys=[entry],
    )
    audits.create_index(["key"])
    page = {"url": str, "key": str, "state": str, "kind": str, "confirmed": int}
    checks = database.table("checks")
    checks.create(
        {"entry": int, "id": str, **page, "because": str, "status_code": int, "target": str, "title": str,
         "checked_at": str, "elapsed_ms": int, "retry_at": str, "memento": str, "audit": int},
        pk="entry",
        foreign_keys=[entry, ("audit", "audits", "entry")],
    )  # fmt: skip
    checks.create_index(["key"])
    checks.create_index(["audit"])
    latest = database.table("latest")
    latest.create(
        {"key": str, "last_check": int, "url": str, "state": str, "kind": str, "confirmed": int, "checked_at": str,
         "failures": int, "first_failed_at": str},
        pk="key",
        foreign_keys=[("last_check", "checks", "entry")],
    )  # fmt: skip
    latest.create_index(["state", "kind"])
    mentions = database.table("mentions")
    mentions.create(
        {"entry": int, "position": int, "url": str, "key": str, "file": str, "line": int, "place": str, "given": str},
        pk=("entry", "position"),
        foreign_keys=[("entry", "checks", "entry")],
    )
    mentions.create_index(["key"])


def _captures_and_citations(database: Database) -> None:
    keys = [("entry", "entries", "sequence"), ("source", "sources", "entry")]
    page = {"entry": int, "id": str, "source": int, "url": str, "key": str}
    capture = {"digest": str, "length": int, "media_type": str, "text_digest": str, "text_method": str}
    citation = dict.fromkeys(("style", "locale", "text", "warnings", "recorded_at"), str)
    database.table("captures").create(page | capture | {"captured_at": str}, pk="entry", foreign_keys=keys)
    database.table("citations").create(page | citation, pk="entry", foreign_keys=keys)
    for table in ("captures", "citations"):
        database.table(table).create_index(["key"])
        database.table(table).create_index(["source"])


def m3_revisions(database: Database) -> None:
    """Versions of one source are followed back from the newest. The number says more than the index: from here on an
    entry may revise another one, which programs that know two migrations would take for a change of the tables.
    """
    database.table("sources").create_index(["superseded_by"])


def m4_citations(database: Database) -> None:
    """What a citation was made by, and for what. Of older entries only the engine is known; it stands in their bodies."""
    database.execute("ALTER TABLE citations ADD COLUMN style_id TEXT")
    for column in ("style_version", "engine", "mode", "used_in"):
        database.execute(f"ALTER TABLE citations ADD COLUMN {column} TEXT")
    database.execute("""
        UPDATE citations SET engine =
            (SELECT json_extract(body, '$.record.engine') FROM entries WHERE sequence = citations.entry)""")


def m5_mementos(database: Database) -> None:
    """Copies in web archives that were found for a page, or taken because they were asked for."""
    page = {"entry": int, "id": str, "url": str, "key": str, "uri_r": str, "uri_m": str}
    told = dict.fromkeys(("memento_datetime", "archive", "wanted", "title", "digest"), str)
    mementos = database.table("mementos")
    mementos.create(
        page | told | {"requested": int, "verified": int, "found_at": str},
        pk="entry",
        foreign_keys=[("entry", "entries", "sequence")],
    )
    mementos.create_index(["key"])


def m6_pages(database: Database) -> None:
    """What is failing and what is due: it follows from all checks of a page, and was reckoned anew for each question. The
    table is filled by `m7_pages_by_number`.
    """
    text, number = str, int
    table = database.table("pages")
    table.create(
        {"key": text, "url": text, "source": number, "listed": number, "state": text, "failing": number, "since": text,
         "due_at": text, "checked_at": text, "hidden": number},
        pk="key",
        foreign_keys=[("source", "sources", "entry"), ("listed", "entries", "sequence")],
    )  # fmt: skip
    for columns in (["listed"], ["state", "listed"], ["failing", "listed"], ["hidden", "due_at"]):
        table.create_index(columns)


def m7_pages_by_number(database: Database) -> None:
    """Whatever speaks of a page names it by a number, and its address stands in one index instead of four: each link of a
    list meant a leaf of each. All tables are made anew of the entries, as the number is not known otherwise.
    """
    for name in ("mentions", "latest", "pages", "checks"):
        database.execute(f"DROP TABLE {name}")
    for statement in _BY_NUMBER:
        database.execute(statement)
    projection.clear(database.conn)
    for lines in projection.batches(database.conn):
        projection.write(database.conn, _readable(lines))


def _readable(lines: Iterable[projection.Line]) -> Iterator[tuple[str, Iterable[projection.Statement]]]:
    """What entries become; one that cannot be read is what `log verify` tells of."""
    for sequence, kind, body in lines:
        with contextlib.suppress(projection.UnreadableEntry):
            yield kind, projection.statements(sequence, kind, body)


VIEWS = {
    # What the newest check of each page found. The state, and not the moment, says that there was one: it is in an index.
    "latest": """
        CREATE VIEW latest AS
        SELECT key, last_check, url, state, kind, confirmed, checked_at, failures, first_failed_at
        FROM pages WHERE state <> 'unchecked'""",
}

_BY_NUMBER = (
    """CREATE TABLE "pages" (
   "entry" INTEGER PRIMARY KEY REFERENCES "entries"("sequence"),
   "key" TEXT UNIQUE,
   "url" TEXT,
   "source" INTEGER REFERENCES "sources"("entry"),
   "listed" INTEGER REFERENCES "entries"("sequence"),
   "state" TEXT,
   "kind" TEXT,
   "confirmed" INTEGER,
   "failing" INTEGER,
   "since" TEXT,
   "due_at" TEXT,
   "last_check" INTEGER REFERENCES "checks"("entry"),
   "checked_at" TEXT,
   "failures" INTEGER,
   "first_failed_at" TEXT,
   "hidden" INTEGER
)""",
    'CREATE INDEX "idx_pages_listed" ON "pages" ("listed")',
    'CREATE INDEX "idx_pages_state_listed" ON "pages" ("state", "listed")',
    'CREATE INDEX "idx_pages_hidden_due_at" ON "pages" ("hidden", "due_at")',
    # Most pages are alive, and need not stand in these.
    'CREATE INDEX "idx_pages_failing_listed" ON "pages" ("listed") WHERE "failing" = 1',
    'CREATE INDEX "idx_pages_failing_kind" ON "pages" ("kind") WHERE "failing" = 1',
    """CREATE TABLE "checks" (
   "entry" INTEGER PRIMARY KEY REFERENCES "entries"("sequence"),
   "id" TEXT,
   "url" TEXT,
   "key" TEXT,
   "page" INTEGER REFERENCES "pages"("entry"),
   "state" TEXT,
   "kind" TEXT,
   "confirmed" INTEGER,
   "because" TEXT,
   "status_code" INTEGER,
   "target" TEXT,
   "title" TEXT,
   "checked_at" TEXT,
   "elapsed_ms" INTEGER,
   "retry_at" TEXT,
   "memento" TEXT,
   "audit" INTEGER REFERENCES "audits"("entry")
)""",
    'CREATE INDEX "idx_checks_page" ON "checks" ("page")',
    'CREATE INDEX "idx_checks_audit" ON "checks" ("audit")',
    """CREATE TABLE "mentions" (
   "entry" INTEGER REFERENCES "checks"("entry"),
   "position" INTEGER,
   "url" TEXT,
   "key" TEXT,
   "file" TEXT,
   "line" INTEGER,
   "place" TEXT,
   "given" TEXT,
   PRIMARY KEY ("entry", "position")
) WITHOUT ROWID""",
    *VIEWS.values(),
)


# Only ever added to: a log in somebody's hands has seen the first of them.
MIGRATIONS: tuple[Migration, ...] = (
    m1_entries_and_roots,
    m2_projection,
    m3_revisions,
    m4_citations,
    m5_mementos,
    m6_pages,
    m7_pages_by_number,
)
