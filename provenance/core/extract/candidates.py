"""A value of a field with all that names it, and what it is held against."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from provenance.core.frozen import frozen
from provenance.core.model import Evidence


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value and what names it, the strongest first. weight: sum of log-odds (natural logarithm)."""

    value: str
    evidence: tuple[Evidence, ...]
    weight: float


@frozen
class Setting:
    """What a candidate is held against. slugs: words of the addresses; outlet: whether a name is the outlet's own; dated:
    whether the head of the page or its markup states a day, as they do for articles. persons, bodies: keys of the names
    that JSON-LD calls so; shown: of those in its data that its text has as well.
    """

    slugs: tuple[str, ...] = ()
    dated: bool = False
    persons: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    outlet: Callable[[str], bool] = lambda _: False


@functools.lru_cache(maxsize=1024)  # asked many times a page, of few methods
def family(method: str) -> str:
    """`jsonld`, `meta`, `microdata`, `visible`, `title`, `url`, …: signals of one family copy each other."""
    return method.split(":", 1)[0]
