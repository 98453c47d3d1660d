"""Checks and copies out of the JSON that `core.records` wrote, in this version or an older one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from provenance.core.model import (
    Agreement,
    CertificateFault,
    Check,
    Comparison,
    Copy,
    Evidence,
    Exchange,
    Failure,
    FailureKind,
    Hop,
    Memento,
    Origin,
    Outcome,
    State,
    Verdict,
)


def check_from(record: Mapping[str, Any]) -> Check:
    """The Check that `check_record` wrote, in this version or an older one. Fields and content of the answer, which no
    record has, are empty; the end of the exchange is dated as the check.
    """
    checked_at = _instant_from(record["checked_at"])
    memento = record.get("memento")
    return Check(
        url=record["url"],
        outcome=_outcome_from(record, checked_at),
        verdict=Verdict(
            state=State(record["state"]),
            kind=record["kind"],
            because=tuple(record["because"]),
            confirmed=record["confirmed"],
            flags=tuple(record.get("flags", ())),
        ),
        title=record.get("title"),
        checked_at=checked_at,
        elapsed_ms=record["elapsed_ms"],
        retry_at=_instant_from(record["retry_at"]) if record.get("retry_at") else None,
        memento=_memento_from(memento) if memento else None,
        origins=tuple(_origin_from(origin) for origin in record.get("origins", ())),
        comparisons=tuple(_comparison_from(one) for one in record.get("comparisons", ())),
    )


def _outcome_from(record: Mapping[str, Any], at: datetime) -> Outcome:
    hops = tuple(Hop(**hop) for hop in record.get("hops", ()))
    notes, failure, fault = tuple(record.get("notes", ())), record.get("failure"), record.get("certificate")
    if failure or record.get("status_code") is None:
        kind, detail = (failure["kind"], failure["detail"]) if failure else ("fault", "not recorded")
        told = FailureKind(kind)
        return Failure(original=record["url"], kind=told, detail=detail, hops=hops, notes=notes, retrieved_at=at)
    return Exchange(
        original=record["url"],
        target=record["target"],
        status_code=record["status_code"],
        hops=hops,
        certificate=CertificateFault(kind=FailureKind(fault["kind"]), detail=fault["detail"]) if fault else None,
        notes=notes,
        retrieved_at=at,
    )


def _comparison_from(record: Mapping[str, Any]) -> Comparison:
    return Comparison(
        variable=record["variable"],
        agreement=Agreement(record["agreement"]),
        given=record["given"],
        found=record["found"],
        because=record["because"],
        evidence=tuple(Evidence(**piece) for piece in record["evidence"]),
        origin=_origin_from(record["origin"]) if record["origin"] else None,
    )


def copy_from(record: Mapping[str, Any]) -> Copy:
    """The Copy that `copy_record` wrote."""
    others = {name: record[name] for name in ("url", "wanted", "title", "digest", "requested", "verified")}
    return Copy(memento=_memento_from(record), **others)


def _memento_from(record: Mapping[str, Any]) -> Memento:
    return Memento(
        uri_r=record["uri_r"],
        uri_m=record["uri_m"],
        memento_datetime=_instant_from(record["memento_datetime"]),
        archive=record["archive"],
    )


def _origin_from(record: Mapping[str, Any]) -> Origin:
    return Origin(file=record["file"], line=record["line"], where=record["where"])


def _instant_from(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
