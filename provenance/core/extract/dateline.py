"""Datelines: the words that open a report and say from where, when and by which agency it was filed.

An opening is read in three steps: what stands before it is stepped over (bullets, bylines, `UPDATE 2-`), each mark at
which a dateline may end is tried (a dash, a bracket, a full stop), and the words before that mark are sorted into place,
day and agency. Nothing is taken for a dateline on the strength of capitals and a dash alone (`REPORTAGE – …`): it takes
an agency, a day, a place with its region, or a town that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from provenance.core import outlets
from provenance.core.extract import dateline_asia, places
from provenance.core.extract.dateline_head import Head, read_head
from provenance.core.extract.days import weekday_number
from provenance.core.frozen import frozen
from provenance.core.model import Dateline
from provenance.core.regex import regex

# Longer openings are sentences.
_LONGEST = 160
_MOST_ENDS = 10


@frozen
class Parsed:
    """A dateline and the exact text it was read from. byline: what stood before it, None if nothing did."""

    dateline: Dateline
    quote: str
    byline: str | None = None


@dataclass(frozen=True, slots=True)
class _End:
    """Where a dateline may end: kind of the mark, the mark, what follows it, and the language of the text."""

    kind: str
    mark: str
    rest: str
    language: str

    @property
    def goes_on(self) -> bool:
        """Whether what follows opens a sentence; scripts without capitals always may."""
        first = self.rest.lstrip("\"'“”„«»‘’¿¡([…- ")[:1]
        return bool(first) and not first.islower() and not self.rest.startswith((")", ",", ";"))

    @property
    def opens_sentence(self) -> bool:
        """As `goes_on`, and not with another label (`MADRID - BARÇA: …`) or in capitals."""
        words = self.rest.split()
        if not self.goes_on or len(self.rest) < 10 or ":" in {words[0][-1], *words[1:2]}:
            return False
        return not all(word.isupper() or not word.isalpha() for word in words[:3])


_UP = r"[A-ZÀ-ÞĀ-ŽΑ-ΩЀ-Я]"
# Where a dateline may end. A bracket or a slash that closes ends it only where an agency stands in it.
_END = regex(
    r"""(?P<dash>\s?\.?\s?(?:--+|[—–―])\s?|\.?\s-\s|(?<=[)/\]])\s?\.?-\s?|\.-\s?|(?<=\w)-\s|(?<=\))_|\s=\s)
      | (?P<close>(?<=[)\]])(?:\s?[:;]|।|\.)?(?=\s|$|[^\W\d_]))
      | (?P<slash>(?:(?<=[^\W_])|(?<=[^\W_]\s))/\.?(?=\s|$))
      | (?P<colon>:(?=\s|$))
      | (?P<stop>\.(?=\s|$))
      | (?P<comma>,?$)""",
    re.VERBOSE,
)
# One of these is in each mark but the end of the text.
_MARK = regex(r"[-–—―=/:.)\]]")
# `إسطنبول/ الأناضول أعلنت`: nothing ends the agency's name but the next word.
_JOINED = regex(r"^(?P<place>[^\W\d_]+(?:\s[^\W\d_]+)?)\s?[/-]\s?(?P<agency>[^\W\d_]{2,12})\s?:?\s(?=[^\W\d_])")
_INITIALS = regex(r"(?:\b[^\W\d_]\.){2}$")
# Two words in small letters: from there on it is running text, and no dateline ends any more.
_SENTENCE = regex(r"(?<=[^\W\d_]\s)[a-zß-ÿа-яёα-ω]{3,}\s[a-zß-ÿа-яёα-ω]{3,}\s")
_DOTTED = regex(r"(?:\b[^\W\d_]\.){2}$|\s[A-Z][a-z]{1,4}\.$")
_BULLET = regex(r"^(?:[•●▪■▶►◆*·➤]\s*|[–—-]\s+)")
_UPDATES = ("UPDATE", "WRAPUP", "RPT", "CORRECTED", "REFILE", "EXCLUSIVE", "ADVISORY", "UPD", "TOPWRAP", "PREVIEW")
_UPDATE = regex(rf"^(?:(?:{'|'.join(_UPDATES)})(?:\s\d+)?\s?-\s?)+(?=\S)")
_NOTE = regex(r"^\(\s?(?:[A-Z]{3,}:[^)]{0,80}|MENAFN\b[^)]{0,80})\)+\s*")
_BYS = ("By", "BY", "Von", "Por", "Par", "Di", "Door")
_NAMES = rf"^(?:{'|'.join(_BYS)})\s(?:{_UP}[\w.’'-]*[\s,]+(?:and\s|y\s|und\s|et\s)?){{2,8}}?"
_LED_BY = (*_UPDATES, *_BYS)
_BYLINES = (
    regex(rf"{_NAMES}(?=[A-Z]{{3,}}(?:\s[A-Z]{{2,}})*[\s,(/])"),
    regex(rf"{_NAMES}(?={_UP}\w+,\s(?:{_UP}\w+\.?\s)?\d|{_UP}\w+(?:\s{_UP}\w+)?\s\([A-Za-z])"),
)


def parse(paragraph: str, language: str | None = None) -> Parsed | None:
    """The dateline that opens a paragraph, or None.

    language: BCP 47 tag of the text, for names of months that mean different ones in different languages.
    """
    opening = places.western_digits(paragraph[: _LONGEST + 100].strip()[:_LONGEST])
    printed = paragraph.strip()
    if not opening:
        return None
    asian = dateline_asia.parse(opening)
    if asian is not None:
        return Parsed(dateline=asian[0], quote=printed[: asian[1]].strip())
    for start in _starts(opening):
        found = _best(opening[start:], language)
        if found is not None:
            line, length = found
            before = opening[:start].strip(" •●▪■*-–—")
            byline = before if before and any(form.match(opening) for form in _BYLINES) else None
            return Parsed(dateline=line, quote=printed[start : start + length].strip(), byline=byline)
    return None


def _starts(opening: str) -> Iterator[int]:
    """Where the dateline itself may begin: at once, or behind what is known to stand before one."""
    yield 0
    if opening[0].isalpha() and not opening.startswith(_LED_BY):
        return  # as most do; the others are no letters
    start = 0
    for pattern in (_BULLET, _NOTE, _UPDATE):
        if match := pattern.match(opening[start:]):
            start += match.end()
    byline = next((match for form in _BYLINES if (match := form.match(opening[start:]))), None)
    start += byline.end() if byline else 0
    if start:
        yield start


def _best(text: str, language: str | None) -> tuple[Dateline, int] | None:
    """Of the heads that end at one of the first marks, the one that says most; the first of equals."""
    best: tuple[int, Dateline, int] | None = None
    tried = 0
    sentence = _SENTENCE.search(text)
    limit = sentence.start() if sentence else len(text)
    # Most paragraphs open with a sentence that has no mark before its first small words.
    for match in _END.finditer(text, 0, limit) if not sentence or _MARK.search(text, 0, limit) else ():
        kind = match.lastgroup or ""
        if not match.start() or (sentence and kind == "comma"):
            continue  # where a sentence goes on in small letters, nothing ends
        tried += 1
        if tried > _MOST_ENDS:
            break
        # A bracket and the dash behind it are one end.
        head = read_head(text[: _head_end(text, match)], language)
        if head is None:
            continue
        end = _End(kind, text[match.start() : match.end()], text[match.end() :].lstrip(), (language or "").lower()[:2])
        line = _accepted(head, end)
        if line is not None and (best is None or head.weight > best[0]):
            best = (head.weight, line, match.end())
    return (best[1], best[2]) if best else _joined(text)


def _head_end(text: str, match: re.Match[str]) -> int:
    """Where the head ends: before the mark, but a closing slash and the full stop of `S.D.` belong to it."""
    if match.lastgroup == "slash":
        return match.end()
    if not match.group().startswith("."):
        return match.start()
    pattern = _INITIALS if match.group().startswith(".-") else _DOTTED
    dotted = pattern.search(text[: match.start() + 1])
    return match.start() + (1 if dotted else 0)


def _joined(text: str) -> tuple[Dateline, int] | None:
    match = _JOINED.match(text)
    if match is None or not places.is_agency(match["agency"]) or not places.is_city(match["place"]):
        return None
    place, agency = match["place"], match["agency"]
    return Dateline(place=place, agency=agency, places=(place,)), match.end("agency")


def _accepted(head: Head, end: _End) -> Dateline | None:
    """The dateline, where what stands in the head and behind it bears one."""
    if head.place and (places.is_kicker(head.place) or places.is_office(head.place) or _is_weekday(head.place)):
        return None
    if head.agency is not None:
        good = _with_agency(head, end)
    elif head.date is not None:
        good = _with_day(head, end)
    else:
        good = _place_alone(head, end)
    if not good:
        return None
    names = head.places
    return Dateline(place=head.place, date=head.date, agency=head.agency, places=names, desk=head.desk)


def _is_weekday(place: str) -> bool:
    return weekday_number(place.split(maxsplit=1)[0].rstrip(",")) is not None


def _with_agency(head: Head, end: _End) -> bool:
    known = places.is_agency(head.agency or "")
    if head.place is None:
        # `(CNN) — Text`, `(CNN)Text`, `HAFENBOTE.COM - Text`
        return len(end.rest) >= 20 and end.goes_on and (
            (known and head.bracketed and (end.kind == "dash" or not outlets.is_ambiguous(head.agency or ""))) or
            (end.kind == "dash" and places.is_domain(head.agency or ""))
        )  # fmt: skip
    if not end.rest:
        # On a line of its own.
        return known and head.sure and (head.bracketed or head.agency_first or bool(head.date))
    if end.kind == "comma" or not (end.goes_on or end.kind == "dash"):
        return False
    return _known_agency(head, end.kind) if known else _unknown_agency(head, end.kind)


def _known_agency(head: Head, kind: str) -> bool:
    if kind == "slash" and head.date is None and not head.sure:
        return False  # `Jane Roe / AFP / …` is the credit of a picture
    firm = head.bracketed or kind in ("dash", "slash") or (kind == "stop" and head.date is not None)
    clear = not outlets.is_ambiguous(head.agency or "") or kind != "close"
    plain = clear or head.date is not None or head.place_known
    return firm and plain and (head.sure or kind != "stop" or head.bracketed)


def _unknown_agency(head: Head, kind: str) -> bool:
    """A code that the tables do not hold needs a day, or a place that is sure and a dash."""
    if head.weak:
        return head.bracketed and head.date is not None and head.place_known and kind != "stop"
    if not head.bracketed or kind == "stop":
        named = head.dotted or places.is_domain(head.agency or "")
        return (head.date is not None or head.place_known) and kind == "dash" and named
    if head.date is not None or head.place_known:
        return True
    return head.capitals and kind == "dash"


def _with_day(head: Head, end: _End) -> bool:
    if head.place is None or head.date is None:
        return False
    match end.kind:
        case "dash":
            good = head.sure or " " not in head.place
        case "close":
            good = head.sure and end.mark.endswith(":")  # `SINGAPORE (Aug 2): Text`
        case "colon" if head.date.year is None:
            good = head.sure and places.takes_colon(head.place)
        case "stop" if head.date.year is None:
            good = head.capitals and head.region_known
        case "stop" | "colon":
            return head.place_known and (not end.rest or end.goes_on)
        case _:
            good = False
    return good and end.goes_on


def _place_alone(head: Head, end: _End) -> bool:
    """A place and nothing else: with its region, or a town that is known; before a sentence."""
    if head.place is None or head.day_only or _DATE_FIRST.match(end.rest):
        return False
    if not end.rest:
        dotted = end.kind == "dash" and end.mark.startswith(".")
        return dotted and head.capitals and head.region_known
    if not head.capitals:
        return end.opens_sentence and _town_alone(head, end)
    match end.kind:
        case "colon":
            good = (places.takes_colon(head.place) or head.region_known) and end.rest[:1].isupper()
        case "stop":
            good = end.language in _PUT_STOPS and head.place_known
        case _:
            good = _is_spaced(end) and (head.region_known or head.place_known or places.is_village(head.place))
    return good and end.opens_sentence


def _town_alone(head: Head, end: _End) -> bool:
    """A town in small letters stands before most of what can be said of it, so it takes the way of a country's papers:
    `New Delhi: …` in India, `München – …` and `Lübeck. …` in Germany, `Bandung - …`; and a whole sentence behind it.
    """
    if len(end.rest) < _SENTENCE_LENGTH or not end.rest[:1].isupper() or head.place is None or _ASIDE.search(end.rest):
        return False
    if end.kind == "colon":
        return places.takes_colon(head.place)
    if not all(places.is_city(part.split(",")[0]) for part in head.places):
        return False
    if head.region_known and end.mark.startswith("."):
        return True  # `Guadalajara, Jalisco.- …`
    return (end.language in _PUT_DASHES and _is_spaced(end)) or (end.language == "de" and end.kind == "stop")


def _is_spaced(end: _End) -> bool:
    if end.kind != "dash":
        return False
    return (end.mark != "-" and end.mark[-1:].isspace()) or end.mark.startswith((".", " ."))


# Languages whose papers end a dateline with a full stop.
_PUT_STOPS = frozenset({"de", "sv", "da", "no", "nb", "nl", "et", "lv", "lt", "es", "it"})
# Languages in whose papers a town in small letters and a dash open a report.
_PUT_DASHES = frozenset({"de", "id", "ms", "cs", "sk", "hu"})
_SENTENCE_LENGTH = 60
# A second dash near the first: what stands between the two is said of the town.
_ASIDE = regex(r"^.{0,40}\s[-–—]\s")
_DATE_FIRST = regex(r"^[^\W\d_]{3,12}\.?\s\d{1,2}\b|^\d{1,2}\.?\s[^\W\d_]{3,12}\b(?=[.:,\s])")
