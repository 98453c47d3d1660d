"""Days that a list states, held against those of the page: strict on figures, and silent where the page is not sure.

A day on a page can be wrong by one (a stamp in UTC), can be read two ways (`06/01/2026`), can be that of the last change,
or can stand beside another article. Each of these is told, and none is held against the list.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from provenance.core.agreement.telling import agrees, differs, not_stated, unclear
from provenance.core.dates import PartialDate
from provenance.core.extract import stamps
from provenance.core.extract.candidates import family
from provenance.core.extract.issued import AGREE, DISAGREE, is_far
from provenance.core.extract.outletday import either
from provenance.core.model import Agreement, Comparison, Evidence, Reading, Source, Status

# Where a stamp in UTC may have been written: Hawaii to New Zealand in summer, minutes east of UTC.
_WESTMOST, _EASTMOST = -10 * 60, 13 * 60
# No page was published on the web before; a visible day alone is that of an event.
_FIRST_PAGES = 1994
_NEW_YEAR = "1 January stands for a day that the list does not know"
_FIRST_OF_MONTH = "the first of the month stands for a day that the list does not know"
_EXCHANGED, _YEAR = "day and month are exchanged", "another year"
# A slip that hits the rest of the day by chance is rarer than a page that is read wrongly.
_TELLING = frozenset({_NEW_YEAR, _EXCHANGED, _YEAR})
_BESIDE = ("one day earlier than on the page", "one day later than on the page")
_ITS_OWN = frozenset({"visible:alone", "visible:labelled", "script:published"})


def given_date(text: str) -> PartialDate | None:
    """The day, or the first day of a range; None where it is no EDTF date."""
    return _parsed(text.partition("/")[0])


def _parsed(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except ValueError:
        return None


def issued(given: str, source: Source) -> Comparison | None:
    """The day of publication. given: EDTF, also a range; nothing is compared with words that are no date."""
    date, reading, value = given_date(given), source.issued, source.issued.value
    if date is None:
        return None
    if value is None:
        return not_stated("issued", given)
    note = next(_agreements(given, date, value, source), None)
    if note is not None:
        return agrees("issued", given, reading, value.edtf, note)
    slip = _slip(date, value, source.modified.value)
    doubt = next(_doubts(date, value, source, slip), "")
    if doubt:
        return unclear("issued", given, reading, value.edtf, doubt)
    return differs("issued", given, reading, value.edtf, slip)


def _agreements(given: str, date: PartialDate, value: PartialDate, source: Source) -> Iterator[str]:
    """What to say of a day that the page names; nothing where it does not. value: the page's own."""
    reading = source.issued
    if _covers(date, value) or _within(value, given):
        yield ""
    if _covers(value, date) and not _is_padding(date, value):
        yield f"the page states no more than {value.edtf}"
    if any(_covers(date, day) for day in _in_utc(reading.supported_by)):
        yield "that is the day in UTC, not the outlet's own"
    if source.first_published.value is not None and _covers(date, source.first_published.value):
        yield "that is the day of an earlier publication, which the page names too"
    if not _is_sure(reading) and any(_covers(date, day) for day in _others(date, reading, far=False)):
        yield "the page names this day too, and another one"


def _doubts(date: PartialDate, value: PartialDate, source: Source, slip: str) -> Iterator[str]:
    """Why the page proves nothing against the day; nothing where it does."""
    reading = source.issued
    if date.approximate or date.year_uncertain:
        yield "the list is not sure of it either"
    if slip == _EXCHANGED and all(date.edtf in either(piece.quote) for piece in reading.supported_by):
        yield f"the page writes {reading.supported_by[0].quote.strip()[:20]}, which can be read both ways"
    if not _is_sure(reading) and any(_covers(date, day) for day in _elsewhere_on_earth(reading.supported_by)):
        yield "the page has only a stamp in UTC, and elsewhere it was that day"
    if source.modified.value is not None and _covers(date, source.modified.value):
        yield from _doubts_of_change(source.modified.value, value, source)
    if any(_covers(date, day) for day in _others(date, reading, far=slip in _BESIDE or not _is_sure(reading))):
        yield "the page has this day too, in another place"
    if slip in _BESIDE and not any(map(_is_stamp, reading.supported_by)):
        yield f"{slip}, and what a page shows can depend on where it is read"
    if slip not in _TELLING:
        yield from _unsure(date, value, reading)


def _doubts_of_change(modified: PartialDate, value: PartialDate, source: Source) -> Iterator[str]:
    """Of a list that has the day of the last change."""
    if modified.is_whole and value.is_whole and modified.day_only < value.day_only:
        yield "that is the last change by the page's own data, which is before its publication"
    if _is_shown(source.modified) and not _is_shown(source.issued):
        yield "that is the day of the last change, and the page shows its readers no other"


def _unsure(date: PartialDate, value: PartialDate, reading: Reading[PartialDate]) -> Iterator[str]:
    """Why the page's own day is none to go by; nothing where it is."""
    if reading.status is Status.INFERRED and not all(either(piece.quote) for piece in reading.supported_by):
        of_change = all(piece.variable == "modified" for piece in reading.supported_by)
        # Nothing is changed before it is published.
        if not (of_change and date.is_whole and value.is_whole and date.day_only > value.day_only):
            yield "the page's own day had to be inferred"
    elif value.is_whole and reading.confidence is None and (reading.disputed_by or not _is_alone(reading)):
        yield "the page's own day stands away from its headline, or in a file of which nothing was measured"
    if value.year is not None and value.year < _FIRST_PAGES and not _is_sure(reading):
        yield "the page's own day is older than the web, and may be that of an event"
    bare = {piece.quote.strip() for piece in reading.supported_by} == {value.edtf}
    if (value.month, value.day) == (1, 1) and bare and not _is_sure(reading):
        yield "the page's own 1 January may stand for a day that it does not know"


def _is_alone(reading: Reading[PartialDate]) -> bool:
    """Whether it is the one day that a page shows by itself, or calls that of its publication."""
    return any(piece.method in _ITS_OWN for piece in reading.supported_by)


def _is_sure(reading: Reading[PartialDate]) -> bool:
    """Whether two families of signals name the day."""
    return reading.confidence is not None and reading.confidence >= AGREE


def _is_shown(reading: Reading[PartialDate]) -> bool:
    return any(family(piece.method) in ("visible", "text") for piece in reading.supported_by)


def _others(date: PartialDate, reading: Reading[PartialDate], *, far: bool) -> Iterator[PartialDate]:
    """The other days that stand where the day of publication stands; far: those elsewhere on the page too.

    `06/01/2026` that was read in the other order than the rest of the page is no other day.
    """
    own = reading.value
    is_exchanged = (
        own is not None and date.is_whole and (own.year, own.day, own.month) == (date.year, date.month, date.day)
    )
    for piece in reading.disputed_by:
        if (is_far(piece.method) and not far) or (is_exchanged and family(piece.method) == "visible"):
            continue
        day = _parsed(piece.value)
        if day is not None:
            yield day


def _in_utc(evidence: Sequence[Evidence]) -> Iterator[PartialDate]:
    """The days of the stamps as they are counted in UTC."""
    for piece in evidence:
        moment = stamps.read(piece.quote)
        if moment is not None and moment.offset is not None:
            yield moment.at(0)


def _elsewhere_on_earth(evidence: Sequence[Evidence]) -> Iterator[PartialDate]:
    """Of stamps in UTC, the days that readers elsewhere had; nothing where another signal says which it was."""
    moments = [stamps.read(piece.quote) for piece in evidence]
    if all(moment is not None and moment.offset == 0 and moment.time is not None for moment in moments):
        for moment in moments:
            if moment is not None and not _is_midnight(moment):
                yield from (moment.at(_WESTMOST), moment.at(_EASTMOST))


def _is_stamp(piece: Evidence) -> bool:
    """Whether it is written for machines: a reader is shown the day of his own clock by many a script."""
    return family(piece.method) != "visible" and piece.quote.strip()[:4].isdecimal()


def _is_midnight(moment: stamps.Moment) -> bool:
    """`T00:00:00Z` is a day that was written as a moment."""
    return moment.time == 0 and not moment.second


def _slip(given: PartialDate, found: PartialDate, modified: PartialDate | None) -> str:
    """What kind of slip it is, for each is mended otherwise."""
    return next(_slips(given, found, modified))


def _slips(given: PartialDate, found: PartialDate, modified: PartialDate | None) -> Iterator[str]:
    """The likeliest first."""
    if given.year == found.year and (given.month, given.day) == (1, 1):
        yield _NEW_YEAR
    if (given.year, given.month) == (found.year, found.month) and given.day == 1:
        yield _FIRST_OF_MONTH
    if modified is not None and _covers(given, modified):
        yield "that is the day of the last change"
    if given.is_whole and (given.year, given.month, given.day) == (found.year, found.day, found.month):
        yield _EXCHANGED
    if given.year != found.year and (given.month, given.day) in ((None, None), (found.month, found.day)):
        yield _YEAR
    if given.is_whole and found.is_whole:
        days = (dt.date.fromisoformat(given.day_only) - dt.date.fromisoformat(found.day_only)).days
        yield _BESIDE[days > 0] if abs(days) == 1 else "another day"
    yield "another month" if given.year == found.year else "another day"


def _covers(less: PartialDate, more: PartialDate) -> bool:
    """Whether each part that the first states is the same in the second."""
    pairs = ((less.year, more.year), (less.month, more.month), (less.day, more.day))
    return all(one is None or one == other for one, other in pairs)


def _is_padding(given: PartialDate, found: PartialDate) -> bool:
    """Whether the list fills in what the page leaves open: `2024-01-01` for 2024, `2024-07-01` for July 2024."""
    return given.day == 1 and found.day is None and (found.month is not None or given.month == 1)


def _within(found: PartialDate, given: str) -> bool:
    """Whether a day lies in the range `FIRST/LAST` of a list, its ends included; an end that is left open is open."""
    first, slash, last = given.partition("/")
    begin, end = _parsed(first), _parsed(last)
    if not slash or begin is None or begin.year is None or found.year is None:
        return False
    day = (found.year, found.month or 1, found.day or 1)
    if day < (begin.year, begin.month or 1, begin.day or 1):
        return False
    return end is None or end.year is None or day <= (end.year, end.month or 12, end.day or 31)


def accessed(given: str, source: Source, stated: str) -> Comparison | None:
    """Nobody can have read an article before it was published. stated: the day of publication by the list itself.

    A page that gives its article a new day with each change says nothing of who read it before: it is asked only where
    the list has no day of its own, or the same.
    """
    date, own, reading = given_date(given), given_date(stated), source.issued
    if date is None or not date.is_whole:
        return None
    if own is not None and own.is_whole and date.day_only < own.day_only:
        because = f"the list says it was read before it was published, on {own.edtf} by its own date"
        return Comparison(variable="accessed", agreement=Agreement.DIFFERS, given=given, because=because)
    value = reading.value
    if value is None or not value.is_whole or date.day_only >= value.day_only:
        return None
    if own is not None and not _covers(own, value):
        return None
    beside = dt.date.fromisoformat(value.day_only) - dt.date.fromisoformat(date.day_only) == dt.timedelta(days=1)
    doubt = next(_unsure(date, value, reading), "one day, which time zones can explain" if beside else "")
    because = "the list says it was read before it was published"
    if doubt or reading.confidence == DISAGREE:
        return unclear("accessed", given, reading, value.edtf, f"{because}; {doubt or 'the page names several days'}")
    return differs("accessed", given, reading, value.edtf, because)
