"""Each page of the log once: what its newest check found, the entry that it is listed by, and when it is to be looked at
again. Written with each source and check, so that what is failing and what is due is one step in an index, however long
the log.

A page goes by the entry that named it first: whatever else speaks of it is found by that number. The key itself, a whole
address, stands in one index only: in each one it stood in, each link of a list would mean another leaf to be written.

The days follow `core.confirmation.next_look`. It needs nothing of the past but whether a fault is the first of its
streak, so both answers are reckoned for each check, and the table, which knows the streak, takes one of them. Who
changes the rule makes the table anew by a migration: what it holds was reckoned when the check was recorded.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from provenance.core.confirmation import fails, next_look
from provenance.core.frozen import frozen
from provenance.core.model import Sighting, State
from provenance.core.records import instant
from provenance.core.redaction import is_redacted

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@frozen
class Due:
    """What is due at a moment. urls: the longest overdue first. left: how many more there are, counted up to
    `MOST_COUNTED`. hidden: how many were recorded without a secret of their address; example: one of them. next_at: when
    the next page will be due. left_out: what the settings do not want looked at, each with why.
    """

    urls: tuple[str, ...] = ()
    left: int = 0
    hidden: int = 0
    example: str | None = None
    next_at: datetime | None = None
    left_out: tuple[tuple[str, str], ...] = ()


# -- writing ------------------------------------------------------------------------------------------------------

_SOURCE = """
    INSERT INTO pages (entry, key, url, source, listed, state, failing, due_at, hidden)
    VALUES (:entry, :key, :url, :entry, :entry, 'unchecked', 0, :due_at, :hidden)
    ON CONFLICT (key) DO UPDATE SET
        source = excluded.source,
        listed = excluded.listed,
        url = iif(pages.checked_at IS NULL, excluded.url, pages.url),
        due_at = iif(pages.checked_at IS NULL, excluded.due_at, pages.due_at),
        hidden = iif(pages.checked_at IS NULL, excluded.hidden, pages.hidden)"""
# A version with another URL took the place of the only source of a page: the page is left with its checks, if any.
_OF_THE_REVISED = """key = (SELECT key FROM sources WHERE entry = :revised)
        AND NOT EXISTS (SELECT 1 FROM sources WHERE sources.key = pages.key AND superseded_by IS NULL)"""
_LEFT_UNCHECKED = f"DELETE FROM pages WHERE checked_at IS NULL AND {_OF_THE_REVISED}"  # noqa: S608 - constants
_LEFT_CHECKED = f"UPDATE pages SET source = NULL, listed = last_check WHERE {_OF_THE_REVISED}"  # noqa: S608 - constants
# A process that began earlier may record later: the newest check is the one that looked last.
CHECK = """
    INSERT INTO pages (entry, key, url, listed, state, kind, confirmed, failing, since, due_at, last_check, checked_at,
        failures, first_failed_at, hidden)
    VALUES (:entry, :key, :url, :entry, :state, :kind, :confirmed, :failing, iif(:failing, :checked_at, NULL), :first,
        :entry, :checked_at, :state = 'dead', iif(:state = 'dead', :checked_at, NULL), :hidden)
    ON CONFLICT (key) DO UPDATE SET
        url = excluded.url,
        listed = coalesce(pages.source, excluded.listed),
        state = excluded.state,
        kind = excluded.kind,
        confirmed = excluded.confirmed,
        failing = excluded.failing,
        since = iif(:state = 'alive', NULL, coalesce(pages.since, excluded.since)),
        due_at = iif(pages.since < :checked_at, :lasting, :first),
        last_check = excluded.last_check,
        checked_at = excluded.checked_at,
        failures = iif(:state = 'alive', 0, coalesce(pages.failures, 0) + excluded.failures),
        first_failed_at = iif(:state = 'alive', NULL, coalesce(pages.first_failed_at, excluded.first_failed_at)),
        hidden = excluded.hidden
    WHERE pages.checked_at IS NULL OR excluded.checked_at >= pages.checked_at"""


def after_source(row: Mapping[str, Any], *, revised: int | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """A page that nobody checked is due at once. row: of `sources`. revised: the entry of the version whose place it
    takes, where it says so.
    """
    if row["key"] is not None:
        url = row["url"] or row["canonical_url"]
        page = {"due_at": row["recorded_at"], "hidden": int(is_redacted(url))}
        yield _SOURCE, {"key": row["key"], "url": url, "entry": row["entry"]} | page
    if revised is not None:
        yield from ((sql, {"revised": revised}) for sql in (_LEFT_UNCHECKED, _LEFT_CHECKED))


def after_check(row: Mapping[str, Any]) -> dict[str, Any]:
    """What `CHECK` needs beside a row of `checks`."""
    found = _outlook(row["checked_at"], row["state"], row["kind"], bool(row["confirmed"]), row["retry_at"])
    return {**found, "hidden": int(is_redacted(row["url"]))}


@lru_cache(maxsize=256)  # checks of one second that found the same have one outlook
def _outlook(checked_at: str, state: str, kind: str, confirmed: bool, retry_at: str | None) -> Mapping[str, Any]:
    seen = Sighting(checked_at=datetime.fromisoformat(checked_at), state=State(state), kind=kind, confirmed=confirmed)
    asked = datetime.fromisoformat(retry_at) if retry_at else None
    first, lasting = (next_look(seen, since=since, retry_at=asked) for since in (None, _LONG_AGO))
    return {
        "failing": int(fails(seen.state, seen.kind)),
        "first": instant(first) if first else None,
        "lasting": instant(lasting) if lasting else None,
    }


# -- asking -------------------------------------------------------------------------------------------------------

_DUE = "SELECT url FROM pages WHERE hidden = 0 AND due_at <= :at ORDER BY due_at, rowid LIMIT :limit"
# Counted no further than anybody wants to know: of a million pages that are due, counting would be what takes time.
MOST_COUNTED = 10_000
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM pages WHERE hidden = :hidden AND due_at <= :at LIMIT :most)"
_EXAMPLE = "SELECT url FROM pages WHERE hidden = 1 AND due_at <= :at ORDER BY due_at LIMIT 1"
_NEXT = """
    SELECT min(due_at) FROM
        (SELECT min(due_at) AS due_at FROM pages WHERE hidden = 0 AND due_at > :at
         UNION ALL SELECT min(due_at) FROM pages WHERE hidden = 1 AND due_at > :at)"""
_OF = "SELECT key, due_at FROM pages WHERE key IN (SELECT value FROM json_each(:keys))"


def due(connection: sqlite3.Connection, *, at: datetime, limit: int | None = None) -> Due:
    """What is due at a moment, at most `limit` of it."""
    values = {"at": instant(at.astimezone(UTC)), "limit": -1 if limit is None else limit}
    urls = tuple(row[0] for row in connection.execute(_DUE, values))
    (askable,) = connection.execute(_COUNT, values | {"hidden": 0, "most": len(urls) + MOST_COUNTED}).fetchone()
    (hidden,) = connection.execute(_COUNT, values | {"hidden": 1, "most": MOST_COUNTED}).fetchone()
    example = connection.execute(_EXAMPLE, values).fetchone()
    (later,) = connection.execute(_NEXT, values).fetchone()
    return Due(
        urls=urls,
        left=askable - len(urls),
        hidden=hidden,
        example=example[0] if example else None,
        next_at=datetime.fromisoformat(later) if later else None,
    )


def due_at(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, datetime | None]:
    """When pages are due, None for what is no link. keys: those of `page_key`; what the log does not know is missing."""
    rows = connection.execute(_OF, {"keys": json.dumps([*keys])})
    return {key: datetime.fromisoformat(moment) if moment else None for key, moment in rows}
