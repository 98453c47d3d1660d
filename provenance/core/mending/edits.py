"""Edits of a text: where, and what stands there afterwards; and how links are found as they are spelled in it."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from provenance.core.frozen import frozen

# A character that an address can go on with: `https://a.example/x` does not stand in `https://a.example/xy`.
_GOES_ON = re.compile(r"[\w/?#=&%~+@:$*-]|[.,;!](?=\w)", re.ASCII)

# What stands before a link that is a part of another address: of an archive's, or of a redirector's.
_IN_ANOTHER = re.compile(r"(?:://|\?)[^\s|{}<>\"'()\[\]]*$")
_LONGEST = 2_000
_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Edit:
    """The characters from `start` to `end` (not included) are to be replaced by `new`."""

    start: int
    end: int
    new: str


@frozen
class Place:
    """A link as it stands in a list: its characters, and how an address is spelled there."""

    start: int
    end: int
    spell: Callable[[str], str]


@frozen
class Copy:
    """An archived copy to be written beside a link. day: of the capture, never of the page."""

    url: str
    day: dt.date


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits, which must not overlap; two of one place are one."""
    parts, end = [], 0
    for edit in sorted(set(edits)):
        if edit.start < end:
            msg = f"edits overlap at {edit.start}"
            raise ValueError(msg)
        parts += [text[end : edit.start], edit.new]
        end = edit.end
    return "".join([*parts, text[end:]])


def _plainly(url: str) -> str:
    return url


def _in_json(url: str) -> str:
    return url.replace("/", "\\/")


def _in_tex(url: str) -> str:
    return re.sub(r"([%#&_])", r"\\\1", url)


def _in_markup(url: str) -> str:
    return html.escape(url, quote=False)


_SPELLINGS = (_plainly, _in_markup, _in_tex, _in_json)


def places_of(text: str, url: str, *, start: int, end: int, closing: str = "") -> Iterator[Place]:
    """Where a link stands between two characters of a text, in any of the spellings that lists have. closing: what ends a
    link in this list, although one could go on with it: the comma between the cells of a table.
    """
    for spell in {spell(url): spell for spell in reversed(_SPELLINGS)}.values():
        written = spell(url)
        at = text.find(written, start, end)
        while at >= 0:
            after = at + len(written)
            goes_on = _GOES_ON.match(text, after) and not (closing and text.startswith(closing, after))
            if not goes_on and not _IN_ANOTHER.search(text[max(start, at - _LONGEST) : at]):
                yield Place(start=at, end=after, spell=spell)
            at = text.find(written, after, end)


class LineSpans:
    """Where the lines of a list stand, ended as the readers of lists have it: by a line feed, a carriage return, or both."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._length = len(text)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters of some lines, counted from 1, their ends included; the end of the text for what is after the
        last one.
        """
        return self._start(max(first, 1)), self._start(last + 1)

    def _start(self, line: int) -> int:
        return self._starts[line - 1] if line <= len(self._starts) else self._length


def line_end(text: str, place: int) -> str:
    """How the lines of a text end around a place: carriage return and line feed, or the line feed alone."""
    end = text.find("\n", place)
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"
