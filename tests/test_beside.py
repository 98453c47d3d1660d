"""Work beside the event loop: what comes of it, how much at once, and what becomes of it when nobody waits any more."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import threading
import time
import weakref
from collections.abc import Awaitable, Callable, Iterator
from typing import ClassVar

import pytest

from provenance.edge.fetch.beside import Beside


def ran(use: Callable[[Beside], Awaitable[None]], *, most: int = 2) -> None:
    """Use one, and have it end."""

    async def run() -> None:
        beside = Beside(most)
        await use(beside)
        beside.close()

    asyncio.run(run())


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    """No thread is left."""
    yield
    for _ in range(100):
        if all(thread.name != "beside" for thread in threading.enumerate()):
            return
        time.sleep(0.01)
    pytest.fail("a thread goes on")


def test_each_gets_what_came_of_its_own() -> None:
    """However many there are, and however few threads."""

    async def use(beside: Beside) -> None:
        found = await asyncio.gather(*(beside.run(pow, number, 2) for number in range(1_000)))
        assert found == [number * number for number in range(1_000)]

    ran(use)


def test_so_many_at_once_and_no_more() -> None:
    """A thread for each piece, up to the number that was given."""
    at_work, seen = [0], []
    lock = threading.Lock()

    def work() -> None:
        with lock:
            at_work[0] += 1
            seen.append(at_work[0])
        time.sleep(0.05)
        with lock:
            at_work[0] -= 1

    async def use(beside: Beside) -> None:
        await asyncio.gather(*(beside.run(work) for _ in range(9)))

    ran(use, most=3)
    assert (len(seen), max(seen)) == (9, 3)


class Fault(Exception):
    """One that can be watched."""

    made: ClassVar[list[weakref.ref[Fault]]] = []

    def __init__(self) -> None:
        self.made.append(weakref.ref(self))


def test_a_fault_is_raised_where_it_is_waited_for() -> None:
    """And is gone with the one who waited: nothing holds it that it holds itself."""

    def work() -> None:
        raise Fault

    async def use(beside: Beside) -> None:
        with contextlib.suppress(Fault):
            await beside.run(work)
            pytest.fail("nothing was raised")
        assert await beside.run(divmod, 7, 2) == (3, 1)

    gc.disable()
    try:
        ran(use)
        assert [fault() for fault in Fault.made] == [None]
    finally:
        gc.enable()


def test_what_nobody_waits_for_is_not_begun() -> None:
    """What waits behind a slow piece is forgotten with the one who asked, and the slow one goes on for nobody."""
    begun: list[str] = []
    is_begun, slow = threading.Event(), threading.Event()

    def work(name: str) -> None:
        begun.append(name)
        is_begun.set()
        slow.wait(5)

    async def use(beside: Beside) -> None:
        waiting = [beside.run(work, name) for name in ("first", "second")]
        await asyncio.to_thread(is_begun.wait, 5)
        for future in waiting:
            future.cancel()
        slow.set()
        await beside.run(work, "third")

    ran(use, most=1)
    assert begun == ["first", "third"]
