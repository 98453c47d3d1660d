"""Is it them, or is it us? A link must not be called dead because the reader's own network is.

Evidence that the own network works: another name resolved a moment ago, or a control name resolves now; for an address
that cannot be reached, a route out of this machine.
"""

from __future__ import annotations

import asyncio
import math
import socket
from collections.abc import Sequence

from provenance.core.model import FailureKind
from provenance.edge.fetch.resolve import LookupFailed, Resolver

SUSPICIOUS = frozenset({FailureKind.DNS_NXDOMAIN, FailureKind.DNS_TEMP, FailureKind.UNREACHABLE})

# An answer this many seconds old still speaks for the network, be it for a name of the list or a control name.
_FRESH = 1.0

# Documentation addresses (RFC 5737, RFC 3849): connecting a datagram socket sends nothing, it only asks for a route.
_NOWHERE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


class Probe:
    """Answers are kept for a second, so that a list of dead names does not become a flood of look-ups.

    control_names: names that are looked up if nothing else speaks for the network.
    """

    def __init__(self, resolver: Resolver, control_names: Sequence[str]) -> None:
        self._resolver = resolver
        self._control_names = control_names
        self._lock = asyncio.Lock()
        self._asked_at = -math.inf
        self._answer = False

    async def network_is_up(self, kind: FailureKind, *, resolved_ago: float) -> bool:
        """Whether a failure of this kind is the site's. resolved_ago: seconds since another name resolved."""
        if kind not in SUSPICIOUS:
            return True
        if kind is FailureKind.UNREACHABLE:
            return _has_route()
        if resolved_ago < _FRESH:
            return True
        async with self._lock:
            now = asyncio.get_running_loop().time()
            if now - self._asked_at > _FRESH:
                self._answer = await self._a_control_name_resolves()
                self._asked_at = asyncio.get_running_loop().time()
            return self._answer

    async def _a_control_name_resolves(self) -> bool:
        for name in self._control_names:
            try:
                await self._resolver.addresses(name)
            except LookupFailed:
                continue
            return True
        return False


def _has_route() -> bool:
    for family, address in _NOWHERE:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((address, 9))
        except OSError:
            continue
        return True
    return False
