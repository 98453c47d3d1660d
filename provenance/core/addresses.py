"""Which IP addresses may be asked. A cited link is somebody else's text: it must not reach into the reader's own network.

The decision is made on the address that will be dialled, after every redirect and every look-up; names are not trusted.
"""

from __future__ import annotations

import functools
import ipaddress
from collections.abc import Sequence

from provenance.core.tables import rows

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Networks without IPv4 reach it through this prefix (RFC 6052); behind it the IPv4 address is what is asked.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# All of IPv6 that has been given to anybody (IANA, Internet Protocol Version 6 Address Space).
_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
# The first half of an interface identifier that stands before an IPv4 address: ISATAP (RFC 5214 section 6.1), with and
# without the bit that says "unique everywhere".
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """CIDR texts as networks; `127.0.0.1/8` with host bits is taken as the network it lies in."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


@functools.lru_cache(maxsize=4096)  # asked for each link of a host
def why_refused(text: str, allowed: tuple[Network, ...] = ()) -> str | None:
    """Why an IP address may not be asked, in words; None if it may.

    text: an IPv4 or IPv6 literal, a zone id included. allowed: networks that the user has opened.
    Source: `data/special_networks.csv`, and what `ipaddress` of a newer Python may know beside it.
    """
    address = _dialled(ipaddress.ip_address(text.partition("%")[0]))
    for candidate in (address, *_embedded(address)):
        if any(candidate in network for network in allowed if network.version == candidate.version):
            continue
        if reason := _reason(candidate):
            inside = "" if candidate == address else f" inside {address}"
            return f"{candidate}{inside} is {reason}"
    return None


def names_this_machine(host: str) -> bool:
    """Whether a name means loopback whatever a name server says: `localhost` and all below it (RFC 6761 section 6.3)."""
    return host.lower().rstrip(".").rpartition(".")[2] == "localhost"


def _dialled(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for: mapped (RFC 4291 section 2.5.5.2) or translated."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return _last_32_bits(address)
    return address.ipv4_mapped or address


@functools.cache
def _special() -> tuple[tuple[Network, str], ...]:
    return tuple((ipaddress.ip_network(row["network"]), row["what"]) for row in rows("special_networks.csv"))


def _reason(address: Address) -> str | None:
    for network, what in _special():
        if network.version == address.version and address in network:
            return what
    if address.version == 6 and address not in _GIVEN_OUT:
        return "an address that nobody has been given"
    return None if address.is_global else "not a public address"


def _embedded(address: Address) -> tuple[ipaddress.IPv4Address, ...]:
    """IPv4 addresses that an IPv6 address is tunnelled to: 6to4 (RFC 3056), Teredo (RFC 4380), ISATAP (RFC 5214)."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    isatap = _last_32_bits(address) if int(address) >> 32 & 0xFFFFFFFF in _ISATAP else None
    found = (address.sixtofour, *(address.teredo or ()), isatap)
    return tuple(embedded for embedded in found if embedded is not None)


def _last_32_bits(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
