"""The job `archive`: the copy of a page that is nearest to a date, and asking for one to be taken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any

from provenance.core.archives import Archive, archives, why_not_told
from provenance.core.copies import Search, look_at
from provenance.core.dates import PartialDate
from provenance.core.extract.instants import iso_moment
from provenance.core.frozen import frozen
from provenance.core.logbook import id_of, memento_event, read_id
from provenance.core.memento import raw_form, read_timestamp, unwrap
from provenance.core.model import Copy, Known, Memento
from provenance.core.records import Record, copy_record, instant
from provenance.edge.fetch import Fetcher
from provenance.edge.log import Log
from provenance.edge.saving import Saved, save
from provenance.errors import InputError
from provenance.jobs.clock import now
from provenance.jobs.copies import Copies, Wanted, page_in, wanted_for
from provenance.jobs.known import Memory
from provenance.jobs.looking import Target
from provenance.jobs.recording import recording
from provenance.jobs.words import is_url
from provenance.settings import Settings, wayback_key

# The interface promises an answer within two minutes.
_LONGEST = 180.0


@frozen
class Archived:
    """What came of it. id: of the entry in the log, None without one. before: it was found in an earlier run. saved: what
    the archive answered that was asked for a capture, None where none was.
    """

    url: str
    wanted: Wanted
    search: Search
    id: str | None = None
    before: bool = False
    saved: Saved | None = None


def find_copy(given: str, *, settings: Settings, at: str | None = None, again: bool = False) -> Archived:
    """The real copy of a page nearest to a date.

    given: an id of the log, or a URL. at: a date (EDTF), a moment (RFC 3339 or 14 digits), `now`; None for the day on
    which the page was read, by what the log knows. again: ask the archives whatever the log knows.

    Raises
    ------
    InputError
        for what is neither, or no date.
    LogUnavailable, LogBroken
        as their names say.
    """
    asked = _asked_for(at)
    with recording(settings, command="archive") as log:
        url = page_of(given, log)
        wanted = asked or _wanted(url, log, settings)
        search, before = asyncio.run(_find(url, wanted, log, settings, again=again))
        kept = before
        if kept is None and log is not None and search.copy is not None:
            kept = log.mementos_of(url, limit=1)[0].id
        return Archived(url=url, wanted=wanted, search=search, id=kept, before=before is not None)


async def _find(
    url: str, wanted: Wanted, log: Log | None, settings: Settings, *, again: bool
) -> tuple[Search, str | None]:
    async with Fetcher(settings, clock=now) as fetcher:
        copies = Copies(settings, fetcher, log)
        return await copies.find(url, wanted=wanted, known=_known(url, log), again=again)


def _known(url: str, log: Log | None) -> Known:
    return Memory(log, {url: ()})(Target(url=url)).known


def _wanted(url: str, log: Log | None, settings: Settings) -> Wanted:
    """The address of a copy says itself from when it is."""
    wrapped = unwrap(url)
    if wrapped and wrapped.taken is not None:
        return Wanted(when=wrapped.taken, because="the address that was given is of a copy from then")
    page = page_in(url, settings)
    wanted = wanted_for(url, log)
    return wanted if wanted.when or page == url else wanted_for(page, log)


def _asked_for(at: str | None) -> Wanted | None:
    if at is None:
        return None
    if at.strip().lower() == "now":
        return Wanted(when=None, because="the newest was asked for")
    when: PartialDate | datetime | None = read_timestamp(at.strip())
    if when is None:
        try:
            when = PartialDate.parse(at)
        except ValueError:
            when = iso_moment(at.strip())
    if when is None or (isinstance(when, PartialDate) and when.year is None):
        raise InputError(
            f"--at {at!r}", "is no date", "Write 2024-07-04, 2024-07, 2024, 2024-07-04T12:00:00Z, 20240704120000 or now"
        )
    return Wanted(when=when, because="that was asked for")


def page_of(given: str, log: Log | None) -> str:
    """The URL that is meant."""
    source = log.source(given) if log is not None else None
    if source is not None and source.record["url"]:
        return str(source.record["url"])
    found = log.find(given) if log is not None else None
    if not is_url(given):
        if found is not None and found.key is not None:
            return found.key
        problem = "is not in the log, or has no link there" if read_id(given) else "is neither an id nor a link"
        raise InputError(given, problem, "Give a link, or an id that `provenance list` shows")
    return given


# -- asking for a capture -----------------------------------------------------------------------------------------


def save_copy(given: str, *, settings: Settings, tell: Callable[[str], None]) -> Archived:
    """Ask the Wayback Machine to take a copy of a page now, wait for it, and read it back.

    tell: gets what is sent, and to whom, before it is sent.

    Raises
    ------
    InputError
        for what is neither an id nor a link, and for what must not be told to an archive.
    LogUnavailable, LogBroken
        as their names say.
    """
    archive = saver(settings)
    with recording(settings, command="archive") as log:
        page = page_in(url := page_of(given, log), settings)
        if reason := why_not_told(page, archive):
            raise InputError(page, f"was not sent: {reason}", "Nothing was asked of any archive")
        with_key = ", with your key" if wayback_key() else ", without a key, which it may refuse"
        tell(f"to {archive.name} ({archive.base}/save) goes the address {page}{with_key}; it will visit the page")
        saved, copy = asyncio.run(_save(url, page, archive, _known(url, log), settings))
        wanted = Wanted(when=None, because="a capture of today was asked for")
        kept = None
        if copy is not None and log is not None:
            (sequence,) = log.append([event := memento_event(copy, at=now())])
            kept = id_of(event.kind, sequence)
        return Archived(url=url, wanted=wanted, search=Search(copy=copy), id=kept, saved=saved)


def saver(settings: Settings) -> Archive:
    """The archive that is asked for captures.

    Raises
    ------
    InputError
        where the settings leave it out.
    """
    found = next((one for one in archives(settings.archives) if one.id == "wayback"), None)
    if found is None:
        raise InputError(
            "--save",
            "none of the archives in the settings takes captures",
            "Add wayback to `archives`, or leave the setting out",
        )
    return found


async def _save(url: str, page: str, archive: Archive, known: Known, settings: Settings) -> tuple[Saved, Copy | None]:
    async with Fetcher(settings, clock=now) as fetcher:
        return await save_page(url, page, archive, known=known, settings=settings, fetcher=fetcher)


async def save_page(
    url: str, page: str, archive: Archive, *, known: Known, settings: Settings, fetcher: Fetcher
) -> tuple[Saved, Copy | None]:
    """What the archive answered that was asked for a capture, and the copy that was taken, if one was.

    url: as it was given. page: what the archive is told.
    """
    step = min(3.0, settings.archive_pause)
    key = wayback_key()
    saved = await save(page, base=archive.base, key=key, ask=fetcher.ask, seconds=_LONGEST, step=step)
    if saved.moment is None or saved.uri_m is None:
        return saved, None
    outcome = await fetcher.ask(raw_form(saved.uri_m), seconds=settings.deadline)
    seen = look_at(outcome, url=page, expected=saved.moment, known=known, bases=(archive.base,))
    memento = Memento(uri_r=page, uri_m=saved.uri_m, memento_datetime=saved.moment, archive=archive.name)
    # Right after a capture the archive may still show an older one: that it was taken is known, and no more.
    verified = seen.because is None and seen.moment == saved.moment
    copy = Copy(url=url, memento=memento, title=seen.title if verified else None, requested=True, verified=verified)
    because = "" if verified else f"the copy could not be read back yet: {seen.because or 'an older one is shown'}"
    return Saved(moment=saved.moment, uri_m=saved.uri_m, job=saved.job, because=because), copy


# -- as JSON ------------------------------------------------------------------------------------------------------


def archived_record(found: Archived) -> Record:
    """The object that `archive --json` prints."""
    search, saved = found.search, found.saved
    told = copy_record(search.copy) if search.copy else None
    names = ("uri_r", "uri_m", "memento_datetime", "archive")
    record: dict[str, Any] = {
        "url": found.url,
        "wanted": found.wanted.text,
        "wanted_because": found.wanted.because,
        "id": found.id,
        "memento": {name: told[name] for name in names} if told else None,
        "title": told["title"] if told else None,
        "digest": told["digest"] if told else None,
        "verified": told["verified"] if told else None,
        "found_before": found.before,
        "listed": dict(search.listed),
        "refused": [
            {
                "uri_m": one.uri_m,
                "memento_datetime": instant(one.moment),
                "archive": one.archive,
                "because": one.because,
            }
            for one in search.refused
        ],
        "trouble": list(search.trouble),
    }
    if saved is not None:
        record["save"] = {"job": saved.job, "because": saved.because or None, "permanent": saved.permanent}
    return record
