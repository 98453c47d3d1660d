"""Names of places, agencies and kickers, by which the parts of a dateline are told apart. Read when first asked for."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Mapping

from provenance.core import outlets, tables
from provenance.core.regex import regex
from provenance.core.text import comparable, plain

# Villages are not in the table; in German their names tell themselves.
_VILLAGE = regex(r"\w{3,}(?:dorf|hausen|hofen|ingen|kirchen|reuth|weiler|brunn|rode|bach|furt|münde)$")
# What may stand behind a town: `, Minn.`, `(West Bengal)`, `[India]`.
_REGION = regex(r"\s*[,(\[]")
# `LANTERN.com`, `HAFENBOTE.COM`: outlets that sign with their domain.
_DOMAIN = regex(
    r"^[A-Za-zÀ-ÿ][\w-]*\.(?:com|net|org|co|id|co\.id|ru|ua|kz|az|am|ge|uz|kg|md|by|cr|es|mx|ar|br|it|pl|hu|ro|bg|rs|hr|mk|al|tr|gr|info|news|tv)$",
    re.IGNORECASE,
)


@functools.cache
def words(kind: str) -> Mapping[str, str]:
    """Comparable word of a kind in `dateline_words.csv` → what it stands for (itself, where the table names nothing)."""
    return {
        comparable(row["word"]): row["stands_for"] or row["word"]
        for row in tables.rows("dateline_words.csv")
        if row["kind"] == kind
    }


@functools.cache
def _names(*kinds: str) -> frozenset[str]:
    rows = (row for row in tables.rows("places.csv") if row["kind"] in kinds)
    return frozenset(name for row in rows for name in row["names"].split(";"))


@functools.lru_cache(maxsize=4096)
def is_city(name: str) -> bool:
    """Whether a town of that name is known, in whatever spelling and case."""
    return plain(name) in _names("city", "town")


@functools.cache
def _before_colon() -> frozenset[str]:
    countries = words("colon_country").values()
    kinds = ("city", "town")
    rows = (row for row in tables.rows("places.csv") if row["kind"] in kinds and row["country"] in countries)
    return frozenset(name for row in rows for name in row["names"].split(";"))


def takes_colon(name: str) -> bool:
    """Whether it is a town of a country where papers put a colon behind it; before most colons stands a speaker."""
    return plain(name) in _before_colon()


@functools.lru_cache(maxsize=4096)
def is_region(name: str) -> bool:
    """Whether a country, a state or a province is called or abbreviated so."""
    return comparable(name) in words("region") or plain(name) in _names("country")


def is_village(name: str) -> bool:
    """Whether the end of a German name says that it is one of a place."""
    return _VILLAGE.fullmatch(name.casefold()) is not None


def is_kicker(name: str) -> bool:
    """Whether the first word heads a column, a correction or a caption."""
    first = name.split(maxsplit=1)[0].rstrip(",") if name.split() else ""
    return comparable(name) in words("kicker") or (
        comparable(first) in words("kicker") and not is_city(_REGION.split(name, maxsplit=1)[0])
    )


def is_office(name: str) -> bool:
    """Whether the last word is that of an office or an outlet (`Emirates News Agency`)."""
    last = comparable(name).split()[-1:]
    return bool(last) and (last[0] in words("outlet_word") or last[0].endswith(("agentur", "dienst")))


@functools.lru_cache(maxsize=4096)
def is_agency(name: str) -> bool:
    """Whether a news agency prints these words as its code or its name; what follows a slash or a dash may be a desk."""
    key = comparable(name)
    return bool(key) and (key in words("agency") or key in _codes() or outlets.is_agency(name))


@functools.cache
def _codes() -> frozenset[str]:
    return frozenset(comparable(row["code"]) for row in tables.rows("agencies.csv"))


@functools.cache
def agency_names() -> tuple[str, ...]:
    """All codes and names of agencies as printed, the longest first."""
    printed = {row["code"] for row in tables.rows("agencies.csv")}
    printed |= {row["word"] for row in tables.rows("dateline_words.csv") if row["kind"] == "agency"}
    return tuple(sorted(printed, key=lambda name: (-len(name), name)))


def code_of(name: str) -> str:
    """The code under which a name is counted, in its usual letters (`Agence France-Presse` and `afp` → `AFP`)."""
    return words("agency").get(comparable(name), name)


def is_domain(name: str) -> bool:
    return _DOMAIN.match(name) is not None


def split_places(place: str) -> tuple[str, ...]:
    """`Berlin/Frankfurt` names two places, `Frankfurt/Main` one."""
    parts = [
        part.strip()
        for part in re.split(r"\s*[/·・、]\s*|,?\s+(?:and|und|y|et|e)\s+", place, flags=re.IGNORECASE)
        if part.strip()
    ]
    if len(parts) == 2 and "/" in place and comparable(parts[1]) in words("one_place"):
        return (place,)
    return tuple(parts)


_SPACELESS_DIGITS = {
    code: str(unicodedata.digit(chr(code)))
    for start in (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0xFF10)
    for code in range(start, start + 10)
}


_OTHER_DIGIT = regex("[" + "".join(map(chr, _SPACELESS_DIGITS)) + "]")


def western_digits(text: str) -> str:
    """Arabic, Persian, Devanagari, Bengali, Thai and full-width digits as ASCII ones; no offset changes."""
    if text.isascii() or not _OTHER_DIGIT.search(text):
        return text  # to translate a text takes five times as long
    return text.translate(_SPACELESS_DIGITS)
