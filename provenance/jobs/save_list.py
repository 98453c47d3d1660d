"""The job `archive LIST --save`: a copy of every page of a list that has none, one after the other, in the archive's pace.

What was saved is in the log as soon as it is known, and a page that has a copy there is not asked for again: a run that was
broken off, or that the archive had enough of, goes on where it stopped.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, TypeAlias

from provenance.core.archives import Archive, why_not_told
from provenance.core.copies import Search
from provenance.core.frozen import frozen
from provenance.core.logbook import id_of, memento_event, page_key
from provenance.core.model import Known, Problem, State
from provenance.core.record_reading import copy_from
from provenance.edge.fetch import Fetcher
from provenance.edge.log import Log
from provenance.edge.saving import Saved
from provenance.errors import ProvenanceError, UsageError
from provenance.jobs.archive import Archived, page_of, save_page, saver
from provenance.jobs.clock import now
from provenance.jobs.copies import NEWEST, Copies, Wanted, page_in
from provenance.jobs.known import Memory
from provenance.jobs.left_out import without_left_out
from provenance.jobs.load import load_all
from provenance.jobs.looking import Target
from provenance.jobs.recording import recording
from provenance.jobs.words import names_a_page
from provenance.settings import Settings, wayback_key

# Requests of one user a minute, as the archive's users report them: 7 with a key, 3 without.
_GAP_WITH_KEY, _GAP_WITHOUT = 9.0, 20.0
# A longer pause than this, or a further one in a row, ends the run: the next one goes on.
_LONGEST_PAUSE, _MOST_PAUSES = 600.0, 3
_MOST_UNANSWERED = 3
# A capture that was taken and is not shown yet is given this long.
_FRESH = timedelta(days=1)

Outcome: TypeAlias = Literal["saved", "there", "dead", "not told", "failed", "later"]


@frozen
class Turn:
    """What became of one page. `saved`: a copy was taken now; `there`: it had one; `dead`: it was dead when it was last
    looked at; `not told`: its address must not be told to an archive; `failed`: the archive took none; `later`: it may
    take one, and was not asked, or not to the end.
    """

    outcome: Outcome
    archived: Archived
    because: str = ""


@dataclass(slots=True)
class Queue:
    """How far the run is. pages: how many there are. stopped: why the rest was not asked, empty if it was. notes: how the
    lists were read.
    """

    pages: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()
    stopped: str = ""

    @property
    def done(self) -> int:
        """Pages whose turn is over."""
        return self.counts.total()

    @property
    def complete(self) -> bool:
        """Whether all pages have a copy."""
        return self.counts["saved"] + self.counts["there"] == self.pages


def save_lists(
    given: Sequence[str],
    *,
    settings: Settings,
    deliver: Callable[[Turn, Queue], None],
    tell: Callable[[str], None],
    queue: Queue,
    again: bool = False,
) -> None:
    """Ask for a copy of each page that has none.

    given: ids, links, lists. deliver: gets each page when its turn is over. tell: gets what is sent, and to whom, before
    anything is. queue: is kept up to date, so that whoever breaks the run off can say how far it came. again: pages that
    have a copy too.

    Raises
    ------
    InputError
        as `load_all`, and where no archive is asked that takes captures.
    LogUnavailable, LogBroken
        as their names say.
    """
    archive = saver(settings)
    with recording(settings, command="archive") as log:
        if log is None:
            raise UsageError(
                "--save with --no-log", "what was saved of a list is kept in the log", "Leave one of the two out"
            )
        urls = _urls(given, log, settings, queue)
        queue.pages = len(urls)
        with_key = "with your key" if wayback_key() else "without a key, which it may refuse"
        tell(
            f"to {archive.name} ({archive.base}) go the addresses of the pages that have no copy in the log, {with_key};"
            " it will visit those of which it has none"
        )
        asyncio.run(_Saving(settings, archive, log, queue, deliver, again=again).run(urls))


def _urls(given: Iterable[str], log: Log, settings: Settings, queue: Queue) -> list[str]:
    """The pages that are meant, each once."""
    found: dict[str, str] = {}
    problems: list[Problem] = []
    notes: list[str] = []
    for word in given:
        if names_a_page(word):
            url = page_of(word, log)
            found.setdefault(page_key(url), url)
            continue
        lists = without_left_out(load_all([word], exclude_files=settings.exclude_files), settings)
        for item in lists.items:
            found.setdefault(page_key(item.url), item.url)
        problems += lists.problems
        notes += [*lists.notes, *(note for loaded in lists.loads for note in loaded.notes)]
    queue.problems, queue.notes = problems, notes
    return list(found.values())


class _Saving:
    """One run over the pages."""

    def __init__(
        self, settings: Settings, archive: Archive, log: Log, queue: Queue, deliver: Callable[[Turn, Queue], None], *,
        again: bool,
    ) -> None:  # fmt: skip
        # Only who is asked for a copy is asked whether it has one: no other archive needs to know.
        self._settings = settings.but(archives=(f"{archive.id}={archive.base}",) if archive.own else (archive.id,))
        self._archive, self._log, self._queue, self._deliver, self._again = archive, log, queue, deliver, again
        gap = _GAP_WITH_KEY if wayback_key() else _GAP_WITHOUT
        self._gap = 0.0 if archive.own else gap
        self._free_at = 0.0
        self._unanswered = 0

    async def run(self, urls: Sequence[str]) -> None:
        memory = Memory(self._log, dict.fromkeys(urls, ()))
        async with Fetcher(self._settings, clock=now) as fetcher:
            copies = Copies(self._settings, fetcher, self._log)
            for url in urls:
                turn = self._before(url) or await self._asked(url, memory(Target(url=url)).known, copies, fetcher)
                self._queue.counts[turn.outcome] += 1
                self._deliver(turn, self._queue)

    def _before(self, url: str) -> Turn | None:
        """What is known without asking."""
        if self._queue.stopped:
            return _turn("later", url, because=self._queue.stopped)
        if reason := why_not_told(page_in(url, self._settings), self._archive):
            return _turn("not told", url, because=reason)
        if not self._again and (kept := self._kept(url)):
            return kept
        latest = self._log.latest_of(url)
        if latest is not None and latest.state == State.DEAD:
            return _turn("dead", url, because=f"{latest.kind} when it was last looked at")
        return None

    def _kept(self, url: str) -> Turn | None:
        for recorded in self._log.mementos_of(url):
            copy = copy_from(recorded.record)
            if copy.verified or now() - recorded.recorded_at < _FRESH:
                archived = Archived(url=url, wanted=NEWEST, search=Search(copy=copy), id=recorded.id, before=True)
                return Turn(outcome="there", archived=archived, because="" if copy.verified else "not yet read back")
        return None

    async def _asked(self, url: str, known: Known, copies: Copies, fetcher: Fetcher) -> Turn:
        try:
            if not self._again:
                search, _ = await copies.find(url, wanted=NEWEST, known=known, again=True)
                if search.copy is not None:
                    kept = self._log.mementos_of(url, limit=1)
                    id = kept[0].id if kept else None
                    return Turn(outcome="there", archived=Archived(url=url, wanted=NEWEST, search=search, id=id))
            return await self._saved(url, known, fetcher)
        except ProvenanceError:
            raise
        except Exception as error:  # noqa: BLE001 - told in its line; one hostile answer must not cost the run
            return _turn("failed", url, because=f"the archive's answer could not be handled ({type(error).__name__})")

    async def _saved(self, url: str, known: Known, fetcher: Fetcher) -> Turn:
        wanted = Wanted(when=None, because="a capture of today was asked for")
        for pauses in range(_MOST_PAUSES + 1):
            await self._wait_for_a_turn()
            page = page_in(url, self._settings)
            saved, copy = await save_page(
                url, page, self._archive, known=known, settings=self._settings, fetcher=fetcher
            )
            if not saved.busy:
                break
            if not await self._pause(saved, last=pauses == _MOST_PAUSES):
                return _turn("later", url, because=self._queue.stopped, saved=saved)
        self._count(saved)
        if copy is None:
            later = (saved.job is not None and not saved.permanent) or bool(self._queue.stopped)
            return _turn("later" if later else "failed", url, because=saved.because, saved=saved)
        (sequence,) = self._log.append([event := memento_event(copy, at=now())])
        search, id = Search(copy=copy), id_of(event.kind, sequence)
        archived = Archived(url=url, wanted=wanted, search=search, id=id, saved=saved)
        return Turn(outcome="saved", archived=archived, because=saved.because)

    async def _wait_for_a_turn(self) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0.0, self._free_at - loop.time()))
        self._free_at = loop.time() + self._gap

    async def _pause(self, saved: Saved, *, last: bool) -> bool:
        """Do as the archive asks, where that is bearable; else nothing more is asked of it."""
        pause = (saved.retry_at - now()).total_seconds() if saved.retry_at else self._settings.archive_pause
        if last or pause > _LONGEST_PAUSE:
            self._queue.stopped = saved.because
            return False
        await asyncio.sleep(max(0.0, pause))
        return True

    def _count(self, saved: Saved) -> None:
        """Stop where the archive takes nothing of ours, or is not there."""
        self._unanswered = 0 if saved.asked else self._unanswered + 1
        if saved.locked or self._unanswered >= _MOST_UNANSWERED:
            self._queue.stopped = saved.because


def _turn(outcome: Outcome, url: str, *, because: str, saved: Saved | None = None) -> Turn:
    return Turn(
        outcome=outcome, archived=Archived(url=url, wanted=NEWEST, search=Search(), saved=saved), because=because
    )
