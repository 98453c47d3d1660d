"""What the reader of a format hands over, and the words in which it tells what a list says of a link."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from provenance.core.csl.dates import CslDate, csl_date, date_words, partial_date
from provenance.core.csl.names import names_of, text_name
from provenance.core.csl.texts import one_line
from provenance.core.dates import PartialDate
from provenance.core.frozen import frozen
from provenance.core.model import Item, Problem, Reference
from provenance.core.regex import regex
from provenance.core.scan import without_surrogates


@frozen
class Piece:
    """A text that a file holds encoded. line, where: where it stands in the file."""

    text: str
    line: int | None = None
    where: str | None = None


@frozen
class Found:
    """What a reader of one format found in a list.

    records: entries of the list, those without a link included.
    references: the entries as CSL-JSON items, in a format that states more of them than a link.
    aside: URLs that stand in the list and are no links of it – the icon of a bookmark, a line that was commented out.
        The raw scan, which lists every URL that a reader did not give, leaves them aside too.
    pieces: what the raw scan reads in place of the file, where the file holds its texts encoded.
    """

    items: tuple[Item, ...] = ()
    problems: tuple[Problem, ...] = ()
    records: int = 0
    references: tuple[Reference, ...] = ()
    aside: frozenset[str] = frozenset()
    pieces: tuple[Piece, ...] | None = None


def given(pairs: Mapping[str, str | None]) -> dict[str, str]:
    """What a list says, white space collapsed, without the variables of which it says nothing: a title that is a URL says
    nothing.
    """
    told = {variable: " ".join(without_surrogates(value).split()) for variable, value in pairs.items() if value}
    return {
        variable: value for variable, value in told.items() if value and not (variable == "title" and _URL.match(value))
    }


_URL = regex(r"https?://\S+$", re.IGNORECASE)
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
_YEAR_FIRST = regex(
    r"(?P<year>\d{4})(?:(?P<mark>[-/])(?P<month>\d{1,2})(?:(?P=mark)(?P<day>\d{1,2}))?)?"
    r"(?:[T ]\d{1,2}:\d{2}.*|/*)"
)
_DAY_FIRST = regex(r"(?P<day>\d{1,2})\.?\s+(?P<month>[A-Za-z]+)\.?,?\s+(?P<year>\d{4})")
_MONTH_FIRST = regex(r"(?P<month>[A-Za-z]+)\.?\s+(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<year>\d{4})")


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


def date_variable(text: str | None) -> CslDate | None:
    """The CSL date variable of a date that a list states in one text: EDTF, a range, or what `date_text` reads; words that
    are no date stay words (`literal`). None where nothing is stated.
    """
    stated = one_line(text)
    if not stated:
        return None
    ends = [_parsed(end) for end in stated.split("/")] if stated.count("/") == 1 else []
    first, last = ends if len(ends) == 2 else (None, None)
    if first is not None and last is not None and None not in (first.year, last.year):
        parts = [csl_date(end) for end in (first, last)]
        written: CslDate = {"date-parts": [part["date-parts"][0] for part in parts if part]}  # type: ignore[index]
        return written | {"circa": True} if first.approximate or last.approximate else written
    date = _parsed(stated)
    # A day without its month would be lost in `date-parts`.
    written_date = None if date is None or (date.month is None and date.day is not None) else csl_date(date)
    return written_date or {"literal": stated}


def _parsed(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(date_text(text))
    except ValueError:
        return partial_date(text)


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


_TEXTS = ("title", "container-title", "publisher", "language", "note", "DOI", "section", "genre")


def told(item: Mapping[str, object]) -> dict[str, str]:
    """What a CSL-JSON item says, as `Item.given` has it: names as `Family, Given`, dates as EDTF."""
    texts = {variable: str(item[variable]) for variable in _TEXTS if isinstance(item.get(variable), str | int)}
    dates = {variable: _date(item.get(variable)) for variable in ("issued", "accessed")}
    return given({**texts, "author": _names(item.get("author")), **dates})


def _names(value: object) -> str | None:
    """CSL names as `Family, Given`, in order."""
    if not isinstance(value, list):
        return value if isinstance(value, str) else None
    return "; ".join(map(text_name, names_of(value)))


def _date(value: object) -> str | None:
    """A CSL date as EDTF: `date-parts` of one or two dates, else what is literally there."""
    if not isinstance(value, dict):
        return date_text(value) if isinstance(value, str) else None
    if value.get("edtf"):
        return date_words(value)
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        dates = [_from_parts(part, circa=bool(value.get("circa"))) for part in parts[:2] if isinstance(part, list)]
        return "/".join(date for date in dates if date) or None
    text = value.get("raw") or value.get("literal")
    return date_text(str(text)) if text else None


def _from_parts(parts: list[object], *, circa: bool) -> str | None:
    """Numbers or texts, by the schema; what is no day of the calendar is told as it stands."""
    told = [str(part).strip() for part in parts[:3] if part not in (None, "")]
    try:
        year, month, day = [*map(int, told), None, None, None][:3]
        return PartialDate(year=year, month=month, day=day, approximate=circa).edtf
    except ValueError:
        return "-".join(told) or None
