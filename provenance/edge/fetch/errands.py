"""Requests to hosts that another process has in its keeping.

Where several processes share the hosts of a run, each host is asked by one of them alone; no other way keeps its limits.
A walk that leads to a host of another process does not go on there: its next request is an errand for the other one,
which sends it in its own turn, with its own connections, and gives back the walk with the answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from provenance.core.model import FailureKind
from provenance.core.urls import Address
from provenance.edge.fetch.causes import Unanswered
from provenance.edge.fetch.places import Deadline
from provenance.edge.fetch.walk import Answer, Walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One request of a walk. seconds: the whole time of the link; left: what is left of it."""

    walk: Walk
    address: Address
    seconds: float
    left: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What came of an errand. walk: with what it gathered. spent: seconds that count against the link."""

    walk: Walk
    found: Answer | Unanswered
    spent: float


class Errands(Protocol):
    """Who keeps which host."""

    def is_ours(self, host: str) -> bool: ...

    async def run(self, errand: Errand) -> Returned | None:
        """What came of it; None where the host is in our own keeping from now on."""
        ...


async def sent_elsewhere(errands: Errands, walk: Walk, address: Address, deadline: Deadline) -> Answer | None:
    """The answer to one request, out of another process; None where this one is to send it.

    The deadline is put off by all that is not the time of the site.

    Raises
    ------
    Unanswered
        where no answer came.
    """
    loop = asyncio.get_running_loop()
    begun = loop.time()
    errand = Errand(walk=walk, address=address, seconds=deadline.seconds, left=deadline.at - begun)
    returned = await errands.run(errand)
    deadline.at += loop.time() - begun - (returned.spent if returned else 0.0)
    if returned is None:
        return None
    there = returned.walk
    walk.cookies, walk.unverified, walk.fault, walk.notes = there.cookies, there.unverified, there.fault, there.notes
    found = returned.found
    if isinstance(found, Unanswered):
        raise found
    return found


async def run_errand(
    errand: Errand,
    ask: Callable[[Walk, Address, Deadline], Awaitable[Answer]],
    network_is_up: Callable[[FailureKind], Awaitable[bool]],
) -> Returned:
    """Send what another process may not. A failure that is our own network's says so: there nobody could tell."""
    loop = asyncio.get_running_loop()
    deadline = Deadline(errand.left)
    begun, planned = loop.time(), deadline.at
    deadline.seconds = errand.seconds
    found: Answer | Unanswered
    try:
        found = await ask(errand.walk, errand.address, deadline)
    except Unanswered as error:
        if not await network_is_up(error.kind):
            error.kind = FailureKind.OFFLINE
        found = error
    waited = deadline.at - planned
    return Returned(walk=errand.walk, found=found, spent=max(0.0, loop.time() - begun - waited))
