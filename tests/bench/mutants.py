"""Answers that no server should send: the real ones of the test site, changed. The same seed, the same answer."""

from __future__ import annotations

import asyncio
import encodings.aliases
import gzip
import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable

from tests.behaviours.base import BEHAVIOURS
from tests.site import Site

Chance = random.Random

# So much of an answer is kept; what is longer is long for its own sake.
_LONGEST = 20_000
_CODECS = sorted({*encodings.aliases.aliases, *encodings.aliases.aliases.values(), "idna", "punycode", "unicode_escape", "raw_unicode_escape",
    "undefined", "mbcs", "oem", "utf-7", "utf-8-sig", "rot13", "unicode-1-1-utf-8", "x-user-defined", "none", "", "klingon-8", "\xff"})  # fmt: skip
_CODINGS = (
    "gzip",
    "deflate",
    "br",
    "zstd",
    "compress",
    "identity",
    "x-gzip",
    "gzip, gzip",
    "gzip,deflate",
    "",
    "GZIP ",
    "none",
    "aes128gcm",
    "\xe9",
)
_TYPES = ("text/html", "text/plain", "application/xhtml+xml", "application/pdf", "application/json", "text/xml", "image/png", "text/markdown",
    "html", "", ";", "*/*", "multipart/mixed; boundary=x", "message/http", "TEXT/HTML;;;", "text/html; text/plain", "\x00", "a" * 5000)  # fmt: skip
_LENGTHS = (
    "-1",
    "0",
    "1",
    "99999999999999999999",
    "0x10",
    "1e3",
    "+5",
    " 7 ",
    "5, 5",
    "5, 6",
    "",
    "nan",
    "５",
    "1_0",
    "-0",
)
_MOMENTS = ("0", "1", "-1", "99999999999999999999999", "1e9", "2.5", "Thu, 99 Foo 20000 25:61:61 GMT", "Wed, 21 Oct 2015 07:28:00 GMT", "",
    "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 +2359", "Fri, 31 Dec 9999 23:59:59 -2359", "9" * 5000, "nan", "inf", "٣", "tomorrow", "\x00")  # fmt: skip
_REFERENCES = ("/", "", "?", "#", "//", "///", "/x", "/a/../b", "http://[bad", "http://xn--a/", "//a..b/", "http://\xff\xfe/", "http://[fe80::1%25lo]/",
    "javascript:go()", "data:,x", "file:///etc/passwd", "http://127.0.0.1:1/", "http://nobody.test/", "//nobody.test", "http:///", "http:", ":",
    "http://a.test:99999/", "http://a.test:0/", "/%", "/%zz%00", "/\u202e", "/" + "a" * 9000, "/404", "/login?next=/", "http://" + "a." * 130 + "test/",
    "http://" + "a" * 70 + ".test/", "\\\\x", "/\ud7ff", "?page=" + "9" * 400, "mailto:a@b", "http://ß.test/", "http://-.test/", "/index.php", "/en/")  # fmt: skip
_STATUSES = (
    "-1",
    "0",
    "00",
    "1e2",
    "2 0 0",
    "",
    "20",
    "2000",
    "99999999999",
    "abc",
    "２００",
    "0x200",
    "200.0",
    "2\x000",
)
_PIECES = (b"\r\n", b"\n", b"\r", b"\0", b": ", b" ", b"\t", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"<", b">", b"'", b'"',
    b"</", b"<!--", b"]]>", b"&#xD800;", b"&#0;", b"&#99999999999;", b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 200 OK\r\n", b"\r\n folded")  # fmt: skip
_FIELDS = (
    "Set-Cookie: \xff=\x01; Max-Age=x", "Set-Cookie: a=b; Expires=Wed, 09 Jun 99999 10:18:14 GMT; Domain=.", "Set-Cookie: ;;;=", "Set-Cookie: a=" + "b" * 5000,
    "Connection: close", "Connection: upgrade", "Upgrade: h2c", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: x",
    "Link: </a>; rel=", "Link: <>;;;", 'Link: <http://[>; rel="blocked-by"', "cf-mitigated: challenge", 'WWW-Authenticate: Basic realm="\xff', "Server: \x7f",
    "X: " + "y" * 9000, ": empty", "no colon", "Sp ace: x", "Content-Type: text/html\r\nContent-Type: application/pdf", "Content-Disposition: attachment",
    "Age: -1", "Date: yesterday", "X-Robots-Tag: noarchive", "Content-Range: bytes 0-1/*", "Trailer: X", "Memento-Datetime: x",
)  # fmt: skip


def harvest(site: Site) -> tuple[bytes, ...]:
    """What the test site answers to each of its paths, as bytes on the wire; of slow answers what comes in half a second."""

    async def one(name: str) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        writer.write(
            f"GET /{name} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n".encode()
        )
        got = bytearray()
        try:
            async with asyncio.timeout(0.5):
                while len(got) < _LONGEST and (piece := await reader.read(_LONGEST)):
                    got += piece
        except (TimeoutError, OSError):
            pass
        writer.transport.abort()
        # The port differs from run to run, and a mutated address could be somebody's: references become relative.
        return bytes(got[:_LONGEST]).replace(site.url("").encode(), b"/").replace(f":{site.port}".encode(), b"")

    async def every() -> list[bytes]:
        return await asyncio.gather(*(one(name) for name in sorted(BEHAVIOURS) if name.isascii()))

    return tuple(dict.fromkeys(answer for answer in asyncio.run(every()) if answer))


def mutant(seed: int, bases: tuple[bytes, ...]) -> bytes:
    """An answer, changed in a few places. Every status from 000 to 999 comes up once in a thousand seeds."""
    chance = random.Random(seed)
    head, gap, body = chance.choice(bases).partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    if chance.random() < 0.4:
        lines[0] = b"HTTP/1.1 %03d X" % (seed % 1000)
    if chance.random() < 0.6:
        body = chance.choice(_BODIES)(chance, body)
    for _ in range(chance.choice((0, 0, 1, 1, 2, 4))):
        chance.choice(_ON_LINES)(chance, lines)
    if chance.random() < 0.3:
        body = _coded(chance, lines, body)
    if chance.random() < 0.7:
        _set(lines, b"Content-Length", b"%d" % len(body))
    top, rest = bytearray(b"\r\n".join(lines) + (gap or b"\r\n\r\n")), bytearray(body)
    # A head is soon beyond reading, and then nobody looks at the body.
    for _ in range(chance.choice((0, 0, 0, 0, 1, 3))):
        chance.choice(_ON_BYTES)(chance, top)
    for _ in range(chance.choice((0, 0, 1, 2, 6))):
        chance.choice(_ON_BYTES)(chance, rest)
    return bytes(top + rest)


def _set(lines: list[bytes], name: bytes, value: bytes) -> None:
    lines[1:] = [line for line in lines[1:] if not line.lower().startswith(name.lower() + b":")]
    lines.append(name + b": " + value)


# -- on the bytes -------------------------------------------------------------------------------------------------


def _flip(chance: Chance, answer: bytearray) -> None:
    if answer:
        at = chance.randrange(len(answer))
        answer[at] ^= 1 << chance.randrange(8)


def _truncate(chance: Chance, answer: bytearray) -> None:
    del answer[chance.randint(0, len(answer)) :]


def _insert(chance: Chance, answer: bytearray) -> None:
    at = chance.randint(0, min(len(answer), chance.choice((300, _LONGEST))))
    answer[at:at] = chance.choice((chance.choice(_PIECES), chance.randbytes(chance.randint(1, 8))))


def _cut_out(chance: Chance, answer: bytearray) -> None:
    at = chance.randint(0, len(answer))
    del answer[at : at + chance.randint(1, 40)]


def _repeat(chance: Chance, answer: bytearray) -> None:
    at = chance.randint(0, len(answer))
    answer[at:at] = answer[at : at + chance.randint(1, 60)] * chance.randint(1, 30)


def _turn_round(chance: Chance, answer: bytearray) -> None:
    at = chance.randint(0, len(answer))
    end = at + chance.randint(2, 40)
    answer[at:end] = answer[at:end][::-1]


_ON_BYTES: tuple[Callable[[Chance, bytearray], None], ...] = (
    _flip,
    _flip,
    _truncate,
    _insert,
    _insert,
    _cut_out,
    _repeat,
    _turn_round,
)


# -- on the lines of the head -------------------------------------------------------------------------------------


def _shuffle(chance: Chance, lines: list[bytes]) -> None:
    fields = lines[1:]
    chance.shuffle(fields)
    lines[1:] = fields


def _double(chance: Chance, lines: list[bytes]) -> None:
    lines.insert(chance.randint(0, len(lines)), chance.choice(lines))


def _drop(chance: Chance, lines: list[bytes]) -> None:
    if len(lines) > 1:
        del lines[chance.randrange(len(lines))]


def _status(chance: Chance, lines: list[bytes]) -> None:
    version = chance.choice(
        ("HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2", "http/1.1", "ICY", "HTTP/1.1.1", "HTTP/9.9", "")
    )
    reason = chance.choice(("OK", "", "\xff", "x" * 3000, "\x00", "404"))
    status = chance.choice((chance.choice(_STATUSES), f"{chance.randint(0, 999):03d}"))
    lines[0] = f"{version} {status} {reason}".encode("latin-1", "replace")


def _field_of(name: str, values: tuple[str, ...], encoding: str = "utf-8") -> Callable[[Chance, list[bytes]], None]:
    def mutate(chance: Chance, lines: list[bytes]) -> None:
        _set(lines, name.encode(), chance.choice(values).encode(encoding, "replace"))

    return mutate


def _charset(chance: Chance, lines: list[bytes]) -> None:
    quote = chance.choice(("", "", '"', "'"))
    _set(
        lines,
        b"Content-Type",
        f"text/html; charset={quote}{chance.choice(_CODECS)}{quote}".encode("latin-1", "replace"),
    )


def _any_field(chance: Chance, lines: list[bytes]) -> None:
    lines.insert(chance.randint(1, max(1, len(lines))), chance.choice(_FIELDS).encode("latin-1", "replace"))


def _redirect(chance: Chance, lines: list[bytes]) -> None:
    lines[0] = f"HTTP/1.1 {chance.choice((301, 302, 303, 307, 308, 300, 304))} Moved".encode()
    _set(lines, b"Location", chance.choice(_REFERENCES).encode("utf-8", "surrogatepass"))


def _early(chance: Chance, lines: list[bytes]) -> None:
    lines[0] = (
        f"HTTP/1.1 {chance.choice((100, 101, 102, 103, 199))} Early\r\nLink: </a>\r\n\r\n".encode()
        * chance.randint(1, 4)
        + lines[0]
    )


_ON_LINES: tuple[Callable[[Chance, list[bytes]], None], ...] = (
    _shuffle, _double, _drop, _status, _charset, _charset, _any_field, _any_field, _redirect, _redirect, _early,
    _field_of("Content-Length", _LENGTHS), _field_of("Content-Type", _TYPES, "latin-1"), _field_of("Content-Encoding", _CODINGS, "latin-1"),
    _field_of("Retry-After", _MOMENTS), _field_of("Location", _REFERENCES), _field_of("Refresh", tuple(f"0; url={one}" for one in _REFERENCES)),
    _field_of("Transfer-Encoding", ("chunked", "Chunked", "identity", "gzip, chunked", "chunked, chunked")),
)  # fmt: skip


# -- bodies -------------------------------------------------------------------------------------------------------


def _nested(chance: Chance, body: bytes) -> bytes:
    tag = chance.choice(
        (
            b"div",
            b"b",
            b"table",
            b"svg",
            b"template",
            b"select",
            b"title",
            b"form",
            b"a",
            b"p",
            b"noscript",
            b"math",
            b"\xff",
        )
    )
    depth = chance.choice((10, 300, 3000))
    return b"<%s>" % tag * depth + body[:200] + b"</%s>" % tag * chance.choice((0, depth, depth + 1))


def _entities(chance: Chance, body: bytes) -> bytes:
    broken = (
        b"&",
        b"&;",
        b"&#;",
        b"&#x;",
        b"&#xD83D;",
        b"&#1114112;",
        b"&amp",
        b"&nbsp;",
        b"&" + b"a" * 99,
        b"&#" + b"9" * 99 + b";",
        b"&#x80;",
    )
    return (
        b"<title>"
        + b"".join(chance.choices(broken, k=60))
        + b"</title><p>"
        + b"".join(chance.choices(broken, k=60))
        + body[:300]
    )


def _refresh(chance: Chance, body: bytes) -> bytes:
    seconds = chance.choice(("0", "", "5", "0.5", ".", "-1", "9" * 400, "1e9", "0 ", "nan", "٣", "0;", "0,"))
    url = chance.choice(_REFERENCES)
    text = chance.choice(
        ("{};url={}", "{}; URL='{}", '{};url="{}"', "{}, {}", "{} {}", "{};{}", "url={1}", "{};url = \t{}")
    ).format(seconds, url)
    return (
        f'<meta http-equiv=refresh content="{text}">'.encode("utf-8", "surrogatepass")
        + body[: chance.choice((0, 2000))]
    )


def _linked_data(chance: Chance, body: bytes) -> bytes:
    values = (
        None,
        1,
        1e308,
        -0.0,
        True,
        "x",
        "",
        [],
        {},
        ["a", {"@type": []}],
        {"@id": 5},
        "\ud800",
        "2024-13-45",
        "9" * 400,
        {"name": {"name": None}},
    )
    keys = (
        "@type",
        "@graph",
        "headline",
        "datePublished",
        "author",
        "publisher",
        "isAccessibleForFree",
        "url",
        "image",
        "mainEntityOfPage",
        "@context",
    )
    record = {chance.choice(keys): chance.choice(values) for _ in range(8)} | {
        "@type": chance.choice(("NewsArticle", "Article", 5, [], ["X", None]))
    }
    text = bytearray(json.dumps(chance.choice((record, [record], {"@graph": [record] * 5}, [[[record]]]))).encode())
    for _ in range(chance.randint(0, 3)):
        chance.choice(_ON_BYTES)(chance, text)
    return b'<title>Ferry</title><script type="application/ld+json">' + bytes(text) + b"</script>" + body[:1000]


def _magic(chance: Chance, body: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", body[:500])
    heads = (b"%PDF-1.7\n1 0 obj<</Title(\xfe\xff\xd8\x00)>>endobj\ntrailer<<>>", packed.getvalue(), gzip.compress(body[:500]), b"\x89PNG\r\n\x1a\n\0\0",
        b"GIF89a\xff\xff", b"\x7fELF", b"BZh9", b"RIFF\0\0\0\0WEBP", b"{\\rtf1", b"<?xml version='1.0' encoding='utf-7'?><html>", b"From: a\n\n", b"bplist00")  # fmt: skip
    return chance.choice(heads) + chance.choice((b"", body[:400], chance.randbytes(300)))


def _marked(chance: Chance, body: bytes) -> bytes:
    mark = chance.choice(
        (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"+/v8-", b"\x0e\xfe\xff")
    )
    return mark + chance.choice((body, body.decode("utf-8", "replace").encode("utf-16-le"), body[:301], b""))


def _own_charset(chance: Chance, body: bytes) -> bytes:
    name = chance.choice(_CODECS).encode("utf-8")
    declared = chance.choice(
        (
            b"<meta charset=%s>",
            b'<meta http-equiv="Content-Type" content="text/html; charset=%s">',
            b'<?xml version="1.0" encoding="%s"?>',
        )
    )
    return declared % name + chance.choice((body, chance.randbytes(400), re.sub(rb"[aeiou]", b"\xe9", body)))


def _said_to_be_missing(chance: Chance, body: bytes) -> bytes:
    phrases = ("404 Not Found", "Page not found", "Página no encontrada", "الصفحة غير موجودة", "页面不存在", "This domain is for sale", "Just a moment...",
        "Access denied", "Sign in", "not available in your region", "Subscribe to continue", "Welcome to nginx!")  # fmt: skip
    chosen = " ".join(chance.choices(phrases, k=chance.choice((1, 3, 300))))
    return (
        f"<title>{chosen}</title><h1>{chosen}</h1><form><input type=password></form>".encode()
        + body[: chance.choice((0, 3000))]
    )


def _noise(chance: Chance, body: bytes) -> bytes:
    return chance.choice(
        (
            chance.randbytes(chance.randint(0, 500)),
            b"\0" * 2000,
            b"<" * 2000,
            b" " * 3000,
            b"\xff" * 500,
            b"x",
            b"\r\n" * 500,
            b"<!--" * 400,
        )
    )


_BODIES: tuple[Callable[[Chance, bytes], bytes], ...] = (
    _nested, _entities, _refresh, _refresh, _linked_data, _linked_data, _magic, _marked, _own_charset, _own_charset, _said_to_be_missing, _noise,
)  # fmt: skip


def _coded(chance: Chance, lines: list[bytes], body: bytes) -> bytes:
    """The body in a coding, which is then spoilt, or not the one that the field names."""
    name = chance.choice(_CODINGS)
    _set(lines, b"Content-Encoding", name.encode("latin-1"))
    coded = bytearray(
        chance.choice(
            (gzip.compress(body), zlib.compress(body), zlib.compress(body)[2:-4], gzip.compress(body) * 2, body)
        )
    )
    for _ in range(chance.choice((0, 0, 1, 3))):
        chance.choice(_ON_BYTES)(chance, coded)
    if chance.random() < 0.2:
        _set(lines, b"Transfer-Encoding", b"chunked")
        size = chance.choice((b"%x" % len(coded), b"-1", b"ffffffffffffffff", b"0x5", b"", b"%x;ext=\xff" % len(coded)))
        return size + b"\r\n" + bytes(coded) + chance.choice((b"\r\n0\r\n\r\n", b"\r\n0\r\nX: y\r\n\r\n", b"", b"0"))
    return bytes(coded)
