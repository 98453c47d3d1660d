"""Wikipedia's `{{cite news}}`, `{{cite web}}` and their sisters (Template:Cite news/doc, Help:Citation Style 1): with the
fields that other exporters leave out.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence

from provenance.core.csl.archived import archive_day
from provenance.core.csl.texts import clean_items
from provenance.core.wikitext import (
    Fields,
    Words,
    archived,
    numbered_names,
    template,
    text_value,
    title_value,
    url_value,
)

NAME = "wikipedia"
ABOUT = "{{cite news}} and {{cite web}} of the English Wikipedia"
HELD = frozenset(
    (
        "type", "author", "issued", "title", "URL", "container-title", "publisher-place", "source", "section",
        "edition", "volume", "issue", "page", "genre", "DOI", "ISSN", "ISBN", "PMID", "language", "accessed",
        "archive_location", "archive_date", "url_status",
    )
)  # fmt: skip

_TEMPLATES = {
    "article-newspaper": "cite news",
    "article-magazine": "cite magazine",
    "article-journal": "cite journal",
    "report": "cite report",
}
# "July 2024" for a month: `2024-07` is refused, since it could be a range of years (Manual of Style, dates).
_WORDS = Words(months=calendar.month_name[1:], day="{iso}", about="c.")


def write(items: Sequence[Mapping[str, object]]) -> str:
    """The templates of CSL-JSON items, in their order, each on one line, dates as ISO 8601 where they are whole."""
    return "\n".join(
        template(_TEMPLATES.get(str(item.get("type")), "cite web"), _fields(item)) for item in clean_items(items)
    )


def _fields(item: Mapping[str, object]) -> Fields:
    """The order of the documentation. A publisher is written only where no work is named (Template:Cite news/doc)."""
    work = item.get("container-title")
    yield from numbered_names(item.get("author"), last="last", first="first", whole="author", alone="author")
    yield "date", _WORDS.written(item.get("issued"))
    yield _title(item)
    yield "url", url_value(item.get("URL") or "")
    yield "website" if item.get("type") not in _TEMPLATES else "work", text_value(work or "")
    for parameter, value in (
        ("location", item.get("publisher-place")),
        ("publisher", None if work else item.get("publisher")),
        ("agency", item.get("source")),
        ("department", item.get("section")),
        ("edition", item.get("edition")),
        ("volume", item.get("volume")),
        ("issue", item.get("issue")),
        _pages(item.get("page")),
        ("type", item.get("genre")),
        ("doi", item.get("DOI")),
        ("issn", item.get("ISSN")),
        ("isbn", item.get("ISBN")),
        ("pmid", item.get("PMID")),
        ("language", item.get("language")),
    ):
        yield parameter, text_value(value or "")
    yield from _archive(item)
    yield "access-date", _WORDS.written(item.get("accessed"))


def _pages(page: object) -> tuple[str, object]:
    """More than one page is `pages`."""
    return "pages" if re.search(r"\d\s*[-–,&]\s*\w*\d", str(page or "")) else "page", page


def _title(item: Mapping[str, object]) -> tuple[str, str]:
    """A title in another script goes into `script-title` with its language, so that it is not set in italics."""
    title = str(item.get("title") or "")
    language = str(item.get("language") or "").split("-")[0]
    foreign = (
        re.fullmatch("[A-Za-z]{2,3}", language)
        and re.search(r"[^\W\d_]", title)
        and not re.search(r"[A-Za-zÀ-ɏ]", title)
    )
    return ("script-title", f"{language}:{title_value(title)}") if foreign else ("title", title_value(title))


def _archive(item: Mapping[str, object]) -> Fields:
    """The three belong together: the template reports an error for an archive-url without its date."""
    place = archived(item)
    if place is None:
        yield "via", text_value(item.get("archive") or "")
        return
    yield "url-status", text_value(item.get("url_status") or "live")
    yield "archive-url", url_value(place)
    yield "archive-date", _WORDS.written(archive_day(item))
