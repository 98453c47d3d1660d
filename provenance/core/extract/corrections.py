"""Notices of correction: what a text says of its own faults, and where.

A label opens the notice (`Correction, 4 July: …`), or stands alone above it; a phrase says it by itself ("An earlier
version of this article …"). Both are read in all languages at once: a page's own tag is too often wrong.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from provenance.core import tables
from provenance.core.extract.wording import Wording, tokens
from provenance.core.model import Evidence
from provenance.core.regex import regex

# A notice is a paragraph; what is shorter is the name of a page of corrections, what is longer an article about one.
_LEAST, _MOST = 20, 1500
# Below a label that stands alone, as one does in a list of links to pages, only a whole sentence is a notice.
_SENTENCE = 60
# A label reaches this far: `Correction (4 July 2024, 10.30 a.m.): …`, `Korrektur vom 4. Juli 2024: …`.
_LONGEST_LABEL = 60
_MOST_NOTICES = 10
_FIRST = 2
_DASHES = "*†‡•–—- "
_MARKS = " *†‡•–—-([{【〔«„“\"'"
_WORD = regex(r"\{[^}]*\}|\S+")


def read(lines: Sequence[tuple[str, str]], wording: Wording, method: str) -> Iterator[Evidence]:
    """Evidence from lines, given as text and selector, in the order in which they stand. wording: that of the lines."""
    found = 0
    pending = False
    phrases = [word for word in _phrases() if word in wording.words]
    # Most lines open like no label, and then only a phrase in them can make them a notice.
    worth = {place for word in phrases for place in wording.lines_with(word)}
    beginnings = _beginnings()
    for place, (text, selector) in enumerate(lines):
        opens = text[:_FIRST].casefold() in beginnings or (not text[:1].isalnum() and _may_open_behind_marks(text))
        if not (opens or pending or place in worth):
            continue
        follows = pending and _SENTENCE <= len(text) <= _MOST and not text.startswith("©")
        notice = text if follows else _notice(text, phrases)
        pending = notice is None and _is_label(text)
        if notice is not None:
            yield Evidence(variable="correction", value=notice, method=method, selector=selector, quote=text[:500])
            found += 1
            if found >= _MOST_NOTICES:
                return


def _notice(text: str, telling: Sequence[str]) -> str | None:
    """The notice that a line is, without its mark in front; None where it is none. telling: words worth a search."""
    if not _LEAST <= len(text) <= _MOST:
        return None
    text = text.lstrip(_DASHES)
    if _may_open(text) and _opening().match(text):
        return text
    folded = text.casefold() if telling else ""
    return text if any(word in folded and _phrases()[word].search(text) for word in telling) else None


def _is_label(text: str) -> bool:
    """Whether a line is a label alone, so that the next one is the notice."""
    return len(text) <= _LONGEST_LABEL and _may_open(text.lstrip(_MARKS)) and _alone().match(text) is not None


def _may_open_behind_marks(text: str) -> bool:
    return _may_open(text.lstrip(_DASHES)) or _may_open(text.lstrip(_MARKS))


def _may_open(text: str) -> bool:
    """Whether the first letters are those of a label: most lines begin otherwise, and the long pattern costs."""
    return text[:_FIRST].casefold() in _beginnings()


# -- patterns -----------------------------------------------------------------------------------------------------


@functools.cache
def _beginnings() -> frozenset[str]:
    return frozenset(
        row["words"][:_FIRST].casefold() for row in tables.rows("correction_words.csv") if row["kind"] == "label"
    )


@functools.cache
def _labels() -> str:
    words = {row["words"] for row in tables.rows("correction_words.csv") if row["kind"] == "label"}
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda word: (-len(word), word))
    )


@functools.cache
def _opening() -> re.Pattern[str]:
    """A label, what dates it, and a colon or a dash; then the notice."""
    dated = (
        rf"(?:\s*[(\[,]|\s+(?:of|on|vom|du|del|de|da|di|van|av|den|z|от|від)\s|\s+\d)[^:：\n]{{0,{_LONGEST_LABEL}}}?"
    )
    return re.compile(rf"(?:{_labels()})(?:{dated})?\s*(?:[:：]|\s[–—-]\s|】|\]|\))\s*(?=\S)", re.IGNORECASE)


@functools.cache
def _alone() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{_labels()})\W*(?:[\d\s.,/:-]*)$", re.IGNORECASE)


@functools.cache
def _phrases() -> Mapping[str, re.Pattern[str]]:
    """The longest fixed word of each phrase, and the phrases that have it: a line without it is searched for none of them.

    Between two parts of a phrase stand signs or spaces, so the word stands free wherever the phrase does.
    """
    found: dict[str, list[str]] = {}
    for row in tables.rows("correction_words.csv"):
        if row["kind"] == "phrase":
            fixed = [
                part for word in _WORD.findall(row["words"].casefold()) if word[0] not in "*{" for part in tokens(word)
            ]
            found.setdefault(max(fixed, key=len), []).append(_phrase(row["words"]))
    return {word: re.compile("|".join(phrases), re.IGNORECASE) for word, phrases in found.items()}


def _phrase(words: str) -> str:
    """`{a|b}` is one of these words, `*` up to four words."""
    parts = []
    for word in _WORD.findall(words):
        if word == "*":
            parts.append(r"(?:[^\s.!?]+\s+){0,4}?")
        elif word.startswith("{"):
            parts.append("(?:" + "|".join(map(re.escape, word.strip("{}").split("|"))) + r")(?!\w)\s*")
        else:
            parts.append(re.escape(word) + r"(?!\w)\s*")
    return r"(?<!\w)" + "".join(parts)
