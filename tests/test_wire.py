"""Connections as a server sees them: which are used again, and how much waits in one that is not read."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import ssl
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import trustme

from provenance.core.model import Exchange, Failure, FailureKind, Outcome
from provenance.edge.fetch import Fetcher
from provenance.edge.fetch.wire import Wire, shared_buffer
from provenance.jobs.clock import now
from provenance.settings import Settings
from tests.behaviours.base import EXPECTED, article
from tests.site import Site
from tests.test_fetch import check, settings_for

PAGE = article()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(PAGE), PAGE)
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
SETTINGS = Settings(allow_network=("127.0.0.0/8",), spacing=0.0, retries=0, timeout=2.0, deadline=4.0)

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture(params=[None, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["plain", "TLS 1.2", "TLS 1.3"])
def tls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ssl.SSLContext | None]:
    """How a server speaks; its authority lies in `ca.pem`."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    if request.param is None:
        yield None
        return
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = context.maximum_version = request.param
    authority.issue_cert("127.0.0.1").configure_cert(context)
    yield context


class Server:
    """Serves each connection with a function of its own. connections: that were made."""

    def __init__(self, serve: Serve, tls: ssl.SSLContext | None) -> None:
        self.connections = 0
        self._serve = serve
        self._tls = tls
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> str:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0, ssl=self._tls)
        scheme = "https" if self._tls else "http"
        return f"{scheme}://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/"

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.append(task)
        try:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                await self._serve(reader, writer)
        finally:
            writer.transport.abort()


def fetched(server: Server, ca: Path, *, links: int, pause: float = 0.0) -> list[Outcome]:
    """Links asked for one after the other."""

    async def run() -> list[Outcome]:
        outcomes = []
        async with server as base, Fetcher(SETTINGS.but(ca=ca), clock=now) as fetcher:
            for number in range(links):
                outcomes.append(await fetcher.fetch(f"{base}{number}"))
                await asyncio.sleep(pause)
        return outcomes

    return asyncio.run(run())


def answering(*answers: bytes | tuple[bytes, ...]) -> Serve:
    """Gives these answers on each connection, then waits. One that is several bytes is so many records of TLS."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers:
            await reader.readuntil(b"\r\n\r\n")
            for record in (answer,) if isinstance(answer, bytes) else answer:
                writer.write(record)
            await writer.drain()
        await reader.read()

    return serve


def assert_whole(outcomes: list[Outcome]) -> None:
    """Each is the page."""
    for outcome in outcomes:
        assert isinstance(outcome, Exchange), outcome
        assert (outcome.status_code, outcome.body, outcome.content) == (200, "whole", PAGE)


def test_a_connection_serves_many_links(tls: ssl.SSLContext | None, tmp_path: Path) -> None:
    """Whether its answers are plain or not; what TLS itself has to say in between (RFC 8446 section 4.6.1) ends none."""
    server = Server(answering(ANSWER, CHUNKED, ANSWER, ANSWER), tls)
    assert_whole(fetched(server, tmp_path / "ca.pem", links=4, pause=0.05))
    assert server.connections == 1


def test_what_nobody_asked_for_ends_a_connection(tls: ssl.SSLContext | None, tmp_path: Path) -> None:
    """It comes behind an answer, after that was read (RFC 9112 section 9.2)."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(ANSWER)
        await asyncio.sleep(0.05)
        writer.write(b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")
        await reader.read()

    server = Server(serve, tls)
    assert_whole(fetched(server, tmp_path / "ca.pem", links=2, pause=0.2))
    assert server.connections == 2


@pytest.mark.parametrize("is_one", [True, False], ids=["one record", "two records"])
def test_what_stands_behind_an_answer_ends_a_connection(
    tls: ssl.SSLContext | None, tmp_path: Path, is_one: bool
) -> None:
    """Be it that it came with it."""
    answer = ANSWER, b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"
    server = Server(answering(b"".join(answer) if is_one else answer), tls)
    assert_whole(fetched(server, tmp_path / "ca.pem", links=2))
    assert server.connections == 2


def test_a_connection_that_is_to_be_closed_is_not_used_again(tls: ssl.SSLContext | None, tmp_path: Path) -> None:
    """As the server says (RFC 9112 section 9.6)."""
    server = Server(answering(ANSWER.replace(b"\r\n", b"\r\nConnection: close\r\n", 1), ANSWER), tls)
    assert_whole(fetched(server, tmp_path / "ca.pem", links=2))
    assert server.connections == 2


def test_an_answer_that_breaks_off(tls: ssl.SSLContext | None, tmp_path: Path) -> None:
    """Its beginning is kept; with TLS the end is not announced either (RFC 8446 section 6.1)."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(ANSWER[:-100])
        await asyncio.sleep(0.1)

    (outcome,) = fetched(Server(serve, tls), tmp_path / "ca.pem", links=1)
    assert isinstance(outcome, Exchange)
    assert (outcome.body, outcome.content) == ("truncated", PAGE[:-100])


def test_a_long_answer_is_whole(tls: ssl.SSLContext | None, tmp_path: Path) -> None:
    """Longer than what is read at once, than a record of TLS, and than what may wait."""
    content = bytes(range(256)) * 8_000
    server = Server(answering(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(content), content)), tls)
    (outcome,) = fetched(server, tmp_path / "ca.pem", links=1)
    assert isinstance(outcome, Exchange)
    assert (outcome.body, outcome.content) == ("whole", content)


def test_what_is_not_read_waits_at_the_server() -> None:
    """A server that sends without end fills no memory while nobody reads; nothing is lost by it."""
    content = bytes(range(256)) * 80_000

    async def run() -> tuple[int, bytes]:
        sent = asyncio.Event()

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(content)
            await writer.drain()
            sent.set()
            await reader.read()

        async with Server(serve, None) as base:
            loop = asyncio.get_running_loop()
            port = int(base.rpartition(":")[2].strip("/"))
            _, wire = await loop.create_connection(functools.partial(Wire, shared_buffer()), "127.0.0.1", port)
            await asyncio.sleep(0.3)
            waiting = wire.waiting
            assert not sent.is_set(), "the server had to wait"
            read = b""
            while len(read) < len(content):
                read += await wire.read(loop.time() + 2)
            wire.close()
            return waiting, read

    waiting, read = asyncio.run(run())
    assert 0 < waiting < 1_000_000
    assert read == content


@pytest.fixture(scope="module")
def secure_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Path]]:
    """The test site over TLS, and who vouches for it."""
    ca = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority = trustme.CA()
    authority.cert_pem.write_to_path(ca)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with Site(tls=context) as site:
        yield site, ca


@pytest.mark.parametrize(
    "name",
    [
        "silence", "rst", "not-http", "http-0-9", "half-a-status", "status-of-four", "switching", "http-1-0", "no-reason", "bare-feeds", "folded", "eight-bits",
        "controls", "same-length-twice", "other-length-twice", "no-colon", "nul-in-field", "early-hints", "length-and-chunks", "chunks-with-extensions", "to-the-end",
        "head-in-pieces", "huge-header", "many-headers", "short-body", "long-body", "chunked", "chunk-of-nonsense", "chunks-broken-off", "gzip", "bomb",
        "once-a-connection",
    ],
)  # fmt: skip
def test_odd_answers_are_the_same_over_tls(secure_site: tuple[Site, Path], name: str) -> None:
    """What is wrong with an answer does not hang on what carries it."""
    site, ca = secure_site
    found = check(site.url(name), settings_for(site, ca=ca, retries=0))
    assert (found.verdict.state.value, found.verdict.kind) == EXPECTED[name], found.verdict.because


def test_a_field_with_a_line_break_is_not_sent() -> None:
    """The server would read two fields, or another request."""

    async def run() -> Outcome:
        async with server as base, Fetcher(SETTINGS, clock=now) as fetcher:
            return await fetcher.ask(base, seconds=2.0, fields=(("X-Wish", "a\r\nX-Other: b"),))

    server = Server(answering(ANSWER), None)
    outcome = asyncio.run(run())
    assert isinstance(outcome, Failure)
    assert outcome.kind is FailureKind.BAD_HTTP
    assert outcome.detail == "the request could not be written (a line break in its field X-Wish)"
