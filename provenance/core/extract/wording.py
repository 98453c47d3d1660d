"""The words of many lines at once: which lines hold a word is asked of the whole text, and not of each line by each reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from provenance.core.regex import regex

_TOKEN = regex(r"[^\W_]+")
# The signs of ASCII that are no part of a word, as bytes to spaces.
_SIGNS = bytes(code if code > 127 or chr(code).isalnum() or chr(code).isspace() else 32 for code in range(256))


@dataclass(frozen=True, slots=True)
class Wording:
    """folded: the lines, casefolded, with a line feed between two. words: what stands in them between signs."""

    folded: str
    words: frozenset[str]

    def lines_with(self, word: str) -> Iterator[int]:
        """Numbers of the lines, from 0, in which a word of `words` stands between signs; each once."""
        text, number, counted, begin = self.folded, 0, 0, 0
        while (place := text.find(word, begin)) >= 0:
            begin = place + len(word)
            if text[begin : begin + 1].isalnum() or text[place - 1 : place].isalnum():
                continue  # part of a longer word
            number += text.count("\n", counted, place)
            yield number
            counted = begin = text.find("\n", place)
            if begin < 0:
                return


def wording_of(lines: Iterable[str]) -> Wording:
    """The wording of lines that hold no line feed."""
    folded = "\n".join(lines).casefold()
    # To look for words takes twice the time of taking the text apart at spaces, so only those beyond ASCII are searched.
    parts = set(folded.encode(errors="replace").translate(_SIGNS).decode().split())
    beyond = [part for part in parts if not part.isascii()]
    parts.difference_update(beyond)
    parts.update(tokens(" ".join(beyond)))
    return Wording(folded, frozenset(parts))


def tokens(folded: str) -> list[str]:
    """The words of a casefolded text, as `Wording` has them."""
    return _TOKEN.findall(folded)
