"""A look at a random neighbour of a page: at most one a host and run, and only where it could decide something."""

from __future__ import annotations

import asyncio
import secrets

from provenance.core.siblings import Sibling, sibling_of, sibling_url
from provenance.core.urls import parts_of
from provenance.edge.fetch import Fetcher


class Neighbours:
    """The neighbours of one run. Whoever asks second for a host waits for the first and gets the same answer."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._asked: dict[str, asyncio.Task[Sibling | None]] = {}

    async def of(self, url: str) -> Sibling | None:
        """What a neighbour of this page gave; None where it has none, or where none answered."""
        host = parts_of(url).netloc.lower()
        if host not in self._asked:
            # A word that no page is called by, and that no two runs share: some sites keep what they once answered.
            address = sibling_url(url, f"q{secrets.token_hex(6)}z")
            if address is None:
                return None
            self._asked[host] = asyncio.create_task(self._look(address))
        return await asyncio.shield(self._asked[host])

    async def aclose(self) -> None:
        """Give up what nobody waits for any more: a run that is broken off leaves no request behind."""
        for task in self._asked.values():
            task.cancel()
        await asyncio.gather(*self._asked.values(), return_exceptions=True)

    async def _look(self, address: str) -> Sibling | None:
        return sibling_of(await self._fetcher.fetch(address, retries=0))
