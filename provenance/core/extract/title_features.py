"""What tells a right title from a wrong one: how each place that names a title stands to the candidate.

The heading, the title tag, Open Graph and JSON-LD are written by different hands or templates, so it is not their number
that counts but which of them say the same, and whether the others say more, less, nearly the same or something else.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from provenance.core.extract.candidates import Candidate, Setting
from provenance.core.extract.headline import holds
from provenance.core.regex import regex
from provenance.core.text import comparable, plain

# Where a title stands, by the opening of the method; the first that fits. The four that most pages have come first.
_PLACES = (
    ("visible:", "h1"), ("meta:og:", "og"), ("meta:twitter:", "og"), ("jsonld:", "json-ld"), ("title:", "tag"),
    ("meta:", "other meta"), ("microdata:", "microdata"), ("microformat:", "microformat"),
)  # fmt: skip
_MAIN = ("h1", "og", "json-ld", "tag")
# The nearest first: of several titles in one place the nearest is taken.
_RELATIONS = ("same", "longer", "shorter", "akin", "other")
_AKIN = 0.5
_SHORT, _FEW, _LONG = 3, 5, 18
# Chinese and Japanese set no spaces: so many of their signs are a word.
_UNSPACED, _SIGNS_IN_A_WORD = regex(r"[\u3040-\u30ff\u3400-\u9fff]"), 3
# Share of a title's words that an address must have to speak for it, and words that an address must have for that.
_SLUG, _ENOUGH_WORDS = 0.6, 3
# `Elections: …`, `Harbour strike – …`: what may be a kicker, and then others leave it out.
_OPENING = regex(r"^\S+(?:\s\S+){0,2}\s?[:–|-]\s")


def of_title(one: Candidate, others: Sequence[Candidate], setting: Setting) -> Iterator[str]:
    """The features of a title, by name; each is 1 where it holds."""
    yield from sorted({f"said by {piece.method.removesuffix(' (mended)')}" for piece in one.evidence})
    stands = _relations(one, others)
    for place in _MAIN:
        yield f"{place} {stands.get(place, 'absent')}"
    for place, relation in stands.items():
        if place not in _MAIN:
            yield f"{place} {relation}"
    yield "agreed by " + ("+".join(place for place in _MAIN if stands.get(place) == "same") or "none of these")
    if stands.get("h1") == stands.get("og") == "same" and stands.get("tag") in ("longer", "akin", "other"):
        yield "h1 and og: tag by itself"
    if all(stands.get(place, "same") == "same" for place in _MAIN):
        yield "no other"
    yield "dated" if setting.dated else "not dated"
    yield from _of_heading(one)
    if not stands.get("h1") == stands.get("og") == "same":
        # Where these agree a short headline is as sure as a long one.
        yield from _of_length(one.value)
    yield from _of_words(one.value, setting)


def _relations(one: Candidate, others: Sequence[Candidate]) -> dict[str, str]:
    """Place → how the nearest of what it says stands to the candidate."""
    stands: dict[str, str] = {}
    for other in (one, *others):
        relation = _relation(one.value, other.value)
        for place in {_place(piece.method) for piece in other.evidence}:
            stands[place] = min(stands.get(place, relation), relation, key=_RELATIONS.index)
    return stands


@functools.lru_cache(maxsize=1024)
def _place(method: str) -> str:
    return next((place for opening, place in _PLACES if method.startswith(opening)), "elsewhere")


def _relation(value: str, other: str) -> str:
    own, its = comparable(value), comparable(other)
    if own == its:
        return "same"
    if holds(other, value):
        return "longer"
    if holds(value, other):
        return "shorter"
    words, theirs = set(own.split()), set(its.split())
    return "akin" if len(words & theirs) >= _AKIN * min(len(words), len(theirs)) else "other"


def _of_heading(one: Candidate) -> Iterator[str]:
    """What says the title on the page, where it is no heading of the first rank."""
    place = next((piece.selector or "" for piece in one.evidence if piece.method == "visible:h1"), "h1")
    if not place.startswith("h1"):
        yield "heading: h2" if place.startswith("h2") else "heading: a line"


def _of_length(value: str) -> Iterator[str]:
    words = len(plain(value).replace("_", " ").split())
    count = words + len(_UNSPACED.findall(value)) // _SIGNS_IN_A_WORD
    if count < _FEW:
        yield "short" if count < _SHORT else "few words"
    if words > _LONG:
        yield "long"


def _of_words(value: str, setting: Setting) -> Iterator[str]:
    words = plain(value).replace("_", " ").split()
    if value.rstrip().endswith(("…", "...")):
        yield "broken off"
    if _OPENING.match(value):
        yield "with an opening"
    telling = [slug for slug in (set(slug.split()) for slug in setting.slugs) if len(slug) >= _ENOUGH_WORDS]
    if not telling:
        yield "address without words"
    for slug in telling:
        known = sum(word in slug for word in words) >= _SLUG * len(slug)
        yield "in the address" if known else "not the address"
