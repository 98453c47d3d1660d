"""Which pages of the log should be looked at again, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from provenance.core.logbook import page_key
from provenance.edge.log import Due, read_log
from provenance.errors import InputError
from provenance.jobs.clock import now
from provenance.settings import Settings, log_path

_EVER = datetime.min.replace(tzinfo=UTC)


def agenda(settings: Settings, urls: Sequence[str] = (), *, limit: int | None = None) -> Due:
    """What is due now: of all pages in the log, or of the URLs that are given, each page once. A URL that was never
    looked at is due. limit: at most so many.

    Raises
    ------
    InputError
        where no URL is given and there is no log yet.
    LogUnavailable, LogBroken
        where the log cannot be read.
    """
    at = now()
    if urls:
        return _of(urls, settings, at=at, limit=limit)
    with read_log(log_path(settings)) as log:
        return log.due(at=at, limit=limit)


def _of(urls: Sequence[str], settings: Settings, *, at: datetime, limit: int | None) -> Due:
    given: dict[str, str] = {}
    for url in urls:
        given.setdefault(page_key(url), url)
    known: Mapping[str, datetime | None] = {}
    try:
        with read_log(log_path(settings)) as log:
            known = log.due_at(given)
    except InputError:  # there is no log yet, and nothing in it
        pass
    dated = sorted((moment, url) for key, url in given.items() if (moment := known.get(key, _EVER)) is not None)
    due = tuple(url for moment, url in dated if moment <= at)
    return Due(
        urls=due[:limit],
        left=len(due) - len(due[:limit]),
        next_at=next((moment for moment, _ in dated if moment > at), None),
    )
