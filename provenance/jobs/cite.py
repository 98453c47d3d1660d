"""The job `cite`: a citation of a URL, a file or a source in the log; each one is an entry of the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from provenance.core.logbook import citation_event, read_id
from provenance.core.model import Check, Citation, Source, State
from provenance.core.records import source_from
from provenance.edge.files import is_file
from provenance.edge.log import Log
from provenance.errors import InputError
from provenance.jobs.add import record
from provenance.jobs.clock import now
from provenance.jobs.read import is_url
from provenance.jobs.recording import recording
from provenance.jobs.render import Manner, document, known_style, rendition
from provenance.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """citations: in the order given, those of a bibliography in its own. document: all of them together, as a file has
    it; whole: whether it is more than its lines. together: whether they are one bibliography. unread: checks of links that led to no page; they are recorded,
    and not cited. notes: what became of a source that was given and has no citation of its own.
    """

    citations: tuple[Citation, ...]
    document: bytes
    whole: bool = False
    together: bool = False
    unread: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A source to cite, what it was given as, the day on which we saw it, its id in the log, and what became of it
    since.
    """

    source: Source
    given: str
    accessed: dt.date | None
    id: str | None
    warnings: tuple[str, ...] = ()


def manner_of(settings: Settings, *, style: str | None = None, **how: Any) -> Manner:
    """How to cite by the settings, under what a call asks for (fields of `Manner`).

    Raises
    ------
    StyleError, InputError
        see `Manner`.
    """
    told = {name: value for name, value in how.items() if value is not None}
    return Manner(style=style or settings.style, locale=settings.locale, infer=settings.infer, **told)


def cite_given(given: Sequence[str], *, settings: Settings, manner: Manner | None = None) -> Cited:
    """Cite, and record each citation in the log. One source stands alone; several are one bibliography.

    given: ids and URLs that the log knows, files, or URLs that are looked at and recorded first.

    Raises
    ------
    InputError
        for what is neither in the log nor a link nor a file that can be read.
    StyleError, EngineError, NetworkDown, LogUnavailable, LogBroken
        as their names say.
    """
    manner = known_style(manner or manner_of(settings))  # before anything is asked for or written
    with recording(settings, command="cite") as log:
        found = [_known(one, log=log) or _recorded(one, log=log, settings=settings) for one in given]
        seen = [one for one in found if isinstance(one, _Seen)]
        together = len(given) > 1
        made = rendition(
            [one.source for one in seen], manner, accessed=[one.accessed for one in seen], together=together
        )
        sources = [seen[position] for position in made.positions]
        citations = tuple(
            replace(citation, warnings=(*citation.warnings, *one.warnings))
            for citation, one in zip(made.citations, sources, strict=True)
        )
        if log is not None:
            log.append(
                [
                    citation_event(citation, at=now(), url=one.source.url, source=one.id)
                    for citation, one in zip(citations, sources, strict=True)
                ]
            )
    return Cited(
        citations=citations,
        document=document(citations, manner) if citations else b"",
        whole=manner.exchanges or manner.format not in {"text", "html"},
        together=together,
        unread=tuple(one for one in found if isinstance(one, Check)),
        notes=tuple(
            f"{seen[one].given}: the same source as {seen[first].given}" for one, first in made.repeated.items()
        ),
    )


def _known(given: str, *, log: Log | None) -> _Seen | None:
    """From the log, without asking anybody.

    Raises
    ------
    InputError
        for an id that the log does not know.
    """
    known = log.source(given) if log is not None else None
    if log is None or known is None:
        if read_id(given) and not is_url(given) and not is_file(given):
            raise InputError(given, "is not in the log", "See `provenance list`, or record it with `provenance add`")
        return None
    # A page that is dead by now was still read on the day on which it answered.
    alive = (one.recorded_at.date() for one in log.checks_of(given) if one.record["state"] == State.ALIVE)
    latest = log.latest_of(given)
    warnings: tuple[str, ...] = ()
    if latest is not None and latest.state == State.DEAD:
        warnings = (f"the link was found dead ({latest.kind}) on {latest.checked_at:%Y-%m-%d}",)
    return _Seen(
        source=source_from(known.record), given=given, accessed=next(alive, None), id=known.id, warnings=warnings
    )


def _recorded(given: str, *, log: Log | None, settings: Settings) -> _Seen | Check:
    """By recording it now; the check alone where the link led to no page.

    Raises
    ------
    InputError
        for a file that says nothing that could be cited.
    """
    added = record(given, log=log, settings=settings)
    if added.source is None and added.check is not None:
        return added.check
    source = added.source
    if source is None or (source.title.value is None and source.url is None):
        raise InputError(
            given,
            "says neither a title nor where it came from",
            "Give its address with `provenance add FILE --url URL`",
        )
    return _Seen(source=source, given=given, accessed=now().date() if is_url(given) else None, id=added.id)
