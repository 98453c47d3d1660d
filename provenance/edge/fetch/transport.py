"""Connections of ours, kept for the next request to their origin. Whoever wants another engine replaces this file.

The pools that libraries bring are made for one host, or a few: with hundreds they search all their connections for each
request, and under load report time-outs that no server made.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import OrderedDict
from typing import TYPE_CHECKING, TypeAlias

from provenance.edge.fetch.beside import Beside
from provenance.edge.fetch.causes import Unanswered
from provenance.edge.fetch.exchange import Connection
from provenance.edge.fetch.messages import Head, Request, Response
from provenance.edge.fetch.network import GuardedNetwork
from provenance.edge.fetch.proxies import Proxies

if TYPE_CHECKING:
    from provenance.edge.fetch.proxied import ProxiedTransport

# Connections are kept for a host that is asked again soon: with TLS that saves two thirds of a request, and takes some fifty
# kilobytes.
MOST_IDLE = 1024
_IDLE_SECONDS = 15.0

_Origin: TypeAlias = tuple[str, ssl.SSLContext | None]


class Transport:
    """Sends one request and gives the answer, its body unread. Redirects, cookies, retries and limits are not its
    business, but for a connection that was kept too long: then the request goes out again on another (RFC 9112 section
    9.3.1). Connections in one TLS context are not used in another.
    """

    def __init__(self, network: GuardedNetwork, *, per_host: int, proxies: Proxies, idle: int = MOST_IDLE) -> None:
        """idle: connections that are kept at most."""
        self._network = network
        self._proxies = proxies
        self._per_host = per_host
        self._proxied: ProxiedTransport | None = None
        self._idle = _Idle(min(MOST_IDLE, idle))
        self._beside = Beside(1)
        network.make_room = self.drop_idle

    async def send(self, request: Request) -> Response:
        """The answer to a request; behind a proxy no address is known before it.

        Raises
        ------
        Unanswered
            where no answer can be read, with the cause.
        """
        address, place = request.address, request.place
        if self._proxies.any and self._proxies.proxy_for(address.scheme, address.host) is not None:
            self._network.refuse_literal(address.host)
            await place.send(None)
            return await self._behind_proxy().send(request)
        origin = address.origin, request.tls
        while True:
            connection = self._idle.take(origin) or await self._connect(request)
            try:
                await place.send(connection.wire.address)
                head = await connection.ask(request)
            except BaseException as error:
                connection.wire.close()
                if isinstance(error, Unanswered) and error.stale:
                    continue  # one that was just dialled cannot be stale, so this comes to an end
                raise
            return _Response(self, connection, origin, head)

    async def _connect(self, request: Request) -> Connection:
        address = request.address
        wire = await self._network.connect(address.host, address.port, request.seconds, request.place)
        if request.tls is not None:
            await wire.secure(request.tls, address.host, request.seconds, self._beside)
        return Connection(wire)

    def _behind_proxy(self) -> ProxiedTransport:
        if self._proxied is None:
            from provenance.edge.fetch.proxied import ProxiedTransport  # httpcore: most runs have no proxy

            self._proxied = ProxiedTransport(per_host=self._per_host, proxies=self._proxies)
        return self._proxied

    def put_by(self, origin: _Origin, connection: Connection) -> None:
        """An answer has been read, or given up: the connection is kept if another request can go out on it."""
        if connection.can_be_kept() and connection.wire.is_open:
            self._idle.put(origin, connection)
        else:
            connection.wire.close()

    def drop_idle(self) -> None:
        """Close the connections that nobody uses."""
        self._idle.close()

    async def aclose(self) -> None:
        self.drop_idle()
        self._beside.close()
        if self._proxied is not None:
            await self._proxied.aclose()
        await asyncio.sleep(0)  # one turn of the loop, so that the connections are really closed before it may be


class _Response:
    """As `messages.Response`."""

    def __init__(self, transport: Transport, connection: Connection, origin: _Origin, head: Head) -> None:
        self.head = head
        self.address = connection.wire.address
        self.session = connection.wire.tls
        self.piece = connection.piece
        self._transport = transport
        self._connection = connection
        self._origin = origin

    async def aclose(self) -> None:
        self._transport.put_by(self._origin, self._connection)


class _Idle:
    """Connections that wait for another request. most: how many; the one that waits longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        # Origins with theirs, the one that was used longest ago first; no list is empty.
        self._by_origin: OrderedDict[_Origin, list[Connection]] = OrderedDict()
        self._count = 0

    def take(self, origin: _Origin) -> Connection | None:
        """One that can still be used, the last that was put by."""
        while kept := self._by_origin.get(origin):
            connection = kept.pop()
            self._count -= 1
            if not kept:
                del self._by_origin[origin]
            if connection.wire.is_open and asyncio.get_running_loop().time() - connection.kept_since < _IDLE_SECONDS:
                return connection
            connection.wire.close()
        return None

    def put(self, origin: _Origin, connection: Connection) -> None:
        connection.kept_since = asyncio.get_running_loop().time()
        self._by_origin.setdefault(origin, []).append(connection)
        self._by_origin.move_to_end(origin)
        self._count += 1
        while self._count > self._most:
            oldest, kept = next(iter(self._by_origin.items()))
            kept.pop(0).wire.close()
            self._count -= 1
            if not kept:
                del self._by_origin[oldest]

    def close(self) -> None:
        for kept in self._by_origin.values():
            for connection in kept:
                connection.wire.close()
        self._by_origin.clear()
        self._count = 0
