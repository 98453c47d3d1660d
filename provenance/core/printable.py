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
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    return 0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _fitting(text: str, most: int) -> int:
    """How many characters of the text fit into so many columns. Only those are looked at: a value may have a million."""
    taken = 0
    for place, character in enumerate(text):
        taken += _columns(character)
        if taken > most:
            return place
    return len(text)


def cut(text: str, most: int) -> str:
    """The text in so many columns, the last of them an ellipsis where something had to go."""
    if _fitting(text, most) == len(text):
        return text
    return text[: _fitting(text, most - 1)].rstrip() + "…"


def wrapped(text: str, most: int, *, lines: int) -> list[str]:
    """The text in lines of so many columns, at most so many of them, broken at spaces where there are some."""
    found: list[str] = []
    rest = text
    while rest and len(found) < lines - 1 and (end := _fitting(rest, most)) < len(rest):
        end = max(end, 1)
        space = rest.rfind(" ", most // 2, end + 1)
        end = space if space > 0 else end
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*found, cut(rest, most)] if rest else found
