"""A bibliography of many sources: each once, sorted, numbered and told apart as the style says.

The dates are the difficulty. An engine is given a stand-in for a year that must be bracketed or left out (see `dates`),
and in a bibliography a stand-in would also be sorted by, and would keep `2024` and `[2024]` from being told apart. So
where one item needs a stand-in for its year, all years of the bibliography are moved by the same span.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from provenance.core.csl.dates import YearMark, csl_date, finish_year, partial_date
from provenance.core.csl.items import Item
from provenance.core.csl.mends import STYLE_MENDS
from provenance.core.dates import PartialDate
from provenance.core.frozen import frozen
from provenance.core.regex import regex

_ENTITY_TWICE = regex(r"&amp;(#\d+|#x[0-9a-fA-F]+);")


def mend_for_bibliography(xml: str, style: str) -> str:
    """The text of a style, mended as `mends.mend_style` does it, with all that concerns neighbours kept.

    style: id of the independent style.
    """
    for mend in STYLE_MENDS:
        if mend.style == style:
            xml = xml.replace(mend.place, mend.value)
    return _ENTITY_TWICE.sub(r"&\1;", xml)


# -- each source once ---------------------------------------------------------------------------------------------


def first_of_each(items: Sequence[Mapping[str, object]]) -> tuple[int, ...]:
    """For each item the position of the first one that is the same source: its own where it is the first.

    Two items are one source where DOI or address (by `source_key`: an AMP page and a copy in an archive are spellings of
    it) and title agree, white space and case apart, and no DOI contradicts; without address and DOI they must agree in
    everything but what a program or a reader adds (`id`, `accessed` …). Two chapters that share the address of their book
    stay two.
    """
    seen: dict[object, int] = {}
    firsts: list[int] = []
    for position, item in enumerate(items):
        identities = _identities(item)
        known = (seen[one] for one in identities if one in seen)
        first = next((one for one in known if not _contradicts(items[one], item)), position)
        firsts.append(first)
        for one in identities:
            seen.setdefault(one, first)
    return tuple(firsts)


_NO_PART_OF_IT = frozenset(("id", "accessed", "citation-key", "categories", "custom"))


def _identities(item: Mapping[str, object]) -> tuple[object, ...]:
    from provenance.core.same import source_key  # takes tables of hosts; an item that stands alone needs none

    doi, url = _doi(item), str(item.get("URL") or "")
    title = " ".join(unicodedata.normalize("NFKC", str(item.get("title") or "")).casefold().split())
    if doi or url:
        places = [source_key(f"doi:{doi}")] if doi else []
        return tuple((place, title) for place in [*places, *([source_key(url)] if url else [])])
    told = ((name, repr(value)) for name, value in item.items() if name not in _NO_PART_OF_IT)
    return (tuple(sorted(told)),)


def _doi(item: Mapping[str, object]) -> str:
    return str(item.get("DOI") or "").strip().lower()


def _contradicts(first: Mapping[str, object], second: Mapping[str, object]) -> bool:
    """Whether both have a DOI, and not the same."""
    from provenance.core.same import source_key

    mine, other = _doi(first), _doi(second)
    return bool(mine and other) and source_key(f"doi:{mine}") != source_key(f"doi:{other}")


# -- dates --------------------------------------------------------------------------------------------------------


@frozen
class Dated:
    """An item as the engine can bear it, and what is to be put in its finished entry in place of which year."""

    item: Item
    marks: tuple[YearMark, ...] = ()

    def finish(self, html: str) -> str:
        """The entry with the years that are to be shown."""
        for mark in self.marks:
            html = finish_year(html, mark)
        return html


def dated(items: Sequence[Item]) -> tuple[Dated, ...]:
    """The items of one bibliography with dates that an engine sorts and tells apart rightly.

    An inferred year is sorted as the year that it is; a date without a year, or in words alone, comes last.
    """
    dates = [partial_date(item.get("issued")) for item in items]
    if not any(map(needs_stand_in, items)):
        return tuple(Dated(item=_in_numbers(item, date)) for item, date in zip(items, dates, strict=True))
    text = "\n".join(str(value) for item in items for value in item.values())
    taken = frozenset(map(int, re.findall(r"(?=(\d{4}))", text)))
    span = _span([year for date in dates if date and (year := date.year) is not None], taken=taken)
    last = (year for year in range(9999, 1000, -1) if year not in taken)
    marked = []
    for item, date in zip(items, dates, strict=True):
        if date is not None and date.year is not None:
            marked.append(_moved(item, date, span))
        elif needs_stand_in(item):
            marked.append(_last(item, date, last))
        else:
            marked.append(Dated(item=item))
    return tuple(marked)


def needs_stand_in(item: Mapping[str, object]) -> bool:
    """Whether the date cannot be given to an engine as it is: no year, an inferred one, or words alone."""
    date = partial_date(item.get("issued"))
    if date is None:
        return bool(_words(item.get("issued")))
    return date.year is None or date.year_uncertain


def states_date(item: Mapping[str, object]) -> bool:
    """Whether the item says anything of a date."""
    return partial_date(item.get("issued")) is not None or bool(_words(item.get("issued")))


def _in_numbers(item: Item, date: PartialDate | None) -> Item:
    """No engine reads `edtf`, or a date that is a bare text."""
    issued = item.get("issued")
    if date is None or (isinstance(issued, Mapping) and "date-parts" in issued):
        return item
    return item | {"issued": csl_date(date)}


def _span(years: Sequence[int], *, taken: frozenset[int]) -> int:
    """Years to move all of them by, so that none of the moved ones stands in an item; 0 where there is no such span.

    By preference a multiple of 400: leap days stay. Any multiple of 100 keeps the digits of a shortened year.
    """
    if not years:
        return 0
    fitting = (
        span
        for span in (*range(5200, 0, -400), *range(6900, 0, -100))
        if max(years) + span < 9000 and min(years) + span > 999
    )
    return next((span for span in fitting if not any(year + span in taken for year in years)), 0)


def _moved(item: Item, date: PartialDate, span: int) -> Dated:
    """The item with the years of its date moved, and the marks that bring them back."""
    issued = _in_numbers(item, date)["issued"]
    moved = {name: value for name, value in issued.items() if name != "edtf"} if isinstance(issued, Mapping) else {}
    if not span:
        return Dated(item=item | {"issued": moved})
    shown: dict[int, str] = {}
    parts = []
    for one in moved["date-parts"]:
        year = _number(one)
        if year is not None:
            shown[year + span] = f"[{year}]" if date.year_uncertain else str(year)
            parts.append([year + span, *one[1:]])
    marks = tuple(YearMark(stand_in=year, shown=text) for year, text in shown.items())
    return Dated(item=item | {"issued": {**moved, "date-parts": parts}}, marks=marks)


def _number(parts: object) -> int | None:
    """The year of one date; the second one of a range may be anything."""
    try:
        return int(str(parts[0])) if isinstance(parts, list) else None
    except (IndexError, ValueError):
        return None


def _last(item: Item, date: PartialDate | None, years: Iterator[int]) -> Dated:
    """The item with a year after all others, its own, so that nothing is told apart by it."""
    if date is None:
        mark = YearMark(stand_in=next(years), shown=_words(item.get("issued")))
        return Dated(item=item | {"issued": {"date-parts": [[mark.stand_in]]}}, marks=(mark,))
    on_leap_day = (date.month, date.day) == (2, 29)
    year = next(year for year in years if not on_leap_day or year % 4 == 0)
    parts = [part for part in (year, date.month, date.day) if part is not None]
    issued = {"date-parts": [parts]} | ({"circa": True} if date.approximate else {})
    return Dated(item=item | {"issued": issued}, marks=(YearMark(stand_in=year, shown=""),))


def _words(variable: object) -> str:
    """What a date says that is not in numbers."""
    if isinstance(variable, str):
        return variable.strip()
    if isinstance(variable, Mapping):
        return str(variable.get("literal") or variable.get("raw") or variable.get("edtf") or "").strip()
    return ""
