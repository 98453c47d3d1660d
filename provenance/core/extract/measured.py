"""How often each signal alone was right (`data/signals.csv`): the figures on which the choice rests."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping

from provenance.core import tables
from provenance.core.extract.candidates import family
from provenance.core.model import Evidence

# A signal of the same kind under a rarer name; assumed.
UNKNOWN_META = 0.6
# What a list says after its first value.
_ALSO = 0.3


@functools.lru_cache(maxsize=2048)  # asked many times a page, of few methods
def share_right(variable: str, method: str) -> float | None:
    """The figure by which a method is weighed, whether or not its JSON had to be mended; None where there is none."""
    known = _shares().get(variable, {})
    method = method.removesuffix(" (mended)")
    figure = known.get(method)
    if figure is None and known and method.endswith(":also"):
        return _ALSO
    if figure is None and known and method.startswith("meta:"):
        return UNKNOWN_META
    return figure


def heard(variable: str, evidence: Iterable[Evidence]) -> float:
    """The weight of a value by what names it: each family of signals speaks once, by its best (sum of log-odds)."""
    shares: dict[str, float] = {}
    for piece in evidence:
        share, name = share_right(variable, piece.method), family(piece.method)
        if share is not None:
            shares[name] = max(share, shares.get(name, share))
    return sum(math.log(share / (1 - share)) for share in shares.values())


@functools.cache
def _shares() -> Mapping[str, Mapping[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for row in tables.rows("signals.csv"):
        found.setdefault(row["variable"], {})[row["method"]] = float(row["share_right"])
    return found
