"""Dates on their way through a CSL engine.

No engine reads EDTF, none brackets an inferred year, and none keeps a date without a year: it becomes "n.d.", year 0 or
nothing. So an engine is given a stand-in, a four-digit year that occurs nowhere else in the item; in the finished entry
the stand-in is then replaced by what is to stand there: `[2024]`, nothing, or the words of the source.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping

from provenance.core.dates import PartialDate
from provenance.core.frozen import frozen
from provenance.core.regex import regex

CslDate = dict[str, object]


@frozen
class YearMark:
    """A year that the engine was given in place of another. `shown` takes its place; empty where no year is shown."""

    stand_in: int
    shown: str


def csl_date(date: PartialDate) -> CslDate | None:
    """A CSL date variable, its parts never padded; None if `date` states nothing that a citation can show.

    A date without a year or with an inferred one carries `edtf` (CSL 1.1), so that nothing of it is lost.
    """
    if date.year is None and date.month is None:
        return None
    written: CslDate = {}
    if date.year is not None:
        written["date-parts"] = [_parts(date.year, date)]
    if date.year is None or date.year_uncertain:
        written["edtf"] = date.edtf
    if date.approximate:
        written["circa"] = True
    return written


def _parts(year: int, date: PartialDate) -> list[int]:
    parts = [year]
    if date.month is not None:
        parts.append(date.month)
        if date.day is not None:
            parts.append(date.day)
    return parts


def partial_date(variable: object) -> PartialDate | None:
    """What a CSL date variable says, its first date if it is a range; None where it says nothing in numbers."""
    if isinstance(variable, str):
        return _from_words(variable)
    if not isinstance(variable, Mapping):
        return None
    if (edtf := variable.get("edtf")) is not None:
        return _from_words(str(edtf))
    parts = variable.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        return _from_parts(parts[0], circa=bool(variable.get("circa")))
    return _from_words(str(variable.get("raw") or variable.get("literal") or ""))


def _from_parts(parts: list[object], *, circa: bool) -> PartialDate | None:
    try:
        year, month, day = ([int(str(part)) or None for part in parts] + [None] * 3)[:3]
        return PartialDate(year=year, month=month, day=day, approximate=circa)
    except ValueError:
        return None


def date_words(variable: object) -> str:
    """A CSL date variable in one text, as `core.found.date_variable` reads it: EDTF, a range as `start/end`, or the words
    of the source; empty where nothing is stated.
    """
    if isinstance(variable, Mapping) and "edtf" not in variable:
        parts = variable.get("date-parts")
        if isinstance(parts, list) and len(parts) == 2 and all(isinstance(part, list) for part in parts):
            ends = [_from_parts(part, circa=bool(variable.get("circa"))) for part in parts]
            if ends[0] is not None and ends[1] is not None:
                return f"{ends[0].edtf}/{ends[1].edtf}"
    date = partial_date(variable)
    if date is not None:
        return date.edtf
    if isinstance(variable, Mapping):
        variable = next((variable[key] for key in ("literal", "raw", "edtf") if variable.get(key)), None)
    return " ".join(variable.split()) if isinstance(variable, str) else ""


def english_day(date: PartialDate) -> str:
    """Month and day of a date without a year, in the words that `partial_date` reads: `July 4`."""
    day = "" if date.day is None else f" {date.day}"
    return "" if date.month is None else f"{calendar.month_name[date.month]}{day}"


_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTH_DAY = regex(r"^(?:(?P<month>[A-Za-z]+)(?:\.? (?P<day>\d{1,2}))?|(?P<day2>\d{1,2}) (?P<month2>[A-Za-z]+))$")


def _from_words(words: str) -> PartialDate | None:
    """EDTF, or an English month with or without a day ("July 4"), which lists hold more often than any other date without
    a year.
    """
    try:
        return PartialDate.parse(words)
    except ValueError:
        pass
    match = _MONTH_DAY.match(words.strip())
    if match is None:
        return None
    month = _MONTHS.get((match["month"] or match["month2"]).lower())
    try:
        day = match["day"] or match["day2"]
        return PartialDate(month=month, day=int(day) if day else None) if month else None
    except ValueError:
        return None


def for_engine(variable: object, *, avoid: str) -> tuple[object, YearMark | None]:
    """A date variable as the engine can bear it, and the mark to look for in the entry.

    avoid: all text of the item; the stand-in is a number that does not occur in it.
    """
    date = partial_date(variable)
    if date is None:
        return _words_for_engine(variable, avoid=avoid)
    if date.year is not None and not date.year_uncertain:
        return (variable if _is_parts(variable) else csl_date(date)), None
    mark = YearMark(stand_in=stand_in(date.year, avoid=avoid), shown="" if date.year is None else f"[{date.year}]")
    given: CslDate = {"date-parts": [_parts(mark.stand_in, date)]}
    return (given | {"circa": True} if date.approximate else given), mark


def _is_parts(variable: object) -> bool:
    return isinstance(variable, Mapping) and "date-parts" in variable


def _words_for_engine(variable: object, *, avoid: str) -> tuple[object, YearMark | None]:
    """A date in words: pandoc drops a literal date and prints "n.d." although something is stated."""
    words = variable if isinstance(variable, str) else ""
    if isinstance(variable, Mapping):
        words = str(variable.get("literal") or variable.get("raw") or variable.get("edtf") or "")
    if not words.strip():
        return variable, None
    mark = YearMark(stand_in=stand_in(None, avoid=avoid), shown=words.strip())
    return {"date-parts": [[mark.stand_in]]}, mark


def stand_in(year: int | None, *, avoid: str) -> int:
    """A year that does not occur in `avoid`, with the same last two digits and leap day as `year`.

    A style that shortens years ('24) then still prints the right digits, and 29 February stays a day.
    """
    base = 2000 if year is None else year
    candidates = (
        candidate
        for candidate in range(9900 + base % 100, 1000, -100)
        if calendar.isleap(candidate) == calendar.isleap(base) and str(candidate) not in avoid
    )
    return next(candidates, base)


def finish_year(html: str, mark: YearMark) -> str:
    """The entry with the stand-in replaced by what is to be shown, or taken out together with its punctuation."""
    year = str(mark.stand_in)
    html = re.sub(rf"<(\w+)[^>]*>{year}</\1>", year, html) if not mark.shown else html
    if mark.shown:
        return html.replace(year, mark.shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    for pattern, replacement in _WITHOUT_YEAR:
        html = re.sub(pattern.replace("YEAR", year), replacement, html)
    return html.strip()


# What surrounds a year in the entries of the shipped styles and locales, the most telling surroundings first.
_WITHOUT_YEAR = (
    (r"([(\[])YEAR[年년/]?[,;:]? ", r"\1"),  # (YEAR, July 4)
    (r" ?(?:\(YEAR\)|\[YEAR\])", ""),  # (YEAR)
    (r"(?:^|(?<=[.?!”’] ))YEAR(?:[.;] ?|$)", ""),  # Radio. YEAR. “Title”
    (r"[,:]((?:</\w+>)*) ?YEAR(?=[.,;)]|$)", r"\1"),  # <em>Radio,</em> YEAR.
    (r"(?<=\d)[-/]YEAR|YEAR[-/](?=\d)|(?<=\d\.)YEAR", ""),  # 4/7/YEAR, YEAR-07-04, 04.07.YEAR
    (r"YEAR(?:[年년]|\(e\)ko| m\.|\. gada) ?", ""),  # Chinese, Japanese, Korean; Basque; Lithuanian; Latvian
    (r",? (?:de |del )?YEAR(?: г\.(?=[,;)])| г(?=\.))?", ""),  # July 4, YEAR; 4 de julio de YEAR; 4 июля YEAR г.
    (r"YEAR[,;]? ?", ""),
)
