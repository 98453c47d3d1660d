"""The part of a run that lives on a worker: it looks at the links that it is given, and keeps what it found until asked.

It is made by `spread`, which asks it several times a second. One that is not asked any more begins nothing new, so that
no second worker asks the same hosts beside it, and after a while it ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import threading
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from provenance.core.model import Check, Exchange
from provenance.core.shards import Waiting
from provenance.edge.fetch import Fetcher
from provenance.errors import ProvenanceError
from provenance.jobs.clock import now
from provenance.jobs.looking import Target, look_at_all
from provenance.settings import Settings

# Seconds for which it waits until there is something to tell, or so many checks.
_TURN = 0.25
_ENOUGH = 100
# Not asked for so many seconds, it begins nothing new; and for so many, it ends.
PATIENCE = 5.0
_FORSAKEN = 60.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What an engine is told. targets: further links, with what is known of them. places: how many may be at work at
    once. is_last: no more will come.
    """

    targets: tuple[Target, ...] = ()
    places: int = 1
    is_last: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What an engine has to tell. checks: finished since it told the last. is_idle: places were free, and no link could
    be begun. is_settled: it is done with all that it was given. fault: why it ended before.
    """

    checks: tuple[Check, ...] = ()
    is_idle: bool = False
    is_settled: bool = False
    fault: ProvenanceError | None = None


class Engine:
    """Looks at links in a thread of its own. It is made and called on a worker, by Dask."""

    def __init__(self, settings: Settings, tables: Mapping[str, Any]) -> None:
        """settings: those of the run, as `spread` has made them fit to travel. tables: the user's own of outlets."""
        self._settings = settings
        self._tables = tables
        self._queue = _Queue(settings.places_at)
        self._finished: list[Check] = []
        self._fault: ProvenanceError | None = None
        self._settled = False
        self._started = threading.Event()
        threading.Thread(target=self._run, name="engine", daemon=True).start()
        self._started.wait()

    async def turn(self, orders: Orders) -> News:
        """Take orders, and tell what there is to tell."""
        return await self._there(self._turn(orders))

    async def stop(self) -> News:
        """End, and tell what was finished."""
        return await self._there(self._stop())

    # -- in the thread of the engine ------------------------------------------------------------------------------

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._end = asyncio.Event()
        self._asked_at = self._loop.time()
        if self._tables:
            from provenance.core.outlets import put_before

            put_before(self._tables)
        async with Fetcher(self._settings, clock=now) as fetcher:
            self._work = asyncio.create_task(self._look(fetcher))
            watch = asyncio.create_task(self._watch())
            self._started.set()
            await self._end.wait()
            for task in (self._work, watch):
                task.cancel()
            await asyncio.gather(self._work, watch, return_exceptions=True)

    async def _look(self, fetcher: Fetcher) -> None:
        try:
            await look_at_all(
                self._queue,
                fetcher,
                concurrency=1_000_000,  # the queue holds the places
                per_host=self._settings.places_at,
                recall=lambda target: target,
                deliver=self._take,
            )
        except ProvenanceError as error:
            self._fault = error
        except Exception as error:  # noqa: BLE001 - told to whoever has the run
            self._fault = ProvenanceError(
                "a worker", f"has a fault of its own ({type(error).__name__}: {error})", "Please report it"
            )
        self._settled = True
        self._news.set()

    def _take(self, checks: Sequence[Check]) -> None:
        self._finished += map(_light, checks)
        if len(self._finished) >= _ENOUGH:
            self._news.set()

    async def _turn(self, orders: Orders) -> News:
        self._asked_at = self._loop.time()
        self._queue.follow(orders)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), _TURN)
        self._asked_at = self._loop.time()
        return self._told()

    def _told(self) -> News:
        self._news.clear()
        checks, self._finished = tuple(self._finished), []
        return News(checks=checks, is_idle=self._queue.is_idle, is_settled=self._settled, fault=self._fault)

    async def _stop(self) -> News:
        self._work.cancel()
        await asyncio.gather(self._work, return_exceptions=True)
        self._end.set()
        return self._told()

    async def _watch(self) -> None:
        while (silent := self._loop.time() - self._asked_at) < _FORSAKEN:
            self._queue.pause(silent > PATIENCE)
            await asyncio.sleep(PATIENCE / 5)
        self._end.set()

    async def _there(self, work: Coroutine[Any, Any, T]) -> T:
        """Work for the thread of the engine, waited for in that of the caller."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))


class _Queue:
    """The links of an engine, as `looking.Coming`."""

    def __init__(self, per_host: Callable[[str], int]) -> None:
        self.is_open = True
        self.wake: Callable[[], None] = _nothing
        self.is_idle = True
        self._waiting: Waiting[Target] = Waiting(places=per_host)
        self._places = 1
        self._paused = False

    @property
    def active(self) -> int:
        return self._waiting.taken

    def follow(self, orders: Orders) -> None:
        """Take in further links, and how many may be at work."""
        self._places = orders.places
        self._waiting.add(orders.targets)
        self.is_idle = False
        self.is_open = not orders.is_last
        self.wake()

    def pause(self, paused: bool) -> None:
        if paused is not self._paused:
            self._paused = paused
            self.wake()

    def take(self) -> Target | None:
        if self._paused or self._waiting.taken >= self._places:
            return None
        target = self._waiting.take()
        self.is_idle = self.is_idle or target is None
        return target

    def release(self, target: Target) -> None:
        self._waiting.release(target)


def _nothing() -> None:
    return None


def _light(check: Check) -> Check:
    """Without the page itself, which nobody reads any more."""
    if isinstance(check.outcome, Exchange):
        return dataclasses.replace(check, outcome=dataclasses.replace(check.outcome, content=b""))
    return check
