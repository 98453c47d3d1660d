"""The job `add`: record what a page or a saved file says of itself, and what it said word for word."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from provenance.core.decode import binary_kind
from provenance.core.extract.maintext import main_text
from provenance.core.frozen import frozen
from provenance.core.logbook import Event, Kind, capture_event, check_event, id_of, read_id, source_event
from provenance.core.model import Capture, Check, Exchange, Origin, Source, State, Verdict
from provenance.core.overrule import Statement, overrule, stated_by_user
from provenance.core.records import source_from
from provenance.core.redaction import redact_text
from provenance.edge.fetch import Fetcher
from provenance.edge.files import is_file
from provenance.edge.log import Log
from provenance.errors import InputError, NetworkDown
from provenance.jobs.clock import now
from provenance.jobs.known import Memory
from provenance.jobs.looking import Target, look
from provenance.jobs.many import Breaker, look_at_all
from provenance.jobs.read import media_type_of, page_bytes, read_content
from provenance.jobs.recording import recording
from provenance.jobs.words import is_url
from provenance.settings import Settings

# Unknown as links, and yet the page itself: its head can be read where its text cannot.
_PARTS_OF_IT = frozenset({"js_only", "truncated", "oversize"})


@frozen
class Added:
    """What was recorded. id: of the source in the log, None for `--no-log` and where there was no page to read.

    source, capture: None where the link led to nothing that could be read; check: None for a file. Of a source that was
    in the log already there is neither a new capture nor a check.
    """

    given: str
    id: str | None = None
    source: Source | None = None
    capture: Capture | None = None
    check: Check | None = None


def add(given: str, *, settings: Settings, url: str | None = None, statements: Sequence[Statement] = ()) -> Added:
    """Record a URL or a file; or, of a source that is in the log already, what a person states of it.

    given: a URL is looked at now, whatever the log knows; an id of the log (`s12`) is not looked at again. url: where a
    file came from, if the file does not say. statements: what a person says of it (`core.overrule`).

    Raises
    ------
    InputError
        for a file that cannot be read, and for an id that the log does not know or that has a newer version.
    NetworkDown
        where the own network is down; nothing is recorded then.
    LogUnavailable, LogBroken
        where the log cannot be written.
    """
    with recording(settings, command="add") as log:
        if read_id(given) and not is_url(given) and not is_file(given):
            return _restated(given, log=log, statements=statements)
        return record(given, log=log, settings=settings, url=url, statements=statements)


def record(
    given: str, *, log: Log | None, settings: Settings, url: str | None = None, statements: Sequence[Statement] = ()
) -> Added:
    """As `add` of a URL or a file, into a log that is open already."""
    if is_url(given):
        check = asyncio.run(_look(Memory(log, {given: ()})(Target(url=given, page=True)), settings))
        return _record_page(check, log=log, settings=settings, statements=statements)
    return record_content(page_bytes(given), given, log=log, settings=settings, url=url, statements=statements)


def record_content(
    content: bytes,
    given: str,
    *,
    log: Log | None,
    settings: Settings,
    url: str | None = None,
    statements: Sequence[Statement] = (),
) -> Added:
    """As `record` of a file whose bytes are here already. given: its name."""
    media_type = media_type_of(given)
    source = read_content(content, url=url, media_type=media_type, settings=settings)
    source = _with_statements(source, statements, log=log)
    capture = _capture(content, source, media_type, at=now())
    return _recorded(Added(given=given, source=source, capture=capture), log=log)


def record_pages(
    links: Mapping[str, Sequence[Origin]],
    *,
    log: Log | None,
    settings: Settings,
    labels: Mapping[str, Sequence[str]],
    deliver: Callable[[Sequence[Check]], None],
) -> tuple[dict[str, Added], NetworkDown | None]:
    """Record many links, which are looked at together, each as soon as it is known; by link, what became of it. Where
    the own network is down, that fault, and the links that were finished before.

    links: with the places where each stands in a list. labels: what the lists call each link. deliver: gets the finished
    checks in batches. Ctrl-C keeps what is recorded.
    """
    added: dict[str, Added] = {}
    memory = Memory(log, {url: labels.get(url, ()) for url in links})

    def take(checks: Sequence[Check]) -> None:
        for check in checks:
            added[check.url] = _record_page(check, log=log, settings=settings, statements=())
        deliver(checks)

    async def look_at_them() -> None:
        async with Fetcher(settings, clock=now) as fetcher:
            await look_at_all(
                [Target(url=url, origins=tuple(origins), page=True) for url, origins in links.items()],
                fetcher,
                concurrency=fetcher.at_once,
                per_host=fetcher.places_at,
                recall=memory,
                deliver=take,
            )

    try:
        asyncio.run(look_at_them())
    except NetworkDown as down:
        return added, down
    return added, None


def _record_page(check: Check, *, log: Log | None, settings: Settings, statements: Sequence[Statement]) -> Added:
    url, outcome = check.url, check.outcome
    if not isinstance(outcome, Exchange) or not _shows_the_page(check.verdict):
        return _recorded(Added(given=url, check=check), log=log)
    media_type = outcome.field("content-type")
    source = read_content(
        outcome.content, url=outcome.target, media_type=media_type, settings=settings, fields=outcome.fields
    )
    if outcome.target != url:
        # Kept under the link that was given; where it led is the page's own address unless the page says otherwise.
        source = replace(source, url=url, canonical_url=source.canonical_url or outcome.target)
    source = _with_statements(source, statements, log=log)
    capture = _capture(outcome.content, source, media_type, at=outcome.retrieved_at)
    return _recorded(Added(given=url, source=source, capture=capture, check=check), log=log)


def _with_statements(source: Source, statements: Sequence[Statement], *, log: Log | None) -> Source:
    """With what a person states now, and with what was stated of an earlier version and not since."""
    place = source.url or source.canonical_url
    known = log.source(place) if log is not None and place is not None else None
    stated = {one.name for one in statements}
    earlier = stated_by_user(source_from(known.record)) if known is not None else ()
    return overrule(source, [*(one for one in earlier if one.name not in stated), *statements])


def _restated(given: str, *, log: Log | None, statements: Sequence[Statement]) -> Added:
    """A new version of a source in the log: what a person states, and all the evidence of the version before.

    Raises
    ------
    InputError
        for an id that the log does not know, or of an older version; and where nothing is stated.
    """
    known = log.source(given) if log is not None else None
    if log is None or known is None:
        raise InputError(given, "is not in the log", "See `provenance list`, or give a URL or a file")
    if not statements:
        raise InputError(
            given, "is in the log already", "State something of it with --set, or give its URL to look at it again"
        )
    if (newer := log.newer_than(known.id)) is not None:
        raise InputError(given, f"was recorded again as {newer}", f"Give {newer}, which holds what is known now")
    source = overrule(source_from(known.record), statements)
    (sequence,) = log.append([source_event(source, at=now(), revises=known.id)])
    return Added(given=given, id=id_of(Kind.SOURCE, sequence), source=source)


def _shows_the_page(verdict: Verdict) -> bool:
    """Whether what answered is the page, so that what it says of itself may be recorded under the link."""
    return verdict.state is State.ALIVE or verdict.kind in _PARTS_OF_IT


async def _look(target: Target, settings: Settings) -> Check:
    async with Fetcher(settings, clock=now) as fetcher:
        check = await look(target, fetcher)
    breaker = Breaker()
    breaker.pass_on([check])
    breaker.settle()
    return check


def _capture(content: bytes, source: Source, media_type: str | None, *, at: datetime) -> Capture:
    kind = binary_kind(content)
    text, method = main_text(content, media_type)
    if kind and not text:
        method = f"none: {kind}"
    text = redact_text(text)  # before its digest is taken, so that the two agree in the log
    return Capture(
        url=source.url,
        digest="sha256:" + hashlib.sha256(content).hexdigest(),
        length=len(content),
        media_type=media_type,
        text=text,
        text_digest="sha256:" + hashlib.sha256(text.encode()).hexdigest(),
        text_method=method,
        captured_at=at,
    )


def _recorded(added: Added, *, log: Log | None) -> Added:
    """Write what there is in one transaction; the source first, so that its capture can name it."""
    if log is None:
        return added
    events: list[Event] = []
    if added.source is not None and added.capture is not None:
        events = [source_event(added.source, at=added.capture.captured_at), capture_event(added.capture, about=0)]
    if added.check is not None:
        events.append(check_event(added.check))
    sequences = log.append(events)
    name = id_of(Kind.SOURCE, sequences[0]) if added.source is not None else None
    return Added(given=added.given, id=name, source=added.source, capture=added.capture, check=added.check)
