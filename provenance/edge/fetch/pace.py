"""Politeness: how many requests a host gets at once, how far apart they begin, and what a link's time is spent on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from provenance.core.limits import Limits


class Deadline:
    """When a link has had its time. Waiting for a turn at a busy host is our own doing and does not count.

    seconds: the link's time. at: time of the running loop at which it is over.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.at = asyncio.get_running_loop().time() + seconds


class Pace:
    """Turns at hosts. A redirect to another host takes a turn of that host.

    limits: how a host is asked.
    """

    def __init__(self, limits: Callable[[str], Limits]) -> None:
        self._limits = limits
        self._places: dict[str, asyncio.Semaphore] = {}
        self._free_at: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str, deadline: Deadline) -> AsyncIterator[None]:
        """Wait for a place at `host` and for the gap after the request before, then hold the place.

        The deadline is put off by as long as that took.
        """
        loop = asyncio.get_running_loop()
        came = loop.time()
        limits = self._limits(host)
        if host not in self._places:
            self._places[host] = asyncio.Semaphore(limits.per_host)
        async with self._places[host]:
            now = loop.time()
            begin = max(now, self._free_at.get(host, 0.0))
            self._free_at[host] = begin + limits.spacing
            if begin > now:
                await asyncio.sleep(begin - now)
            deadline.at += loop.time() - came
            yield
