"""Answers that are broken on the wire, or come slowly."""

from __future__ import annotations

import asyncio
import gzip

from tests.behaviours.base import Reply, Request, add, article, behaviour

add("silence", "unknown reset", lambda _, reply: reply.writer.close())
add("rst", "unknown reset", lambda _, reply: reply.reset())
add(
    "not-http",
    "unknown bad_http",
    lambda _, reply: (reply.raw(b"<h1>just text, no status line</h1>"), reply.writer.close())[1],
)
add("short-body", "alive ok", lambda _, reply: (reply.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999999\r\n\r\n" + article()), reply.writer.close())[1])  # fmt: skip
add("gzip", "alive ok", lambda _, reply: reply.page(gzip.compress(article()), "200 OK", "Content-Encoding: gzip"))
add("gzip-lie", "alive ok", lambda _, reply: reply.page(article(), "200 OK", "Content-Encoding: gzip"))
add("brotli-lie", "alive ok", lambda _, reply: reply.page(article(), "200 OK", "Content-Encoding: br"))
add("bomb", "alive ok", lambda _, reply: reply.page(BOMB, "200 OK", "Content-Encoding: gzip"))
add("http-1-0", "alive ok", lambda _, reply: (reply.raw(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + article()), reply.writer.close())[1])  # fmt: skip
add(
    "huge-header",
    "unknown bad_http",
    lambda _, reply: reply.raw(b"HTTP/1.1 200 OK\r\nX-Junk: " + b"j" * 1_000_000 + b"\r\n\r\n"),
)
BOMB = gzip.compress(b"<p>" + b"0" * 60_000_000)


@behaviour("unknown bad_http")
async def many_headers(request: Request, reply: Reply) -> None:
    reply.raw(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 100_000 + b"\r\n")


@behaviour()
async def unhurried(request: Request, reply: Reply) -> None:
    await asyncio.sleep(0.05)
    reply.page(article())


@behaviour("unknown timeout")
async def hang(request: Request, reply: Reply) -> None:
    await asyncio.sleep(30)


@behaviour("unknown timeout")
async def drip_headers(request: Request, reply: Reply) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n":
        reply.raw(bytes([byte]))
        await asyncio.sleep(0.4)


@behaviour("alive ok")
async def drip_body(request: Request, reply: Reply) -> None:
    reply.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Slow</title><p>Some words. ")
    for _ in range(60):
        reply.raw(b"x")
        await asyncio.sleep(0.4)


@behaviour("alive ok")
async def endless_body(request: Request, reply: Reply) -> None:
    reply.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(5_000):
        reply.raw(b"1000\r\n" + b"word " * 819 + b"x\r\n")
        await reply.writer.drain()
