"""Work that other threads can do while the event loop goes on: what waits in the system's resolver, or is busy in OpenSSL.

asyncio's executors make three objects, take two locks and wake the loop up for each piece of it, which takes as long as a
short piece.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import deque
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")

_Work: TypeAlias = tuple[asyncio.Future[Any], Callable[..., Any], tuple[Any, ...]]


class Beside:
    """Threads that work for one event loop, begun as there is work for them. They end with `close`, or with the process.

    most: how many there may be.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._threads = 0
        # Pieces that were asked for and are not handed back yet.
        self._pending = 0
        self._asked: SimpleQueue[_Work | None] = SimpleQueue()
        self._done: deque[tuple[asyncio.Future[Any], Any, BaseException | None]] = deque()
        self._is_called = False

    def run(self, function: Callable[..., T], *given: object) -> asyncio.Future[T]:
        """What the function returns or raises. Where the one who waits is cancelled, it is not begun any more, or goes on
        for nobody.
        """
        loop = asyncio.get_running_loop()
        self._pending += 1
        if self._threads < min(self._pending, self._most):
            self._threads += 1
            threading.Thread(target=self._work, args=(loop,), name="beside", daemon=True).start()
        future: asyncio.Future[T] = loop.create_future()
        self._asked.put((future, function, given))
        return future

    def close(self) -> None:
        """Begin nothing more; nobody waits for anything."""
        for _ in range(self._threads):
            self._asked.put(None)

    # -- in the threads -----------------------------------------------------------------------------------------------

    def _work(self, loop: asyncio.AbstractEventLoop) -> None:
        with contextlib.suppress(RuntimeError):  # the loop was closed, and nobody waits
            while self._next_done():
                if not self._is_called:  # one call for all that is done until the loop comes to it
                    self._is_called = True
                    loop.call_soon_threadsafe(self._hand_back)

    def _next_done(self) -> bool:
        """Do the next piece; False where there will be none."""
        work = self._asked.get()
        if work is None:
            return False
        future, function, given = work
        self._done.append((future, None, None) if future.cancelled() else (future, *_tried(function, given)))
        del work, future  # a fault holds this frame, and these the fault
        return True

    # -- in the loop --------------------------------------------------------------------------------------------------

    def _hand_back(self) -> None:
        self._is_called = False
        while self._done:
            future, result, error = self._done.popleft()
            self._pending -= 1
            if future.done():  # given up meanwhile
                continue
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error)


def _tried(function: Callable[..., T], given: tuple[Any, ...]) -> tuple[T | None, BaseException | None]:
    """What came of it."""
    try:
        return function(*given), None
    except BaseException as error:  # noqa: BLE001 - whoever waits for it gets it
        return None, error
