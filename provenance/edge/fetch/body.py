"""Bodies: decoded as they arrive and never beyond a cap, so that no answer can fill the memory."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterator

from provenance.core.model import Body, FailureKind
from provenance.edge.fetch.causes import Unanswered
from provenance.edge.fetch.messages import Response

ACCEPT_ENCODING = b"gzip, deflate"

# A piece of what comes out of a decoder: small, so that a bomb is noticed long before it has gone off.
_PIECE = 65_536
# Codings on top of each other beyond this many are no page.
_MOST_CODINGS = 3


async def read_body(response: Response, *, cap: int, deadline: float) -> tuple[bytes, Body]:
    """The decoded content and why it is not whole, if it is not.

    cap: most bytes to return. deadline: time of the running loop, in seconds, at which reading stops.
    The status is known by now, so nothing that happens to the body is raised.
    """
    loop = asyncio.get_running_loop()
    decoder = _decoder(", ".join(value for name, value in response.head.fields if name == "content-encoding"))
    # Most bodies come in one piece, which is handed on as it is. No list of pieces: there can be millions, of a byte or of none.
    content: bytes | bytearray = b""
    try:
        while chunk := await response.piece(deadline):
            if loop.time() >= deadline:  # a server that is always just in time
                return bytes(content), "slow"
            for piece in decoder.feed(chunk):
                if not content:
                    content = piece
                else:
                    if isinstance(content, bytes):
                        content = bytearray(content)
                    content += piece
                if len(content) > cap:
                    return bytes(content[:cap]), "capped"
    except Unanswered as error:
        return bytes(content), "slow" if error.kind is FailureKind.TIMEOUT else "truncated"
    except _Undecodable:
        return bytes(content), "undecodable"
    return bytes(content), "whole"


class _Undecodable(Exception):
    """The body is not in the encoding that the server says."""


class _Identity:
    def feed(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk


class _Inflate:
    """gzip and deflate (RFC 9110 section 8.4.1); "deflate" without its zlib header is common, and read too.

    A gzip file may have several members (RFC 1952 section 2.2); anything else behind a member is padding.
    """

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(wbits=47)  # 32 + 15: gzip or zlib, told by the header
        self._begun = False
        self._between = False
        self._held = b""

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        rest = self._held + chunk if self._held else chunk
        self._held = b""
        while rest:
            if self._between:
                if rest == b"\x1f":  # the first half of what would begin another member
                    self._held = rest
                    return
                if not rest.startswith(b"\x1f\x8b"):
                    return
                self._inflater = zlib.decompressobj(wbits=31)
                self._between = False
            yield from self._inflate(rest)
            self._between = self._inflater.eof
            rest = self._inflater.unused_data or self._inflater.unconsumed_tail

    def _inflate(self, data: bytes) -> Iterator[bytes]:
        before = self._inflater.copy()
        try:
            piece = self._inflater.decompress(data, _PIECE)
        except zlib.error:
            if salvaged := _salvaged(before, data):
                yield salvaged
            if salvaged or self._begun:
                raise _Undecodable from None
            try:
                self._inflater = zlib.decompressobj(wbits=-15)
                piece = self._inflater.decompress(data, _PIECE)
            except zlib.error:
                raise _Undecodable from None
        self._begun = self._begun or bool(piece)
        yield piece


def _salvaged(inflater: zlib._Decompress, data: bytes) -> bytes:
    """What comes out before the fault. A check sum that is wrong stands at the end, and the text is there to be read."""
    content = bytearray()
    try:
        for at in range(len(data)):
            content += inflater.decompress(data[at : at + 1], _PIECE)
    except zlib.error:
        pass
    return bytes(content)


class _Unknown:
    def feed(self, chunk: bytes) -> Iterator[bytes]:
        del chunk
        raise _Undecodable


class _Stack:
    """Codings on top of each other, the last one named outermost."""

    def __init__(self, outer: _Decoder, inner: _Decoder) -> None:
        self._outer = outer
        self._inner = inner

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        for piece in self._outer.feed(chunk):
            yield from self._inner.feed(piece)


_Decoder = _Identity | _Inflate | _Unknown | _Stack


def _decoder(encoding: str) -> _Decoder:
    # The last three are no codings, and are sent all the same.
    names = [name for part in encoding.lower().split(",") if (name := part.strip()) not in ("", "identity", "none", "utf-8")]  # fmt: skip
    if len(names) > _MOST_CODINGS:
        return _Unknown()
    decoder: _Decoder = _Identity()
    for name in names:
        one = _Inflate() if name in ("gzip", "x-gzip", "deflate") else _Unknown()
        decoder = one if isinstance(decoder, _Identity) else _Stack(one, decoder)
    return decoder
