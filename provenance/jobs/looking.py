"""Looking at a link: asking for it, judging the answer, and saying when. Nothing is recorded here."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from provenance.core.confirmation import settle
from provenance.core.host_queues import ByHost
from provenance.core.judged import Judged, judged
from provenance.core.model import Check, Comparison, Exchange, Failure, FailureKind, Known, Origin, Outcome
from provenance.core.patience import retry_at
from provenance.core.route import route_of
from provenance.core.siblings import Sibling
from provenance.edge.fetch import Fetcher
from provenance.errors import ProvenanceError
from provenance.jobs.clock import now
from provenance.jobs.neighbours import Neighbours
from provenance.jobs.workers import Workers

# A network that comes back within this many seconds was only changing its mind (a Wi-Fi roaming, a VPN starting).
_SECOND_THOUGHT = 2.0
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
    neighbours, workers = neighbours or Neighbours(fetcher), workers or HERE
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
HERE = Workers()


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
