"""Names of persons: whether two spellings can be those of one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from provenance.core.text import plain

_SHORTEST_NAME = 2
# Titles and suffixes that one writes and the other leaves out.
_TITLES = "dr prof jr sr phd md msc ba ma ii iii iv mr mrs ms sir dame dipl ing"
_PASSED_OVER = frozenset(_TITLES.split())
# How else German, Danish, Norwegian and Swedish letters are written in ASCII, undone on both sides.
_ONE_LETTER = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))
_OTHER_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "a", "œ": "o", "þ": "t", "ð": "d"})
# Two systems of transliteration agree in so much of the consonants: `Belyaev`, `Beliaev`, `Beljajew`.
_TRANSLITERATED = 0.7
_FEW_SOUNDS = 3
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("tsch", "c"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("zh", "z"), ("kh", "h"),
    ("ph", "f"), ("th", "t"), ("gh", "g"), ("dj", "z"), ("dzh", "z"), ("ts", "c"), ("tz", "c"), ("w", "v"), ("x", "ks"),
    ("q", "k"), ("j", "y"),
)  # fmt: skip


def is_named(name: str, other: str) -> bool:
    """Whether two spellings can be those of one name: all parts of the shorter are parts of the longer, or its initials.

    A first name that was shortened (`J. Roe`) or left out says nothing against it; a family name is never shortened.
    """
    if any(_all_parts(first, second) for first, second in zip(_spellings(name), _spellings(other), strict=True)):
        return True
    return scripts_differ(name, other) and _sounds_alike(name, other)


def is_suffix(name: str) -> bool:
    """Whether it is what stands behind a name, and none: `Jr.`"""
    return plain(name) in _PASSED_OVER


def _spellings(name: str) -> tuple[list[str], ...]:
    """The parts of a name without accents, and once more with `ä` and `ae` the same."""
    folded = plain(name).translate(_OTHER_LETTERS)
    parts = [part for part in re.split(r"[\s_]+", folded) if part not in _PASSED_OVER] or folded.split()
    short = " ".join(parts)
    for two, single in _ONE_LETTER:
        short = short.replace(two, single)
    return parts, short.split()


def _all_parts(first: list[str], second: list[str]) -> bool:
    one, other = "".join(first), "".join(second)
    if one == other:
        return bool(one)
    # No space parts them from each other, or from the word for "by".
    unspoken = is_unspoken(one) and is_unspoken(other) and min(len(one), len(other)) > _SHORTEST_NAME
    if unspoken and (one in other or other in one):
        return True
    shorter, longer = sorted((first, second), key=len)
    return bool(shorter) and _parts_agree(shorter, list(longer))


def _parts_agree(shorter: Sequence[str], longer: list[str]) -> bool:
    whole = 0
    for part in sorted(shorter, key=len, reverse=True):
        match = next((one for one in longer if one == part), None)
        whole += match is not None and len(part) >= _SHORTEST_NAME
        match = match or next((one for one in longer if one[:1] == part[:1] and 1 in (len(one), len(part))), None)
        if match is None:
            return False
        longer.remove(match)
    return whole > 0


# -- other scripts ------------------------------------------------------------------------------------------------


def scripts_differ(name: str, other: str) -> bool:
    """Whether no letter of the one is of a script of the other."""
    first, second = _scripts(name), _scripts(other)
    return bool(first and second) and not first & second


def is_unspoken(name: str) -> bool:
    """Whether a name is written in Chinese characters, of which nothing tells how they are read."""
    return "CJK" in _scripts(name)


def _scripts(name: str) -> set[str]:
    return {unicodedata.name(sign, "").partition(" ")[0] for sign in name if sign.isalpha()}


def _sounds_alike(name: str, other: str) -> bool:
    """Whether the consonants of the two, in Latin letters, are much the same in each part of the shorter; of Chinese
    characters, whether they are written so in pinyin.
    """
    if is_unspoken(name) or is_unspoken(other):
        return sorted(_latin(name).replace(" ", "")) == sorted(_latin(other).replace(" ", ""))
    first, second = (
        [part for one in spell.split() if (part := _skeleton(one))] for spell in map(_latin, (name, other))
    )
    shorter, longer = sorted((first, second), key=len)
    return bool(shorter) and all(any(_is_near(part, one) for one in longer) for part in shorter)


def _is_near(part: str, other: str) -> bool:
    if min(len(part), len(other)) < _FEW_SOUNDS:
        return part == other
    return SequenceMatcher(None, part, other).ratio() >= _TRANSLITERATED


def _latin(name: str) -> str:
    """In Latin letters, whatever the script."""
    from anyascii import anyascii

    return plain(anyascii(name))


def _skeleton(part: str) -> str:
    for written, sound in _SOUNDS:
        part = part.replace(written, sound)
    bare = part[:1] + re.sub(r"[aeiouy]", "", part[1:])
    return re.sub(r"(.)\1+", r"\1", bare)
