"""The part of a run that lives on a worker: it looks at the links that it is given, and keeps what it found until asked.

It is made by `spread`, which asks it several times a second. One that is not asked any more begins nothing new, so that
no second worker asks the same hosts beside it, and after a while it ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import itertools
import sys
import tempfile
import threading
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from provenance.core.host_queues import HostQueues
from provenance.core.model import Check, Exchange
from provenance.core.outlets import put_before
from provenance.core.shards import domain_of, hostname_of
from provenance.edge.fetch import Fetcher
from provenance.edge.fetch.errands import Errand, Returned
from provenance.errors import ClusterDown, ProvenanceError
from provenance.jobs.clock import now
from provenance.jobs.looking import Target
from provenance.jobs.many import look_at_all
from provenance.jobs.workers import Workers
from provenance.settings import Settings

# Seconds for which it waits until there is something to tell, or so many checks.
_TURN = 0.25
_ENOUGH = 100
# Not asked for so many seconds, it begins nothing new; and for so many, it ends.
PATIENCE = 3.0
_FORSAKEN = 60.0
# Links that may be begun and not finished, for each place: what waits to be read is asked for again where a worker is lost.
_BEGUN = 3

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What an engine is told. heard: the number of the last news that arrived. targets: further links, with what is known
    of them. places: how many may be at work at once. is_last: no more will come.
    """

    heard: int = 0
    targets: tuple[Target, ...] = ()
    places: int = 1
    is_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What an engine has to tell. checks: finished since the news that were heard of. errands: requests to hosts that
    others may keep, by number. is_idle: places were free, and no link could be begun. is_settled: it is done with all that
    it was given. fault: why it ended before.
    """

    number: int = 0
    checks: tuple[Check, ...] = ()
    errands: tuple[tuple[int, Errand], ...] = ()
    is_idle: bool = False
    is_settled: bool = False
    fault: ProvenanceError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Luggage:
    """What travels to a worker once. settings: without paths. authorities: the text of `settings.ca`. tables: the user's
    own of outlets. links: how many there are for it. engines: on the same machine, itself too.
    """

    settings: Settings
    authorities: str | None = None
    tables: Mapping[str, Any] = field(default_factory=dict)
    links: int = 0
    engines: int = 1


class Engine:
    """Looks at links in a thread of its own. It is made and called on a worker, by Dask."""

    def __init__(self, luggage: Luggage) -> None:
        """Raises the fault of settings that cannot be used there."""
        self._luggage = luggage
        self._queue = _Queue(self._places_at)
        self._finished: list[Check] = []
        # The number of the last news, and how many of the finished it told of.
        self._number = self._told_of = 0
        self._fault: ProvenanceError | None = None
        self._settled = False
        self._started = threading.Event()
        threading.Thread(target=self._run, name="engine", daemon=True).start()
        self._started.wait()

    async def turn(self, orders: Orders) -> News:
        """Take orders, and tell what there is to tell, now or within a quarter of a second."""
        return await self._there(self._turn(orders))

    async def errand(self, errand: Errand) -> Returned:
        """A request to a host that this engine keeps, in the walk of another."""
        return await self._there(self._fetcher.run_errand(errand))

    async def returned(self, number: int, returned: Returned | None) -> None:
        """What came of an errand of this engine. returned: None where it is to send the request itself."""
        await self._there(self._errands.returned(number, returned))

    async def stop(self) -> News:
        """End, and tell once more what was not heard of, and what was finished since."""
        return await self._there(self._stop())

    # -- in the thread of the engine ------------------------------------------------------------------------------

    def _run(self) -> None:
        with tempfile.TemporaryDirectory(prefix="provenance-") as folder:
            settings = self._luggage.settings
            if self._luggage.authorities is not None:
                path = Path(folder) / "ca.pem"
                path.write_text(self._luggage.authorities, encoding="utf-8")
                settings = dataclasses.replace(settings, ca=path)
            put_before(self._luggage.tables)  # also where there are none: another run may have had some
            asyncio.run(self._serve(settings))

    async def _serve(self, settings: Settings) -> None:
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._end = asyncio.Event()
        self._told_at = self._queue.asked_at = self._loop.time()
        self._errands = _Errands(self._news)
        luggage = self._luggage
        with Workers.for_links(luggage.links, engines=luggage.engines) as readers:
            async with Fetcher(settings, clock=now, errands=self._errands) as fetcher:
                self._fetcher = fetcher
                self._work = asyncio.create_task(self._look(settings, readers))
                watch = asyncio.create_task(self._watch())
                self._started.set()
                await self._end.wait()
                for task in (self._work, watch):
                    task.cancel()
                await asyncio.gather(self._work, watch, return_exceptions=True)

    async def _look(self, settings: Settings, readers: Workers) -> None:
        try:
            await look_at_all(
                self._queue,
                self._fetcher,
                concurrency=sys.maxsize,  # the queue has the places
                most_begun=lambda: _BEGUN * self._queue.places,
                per_host=settings.places_at,
                recall=_as_it_is,
                deliver=self._take,
                workers=readers,
            )
        except ProvenanceError as error:
            self._fault = error
        except Exception as error:  # noqa: BLE001 - told to whoever has the run
            what = f"has a fault of its own ({type(error).__name__}: {error})"
            self._fault = ClusterDown("a worker", what, "Please report it")
        self._settled = True
        self._news.set()

    def _places_at(self, host: str) -> int:
        return self._fetcher.places_at(host)  # which is made after the queue

    def _take(self, checks: Sequence[Check]) -> None:
        self._finished += map(_light, checks)
        if len(self._finished) - self._told_of >= _ENOUGH:
            self._news.set()

    async def _turn(self, orders: Orders) -> News:
        # Orders that come late may be of a run that has given this engine up: nothing is begun before it has heard that
        # the engine is there.
        is_late = self._loop.time() - self._told_at > PATIENCE
        self._hear(orders.heard)
        self._errands.keep(target.url for target in orders.targets)
        self._queue.follow(orders, may_begin=not is_late)
        if is_late:
            return self._tell()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), _TURN)
        return self._tell()

    def _hear(self, number: int) -> None:
        """Forget what has arrived: news that were on their way when a run was broken off are told once more."""
        if number == self._number:
            del self._finished[: self._told_of]
            self._told_of = 0

    def _tell(self) -> News:
        self._news.clear()
        self._told_at = self._loop.time()
        self._number += 1
        self._told_of = len(self._finished)
        return News(
            number=self._number,
            checks=tuple(self._finished),
            errands=self._errands.wanted(),
            is_idle=self._queue.is_idle,
            is_settled=self._settled,
            fault=self._fault,
        )

    async def _stop(self) -> News:
        self._work.cancel()
        await asyncio.gather(self._work, return_exceptions=True)
        self._end.set()
        return self._tell()

    async def _watch(self) -> None:
        while (left := self._queue.asked_at + _FORSAKEN - self._loop.time()) > 0:  # noqa: ASYNC110 - it is put off
            await asyncio.sleep(left)
        self._end.set()

    async def _there(self, work: Coroutine[Any, Any, T]) -> T:
        """Work for the thread of the engine, waited for in that of the caller."""
        try:
            running = asyncio.run_coroutine_threadsafe(work, self._loop)
        except RuntimeError:  # it has ended
            work.close()
            raise
        return await asyncio.wrap_future(running)


class _Errands:
    """As `edge.fetch.errands.Errands`: requests that wait for the engine that keeps their host."""

    def __init__(self, news: asyncio.Event) -> None:
        self._news = news
        self._domains: set[str] = set()
        self._wanted: list[tuple[int, Errand]] = []
        self._waiting: dict[int, asyncio.Future[Returned | None]] = {}
        self._numbers = itertools.count(1)

    def keep(self, urls: Iterable[str]) -> None:
        """The hosts of these are in the keeping of this engine."""
        self._domains.update(domain_of(hostname_of(url)) for url in urls)

    def is_ours(self, host: str) -> bool:
        return domain_of(host) in self._domains

    async def run(self, errand: Errand) -> Returned | None:
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        self._wanted.append((number, errand))
        self._news.set()
        try:
            returned = await self._waiting[number]
        finally:
            del self._waiting[number]
        if returned is None:
            self._domains.add(domain_of(errand.address.host))
        return returned

    def wanted(self) -> tuple[tuple[int, Errand], ...]:
        """Those that nobody has been told of."""
        wanted, self._wanted = tuple(self._wanted), []
        return wanted

    async def returned(self, number: int, returned: Returned | None) -> None:
        if (waiting := self._waiting.get(number)) is not None and not waiting.done():
            waiting.set_result(returned)


class _Queue:
    """The links of an engine, as `many.Coming`. asked_at: when the engine was asked last, by the running loop's time.
    places: how many may be at work.
    """

    def __init__(self, per_host: Callable[[str], int]) -> None:
        self.stirred: Callable[[], None] = _nothing
        self.is_idle = False
        self.asked_at = 0.0
        self._waiting: HostQueues[Target] = HostQueues(per_host=per_host)
        self.places = 0
        self._is_last = False

    @property
    def is_open(self) -> bool:
        """Whether more may come."""
        return not self._is_last or self._waiting.any_rests

    @property
    def active(self) -> int:
        return self._waiting.active

    def follow(self, orders: Orders, *, may_begin: bool) -> None:
        """Take in further links, and how many may be at work."""
        if may_begin:
            self.asked_at = asyncio.get_running_loop().time()
        self.places = orders.places
        self._waiting.add(orders.targets)
        self.is_idle = False
        self._is_last = orders.is_last
        self.stirred()

    def take(self) -> Target | None:
        """The next link that may be begun: none, where nobody has asked for a while."""
        is_forsaken = asyncio.get_running_loop().time() - self.asked_at > PATIENCE
        if is_forsaken or self._waiting.active >= self.places:
            return None
        target = self._waiting.take()
        self.is_idle = self.is_idle or target is None
        return target

    def take_again(self, target: Target) -> None:
        self._waiting.take_again(target)

    def release(self, target: Target) -> None:
        self._waiting.release(target)

    def rest(self, host: str) -> None:
        self._waiting.rest(host)

    def wake(self, host: str) -> None:
        self._waiting.wake(host)


def _as_it_is(target: Target) -> Target:
    return target


def _nothing() -> None:
    return None


def _light(check: Check) -> Check:
    """Without the page itself, which nobody reads any more."""
    if isinstance(check.outcome, Exchange) and check.outcome.content:
        return dataclasses.replace(check, outcome=dataclasses.replace(check.outcome, content=b""))
    return check
