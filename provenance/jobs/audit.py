"""The job `audit`: a whole list, every link of it, each recorded as soon as it is known."""

from __future__ import annotations

import asyncio
import hashlib
import queue
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeAlias

from provenance.core.logbook import Run, check_event
from provenance.core.model import Check, Item, Load, Origin, State
from provenance.core.record_reading import check_from
from provenance.core.same import Sources, sources_of
from provenance.edge.fetch import Fetcher
from provenance.edge.log import Log
from provenance.jobs.clock import now
from provenance.jobs.known import Memory, slow_first
from provenance.jobs.load import Lists
from provenance.jobs.looking import Target, look_at_all
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
    earlier: Callable[[Sequence[Check]], None] | None = None,
    resume: bool = False,
    tell: Callable[[str], None] | None = None,
) -> None:
    """Check every link once, record each batch, then deliver it. Ctrl-C keeps, and delivers, what is finished.

    Links that are letter for letter the same are one. Other spellings of one source (`core.same`) are each asked as they
    are written, for each can be alive or dead by itself, and each check names the others.

    deliver: gets each batch with the progress after it; first of all an empty one, with what is known at the beginning.
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
    by_url: defaultdict[str, list[Item]] = defaultdict(list)
    for item in lists.items:
        by_url[item.url].append(item)
    sources = sources_of(lists.items, others=lists.beside)
    with recording(settings, command="audit") as log:
        run, known = _begin(log, lists, links=len(by_url), resume=resume)
        done = {url: known[url] for url in by_url if url in known}
        progress = Progress(
            links=len(by_url),
            sources=sources.count,
            repeated=len(lists.items) - len(by_url),
            before=len(done),
            resumed_from=run.started_at if run and known else None,
            counts=Counter(done.values()),
        )
        if log is not None and run is not None and done:
            for check in _found_before(log, run, done, by_url, sources):
                progress = replace(progress, differing=progress.differing + bool(check.differing))
                if earlier is not None:
                    earlier([check])
        deliver((), progress)
        todo = [_target(url, items) for url, items in by_url.items() if url not in done]

        def take(checks: Sequence[Check]) -> None:
            nonlocal progress
            checks = [_with_spellings(check, sources) for check in checks]
            if log is not None:
                log.append([_event(check, by_url[check.url], run) for check in checks])
            progress = progress.after(checks)
            deliver(checks, progress)

        memory = Memory(log, {target.url: _titles(by_url[target.url]) for target in todo})
        remarks = asyncio.run(_look(slow_first(todo, log), settings, memory, take, log))
        if tell:
            for remark in remarks:
                tell(remark)
        if log is not None and run is not None and run.finished_at is None:
            log.finish_audit(run.id, at=now())


async def _look(
    targets: Sequence[Target],
    settings: Settings,
    memory: Memory,
    take: Callable[[Sequence[Check]], None],
    log: Log | None,
) -> tuple[str, ...]:
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
                per_host=settings.places_at,
                recall=memory,
                deliver=take,
                beside=copies.beside if copies else None,
                workers=workers,
            )
            return (*fetcher.remarks, *(copies.remarks if copies else ()))


def _begin(log: Log | None, lists: Lists, *, links: int, resume: bool) -> tuple[Run | None, dict[str, tuple[str, str]]]:
    """The run to record under, and what it has found already."""
    if log is None:
        return None, {}
    if resume and (earlier := log.newest_audit(lists.key)) is not None:
        return earlier, log.audit_findings(earlier.id)
    return log.begin_audit(lists=lists.names, key=lists.key, at=now(), items=links), {}


def _found_before(
    log: Log, run: Run, done: Container[str], by_url: Mapping[str, Sequence[Item]], sources: Sources
) -> Iterator[Check]:
    """The checks of a broken run, with the places at which the links stand now: a list may have grown since."""
    for record in log.audit_checks(run.id):
        if record["url"] in done:
            check = check_from(record)
            check = replace(check, origins=tuple(item.origin for item in by_url[check.url]))
            yield _with_spellings(check, sources)


def _with_spellings(check: Check, sources: Sources) -> Check:
    spellings = sources.spellings.get(check.url)
    return replace(check, same_as=spellings) if spellings else check


def _target(url: str, items: Iterable[Item]) -> Target:
    found = tuple(items)
    return Target(url=url, origins=tuple(item.origin for item in found), given=tuple(item.given for item in found))


def _titles(items: Iterable[Item]) -> tuple[str, ...]:
    """What the lists call a link, each name once."""
    return tuple(dict.fromkeys(title for item in items if (title := item.given.get("title"))))


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
    entries = [item if isinstance(item, Item) else Item(url=item, origin=Origin(file="given")) for item in items]
    loaded = Load(items=tuple(entries), problems=(), format="given", records=len(entries))
    key = hashlib.sha256("\n".join(entry.url for entry in entries).encode()).hexdigest()
    lists = Lists(names=("given",), key=f"given:{key}", loads=(loaded,))
    return _in_a_thread(lists, load_settings(**settings))


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
