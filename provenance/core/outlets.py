"""What is known of outlets, from the tables in `data/`. An outlet that they do not hold is known only by what it says."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from provenance.core import tables
from provenance.core.model import Outlet
from provenance.core.text import comparable
from provenance.core.urls import BadUrl, read_url, registrable_domain

KINDS = (
    "news_agency", "state_media", "public_broadcaster", "newspaper", "magazine", "broadcaster", "digital",
    "fact_checker", "aggregator", "government", "other",
)  # fmt: skip
# Kinds whose texts CSL calls `article-newspaper`; `government` and `other` publish many things.
NEWS_KINDS = frozenset(KINDS[:9]) - {"magazine"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """An article id whose day is known. pattern: regular expression that finds the id in a URL, as its first group."""

    domain: str
    pattern: str
    identifier: int
    date: dt.date
    basis: str


@functools.cache
def _outlets() -> Mapping[str, Outlet]:
    return {
        row["id"]: Outlet(
            id=row["id"],
            name=row["name"],
            native_name=row["native_name"] or None,
            short=row["short"] or None,
            country=row["country"] or None,
            kind=row["kind"] or None,
        )
        for row in tables.rows("outlets.csv")
    }


@functools.cache
def _domains() -> Mapping[str, str]:
    return {row["domain"]: row["outlet_id"] for row in tables.rows("outlet_domains.csv")}


@functools.cache
def _codes() -> Mapping[str, str]:
    """Comparable code or name of an outlet → its id."""
    found: dict[str, str] = {}
    for row in tables.rows("agencies.csv"):
        found[comparable(row["code"])] = row["outlet_id"]
    for outlet in _outlets().values():
        for name in (outlet.name, outlet.native_name):
            if name:
                found.setdefault(comparable(name), outlet.id or "")
    return found


def by_url(url: str) -> Outlet | None:
    """The outlet to which a URL belongs: the longest row of the table that its host and path end and begin with."""
    try:
        address = read_url(url)
    except BadUrl:
        return None
    labels = address.host.split(".")
    segments = [part for part in address.target.split("?")[0].split("/") if part][:3]
    for start in range(len(labels) - 1):
        host = ".".join(labels[start:])
        for count in range(len(segments), -1, -1):
            outlet_id = _domains().get("/".join([host, *segments[:count]]))
            if outlet_id:
                return dataclasses.replace(_outlets()[outlet_id], domain=registrable_domain(address.host))
    return None


def by_name(name: str) -> Outlet | None:
    """The outlet or agency of which this is the name, the native name, or the code it prints in datelines."""
    outlet_id = _codes().get(comparable(name)) or _codes().get(comparable(re.split(r"[/-]", name)[0]))
    if not outlet_id:
        return None
    primary = next((domain for domain, known in _domains().items() if known == outlet_id), None)
    return dataclasses.replace(_outlets()[outlet_id], domain=primary)


def is_agency(name: str) -> bool:
    """Whether the words are the name or the code of a news agency."""
    outlet = by_name(name)
    return outlet is not None and (outlet.kind == "news_agency" or comparable(name) != comparable(outlet.name))


def is_ambiguous(code: str) -> bool:
    """Whether the letters of a dateline code stand for something else as well, so that alone they prove nothing."""
    return any(row["ambiguous"] and comparable(row["code"]) == comparable(code) for row in tables.rows("agencies.csv"))


def speaks_for(text: str, outlet: Outlet) -> bool:
    """Whether a name or a dateline code is that of the outlet."""
    found = by_name(text)
    key = comparable(text)
    own = (outlet.name, outlet.native_name or "", outlet.short or "")
    return (found is not None and found.id == outlet.id) or key in {comparable(name) for name in own if name}


def anchors_for(url: str) -> tuple[Anchor, ...]:
    """The known article ids of the domain of a URL."""
    try:
        host = read_url(url).host
    except BadUrl:
        return ()
    return tuple(
        Anchor(
            domain=row["domain"],
            pattern=row["id_pattern"],
            identifier=int(row["id"]),
            date=dt.date.fromisoformat(row["date"]),
            basis=row["basis"],
        )
        for row in tables.rows("anchors.csv")
        if host == row["domain"] or host.endswith("." + row["domain"])
    )
