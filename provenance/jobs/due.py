"""Which pages of the log should be looked at again, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from provenance.core.confirmation import PASSING, Looked, streak
from provenance.core.logbook import page_key
from provenance.core.redaction import HIDDEN, redact_text
from provenance.edge.log import LogReader, read_log
from provenance.errors import InputError
from provenance.jobs.clock import now
from provenance.jobs.left_out import reason_to_leave_out
from provenance.settings import Settings, log_path

_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """urls: to be looked at now, the longest overdue first. left: how many more are due, past the limit. left_out: due, but
    not to be looked at by the settings, each with why. hidden: due,
    but recorded without a secret of their address, so that nobody can ask for them. next_at: when the next page is due
    that is not due now.
    """

    urls: tuple[str, ...] = ()
    left: int = 0
    left_out: tuple[tuple[str, str], ...] = ()
    hidden: tuple[str, ...] = ()
    next_at: datetime | None = None


def agenda(settings: Settings, urls: Sequence[str] = (), *, limit: int | None = None) -> Agenda:
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
    given: dict[str, str] = {}
    for url in urls:
        given.setdefault(page_key(url), url)
    try:
        with read_log(log_path(settings)) as log:
            pages = looked_at(log, until=at)
    except InputError:  # there is no log yet
        if not given:
            raise
        pages = []
    if given:
        known = {page.key: page for page in pages}
        pages = [
            replace(known[key], url=url) if key in known else Looked(key=key, url=url, recorded_at=_EVER)
            for key, url in given.items()
        ]
    dated = sorted((due_at, page.url) for page in pages if (due_at := page.due_at) is not None)
    due = [url for due_at, url in dated if due_at <= at]
    hidden = tuple(url for url in due if _is_hidden(url)) if not given else ()
    reason = reason_to_leave_out(settings)
    left_out = {url: why for url in due if (why := reason(url))} if reason else {}
    askable = [url for url in due if (given or not _is_hidden(url)) and url not in left_out]
    return Agenda(
        urls=tuple(askable[:limit]),
        left=len(askable) - len(askable[:limit]),
        left_out=tuple(left_out.items()),
        hidden=tuple(url for url in hidden if url not in left_out),
        next_at=next((due_at for due_at, _ in dated if due_at > at), None),
    )


def due_keys(log: LogReader) -> set[str]:
    """The keys of the pages that are due now."""
    at = now()
    return {page.key for page in looked_at(log, until=at) if (due_at := page.due_at) is not None and due_at <= at}


def looked_at(log: LogReader, *, until: datetime) -> list[Looked]:
    """All pages of the log with all that says when they are due."""
    pages = log.looked_at()
    # Whether a fault is the first of its kind is the one thing that the newest check does not say.
    faults = [page.key for page in pages if page.latest is not None and page.latest.kind in PASSING]
    since = {key: streak(seen).since for key, seen in log.sightings(faults, until=until).items()} if faults else {}
    return [replace(page, since=since[page.key]) if page.key in since else page for page in pages]


def _is_hidden(url: str) -> bool:
    """Whether something was taken out of the URL when it was recorded; a page may also be about a word like that."""
    return HIDDEN in url and HIDDEN in redact_text(url.replace(HIDDEN, "-"))
