"""Dates as the data formats of the web write them (ISO 8601, W3C date and time formats, EDTF) as CSL dates."""

from __future__ import annotations

import re

from provenance.core.csl.dates import CslDate, csl_date
from provenance.core.dates import PartialDate

_TIME = re.compile(r"[T ]\d{1,2}:\d{2}.*")


def date_from_text(text: str) -> PartialDate | None:
    """The day that a text states, a time of day behind it left out; None where it is written otherwise."""
    stated = text.strip()
    try:
        return PartialDate.parse(stated[:10] if _TIME.fullmatch(stated[10:]) else stated)
    except ValueError:
        return None


def csl_from_text(text: str) -> CslDate | None:
    """A CSL date; words that are no date in numbers stay as they are (`literal`). None where nothing is stated."""
    if not text.strip():
        return None
    date = date_from_text(text)
    return (csl_date(date) if date else None) or {"literal": text.strip()}


def day_from_text(text: str) -> str:
    """A date as an EDTF string; as it stands where it is written otherwise."""
    date = date_from_text(text)
    return date.edtf if date else text.strip()
