"""Which addresses may be asked: what leads into the reader's own network is refused, however it is written."""

from __future__ import annotations

import ipaddress

import pytest

from provenance.core.addresses import networks, why_refused
from provenance.core.tables import rows

SPECIAL = [ipaddress.ip_network(row["network"]) for row in rows("special_networks.csv")]
PRIVATE = (
    "127.0.0.1",
    "10.0.0.5",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.100.100.200",
    "192.0.0.192",
)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.0.1", "0.0.0.0", "10.0.0.5", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.5", "64:ff9b::a00:5",
        "64:ff9b::7f00:1", "2002:0a00:0005::1", "2002:7f00:1::", "2001:0:0a00:5::",
        # A cloud's metadata in public dress, and what older Pythons take for public.
        "192.0.0.192", "168.63.129.16", "192.0.0.8", "192.88.99.1", "fec0::1", "3fff::1", "5f00::1", "4000::1",
    ],
)  # fmt: skip
def test_own_networks_are_refused(address: str) -> None:
    """Loopback, private, link-local, shared, multicast, reserved, and IPv4 inside IPv6."""
    assert why_refused(address) is not None


@pytest.mark.parametrize("network", SPECIAL, ids=str)
def test_special_networks_are_refused_to_their_ends(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> None:
    """The table is applied whole: the first address and the last of each row."""
    assert why_refused(str(network[0])) is not None
    assert why_refused(str(network[-1])) is not None


@pytest.mark.parametrize("address", PRIVATE)
@pytest.mark.parametrize(
    "form",
    [
        "::ffff:{hi:x}:{lo:x}", "::{hi:x}:{lo:x}", "::ffff:0:{hi:x}:{lo:x}", "64:ff9b::{hi:x}:{lo:x}", "64:ff9b:1::{hi:x}:{lo:x}",
        "2002:{hi:x}:{lo:x}::1", "2001:0:{hi:x}:{lo:x}::", "2001:0:808:808:0:0:{nothi:x}:{notlo:x}",
        "2600:1f00::5efe:{hi:x}:{lo:x}", "2600:1f00::200:5efe:{hi:x}:{lo:x}", "fe80::5efe:{hi:x}:{lo:x}%eth0",
    ],
)  # fmt: skip
def test_ipv4_inside_ipv6_is_found(form: str, address: str) -> None:
    """Mapped, compatible, translated, both NAT64 prefixes, 6to4, Teredo's server and client, ISATAP with either bit."""
    hi, lo = divmod(int(ipaddress.IPv4Address(address)), 65536)
    text = form.format(hi=hi, lo=lo, nothi=hi ^ 0xFFFF, notlo=lo ^ 0xFFFF)
    assert why_refused(text) is not None


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1",
        # Next to a special network, on both sides.
        "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "168.63.129.15",
        "168.63.129.17", "172.15.255.255", "172.32.0.0", "192.0.1.0", "198.20.0.0", "223.255.255.255", "2001:200::1",
        "2600:1f00::5efe:101:101",
    ],
)  # fmt: skip
def test_public_addresses_pass(address: str) -> None:
    """What is public is asked."""
    assert why_refused(address) is None


def test_a_network_can_be_opened() -> None:
    """--allow-network opens what it names and nothing else, in each way of writing it."""
    allowed = networks(["10.0.0.1/24", "::1/128"])
    assert why_refused("10.0.0.5", allowed) is None
    assert why_refused("::ffff:10.0.0.5", allowed) is None
    assert why_refused("::1", allowed) is None
    assert why_refused("10.0.1.5", allowed) is not None
    assert why_refused("127.0.0.1", allowed) is not None
