"""Days of other calendars as days of the Gregorian one.

Exact: Solar Hijri (Jalali) 1178 to 1501, Umm al-Qura 1343 to 1500, Buddhist, Minguo, Japanese eras, Hebrew, Ethiopian.
Not exact: the lunar Hijri calendar anywhere but in Saudi Arabia. Months begin there with a sighting, so that the day may
be one earlier or later than the table says; `hijri` gives only what all three days have in common.
"""

from __future__ import annotations

import datetime as dt
import functools

from provenance.core import tables
from provenance.core.dates import PartialDate

_JALALI_YEARS = range(1178, 1502)
_BUDDHIST, _MINGUO, _ETHIOPIAN_EPOCH = 543, 1911, 2796  # the epoch: 1 Mäskäräm of year 1, as `date.toordinal`
# Thailand moved its new year from 1 April to 1 January with the year 2484 (1941).
_THAI_REFORM = 2484
# First day, last day. The day on which an emperor died belongs to both eras.
_ERAS = {
    "reiwa": (dt.date(2019, 5, 1), dt.date(2099, 12, 31)),
    "heisei": (dt.date(1989, 1, 8), dt.date(2019, 4, 30)),
    "showa": (dt.date(1926, 12, 25), dt.date(1989, 1, 7)),
    "taisho": (dt.date(1912, 7, 30), dt.date(1926, 12, 25)),
    "meiji": (dt.date(1873, 1, 1), dt.date(1912, 7, 30)),  # before 1873 the months were those of the moon
}
# The last digit of the length of a month → the length.
_LENGTHS = {"8": 28, "9": 29, "0": 30, "1": 31}
# 1 Tishri of year 1 (7 October 3761 BCE of the Julian calendar), as `date.toordinal`.
_HEBREW_EPOCH = -1_373_427


def jalali(year: int, month: int, day: int) -> dt.date | None:
    """A day of the Solar Hijri calendar of Iran and Afghanistan, None if it has no such day.

    The rule of 33 years, `(25 y + 11) mod 33 < 8`, which gives the years of the astronomical calendar from 1178 to 1501
    (ICU, `persncal.cpp`, whose list of corrections begins with 1502).
    """
    if year not in _JALALI_YEARS or not 1 <= month <= 12:
        return None
    length = 31 if month <= 6 else 30 if month <= 11 or _jalali_leap(year) else 29
    if not 1 <= day <= length:
        return None
    before = 31 * (month - 1) - max(0, month - 7)
    return dt.date.fromordinal(_jalali_new_year(year) + before + day - 1)


def _jalali_leap(year: int) -> bool:
    return (25 * year + 11) % 33 < 8


@functools.cache
def _jalali_new_year(year: int) -> int:
    """1 Farvardin as `date.toordinal`, counted from 21 March 2024, that of 1403 being 20 March 2024."""
    start = dt.date(2024, 3, 20).toordinal()
    if year >= 1403:
        return start + sum(365 + _jalali_leap(one) for one in range(1403, year))
    return start - sum(365 + _jalali_leap(one) for one in range(year, 1403))


@functools.cache
def _umm_al_qura() -> dict[int, tuple[int, str]]:
    return {
        int(row["year"]): (dt.date.fromisoformat(row["first_day"]).toordinal(), row["lengths"])
        for row in tables.rows("umm_al_qura.csv")
    }


def umm_al_qura(year: int, month: int, day: int) -> dt.date | None:
    """A day of the civil calendar of Saudi Arabia, None outside 1343 to 1500 and for a day that it does not have.

    A thirtieth day is let pass in every month: elsewhere the month may have had one.
    """
    row = _umm_al_qura().get(year)
    if row is None or not 1 <= month <= 12 or not 1 <= day <= 30:
        return None
    first, lengths = row
    before = sum(_LENGTHS[digit] for digit in lengths[: month - 1])
    return dt.date.fromordinal(first + before + day - 1)


def hijri(year: int, month: int, day: int | None, *, saudi: bool = False) -> PartialDate | None:
    """A day of the lunar calendar with the precision that is sure.

    saudi: the text is Saudi, where the calendar is the table; then the day is exact. Elsewhere the day is sure to one day
    either way: the result is the Gregorian month, or the year where those three days lie in two months.
    """
    around = umm_al_qura(year, month, day or 15)
    if around is None:
        return None
    if saudi and day is not None:
        return PartialDate(year=around.year, month=around.month, day=around.day)
    spread = 1 if day is not None else 15
    ends = (around - dt.timedelta(days=spread), around + dt.timedelta(days=spread))
    if (ends[0].year, ends[0].month) == (ends[1].year, ends[1].month):
        return PartialDate(year=around.year, month=around.month)
    return PartialDate(year=around.year) if ends[0].year == ends[1].year else None


def buddhist(year: int, month: int, day: int) -> dt.date | None:
    """A day of the Thai solar calendar (พ.ศ.); before 2484 January to March were the last months of the year."""
    return gregorian(year - _BUDDHIST + (1 if year < _THAI_REFORM and month < 4 else 0), month, day)


def minguo(year: int, month: int, day: int) -> dt.date | None:
    """A day of the calendar of the Republic of China (民國): the first year is 1912."""
    return gregorian(year + _MINGUO, month, day) if year >= 1 else None


def japanese(era: str, year: int, month: int, day: int) -> dt.date | None:
    """A day of an era (`reiwa`, `heisei`, `showa`, `taisho`, `meiji`); None if the era did not have it."""
    first, last = _ERAS[era]
    offset = 1868 if era == "meiji" else first.year
    found = gregorian(offset + year - 1, month, day) if year >= 1 else None
    return found if found is not None and first <= found <= last else None


def gregorian(year: int, month: int, day: int) -> dt.date | None:
    """The day itself, None where the calendar has none."""
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None


# -- Hebrew -------------------------------------------------------------------------------------------------------


def _hebrew_leap(year: int) -> bool:
    return (7 * year + 1) % 19 < 7


@functools.cache
def _hebrew_new_year(year: int) -> int:
    """1 Tishri as `date.toordinal` (Reingold and Dershowitz, Calendrical Calculations, 8.2): the molad and four delays."""
    months = (235 * year - 234) // 19
    parts = 12_084 + 13_753 * months
    days = 29 * months + parts // 25_920
    if (3 * (days + 1)) % 7 < 3:
        days += 1
    return days


def _hebrew_start(year: int) -> int:
    before, this, after = (_hebrew_new_year(one) for one in (year - 1, year, year + 1))
    delay = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return _HEBREW_EPOCH + this + delay


def hebrew(year: int, month: int, day: int) -> dt.date | None:
    """A day of the Hebrew calendar, by daylight: the evening before belongs to it too.

    month: 1 Tishri, 2 Cheshvan … 5 Shevat, 6 Adar (Adar II of a leap year), 7 Nisan … 12 Elul, 13 Adar I.
    """
    if not 5000 <= year <= 6000 or not 1 <= month <= 13 or (month == 13 and not _hebrew_leap(year)):
        return None
    start, length = _hebrew_start(year), _hebrew_start(year + 1) - _hebrew_start(year)
    long_cheshvan, short_kislev = length % 10 == 5, length % 10 == 3
    lengths = [30, 30 if long_cheshvan else 29, 29 if short_kislev else 30, 29, 30]
    lengths += [30] if _hebrew_leap(year) else []  # Adar I
    lengths += [29, 30, 29, 30, 29, 30, 29]
    place = 5 if month == 13 else month - 1 + (1 if _hebrew_leap(year) and month >= 6 else 0)
    if not 1 <= day <= lengths[place]:
        return None
    return dt.date.fromordinal(start + sum(lengths[:place]) + day - 1)


# -- Ethiopian ----------------------------------------------------------------------------------------------------


def ethiopian(year: int, month: int, day: int) -> dt.date | None:
    """A day of the Ethiopian calendar (ዓ.ም.): twelve months of 30 days, and a thirteenth of 5, or 6 before a leap year."""
    last = 30 if month <= 12 else 6 if year % 4 == 3 else 5
    if not 1000 <= year <= 3000 or not 1 <= month <= 13 or not 1 <= day <= last:
        return None
    return dt.date.fromordinal(_ETHIOPIAN_EPOCH + 365 * (year - 1) + year // 4 + 30 * (month - 1) + day - 1)
