"""Reading pages beside the network: in processes of their own, where there are many pages and more than one processor.

A page takes a processor for a millisecond or two, and meanwhile no connection is served. Asking comes first, for a host
that hangs costs its whole time-out from when it is asked: so the processes yield to the one that asks, and pages wait for
them in files. Processes cost a quarter of a second to start and some memory each, so few links go without.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from provenance.core.judged import Judged
from provenance.core.model import Exchange, Known, Outcome
from provenance.core.siblings import Sibling
from provenance.edge.parcels import Parcels, contents
from provenance.jobs.judging import Given, Work, all_judged, all_judged_in, one_judged, one_judged_in

if TYPE_CHECKING:
    from provenance.edge.processes.pool import Pool

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
# By how much the processes are nicer than the one that asks (nice(1)): as much as can be, since a tenth of its processor
# was a second of a list of hosts that hang.
_NICER = 19

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
        self._pool: Pool | None = None
        self._parcels: Parcels | None = None
        self._filling: _Parcel | None = None
        self._held = 0
        if processes:
            with contextlib.suppress(OSError):  # no folder, or no process: all is done here
                self._parcels = Parcels()
                self._pool = _begun(processes, self._parcels.folder)

    @classmethod
    def for_links(cls, count: int, *, engines: int = 1) -> Self:
        """As many as are worth it for so many links. engines: how many share this machine with this one, itself too."""
        processors = _processors()
        return cls(min(_MOST, processors // engines) if processors > 1 and count >= _WORTH_IT else 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.close()
        if self._parcels is not None:
            self._parcels.close()

    @property
    def have_room(self) -> bool:
        """Whether another answer may come."""
        return self._held < _MOST_HELD

    def take(self, outcome: Outcome, known: Known, given: Given) -> Answer:
        """An answer to be judged. known, given: as for `core.judged.judged`."""
        if self._pool is None or not self._pool.has_any:
            return _Here(outcome, known, given)
        if not isinstance(outcome, Exchange) or len(outcome.content) < _SHORT:
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

    def let_go(self, size: int, path: Path | None) -> None:
        """So many bytes do not wait any more. path: where they have waited."""
        self._held -= size
        if self._parcels is not None and path is not None:
            self._parcels.done_with(path)


class _Here:
    """Judged where it is."""

    def __init__(self, outcome: Outcome, known: Known, given: Given) -> None:
        self.outcome = outcome
        self._work = outcome, known, given

    async def judged(self, sibling: Sibling | None = None) -> Judged:
        return one_judged(self._work, sibling)

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
        self._work: list[Work] = []
        self._path: Path | None = None
        self._needed = 0

    def add(self, work: Work, size: int) -> None:
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
            carried = self._workers.submit(all_judged_in, self._path)
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
            return all_judged(self._contents()) if carried is None else carried.result()
        except BrokenExecutor:  # it was killed, or out of memory
            return self._all_judged(None)
        except Exception as error:  # noqa: BLE001 - raised where the answers are waited for
            return [error] * len(self.found)

    async def judged_again(self, place: int, sibling: Sibling) -> Judged:
        """One of them, beside what a neighbour of it gave."""
        if self._path is not None and (carried := self._workers.submit(one_judged_in, self._path, place, sibling)):
            with contextlib.suppress(BrokenExecutor):
                return await carried
        return one_judged(self._contents()[place], sibling)

    def _contents(self) -> Sequence[Work]:
        return self._work if self._path is None else contents(self._path)

    def let_go(self) -> None:
        """One of them is not needed any more."""
        self._needed -= 1
        if not self._needed:
            self._workers.let_go(self.size, self._path)


def _processors() -> int:
    """How many this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        return os.cpu_count() or 1


def _begun(processes: int, folder: Path) -> Pool:
    """The processes. folder: where parcels lie. Raises OSError where none can be."""
    from provenance.edge.processes.pool import Pool  # few runs have any

    return Pool(processes, module=all_judged_in.__module__, folder=folder, nicer=_NICER)
