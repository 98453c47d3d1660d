"""Copies in archives for what is dead or moved: looked for once, kept in the log, given with the check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from provenance.core.agreement import given_date
from provenance.core.copies import Search
from provenance.core.dates import PartialDate
from provenance.core.frozen import frozen
from provenance.core.logbook import memento_event
from provenance.core.memento import Span, unwrap
from provenance.core.model import Check, Copy, Known, State
from provenance.core.record_reading import copy_from
from provenance.core.records import instant, source_from
from provenance.core.urls import BadUrl, read_link
from provenance.edge.archives import Archives
from provenance.edge.fetch import Fetcher
from provenance.edge.log import Log
from provenance.errors import ProvenanceError
from provenance.jobs.clock import now
from provenance.jobs.looking import Target
from provenance.settings import Settings

# A copy that was found is not looked for again within this time.
_KEPT = timedelta(days=30)
_MOST_TOLD = 10
_MOVED = frozenset({"moved", "moved_section"})


@frozen
class Wanted:
    """The time that a copy is to be near. because: why that time, in words."""

    when: PartialDate | datetime | None
    because: str

    @property
    def text(self) -> str | None:
        """As the log keeps it."""
        if isinstance(self.when, datetime):
            return instant(self.when)
        return self.when.day_only if self.when else None

    @property
    def span(self) -> Span | None:
        return Span.of(self.when) if self.when else None


NEWEST = Wanted(when=None, because="no date is known: the newest")


def wanted_for(url: str, log: Log | None, given: Iterable[Mapping[str, str]] = ()) -> Wanted:
    """The day on which somebody read the page: as a list says it, else that of the first citation, of the first capture
    or recording; else the day on which it was published; else none.
    """
    days = [day for says in given if (day := given_date(says.get("accessed", ""))) and day.year]
    if days:
        return Wanted(when=min(days, key=lambda day: day.day_only), because="the list says that it was read then")
    if log is None or (found := log.find(url)) is None:
        return NEWEST
    if cited := log.citations_of(url):
        return Wanted(when=_day(cited[-1].recorded_at), because="it was cited then")
    if captured := log.captures_of(url):
        return Wanted(when=_day(captured[-1].recorded_at), because="it was recorded then")
    source = log.source(url) if found.source else None
    issued = source_from(source.record).issued.value if source else None
    if issued is not None and issued.year:
        return Wanted(when=issued, because="it was published then")
    return NEWEST


def _day(moment: datetime) -> PartialDate:
    return PartialDate(year=moment.year, month=moment.month, day=moment.day)


def page_in(url: str, settings: Settings) -> str:
    """The page whose copies are meant: what an archive's address is a copy of, an identifier's page, the URL itself."""
    try:
        href = read_link(
            url, doi_resolver=settings.doi_resolver, handle_resolver=settings.handle_resolver, page=True
        ).href
    except BadUrl:
        return url
    wrapped = unwrap(href)
    return (wrapped.original if wrapped else None) or href


class Copies:
    """The looking for copies of one run. log: where what is found is kept; None where nothing is."""

    def __init__(self, settings: Settings, fetcher: Fetcher, log: Log | None) -> None:
        self._settings = settings
        self._archives = Archives(settings, ask=fetcher.ask, clock=now)
        self._log = log
        self._troubles: Counter[str] = Counter()
        self._without = 0

    async def find(self, url: str, *, wanted: Wanted, known: Known, again: bool = False) -> tuple[Search, str | None]:
        """What was found, and the id of the entry where it was found before. again: whatever the log knows."""
        kept = None if again else self._kept(url, wanted)
        if kept is not None:
            return Search(copy=kept[1]), kept[0]
        page = page_in(url, self._settings)
        search = await self._archives.find(page, wanted=wanted.span, known=known)
        if search.copy is not None:
            search = replace(search, copy=replace(search.copy, url=url, wanted=wanted.text))
            if self._log is not None and search.copy is not None:
                self._log.append([memento_event(search.copy, at=now())])
        self._troubles.update(search.trouble)
        self._without += search.copy is None
        return search, None

    def _kept(self, url: str, wanted: Wanted) -> tuple[str, Copy] | None:
        if self._log is None:
            return None
        kept = self._log.memento_for(url, wanted=wanted.text, since=now() - _KEPT)
        return (kept.id, copy_from(kept.record)) if kept else None

    async def beside(self, target: Target, check: Check) -> Check:
        """The check with the copy of a page that is dead or moved, where there is one."""
        if check.verdict.state is not State.DEAD and check.verdict.kind not in _MOVED:
            return check
        wanted = wanted_for(target.url, self._log, target.given)
        try:
            search, _ = await self.find(target.url, wanted=wanted, known=target.known)
        except ProvenanceError:
            raise
        except Exception as error:  # noqa: BLE001 - told at the end; one hostile archive must not cost the check
            self._troubles[f"an archive's answer could not be handled ({type(error).__name__}: {error})"] += 1
            return check
        return replace(check, memento=search.copy.memento) if search.copy else check

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader should know of the looking: how many links have no copy, and which archives did not answer."""
        told = []
        if self._without:
            links = "1 link" if self._without == 1 else f"{self._without} links"
            told.append(f"no archived copy was found for {links} that would count as one")
        for trouble, count in self._troubles.most_common(_MOST_TOLD):
            told.append(trouble if count == 1 else f"{trouble} ({count} times)")
        return tuple(told)
