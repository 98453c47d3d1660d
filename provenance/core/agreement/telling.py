"""The four answers of a comparison, each with both values and what on the page speaks for its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from provenance.core.model import Agreement, Comparison, Reading


def agrees(variable: str, given: str, reading: Reading[Any], found: str, because: str = "") -> Comparison:
    """The page says so too. because: what is worth knowing all the same."""
    return Comparison(
        variable=variable,
        agreement=Agreement.AGREES,
        given=given,
        found=found,
        because=because,
        evidence=reading.supported_by,
    )


def differs(variable: str, given: str, reading: Reading[Any], found: str, because: str) -> Comparison:
    """The page says something else, and says it plainly."""
    return replace(agrees(variable, given, reading, found, because), agreement=Agreement.DIFFERS)


def unclear(variable: str, given: str, reading: Reading[Any], found: str, because: str) -> Comparison:
    """The page says something else, and that proves nothing."""
    return replace(agrees(variable, given, reading, found, because), agreement=Agreement.UNCLEAR)


def not_stated(variable: str, given: str, because: str = "") -> Comparison:
    """The page does not say."""
    return Comparison(variable=variable, agreement=Agreement.NOT_STATED, given=given, because=because)
