"""Text as a terminal shows it: harmless – no title may move the cursor or turn the text around –, and as wide as it is."""

from __future__ import annotations

import unicodedata

# Cc: control characters, escape among them. Cf: formatting; of these only the joiners are needed to write words.
_JOINERS = "\u200c\u200d"


def printable(text: str) -> str:
    """The text with each control and formatting character as a visible escape, in one line."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cc", "Cs", "Zl", "Zp") or (category == "Cf" and character not in _JOINERS):
        return " " if character in "\n\t" else f"\\u{ord(character):04x}"
    return character


def columns(text: str) -> int:
    """Columns that a terminal gives the text: two for wide characters (UAX #11), none for combining marks."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def cut(text: str, most: int) -> str:
    """The text in so many columns, the last of them an ellipsis where something had to go."""
    if columns(text) <= most:
        return text
    while columns(text) > most - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, most: int, *, lines: int) -> list[str]:
    """The text in lines of so many columns, at most so many of them, broken at spaces where there are some."""
    found: list[str] = []
    rest = text
    while rest and len(found) < lines - 1 and columns(rest) > most:
        end = next(place for place in range(1, len(rest) + 1) if columns(rest[: place + 1]) > most)
        space = rest.rfind(" ", most // 2, end + 1)
        end = space if space > 0 else end
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*found, cut(rest, most)] if rest else found
