"""The outlet's own day: of a stamp in UTC, the day that the outlet's readers had; of `03/04/2024`, which of the two days.

A content system often writes its instants in UTC although the house lives elsewhere: `2024-07-04T23:30:00Z` is 5 July at
+03:00. The offset is taken from the page's other stamps, never from where the outlet is said to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from provenance.core.dates import PartialDate
from provenance.core.extract import stamps
from provenance.core.extract.numerals import plain_digits
from provenance.core.model import Evidence
from provenance.core.regex import regex

_NUMBERS = regex(r"^\D{0,20}(\d{1,2})\s?([/-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")

_FARTHEST = 14 * 60


@dataclass(frozen=True, slots=True)
class Days:
    """The day of each piece of evidence as the outlet counts it, and why, where that is not the day as written."""

    of: Mapping[Evidence, str]
    reasons: Mapping[Evidence, str]


def own_days(pieces: Iterable[Evidence], offsets: Iterable[int]) -> Days:
    """The outlet's day of each piece that states one.

    offsets: those that the stamps of the page state, UTC apart. A stamp in UTC is moved only where all of them lead to
    the same day, and where nothing that is displayed or stands in the URL has the day as it is written.
    """
    pieces = tuple(pieces)
    sure = {piece.value for piece in pieces if not either(piece.quote) and len(piece.value) == 10}
    shown = {piece.value for piece in pieces if piece.method.startswith(("visible:", "url:", "title:"))}
    days, reasons = {}, {}
    for piece in pieces:
        day, reason = piece.value, ""
        if both := either(piece.quote):
            day = next((one for one in both if one in sure), day) if day not in sure else day
        elif not piece.method.startswith(("visible:near", "url:", "title:")) and day not in shown:
            day, reason = _local(piece, tuple(offsets))
        days[piece] = day
        if reason:
            reasons[piece] = reason
    return Days(days, reasons)


def offsets_of(pieces: Iterable[Evidence]) -> tuple[int, ...]:
    """The offsets of the page in minutes east of UTC, without UTC itself: those that stamps state.

    Where none does, two stamps of one instant tell it, one in UTC and one without an offset: their minutes and seconds
    are the same (`04:58:46Z` beside `20:58:46` of the day before).
    """
    read = [(piece, moment) for piece in pieces if piece.quote[:4].isdecimal() and (moment := stamps.read(piece.quote))]
    if stated := {moment.offset for _, moment in read if moment.offset}:
        return tuple(sorted(stated))
    utc = [(piece.variable, moment) for piece, moment in read if moment.offset == 0 and moment.second]
    bare = [(piece.variable, moment) for piece, moment in read if moment.offset is None and moment.second]
    found = {
        distance
        for variable, one in utc
        for other_variable, other in bare
        if variable == other_variable and one.second == other.second and (distance := one.distance(other))
    }
    return tuple(one for one in found if len(found) == 1 and abs(one) <= _FARTHEST and one % 15 == 0)


def _local(piece: Evidence, offsets: tuple[int, ...]) -> tuple[str, str]:
    moment = stamps.read(piece.quote) if offsets and piece.quote[:4].isdecimal() else None
    if moment is None or moment.offset != 0 or moment.date.edtf != piece.value:
        return piece.value, ""
    local = {moment.at(offset).edtf for offset in offsets}
    if len(local) > 1 or piece.value in local:
        return piece.value, ""
    day = local.pop()
    named = " and ".join(_written(offset) for offset in offsets)
    return (
        day,
        f"{day} is the outlet's own day: the stamp {piece.quote.strip()[:40]} is in UTC, and by its other stamps the page is at {named}",
    )


def _written(offset: int) -> str:
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02d}:{minutes:02d}"


def either(quote: str) -> tuple[str, ...]:
    """The two days that `03/04/2024` can be, the day first; empty for what can be but one."""
    match = _NUMBERS.match(plain_digits(quote[:60]))
    if match is None:
        return ()
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    year += 0 if len(match[4]) == 4 else 2000 if year < 70 else 1900
    if first == second or not (1 <= first <= 12 and 1 <= second <= 12):
        return ()
    try:
        days = PartialDate(year=year, month=second, day=first), PartialDate(year=year, month=first, day=second)
    except ValueError:
        return ()
    return tuple(day.edtf for day in days)


def order_reason(pieces: Iterable[Evidence], day: str) -> str:
    """Why one of two days was taken, where all that supports it can be read both ways; else empty."""
    for piece in (pieces := tuple(pieces)):
        if not either(piece.quote):
            return ""
    both = either(pieces[0].quote) if pieces else ()
    if not both:
        return ""
    order = "day" if day == both[0] else "month"
    other = both[1] if day == both[0] else both[0]
    if len(day) < 10:
        return f"{pieces[0].quote.strip()[:20]} is {both[0]} or {both[1]}: nothing on the page says which"
    return f"{day}: {pieces[0].quote.strip()[:20]} is read with the {order} first, as the page's language writes it; else it is {other}"
