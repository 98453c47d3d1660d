"""What the fetcher sees and what the verdict makes of it, over a real server on loopback."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

import pytest

from provenance.core.model import Check, Exchange
from provenance.edge.fetch import Fetcher
from provenance.jobs.clock import now
from provenance.jobs.looking import Target, look
from provenance.settings import Settings
from tests.behaviours.base import BEHAVIOURS, EXPECTED, Reply, Request
from tests.behaviours.taken import MARKET
from tests.behaviours.transport import PAGE, TYPE, bare, head
from tests.site import Site


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        site.names |= {"courier.test": "127.0.0.1", "inside.test": "10.0.0.5", "rebind.test": "169.254.169.254"}
        site.names |= {f"{label}.courier.test": "127.0.0.1" for label in ("consent", "sso", "idp", "id")}
        site.names[MARKET] = "127.0.0.1"
        yield site


def settings_for(site: Site, **changes: object) -> Settings:
    base = Settings(
        allow_network=("127.0.0.0/8",),
        name_server=site.name_server,
        control_names=("control.test",),
        backoff=0.05,
        spacing=0.0,
        timeout=2.0,
        deadline=4.0,
    )
    return base.but(**changes)


def check(url: str, settings: Settings) -> Check:
    async def run() -> Check:
        async with Fetcher(settings, clock=now) as fetcher:
            return await look(Target(url=url), fetcher)

    return asyncio.run(run())


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items(), ids=EXPECTED)
def test_behaviour(site: Site, name: str, expected: tuple[str, str]) -> None:
    """Each behaviour of the site gets its state and kind, and a reason."""
    found = check(site.url(name), settings_for(site))
    assert (found.verdict.state.value, found.verdict.kind) == expected, found.verdict.because
    assert found.verdict.because


def test_original_is_asked_by_get_alone(site: Site) -> None:
    """A plain page costs one request."""
    before = site.hits["/article"]
    check(site.url("article"), settings_for(site))
    assert site.hits["/article"] == before + 1


def test_not_found_is_looked_at_twice(site: Site) -> None:
    """A 404 may be the slip of one server among several, so it gets one more look in the run."""
    check(site.url("lonely-404"), settings_for(site))
    assert site.hits["/lonely-404"] == 2


def test_retry_after_is_kept_and_not_slept(site: Site) -> None:
    """A server that asks for a day gets it: the time is kept and the run goes on."""
    found = check(site.url("busy-day"), settings_for(site))
    assert found.retry_at is not None
    assert (found.retry_at - found.checked_at).total_seconds() == pytest.approx(86_400, abs=5)
    assert found.elapsed_ms < 2_000


def test_hops_name_every_step(site: Site) -> None:
    """Each hop keeps its URL, status, Location and the address that was dialled."""
    found = check(site.url("moved-mixed") + "#part", settings_for(site))
    assert [hop.status_code for hop in found.outcome.hops] == [301, 302, 200]
    assert [hop.location for hop in found.outcome.hops] == ["/moved-temp", "/article", None]
    assert {hop.address for hop in found.outcome.hops} == {"127.0.0.1"}
    assert found.outcome.hops[-1].url.endswith("/article#part"), "the fragment is inherited"


@pytest.mark.parametrize("name", ["to-metadata", "to-private", "to-decimal", "to-mapped", "to-file"])
def test_guard_stops_the_hop(site: Site, name: str) -> None:
    """The refused hop is named, nothing was sent there, and the reason says why."""
    found = check(site.url(name), settings_for(site))
    assert found.outcome.hops[0].status_code == 302
    assert "refused_policy" in found.verdict.kind


@pytest.mark.parametrize("host", ["inside.test", "rebind.test"])
def test_guard_reads_addresses_not_names(site: Site, host: str) -> None:
    """A name that leads to a private or link-local address is refused after its look-up."""
    found = check(site.url("article", host=host), settings_for(site))
    assert found.verdict.kind == "refused_policy"


def test_loopback_is_refused_unless_opened(site: Site) -> None:
    """Without --allow-network the reader's own machine is out of bounds."""
    before = site.hits["/article"]
    found = check(site.url("article"), settings_for(site, allow_network=()))
    assert found.verdict.kind == "refused_policy"
    assert site.hits["/article"] == before


def test_dead_name_is_not_a_dead_network(site: Site) -> None:
    """NXDOMAIN while a control name resolves is a finding about the link."""
    found = check(site.url("article", host="expired.test"), settings_for(site))
    assert (found.verdict.state.value, found.verdict.kind) == ("dead", "dns_nxdomain")
    assert not found.verdict.confirmed


def test_lookup_that_fails_for_now_is_unknown(site: Site) -> None:
    """SERVFAIL says nothing of the name."""
    found = check(site.url("article", host="servfail.test"), settings_for(site))
    assert (found.verdict.state.value, found.verdict.kind) == ("unknown", "dns_temp")


def test_dead_network_is_nobodys_verdict(site: Site) -> None:
    """Where no control name resolves either, the kind is `offline` and the state unknown."""
    found = check(site.url("article", host="expired.test"), settings_for(site, control_names=("nobody.test",)))
    assert (found.verdict.state.value, found.verdict.kind) == ("unknown", "offline")


def test_bomb_stays_small(site: Site) -> None:
    """A body of 60 MB in 60 KB is cut at the cap, and the reason says so."""
    found = check(site.url("bomb"), settings_for(site))
    assert len(found.outcome.content) == settings_for(site).max_bytes
    assert any("very long" in reason for reason in found.verdict.because)


@pytest.mark.parametrize(
    ("name", "body", "length"),
    [
        ("short-body", "truncated", len(PAGE)),
        ("rst-in-body", "truncated", 200),
        ("chunk-of-nonsense", "truncated", len(PAGE)),
        ("chunks-broken-off", "truncated", len(PAGE)),
        ("long-body", "whole", len(PAGE)),
        ("stalled-body", "slow", len(PAGE)),
        ("gzip-lie", "undecodable", 0),
        ("gzip-bad-sum", "undecodable", len(PAGE)),
        ("gzip-padded", "whole", len(PAGE)),
        ("gzip-members", "whole", len(PAGE)),
        ("gzip-twice", "whole", len(PAGE)),
        ("gzip-drip", "whole", len(PAGE)),
        ("head-in-pieces", "whole", len(PAGE)),
        ("length-and-chunks", "whole", len(PAGE)),
        ("chunks-with-extensions", "whole", len(PAGE)),
        ("to-the-end", "whole", len(PAGE)),
        ("deflate-raw", "whole", len(PAGE)),
        ("bomb-in-bomb", "capped", 5_000_000),
    ],
)
def test_body_says_why_it_is_not_whole(site: Site, name: str, body: str, length: int) -> None:
    """Once the status was read there is an answer, with as much of the body as could be had, and why it is no more."""
    seen = check(site.url(name), settings_for(site)).outcome
    assert isinstance(seen, Exchange)
    assert (seen.body, len(seen.content)) == (body, length)


def test_answer_outlives_a_worse_second_look(site: Site) -> None:
    """A page that broke off is asked for once more; if nothing comes then, what was read first still counts."""
    BEHAVIOURS["worse"] = lambda request, reply: (
        bare(head(TYPE, b"Content-Length: 999999") + PAGE)(request, reply) if request.seen == 0 else reply.reset()
    )
    seen = check(site.url("worse"), settings_for(site, retries=1)).outcome
    assert isinstance(seen, Exchange)
    assert seen.body == "truncated"


def test_further_look_alone_asks_past_caches(site: Site) -> None:
    """The first request is a reader's own; a further one asks for a fresh answer, and plainly only where that helps."""
    asked = []

    def notes_fields(request: Request, reply: Reply) -> None:
        asked.append((request.fields.get("cache-control"), request.fields["accept-encoding"]))
        reply.page(b"", "404 Not Found")

    BEHAVIOURS["notes-fields"] = notes_fields
    check(site.url("notes-fields"), settings_for(site))
    assert asked == [(None, "gzip, deflate"), ("no-cache", "gzip, deflate")]


def test_kept_connection_that_was_closed_is_no_fault(site: Site) -> None:
    """A server may close a connection just when it is used again; that costs no look (RFC 9112 section 9.3.1)."""
    before = site.hits["/once-a-connection/2"]
    found = check(site.url("once-a-connection"), settings_for(site, retries=0))
    assert found.verdict.kind == "moved_temp"
    assert site.hits["/once-a-connection/2"] == before + 2


def test_what_a_server_sends_too_much_of_harms_nobody(site: Site) -> None:
    """Bytes behind a declared length are not taken for the answer to the next request on that connection."""

    async def run() -> list[str]:
        async with Fetcher(settings_for(site), clock=now) as fetcher:
            return [(await look(Target(url=site.url(name)), fetcher)).verdict.kind for name in ("long-body", "article")]

    assert asyncio.run(run()) == ["ok", "ok"]


def test_an_answer_that_nobody_asked_for_is_given_to_nobody(site: Site) -> None:
    """It comes on a connection that is kept, after its answer was read (RFC 9112 section 9.2)."""
    served: list[asyncio.Task[None] | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.append(asyncio.current_task())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(PAGE), PAGE))
        await asyncio.sleep(0.05)
        writer.write(b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            await reader.read()
        writer.close()

    async def run() -> list[str]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        url = "http://127.0.0.1:{}/{}"
        port = server.sockets[0].getsockname()[1]
        async with server:
            async with Fetcher(settings_for(site), clock=now) as fetcher:
                first = await look(Target(url=url.format(port, "first")), fetcher)
                await asyncio.sleep(0.2)
                second = await look(Target(url=url.format(port, "second")), fetcher)
            await asyncio.gather(*filter(None, served))
        return [first.verdict.kind, second.verdict.kind]

    assert asyncio.run(run()) == ["ok", "ok"]


def test_words_of_the_server_stay_short(site: Site) -> None:
    """A line of 60 kB that is no header field is quoted in part."""
    BEHAVIOURS["long-nonsense"] = bare(head(b"no field " * 7_000))
    found = check(site.url("long-nonsense"), settings_for(site, retries=0))
    assert found.verdict.kind == "bad_http"
    assert len(found.verdict.because[0]) < 300
    assert "bytearray" not in found.verdict.because[0]


def test_waiting_for_a_turn_costs_no_time(site: Site) -> None:
    """Eight links lead to one slow host with one place: each has its deadline for itself, not for the queue."""

    async def slow(request: Request, reply: Reply) -> None:
        await asyncio.sleep(0.3)
        reply.page(PAGE)

    BEHAVIOURS["slow"] = slow
    BEHAVIOURS["to-slow"] = lambda _, reply: reply.redirect(f"http://slow.test:{site.port}/slow")
    site.names |= {"slow.test": "127.0.0.1"} | {f"fast{n}.test": "127.0.0.1" for n in range(8)}

    async def run() -> list[Check]:
        async with Fetcher(settings_for(site, per_host=1, retries=0, deadline=1.0), clock=now) as fetcher:
            urls = [site.url("to-slow", host=f"fast{n}.test") for n in range(8)]
            return await asyncio.gather(*(look(Target(url=url), fetcher) for url in urls))

    found = asyncio.run(run())
    assert {check.verdict.kind for check in found} == {"moved_temp"}
    assert max(check.elapsed_ms for check in found) > 1_500, "they did wait"


def test_answer_takes_no_longer_than_the_deadline(site: Site) -> None:
    """Whoever waited for a turn gets the whole deadline, and no more."""
    site.names |= {"hang.test": "127.0.0.1"}

    async def run() -> list[Check]:
        async with Fetcher(settings_for(site, per_host=1, retries=0, deadline=0.5), clock=now) as fetcher:
            urls = [site.url("hang", host="hang.test")] * 3
            return await asyncio.gather(*(look(Target(url=url), fetcher) for url in urls))

    found = asyncio.run(run())
    assert {check.verdict.kind for check in found} == {"timeout"}
    assert sorted(round(check.elapsed_ms / 500) for check in found) == [1, 2, 3]


def test_password_in_a_redirect_is_said(site: Site) -> None:
    """It is left out of the request, and the reader is told."""
    found = check(site.url("with-password"), settings_for(site))
    assert "user name and password were left out" in found.verdict.because
    assert "secret" not in found.outcome.hops[-1].url


@pytest.mark.parametrize("hops", [20, 21])
def test_hops_are_counted(site: Site, hops: int) -> None:
    """Twenty are followed and the twenty-first is not."""
    found = check(site.url("twenty-hops"), settings_for(site, max_redirects=40 - hops))
    assert found.verdict.kind == ("moved_temp" if hops == 20 else "redirect_loop")


def test_proxy_is_asked_for_names_and_never_for_own_addresses(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual variables are honoured; an address of the own network does not slip through the proxy."""
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{site.port}")
    settings = settings_for(site, allow_network=())
    before = site.hits.total()
    assert check("http://unknown-to-us.test/article", settings).verdict.kind == "ok"
    assert site.hits.total() == before + 1, "the proxy was asked"
    assert check("http://10.0.0.5/article", settings).verdict.kind == "refused_policy"
    assert check("http://unknown-to-us.test/to-private", settings).verdict.kind == "refused_policy"
    assert site.hits.total() == before + 2, "the proxy was not asked for the address"
