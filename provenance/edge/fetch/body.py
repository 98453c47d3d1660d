"""Bodies: decoded as they arrive and never beyond a cap, so that no answer can fill the memory."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Iterator

import httpx

from provenance.core.model import Body
from provenance.edge.fetch.network import Unanswered

ACCEPT_ENCODING = "gzip, deflate"


async def read_body(response: httpx.Response, *, cap: int, deadline: float) -> tuple[bytes, Body]:
    """The decoded content and why it is not whole, if it is not.

    cap: most bytes to return. deadline: time of the running loop, in seconds, at which reading stops.
    The status is known by now, so nothing that happens to the body is raised.
    """
    decoder = _decoder(response.headers.get("content-encoding", ""))
    content = bytearray()
    state: Body = "whole"
    try:
        async with asyncio.timeout_at(deadline):
            async for chunk in response.aiter_raw():
                for piece in decoder.feed(chunk, cap - len(content) + 1):
                    content += piece
                if len(content) > cap:
                    state = "capped"
                    break
    except TimeoutError:
        state = "slow"
    except Unanswered:
        state = "truncated"
    except _Undecodable:
        state = "undecodable"
    return bytes(content[:cap]), state


class _Undecodable(Exception):
    """The body is not in the encoding that the server says."""


class _Identity:
    def feed(self, chunk: bytes, room: int) -> Iterator[bytes]:
        yield chunk[: max(room, 0)]


class _Inflate:
    """gzip and deflate (RFC 9110 section 8.4.1); "deflate" without its zlib header is common, and read too."""

    def __init__(self) -> None:
        self._inflater = zlib.decompressobj(wbits=47)  # 32 + 15: gzip or zlib, told by the header
        self._begun = False

    def feed(self, chunk: bytes, room: int) -> Iterator[bytes]:
        rest = chunk
        while rest and room > 0:
            piece = self._inflate(rest, room)
            room -= len(piece)
            yield piece
            if self._inflater.eof:  # a gzip file may have several members (RFC 1952 section 2.2)
                rest = self._inflater.unused_data
                self._inflater = zlib.decompressobj(wbits=47)
                self._begun = False
                if not rest.startswith(b"\x1f\x8b"):
                    return  # padding behind the end
            else:
                rest = self._inflater.unconsumed_tail

    def _inflate(self, data: bytes, room: int) -> bytes:
        try:
            piece = self._inflater.decompress(data, room)
        except zlib.error:
            if self._begun:
                raise _Undecodable from None
            try:
                self._inflater = zlib.decompressobj(wbits=-15)
                piece = self._inflater.decompress(data, room)
            except zlib.error:
                raise _Undecodable from None
        self._begun = True
        return piece


class _Unknown:
    def feed(self, chunk: bytes, room: int) -> Iterator[bytes]:
        del chunk, room
        raise _Undecodable


def _decoder(encoding: str) -> _Identity | _Inflate | _Unknown:
    name = encoding.strip().lower()
    if name in ("", "identity", "none", "utf-8"):  # the last two are no encodings, and are sent all the same
        return _Identity()
    if name in ("gzip", "x-gzip", "deflate"):
        return _Inflate()
    return _Unknown()
