"""Looking at many links at once, without letting a slow host hold the others. Nothing is recorded here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from typing import Protocol, runtime_checkable

from provenance.core.host_queues import HostQueues, without_port
from provenance.core.model import Check, Exchange, Failure, FailureKind
from provenance.core.urls import host_of
from provenance.edge.fetch import Fetcher
from provenance.errors import NetworkDown
from provenance.jobs.looking import HERE, Target, Targets, look
from provenance.jobs.neighbours import Neighbours
from provenance.jobs.workers import Workers

# So many different hosts in a row that cannot be reached are no accident.
_ENOUGH = 5
# Links that are begun and not finished, for each one that may be at work: processors and archives, for which answers wait,
# are slower than sites.
_WAITING = 8
# So many checks are delivered together, or those of so many seconds: a transaction of the log costs as much as ten rows.
_TOGETHER = 64
_PATIENCE = 0.1
# A host that is to be left alone for so many seconds keeps no place meanwhile.
_LONG = 0.2


class Breaker:
    """Holds `offline` findings back until another site answers. If none does, the network is down, and a run that
    went on would only write nonsense.
    """

    def __init__(self) -> None:
        self._held: list[Check] = []
        self._answered = False

    def pass_on(self, checks: Iterable[Check]) -> list[Check]:
        """The checks that may be believed now, those held back before included."""
        believed: list[Check] = []
        for check in checks:
            if _is_offline(check):
                self._held.append(check)
                continue
            if isinstance(check.outcome, Exchange):
                self._answered = True
                believed += self._held
                self._held.clear()
            believed.append(check)
        return believed

    @property
    def tripped(self) -> bool:
        """Whether so many hosts in a row failed that the run must stop."""
        return len({host_of(check.url) for check in self._held}) >= _ENOUGH

    def settle(self) -> list[Check]:
        """At the end of a run: what was held back, as `unknown`, if any site answered at all."""
        if self.tripped or (self._held and not self._answered):
            raise self.fault()
        return self._held

    def fault(self) -> NetworkDown:
        first = self._held[0]
        return NetworkDown(
            first.url,
            f"your own network seems to be down ({first.verdict.because[0]})",
            "Nothing was recorded for it. Connect, and run the same command again (an audit goes on with --resume)",
        )


def _is_offline(check: Check) -> bool:
    return isinstance(check.outcome, Failure) and check.outcome.kind is FailureKind.OFFLINE


@runtime_checkable
class Coming(Protocol):
    """Targets that come one by one, as from `HostQueues`. stirred: to be called when something can be taken that could not."""

    stirred: Callable[[], None]

    @property
    def is_open(self) -> bool:
        """Whether more may come."""
        ...

    @property
    def active(self) -> int: ...

    def take(self) -> Target | None: ...

    def take_again(self, target: Target) -> None: ...

    def release(self, target: Target) -> None: ...

    def rest(self, host: str) -> None: ...

    def wake(self, host: str) -> None: ...


class _All(HostQueues[Target]):
    """All that there will be."""

    stirred: Callable[[], None]

    @property
    def is_open(self) -> bool:
        """Whether links wait whose hosts rest; no others will come."""
        return self.any_rests


class _Place:
    """A target's place at its host: taken when its turn came, given back while its answer waits to be judged, and taken
    again for a second look. freed: told when it is given back.
    """

    def __init__(self, queues: Coming, target: Target, freed: Callable[[Target], None]) -> None:
        self._queues = queues
        self._target = target
        self._freed = freed
        self._is_held = True

    def __enter__(self) -> None:
        if not self._is_held:
            self._queues.take_again(self._target)
        self._is_held = True

    def __exit__(self, *error: object) -> None:
        self._is_held = False
        self._queues.release(self._target)
        self._freed(self._target)


async def look_at_all(
    targets: Targets | Coming,
    fetcher: Fetcher,
    *,
    concurrency: int,
    per_host: Callable[[str], int],
    recall: Callable[[Target], Target],
    deliver: Callable[[Sequence[Check]], None],
    beside: Callable[[Target, Check], Awaitable[Check]] | None = None,
    workers: Workers | None = None,
    most_begun: Callable[[], int] | None = None,
) -> None:
    """Look at many. `recall` gives each what is known of it when its turn comes. `deliver` gets the finished checks in
    batches, as they finish; on Ctrl-C what is finished is delivered before the cancellation goes on. `beside` adds to a
    check what others know of the page; meanwhile its host is free for the next link. `workers` judge the answers.
    `most_begun` says how many may be begun and not finished now, those included that wait to be judged.

    Raises
    ------
    NetworkDown
        where the own network is down; what was finished before has been delivered.
    """
    queues = targets if isinstance(targets, Coming) else _All(targets, per_host=per_host)
    run = _Run(
        queues,
        fetcher,
        concurrency=concurrency,
        most_begun=most_begun or (lambda: _WAITING * concurrency),
        deliver=deliver,
        beside=beside,
        workers=workers or HERE,
    )
    await run.to_the_end(recall)


class _Run:
    """Looks at many as they go on: which are at work, and which are finished and not delivered yet."""

    def __init__(
        self,
        queues: Coming,
        fetcher: Fetcher,
        *,
        concurrency: int,
        most_begun: Callable[[], int],
        deliver: Callable[[Sequence[Check]], None],
        beside: Callable[[Target, Check], Awaitable[Check]] | None,
        workers: Workers,
    ) -> None:
        self._queues = queues
        self._fetcher = fetcher
        self._concurrency = concurrency
        self._most_begun = most_begun
        self._deliver = deliver
        self._beside = beside
        self._workers = workers
        self._neighbours = Neighbours(fetcher)
        self._breaker = Breaker()
        # All that are not delivered, and of those the finished ones.
        self._running: set[asyncio.Task[Check]] = set()
        self._finished: list[asyncio.Task[Check]] = []
        self._is_late = False
        # Hosts that are left alone for a while.
        self._resting: set[str] = set()
        # A place is free, a look is finished, or it is time to deliver.
        self._stirred = asyncio.Event()
        queues.stirred = self._stirred.set

    async def to_the_end(self, recall: Callable[[Target], Target]) -> None:
        """As `look_at_all`."""
        try:
            while not self._breaker.tripped:
                while self._may_start() and (target := self._queues.take()) is not None:
                    self._start(recall(target))
                if not self._running and not self._queues.is_open:
                    break
                await self._stirred.wait()
                self._stirred.clear()
                if self._is_time():
                    self._hand_over()
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, self._neighbours.aclose(), return_exceptions=True)
            self._hand_over()
        if held := self._breaker.settle():
            self._deliver(held)

    def _may_start(self) -> bool:
        begun = len(self._running) - len(self._finished)
        return self._queues.active < self._concurrency and begun < self._most_begun() and self._workers.have_room

    def _start(self, target: Target) -> None:
        place = _Place(self._queues, target, freed=self._given_back)
        looked = look(target, self._fetcher, self._neighbours, self._workers, place)
        task = asyncio.create_task(looked if self._beside is None else _with_others(target, looked, self._beside))
        self._running.add(task)
        task.add_done_callback(self._finish)

    def _given_back(self, target: Target) -> None:
        host = host_of(target.url)
        if host not in self._resting:
            self._let_rest(host)
        self._stirred.set()

    def _let_rest(self, host: str) -> None:
        """A host that is to be left alone keeps no place of the run meanwhile: others have it."""
        seconds = self._fetcher.rests_for(without_port(host))
        if seconds >= _LONG:
            self._resting.add(host)
            self._queues.rest(host)
            asyncio.get_running_loop().call_later(seconds, self._let_rest, host)
        elif host in self._resting:
            self._resting.remove(host)
            self._queues.wake(host)
            self._stirred.set()

    def _finish(self, task: asyncio.Task[Check]) -> None:
        if not self._finished:
            asyncio.get_running_loop().call_later(_PATIENCE, self._remind)
        self._finished.append(task)
        self._stirred.set()

    def _remind(self) -> None:
        self._is_late = True
        self._stirred.set()

    def _is_time(self) -> bool:
        """Whether to deliver: much is finished, or some of it a while ago, or all."""
        count = len(self._finished)
        return count > 0 and (count >= _TOGETHER or count == len(self._running) or self._is_late)

    def _hand_over(self) -> None:
        done, self._finished = [task for task in self._finished if not task.cancelled()], []
        self._running.difference_update(done)
        self._is_late = False
        if believed := self._breaker.pass_on(task.result() for task in done):
            self._deliver(believed)


async def _with_others(
    target: Target, looked: Coroutine[object, object, Check], beside: Callable[[Target, Check], Awaitable[Check]]
) -> Check:
    """A check with what others know of the page."""
    check = await looked
    try:
        return await beside(target, check)
    except asyncio.CancelledError:
        return check  # what was seen is kept, without what others know
