"""Which pages of the log should be looked at again, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from provenance.core.logbook import page_key
from provenance.edge.log import MOST_COUNTED, Due, read_log
from provenance.errors import InputError
from provenance.jobs.clock import now
from provenance.jobs.left_out import reason_to_leave_out
from provenance.settings import Settings, log_path

__all__ = ["MOST_COUNTED", "Due", "agenda"]

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
    reason = reason_to_leave_out(settings)
    if urls:
        found = _of(urls, settings, at=at)
    else:
        with read_log(log_path(settings)) as log:
            found = log.due(at=at, limit=None if reason else limit)
    if reason:
        left_out = tuple((url, why) for url in found.urls if (why := reason(url)))
        gone = {url for url, _ in left_out}
        found = replace(found, urls=tuple(url for url in found.urls if url not in gone), left_out=left_out)
    kept = found.urls[:limit]
    return replace(found, urls=kept, left=found.left + len(found.urls) - len(kept))


def _of(urls: Sequence[str], settings: Settings, *, at: datetime) -> Due:
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
    return Due(
        urls=tuple(url for moment, url in dated if moment <= at),
        next_at=next((moment for moment, _ in dated if moment > at), None),
    )
