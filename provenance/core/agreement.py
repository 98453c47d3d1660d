"""Whether a page says what a list says of it: title, authors, day, outlet, and what else the list states.

A list is somebody's notes, and a page has more to say than fits into one. So the comparison is tolerant where notes
differ from pages – case, subtitles, abbreviated first names, the order of names, another script –, and strict where a
difference is an error: figures, days, and who is named at all. A list is never wrong for being less exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from provenance.core import outlets
from provenance.core.dates import PartialDate
from provenance.core.extract import stamps
from provenance.core.extract.headline import site_key
from provenance.core.extract.language import primary
from provenance.core.identifiers import doi_url
from provenance.core.likeness import SAME_TITLE, title_likeness
from provenance.core.model import Agreement, Comparison, Evidence, Reading, Source, Status
from provenance.core.text import comparable, plain
from provenance.core.urls import registrable_domain, url_or_none

# Who says one of these of a link speaks of the article and not of the link.
_BIBLIOGRAPHIC = frozenset(("author", "issued", "container-title", "publisher", "DOI"))


def states(given: Mapping[str, str]) -> bool:
    """Whether a list says more of a link than what it is called."""
    return not _BIBLIOGRAPHIC.isdisjoint(name for name, value in given.items() if value)


def compare_given(given: Mapping[str, str], source: Source, *, text: str = "") -> tuple[Comparison, ...]:
    """Each statement of a list that can be compared, in the order of a citation.

    given: what the list says, by CSL variable (`Item.given`): authors as `Family, Given; …`, days as EDTF or as they
    stand there. source: what the page says of itself. text: all that is visible on it. Nothing is compared with a list
    that only names its links: such a name is a label, and states no title.
    """
    if not states(given):
        return ()
    found = (
        _title(given.get("title", ""), source, text),
        _authors(given.get("author", ""), source, text),
        _issued(given.get("issued", ""), source),
        _container(given.get("container-title", ""), source, text),
        _language(given.get("language", ""), source),
        _doi(given.get("DOI", ""), source),
        _accessed(given.get("accessed", ""), source),
    )
    return tuple(comparison for comparison in found if comparison is not None)


# -- title --------------------------------------------------------------------------------------------------------

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_CUT = re.compile(r"(?:…|\.\.\.)\s*$")
# A shorter title stands in many a text by chance.
_TELLING = 12


def _title(given: str, source: Source, text: str) -> Comparison | None:
    reading = source.title
    if not given:
        return None
    if reading.value is None:
        return Comparison(variable="title", agreement=Agreement.NOT_STATED, given=given)
    # A page has a headline for readers and others for search engines and for those who share it: any of them will do.
    titles = [reading.value, *(piece.value for piece in (*reading.supported_by, *reading.disputed_by))]
    whole = " ".join(filter(None, (source.kicker.value, reading.value, source.subtitle.value)))
    because = _wrong_title(given, (*titles, whole), source)
    if not because:
        return _agrees("title", given, reading, reading.value)
    if len(given) >= _TELLING and plain(given) in plain(text):
        return _unclear("title", given, reading, reading.value, "it stands on the page, and not as its title")
    return _differs("title", given, reading, reading.value, because)


def _wrong_title(given: str, titles: Sequence[str], source: Source) -> str:
    """Why it is none of the titles; empty where it is one."""
    likeness = [alike for title in titles if (alike := title_likeness(given, title)) is not None]
    if not likeness and not any(_is_transliterated(given, title) for title in titles):
        return "written in another script"
    if likeness and max(likeness) < SAME_TITLE:
        return "the list has the name of the site as the title" if _is_name_of_site(given, source) else "another title"
    figures = _other_figures(given, titles)
    return f"the title on the page has no {' and no '.join(figures)}" if figures else ""


def _other_figures(given: str, titles: Sequence[str]) -> tuple[str, ...]:
    """The numbers of the given title that no title of the page has; a number that was cut off is none."""
    stated = {figure.replace(",", "").replace(".", "") for title in titles for figure in _FIGURE.findall(title)}
    end = len(_CUT.sub("", given))
    return tuple(
        match[0]
        for match in _FIGURE.finditer(given)
        if match[0].replace(",", "").replace(".", "") not in stated and not (end < len(given) and match.end() == end)
    )


def _is_transliterated(one: str, other: str) -> bool:
    alike = title_likeness(_ascii(one), _ascii(other))
    return alike is not None and alike >= SAME_TITLE


def _ascii(text: str) -> str:
    """The text in Latin letters, whatever its script; only needed where two scripts differ."""
    from anyascii import anyascii

    return anyascii(text)


def _is_name_of_site(given: str, source: Source) -> bool:
    return site_key(given) in {site_key(name) for name in _sites(source)}


# -- authors ------------------------------------------------------------------------------------------------------

_OTHERS = re.compile(r"(?:\bet al\.?|\bu\. ?a\.|\band others|\bothers)\s*$", re.IGNORECASE)
_SHORTEST_NAME = 2
_SITE_AS_AUTHOR = "the list has the name of the site as the author"


def _authors(given: str, source: Source, text: str) -> Comparison | None:
    names = [name.strip() for name in given.split(";") if name.strip() and not _OTHERS.fullmatch(name.strip())]
    if not names:
        return None
    reading = source.author
    shown = "; ".join(name.display for name in reading.value or ())
    if not shown:
        return _nobody(given, names, source)
    because = _wrong_authors(names, source)
    if not because:
        stated = [name.display for name in reading.value or ()]
        more = f"the page also names {'; '.join(left)}" if (left := _left_out(names, stated)) else ""
        return _agrees("author", given, reading, shown, more)
    if because != _SITE_AS_AUTHOR and all(_stands_in(name, text) for name in names):
        return _unclear("author", given, reading, shown, "named on the page, and not where its authors stand")
    return _differs("author", given, reading, shown, because)


def _nobody(given: str, names: Sequence[str], source: Source) -> Comparison:
    """Of a page that names no author."""
    if all(_is_name_of_site(name, source) and not outlets.is_agency(name) for name in names):
        because = f"{_SITE_AS_AUTHOR}; the page names nobody"
        return Comparison(variable="author", agreement=Agreement.DIFFERS, given=given, because=because)
    return Comparison(variable="author", agreement=Agreement.NOT_STATED, given=given)


def _wrong_authors(names: Sequence[str], source: Source) -> str:
    """Why they are not the authors that the page names; empty where they are."""
    reading = source.author
    everybody = [piece.value for piece in (*reading.supported_by, *reading.disputed_by)]
    everybody += [name.display for name in reading.value or ()]
    missing = [name for name in names if not any(_is_named(name, other) for other in everybody)]
    own = [name for name in missing if _is_name_of_site(name, source) or outlets.is_agency(name)]
    if len(missing) < len(names):
        missing = [name for name in missing if name not in own]  # `Roe, Jane; Reuters`: who wrote, and for whom
    if not missing:
        return ""
    return _SITE_AS_AUTHOR if missing == own else f"the page does not name {'; '.join(missing)}"


def _stands_in(name: str, text: str) -> bool:
    """Whether a name `Family, Given` stands in a text, in either order."""
    family, _, given = (plain(part) for part in name.partition(","))
    found = f" {plain(text)} "
    return any(f" {form} " in found for form in {f"{given} {family}".strip(), f"{family} {given}".strip()})


def _left_out(names: Sequence[str], stated: Sequence[str]) -> list[str]:
    return [name for name in stated if not any(_is_named(one, name) for one in names)]


def _is_named(name: str, other: str) -> bool:
    """Whether two spellings can be those of one name: all parts of the shorter are parts of the longer, or its initials.

    A first name that was shortened (`J. Roe`) or left out says nothing against it; a family name is never shortened.
    """
    for one, two in ((plain(name), plain(other)), (plain(_ascii(name)), plain(_ascii(other)))):
        first, second = one.split(), two.split()
        shorter, longer = sorted((first, second), key=len)
        if shorter and _parts_agree(shorter, list(longer)):
            return True
    return False


def _parts_agree(shorter: Sequence[str], longer: list[str]) -> bool:
    whole = 0
    for part in sorted(shorter, key=len, reverse=True):
        match = next((one for one in longer if one == part), None)
        whole += match is not None and len(part) >= _SHORTEST_NAME
        match = match or next((one for one in longer if one[:1] == part[:1] and 1 in (len(one), len(part))), None)
        if match is None:
            return False
        longer.remove(match)
    return whole > 0


# -- days ---------------------------------------------------------------------------------------------------------


def _issued(given: str, source: Source) -> Comparison | None:
    date = given_date(given)
    if date is None:
        return None
    reading = source.issued
    if reading.value is None:
        return Comparison(variable="issued", agreement=Agreement.NOT_STATED, given=given)
    shown = reading.value.edtf
    if _covers(date, reading.value) or _covers(reading.value, date):
        return _agrees("issued", given, reading, shown)
    if any(_covers(date, day) for day in _in_utc(reading.supported_by)):
        return _agrees("issued", given, reading, shown, "that is the day in UTC, not the outlet's own")
    others = [other for piece in reading.disputed_by if (other := given_date(piece.value)) is not None]
    if any(_covers(date, other) for other in others):
        return _agrees("issued", given, reading, shown, "the page names this day too, and another one")
    return _differs("issued", given, reading, shown, _wrong_day(date, reading.value, source.modified.value))


def _in_utc(evidence: Sequence[Evidence]) -> Iterator[PartialDate]:
    """The days of the stamps as they are counted in UTC."""
    for piece in evidence:
        moment = stamps.read(piece.quote)
        if moment is not None and moment.offset is not None:
            yield moment.at(0)


def _wrong_day(given: PartialDate, found: PartialDate, modified: PartialDate | None) -> str:
    """What kind of slip it is, for each is mended otherwise."""
    if given.year == found.year and (given.month, given.day) == (1, 1):
        return "1 January stands for a day that the list does not know"
    if (given.year, given.month) == (found.year, found.month) and given.day == 1:
        return "the first of the month stands for a day that the list does not know"
    if modified is not None and _covers(given, modified):
        return "that is the day of the last change"
    if given.is_whole and (given.year, given.month, given.day) == (found.year, found.day, found.month):
        return "day and month are exchanged"
    if given.year != found.year and (given.month, given.day) in ((None, None), (found.month, found.day)):
        return "another year"
    return "another day"


def _covers(less: PartialDate, more: PartialDate) -> bool:
    """Whether each part that the first states is the same in the second."""
    pairs = ((less.year, more.year), (less.month, more.month), (less.day, more.day))
    return all(one is None or one == other for one, other in pairs)


def _accessed(given: str, source: Source) -> Comparison | None:
    """Nobody can have read an article before it was published."""
    date, issued = given_date(given), source.issued
    if date is None or issued.value is None or not (date.is_whole and issued.value.is_whole):
        return None
    if date.day_only >= issued.value.day_only:
        return None
    return _differs("accessed", given, issued, issued.value.edtf, "the list says it was read before it was published")


def given_date(text: str) -> PartialDate | None:
    """The day, or the first day of a range."""
    try:
        return PartialDate.parse(text.partition("/")[0]) if text else None
    except ValueError:
        return None


# -- outlet and the rest ------------------------------------------------------------------------------------------


_NEARLY = 0.9


def _container(given: str, source: Source, text: str) -> Comparison | None:
    names = _sites(source)
    if not given:
        return None
    reading = source.container_title
    if not names:
        return Comparison(variable="container-title", agreement=Agreement.NOT_STATED, given=given)
    shown = reading.value or names[0]
    outlet, named = source.outlet.value, outlets.by_name(given)
    is_known = outlet is not None and named is not None and outlet.id is not None and named.id == outlet.id
    if is_known or any(_is_same_site(given, name) for name in names):
        return _agrees("container-title", given, reading, shown)
    if reading.status is not Status.STATED or _stands_in(given, text):
        return _unclear("container-title", given, reading, shown, "named on the page, or the page states no outlet")
    is_agency = source.credit.value and comparable(given) == comparable(source.credit.value)
    because = "that is the agency whose text the outlet printed" if is_agency else "another outlet"
    return _differs("container-title", given, reading, shown, because)


def _is_same_site(one: str, other: str) -> bool:
    """Whether they are one name but for a letter, or all words of the one stand together in the other (`Guardian` in
    `The Guardian Weekly`).
    """
    first, second = site_key(one), site_key(other)
    if first == second or SequenceMatcher(None, first, second).ratio() >= _NEARLY:
        return True
    shorter, longer = sorted((f" {plain(one)} ", f" {plain(other)} "), key=len)
    return len(shorter.strip()) > _SHORTEST_NAME and shorter in longer


def _sites(source: Source) -> list[str]:
    """All names under which the outlet goes on this page, its domain among them."""
    outlet = source.outlet.value
    known = (outlet.name, outlet.short, outlet.native_name, outlet.domain) if outlet else ()
    readings = (source.container_title, source.publisher)
    named = (piece.value for reading in readings for piece in (*reading.supported_by, *reading.disputed_by))
    address = url_or_none(source.canonical_url or source.url)
    host = address.host.removeprefix("www.") if address else ""
    hosts = (host, registrable_domain(host) if host else None)
    values = (source.container_title.value, source.publisher.value)
    return list(dict.fromkeys(name for name in (*values, *known, *named, *hosts) if name))


def _language(given: str, source: Source) -> Comparison | None:
    """Only tags are compared; a list may write the name of a language in any other."""
    reading = source.language
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*", given) or reading.value is None:
        return None
    if primary(given) == primary(reading.value):
        return _agrees("language", given, reading, reading.value)
    return _differs("language", given, reading, reading.value, "another language")


def _doi(given: str, source: Source) -> Comparison | None:
    reading = source.doi
    if not given or reading.value is None:
        return None
    if doi_url(given) == doi_url(reading.value):
        return _agrees("DOI", given, reading, reading.value)
    return _differs("DOI", given, reading, reading.value, "another DOI")


# -- together -----------------------------------------------------------------------------------------------------


def _agrees(variable: str, given: str, reading: Reading[Any], found: str, because: str = "") -> Comparison:
    told = Comparison(variable=variable, agreement=Agreement.AGREES, given=given, found=found, because=because)
    return replace(told, evidence=reading.supported_by)


def _differs(variable: str, given: str, reading: Reading[Any], found: str, because: str) -> Comparison:
    return replace(_agrees(variable, given, reading, found, because), agreement=Agreement.DIFFERS)


def _unclear(variable: str, given: str, reading: Reading[Any], found: str, because: str) -> Comparison:
    return replace(_agrees(variable, given, reading, found, because), agreement=Agreement.UNCLEAR)
