"""JSON of other people: read whole and within bounds, with the lines of its texts."""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict, deque
from collections.abc import Iterator

from provenance.core.found import Piece
from provenance.core.frozen import frozen
from provenance.core.scan import Lines, without_surrogates

_TEXT = re.compile(r'"(?:[^"\\\n]|\\.)*+"')
_BRACKET = re.compile(r'"(?:[^"\\\n]|\\.)*+"|[\[{\]}]')
DEEPEST = 200


def _number(digits: str) -> float | str:
    number = float(digits)
    return number if math.isfinite(number) else digits


DECODER = json.JSONDecoder(parse_float=_number, parse_constant=lambda _: None)
"""Reads JSON as RFC 8259 has it, which knows no `NaN` and no `Infinity`: those are null, and a number too large for a
float stays a text. What was read with it can always be written again.
"""


@frozen
class Fault:
    """Why a document cannot be read, and on which line."""

    line: int
    message: str


def parsed(text: str) -> object | Fault:
    """The value of a document (RFC 8259), or what is wrong with it. Deeper than `DEEPEST` it is not read: no list is, and
    readers that go down once a level would fail.
    """
    depth = 0
    for match in _BRACKET.finditer(text):
        mark = match.group()
        depth += (mark in "[{") - (mark in "]}")
        if depth > DEEPEST:
            line = Lines(text).number(match.start())
            return Fault(line=line, message="not read as JSON: it is nested too deeply")
    try:
        return DECODER.decode(text)  # type: ignore[no-any-return]
    except (ValueError, RecursionError) as error:
        line = int(getattr(error, "lineno", 1))
        return Fault(line=line, message=f"not valid JSON: {str(error).partition(': line')[0]}")


def texts(text: str) -> Iterator[tuple[int, str]]:
    """Every text in a document that has a URL in it, decoded, with the place where it begins; of a broken document too."""
    for match in _TEXT.finditer(text):
        raw = match.group()
        if "//" not in raw and "\\/" not in raw and "\\u002" not in raw.lower():
            continue
        try:
            yield match.start(), without_surrogates(json.loads(raw, strict=False))
        except ValueError:
            yield match.start(), raw[1:-1]


def pieces(text: str) -> tuple[Piece, ...]:
    """The texts of a document for the raw scan, whose escapes would otherwise run into the URLs."""
    lines = Lines(text)
    return tuple(Piece(text=value, line=lines.number(start)) for start, value in texts(text))


def lines_by_text(text: str) -> dict[str, deque[int]]:
    """On which lines each text with a URL in it stands, in order: the parser does not keep places."""
    lines = Lines(text)
    places: defaultdict[str, deque[int]] = defaultdict(deque)
    for start, value in texts(text):
        places[value.strip()].append(lines.number(start))
    return places
