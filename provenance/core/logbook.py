"""What goes into the log and what it answers with: values, and the one spelling in which an entry is hashed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from provenance.core.confirmation import Streak, streak
from provenance.core.frozen import frozen
from provenance.core.merkle import leaf_hash
from provenance.core.model import Capture, Check, Citation, Copy, Entry, Sighting, Source, State
from provenance.core.records import (
    canonical_json,
    capture_record,
    check_record,
    citation_record,
    copy_record,
    instant,
    source_record,
)
from provenance.core.redaction import hides_nothing, is_encodable, redact_record, redact_text
from provenance.core.regex import regex
from provenance.core.urls import same_page_key

# -- what goes in -------------------------------------------------------------------------------------------------


class Kind(StrEnum):
    """What an entry is about."""

    SOURCE = "source"
    CHECK = "check"
    CAPTURE = "capture"
    CITATION = "citation"
    MEMENTO = "memento"
    AUDIT_BEGUN = "audit_begun"
    AUDIT_FINISHED = "audit_finished"


# An id is a letter and the sequence of its entry: short, typed easily, never given twice. `k` is for a checK and `p`
# for the Page that was captured, because `c` is what people cite.
_LETTERS = {Kind.SOURCE: "s", Kind.CHECK: "k", Kind.CAPTURE: "p", Kind.CITATION: "c", Kind.AUDIT_BEGUN: "a",
            Kind.MEMENTO: "m"}  # fmt: skip
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_ID = regex(r"(?P<letter>[skpcam])(?P<sequence>\d{1,18})", re.IGNORECASE)


def id_of(kind: Kind, sequence: int) -> str:
    """The id by which people name an entry: `s12` for the source that entry 12 recorded."""
    return f"{_LETTERS[kind]}{sequence}"


def read_id(text: str) -> tuple[Kind, int] | None:
    """Kind and sequence of an id (`s12`, `S12`), None if the text is not one."""
    found = _ID.fullmatch(text.strip())
    return (_KINDS[found["letter"].lower()], int(found["sequence"])) if found else None


def sequence_of(identifier: str | None) -> int | None:
    """The sequence of the entry that an id names, None for None.

    Raises
    ------
    ValueError
        where the text is no id.
    """
    if identifier is None:
        return None
    found = read_id(identifier)
    if found is None:
        msg = f"{identifier!r} is not an id of the log"
        raise ValueError(msg)
    return found[1]


def page_key(url: str) -> str:
    """The key under which the log keeps a page: `same_page_key` of the URL as the log would write it."""
    return same_page_key(redact_text(url))


@frozen
class Event:
    """Something that happened, not yet in the log.

    record: JSON object as `core.records` writes it. at: when; an aware datetime. about: position in the same batch of
    the source that the record speaks of; its id goes into the record as `source`.

    Raises
    ------
    ValueError
        if `at` has no time zone: a moment that cannot be placed is no evidence.
    """

    kind: Kind
    record: Mapping[str, Any]
    at: datetime
    about: int | None = None

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            msg = f"{self.at} has no time zone; give an aware datetime"
            raise ValueError(msg)


def source_event(source: Source, *, at: datetime, revises: str | None = None) -> Event:
    """revises: id of the version that this one takes the place of without a new look; needed where a source has no URL."""
    record = source_record(source)
    return Event(kind=Kind.SOURCE, record=record | {"revises": revises} if revises else record, at=at)


def check_event(
    check: Check, *, audit: str | None = None, given: Sequence[Mapping[str, str]] = (), at: datetime | None = None
) -> Event:
    """audit: id of the run. given: what the list says, one for each of `check.origins`. at: `checked_at` if None."""
    record = check_record(check)
    if audit is not None:
        record["audit"] = audit
    for origin, says in zip(record.get("origins", ()), given, strict=False):
        origin["given"] = dict(says)
    return Event(kind=Kind.CHECK, record=record, at=at or check.checked_at)


def capture_event(
    capture: Capture, *, source: str | None = None, about: int | None = None, at: datetime | None = None
) -> Event:
    """source: id of the source that was captured. at: `captured_at` if None."""
    record = capture_record(capture) | ({"source": source} if source else {})
    return Event(kind=Kind.CAPTURE, record=record, at=at or capture.captured_at, about=about)


def citation_event(
    citation: Citation,
    *,
    at: datetime,
    url: str | None = None,
    source: str | None = None,
    about: int | None = None,
    used_in: str | None = None,
    infer: bool = True,
    title_case: str | None = None,
    place: tuple[int, int] | None = None,
) -> Event:
    """url: of the page that is cited. source: id of the source that is cited. used_in: what it was cited for, a file.

    infer: whether an inferred year could be used. title_case: that was asked for, None for that of the style. place: in
    a bibliography its position from 0, and of how many; None for a citation that stands alone. All entries of a
    bibliography are recorded in one batch, in their order.
    """
    record = citation_record(citation) | {"url": url, "for": used_in, "infer": infer}
    record |= {"source": source} if source else {}
    record |= {"title_case": title_case} if title_case else {}
    record |= {"position": place[0], "of": place[1]} if place else {}
    return Event(kind=Kind.CITATION, record=record, at=at, about=about)


def memento_event(copy: Copy, *, at: datetime) -> Event:
    """A memento was found, or taken because it was asked for. at: when it was looked at."""
    return Event(kind=Kind.MEMENTO, record=copy_record(copy), at=at)


def seal(sequence: int, event: Event) -> tuple[Entry, Mapping[str, Any]]:
    """The entry for an event: secrets out, one spelling, hashed; and the record as it stands in there.

    Kind and moment stand in the body beside the record, so that the leaf hash covers them too.
    """
    at, kind, record = event.at.astimezone(UTC), event.kind.value, event.record
    body = _body(at, kind, record)
    # Most records have nothing to hide, and it takes less to see that in all of one than in each of its strings.
    if not (is_encodable(body) and hides_nothing(body)):
        record = redact_record(record)
        body = _body(at, kind, record)
    return Entry(sequence=sequence, recorded_at=at, kind=kind, body=body, leaf=leaf_hash(body.encode())), record


def _body(at: datetime, kind: str, record: Mapping[str, Any]) -> str:
    return canonical_json({"at": instant(at), "kind": kind, "record": record})


# -- what comes out -----------------------------------------------------------------------------------------------


@frozen
class Recorded:
    """An entry as people name it. record: the JSON object that was recorded, secrets left out."""

    id: str
    kind: Kind
    recorded_at: datetime
    record: Mapping[str, Any]


@frozen
class Latest:
    """What the newest check of a page found. last_check: its id.

    failures: checks that found the page dead since it was last alive; first_failed_at: the first of them. A check that
    decides nothing (`unknown`) changes neither.
    """

    key: str
    last_check: str
    url: str
    state: str
    kind: str
    confirmed: bool
    checked_at: datetime
    failures: int
    first_failed_at: datetime | None = None


@frozen
class Listed:
    """One line of `list`: a source as it was last recorded, and the state of its page by the newest check. A page that
    was checked and never recorded goes by the id of that check, and has no type.
    """

    id: str
    url: str | None
    type: str | None
    title: str | None
    author: str | None
    issued: str | None
    outlet: str | None
    language: str | None
    recorded_at: datetime
    state: str | None = None
    kind: str | None = None
    confirmed: bool = False
    checked_at: datetime | None = None


@frozen
class Filter:
    """Which sources to list; None asks for nothing.

    state: of the newest check, `unchecked` for pages that no check saw. outlet, text: parts of the outlet's name; of
    title, author or URL; case does not matter. language, type: exact. since, until: bounds of `recorded_at`, inclusive.
    checked: pages too that were only checked. failing: only pages whose newest check found them dead, or met a fault
    that may pass. due_by: pages that should be looked at again by then.
    """

    state: str | None = None
    outlet: str | None = None
    text: str | None = None
    language: str | None = None
    type: str | None = None
    checked: bool = False
    since: datetime | None = None
    until: datetime | None = None
    failing: bool = False
    due_by: datetime | None = None


@frozen
class Found:
    """What an id or a URL stands for. key: of the page, None for a source without URL. source: id of the recorded
    source, None for a page that was checked and never recorded.
    """

    key: str | None
    source: str | None


@frozen
class Mention:
    """Where a list names a page, and what the list says of it. check: id of the check that came from there."""

    url: str
    file: str
    line: int | None
    where: str | None
    given: Mapping[str, str]
    check: str


@frozen
class Run:
    """One audit. key: says which lists these are, so that a broken run can be found again; items: links in the lists,
    where they were counted before; checked: links that a check was recorded for.
    """

    id: str
    key: str
    lists: tuple[str, ...]
    started_at: datetime
    finished_at: datetime | None = None
    items: int | None = None
    checked: int = 0


@frozen
class Root:
    """What the first `size` entries were: their RFC 9162 root, as 64 hexadecimal digits."""

    size: int
    root: str
    recorded_at: datetime
    command: str


@frozen
class Story:
    """All that the log holds of one page or source; checks, captures, mementos and citations with the newest
    first. due_at: when the page should be looked at again; None where no check saw it, and for what is no link.
    """

    key: str | None
    source: Recorded | None = None
    latest: Latest | None = None
    checks: tuple[Recorded, ...] = ()
    captures: tuple[Recorded, ...] = ()
    mementos: tuple[Recorded, ...] = ()
    citations: tuple[Recorded, ...] = ()
    mentions: tuple[Mention, ...] = ()
    due_at: datetime | None = None

    @property
    def streak(self) -> Streak:
        """How it failed since it was last alive."""
        return streak(_sighting(check) for check in self.checks)


def _sighting(check: Recorded) -> Sighting:
    record = check.record
    return Sighting(
        checked_at=datetime.fromisoformat(record["checked_at"]),
        state=State(record["state"]),
        kind=record["kind"],
        confirmed=record["confirmed"],
    )


@frozen
class Finding:
    """Something in the log that is not what it was. where: `entry 40`, `root at size 50`, `checks, entry 40`."""

    where: str
    what: str


@frozen
class Report:
    """What a verification saw. entries, roots: how many; unsealed: entries after the last root, which no root vouches
    for yet; root: that last root.
    """

    entries: int
    roots: int
    unsealed: int = 0
    root: Root | None = None
    findings: tuple[Finding, ...] = field(default=())

    @property
    def sound(self) -> bool:
        return not self.findings
