"""What is known of outlets, from the tables in `data/`. An outlet that they do not hold is known only by what it says."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence

from provenance.core import tables
from provenance.core.frozen import frozen
from provenance.core.model import Outlet
from provenance.core.regex import regex
from provenance.core.text import comparable
from provenance.core.urls import read_url, registrable_domain, url_or_none

KINDS = (
    "news_agency", "state_media", "public_broadcaster", "newspaper", "magazine", "broadcaster", "digital",
    "fact_checker", "aggregator", "government", "other",
)  # fmt: skip
_AGENCY = "news_agency"
# Kinds whose texts CSL calls `article-newspaper`; `government` and `other` publish many things.
NEWS_KINDS = frozenset(KINDS[:9]) - {"magazine"}
# The tables that a user can have too, with the columns without which a row says nothing.
TABLES: Mapping[str, tuple[str, ...]] = {
    "outlets.csv": ("id", "name"),
    "outlet_domains.csv": ("domain", "outlet_id"),
    "outlet_facts.csv": ("outlet_id", "field", "value", "source"),
    "agencies.csv": ("code", "outlet_id"),
    "anchors.csv": ("domain", "id_pattern", "id", "date", "basis"),
}
# Column of a user's row that says in which file and line it stands.
PLACE = " place"

Rows = Sequence[Mapping[str, str]]

# Segments of a path that a row of outlet_domains.csv may name.
_SEGMENTS = 3
# Of names of one word, those that are no word of a language: initials, names with a dot or a digit, whole names in
# scripts that put no space between words. `Iran`, `Time` and `Open` are newspapers too, and mean something else.
_NO_WORD = regex(r"[A-Z]{3,}|.*[0-9.].*|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{3,}")
# `dpa/afx`, `dpa-infocom`: a desk behind the code.
_BEFORE_DESK = regex(r"[/-]")
# The same names stand in several places of a page, and on many pages of one outlet: so many are kept, of so many characters.
_NAMES_KEPT, _LONGEST_KEPT = 2048, 200

_users: dict[str, Rows] = {}


@frozen
class Anchor:
    """An article id whose day is known. pattern: regular expression that finds the id in a URL, as its first group."""

    domain: str
    pattern: str
    identifier: int
    date: dt.date
    basis: str


@frozen
class Domain:
    """Where an outlet publishes. domain: registrable domain, host, or host and the beginning of a path. lang: BCP 47 tag
    of an edition, empty where it is not one of several. role: primary, mirror, regional, former or shared_host.
    """

    domain: str
    outlet_id: str
    lang: str = ""
    role: str = ""


@frozen
class Fact:
    """One cell and where it was read. source, source_url: see the head of outlet_facts.csv. retrieved: ISO date of the
    look, empty where there was none.
    """

    field: str
    value: str
    source: str
    source_url: str = ""
    retrieved: str = ""
    note: str = ""


def put_before(users: Mapping[str, Rows]) -> None:
    """From now on a user's rows go before ours: by id, by domain, by code.

    users: name of a table (`TABLES`) → its rows. For the shell, once, before anything is looked up: the tables are part
    of the program's data like those in `data/`, and look-ups stand too deep in the reading of a page to be handed them.
    """
    _users.clear()
    _users.update(users)
    for cached in (_outlet_rows, _domains, _domains_by_outlet, _codes, _names, _ambiguous, _by_name, _is_agency):
        cached.cache_clear()


def users_rows() -> Mapping[str, Rows]:
    """What `put_before` was given, to be handed to it in another process."""
    return dict(_users)


def by_url(url: str) -> Outlet | None:
    """The outlet to which a URL belongs: the longest row of the table that its host and path end and begin with."""
    found = domain_of(url)
    outlet = by_id(found.outlet_id) if found else None
    return dataclasses.replace(outlet, domain=registrable_domain(read_url(url).host)) if outlet else None


def domain_of(url: str) -> Domain | None:
    """The row of outlet_domains.csv to which a URL belongs; with it the language of the edition, where it has one."""
    address = url_or_none(url)
    if address is None:
        return None
    labels = address.host.split(".")
    segments = [part for part in address.target.split("?")[0].split("/") if part][:_SEGMENTS]
    for start in range(len(labels) - 1):
        host = ".".join(labels[start:])
        for count in range(len(segments), -1, -1):
            if row := _domains().get("/".join([host, *segments[:count]])):
                return _domain(row)
    return None


def by_id(outlet_id: str) -> Outlet | None:
    """The outlet of that id, without a domain."""
    row = _outlet_rows().get(outlet_id)
    if row is None:
        return None
    return Outlet(
        id=row["id"],
        name=row["name"],
        native_name=row.get("native_name") or None,
        short=row.get("short") or None,
        country=row.get("country") or None,
        kind=row.get("kind") or None,
    )


def by_name(name: str) -> Outlet | None:
    """The one outlet of which this is the dateline code, the name or the native name; None where several have it."""
    return _by_name(name) if len(name) <= _LONGEST_KEPT else _by_name.__wrapped__(name)


@functools.lru_cache(maxsize=_NAMES_KEPT)
def _by_name(name: str) -> Outlet | None:
    ids = _of_code(name) or _of_code(_BEFORE_DESK.split(name)[0]) or _of_name(name)
    outlet = by_id(ids[0]) if len(ids) == 1 else None
    if outlet is None:
        return None
    first = next(iter(domains_of(ids[0])), None)
    return dataclasses.replace(outlet, domain=first.domain if first else None)


def is_agency(name: str) -> bool:
    """Whether the words are the name or the code of a news agency, be it of one or of several."""
    return _is_agency(name) if len(name) <= _LONGEST_KEPT else _is_agency.__wrapped__(name)


@functools.lru_cache(maxsize=_NAMES_KEPT)
def _is_agency(name: str) -> bool:
    if _of_code(name) or _of_code(_BEFORE_DESK.split(name)[0]):
        return True
    return bool(_of_name(name, kind=_AGENCY))


def is_ambiguous(code: str) -> bool:
    """Whether the letters of a dateline code stand for something else as well, so that alone they prove nothing."""
    return comparable(code) in _ambiguous()


def speaks_for(text: str, outlet: Outlet) -> bool:
    """Whether a name or a dateline code is that of the outlet."""
    found = by_name(text)
    key = comparable(text)
    own = (outlet.name, outlet.native_name or "", outlet.short or "")
    return (found is not None and found.id == outlet.id) or key in {comparable(name) for name in own if name}


def anchors_for(url: str) -> tuple[Anchor, ...]:
    """The known article ids of the domain of a URL."""
    address = url_or_none(url)
    if address is None:
        return ()
    return tuple(
        Anchor(
            domain=row["domain"],
            pattern=row["id_pattern"],
            identifier=int(row["id"]),
            date=dt.date.fromisoformat(row["date"]),
            basis=row["basis"],
        )
        for row in _rows("anchors.csv")
        if address.host == row["domain"] or address.host.endswith("." + row["domain"])
    )


def domains_of(outlet_id: str) -> tuple[Domain, ...]:
    """Where the outlet publishes, its primary domain first."""
    rows = [_domain(row) for row in _domains_by_outlet().get(outlet_id, ())]
    return tuple(sorted(rows, key=lambda row: (row.role != "primary", row.domain)))


def facts(outlet_id: str) -> tuple[Fact, ...]:
    """What is known of an outlet, cell by cell, in the order of the columns of outlets.csv, then its domains.

    A cell of a user's own table that no row of his outlet_facts.csv speaks of has the file and line as its source.
    """
    row = _outlet_rows().get(outlet_id, {})
    rows = [*_users.get("outlet_facts.csv", ()), *_shipped_facts(outlet_id)]
    told = [_fact(row) for row in rows if row["outlet_id"] == outlet_id]
    sourced = {(fact.field, fact.value): fact for fact in reversed(told)}
    place = row.get(PLACE, "")
    cells = [(field, value) for field, value in row.items() if value and field not in ("id", "checked", PLACE)]
    shown = [sourced.get(cell) or Fact(field=cell[0], value=cell[1], source=place or "unchecked") for cell in cells]
    return (*shown, *_domain_facts(outlet_id, sourced))


def _domain_facts(outlet_id: str, sourced: Mapping[tuple[str, str], Fact]) -> Iterator[Fact]:
    places = {row["domain"]: row.get(PLACE, "") for row in _users.get("outlet_domains.csv", ())}
    for row in domains_of(outlet_id):
        place = places.get(row.domain, "") or "unchecked"
        yield sourced.get(("domain", row.domain)) or Fact(field="domain", value=row.domain, source=place)
        if row.lang:
            tag = f"{row.domain} {row.lang}"
            yield sourced.get(("domain_lang", tag)) or Fact(field="domain_lang", value=tag, source=place)


def _fact(row: Mapping[str, str]) -> Fact:
    return Fact(
        field=row["field"],
        value=row["value"],
        source=row["source"],
        source_url=row.get("source_url", ""),
        retrieved=row.get("retrieved", ""),
        note=row.get("note", ""),
    )


def _shipped_facts(outlet_id: str) -> Rows:
    """The rows of one outlet; the table is long, and ids need no quotes, so that most lines need not be parsed."""
    lines = tables.text("outlet_facts.csv").splitlines()
    head = next(line for line in lines if not line.startswith("#"))
    return tuple(csv.DictReader([head, *(line for line in lines if line.startswith(outlet_id + ","))]))


# -- the tables, read when they are first asked for ---------------------------------------------------------------


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    """The user's rows, then ours."""
    yield from _users.get(name, ())
    yield from tables.rows(name)


@functools.cache
def _outlet_rows() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for row in _rows("outlets.csv"):
        found.setdefault(row["id"], row)
    return found


@functools.cache
def _domains() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for row in _rows("outlet_domains.csv"):
        found.setdefault(row["domain"], row)
    return found


@functools.cache
def _domains_by_outlet() -> Mapping[str, Rows]:
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in _domains().values():
        found.setdefault(row["outlet_id"], []).append(row)
    return found


def _domain(row: Mapping[str, str]) -> Domain:
    return Domain(domain=row["domain"], outlet_id=row["outlet_id"], lang=row.get("lang", ""), role=row.get("role", ""))


@functools.cache
def _codes() -> Mapping[str, tuple[Mapping[str, str], ...]]:
    """Comparable code → the rows of agencies.csv that have it; a user's code leaves ours unread."""
    users = {comparable(row["code"]) for row in _users.get("agencies.csv", ())}
    found: dict[str, tuple[Mapping[str, str], ...]] = {}
    for row in _rows("agencies.csv"):
        key = comparable(row["code"])
        if PLACE in row or key not in users:
            found[key] = (*found.get(key, ()), row)
    return found


def _of_code(text: str) -> tuple[str, ...]:
    """The ids of the outlets that print this code; one that could be another word must be written as they write it."""
    rows = _codes().get(comparable(text), ())
    strict = ("case", "ambiguous")
    same = (row for row in rows if row["code"] == text.strip() or not any(row.get(column) for column in strict))
    return tuple({row["outlet_id"]: None for row in same})


@functools.cache
def _ambiguous() -> frozenset[str]:
    return frozenset(key for key, rows in _codes().items() if any(row.get("ambiguous") for row in rows))


@functools.cache
def _names(kind: str | None = None) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Comparable name → the names that are so, as written, with the ids of their outlets, all of them or of one kind."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in _outlet_rows().values():
        if kind is not None and row.get("kind") != kind:
            continue
        for name in {row["name"], row.get("native_name") or row["name"]}:
            if " " in name or row.get("kind") == _AGENCY or _NO_WORD.fullmatch(name):
                key = comparable(name)
                found[key] = (*found.get(key, ()), (name, row["id"]))
    return found


def _of_name(text: str, *, kind: str | None = None) -> tuple[str, ...]:
    """The ids of the outlets of that name, and kind where one is asked for; a name of one word must be written as they write it."""
    named = _names(kind).get(comparable(text), ())
    return tuple({outlet_id: None for name, outlet_id in named if " " in name or name == text.strip()})
