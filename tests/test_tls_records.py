"""Records of TLS: put together however they come, and ended in either way."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from provenance.core.model import Exchange
from provenance.edge.fetch import Fetcher
from provenance.jobs.clock import now
from tests.site import Site
from tests.sockets import serving
from tests.test_fetch import settings_for

BODY = b"<title>The harbour at low tide</title>" + b"<p>Mud, gulls, and a bell." * 40_000


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    authority, path = trustme.CA(), tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return authority, path


def speaking(version: ssl.TLSVersion, authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    context.minimum_version = context.maximum_version = version
    return context


@pytest.fixture(params=[ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["1.2", "1.3"])
def context(request: pytest.FixtureRequest, authority: tuple[trustme.CA, Path]) -> ssl.SSLContext:
    return speaking(request.param, authority[0])


def fetched(port: int, authority: Path) -> Exchange:
    """The answer to a request."""

    async def run() -> Exchange:
        with Site() as names:
            async with Fetcher(settings_for(names, ca=authority), clock=now) as fetcher:
                found = await fetcher.fetch(f"https://127.0.0.1:{port}/")
        assert isinstance(found, Exchange), found
        return found

    return asyncio.run(run())


def read_request(stream: ssl.SSLSocket) -> bytes:
    data = b""
    while not data.endswith(b"\r\n\r\n"):
        if not (piece := stream.recv(4096)):
            raise OSError
        data += piece
    return data


@pytest.mark.parametrize("says_so", [True, False], ids=["with close_notify", "without"])
def test_the_end_of_the_connection_ends_the_answer(
    context: ssl.SSLContext, authority: tuple[trustme.CA, Path], says_so: bool
) -> None:
    """Whether the server says that it will send no more, or hangs up as many do (RFC 8446 section 6.1)."""

    def serve(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as stream:
            read_request(stream)
            stream.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + BODY)
            if says_so:
                stream.unwrap()

    with serving(serve) as port:
        found = fetched(port, authority[1])
    assert (found.content == BODY, found.body) == (True, "whole")


class ByHand:
    """The server's side of a session whose bytes are sent when it is told to."""

    def __init__(self, connection: socket.socket, context: ssl.SSLContext) -> None:
        self._connection = connection
        self._incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.session = context.wrap_bio(self._incoming, self.outgoing, server_side=True)

    def run(self, step: Callable[[], object], send: Callable[[bytes], None]) -> None:
        """To its end; what has to be said before that is sent."""
        while True:
            try:
                step()
            except ssl.SSLWantReadError:
                send(self.outgoing.read())
                self._incoming.write(self._connection.recv(4096))
            else:
                return


ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nEbb.\n"


def test_bytes_that_come_one_by_one(context: ssl.SSLContext, authority: tuple[trustme.CA, Path]) -> None:
    """Records of the handshake and of the answer are put together, wherever the network cuts them."""

    def serve(connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def trickle(data: bytes) -> None:
            for at in range(len(data)):
                connection.sendall(data[at : at + 1])

        server = ByHand(connection, context)
        server.run(server.session.do_handshake, trickle)
        server.run(lambda: server.session.read(4096), trickle)
        server.session.write(ANSWER)
        trickle(server.outgoing.read())
        connection.recv(1)

    with serving(serve) as port:
        found = fetched(port, authority[1])
    assert found.content == b"Ebb.\n"


def test_an_answer_in_one_packet_with_the_handshake(authority: tuple[trustme.CA, Path]) -> None:
    """In TLS 1.2 the server has the last word of it, and may go on."""
    context = speaking(ssl.TLSVersion.TLSv1_2, authority[0])

    def serve(connection: socket.socket) -> None:
        server = ByHand(connection, context)
        server.run(server.session.do_handshake, connection.sendall)
        server.session.write(ANSWER)
        connection.sendall(server.outgoing.read())
        while connection.recv(4096):
            pass

    with serving(serve) as port:
        found = fetched(port, authority[1])
    assert found.content == b"Ebb.\n"
