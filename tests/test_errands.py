"""Walks of which another process sends some requests: what is seen is the same, and counts the same time."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from provenance.core.model import Check, Exchange
from provenance.edge.fetch import Fetcher
from provenance.edge.fetch.errands import Errand, Returned
from provenance.jobs.clock import now
from provenance.jobs.looking import Target, look
from provenance.settings import Settings
from tests.behaviours.base import EXPECTED
from tests.behaviours.taken import MARKET
from tests.site import Site
from tests.test_fetch import settings_for
from tests.test_tls import _context, authority

__all__ = ["authority"]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as one:
        one.names |= {"courier.test": "127.0.0.1", "inside.test": "10.0.0.5", MARKET: "127.0.0.1"}
        one.names |= {f"{label}.courier.test": "127.0.0.1" for label in ("consent", "sso", "idp", "id")}
        yield one


class Carrier:
    """Has each request sent by another Fetcher, and carries it there and back as bytes. ours: hosts that are not."""

    def __init__(self, keeper: Fetcher, ours: tuple[str, ...] = ()) -> None:
        self._keeper = keeper
        self._ours = ours
        self.carried = 0

    def is_ours(self, host: str) -> bool:
        return host in self._ours

    async def run(self, errand: Errand) -> Returned:
        self.carried += 1
        returned = await self._keeper.run_errand(pickle.loads(pickle.dumps(errand)))
        return pickle.loads(pickle.dumps(returned))


def check(url: str, settings: Settings, *ours: str) -> tuple[Check, int]:
    async def run() -> tuple[Check, int]:
        async with Fetcher(settings, clock=now) as keeper:
            carrier = Carrier(keeper, ours)
            async with Fetcher(settings, clock=now, errands=carrier) as fetcher:
                return await look(Target(url=url), fetcher), carrier.carried

    return asyncio.run(run())


# Every fourth of those that end at once; all of them are seen over a cluster too.
NAMES = [name for name, verdict in EXPECTED.items() if " ".join(verdict) not in {"unknown timeout", "unknown slow"}][
    ::4
]


@pytest.mark.parametrize("name", NAMES)
def test_behaviour_is_seen_the_same(site: Site, name: str) -> None:
    found, carried = check(site.url(name), settings_for(site))
    assert (found.verdict.state.value, found.verdict.kind) == EXPECTED[name], found.verdict.because
    assert carried or found.verdict.kind == "malformed"


def test_certificate_that_expired_is_told_with_the_page_behind_it(authority: trustme.CA, tmp_path: Path) -> None:
    """Both questions of the second look are answered by the process that keeps the host."""
    with Site(tls=_context(authority.issue_cert("elsewhere.test"))) as site:
        found, _ = check(site.url("ok"), settings_for(site, ca=tmp_path / "ca.pem"))
        assert found.verdict.kind == "tls_hostname"
        assert "elsewhere.test" in " ".join(found.verdict.because)


def test_cookies_travel_there_and_back(site: Site) -> None:
    """A cookie that one host sets comes back to it, whoever sends the request."""
    names = [name for name in EXPECTED if "cookie" in name]
    assert names
    for name in names:
        found, _ = check(site.url(name, "courier.test"), settings_for(site))
        assert (found.verdict.state.value, found.verdict.kind) == EXPECTED[name], name


def test_waiting_for_a_turn_elsewhere_costs_no_time(site: Site) -> None:
    """Twelve links of two requests wait a second for the first and one for the second; each has 1 s, and none runs out."""
    settings = settings_for(site, per_host=1, spacing=0.1, deadline=1.0, retries=0)

    async def run() -> list[Check]:
        async with (
            Fetcher(settings, clock=now) as keeper,
            Fetcher(settings, clock=now, errands=Carrier(keeper)) as fetcher,
        ):
            urls = [site.url(f"moved-temp/{number}") for number in range(12)]
            return await asyncio.gather(*(look(Target(url=url), fetcher) for url in urls))

    assert all(isinstance(check.outcome, Exchange) for check in asyncio.run(run()))


def test_network_of_the_keeper_that_is_down_is_nobodys_death(site: Site) -> None:
    """The process that asks has a network; the one that keeps the host has none. Nobody may call the page dead."""
    with Site() as dead:
        dead.names["*"] = "down"

        async def run() -> Check:
            async with (
                Fetcher(settings_for(dead, retries=0), clock=now) as keeper,
                Fetcher(settings_for(site, retries=0), clock=now, errands=Carrier(keeper)) as fetcher,
            ):
                return await look(Target(url=site.url("ok", "courier.test")), fetcher)

        found = asyncio.run(run())
    assert found.verdict.state.value == "unknown"
    assert found.outcome.kind.value == "offline"  # type: ignore[union-attr]
