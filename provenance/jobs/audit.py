"""The job `audit`: a whole list, every link of it, each recorded as soon as it is known."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeAlias

from provenance.core.logbook import Run, check_event
from provenance.core.model import Check, Item, State
from provenance.core.record_reading import check_from
from provenance.edge.fetch import Fetcher
from provenance.edge.log import Log
from provenance.jobs.clock import now
from provenance.jobs.known import Memory, slow_first
from provenance.jobs.links import Links, links_of
from provenance.jobs.load import Lists, given_links
from provenance.jobs.looking import Targets
from provenance.jobs.many import look_at_all
from provenance.jobs.recording import recording
from provenance.jobs.workers import Workers
from provenance.settings import Settings, load_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run has come.

    links: different links in the lists; sources: those that the links are of, several perhaps of one; repeated: how many
    more times the links stand there; before: links that an earlier, broken run had recorded; counts: links by (state,
    kind), those of the earlier run included; differing: links of which a list says something else than their page.
    """

    links: int = 0
    sources: int = 0
    repeated: int = 0
    before: int = 0
    resumed_from: datetime | None = None
    counts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    differing: int = 0

    @property
    def done(self) -> int:
        """Links that have a finding."""
        return sum(self.counts.values())

    @property
    def dead(self) -> int:
        """Links found dead."""
        return sum(count for (state, _), count in self.counts.items() if state == State.DEAD)

    def after(self, checks: Sequence[Check]) -> Progress:
        """The progress when these are finished too."""
        found = Counter((check.verdict.state.value, check.verdict.kind) for check in checks)
        differing = self.differing + sum(bool(check.differing) for check in checks)
        return replace(self, counts=Counter(self.counts) + found, differing=differing)


Deliver: TypeAlias = Callable[[Sequence[Check], Progress], None]


def audit_lists(
    lists: Lists,
    *,
    settings: Settings,
    deliver: Deliver,
    links: Links | None = None,
    earlier: Callable[[Sequence[Check]], None] | None = None,
    resume: bool = False,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Check every link once, record each batch, then deliver it. Ctrl-C keeps, and delivers, what is finished.

    Links that are letter for letter the same are one. Other spellings of one source (`core.same`) are each asked as they
    are written, for each can be alive or dead by itself, and each check names the others.

    links: those of the lists, where somebody else needs them too. deliver: gets each batch with the progress after it; first of all an empty one, with what is known at the beginning.
    earlier: gets what the broken run had found, out of the log.
    resume: go on with the newest run over the same lists; only links without a record in it are asked for.
    tell: gets, at the end, what the reader should know of the looking for archived copies.

    Raises
    ------
    NetworkDown
        where the own network is down; what was finished before is recorded and delivered.
    KeyboardInterrupt
        after what was finished is recorded and delivered.
    """
    links = links or links_of(lists)
    with recording(settings, command="audit") as log:
        run, resumes = _begin(log, lists, links=links.count, resume=resume)
        progress = Progress(links=links.count, sources=links.sources, repeated=links.mentions - links.count)
        if log is not None and run is not None and resumes:
            for check in _found_before(log, run, links):
                progress = replace(progress.after([check]), before=progress.before + 1)
                if earlier is not None:
                    earlier([check])
            progress = replace(progress, resumed_from=run.started_at if run.checked else None)
        deliver((), progress)

        def take(checks: Sequence[Check]) -> None:
            nonlocal progress
            checks = [_with_spellings(check, links) for check in checks]
            if log is not None:
                log.append([_event(check, links.items(check.url), run) for check in checks])
            progress = progress.after(checks)
            deliver(checks, progress)

        targets = links.targets()
        asked = None
        if isinstance(targets, Sequence):
            asked, targets = {target.url: () for target in targets}, slow_first(targets, log)
        remarks = asyncio.run(_look(targets, settings, Memory(log, asked), take, log))
        if tell:
            for remark in remarks:
                tell(remark)
        if log is not None and run is not None and run.finished_at is None:
            log.finish_audit(run.id, at=now())


async def _look(
    targets: Targets,
    settings: Settings,
    memory: Memory,
    take: Callable[[Sequence[Check]], None],
    log: Log | None,
) -> tuple[str, ...]:
    if settings.cluster is not None:
        from provenance.jobs.spread import look_across

        return await look_across(targets, settings, recall=memory, deliver=take, log=log)
    with Workers.for_links(len(targets)) as workers:
        async with Fetcher(settings, clock=now) as fetcher:
            copies = None
            if settings.use_archives:  # brings all that reads metadata and speaks with archives
                from provenance.jobs.copies import Copies

                copies = Copies(settings, fetcher, log)
            await look_at_all(
                targets,
                fetcher,
                concurrency=fetcher.at_once,
                per_host=fetcher.places_at,
                recall=memory,
                deliver=take,
                beside=copies.beside if copies else None,
                workers=workers,
            )
            return (*fetcher.remarks, *(copies.remarks if copies else ()))


def _begin(log: Log | None, lists: Lists, *, links: int, resume: bool) -> tuple[Run | None, bool]:
    """The run to record under, and whether it is one that was begun before."""
    if log is None:
        return None, False
    if resume and (earlier := log.newest_audit(lists.key)) is not None:
        return earlier, True
    return log.begin_audit(lists=lists.names, key=lists.key, at=now(), items=links), False


def _found_before(log: Log, run: Run, links: Links) -> Iterator[Check]:
    """The checks of a broken run, with the places at which the links stand now: a list may have grown since. They are
    done. A link that had something to hide stands in the log without it, is not found here, and is asked once more.
    """
    for record in log.audit_checks(run.id):
        if links.mark_done(record["url"]):
            check = check_from(record)
            check = replace(check, origins=tuple(item.origin for item in links.items(check.url)))
            yield _with_spellings(check, links)


def _with_spellings(check: Check, links: Links) -> Check:
    spellings = links.spellings(check.url)
    return replace(check, same_as=spellings) if spellings else check


def _event(check: Check, items: Sequence[Item], run: Run | None) -> Any:
    given: list[Mapping[str, str]] = [item.given for item in items]
    return check_event(check, audit=run.id if run else None, given=given)


def audit(items: Iterable[Item | str], **settings: Any) -> Iterator[Check]:
    """Check many links and give each Check as it is finished, in the order in which they finish.

    items: what `load` gave, or URLs. settings: fields of `provenance.settings.Settings`.

    Raises
    ------
    NetworkDown, LogUnavailable, LogBroken
        as `check`; what was finished before has been given.
    """
    chosen = load_settings(**settings)
    return _in_a_thread(given_links(items, held=chosen.held_links), chosen)


def _in_a_thread(lists: Lists, settings: Settings) -> Iterator[Check]:
    """The run goes on while the caller works on what it was given."""
    batches: queue.SimpleQueue[Sequence[Check] | BaseException | None] = queue.SimpleQueue()
    abandoned = threading.Event()

    def deliver(checks: Sequence[Check], progress: Progress) -> None:
        del progress
        batches.put(checks)
        if abandoned.is_set():
            raise _Abandoned

    def work() -> None:
        try:
            with lists:
                audit_lists(lists, settings=settings, deliver=deliver)
        except BaseException as error:  # noqa: BLE001 - carried over to the caller's thread, whatever it is
            batches.put(error)
        else:
            batches.put(None)

    threading.Thread(target=work, name="audit", daemon=True).start()
    try:
        while (batch := batches.get()) is not None:
            if isinstance(batch, BaseException):
                raise batch
            yield from batch
    finally:
        abandoned.set()


class _Abandoned(Exception):
    """Nobody waits for the rest of the checks."""
