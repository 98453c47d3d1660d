"""What a page says of itself: "page not found" and its kin, in many languages and spellings.

The wordings are rows of `data/phrases.csv`; how a row is read and how texts are compared is told in `core/wordings.py`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from provenance.core import tables
from provenance.core.frozen import frozen
from provenance.core.regex import regex
from provenance.core.wordings import SPACELESS, Index, Pattern, Units, is_spaceless, normal, word, word_or_stop

__all__ = ["EVERY_PAGE", "LOOKED_AT", "WORDS", "Phrase", "as_heading", "in_text", "normal"]

# How much of a text `in_text` looks at, in characters: what stands instead of a page says so near its beginning.
LOOKED_AT = 20_000
# The group that the title of every page is held against.
EVERY_PAGE = "not_found"
# The words of its wordings, made out of the table by `python -m tests.bench.phrase_words`.
WORDS = "phrases_words.txt"
# A longer title is a sentence about something.
_LONGEST_HEADING = 240


@frozen
class Phrase:
    """A wording that was recognised. group, language, strength: as in the table. text: the words found, in normal form."""

    group: str
    language: str
    strength: str
    text: str


class _Matcher:
    """The patterns of a group: all of them for headings, those of sentences for running text; by words and by letters. Each
    index is made when it is first needed: most pages need one of the four, and a run over one link makes no other.
    """

    def __init__(self, rows: Sequence[Mapping[str, str]]) -> None:
        self._rows = rows
        self._patterns = [Pattern(row) for row in rows]
        self._sentences = [pattern for pattern in self._patterns if pattern.row["strength"] == "sentence"]

    @functools.cached_property
    def heading_words(self) -> Index:
        return Index(pattern for pattern in self._patterns if not pattern.letters)

    @functools.cached_property
    def heading_letters(self) -> Index:
        # In a heading, numbers and English stand among letters that have no spaces: "404错误".
        among = [Pattern(row, letters=True) for row in self._rows if row["language"] in ("mul", "en")]
        return Index([*(pattern for pattern in self._patterns if pattern.letters), *among])

    @functools.cached_property
    def text_words(self) -> Index:
        return Index(pattern for pattern in self._sentences if not pattern.letters)

    @functools.cached_property
    def text_letters(self) -> Index:
        return Index(pattern for pattern in self._sentences if pattern.letters)

    @functools.cached_property
    def beginnings(self) -> re.Pattern[str] | None:
        """Where a wording by letters may begin."""
        return self.text_letters.beginnings()


@functools.cache
def _matcher(group: str) -> _Matcher:
    """Raises ValueError for a group that the table does not have."""
    rows = [row for row in tables.rows("phrases.csv") if row["group"] == group]
    if not rows:
        known = ", ".join(sorted({row["group"] for row in tables.rows("phrases.csv")}))
        raise ValueError(f"'{group}' was given as a group of phrases; there is none of that name; give one of {known}")
    return _Matcher(rows)


# -- running text -------------------------------------------------------------------------------------------------


def in_text(text: str, group: str = "not_found") -> tuple[Phrase, ...]:
    """The wordings of strength `sentence` that occur in a text, in order of place; where two overlap, the one that began
    first. Only the first `LOOKED_AT` characters are looked at. Raises ValueError for an unknown group.
    """
    matcher = _matcher(group)
    words = word_or_stop().findall(normal(text[:LOOKED_AT]))
    found = list(_found(matcher.text_words, words, _candidates(words, matcher.text_words)))
    letters = "".join(words)
    if not letters.isascii() and matcher.beginnings is not None:
        starts = (match.start() for match in matcher.beginnings.finditer(letters))
        by_letters = list(_found(matcher.text_letters, letters, starts))
        if by_letters and found:
            ends = [0]
            for each in words:  # places of words, counted in letters
                ends.append(ends[-1] + len(each))
            found = [(ends[at], phrase) for at, phrase in found]
        found = sorted((*found, *by_letters), key=lambda each: each[0])
    return tuple(phrase for _, phrase in found)


def _candidates(words: list[str], index: Index) -> list[int]:
    begins = index.root.children
    return [at for at, each in enumerate(words) if each in begins]


def _found(index: Index, units: Units, starts: Iterable[int]) -> Iterator[tuple[int, Phrase]]:
    past = 0
    for at in starts:
        if at < past or not index.leads_on(units, at):
            continue
        longest = max(index.at(units, at), key=lambda each: each[0], default=None)
        if longest is not None:
            past, pattern = longest
            yield at, _phrase(pattern, units[at:past])


def _phrase(pattern: Pattern, units: Units) -> Phrase:
    words = units if isinstance(units, str) else " ".join(units)
    row = pattern.row
    return Phrase(group=row["group"], language=row["language"], strength=row["strength"], text=words)


def as_written(text: str, phrase: Phrase) -> str:
    """The words of a phrase as they stand in the text in which they were found, with their capitals and accents."""
    wanted = "".join(word().findall(phrase.text))
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text[:LOOKED_AT]):
        for letter in _letters(sign):
            letters.append(letter)
            places.append(place)
    at = "".join(letters).find(wanted)
    return phrase.text if at < 0 else " ".join(text[places[at] : places[at + len(wanted) - 1] + 1].split())


@functools.lru_cache(maxsize=8192)
def _letters(sign: str) -> str:
    return "".join(word().findall(normal(sign)))


# -- headings -----------------------------------------------------------------------------------------------------


# Between the words of a page and the name of its site. A hyphen and a colon need a space beside them, but in scripts
# that have none.
@functools.cache
def _separator(*, ascii_alone: bool) -> re.Pattern[str]:
    """ascii_alone: leaves out what no such text has; the rest takes 3 ms to compile."""
    rest = rf"|(?<=[{SPACELESS}])[-:\uff1a\uff5e](?=.)|[-:\uff1a](?=[{SPACELESS}])"
    return re.compile(
        r"\s*(?P<sign>[|\u00a6\u01c0\u2016\uff5c\u00ab\u00bb\u2039\u203a\u2022\u25cf\u2014_]"
        r"|(?<=\s)[-\u2013~/\u00b7\u30fb:>\u2212\u2015]+(?=\s)|\u2013(?!\d)|[:\uff1a](?=\s)"
        rf"{'' if ascii_alone else rest})\s*"
    )


_NAME = 10  # words of a site's name with its motto
_SHORT_NAME = 4  # words of a site's name alone
_SHORT_NAME_LETTERS = 12
_PICTURES = regex("[\u3000\U0001f000-\U0001faff]")
_COLONS = (":", "\uff1a")
_LAST_WITH_CASE = "\u0590"  # from here on, scripts without capital letters
# What no name of a site begins with, and many a headline does.
_OPENERS = frozenset(
    [
        "how",
        "why",
        "what",
        "when",
        "where",
        "who",
        "wie",
        "warum",
        "was",
        "wer",
        "como",
        "cómo",
        "qué",
        "por",
        "comment",
        "pourquoi",
        "perché",
        "come",
        "hoe",
    ]
)
_PATH = regex(r"/\S*|https?://\S+|\S+\.(?:html?|php|aspx?)")


def as_heading(text: str, group: str = "not_found") -> Phrase | None:
    """The wording, if a title or heading is one: nothing else stands in it but numbers, an exclamation or an apology, and
    the name of the site behind or before a separator. Raises ValueError for an unknown group.

    A wording that names no page ("404", "not found") needs a short name beside it, written as names are. After a colon
    there is no name: "404: the story of an error" is an article.
    """
    if len(text) > _LONGEST_HEADING:
        return None
    plain = text if text.isascii() else _PICTURES.sub(" ", text)
    parts = _separator(ascii_alone=plain.isascii()).split(f" {plain} ")
    texts, signs = parts[::2], ["", *parts[1::2], ""]
    if group == EVERY_PAGE and not any(map(_may_say, texts)):
        return None
    matcher = _matcher(group)
    said = [_said(part, matcher) for part in texts]
    weight, phrase = max((each for each in said if each), key=lambda each: each[0], default=(_FILLER, None))
    if weight == _FILLER:
        return None
    named = False
    for number, part in enumerate(texts):
        if said[number] is None:
            if not named and not _is_name(part, signs[number], signs[number + 1], firm=weight > _BARE):
                return None
            if len(part.split()) > _NAME or _speaks_again(part, matcher):
                return None
            named = True
    return phrase


def _may_say(part: str) -> bool:
    """Whether wordings of `EVERY_PAGE` may make up a part of a heading, by its first two words. Of real titles, one in
    thirty gets further; a run over one link seldom needs the table itself and its index, which take 25 ms.
    """
    plain = normal(part)
    first, second = (*word().findall(plain), "", "")[:2]
    begins, known, any_next = _words()
    by_words = first in begins and (not second or second in known or first in any_next)
    return by_words or is_spaceless(plain)


@functools.cache
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """With which words a wording begins, which are in any, and behind which first word any may come. In the list those
    that only stand within wordings are indented, and the last have a star.
    """
    text = tables.text(WORDS)
    begins = {line for line in text.splitlines() if not line.startswith(" ")}
    any_next = frozenset(line.removesuffix(" *") for line in begins if line.endswith(" *"))
    return frozenset(begins | any_next), frozenset(text.split()), any_next


# How much a part of a heading says, from apologies up to a wording that names the page.
_FILLER, _BARE, _BARE_AND_MORE, _NAMES_PAGE = range(4)


def _said(part: str, matcher: _Matcher) -> tuple[int, Phrase | None] | None:
    """What a part of a heading says if wordings cover all of it; None where something else stands in it."""
    units, index = _units(part, matcher)
    at, pieces, strongest, weight = 0, 0, None, _FILLER
    while at < len(units):
        longest = max(
            index.at(units, at), key=lambda each: (each[0], each[1].row["strength"] != "filler"), default=None
        )
        if longest is None:
            return None
        ended, pattern = longest
        own = {"filler": _FILLER, "bare": _BARE}.get(pattern.row["strength"], _NAMES_PAGE)
        if own > weight:
            strongest, weight = _phrase(pattern, units[at:ended]), own
        at, pieces = ended, pieces + 1
    return (_BARE_AND_MORE if weight == _BARE and pieces > 1 else weight), strongest


def _units(part: str, matcher: _Matcher) -> tuple[Units, Index]:
    words = word().findall(normal(part))
    letters = "".join(words)
    if is_spaceless(letters):
        return letters, matcher.heading_letters
    return words, matcher.heading_words


def _speaks_again(part: str, matcher: _Matcher) -> bool:
    """Whether what would be the site's name plays with the wording: "404 - Democracy Not Found"."""
    units, index = _units(part, matcher)
    return any(
        pattern.row["strength"] != "filler" and not units[at].isdigit()
        for at in range(len(units))
        for _, pattern in index.at(units, at)
    )


def _is_name(part: str, before: str, after: str, *, firm: bool) -> bool:
    """Whether a part of a heading can be the name of a site. before, after: the separators beside it. firm: the other
    part names a page, so that more is let through.
    """
    words = part.split()
    if before in _COLONS:
        return _PATH.fullmatch(part.strip()) is not None
    if after in _COLONS and not firm:
        return False
    if is_spaceless(part):
        return firm or len("".join(words)) <= _SHORT_NAME_LETTERS
    first = next((sign for sign in part if sign.isalpha()), "")
    if first < _LAST_WITH_CASE and first.islower() and "." not in words[0] and not (firm and "|" in (before, after)):
        return False
    if firm:
        return words[0].casefold() not in _OPENERS
    long_words = [word for word in words if len(word) > _SHORT_NAME and word[0] < _LAST_WITH_CASE and "." not in word]
    return len(words) <= _SHORT_NAME and sum(not word[0].islower() for word in long_words) * 2 >= len(long_words)
