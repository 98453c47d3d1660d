"""Work that takes a processor for a while and lets other threads run meanwhile, as OpenSSL does: done beside the event loop.

asyncio's executors make three objects, take two locks and wake the loop up for each piece of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class Beside:
    """A thread that works for one event loop. It begins with the first piece of work, and ends with `close`."""

    def __init__(self) -> None:
        self._is_begun = False
        self._asked: SimpleQueue[tuple[asyncio.Future[Any], Callable[..., Any], tuple[Any, ...]] | None] = SimpleQueue()
        self._done: deque[tuple[asyncio.Future[Any], Any, BaseException | None]] = deque()
        self._is_called = False

    async def run(self, function: Callable[..., T], *given: object) -> T:
        """What the function returns or raises."""
        loop = asyncio.get_running_loop()
        if not self._is_begun:
            self._is_begun = True
            threading.Thread(target=self._work, args=(loop,), name="beside", daemon=True).start()
        future: asyncio.Future[T] = loop.create_future()
        self._asked.put((future, function, given))
        return await future

    def close(self) -> None:
        """End; nobody waits for anything any more."""
        self._asked.put(None)

    # -- in the thread ------------------------------------------------------------------------------------------------

    def _work(self, loop: asyncio.AbstractEventLoop) -> None:
        with contextlib.suppress(RuntimeError):  # the loop was closed, and nobody waits
            while self._next_done():
                if not self._is_called:  # one call for all that is done until the loop comes to it
                    self._is_called = True
                    loop.call_soon_threadsafe(self._hand_back)

    def _next_done(self) -> bool:
        """Do the next piece; False where there will be none. What it was about is not held while there is nothing to do."""
        work = self._asked.get()
        if work is None:
            return False
        future, function, given = work
        try:
            self._done.append((future, function(*given), None))
        except BaseException as error:  # noqa: BLE001 - whoever waits for it gets it
            self._done.append((future, None, error))
        return True

    # -- in the loop --------------------------------------------------------------------------------------------------

    def _hand_back(self) -> None:
        self._is_called = False
        while self._done:
            future, result, error = self._done.popleft()
            if future.done():  # given up meanwhile
                continue
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)
