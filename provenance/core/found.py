"""What the reader of a format hands over, and the words in which it tells what a list says of a link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from provenance.core.dates import PartialDate
from provenance.core.model import Item, Problem
from provenance.core.scan import without_surrogates


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a reader of one format found in a list.

    records: entries of the list, those without a link included.
    aside: URLs that stand in the list and are no links of it – the icon of a bookmark, a line that was commented out.
        The raw scan, which lists every URL that a reader did not give, leaves them aside too.
    """

    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()
    records: int = 0
    aside: frozenset[str] = frozenset()


def given(pairs: Mapping[str, str | None]) -> dict[str, str]:
    """What a list says, white space collapsed, without the variables of which it says nothing."""
    told = {variable: " ".join(without_surrogates(value).split()) for variable, value in pairs.items() if value}
    return {variable: value for variable, value in told.items() if value}


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?:(?P<mark>[-/])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?)?"
    r"(?:[T ]\d{1,2}:\d{2}.*|/*)"
)
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.?\s+(?P<month>[A-Za-z]+)\.?,?\s+(?P<year>\d{4})")
_MONTH_FIRST = re.compile(r"(?P<month>[A-Za-z]+)\.?\s+(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{4})")


def date_text(text: str) -> str:
    """A date as an EDTF string where it can mean one day only, otherwise as it stands (`8/1/1966`).

    Years first are read by ISO 8601 and RIS (`2024/07/04/`), months by their English names.
    """
    stated = text.strip()
    for form in (_YEAR_FIRST, _DAY_FIRST, _MONTH_FIRST):
        match = form.fullmatch(stated)
        if match is None:
            continue
        parts = match.groupdict()
        month = parts["month"]
        number = int(month) if month and month.isdigit() else _MONTHS.get((month or "").lower())
        if month and number is None:
            continue
        try:
            return PartialDate(
                year=int(parts["year"]), month=number, day=int(parts["day"]) if parts["day"] else None
            ).edtf
        except ValueError:
            return stated
    return stated


def day_of_stamp(text: str) -> str:
    """The UTC day of a Unix time in seconds, milliseconds or microseconds, as browsers write them; else as it stands."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and 9 <= len(digits) <= 17):
        return date_text(digits)
    seconds = int(digits) / (1 if len(digits) <= 11 else 1_000 if len(digits) <= 14 else 1_000_000)
    try:
        return datetime.fromtimestamp(seconds, tz=UTC).date().isoformat()
    except (OverflowError, ValueError, OSError):
        return digits
