"""Looking at links: one, or many at once without letting a slow host hold the others. Nothing is recorded here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias, TypeVar, runtime_checkable

from provenance.core.confirmation import settle
from provenance.core.host_queues import ByHost, HostQueues, without_port
from provenance.core.judged import Judged, judged
from provenance.core.model import Check, Comparison, Exchange, Failure, FailureKind, Known, Origin, Outcome
from provenance.core.patience import retry_at
from provenance.core.route import route_of
from provenance.core.siblings import Sibling
from provenance.core.urls import host_of
from provenance.edge.fetch import Fetcher
from provenance.errors import NetworkDown, ProvenanceError
from provenance.jobs.clock import now
from provenance.jobs.neighbours import Neighbours
from provenance.jobs.workers import Workers

# A network that comes back within this many seconds was only changing its mind (a Wi-Fi roaming, a VPN starting).
_SECOND_THOUGHT = 2.0
# So many different hosts in a row that cannot be reached are no accident.
_ENOUGH = 5
# Links whose answer waits to be judged, or for what archives know, for each one that may be at work: processors and
# archives are slower than sites.
_WAITING = 8
# So many checks are delivered together, or those of so many seconds: a transaction of the log costs as much as ten rows.
_TOGETHER = 64
_PATIENCE = 0.1
# A host that is to be left alone for so many seconds keeps no place meanwhile.
_LONG = 0.2
NOTHING_KNOWN = Known()
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A link to look at, where it stands in what was given, and what was known of the page before.

    page: of a DOI or handle, look at the page that it leads to and not at its record. given: what the lists say of the
    article, one for each of `origins`.
    """

    url: str
    origins: tuple[Origin, ...] = ()
    known: Known = NOTHING_KNOWN
    page: bool = False
    given: tuple[Mapping[str, str], ...] = ()


Targets: TypeAlias = Sequence[Target] | ByHost[Target]


async def look(
    target: Target,
    fetcher: Fetcher,
    neighbours: Neighbours | None = None,
    workers: Workers | None = None,
    place: AbstractContextManager[object] | None = None,
) -> Check:
    """Ask, judge, and say when. The kind is `offline` where the failure is our own network's.

    neighbours, workers: those of the run; None for a link that is looked at alone. place: held while somebody is asked,
    and not while an answer waits to be judged; it can be entered again.
    """
    neighbours, workers = neighbours or Neighbours(fetcher), workers or _HERE
    asked = _Asked(target, fetcher, neighbours, place or nullcontext())
    try:
        outcome, found = await _judged(await asked.page(), asked, workers)
        if found.answered and found.verdict.confirmed:  # nothing is dead for good on one look at a page that answers
            outcome, found = await _judged(await asked.page(), asked, workers)
    except ProvenanceError:
        raise
    except Exception as error:  # noqa: BLE001 - told in the row; one hostile answer must not cost the run
        detail = f"this program could not handle the answer ({type(error).__name__}: {error}); please report it"
        outcome = Failure(original=target.url, kind=FailureKind.FAULT, detail=detail, retrieved_at=now())
        found = judged(outcome, target.known)
    checked_at = now()
    return Check(
        url=target.url,
        outcome=outcome,
        verdict=settle(found.verdict, checked_at=checked_at, sightings=target.known.sightings),
        comparisons=tuple(_placed(target, found)),
        title=found.title,
        checked_at=checked_at,
        elapsed_ms=round(asked.seconds * 1000),
        retry_at=retry_at(outcome),
        origins=target.origins,
    )


# For a link that is looked at alone.
_HERE = Workers()


class _Asked:
    """What is asked for one link. seconds: what the asking took, so far."""

    def __init__(
        self, target: Target, fetcher: Fetcher, neighbours: Neighbours, place: AbstractContextManager[object]
    ) -> None:
        self.target = target
        self.seconds = 0.0
        self._fetcher = fetcher
        self._neighbours = neighbours
        self._place = place

    async def page(self) -> Outcome:
        """The page itself."""
        return await self._timed(_seen(self.target, self._fetcher))

    async def neighbour(self, url: str) -> Sibling | None:
        """A random neighbour of it."""
        return await self._timed(self._neighbours.of(url))

    async def _timed(self, answer: Coroutine[object, object, _T]) -> _T:
        loop = asyncio.get_running_loop()
        with self._place:
            begun = loop.time()
            try:
                return await answer
            finally:
                self.seconds += loop.time() - begun


async def _judged(outcome: Outcome, asked: _Asked, workers: Workers) -> tuple[Outcome, Judged]:
    """The answer judged, after a look at a neighbour where that could decide something. The outcome is given back without
    its page where that was read elsewhere.
    """
    answer = workers.take(outcome, asked.target.known, asked.target.given)
    outcome = answer.outcome  # the page itself is not held here while it waits elsewhere
    try:
        found = await answer.judged()
        if found.wants_sibling and isinstance(outcome, Exchange):
            sibling = await asked.neighbour(route_of(outcome).asked)
            if sibling is not None:
                found = await answer.judged(sibling)
    finally:
        answer.close()
    return outcome, found


def _placed(target: Target, found: Judged) -> Iterator[Comparison]:
    """What each list says of the article beside what the page says, with the place in the list."""
    for origin, compared in zip(target.origins, found.comparisons, strict=False):
        yield from (replace(comparison, origin=origin) for comparison in compared)


async def _seen(target: Target, fetcher: Fetcher) -> Outcome:
    """The outcome, with `OFFLINE` for what only our own network explains."""
    outcome = await fetcher.fetch(target.url, page=target.page)
    if not isinstance(outcome, Failure) or await fetcher.network_is_up(outcome.kind):
        return outcome
    await asyncio.sleep(_SECOND_THOUGHT)
    outcome = await fetcher.fetch(target.url, page=target.page)
    if not isinstance(outcome, Failure) or await fetcher.network_is_up(outcome.kind):
        return outcome
    other = "no other name can be looked up either"
    if outcome.kind is FailureKind.UNREACHABLE:
        other = "there is no way out of this machine"
    return replace(outcome, kind=FailureKind.OFFLINE, detail=f"{outcome.detail}, and {other}")


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
) -> None:
    """Look at many. `recall` gives each what is known of it when its turn comes. `deliver` gets the finished checks in
    batches, as they finish; on Ctrl-C what is finished is delivered before the cancellation goes on. `beside` adds to a
    check what others know of the page; meanwhile its host is free for the next link. `workers` judge the answers.

    Raises
    ------
    NetworkDown
        where the own network is down; what was finished before has been delivered.
    """
    queues = targets if isinstance(targets, Coming) else _All(targets, per_host=per_host)
    run = _Run(queues, fetcher, concurrency=concurrency, deliver=deliver, beside=beside, workers=workers or _HERE)
    await run.to_the_end(recall)


class _Run:
    """Looks at many as they go on: which are at work, and which are finished and not delivered yet."""

    def __init__(
        self,
        queues: Coming,
        fetcher: Fetcher,
        *,
        concurrency: int,
        deliver: Callable[[Sequence[Check]], None],
        beside: Callable[[Target, Check], Awaitable[Check]] | None,
        workers: Workers,
    ) -> None:
        self._queues = queues
        self._fetcher = fetcher
        self._concurrency = concurrency
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
        waiting = len(self._running) - len(self._finished)
        return (
            self._queues.active < self._concurrency
            and waiting < _WAITING * self._concurrency
            and self._workers.have_room
        )

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
