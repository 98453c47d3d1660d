"""The job `cite --stale`: citations that were made once, and whose source is not what it was. Nobody is asked."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from provenance.core.csl.items import Item, item_from
from provenance.core.csl.markup import plain
from provenance.core.exports import NAMES as EXCHANGE_FORMATS
from provenance.core.frozen import frozen
from provenance.core.logbook import Kind, Recorded, id_of, page_key, read_id
from provenance.core.model import State
from provenance.core.records import source_from
from provenance.edge.log import LogReader, read_log
from provenance.errors import ProvenanceError
from provenance.jobs.render import Manner, rendition
from provenance.settings import Settings, log_path


@frozen
class Stale:
    """citation: as it was recorded. old, new: its string, and what the same style, locale and mode make of the source
    now; new is None where that style cannot be used any more. happened: to the source since, in words.
    """

    citation: Recorded
    old: str
    new: str | None
    happened: tuple[str, ...]


@frozen
class _Now:
    """A citation, the item that would be cited today, and what happened in between. text: of the article, where the
    case of the title asks for it.
    """

    citation: Recorded
    item: Item
    happened: tuple[str, ...]
    text: str = ""


def find_stale(settings: Settings, *, used_in: str | None = None) -> tuple[Stale, ...]:
    """Of each source, style and mode the newest citation for a file, where its source has since moved, died, or was
    recorded again with other metadata. used_in: only those for that file.

    Raises
    ------
    InputError
        where there is no log yet.
    """
    with read_log(log_path(settings)) as log:
        made = log.citations(used_in=used_in)
        newest = {_same(one): one for one in made}
        by_id = {one.id: one for one in made}
        stale = [now for one in newest.values() if (now := _now(one, log)).happened]
        alone = [now for now in stale if not now.citation.record.get("of")]
        texts = dict(_alone(alone))
        for now in stale:
            if now.citation.record.get("of"):
                texts[now.citation.id] = _among(now, by_id, log)
    return tuple(
        Stale(citation=one.citation, old=_text(one.citation.record), new=texts[one.citation.id], happened=one.happened)
        for one in stale
    )


def stale_record(one: Stale) -> dict[str, Any]:
    """The object that `cite --stale --json` prints, one a line."""
    record = one.citation.record
    return {
        "id": one.citation.id,
        "url": _url(record),
        "source": record.get("source"),
        "style": record["style"],
        "mode": record.get("mode"),
        "for": record.get("for"),
        "happened": list(one.happened),
        "old": one.old,
        "new": one.new,
    }


def _same(one: Recorded) -> tuple[object, ...]:
    """What a later citation takes the place of."""
    record, url = one.record, _url(one.record)
    what = page_key(url) if url else record.get("source") or str(record["item"].get("title"))
    return what, record["style"], record["locale"], record.get("mode"), record.get("title_case"), record.get("for")


def _url(record: Mapping[str, Any]) -> str | None:
    url: str | None = record.get("url") or record["item"].get("URL")
    return url


def _text(record: Mapping[str, Any]) -> str:
    return plain(record["html"]) if record.get("html") else str(record["text"])


# -- what happened ------------------------------------------------------------------------------------------------


def _now(one: Recorded, log: LogReader) -> _Now:
    old, url = dict(one.record["item"]), _url(one.record)
    item, happened = _recorded_again(one, old, log)
    checks = log.checks_of(url, limit=1) if url else ()
    # By the order of the log: two commands in one second have one moment.
    if checks and _sequence(checks[0].id) > _sequence(one.id):
        check = checks[0].record
        day = check["checked_at"][:10]
        if check["state"] == State.DEAD:
            happened = (*happened, f"the link was found dead ({check['kind']}) on {day}")
        target = check["target"]
        if check["kind"] == "moved" and target and page_key(target) != page_key(str(old.get("URL") or url)):
            happened = (*happened, f"moved for good to {target}, seen on {day}")
            item = item | {"URL": target}
    text = log.main_text(one.record.get("source") or url or "") if one.record.get("title_case") else ""
    return _Now(citation=one, item=item, happened=happened, text=text)


def _sequence(identifier: str) -> int:
    found = read_id(identifier)
    return found[1] if found else 0


# What a citation says of an archived copy is no part of the source, and stays as it was.
_OF_THE_COPY = ("archive_location", "archive_date", "url_status")


def _recorded_again(one: Recorded, old: Item, log: LogReader) -> tuple[Item, tuple[str, ...]]:
    """The item of the newest version of the source, and in what it differs."""
    cited = one.record.get("source")
    newest = cited
    while newest is not None and (newer := log.newer_than(newest)) is not None:
        newest = newer
    known = log.source(newest) if newest is not None and newest != cited else None
    if newest is None or known is None:
        return old, ()
    alive = (check.recorded_at.date() for check in log.checks_of(newest) if check.record["state"] == State.ALIVE)
    infer = bool(one.record.get("infer", True))
    item, _ = item_from(source_from(known.record), accessed=next(alive, None), infer=infer, id=str(old.get("id")))
    item |= {name: old[name] for name in _OF_THE_COPY if name in old}
    return item, tuple(_differences(old, item, known.recorded_at))


def _differences(old: Item, new: Item, at: dt.datetime) -> Iterator[str]:
    for name in dict.fromkeys([*old, *new]):
        if name in {"id", "accessed"} or old.get(name) == new.get(name):
            continue
        said = (
            "changed" if name in old and name in new else "is stated now" if name in new else "is not stated any more"
        )
        yield f"{name} {said}, recorded on {at:%Y-%m-%d}"


# -- the new strings ----------------------------------------------------------------------------------------------


def _manner(record: Mapping[str, Any]) -> Manner:
    exchanges = record["style"].lower() in EXCHANGE_FORMATS
    return Manner(
        style=record["style"],
        locale=record["locale"],
        infer=bool(record.get("infer", True)),
        mode=None if exchanges else record.get("mode"),
        title_case=record.get("title_case"),
    )


def _alone(stale: Sequence[_Now]) -> Iterator[tuple[str, str | None]]:
    """By the id of the citation; those of one manner by one process."""
    groups: defaultdict[tuple[object, ...], list[_Now]] = defaultdict(list)
    for now in stale:
        record = now.citation.record
        manner = record["style"], record["locale"], record.get("mode"), record.get("infer"), record.get("title_case")
        groups[manner].append(now)
    for group in groups.values():
        try:
            items, known = [now.item for now in group], [now.text for now in group]
            made = rendition(items, _manner(group[0].citation.record), texts=known).citations
            texts: list[str | None] = [one.text for one in made]
        except ProvenanceError:
            texts = [None] * len(group)
        yield from zip((now.citation.id for now in group), texts, strict=True)


def _among(now: _Now, made: Mapping[str, Recorded], log: LogReader) -> str | None:
    """In the bibliography in which it stood, all of whose sources are taken as they are now."""
    record, sequence = now.citation.record, _sequence(now.citation.id)
    first = sequence - record["position"]
    neighbours = [made.get(id_of(Kind.CITATION, first + place)) for place in range(record["of"])]
    among = [now if one is now.citation else _now(one, log) for one in neighbours if one is not None]
    items, known = [one.item for one in among], [one.text for one in among]
    place = sum(one is not None for one in neighbours[: record["position"]])
    try:
        cited = rendition(items, _manner(record), together=True, texts=known)
    except ProvenanceError:
        return None
    return next(
        (one.text for one, position in zip(cited.citations, cited.positions, strict=True) if position == place), None
    )
