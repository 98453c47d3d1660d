"""The part of a run that lives on a worker, here in this process: what it tells, and what it does not begin."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from provenance.errors import SettingsError
from provenance.jobs import engine as room
from provenance.jobs.engine import Engine, Luggage, News, Orders
from provenance.jobs.looking import Target
from tests.site import Site
from tests.test_fetch import settings_for

HOSTS = ("courier.test", "gazette.test")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as one:
        one.names |= dict.fromkeys(HOSTS, "127.0.0.1")
        yield one


def links(site: Site, count: int, name: str = "unhurried") -> tuple[Target, ...]:
    return tuple(Target(url=site.url(f"{name}/{number}", HOSTS[number % 2])) for number in range(count))


def begun(site: Site) -> Engine:
    return Engine(Luggage(settings=settings_for(site)))


def told(news: News) -> list[str]:
    return [check.url for check in news.checks]


def test_what_was_not_heard_of_is_told_again(site: Site) -> None:
    """News that are lost on their way cost nothing; what arrived is not told twice."""

    async def run() -> None:
        engine = begun(site)
        some = links(site, 4)
        news = await engine.turn(Orders(targets=some, places=4))
        while len(news.checks) < 4:
            news = await engine.turn(Orders(places=4))
        assert sorted(told(news)) == sorted(target.url for target in some)
        lost = await engine.turn(Orders(places=4))
        assert told(lost) == told(news)
        assert not told(await engine.turn(Orders(heard=lost.number, places=4)))
        assert not told(await engine.stop())

    asyncio.run(run())


def test_no_more_at_work_than_it_was_told(site: Site) -> None:
    """One place: a second link is not begun before the first is done."""

    async def run() -> News:
        engine = begun(site)
        await engine.turn(Orders(targets=links(site, 6, "hang"), places=1))
        assert site.hits.total() == 1
        await engine.turn(Orders(places=2))
        assert site.hits.total() == 2
        return await engine.stop()

    assert not asyncio.run(run()).is_idle


def test_nothing_is_begun_that_nobody_asks_for(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that has given an engine up may have given its hosts to another; orders that come late prove nothing."""
    monkeypatch.setattr(room, "PATIENCE", 0.6)

    async def run() -> None:
        engine = begun(site)
        news = await engine.turn(Orders(targets=links(site, 200), places=2))
        await asyncio.sleep(1.0)
        asked = site.hits.total()
        assert asked < 100
        await asyncio.sleep(0.3)
        assert site.hits.total() == asked
        late = await engine.turn(Orders(heard=news.number, places=2))
        await asyncio.sleep(0.3)
        assert site.hits.total() == asked
        await engine.turn(Orders(heard=late.number, places=2))
        assert site.hits.total() > asked
        await engine.stop()

    asyncio.run(run())


def test_errand_waits_until_somebody_says_whose_the_host_is(site: Site) -> None:
    async def run() -> None:
        engine = begun(site)
        # A DOI has no host of its own: whoever keeps the resolver asks for it.
        target = Target(url="10.5555/ferry")
        orders = Orders(targets=(target,), places=1, is_last=True)
        news = await engine.turn(orders)
        while not news.errands:
            news = await engine.turn(Orders(heard=news.number, places=1, is_last=True))
        ((number, errand),) = news.errands
        assert errand.address.host == "doi.org"
        await engine.returned(number, None)
        while not news.is_settled:
            news = await engine.turn(Orders(heard=news.number, places=1, is_last=True))
        (check,) = news.checks
        assert check.url == target.url
        await engine.stop()

    asyncio.run(run())


def test_fault_of_the_settings_is_told_whole(site: Site) -> None:
    """Certificates that are none: the message has its three parts on the other machine too."""

    async def run() -> News:
        engine = Engine(Luggage(settings=settings_for(site), authorities="no certificate"))
        secure = Target(url=site.url("unhurried", HOSTS[0]).replace("http:", "https:"))
        news = await engine.turn(Orders(targets=(secure,), places=1, is_last=True))
        while not news.is_settled:
            news = await engine.turn(Orders(heard=news.number, places=1, is_last=True))
        await engine.stop()
        return news

    fault = asyncio.run(run()).fault
    assert isinstance(fault, SettingsError)
    assert "cannot be read as certificates" in fault.problem
    assert pickle.loads(pickle.dumps(fault)).remedy == fault.remedy
    assert Path(fault.given.removeprefix("ca ")).name == "ca.pem"
