"""Days as pages and saved texts write them: stamps, numbers, and words in some ninety languages and nine calendars.

The day is taken as it is written: of a stamp with an offset, the local day of that offset. Nothing is shifted to UTC.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from provenance.core.dates import PartialDate
from provenance.core.extract import stamps, written
from provenance.core.extract.datewords import number_of
from provenance.core.extract.numerals import plain_digits
from provenance.core.frozen import frozen
from provenance.core.regex import regex

# The zero of Unix, of .NET and of spreadsheets: a field that nobody filled in.
_PLACEHOLDERS = frozenset({"1970-01-01", "1969-12-31", "1900-01-01", "1899-12-30", "1999-11-30"})
# Where the month comes first: the United States and the Philippines, and the templates that say `en` and no more.
_MONTH_FIRST = frozenset({"en", "en-us", "en-ph", "fil"})

# A digit of any script, the year of East Asian days, a letter of Hebrew years.
_MAY_HOLD_DAY = regex(r"\d|年|ת")
# What every day has: a year of four digits, three numbers in a row, or the signs of `_OF_OTHERS`.
_LIKE_DAY = regex(r"\d{4}|\d\s?[./|-]\s?\d\d?\s?[./|-]\s?\d\d|[年ת]|[\u0e00-\u0e7f][.\s]{0,3}\d")
_NUMBER = regex(r"\d+")
# No day of the long pattern begins so far before its first digit: there stands one word at most. It ends with a digit, and
# its numbers stand no farther apart than a word and what joins it to them.
_WORD_BEFORE, _APART = 25, 60
# Digits of a year; numbers of a day that is written with one, and of a day whose year has only two digits.
_YEAR, _TWO, _THREE = 4, 2, 3
# Signs of Thai, Hindi and others that stand above or below a letter are no word characters to `re`.
_WORD = r"[^\s\d_.,;:!?()\[\]{}/'’\"|–—-]{3,20}"
_IN_TEXT = regex(
    rf"""(?<![\d/])(?:
      (?P<iso>(?P<y1>\d{{4}})\s?[-/.]\s?(?P<m1>\d{{1,2}})\s?[-/.]\s?(?P<d1>\d{{1,2}})(?!\d))
    | (?P<cjk>(?P<y2>\d{{4}})\s?[年년]\s?(?P<m2>\d{{1,2}})\s?[月월]\s?(?P<d2>\d{{1,2}})\s?[日일])
    | (?P<num>(?P<a>\d{{1,2}})\s?(?P<sep>[./|-])\s?(?P<b>\d{{1,2}})\s?(?P=sep)\s?(?P<y3>\d{{4}}|\d{{2}}))(?![\d:])
    | (?P<dmy>(?P<d4>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª|ο?ς)?[\s-]*(?:de\s|of\s|d['’])?\s*(?P<w4>{_WORD})\.?,?[\s-]*
        (?:de\s|del\s)?(?P<y4>\d{{4}})(?!\d))
    | (?P<ymd>(?P<y5>\d{{4}})\.?,?\s(?:m\.\s|gada\s|ж\.\s)?(?P<w5>{_WORD})\.?\s(?:mēn\.\s)?(?P<d5>\d{{1,2}})(?![\d:]))
    )
    | (?<![^\W_])(?P<mdy>(?P<w6>{_WORD})\.?\s?(?P<d6>\d{{1,2}})(?:st|nd|rd|th)?\.?,?\s{{1,2}}(?:de\s)?(?P<y6>\d{{4}})(?!\d))
    | (?<![^\W_])(?P<ctime>(?P<w7>[A-Za-z]{{3}})\s{{1,2}}(?P<d7>\d{{1,2}})\s(?=\d{{1,2}}:\d\d)[\d:]{{4,8}}\s(?:[A-Z]{{3,4}}\s)?(?P<y7>\d{{4}})(?!\d))
    """,
    re.VERBOSE | re.IGNORECASE,
)
# A year and a number that can be a day: without both, no word need be looked up.
_YEAR_NUMBER, _DAY_NUMBER = regex(r"(?<!\d)\d{4}(?!\d)"), regex(r"(?<!\d)\d{1,2}(?!\d)")
# Days without a year of four digits: of an era, of the Republic of China, in Han numerals, in Hebrew letters, Thai `67`.
_OF_OTHERS = regex(r"年|ת[א-ת]{0,4}[״\"”]|[\u0e00-\u0e7f][.\s]{0,3}\d")
_PART_OF_NAME = regex(r"^(\d{1,2})(?:st|nd|rd|th|\.|º)?\s+(?:de\s)?([^\W\d_]{3,})\.?(?:,?\s+(\d{4}))?$")
_NAME_THEN_DAY = regex(r"^([^\W\d_]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?$")


@frozen
class Found:
    """A day found in running text. start, end: offsets of the quote in the text, a time of day beside it included.

    calendar: that in which it is written. other: the day that it would be with day and month the other way round.
    time: minutes since midnight; offset: minutes east of UTC. basis: what was concluded, in words.
    """

    date: PartialDate
    start: int
    end: int
    quote: str
    calendar: str = "gregorian"
    other: PartialDate | None = None
    time: int | None = None
    offset: int | None = None
    basis: tuple[str, ...] = ()


def month_number(word: str, language: str | None = None) -> int | None:
    """1 to 12 for the name of a month, None if it is none, or means different months in different languages."""
    return number_of("month", word, language)


def weekday_number(word: str, language: str | None = None) -> int | None:
    """ISO 8601 number (Monday is 1) for the full name of a weekday, None if it is none."""
    return number_of("weekday", word, language)


def make_day(year: int, month: int, day: int | None, language: str | None = None) -> PartialDate | None:
    """The date, or None if the calendar has no such day or it is a placeholder.

    language: tells whether a year like 1403 or 1445 is one of the sun or of the moon.
    """
    calendar = written.calendar_of(year, language)
    if day is None:
        try:
            return PartialDate(year=year, month=month) if calendar == "gregorian" else None
        except ValueError:
            return None
    date, _ = written.convert(calendar, year, month, day, language) if calendar else (None, ())
    return None if date is None or date.edtf in _PLACEHOLDERS else date


def read_moment(value: str, language: str | None = None) -> stamps.Moment | None:
    """The day, time and offset of a machine-readable value, or of words as a last resort."""
    moment = stamps.read(value)
    if moment is not None:
        stated = moment.date
        date = make_day(stated.year or 0, stated.month or 0, stated.day, language)
        return replace(moment, date=date) if date else None
    found = days_in(value[:120], language)
    if found:
        return stamps.Moment(date=found[0].date, time=found[0].time, offset=found[0].offset, notes=found[0].basis)
    month = written.month_of(plain_digits(value), language) if len(value) < 40 else None
    return stamps.Moment(date=month) if month and month.year else None


def read_stamp(value: str, language: str | None = None) -> PartialDate | None:
    """The day of a machine-readable value: ISO 8601, RFC 9110 dates, seconds since 1970, or words as a last resort."""
    moment = read_moment(value, language)
    return moment.date if moment else None


def stamped_day(value: str, language: str | None = None) -> str:
    """The day of a stamp as EDTF, empty where it is none: what a reader of one vocabulary gives as the value."""
    day = read_stamp(value, language)
    return day.edtf if day else ""


def days_in(text: str, language: str | None = None) -> list[Found]:
    """All days that a text names, in order. Two calendars beside each other that name one day are one.

    Whole days, but for two: a lunar Hijri day is only sure to its month, and `03/04/2024` to its year where neither the
    language nor the order of the numbers tells which is the month.
    """
    return list(_days_in(text, language)) if may_hold_day(text) else []


def may_hold_day(text: str) -> bool:
    """Whether there is any sign of a day: most lines of a page hold none."""
    return _MAY_HOLD_DAY.search(text) is not None


@functools.lru_cache(maxsize=1024)  # a line is read by several families
def _days_in(text: str, language: str | None) -> tuple[Found, ...]:
    plain = plain_digits(text)
    short = _found_hits(written.short_eras(plain, language))
    if not short and not _LIKE_DAY.search(plain):
        return ()  # the long pattern costs
    found = [*short, *(day for day in _in_numbers(plain, language) if not _overlaps(day, short))]
    if not found or not text.isascii():
        found = _with_words(found, plain, language)
    return tuple(_with_time(day, text, plain) for day in _agreeing(found))


def _in_numbers(plain: str, language: str | None) -> Iterator[Found]:
    """The days that the long pattern sees; it costs, and is held against no more of the text than where one can stand."""
    for first, last in _stretches(plain):
        days = (_read_match(match, language) for match in _IN_TEXT.finditer(plain, first, last))
        yield from (day for day in days if day is not None)


def _stretches(plain: str) -> Iterator[tuple[int, int]]:
    """Where numbers stand that may be a day: from the word before the first of them to the sign behind the last."""
    groups: list[list[tuple[int, int]]] = []
    for span in (match.span() for match in _NUMBER.finditer(plain)):
        if groups and span[0] - groups[-1][-1][1] <= _APART:
            groups[-1].append(span)
        else:
            groups.append([span])
    for group in groups:
        with_year = len(group) >= _TWO and any(end - start >= _YEAR for start, end in group)
        if with_year or len(group) >= _THREE:
            yield max(0, group[0][0] - _WORD_BEFORE), group[-1][1] + 1


def _overlaps(day: Found, others: Iterable[Found]) -> bool:
    return any(day.start < other.end and other.start < day.end for other in others)


def _with_words(found: list[Found], plain: str, language: str | None) -> list[Found]:
    """The days that the pattern saw, and those that only the reader of words sees."""
    rest = plain
    for day in found:  # a day in words needs a year and a number that are in none of these
        rest = rest[: day.start] + " " * (day.end - day.start) + rest[day.end :]
    in_numbers = _YEAR_NUMBER.search(rest) and _DAY_NUMBER.search(rest)
    if not in_numbers and (plain.isascii() or not _OF_OTHERS.search(plain)):
        return found
    more = [hit for hit in _found_hits(written.hits(plain, language)) if not _overlaps(hit, found)]
    return sorted([*found, *more], key=lambda one: one.start) if more else found


def _found_hits(hits: Iterable[written.Hit]) -> list[Found]:
    return [
        Found(date=hit.date, start=hit.start, end=hit.end, quote="", calendar=hit.calendar, basis=hit.basis)
        for hit in hits
        if hit.date.edtf not in _PLACEHOLDERS
    ]


def _agreeing(found: list[Found]) -> list[Found]:
    """Of neighbours in two calendars that name one day, one; of a month and its day, the day."""
    kept: list[Found] = []
    for one in found:
        last = kept[-1] if kept else None
        if last and last.calendar != one.calendar and one.start - last.end <= 12 and _same(last.date, one.date):
            better = one if len(one.date.edtf) > len(last.date.edtf) else last
            both = f"{last.calendar} and {one.calendar} name one day"
            kept[-1] = replace(better, start=last.start, end=one.end, basis=(*better.basis, both))
        else:
            kept.append(one)
    return kept


def _same(one: PartialDate, other: PartialDate) -> bool:
    shorter, longer = sorted((one.edtf, other.edtf), key=len)
    return longer.startswith(shorter)


def _with_time(day: Found, text: str, plain: str) -> Found:
    """The day with its quote, and with the time of day that stands behind it."""
    beside = stamps.time_beside(plain, day.end) if ":" in plain[day.end : day.end + 40] else None
    if beside is None:
        return replace(day, quote=text[day.start : day.end])
    time, offset, end = beside
    return replace(day, quote=text[day.start : day.end], time=time, offset=offset, end=end)


def _read_match(match: re.Match[str], language: str | None) -> Found | None:
    """The day of a match of the long pattern."""
    if match["num"]:
        return _numeric(match, language)
    if match["iso"]:
        return _found(match, int(match["y1"]), int(match["m1"]), int(match["d1"]), language)
    if match["cjk"]:
        return _found(match, int(match["y2"]), int(match["m2"]), int(match["d2"]), language)
    for kind, part in (("dmy", "4"), ("ymd", "5"), ("mdy", "6"), ("ctime", "7")):
        if match[kind]:
            month = month_number(match["w" + part], language)
            return (month and _found(match, int(match["y" + part]), month, int(match["d" + part]), None)) or None
    return None


def _found(match: re.Match[str], year: int, month: int, day: int, language: str | None) -> Found | None:
    date = make_day(year, month, day, language)
    if date is None:
        return None
    calendar = written.calendar_of(year, language)
    return Found(date=date, start=match.start(), end=match.end(), quote="", calendar=calendar)


def _numeric(match: re.Match[str], language: str | None) -> Found | None:
    """`04/07/2024`, `4.7.24`: the order of day and month is that of the language; a full stop puts the day first."""
    first, second, year = int(match["a"]), int(match["b"]), int(match["y3"])
    if len(match["y3"]) == 2:
        if match["sep"] == "-":
            return None
        year += 2000 if year < 70 else 1900
    month_first = match["sep"] == "/" and (language or "").lower() in _MONTH_FIRST
    day, month = (second, first) if month_first else (first, second)
    if month > 12 >= day:
        day, month = month, day
    found = _found(match, year, month, day, language)
    if found is None or first == second or max(first, second) > 12 or match["sep"] in ".|":
        return found
    other = make_day(year, day, month, language)
    if not language:
        either = f"{match.group()} is {found.date} or {other}: no language says which"
        return replace(found, date=PartialDate(year=found.date.year), other=other, basis=(either,))
    order = "month" if month_first else "day"
    basis = f"{match.group()} read with the {order} first, as a text in `{language}` writes it; else it is {other}"
    return replace(found, other=other, basis=(basis,))


def read_partial(text: str, language: str | None = None) -> PartialDate | None:
    """A day as datelines write it, with or without a year: `July 4`, `29th November, 2015`, `28 LUG`, `4 de julio`."""
    text = text.strip(" .,")
    if match := _PART_OF_NAME.match(text):
        day, word, year = match.groups()
    elif match := _NAME_THEN_DAY.match(text):
        word, day, year = match.groups()
    else:
        return written.month_of(plain_digits(text), language)
    month = month_number(word, language)
    if month is None:
        return None
    try:
        return PartialDate(year=int(year) if year else None, month=month, day=int(day))
    except ValueError:
        return None
