"""Titles without what is glued to them: the name of the site, and the section in front."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from provenance.core.extract.days import days_in
from provenance.core.regex import regex
from provenance.core.text import collapse, comparable

_SEPARATOR = regex(
    r"\s+(?:[|·•»«:–—―-]|::|>>|›|\|\||/|~)\s+|\s*[|｜＿：ㅣ]\s*|\s+(?:\||–)|(?<=\S):\s+(?=\S)|(?<=[^\d\s])_+(?=\S)"
)
_AFTER_DAY = regex(r"\s*[)\]]?\s*(?:[|–—-]\s*)?(?=[^\s:])")
_WORD_START = regex(r"(?<=[\s:|–—-])[^\s:|]")
# Markup of characters that some write into a field that holds plain text.
_TAG = regex(r"</?(?:i|b|em|strong|span|sup|sub|br|font|a|q|cite|wbr)\b[^<>]{0,200}>", re.IGNORECASE)
# A shorter headline may be the end of another one by chance.
_LEAST = 15
# Characters of a title that is kept for the next question.
_LONGEST_KEPT = 400
_TOP_LEVEL = regex(r"\s(?:com|net|org|info|online|de|at|ch|fr|it|es|nl|co uk|uk|news)$")
_ARTICLE = regex(r"^(?:the|der|die|das|le|la|les|el|il|o|a|www)\s")


@functools.lru_cache(maxsize=4096)
def site_key(name: str) -> str:
    """A key under which `The Daily Example`, `Daily Example` and `dailyexample.com` are one site."""
    key = _ARTICLE.sub("", comparable(name))
    return _TOP_LEVEL.sub("", key).replace(" ", "")


def parts(title: str) -> tuple[tuple[str, int, int], ...]:
    """The pieces between separators, with their offsets."""
    return _parts(title) if len(title) <= _LONGEST_KEPT else _parts.__wrapped__(title)


@functools.lru_cache(maxsize=256)  # several readers take the titles of a page apart
def _parts(title: str) -> tuple[tuple[str, int, int], ...]:
    found, start = [], 0
    for match in _SEPARATOR.finditer(title):
        found.append((title[start : match.start()].strip(), start, match.start()))
        start = match.end()
    found.append((title[start:].strip(), start, len(title)))
    return tuple(piece for piece in found if piece[0])


def without_site(title: str, names: Iterable[str]) -> str:
    """The title without the site's names at either end; it is never emptied."""
    keys = {key for name in names if len(key := site_key(name)) > 1}
    changed = True
    while changed:
        changed = False
        pieces = parts(title)
        if len(pieces) < 2:
            break
        # `Outlet – Paris – News`: a name may itself hold a separator, so ends of up to three pieces are tried.
        for count in range(1, min(4, len(pieces))):
            tail, head = title[pieces[-count][1] :], title[: pieces[count - 1][2]]
            if site_key(tail) in keys:
                title, changed = title[: pieces[-count - 1][2]].strip(), True
                break
            if site_key(head) in keys:
                title, changed = title[pieces[count][1] :].strip(), True
                break
    return title


def without_tags(title: str) -> str:
    """`<i>The Long Tide</i> wins`: the title without the markup of its words."""
    return collapse(_TAG.sub("", title)) if "<" in title else title


def without_day(title: str) -> str:
    """`27.01.2022 Oil figures`, `1. Februar 2022 – …`: a day of publication that is set before the headline.

    A day with a colon behind it belongs to the headline (`24 December 2020: a silent night`).
    """
    for day in days_in(title[:30]):
        rest = title[day.end :]
        if (
            title[: day.start].strip(" ([") == ""
            and (match := _AFTER_DAY.match(rest))
            and len(rest[match.end() :].split()) > 1
        ):
            return rest[match.end() :].strip()
    return title


def without_kicker(title: str, others: Iterable[str], inside: Iterable[str]) -> tuple[str, str]:
    """The headline and the kicker before it, where an element of the heading holds either, and something else on the
    page has the headline alone. inside: the texts of these elements.
    """
    known, elements = {comparable(other) for other in others}, {comparable(text) for text in inside}
    for match in _WORD_START.finditer(title):
        kicker, rest = title[: match.start()].strip(" :|–—-"), title[match.start() :]
        key = comparable(rest)
        if len(key) >= _LEAST and key in known and (key in elements or comparable(kicker) in elements):
            return rest, kicker
    return title, ""


def holds(longer: str, shorter: str) -> bool:
    """Whether one headline is the other with something before or after it."""
    long_key, short_key = comparable(longer), comparable(shorter)
    return len(short_key) >= 10 and short_key in long_key
