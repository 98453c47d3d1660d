"""The archived copy of a page, named after the entry: no style of CSL has a place for it that is not one of paper.

Both addresses always stand there. Of a page that still answers the entry has its own address and the sentence the copy's.
Of one that is dead (`url_status`) the reader gets the address that works, as Wikipedia's templates do: the copy's stands
as the URL, and the sentence names the original – but not where somebody else has taken the address over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape, unescape

from provenance.core.csl.dates import partial_date
from provenance.core.csl.months import MONTHS
from provenance.core.dates import PartialDate
from provenance.core.frozen import frozen
from provenance.core.regex import regex

# The words of Wikipedia's `url-status`: gone, gone to another page of the site; and what is no page of the outlet now.
_TAKEN_OVER = frozenset(("unfit", "usurped"))
_DEAD = frozenset(("dead", "deviated")) | _TAKEN_OVER


@frozen
class _Words:
    """Of a language: sentences that name the copy, with {day} and {url}, and without a day; those that name the
    original; how a day is written in words.
    """

    copy: str
    undated_copy: str
    original: str
    undated_original: str
    hidden: str
    day: str
    months: tuple[str, ...]
    first: str = "1"

    def written(self, date: PartialDate) -> str:
        if date.year is None or date.month is None or date.day is None:
            return date.edtf
        month, day = self.months[date.month - 1], self.first if date.day == 1 else date.day
        return self.day.format(day=day, month=month, year=date.year)


_EN = _Words(
    copy="Archived from the original on {day}: {url}",
    undated_copy="Archived: {url}",
    original="Archived on {day} from {url}",
    undated_original="Archived from {url}",
    hidden="Archived on {day}",
    day="{day} {month} {year}",
    months=MONTHS["en"],
)
_WORDS = {
    "en": _EN,
    "de": _Words(
        copy="Archiviert vom Original am {day}: {url}",
        undated_copy="Archiviert: {url}",
        original="Archiviert am {day} von {url}",
        undated_original="Archiviert von {url}",
        hidden="Archiviert am {day}",
        day="{day}. {month} {year}",
        months=MONTHS["de"],
    ),
    "fr": _Words(
        copy="Archivé à partir de l’original le {day} : {url}",
        undated_copy="Archivé : {url}",
        original="Archivé le {day} à partir de {url}",
        undated_original="Archivé à partir de {url}",
        hidden="Archivé le {day}",
        day="{day} {month} {year}",
        months=MONTHS["fr"],
        first="1er",
    ),
    "es": _Words(
        copy="Archivado desde el original el {day}: {url}",
        undated_copy="Archivado: {url}",
        original="Archivado el {day} desde {url}",
        undated_original="Archivado desde {url}",
        hidden="Archivado el {day}",
        day="{day} de {month} de {year}",
        months=MONTHS["es"],
    ),
}
_AMERICAN = replace(_EN, day="{month} {day}, {year}", original="Archived on {day}, from {url}")
_STAMP = regex(r"/(\d{4})(\d\d)(\d\d)\d{6}")
_LINK = regex(r"<a\s.*?</a>|https?://\S+", re.DOTALL)
_DAY_FIRST = regex(r"\b\d\d? [A-Z][a-z]{2,}\.? \d{4}\b")
_DAY_IN_FIGURES = regex(r"\b(?:\d{4}[-./]\d\d?[-./]\d\d?|\d\d?[-./]\d\d?[-./]\d{4})\b")


def archive_url(item: Mapping[str, object]) -> str:
    """The link to the archived copy, empty where `archive_location` is none (Box 3)."""
    url = str(item.get("archive_location") or "")
    return url if re.match(r"https?://", url) else ""


def archive_day(item: Mapping[str, object]) -> PartialDate | None:
    """The day of the archived copy: `archive_date`, else that in the link's 14 figures (RFC 7089 archives write it so)."""
    if (day := partial_date(item.get("archive_date"))) is not None:
        return day
    stamp = _STAMP.search(archive_url(item))
    return partial_date("-".join(stamp.groups())) if stamp else None


def with_living_link(item: Mapping[str, object]) -> dict[str, object]:
    """The item, with the archived copy as its URL where its own is dead."""
    archived = archive_url(item)
    return dict(item) | ({"URL": archived} if archived and _status(item) in _DEAD else {})


def archived_sentence(item: Mapping[str, object], *, entry: str = "", locale: str | None) -> str:
    """HTML of the sentence that follows an entry, empty without an archived copy. The day is never the page's.

    entry: its HTML. A style that prints its days in figures gets this one in figures too (ISO 8601), any other in
    words; in American English the day comes first where it does in the entry (MLA). locale: of the style; other languages than en, de, fr and es get English words and a day in figures.
    """
    archived = archive_url(item)
    if not archived:
        return ""
    tag = (locale or "en-US").replace("_", "-")
    american = tag in {"en", "en-US"} and not _DAY_FIRST.search(_LINK.sub(" ", entry))
    words = _AMERICAN if american else _WORDS.get(tag.split("-")[0].lower())
    day = escape(_day(item, words, entry))
    words = words or _EN
    if not _stands_in(entry, archived):
        return (words.copy if day else words.undated_copy).format(day=day, url=_link(archived))
    original = str(item.get("URL") or "")
    if original == archived or not re.match(r"https?://", original) or _status(item) in _TAKEN_OVER:
        return f"{words.hidden.format(day=day)}." if day else ""
    return (words.original if day else words.undated_original).format(day=day, url=_link(original))


def _day(item: Mapping[str, object], words: _Words | None, entry: str) -> str:
    date = archive_day(item)
    if date is None:
        return str(item.get("archive_date") or "")
    in_figures = _DAY_IN_FIGURES.search(_LINK.sub(" ", entry))
    return date.edtf if words is None or in_figures else words.written(date)


def _status(item: Mapping[str, object]) -> str:
    return str(item.get("url_status") or "").lower()


def _stands_in(entry: str, url: str) -> bool:
    """Whether an entry shows a link; some styles leave its scheme out."""
    return url.partition("://")[2] in unescape(re.sub(r"<[^<>]*>", "", entry))


def _link(url: str) -> str:
    return f'<a href="{escape(url)}">{escape(url, quote=False)}</a>'
