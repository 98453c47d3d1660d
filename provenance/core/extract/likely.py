"""How likely each candidate is the true value: a logistic model over the agreement of signals, small enough to read.

Its weights stand in `data/weights.csv`: log-odds for each feature that a candidate has. They were learnt on real pages
by `tests/bench/learn.py`, which also measured, on outlets that the weights had not seen, how often a candidate with such
a chance was right: `data/calibration.csv`. A confidence is that share and nothing else.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from provenance.core import tables
from provenance.core.extract.author_features import is_signed, of_author
from provenance.core.extract.candidates import Candidate, Setting, family
from provenance.core.extract.section_features import of_section
from provenance.core.extract.title_features import of_title
from provenance.core.text import comparable

# Families that no page has.
_OF_CARRIERS = frozenset({"pdf", "mail", "front-matter", "markdown", "text", "user"})
_MOST_COUNTED = 4
_FARTHEST_LEAD = 6.0
_LONG_NAME = 4

Features = Mapping[str, float]


def ranked(variable: str, candidates: Sequence[Candidate], setting: Setting) -> list[tuple[Candidate, float | None]]:
    """The candidates with their chances, the likeliest first; by weight alone where nothing was learnt.

    The chance is None where nothing was learnt: of this variable, or of the carrier, for what was learnt are pages.
    """
    weights = _weights().get(variable)
    if weights is None or any(_is_of_carrier(piece.method, variable) for one in candidates for piece in one.evidence):
        return [(one, None) for one in sorted(candidates, key=lambda one: -one.weight)]
    chances = ((chance(weights, features(variable, one, candidates, setting)), one) for one in candidates)
    return [(one, odds) for odds, one in sorted(chances, key=lambda pair: (-pair[0], -pair[1].weight))]


def _is_of_carrier(method: str, variable: str) -> bool:
    """Whether no page says so; the words of a text speak for its language wherever they stand."""
    return family(method) in _OF_CARRIERS and not (variable == "language" and method == "text:language")


def chance(weights: Mapping[str, float], found: Features) -> float:
    """The probability (0 to 1) that a candidate with these features is right."""
    odds = weights.get("always", 0.0) + sum(weights.get(name, 0.0) * value for name, value in found.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def confidence(variable: str, chances: Sequence[float | None]) -> float | None:
    """The measured share right of values that were chosen with such a chance; None where nothing was measured."""
    if not chances or chances[0] is None:
        return None
    steps = _calibration().get(variable, ())
    return next((share for bound, share in steps if chances[0] >= bound), None)


def features(variable: str, one: Candidate, candidates: Sequence[Candidate], setting: Setting) -> dict[str, float]:
    """What is known of a candidate, by name; all but `agreement` and `lead` are 1 where they hold.

    Of an outlet or a single word as author agreement is no sign: see `author_features`.
    """
    others = [other for other in candidates if other is not one]
    best = max((other.weight for other in others), default=0.0)
    found = {
        "agreement": one.weight,
        "lead": max(-_FARTHEST_LEAD, min(_FARTHEST_LEAD, one.weight - best)),
    }
    if variable == "author" and not is_signed(one, setting):
        found = {}
    more = _OF_VARIABLE.get(variable)
    if variable not in _OWN_FEATURES:
        found |= dict.fromkeys(_of_signals(one, others), 1.0)
    return found | dict.fromkeys(more(one, others, setting), 1.0) if more else found


def _of_signals(one: Candidate, others: Sequence[Candidate]) -> Iterator[str]:
    """Which signals name it, together and alone, and which name something else."""
    methods = {piece.method.removesuffix(" (mended)") for piece in one.evidence}
    yield f"families: {min(_MOST_COUNTED, len({family(method) for method in methods}))}"
    yield f"rivals: {min(_MOST_COUNTED, len(others))}"
    yield from (f"said by {method}" for method in sorted(methods))
    yield "agreed by " + "+".join(sorted({family(method) for method in methods}))
    yield from (f"against {family(piece.method)}" for other in others for piece in other.evidence)


def _of_site(one: Candidate, others: Sequence[Candidate], setting: Setting) -> Iterator[str]:
    if len(one.value.split()) > _LONG_NAME:
        yield "long"
    if "." in one.value:
        yield "like an address"
    if setting.outlet(one.value):
        yield "in the address"
    if any(comparable(one.value) in comparable(other.value) for other in others):
        yield "held by a rival"


_OF_VARIABLE: Mapping[str, Callable[[Candidate, Sequence[Candidate], Setting], Iterator[str]]] = {
    "title": of_title,
    "author": of_author,
    "section": of_section,
    "container_title": _of_site,
}


# Variables that are judged by features of their own, and not by which signals name them.
_OWN_FEATURES = frozenset({"title", "author", "section"})


@functools.cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for row in tables.rows("weights.csv"):
        found.setdefault(row["variable"], {})[row["feature"]] = float(row["weight"])
    return found


@functools.cache
def _calibration() -> Mapping[str, tuple[tuple[float, float], ...]]:
    """Variable → (least chance, share right), the highest first."""
    found: dict[str, list[tuple[float, float]]] = {}
    for row in tables.rows("calibration.csv"):
        found.setdefault(row["variable"], []).append((float(row["chance"]), float(row["share_right"])))
    return {variable: tuple(sorted(steps, reverse=True)) for variable, steps in found.items()}
