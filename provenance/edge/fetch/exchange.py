"""HTTP/1.1 over one connection, one request after the other. The grammar is h11's; reading and writing are ours."""

from __future__ import annotations

from collections.abc import AsyncIterator

import h11
import httpx

from provenance.core.model import FailureKind
from provenance.edge.fetch.causes import Unanswered, not_http
from provenance.edge.fetch.wire import Wire

# A head that is longer is none.
_LONGEST_HEAD = 102_400
_SWITCHING = 101


class Connection:
    """A connection to one origin. wire: what it runs over. kept_since: time of the loop at which it fell idle."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.kept_since = 0.0
        self._state = h11.Connection(our_role=h11.CLIENT, max_incomplete_event_size=_LONGEST_HEAD)
        self._seconds = 0.0

    async def ask(
        self, request: httpx.Request, target: bytes, seconds: float
    ) -> h11.Response | h11.InformationalResponse:
        """Send a request and read the head of the answer. seconds: for each piece of it.

        Raises
        ------
        Unanswered
            where no head of an answer comes.
        """
        self._seconds = seconds
        try:
            head = h11.Request(method=request.method, target=target, headers=request.headers.raw)
            data = self._state.send(head) or b""
            if request.content:
                data += self._state.send(h11.Data(data=request.content)) or b""
            data += self._state.send(h11.EndOfMessage()) or b""
        except h11.LocalProtocolError as error:
            raise Unanswered(FailureKind.BAD_HTTP, f"the request could not be written ({error})") from None
        await self.wire.write(data, seconds)
        while True:
            event = await self._next()
            if isinstance(event, h11.Response):
                return event
            if isinstance(event, h11.InformationalResponse) and event.status_code == _SWITCHING:
                return event

    async def body(self) -> AsyncIterator[bytes]:
        """The body as it arrives, in the coding of the server.

        Raises
        ------
        Unanswered
            where it breaks off.
        """
        while isinstance(event := await self._next(), h11.Data):
            yield bytes(event.data)

    async def _next(self) -> type[h11.NEED_DATA | h11.PAUSED] | h11.Event:
        while True:
            try:
                event = self._state.next_event()
            except h11.RemoteProtocolError as error:
                raise not_http(error) from None
            if event is not h11.NEED_DATA:
                return event
            data = await self.wire.read(self._seconds)
            if not data and self._state.their_state is h11.SEND_RESPONSE:
                raise not_http(None)
            self._state.receive_data(data)

    def can_be_kept(self) -> bool:
        """Whether the exchange is over on both sides, with nothing behind it, so that another one may begin."""
        if self._state.our_state is not h11.DONE or self._state.their_state is not h11.DONE:
            return False
        if self._state.trailing_data[0]:
            return False
        self._state.start_next_cycle()
        return True
