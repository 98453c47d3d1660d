"""The network under the transport: resolve once, check every address, dial only a checked one.

Between the check and the dial there is no second look-up, so a name that changes its mind (DNS rebinding) gains nothing.
TLS keeps the name that was asked for.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence

from provenance.core.addresses import Network, names_this_machine, why_refused
from provenance.core.model import FailureKind
from provenance.edge.fetch.causes import Unanswered, connect_failure, not_accepted
from provenance.edge.fetch.open_files import FilesRanOut, is_shortage, limit, too_few_left
from provenance.edge.fetch.pace import Place
from provenance.edge.fetch.resolve import LookupFailed, Resolver, is_literal
from provenance.edge.fetch.sockets import attach, dialled
from provenance.edge.fetch.wire import Wire, shared_buffer

# Seconds after which another request may have ended that holds a file.
_UNTIL_OTHERS_END = 0.1


class GuardedNetwork:
    """Connections to checked addresses. `allowed` are the networks that the user opened beside the public ones. make_room:
    closes what can be done without, where no further file can be opened.
    """

    def __init__(self, resolver: Resolver, allowed: Sequence[Network]) -> None:
        self._resolver = resolver
        self._allowed = tuple(allowed)
        self._resolved_at = -math.inf
        self._buffer = shared_buffer()
        self.make_room: Callable[[], None] = lambda: None

    def resolved_ago(self) -> float:
        """Seconds since a name last led to an address in this run; infinite if none has yet."""
        return asyncio.get_running_loop().time() - self._resolved_at

    async def connect(self, host: str, port: int, seconds: float, place: Place) -> Wire:
        """A connection to an address that may be asked, within so many seconds after the look-up. place: is taken at the
        address that is dialled first.

        Raises
        ------
        Unanswered
            where there is no such address, none of them may be asked, or none takes the connection; of the kind `FAULT`
            where this machine had no file left for it all the time.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while True:
            try:
                return await self._connected(host, port, seconds, place)
            except FilesRanOut:
                if loop.time() >= until:
                    detail = (
                        f"this program may have no more than {limit()} files open, and all were (`ulimit -n` raises it)"
                    )
                    raise Unanswered(FailureKind.FAULT, detail) from None
            place.leave()
            self.make_room()
            await place.pause(_UNTIL_OTHERS_END)

    async def _connected(self, host: str, port: int, seconds: float, place: Place) -> Wire:
        addresses = await self._checked(host)
        await place.at(addresses[0])
        wire = Wire(self._buffer)
        try:
            await attach(wire, await dialled(addresses, port, seconds))
        except TimeoutError:
            raise not_accepted(addresses, port) from None
        except OSError as error:
            if is_shortage(error):
                raise FilesRanOut from None
            raise connect_failure(error, addresses, port) from None
        return wire

    def refuse_literal(self, host: str) -> None:
        """Stop at an address that may not be asked, where a proxy would dial it and only a literal can be judged, or a
        name that means the proxy's own machine.
        """
        host = "127.0.0.1" if names_this_machine(host) else host.strip("[].")
        if is_literal(host) and (reason := why_refused(host, self._allowed)):
            raise Unanswered(FailureKind.REFUSED_POLICY, f"{reason}; nothing was sent there")

    async def _checked(self, host: str) -> list[str]:
        host = host.strip("[]")
        if is_literal(host):
            found: Sequence[str] = [host]
        else:
            try:
                found = await self._resolver.addresses(host)
            except LookupFailed as failed:
                if too_few_left():
                    raise FilesRanOut from None
                raise Unanswered(failed.kind, failed.detail) from None
            except OSError as error:  # what getaddrinfo hands on from the system, EBUSY for want of files among it
                if is_shortage(error) or too_few_left():
                    raise FilesRanOut from None
                raise
            if not all(address.startswith("127.") or address == "::1" for address in found):
                # Names of this machine itself come from its hosts file and say nothing of the network.
                self._resolved_at = asyncio.get_running_loop().time()
        reasons = {address: why_refused(address, self._allowed) for address in found}
        permitted = [address for address, reason in reasons.items() if reason is None]
        if not permitted:
            raise Unanswered(FailureKind.REFUSED_POLICY, f"{next(iter(reasons.values()))}; nothing was sent there")
        return permitted
