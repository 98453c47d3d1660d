"""Dates as far as they are known: EDTF (ISO 8601-2:2019, the Library of Congress specification).

A newspaper dateline often says "July 4" and no year, a monthly says "March 2018" and no day. Padding such a date to a
whole one invents a fact, so the unknown part stays unknown: `XXXX-07-04`, `2018-03`.
"""

from __future__ import annotations

import calendar
import re

from provenance.core.frozen import frozen
from provenance.core.regex import regex

_EDTF = regex(
    r"""^(?P<before>\?)?(?P<year>\d{4}|XXXX)
        (?:-(?P<month>\d{2}|XX)(?:-(?P<day>\d{2}|XX))?)?
        (?P<after>[?~%])?$""",
    re.VERBOSE,
)
_LONGEST_MONTH = {2: 29} | {month: calendar.monthrange(2023, month)[1] for month in range(1, 13) if month != 2}


@frozen
class PartialDate:
    """A calendar date of which any part may be unstated.

    Fields
    ------
    year, month, day:
        the stated parts, `None` where the source does not state them.
    year_uncertain:
        the year was inferred; written `?` to the left of the year (ISO 8601-2 level 2, individual component).
    approximate:
        the whole date is approximate ("circa"); written `~` behind it (level 1).

    Raises
    ------
    ValueError
        if the parts name no day of the calendar, or nothing at all is stated.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    year_uncertain: bool = False
    approximate: bool = False

    def __post_init__(self) -> None:
        if self.year is None and self.month is None and self.day is None:
            msg = "a date needs at least one stated part"
            raise ValueError(msg)
        if self.year is not None and not 1 <= self.year <= 9999:
            msg = f"year {self.year} is outside 1 to 9999"
            raise ValueError(msg)
        if self.month is not None and not 1 <= self.month <= 12:
            msg = f"month {self.month} is outside 1 to 12"
            raise ValueError(msg)
        if self.day is not None:
            self._check_day(self.day)

    def _check_day(self, day: int) -> None:
        if self.month is None:
            last = 31
        elif self.year is None:
            last = _LONGEST_MONTH[self.month]
        else:
            last = 28 if self.month == 2 and not calendar.isleap(self.year) else _LONGEST_MONTH[self.month]
        if not 1 <= day <= last:
            msg = f"day {day} is outside 1 to {last}"
            raise ValueError(msg)

    @property
    def edtf(self) -> str:
        """The date as an EDTF string: `2024-07-04`, `2024-07`, `XXXX-07-04`, `?2024-07-04`."""
        if self.is_whole and not (self.year_uncertain or self.approximate):  # as most are
            return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
        year = "XXXX" if self.year is None else f"{self.year:04d}"
        parts = [("?" if self.year_uncertain else "") + year]
        if self.month is not None or self.day is not None:
            parts.append("XX" if self.month is None else f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts) + ("~" if self.approximate else "")

    def __str__(self) -> str:
        return self.edtf

    @property
    def day_only(self) -> str:
        """The EDTF string without its marks of doubt: for places where a field beside it tells the doubt."""
        return self.edtf.strip("?~%")

    @property
    def is_whole(self) -> bool:
        """Whether year, month and day are all there."""
        return None not in (self.year, self.month, self.day)

    def with_year(self, year: int) -> PartialDate:
        """The same month and day in an inferred year, marked as uncertain."""
        return PartialDate(year=year, month=self.month, day=self.day, year_uncertain=True, approximate=self.approximate)

    @classmethod
    def parse(cls, edtf: str) -> PartialDate:
        """Read the part of EDTF that this class writes.

        A trailing `?` (the whole date uncertain, level 1) is read as an uncertain year, `%` as both.

        Raises
        ------
        ValueError
            if `edtf` is not of that form or names no day of the calendar.
        """
        match = _EDTF.match(edtf.strip())
        if match is None:
            msg = f"{edtf!r} is not a date that can be read. Write it as EDTF: 2024-07-04, 2024-07, 2024 or XXXX-07-04"
            raise ValueError(msg)

        def number(part: str) -> int | None:
            text = match.group(part)
            return None if text is None or "X" in text else int(text)

        after = match.group("after") or ""
        return cls(
            year=number("year"),
            month=number("month"),
            day=number("day"),
            year_uncertain=bool(match.group("before")) or after in ("?", "%"),
            approximate=after in ("~", "%"),
        )
