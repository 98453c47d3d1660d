"""Short patterns of words and what of a text they fit, over many scripts: the machinery behind `core/phrases.py`.

A pattern is not a sentence: `{page|article} {not found|missing}` stands for every choice, an empty choice for nothing,
`*` for up to `_GAP` words of the same sentence. Texts and patterns are held against each other in the form that `normal`
gives. Where a script parts its words by spaces, a wording starts and ends with a word. Chinese, Japanese, Korean, Thai,
Lao, Khmer, Burmese and the Arabic script are compared letter by letter, as their spaces are left out (or put in) at will.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from provenance.core.regex import regex

_GAP = 8  # words that `*` may stand for
_GAP_LETTERS = 24  # the same in scripts that are compared letter by letter

# -- letters ------------------------------------------------------------------------------------------------------

# Arabic; Thai, Lao, Burmese and Khmer; Hangul, kana and Chinese characters.
SPACELESS = "\u0600-\u08ff\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3040-\u30fa\u30fc-\ud7af"
# Soft hyphen, joiners, marks of direction, variation selectors; tatweel, the vowel signs of Arabic and Hebrew.
_TAKEN_OUT = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\ud800-\udfff"
)
_WIDE = {"\u3000": " ", "\u00b4": "'", **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}
_ZEROS = (0x660, 0x6F0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xE50, 0xED0, 0x1040, 0x17E0)
_ALIKE = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\u02bb\u00b4\u0060\u05f3\ua78c\u2039\u203a",
    '"': "\u201c\u201d\u201e\u201f\u2033\u05f4\u300c\u300d\u300e\u300f\u00ab\u00bb",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u05be\u2043",
    ".": "\u3002\u0964\u06d4\u0589",
    "?": "\u061f\u037e",
    "\u0627": "\u0623\u0625\u0622\u0671\u0672\u0673",
    "\u064a": "\u06cc\u0649\u0626\u06d0\u06cd",
    "\u0643": "\u06a9\u06aa",
    "\u0647": "\u0629\u06c0\u06c1\u06c2\u06c3\u06be\u06d5",
    "\u0648": "\u0624",
    "\u0646": "\u06ba",
    "\u0435": "\u0451\u0450",
    "\u0438": "\u045d",
    "i": "\u0131",
    "d": "\u0111\u00f0",
    "h": "\u0127",
    "l": "\u0142\u0140",
    "o": "\u00f8",
    "t": "\u0167",
    "ae": "\u00e6",
    "oe": "\u0153",
    "th": "\u00fe",
    "": "\u093c",
}


@functools.cache
def _letters() -> tuple[re.Pattern[str], dict[str, str]]:
    """The letters that are compared as others, and what they become."""
    become = {sign: plain for plain, signs in _ALIKE.items() for sign in signs}
    become |= {chr(zero + digit): str(digit) for zero in _ZEROS for digit in range(10)}
    for block in (range(0xC0, 0x250), range(0x370, 0x400), range(0x1E00, 0x2000)):
        for sign in map(chr, block):
            base = unicodedata.normalize("NFD", sign)[0]
            if base != sign and base.isalpha():
                become.setdefault(sign, become.get(base, base))
    # Marks that did not join a letter, such as the stress marks of Russian.
    become |= {chr(mark): "" for mark in range(0x300, 0x370)}
    return re.compile(f"[{_TAKEN_OUT}{re.escape(''.join(become))}]"), become


@functools.cache
def _signs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What goes before letters are compared, and the spaces that go afterwards. Compiled when first needed, as all here:
    most runs of the program look at no page.
    """
    return (
        re.compile(f"[{_TAKEN_OUT}]+|[\uff01-\uff5e\u3000\u00b4]"),
        re.compile(f" (?<=[{SPACELESS}] )(?=[{SPACELESS}])"),
    )


def normal(text: str) -> str:
    """The form in which spellings of the same words are equal; a second time changes nothing.

    NFKC and case folding; one kind of apostrophe, quotation mark, dash and digit; runs of white space are one space, and
    none stands between letters of a script that can do without. Invisible signs, the vowel signs of Arabic and Hebrew and
    the tatweel go; forms of alef, yeh, kaf and heh are one each. Marks on Latin and Greek letters go, all of them, with
    the letters that people write without a stroke where a keyboard has none (ø, ł, đ, ı, æ): `å` is `a` even where it is
    a letter of its own, as no two rows of the table differ by it. In Cyrillic only ё and the stress marks are folded,
    since и and й are not alike to a reader; nukta goes in Devanagari; the marks of other scripts stay.
    """
    if text.isascii():
        return " ".join(text.replace("`", "'").casefold().split())
    taken_out, space_between = _signs()
    pattern, become = _letters()
    # Wide forms are common in Chinese and Japanese, and slow to normalise; NFKC would make two signs of an acute accent.
    folded = taken_out.sub(lambda match: _WIDE.get(match[0], ""), text)
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", folded).casefold())
    folded = pattern.sub(lambda match: become.get(match[0], ""), folded)
    return space_between.sub("", " ".join(unicodedata.normalize("NFKC", folded).split()))


# Signs that are no part of a word. Listed, since `\w` would part Indic words at their vowel signs.
_NO_WORD = (
    r"\s!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff"
    r"\u3000-\u3004\u3008-\u303f\u30fb\u060c\u061b\u066a-\u066d\u0965\u055a-\u055f\u10fb\u1362-\u1368\u17d4-\u17da"
    r"\u0e2f\u0e4f\u0e5a\u0e5b\ufffd"
)
STOPS = frozenset(".!?")
_END = ""  # stands for the word or letter after the last one


@functools.cache
def word() -> re.Pattern[str]:
    """A word of a text in normal form."""
    return re.compile(f"[^{_NO_WORD}]+")


@functools.cache
def word_or_stop() -> re.Pattern[str]:
    """As `word`, with the end of a sentence as a word of its own."""
    return re.compile(f"[^{_NO_WORD}]+|[.!?](?=\\s|$|[{SPACELESS}])")


@functools.cache
def _spaceless() -> re.Pattern[str]:
    return re.compile(f"[{SPACELESS}]")


def is_spaceless(text: str) -> bool:
    """Whether there is a letter of a script that is compared letter by letter."""
    return not text.isascii() and _spaceless().search(text) is not None


# -- patterns -----------------------------------------------------------------------------------------------------

# What a pattern is held against: a list of words, or the letters of a string.
Units = Sequence[str]
_PART = regex(r"\{([^}]*)\}|\*|[^{}*]+")


@dataclass(frozen=True, slots=True, eq=False)
class _Slot:
    """One choice. by_first: the wordings of the choice by their first word or letter. gap: `*`."""

    by_first: dict[str, list[Units]]
    optional: bool
    gap: bool = False


class Pattern:
    """One row, read as far as it is asked for: most rows are of languages that a text is not written in.

    letters: compared by letters, not by words.
    """

    __slots__ = ("_parts", "_slots", "letters", "row")

    def __init__(self, row: Mapping[str, str], *, letters: bool = False) -> None:
        self.row = row
        self.letters = letters or is_spaceless(row["phrase"])
        self._parts = [match for match in _PART.finditer(row["phrase"]) if not match[0].isspace()]
        self._slots: list[_Slot] = []

    def slot(self, number: int) -> _Slot | None:
        """The choice at a place of the row; None after the last one."""
        if number >= len(self._parts):
            return None
        while len(self._slots) <= number:
            self._slots.append(self._read(self._parts[len(self._slots)]))
        return self._slots[number]

    def _read(self, part: re.Match[str]) -> _Slot:
        if part[0] == "*":
            return _Slot({}, optional=False, gap=True)
        choice = normal(part[0] if part[1] is None else part[1]).split("|")
        wordings = [word().findall(wording) for wording in choice]
        by_first: dict[str, list[Units]] = {}
        for units in (("".join(each) if self.letters else each) for each in wordings if each):
            by_first.setdefault(units[0], []).append(units)
        return _Slot(by_first, optional=not all(wordings))

    def end(self, units: Units, at: int, number: int) -> int:
        """Where the longest wording that goes on at `at`, with the choice of that number, ends; or -1."""
        here = self.slot(number)
        if here is None:
            return at
        if here.gap:
            return self._end_after_gap(units, at, number + 1)
        longest = self.end(units, at, number + 1) if here.optional else -1
        if at < len(units):
            for wording in here.by_first.get(units[at], ()):
                after = at + len(wording)
                if units[at:after] == wording:
                    longest = max(longest, self.end(units, after, number + 1))
        return longest

    def _end_after_gap(self, units: Units, at: int, number: int) -> int:
        gap = _GAP_LETTERS if self.letters else _GAP
        following = self.slot(number)
        if following is None:
            return min(at + gap, len(units))
        for start in range(at, min(at + gap, len(units) - 1) + 1):
            if units[start] in following.by_first or following.optional:
                ended = self.end(units, start, number)
                if ended >= 0:
                    return ended
            if units[start] in STOPS:
                break
        return -1

    def heads(self, number: int) -> set[str | None]:
        """The words or letters that may come at a choice; None among them where nothing, or anything, may come."""
        here = self.slot(number)
        if here is None or here.gap:
            return {None}
        return {*here.by_first, *(self.heads(number + 1) if here.optional else ())}


class Node:
    """A step of the index. then: the patterns of whose first wording this is the end, with the number of the next choice."""

    __slots__ = ("_by_next", "children", "then")

    def __init__(self) -> None:
        self.children: dict[str, Node] = {}
        self.then: list[tuple[Pattern, int]] = []
        self._by_next: dict[str | None, list[tuple[Pattern, int]]] | None = None

    def by_next(self) -> dict[str | None, list[tuple[Pattern, int]]]:
        """The patterns by the word or letter they may go on with; under None where that is any, or none. Worked out when a
        text first gets here.
        """
        if self._by_next is None:
            self._by_next = {}
            for pattern, number in self.then:
                for head in pattern.heads(number):
                    self._by_next.setdefault(head, []).append((pattern, number))
        return self._by_next

    def leads_on(self, unit: str) -> bool:
        """Whether anything can follow here if this word or letter does."""
        return unit in self.children or unit in self.by_next() or None in self.by_next()


class Index:
    """Patterns by their first wording, unit for unit."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.root = Node()
        for pattern in patterns:
            number, slot = 0, pattern.slot(0)
            while slot is not None:
                for wording in (each for wordings in slot.by_first.values() for each in wordings):
                    node = self.root
                    for unit in wording:
                        node = (
                            node.children.setdefault(unit, Node()) if unit not in node.children else node.children[unit]
                        )
                    node.then.append((pattern, number + 1))
                number += 1
                slot = pattern.slot(number) if slot.optional else None

    def beginnings(self) -> re.Pattern[str] | None:
        """For patterns by letters: a letter with which a wording may begin, by the look of it and of the two after it."""
        begin = _alternatives(self.root, 3)
        return re.compile(begin) if begin else None

    def leads_on(self, units: Units, at: int) -> bool:
        """A quick look whether a wording may begin at `at`."""
        node = self.root.children.get(units[at])
        return node is not None and node.leads_on(units[at + 1] if at + 1 < len(units) else _END)

    def at(self, units: Units, at: int) -> Iterator[tuple[int, Pattern]]:
        """Where each wording that begins at `at` ends."""
        node = self.root.children.get(units[at])
        while node is not None:
            at += 1
            following = units[at] if at < len(units) else _END
            if node.then:
                table = node.by_next()
                for pattern, number in (*table.get(following, ()), *table.get(None, ())):
                    ended = pattern.end(units, at, number)
                    if ended >= 0:
                        yield ended, pattern
            node = node.children.get(following)


def _alternatives(node: Node, depth: int) -> str:
    """The first letters of what lies under a node, as a regular expression that takes only the first one."""
    branches = []
    for letter, child in node.children.items():
        further = _alternatives(child, depth - 1) if depth > 1 and not child.then else ""
        branches.append(re.escape(letter) + (f"(?={further})" if further else ""))
    return "|".join(branches)
