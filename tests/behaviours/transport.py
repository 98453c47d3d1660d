"""Answers that are broken on the wire, or come slowly."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from weakref import WeakSet

from tests.behaviours.base import Behaviour, Reply, Request, add, article, behaviour


def head(*lines: bytes, status: bytes = b"HTTP/1.1 200 OK", end: bytes = b"\r\n") -> bytes:
    """The head of an answer, with lines that need not be well formed."""
    return end.join((status, *lines, b"", b""))


def bare(data: bytes, *, close: bool = True) -> Behaviour:
    """Send these bytes, then end the connection."""

    def send(request: Request, reply: Reply) -> None:
        reply.raw(data)
        if close:
            reply.writer.close()

    return send


def sized(content: bytes) -> bytes:
    return b"Content-Length: %d" % len(content)


def chunked(*parts: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)


PAGE = article()
ZIPPED = gzip.compress(PAGE)
TYPE = b"Content-Type: text/html"

# -- no answer, or none that is HTTP ------------------------------------------------------------------------------

add("silence", "unknown reset", lambda _, reply: reply.writer.close())
add("rst", "unknown reset", lambda _, reply: reply.reset())
add("not-http", "unknown bad_http", bare(b"<h1>just text, no status line</h1>"))
add("http-0-9", "unknown bad_http", bare(PAGE))
add("half-a-status", "unknown bad_http", bare(b"HTTP/1.1 20"))
add("status-nonsense", "unknown bad_http", bare(head(TYPE, sized(PAGE), status=b"HTTP/1.1 fine OK") + PAGE))
add("status-of-four", "unknown bad_http", bare(head(TYPE, sized(PAGE), status=b"HTTP/1.1 2000 OK") + PAGE))
add("status-of-radio", "unknown bad_http", bare(head(TYPE, sized(PAGE), status=b"ICY 200 OK") + PAGE))
add("switching", "unknown bad_http", bare(head(b"Upgrade: websocket", status=b"HTTP/1.1 101 Switching Protocols")))

# -- heads ----------------------------------------------------------------------------------------------------------

add("http-1-0", "alive ok", bare(head(TYPE, status=b"HTTP/1.0 200 OK") + PAGE))
add("no-reason", "alive ok", bare(head(TYPE, sized(PAGE), status=b"HTTP/1.1 200") + PAGE))
add("bare-feeds", "alive ok", bare(head(TYPE, sized(PAGE), end=b"\n") + PAGE))
add("folded", "alive ok", bare(head(TYPE, b"X-Long: one", b"  two", sized(PAGE)) + PAGE))
add("eight-bits", "alive ok", bare(head(TYPE, b"X-Motto: fa\xe7on \xc3\xbc", sized(PAGE)) + PAGE))
add("controls", "alive ok", bare(head(TYPE, b"X-Odd: a\x01b", sized(PAGE)) + PAGE))
add("same-length-twice", "alive ok", bare(head(TYPE, sized(PAGE), sized(PAGE)) + PAGE))
add("other-length-twice", "unknown bad_http", bare(head(TYPE, sized(PAGE), b"Content-Length: 7") + PAGE))
add("length-in-words", "unknown bad_http", bare(head(TYPE, b"Content-Length: many") + PAGE))
# Browsers read these; h11 holds to RFC 9112 section 5.1, so that nobody reads them differently from somebody else.
add("no-colon", "unknown bad_http", bare(head(TYPE, b"this is no field", sized(PAGE)) + PAGE))
add("space-before-colon", "unknown bad_http", bare(head(b"Content-Type : text/html", sized(PAGE)) + PAGE))
add("nul-in-field", "unknown bad_http", bare(head(TYPE, b"X-Odd: a\0b", sized(PAGE)) + PAGE))
add("early-hints", "alive ok", bare(
    head(status=b"HTTP/1.1 100 Continue") + head(b"Link: </a.css>", status=b"HTTP/1.1 103 Early Hints") + head(TYPE, sized(PAGE)) + PAGE
))  # fmt: skip
add("length-and-chunks", "alive ok", bare(
    head(TYPE, b"Content-Length: 7", b"Transfer-Encoding: chunked") + chunked(PAGE, b"")
))  # fmt: skip
add("chunks-with-extensions", "alive ok", bare(
    head(TYPE, b"Transfer-Encoding: chunked") + b"%x;a=b\r\n%s\r\n0\r\nX-Trailer: c\r\n\r\n" % (len(PAGE), PAGE), close=False
))  # fmt: skip
add("to-the-end", "alive ok", bare(head(TYPE) + PAGE))
add("huge-header", "unknown bad_http", bare(head(b"X-Junk: " + b"j" * 1_000_000), close=False))
add("huge-cookie", "unknown bad_http", bare(head(b"Set-Cookie: a=" + b"c" * 1_000_000, sized(b"")), close=False))
add("many-headers", "unknown bad_http", bare(head(*[b"X-A: b"] * 100_000), close=False))

# -- bodies ---------------------------------------------------------------------------------------------------------

add("short-body", "alive ok", bare(head(TYPE, b"Content-Length: 999999") + PAGE))
add("long-body", "alive ok", bare(head(TYPE, sized(PAGE)) + PAGE + b"HTTP/1.1 410 Gone\r\n\r\n", close=False))
add("chunked", "alive ok", bare(head(TYPE, b"Transfer-Encoding: chunked") + chunked(PAGE[:300], PAGE[300:], b"")))
add(
    "chunk-of-nonsense",
    "alive ok",
    bare(head(TYPE, b"Transfer-Encoding: chunked") + chunked(PAGE) + b"zz\r\nwhat\r\n0\r\n\r\n"),
)
add("chunks-broken-off", "alive ok", bare(head(TYPE, b"Transfer-Encoding: chunked") + chunked(PAGE)))

add("gzip", "alive ok", lambda _, reply: reply.page(ZIPPED, "200 OK", "Content-Encoding: gzip"))
add("gzip-lie", "alive ok", lambda _, reply: reply.page(PAGE, "200 OK", "Content-Encoding: gzip"))
add(
    "gzip-bad-sum", "alive ok", lambda _, reply: reply.page(ZIPPED[:-8] + b"\0" * 8, "200 OK", "Content-Encoding: gzip")
)
add("gzip-padded", "alive ok", lambda _, reply: reply.page(ZIPPED + b"\0\0padding", "200 OK", "Content-Encoding: gzip"))
add("gzip-members", "alive ok", lambda _, reply: reply.page(gzip.compress(PAGE[:200]) + gzip.compress(PAGE[200:]), "200 OK", "Content-Encoding: gzip"))  # fmt: skip
add("gzip-twice", "alive ok", lambda _, reply: reply.page(gzip.compress(ZIPPED), "200 OK", "Content-Encoding: gzip", "Content-Encoding: gzip"))  # fmt: skip
add("deflate", "alive ok", lambda _, reply: reply.page(zlib.compress(PAGE), "200 OK", "Content-Encoding: deflate"))
add("deflate-raw", "alive ok", lambda _, reply: reply.page(zlib.compress(PAGE)[2:-4], "200 OK", "Content-Encoding: deflate"))  # fmt: skip
add("brotli-lie", "alive ok", lambda _, reply: reply.page(PAGE, "200 OK", "Content-Encoding: br"))
add("zstd", "alive ok", lambda _, reply: reply.page(b"\x28\xb5\x2f\xfd\x04\x00", "200 OK", "Content-Encoding: zstd"))
add("bomb", "alive ok", lambda _, reply: reply.page(BOMB, "200 OK", "Content-Encoding: gzip"))
add("bomb-in-bomb", "alive ok", lambda _, reply: reply.page(gzip.compress(BOMB), "200 OK", "Content-Encoding: gzip, gzip"))  # fmt: skip
BOMB = gzip.compress(b"<p>" + b"0" * 60_000_000)


@behaviour()
async def rst_in_body(request: Request, reply: Reply) -> None:
    reply.raw(head(TYPE, sized(PAGE)) + PAGE[:200])
    await reply.writer.drain()
    await asyncio.sleep(0.05)
    reply.reset()


@behaviour("alive ok")
async def head_in_pieces(request: Request, reply: Reply) -> None:
    """And a part of the body with the last of them."""
    whole = head(TYPE, sized(PAGE)) + PAGE
    for piece in (whole[:20], whole[20:31], whole[31:100], whole[100:]):
        reply.raw(piece)
        await reply.writer.drain()
        await asyncio.sleep(0.02)


@behaviour()
async def gzip_drip(request: Request, reply: Reply) -> None:
    """Compressed, in two members with padding behind, and every byte on its own."""
    content = gzip.compress(PAGE[:200]) + gzip.compress(PAGE[200:]) + b"\0\x1f\x8b"
    reply.raw(head(TYPE, b"Content-Encoding: gzip", sized(content)))
    for at in range(len(content)):
        reply.raw(content[at : at + 1])
        await reply.writer.drain()


# -- once broken, better the second time ----------------------------------------------------------------------------


@behaviour("alive ok")
def not_modified_cached(request: Request, reply: Reply) -> None:
    """A cache in front that answers 304 to everybody, until it is told not to answer itself."""
    fresh = request.fields.get("cache-control") == "no-cache"
    reply.page(PAGE) if fresh else reply.raw(head(status=b"HTTP/1.1 304 Not Modified"))


@behaviour("alive ok")
def not_found_cached(request: Request, reply: Reply) -> None:
    fresh = request.fields.get("cache-control") == "no-cache"
    reply.page(PAGE) if fresh else reply.page(b"", "404 Not Found")


@behaviour("alive ok")
def reset_compressed(request: Request, reply: Reply) -> None:
    reply.page(PAGE) if request.fields["accept-encoding"] == "identity" else reply.reset()


@behaviour("alive ok")
def nonsense_compressed(request: Request, reply: Reply) -> None:
    reply.page(PAGE) if request.fields["accept-encoding"] == "identity" else bare(b"\x1f\x8b\r\n\r\n")(request, reply)


@behaviour("alive ok")
def undecodable_compressed(request: Request, reply: Reply) -> None:
    if request.fields["accept-encoding"] == "identity":
        reply.page(PAGE)
    else:
        reply.page(b"\x0b\x02\x80", "200 OK", "Content-Encoding: br")


_USED: WeakSet[asyncio.StreamWriter] = WeakSet()


@behaviour("alive moved_temp")
def once_a_connection(request: Request, reply: Reply) -> None:
    """Keeps the connection, as it says, and closes it when it is used again."""
    if reply.writer in _USED:
        reply.writer.close()
    elif request.path == "/once-a-connection":
        _USED.add(reply.writer)
        reply.redirect("/once-a-connection/2")
    else:
        reply.page(PAGE)


# -- slow -----------------------------------------------------------------------------------------------------------


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


@behaviour("unknown timeout")
async def endless_hints(request: Request, reply: Reply) -> None:
    while True:
        reply.raw(head(b"Link: </a.css>", status=b"HTTP/1.1 103 Early Hints"))
        await reply.writer.drain()
        await asyncio.sleep(0.01)


@behaviour("alive ok")
async def drip_body(request: Request, reply: Reply) -> None:
    reply.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Slow</title><p>Some words. ")
    for _ in range(60):
        reply.raw(b"x")
        await asyncio.sleep(0.4)


@behaviour("alive ok")
async def stalled_body(request: Request, reply: Reply) -> None:
    reply.raw(head(TYPE, b"Content-Length: 999999") + PAGE)
    await asyncio.sleep(30)


@behaviour("alive ok")
async def endless_body(request: Request, reply: Reply) -> None:
    reply.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(5_000):
        reply.raw(b"1000\r\n" + b"word " * 819 + b"x\r\n")
        await reply.writer.drain()
