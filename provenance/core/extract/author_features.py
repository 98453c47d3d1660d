"""What tells the right authors from wrong ones: who is named, in which places, and what the other places say.

That the data of a page and its byline name one person is the best sign there is. Of the outlet, of a single word and of
a body it is none: templates write them into every field of every page, whoever wrote it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence

from provenance.core import outlets
from provenance.core.extract.authors import is_person
from provenance.core.extract.candidates import Candidate, Setting
from provenance.core.regex import regex
from provenance.core.text import comparable, plain

# Where authors stand, by the opening of the method; the first that fits.
_PLACES = (
    ("jsonld:", "json-ld"), ("meta:", "meta"), ("microdata:", "markup"), ("microformat:", "markup"), ("rdfa:", "markup"),
    ("visible:byline", "byline"), ("visible:labelled", "byline"), ("visible:name-and-day", "byline"),
    ("visible:author-link", "link"), ("visible:rel-author", "link"), ("visible:", "class"),
)  # fmt: skip
_DATA = frozenset({"json-ld", "meta"})
_SEVERAL_PLACES = 3
# Chinese, Japanese and Korean names are set without a space.
_NO_SPACES = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}")


def is_signed(one: Candidate, setting: Setting) -> bool:
    """Whether it names a person in full, by two words or in a script that sets no spaces, and a reader sees that name;
    only then do agreeing signals say anything.
    """
    return _names_person(one, setting) and not _is_unseen(one, setting)


def _names_person(one: Candidate, setting: Setting) -> bool:
    return any(_is_full(name) for name in _persons(one, setting))


def _is_unseen(one: Candidate, setting: Setting) -> bool:
    """Whether the data of the page alone names them, and its text nowhere."""
    if not _is_of_data(one):
        return False
    return any(comparable(name) not in setting.shown for name in one.value.split("; "))


def _is_of_data(one: Candidate) -> bool:
    return all(_place(piece.method) in _DATA for piece in one.evidence)


def is_of_template(one: Candidate, setting: Setting) -> bool:
    """Whether meta tags alone name it, which no reader sees, and no person in full: there templates have the owner of the
    site (`Harbour Media GmbH`), whoever wrote the page. An agency owns no site but its own.
    """
    unseen = all(piece.method.startswith("meta:") for piece in one.evidence)
    return unseen and not _names_person(one, setting) and not any(map(outlets.is_agency, one.value.split("; ")))


def of_author(one: Candidate, others: Sequence[Candidate], setting: Setting) -> Iterator[str]:
    """The features of authors, by name; each is 1 where it holds."""
    if _is_unseen(one, setting):
        yield "unseen"
        yield "unseen: rivals" if others else "unseen: no other"
        return
    yield from _kind(one, others, setting)
    yield from _of_places(one, others, setting)
    for other in others:
        relation = _relation(one.value, other.value)
        yield from (f"{_place(piece.method)} {relation}" for piece in other.evidence)
    if any(_relation(one.value, piece.value) != "same" for piece in one.evidence):
        yield "somewhere in part"
    keys = {comparable(name) for name in one.value.split("; ")}
    if keys & setting.persons:
        yield "typed a person"
    if keys & setting.bodies:
        yield "typed a body"
    if any(name.isascii() and name.isupper() for name in one.value.split("; ")):
        yield "in capitals"


def _of_places(one: Candidate, others: Sequence[Candidate], setting: Setting) -> Iterator[str]:
    places = {_place(piece.method) for piece in one.evidence}
    where = _where(places)
    if is_signed(one, setting):
        yield from (f"says {place}" for place in sorted(places))
        yield f"by {where}"
        if _is_of_data(one):
            yield "by data: seen"
        if len(_persons(one, setting)) > 1:
            yield f"several persons: by {where}"
        if len(places) >= _SEVERAL_PLACES:
            yield "three places"
        if not others:
            yield "no other"
    else:
        yield f"{_called(one, setting)}: by {where}"
        yield "no person: rivals" if others else "no person: no other"


def _persons(one: Candidate, setting: Setting) -> list[str]:
    return [name for name in one.value.split("; ") if is_person(name) and not setting.outlet(name)]


def _is_full(name: str) -> bool:
    return " " in name or _NO_SPACES.match(name) is not None


def _called(one: Candidate, setting: Setting) -> str:
    names, persons = one.value.split("; "), _persons(one, setting)
    if any(_is_full(name) for name in persons):
        return "person"
    if persons:
        return "one word"
    return "the outlet" if all(setting.outlet(name) for name in names) else "body"


def _kind(one: Candidate, others: Sequence[Candidate], setting: Setting) -> Iterator[str]:
    names, persons = one.value.split("; "), _persons(one, setting)
    yield "several persons" if len(persons) > 1 else _called(one, setting)
    if not persons and any(is_person(name) for other in others for name in other.value.split("; ")):
        yield "body against person"
    if persons and len(persons) < len(names):
        yield "person and body"


@functools.lru_cache(maxsize=1024)
def _place(method: str) -> str:
    return next((place for opening, place in _PLACES if method.startswith(opening)), "elsewhere")


def _where(places: set[str]) -> str:
    """Whether the data of a page, its visible text, or both name them."""
    data, page = places & _DATA, places - _DATA
    return "data and page" if data and page else "data" if data else "page"


def _relation(value: str, other: str) -> str:
    own, its = (set(plain(names.replace(";", " ")).split()) for names in (value, other))
    if own == its:
        return "same"
    if own < its:
        return "longer"
    if its < own:
        return "shorter"
    return "akin" if own & its else "other"
