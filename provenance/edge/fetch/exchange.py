"""HTTP/1.1 over one connection, one request after the other. The grammar is h11's, but for answers that need none."""

from __future__ import annotations

import asyncio
import math
import re

import h11

from provenance.core.model import FailureKind
from provenance.edge.fetch.causes import Unanswered, not_http
from provenance.edge.fetch.messages import Head, Request
from provenance.edge.fetch.plain import PlainHead, plain_head
from provenance.edge.fetch.wire import Wire

# A head that is longer is none.
_LONGEST_HEAD = 102_400
_SWITCHING = 101
# Where one of these stood in a field, the server would read another request than the one that was meant.
_BREAKS = re.compile(rb"[\0\r\n]")


class Connection:
    """A connection to one origin. wire: what it runs over. kept_since: time of the loop at which it fell idle."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.kept_since = 0.0
        self._answer: _PlainAnswer | _ReadAnswer | None = None

    async def ask(self, request: Request) -> Head:
        """Send a request and read the head of the answer.

        Raises
        ------
        Unanswered
            where no head of an answer comes.
        """
        self._answer = None
        self.wire.write(_written(request))
        begun = await self.wire.read(asyncio.get_running_loop().time() + request.seconds)
        plain = plain_head(begun)
        if plain is not None:
            self._answer = _PlainAnswer(self.wire, request.seconds, plain, begun)
            return plain.head
        self._answer = _ReadAnswer(self.wire, request, begun)
        return await self._answer.head()

    async def piece(self, until: float) -> bytes:
        """As `messages.Response.piece`."""
        return await self._answer.piece(until) if self._answer is not None else b""

    def can_be_kept(self) -> bool:
        """Whether the exchange is over on both sides, with nothing behind it, so that another one may begin."""
        return self._answer is not None and self._answer.leaves_it_open


def _written(request: Request) -> bytes:
    """The bytes of a request (RFC 9112 section 2.1).

    Raises
    ------
    Unanswered
        where a field would not stay one.
    """
    for name, value in request.head:
        if _BREAKS.search(value):
            detail = f"the request could not be written (a line break in its field {name.decode('ascii')})"
            raise Unanswered(FailureKind.BAD_HTTP, detail)
    first = f"{request.method} {request.address.target} HTTP/1.1".encode("ascii")
    return b"\r\n".join([first, *(b"%s: %s" % field for field in request.head), b"", request.form or b""])


class _PlainAnswer:
    """An answer whose end is known from its head: so many bytes, or all until the connection ends."""

    def __init__(self, wire: Wire, seconds: float, plain: PlainHead, begun: bytes) -> None:
        self._wire = wire
        self._seconds = seconds
        self._keeps = plain.keeps
        self._begun = begun[plain.end :]
        self._left = plain.length

    @property
    def leaves_it_open(self) -> bool:
        return self._keeps and self._left == 0 and not self._begun

    async def piece(self, until: float) -> bytes:
        """As `messages.Response.piece`."""
        if self._left == 0:
            return b""
        data, self._begun = self._begun, b""
        if not data:
            data = await self._wire.read(min(until, asyncio.get_running_loop().time() + self._seconds))
        if self._left is None:
            return data
        if not data:
            raise Unanswered(FailureKind.BAD_HTTP, f"the connection ended {self._left} bytes before the answer did")
        if len(data) > self._left:  # what stands behind is no answer to anything
            self._keeps, data = False, data[: self._left]
        self._left -= len(data)
        return data


class _ReadAnswer:
    """Any other answer, as h11 reads it."""

    def __init__(self, wire: Wire, request: Request, begun: bytes) -> None:
        self._wire = wire
        self._seconds = request.seconds
        self._state = h11.Connection(our_role=h11.CLIENT, max_incomplete_event_size=_LONGEST_HEAD)
        # The request has gone out; what h11 has to know of it is the method.
        self._state.send(h11.Request(method=request.method, target="/", headers=[("Host", "")]))
        self._state.send(h11.EndOfMessage())
        self._state.receive_data(begun)

    @property
    def leaves_it_open(self) -> bool:
        return self._state.their_state is h11.DONE and not self._state.trailing_data[0]

    async def head(self) -> Head:
        """The head, after those that only say that it will come (RFC 9110 section 15.2)."""
        while True:
            event = await self._next(math.inf)
            if isinstance(event, h11.Response) or (
                isinstance(event, h11.InformationalResponse) and event.status_code == _SWITCHING
            ):
                fields = ((name.decode("ascii"), value.decode("latin-1")) for name, value in event.headers)
                return Head(event.status_code, tuple(fields))

    async def piece(self, until: float) -> bytes:
        """As `messages.Response.piece`."""
        event = await self._next(until)
        return bytes(event.data) if isinstance(event, h11.Data) else b""

    async def _next(self, until: float) -> type[h11.NEED_DATA | h11.PAUSED] | h11.Event:
        loop = asyncio.get_running_loop()
        while True:
            try:
                event = self._state.next_event()
            except h11.RemoteProtocolError as error:
                raise not_http(error) from None
            if event is not h11.NEED_DATA:
                return event
            data = await self._wire.read(min(until, loop.time() + self._seconds))
            if not data and self._state.their_state is h11.SEND_RESPONSE:
                raise not_http(None)
            self._state.receive_data(data)
