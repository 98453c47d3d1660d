"""Connections straight from their sockets, and asyncio's own where an event loop watches none."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import trustme

from provenance.core.model import Exchange
from provenance.edge.fetch import Fetcher
from provenance.edge.fetch.sockets import SocketTransport
from provenance.jobs.clock import now
from provenance.settings import Settings
from tests.site import Site

# A server that closes such a connection resets it.
_AT_ONCE = struct.pack("ii", 1, 0)


class Heard(asyncio.BufferedProtocol):
    """All that a transport tells, in its order."""

    def __init__(self) -> None:
        self.told: list[object] = []
        self.is_over = asyncio.Event()
        self._buffer = bytearray(65_536)

    def get_buffer(self, sizehint: int) -> bytearray:
        del sizehint
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        self.told.append(bytes(self._buffer[:nbytes]))

    def eof_received(self) -> None:
        self.told.append("end")

    def connection_lost(self, exc: Exception | None) -> None:
        self.told.append(type(exc))
        self.is_over.set()


def connected(use: Callable[[SocketTransport, Heard, socket.socket], Awaitable[None]]) -> Heard:
    """What is heard over a transport, and the server's side of it, while they are used."""

    async def run() -> Heard:
        with socket.create_server(("127.0.0.1", 0)) as server:
            connection = socket.create_connection(server.getsockname())
            other, _ = server.accept()
        connection.setblocking(False)
        heard = Heard()
        transport = SocketTransport(connection, heard)
        with other:
            await use(transport, heard, other)
            transport.abort()
        assert (connection.fileno(), heard.is_over.is_set()) == (-1, True)
        return heard

    return asyncio.run(run())


def test_what_came_before_a_break_is_handed_on() -> None:
    """A server says why it refuses, and closes while a request goes out: its reason is read, then the break is told."""

    async def use(transport: SocketTransport, heard: Heard, other: socket.socket) -> None:
        other.sendall(b"because")
        other.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        other.close()
        transport.write(b"a request")
        transport.write(b"and more of it")
        await asyncio.wait_for(heard.is_over.wait(), 2)

    assert connected(use).told == [b"because", ConnectionResetError]


def test_an_end_is_told_as_one() -> None:
    async def use(transport: SocketTransport, heard: Heard, other: socket.socket) -> None:
        other.sendall(b"all")
        other.close()
        await asyncio.wait_for(heard.is_over.wait(), 2)
        transport.write(b"to nobody")

    assert connected(use).told == [b"all", "end", type(None)]


def test_what_cannot_go_out_at_once_follows() -> None:
    """In its order, as the other side takes it."""
    data = [bytes([number]) * 3_000_000 for number in range(3)]

    async def use(transport: SocketTransport, heard: Heard, other: socket.socket) -> None:
        other.setblocking(False)
        for piece in data:
            transport.write(piece)
        taken = bytearray()
        while len(taken) < 9_000_000:
            taken += await asyncio.wait_for(asyncio.get_running_loop().sock_recv(other, 1_000_000), 2)
        assert taken == b"".join(data)

    assert connected(use).told == [type(None)]


class Unwatching(asyncio.SelectorEventLoop):
    """A loop that watches no sockets for others, as that of Windows."""

    add_reader = asyncio.AbstractEventLoop.add_reader
    add_writer = asyncio.AbstractEventLoop.add_writer


@pytest.mark.parametrize("name", ["127.0.0.1", "quay.test"])
def test_a_loop_that_watches_no_sockets(tmp_path: Path, name: str) -> None:
    """Has connections of its own making, with TLS and without."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)

    async def run(*sites: Site) -> None:
        settings = Settings(allow_network=("127.0.0.0/8",), name_server=sites[0].name_server, ca=tmp_path / "ca.pem")
        async with Fetcher(settings, clock=now) as fetcher:
            for site in sites:
                sites[0].names[name] = "127.0.0.1"
                found = await fetcher.fetch(site.url("article", host=name))
                assert isinstance(found, Exchange), found
                assert found.address == "127.0.0.1"

    with Site() as plain, Site(tls=context) as secure, asyncio.Runner(loop_factory=Unwatching) as runner:
        runner.run(run(plain, secure))
