"""Places: how many may be somewhere at once, and the places at IP addresses, on which many hosts may stand."""

from __future__ import annotations

import asyncio
from collections import deque


class Deadline:
    """When a link has had its time. Waiting for a turn at a busy host is our own doing and does not count.

    seconds: the link's time. at: time of the running loop at which it is over.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.at = asyncio.get_running_loop().time() + seconds


class Places:
    """A number of places, and those who wait for one in the order in which they came. A number that shrinks takes nobody's
    place away.
    """

    __slots__ = ("_waiting", "most", "taken")

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def is_idle(self) -> bool:
        return not self.taken and not self._waiting

    @property
    def is_free(self) -> bool:
        """Whether one can be had at once."""
        return self.taken < self.most and not self._waiting

    async def enter(self) -> None:
        """Take a place as soon as there is one."""
        if self.is_free:
            self.taken += 1
            return
        called = asyncio.get_running_loop().create_future()
        self._waiting.append(called)
        try:
            await called
        except asyncio.CancelledError:
            if not called.cancelled():  # the place was given, and nobody comes for it
                self.leave()
            elif called in self._waiting:
                self._waiting.remove(called)
                self.call()
            raise

    def leave(self) -> None:
        """Give a place back."""
        self.taken -= 1
        self.call()

    def call(self) -> None:
        """Let in whoever waits, as far as there is room."""
        while self._waiting and self.taken < self.most:
            called = self._waiting.popleft()
            if not called.done():
                self.taken += 1
                called.set_result(None)


class Addresses:
    """Places at the IP addresses of a run.

    most: requests that one address gets at once, however many hosts stand there.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._places: dict[str, Places] = {}

    def of(self, address: str, *, least: int) -> Places:
        """Those of one address. least: requests that one host there may get by itself, and so the address too."""
        places = self._places.get(address)
        if places is None:
            places = self._places[address] = Places(max(self._most, least))
        places.most = max(places.most, least)
        return places

    def leave(self, address: str) -> None:
        """Give a place back."""
        places = self._places[address]
        places.leave()
        if places.is_idle:
            del self._places[address]
