"""Asking web archives: which copies they have of a page, and whether one of them is a real copy of the article.

Each archive is asked in its own pace, obeyed where it asks for a pause, and left alone for the rest of a run where it
does not answer. How a request is sent is not decided here: it is given, with its guard, its limits and its user agent.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from email.utils import format_datetime
from typing import Protocol

from provenance.core.archives import Archive, archives, why_not_told
from provenance.core.copies import Refused, Search, look_at
from provenance.core.extract.instants import mail_moment
from provenance.core.frozen import frozen
from provenance.core.memento import (
    WHOLE,
    Link,
    Listed,
    Span,
    at_moment,
    copy_beside,
    distance,
    mementos_in,
    nearest,
    read_cdx,
    read_links,
    shown_form,
    timemap_for,
    timestamp,
)
from provenance.core.model import Copy, Exchange, Failure, Known, Memento, Outcome
from provenance.core.patience import retry_at
from provenance.core.redirects import REDIRECTS
from provenance.core.urls import joined
from provenance.settings import Settings

# Copies of one archive that are looked at for one page: whatever five neighbours in time are not, the sixth is seldom.
_MOST = 5
# Captured redirects, one after the other, that are followed.
_MOST_STEPS = 5
# A copy this many seconds from the time wanted is near enough, and no further archive is asked.
_NEAR = 3 * 86_400.0
# An archive that failed, or asked for a pause that it was given, so often in a row is not asked again in this run.
_ENOUGH = 3
# A site that wants not to be shown: the Wayback Machine says so in this field (403).
_RUNTIME_ERROR = "x-archive-wayback-runtime-error"


class Ask(Protocol):
    """Sends one request and gives what came of it; never raises for a finding."""

    async def __call__(
        self, given: str, *, seconds: float, fields: tuple[tuple[str, str], ...] = (), form: bytes | None = None
    ) -> Outcome: ...


class Unavailable(Exception):
    """An archive gives no answer now. The text says why."""


class Budget:
    """The time that one page may cost. Waiting for a turn at an archive is our own doing and does not count."""

    def __init__(self, seconds: float) -> None:
        self._at = _time() + seconds

    @property
    def left(self) -> float:
        return self._at - _time()

    def put_off(self, seconds: float) -> None:
        self._at += seconds


@dataclass(slots=True)
class _Door:
    """What a run knows of one archive: when it may be asked again, and whether at all."""

    archive: Archive
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0
    open_at: float = 0.0
    failures: int = 0
    last_failure: str = ""


@frozen
class _Wish:
    """What is looked for: the page, when it was read, what is known of the article, and the time that it may cost."""

    url: str
    wanted: Span | None
    known: Known
    budget: Budget

    def far(self, moment: dt.datetime) -> float:
        return distance(moment, self.wanted)

    def is_near(self, copy: Copy) -> bool:
        return self.wanted is None or self.far(copy.memento.memento_datetime) <= _NEAR


class Archives:
    """The archives of one run. ask: sends requests. clock: the time of day."""

    def __init__(self, settings: Settings, *, ask: Ask, clock: Callable[[], dt.datetime]) -> None:
        self._settings = settings
        self._ask_ = ask
        self._clock = clock
        self._doors = tuple(_Door(archive=archive) for archive in archives(settings.archives))
        self._bases = tuple(door.archive.base for door in self._doors if door.archive.own)

    @property
    def names(self) -> tuple[str, ...]:
        """Whom it asks."""
        return tuple(door.archive.name for door in self._doors)

    async def find(self, url: str, *, wanted: Span | None, known: Known) -> Search:
        """The real copy of a page that is nearest to a time. Findings are returned; nothing is raised.

        url: of the page, without an archive around it. wanted: when the page was read, None for the newest copy. known:
        what is known of the article.
        """
        wish = _Wish(url=url, wanted=wanted, known=known, budget=Budget(self._settings.archive_deadline))
        search = Search()
        for door in self._doors:
            if search.copy is not None and wish.is_near(search.copy):
                break
            if reason := why_not_told(url, door.archive):
                search = replace(search, trouble=(*search.trouble, f"{door.archive.name}: {reason}"))
            else:
                search = await self._in_one(door, wish, search)
        return search

    async def _in_one(self, door: _Door, wish: _Wish, search: Search) -> Search:
        """The search when this archive was asked too."""
        name = door.archive.name
        try:
            copies = await self._listed(door, wish)
            good = nearest(copies, wish.wanted)
            other = [_refused(one, name, f"listed with status {one.status}") for one in copies if _is_other(one)]
            search = replace(
                search, listed=(*search.listed, (name, len(good))), refused=(*search.refused, *other[:_MOST])
            )
            for candidate in good[:_MOST]:
                best = search.copy
                if best is not None and wish.far(candidate.moment) >= wish.far(best.memento.memento_datetime):
                    break
                found = await self._look(door, candidate, wish)
                if isinstance(found, Copy):
                    return replace(search, copy=found)
                search = replace(search, refused=(*search.refused, found))
        except Unavailable as error:
            search = replace(search, trouble=(*search.trouble, f"{name}: {error}"))
        return search

    async def _look(self, door: _Door, candidate: Listed, wish: _Wish) -> Copy | Refused:
        """One copy, read as it was captured."""
        archive, url = door.archive, wish.url
        outcome = await self._read(door, archive.raw_copy(candidate.uri_m), wish)
        seen = look_at(outcome, url=url, expected=candidate.moment, known=wish.known, bases=self._bases)
        if seen.because is not None or seen.moment is None or not isinstance(outcome, Exchange):
            return _refused(candidate, archive.name, seen.because or "")
        # A redirect, or the nearest of several copies, ends at the copy that was seen.
        place = candidate.uri_m if seen.moment == candidate.moment else at_moment(outcome.target, seen.moment)
        memento = Memento(uri_r=url, uri_m=shown_form(place), memento_datetime=seen.moment, archive=archive.name)
        digest = "sha256:" + hashlib.sha256(outcome.content).hexdigest()
        return Copy(url=url, memento=memento, title=seen.title, digest=digest)

    async def _read(self, door: _Door, address: str, wish: _Wish) -> Outcome:
        """What was captured. A captured redirect is followed to what the archive has of its target at that moment."""
        outcome = await self._ask(door, address, wish.budget, gap=door.archive.copy_gap)
        page, hops = wish.url, outcome.hops
        for _ in range(_MOST_STEPS):
            if not isinstance(outcome, Exchange) or outcome.status_code not in REDIRECTS or not outcome.hops:
                break
            page = joined(page, outcome.hops[-1].location or "")
            beside = copy_beside(outcome.target, page)
            if beside is None or beside in {hop.url for hop in hops}:
                break
            outcome = await self._ask(door, beside, wish.budget, gap=door.archive.copy_gap)
            hops += outcome.hops
        return replace(outcome, hops=hops)

    # -- lists

    async def _listed(self, door: _Door, wish: _Wish) -> list[Listed]:
        """The copies that an archive has, by the first of its interfaces that answers.

        Raises
        ------
        Unavailable
            where none does.
        """
        told: list[str] = []
        for interface in (self._by_index, self._by_timemap, self._by_timegate):
            try:
                found = await interface(door, wish)
            except _NoList as error:
                told.append(str(error))
            else:
                if found is not None:
                    return found
        raise Unavailable("; ".join(dict.fromkeys(told)) or "it has no interface that lists copies")

    async def _by_index(self, door: _Door, wish: _Wish) -> list[Listed] | None:
        archive = door.archive
        address = archive.address("cdx", wish.url)
        if address is None:
            return None
        answer = await self._list(door, address, wish.budget)
        if answer is None:
            return []
        if "html" in (answer.field("content-type") or ""):
            raise _NoList("it answered its index with a page")
        rows, _ = read_cdx(answer.content, url=wish.url)
        copies = []
        for row in rows:
            uri_m = archive.address("copy", row.original, moment=timestamp(row.moment)) or ""
            copies.append(Listed(uri_m=uri_m, moment=row.moment, status=row.status, digest=row.digest))
        return copies

    async def _by_timemap(self, door: _Door, wish: _Wish) -> list[Listed] | None:
        address = door.archive.address("timemap", wish.url)
        if address is None:
            return None
        answer = await self._list(door, address, wish.budget)
        if answer is None:
            return []
        links = [*read_links(answer.content.decode("utf-8", "replace"))]
        copies = mementos_in(links, base=answer.target)
        part = timemap_for(links, wish.wanted, base=answer.target)
        if part is not None:
            more = await self._list(door, part, wish.budget)
            links = [*read_links(more.content.decode("utf-8", "replace"))] if more else []
            copies += mementos_in(links, base=part)
        if not copies:
            raise _NoList("its list of copies is empty or cannot be read")
        return copies

    async def _by_timegate(self, door: _Door, wish: _Wish) -> list[Listed] | None:
        address = door.archive.address("timegate", wish.url)
        if address is None:
            return None
        moment = (wish.wanted.end if wish.wanted else self._clock()).astimezone(dt.UTC)
        fields = (("Accept-Datetime", format_datetime(moment, usegmt=True)),)
        outcome = await self._ask(door, address, wish.budget, gap=door.archive.list_gap, fields=fields)
        taken = mail_moment(outcome.field("memento-datetime") or "") if isinstance(outcome, Exchange) else None
        if isinstance(outcome, Failure):
            raise Unavailable(f"it could not be asked: {outcome.detail}")
        if taken is None:
            if outcome.status_code == 404:
                return []
            raise _NoList(_unexpected(outcome))
        place = outcome.field("content-location") or outcome.target
        others = mementos_in(_links_of(outcome), base=outcome.target)
        first = mementos_in(read_links(f'<{place}>; rel=memento; datetime="{format_datetime(taken)}"'), base=address)
        return [*first, *others]

    async def _list(self, door: _Door, address: str, budget: Budget) -> Exchange | None:
        """An answer that is a list; None where the archive has nothing.

        Raises
        ------
        _NoList
            where the interface answers otherwise.
        """
        outcome = await self._ask(door, address, budget, gap=door.archive.list_gap)
        if isinstance(outcome, Failure):
            raise Unavailable(f"it could not be asked: {outcome.detail}")
        if outcome.status_code == 404:
            return None
        if outcome.status_code == 403 and "AccessControl" in (outcome.field(_RUNTIME_ERROR) or ""):
            raise Unavailable("it does not show this site, as the site wants it")
        if outcome.status_code != 200:
            raise _NoList(_unexpected(outcome))
        return outcome

    # -- one request

    async def _ask(
        self, door: _Door, address: str, budget: Budget, *, gap: float, fields: tuple[tuple[str, str], ...] = ()
    ) -> Outcome:
        """What an archive answers, in its turn and after the pauses that it asks for.

        Raises
        ------
        Unavailable
            where it asks for a longer pause than the page may cost, or has failed too often.
        """
        while True:
            await self._turn(door, budget, gap)
            seconds = min(self._settings.deadline, budget.left)
            outcome = await self._ask_(address, seconds=seconds, fields=fields)
            if isinstance(outcome, Failure):
                door.failures += 1
                door.last_failure = outcome.detail
                return outcome
            if outcome.status_code not in (429, 503) or outcome.field("memento-datetime"):
                door.failures = 0
                return outcome
            door.failures += 1
            door.last_failure = f"it answered {outcome.status_code} and asked for a pause"
            door.open_at = max(door.open_at, _time() + self._pause(outcome))

    async def _turn(self, door: _Door, budget: Budget, gap: float) -> None:
        came = _time()
        async with door.lock:
            budget.put_off(_time() - came)
            if door.failures >= _ENOUGH:
                raise Unavailable(f"it did not answer {door.failures} times and was left alone ({door.last_failure})")
            pause = door.open_at - _time()
            if pause > max(0.0, budget.left):
                raise Unavailable(f"it asks for a pause of {pause:.0f} s, longer than this page may cost")
            if pause > 0:
                await asyncio.sleep(pause)
            if budget.left <= 0:
                raise Unavailable("the time for this page was over")
            turn = max(_time(), door.free_at)
            door.free_at = turn + gap
            wait = turn - _time()
            if wait > 0:
                budget.put_off(wait)
                await asyncio.sleep(wait)

    def _pause(self, answer: Exchange) -> float:
        """Seconds that an archive asks for; a fixed pause where it does not say (429 of the Wayback Machine)."""
        asked = retry_at(answer)
        if asked is None:
            return self._settings.archive_pause
        return max(0.0, (asked - answer.retrieved_at).total_seconds())


class _NoList(Exception):
    """An interface gives no list; another one may. The text says why."""


def _unexpected(answer: Exchange) -> str:
    return f"it answered {answer.status_code} where a list was asked for"


def _links_of(answer: Exchange) -> Iterable[Link]:
    for name, value in answer.fields:
        if name == "link":
            yield from read_links(value)


def _is_other(copy: Listed) -> bool:
    """Whether a list itself says that what was captured is no whole page."""
    return copy.status is not None and copy.status not in WHOLE


def _refused(copy: Listed, archive: str, because: str) -> Refused:
    return Refused(uri_m=copy.uri_m, moment=copy.moment, archive=archive, because=because)


def _time() -> float:
    return asyncio.get_running_loop().time()
