"""The job `cite`: a citation of a URL, a file or a source in the log; each one is an entry of the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from provenance.core.logbook import citation_event, read_id
from provenance.core.model import Citation, Source
from provenance.core.records import source_from
from provenance.edge.files import is_file
from provenance.edge.log import Log
from provenance.errors import InputError
from provenance.jobs.add import record
from provenance.jobs.clock import now
from provenance.jobs.read import is_url
from provenance.jobs.recording import recording
from provenance.jobs.render import Format, cite_sources, known_style
from provenance.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cited:
    """A source to cite, the day on which we saw it, and its id in the log."""

    source: Source
    accessed: dt.date | None
    id: str | None


def cite_given(
    given: Sequence[str],
    *,
    settings: Settings,
    style: str | None = None,
    format: Format = "text",
) -> tuple[Citation, ...]:
    """Citations in the order given, recorded in the log.

    given: ids and URLs that the log knows, files, or URLs that are looked at and recorded first.

    Raises
    ------
    InputError
        for what is neither in the log nor a file nor a page that can be read.
    StyleError, EngineError, NetworkDown, LogUnavailable, LogBroken
        as their names say.
    """
    style = known_style(style or settings.style)  # before anything is asked for or written
    with recording(settings, command="cite") as log:
        cited = [_find(one, log=log, settings=settings) for one in given]
        citations = cite_sources(
            [one.source for one in cited],
            style=style,
            locale=settings.locale,
            accessed=[one.accessed for one in cited],
            infer=settings.infer,
            format=format,
        )
        if log is not None:
            log.append(
                [
                    citation_event(citation, at=now(), url=one.source.url, source=one.id)
                    for citation, one in zip(citations, cited, strict=True)
                ]
            )
    return citations


def _find(given: str, *, log: Log | None, settings: Settings) -> _Cited:
    cited = _known(given, log=log) or _recorded(given, log=log, settings=settings)
    if cited.source.title.value is None and cited.source.url is None:
        raise InputError(
            given,
            "says neither a title nor where it came from",
            "Give its address with `provenance add FILE --url URL`",
        )
    return cited


def _known(given: str, *, log: Log | None) -> _Cited | None:
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
    latest = log.latest_of(given)
    accessed = latest.checked_at.date() if latest else None
    return _Cited(source=source_from(known.record), accessed=accessed, id=known.id)


def _recorded(given: str, *, log: Log | None, settings: Settings) -> _Cited:
    """By recording it now."""
    added = record(given, log=log, settings=settings)
    if added.source is None:
        seen = "; ".join(added.check.verdict.because) if added.check else "nothing was read"
        raise InputError(
            given,
            f"there is no page to cite ({seen})",
            "Save the page from your browser and cite the file: provenance cite FILE",
        )
    accessed = now().date() if is_url(given) else None
    return _Cited(source=added.source, accessed=accessed, id=added.id)
