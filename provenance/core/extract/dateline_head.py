"""The words of a dateline sorted into place, day and agency."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.core import outlets
from provenance.core.dates import PartialDate
from provenance.core.extract import places
from provenance.core.extract.days import make_day, month_number, weekday_number
from provenance.core.frozen import frozen
from provenance.core.regex import regex

_UP = r"[A-ZÀ-ÞĀ-ŽȘȚΑ-ΩΆ-ΏЀ-ЯҐІЇЄƏ]"
_SMALL = r"(?:de|del|do|da|dos|das|la|las|le|les|los|di|am|an|der|den|auf|upon|of|sur|en|and|the|el|al|ad|e|y|i|im|bei|ob|pri|na|nad|und|et)"
_CASED = regex(rf"^{_UP}[\w.’'`ʻ-]*(?:\s(?:{_UP}[\w.’'`ʻ-]*|{_SMALL}|d[’']{_UP}\w+|a\.\s?[MN]\.|a\.\s?d\.)){{0,4}}$")
# Scripts without capitals: letters and the signs above and below them.
_UNCASED_SIGN = (
    r"[\u0590-\u06ff\u0750-\u077f\u0900-\u0d7f\u0e00-\u0eff\u1000-\u109f\u10a0-\u10ff\u1200-\u137f\u1780-\u17ff\u200c]"
)
_UNCASED = regex(rf"^{_UNCASED_SIGN}+(?:\s{_UNCASED_SIGN}+){{0,2}}$")
_QUALIFIED = regex(r"\s?(?:\([^()]{2,30}\)|\[[^\[\]]{2,30}\])")
_GROUP = regex(
    r"\(\s?([^()]{1,60}?)\s?\)|\[([^\[\]]{1,40})\]|(?:(?<=[\s.,\u0600-\u06ff])|(?<=[^\W\d_]\s))/\s?([^/]{2,30}?)\s?/"
)
_WORD = r"[^\s\d.,;:!?()\[\]{}/'’\"|–—\x00-]{2,20}"
_DAY = regex(
    rf"""(?<![\w/])(?:
      (?P<iso>(?P<y1>\d{{4}})[-/](?P<m1>\d{{1,2}})[-/](?P<d1>\d{{1,2}}))
    | (?P<num>(?P<d2>\d{{1,2}})\s?[./-]\s?(?P<m2>\d{{1,2}})\s?[./-]\s?(?P<y2>\d{{4}}))
    | (?P<ymd>(?P<y3>\d{{4}})\.?\s(?P<w3>{_WORD})\s(?P<d3>\d{{1,2}})\.?)
    | (?P<dmy>(?P<d4>\d{{1,2}})(?:st|nd|rd|th|er|º|ª|\.)?[\s-](?:de\s|of\s)?(?P<w4>{_WORD})\.?
        (?:,?\s(?:de\s|del\s)?(?P<y4>\d{{4}})(?:\sг(?:ода)?\.?|\s?م(?!\w))?)?)
    | (?P<mdy>(?P<w5>{_WORD})\.?\s(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s(?P<y5>\d{{4}}))?)
    )(?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)
# Words between place and day: Arabic `in`, Indonesian and Portuguese `on`.
_BETWEEN = regex(r"(?:\sفي|\sem|\sам|\son|\sden|\sam|\sle|\sdel?|\sel)$")
_ITEM = regex(r"\s*[,،，]\s*|\.\s+|\.$|\s[-–—―]+\s|(?<=\w)[-–—]\s|\s?/\s|\s*(?=\x00)|(?<=\x00)\s*")
_TIME = regex(r"^\d{1,2}[:.h]\d{2}\b|^(?:GMT|UTC|IST|CET)\b|^(?:updated|am|pm)\b", re.IGNORECASE)
_NUMBERS = regex(r"\d{3}|\d:\d|%|^\d")
# Words that stand with the code in the brackets: a desk, a correspondent's mark.
_CORR = regex(r"^(?:Корр|Кор|corr|kor|Staff|via)\.?\s", re.IGNORECASE)
_ONE_WORD = regex(r"^[^\W\d_]{3,15}$")
_DESK = regex(r"^(?P<agency>[^/]{2,30}?)\s?/\s?(?P<desk>[a-zäöü]{2,4})$")


@frozen
class Head:
    """The parts of a dateline. bracketed: the agency stands in brackets or between slashes.
    weak: it is nobody's known code and does not look like one, so that day and place must bear it. weight: how much is said.
    """

    place: str | None
    date: PartialDate | None
    agency: str | None
    desk: str | None
    bracketed: bool
    agency_first: bool
    day_only: bool
    dotted: bool
    weak: bool

    @property
    def weight(self) -> int:
        return (self.place is not None) + (self.date is not None) + (self.agency is not None)

    @property
    def places(self) -> tuple[str, ...]:
        return places.split_places(self.place) if self.place else ()

    @property
    def capitals(self) -> bool:
        """Whether the town is printed in capitals, as agencies do; the region behind it need not be."""
        towns = [part.split(",")[0] for part in self.places]
        return bool(towns) and all(town.isupper() and len(town) > 2 for town in towns)

    @property
    def place_known(self) -> bool:
        """Whether each place is a town that is known, or is followed by its country or state."""
        return bool(self.places) and all(_is_known(part) for part in self.places)

    @property
    def sure(self) -> bool:
        return self.capitals or self.place_known

    @property
    def region_known(self) -> bool:
        if not self.place or "," not in self.place:
            return False
        town, _, region = self.place.partition(",")
        return places.is_region(region.strip(" .")) or places.is_region(region.strip()) or places.is_city(town)


def _is_known(place: str) -> bool:
    bare = _QUALIFIED.sub("", place)
    town, _, region = bare.partition(",")
    return places.is_city(town) or (bool(region) and places.is_region(region.strip()))


@dataclass(slots=True)
class _Parts:
    place: list[str]
    date: PartialDate | None = None
    agency: str | None = None
    desk: str | None = None
    bracketed: bool = False
    agency_first: bool = False
    day_only: bool = False
    dotted: bool = False
    weak: bool = False


def read_head(text: str, language: str | None) -> Head | None:
    """The parts of `text`, or None where anything in it is neither place nor day nor agency."""
    text = text.strip()
    if text.count("/") == 1:
        text = text.removesuffix("/")  # `Баку. 5 января. QUAY.AZ/`
    if not 2 <= len(text) <= 110:
        return None
    parts = _Parts(place=[])
    text = _take_day(text, parts, language)
    rest = _take_groups(text, parts)
    if rest is None or not _take_items(rest, parts):
        return None
    return Head(
        place="".join(parts.place) or None,
        date=parts.date,
        agency=parts.agency,
        desk=parts.desk,
        bracketed=parts.bracketed,
        agency_first=parts.agency_first,
        day_only=parts.day_only,
        dotted=parts.dotted and parts.date is not None,
        weak=parts.weak,
    )


def _take_day(text: str, parts: _Parts, language: str | None) -> str:
    """The text with a null byte where the day stood."""
    match = _DAY.search(text)
    while match is not None:
        date = _date(match, language)
        if date is not None:
            parts.date = date
            parts.dotted = match.group().endswith(".") or text[match.end() :].startswith(".")
            before = _BETWEEN.sub("", text[: match.start()].rstrip())
            return f"{before} \0 {text[match.end() :].lstrip(' .')}".strip()
        # `Praha 12. května`: the place and the number are no day, the number and the month are.
        match = _DAY.search(text, match.start() + 1)
    return text


def _date(match: re.Match[str], language: str | None) -> PartialDate | None:
    number = next(
        key for key, name in (("1", "iso"), ("2", "num"), ("3", "ymd"), ("4", "dmy"), ("5", "mdy")) if match[name]
    )
    if number in "12":
        return make_day(int(match["y" + number]), int(match["m" + number]), int(match["d" + number]))
    month = month_number(match["w" + number], language)
    if month is None:
        return None
    year = match["y" + number]
    try:
        return PartialDate(year=int(year) if year else None, month=month, day=int(match["d" + number]))
    except ValueError:
        return None


def _take_groups(text: str, parts: _Parts) -> str | None:
    """Brackets: the last that is no part of the place names the agency or holds the day."""
    groups = list(_GROUP.finditer(text))
    if not groups:
        return None if re.search(r"[()\[\]]", text) else text
    last = groups[-1]
    content = next(group for group in last.groups() if group is not None).strip()
    if text[last.end() :].strip(" .:,-–—") and last.start() > 3:
        return None
    if content == "\0":
        return text[: last.start()].rstrip() + " \0"
    inner = content.replace("\0", "").strip(" ,")
    if "[" in last.group() or not _take_agency(_CORR.sub("", inner), parts):
        return None
    parts.bracketed = True
    parts.agency_first = last.start() == 0
    before = text[: last.start()].rstrip(" -–—")  # `NEW YORK--(BUSINESS WIRE)--`, `WASHINGTON — (UPI)`
    return before + text[last.end() :] if parts.agency_first else before


def _take_agency(text: str, parts: _Parts) -> bool:
    """A code or a name; that of nobody known must look like one."""
    match = _DESK.match(text)
    name, desk = (match["agency"], match["desk"]) if match else (text, None)
    if not places.is_agency(name):
        if places.is_agency(text):
            name, desk = text, None
        elif not _looks_like_agency(name):
            # `awp international`: a desk behind the code
            parts.weak = not places.is_agency(name.partition(" ")[0])
            if parts.weak and not _ONE_WORD.match(name):
                return False
    parts.agency, parts.desk = name, desk
    return True


def _looks_like_agency(name: str) -> bool:
    words = name.split()
    if not words or len(words) > 4 or len(name) > 40 or _NUMBERS.search(name):
        return False
    if (
        weekday_number(words[0])
        or month_number(words[0].rstrip("."))
        or places.is_region(name)
        or places.is_kicker(name)
    ):
        return False
    if places.is_domain(name):
        return True
    return any(sign.isupper() for sign in name) and words[0][0].isupper() and (
        len(words) > 1 or sum(sign.isupper() for sign in name) > 1
    )  # fmt: skip


def _take_items(rest: str, parts: _Parts) -> bool:
    """Sort what stands outside the brackets. Two pieces of a place hang together by a comma only."""
    after = ""
    for printed, mark in _pieces(rest):
        piece = _without_agency(printed, parts)
        if not piece or piece == "\0":
            after = after if not piece else "\0"
        elif parts.place and _is_aside(piece):
            pass
        elif parts.agency is None and (places.is_agency(piece) or places.is_domain(piece)):
            parts.agency, parts.agency_first = piece, not parts.place
        elif (
            parts.bracketed
            and parts.place
            and re.fullmatch(r"\d{1,2}", piece)
            and 1 <= int(piece) <= 31
            and not parts.date
        ):
            parts.date, parts.day_only = PartialDate(day=int(piece)), True
        elif after == "\0" and parts.dotted and parts.place and not parts.agency and _looks_like_agency(piece):
            parts.agency = piece  # `Москва. 13 октября. FANAL.RU -`, of an agency that is not in the table
        elif after in ("", ",", "،", "，") or not parts.place:
            if len(parts.place) > 5 or not _is_place(piece) or (parts.agency and places.is_agency(piece)):
                return False
            parts.place += ["، " if after == "،" else ", ", piece] if parts.place else [piece]
        else:
            return False
        after = mark if piece and piece != "\0" else after
    return bool(parts.place or parts.agency)


def _without_agency(piece: str, parts: _Parts) -> str:
    """`Stuttgart/dpa` is a town and an agency, as good as in brackets."""
    town, slash, agency = piece.rpartition("/")
    if not slash or parts.agency or parts.place or outlets.is_ambiguous(agency) or not places.is_agency(agency):
        return piece
    parts.agency, parts.bracketed = agency, True
    return town


def _pieces(rest: str) -> list[tuple[str, str]]:
    found, start = [], 0
    for match in _ITEM.finditer(rest):
        if match.end() == match.start() and (match.start() in (0, len(rest))):
            continue
        mark = match.group().strip()
        # The full stop of `ST. JOSEPH` and `Mich.` ends nothing.
        if mark == "." and _abbreviated(rest, match):
            continue
        found.append((rest[start : match.start()].strip(), mark))
        start = match.end()
    found.append((rest[start:].strip(), ""))
    return found


def _abbreviated(rest: str, match: re.Match[str]) -> bool:
    word = re.split(r"[\s,]", rest[: match.start()])[-1]
    dotted = "." in word or (len(word) <= 5 and word.istitle())
    return (match.end() == len(rest) and dotted) or len(word) <= 2 or (len(word) <= 5 and word.lower() in _SHORT)


_SHORT = frozenset(("ste", "fort", "mt", "sta", "sto", "bad", "gov", "mex"))


def _is_aside(piece: str) -> bool:
    """A weekday or an hour beside the day."""
    first = piece.split(maxsplit=1)[0].strip(".")
    return weekday_number(first) is not None or _TIME.match(piece) is not None


def _is_place(piece: str) -> bool:
    if len(piece) > 45 or "\0" in piece:
        return False
    bare = _QUALIFIED.sub("", piece)
    return all(_is_name(part) for part in bare.split("/")) if bare else False


def _is_name(text: str) -> bool:
    text = text.strip()
    return bool(_CASED.match(text) or _UNCASED.match(text)) and not re.search(r"\d", text)
