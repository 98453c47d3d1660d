"""The words of `data/phrases.csv` that a title must have: `python -m tests.bench.phrase_words` writes them anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from provenance.core import phrases
from provenance.core.wordings import Pattern

WRITTEN = Path(__file__).parents[2] / "data" / phrases.WORDS


def lines() -> Iterator[str]:
    """One for each word of the wordings by words, as `core.phrases` reads them."""
    matcher = phrases._matcher(phrases.EVERY_PAGE)
    patterns = [pattern for pattern in matcher._patterns if not pattern.letters]
    known = {word for pattern in patterns for wording in _wordings(pattern) for word in wording}
    begins = matcher.heading_words.root.children
    for word in sorted(known):
        then = begins[word].then if word in begins else ()
        any_next = any(_gap_at(pattern, number) for pattern, number in then)
        yield f"{'' if word in begins else ' '}{word}{' *' if any_next else ''}"


def _wordings(pattern: Pattern) -> Iterator[list[str]]:
    number = 0
    while (slot := pattern.slot(number)) is not None:
        for wordings in slot.by_first.values():
            yield from map(list, wordings)
        number += 1


def _gap_at(pattern: Pattern, number: int) -> bool:
    """Whether any word may come at a choice, or behind it if it can be nothing."""
    slot = pattern.slot(number)
    return slot is not None and (slot.gap or (slot.optional and _gap_at(pattern, number + 1)))


if __name__ == "__main__":
    WRITTEN.write_text("".join(f"{line}\n" for line in lines()), encoding="utf-8")
