"""No cited link leads into the reader's own network: not by a redirect, not by a name, not through a proxy."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

import provenance
from provenance.core.model import Check
from tests.bench.hostile import Tally, play, settings_on
from tests.bench.locations import ALLOWED, Place, Way, places
from tests.bench.stage import Dialled, Stage


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        yield stage
        stage.prove()


def look(stage: Stage, *urls: str, **changes: object) -> tuple[list[Check], Dialled]:
    """Check in order; what was dialled beside the allowed address is a breach."""
    with Dialled() as dialled:
        checks = [provenance.check(url, **settings_on(stage) | changes) for url in urls]
    return checks, dialled


def test_no_hostile_redirect_reaches_what_it_names() -> None:
    """500 spellings of addresses that must not be asked, straight; each leaves a finding."""
    tally = play(500, seed=11)
    assert_clean(tally, 500)
    assert tally.kinds["refused_policy"] > 150
    assert tally.answered > 50, "some of them do end at the allowed site"


def test_no_hostile_redirect_reaches_it_through_a_proxy() -> None:
    """A proxy is never asked for an address of the own network, nor for its own machine by name."""
    tally = play(200, seed=12, proxy=True)
    assert_clean(tally, 200)
    assert tally.kinds["refused_policy"] > 40


def assert_clean(tally: Tally, count: int) -> None:
    assert not tally.faults, "\n".join(tally.faults)
    assert tally.checks == count


def test_traps_do_catch(stage: Stage) -> None:
    """With this machine opened, the same walk is caught: it is the guard that kept the others out."""
    stage.places = [Place(reference=f"http://0x7f.1:{stage.traps[0]}/", way="location", before=2, status=302)]
    before = stage.caught.total()
    (found,), dialled = look(stage, stage.url(0), allow_network=("127.0.0.0/8",), retries=0)
    assert found.verdict.kind == "reset"
    assert stage.caught.total() == before + 1
    assert dialled.breaches == {"127.0.0.1": 1}
    stage.caught.clear()


@pytest.mark.parametrize("way", ["location", "refresh-tag"])
@pytest.mark.parametrize("before", [0, 4])
def test_name_that_changes_its_mind_between_two_hops(stage: Stage, way: Way, before: int) -> None:
    """The name is public at the first look-up and this machine at the second: the second hop is refused."""
    stage.places = [Place(reference=f"http://flip-1.test:{stage.port}/again/3", way=way, before=before, status=302)]
    (found,), dialled = look(stage, stage.url(0))
    assert found.verdict.kind == "refused_policy", found.verdict.because
    assert "loopback" in found.verdict.because[0]
    assert [hop.address for hop in found.outcome.hops] == [ALLOWED] * (before + 2) + [None]
    assert not dialled.breaches
    assert not stage.caught


def test_name_that_changes_its_mind_between_look_and_dial(stage: Stage) -> None:
    """One look-up a connection: the address that was checked is the one that is dialled, so there is no moment between."""
    with Dialled() as dialled:
        checks = [provenance.check(f"http://flip-2.test:{stage.port}/", **settings_on(stage)) for _ in range(6)]
    assert [check.verdict.kind for check in checks] == ["ok", "refused_policy"] * 3
    assert dialled.places.keys() == {ALLOWED}
    assert not stage.caught


def test_retry_is_checked_like_the_first_look(stage: Stage) -> None:
    """A name that is public when the connection is refused and this machine when it is tried again gains nothing."""
    with socket.socket() as taken:
        taken.bind((ALLOWED, 0))
        port = taken.getsockname()[1]
        (found,), dialled = look(stage, f"http://flip-3.test:{port}/", retries=2)
    assert found.verdict.kind == "refused_policy"
    assert not dialled.breaches


def test_only_the_permitted_addresses_of_a_name_are_dialled(stage: Stage) -> None:
    """Of a name with a private address and an allowed one, the allowed one answers and the other is not tried."""
    (found,), dialled = look(stage, f"http://both-7f000001.test:{stage.port}/")
    assert (found.verdict.kind, found.outcome.hops[-1].address) == ("ok", ALLOWED)
    assert not dialled.breaches
    assert not stage.caught


@pytest.mark.parametrize(
    "host",
    [
        "in-7f000001.test",
        "six-7f000001.test",
        "pair-0a000005.test",
        "chain-3-a9fea9fe.test",
        "localhost",
        "a.localhost",
    ],
)
def test_names_of_the_own_network_are_refused(stage: Stage, host: str) -> None:
    """What counts is the address at the end of all aliases, in either version."""
    (found,), dialled = look(stage, f"http://{host}:{stage.port}/")
    assert found.verdict.kind == "refused_policy"
    assert not dialled.places


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY", "http_proxy"])
@pytest.mark.parametrize(
    "host",
    ["10.0.0.5", "[::ffff:169.254.169.254]", "192.0.0.192", "0xa000005", "a.localhost", "A.LOCALHOST.", "127.0.0.1.."],
)
def test_proxy_is_not_asked_for_the_own_network(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, variable: str, host: str
) -> None:
    """The proxy stands in the same network; it is asked for the first hop and not for the second."""
    monkeypatch.setenv(variable, f"http://{ALLOWED}:{stage.proxy}")
    stage.places = [Place(reference=f"http://{host}/latest/", way="location", before=0, status=307)]
    (found,), dialled = look(stage, stage.url(0).replace(ALLOWED, "public.example"))
    assert found.verdict.kind == "refused_policy", found.verdict.because
    assert dict(stage.proxied) == {"public.example": 1}
    assert dialled.places == {ALLOWED: 1}


def test_same_seed_gives_the_same_places() -> None:
    """What a run found, the next one finds again; all places differ."""
    first, second = (list(places(300, seed=5, site=80, traps=(81, 82))) for _ in range(2))
    assert first == second
    assert len({(place.way, place.reference) for place in first}) == 300
