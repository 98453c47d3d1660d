"""Finished audits of invented lists, of any length, with pages that try to be more than text."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from provenance.core.audited import Audited, ListRead, ProblemRow, row_of
from provenance.core.model import (
    Agreement,
    Check,
    Comparison,
    Evidence,
    Exchange,
    Failure,
    FailureKind,
    Hop,
    Memento,
    Origin,
    Problem,
    State,
    Verdict,
)

BEGUN = datetime(2026, 11, 2, 9, 14, tzinfo=UTC)
HOSTILE = (
    "<script>document.title='taken'</script>", "\"><img src=x onerror=\"document.title='taken'\">", "\u202ereversed\u202c",
    "</style></script><h1>Mine</h1>", "javascript:alert(1)",
)  # fmt: skip
_WORDS = [
    "harbour",
    "board",
    "ferry",
    "council",
    "tram",
    "market",
    "hall",
    "budget",
    "school",
    "river",
    "bridge",
    "storm",
    "vote",
    "strike",
    "museum",
    "lighthouse",
    "water",
    "inquiry",
    "quarry",
    "orchard",
    "signal",
    "archive",
    "railway",
    "cannery",
    "library",
]
_HOSTS = (
    "quayside-courier.example", "northern-ledger.example", "the-lantern.test", "daily-orchard.example", "tidewater.test",
    "granite-post.example", "radio-meridian.test", "saltmarsh-review.example",
)  # fmt: skip
_KINDS = (
    (State.ALIVE, "ok", "the server answered 200 with content", 200),
    (State.ALIVE, "moved", "permanently moved to another address", 200),
    (State.DEAD, "not_found", "the server answered 404: it knows no such page", 404),
    (State.DEAD, "gone", "the server answered 410: gone, and meant to stay so", 410),
    (State.UNKNOWN, "blocked", "the server answered 403: it refuses this request, which says nothing of the page", 403),
    (State.UNKNOWN, "timeout", "no answer within 12 s", None),
)


def audited(links: int) -> Audited:
    """An audit of so many links in two lists, always the same."""
    chance = random.Random(11)
    checks = [_check(number, chance) for number in range(links)]
    rows = tuple(row_of(check, given=[{"issued": str(2004 + index % 22)}]) for index, check in enumerate(checks))
    lists = (
        ListRead(name="sources.bib", format="bibtex", records=links, by_structure=links - links // 9, by_scan=links // 9,
                 problems=1, notes=("byte 411 is not UTF-8: read as Windows-1252",)),
        ListRead(name="links <b>.md", format="markdown", records=12, by_structure=12, by_scan=0, problems=0),
    )  # fmt: skip
    problem = Problem(origin=Origin(file="sources.bib", line=7), message="the entry is never closed: <i>{broken")
    return Audited(
        lists=lists, rows=rows, problems=(ProblemRow(problem=problem),), links=links, begun=BEGUN,
        finished=BEGUN + timedelta(minutes=9), version="0.1.0", command="provenance audit sources.bib 'links <b>.md'",
    )  # fmt: skip


def _check(number: int, chance: random.Random) -> Check:
    host = chance.choice(_HOSTS)
    state, kind, because, code = chance.choices(_KINDS, (60, 8, 12, 4, 10, 6))[0]
    title = " ".join(chance.sample(_WORDS, 7)).capitalize()
    url = f"https://www.{host}/news/{'-'.join(chance.sample(_WORDS, 5))}-{number}"
    hostile = number % 23 == 3
    title = HOSTILE[number // 23 % len(HOSTILE)] if hostile else title
    at = BEGUN + timedelta(seconds=number // 10)
    hops = (Hop(url=url, status_code=301 if kind == "moved" else code, location="/new", address="192.0.2.17"),)
    target = url
    if kind == "moved":
        target = f"https://www.{host}/archive/{number}"
        hops += (Hop(url=target, status_code=200, address="192.0.2.17"),)
    origin = Origin(file="sources.bib", line=number * 6 + 1, where=f"entry item{number}, url")
    outcome = (
        Failure(original=url, kind=FailureKind.TIMEOUT, detail=because, hops=hops, retrieved_at=at) if code is None
        else Exchange(original=url, target=target, status_code=code, hops=hops, retrieved_at=at)
    )  # fmt: skip
    memento = Memento(uri_r=url, uri_m=f"https://archive.example/20190402101500/{url}", archive="archive.example",
                      memento_datetime=datetime(2019, 4, 2, 10, 15, tzinfo=UTC))  # fmt: skip
    return Check(
        url="javascript:document.title='taken'" if number == 5 else url,
        outcome=outcome,
        verdict=Verdict(state=state, kind=kind, because=(because,), confirmed=kind == "gone"),
        title=title if state is State.ALIVE or hostile else None,
        checked_at=at,
        elapsed_ms=chance.randrange(40, 2400),
        memento=memento if state is State.DEAD and number % 2 else None,
        origins=(origin, Origin(file="links <b>.md", line=3)) if number % 11 == 0 else (origin,),
        comparisons=_comparisons(title, number, origin) if state is State.ALIVE and number % 3 else (),
    )


def _comparisons(title: str, number: int, origin: Origin) -> tuple[Comparison, ...]:
    heading = Evidence(variable="title", value=title, method="visible:h1", selector="h1", quote=title)
    stamp = Evidence(variable="issued", value="2019-03-02", method="jsonld:datePublished", quote="2019-03-02T08:00:00Z")
    differs = number % 8 == 1
    return (
        Comparison(variable="title", agreement=Agreement.AGREES, given=title, found=title, evidence=(heading,), origin=origin),
        Comparison(
            variable="issued", agreement=Agreement.DIFFERS if differs else Agreement.AGREES, origin=origin,
            given="2018-03-02" if differs else "2019-03-02", found="2019-03-02", evidence=(stamp,),
            because="another year" if differs else "",
        ),
    )  # fmt: skip
