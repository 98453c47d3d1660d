"""All evidence of one text to its Source: readings, the outlet among them, and the year where it must be inferred."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from provenance.core import outlets
from provenance.core.dates import PartialDate
from provenance.core.extract import choose, field_readings, sites, urlpath
from provenance.core.extract.canonical import canonical
from provenance.core.extract.csl_type import csl_type, genre
from provenance.core.extract.dateline import Parsed
from provenance.core.extract.issued import by_change, by_distance, by_file, by_place, issued, modified
from provenance.core.extract.language import primary
from provenance.core.extract.year import infer_year, weekday_in
from provenance.core.frozen import frozen
from provenance.core.model import ClaimReview, Dateline, Evidence, Outlet, Reading, Source, Status
from provenance.core.urls import registrable_domain, url_or_none


@frozen
class Findings:
    """What was seen in one text.

    url: of the page itself, also where a web archive replays it. paragraphs: line and text of the opening, the dateline's
    own first. claims: the reviews of claims that it holds.
    """

    url: str | None
    evidence: tuple[Evidence, ...]
    dateline: Parsed | None
    paragraphs: tuple[tuple[int | None, str], ...]
    default_type: str
    claims: tuple[ClaimReview, ...] = ()


def make_source(
    findings: Findings,
    *,
    url: str | None,
    media_type: str | None,
    read_on: dt.date | None,
    infer: bool,
    captured_at: dt.datetime | None = None,
) -> Source:
    """Choose every reading, and keep all the evidence. url: where the text was read."""
    address = canonical(findings.url, findings.evidence)
    # A page saved without its address still says where it belongs.
    findings = replace(findings, url=findings.url or address)
    evidence = tuple(dict.fromkeys((*findings.evidence, *(urlpath.read(findings.url) if findings.url else ()))))
    language = choose.language(evidence)
    evidence = (*evidence, *sites.of_outlet(findings.url, language.value or ""))
    container = choose.container_title(evidence)
    if container.value is None and findings.url:
        container = _host_name(findings.url)
    outlet = _outlet(findings.url, findings.dateline, container)
    day = _day(findings, evidence, language.value, read_on, captured_at, infer=infer)
    kind, evidence = _type(findings, evidence, outlet.value)
    title = choose.title(evidence)
    credit = _credit(findings, evidence, outlet.value)
    return Source(
        url=url,
        canonical_url=address,
        type=kind,
        media_type=media_type,
        title=title,
        author=choose.author(evidence),
        issued=day,
        modified=modified(evidence),
        container_title=container,
        publisher=choose.first("publisher", evidence),
        language=language,
        section=choose.text("section", evidence),
        dateline=_dateline(findings.dateline, evidence),
        outlet=outlet,
        credit=credit,
        caption=choose.first("caption", evidence),
        image=_image(evidence),
        **field_readings.read(evidence, title=title.value, issued=day.value, claims=findings.claims),
        evidence=_all_evidence((container, outlet, credit), evidence),
    )


def _all_evidence(readings: Iterable[Reading[Any]], seen: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """What was seen, and what the readings were concluded from beside it, each piece once."""
    concluded = (piece for reading in readings for piece in (*reading.supported_by, *reading.disputed_by))
    return tuple(dict.fromkeys((*seen, *concluded)))


# -- where it stands ----------------------------------------------------------------------------------------------


def _host_name(url: str) -> Reading[str]:
    """A site that does not name itself goes by its host."""
    address = url_or_none(url)
    if address is None:
        return Reading()
    host = address.host.removeprefix("www.")
    piece = Evidence(variable="container_title", value=host, method="url:host", selector="url", quote=address.host)
    return Reading(value=host, status=Status.DERIVED, supported_by=(piece,))


# -- who publishes ------------------------------------------------------------------------------------------------


def _outlet(url: str | None, parsed: Parsed | None, container: Reading[str]) -> Reading[Outlet]:
    """The outlet of the domain; else the one of that exact name; else whoever the page says it is."""
    address = url_or_none(url)
    known = outlets.by_url(url) if url else None
    named = outlets.by_name(container.value) if container.value else None
    if known is None and named is not None and url is None:
        known = named
    if known is None:
        if container.value is None:
            return Reading()
        domain = registrable_domain(address.host) if address else None
        own = Outlet(name=container.value, domain=domain)
        support = tuple(replace(piece, variable="outlet") for piece in container.supported_by)
        return Reading(value=own, status=container.status, supported_by=support)
    names = [piece for piece in container.supported_by if piece.method not in ("url:host", "outlets:domain")]
    return Reading(
        value=known,
        status=Status.STATED,
        supported_by=(
            *_domain_evidence(url, known),
            *(replace(piece, variable="outlet") for piece in names if outlets.speaks_for(piece.value, known)),
            *_code_evidence(parsed, known),
        ),
        disputed_by=tuple(replace(piece, variable="outlet") for piece in names if _names_another(piece.value, known)),
    )


def _names_another(name: str, known: Outlet) -> bool:
    """A page may call its outlet by many names; only that of another known outlet speaks against it."""
    other = outlets.by_name(name)
    return other is not None and other.id != known.id


def _domain_evidence(url: str | None, known: Outlet) -> tuple[Evidence, ...]:
    address = url_or_none(url)
    if url is None or address is None or outlets.by_url(url) is None:
        return ()
    return (Evidence(variable="outlet", value=known.name, method="url:domain", selector="url", quote=address.host),)


def _code_evidence(parsed: Parsed | None, known: Outlet) -> tuple[Evidence, ...]:
    agency = parsed.dateline.agency if parsed else None
    if agency is None or not outlets.speaks_for(agency, known):
        return ()
    return (Evidence(variable="outlet", value=known.name, method="text:dateline", quote=agency),)


def _credit(findings: Findings, evidence: tuple[Evidence, ...], outlet: Outlet | None) -> Reading[str]:
    """The agency that the text is credited to; an outlet's own code in its own dateline credits nobody else."""
    named = [
        piece
        for piece in evidence
        if piece.variable == "credit" and not (outlet and outlets.speaks_for(piece.value, outlet))
    ]
    line = findings.dateline
    agency = line.dateline.agency if line else None
    if agency and line and not (outlet and outlets.speaks_for(agency, outlet)):
        # Before the lines that are read as credits: those may belong to a teaser beside the story.
        place = next((n for n, piece in enumerate(named) if piece.method.endswith(":credit")), len(named))
        named.insert(place, Evidence(variable="credit", value=agency, method="text:dateline", quote=line.quote))
    return choose.first("credit", named)


def _type(
    findings: Findings, evidence: tuple[Evidence, ...], outlet: Outlet | None
) -> tuple[str, tuple[Evidence, ...]]:
    """The CSL type, and the evidence with the reasons for it and for the genre."""
    kind, reasons = csl_type(
        evidence,
        url=findings.url,
        outlet=outlet,
        dateline=findings.dateline.quote if findings.dateline else None,
        default=findings.default_type,
    )
    return kind, (*reasons, *evidence, *genre(evidence, findings.url))


# -- when and whence ----------------------------------------------------------------------------------------------


def _dateline(parsed: Parsed | None, evidence: tuple[Evidence, ...]) -> Reading[Dateline]:
    if parsed is None:
        return Reading()
    support = tuple(piece for piece in evidence if piece.variable == "dateline" and piece.quote == parsed.quote)
    return Reading(value=parsed.dateline, status=Status.STATED, supported_by=support)


def _day(
    findings: Findings,
    evidence: tuple[Evidence, ...],
    language: str | None,
    read_on: dt.date | None,
    captured_at: dt.datetime | None,
    *,
    infer: bool,
) -> Reading[PartialDate]:
    """The day that the page states; else that of the dateline; else what a distance in time comes to."""
    day = issued(evidence)
    if day.value is None and findings.dateline is not None and findings.dateline.dateline.date is not None:
        day = _day_of_dateline(findings, evidence, language, read_on if infer else None, infer=infer)
    if not infer:
        return day
    if captured_at is not None:
        day = by_distance(day, evidence, captured_at)
    return by_file(by_place(by_change(day, evidence), evidence), evidence)


def _day_of_dateline(
    findings: Findings,
    evidence: tuple[Evidence, ...],
    language: str | None,
    read_on: dt.date | None,
    *,
    infer: bool,
) -> Reading[PartialDate]:
    """The dateline's day, its year inferred where that is wanted and something decides."""
    parsed = findings.dateline
    stated = parsed.dateline.date if parsed else None
    if parsed is None or stated is None:
        return Reading()
    support = tuple(piece for piece in evidence if piece.variable == "dateline" and piece.quote == parsed.quote)
    reading = Reading(value=stated, status=Status.STATED, supported_by=support)
    if not infer or stated.year is not None:
        return reading
    inference = infer_year(
        stated,
        weekday=weekday_in(findings.paragraphs, primary(language) if language else None),
        read_on=read_on,
        url=findings.url,
        anchors=outlets.anchors_for(findings.url) if findings.url else (),
    )
    if inference.date is None:
        return reading
    return replace(reading, value=inference.date, stated=stated, status=Status.INFERRED, basis=inference.basis)


def _image(evidence: tuple[Evidence, ...]) -> Reading[str]:
    """The picture's address; LOST where the copy shows that there was one."""
    reading = choose.first("image", evidence)
    lost = tuple(piece for piece in evidence if piece.method == "text:image-lost")
    return Reading(status=Status.LOST, supported_by=lost) if reading.value is None and lost else reading
