"""The job `check`: does the link still lead to the article?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from provenance.core.logbook import check_event
from provenance.core.model import Check
from provenance.edge.fetch import Fetcher
from provenance.jobs.clock import now
from provenance.jobs.known import Memory
from provenance.jobs.looking import Target
from provenance.jobs.many import look_at_all
from provenance.jobs.recording import recording
from provenance.settings import Settings, load_settings


def check_urls(
    urls: Sequence[str],
    *,
    settings: Settings,
    deliver: Callable[[Check], None],
    tell: Callable[[str], None] | None = None,
) -> None:
    """Check links, record each, and deliver them in the order given, each as soon as those before it are there.

    tell: gets, at the end, what the reader should know of the looking for archived copies.

    Raises
    ------
    NetworkDown
        where the own network is down; links that were checked before that are recorded and delivered.
    """
    asyncio.run(_check_urls(urls, settings=settings, deliver=deliver, tell=tell))


async def _check_urls(
    urls: Sequence[str],
    *,
    settings: Settings,
    deliver: Callable[[Check], None],
    tell: Callable[[str], None] | None = None,
) -> None:
    wanted = list(dict.fromkeys(urls))
    done: dict[str, Check] = {}

    with recording(settings, command="check") as log:

        def take(checks: Sequence[Check]) -> None:
            if log is not None:
                log.append([check_event(check) for check in checks])
            done.update((check.url, check) for check in checks)
            while wanted and wanted[0] in done:
                deliver(done[wanted.pop(0)])

        async with Fetcher(settings, clock=now) as fetcher:
            copies = None
            if settings.use_archives:  # brings all that reads metadata and speaks with archives
                from provenance.jobs.copies import Copies

                copies = Copies(settings, fetcher, log)
            try:
                await look_at_all(
                    [Target(url=url) for url in wanted],
                    fetcher,
                    concurrency=fetcher.at_once,
                    per_host=fetcher.places_at,
                    recall=Memory(log, dict.fromkeys(wanted, ())),
                    deliver=take,
                    beside=copies.beside if copies else None,
                )
            finally:  # one that never came must not keep back those that did
                for url in wanted:
                    if url in done:
                        deliver(done[url])
                if copies and tell:
                    for remark in copies.remarks:
                        tell(remark)


async def acheck(url: str, **settings: Any) -> Check:
    """Check one link and record it in the log.

    url: the link as it was given. settings: fields of `provenance.settings.Settings`; `record=False` keeps no log.

    Raises
    ------
    NetworkDown
        where the own network is down: then nothing was learnt about the link.
    LogUnavailable, LogBroken
        where the log cannot be written.
    """
    found: list[Check] = []
    await _check_urls([url], settings=load_settings(**settings), deliver=found.append)
    return found[0]


def check(url: str, **settings: Any) -> Check:
    """As `acheck`, for code that is not asynchronous."""
    return asyncio.run(acheck(url, **settings))
