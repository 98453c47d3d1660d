"""The question behind `list`, put together of what is asked: a log of a million pages is gone through for nobody who
wants the failing ones.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from provenance.core.logbook import Filter
from provenance.core.records import instant

# What is known of a page without a source is known of its newest check.
_PAGES = """
    SELECT pages.listed AS entry, coalesce(sources.id, checks.id) AS id,
        iif(pages.source IS NULL, pages.url, sources.url) AS url, sources.type,
        iif(pages.source IS NULL, checks.title, sources.title) AS title, sources.author, sources.issued,
        sources.outlet, sources.language, coalesce(sources.recorded_at, pages.checked_at) AS recorded_at,
        nullif(pages.state, 'unchecked') AS state, pages.kind AS state_kind, pages.confirmed, pages.checked_at
    FROM (SELECT * FROM pages{where} ORDER BY listed DESC LIMIT :most) AS pages
        LEFT JOIN sources ON sources.entry = pages.source
        LEFT JOIN checks ON pages.source IS NULL AND checks.entry = pages.listed"""
# Saved texts, and what else was never anywhere: few, and looked up as such (the plus: see projection).
_WITHOUT_URL = """
    SELECT entry, id, url, type, title, author, issued, outlet, language, recorded_at, NULL, NULL, NULL, NULL
    FROM sources WHERE key IS NULL AND +superseded_by IS NULL"""
_OF_PAGES = {
    "state": "pages.state = :state",
    "due_by": "pages.hidden IN (0, 1) AND pages.due_at <= :due_by",
}
_OF_SOURCES = {
    "outlet": "instr(fold(outlet), fold(:outlet))",
    "text": "(instr(fold(title), fold(:text)) OR instr(fold(author), fold(:text)) OR instr(fold(url), fold(:text)))",
    "language": "language = :language",
    "type": "type = :type",
    "since": "recorded_at >= :since",
    "until": "recorded_at <= :until",
}


def listed(connection: sqlite3.Connection, wanted: Filter, *, limit: int | None) -> sqlite3.Cursor:
    """Sources, and where it is wanted pages that were only checked, the newest first, each with its newest state."""
    values = {
        name: instant(value.astimezone(UTC)) if isinstance(value, datetime) else value
        for name in (*_OF_PAGES, *_OF_SOURCES)
        if (value := getattr(wanted, name)) is not None
    }
    at_most = -1 if limit is None else limit  # SQLite's word for no limit
    of_sources = [sql for name, sql in _OF_SOURCES.items() if name in values]
    values |= {"limit": at_most, "most": -1 if of_sources else at_most}
    return connection.execute(_question(wanted, of_sources), values)


def _question(wanted: Filter, of_sources: list[str]) -> str:
    conditions = [sql for name, sql in _OF_PAGES.items() if getattr(wanted, name) is not None]
    conditions += ["pages.failing = 1"] if wanted.failing else []
    conditions += [] if wanted.checked else ["pages.source IS NOT NULL"]
    parts = [_PAGES.format(where=_where(conditions))]
    if wanted.state in (None, "unchecked") and not wanted.failing and wanted.due_by is None:
        parts.append(_WITHOUT_URL)
    both = " UNION ALL ".join(parts)
    asked = f"SELECT * FROM ({both}){_where(of_sources)}" if of_sources else both  # noqa: S608 - constants
    return f"{asked} ORDER BY entry DESC LIMIT :limit"


def _where(conditions: list[str]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""
