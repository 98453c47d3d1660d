"""Looking at links: one, or many at once without letting a slow host hold the others. Nothing is recorded here."""

from __future__ import annotations

import asyncio
import functools
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from provenance.core.confirmation import settle
from provenance.core.judged import Judged, judged
from provenance.core.model import Check, Comparison, Exchange, Failure, FailureKind, Known, Origin, Outcome
from provenance.core.patience import retry_at
from provenance.core.route import route_of
from provenance.core.urls import parts_of
from provenance.edge.fetch import Fetcher
from provenance.errors import NetworkDown, ProvenanceError
from provenance.jobs.clock import now
from provenance.jobs.neighbours import Neighbours
from provenance.jobs.workers import Workers

# A network that comes back within this many seconds was only changing its mind (a Wi-Fi roaming, a VPN starting).
_SECOND_THOUGHT = 2.0
# So many different hosts in a row that cannot be reached are no accident.
_ENOUGH = 5
# Links that wait for others, for each one that may be at work: archives are slower than sites.
_OTHERS = 8
NOTHING_KNOWN = Known()


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


async def look(
    target: Target, fetcher: Fetcher, neighbours: Neighbours | None = None, workers: Workers | None = None
) -> Check:
    """Ask, judge, and say when. The kind is `offline` where the failure is our own network's.

    neighbours, workers: those of the run; None for a link that is looked at alone.
    """
    begun = asyncio.get_running_loop().time()
    neighbours, workers = neighbours or Neighbours(fetcher), workers or _HERE
    try:
        outcome = await _seen(target, fetcher)
        found = await _judged(outcome, target, neighbours, workers)
        if found.answered and found.verdict.confirmed:  # nothing is dead for good on one look at a page that answers
            outcome = await _seen(target, fetcher)
            found = await _judged(outcome, target, neighbours, workers)
    except ProvenanceError:
        raise
    except Exception as error:  # noqa: BLE001 - told in the row; one hostile answer must not cost the run
        detail = f"this program could not handle the answer ({type(error).__name__}: {error}); please report it"
        outcome = Failure(original=target.url, kind=FailureKind.FAULT, detail=detail, retrieved_at=now())
        found = judged(outcome, target.known)
    elapsed = asyncio.get_running_loop().time() - begun
    checked_at = now()
    return Check(
        url=target.url,
        outcome=outcome,
        verdict=settle(found.verdict, checked_at=checked_at, sightings=target.known.sightings),
        comparisons=tuple(_placed(target, found)),
        title=found.title,
        checked_at=checked_at,
        elapsed_ms=round(elapsed * 1000),
        retry_at=retry_at(outcome),
        origins=target.origins,
    )


# For a link that is looked at alone.
_HERE = Workers()


async def _judged(outcome: Outcome, target: Target, neighbours: Neighbours, workers: Workers) -> Judged:
    """The answer judged, after a look at a neighbour where that could decide something."""
    found = await workers.judged(outcome, target.known, None, target.given)
    if not found.wants_sibling or not isinstance(outcome, Exchange):
        return found
    sibling = await neighbours.of(route_of(outcome).asked)
    return found if sibling is None else await workers.judged(outcome, target.known, sibling, target.given)


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
        return len({_host(check.url) for check in self._held}) >= _ENOUGH

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


class HostQueues:
    """Targets in the order given, host by host in turn, never more of one host than it may have at once.

    per_host: how many that are, by host.
    """

    is_open = False
    wake: Callable[[], None]

    def __init__(self, targets: Iterable[Target], *, per_host: Callable[[str], int]) -> None:
        self._per_host = per_host
        self._waiting: defaultdict[str, deque[Target]] = defaultdict(deque)
        self._active: Counter[str] = Counter()
        for target in targets:
            self._waiting[_host(target.url)].append(target)
        self._ready = deque(self._waiting)

    def take(self) -> Target | None:
        """The next target whose host has a place free; None if there is none now."""
        if not self._ready:
            return None
        host = self._ready.popleft()
        target = self._waiting[host].popleft()
        self._active[host] += 1
        if self._waiting[host] and self._active[host] < self._places_at(host):
            self._ready.append(host)
        return target

    def _places_at(self, netloc: str) -> int:
        return self._per_host(parts_of(f"//{netloc}").hostname or "")

    @property
    def active(self) -> int:
        """Targets that were taken and not given back."""
        return self._active.total()

    def release(self, target: Target) -> None:
        """A place at the target's host is free again."""
        host = _host(target.url)
        was_full = self._active[host] >= self._places_at(host)
        self._active[host] -= 1
        if self._waiting[host]:
            if was_full:
                self._ready.append(host)
        elif not self._active[host]:
            del self._active[host], self._waiting[host]


def _host(url: str) -> str:
    return parts_of(url).netloc.lower()  # none for a malformed one, which asks nobody


@runtime_checkable
class Coming(Protocol):
    """Targets in the place of `HostQueues`, of which more may come. is_open: whether they may. wake: to be called when
    something can be taken that could not.
    """

    is_open: bool
    wake: Callable[[], None]

    @property
    def active(self) -> int: ...

    def take(self) -> Target | None: ...

    def release(self, target: Target) -> None: ...


async def look_at_all(
    targets: Iterable[Target] | Coming,
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
    queues: Coming = targets if isinstance(targets, Coming) else HostQueues(targets, per_host=per_host)
    running: set[asyncio.Task[Check]] = set()
    # None: a host has a place free, and no check is finished yet.
    finished: asyncio.Queue[asyncio.Task[Check] | None] = asyncio.Queue()
    breaker = Breaker()
    neighbours = Neighbours(fetcher)
    workers = workers or _HERE
    queues.wake = functools.partial(finished.put_nowait, None)

    def release(target: Target) -> None:
        queues.release(target)
        finished.put_nowait(None)

    def start(target: Target) -> None:
        told = recall(target)
        looked = functools.partial(look, told, fetcher, neighbours, workers)
        task = asyncio.create_task(_with_others(told, looked, release, beside))
        running.add(task)
        task.add_done_callback(finished.put_nowait)

    def hand_over(tasks: Iterable[asyncio.Task[Check] | None]) -> None:
        done = [task for task in tasks if task is not None and not task.cancelled()]
        running.difference_update(done)
        if believed := breaker.pass_on(task.result() for task in done):
            deliver(believed)

    try:
        while not breaker.tripped:
            most = concurrency if beside is None else _OTHERS * concurrency
            while queues.active < concurrency and len(running) < most and (target := queues.take()) is not None:
                start(target)
            if not running and not queues.is_open:
                break
            hand_over([await finished.get(), *_drain(finished)])
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, neighbours.aclose(), return_exceptions=True)
        hand_over(_drain(finished))
    if held := breaker.settle():
        deliver(held)


async def _with_others(
    target: Target,
    looked: Callable[[], Awaitable[Check]],
    release: Callable[[Target], None],
    beside: Callable[[Target, Check], Awaitable[Check]] | None,
) -> Check:
    """A check with what others know of the page, its host's place given back before they are asked."""
    try:
        check = await looked()
    finally:
        release(target)
    try:
        return check if beside is None else await beside(target, check)
    except asyncio.CancelledError:
        return check  # what was seen is kept, without what others know


def _drain(queue: asyncio.Queue[asyncio.Task[Check] | None]) -> Iterable[asyncio.Task[Check] | None]:
    while not queue.empty():
        yield queue.get_nowait()
