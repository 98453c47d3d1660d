"""Names: several addresses of which some are dead or out of bounds, and each way in which there is none."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from provenance.core.model import Check, FailureKind
from provenance.edge.fetch.resolve import told_apart
from tests.site import Site
from tests.test_fetch import check, settings_for

BOTH = ("127.0.0.0/8", "::1/128")


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not _has_ipv6(), reason="this machine has no IPv6, not even for itself")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A site on IPv4 alone, which no other test asks."""
    with Site() as site:
        yield site


@pytest.fixture
def two_legged() -> Iterator[Site]:
    """A site on both ::1 and 127.0.0.1, at one port."""
    with Site(host="::1", also=("127.0.0.1",)) as site:
        yield site


def seen(site: Site, name: str, *addresses: str, **changes: object) -> Check:
    """A check of the article at a name that has these addresses."""
    site.names[name] = addresses
    return check(site.url("article", host=name), settings_for(site, allow_network=BOTH, **changes))


@needs_ipv6
def test_both_families(two_legged: Site) -> None:
    """Where both answer, IPv6 is preferred (RFC 8305 section 4)."""
    found = seen(two_legged, "both.test", "127.0.0.1", "::1")
    assert (found.verdict.kind, found.outcome.hops[0].address) == ("ok", "::1")


@needs_ipv6
def test_ipv6_alone(two_legged: Site) -> None:
    """A host without IPv4 is a host, by its name and by its address."""
    assert seen(two_legged, "six.test", "::1").verdict.kind == "ok"
    assert check(two_legged.url("article"), settings_for(two_legged, allow_network=BOTH)).verdict.kind == "ok"


@needs_ipv6
def test_refused_on_ipv6_and_alive_on_ipv4(site: Site) -> None:
    """One dead address does not make a dead site."""
    found = seen(site, "half.test", "::1", "127.0.0.1", retries=0)
    assert (found.verdict.kind, found.outcome.hops[0].address) == ("ok", "127.0.0.1")


@needs_ipv6
def test_silent_on_ipv6_and_alive_on_ipv4(site: Site) -> None:
    """An address that swallows what is sent to it costs a quarter of a second, not the time-out."""
    with ExitStack() as stack:
        deaf = stack.enter_context(socket.socket(socket.AF_INET6))
        deaf.bind(("::1", site.port))
        deaf.listen(0)
        for _ in range(4):  # its queue is full, so that a further greeting gets no answer
            waiting = stack.enter_context(socket.socket(socket.AF_INET6))
            waiting.setblocking(False)
            waiting.connect_ex(("::1", site.port))
        found = seen(site, "deaf.test", "::1", "127.0.0.1", retries=0)
    assert (found.verdict.kind, found.outcome.hops[0].address) == ("ok", "127.0.0.1")
    assert 200 < found.elapsed_ms < 1500


def test_only_permitted_addresses_are_dialled(site: Site) -> None:
    """Of a public name with a private address among others, that one is left out."""
    found = seen(site, "mixed.test", "10.0.0.5", "127.0.0.1", "169.254.169.254")
    assert (found.verdict.kind, found.outcome.hops[0].address) == ("ok", "127.0.0.1")


def test_no_permitted_address(site: Site) -> None:
    """Where all are out of bounds, nothing is dialled and the reason names one."""
    found = seen(site, "inward.test", "10.0.0.5", "fd00::5")
    assert found.verdict.kind == "refused_policy"


@needs_ipv6
def test_refused_everywhere(site: Site) -> None:
    """Refused is refused, however many addresses say so."""
    site.names["dead.test"] = ("::1", "127.0.0.3")
    url = site.url("article", host="dead.test").replace(str(site.port), str(_closed_port()))
    found = check(url, settings_for(site, allow_network=BOTH, retries=0))
    assert (found.verdict.kind, found.verdict.state.value) == ("refused", "unknown")
    assert "and 1 more of its addresses" in found.verdict.because[0]


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize(
    ("name", "expected", "words"),
    [
        ("nobody.test", ("dead", "dns_nxdomain"), "does not exist"),
        ("servfail.test", ("unknown", "dns_temp"), "SERVFAIL"),
        ("silent.test", ("unknown", "dns_temp"), "no name server answered in time"),
        ("mail-only.test", ("unknown", "dns_temp"), "exists, but has no address"),
        ("a" * 64 + ".test", ("unknown", "malformed"), "cannot be a host name"),
    ],
)
def test_names_without_address(site: Site, name: str, expected: tuple[str, str], words: str) -> None:
    """A name that is gone, a server that fails, one that is silent, a name without address: four findings."""
    site.names["mail-only.test"] = ()
    found = check(site.url("article", host=name), settings_for(site, retries=0, timeout=0.5))
    assert ((found.verdict.state.value, found.verdict.kind), words in found.verdict.because[0]) == (expected, True)


def test_one_silent_record_does_not_hide_the_other(site: Site) -> None:
    """Some name servers drop questions for IPv6; the IPv4 address still counts."""
    site.silent.add("half-deaf.test AAAA")
    found = seen(site, "half-deaf.test", "127.0.0.1", timeout=0.5)
    assert found.verdict.kind == "ok"


def test_silence_is_not_absence(site: Site) -> None:
    """No answer for one record and none of the other kind: nobody knows."""
    site.silent.add("half-known.test A")
    found = seen(site, "half-known.test", retries=0, timeout=0.5)
    assert found.verdict.kind == "dns_temp"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (socket.EAI_NONAME, FailureKind.DNS_NXDOMAIN),
        (socket.EAI_AGAIN, FailureKind.DNS_TEMP),
        (socket.EAI_FAIL, FailureKind.DNS_TEMP),
        (getattr(socket, "EAI_NODATA", None), FailureKind.DNS_TEMP),
    ],
)
def test_what_the_system_says_of_a_name(number: int | None, kind: FailureKind) -> None:
    """The codes of getaddrinfo, which cannot be had from a real resolver on loopback."""
    if number is None or (kind is FailureKind.UNREACHABLE and number == socket.EAI_NONAME):
        pytest.skip("this libc has no EAI_NODATA of its own")
    assert told_apart("name.test", socket.gaierror(number, "as told")).kind is kind
