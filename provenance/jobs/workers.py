"""Reading pages beside the network: in processes of their own, where there are many pages and more than one processor.

A page takes a processor for a millisecond or two, and meanwhile no connection is served. Processes cost half a second
to start and some memory each, so few links go without.
"""

from __future__ import annotations

import asyncio
import functools
import os
import signal
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias

from provenance.core.judged import Judged, judged
from provenance.core.model import Exchange, Known, Outcome
from provenance.core.siblings import Sibling

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

# So many links are worth a start.
_WORTH_IT = 500
# A shorter answer is read in the time that it takes to send it to another process.
_SHORT = 1_000
_MOST = 4
# So many answers are sent together, or those that came within so many seconds.
_TOGETHER = 16
_PATIENCE = 0.005
# So many bytes of answers may wait: more than come while the processes start.
_MOST_HELD = 64_000_000

_Work: TypeAlias = tuple[Outcome, Known, Sibling | None, Sequence[Mapping[str, str]]]
_Parcel: TypeAlias = list[tuple[_Work, asyncio.Future[Judged]]]


class Workers:
    """Judges answers, here or in other processes. Used as a context manager; whatever becomes of the processes, each
    answer is judged.
    """

    def __init__(self, processes: int = 0) -> None:
        """processes: 0 for none, and all is done here."""
        self._pool = _started(processes) if processes else None
        self._waiting: _Parcel = []
        self._held = 0

    @classmethod
    def for_links(cls, count: int) -> Self:
        """As many as are worth it for so many links; none beside the main thread.

        That is where the command runs. The library runs in a thread of its own, in a script that might not be made to be
        imported by another process.
        """
        is_command = threading.current_thread() is threading.main_thread()
        return cls(min(_MOST, _processors() - 1) if is_command and count >= _WORTH_IT else 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    @property
    def have_room(self) -> bool:
        """Whether another answer may come: those that wait are held in memory."""
        return self._held < _MOST_HELD

    async def judged(
        self, outcome: Outcome, known: Known, sibling: Sibling | None, given: Sequence[Mapping[str, str]]
    ) -> Judged:
        """As `core.judged.judged`."""
        if self._pool is None or not isinstance(outcome, Exchange) or len(outcome.content) < _SHORT:
            return judged(outcome, known, sibling, given)
        loop = asyncio.get_running_loop()
        found: asyncio.Future[Judged] = loop.create_future()
        self._held += len(outcome.content)
        found.add_done_callback(lambda _: self._let_go(outcome))
        self._waiting.append(((outcome, known, sibling, given), found))
        if len(self._waiting) == 1:
            loop.call_later(_PATIENCE, self._hand_over)
        elif len(self._waiting) == _TOGETHER:
            self._hand_over()
        return await found

    def _let_go(self, outcome: Exchange) -> None:
        self._held -= len(outcome.content)

    def _hand_over(self) -> None:
        """Give what waits to a process, together: each parcel costs as much as a page."""
        parcel, self._waiting = self._waiting, []
        if not parcel:
            return
        try:
            carried = self._pool.submit(_all_judged, [work for work, _ in parcel]) if self._pool else None
        except RuntimeError:  # BrokenExecutor is one
            carried = None
        if carried is None:
            self._hand_back(parcel, None)
        else:
            asyncio.wrap_future(carried).add_done_callback(functools.partial(self._hand_back, parcel))

    def _hand_back(self, parcel: _Parcel, carried: asyncio.Future[list[Judged | Exception]] | None) -> None:
        """Give each answer to whoever waits for it."""
        if carried is not None and carried.cancelled():
            return  # the run is broken off, and those who waited with it
        if carried is None or carried.exception() is not None:  # killed, or out of memory: the run goes on without
            self._pool = None
            done = _all_judged([work for work, _ in parcel])
        else:
            done = carried.result()
        for result, (_, found) in zip(done, parcel, strict=True):
            if found.done():
                continue
            if isinstance(result, Judged):
                found.set_result(result)
            else:
                found.set_exception(result)


def _all_judged(work: list[_Work]) -> list[Judged | Exception]:
    return [_judged_or_fault(one) for one in work]


def _judged_or_fault(work: _Work) -> Judged | Exception:
    """A fault is one answer's, and not of those that came with it."""
    try:
        return judged(*work)
    except Exception as error:  # noqa: BLE001 - raised where the answer is waited for
        return error


def _processors() -> int:
    """How many this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def _started(processes: int) -> ProcessPoolExecutor | None:
    """The processes, begun. They are spawned and not forked: a fork in the middle of threads and connections inherits
    both.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    pool = ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"))
    try:
        with _deaf_to_ctrl_c():
            pool.submit(_nothing)  # starts all of them
    except OSError:
        return None
    return pool


def _nothing() -> None:
    return None


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes that are started here inherit that they do not hear Ctrl-C, which is for the one that has them."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
