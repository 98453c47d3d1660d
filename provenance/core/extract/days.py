"""Days as pages write them: ISO stamps, numbers, and words in some fifty languages.

The day is taken as it is written: of a stamp with an offset, the local day of that offset. Nothing is shifted to UTC.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass

from provenance.core import tables
from provenance.core.dates import PartialDate

# No news page of the web states a day outside; what does is a placeholder or another calendar.
_FIRST_YEAR, _LAST_YEAR = 1700, 2100
# The zero of Unix, of .NET and of spreadsheets: a field that nobody filled in.
_PLACEHOLDERS = frozenset({"1970-01-01", "1969-12-31", "1900-01-01", "1899-12-30", "1999-11-30"})
_BUDDHIST_OFFSET = 543  # Thai solar calendar

_ISO = re.compile(r"^\s*(\d{4})-(\d{2})-(\d{2})(?:[T\s_]|$)")
_COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?\s*$")
_EPOCH = re.compile(r"^\s*(\d{10})(\d{3})?(?:\.\d+)?\s*$")
_MONTH_ONLY = re.compile(r"^\s*(\d{4})-(\d{2})\s*$")

_TWO_DIGITS = re.compile(r"\d\d")
# Signs of Thai, Hindi and others that stand above or below a letter are no word characters to `re`.
_WORD = r"[^\s\d_.,;:!?()\[\]{}/'’\"|–—-]{3,20}"
_IN_TEXT = re.compile(
    rf"""(?<![\d/])(?:
      (?P<iso>(?P<y1>\d{{4}})\s?[-/.]\s?(?P<m1>\d{{1,2}})\s?[-/.]\s?(?P<d1>\d{{1,2}})(?!\d))
    | (?P<cjk>(?P<y2>\d{{4}})\s?[年년]\s?(?P<m2>\d{{1,2}})\s?[月월]\s?(?P<d2>\d{{1,2}})\s?[日일])
    | (?P<num>(?P<a>\d{{1,2}})\s?(?P<sep>[./-])\s?(?P<b>\d{{1,2}})\s?(?P=sep)\s?(?P<y3>\d{{4}}|\d{{2}}))(?![\d:])
    | (?P<dmy>(?P<d4>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª|ο?ς)?[\s-]*(?:de\s|of\s|d['’])?\s*(?P<w4>{_WORD})\.?,?[\s-]*
        (?:de\s|del\s)?(?P<y4>\d{{4}})(?!\d))
    | (?P<ymd>(?P<y5>\d{{4}})\.?,?\s(?:m\.\s|gada\s|ж\.\s)?(?P<w5>{_WORD})\.?\s(?:mēn\.\s)?(?P<d5>\d{{1,2}})(?![\d:]))
    )
    | (?<![^\W_])(?P<mdy>(?P<w6>{_WORD})\.?\s?(?P<d6>\d{{1,2}})(?:st|nd|rd|th)?\.?,?\s{{1,2}}(?:de\s)?(?P<y6>\d{{4}})(?!\d))
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PART_OF_NAME = re.compile(r"^(\d{1,2})(?:st|nd|rd|th|\.|º)?\s+(?:de\s)?([^\W\d_]{3,})\.?(?:,?\s+(\d{4}))?$")
_NAME_THEN_DAY = re.compile(r"^([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A day found in running text. start, end: offsets of the quote in the text."""

    date: PartialDate
    start: int
    end: int
    quote: str


@functools.cache
def _calendar(kind: str) -> dict[str, dict[str, int]]:
    """Name → {language: number}, for `month` or `weekday`."""
    found: dict[str, dict[str, int]] = {}
    for row in tables.rows("calendar.csv"):
        if row["kind"] == kind:
            for name in row["names"].split(";"):
                found.setdefault(name, {}).setdefault(row["language"], int(row["number"]))
    return found


def _number(kind: str, word: str, language: str | None) -> int | None:
    numbers = _calendar(kind).get(word.lower().rstrip("."))
    if not numbers:
        return None
    own = numbers.get((language or "").split("-")[0].lower())
    if own is not None:
        return own
    # `listopad` is November in one language and October in another: without knowing which, it is neither.
    return next(iter(numbers.values())) if len(set(numbers.values())) == 1 else None


def month_number(word: str, language: str | None = None) -> int | None:
    """1 to 12 for the name of a month, None if it is none, or means different months in different languages."""
    return _number("month", word, language)


def weekday_number(word: str, language: str | None = None) -> int | None:
    """ISO 8601 number (Monday is 1) for the full name of a weekday, None if it is none."""
    return _number("weekday", word, language)


def make_day(year: int, month: int, day: int | None) -> PartialDate | None:
    """The date, or None if the calendar has no such day or it is a placeholder."""
    if _LAST_YEAR < year <= _LAST_YEAR + _BUDDHIST_OFFSET and year > 2400:
        year -= _BUDDHIST_OFFSET
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        date = PartialDate(year=year, month=month, day=day)
    except ValueError:
        return None
    return None if date.edtf in _PLACEHOLDERS else date


def read_stamp(value: str, language: str | None = None) -> PartialDate | None:
    """The day of a machine-readable value: ISO 8601, RFC 9110 dates, seconds since 1970, or words as a last resort."""
    for pattern in (_ISO, _COMPACT):
        if match := pattern.match(value):
            return make_day(int(match[1]), int(match[2]), int(match[3]))
    if match := _EPOCH.match(value):
        day = dt.datetime.fromtimestamp(int(match[1]), tz=dt.UTC)
        return make_day(day.year, day.month, day.day)
    if match := _MONTH_ONLY.match(value):
        return make_day(int(match[1]), int(match[2]), None)
    found = days_in(value[:120], language)
    return found[0].date if found else None


def days_in(text: str, language: str | None = None) -> list[Found]:
    """All whole days that a text names, in order."""
    found: list[Found] = []
    if not _TWO_DIGITS.search(text):
        return found  # most lines of a page; the long pattern costs
    for match in _IN_TEXT.finditer(text):
        date = _read_match(match, language)
        if date is not None:
            found.append(Found(date=date, start=match.start(), end=match.end(), quote=match.group()))
    return found


def _read_match(match: re.Match[str], language: str | None) -> PartialDate | None:
    if match["iso"]:
        return make_day(int(match["y1"]), int(match["m1"]), int(match["d1"]))
    if match["cjk"]:
        return make_day(int(match["y2"]), int(match["m2"]), int(match["d2"]))
    if match["num"]:
        return _numeric(match, language)
    for kind, part in (("dmy", "4"), ("ymd", "5"), ("mdy", "6")):
        if match[kind]:
            month = month_number(match["w" + part], language)
            return None if month is None else make_day(int(match["y" + part]), month, int(match["d" + part]))
    return None


def _numeric(match: re.Match[str], language: str | None) -> PartialDate | None:
    """`04/07/2024`: the month comes first only where that is the habit (en without region, en-US, en-PH)."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y3"])
    if len(match["y3"]) == 2:
        if match["sep"] == "-":
            return None
        year += 2000 if year < 70 else 1900
    month_first = match["sep"] == "/" and (language or "").lower() in ("en", "en-us", "en-ph")
    day, month = (second, first) if month_first else (first, second)
    if month > 12 >= day:
        day, month = month, day
    return make_day(year, month, day)


def read_partial(text: str, language: str | None = None) -> PartialDate | None:
    """A day as datelines write it, with or without a year: `July 4`, `29th November, 2015`, `28 LUG`, `4 de julio`."""
    text = text.strip(" .,")
    if match := _PART_OF_NAME.match(text):
        day, word, year = match.groups()
    elif match := _NAME_THEN_DAY.match(text):
        word, day, year = match.groups()
    else:
        return None
    month = month_number(word, language)
    if month is None:
        return None
    try:
        return PartialDate(year=int(year) if year else None, month=month, day=int(day))
    except ValueError:
        return None
