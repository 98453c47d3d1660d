"""What the path of a URL says: a day, a section, a language, an article id, and the words of the headline."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from urllib.parse import unquote

from provenance.core.extract.days import make_day, month_number
from provenance.core.extract.sections import name_of
from provenance.core.frozen import frozen
from provenance.core.model import Evidence
from provenance.core.regex import regex
from provenance.core.urls import url_or_none

_DAY = regex(r"(?<!\d)((?:19|20)\d\d)([/_.-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)")
_DAY_FIRST = regex(r"(?<!\d)(0[1-9]|[12]\d|3[01])([_.-])(0[1-9]|1[0-2])\2((?:19|20)\d\d)(?!\d)")
_NAMED_DAY = regex(r"/((?:19|20)\d\d)/([a-z]{3,9})/(\d{1,2})(?:/|$)")
_MONTH = regex(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?=/)")
_EXTENSION = regex(r"\.(?:s?html?|php\d?|aspx?|jsp|amp|ece|cms|story)$", re.IGNORECASE)
# Joomla and many others write `359203-words`, others `words-359203`, `a-359203`, `/359203/`, or `?id=359203`.
_ID_FIRST = regex(r"^(\d{3,12})(?:-|$)")
_ID_LAST = regex(r"(?:^|[-_.,~])(?:[a-z]{1,3}-?)?(\d{4,12})$")
_ID_QUERY = regex(r"[?&](?:p|id|articleid|article_id|newsid|storyid|nid)=(\d{2,12})(?:&|$)", re.IGNORECASE)
_LANGUAGE = regex(r"^[a-z]{2}(?:-[a-zA-Z]{2})?$")
# URI-M of the web archives that run OpenWayback or pywb: the timestamp, a replay modifier, the original URL.
_MEMENTO = regex(r"^https?://[^/]+/(?:[\w-]+/){0,2}\d{14}(?:[a-z]{2}_)?/(?=.)(https?:/{1,2})?(.+)$")
_MOMENT = regex(r"/(\d{14})(?:[a-z]{2}_)?/")
# Path segments that belong to the machine and name no part of the paper.
_NO_SECTION = regex(
    r"^(?:index\.\w+|article|articles|artikel|story|stories|post|posts|archives?|content|p|a|id|amp|web|node|view|item|\d+)$",
    re.IGNORECASE,
)
_SECTION_WORDS = 4
# ISO 639-1 codes that news sites use as the first segments of a path; others are too often something else (`tv`, `go`).
_LANGUAGES_WORDS = """
    ar bg bn cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru sk sl sq sr sv th tr
    uk ur vi zh
"""
_LANGUAGES = frozenset(_LANGUAGES_WORDS.split())


@frozen
class PathParts:
    """A path taken apart. slug: the segment with the words of the headline, the id and the extension taken off."""

    host: str
    path: str
    sections: tuple[str, ...]
    language: str | None
    slug: str
    identifier: str | None


def original_of(url: str) -> str:
    """The URL that a web archive's URL replays (URI-R of RFC 7089); any other URL is its own original."""
    match = _MEMENTO.match(url)
    host, slash, _ = match[2].partition("/") if match else ("", "", "")
    # Without a scheme it must look like a host with a path: fourteen digits can be a path of the page itself.
    if match is None or (match[1] is None and not (slash and "." in host)):
        return url
    scheme = "https" if (match[1] or "").startswith("https") else "http"
    return f"{scheme}://{match[2]}"


def captured_at(url: str) -> dt.datetime | None:
    """The moment (UTC) at which a web archive took the copy that a URL replays; None for any other URL."""
    match = _MEMENTO.match(url) if original_of(url) != url else None
    digits = _MOMENT.search(url) if match else None
    try:
        return dt.datetime.strptime(digits[1], "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC) if digits else None
    except ValueError:
        return None


def take_apart(url: str) -> PathParts | None:
    """The parts of the path of a web URL, None for what is none."""
    address = url_or_none(url)
    if address is None:
        return None
    path, _, query = address.target.partition("?")
    segments = [unquote(part) for part in path.split("/") if part]
    last = _EXTENSION.sub("", segments[-1]) if segments else ""
    identifier = _identifier(last, query)
    if identifier is None and len(segments) > 1:
        identifier = next(
            (part for part in segments[:-1] if re.fullmatch(r"\d{5,12}", part) and not _DAY.match(part)), None
        )
    front = segments[:-1]
    language = next((part for part in front[:2] if _LANGUAGE.match(part) and part[:2].lower() in _LANGUAGES), None)
    sections = tuple(
        part for part in front if part != language and not _NO_SECTION.match(part) and month_number(part, "en") is None
        and not _ID_LAST.search(part)
    )  # fmt: skip
    slug = _ID_LAST.sub("", _ID_FIRST.sub("", last)).strip("-_. ")
    return PathParts(
        host=address.host, path=path, sections=sections, language=language, slug=slug, identifier=identifier
    )


def _identifier(last: str, query: str) -> str | None:
    if match := _ID_FIRST.match(last):
        return match[1] if not _DAY.match(last) else None
    if (match := _ID_LAST.search(last)) and not _DAY.search(last):
        return match[1]
    match = _ID_QUERY.search(f"?{query}")
    return match[1] if match else None


def read(url: str) -> Iterator[Evidence]:
    """Evidence from a URL alone; nothing is asked for."""
    parts = take_apart(url)
    if parts is None:
        return
    for value, quote in _days(parts.path):
        yield Evidence(variable="issued", value=value, method="url:path", selector="url", quote=quote)
    found = {
        "section": (_section(parts.sections), "/".join(parts.sections)),
        "language": (parts.language or "", f"/{parts.language}/"),
        "identifier": (parts.identifier or "", parts.identifier or ""),
        "title": (_words(parts.slug), parts.slug),
    }
    for variable, (value, quote) in found.items():
        if value:
            method = "url:slug" if variable == "title" else "url:path"
            yield Evidence(variable=variable, value=value, method=method, selector="url", quote=quote)


def _days(path: str) -> Iterator[tuple[str, str]]:
    for match in _DAY.finditer(path):
        # Eight digits in a row inside a longer token are more often an article id than a day.
        if match[2] or re.fullmatch(r"[/_-]?\d{8}[/_.-]?", path[max(0, match.start() - 1) : match.end() + 1]):
            day = make_day(int(match[1]), int(match[3]), int(match[4]))
            if day:
                yield day.edtf, match.group().strip("/")
                return
    if reverse := _DAY_FIRST.search(path):
        day = make_day(int(reverse[4]), int(reverse[3]), int(reverse[1]))
        if day:
            yield day.edtf, reverse.group()
            return
    if named := _NAMED_DAY.search(path):
        month = month_number(named[2], "en")
        day = make_day(int(named[1]), month, int(named[3])) if month else None
        if day:
            yield day.edtf, named.group().strip("/")
            return
    if folder := _MONTH.search(path):
        yield f"{folder[1]}-{folder[2]}", folder.group().strip("/")


def _section(folders: tuple[str, ...]) -> str:
    """The last folder that can be the name of a section, as words; an id, a number or a headline is none."""
    for folder in reversed(folders):
        words = re.sub(r"[-_+]+", " ", folder).strip()
        if name_of(words) and len(words.split()) <= _SECTION_WORDS and not re.search(r"\d{2}", words):
            return words
    return ""


def _words(slug: str) -> str:
    """The words of a slug; one or two words are a name of a page and no headline."""
    words = [word for word in re.split(r"[-_+\s]+", slug) if word]
    return " ".join(words) if len(words) >= 3 else ""
