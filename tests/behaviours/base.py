"""How a behaviour is written: a function of a request and a reply, under a name, with the verdict on it."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

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
# Path below the site: state and kind that a check of it must find.
EXPECTED: dict[str, tuple[str, str]] = {}


def add(name: str, verdict: str | None, function: Behaviour) -> None:
    """Serve a behaviour at `/NAME`, and below it. verdict: `state kind`, None for a page that only serves others."""
    assert name not in BEHAVIOURS, f"two behaviours are called {name}"
    BEHAVIOURS[name] = function
    if verdict is not None:
        expect(name, verdict)


def expect(path: str, verdict: str) -> None:
    """The verdict on a path that an existing behaviour serves."""
    state, kind = verdict.split()
    EXPECTED[path] = (state, kind)


def behaviour(verdict: str | None = None) -> Callable[[Behaviour], Behaviour]:
    """As `add`, for a function whose name says what it does."""

    def named(function: Behaviour) -> Behaviour:
        add(function.__name__.rstrip("_").replace("_", "-"), verdict, function)
        return function

    return named
