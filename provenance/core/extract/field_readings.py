"""Readings of the fields beyond a citation: of none of them is a measured figure known, so the order of rules decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from provenance.core.dates import PartialDate
from provenance.core.extract import choose
from provenance.core.extract.headline import holds
from provenance.core.extract.standard_ids import VARIABLES, typed
from provenance.core.model import ClaimReview, Evidence, Reading, Status
from provenance.core.text import comparable

_PLAIN = ("edition", "licence", "genre", "volume", "issue", "page", *VARIABLES)


def read(
    evidence: Sequence[Evidence], *, title: str | None, issued: PartialDate | None, claims: tuple[ClaimReview, ...]
) -> dict[str, Any]:
    """A reading for each field, by its name in `Source`. title, issued: those that were chosen."""
    named: defaultdict[str, list[Evidence]] = defaultdict(list)
    for piece in evidence:
        named[piece.variable].append(piece)
    readings: dict[str, Any] = {name: choose.first(name, named[name]) for name in _PLAIN}
    # An alternative headline is often the title itself with something in front.
    beside = [piece for piece in (*named["subtitle"], *named["kicker"]) if not _repeats(piece.value, title or "")]
    readings |= {name: choose.first(name, beside) for name in ("subtitle", "kicker")}
    readings["identifier"] = choose.first(
        "identifier", [piece for piece in named["identifier"] if typed(piece.value) is None]
    )
    readings["first_published"] = _first_published(named["first_published"], issued)
    # Of several pictures each has its own; one is not against another.
    readings["photo_credit"] = replace(choose.first("photo_credit", named["photo_credit"]), disputed_by=())
    readings["access"] = _access(named["access"])
    readings["claim_review"] = _claims(evidence, claims)
    readings |= {name: _several(name, named[name]) for name in ("correction", "feed")}
    return readings


def _repeats(value: str, title: str) -> bool:
    return comparable(value) == comparable(title) or holds(value, title) or holds(title, value)


def _first_published(evidence: Sequence[Evidence], issued: PartialDate | None) -> Reading[PartialDate]:
    """The day of an earlier publication; one that is not earlier than the day to cite is that day once more."""
    reading = choose.first("first_published", evidence)
    try:
        date = PartialDate.parse(reading.value) if reading.value else None
    except ValueError:
        date = None
    if date is None or (issued is not None and date.day_only >= issued.day_only):
        return Reading()
    return Reading(
        value=date, status=reading.status, supported_by=reading.supported_by, disputed_by=reading.disputed_by
    )


def _access(evidence: Sequence[Evidence]) -> Reading[str]:
    """That one may read some articles and then has to pay is the most exact of the three, and not against "not free"."""
    named = [piece for piece in evidence if piece.variable == "access"]
    if not named:
        return choose.nothing()
    exact = next((piece for piece in named if piece.value == "metered"), None)
    reading = choose.first("access", [exact, *named] if exact else named)
    agreeing = tuple(piece for piece in reading.disputed_by if exact and piece.value == "subscription")
    return replace(
        reading,
        supported_by=tuple(dict.fromkeys((*reading.supported_by, *agreeing))),
        disputed_by=tuple(piece for piece in reading.disputed_by if piece not in agreeing),
    )


def _several(variable: str, evidence: Sequence[Evidence]) -> Reading[tuple[str, ...]]:
    """All that is stated, each once: one notice or feed is not against another."""
    named = tuple(piece for piece in evidence if piece.variable == variable)
    values = {comparable(piece.value) or piece.value: piece.value for piece in reversed(named)}
    if not values:
        return choose.nothing()
    return Reading(value=tuple(reversed(values.values())), status=Status.STATED, supported_by=named)


def _claims(evidence: Sequence[Evidence], claims: tuple[ClaimReview, ...]) -> Reading[tuple[ClaimReview, ...]]:
    if not claims:
        return choose.nothing()
    support = tuple(piece for piece in evidence if piece.variable in ("claim_review", "claim_rating"))
    return Reading(value=claims, status=Status.STATED, supported_by=support)
