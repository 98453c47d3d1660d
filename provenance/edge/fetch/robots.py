"""How far apart a site wants its requests, by its robots.txt: `Crawl-delay`, where the user asks for it to be kept.

The field is none of RFC 9309's; sites write it and crawlers read it all the same. `Disallow` is not asked about: the rules
speak to crawlers, "automatic clients" that find their own way through a site (RFC 9309 section 1), and here a link that
somebody wrote down is looked at once, as each reader of that list would.

Groups are told apart by protego (BSD), which reads decimals with a point, and none with a comma or a unit; it takes a group
whose name is only the beginning of ours for ours.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

from provenance.core.model import Exchange, Outcome
from provenance.core.urls import Address
from provenance.edge.fetch.pace import Pace
from provenance.edge.fetch.places import Deadline
from provenance.edge.fetch.walk import Walk

# RFC 9309 section 2.5: at least 500 KiB are to be read.
LONGEST_ROBOTS = 512 * 1024
# Seconds; a longer delay is kept as this one. Bing reads values up to 30, and a day has 2,880 times as much.
MOST_DELAY = 30.0
_OUR_NAME = "provenance"
# RFC 9309 section 2.2.1
_PRODUCT_TOKEN = re.compile(r"[A-Za-z_-]+")


class CrawlDelays:
    """The delays of a run's origins, each robots.txt read once. One that cannot be had asks for none.

    ask: gets a robots.txt. pace: is told of the delays. user_agent: the name under which sites are asked, if not ours.
    """

    def __init__(self, ask: Callable[[str, str], Awaitable[Outcome]], pace: Pace, *, user_agent: str) -> None:
        self._ask = ask
        self._pace = pace
        token = _PRODUCT_TOKEN.match(user_agent)
        self._name = token[0] if token else _OUR_NAME
        self._delays: dict[str, asyncio.Task[float]] = {}

    async def learn(self, walk: Walk, address: Address, deadline: Deadline) -> None:
        """Before an origin is asked for the first time: have its delay kept. The time of the link is not spent on it."""
        loop = asyncio.get_running_loop()
        task = self._delays.get(address.origin)
        if task is None:
            task = self._delays[address.origin] = loop.create_task(self._read(address))
        if not task.done():
            came = loop.time()
            await asyncio.shield(task)
            deadline.at += loop.time() - came
        delay = task.result()
        if delay > MOST_DELAY:
            walk.note(
                [f"robots.txt of {address.host} asks for {delay:g} s between two requests; {MOST_DELAY:g} s were kept"]
            )

    async def aclose(self) -> None:
        """Give up what nobody waits for any more."""
        for task in self._delays.values():
            task.cancel()
        await asyncio.gather(*self._delays.values(), return_exceptions=True)

    async def _read(self, address: Address) -> float:
        outcome = await self._ask(f"{address.origin}/robots.txt", address.host)
        if not isinstance(outcome, Exchange) or outcome.status_code != 200:
            return 0.0
        delay = delay_in(outcome.content, self._name)
        if delay > 0:
            self._pace.keep_apart(address.host, min(delay, MOST_DELAY))
        return delay


def delay_in(content: bytes, name: str) -> float:
    """Seconds that a robots.txt asks of a product token; 0 where it asks for none."""
    from protego import Protego  # only for those who ask for it

    return Protego.parse(content.decode("utf-8-sig", "replace")).crawl_delay(name) or 0.0
