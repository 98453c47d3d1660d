"""Evidence to readings. One rule for all that is words: equal values stand together, each family of signals speaks once.

A value's weight is the sum, over the families that name it, of the log-odds of the family's best signal
(`measured.SHARE_RIGHT`): what two families say independently outweighs what one says in five tags.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from provenance.core.extract import measured
from provenance.core.extract.headline import site_key
from provenance.core.extract.language import primary
from provenance.core.extract.people import as_name
from provenance.core.model import Evidence, Name, Reading, Status
from provenance.core.text import comparable, plain

# Families of signals that were measured; those of saved texts were not.
OF_PAGES = frozenset({"jsonld", "meta", "microdata", "visible", "title", "html", "link", "url", "rdfa", "microformat"})

Key = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value and what names it, the strongest first. weight: sum of log-odds (natural logarithm)."""

    value: str
    evidence: tuple[Evidence, ...]
    weight: float


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
        families: dict[str, float] = {}
        for figure, piece in group:
            families.setdefault(family(piece.method), math.log(figure / (1 - figure)))
        pieces = tuple(piece for _, piece in group)
        candidates.append(Candidate(pieces[0].value, pieces, sum(families.values())))
    return sorted(candidates, key=lambda candidate: -candidate.weight)


def family(method: str) -> str:
    """`jsonld`, `meta`, `microdata`, `visible`, `title`, `url`, …: signals of one family copy each other."""
    return method.split(":", 1)[0]


def text(variable: str, evidence: Sequence[Evidence], key: Key = comparable) -> Reading[str]:
    """The heaviest value; what names another stands against it."""
    candidates = weigh(variable, evidence, key)
    if not candidates:
        return Reading()
    best, others = candidates[0], candidates[1:]
    derived = all(family(piece.method) == "url" for piece in best.evidence)
    return Reading(
        value=best.value,
        status=Status.DERIVED if derived else Status.STATED,
        confidence=_confidence(variable, candidates),
        supported_by=best.evidence,
        disputed_by=tuple(piece for other in others for piece in other.evidence),
    )


def _confidence(variable: str, candidates: Sequence[Candidate]) -> float | None:
    if not all(family(piece.method) in OF_PAGES for piece in candidates[0].evidence):
        return None
    second = candidates[1].weight if len(candidates) > 1 else 0.0
    return measured.confidence(variable, candidates[0].weight - second)


def title(evidence: Sequence[Evidence]) -> Reading[str]:
    """As `text`; a URL whose slug has the same words supports the title, any other slug says nothing."""
    named = [piece for piece in evidence if piece.variable == "title"]
    reading = text("title", named)
    if reading.value is None:
        return reading
    key = plain(reading.value).replace("_", " ")
    slugs = tuple(piece for piece in named if piece.method == "url:slug" and plain(piece.value) == key)
    return replace(reading, supported_by=(*reading.supported_by, *slugs))


def author(evidence: Sequence[Evidence]) -> Reading[tuple[Name, ...]]:
    """Names are one value when they are the same set, in whatever order."""
    reading = text("author", [piece for piece in evidence if piece.variable == "author"], _names_key)
    if reading.value is None:
        return Reading()
    return Reading(
        value=tuple(as_name(name) for name in reading.value.split("; ")),
        status=reading.status,
        confidence=reading.confidence,
        supported_by=reading.supported_by,
        disputed_by=reading.disputed_by,
    )


def _names_key(value: str) -> str:
    return ";".join(sorted(plain(name) for name in value.split("; ")))


def container_title(evidence: Sequence[Evidence]) -> Reading[str]:
    """The publisher speaks for the title of the paper too, since most papers are published under their own name."""
    named = [piece for piece in evidence if piece.variable in ("container_title", "publisher")]
    return text("container_title", named, site_key)


def language(evidence: Sequence[Evidence]) -> Reading[str]:
    """The primary subtag decides; the value keeps the region where a supporting signal states one."""
    reading = text("language", [piece for piece in evidence if piece.variable == "language"], primary)
    tags = [piece.value for piece in reading.supported_by if family(piece.method) != "url"]
    full = next((tag for tag in tags if "-" in tag), None) or next(iter(tags), reading.value)
    declared = any(piece.method not in ("url:path", "text:language") for piece in reading.supported_by)
    status = Status.DERIVED if reading.value is not None and not declared else reading.status
    return replace(reading, value=full, status=status)


def first(variable: str, evidence: Sequence[Evidence]) -> Reading[str]:
    """The value that was seen first, for fields of which no figure is known."""
    named = [piece for piece in evidence if piece.variable == variable and piece.value]
    if not named:
        return Reading()
    same = comparable(named[0].value)
    derived = family(named[0].method) == "url"
    return Reading(
        value=named[0].value,
        status=Status.DERIVED if derived else Status.STATED,
        supported_by=tuple(piece for piece in named if comparable(piece.value) == same),
        disputed_by=tuple(piece for piece in named if comparable(piece.value) != same),
    )
