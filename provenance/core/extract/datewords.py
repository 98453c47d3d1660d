"""The words of dates: names of months and weekdays in eighty languages, what stands between the numbers, and eras."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from provenance.core import tables
from provenance.core.regex import regex

# Invisible joiners, and signs that are written or left out at will; the two forms of yeh and kaf of Arabic script.
_DROPPED = dict.fromkeys([*range(0x200B, 0x2010), 0xAD, 0x307, 0x640, *range(0x64B, 0x653), 0x0F0B, 0x0F0C, ord(".")])
_FOLDED = {ord("ي"): "ی", ord("ى"): "ی", ord("ك"): "ک", ord("ʼ"): "’", ord("'"): "’", ord("׳"): "’", 0xA0: " "}
_SIGNS = _DROPPED | _FOLDED
_PREFIX = regex(r"^(?:[בלה]|d’|an-)")
_LATIN = regex(r"[a-z]")
_VALUED = ("between", "era")


@dataclass(frozen=True, slots=True)
class Month:
    """calendar: `gregorian`, `jalali`, `hijri`, `hebrew`, `ethiopian`. languages: those that call it so."""

    calendar: str
    number: int
    languages: frozenset[str]


def key(word: str) -> str:
    """The word as the tables hold it: lower case, without full stops and invisible signs."""
    word = word.lower()
    return (word.replace(".", "").replace("'", "’") if word.isascii() else word.translate(_SIGNS)).strip(" -’,")


def _bare(word: str) -> str:
    """Latin letters without their accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _rows() -> Iterator[tuple[str, str, str, str]]:
    """kind, language, value and one word each; the value of a name is its number."""
    for row in (*tables.rows("calendar.csv"), *tables.rows("date_words.csv")):
        names = row.get("names") or row["words"]
        if row["kind"] in _VALUED:
            for word in names.split(";"):
                yield row["kind"], row["language"], row["value"], key(word)
            continue
        for number, group in enumerate(names.split("|"), 1):
            for word in group.split(";") if group else ():
                yield row["kind"], row["language"], str(number), key(word)


@dataclass(frozen=True, slots=True)
class Words:
    """All tables, read once. between: word → `month` where it says that a number is one. eras: word → calendar.

    numbers: name → language → number, of Gregorian months and of weekdays. openings: first words of names of several.
    """

    months: Mapping[str, tuple[Month, ...]]
    numbers: Mapping[str, Mapping[str, Mapping[str, int]]]
    between: Mapping[str, str]
    eras: Mapping[str, str]
    openings: frozenset[str]


@functools.cache
def words() -> Words:
    """The tables; a few milliseconds the first time."""
    named: dict[str, dict[tuple[str, int], set[str]]] = {}
    numbers: dict[str, dict[str, dict[str, int]]] = {"month": {}, "weekday": {}}
    between: dict[str, str] = {}
    eras: dict[str, str] = {}
    for kind, language, value, word in _rows():
        if kind in numbers:
            numbers[kind].setdefault(word, {}).setdefault(language, int(value))
        if kind == "between":
            between[word] = value or between.get(word, "")
        elif kind == "era":
            eras[word] = value
        elif kind != "weekday":
            calendar = "gregorian" if kind == "month" else kind
            named.setdefault(word, {}).setdefault((calendar, int(value)), set()).add(language)
    for word in [word for word in named if not word.isascii() and _LATIN.search(word)]:
        for what, languages in named[word].items():
            bare = named.setdefault(_bare(word), {})
            if not bare or what in bare:
                bare.setdefault(what, set()).update(languages)
    months = {
        word: tuple(Month(calendar, number, frozenset(languages)) for (calendar, number), languages in found.items())
        for word, found in named.items()
    }
    openings = frozenset(word.split(" ")[0] for word in months if " " in word)
    return Words(months, numbers, between, eras, openings)


def months_of(word: str) -> tuple[Month, ...]:
    """What a word, or several with one space between them, can mean as a month; empty if it is none."""
    known = words().months
    name = key(word)
    if found := known.get(name):
        return found
    if "’" in name and (found := known.get(name.split("’")[0])):
        return found  # 4 Temmuz'da
    if name.endswith("ی") and (found := known.get(name[:-1])):
        return found  # the izafe of Kurdish: 4ی تەمووزی
    without = _PREFIX.sub("", name)
    return known.get(without, ()) if without != name else ()


def number_of(kind: str, word: str, language: str | None) -> int | None:
    """1 to 12 for a Gregorian month, 1 to 7 for a `weekday`; None if it is none, or differs from language to language."""
    numbers = words().numbers[kind].get(key(word))
    if not numbers:
        return None
    own = numbers.get((language or "").split("-")[0].lower())
    if own is not None:
        return own
    # `listopad` is November in one language and October in another: without knowing which, it is neither.
    return next(iter(numbers.values())) if len(set(numbers.values())) == 1 else None


@functools.cache
def spaceless() -> re.Pattern[str]:
    """Finds the words of dates in scripts that leave no space between words (Thai, Lao, Tibetan, Burmese, Khmer)."""
    tables_ = words()
    known = (*tables_.months, *tables_.between, *tables_.eras)
    own = sorted({word for word in known if is_spaceless(word)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, own)))


def is_spaceless(word: str) -> bool:
    """Whether the word is written in one of those scripts."""
    first = word[:1]
    return "\u0e00" <= first <= "\u109f" or "\u1780" <= first <= "\u17ff"
