"""A run over a cluster: the links dealt out to engines on its workers, and what they find collected into one log.

An engine has the links of whole domains, so that what a host may be asked at once is kept in one place; a walk that leads
to a host of another engine takes its next request there as an errand. It is given some links ahead, and asked several
times a second what it has finished. What a lost worker had not answered is dealt out once more.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from typing import TypeAlias, cast

from provenance.core.model import Check, FailureKind
from provenance.core.outlets import users_rows
from provenance.core.shards import Part, dealt, domain_of, hostname_of
from provenance.edge.engines import Cluster, Lost, Remote
from provenance.edge.fetch.causes import Unanswered
from provenance.edge.fetch.errands import Errand, Returned
from provenance.edge.fetch.tls import check_authorities
from provenance.edge.log import Log
from provenance.errors import ClusterDown, NetworkDown, ProvenanceError
from provenance.jobs.clock import now
from provenance.jobs.engine import PATIENCE, Engine, Luggage, News, Orders
from provenance.jobs.looking import Target
from provenance.settings import Settings

# Links that an engine has beyond those at work, for each of these, and at least, and at most.
_AHEAD = 4
_LEAST = 256
_MOST = 20_000
# Seconds to wait for a worker where the last one was lost: a nanny starts it anew in two or three.
_NEW_WORKER = 30.0
# So many lost one after another without a single answer between are no accident.
_ENOUGH = 3
# Seconds after which an engine that does not answer, though it does so within a quarter of one, is lost.
_SILENCE = 20.0
# Seconds for an engine to tell the last, and for an errand, which may wait for a busy host.
_FAREWELL = 10.0
_ERRAND = 600.0
# Seconds between two looks at an engine that is being made, or replaced.
_A_MOMENT = 0.1
# Links that wait for archives, for each that may be at work.
_OTHERS = 8

Beside: TypeAlias = Callable[[Target, Check], Awaitable[Check]]


async def look_across(
    targets: Iterable[Target],
    settings: Settings,
    *,
    recall: Callable[[Target], Target],
    deliver: Callable[[Sequence[Check]], None],
    log: Log | None,
) -> tuple[str, ...]:
    """As `many.look_at_all`, on the workers of `settings.cluster`. What the reader should know of it is given back.

    `settings.concurrency` is that of the run, and each worker has its share. Archives are asked from here.

    Raises
    ------
    ToolError
        where Dask is not installed.
    ClusterDown
        where no scheduler answers, or no worker is left, or one is not like this machine; what was finished before has been
        delivered, as for the next.
    NetworkDown
        where no worker has a network.
    """
    todo = list(targets)
    if not todo:
        return ()
    luggage = _packed(settings)
    async with AsyncExitStack() as stack:
        cluster = await stack.enter_async_context(Cluster(settings.cluster or ""))
        copies = None
        if settings.use_archives:
            from provenance.edge.fetch import Fetcher
            from provenance.jobs.copies import Copies

            fetcher = await stack.enter_async_context(Fetcher(settings, clock=now))
            copies = Copies(settings, fetcher, log)
        collector = _Collector(deliver, copies.beside if copies else None, most=_OTHERS * settings.concurrency)
        run = _Run(cluster, luggage, collector, recall=recall)
        try:
            await run.all(todo)
            await collector.finish()
        finally:
            await run.stop()
            await collector.stop()
        return (*run.remarks, *(copies.remarks if copies else ()))


def _packed(settings: Settings) -> Luggage:
    """What workers need, without a path in it: their disks are others. They write no log."""
    authorities = None
    if settings.ca is not None:
        check_authorities(settings.ca)
        authorities = settings.ca.read_text(encoding="utf-8", errors="replace")
    bare = replace(settings, log=None, record=False, cluster=None, ca=None, baseline=None)
    return Luggage(settings=bare, authorities=authorities, tables=users_rows())


def _machine(worker: str) -> str:
    """Where a worker runs: its address without the port."""
    return worker.rpartition(":")[0]


def _refused(errand: Errand, detail: str) -> Returned:
    """An errand of which nothing came, by our own doing."""
    return Returned(walk=errand.walk, found=Unanswered(FailureKind.FAULT, detail), spent=0.0)


class _Collector:
    """Delivers what engines have finished, with what archives know of it where they are asked.

    most: links that may wait for archives; with more, no engine is given any.
    """

    def __init__(self, deliver: Callable[[Sequence[Check]], None], beside: Beside | None, *, most: int) -> None:
        self._deliver = deliver
        self._beside = beside
        self._most = most
        self._waiting: dict[asyncio.Task[None], Check] = {}

    @property
    def is_full(self) -> bool:
        return len(self._waiting) >= self._most

    def take(self, found: Sequence[tuple[Target, Check]]) -> None:
        """Checks, each with the link that it is of."""
        if self._beside is None:
            if found:
                self._deliver([check for _, check in found])
            return
        for target, check in found:
            task = asyncio.create_task(self._with_others(self._beside, target, check))
            self._waiting[task] = check

    async def _with_others(self, beside: Beside, target: Target, check: Check) -> None:
        self._deliver([await beside(target, check)])
        if (task := asyncio.current_task()) is not None:  # what could not be delivered is raised by `finish`
            del self._waiting[task]

    async def finish(self) -> None:
        """Wait for the archives; raises what the last looks raised."""
        await asyncio.gather(*self._waiting)

    async def stop(self) -> None:
        """What was seen is kept, without what others know."""
        waiting, self._waiting = self._waiting, {}
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        if waiting:
            self._deliver(list(waiting.values()))


@dataclass(slots=True, kw_only=True, eq=False)
class _Share:
    """One engine and its part. places: its share of the concurrency. heard: the number of its last news. is_settled: it
    was done with its part. is_replaced: it was lost, and what was left of its part is dealt out.
    """

    worker: str
    part: Part[Target]
    places: int
    remote: Remote | None = None
    heard: int = 0
    has_answered: bool = False
    is_settled: bool = False
    is_replaced: bool = False
    fault: ProvenanceError | Lost | None = None
    errands: set[asyncio.Task[None]] = field(default_factory=set)


class _Run:
    """The engines of one run, and whose each domain is."""

    def __init__(
        self, cluster: Cluster, luggage: Luggage, collector: _Collector, *, recall: Callable[[Target], Target]
    ) -> None:
        self._cluster = cluster
        self._luggage = luggage
        self._collector = collector
        self._recall = recall
        self._owners: dict[str, _Share] = {}
        self._shares: list[_Share] = []
        self._tasks: dict[asyncio.Task[None], _Share] = {}
        self._offline: dict[str, NetworkDown] = {}
        self._gone: set[str] = set()
        self._unanswered = 0
        self.remarks: list[str] = []

    async def all(self, targets: Sequence[Target]) -> None:
        """Look at all of them, whatever becomes of single workers."""
        concurrency = self._luggage.settings.concurrency
        workers = await self._workers()
        if not workers:
            raise self._down("the scheduler has no workers", "Start some: `dask worker tcp://scheduler:8786`")
        self._deal(targets, workers[:concurrency], places=concurrency)
        while self._tasks:
            done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                share = self._tasks.pop(task)
                task.result()
                if share.fault is not None:
                    await self._replace(share)

    def _down(self, problem: str, remedy: str) -> ClusterDown:
        return ClusterDown(f"--cluster {self._cluster.address}", problem, remedy)

    async def _workers(self) -> list[str]:
        """Those that are there. At the beginning, all must be like this machine."""
        try:
            found = await self._cluster.workers(but=self._gone)
        except Lost as error:
            raise self._down(f"the scheduler answers no more ({error})", _GO_ON) from None
        unlike = {worker: why for worker, why in found.items() if why}
        if unlike and not self._shares:
            worker, why = next(iter(unlike.items()))
            raise self._down(f"the worker {worker} {why}", "End it, or start it anew with the same versions as here")
        return [worker for worker in found if worker not in unlike]

    def _deal(self, targets: Sequence[Target], workers: Sequence[str], *, places: int) -> None:
        """Begin an engine on each worker, with whole domains. places: the concurrency of all of them."""
        domains = {target.url: domain_of(hostname_of(target.url)) for target in targets}
        sizes = Counter(domains.values())
        workers = workers[: min(places, len(sizes))]
        shares = [
            _Share(
                worker=worker,
                part=Part(places=self._at_once),
                places=places // len(workers) + (place < places % len(workers)),
            )
            for place, worker in enumerate(workers)
        ]
        self._owners |= (mine := dealt(sizes, shares))
        for target in targets:
            mine[domains[target.url]].part.add([target])
        for share in shares:
            self._shares.append(share)
            self._tasks[asyncio.create_task(self._worked(share))] = share

    def _at_once(self, host: str) -> int:
        """Links of one host that an engine may have: more than may be at work, for they wait for it and not for us."""
        return max(8, 4 * self._luggage.settings.places_at(host))

    # -- one engine -----------------------------------------------------------------------------------------------

    async def _worked(self, share: _Share) -> None:
        """Have an engine work off its part. What ends it early is kept in `fault`; faults of the settings are raised."""
        try:
            share.remote = await self._cluster.make(share.worker, Engine, self._packed_for(share))
            await self._turns(share, share.remote)
        except Lost as error:
            share.fault = error

    def _packed_for(self, share: _Share) -> Luggage:
        """The luggage of one engine, which may have processes of its own where the processors of its machine are enough."""
        machine = _machine(share.worker)
        engines = sum(_machine(other.worker) == machine for other in self._tasks.values())
        return replace(self._luggage, links=len(share.part.left()), engines=engines)

    async def _turns(self, share: _Share, remote: Remote) -> None:
        part, most = share.part, max(_LEAST, _AHEAD * share.places)
        while True:
            given = () if self._collector.is_full else tuple(self._recall(target) for target in part.give(most))
            orders = Orders(heard=share.heard, targets=given, places=share.places, is_last=part.is_given)
            news: News = await remote.call("turn", orders, seconds=_SILENCE)
            self._heard(share, news)
            for number, errand in news.errands:
                task = asyncio.create_task(self._ran(share, remote, number, errand))
                share.errands.add(task)
                task.add_done_callback(share.errands.discard)
            if news.is_settled:
                share.fault, share.is_settled = news.fault, news.fault is None
                if news.fault is not None and not isinstance(news.fault, NetworkDown):
                    raise news.fault
                return
            if news.is_idle:  # it has links of hosts that let it wait; others may not
                most = min(2 * most, _MOST)

    def _heard(self, share: _Share, news: News) -> None:
        """Deliver what is new; what an engine was not given, or has told before, is not."""
        share.heard = news.number
        found = [(target, check) for check in news.checks if (target := share.part.arrived(check.url)) is not None]
        if found:
            share.has_answered = True
            self._unanswered = 0
        self._collector.take(found)

    async def _ran(self, share: _Share, remote: Remote, number: int, errand: Errand) -> None:
        """An errand of one engine, run by the one that keeps the host; its own, from now on, where there is none."""
        domain = domain_of(errand.address.host)
        returned: Returned | None = None
        while returned is None and (owner := self._owners.setdefault(domain, share)) is not share:
            if owner.is_replaced:
                self._owners[domain] = share
            elif owner.remote is None or owner.fault is not None:
                await asyncio.sleep(_A_MOMENT)
            else:
                returned = await self._run_by(owner, owner.remote, domain, errand)
        try:
            await remote.call("returned", number, returned)
        except Lost:
            return  # `_turns` sees it too

    async def _run_by(self, owner: _Share, remote: Remote, domain: str, errand: Errand) -> Returned | None:
        """What came of an errand; None where its engine is gone, and its domain another's or nobody's."""
        try:
            return cast("Returned", await remote.call("errand", errand, seconds=_ERRAND))
        except ProvenanceError as error:
            return _refused(errand, str(error))
        except Lost as error:
            if owner.is_settled:  # it has ended, and asks nobody any more
                owner.is_replaced = True
                return None
            for _ in range(int(_NEW_WORKER / _A_MOMENT)):
                if owner.fault is not None:
                    return None
                await asyncio.sleep(_A_MOMENT)
            return _refused(errand, f"the worker that keeps {domain} did not answer ({error})")

    # -- when one is lost -----------------------------------------------------------------------------------------

    async def _replace(self, share: _Share) -> None:
        """Deal out what is left of the part of a share to workers that have none, or else to all.

        An engine that is only out of reach begins nothing more after `PATIENCE`, so for that long nobody else asks its
        hosts.
        """
        left = share.part.left()
        self._shares.remove(share)
        self._gone.add(share.worker)
        for task in share.errands:
            task.cancel()
        if isinstance(share.fault, NetworkDown):
            self._offline[share.worker] = share.fault
            self.remarks.append(f"the worker {share.worker} has no network ({share.fault.problem})")
        else:
            self.remarks.append(
                f"the worker {share.worker} was lost; {len(left)} of its links were dealt out once more"
            )
            self._unanswered += not share.has_answered
            await asyncio.sleep(PATIENCE + 1)
        if self._unanswered >= _ENOUGH:
            raise self._down(f"workers are lost one after another (the last: {share.fault})", _GO_ON)
        if left:
            workers = await self._others(share)
            self._deal(left, workers, places=share.places)
        share.is_replaced = True

    async def _others(self, share: _Share) -> list[str]:
        for _ in range(int(_NEW_WORKER)):
            workers = await self._workers()
            busy = {other.worker for other in self._tasks.values()}
            if free := [worker for worker in workers if worker not in busy]:
                return free
            if workers:
                return workers
            if self._offline and isinstance(share.fault, NetworkDown):
                first = next(iter(self._offline.values()))
                where = f"{first.given}, asked from the worker {share.worker}"
                raise NetworkDown(where, first.problem, first.remedy)
            await asyncio.sleep(1)
        raise self._down(f"no worker is left (the last was {share.worker}: {share.fault})", _GO_ON)

    async def stop(self) -> None:
        """End all engines, and deliver what they had finished."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for told in await asyncio.gather(*map(self._stopped, self._shares), return_exceptions=True):
            if told is not None:
                raise told

    async def _stopped(self, share: _Share) -> None:
        for task in share.errands:
            task.cancel()
        if share.remote is None or share.fault is not None:
            return
        try:
            self._heard(share, await share.remote.call("stop", seconds=_FAREWELL))
        except Lost:
            return


_GO_ON = "Look at the workers, and go on with --resume"
