"""Days written out in words, whatever the language: numbers and names of months in the order in which they stand.

The text is taken apart into numbers, names of months, words that say nothing (`de`, `ngày`, `года`), eras (`พ.ศ.`) and
all the rest. Three parts in a row that can only be one day are a day; anything else between them is not read over.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from provenance.core import calendars
from provenance.core.dates import PartialDate
from provenance.core.extract.datewords import Month, is_spaceless, key, months_of, spaceless, words
from provenance.core.extract.numerals import han_number, hebrew_number
from provenance.core.regex import regex

FIRST_YEAR, LAST_YEAR = 1700, 2100
_TOKEN = regex(r"(?P<number>\d+)|(?P<word>[^\W\d_][^\s\d,;:!?()\[\]{}/|«»\"“”、。，،؛–—•·=+*&%$#@<>\\]*)|(?P<sign>\S)")
_LIGHT = frozenset(",.،-–—/()'’ʼ་༌")
_ORDINALS = frozenset(
    ["st", "nd", "rd", "th", "er", "ème", "º", "ª", "eme", "ος", "η", "ης", "ος", "го", "е", "й", "р", "ші"]
)
# No date is longer; a page's text is not searched as one piece.
_MOST_TOKENS = 400
_CALENDAR_YEARS = {"jalali": (1200, 1500), "hijri": (1300, 1500), "hebrew": (5000, 6000), "ethiopian": (1800, 2100)}

_HAN_DIGITS = "〇零○元一二三四五六七八九十"
_ERA_NAMES = {
    "令和": "reiwa", "平成": "heisei", "昭和": "showa", "大正": "taisho", "明治": "meiji", "㋿": "reiwa", "㍻": "heisei",
    "㍼": "showa", "R": "reiwa", "H": "heisei", "S": "showa", "T": "taisho", "M": "meiji",
}  # fmt: skip
_EAST_ASIAN = regex(
    rf"(?:(?P<era>令和|平成|昭和|大正|明治|[㋿㍻㍼]|(?:中華|中华)?民[國国])\s?)?(?P<year>\d{{1,4}}|[{_HAN_DIGITS}]{{1,5}})\s?年\s?"
    rf"(?P<month>\d{{1,2}}|[{_HAN_DIGITS}]{{1,2}})\s?月\s?(?P<day>\d{{1,2}}|[{_HAN_DIGITS}]{{1,3}})\s?[日號号]"
)
_ERA_SHORT = regex(
    r"(?<![A-Za-z0-9])(?P<era>[RHSTM])\s?(?P<year>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<day>\d{1,2})(?!\d)"
)
_ROC_NUMBERS = regex(
    r"(?<![\d/.-])(?P<year>1[0-4]\d)\s?[./-]\s?(?P<month>\d{1,2})\s?[./-]\s?(?P<day>\d{1,2})(?![\d/.-])"
)
_HEBREW_DATE = regex(
    r"(?P<day>[א-ל][׳'’]|[טיכל][״\"”][א-ט])\s+(?P<month>ב?[א-ת]+(?:\s[אב][׳'’])?)\s+(?:ה[׳'’]?)?(?P<year>ת[שרקת]?[א-ת]{0,2}[״\"”][א-ת])"
)


@dataclass(frozen=True, slots=True)
class Hit:
    """A day at an offset of the text. calendar: that in which it stands there. basis: what was concluded, in words."""

    date: PartialDate
    start: int
    end: int
    calendar: str = "gregorian"
    basis: tuple[str, ...] = ()


class _Token(NamedTuple):
    """kind: N number, M month, E era, F says nothing, U says that a number is a month, X anything else."""

    kind: str
    start: int
    end: int
    number: int = 0
    digits: int = 0
    months: tuple[Month, ...] = ()
    era: str = ""


def hits(text: str, language: str | None) -> list[Hit]:
    """All whole days in words, in order. text: with ASCII digits (`numerals.plain_digits`)."""
    found = [*_east_asian(text, language), *_hebrew(text)]
    tokens = list(_tokens(text))
    for run in _runs(tokens):
        found += _in_run(run, language)
    return sorted(found, key=lambda hit: hit.start)


def month_of(text: str, language: str | None) -> PartialDate | None:
    """A text that is nothing but a month and its year, or a month and its day: `July 2024`, `4 juillet`."""
    runs = list(_runs(_tokens(text)))
    parts = [token for token in runs[0] if token.kind in "NM"] if len(runs) == 1 else []
    kinds = "".join(token.kind for token in parts)
    if kinds not in ("NM", "MN"):
        return None
    month, number = parts[kinds.index("M")], parts[kinds.index("N")]
    known = _choose(month.months, language, "gregorian")
    try:
        if known is None or (number.digits == 4 and not FIRST_YEAR <= number.number <= LAST_YEAR):
            return None
        if number.digits == 4:
            return PartialDate(year=number.number, month=known.number)
        return PartialDate(month=known.number, day=number.number) if number.digits <= 2 else None
    except ValueError:
        return None


# -- tokens -------------------------------------------------------------------------------------------------------


def _tokens(text: str) -> Iterator[_Token]:
    matches = list(_TOKEN.finditer(text))[:_MOST_TOKENS]
    place = 0
    while place < len(matches):
        match = matches[place]
        place += 1
        if match.lastgroup == "number":
            digits = match.group()
            if len(digits) <= 4:
                yield _Token("N", match.start(), match.end(), number=int(digits), digits=len(digits))
            else:
                yield _Token("X", match.start(), match.end())
        elif match.lastgroup == "sign":
            if match.group() not in _LIGHT:
                yield _Token("X", match.start(), match.end())
        elif is_spaceless(match.group()):
            yield from _spaceless_tokens(match)
        else:
            used, token = _word_token(text, matches, place - 1)
            place += used - 1
            yield token


def _word_token(text: str, matches: list[re.Match[str]], place: int) -> tuple[int, _Token]:
    """The longest name of up to three words that begins here, and how many words it took."""
    match = matches[place]
    opens, kind, months, era = _meaning(match.group())
    if opens:
        for count in (3, 2):
            last = matches[min(place + count, len(matches)) - 1]
            several = " ".join(text[match.start() : last.end()].split())
            if several.count(" ") == count - 1 and (found := months_of(several)):
                return count, _Token("M", match.start(), last.end(), months=found)
    return 1, _Token(kind, match.start(), match.end(), months=months, era=era)


@functools.lru_cache(maxsize=4096)
def _meaning(word: str) -> tuple[bool, str, tuple[Month, ...], str]:
    """Whether longer names open with the word; the kind of token that it is, its months, its era."""
    known, name, months = words(), key(word), months_of(word)
    opens = name in known.openings
    if months:
        return opens, "M", months, ""
    if name in known.eras:
        return opens, "E", (), known.eras[name]
    if name in known.between:
        return opens, "U" if known.between[name] else "F", (), ""
    return opens, "F" if name in _ORDINALS else "X", (), ""


def _spaceless_tokens(match: re.Match[str]) -> Iterator[_Token]:
    for kind, months, era in _spaceless_meanings(match.group()):
        yield _Token(kind, match.start(), match.end(), months=months, era=era)


@functools.lru_cache(maxsize=4096)
def _spaceless_meanings(several: str) -> tuple[tuple[str, tuple[Month, ...], str], ...]:
    """As `_meaning`, for each of the words that are written as one."""
    word, end = key(several), 0
    found: list[tuple[str, tuple[Month, ...], str]] = []
    for part in spaceless().finditer(word):
        if part.start() > end:
            found.append(("X", (), ""))
        end = part.end()
        _, kind, months, era = _meaning(part.group())
        found.append((kind, months, era))
    return (*found, ("X", (), "")) if end < len(word) else tuple(found)


def _runs(tokens: Iterator[_Token] | list[_Token]) -> Iterator[list[_Token]]:
    """Stretches of tokens with nothing strange between them."""
    run: list[_Token] = []
    for token in tokens:
        if token.kind == "X":
            if len(run) > 1:
                yield run
            run = []
        elif token.kind != "F":
            run.append(token)
    if len(run) > 1:
        yield run


# -- days ---------------------------------------------------------------------------------------------------------


def _in_run(run: list[_Token], language: str | None) -> Iterator[Hit]:
    parts: list[_Token] = []
    for token in run:
        # Two names of one month beside each other are one: `تموز/يوليو`.
        twice = parts and token.kind == parts[-1].kind == "M" and _numbers(token) & _numbers(parts[-1])
        if token.kind in "NM" and not twice:
            parts.append(token)
    place = 0
    while place + 2 < len(parts):
        three = parts[place : place + 3]
        hit = _day(three, run, language)
        if hit is not None:
            yield hit
            place += 3
        else:
            place += 1


def _numbers(token: _Token) -> set[tuple[str, int]]:
    return {(month.calendar, month.number) for month in token.months}


def _day(three: list[_Token], run: list[_Token], language: str | None) -> Hit | None:
    kinds = "".join(token.kind for token in three)
    first, second, third = three
    if kinds == "NMN":
        year, month, day = (first, second, third) if first.number > 31 and third.digits <= 2 else (third, second, first)
    elif kinds == "MNN":
        month, day, year = three
    elif kinds == "NNM":
        year, day, month = three
    elif kinds == "NNN" and any(token.kind == "U" and three[0].start < token.end <= three[2].end for token in run):
        year, month, day = three if first.digits == 4 else (third, second, first)
    else:
        return None
    if day.digits > 2:
        return None
    era = _era_of(year, run)
    return _dated((year, month, day), era, language, (first.start, third.end))


def _era_of(year: _Token, run: list[_Token]) -> str:
    """The era beside the year: before it, or behind it."""
    place = run.index(year)
    for beside in (place + 1, place - 1):
        if 0 <= beside < len(run) and run[beside].kind == "E":
            return run[beside].era
    return ""


def _dated(parts: tuple[_Token, _Token, _Token], era: str, language: str | None, span: tuple[int, int]) -> Hit | None:
    year, month, day = parts
    if month.kind == "N":
        calendar = era or calendar_of(year.number, language)
        return _hit(calendar, (year.number, month.number, day.number), language, span) if year.digits == 4 else None
    for calendar in _CALENDARS:
        known = _choose(month.months, language, calendar)
        number = year.number
        if calendar == "gregorian":
            number = _thai_short(year, language, era)
            fits = number > 999
        else:
            fits = calendar in _CALENDAR_YEARS and _fits(calendar, number)
        if known is None or not fits:
            continue
        named = calendar if calendar != "gregorian" else "gregorian" if era == "ce" else calendar_of(number, None)
        if hit := _hit(named, (number, known.number, day.number), language, span):
            return hit
    return None


def _hit(calendar: str, day: tuple[int, int, int], language: str | None, span: tuple[int, int]) -> Hit | None:
    """day: year, month and day in that calendar. span: where they stand."""
    date, basis = convert(calendar, *day, language)
    return Hit(date, *span, calendar, basis) if date is not None else None


def _thai_short(year: _Token, language: str | None, era: str) -> int:
    """`4 ก.ค. 67`: two digits of a Buddhist year, which Thai papers write for 2550 to 2599."""
    if year.digits == 2 and (language or "").startswith("th") and year.number >= 50 and era != "ce":
        return 2500 + year.number
    return year.number


def _choose(months: tuple[Month, ...], language: str | None, calendar: str) -> Month | None:
    """The month of that calendar; of several, the one in the text's own language, and none if that does not decide."""
    own = [month for month in months if month.calendar == calendar]
    if len(own) < 2:
        return own[0] if own else None
    mine = [month for month in own if _primary(language) in month.languages]
    return mine[0] if len(mine) == 1 else None


def _primary(language: str | None) -> str:
    return (language or "").split("-")[0].lower()


def _fits(calendar: str, year: int) -> bool:
    first, last = _CALENDAR_YEARS[calendar]
    return first <= year <= last


# -- calendars ----------------------------------------------------------------------------------------------------


def calendar_of(year: int, language: str | None) -> str:
    """The calendar of a year in numbers, by its size and the language; empty where they do not tell.

    1300 to 1500 is a year of the sun in Iran and Afghanistan and one of the moon in the Arab world.
    """
    if FIRST_YEAR <= year <= LAST_YEAR:
        return "gregorian"
    if 2400 <= year <= LAST_YEAR + 543:
        return "buddhist"
    if 1300 <= year <= 1500:
        return "jalali" if _primary(language) in _SOLAR else "hijri" if _primary(language) in _LUNAR else ""
    return ""


def convert(
    calendar: str, year: int, month: int, day: int, language: str | None = None
) -> tuple[PartialDate | None, tuple[str, ...]]:
    """The day in the Gregorian calendar, with what is to be said of it; None where that calendar has no such day."""
    if calendar == "hijri":
        date = calendars.hijri(year, month, day, saudi=(language or "").lower().endswith("-sa"))
        sure = date is not None and date.is_whole
        reason = "by the Umm al-Qura table" if sure else "sure to one day either way, so that no day is stated"
        return date, (f"{day}/{month}/{year} of the lunar Hijri calendar, {reason}",)
    exact = _EXACT.get(calendar)
    found = exact(year, month, day) if exact else None
    if found is None:
        return None, ()
    date = PartialDate(year=found.year, month=found.month, day=found.day)
    return date, (f"{day}/{month}/{year} of the {calendar} calendar is {date}",) if calendar not in _PLAIN else ()


_CALENDARS = ("gregorian", "jalali", "hijri", "hebrew", "ethiopian")
_PLAIN = ("gregorian", "ce")
_SOLAR = frozenset({"fa", "ps", "ckb", "prs", "mzn", "glk", "lrc"})
_LUNAR = frozenset({"ar", "ur", "sd", "ug", "dv"})
_EXACT: dict[str, Callable[[int, int, int], dt.date | None]] = {
    "gregorian": calendars.gregorian,
    "ce": calendars.gregorian,
    "jalali": calendars.jalali,
    "buddhist": calendars.buddhist,
    "minguo": calendars.minguo,
    "hebrew": calendars.hebrew,
    "ethiopian": calendars.ethiopian,
    **{era: functools.partial(calendars.japanese, era) for era in ("reiwa", "heisei", "showa", "taisho", "meiji")},
}


def short_eras(text: str, language: str | None) -> list[Hit]:
    """Days in numbers whose year is not that of the Gregorian calendar: in Japanese `R6.7.4`, in Taiwan `113/07/04`."""
    if (language or "")[:2].lower() not in ("ja", "zh"):
        return []
    pattern = _ERA_SHORT if _primary(language) == "ja" else _ROC_NUMBERS if _is_taiwan(language) else None
    return [hit for match in pattern.finditer(text) if (hit := _of_era(match, language))] if pattern else []


def _is_taiwan(language: str | None) -> bool:
    tag = (language or "").lower()
    return _primary(tag) == "zh" and tag not in ("zh-cn", "zh-hans", "zh-hans-cn", "zh-sg")


def _east_asian(text: str, language: str | None) -> Iterator[Hit]:
    """`令和6年7月4日`, `民國113年7月4日`, `二〇二四年七月四日`."""
    for match in _EAST_ASIAN.finditer(text) if "年" in text else ():
        hit = _of_era(match, language)
        yield from [hit] if hit else []


def _of_era(match: re.Match[str], language: str | None) -> Hit | None:
    numbers = [han_number(match[part]) for part in ("year", "month", "day")]
    if None in numbers:
        return None
    year, month, day = (number or 0 for number in numbers)
    era = match.groupdict().get("era") or ""
    if not era and year < 1000 and not _is_taiwan(language):
        return None
    calendar = _ERA_NAMES.get(era) or ("minguo" if era or year < 200 else calendar_of(year, language))
    return _hit(calendar, (year, month, day), language, match.span())


def _hebrew(text: str) -> Iterator[Hit]:
    """`כ״ח בסיוון תשפ״ד`: the thousands of the year are left out."""
    if "ת" not in text:
        return
    for match in _HEBREW_DATE.finditer(text):
        day, year = hebrew_number(match["day"]), hebrew_number(match["year"])
        known = _choose(months_of(match["month"]), "he", "hebrew")
        if day and year and known:
            hit = _hit("hebrew", (5000 + year, known.number, day), "he", match.span())
            yield from [hit] if hit else []
