"""Politeness as the server counts it: a host that asks for patience gets it from all links of a run, and a run ends."""

from __future__ import annotations

import asyncio
import random
import ssl
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import trustme

from provenance.core.strain import AT_EASE, Plea, Strain, eased, gap, is_shut, pressed
from provenance.edge.fetch.causes import Unanswered
from provenance.edge.fetch.pace import Pace
from provenance.edge.fetch.places import Deadline, Places
from provenance.settings import Settings
from tests.behaviours.base import BEHAVIOURS, Reply, Request, add, article
from tests.command import Command
from tests.site import Site

HOSTS = tuple(f"127.0.0.{number}" for number in range(1, 9))


def limited(seconds: str | None, *, times: int) -> Any:
    """A host that answers 429 so many times in all, whatever is asked for."""
    left = times

    def answer(request: Request, reply: Reply) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            reply.page(article())
        else:
            reply.page(b"slow down", "429 Too Many Requests", *([f"Retry-After: {seconds}"] if seconds else []))

    return answer


async def in_a_tenth(request: Request, reply: Reply) -> None:
    """An article after a tenth of a second."""
    await asyncio.sleep(0.1)
    reply.page(article())


add("in-a-tenth", None, in_a_tenth)
add("twice-limited", None, limited("1", times=2))
add("limited-for-an-hour", None, limited("3600", times=10**6))
add("limited-for-a-second", None, limited("1", times=10**6))
add("limited-for-no-time", None, limited(None, times=10**6))
add("challenged", None, lambda _, reply: reply.page(b"<title>Vercel Security Checkpoint</title>", "429 Too Many Requests", "x-vercel-mitigated: challenge"))  # fmt: skip


@pytest.fixture
def site() -> Iterator[Site]:
    with Site(also=HOSTS[1:]) as site:
        yield site


def audited(
    tmp_path: Path, site: Site, urls: Sequence[str], **settings: Any
) -> tuple[Command, dict[str, dict[str, Any]]]:
    """What an audit of the links prints, by link."""
    command = Command.at(tmp_path / "run", site, **settings)
    (command.folder / "list.txt").write_text("\n".join(urls), encoding="utf-8")
    return command, {record["url"]: record for record in command.records("audit", "list.txt") if "url" in record}


def urls_of(site: Site, name: str, count: int, host: str = HOSTS[0]) -> list[str]:
    return [site.url(f"{name}/{number}", host) for number in range(count)]


# -- a host that asks for patience --------------------------------------------------------------------------------


def test_a_pause_is_kept_by_all_links(site: Site, tmp_path: Path) -> None:
    """Two pleas of one second: nothing begins there meanwhile, then all goes on, one at a time and further apart."""
    urls = urls_of(site, "twice-limited", 8)
    _, found = audited(tmp_path, site, urls, per_host=2, spacing=0.02, deadline=20.0)
    assert {record["kind"] for record in found.values()} == {"ok"}
    begun = site.begun[HOSTS[0]]
    gaps = [later - earlier for earlier, later in pairwise(begun)]
    assert max(gaps) >= 0.95, gaps
    after = gaps[gaps.index(max(gaps)) + 1 :]
    assert min(after[:4]) >= 0.2, "further apart than the settings say"


def test_a_long_wait_is_found_out_once(site: Site, tmp_path: Path) -> None:
    """The links that were on their way see it; no other asks, and each row says so, and when to ask again."""
    urls = [*urls_of(site, "limited-for-an-hour", 300), *urls_of(site, "article", 5, HOSTS[1])]
    command, found = audited(tmp_path, site, urls, per_host=2)
    assert sum(site.hits.values()) - 5 <= 2
    limited = [record for url, record in found.items() if HOSTS[0] in url]
    assert {(record["state"], record["kind"]) for record in limited} == {("unknown", "rate_limited")}
    unasked = [record for record in limited if record["status_code"] is None]
    assert len(unasked) >= 298
    for record in unasked:
        assert record["because"][0].startswith("not asked again: 127.0.0.1 asks for patience, not before 20")
        left = datetime.fromisoformat(record["retry_at"]) - datetime.now(UTC)
        assert timedelta(minutes=58) < left < timedelta(minutes=61)
    assert {record["kind"] for url, record in found.items() if HOSTS[1] in url} == {"ok"}
    assert "nothing is due" in command("check", "--due", *urls[:50]).stderr


@pytest.mark.parametrize(("name", "most"), [("limited-for-a-second", 6), ("limited-for-no-time", 6)])
def test_a_host_that_never_answers_is_given_up(site: Site, tmp_path: Path, name: str, most: int) -> None:
    """However many links it has."""
    _, found = audited(tmp_path, site, urls_of(site, name, 500), per_host=2, deadline=20.0)
    assert sum(site.hits.values()) <= most
    assert Counter(record["kind"] for record in found.values()) == {"rate_limited": 500}
    unasked = [record for record in found.values() if record["status_code"] is None]
    assert len(unasked) >= 494
    assert all("asks for patience again and again, not before" in record["because"][0] for record in unasked)
    assert all(record["retry_at"] for record in unasked)


def test_a_wall_is_no_plea(site: Site, tmp_path: Path) -> None:
    """A guard that refuses programs with 429 asks for no patience: each link is asked for, and is behind a wall."""
    _, found = audited(tmp_path, site, urls_of(site, "challenged", 10), retries=0)
    assert Counter(record["kind"] for record in found.values()) == {"blocked": 10}
    assert len(site.hits) == 10


# -- many hosts at one address -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "most"), [({"per_address": 2}, 2), ({"per_address": 2, "per_host": 4}, 4), ({}, 20)]
)
def test_an_address_is_asked_by_few_at_once(site: Site, tmp_path: Path, settings: dict[str, int], most: int) -> None:
    """Whatever hosts stand there; and no fewer than one of its hosts may have. Nobody's time is spent by waiting."""
    site.names |= {f"host-{number}.test": HOSTS[0] for number in range(20)}
    urls = [url for number in range(20) for url in urls_of(site, "in-a-tenth", 3, f"host-{number}.test")]
    given = {"per_host": 1, "timeout": 1.4, "deadline": 1.5} | settings
    _, found = audited(tmp_path, site, urls, **given)
    assert Counter(record["kind"] for record in found.values()) == {"ok": 60}
    assert site.most[HOSTS[0]] == most


# -- the rule by itself -------------------------------------------------------------------------------------------


def after(strain: Strain, *answers: float | str | None, every: float = 10.0) -> Strain:
    """Answers one after the other: seconds that are asked for, None for a plea without, "ok" for a good one."""
    for number, answer in enumerate(answers):
        now = 100.0 + every * number
        if isinstance(answer, str):
            strain = eased(strain, spacing=0.05)
        else:
            strain = pressed(strain, Plea(seconds=answer), begun=now - 0.1, now=now, backoff=0.5, cap=5.0)
    return strain


def test_the_gap_grows_and_shrinks_by_steps() -> None:
    spacing = 0.05
    gaps = [gap(after(AT_EASE, *[None, "ok"] * times), spacing=spacing) for times in range(7)]
    assert gaps == [0.05, 0.25, 0.5, 1.0, 2.0, 4.0, 4.0]
    strained = after(AT_EASE, None, None)
    steps = [gap(after(strained, *["ok"] * good), spacing=spacing) for good in (0, 9, 10, 19, 20)]
    assert steps == [0.5, 0.5, 0.25, 0.25, 0.05]
    assert gap(after(AT_EASE, None), spacing=7.0) == 7.0, "never nearer than the settings say"


def test_requests_on_their_way_are_one_plea() -> None:
    first = pressed(AT_EASE, Plea(seconds=2.0), begun=99.0, now=100.0, backoff=0.5, cap=5.0)
    second = pressed(first, Plea(seconds=4.0), begun=99.5, now=100.1, backoff=0.5, cap=5.0)
    assert (second.level, second.pleas) == (1, 1)
    assert second.free_at == pytest.approx(104.1)
    third = pressed(second, Plea(seconds=60.0), begun=99.6, now=100.2, backoff=0.5, cap=5.0)
    assert is_shut(third, now=160.0)
    assert not is_shut(third, now=160.3)


def test_a_host_that_lets_one_link_in_six_seconds_through_is_given_up_in_the_end() -> None:
    assert not after(AT_EASE, *[5.0, "ok"] * 10).gave_up
    assert after(AT_EASE, *[5.0, "ok"] * 40).gave_up
    assert not after(AT_EASE, *([5.0] + ["ok"] * 100) * 60).gave_up, "one that lets a list through is waited for"
    assert after(AT_EASE, *[5.0] * 4).gave_up


# -- the limits of a host, as the server counts them ---------------------------------------------------------------

SPACING = 0.06


def to_next_host(request: Request, reply: Reply) -> None:
    """Leads to the same path one host further, three times, and then to an article that takes a while."""
    _, name, left, number = request.path.split("/")
    if not number.isdigit():  # a look at a neighbour
        return reply.page(b"<h1>No such page</h1>", "404 Not Found")
    host = HOSTS[(int(left) + int(number)) % len(HOSTS)]
    base = reply.base.replace(HOSTS[0], host)
    return reply.redirect(f"{base}{name}/{int(left) - 1}/{number}" if int(left) else f"{base}in-a-while/{number}")


async def ill_once(request: Request, reply: Reply) -> None:
    """Fails at the first look at each path."""
    await asyncio.sleep(0.02)
    reply.page(article(), "200 OK" if request.seen else "503 Service Unavailable")


async def in_a_while(request: Request, reply: Reply) -> None:
    """An article after longer than the gap, so that two can be asked for at once."""
    await asyncio.sleep(3 * SPACING)
    reply.page(article())


add("in-a-while", None, in_a_while)
add("to-next-host", None, to_next_host)
add("ill-once", None, ill_once)


def mixed(site: Site) -> list[str]:
    """Links of all hosts that each need several requests, some of other hosts, in an order that is none."""
    paths = [f"to-next-host/3/{number}" for number in range(4)]
    paths += ["in-a-while/a#part", "in-a-while/b", "ill-once/a", "ill-once/b", "no-such-page/a", "gone/b"]
    urls = [site.url(path, host) for host in HOSTS for path in paths]
    random.Random(7).shuffle(urls)
    return urls


@pytest.mark.parametrize("secure", [False, True])
def test_the_limits_of_a_host_hold_whatever_leads_there(tmp_path: Path, secure: bool) -> None:
    """Redirects from other hosts, further looks, looks at neighbours and at certificates that are not accepted."""
    context = None
    if secure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert(*HOSTS).configure_cert(context)
    with Site(tls=context, also=HOSTS[1:]) as site:
        urls = mixed(site)
        given = {"concurrency": 200, "per_host": 2, "spacing": SPACING, "deadline": 40.0, "timeout": 10.0}
        _, found = audited(tmp_path, site, urls, **given)
    assert len(found) == len(urls)
    assert {record["kind"] for record in found.values()} <= (
        {"tls_untrusted"} if secure else {"ok", "moved_temp", "not_found", "gone"}
    )
    asked = sum(map(len, site.begun.values()))
    assert asked > 1.8 * len(urls)
    assert max(site.most.values()) == 2, site.most
    gaps = [later - earlier for begun in site.begun.values() for earlier, later in pairwise(begun)]
    near = [gap for gap in gaps if gap < 0.8 * SPACING]
    assert len(near) <= len(gaps) / 50, (len(near), len(gaps))  # a busy machine delays one request and not the next


def test_a_slow_host_never_holds_the_others(tmp_path: Path) -> None:
    """It answers when all others have been asked, and not before; at work are only twice as many links as it may have."""

    async def patient(request: Request, reply: Reply) -> None:
        for _ in range(2000):
            if sum(len(site.begun[host]) for host in HOSTS[1:]) >= 70:
                break
            await asyncio.sleep(0.01)
        reply.page(article(), "200 OK" if sum(len(site.begun[host]) for host in HOSTS[1:]) >= 70 else "500 Held")

    BEHAVIOURS["patient"] = patient
    with Site(also=HOSTS[1:]) as site:
        urls = urls_of(site, "patient", 10) + [url for host in HOSTS[1:] for url in urls_of(site, "article", 10, host)]
        _, found = audited(tmp_path, site, urls, concurrency=4, per_host=2, deadline=40.0, timeout=30.0, retries=0)
    assert Counter(record["kind"] for record in found.values()) == {"ok": 80}


def test_hosts_that_were_slow_are_asked_first(tmp_path: Path) -> None:
    """As the log knows them: what makes wait must not begin at the end."""
    with Site(also=HOSTS[1:]) as site:
        command = Command.at(tmp_path / "run", site, concurrency=1, timeout=0.4, retries=0)
        assert command.records("check", site.url("hang", HOSTS[4]))[0]["kind"] == "timeout"
        site.begun.clear()
        urls = [url for host in HOSTS for url in urls_of(site, "article", 2, host)]
        (command.folder / "list.txt").write_text("\n".join(urls), encoding="utf-8")
        first, *_ = command.records("audit", "list.txt")
    assert HOSTS[4] in first["url"]
    assert min(site.begun, key=lambda host: site.begun[host][0]) == HOSTS[4]


# -- places, and those who wait for them ---------------------------------------------------------------------------


@pytest.mark.parametrize("called", [False, True])
def test_a_place_is_not_lost_with_one_who_gives_up(called: bool) -> None:
    """Whoever waits behind gets it, whether or not the one before had been called already."""

    async def run() -> None:
        places = Places(1)
        await places.enter()
        first, second = (asyncio.create_task(places.enter()) for _ in range(2))
        await asyncio.sleep(0)
        if called:
            places.leave()
        first.cancel()
        await asyncio.sleep(0)
        if not called:
            places.leave()
        await asyncio.wait_for(second, 1)
        assert first.cancelled()
        assert places.taken == 1
        places.leave()
        assert places.is_idle

    asyncio.run(run())


def test_what_need_not_be_known_of_a_host_is_forgotten() -> None:
    """A list of a hundred thousand hosts leaves no trace of each; one that asked for patience is remembered."""

    async def run() -> int:
        pace = Pace(Settings(spacing=0.0).limits_of, backoff=0.5, cap=5.0)
        async with pace.turn("busy.example", Deadline(9.0)) as turn:
            turn.heard(Plea(seconds=3600.0))
        for number in range(20_000):
            async with pace.turn(f"host-{number}.example", Deadline(9.0)):
                pass
        with pytest.raises(Unanswered, match=r"busy\.example asks for patience"):
            await pace.turn("busy.example", Deadline(9.0)).__aenter__()
        return len(pace._hosts)

    assert asyncio.run(run()) <= 1100
