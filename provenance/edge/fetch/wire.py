"""One connection: bytes out and in, each within a time-out, and whatever breaks it told as a cause.

A protocol of our own and no `asyncio.StreamReader`: what a socket gave is handed on as it came, not copied together and
apart again, and a time-out is one timer. All connections of a run receive into one buffer, since each takes out at once
what came for it: asyncio's own way sets up a quarter of a megabyte for each thing that it reads. TLS is in `tunnel`.
"""

from __future__ import annotations

import asyncio
import math
import ssl
from collections import deque
from typing import cast

from provenance.core.model import FailureKind
from provenance.edge.fetch.causes import Unanswered, certificate_refused, no_answer_in_time, protocol_failure
from provenance.edge.fetch.tunnel import Tunnel

# Bytes that are read from a socket at once.
_MOST = 262_144
# Bytes that may wait to be read before the other side has to wait too.
_MOST_HELD = 131_072
# Seconds that the reason of a refusal gets to arrive; nothing beside a handshake.
_REASON = 0.001


def shared_buffer() -> memoryview:
    """What the connections of one event loop receive into."""
    return memoryview(bytearray(_MOST))


class Wire(asyncio.BufferedProtocol):
    """A connection that was dialled, with TLS once `secure` was called.

    buffer: of all connections of this event loop. address: that was dialled.
    """

    def __init__(self, buffer: memoryview) -> None:
        self.address: str | None = None
        self._buffer = buffer
        self._tunnel: Tunnel | None = None
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport
        self._came: deque[bytes] = deque()
        self._held = 0
        self._is_paused = False
        self._is_over = False
        self._fault: Exception | None = None
        self._reader: asyncio.Future[None] | None = None
        # Requests of which something was read: what ends before that was no answer, and may never have been seen.
        self._answers = 0
        self._unanswered = True

    # -- what asyncio calls -----------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if peer else None

    def get_buffer(self, sizehint: int) -> memoryview:
        del sizehint
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        self._take(bytes(self._buffer[:nbytes]))

    def _take(self, data: bytes) -> None:
        if self._tunnel is not None:
            data = self._opened(self._tunnel, data)
        if not data:
            return
        self._came.append(data)
        self._held += len(data)
        if self._held > _MOST_HELD and not self._is_paused:
            self._is_paused = True
            self._transport.pause_reading()
        self._wake()

    def _opened(self, tunnel: Tunnel, data: bytes) -> bytes:
        data, fault = tunnel.opened(data)
        if answer := tunnel.to_send():
            self._transport.write(answer)
        if fault is not None or tunnel.has_ended:
            self._is_over, self._fault = True, fault
            self._wake()
        return data

    def eof_received(self) -> None:
        self._is_over = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._is_over = True
        self._fault = self._fault or exc
        self._wake()

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    # -- what we call -----------------------------------------------------------------------------------------------

    @property
    def tls(self) -> ssl.SSLObject | None:
        """The TLS session, None where there is none."""
        return self._tunnel.session if self._tunnel is not None else None

    @property
    def is_open(self) -> bool:
        """Whether nothing says that the other side has gone, or has said what nobody asked for: that would be taken for the
        answer to the next request (RFC 9112 section 9.2).
        """
        return not self._is_over and not self._came and not self._transport.is_closing()

    async def secure(self, context: ssl.SSLContext, host: str, seconds: float) -> None:
        """Shake hands for TLS, under the name that was asked for.

        Raises
        ------
        Unanswered
            where no session came about; the connection is closed then.
        """
        tunnel = Tunnel(context, host)
        try:
            async with asyncio.timeout(seconds):
                await self._shake_hands(tunnel)
        except BaseException as error:
            self.close()
            await asyncio.sleep(0)
            if isinstance(error, TimeoutError | OSError):  # ssl.SSLError is one
                raise _handshake_failure(error, self.address) from None
            raise
        self._tunnel = tunnel
        came, self._came, self._held = self._came, deque(), 0
        for data in (b"", *came):  # what was sent right behind the handshake, with its last step or after it
            self._take(data)
        # In TLS 1.3 a server refuses its reader only now (RFC 8446 section 4.4): its reason is read before a request goes
        # out, since what is sent to a closed connection takes with it what had been received.
        await asyncio.sleep(_REASON)

    async def _shake_hands(self, tunnel: Tunnel) -> None:
        is_done = tunnel.shake_hands()
        while not is_done:
            self._transport.write(tunnel.to_send())
            if not self._came and not self._is_over:
                await self._wait(math.inf)
            if not self._came:
                raise self._fault or ConnectionResetError("no reason given")
            is_done = await self._loop.run_in_executor(None, tunnel.shake_hands, self._taken())
        self._transport.write(tunnel.to_send())

    def write(self, data: bytes) -> None:
        """Send. What breaks on the way is left to `read`, and so is a server that takes nothing: one may refuse a request
        before it has read all of it.
        """
        self._unanswered = True
        if self._tunnel is not None:
            try:
                data = self._tunnel.sealed(data)
            except ssl.SSLError:  # the session has ended
                return
        self._transport.write(data)

    async def read(self, until: float) -> bytes:
        """What comes next; empty at the end of an answer that had begun. until: time of the loop, in seconds.

        Raises
        ------
        Unanswered
            where nothing comes until then, the connection breaks, or it ends before the answer began.
        """
        if not self._came and not self._is_over:
            await self._wait(until)
        if self._came:
            data = self._taken()
        elif self._fault is not None:
            raise self._broken(self._fault)
        elif self._unanswered:
            raise self._reset("the server closed the connection before it answered")
        else:
            data = b""
        if self._unanswered:
            self._answers += 1
            self._unanswered = False
        return data

    async def _wait(self, until: float) -> None:
        self._reader = self._loop.create_future()
        timer = self._loop.call_at(until, self._wake)
        try:
            await self._reader
        finally:
            timer.cancel()
            self._reader = None
        if not self._came and not self._is_over:
            raise no_answer_in_time()

    def _taken(self) -> bytes:
        data = self._came.popleft()
        self._held -= len(data)
        if self._is_paused and self._held <= _MOST_HELD:
            self._is_paused = False
            self._transport.resume_reading()
        return data

    def _broken(self, error: Exception) -> Unanswered:
        if not self._unanswered:
            return Unanswered(FailureKind.RESET, f"the connection broke ({str(error) or 'no reason given'})")
        if isinstance(error, ssl.SSLError):  # TLS 1.3 servers refuse a reader after the handshake
            return protocol_failure(error, self.address)
        reason = error.strerror if isinstance(error, OSError) else None
        return self._reset(f"the connection broke before there was an answer ({reason or error})")

    def _reset(self, detail: str) -> Unanswered:
        return Unanswered(FailureKind.RESET, detail, address=self.address, stale=self._answers > 0)

    def close(self) -> None:
        """At once: a peer that never answers the TLS close would hold us, and everything wanted has been read."""
        self._transport.abort()


def _handshake_failure(error: TimeoutError | OSError, address: str | None) -> Unanswered:
    if isinstance(error, TimeoutError):
        return Unanswered(FailureKind.TIMEOUT, "the TLS handshake was not finished", address=address)
    if isinstance(error, ssl.SSLCertVerificationError):
        return certificate_refused(error, address)
    if isinstance(error, ssl.SSLError):
        return protocol_failure(error, address)
    detail = f"the connection was closed during the TLS handshake ({error})"
    return Unanswered(FailureKind.RESET, detail, address=address)
