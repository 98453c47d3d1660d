"""URLs in text that was set for paper: a long one is broken where the line ends, and nothing says that it goes on.

It is put together where something does: a link of the document that is the whole, a bracket around the URL that closes
in a later line, or – the line being full – an end or a beginning that no sentence has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from provenance.core.frozen import frozen
from provenance.core.scan import find_urls, link_key

# Lines over which one URL is followed.
_MOST_LINES = 5
_AT_THE_END = re.compile(r"https?:(?:/{0,2}|//[^\s<>\"“”]*)$", re.IGNORECASE)
_CLOSING = {"(": ")", "<": ">", "[": "]", "“": "”", '"': '"'}
# No URL ends so, however short the line is.
_UNFINISHED = re.compile(r"https?:/{0,2}$|//(?:www\.)$", re.IGNORECASE)
# What stands at the end of a piece and not of a sentence, and at the beginning of the next piece.
_GOES_ON = re.compile(r"[-_=&%+~#@]$|\?\w*$")
_BEGINS = re.compile(r"[-_=&%+~#?/]\S")
_PIECE = re.compile(
    r"\S*(?:\w[/_=%&#?]\S|\w-\w+-\w)\S*$|[\w-]*\d{3,}[\w-]*/?$"
    r"|[\w-]*\.?(?:s?html?|php|aspx?|pdf|jsp|stm|cfm)[.,;)]?$",
    re.IGNORECASE,
)
_FILE = re.compile(r"\.(?:s?html?|php|aspx?|pdf|jsp|stm|cfm|txt)$", re.IGNORECASE)
_ENDS = (".", ",", ";", ":", "!", ")", "]", ">")
# Lines of one width hold different counts of letters; the last of a paragraph is shorter than this.
_FULL = 0.75
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}


@frozen
class Whole:
    """A URL that was put together, with what stands right behind it. lines: over how many it stood."""

    text: str
    lines: int


def put_together(text: str, known: AbstractSet[str]) -> tuple[str, tuple[Whole, ...]]:
    """The text without the URLs that are broken over lines, and those URLs.

    known: keys (`link_key`) of the links that the document states beside its text.
    """
    lines = text.translate(_LIGATURES).split("\n")
    full = _FULL * max(map(len, lines))
    found: list[Whole] = []
    number = 0
    while number < len(lines):
        line = lines[number].rstrip()
        match = _AT_THE_END.search(line)
        pieces = [match.group(), *_pieces(lines[number + 1 : number + _MOST_LINES])] if match else []
        before = line[: match.start()] if match else ""
        count = _count(pieces, before[-1:], known, full=len(line) >= full)
        if count < 2:
            number += 1
            continue
        found.append(Whole(text="".join(pieces[:count]), lines=count))
        lines[number : number + count - 1] = [before, *[""] * (count - 2)]
        number += count - 1  # what is left of the last line may hold another one
        lines[number] = lines[number].lstrip()[len(pieces[count - 1]) :]
    return "\n".join(lines), tuple(found)


def _pieces(lines: Sequence[str]) -> Iterator[str]:
    """The first words of the lines, up to the first line that holds more than one word."""
    for line in lines:
        words = line.split(maxsplit=1)
        if not words:
            return
        yield words[0]
        if len(words) > 1:
            return


def _count(pieces: Sequence[str], before: str, known: AbstractSet[str], *, full: bool) -> int:
    """How many of the pieces are one URL."""
    if len(pieces) < 2:
        return len(pieces)
    for count in range(len(pieces), 0, -1):
        if not known.isdisjoint(link_key(span.url) for span in find_urls("".join(pieces[:count]))):
            return count
    if before in _CLOSING:
        closed = (count for count, piece in enumerate(pieces, start=1) if _CLOSING[before] in piece)
        if (count := next(closed, 0)) > 0:
            return count
    count = 1
    while count < len(pieces) and _follows("".join(pieces[:count]), pieces[count], full=full or count > 1):
        count += 1
    return count


def _follows(head: str, tail: str, *, full: bool) -> bool:
    if _UNFINISHED.search(head):
        return True
    if not full or head.endswith(_ENDS):
        return False
    if _GOES_ON.search(head) or _BEGINS.match(tail):
        return True
    return not (tail[0].isupper() or _FILE.search(head)) and _PIECE.match(tail) is not None
