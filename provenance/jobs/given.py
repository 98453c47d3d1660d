"""What a call of `cite` names – ids, links, files, lists –, as sources that can be cited."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from provenance.core.csl.archived import archive_url
from provenance.core.csl.items import Item
from provenance.core.csl.stated import readable_item
from provenance.core.frozen import frozen
from provenance.core.identifiers import doi_url
from provenance.core.logbook import page_key, read_id
from provenance.core.model import Check, Load, Origin, Problem, Source, State
from provenance.core.records import source_from
from provenance.edge.files import is_file, read_bytes
from provenance.edge.log import Log
from provenance.errors import InputError, NetworkDown
from provenance.jobs.clock import now
from provenance.jobs.words import is_url
from provenance.settings import Settings

if TYPE_CHECKING:
    from provenance.jobs.add import Added

Deliver: TypeAlias = Callable[[Sequence[Check], int], None]
"""Gets finished checks, and how many links there are in all."""


@frozen
class Seen:
    """A source to cite, what it was given as, the day on which we saw it, its id in the log, its URL, and what became
    of it since. An item out of a list is cited as the list states it. text: of the article, where it was read just now.
    copy: variables of the archived copy (`archive_location`, `archive_date`, `url_status`) where the link is dead and a
    copy is known.
    """

    source: Source | Item
    given: str
    url: str | None
    accessed: dt.date | None = None
    id: str | None = None
    warnings: tuple[str, ...] = ()
    text: str = ""
    copy: Mapping[str, object] = field(default_factory=dict)


@frozen
class _Link:
    """A link that the log does not know. title: what the list calls it; origin: None for a word of the call."""

    url: str
    origin: Origin | None = None
    title: str | None = None


Found: TypeAlias = Seen | Check | Problem
"""A source; or a link that led to no page; or a piece of a list that cannot be cited."""


@frozen
class Gathered:
    """found: in the order given. lists: whether one of the words named a list. notes: how lists were read. down: the fault
    of the own network, where links could not be looked at; a Problem stands in the place of each.
    """

    found: tuple[Found, ...]
    lists: bool = False
    notes: tuple[str, ...] = ()
    down: NetworkDown | None = None


def gather(
    given: Sequence[str], *, log: Log | None, settings: Settings, as_list: bool = False, deliver: Deliver | None = None
) -> Gathered:
    """The sources. Links that the log does not know are looked at, all together, and recorded.

    as_list: files are lists, whatever they look like.

    Raises
    ------
    InputError
        for what is neither in the log nor a link nor a file that can be read, and a file that says nothing.
    NetworkDown
        where nothing of it can be cited without the network.
    LogUnavailable, LogBroken
        as their names say.
    """
    wanted: list[Found | _Link] = []
    notes: list[str] = []
    lists = False
    for one in given:
        loaded = None if _names_a_source(one, log=log) else _list(one, as_list=as_list)
        if isinstance(loaded, Load):
            lists = True
            notes += loaded.notes
            wanted += _entries(loaded, log=log, notes=notes)
        else:
            wanted.append(_source(one, loaded, log=log, settings=settings))
    links = [one for one in wanted if isinstance(one, _Link)]
    looked, down = _look(links, log=log, settings=settings, deliver=deliver)
    found = tuple(_read(one, looked.get(one.url)) if isinstance(one, _Link) else one for one in wanted)
    if down is not None and not any(isinstance(one, Seen) for one in found):
        raise down
    return Gathered(found=found, lists=lists, notes=tuple(notes), down=down)


# -- words of the call --------------------------------------------------------------------------------------------


def _names_a_source(given: str, *, log: Log | None) -> bool:
    """Whether it is a link, or an id.

    Raises
    ------
    InputError
        for an id that the log does not know.
    """
    if is_url(given) or (log is not None and log.source(given) is not None):
        return True
    if read_id(given) and not is_file(given):
        raise InputError(given, "is not in the log", "See `provenance list`, or record it with `provenance add`")
    return False


def _list(path: str, *, as_list: bool) -> Load | bytes:
    """The list that a file is; its bytes where it is a page."""
    from provenance.core import lists

    content = read_bytes(path)
    name = "standard input" if path == "-" else path
    return lists.load(content, name=name) if as_list or lists.is_list(content, name=name) else content


def _source(given: str, content: bytes | None, *, log: Log | None, settings: Settings) -> Seen | _Link:
    """content: of a file; None for a link or an id."""
    if content is None:
        return _known(given, log=log) or _Link(url=given)
    from provenance.jobs.add import record_content  # what reads pages takes half a second to import
    from provenance.jobs.read import page_bytes

    return _read_file(record_content(page_bytes(given, content), given, log=log, settings=settings))


def _read_file(added: Added) -> Seen:
    source = added.source
    if source is None or (source.title.value is None and source.url is None):
        raise InputError(
            added.given,
            "says neither a title nor where it came from",
            "Give its address with `provenance add FILE --url URL`; a list of sources is cited with --list",
        )
    return Seen(source=source, given=added.given, url=source.url, id=added.id, text=_text(added))


def _known(given: str, *, log: Log | None) -> Seen | None:
    """From the log, without asking anybody."""
    known = log.source(given) if log is not None else None
    if log is None or known is None:
        return None
    # A page that is dead by now was still read on the day on which it answered.
    alive = (one.recorded_at.date() for one in log.checks_of(given) if one.record["state"] == State.ALIVE)
    source, dead = source_from(known.record), _found_dead(given, log=log)
    return Seen(
        source=source,
        given=given,
        url=source.url,
        accessed=next(alive, None),
        id=known.id,
        warnings=dead,
        copy=_copy(given, log=log) if dead else {},
    )


def _copy(given: str, *, log: Log) -> Mapping[str, object]:
    """The copy of a dead page that was found last, and read: by Zotero's names, which the exchange formats know."""
    found = next((one.record for one in log.mementos_of(given) if one.record["verified"]), None)
    if found is None:
        return {}
    day = [int(part) for part in found["memento_datetime"][:10].split("-")]
    return {"archive_location": found["uri_m"], "archive_date": {"date-parts": [day]}, "url_status": "dead"}


def _found_dead(given: str, *, log: Log | None) -> tuple[str, ...]:
    latest = log.latest_of(given) if log is not None else None
    if latest is None or latest.state != State.DEAD:
        return ()
    return (f"the link was found dead ({latest.kind}) on {latest.checked_at:%Y-%m-%d}",)


# -- entries of lists ---------------------------------------------------------------------------------------------


def _entries(loaded: Load, *, log: Log | None, notes: list[str]) -> Iterator[Seen | _Link | Problem]:
    """What the list states is cited from the list; what is a link alone is looked up, or looked at."""
    stated = [_stated(one.item, one.origin, log=log) for one in loaded.references]
    from provenance.core.same import source_key

    covered = {source_key(one.url): one for one in stated if not isinstance(one, Problem) and one.url}
    places = {one.origin.where for one in loaded.references if one.origin.where}
    links: list[tuple[Origin, Seen | _Link | Problem]] = []
    for item in loaded.items:
        if _belongs(item.origin, places):
            continue
        if (entry := covered.get(source_key(item.url))) is not None:
            if page_key(item.url) != page_key(entry.url or ""):
                notes.append(f"{item.origin}: {item.url} is the same source as {_named(entry)}")
            continue
        if places and item.found_by == "scan":
            notes.append(f"{item.origin}: {item.url} is no entry of its own, and is not cited")
            continue
        link = _Link(url=item.url, origin=item.origin, title=item.given.get("title"))
        links.append((item.origin, _known(item.url, log=log) or link))
    pieces = [(one.origin, one) for one in loaded.problems]
    entries = [*zip((one.origin for one in loaded.references), stated, strict=True), *links, *pieces]
    yield from (entry for _, entry in sorted(entries, key=lambda one: one[0].line or 0))
    yield from _unread(loaded)


def _named(entry: Seen | _Link) -> str:
    return entry.given if isinstance(entry, Seen) else str(entry.origin)


def _belongs(origin: Origin, places: set[str]) -> bool:
    """Whether a link stands in an entry that is cited by what it states (`reference 3, UR` in `reference 3`)."""
    where = origin.where or ""
    return where in places or where.partition(",")[0] in places


def _stated(item: Mapping[str, object], origin: Origin, *, log: Log | None) -> Seen | _Link | Problem:
    read, warnings = readable_item(item)
    url = str(read.get("URL") or doi_url(str(read.get("DOI") or "")) or "") or None
    if read.get("title"):
        dead = _found_dead(url, log=log) if url else ()
        if dead and archive_url(read):
            read = dict(read) | {"url_status": "dead"}
        return Seen(source=read, given=str(origin), url=url, warnings=(*warnings, *dead))
    if url is not None:
        return _known(url, log=log) or _Link(url=url, origin=origin)
    return Problem(origin=origin, message="states neither a title nor a link, and cannot be cited")


def _unread(loaded: Load) -> Iterator[Problem]:
    """Entries that have no link, in a format whose reader gives nothing else of them."""
    if loaded.references:
        return
    places = {(item.origin.line, (item.origin.where or "").partition(",")[0]) for item in loaded.items}
    missing = loaded.records - len(places) - len(loaded.problems)
    if missing > 0:
        entries = "1 entry has" if missing == 1 else f"{missing} entries have"
        origin = (loaded.items[0].origin if loaded.items else loaded.problems[0].origin).file
        yield Problem(origin=Origin(file=origin), message=f"{entries} no link, and cannot be cited")


# -- looking ------------------------------------------------------------------------------------------------------


def _look(
    links: Sequence[_Link], *, log: Log | None, settings: Settings, deliver: Deliver | None
) -> tuple[dict[str, Added], NetworkDown | None]:
    if not links:
        return {}, None
    from provenance.jobs.add import record_pages

    origins: defaultdict[str, list[Origin]] = defaultdict(list)
    labels: defaultdict[str, list[str]] = defaultdict(list)
    for link in links:
        origins[link.url] += [link.origin] if link.origin else []
        labels[link.url] += [link.title] if link.title else []

    def tell(checks: Sequence[Check]) -> None:
        if deliver is not None:
            deliver(checks, len(origins))

    return record_pages(origins, log=log, settings=settings, labels=labels, deliver=tell)


def _read(link: _Link, added: Added | None) -> Found:
    """added: None where it could not be looked at."""
    origin = link.origin or Origin(file=link.url)
    if added is None:
        where = f"{link.url} " if link.origin else ""
        return Problem(origin=origin, message=f"{where}could not be looked at: your own network seems to be down")
    source = added.source
    if source is None:
        told = Problem(origin=origin, message="nothing could be read of it")
        return added.check or told
    given = str(link.origin) if link.origin else link.url
    return Seen(source=source, given=given, url=source.url, accessed=now().date(), id=added.id, text=_text(added))


def _text(added: Added) -> str:
    return added.capture.text if added.capture is not None else ""
