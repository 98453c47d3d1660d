"""Which IP addresses may be asked. A cited link is somebody else's text: it must not reach into the reader's own network.

The decision is made on the address that will be dialled, after every redirect and every look-up; names are not trusted.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Networks without IPv4 reach it through this prefix (RFC 6052); behind it the IPv4 address is what is asked.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """CIDR texts as networks; `127.0.0.1/8` with host bits is taken as the network it lies in."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


def why_refused(text: str, allowed: Sequence[Network] = ()) -> str | None:
    """Why an IP address may not be asked, in words; None if it may.

    text: an IPv4 or IPv6 literal, a zone id included. allowed: networks that the user has opened.
    Source: the IANA special-purpose address registries (RFC 6890), as kept by `ipaddress`.
    """
    address = _dialled(ipaddress.ip_address(text.partition("%")[0]))
    for candidate in (address, *_embedded(address)):
        if any(candidate in network for network in allowed if network.version == candidate.version):
            continue
        if reason := _reason(candidate):
            inside = "" if candidate == address else f" inside {address}"
            return f"{candidate}{inside} is {reason}"
    return None


def _dialled(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for: mapped (RFC 4291 section 2.5.5.2) or translated."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address


def _reason(address: Address) -> str | None:
    findings = (
        (address.is_unspecified, "the unspecified address"),
        (address.is_loopback, "a loopback address"),
        (address.is_link_local, "a link-local address (cloud metadata lives there)"),
        (address.is_multicast, "a multicast address"),
        (address.is_private, "a private address"),
        (address.is_reserved or not address.is_global, "not a public address"),
    )
    return next((reason for found, reason in findings if found), None)


def _embedded(address: Address) -> tuple[ipaddress.IPv4Address, ...]:
    """IPv4 addresses that an IPv6 address is tunnelled to: 6to4 (RFC 3056), Teredo (RFC 4380)."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    found = (address.sixtofour, *(address.teredo or ()))
    return tuple(embedded for embedded in found if embedded is not None)
