"""Evidence to readings. One rule for all that is words: equal values stand together, each family of signals speaks once.

A value's weight is the sum, over the families that name it, of the log-odds of the family's best signal
(`measured.share_right`): what two families say independently outweighs what one says in five tags.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from provenance.core.extract import likely, measured, titles
from provenance.core.extract.author_features import is_of_template
from provenance.core.extract.authors import is_person
from provenance.core.extract.candidates import Candidate, Setting, family
from provenance.core.extract.headline import site_key
from provenance.core.extract.language import primary
from provenance.core.extract.people import as_name
from provenance.core.model import Evidence, Name, Reading, Status
from provenance.core.regex import regex
from provenance.core.text import comparable, plain
from provenance.core.urls import parts_of

# Families of signals that were measured; those of saved texts were not.
OF_PAGES = frozenset({"jsonld", "meta", "microdata", "visible", "title", "html", "link", "url", "rdfa", "microformat"})

# Families in which a page's own software states the day of an article.
_OF_MARKUP = frozenset({"jsonld", "meta", "microdata"})

Key = Callable[[str], str]


def weigh(variable: str, evidence: Iterable[Evidence], key: Key = comparable) -> list[Candidate]:
    """The values that are named, the heaviest first; equal weights keep the order in which they were seen."""
    groups: dict[str, list[tuple[float, Evidence]]] = {}
    for piece in evidence:
        figure = measured.share_right(variable, piece.method)
        name = key(piece.value)
        if figure is not None and name:
            groups.setdefault(name, []).append((figure, piece))
    candidates = []
    for group in groups.values():
        group.sort(key=lambda pair: -pair[0])
        pieces = tuple(piece for _, piece in group)
        candidates.append(Candidate(pieces[0].value, pieces, measured.heard(variable, pieces)))
    return sorted(candidates, key=lambda candidate: -candidate.weight)


def text(variable: str, evidence: Sequence[Evidence]) -> Reading[str]:
    """The likeliest value; what names another stands against it."""
    candidates, setting = candidates_of(variable, evidence)
    ranking = likely.ranked(variable, candidates, setting)
    if not ranking:
        return Reading()
    best = ranking[0][0]
    derived = all(family(piece.method) == "url" for piece in best.evidence)
    return Reading(
        value=best.value,
        status=Status.DERIVED if derived else Status.STATED,
        confidence=_confidence(variable, ranking),
        supported_by=best.evidence,
        disputed_by=tuple(piece for other, _ in ranking[1:] for piece in other.evidence),
    )


def _confidence(variable: str, ranking: Sequence[tuple[Candidate, float | None]]) -> float | None:
    return likely.confidence(variable, [chance for _, chance in ranking])


def candidates_of(variable: str, evidence: Sequence[Evidence]) -> tuple[list[Candidate], Setting]:
    """What a variable is chosen from, and what it is held against."""
    speakers = _SPEAKERS.get(variable, (variable,))
    named = [piece for piece in evidence if piece.variable in speakers]
    if variable == "author":
        setting = setting_of(evidence)
        candidates = _in_person(_joined(weigh("author", named, _names_key)), setting)
        return [one for one in candidates if not is_of_template(one, setting)], setting
    candidates = weigh(variable, named, _KEYS.get(variable, comparable))
    if variable == "title":
        sections, kickers = (
            [piece.value for piece in evidence if piece.variable == name] for name in ("section", "kicker")
        )
        candidates = titles.as_one(candidates, titles.rest_test(list(_outlet_keys(evidence)), sections), kickers)
    if variable == "container_title":
        return candidates, Setting(outlet=_host_test(evidence))
    return candidates, setting_of(evidence) if variable == "title" else Setting()


def said(variable: str, candidate: Candidate) -> str | list[str]:
    """The value of a candidate as it is told; of authors the names."""
    return _best_written(candidate) if variable == "author" else candidate.value


def title(evidence: Sequence[Evidence]) -> Reading[str]:
    """As `text`; a URL whose slug has the same words supports the title, any other slug says nothing."""
    reading = text("title", evidence)
    if reading.value is None:
        return reading
    key = plain(reading.value).replace("_", " ")
    slugs = tuple(piece for piece in evidence if piece.method == "url:slug" and plain(piece.value) == key)
    return replace(reading, supported_by=(*reading.supported_by, *slugs))


def author(evidence: Sequence[Evidence]) -> Reading[tuple[Name, ...]]:
    """Names are one value when they are the same set, in whatever order; a shorter form of them speaks for the fuller."""
    candidates, setting = candidates_of("author", evidence)
    ranking = likely.ranked("author", candidates, setting)
    if not ranking:
        return Reading()
    best = ranking[0][0]
    bodies = _said_to_be("author_body", evidence) - _said_to_be("author_person", evidence)
    return Reading(
        value=tuple(
            Name(literal=name) if comparable(name) in bodies else as_name(name) for name in _best_written(best)
        ),
        status=Status.STATED,
        confidence=_confidence("author", ranking),
        supported_by=best.evidence,
        disputed_by=tuple(piece for other, _ in ranking[1:] for piece in other.evidence),
    )


def _said_to_be(variable: str, evidence: Sequence[Evidence]) -> set[str]:
    return {comparable(piece.value) for piece in evidence if piece.variable == variable}


def setting_of(evidence: Sequence[Evidence]) -> Setting:
    """What candidates are held against: the words of the address, and the names of the outlet."""
    slugs = tuple(plain(piece.value) for piece in evidence if piece.method == "url:slug")
    outlet = frozenset(_outlet_keys(evidence))
    dated = any(piece.variable == "issued" and family(piece.method) in _OF_MARKUP for piece in evidence)
    persons, bodies, shown = (
        frozenset(_said_to_be(f"author_{kind}", evidence)) for kind in ("person", "body", "shown")
    )
    return Setting(
        slugs=slugs,
        dated=dated,
        persons=persons,
        bodies=bodies,
        shown=shown,
        outlet=lambda name: site_key(_OF_STAFF.sub("", name)) in outlet,
    )


def _outlet_keys(evidence: Sequence[Evidence]) -> Iterator[str]:
    """The names of the outlet and of its host, as keys."""
    for piece in evidence:
        if piece.variable in ("container_title", "publisher"):
            yield site_key(piece.value)
        elif piece.variable == "canonical_url" and (host := parts_of(piece.value).hostname):
            labels = host.removeprefix("www.").split(".")
            yield from (site_key(label) for label in labels[:-1])
            yield from (_GLUED_ARTICLE.sub("", label) for label in labels[:-1])


def _joined(candidates: Sequence[Candidate]) -> list[Candidate]:
    """A shorter form speaks for the fuller one as well: `Jane` for `Jane Roe`, `Jane Roe` for `Jane Roe; Tom Hale`."""
    joined = []
    for one in candidates:
        fuller = [other for other in candidates if other is not one and _goes_over(other, one)]
        if not fuller:
            shorter = [other for other in candidates if other is not one and _goes_over(one, other)]
            more = sum(other.weight for other in shorter)
            pieces = tuple(piece for other in shorter for piece in other.evidence) if more else ()
            joined.append(Candidate(one.value, (*one.evidence, *pieces), one.weight + more))
    return joined


def _in_person(candidates: list[Candidate], setting: Setting) -> list[Candidate]:
    """Without those that name the outlet alone, where a person is named: templates name it on every page."""
    signed = [one for one in candidates if not all(setting.outlet(name) for name in one.value.split("; "))]
    persons = (name for one in signed for name in one.value.split("; ") if " " in name)
    return signed if any(is_person(name) for name in persons) else candidates


def _goes_over(one: Candidate, other: Candidate) -> bool:
    """Whether one form takes the place of another: it names more persons, or more of a person's name, in one place.

    Of one person's name with a word more the heavier form goes over: the word may be the end of a title.
    """
    if _adds_names(one, other):
        return True
    if _holds_names(one, other) and _tells_all(one):
        as_many = one.value.count("; ") == other.value.count("; ") and " " in other.value
        return not as_many or one.weight >= other.weight
    if _holds_names(other, one) and _tells_all(other) and one.value.count("; ") == other.value.count("; "):
        return " " in one.value and one.weight > other.weight
    return False


def _holds_names(fuller: Candidate, shorter: Candidate) -> bool:
    long, short = (plain(one.value).split() for one in (fuller, shorter))
    return len(long) > len(short) and set(short) <= set(long) and len(long) - len(short) <= _FEW_WORDS


def _tells_all(candidate: Candidate) -> bool:
    """Whether the names stand together in one place, and were not gathered from elements over the page."""
    return any(piece.method not in _GATHERED for piece in candidate.evidence)


def _adds_names(fuller: Candidate, shorter: Candidate) -> bool:
    """Whether one element names all of the shorter and others beside them, and says hardly a word else."""
    names, known = (set(map(plain, one.value.split("; "))) for one in (fuller, shorter))
    if not known < names or any(" " not in name or any(name in other for other in names - {name}) for name in names):
        return False
    said = sum(map(len, names))
    quotes = [plain(piece.quote) for piece in fuller.evidence]
    return any(_MOSTLY * len(quote) <= said <= len(quote) and all(name in quote for name in names) for quote in quotes)


def _best_written(candidate: Candidate) -> list[str]:
    """`connor-hale` of a data field is written `Connor Hale` elsewhere."""
    written = [
        piece.value.split("; ")
        for piece in candidate.evidence
        if _names_key(piece.value) == _names_key(candidate.value)
    ]
    return next((names for names in written if all(is_person(name) for name in names)), written[0])


# What a host has before the name of the outlet, and what a data field has between the words of a name.
_GLUED_ARTICLE, _JOINS = regex(r"^(?:the|der|die|das|le|la|les|el)"), regex(r"[-_.]")
# Words by which a fuller byline may be longer: two more persons, or the name of a body.
_FEW_WORDS = 6
# What a text must have of names to be nothing else; the rest are an "and" and commas.
_MOSTLY = 0.8
_GATHERED = frozenset({
    "microdata:author", "visible:hcard", "visible:class-author", "visible:class-author-name", "visible:class-byline",
    "visible:class-username",
})  # fmt: skip


def _names_key(value: str) -> str:
    return ";".join(sorted(plain(_JOINS.sub(" ", name)) for name in value.split("; ")))


def container_title(evidence: Sequence[Evidence]) -> Reading[str]:
    """The publisher speaks for the title of the paper too, since most papers are published under their own name."""
    return text("container_title", evidence)


def _host_test(evidence: Sequence[Evidence]) -> Callable[[str], bool]:
    """Whether a name is that of the host."""
    hosts = [parts_of(piece.value).hostname or "" for piece in evidence if piece.variable == "canonical_url"]
    labels = {site_key(label) for host in hosts for label in host.removeprefix("www.").split(".")[:-1]}
    return lambda name: site_key(name) in labels


def language(evidence: Sequence[Evidence]) -> Reading[str]:
    """The primary subtag decides; the value keeps the region where a supporting signal states one."""
    reading = text("language", evidence)
    tags = [piece.value for piece in reading.supported_by if family(piece.method) != "url"]
    full = next((tag for tag in tags if "-" in tag), None) or next(iter(tags), reading.value)
    declared = any(piece.method not in ("url:path", "text:language") for piece in reading.supported_by)
    status = Status.DERIVED if reading.value is not None and not declared else reading.status
    return replace(reading, value=full, status=status)


@functools.cache
def nothing() -> Reading[Any]:
    """Nothing is stated: one for the many fields of which a page says nothing."""
    return Reading()


def first(variable: str, evidence: Sequence[Evidence]) -> Reading[str]:
    """The value that was seen first, for fields of which no figure is known."""
    named = [piece for piece in evidence if piece.variable == variable and piece.value]
    if not named:
        return nothing()
    same = comparable(named[0].value)
    derived = family(named[0].method) == "url"
    return Reading(
        value=named[0].value,
        status=Status.DERIVED if derived else Status.STATED,
        supported_by=tuple(piece for piece in named if comparable(piece.value) == same),
        disputed_by=tuple(piece for piece in named if comparable(piece.value) != same),
    )


# `Hafenblatt-Redaktion`, `Redaktion Hafenblatt`, `The Lantern Staff`: the outlet, under another hat.
_OF_STAFF = regex(
    r"(?:\s|-)(?:redaktion|redaction|redacción|redazione|redação|staff|team|online|editors?|news\s?desk)$|^(?:redaktion|rédaction|redacción)\s",
    re.IGNORECASE,
)
# Variables whose evidence speaks for a reading, where it is not its own alone.
_SPEAKERS = {"container_title": ("container_title", "publisher")}
_KEYS: Mapping[str, Key] = {"container_title": site_key, "language": primary}
