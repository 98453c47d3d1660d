"""Wikipedia's `{{cite news}}` and `{{cite web}}` (Template:Cite news/doc): with the fields that other exporters leave out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from provenance.core.csl.dates import partial_date

NAME = "wikipedia"
ABOUT = "{{cite news}} and {{cite web}} of the English Wikipedia"
HELD = frozenset(
    [
        "type",
        "author",
        "issued",
        "title",
        "URL",
        "container-title",
        "publisher-place",
        "publisher",
        "source",
        "section",
        "edition",
        "volume",
        "issue",
        "page",
        "genre",
        "DOI",
        "ISSN",
        "ISBN",
        "language",
        "accessed",
        "archive_location",
        "archive_date",
        "url_status",
    ]
)


def write(items: Sequence[Mapping[str, object]]) -> str:
    """The templates of CSL-JSON items, in their order."""
    return "\n".join(map(_template, items))


def _template(item: Mapping[str, object]) -> str:
    """One template on one line, dates as ISO 8601 where they are whole. An inferred year is left out, and so is a date
    without a year, which the template refuses: a warning beside the citation says it.
    """
    news = item.get("type") in ("article-newspaper", "article-magazine")
    fields = [
        *_authors(item.get("author")),
        ("date", _date(item.get("issued"))),
        _title(item),
        ("url", item.get("URL")),
        ("work" if news else "website", item.get("container-title")),
        ("location", item.get("publisher-place") if news else None),
        ("publisher", item.get("publisher") if not item.get("container-title") else None),
        ("agency", item.get("source") if news else None),
        ("department", item.get("section") if news else None),
        ("edition", item.get("edition") if news else None),
        ("volume", item.get("volume") if news else None),
        ("issue", item.get("issue") if news else None),
        ("page", item.get("page") if news else None),
        ("type", item.get("genre")),
        ("doi", item.get("DOI")),
        ("issn", item.get("ISSN")),
        ("isbn", item.get("ISBN")),
        ("pmid", item.get("PMID")),
        ("language", item.get("language")),
        ("via", item.get("archive") if not _archived(item) else None),
        *_archive(item),
        ("access-date", _date(item.get("accessed"))),
    ]
    written = "".join(f" |{name}={_escaped(str(value), name)}" for name, value in fields if value)
    return f"{{{{cite {'news' if news else 'web'}{written}}}}}"


def _authors(names: object) -> list[tuple[str, object]]:
    """last1, first1, last2 …; a single institution as `author`, several as author1, author2 …"""
    found: list[tuple[str, object]] = []
    people = [name for name in names if isinstance(name, Mapping)] if isinstance(names, list) else []
    for number, name in enumerate(people, 1):
        if literal := name.get("literal"):
            found.append((f"author{number if len(people) > 1 else ''}", literal))
            continue
        family = " ".join(str(name[part]) for part in ("non-dropping-particle", "family") if name.get(part))
        given = " ".join(str(name[part]) for part in ("given", "dropping-particle", "suffix") if name.get(part))
        found += [(f"last{number}", family), (f"first{number}", given)]
    return found


def _date(variable: object) -> str | None:
    """ISO 8601 for a whole date, "July 2024" for a month (Manual of Style: `2024-07` is refused), the year alone."""
    date = partial_date(variable)
    if date is None or date.year is None or date.year_uncertain:
        return None
    if date.is_whole:
        return date.edtf.rstrip("~")
    about = "c. " if date.approximate else ""
    return about + (f"{date.year}" if date.month is None else f"{_MONTHS[date.month - 1]} {date.year}")


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def _title(item: Mapping[str, object]) -> tuple[str, object]:
    """A title in another script goes into `script-title` with its language, so that it is not set in italics."""
    title = re.sub(r"</?(?:sup|sub|span)(?:\s[^<>]*)?>", "", str(item.get("title") or ""))
    title = re.sub(r"</?b>", "'''", re.sub(r"</?i>", "''", title))
    language = str(item.get("language") or "").split("-")[0]
    foreign = language and re.search(r"[^\W\d_]", title) and not re.search(r"[A-Za-zÀ-ɏ]", title)
    return ("script-title", f"{language}:{title}") if foreign else ("title", title)


def _archived(item: Mapping[str, object]) -> bool:
    return str(item.get("archive_location") or "").startswith(("http://", "https://"))


def _archive(item: Mapping[str, object]) -> list[tuple[str, object]]:
    """The three belong together: the template reports an error for an archive-url without its date."""
    if not _archived(item):
        return []
    place = str(item["archive_location"])
    stamp = re.search(r"/(\d{4})(\d{2})(\d{2})\d{6}", place)
    day = item.get("archive_date") or (f"{stamp[1]}-{stamp[2]}-{stamp[3]}" if stamp else None)
    return [("url-status", item.get("url_status") or "live"), ("archive-url", place), ("archive-date", day)]


_IN_URLS = {"|": "%7C", "{": "%7B", "}": "%7D", "[": "%5B", "]": "%5D", " ": "%20", "<": "%3C", ">": "%3E"}
_IN_TEXT = {"|": "{{!}}", "[": "&#91;", "]": "&#93;", "{": "&#123;", "}": "&#125;", "<": "&lt;", ">": "&gt;"}


def _escaped(value: str, name: str) -> str:
    """What would end the template, a link or a tag is written otherwise."""
    table = _IN_URLS if name.endswith("url") else _IN_TEXT
    return "".join(table.get(letter, letter) for letter in " ".join(value.split()))
