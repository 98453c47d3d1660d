"""The year that a dateline leaves out: candidates, what rejects each, and how sure the rest is.

Nothing here knows what happened in the world. What narrows the years is on the page (a weekday), in the day on which
the text was read, and in article ids of the same outlet whose days are known.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from provenance.core.dates import PartialDate
from provenance.core.extract.days import weekday_number
from provenance.core.frozen import frozen
from provenance.core.outlets import Anchor
from provenance.core.regex import regex

# Years before the day of reading that are considered at all; older web articles keep their year in their URL or page.
HORIZON = 20
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORD = regex(r"[^\W\d_]{4,}(?:\s(?:hai|ba|tư|năm|sáu|bảy))?")
_OTHER_WEEK = regex(r"\b(?:last|next|every|previous|letzten|nächsten|jeden)\s*$", re.IGNORECASE)


@frozen
class Weekday:
    """A weekday that the text names. number: ISO 8601, Monday is 1. quote: the words around it. line: from 1."""

    number: int
    name: str
    quote: str
    line: int | None = None


@frozen
class Inference:
    """The date with its year filled in, and why; date is None where nothing decides."""

    date: PartialDate | None
    basis: tuple[str, ...]


def weekday_in(paragraphs: tuple[tuple[int | None, str], ...], language: str | None) -> Weekday | None:
    """The one weekday that the opening paragraphs name; None if they name none, or several.

    paragraphs: line number and text of each, the dateline's own paragraph first.
    """
    found: dict[int, Weekday] = {}
    for line, text in paragraphs:
        for match in _WORD.finditer(text):
            number = weekday_number(match.group(), language)
            if number is None or _OTHER_WEEK.search(text[: match.start()]):
                continue
            quote = text[max(0, match.start() - 24) : match.end()].strip()
            quote = quote.split(" ", 1)[-1] if match.start() > 24 else quote
            found.setdefault(number, Weekday(number=number, name=match.group(), quote=quote, line=line))
    return next(iter(found.values())) if len(found) == 1 else None


def infer_year(
    stated: PartialDate,
    *,
    weekday: Weekday | None = None,
    read_on: dt.date | None = None,
    url: str | None = None,
    anchors: tuple[Anchor, ...] = (),
) -> Inference:
    """Fill in the year of a date that states month and day.

    weekday: taken for the weekday of the date. read_on: the article is not younger. url: holds the article id that the
    anchors bracket. Without an upper and a lower bound nothing is inferred, and neither where several years are left
    and no weekday was named: then nothing speaks for one of them.
    """
    if stated.year is not None or stated.month is None or stated.day is None:
        return Inference(date=None, basis=())
    before, after, identifier = _bracket(url, anchors)
    earliest = before.date if before else _years_before(read_on) if read_on else None
    latest = min((day for day in (after.date if after else None, read_on) if day), default=None)
    if earliest is None or latest is None or (weekday is None and before is None and after is None):
        return Inference(date=None, basis=())
    span = range(min(earliest.year, latest.year - HORIZON), latest.year + 1)
    days = [dt.date(year, stated.month, stated.day) for year in span if _exists(year, stated)]
    on_weekday = [day for day in days if weekday is None or day.isoweekday() == weekday.number]
    left = [day for day in on_weekday if earliest <= day <= latest]
    if not left or (weekday is None and len(left) > 1):
        return Inference(date=None, basis=())
    chosen = left[-1]
    rejected = [day for day in on_weekday if day not in left]
    basis = (
        _conclusion(left, by_anchor=before is not None or after is not None),
        *_weekday_reason(weekday, chosen),
        *_anchor_reasons(before, after, identifier),
        *_reading_reason(read_on, used=after is None, horizon=before is None),
        *_rejections(rejected, earliest, latest, before, after),
    )
    return Inference(date=stated.with_year(chosen.year), basis=basis)


# -- bounds -------------------------------------------------------------------------------------------------------


def _bracket(url: str | None, anchors: tuple[Anchor, ...]) -> tuple[Anchor | None, Anchor | None, int | None]:
    """The nearest known ids below and above that of the URL."""
    if url is None or not anchors:
        return None, None, None
    ids = [int(match[1]) for anchor in anchors if (match := re.search(anchor.pattern, url)) and match[1].isdecimal()]
    if not ids:
        return None, None, None
    number = ids[0]
    below = [anchor for anchor in anchors if anchor.identifier <= number]
    above = [anchor for anchor in anchors if anchor.identifier >= number]
    return (
        max(below, key=lambda anchor: anchor.identifier, default=None),
        min(above, key=lambda anchor: anchor.identifier, default=None),
        number,
    )


def _years_before(day: dt.date) -> dt.date:
    year = max(day.year - HORIZON, 1)
    return day.replace(year=year, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _exists(year: int, stated: PartialDate) -> bool:
    return 1 <= year <= 9999 and (stated.day or 0) <= calendar.monthrange(year, stated.month or 1)[1]


# -- reasons ------------------------------------------------------------------------------------------------------


def _conclusion(left: list[dt.date], *, by_anchor: bool) -> str:
    if len(left) == 1:
        return f"one candidate left: {left[0].year}"
    count = _WORDS[len(left)] if len(left) < len(_WORDS) else str(len(left))
    others = ", ".join(str(day.year) for day in reversed(left[:-1]))
    bound = " within the known article ids" if by_anchor else ""
    return f"nearest of {count}: {left[-1].year} (also {others}){bound}"


def _weekday_reason(weekday: Weekday | None, day: dt.date) -> tuple[str, ...]:
    if weekday is None:
        return ()
    where = f"line {weekday.line} names" if weekday.line else "the text names"
    return (
        f'{where} a {weekday.name} ("{weekday.quote}"), taken for the dateline\'s own day: {day.isoformat()} was one',
    )


def _anchor_reasons(before: Anchor | None, after: Anchor | None, identifier: int | None) -> tuple[str, ...]:
    known = [
        f"id {anchor.identifier} is of {anchor.date.isoformat()} ({anchor.basis})"
        for anchor in (before, after)
        if anchor
    ]
    if not known:
        return ()
    return (f"the article id {identifier} stands beside known ids of the same outlet: " + "; ".join(known),)


def _reading_reason(read_on: dt.date | None, *, used: bool, horizon: bool) -> tuple[str, ...]:
    if read_on is None or not used:
        return ()
    since = f", nor older than {HORIZON} years" if horizon else ""
    return (f"not after the day of reading, {read_on.isoformat()}{since}",)


def _rejections(
    rejected: list[dt.date],
    earliest: dt.date,
    latest: dt.date,
    before: Anchor | None,
    after: Anchor | None,
) -> tuple[str, ...]:
    early = ", ".join(str(day.year) for day in reversed(rejected) if day < earliest)
    late = ", ".join(str(day.year) for day in reversed(rejected) if day > latest)
    reasons = []
    if early and before:
        reasons.append(f"rejected: {early} (before id {before.identifier}, {before.date.isoformat()})")
    if late and after:
        reasons.append(f"rejected: {late} (after {latest.isoformat()})")
    return tuple(reasons)
