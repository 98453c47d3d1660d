"""Reading pages beside the network: in processes of their own, where there are many pages and more than one processor.

A page takes a processor for a millisecond or two, and meanwhile no connection is served. Asking comes first, for a host
that hangs costs its whole time-out from when it is asked: so the processes yield to the one that asks, and pages wait for
them in files. Processes cost half a second to start and some memory each, so few links go without.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeAlias, TypeVar

from provenance.core.judged import Judged, judged
from provenance.core.model import Exchange, Known, Outcome
from provenance.core.siblings import Sibling
from provenance.edge.parcels import Parcels, contents, remove, remove_all

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

# So many links are worth a start.
_WORTH_IT = 500
# A shorter answer is read in the time that it takes to send it to another process.
_SHORT = 1_000
_MOST = 4
# So many answers are sent together, or so many bytes of them, or those that came within so many seconds.
_TOGETHER, _MUCH = 16, 1_000_000
_PATIENCE = 0.005
# So many bytes of answers may wait on the disk.
_MOST_HELD = 512_000_000
# By how much the processes are nicer than the one that asks (nice(1)).
_NICER = 10

_Given: TypeAlias = Sequence[Mapping[str, str]]
_Work: TypeAlias = tuple[Outcome, Known, _Given]
_T = TypeVar("_T")


class Answer(Protocol):
    """An answer that waits to be judged. outcome: what was answered, without the page where that waits elsewhere."""

    @property
    def outcome(self) -> Outcome: ...

    async def judged(self, sibling: Sibling | None = None) -> Judged:
        """As `core.judged.judged`."""

    def close(self) -> None:
        """It will not be judged again."""


class Workers:
    """Judges answers, here or in other processes. Used as a context manager; whatever becomes of the processes, each
    answer is judged.
    """

    def __init__(self, processes: int = 0) -> None:
        """processes: 0 for none, and all is done here."""
        self._pool: ProcessPoolExecutor | None = None
        self._parcels: Parcels | None = None
        self._filling: _Parcel | None = None
        self._held = 0
        if processes:
            with contextlib.suppress(OSError):  # no folder, or no process: all is done here
                self._parcels = Parcels()
                self._pool = _started(processes, self._parcels.folder)

    @classmethod
    def for_links(cls, count: int) -> Self:
        """As many as are worth it for so many links; none beside the main thread.

        That is where the command runs. The library runs in a thread of its own, in a script that might not be made to be
        imported by another process.
        """
        is_command = threading.current_thread() is threading.main_thread()
        processors = _processors()
        return cls(min(_MOST, processors) if is_command and processors > 1 and count >= _WORTH_IT else 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        if self._parcels is not None:
            self._parcels.close()

    @property
    def have_room(self) -> bool:
        """Whether another answer may come."""
        return self._held < _MOST_HELD

    def take(self, outcome: Outcome, known: Known, given: _Given) -> Answer:
        """An answer to be judged. known, given: as for `core.judged.judged`."""
        if self._pool is None or not isinstance(outcome, Exchange) or len(outcome.content) < _SHORT:
            return _Here(outcome, known, given)
        if self._filling is None:
            self._filling = _Parcel(self)
            asyncio.get_running_loop().call_later(_PATIENCE, self._send, self._filling)
        parcel = self._filling
        parcel.add((outcome, known, given), len(outcome.content))
        self._held += len(outcome.content)
        answer = _Sent(outcome, parcel, len(parcel.found) - 1)
        if len(parcel.found) == _TOGETHER or parcel.size >= _MUCH:
            self._send(parcel)
        return answer

    def _send(self, parcel: _Parcel) -> None:
        if parcel is self._filling:
            self._filling = None
            parcel.send(self._parcels)

    def submit(self, function: Callable[..., _T], *given: Any) -> asyncio.Future[_T] | None:
        """Have one of the processes do something; None where there are none any more."""
        try:
            return asyncio.wrap_future(self._pool.submit(function, *given)) if self._pool else None
        except RuntimeError:  # BrokenExecutor is one
            return None

    def lost(self) -> None:
        """A process was killed, or out of memory: the run goes on without them."""
        self._pool = None

    def let_go(self, size: int) -> None:
        """So many bytes do not wait any more."""
        self._held -= size


class _Here:
    """Judged where it is."""

    def __init__(self, outcome: Outcome, known: Known, given: _Given) -> None:
        self.outcome = outcome
        self._work = outcome, known, given

    async def judged(self, sibling: Sibling | None = None) -> Judged:
        return _judged(self._work, sibling)

    def close(self) -> None:
        pass


class _Sent:
    """Judged by another process, with others. place: among those of its parcel."""

    def __init__(self, outcome: Exchange, parcel: _Parcel, place: int) -> None:
        self.outcome = replace(outcome, content=b"")
        self._parcel = parcel
        self._place = place

    async def judged(self, sibling: Sibling | None = None) -> Judged:
        if sibling is None:
            return await self._parcel.found[self._place]
        return await self._parcel.judged_again(self._place, sibling)

    def close(self) -> None:
        self._parcel.let_go()


class _Parcel:
    """Answers that are sent together, for each parcel costs as much as a page. size: bytes of their pages. found: what is
    found of each.
    """

    def __init__(self, workers: Workers) -> None:
        self.size = 0
        self.found: list[asyncio.Future[Judged]] = []
        self._workers = workers
        # Here until they lie in a file.
        self._work: list[_Work] = []
        self._path: Path | None = None
        self._needed = 0

    def add(self, work: _Work, size: int) -> None:
        """One more, whose page has so many bytes."""
        self._work.append(work)
        self.found.append(asyncio.get_running_loop().create_future())
        self.size += size
        self._needed += 1

    def send(self, parcels: Parcels | None) -> None:
        """Hand all of it to a process."""
        with contextlib.suppress(Exception):  # the disk is full, or whatever it is: they can be read here
            self._path = parcels.put(self._work) if parcels else None
        carried = None
        if self._path is not None:
            self._work = []
            carried = self._workers.submit(_all_judged_in, self._path)
        if carried is None:
            self._hand_back(None)
        else:
            carried.add_done_callback(self._hand_back)

    def _hand_back(self, carried: asyncio.Future[list[Judged | Exception]] | None) -> None:
        """Give each answer to whoever waits for it."""
        if carried is not None and carried.cancelled():
            return  # the run is broken off, and those who waited with it
        for found, result in zip(self.found, self._all_judged(carried), strict=True):
            if found.done():
                continue
            if isinstance(result, Judged):
                found.set_result(result)
            else:
                found.set_exception(result)

    def _all_judged(self, carried: asyncio.Future[list[Judged | Exception]] | None) -> Sequence[Judged | Exception]:
        try:
            return _all_judged(self._contents()) if carried is None else carried.result()
        except BrokenExecutor:
            self._workers.lost()
            return self._all_judged(None)
        except Exception as error:  # noqa: BLE001 - raised where the answers are waited for
            return [error] * len(self.found)

    async def judged_again(self, place: int, sibling: Sibling) -> Judged:
        """One of them, beside what a neighbour of it gave."""
        if self._path is not None and (carried := self._workers.submit(_judged_in, self._path, place, sibling)):
            with contextlib.suppress(BrokenExecutor):
                return await carried
        return _judged(self._contents()[place], sibling)

    def _contents(self) -> Sequence[_Work]:
        return self._work if self._path is None else contents(self._path)

    def let_go(self) -> None:
        """One of them is not needed any more."""
        self._needed -= 1
        if not self._needed:
            self._workers.let_go(self.size)
            if self._path is not None:
                remove(self._path)


def _judged(work: _Work, sibling: Sibling | None = None) -> Judged:
    outcome, known, given = work
    return judged(outcome, known, sibling, given)


def _all_judged(works: Sequence[_Work]) -> list[Judged | Exception]:
    return [_judged_or_fault(work) for work in works]


def _judged_or_fault(work: _Work) -> Judged | Exception:
    """A fault is one answer's, and not of those that came with it."""
    try:
        return _judged(work)
    except Exception as error:  # noqa: BLE001 - raised where the answer is waited for
        return error


# -- in the other processes ---------------------------------------------------------------------------------------


def _all_judged_in(path: Path) -> list[Judged | Exception]:
    return _all_judged(contents(path))


def _judged_in(path: Path, place: int, sibling: Sibling) -> Judged:
    return _judged(contents(path)[place], sibling)


def _begin(folder: Path) -> None:
    if hasattr(os, "nice"):  # not on Windows
        os.nice(_NICER)
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()


def _end_with_parent(folder: Path) -> None:
    """Whoever asks can be killed, and then nobody else would end this process, or remove what waits for it."""
    from multiprocessing import parent_process

    if (parent := parent_process()) is not None:
        parent.join()
        remove_all(folder)
        os._exit(1)


def _processors() -> int:
    """How many this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def _started(processes: int, folder: Path) -> ProcessPoolExecutor:
    """The processes, begun. folder: where parcels lie. Raises OSError where none can be. They are spawned and not forked: a fork in the middle of threads and connections inherits
    both.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(folder,))
    with _deaf_to_ctrl_c():
        for _ in range(processes):  # each starts one
            pool.submit(_nothing)
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
