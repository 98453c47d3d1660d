"""The nouns as JSON: what `--json` prints and what the log keeps. One shape, written here and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from provenance.core.dates import PartialDate
from provenance.core.fields import FIELDS, Kind
from provenance.core.model import (
    Capture,
    Check,
    Citation,
    ClaimReview,
    Comparison,
    Copy,
    Dateline,
    Evidence,
    Exchange,
    Failure,
    Memento,
    Name,
    Origin,
    Outlet,
    Reading,
    Source,
    Status,
)

T = TypeVar("T")
Record = dict[str, Any]


def canonical_json(record: Mapping[str, Any]) -> str:
    """JSON in one spelling: members sorted, no white space, no escapes that UTF-8 does not need (after RFC 8785)."""
    return _CANONICAL(record)


# `json.dumps` would make an encoder for each call, and a log takes thousands of records a second.
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


def instant(moment: datetime) -> str:
    """RFC 3339 in UTC, to the second: `2026-11-22T14:50:39Z`."""
    return f"{moment.isoformat(timespec='seconds')[:19]}Z"


# -- readings and sources -----------------------------------------------------------------------------------------


def evidence_record(evidence: Evidence) -> Record:
    return {
        "variable": evidence.variable,
        "method": evidence.method,
        "selector": evidence.selector,
        "quote": evidence.quote,
        "value": evidence.value,
    }


def _reading_record(reading: Reading[T], write: Callable[[T], Any]) -> Record:
    record: Record = {
        "value": None if reading.value is None else write(reading.value),
        "status": reading.status.value,
        "confidence": reading.confidence,
        "supported_by": [evidence_record(e) for e in reading.supported_by],
        "disputed_by": [evidence_record(e) for e in reading.disputed_by],
    }
    if reading.stated is not None:
        record["stated"] = write(reading.stated)
    if reading.basis:
        record["basis"] = list(reading.basis)
    return record


def _date_record(reading: Reading[PartialDate]) -> Record:
    """`value` can be compared and sorted as it is; `edtf` beside it marks an inferred year (`?2024-07-04`)."""
    record = _reading_record(reading, lambda date: date.day_only)
    return record | {"edtf": reading.value.edtf if reading.value else None}


def name_record(name: Name) -> Record:
    """A CSL name object."""
    if name.literal is not None:
        return {"literal": name.literal}
    return {
        key: part for key, part in (("family", name.family), ("given", name.given), ("suffix", name.suffix)) if part
    }


def _outlet_record(outlet: Outlet) -> Record:
    return {
        "name": outlet.name,
        "id": outlet.id,
        "short": outlet.short,
        "native_name": outlet.native_name,
        "country": outlet.country,
        "kind": outlet.kind,
        "domain": outlet.domain,
    }


def _dateline_record(dateline: Dateline) -> Record:
    return {
        "place": dateline.place,
        "date": dateline.date.edtf if dateline.date else None,
        "agency": dateline.agency,
        "places": list(dateline.places),
        "desk": dateline.desk,
    }


def _dateline_from(value: Mapping[str, Any]) -> Dateline:
    date = value["date"]
    return Dateline(
        place=value["place"],
        date=PartialDate.parse(date) if date else None,
        agency=value["agency"],
        # Records of older versions have neither.
        places=tuple(value.get("places", ())),
        desk=value.get("desk"),
    )


def _claims_record(claims: tuple[ClaimReview, ...]) -> list[Record]:
    return [
        {name: getattr(one, name) for name in ("claim", "claimant", "rating", "rating_value", "reviewer", "url")}
        | {"claimed": one.claimed.edtf if one.claimed else None}
        for one in claims
    ]


def _claims_from(values: list[Record]) -> tuple[ClaimReview, ...]:
    return tuple(
        ClaimReview(**{**one, "claimed": PartialDate.parse(one["claimed"]) if one["claimed"] else None})
        for one in values
    )


# Kind of a field → how its value is written, and how it is read; `date` and `outlet` have a shape of their own.
_VALUES: Mapping[Kind, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "text": (str, str),
    "texts": (list, tuple),
    "names": (lambda names: [name_record(n) for n in names], lambda names: tuple(Name(**n) for n in names)),
    "dateline": (_dateline_record, _dateline_from),
    "claims": (_claims_record, _claims_from),
}


def source_record(source: Source) -> Record:
    """The object that `read --json` and `show --json` print."""
    record: Record = {
        "url": source.url,
        "canonical_url": source.canonical_url,
        "type": source.type,
        "media_type": source.media_type,
    }
    for field in FIELDS:
        reading = getattr(source, field.name)
        if field.kind == "date":
            record[field.name] = _date_record(reading)
        elif field.kind == "outlet":
            outlet = _reading_record(reading, _outlet_record)
            # The outlet's own fields stand beside its evidence, so that `.outlet.name` is what a reader expects.
            record[field.name] = {**(outlet.pop("value") or dict.fromkeys(_OUTLET_FIELDS)), **outlet}
        else:
            record[field.name] = _reading_record(reading, _VALUES[field.kind][0])
    record["evidence"] = [evidence_record(e) for e in source.evidence]
    return record


_OUTLET_FIELDS = ("name", "id", "short", "native_name", "country", "kind", "domain")


def source_from(record: Mapping[str, Any]) -> Source:
    """The Source that `source_record` wrote, in this version or an older one.

    A field that the older one did not know is "not stated".
    """
    readings: dict[str, Any] = {}
    for field in FIELDS:
        if field.name not in record:
            continue
        told = record[field.name]
        if field.kind == "date":
            readings[field.name] = _date_from(told)
        elif field.kind == "outlet":
            readings[field.name] = _outlet_from(told)
        else:
            readings[field.name] = _reading_from(told, _VALUES[field.kind][1])
    return Source(
        url=record["url"],
        canonical_url=record["canonical_url"],
        type=record["type"],
        media_type=record["media_type"],
        evidence=tuple(Evidence(**e) for e in record["evidence"]),
        **readings,
    )


def _outlet_from(record: Mapping[str, Any]) -> Reading[Outlet]:
    told = dict(record)
    fields = {name: told.pop(name) for name in _OUTLET_FIELDS}
    return _reading_from({**told, "value": fields if fields["name"] is not None else None}, lambda one: Outlet(**one))


def _reading_from(record: Mapping[str, Any], read: Callable[[Any], T]) -> Reading[T]:
    stated = record.get("stated")
    return Reading(
        value=None if record["value"] is None else read(record["value"]),
        status=Status(record["status"]),
        confidence=record["confidence"],
        supported_by=tuple(Evidence(**e) for e in record["supported_by"]),
        disputed_by=tuple(Evidence(**e) for e in record["disputed_by"]),
        stated=None if stated is None else read(stated),
        basis=tuple(record.get("basis", ())),
    )


def _date_from(record: Mapping[str, Any]) -> Reading[PartialDate]:
    return _reading_from({**record, "value": record["edtf"]}, PartialDate.parse)


# -- checks, captures, citations ----------------------------------------------------------------------------------


def origin_record(origin: Origin) -> Record:
    return {"file": origin.file, "line": origin.line, "where": origin.where}


def check_record(check: Check) -> Record:
    """The object that `check --json` and `audit --json` print, one a line."""
    outcome = check.outcome
    record: Record = {
        "url": check.url,
        "state": check.verdict.state.value,
        "kind": check.verdict.kind,
        "confirmed": check.verdict.confirmed,
        "because": list(check.verdict.because),
        "status_code": outcome.status_code if isinstance(outcome, Exchange) else None,
        "target": outcome.target if isinstance(outcome, Exchange) else None,
        "hops": [
            {"url": hop.url, "status_code": hop.status_code, "location": hop.location, "address": hop.address}
            for hop in outcome.hops
        ],
        "title": check.title,
        "checked_at": instant(check.checked_at),
        "elapsed_ms": check.elapsed_ms,
        "retry_at": instant(check.retry_at) if check.retry_at else None,
        "memento": None,
        "flags": list(check.verdict.flags),
        "notes": list(outcome.notes),
        "failure": ({"kind": outcome.kind.value, "detail": outcome.detail} if isinstance(outcome, Failure) else None),
        "certificate": None,
    }
    if isinstance(outcome, Exchange) and outcome.certificate:
        record["certificate"] = {"kind": outcome.certificate.kind.value, "detail": outcome.certificate.detail}
    if check.memento:
        record["memento"] = memento_record(check.memento)
    if check.origins:
        record["origins"] = [origin_record(origin) for origin in check.origins]
    if check.comparisons:
        record["comparisons"] = [comparison_record(one) for one in check.comparisons]
    return record


def memento_record(memento: Memento) -> Record:
    return {
        "uri_r": memento.uri_r,
        "uri_m": memento.uri_m,
        "memento_datetime": instant(memento.memento_datetime),
        "archive": memento.archive,
    }


def copy_record(copy: Copy) -> Record:
    """A memento with the page that it is a copy of, and how it came to be known."""
    return {
        "url": copy.url,
        **memento_record(copy.memento),
        "wanted": copy.wanted,
        "title": copy.title,
        "digest": copy.digest,
        "requested": copy.requested,
        "verified": copy.verified,
    }


def comparison_record(comparison: Comparison) -> Record:
    """What a list says beside what the page says, with the evidence."""
    return {
        "variable": comparison.variable,
        "agreement": comparison.agreement.value,
        "given": comparison.given,
        "found": comparison.found,
        "because": comparison.because,
        "evidence": [evidence_record(piece) for piece in comparison.evidence],
        "origin": origin_record(comparison.origin) if comparison.origin else None,
    }


def capture_record(capture: Capture) -> Record:
    return {
        "url": capture.url,
        "digest": capture.digest,
        "length": capture.length,
        "media_type": capture.media_type,
        "text": capture.text,
        "text_digest": capture.text_digest,
        "text_method": capture.text_method,
        "captured_at": instant(capture.captured_at),
    }


def citation_record(citation: Citation) -> Record:
    return {
        "text": citation.text,
        "html": citation.html,
        "style": citation.style,
        "style_id": citation.style_id,
        "style_version": citation.style_version,
        "mode": citation.mode,
        "locale": citation.locale,
        "engine": citation.engine,
        "item": dict(citation.item),
        "warnings": list(citation.warnings),
    }
