"""Moments as machines write them: ISO 8601 and its oddities, RFC 5322, seconds since 1970 – day, time and offset apart.

The day is that of the stamp's own offset; nothing is shifted here. `outletday` says when another day is the outlet's own.
"""

from __future__ import annotations

import datetime as dt
import functools
import re

from provenance.core import tables
from provenance.core.dates import PartialDate
from provenance.core.extract.numerals import plain_digits
from provenance.core.frozen import frozen
from provenance.core.regex import regex

_ZONE = r"(?P<zone>Z|(?:UTC|GMT)?\s?[+\u2212-]\s?\d{1,2}(?::?\d{2})?|[A-Z]{2,5})?"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s?(?P<half>[ap]\.?m\.?)?"
_ISO = regex(
    rf"^\s*(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}})[-/](?P<day>\d{{1,2}})(?:(?:[T_]|\s+|(?=$))(?:{_CLOCK}\s*{_ZONE})?|(?=[T\s]))",
    re.IGNORECASE,
)
_COMPACT = regex(
    r"^\s*(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?)?\s*$"
)
_EPOCH = regex(r"^\s*(\d{10})(\d{3})?(?:\.\d+)?\s*$")
_MONTH_ONLY = regex(r"^\s*(\d{4})-(\d{2})\s*$")
_BESIDE = regex(
    rf"^[\s,|·•–—-]*(?:(?:at|um|às|a las|alle|à|kl\.?|klo|om|o|в|о|ob|u|saat|ساعت|الساعة)\s+)?{_CLOCK}(?:\s?(?:Uhr|uur|hs?|ч\.?))?(?:\s?\(?{_ZONE})?(?![\w:])",
    re.IGNORECASE,
)
_RFC5322 = regex(r"^\s*(?:[A-Z][a-z]{2},\s)?\d{1,2}\s[A-Z][a-z]{2}\s\d{4}\s\d\d:\d\d")
_OFFSET = regex(r"^(?:UTC|GMT)?\s?([+\u2212-])\s?(\d{1,2})(?::?(\d{2}))?$", re.IGNORECASE)


@frozen
class Moment:
    """A day, and the time of day where one is stated.

    time: minutes since midnight; second: of that minute. offset: minutes east of UTC; None where the stamp does not say it, or says it in letters
    that mean several. notes: what was odd about the stamp.
    """

    date: PartialDate
    time: int | None = None
    offset: int | None = None
    second: int | None = None
    notes: tuple[str, ...] = ()

    def distance(self, other: Moment) -> int | None:
        """Minutes from this clock to the other one, whatever their offsets; None without two whole days and times."""
        if self.time is None or other.time is None or not (self.date.is_whole and other.date.is_whole):
            return None
        days = dt.date.fromisoformat(other.date.edtf) - dt.date.fromisoformat(self.date.edtf)
        return 24 * 60 * days.days + other.time - self.time

    def at(self, offset: int) -> PartialDate:
        """The day of the same instant at another offset; the day itself where no instant is stated."""
        day = self.date
        if self.time is None or self.offset is None or day.year is None or day.month is None or day.day is None:
            return day
        try:
            local = dt.datetime(day.year, day.month, day.day) + dt.timedelta(minutes=self.time - self.offset + offset)  # noqa: DTZ001 - the offset is kept beside it
        except OverflowError:
            return day
        return PartialDate(year=local.year, month=local.month, day=local.day)


def read(value: str) -> Moment | None:
    """The moment of a stamp in numbers; None for words (`days` reads them) and for what is no day of the calendar."""
    return _read(value[:60])


@functools.lru_cache(maxsize=512)  # a page states the same moment in several places
def _read(value: str) -> Moment | None:
    value = plain_digits(value)
    for pattern in (_ISO, _COMPACT):
        if match := pattern.match(value):
            return _moment(match)
    if match := _EPOCH.match(value):
        instant = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=int(match[1]))
        date = PartialDate(year=instant.year, month=instant.month, day=instant.day)
        return Moment(date=date, time=60 * instant.hour + instant.minute, offset=0, notes=("seconds since 1970",))
    if match := _MONTH_ONLY.match(value):
        date_or_none = _date(int(match[1]), int(match[2]), None)
        return Moment(date=date_or_none) if date_or_none else None
    return None


def _moment(match: re.Match[str]) -> Moment | None:
    date = _date(int(match["year"]), int(match["month"]), int(match["day"]))
    if date is None:
        return None
    time = _time(match)
    offset = offset_of(match["zone"] or "") if time is not None else None
    if time == 0 and not int(match["second"] or 0) and offset in (0, None):
        # Content systems pad a day to a moment in this way; an instant would seldom fall on the very second.
        return Moment(date=date, notes=("midnight stands for a day without a time",))
    return Moment(date=date, time=time, offset=offset, second=int(match["second"]) if match["second"] else None)


def _date(year: int, month: int, day: int | None) -> PartialDate | None:
    try:
        return PartialDate(year=year, month=month, day=day)
    except ValueError:
        return None


def _time(match: re.Match[str]) -> int | None:
    """Minutes since midnight, None where no time or none of the clock is stated."""
    if match["hour"] is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"])
    half = (match.groupdict().get("half") or "").lower()[:1]
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return 60 * hour + minute if hour < 24 and minute < 60 else None


def time_beside(text: str, start: int) -> tuple[int, int | None, int] | None:
    """Time and offset that stand behind a day in running text, and where they end. start: the end of the day."""
    match = _BESIDE.match(text[start : start + 60])
    time = _time(match) if match else None
    if match is None or time is None:
        return None
    opening = text[max(0, start - 24) : start + 12]
    zone = match["zone"] or ""
    return time, offset_of(zone, mail=bool(_RFC5322.search(opening.lstrip()))), start + match.end()


def offset_of(zone: str, *, mail: bool = False) -> int | None:
    """Minutes east of UTC: `Z`, `+0300`, `+3`, `GMT+3`, `CEST`; None for letters that mean several zones, or none.

    mail: the stamp has the form of RFC 5322, which gives EST, CST, MST and PST one meaning.
    """
    zone = zone.strip()
    if match := _OFFSET.match(zone):
        minutes = 60 * int(match[2]) + int(match[3] or 0)
        return (minutes if match[1] == "+" else -minutes) if minutes <= 14 * 60 else None
    known = _zones().get(zone.upper())
    return known[0] if known and (mail or known[1] == "all") else None


@functools.cache
def _zones() -> dict[str, tuple[int, str]]:
    return {row["name"]: (int(row["minutes"]), row["where"]) for row in tables.rows("zones.csv")}
