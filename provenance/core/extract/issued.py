"""The day to cite: three families of signals – structured, visible, URL – and what their agreement was worth.

Measured on 1,861 dated pages. The displayed day is the outlet's own day; a stamp in UTC may stand one day beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from provenance.core.dates import PartialDate
from provenance.core.extract import relative
from provenance.core.extract.candidates import family
from provenance.core.extract.choose import OF_PAGES
from provenance.core.extract.measured import share_right
from provenance.core.extract.outletday import Days, offsets_of, order_reason, own_days
from provenance.core.model import Evidence, Reading, Status

# Case of agreement → share right.
AGREE = 0.997  # two families: 572 of 574 with this code
ADJACENT = 0.944  # structured and visible one day apart, with the displayed day
STRUCTURED_ONLY, VISIBLE_ONLY, URL_ONLY = 0.923, 0.92, 0.987
DISAGREE = 0.741  # structured and visible differ, no day in the URL
_STRUCTURED = frozenset({"jsonld", "meta", "microdata", "rdfa", "microformat", "front-matter", "mail"})
_VISIBLE = frozenset({"visible", "text", "title", "pdf"})
_WEEK = 7
_NEW_YEAR = "-01-01"
# Too far from the headline to be set against what stands beside it.
_WEAK = frozenset({
    "visible:time-elsewhere", "visible:below-headline", "visible:labelled", "visible:alone", "visible:opening",
    "visible:line-start", "visible:class-date-elsewhere", "script:published",
})  # fmt: skip

_SHOWN_CHANGE = frozenset(
    {"visible:near-headline", "visible:below-headline", "visible:labelled", "visible:class-date", "visible:time"}
)
_FIRST_COUNTS = frozenset({"visible:labelled", "visible:line-start", "script:published"})


@dataclass(frozen=True, slots=True)
class _Days:
    """The days that one family names, the most trusted first."""

    days: tuple[str, ...]

    @property
    def first(self) -> str | None:
        return self.days[0] if self.days else None


def issued(evidence: Sequence[Evidence]) -> Reading[PartialDate]:
    """The day of publication from all that speaks for one; a day that is only ever a day of change is none."""
    stated = [piece for piece in evidence if piece.variable == "issued"]
    offsets = offsets_of(piece for piece in evidence if piece.variable in ("issued", "modified"))
    own = own_days(stated, offsets)
    named = [piece for piece in stated if _whole(own.of[piece])]
    structured, visible, url = (
        _days(named, _STRUCTURED, own),
        _days([piece for piece in named if piece.method not in _WEAK], _VISIBLE, own),
        _days(named, frozenset({"url"}), own),
    )
    far = [piece for piece in named if piece.method in _WEAK]
    changed = frozenset(piece.value for piece in evidence if piece.variable == "modified")
    choice = _choose(structured, visible, url, changed) or _from_afar(structured, far, url)
    if choice is None:
        return _less_than_a_day(stated)
    day, confidence = choice
    supporting = tuple(piece for piece in named if own.of[piece] == day)
    moved = next((own.reasons[piece] for piece in supporting if piece in own.reasons), "")
    order = order_reason(supporting, day)
    derived = all(family(piece.method) == "url" or piece in own.reasons for piece in supporting)
    return Reading(
        value=PartialDate.parse(day),
        status=Status.INFERRED if order else Status.DERIVED if derived else Status.STATED,
        confidence=confidence if all(family(piece.method) in OF_PAGES for piece in supporting) else None,
        supported_by=supporting,
        disputed_by=tuple(piece for piece in named if own.of[piece] != day),
        basis=tuple(reason for reason in (order, moved) if reason),
    )


def is_far(method: str) -> bool:
    """Whether a signal stands too far from the headline to be set against what stands beside it."""
    return method in _WEAK


def by_distance(
    reading: Reading[PartialDate], evidence: Sequence[Evidence], captured: dt.datetime
) -> Reading[PartialDate]:
    """Where no day is stated, the one that `2 hours ago` means at the moment of the capture: inferred."""
    said = next((piece for piece in evidence if piece.variable == "issued_ago"), None)
    day = relative.day_of(said.value, captured) if said is not None and reading.value is None else None
    if said is None or day is None:
        return reading
    date, reason = day
    basis = (f'{date}: "{said.quote}", {reason}',)
    return Reading(value=date, status=Status.INFERRED, supported_by=(said,), basis=basis)


def by_place(reading: Reading[PartialDate], evidence: Sequence[Evidence]) -> Reading[PartialDate]:
    """Where days stand only far from a headline, the first of them if none is later: inferred, for it may be a teaser's."""
    alone = [
        piece
        for piece in evidence
        if piece.variable == "issued" and piece.method == "visible:alone" and _whole(piece.value)
    ]
    if reading.value is not None or not alone or alone[0].value != max(piece.value for piece in alone):
        return reading
    reason = "the first and the latest of the days on the page, none of which is said to be that of publication"
    return _inferred(alone, reason)


def by_file(reading: Reading[PartialDate], evidence: Sequence[Evidence]) -> Reading[PartialDate]:
    """Of a document that states no day, the one on which its file was made: inferred, for a copy is made later."""
    made = next((piece for piece in evidence if piece.variable == "file_created"), None)
    if reading.value is not None or made is None:
        return reading
    return _inferred([made], "the file was made on that day; the document states none")


def by_change(reading: Reading[PartialDate], evidence: Sequence[Evidence]) -> Reading[PartialDate]:
    """Where no day of publication is stated, the day of the last change that the page shows its readers: inferred, and
    never before the page was first published.
    """
    shown = sorted(
        (
            piece
            for piece in evidence
            if piece.variable == "modified" and piece.method in _SHOWN_CHANGE and _whole(piece.value)
        ),
        key=lambda piece: -(share_right("modified", piece.method) or 0.0),
    )
    if not shown or (reading.value is not None and reading.value.is_whole and not _is_filled_in(reading)):
        return reading
    return replace(_inferred(shown, "the page shows only the day of its last change"), stated=_without_filling(reading))


def _is_filled_in(reading: Reading[PartialDate]) -> bool:
    """Whether one signal alone says it, and says a bare 1 January: what systems fill in where they know the year alone."""
    if len(reading.supported_by) != 1 or not reading.supported_by[0].value.endswith(_NEW_YEAR):
        return False
    (piece,) = reading.supported_by
    return piece.quote.strip() in (piece.value, f"01/01/{piece.value[:4]}")


def _without_filling(reading: Reading[PartialDate]) -> PartialDate | None:
    """What is really stated: of a day that was filled in, the year."""
    day = reading.value
    return day if day is None or not day.is_whole else PartialDate(year=day.year)


def _inferred(pieces: Sequence[Evidence], reason: str) -> Reading[PartialDate]:
    """The day of the first piece, which says something else than that the article was published on it."""
    day = pieces[0].value
    return Reading(
        value=PartialDate.parse(day),
        status=Status.INFERRED,
        supported_by=tuple(piece for piece in pieces if piece.value == day),
        disputed_by=tuple(piece for piece in pieces if piece.value != day),
        basis=(f"{day}: {reason}",),
    )


def _less_than_a_day(stated: Sequence[Evidence]) -> Reading[PartialDate]:
    """A month or a year, where that is all that the head of the page or the line at the headline states."""
    near = [
        piece
        for piece in stated
        if piece.method not in _WEAK and family(piece.method) in _STRUCTURED | _VISIBLE | {"url"}
    ]
    partial = sorted((piece for piece in near if not piece.value.startswith("X")), key=lambda piece: -len(piece.value))
    if not partial:
        return Reading()
    value = partial[0].value
    supporting = tuple(piece for piece in near if piece.value == value)
    order = order_reason(supporting, value)
    return Reading(
        value=PartialDate.parse(value),
        status=Status.STATED,
        supported_by=supporting,
        disputed_by=tuple(piece for piece in near if not value.startswith(piece.value)),
        basis=(order,) if order else (),
    )


def _choose(structured: _Days, visible: _Days, url: _Days, changed: frozenset[str]) -> tuple[str, float | None] | None:
    """changed: the days on which the page was modified, as it says."""
    agreed = next((day for day in structured.days if day in (*visible.days, *url.days)), None)
    agreed = agreed or next((day for day in visible.days if day in url.days), None)
    if agreed is not None:
        return _not_the_change(agreed, structured, url, changed)
    if structured.first and visible.first:
        return _of_two(structured.first, visible, changed)
    if structured.first:
        return structured.first, DISAGREE if url.first else STRUCTURED_ONLY
    if visible.first:
        return visible.first, VISIBLE_ONLY
    return (url.first, URL_ONLY) if url.first else None


def _of_two(stamp: str, visible: _Days, changed: frozenset[str]) -> tuple[str, float | None]:
    """The day where a stamp and the days at the headline differ."""
    shown = visible.days[0]
    if beside := next((day for day in visible.days if _adjacent(day, stamp)), None):
        return beside, ADJACENT
    if stamp.endswith(_NEW_YEAR):
        return shown, DISAGREE  # what systems fill in where they know the year alone
    # What the stamp gives as publication is the last change, and an earlier day stands at the headline.
    earlier = stamp in changed and shown not in changed and shown < stamp
    return shown if earlier else stamp, DISAGREE


def _not_the_change(agreed: str, structured: _Days, url: _Days, changed: frozenset[str]) -> tuple[str, float | None]:
    """A day of change that is displayed, and repeated under another name, does not outweigh a plain earlier one."""
    first = structured.first or agreed
    late = agreed in changed and first not in changed and _ordinal_of(agreed) - _ordinal_of(first) > _WEEK
    return (first, DISAGREE) if late and agreed not in url.days else (agreed, AGREE)


def _from_afar(structured: _Days, far: Sequence[Evidence], url: _Days) -> tuple[str, float | None] | None:
    """Days away from the headline count only where nothing stands beside it, the best kind of them first.

    Of one kind, the first is taken where its place or its label says that it is the page's own; otherwise all must name
    one day.
    """
    if structured.first or url.first:
        return None
    for method in sorted({piece.method for piece in far}, key=lambda name: -(share_right("issued", name) or 0.0)):
        days = tuple(dict.fromkeys(piece.value for piece in far if piece.method == method))
        if len(days) == 1 or method in _FIRST_COUNTS:
            return days[0], None
    return None


def _days(named: Sequence[Evidence], families: frozenset[str], outlet: Days) -> _Days:
    own = [piece for piece in named if family(piece.method) in families]
    own.sort(key=lambda piece: -(share_right("issued", piece.method) or 0.0))
    return _Days(tuple(dict.fromkeys(outlet.of[piece] for piece in own)))


def _whole(value: str) -> bool:
    return len(value) == len("2024-07-04") and "X" not in value


def _adjacent(one: str, other: str) -> bool:
    return abs(_ordinal_of(one) - _ordinal_of(other)) == 1


def _ordinal_of(day: str) -> int:
    return dt.date.fromisoformat(day).toordinal()


def modified(evidence: Sequence[Evidence]) -> Reading[PartialDate]:
    """The day of the last change, by the most trusted signal, as the outlet counts its days."""
    stated = [piece for piece in evidence if piece.variable == "modified"]
    own = own_days(stated, offsets_of(piece for piece in evidence if piece.variable in ("issued", "modified")))
    named = sorted(
        (piece for piece in stated if _whole(own.of[piece])),
        key=lambda piece: -(share_right("modified", piece.method) or 0.0),
    )
    if not named:
        return Reading()
    day = own.of[named[0]]
    supporting = tuple(piece for piece in named if own.of[piece] == day)
    order = order_reason(supporting, day)
    moved = next((own.reasons[piece] for piece in supporting if piece in own.reasons), "")
    derived = all(piece in own.reasons for piece in supporting)
    return Reading(
        value=PartialDate.parse(day),
        status=Status.INFERRED if order else Status.DERIVED if derived else Status.STATED,
        # The share of the best signal that says so; two that differ were not measured.
        confidence=share_right("modified", supporting[0].method) if len(supporting) == len(named) else None,
        supported_by=supporting,
        disputed_by=tuple(piece for piece in named if own.of[piece] != day),
        basis=tuple(reason for reason in (order, moved) if reason),
    )
