"""Which addresses may be asked: what leads into the reader's own network is refused, however it is written."""

from __future__ import annotations

import pytest

from provenance.core.addresses import networks, why_refused


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.0.1", "0.0.0.0", "10.0.0.5", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.5", "64:ff9b::a00:5",
        "64:ff9b::7f00:1", "2002:0a00:0005::1", "2002:7f00:1::", "2001:0:0a00:5::",
    ],
)  # fmt: skip
def test_own_networks_are_refused(address: str) -> None:
    """Loopback, private, link-local, shared, multicast, reserved, and IPv4 inside IPv6."""
    assert why_refused(address) is not None


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
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
