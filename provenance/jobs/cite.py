"""The job `cite`: citations of URLs, files, lists and sources in the log; each one is an entry of the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from provenance.core.frozen import frozen
from provenance.core.logbook import Event, citation_event
from provenance.core.model import Check, Citation, Origin, Problem
from provenance.edge.log import Log
from provenance.errors import NetworkDown
from provenance.jobs.clock import now
from provenance.jobs.given import Deliver, Seen, gather
from provenance.jobs.recording import recording
from provenance.jobs.render import Manner, Rendition, document, known_style, rendition
from provenance.settings import Settings


@frozen
class Cited:
    """citations: in the order given, those of a bibliography in its own. document: all of them together, as a file has
    it; whole: whether it is more than its lines. together: whether they are one bibliography. unread: checks of links
    that led to no page, which are recorded and not cited, and pieces of lists that cannot be cited. notes: what became
    of a source that was given and has no citation of its own, and how lists were read. down: the fault of the own
    network, where links could not be looked at; they are among the unread.
    """

    citations: tuple[Citation, ...]
    document: bytes
    whole: bool = False
    together: bool = False
    unread: tuple[Check | Problem, ...] = ()
    notes: tuple[str, ...] = ()
    down: NetworkDown | None = None


def manner_of(settings: Settings, *, style: str | None = None, **how: Any) -> Manner:
    """How to cite by the settings, under what a call asks for (fields of `Manner`).

    Raises
    ------
    StyleError, InputError
        see `Manner`.
    """
    told = {name: value for name, value in how.items() if value is not None}
    return Manner(
        style=style or settings.style,
        locale=settings.locale,
        infer=settings.infer,
        **({"key": settings.key} | told),
    )


def cite_given(
    given: Sequence[str],
    *,
    settings: Settings,
    manner: Manner | None = None,
    as_list: bool = False,
    used_in: str | None = None,
    deliver: Deliver | None = None,
) -> Cited:
    """Cite, and record each citation in the log. One source stands alone; several, or a list, are one bibliography.

    given: ids and URLs that the log knows; files; lists of sources; URLs that are looked at and recorded first.
    as_list: files are lists, whatever they look like. used_in: what the citations are for, a file; kept in the log.
    deliver: gets the checks of links as they are finished.

    Raises
    ------
    InputError
        for what is neither in the log nor a link nor a file that can be read.
    NetworkDown
        where nothing of it can be cited without the network.
    StyleError, EngineError, LogUnavailable, LogBroken
        as their names say.
    """
    manner = known_style(manner or manner_of(settings))  # before anything is asked for or written
    with recording(settings, command="cite") as log:
        gathered = gather(given, log=log, settings=settings, as_list=as_list, deliver=deliver)
        seen = [one for one in gathered.found if isinstance(one, Seen)]
        together = gathered.lists or len(given) > 1
        made = rendition(
            [one.source for one in seen],
            manner,
            accessed=[one.accessed for one in seen],
            together=together,
            texts=_texts(seen, log) if manner.title_case else (),
            copies=[dict(one.copy) for one in seen],
        )
        sources = [seen[position] for position in made.positions]
        citations = tuple(
            replace(citation, warnings=(*citation.warnings, *one.warnings))
            for citation, one in zip(made.citations, sources, strict=True)
        )
        if log is not None:
            log.append(_events(citations, sources, manner, used_in=used_in, together=together))
    unprinted = (
        Problem(origin=Origin(file=seen[one].given), message=f"style {manner.style} prints nothing of it")
        for one in made.unprinted
    )
    return Cited(
        citations=citations,
        document=document(citations, manner) if citations else b"",
        whole=manner.exchanges or manner.format not in {"text", "html"},
        together=together,
        unread=(*(one for one in gathered.found if not isinstance(one, Seen)), *unprinted),
        notes=(*gathered.notes, *_repeated(seen, made), *_alike(seen, made)),
        down=gathered.down,
    )


def _repeated(seen: Sequence[Seen], made: Rendition) -> Iterator[str]:
    """What was given again, with its address where that is another spelling."""
    for one, first in made.repeated.items():
        url, other = seen[one].url, seen[first].url
        spelled = f", spelled {url}" if url and other and url != other else ""
        yield f"{seen[one].given}: the same source as {seen[first].given}{spelled}"


def _alike(seen: Sequence[Seen], made: Rendition) -> Iterator[str]:
    """What has the address of another source and a title of its own: a chapter of its book, or the same article twice."""
    positions = sorted({*made.positions, *made.unprinted})
    if len(positions) < 2:
        return
    from provenance.core.same import source_key  # takes tables of hosts

    groups: defaultdict[str, list[Seen]] = defaultdict(list)
    for position in positions:
        if url := seen[position].url:
            groups[source_key(url)].append(seen[position])
    for first, *others in groups.values():
        if others:
            names = ", ".join(one.given for one in others)
            yield f"{names}: the address of {first.given} under another title; look whether it is the same source"


def _events(
    citations: Sequence[Citation], sources: Sequence[Seen], manner: Manner, *, used_in: str | None, together: bool
) -> list[Event]:
    """What the log keeps of each citation; its place where it stands in a bibliography."""
    return [
        citation_event(
            citation,
            at=now(),
            url=one.url,
            source=one.id,
            used_in=used_in,
            infer=manner.infer,
            title_case=manner.title_case,
            place=(position, len(citations)) if together else None,
        )
        for position, (citation, one) in enumerate(zip(citations, sources, strict=True))
    ]


def _texts(seen: Sequence[Seen], log: Log | None) -> list[str]:
    """The texts of the articles: as they were read just now, or as the log holds them."""
    return [one.text or (log.main_text(one.id or one.url or "") if log is not None else "") for one in seen]
