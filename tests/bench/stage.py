"""What a hostile redirect is played on: a redirecting site and a proxy on 127.0.0.2, a name server that lies, and traps
on everything else of this machine, which count connections.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from typing import Any, Self, cast

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from tests.behaviours.base import article
from tests.bench.locations import ALLOWED, PUBLIC, Place

HOPS = (ALLOWED, *PUBLIC)
_LOCAL = ("localhost", "localhost.localdomain", "ip6-localhost")


class Dialled:
    """Every TCP connection that this process begins, seen from below: the interpreter's own audit events.

    Reaches further than traps, since nothing can listen on 169.254.169.254. An audit hook stays for the life of the
    process; outside the block it does nothing.
    """

    _now: Dialled | None = None
    _hooked = False

    def __init__(self) -> None:
        self.places: Counter[str] = Counter()

    def __enter__(self) -> Self:
        if not Dialled._hooked:
            sys.addaudithook(Dialled._hear)
            Dialled._hooked = True
        Dialled._now = self
        return self

    def __exit__(self, *_: object) -> None:
        Dialled._now = None

    @staticmethod
    def _hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event != "socket.connect" or Dialled._now is None:
            return
        sock, address = arguments
        if sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_STREAM:
            Dialled._now.places[str(address[0])] += 1

    @property
    def breaches(self) -> dict[str, int]:
        """Addresses that were dialled and are not the allowed one."""
        return {place: count for place, count in self.places.items() if place not in (ALLOWED, f"::ffff:{ALLOWED}")}


class Stage:
    """Use as a context manager; everything listens inside the block.

    caught: connections by trap (`ADDRESS:PORT` as it was dialled). proxied: hosts that the proxy was asked for.
    places: what the site redirects to, by number; set it before the first request.
    """

    def __init__(self) -> None:
        self.places: Sequence[Place] = ()
        self.caught: Counter[str] = Counter()
        self.proxied: Counter[str] = Counter()
        self.port = self.proxy = 0
        self.traps: tuple[int, ...] = ()
        self.listening: list[tuple[str, int]] = []
        self.name_server = ""
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="stage", daemon=True)
        self._started = threading.Event()

    def url(self, number: int) -> str:
        """A link to the walk that ends in the place of that number."""
        return f"http://{HOPS[number % len(HOPS)]}:{self.port}/walk/{self.places[number].before}/{number}"

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._started.wait(10), "the stage did not start"
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def prove(self) -> None:
        """Knock at each trap; one that does not count would have caught nothing."""
        before = self.caught.copy()
        for host, port in self.listening:
            with socket.create_connection((host, port), timeout=5) as knock:
                knock.recv(1)  # the trap hangs up when it has counted
        missed = [place for place in self.listening if self.caught[_at(*place)] <= before[_at(*place)]]
        assert not missed, f"traps that do not count: {missed}"
        self.caught = before

    # -- what listens -------------------------------------------------------------------------------------------------

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        site = await asyncio.start_server(self._answer, ALLOWED, 0, backlog=1024)
        proxy = await asyncio.start_server(self._answer_as_proxy, ALLOWED, 0, backlog=1024)
        self.port, self.proxy = (server.sockets[0].getsockname()[1] for server in (site, proxy))
        servers = [site, proxy, *await self._set_traps()]
        names, _ = await self._loop.create_datagram_endpoint(Names, local_addr=(ALLOWED, 0))
        self.name_server = "{}:{}".format(*names.get_extra_info("sockname"))
        self._started.set()
        await self._stop.wait()
        names.close()
        for server in servers:
            server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def _set_traps(self) -> list[asyncio.Server]:
        """On the site's own port wherever the site is not, and on further ports everywhere."""
        servers, ports = [], []
        beside = [
            host
            for host in ("127.0.0.1", "127.1.2.3", "::1", *own_addresses())
            if await self._trap(host, self.port, servers)
        ]
        for wanted in (0, 0, 80, 443, 22):
            port = await self._trap("0.0.0.0", wanted, servers)
            if port is None:
                continue
            await self._trap("::", port, servers)
            ports.append(port)
            self.listening += [(host, port) for host in beside]
        self.listening += [(host, self.port) for host in beside]
        self.traps = tuple(ports)
        return servers

    async def _trap(self, host: str, port: int, servers: list[asyncio.Server]) -> int | None:
        try:
            server = await asyncio.start_server(self._catch, host, port, backlog=1024)
        except OSError:  # no IPv6 here, no right to the port, or somebody has it
            return None
        servers.append(server)
        return int(server.sockets[0].getsockname()[1])

    async def _catch(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        del reader
        host, port, *_ = writer.get_extra_info("sockname")
        if host != ALLOWED:
            self.caught[_at(host, port)] += 1
        writer.transport.abort()

    # -- the site -----------------------------------------------------------------------------------------------------

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._talk(reader, writer, proxy=False)

    async def _answer_as_proxy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._talk(reader, writer, proxy=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, proxy: bool) -> None:
        try:
            while True:
                begin = await reader.readexactly(1)
                if begin == b"\x16":  # a TLS greeting, which has no end to wait for
                    break
                first = (begin + await reader.readuntil(b"\r\n\r\n")).split(b"\r\n", 1)[0].decode("latin-1")
                method, target, _ = first.split(" ", 2)
                if proxy:
                    authority = target if method == "CONNECT" else target.split("/", 3)[2]
                    self.proxied[authority.rpartition(":")[0] or authority] += 1
                if method == "CONNECT":
                    writer.write(b"HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n")
                    continue
                path = "/" + target.split("/", 3)[3] if target.startswith("http:") else target
                writer.write(self._page(path))
                if path.startswith("/again/"):  # the next request looks the name up again
                    await writer.drain()
                    break
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError, IndexError):
            pass
        finally:
            writer.close()

    def _page(self, path: str) -> bytes:
        match path.partition("?")[0].split("/")[1:]:
            case ["walk", before, number] if (
                before.isdecimal() and number.isdecimal() and int(number) < len(self.places)
            ):
                place = self.places[int(number)]
                if int(before) == 0:
                    return _sent_to(place)
                host = HOPS[(int(before) + int(number)) % len(HOPS)]
                return _redirect(f"http://{host}:{self.port}/walk/{int(before) - 1}/{number}", 302)
            case ["again", left] if left.isdecimal() and int(left):
                return _redirect(f"/again/{int(left) - 1}", 302, "Connection: close\r\n")
        return _head("200 OK", article())


def _at(host: str, port: int) -> str:
    return f"{host.removeprefix('::ffff:')}:{port}"


def _head(status: str, content: bytes, fields: bytes | str = b"") -> bytes:
    more = fields.encode() if isinstance(fields, str) else fields
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(content)}\r\n"
    return head.encode() + more + b"\r\n" + content


def _redirect(reference: str, status: int, fields: str = "") -> bytes:
    return _head(f"{status} Moved", b"<p>moved</p>", f"Location: {reference}\r\n{fields}")


def _sent_to(place: Place) -> bytes:
    if place.way == "location":
        return _redirect(place.reference, place.status)
    if place.way == "refresh-field":
        return _head("200 OK", article(), f"Refresh: 0; url={place.reference}\r\n")
    quoted = place.reference.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;")
    return _head("200 OK", f"<meta http-equiv=refresh content='0; url={quoted}'>".encode() + article())


def own_addresses() -> list[str]:
    """Addresses of this machine beside loopback, as far as it has a route; nothing is sent to learn them."""
    found = []
    for family, nowhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((nowhere, 9))
                found.append(probe.getsockname()[0])
        except OSError:
            continue
    return found


# -- the name server ----------------------------------------------------------------------------------------------


class Names(asyncio.DatagramProtocol):
    """A name server that answers by the name itself; HEX is an IPv4 address.

    in-HEX: that address. six-HEX: its mapped form. pair-HEX: it and ::1. both-HEX: it and the allowed one. chain-N-HEX: it behind
    N aliases. flip-N: the allowed one, then this machine, in turns. flop-N: the other way about. TTL 0 throughout.
    """

    def __init__(self) -> None:
        self._asked: Counter[tuple[str, int]] = Counter()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        try:
            query = dns.message.from_wire(data)
        except dns.exception.DNSException:
            return
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        if name.startswith("servfail-"):
            response.set_rcode(dns.rcode.SERVFAIL)
        elif (found := self._addresses(name, question.rdtype)) is None:
            response.set_rcode(dns.rcode.NXDOMAIN)
        else:
            owner = question.name
            for alias in _aliases(name):
                target = dns.name.from_text(alias)
                response.answer.append(dns.rrset.from_text(owner, 0, "IN", "CNAME", target.to_text()))
                owner = target
            version = {dns.rdatatype.A: 4, dns.rdatatype.AAAA: 6}.get(question.rdtype)
            fitting = [address for address in found if ipaddress.ip_address(address).version == version]
            if fitting:
                kind = "A" if version == 4 else "AAAA"
                response.answer.append(dns.rrset.from_text(owner, 0, "IN", kind, *fitting))
        self._transport.sendto(response.to_wire(), addr)

    def _addresses(self, name: str, rdtype: int) -> list[str] | None:
        if name in PUBLIC:
            return [ALLOWED]
        if name == "control.test":
            return ["192.0.2.1"]
        if name in _LOCAL or name.endswith(".localhost"):
            return ["127.0.0.1", "::1"]
        kind, *words = name.removesuffix(".test").split("-")
        if kind in ("flip", "flop"):
            self._asked[name, rdtype] += 1
            straight = self._asked[name, rdtype] % 2 == (kind == "flip")
            return [ALLOWED] if straight else ["127.0.0.1", "::1"]
        try:
            v4 = str(ipaddress.IPv4Address(int(words[-1], 16)))
        except (ValueError, IndexError):
            return None
        made = {"in": [v4], "six": [f"::ffff:{v4}"], "both": [v4, ALLOWED], "pair": [v4, "::1"], "chain": [v4]}
        return made.get(kind)


def _aliases(name: str) -> list[str]:
    kind, *words = name.removesuffix(".test").split("-")
    return [f"alias-{left}.{name}" for left in range(int(words[0]))] if kind == "chain" else []
