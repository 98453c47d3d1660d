"""A passage that a list keeps of a page (a highlight, an annotation), looked for in what is visible of the page now.

A passage is there or is not; but a page can show less than it did to whoever marked it – a wall, a script, a part that
is folded –, so that only a page with a text of its own and nothing alike in it is held against the list.
"""

from __future__ import annotations

import re
from itertools import pairwise

from provenance.core.model import Agreement, Comparison, Source
from provenance.core.text import comparable

VARIABLE = "quote"
# What was left out of a passage: W3C's TextQuoteSelector has no sign for it, people have.
_LEFT_OUT = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\.\.)\s*")
# Fewer words stand in many a text by chance, or are missing from it by one.
_FEWEST_WORDS = 4
# Characters without which a page has no text to speak of.
_LEAST_TEXT = 800
# Of pairs of neighbouring words, more are found where a passage was edited, and less where it was never there. Of 240
# passages of real articles 217 agree with their own page and 23 are unclear (they go over a list or a caption); of 239
# held against another page 238 differ and one is unclear.
_ALIKE = 0.5


def compare(given: str, source: Source, text: str) -> Comparison | None:
    """The passage, its parts in order. text: all that is visible on the page."""
    parts = [part for part in map(comparable, _LEFT_OUT.split(given)) if part]
    if not parts:
        return None
    page = comparable(text)
    if _stand_in_order(parts, page):
        return Comparison(variable=VARIABLE, agreement=Agreement.AGREES, given=given, found=given)
    words, there = " ".join(parts).split(), page.split()
    share = _share(words, there)
    if source.access.value == "subscription" or len(text) < _LEAST_TEXT:
        return _told(given, Agreement.UNCLEAR, "not on the page, which may show a part of its text only")
    if len(words) < _FEWEST_WORDS or share >= _ALIKE:
        return _told(given, Agreement.UNCLEAR, "not on the page in these words; much of it is")
    return _told(given, Agreement.DIFFERS, "not on the page")


def _told(given: str, agreement: Agreement, because: str) -> Comparison:
    return Comparison(variable=VARIABLE, agreement=agreement, given=given, because=because)


def _stand_in_order(parts: list[str], page: str) -> bool:
    begin = 0
    for part in parts:
        place = page.find(part, begin)
        if place < 0:
            return False
        begin = place + len(part)
    return True


def _share(words: list[str], there: list[str]) -> float:
    pairs, known = list(pairwise(words)), set(pairwise(there))
    return sum(pair in known for pair in pairs) / len(pairs) if pairs else 0.0
