"""Numbers in the digits and letters of other scripts."""

from __future__ import annotations

import functools
import re

from provenance.core.regex import regex

# Code points of the zeros of the decimal digits (Unicode general category Nd) that pages are written in.
_ZEROS = (
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620,
    0xA8D0, 0xA900, 0xA9D0, 0xAA50, 0xABF0, 0xFF10,
)  # fmt: skip
_FULL_WIDTH = {0xFF0F: "/", 0xFF0E: ".", 0xFF0D: "-", 0xFF1A: ":", 0x2215: "/", 0x2044: "/"}
# Spaces of all kinds, and the marks that turn the direction of writing.
_SPACES = dict.fromkeys((0xA0, 0x2009, 0x200A, 0x202F, 0x200E, 0x200F, 0x061C, 0x2066, 0x2067, 0x2068, 0x2069), " ")
_HAN = {"〇": 0, "零": 0, "○": 0, "元": 1, **{sign: number for number, sign in enumerate("一二三四五六七八九", 1)}}
_TENS = "十"
_HEBREW = dict(zip("אבגדהוזחטיכלמנסעפצקרשת", (*range(1, 10), *range(10, 100, 10), 100, 200, 300, 400), strict=True))
_HEBREW_FINAL = str.maketrans("ךםןףץ", "כמנפצ")
_MARKS = regex(r"[׳״'\"’”]")


@functools.cache
def _table() -> dict[int, str]:
    digits = {zero + number: str(number) for zero in _ZEROS for number in range(10)}
    return digits | _FULL_WIDTH | _SPACES


@functools.cache
def _others() -> re.Pattern[str]:
    """Any sign of the table: most texts hold none, and to translate takes many times as long as to look."""
    return re.compile(f"[{re.escape(''.join(map(chr, _table())))}]")


def plain_digits(text: str) -> str:
    """The text with ASCII digits. Each character stays one character, so that offsets keep."""
    return text.translate(_table()) if not text.isascii() and _others().search(text) else text


def han_number(text: str) -> int | None:
    """`二〇二四`, `十五`, `三十一`, `元`, or ASCII digits; None if it is no number of that kind."""
    if text.isascii():
        return int(text) if text.isdecimal() else None
    if _TENS not in text:
        digits = [_HAN.get(sign) for sign in text]
        return None if None in digits else int("".join(str(digit) for digit in digits))
    tens, _, ones = text.partition(_TENS)
    first, last = _HAN.get(tens) if tens else 1, _HAN.get(ones) if ones else 0
    return None if first is None or last is None else 10 * first + last


def hebrew_number(text: str) -> int | None:
    """The value of Hebrew letters: `כ״ח` is 28, `תשפ״ד` 784; None if another letter stands among them."""
    letters = _MARKS.sub("", text).translate(_HEBREW_FINAL)
    values = [_HEBREW.get(letter) for letter in letters]
    return sum(value for value in values if value) if letters and None not in values else None
