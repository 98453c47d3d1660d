"""Moments told by their distance from now: `2 hours ago`, `gestern`, `昨日` – in some eighty languages.

Without the moment at which the page was captured such words say nothing, and nothing is read from them; with it, the day
is a conclusion and is marked as one.
"""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass

from provenance.core import tables
from provenance.core.dates import PartialDate
from provenance.core.extract.numerals import plain_digits
from provenance.core.regex import regex

# Longer lines are sentences, in which such words are about something else.
_LONGEST = 80
_NUMBER = regex(r"\d{1,3}")
# All but a single space, which may stay.
_SPACES = regex(r"[\s\u200b\u200e\u200f]{2,}|[^\S ]|[\u200b\u200e\u200f]")
_DAY_UNITS = {"today": 0, "yesterday": 1, "before_yesterday": 2}
_CODES = {
    "second": "PT{}S",
    "minute": "PT{}M",
    "hour": "PT{}H",
    "day": "P{}D",
    "week": "P{}W",
    "month": "P{}M",
    "year": "P{}Y",
}
_DURATION = regex(r"^P(T?)(\d{1,4})([SMHDWY])$")


@dataclass(frozen=True, slots=True)
class Ago:
    """duration: ISO 8601, how long before the capture (`PT2H`, `P1D`; `P0D` is the same day). quote: the words."""

    duration: str
    quote: str


@dataclass(frozen=True, slots=True)
class _Pattern:
    before: str
    after: str
    unit: str
    language: str


@functools.cache
def _patterns() -> tuple[dict[str, list[_Pattern]], dict[str, list[_Pattern]]]:
    """Those with a number, by the last letter before and the first behind it; those without, by their words."""
    numbered: dict[str, list[_Pattern]] = {}
    plain: dict[str, list[_Pattern]] = {}
    for row in tables.rows("relative.csv"):
        for words in row["patterns"].split(";"):
            before, number, after = words.partition("{0}")
            pattern = _Pattern(before.strip(), after.strip(), row["unit"], row["language"])
            group = numbered if number else plain
            group.setdefault(pattern.before[-1:] + "|" + pattern.after[:1] if number else words, []).append(pattern)
    return numbered, plain


@functools.cache
def _openings() -> frozenset[str]:
    """The first words of the patterns without a number: most lines open with another, and say nothing of the kind."""
    return frozenset(words.split(" ", 1)[0] for words in _patterns()[1])


def ago(text: str, language: str | None = None) -> Ago | None:
    """What a short line says of how long ago; None for a line that says nothing of the kind, or says it in two ways."""
    if len(text) > _LONGEST:
        return None
    line = _SPACES.sub(" ", plain_digits(text).lower()).strip(" .,·|–—-:")
    own = (language or "").split("-")[0].lower()
    found = [*_numbered(line, own), *_plain(line, own)]
    if not found:
        return None
    longest = max(len(words) for _, words in found)
    durations = {duration for duration, words in found if len(words) == longest}
    return Ago(durations.pop(), text.strip()) if len(durations) == 1 else None


def _numbered(line: str, language: str) -> list[tuple[str, str]]:
    """Durations, with the words that say them."""
    known, _ = _patterns()
    found = []
    for match in _NUMBER.finditer(line):
        before, after = line[: match.start()].rstrip(), line[match.end() :].lstrip()
        near = {before[-1:] + "|" + after[:1], "|" + after[:1], before[-1:] + "|"}
        for pattern in (one for key in near for one in known.get(key, ())):
            if not (before.endswith(pattern.before) and after.startswith(pattern.after)):
                continue
            if _cut_off(before[: len(before) - len(pattern.before)], after[len(pattern.after) :], pattern):
                continue
            if len(pattern.before + pattern.after) > 3 or pattern.language == language:
                words = f"{pattern.before} {pattern.after}"
                found.append((_CODES[pattern.unit].format(int(match.group())), words))
    return found


def _cut_off(before: str, after: str, pattern: _Pattern) -> bool:
    """Whether the words go on, so that they are others: `for` in `before`, `2 d` in `2 dollars`."""
    goes_on = pattern.after[-1:].isascii() and pattern.after[-1:].isalpha() and after[:1].isalpha()
    begins = pattern.before[:1].isascii() and pattern.before[:1].isalpha() and before[-1:].isalpha()
    return goes_on or begins


def _plain(line: str, language: str) -> list[tuple[str, str]]:
    """`yesterday`, `an hour ago`: the first words of the line, in its own language; `hier` is a day to one and a place to another."""
    _, known = _patterns()
    words = line.split(" ")
    if words[0].rstrip(",:") not in _openings():
        return []
    for count in range(min(5, len(words)), 0, -1):
        said = " ".join(words[:count]).rstrip(",:")
        patterns = known.get(said, [])
        mine = [one for one in patterns if language in ("", one.language)]
        units = {one.unit for one in mine}
        if len(units) == 1:
            unit = units.pop()
            return [(f"P{_DAY_UNITS[unit]}D" if unit in _DAY_UNITS else _CODES[unit].format(1), said)]
    return []


def day_of(duration: str, captured: dt.datetime) -> tuple[PartialDate, str] | None:
    """The day so long before the capture, with the reason in words; weeks are approximate, months and years stay such.

    captured: with its offset; the day is that of the offset.
    """
    match = _DURATION.match(duration)
    if match is None:
        return None
    number, unit = int(match[2]), match[1] + match[3]
    reason = f"counted back from the capture, {captured.isoformat(timespec='minutes')}"
    try:
        if unit in ("M", "Y"):
            months = 12 * captured.year + captured.month - 1 - number * (12 if unit == "Y" else 1)
            date = PartialDate(year=months // 12, month=months % 12 + 1 if unit == "M" else None)
            return date, reason
        steps = {"TS": "seconds", "TM": "minutes", "TH": "hours", "D": "days", "W": "weeks"}
        then = captured - dt.timedelta(**{steps[unit]: number})
    except (OverflowError, ValueError):
        return None
    return PartialDate(year=then.year, month=then.month, day=then.day, approximate=unit == "W"), reason
