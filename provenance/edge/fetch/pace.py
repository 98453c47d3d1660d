"""Politeness: how many requests a host gets at once, and how far apart they begin."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Pace:
    """Turns at hosts. A redirect to another host takes a turn of that host."""

    def __init__(self, *, per_host: int, spacing: float) -> None:
        self._spacing = spacing
        self._places: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(per_host))
        self._free_at: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a place at `host` and for the gap after the request before, then hold the place."""
        async with self._places[host]:
            now = asyncio.get_running_loop().time()
            begin = max(now, self._free_at.get(host, 0.0))
            self._free_at[host] = begin + self._spacing
            if begin > now:
                await asyncio.sleep(begin - now)
            yield
