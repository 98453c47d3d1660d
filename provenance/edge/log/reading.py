"""Asking the log. Every answer is a value; nothing of the database travels."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from provenance.core.confirmation import PASSING, needed
from provenance.core.logbook import (
    Filter,
    Found,
    Kind,
    Latest,
    Listed,
    Mention,
    Recorded,
    Root,
    Run,
    page_key,
    read_id,
    sequence_of,
)
from provenance.core.model import Known, Sighting
from provenance.core.records import instant
from provenance.edge.log import answers, listing, pages
from provenance.edge.log.faults import faults
from provenance.edge.log.opening import open_for_reading
from provenance.edge.log.pages import Due
from provenance.errors import LogBroken

if TYPE_CHECKING:
    from provenance.core.logbook import Report
    from provenance.edge.log.tables import Table


class LogReader:
    """An open log that is only read. Used as a context manager; raises `LogUnavailable` and `LogBroken`."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        with faults(self.path):
            self._connection.close()

    def _rows(self, sql: str, values: Mapping[str, Any] | None = None) -> list[sqlite3.Row]:
        with faults(self.path):
            return self._connection.execute(sql, values or {}).fetchall()

    def _row(self, sql: str, values: Mapping[str, Any]) -> sqlite3.Row | None:
        rows = self._rows(sql, values)
        return rows[0] if rows else None

    # -- finding

    def find(self, text: str) -> Found | None:
        """What an id (`s12`, `k40`) or a URL stands for; None if the log does not know it.

        A URL is looked up as a page (tracking parameters and fragments do not matter), then as a canonical URL.
        """
        named = read_id(text)
        if named is not None:
            return self._find_entry(*named)
        key = page_key(text.strip())
        row = self._row(_FIND_PAGE, {"key": key})
        if row is None:
            return None
        return Found(key=row["key"], source=answers.source_id(row["source"]))

    def _find_entry(self, kind: Kind, sequence: int) -> Found | None:
        sql = _FIND_ENTRY.get(kind)
        row = self._row(sql, {"entry": sequence}) if sql else None
        return Found(key=row["key"], source=answers.source_id(row["source"])) if row else None

    # -- sources

    def sources(self, wanted: Filter | None = None, *, limit: int | None = None) -> tuple[Listed, ...]:
        """Sources as they were last recorded, the oldest first; limit: at most so many, the newest of them."""
        with faults(self.path):
            rows = listing.listed(self._connection, wanted or Filter(), limit=limit).fetchall()
        return tuple(answers.listed_of(row) for row in reversed(rows))

    def source(self, text: str) -> Recorded | None:
        """The source that an id or a URL stands for: by its id that very version, by its URL the newest."""
        found = self.find(text)
        if found is None or found.source is None:
            return None
        recorded = self._recorded(_ENTRY, {"entry": sequence_of(found.source)})
        return recorded[0] if recorded else None

    def newer_than(self, source: str) -> str | None:
        """The id of the version that took the place of a source, None for the newest. source: its id."""
        row = self._row("SELECT superseded_by FROM sources WHERE entry = :entry", {"entry": sequence_of(source)})
        return answers.source_id(row["superseded_by"]) if row else None

    # -- what happened to a page

    def checks_of(self, text: str, *, limit: int | None = None) -> tuple[Recorded, ...]:
        """Checks of a page, the newest first."""
        return self._of(_CHECKS_OF, text, limit)

    def captures_of(self, text: str, *, limit: int | None = None) -> tuple[Recorded, ...]:
        """Captures of a page or source, the newest first."""
        return self._of(_CAPTURES_OF, text, limit)

    def main_text(self, text: str) -> str:
        """The text of the article in the newest capture of a page or source that has one; empty where none has."""
        return next((found for one in self.captures_of(text) if (found := str(one.record.get("text") or ""))), "")

    def mementos_of(self, text: str, *, limit: int | None = None) -> tuple[Recorded, ...]:
        """Mementos that were found for a page, the one found last first."""
        return self._of(_MEMENTOS_OF, text, limit)

    def memento_for(self, url: str, *, wanted: str | None, since: datetime) -> Recorded | None:
        """The memento that was found, and read, for a page and a date since a moment; None if none was."""
        values = {"key": page_key(url), "wanted": wanted, "since": instant(since.astimezone(UTC))}
        return next(iter(self._recorded(_MEMENTO_FOR, values)), None)

    def citations_of(self, text: str, *, limit: int | None = None) -> tuple[Recorded, ...]:
        """Citations of a page or source, the newest first."""
        return self._of(_CITATIONS_OF, text, limit)

    def citations(self, *, used_in: str | None = None, limit: int | None = None) -> tuple[Recorded, ...]:
        """All citations, the oldest first. used_in: only those for that file; limit: at most so many, the newest."""
        limited = -1 if limit is None else limit
        return tuple(reversed(self._recorded(_CITATIONS, {"used_in": used_in, "limit": limited})))

    def mentions_of(self, text: str) -> tuple[Mention, ...]:
        """Where lists name a page: each place once, with what the list said at the newest check."""
        found = self.find(text)
        rows = self._rows(_MENTIONS_OF, {"key": found.key}) if found else []
        return tuple(answers.mention_of(row) for row in rows)

    def latest_of(self, text: str) -> Latest | None:
        """What the newest check of a page found; None if no check saw it."""
        found = self.find(text)
        row = self._row("SELECT * FROM latest WHERE key = :key", {"key": found.key}) if found else None
        return answers.latest_of(row) if row else None

    def counts(self) -> dict[str, int]:
        """Pages by the state that their newest check found."""
        return {row["state"]: row["pages"] for row in self._rows(_COUNTS)}

    def _of(self, sql: str, text: str, limit: int | None) -> tuple[Recorded, ...]:
        found = self.find(text)
        if found is None:
            return ()
        limited = -1 if limit is None else limit  # SQLite's word for no limit
        values = {"key": found.key, "source": sequence_of(found.source), "limit": limited}
        return self._recorded(sql, values)

    def _recorded(self, sql: str, values: Mapping[str, Any]) -> tuple[Recorded, ...]:
        rows = self._rows(sql, values)
        with self._understood("an entry"):
            return tuple(answers.recorded_of(row) for row in rows)

    @contextmanager
    def _understood(self, what: str) -> Iterator[None]:
        try:
            yield
        except (KeyError, TypeError, ValueError) as error:
            raise LogBroken(
                str(self.path),
                f"holds {what} that the log did not write: {error}",
                "Run `provenance log verify` to see which; a copy of the file is the way back",
            ) from error

    # -- many pages at once; keys are those of `page_key`, and what the log does not know is missing from the answer

    def knows_pages(self) -> bool:
        """Whether there is anything to be known at all."""
        return self._row(_KNOWS_PAGES, {}) is not None

    def timed_out(self, *, limit: int) -> tuple[str, ...]:
        """URLs of pages whose newest check waited in vain; at most so many."""
        return tuple(row["url"] for row in self._rows(_TIMED_OUT, {"limit": limit}))

    def known(self, keys: Iterable[str], *, until: datetime) -> dict[str, Known]:
        """What is known of pages; all but their texts, which `captured_alive` and `text_of` give.

        until: the time of the look that it is for; checks after that are left out.
        """
        asked = json.dumps([*keys])
        sightings = self._sightings(asked, until)
        stated = {row["key"]: row for row in self._rows(_STATED, {"keys": asked})}
        return {
            key: Known(
                titles=(row["title"],) if (row := stated.get(key)) and row["title"] else (),
                language=row["language"] if row else None,
                site=row["outlet"] if row else None,
                sightings=sightings.get(key, ()),
            )
            for key in stated.keys() | sightings.keys()
        }

    def _sightings(self, keys: str, until: datetime) -> dict[str, tuple[Sighting, ...]]:
        """Of each page that failed since it was last alive, the checks that a verdict needs, the newest first."""
        values = {"keys": keys, "passing": json.dumps(sorted(PASSING)), "until": instant(until.astimezone(UTC))}
        with self._understood("a check"):
            pages = groupby(self._each(_SIGHTINGS, values), key=itemgetter("key"))
            found = ((key, needed(map(answers.sighting_of, rows), until=until)) for key, rows in pages)
            return {key: kept for key, kept in found if kept}

    def captured_alive(self, keys: Iterable[str]) -> dict[str, str]:
        """Of each page the id of the newest capture that was taken while a check found the page alive."""
        rows = self._rows(_CAPTURED_ALIVE, {"keys": json.dumps([*keys])})
        return {row["key"]: row["id"] for row in rows}

    def text_of(self, capture: str) -> str | None:
        """The main text that a capture holds, None where it holds none. capture: its id."""
        recorded = self._recorded(_ENTRY, {"entry": sequence_of(capture)})
        return (recorded[0].record.get("text") or None) if recorded else None

    def due(self, *, at: datetime, limit: int | None = None) -> Due:
        """What should be looked at again at a moment, at most `limit` of it."""
        with faults(self.path), self._understood("a day"):
            return pages.due(self._connection, at=at, limit=limit)

    def due_at(self, keys: Iterable[str]) -> dict[str, datetime | None]:
        """When pages should be looked at again; None for what is no link."""
        with faults(self.path), self._understood("a day"):
            return pages.due_at(self._connection, keys)

    def _each(self, sql: str, values: Mapping[str, Any]) -> Iterator[sqlite3.Row]:
        """Row by row: there may be a million of them."""
        with faults(self.path):
            yield from self._connection.execute(sql, values)

    # -- audits

    def newest_audit(self, key: str) -> Run | None:
        """The newest audit of these lists; without `finished_at` it was broken off."""
        row = self._row(_NEWEST_AUDIT, {"key": key})
        return answers.run_of(row) if row else None

    def audit_checks(self, run: str) -> Iterator[Mapping[str, Any]]:
        """The records of the checks of an audit, in the order in which they were made. A URL that had something to hide
        stands there without it.
        """
        for row in self._each(_CHECKS_OF_AUDIT, {"audit": sequence_of(run)}):
            yield json.loads(row["body"])["record"]

    # -- the whole

    def ask(self, question: str, *, limit: int | None = None) -> Iterator[dict[str, object]]:
        """The answer to one of the questions that are ready, row by row."""
        from provenance.edge.log.questions import ask

        with faults(self.path):
            yield from ask(self._connection, question, limit=limit)

    def tables(self, names: Sequence[str] = ()) -> Iterator[Table]:
        """Tables for other programs, all but `entries` if none is named."""
        from provenance.edge.log.tables import tables

        with faults(self.path):
            yield from tables(self._connection, names)

    def head(self) -> Root | None:
        """The newest root; None before the first command was closed."""
        row = self._row("SELECT * FROM roots ORDER BY size DESC LIMIT 1", {})
        return answers.root_of(row) if row else None

    def verify(self) -> Report:
        """Look for anything in the log that is not what it was; what is found is a value."""
        from provenance.edge.log.verifying import verify  # brings sqlite-utils, for the tables of a second projection

        with faults(self.path):
            return verify(self._connection)


def read_log(path: Path) -> LogReader:
    """Open an existing log for reading only; it may lie on a read-only disk.

    Raises
    ------
    InputError
        where there is no log yet; none is made.
    LogUnavailable, LogBroken
        where it cannot be opened, or is not a log.
    """
    return LogReader(path, open_for_reading(path))


# -- questions ----------------------------------------------------------------------------------------------------

_FIND_PAGE = """
    SELECT key, entry AS source, 0 AS rank FROM sources WHERE key = :key AND superseded_by IS NULL
    UNION ALL SELECT key, NULL, 2 FROM pages WHERE key = :key AND state <> 'unchecked'
    UNION ALL SELECT key, NULL, 3 FROM captures WHERE key = :key
    UNION ALL SELECT key, NULL, 4 FROM citations WHERE key = :key
    UNION ALL SELECT key, NULL, 5 FROM mementos WHERE key = :key
    UNION ALL SELECT * FROM
        (SELECT key, entry, 1 FROM sources WHERE canonical_key = :key AND superseded_by IS NULL
         ORDER BY entry DESC LIMIT 1)
    ORDER BY rank LIMIT 1"""
_FIND_ENTRY = {
    Kind.SOURCE: "SELECT key, entry AS source FROM sources WHERE entry = :entry",
    Kind.CHECK: """
        SELECT checks.key, sources.entry AS source FROM checks
        LEFT JOIN sources ON sources.key = checks.key AND sources.superseded_by IS NULL WHERE checks.entry = :entry""",
    Kind.CAPTURE: "SELECT key, source FROM captures WHERE entry = :entry",
    Kind.CITATION: "SELECT key, source FROM citations WHERE entry = :entry",
    Kind.MEMENTO: """
        SELECT mementos.key, sources.entry AS source FROM mementos
        LEFT JOIN sources ON sources.key = mementos.key AND sources.superseded_by IS NULL
        WHERE mementos.entry = :entry""",
}
_ENTRY = "SELECT sequence, recorded_at, kind, body FROM entries WHERE sequence = :entry"
_CHECKS_OF = """
    SELECT sequence, recorded_at, entries.kind, body FROM checks JOIN entries ON sequence = entry
    WHERE page = (SELECT entry FROM pages WHERE key = :key) ORDER BY checked_at DESC, entry DESC LIMIT :limit"""
# A source that was revised without a URL is known by its versions alone.
_VERSIONS = """
    WITH RECURSIVE versions (entry) AS (
        SELECT :source
        UNION SELECT sources.entry FROM sources JOIN versions ON sources.superseded_by = versions.entry
    )"""
_CAPTURES_OF = f"""{_VERSIONS}
    SELECT sequence, recorded_at, kind, body FROM captures JOIN entries ON sequence = entry
    WHERE key = :key OR source IN versions ORDER BY captured_at DESC, entry DESC LIMIT :limit"""  # noqa: S608 - constants
_MEMENTOS_OF = """
    SELECT sequence, recorded_at, kind, body FROM mementos JOIN entries ON sequence = entry
    WHERE key = :key ORDER BY entry DESC LIMIT :limit"""
_MEMENTO_FOR = """
    SELECT sequence, recorded_at, kind, body FROM mementos JOIN entries ON sequence = entry
    WHERE key = :key AND wanted IS :wanted AND verified AND found_at >= :since ORDER BY entry DESC LIMIT 1"""
_CITATIONS_OF = f"""{_VERSIONS}
    SELECT sequence, entries.recorded_at, kind, body FROM citations JOIN entries ON sequence = entry
    WHERE key = :key OR source IN versions ORDER BY entry DESC LIMIT :limit"""  # noqa: S608 - constants
_CITATIONS = """
    SELECT sequence, entries.recorded_at, kind, body FROM citations JOIN entries ON sequence = entry
    WHERE :used_in IS NULL OR used_in = :used_in
    ORDER BY entry DESC LIMIT :limit"""
# SQLite gives the other columns from the row that max() chose (https://www.sqlite.org/lang_select.html#bareagg).
_MENTIONS_OF = """
    SELECT max(mentions.entry) AS entry, mentions.url, file, line, place, given
    FROM checks JOIN mentions ON mentions.entry = checks.entry
    WHERE checks.page = (SELECT entry FROM pages WHERE key = :key)
    GROUP BY file, line, place ORDER BY file, line, place"""
_KNOWS_PAGES = "SELECT 1 WHERE EXISTS (SELECT 1 FROM pages) OR EXISTS (SELECT 1 FROM sources)"
# The plus as in `projection`: SQLite would go through all current sources, a tenth of a second among a million.
_STATED = """
    SELECT key, title, language, outlet FROM sources
    WHERE key IN (SELECT value FROM json_each(:keys)) AND +superseded_by IS NULL"""
# Of a page that was alive at the newest check nothing has to be read; of the others, only what counts or ends a count.
# CROSS JOIN: the newest checks first (https://www.sqlite.org/optoverview.html#crossjoin), or all others would be read.
_SIGHTINGS = """
    SELECT checks.key, checks.checked_at, checks.state, checks.kind, checks.confirmed
    FROM pages CROSS JOIN checks ON checks.page = pages.entry
    WHERE pages.key IN (SELECT value FROM json_each(:keys))
        AND (pages.state <> 'alive' OR pages.checked_at > :until)
        AND checks.checked_at <= :until
        AND (checks.state <> 'unknown' OR checks.kind IN (SELECT value FROM json_each(:passing)))
    ORDER BY checks.key"""
# `add` records a capture and, next to it, the check that it was taken at; a saved file has no such check.
_CAPTURED_ALIVE = """
    SELECT captures.key, captures.id, max(captures.captured_at) FROM captures
    JOIN checks ON checks.entry = captures.entry + 1 AND checks.key = captures.key AND checks.state = 'alive'
    WHERE captures.key IN (SELECT value FROM json_each(:keys)) GROUP BY captures.key"""
# Whoever waited in vain has failed: said for the sake of the index.
_TIMED_OUT = "SELECT url FROM pages WHERE failing = 1 AND kind = 'timeout' LIMIT :limit"
_COUNTS = "SELECT state, count(*) AS pages FROM latest GROUP BY state ORDER BY state"
_CHECKS_OF_AUDIT = """
    SELECT body FROM checks JOIN entries ON sequence = entry WHERE audit = :audit ORDER BY entry"""
_NEWEST_AUDIT = """
    SELECT audits.*, (SELECT count(*) FROM checks WHERE audit = audits.entry) AS checked
    FROM audits WHERE key = :key ORDER BY entry DESC LIMIT 1"""
