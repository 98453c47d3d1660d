"""Servers that give too much, too little, or for too long. `python -m tests.bench.givers` serves them, each at its name.

The first line on standard output is the port.
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import time
import zlib
from collections.abc import Awaitable, Callable, Iterable, Iterator

from tests.behaviours.base import article

Giver = Callable[[asyncio.StreamWriter, str], Awaitable[None]]
_HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
_MB = 1_000_000
_LONG = 5 * _MB


async def _give(writer: asyncio.StreamWriter, pieces: Iterable[bytes], *, pause: float = 0.0) -> None:
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        if pause:
            await asyncio.sleep(pause)


def _page(content: bytes, fields: bytes = b"", head: bytes = _HTML) -> Iterator[bytes]:
    yield head + fields + b"Content-Length: %d\r\n\r\n" % len(content)
    yield content


def _fixed(make: Callable[[], bytes], fields: bytes = b"", head: bytes = _HTML) -> Giver:
    """The same page each time."""

    async def give(writer: asyncio.StreamWriter, path: str) -> None:
        await _give(writer, _page(make(), fields, head))

    return give


def _stream(make: Callable[[], Iterable[bytes]], *, pause: float = 0.0) -> Giver:
    async def give(writer: asyncio.StreamWriter, path: str) -> None:
        await _give(writer, make(), pause=pause)

    return give


def _times(piece: bytes, before: bytes = b"<title>Ferry</title><body>", after: bytes = b"") -> Callable[[], bytes]:
    """5 MB of one piece."""
    return lambda: before + piece * (_LONG // len(piece)) + after


# -- bombs --------------------------------------------------------------------------------------------------------


def zeros(megabytes: int, *, wbits: int) -> Iterator[bytes]:
    """A deflate stream of zeros; each megabyte is the same thousand bytes, so that making it costs nothing."""
    packer = zlib.compressobj(9, wbits=wbits)
    first = packer.compress(b"<p>" + b"\0" * _MB) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b"\0" * _MB) + packer.flush(zlib.Z_FULL_FLUSH)
    return itertools.chain([first], itertools.repeat(again, megabytes))


def _bomb(coding: bytes, pieces: Callable[[], Iterable[bytes]]) -> Giver:
    return _stream(lambda: itertools.chain([_HTML + b"Content-Encoding: %s\r\n\r\n" % coding], pieces()))


def _in_gzip(levels: int) -> bytes:
    content = b"".join(zeros(100, wbits=31))
    for _ in range(levels):
        content = gzip.compress(content)
    return content


def _many(piece: bytes, megabytes: int) -> Iterator[bytes]:
    block = piece * (65_536 // len(piece))
    return itertools.repeat(block, megabytes * _MB // len(block))


# -- without end --------------------------------------------------------------------------------------------------


async def _redirects(writer: asyncio.StreamWriter, path: str) -> None:
    count = int(path.partition("?")[2] or 0)
    await _give(
        writer, [b"HTTP/1.1 302 X\r\nContent-Length: 0\r\nLocation: /endless-redirects?%d\r\n\r\n" % (count + 1)]
    )


async def _slow_redirects(writer: asyncio.StreamWriter, path: str) -> None:
    await asyncio.sleep(1)
    count = int(path.partition("?")[2] or 0)
    await _give(writer, [b"HTTP/1.1 302 X\r\nContent-Length: 0\r\nLocation: /slow-redirects?%d\r\n\r\n" % (count + 1)])


_FOR_EVER = 10**9
# Pages that are long, with what they might bring out of a parser; all are 5 MB.
_PAGES: dict[str, Callable[[], bytes]] = {
    "deep-div": _times(b"<div>"),
    "deep-b": _times(b"<b>"),
    "deep-misnested": _times(b"<b><p></b>"),
    "deep-table": _times(b"<table><td>"),
    "deep-svg": _times(b"<svg><g>"),
    "deep-template": _times(b"<template>"),
    "deep-noscript-form": _times(b"<form><noscript>"),
    "anchors": _times(b"<a>"),
    "anchors-with-links": _times(b'<a href="/a">x</a>'),
    "paragraphs": _times(b"<p>x"),
    "line-breaks": _times(b"<br>"),
    "one-line": _times(b"a"),
    "words": _times(b"ferry "),
    "one-line-wide": _times("\U0001f6a2".encode()),
    "words-arabic": _times("العبارة ".encode()),
    "invisible": _times("\u200b".encode()),
    "entities": _times(b"&amp;"),
    "entities-bare": _times(b"&"),
    "entities-numbers": _times(b"&#128674;"),
    "json-ld": _times(
        b'{"@type":"Person","name":"Mara Ellison"},', b'<script type="application/ld+json">{"@graph":[', b"0]}</script>"
    ),
    "json-ld-deep": _times(b"[", b'<script type="application/ld+json">', b"</script>"),
    "json-ld-many": _times(b'<script type="application/ld+json">{"@type":"Article"}</script>'),
    "phrases": _times(b"Page not found. 404 Not Found. "),
    "phrases-in-title": _times(b"Page not found. ", b"<title>", b"</title><h1>404</h1>"),
    "phrases-in-headings": _times(b"<h1>Page not found</h1>"),
    "walls": _times(b"Just a moment... Enable JavaScript and cookies to continue. Subscribe. Sign in. "),
    "title": _times(b"a - ", b"<title>", b"</title>"),
    "title-open": _times(b"<title>", b""),
    "spaces": _times(b" "),
    "spaces-and-a-word": _times(b" " * 99_999 + b"x"),
    "line-feeds": _times(b"\n"),
    "less-than": _times(b"<"),
    "quotes": _times(b'"', b'<p title="'),
    "quotes-both": _times(b"'\""),
    "attributes": _times(b"a=b ", b"<p "),
    "attributes-different": lambda: b"<p " + b" ".join(b"a%d" % number for number in range(600_000)) + b">x",
    "attributes-slashes": lambda: b"<p" + b"".join(b"/a%d" % number for number in range(600_000)) + b">x",
    "attributes-quoted": lambda: b"<p " + b" ".join(b"a%d='>'" % number for number in range(400_000)) + b">x",
    "drawing": _times(b"10.5 20.25 ", b'<p>Some words.</p><svg><path d="M', b'"></svg>' + article()),
    "comments-open": _times(b"<!--"),
    "comments": _times(b"<!-- x -->"),
    "scripts-open": _times(b"<script>"),
    "scripts": _times(b"<script>x()</script>"),
    "metas": _times(b'<meta name="a" content="b">', b"<head>"),
    "metas-charset": _times(b"<meta charset", b"<head>"),
    "metas-refresh": _times(b'<meta http-equiv=refresh content="9;url=/x">', b"<head>"),
    "refresh-spaces": lambda: b"<meta http-equiv=refresh content='0" + b" " * 19_000 + b"x'>" + article(),
    "password-fields": _times(b"<input type=password>"),
    "nothing": _times(b"\0"),
    "not-utf-8": _times(b"\xff"),
    "stars": _times(b"*"),
}


def _plain(name: str) -> Giver:
    return _fixed(_PAGES[name], head=_HTML.replace(b"text/html", b"text/plain"))


# Those that need no parser, and end soon: by the deadline, or by a limit.
WIRE: dict[str, Giver] = {
    "gzip-bomb": _bomb(b"gzip", lambda: zeros(1000, wbits=31)),
    "deflate-bomb": _bomb(b"deflate", lambda: zeros(1000, wbits=15)),
    "raw-deflate-bomb": _bomb(b"deflate", lambda: zeros(1000, wbits=-15)),
    "gzip-in-gzip": _bomb(b"gzip, gzip, gzip", lambda: [_in_gzip(2)]),
    "gzip-members": _bomb(b"gzip", lambda: _many(gzip.compress(b"\0" * 60_000), 100)),
    "gzip-members-empty": _bomb(b"gzip", lambda: _many(gzip.compress(b""), 400)),
    "deflate-of-nothing": _bomb(b"deflate", lambda: itertools.chain([b"\x78\x9c"], _many(b"\0\0\0\xff\xff", 4000))),
    "endless-body": _stream(lambda: itertools.chain([_HTML + b"\r\n<p>"], itertools.repeat(b"word " * 13_000, _FOR_EVER))),
    "endless-chunks": _stream(
        lambda: itertools.chain([_HTML + b"Transfer-Encoding: chunked\r\n\r\n"], itertools.repeat(b"5\r\nword \r\n" * 6_000, _FOR_EVER))
    ),
    "endless-chunks-of-one": _stream(
        lambda: itertools.chain([_HTML + b"Transfer-Encoding: chunked\r\n\r\n"], itertools.repeat(b"1\r\nw\r\n" * 6_000, _FOR_EVER))
    ),
    "endless-chunk-extension": _stream(
        lambda: itertools.chain([_HTML + b"Transfer-Encoding: chunked\r\n\r\n5;"], itertools.repeat(b"x" * 65_536, _FOR_EVER))
    ),
    "endless-trailers": _stream(
        lambda: itertools.chain([_HTML + b"Transfer-Encoding: chunked\r\n\r\n0\r\n"], itertools.repeat(b"X-A: b\r\n" * 8_000, _FOR_EVER))
    ),
    "endless-fields": _stream(lambda: itertools.chain([_HTML], itertools.repeat(b"X-A: b\r\n" * 8_000, _FOR_EVER))),
    "endless-field": _stream(lambda: itertools.chain([_HTML + b"X: "], itertools.repeat(b"x" * 65_536, _FOR_EVER))),
    "endless-early-answers": _stream(lambda: itertools.repeat(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 1000, _FOR_EVER)),
    "endless-redirects": _redirects,
    "slow-redirects": _slow_redirects,
    "endless-redirect-body": _stream(
        lambda: itertools.chain([b"HTTP/1.1 302 X\r\nLocation: /article\r\n\r\n"], itertools.repeat(b"word " * 13_000, _FOR_EVER))
    ),
    "drip-head": _stream(lambda: (bytes([byte]) for byte in _HTML * 9), pause=1.0),
    "drip-body": _stream(lambda: itertools.chain([_HTML + b"\r\n<title>Slow</title><p>Some"], itertools.repeat(b"x", _FOR_EVER)), pause=1.0),
    "drip-redirect-body": _stream(lambda: itertools.chain([b"HTTP/1.1 302 X\r\nLocation: /x\r\n\r\n"], itertools.repeat(b"x", _FOR_EVER)), pause=1.0),
    "drip-early-answers": _stream(lambda: itertools.repeat(b"HTTP/1.1 100 Continue\r\n\r\n", _FOR_EVER), pause=0.5),
    "silence": _stream(lambda: itertools.repeat(b"", _FOR_EVER), pause=1.0),
    "fields-100-000": _stream(lambda: [_HTML + b"X-A: b\r\n" * 100_000 + b"\r\n"]),
    "heavy-and-slow": _stream(
        lambda: itertools.chain([_HTML + b"\r\n" + b"<p>x" * 1_000_000], (time.sleep(0.01) or b"<a href=x>y</a>" for _ in range(_FOR_EVER)))
    ),
    "cookies": _stream(lambda: [_HTML + b"Set-Cookie: a=%s\r\n" % (b"b" * 900) * 100 + b"Content-Length: 1\r\n\r\nx"]),
}  # fmt: skip
PAGES: dict[str, Giver] = {name: _fixed(make) for name, make in _PAGES.items()} | {
    "plain-one-line": _plain("one-line"),
    "plain-words": _plain("words"),
    "plain-stars": _plain("stars"),
    "plain-spaces": _plain("spaces-and-a-word"),
    "plain-phrases": _plain("phrases"),
    "utf-16": _fixed(lambda: b"\xff\xfe" + ("ferry " * (_LONG // 12)).encode("utf-16-le")),
    "pdf": _fixed(
        lambda: b"%PDF-1.7\n" + b"1 0 obj<<>>endobj\n" * 270_000, head=_HTML.replace(b"text/html", b"application/pdf")
    ),
    "xml": _fixed(_PAGES["deep-div"], head=_HTML.replace(b"text/html", b"application/xhtml+xml")),
}
GIVERS: dict[str, Giver] = {"article": _fixed(article)} | WIRE | PAGES


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1].decode("latin-1")
        give = GIVERS.get(path.partition("?")[0].strip("/"), GIVERS["article"])
        await give(writer, path)
    except (OSError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def serve() -> None:
    """Until the process is ended."""
    server = await asyncio.start_server(_talk, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
