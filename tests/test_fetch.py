"""What the fetcher sees and what the verdict makes of it, over a real server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from provenance.core.model import Check
from provenance.edge.fetch import Fetcher
from provenance.jobs.clock import now
from provenance.jobs.looking import Target, look
from provenance.settings import Settings
from tests.behaviours.base import EXPECTED
from tests.site import Site


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        site.names |= {"courier.test": "127.0.0.1", "inside.test": "10.0.0.5", "rebind.test": "169.254.169.254"}
        site.names |= {f"{label}.courier.test": "127.0.0.1" for label in ("consent", "sso", "idp", "id")}
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
