"""What is known of one outlet, fact by fact, with where each was read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from provenance.core.outlets import Domain, Fact, by_id, domain_of, facts
from provenance.core.printable import printable
from provenance.core.urls import url_or_none

# An outlet with editions in forty languages has as many domains; a person wants to see the first.
_MOST_DOMAINS = 12
_UNKNOWN = """not in the tables: nothing is known of it, and nothing is guessed from its name
  Its name would be taken from the page itself: what its metadata call the site or the publisher, or the last part of its
  title; failing that, the host.
  You can add it in `outlets/outlets.csv` and `outlets/outlet_domains.csv`, beside your settings."""


def as_url(given: str) -> str | None:
    """The URL of what a person writes as a domain (`daily.example/es`) or as a URL; None where it is neither."""
    url = given if "://" in given else f"https://{given}"
    address = url_or_none(url)
    return url if address and "." in address.host.strip(".") else None


def outlet_record(given: str, url: str) -> dict[str, Any]:
    """The answer as one object of `--json`. Where the outlet is not known, `known` is false and `name_from` says more."""
    found = domain_of(url)
    if found is None:
        return {"given": given, "known": False, "outlet": None, "name_from": "page"}
    told = facts(found.outlet_id)
    return {
        "given": given,
        "known": True,
        "outlet": found.outlet_id,
        "domain": {"domain": found.domain, "lang": found.lang or None, "role": found.role or None},
        "facts": [{name: value or None for name, value in dataclasses.asdict(fact).items()} for fact in told],
    }


def render_outlet(given: str, url: str) -> str:
    """The answer as a person reads it: value, source and day of the look, a line for each fact."""
    found = domain_of(url)
    if found is None:
        return f"{printable(given)}: {_UNKNOWN}\n"
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Domain) -> Iterator[str]:
    outlet = by_id(found.outlet_id)
    name = outlet.name if outlet else found.outlet_id
    edition = f", edition in {found.lang}" if found.lang else ""
    yield printable(f"{name} ({found.outlet_id}), known by {found.domain}{edition}")
    told = facts(found.outlet_id)
    domains = [fact for fact in told if fact.field in ("domain", "domain_lang")]
    own = [fact for fact in domains if fact.value.split(" ")[0] == found.domain]
    others = [fact for fact in domains if fact.field == "domain" and fact not in own]
    shown = [fact for fact in told if fact not in domains] + own + others[:_MOST_DOMAINS]
    width = max(len(printable(fact.value)) for fact in shown)
    for fact in shown:
        yield f"  {fact.field:<15}{printable(fact.value):<{min(width, 40)}}  {_whence(fact)}"
    if len(others) > _MOST_DOMAINS:
        yield f"  and {len(others) - _MOST_DOMAINS} more domains: --json has them all"


def _whence(fact: Fact) -> str:
    if fact.source == "unchecked":
        return "unchecked: common knowledge, looked up nowhere yet"
    parts = [fact.source_url or fact.source, fact.note, f"read {fact.retrieved}" if fact.retrieved else ""]
    return printable(", ".join(part for part in parts if part))
