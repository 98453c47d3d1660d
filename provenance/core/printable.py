"""Text that may be shown on a terminal: a page's title must not be able to move the cursor or turn the text around."""

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
