"""Datelines: the words that open a report and say from where, when and by which agency it was filed.

Each form is a regular expression of its own, since agencies keep to theirs. Nothing is taken for a dateline on the
strength of capitals and a dash alone (`REPORTAGE – …`): it takes an agency, a day, or a place with its region.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.core import outlets
from provenance.core.dates import PartialDate
from provenance.core.extract.days import read_partial
from provenance.core.model import Dateline

# Longer openings are sentences.
_LONGEST = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A dateline and the exact text it was read from."""

    dateline: Dateline
    quote: str


_UP = r"[A-ZÀ-ÞĀ-ŽΑ-ΩЀ-Я]"
_SMALL = r"(?:de|del|do|da|dos|la|las|le|los|di|am|an|der|den|auf|upon|of|sur|en|and|el|al|e|y)"
_NAME = rf"(?:{_UP}[\w.’'-]*|(?<=[\s-]){_SMALL})"
_CITY = rf"{_UP}[\w.’'-]*(?:[\s]{_NAME}){{0,4}}(?:/{_UP}[\w.’' -]*?)?"
_REGION = rf"(?:,\s{_UP}[\w.’'/-]*(?:\s{_NAME}){{0,3}})"
_BRACKETS = r"(?:\s\([A-Z][\w ]+\))?(?:\s\[[A-Z][\w ]+\])?"
_PLACE = rf"(?P<place>{_CITY}{_BRACKETS}{_REGION}?)"
_ARABIC_PLACE = r"(?P<place>[\u0621-\u064a]+(?:\s[\u0621-\u064a]+){0,2}(?:،\s[\u0621-\u064a]+)?)"
_MONTH = r"[^\W\d_]{3,12}\.?"
_DAY = (
    rf"(?P<day>\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:de\s)?{_MONTH}(?:,?\s(?:de\s)?\d{{4}})?"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?)"
)
_AGENCY = r"(?P<agency>[\w.&/’'-]+(?:\s[\w.&/-]+){0,2})"
# Where nothing but the code tells the form from a list of words, the code must be in the table of agencies.
_KNOWN = r"(?P<known>[A-Za-z][\w.]{1,11})"
_DASH = r"\s?(?:\.?\s?(?:--|[—–―-])|_|=)\s?"

_FORMS = tuple(
    re.compile("^" + form)
    for form in (
        # WASHINGTON (Aug. 13) --
        rf"{_PLACE}\s\({_DAY}\)(?P<end>{_DASH})",
        # Cairo, July 4 (RHC)--   SAN FRANCISCO (AP) —   Bruselas, 7 oct (EFE).-   Abu Dhabi [UAE], Jan 13 (ANI):
        rf"{_PLACE},?(?:\s{_DAY},?)?\s\({_AGENCY}\)(?P<end>{_DASH}|[.:]\s|:|\s|$|(?={_UP}))",
        rf"{_ARABIC_PLACE}(?:،\s(?P<day>\d{{1,2}}\s[^\W\d_]+))?\s\({_AGENCY}\)(?P<end>{_DASH})",
        # MADRID, August 2. /TASS/.
        rf"{_PLACE},\s{_DAY}\.?\s/{_AGENCY}/(?P<end>\.?\s?)",
        # ВАШИНГТОН, 28 окт — РИА Новости.   Москва. 13 октября. INTERFAX.RU -
        rf"{_PLACE}[,.]\s{_DAY}(?:\s[—–-]\s|\.\s)(?P<agency>{_UP}[\w.]*(?:\s{_UP}\w*)?)(?P<end>\.(?=\s|$))",
        rf"{_PLACE}\.\s{_DAY}\.\s(?P<agency>{_UP}[\w.]*)(?P<end>{_DASH})",
        # Tehran, Jan 23, IRNA --   Damascus, SANA-
        rf"{_PLACE},\s(?:{_DAY},\s)?{_KNOWN}(?P<end>{_DASH})",
        # PARIS, April 8 —   Düsseldorf, 22. November 2022 -
        rf"{_PLACE},\s{_DAY}(?P<end>{_DASH})",
        # (ANSA) - ROMA, 28 LUG -
        rf"\({_AGENCY}\)\s?[-–—]\s?{_PLACE},\s{_DAY}(?P<end>{_DASH})",
        # SYDNEY, Australia -   SIOUX FALLS, S.D. –
        rf"(?P<place>(?!RUA\b)[A-ZÀ-Þ]{{3,}}(?:\s[A-ZÀ-Þ.]{{2,}}){{0,2}},\s{_UP}[\w.]*(?:\s{_UP}[\w.]*)?)(?P<end>\s(?:--|[—–-])\s|\.-\s?)(?!\s?{_MONTH}\s\d)",
        # AFP, MANILA   Reuters, Washington,
        rf"{_KNOWN},\s(?P<place>[A-Z]{{3,}}(?:\s[A-Z]+){{0,2}})(?P<end>,\s|,?$)",
        rf"{_KNOWN},\s(?P<place>{_UP}\w+(?:\s{_UP}\w+)?)(?P<end>,(?:\s|$))",
    )
)
_EAST_ASIAN = tuple(
    re.compile("^" + form)
    for form in (
        r"(?P<agency>新华社|中新社|中央社)(?P<place>[\u4e00-\u9fff]{2,8}?)?(?:(?P<month>\d{1,2})月)?(?:(?P<mday>\d{1,2})日)?电",
        r"（(?P<agency>中央社)[^\d）]{0,10}?(?P<place>[\u4e00-\u9fff]{2})(?P<mday>\d{1,2})日電）",
        r"【(?P<month>\d{1,2})月(?P<mday>\d{1,2})日\s?(?P<agency>[A-Za-z]+)】",
        r"[\[［](?P<place>[\u3040-\u9fff]{1,10})\s*(?:(?P<month>\d{1,2})月)?\s*(?P<mday>\d{1,2})日\s*(?P<agency>[\u30a0-\u30ff]+)[\]］]\s?[-－―]?",
        r"[(（](?P<place>[\uac00-\ud7af·]{2,20})=(?P<agency>[\uac00-\ud7af]{2,8})[)）](?:[^=]{0,40}=)?",
    )
)
# Before a dateline may stand a byline or a desk note.
_BEFORE = re.compile(
    rf"^(?:(?:By|Von|Por|Par)\s(?:{_UP}[\w.’'-]*[\s,]+(?:and\s|y\s|und\s)?){{2,8}}?(?=[A-Z]{{3,}}[\s,(]|{_UP}\w+,\s\d)|\([A-Z]{{3,}}:?[^)]{{0,80}}\)\s*)"
)
# Openings that look like a place and are the name of a column, a correction or a caption.
_NO_PLACE = re.compile(
    r"^(?:correction|corrections|update[ds]?|file|photo|editor|note|opinion|exclusive|breaking|watch|read|video|"
    r"live|analysis|review|interview|reportage|korrektur|hinweis|anmerkung|source|quelle|fuente|foto|copyright|"
    r"posted|published|today|yesterday|jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|"
    r"dec\w*|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b",
    re.IGNORECASE,
)
# `dpa/lno`: the regional desk behind the slash is no agency of its own.
_DESK = re.compile(r"/[a-z]{2,4}$")
_UNIT = re.compile(r"(?:agentur|dienst(?:es)?|agency|presse|news)$", re.IGNORECASE)


def parse(paragraph: str, language: str | None = None) -> Parsed | None:
    """The dateline that opens a paragraph, or None.

    language: BCP 47 tag of the text, for names of months that mean different ones in different languages.
    """
    opening = paragraph.lstrip()[:_LONGEST]
    for form in _EAST_ASIAN:
        if match := form.match(opening):
            return _east_asian(match)
    skipped = _BEFORE.match(opening)
    for text in (opening, opening[skipped.end() :] if skipped else ""):
        for form in _FORMS:
            match = form.match(text) if text else None
            parsed = _checked(match, language) if match else None
            if parsed is not None:
                return parsed
    return None


def _checked(match: re.Match[str], language: str | None) -> Parsed | None:
    """The dateline of a match, None where a part of it is not what the form expects."""
    parts = match.groupdict()
    place, agency, day = parts["place"], parts.get("agency") or parts.get("known"), parts.get("day")
    date = read_partial(day, language) if day else None
    if (day and date is None) or _NO_PLACE.match(place) or _UNIT.search(place) or len(place) > 60:
        return None
    sure = not parts.get("known") and (bool(parts["end"].strip()) or date is not None)
    if agency and not _is_agency(agency, sure=sure):
        return None
    agency = _DESK.sub("", agency) if agency else None
    return Parsed(dateline=Dateline(place=place.strip(), date=date, agency=agency), quote=match.group().strip())


def _is_agency(agency: str, *, sure: bool) -> bool:
    """Known agencies pass; an unknown code needs a dash or a day beside it (`sure`), and the look of a code or a name."""
    if outlets.by_name(agency) is not None and not outlets.is_ambiguous(agency):
        return True
    return sure and any(sign.isupper() for sign in agency) and not re.search(r"\d{4}|\d:\d", agency)


def _east_asian(match: re.Match[str]) -> Parsed:
    parts = match.groupdict()
    month, day = parts.get("month"), parts.get("mday")
    try:
        date = PartialDate(month=int(month) if month else None, day=int(day)) if day else None
    except ValueError:
        date = None
    dateline = Dateline(place=parts.get("place") or None, date=date, agency=parts["agency"])
    return Parsed(dateline=dateline, quote=match.group().strip())
