"""A real server on loopback whose pages are named after what they do, and a name server that knows its hosts.

Every behaviour is a function in `tests/behaviours/`; its name, with dashes, is its path. `Site.url("not-found")` asks
for it. Behaviours of transport (resets, half answers, dripping) write to the socket themselves, so nothing between
hides them.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Self, cast

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

from tests import behaviours
from tests.behaviours.base import BEHAVIOURS, Reply, Request

behaviours.load()


class Site:
    """The server, and beside it a name server. Use as a context manager; it ends with the block.

    hits: how often each path was asked. names: the address, or the addresses, of a host, IPv4 and IPv6; none (`()`) for
    a name without any; a name that is not in it does not exist, `servfail.test` cannot be looked up. silent: names, or
    `NAME AAAA` for one type of record, for which no answer comes. tls: a server context to speak TLS.
    host, also: the addresses that are listened on, all at the same port. most: the most requests that each address had at
    once. begun: when each request of an address began.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1", also: Sequence[str] = ()) -> None:
        self.hits: Counter[str] = Counter()
        self.names: dict[str, str | Sequence[str]] = {"control.test": "192.0.2.1"}
        self.silent: set[str] = {"silent.test"}
        self.questions: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.begun: defaultdict[str, list[float]] = defaultdict(list)
        self._at_once: Counter[str] = Counter()
        self._tls = tls
        self._host = host
        self._also = also
        self._thread = threading.Thread(target=self._run, name="site", daemon=True)
        self._started = threading.Event()
        self.port = 0
        self.name_server = ""

    def url(self, name: str, host: str | None = None) -> str:
        """The address of a behaviour."""
        scheme = "https" if self._tls else "http"
        host = host or self._host
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}/{name}"

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(10), "the site did not start"
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        servers = []
        for host in (self._host, *self._also):
            servers.append(await asyncio.start_server(self._connected, host, self.port, ssl=self._tls, backlog=1024))
            self.port = servers[0].sockets[0].getsockname()[1]
        names, _ = await self._loop.create_datagram_endpoint(lambda: _Names(self), local_addr=("127.0.0.1", 0))
        self.name_server = "127.0.0.1:{}".format(names.get_extra_info("sockname")[1])
        self._started.set()
        await self._stop.wait()
        names.close()
        for server in servers:
            server.close()
        await asyncio.sleep(0.01)  # one that was just let in has its task by then
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.sleep(0.01)  # so that what was aborted is closed before the loop is

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Known at once: a task that is cancelled before it has begun closes nothing."""
        task = asyncio.create_task(self._served(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        task.add_done_callback(lambda _: writer.transport.abort())

    async def _served(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._answer_one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass

    async def _answer_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        begin = await reader.readexactly(1)
        if begin == b"\x16":  # a TLS greeting on a plain port; servers answer it with a plain complaint
            writer.write(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")
            return False
        head = (begin + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.split("\r\n")
        method, path, _ = first.split(" ", 2)
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        if path.startswith("http://"):  # asked as a proxy: the absolute form (RFC 9112 section 3.2.2)
            path = "/" + path.split("/", 3)[3]
        bare = path.partition("?")[0].strip("/")
        function = BEHAVIOURS.get(bare) or BEHAVIOURS.get(bare.partition("/")[0])
        request = Request(method, path, fields, self.hits[path])
        self.hits[path] += 1
        reply = Reply(writer, self.url(""))
        with self._counted(writer.get_extra_info("sockname")[0]):
            if function is None:
                reply.page(b"<h1>No such page</h1>", "404 Not Found")
            elif (pending := function(request, reply)) is not None:
                await pending
        await writer.drain()
        return not writer.is_closing()

    @contextmanager
    def _counted(self, address: str) -> Iterator[None]:
        self.begun[address].append(self._loop.time())
        self._at_once[address] += 1
        self.most[address] = max(self.most[address], self._at_once[address])
        try:
            yield
        finally:
            self._at_once[address] -= 1


class _Names(asyncio.DatagramProtocol):
    """A name server for the names of one site."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = dns.message.from_wire(data)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        self._site.questions[name] += 1
        if self._site.silent & {name, f"{name} {dns.rdatatype.to_text(question.rdtype)}"}:
            return
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        if name == "servfail.test" or "*" in self._site.names:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif name not in self._site.names:
            response.set_rcode(dns.rcode.NXDOMAIN)
        elif found := self._addresses(name, question.rdtype):
            response.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", question.rdtype, found))
        self._transport.sendto(response.to_wire(), addr)

    def _addresses(self, name: str, record: dns.rdatatype.RdataType) -> list[str]:
        given = self._site.names[name]
        addresses = (given,) if isinstance(given, str) else given
        wanted = {dns.rdatatype.A: ".", dns.rdatatype.AAAA: ":"}.get(record, "none")
        return [address for address in addresses if wanted in address]
