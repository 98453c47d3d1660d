"""A real server on loopback whose pages are named after what they do, and a name server that knows its hosts.

Every behaviour is a function below; its name, with dashes, is its path. `Site.url("not-found")` asks for it. Behaviours
of transport (resets, half answers, dripping) write to the socket themselves, so nothing between hides them.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Self, cast

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

ARTICLE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | The Quayside Courier</title>
<meta property="og:site_name" content="The Quayside Courier"></head><body><article><h1>{title}</h1>
<p>By Mara Ellison</p>{paragraphs}</article></body></html>"""
_PARAGRAPH = (
    "<p>The harbour board met on Tuesday and agreed, after three hours, to keep the old ferry running until the new"
    " bridge has been inspected twice. Residents had asked for the delay.</p>"
)


def article(title: str = "Harbour board keeps the old ferry") -> bytes:
    """A page that is plainly an article."""
    return ARTICLE.format(title=title, paragraphs=_PARAGRAPH * 8).encode()


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: method, path with query, header fields in lower case, how often this path was asked before."""

    method: str
    path: str
    fields: dict[str, str]
    seen: int


@dataclass(slots=True)
class Reply:
    """The connection, and short ways to answer on it."""

    writer: asyncio.StreamWriter
    base: str
    keep_alive: bool = field(default=True)

    def page(
        self, content: bytes = b"", status: str = "200 OK", *fields: str, kind: str = "text/html; charset=utf-8"
    ) -> None:
        head = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *fields]
        if kind:
            head.append(f"Content-Type: {kind}")
        self.raw("\r\n".join(head).encode("utf-8") + b"\r\n\r\n" + content)

    def redirect(self, location: str, status: str = "302 Found", *fields: str) -> None:
        self.page(b"<p>moved</p>", status, f"Location: {location}", *fields)

    def raw(self, data: bytes) -> None:
        self.writer.write(data)

    def reset(self) -> None:
        """End with RST in place of FIN."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


Behaviour = Callable[[Request, Reply], Awaitable[None] | None]
BEHAVIOURS: dict[str, Behaviour] = {}


def behaviour(function: Behaviour) -> Behaviour:
    BEHAVIOURS[function.__name__.rstrip("_").replace("_", "-")] = function
    return function


def _add(name: str, function: Behaviour) -> None:
    BEHAVIOURS[name] = function


# -- answers with a status -----------------------------------------------------------------------------------------

_add("article", lambda _, reply: reply.page(article()))
_add("not-found", lambda _, reply: reply.page(b"<h1>Not found</h1>", "404 Not Found"))
_add("gone", lambda _, reply: reply.page(b"<h1>Gone</h1>", "410 Gone"))
_add("forbidden", lambda _, reply: reply.page(b"<h1>Forbidden</h1>", "403 Forbidden"))
_add("not-acceptable", lambda _, reply: reply.page(b"", "406 Not Acceptable"))
_add("denied-999", lambda _, reply: reply.page(b"<h1>Request denied</h1>", "999 Request denied"))
_add("teapot", lambda _, reply: reply.page(b"", "418 I'm a teapot"))
_add("login", lambda _, reply: reply.page(b"", "401 Unauthorized", 'WWW-Authenticate: Basic realm="staff"'))
_add("payment", lambda _, reply: reply.page(b"", "402 Payment Required"))
_add("legal", lambda _, reply: reply.page(b"", "451 Unavailable For Legal Reasons", 'Link: <https://court.example/o>; rel="blocked-by"'))  # fmt: skip
_add("server-error", lambda _, reply: reply.page(b"", "500 Internal Server Error"))
_add("bad-gateway", lambda _, reply: reply.page(b"", "502 Bad Gateway"))
_add("no-content", lambda _, reply: reply.raw(b"HTTP/1.1 204 No Content\r\n\r\n"))
_add("empty", lambda _, reply: reply.page(b""))
_add("empty-html", lambda _, reply: reply.page(b"<html><head></head><body>  </body></html>"))
_add("not-modified", lambda _, reply: reply.raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"))
_add("teasing-redirect", lambda _, reply: reply.page(b"", "308 Permanent Redirect"))
_add("pdf", lambda _, reply: reply.page(b"%PDF-1.7 made up", kind="application/pdf"))
_add("no-content-type", lambda _, reply: reply.page(article(), kind=""))
_add("klingon", lambda _, reply: reply.page(article(), kind="text/html; charset=klingon-8"))
_add("challenge", lambda _, reply: reply.page(b"<title>Just a moment...</title>", "403 Forbidden", "cf-mitigated: challenge"))  # fmt: skip
_add("challenge-200", lambda _, reply: reply.page(b"<title>Just a moment...</title>x", "200 OK", "cf-mitigated: challenge"))  # fmt: skip
_add("busy-day", lambda _, reply: reply.page(b"", "429 Too Many Requests", "Retry-After: 86400"))
_add("unavailable-day", lambda _, reply: reply.page(b"", "503 Service Unavailable", "Retry-After: 86400"))


@behaviour
def busy_moment(request: Request, reply: Reply) -> None:
    if request.seen == 0:
        reply.page(b"", "429 Too Many Requests", "Retry-After: 1")
    else:
        reply.page(article())


@behaviour
def busy_date(request: Request, reply: Reply) -> None:
    if request.seen == 0:
        moment = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
        reply.page(b"", "429 Too Many Requests", f"Retry-After: {moment}")
    else:
        reply.page(article())


@behaviour
def error_once(request: Request, reply: Reply) -> None:
    reply.page(b"", "503 Service Unavailable") if request.seen == 0 else reply.page(article())


@behaviour
def mortal(request: Request, reply: Reply) -> None:
    reply.page(article()) if request.seen < 100 else reply.page(b"", "410 Gone")


@behaviour
def head_lies(request: Request, reply: Reply) -> None:
    reply.page(article()) if request.method == "GET" else reply.page(b"", "404 Not Found")


@behaviour
def accents(request: Request, reply: Reply) -> None:
    wanted = "/accents/canci%C3%B3n%20(1).html?q=%C3%BC"
    reply.page(article()) if request.path == wanted else reply.page(b"", "404 Not Found")


# -- redirects -----------------------------------------------------------------------------------------------------

_add("moved", lambda _, reply: reply.redirect("/article", "301 Moved Permanently"))
_add("moved-308", lambda _, reply: reply.redirect("/article", "308 Permanent Redirect"))
_add("moved-temp", lambda _, reply: reply.redirect("/article", "302 Found"))
_add("see-other", lambda _, reply: reply.redirect("/article", "303 See Other"))
_add("moved-mixed", lambda _, reply: reply.redirect("/moved-temp", "301 Moved Permanently"))
_add("to-home", lambda _, reply: reply.redirect("/", "301 Moved Permanently"))
_add("to-locale-home", lambda _, reply: reply.redirect("/en/", "302 Found"))
_add("to-index", lambda _, reply: reply.redirect("/index.php", "302 Found"))
_add("section/2019/lost", lambda _, reply: reply.redirect("/section/", "302 Found"))
_add("section", lambda _, reply: reply.page(article("All stories")))
_add("", lambda _, reply: reply.page(article("Front page")))
_add("en", lambda _, reply: reply.page(article("Front page")))
_add("index.php", lambda _, reply: reply.page(article("Front page")))
_add("story/amp", lambda _, reply: reply.redirect("/story", "301 Moved Permanently"))
_add("story", lambda _, reply: reply.page(article()))
_add("home", lambda _, reply: reply.redirect("/", "301 Moved Permanently"))
_add(
    "s3kq",
    lambda _, reply: reply.redirect(reply.base.replace("127.0.0.1", "courier.test"), "301 Moved Permanently"),
)
_add("loop", lambda _, reply: reply.redirect("/loop"))
_add("to-nowhere", lambda _, reply: reply.redirect(""))
_add("to-file", lambda _, reply: reply.redirect("file:///etc/passwd"))
_add("to-script", lambda _, reply: reply.redirect("javascript:alert(1)"))
_add("to-nonsense", lambda _, reply: reply.redirect("http://[::bad/"))
_add("to-metadata", lambda _, reply: reply.redirect("http://169.254.169.254/latest/meta-data/"))
_add("to-private", lambda _, reply: reply.redirect("http://10.0.0.5/admin"))
_add("to-decimal", lambda _, reply: reply.redirect("http://167772165/"))
_add("to-mapped", lambda _, reply: reply.redirect("http://[::ffff:10.0.0.5]/"))
_add("refresh", lambda _, reply: reply.page(b'<meta http-equiv="Refresh" content="0; URL=\'/article\'">'))
_add("refresh-home", lambda _, reply: reply.page(b"<meta http-equiv=refresh content='2;url=/'>"))
_add(
    "refresh-self",
    lambda _, reply: reply.page(b'<meta http-equiv="refresh" content="3; url=/refresh-self">' + article()),
)
_add(
    "refresh-script",
    lambda _, reply: reply.page(b'<meta http-equiv="refresh" content="0; url=javascript:go()">' + article()),
)
_add(
    "refresh-noscript",
    lambda _, reply: reply.page(
        b'<head><noscript><meta http-equiv="refresh" content="0; url=/"></noscript></head>' + article()
    ),
)
_add("refresh-slow", lambda _, reply: reply.page(b'<meta http-equiv="refresh" content="600; url=/">' + article()))


@behaviour
def endless(request: Request, reply: Reply) -> None:
    reply.redirect(f"/endless?n={request.seen}")


@behaviour
def cookie_gate(request: Request, reply: Reply) -> None:
    if "passed=yes" in request.fields.get("cookie", ""):
        reply.page(article())
    else:
        reply.redirect("/cookie-gate", "302 Found", "Set-Cookie: passed=yes; Path=/")


@behaviour
def to_utf8(request: Request, reply: Reply) -> None:
    reply.raw(
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /accents/canci\xc3\xb3n (1).html?q=\xc3\xbc\r\n\r\n"
    )


# -- transport -----------------------------------------------------------------------------------------------------

_add("silence", lambda _, reply: reply.writer.close())
_add("rst", lambda _, reply: reply.reset())
_add("not-http", lambda _, reply: (reply.raw(b"<h1>just text, no status line</h1>"), reply.writer.close())[1])
_add("short-body", lambda _, reply: (reply.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999999\r\n\r\n" + article()), reply.writer.close())[1])  # fmt: skip
_add("gzip", lambda _, reply: reply.page(gzip.compress(article()), "200 OK", "Content-Encoding: gzip"))
_add("gzip-lie", lambda _, reply: reply.page(article(), "200 OK", "Content-Encoding: gzip"))
_add("brotli-lie", lambda _, reply: reply.page(article(), "200 OK", "Content-Encoding: br"))
_add("bomb", lambda _, reply: reply.page(BOMB, "200 OK", "Content-Encoding: gzip"))
_add("http-1-0", lambda _, reply: (reply.raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + article()), reply.writer.close())[1])  # fmt: skip
_add("huge-header", lambda _, reply: reply.raw(b"HTTP/1.1 200 OK\r\nX-Junk: " + b"j" * 1_000_000 + b"\r\n\r\n"))
BOMB = gzip.compress(b"<p>" + b"0" * 60_000_000)


@behaviour
async def many_headers(request: Request, reply: Reply) -> None:
    reply.raw(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 100_000 + b"\r\n")


@behaviour
async def unhurried(request: Request, reply: Reply) -> None:
    await asyncio.sleep(0.05)
    reply.page(article())


@behaviour
async def hang(request: Request, reply: Reply) -> None:
    await asyncio.sleep(30)


@behaviour
async def drip_headers(request: Request, reply: Reply) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n":
        reply.raw(bytes([byte]))
        await asyncio.sleep(0.4)


@behaviour
async def drip_body(request: Request, reply: Reply) -> None:
    reply.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Slow</title><p>Some words. ")
    for _ in range(60):
        reply.raw(b"x")
        await asyncio.sleep(0.4)


@behaviour
async def endless_body(request: Request, reply: Reply) -> None:
    reply.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(5_000):
        reply.raw(b"1000\r\n" + b"word " * 819 + b"x\r\n")
        await reply.writer.drain()


class Site:
    """The server, and beside it a name server. Use as a context manager; it ends with the block.

    hits: how often each path was asked. names: addresses by host name; an unknown one does not exist, `servfail.test`
    cannot be looked up. tls: a server context to speak TLS.
    """

    def __init__(self, *, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.hits: Counter[str] = Counter()
        self.names: dict[str, str] = {"control.test": "192.0.2.1"}
        self.questions: Counter[str] = Counter()
        self._tls = tls
        self._host = host
        self._thread = threading.Thread(target=self._run, name="site", daemon=True)
        self._started = threading.Event()
        self.port = 0
        self.name_server = ""

    def url(self, name: str, host: str | None = None) -> str:
        """The address of a behaviour."""
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{host or self._host}:{self.port}/{name}"

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
        server = await asyncio.start_server(self._connected, self._host, 0, ssl=self._tls, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        names, _ = await self._loop.create_datagram_endpoint(lambda: _Names(self), local_addr=("127.0.0.1", 0))
        self.name_server = "127.0.0.1:{}".format(names.get_extra_info("sockname")[1])
        self._started.set()
        await self._stop.wait()
        names.close()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            while await self._answer_one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.transport.abort()

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
        if function is None:
            reply.page(b"<h1>No such page</h1>", "404 Not Found")
        elif (pending := function(request, reply)) is not None:
            await pending
        await writer.drain()
        return not writer.is_closing()


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
        response = dns.message.make_response(query)
        response.flags |= dns.flags.RA
        if name == "servfail.test" or "*" in self._site.names:
            response.set_rcode(dns.rcode.SERVFAIL)
        elif name not in self._site.names:
            response.set_rcode(dns.rcode.NXDOMAIN)
        elif question.rdtype == dns.rdatatype.A:
            response.answer.append(dns.rrset.from_text(question.name, 60, "IN", "A", self._site.names[name]))
        self._transport.sendto(response.to_wire(), addr)
