"""What archives say of their copies: lists of mementos (RFC 7089, RFC 6690), rows of CDX indexes, and addresses of copies.

An archive is somebody else's machine, and its lists hold what crawlers once wrote: rows with impossible moments, without
a status, of other things than pages. Whatever cannot be a copy of the page is left out here, and nothing is raised.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from urllib.parse import unquote

from provenance.core.dates import PartialDate
from provenance.core.extract.instants import mail_moment
from provenance.core.frozen import frozen
from provenance.core.regex import regex
from provenance.core.urls import same_page_key, url_or_none

# A capture of a partial answer (206) is what some crawlers keep of long pages; 203 is a page that a proxy changed.
WHOLE = frozenset({200, 203, 206})
# Rows of one list that are looked at: a front page may have a hundred thousand.
_MOST = 50_000
# No address of an article is longer; a `data:` address of some kilobytes is none.
_LONGEST_URL = 4_000

# -- moments ------------------------------------------------------------------------------------------------------


@frozen
class Span:
    """A stretch of time, both ends in it: a day is from its first to its last second, a moment is as long as nothing."""

    start: dt.datetime
    end: dt.datetime

    @classmethod
    def of(cls, when: PartialDate | dt.datetime) -> Span:
        """The span of a date as far as it is stated, in UTC.

        Raises
        ------
        ValueError
            for a date without a year, which is no time.
        """
        if isinstance(when, dt.datetime):
            return cls(start=when, end=when)
        if when.year is None:
            msg = f"{when.edtf} has no year"
            raise ValueError(msg)
        first, last = when.month or 1, when.month or 12
        last_day = when.day or calendar.monthrange(when.year, last)[1]
        start = dt.datetime(when.year, first, when.day or 1, tzinfo=dt.UTC)
        return cls(start=start, end=dt.datetime(when.year, last, last_day, 23, 59, 59, tzinfo=dt.UTC))

    def seconds_from(self, moment: dt.datetime) -> float:
        """How far a moment is from the span: negative before it, 0 in it, positive after it."""
        if moment < self.start:
            return (moment - self.start).total_seconds()
        return max(0.0, (moment - self.end).total_seconds())


def read_timestamp(digits: str) -> dt.datetime | PartialDate | None:
    """The moment of a 14-digit timestamp (`YYYYMMDDhhmmss`, UTC); the date of one that is shorter; None for one that
    names no moment (`20000012000000`).

    Eight to thirteen digits state a day, six a month, four a year: what is missing is not made up.
    """
    if not re.fullmatch(r"[0-9]{4}(?:[0-9]{2}){0,5}", digits):
        return None
    parts = [int(digits[:4]), *(int(digits[at : at + 2]) for at in range(4, len(digits), 2))]
    try:
        if len(parts) == 6:
            return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]
        year, month, day = (*parts[:3], None, None)[:3]
        return PartialDate(year=year, month=month, day=day)
    except ValueError:
        return None


def timestamp(moment: dt.datetime) -> str:
    """The 14 digits of a moment, in UTC."""
    return moment.astimezone(dt.UTC).strftime("%Y%m%d%H%M%S")


# -- addresses of copies ------------------------------------------------------------------------------------------


@frozen
class Wrapped:
    """The address of a copy, taken apart.

    original: URI-R, None where the address does not hold it (`archive.ph/Ab3dE`). taken: when the copy was taken, as
    far as the address says. host: of the archive.
    """

    original: str | None
    taken: dt.datetime | PartialDate | None
    host: str


# The moment before the original, with a modifier of how it is shown (`id_` raw, `if_` without a toolbar, `js_` …).
_STAMPED = regex(r"/(?P<stamp>[0-9]{4,14})(?P<how>[a-z]{2}_)?/(?P<original>(?:https?(?::|%3A)|www\.|[\w-]+\.)\S*)")
_RAW_PLACE = regex(r"/([0-9]{14})(?:[a-z]{2}_)?/(?=https?(?::|%3A))", re.IGNORECASE)
_SHORT_HOSTS = regex(r"(?:www\.)?archive\.(?:ph|today|is|li|vn|md|fo)$")
# archive.today writes the moment with dots and a dash as well (`/2024.07.04-120000/`).
_DOTTED = regex(r"/(?P<stamp>[0-9]{4}\.[0-9]{2}\.[0-9]{2}(?:-[0-9]{6})?)/(?P<original>https?:\S+)")
_ARCHIVE_PLACE = regex(
    r"^(?:web\.archive\.org/(?:web/)?|(?:www\.)?arquivo\.pt/(?:wayback|noFrame/replay)/|perma\.cc/|archive\.(?:ph|today|is|li|vn|md|fo)/"
    r"|wayback\.archive-it\.org/|(?:www\.)?webarchive\.[\w.]+/|swap\.stanford\.edu/|wayback\.vefsafn\.is/|vefsafn\.is/)"
)


def is_in_archive(bare: str) -> bool:
    """Whether an address without its scheme is of an archive, so that `unwrap` looks into it."""
    return _ARCHIVE_PLACE.match(bare) is not None


def unwrap(url: str, *, bases: Sequence[str] = ()) -> Wrapped | None:
    """What the address of a copy is a copy of; None for an address that is none of an archive.

    bases: addresses under which further archives keep their copies (`http://127.0.0.1:8080/coll`).
    """
    bare = re.sub(r"^https?://", "", url.strip(), flags=re.IGNORECASE)
    host = bare.partition("/")[0].lower()
    below = any(url.startswith(base.rstrip("/") + "/") for base in bases)
    if not below and not is_in_archive(host + bare[len(host) :]):
        return None
    path = bare[len(host) :]
    if _SHORT_HOSTS.match(host) and (dotted := _DOTTED.search(path)):
        stamp, found = re.sub(r"\D", "", dotted["stamp"]), dotted["original"]
        return Wrapped(original=_original(found), taken=read_timestamp(stamp), host=host)
    if stamped := _STAMPED.search(path):
        stamp = stamped["stamp"]
        return Wrapped(original=_original(stamped["original"]), taken=read_timestamp(stamp), host=host)
    if _SHORT_HOSTS.match(host) and (newest := re.match(r"/(?:newest|oldest|timegate)/(https?:\S+)", path)):
        return Wrapped(original=_original(newest[1]), taken=None, host=host)
    if below or _SHORT_HOSTS.match(host) or host == "perma.cc":
        return Wrapped(original=None, taken=None, host=host) if len(path) > 1 else None
    return None


def _original(text: str) -> str | None:
    """What stands behind the moment, as a URL: some archives encode it, some leave its scheme or one slash out."""
    if re.match(r"https?%3A", text, re.IGNORECASE):
        text = unquote(text)
    text = re.sub(r"^(https?):/{1,2}(?!/)", r"\1://", text, flags=re.IGNORECASE)
    if not re.match(r"https?:", text, re.IGNORECASE):
        text = f"http://{text}"
    address = url_or_none(text)
    return address.href if address else None


def raw_form(uri_m: str) -> str:
    """The address of the copy as it was captured, without the archive's toolbar and its changed links (`id_`).

    Source: the URL flags of the Wayback Machine, which OpenWayback and pywb share. An address without a 14-digit moment
    before the original stays as it is.
    """
    return _RAW_PLACE.sub(r"/\1id_/", uri_m, count=1)


def shown_form(uri_m: str) -> str:
    """The address of the copy as people read it; what `raw_form` added is taken out."""
    return re.sub(r"/([0-9]{14})id_/(?=https?(?::|%3A))", r"/\1/", uri_m, count=1, flags=re.IGNORECASE)


def at_moment(uri_m: str, moment: dt.datetime) -> str:
    """The address of a copy with the moment at which it was really taken, where the address holds one near it."""
    return _RAW_PLACE.sub(f"/{timestamp(moment)}/", uri_m, count=1)


def copy_beside(uri_m: str, original: str) -> str | None:
    """The address of another page's copy of the same moment; None where the address holds no moment."""
    found = _RAW_PLACE.search(uri_m)
    if found is None:
        return None
    return uri_m[: found.end()] + original.partition("#")[0]


def page_of(url: str) -> str:
    """A key for one page in an archive's index, where scheme, `www.`, case and a last slash do not matter."""
    key = re.sub(r"^https?://(?:www\d?\.)?", "", same_page_key(url), flags=re.IGNORECASE)
    return key.casefold().rstrip("/")


# -- lists of mementos --------------------------------------------------------------------------------------------


@frozen
class Listed:
    """A copy as an archive lists it. status: what the captured answer had, None where the list does not say.

    digest: of the captured payload as the list writes it (Wayback: base32 of SHA-1).
    """

    uri_m: str
    moment: dt.datetime
    status: int | None = None
    digest: str | None = None


@frozen
class Link:
    """One link of a `Link` field or an `application/link-format` document. parameters: the first of each name."""

    target: str
    rel: frozenset[str]
    parameters: Mapping[str, str] = field(default_factory=dict)


_TARGET = regex(r"[\s,]*<([^<>]*)>")
_PARAMETER = regex(r'\s*;\s*([\w!#$&+.^`|~-]+\*?)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,;"]*)))?')


def read_links(text: str) -> Iterator[Link]:
    """The links of a document or field (RFC 8288 section 3, RFC 6690). Commas may stand inside targets and quotes; what
    is between two links and is none is passed over.
    """
    at = 0
    while (target := _TARGET.search(text, at)) is not None:
        at = target.end()
        parameters: dict[str, str] = {}
        while (found := _PARAMETER.match(text, at)) is not None:
            at = found.end()
            value = re.sub(r"\\(.)", r"\1", found[2]) if found[2] is not None else found[3] or ""
            parameters.setdefault(found[1].lower(), value)
        rel = frozenset(parameters.get("rel", "").lower().split())
        yield Link(target=target[1].strip(), rel=rel, parameters=parameters)


def mementos_in(links: Iterable[Link], *, base: str) -> list[Listed]:
    """The mementos that a TimeMap or a `Link` field lists (RFC 7089 section 2.2.4). base: what relative targets are to."""
    found: dict[str, Listed] = {}
    for link in links:
        if len(found) >= _MOST:
            break
        moment = mail_moment(link.parameters.get("datetime", "")) if "memento" in link.rel else None
        address = url_or_none(link.target, base=base) if moment else None
        if address is not None and moment is not None and len(link.target) <= _LONGEST_URL:
            found.setdefault(address.href, Listed(uri_m=address.href, moment=moment.astimezone(dt.UTC)))
    return list(found.values())


def timemap_for(links: Iterable[Link], wanted: Span | None, *, base: str) -> str | None:
    """The part of a TimeMap in parts (RFC 7089 section 5) that covers the time wanted, or is nearest to it; the last one
    where no time is wanted. None where there are no parts.
    """
    parts: list[tuple[float, str]] = []
    for place, link in enumerate(links):
        address = url_or_none(link.target, base=base) if "timemap" in link.rel else None
        if address is None or "self" in link.rel or address.href == base:
            continue
        ends = [mail_moment(link.parameters.get(name, "")) for name in ("from", "until")]
        if wanted is None or ends[0] is None:
            parts.append((-place, address.href))
        else:
            span = Span(start=ends[0], end=max(ends[0], ends[1] or ends[0]))
            parts.append((min(abs(span.seconds_from(wanted.start)), abs(span.seconds_from(wanted.end))), address.href))
    return min(parts)[1] if parts else None


# -- rows of CDX indexes ------------------------------------------------------------------------------------------

# The columns of the plain answer of a CDX server (wayback-cdx-server README, `fl`).
_COLUMNS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
# pywb and OutbackCDX name some of them otherwise.
_OTHER_NAMES = {"url": "original", "status": "statuscode", "mime": "mimetype"}


@frozen
class CdxRow:
    """One capture in an index. status: None where the row does not say (`-`, which revisits have)."""

    original: str
    moment: dt.datetime
    status: int | None
    digest: str | None = None


def read_cdx(content: bytes, *, url: str) -> tuple[list[CdxRow], int]:
    """The captures of a page that an answer lists, and how many rows it has that are none.

    The answer is JSON as the Wayback Machine writes it (rows of cells, the first one names them), an object a line as
    pywb does, or plain: seven cells a line, with spaces between. url: what was asked for; rows of anything else, rows
    with an impossible moment and rows that cannot be read are left out.
    """
    page, bad = page_of(url), 0
    rows: list[CdxRow] = []
    for cells in _cells(content.decode("utf-8", "replace")):
        row = _row(cells, page)
        if row is None:
            bad += 1
        elif len(rows) < _MOST:
            rows.append(row)
    return rows, bad


def _cells(text: str) -> Iterator[Mapping[str, object]]:
    if text.lstrip().startswith("["):
        yield from _json_rows(text)
        return
    for line in text.splitlines():
        if line.startswith("{"):
            try:
                told = json.loads(line)
            except (ValueError, RecursionError):
                yield {}
                continue
            yield {_OTHER_NAMES.get(name, name): value for name, value in told.items()}
        elif line.strip():
            yield dict(zip(_COLUMNS, line.split(" "), strict=False))


def _json_rows(text: str) -> Iterator[Mapping[str, object]]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        yield {}  # cut off, or no JSON at all
        return
    rows = [row for row in told if isinstance(row, list)]
    header = [str(name) for name in rows[0]] if rows else []
    for row in rows[1:]:
        if not row:  # behind an empty row stands the key with which to ask for more
            return
        yield dict(zip(header, row, strict=False))


def _row(cells: Mapping[str, object], page: str) -> CdxRow | None:
    original, status = str(cells.get("original", "")), str(cells.get("statuscode", "-"))
    moment = read_timestamp(str(cells.get("timestamp", "")))
    if not isinstance(moment, dt.datetime) or len(original) > _LONGEST_URL:
        return None
    if not re.match(r"https?://", original, re.IGNORECASE) or page_of(original) != page:
        return None
    digest = str(cells.get("digest") or "-")
    return CdxRow(
        original=original,
        moment=moment,
        status=int(status) if re.fullmatch(r"[1-9][0-9]{2}", status) else None,
        digest=None if digest == "-" else digest,
    )


# -- which of them ------------------------------------------------------------------------------------------------


def nearest(copies: Iterable[Listed], wanted: Span | None) -> list[Listed]:
    """Copies that may be good, the best first. wanted: the time at which the page was read; None for the newest.

    What an archive lists with another status than that of a whole page is left out. A copy from after the time counts as
    twice as far as one from before it, because a page only changes, and only dies, after it was read; of two that are
    equally far the one from before is taken. Copies of one moment are told apart by nothing: the first is kept.
    """
    kept: dict[dt.datetime, Listed] = {}
    for copy in copies:
        if copy.status is None or copy.status in WHOLE:
            kept.setdefault(copy.moment, copy)

    def far(copy: Listed) -> tuple[float, dt.datetime]:
        return distance(copy.moment, wanted), copy.moment

    return sorted(kept.values(), key=far)


def distance(moment: dt.datetime, wanted: Span | None) -> float:
    """How far a copy is from what is wanted, in seconds that count (see `nearest`); less is better."""
    if wanted is None:
        return -moment.timestamp()
    seconds = wanted.seconds_from(moment)
    return -seconds if seconds <= 0 else 2 * seconds
