"""One connection: bytes out and in, each within a time-out, and whatever breaks it told as a cause.

A protocol of our own and no `asyncio.StreamReader`: what a socket gave is handed on as it came, not copied together and
apart again, and a time-out is one timer. All connections of a run receive into one buffer, since each takes out at once
what came for it: asyncio's own way sets up a quarter of a megabyte for each thing that it reads.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from typing import cast

from provenance.core.model import FailureKind
from provenance.edge.fetch.causes import Unanswered, certificate_refused, no_answer_in_time, protocol_failure

# Bytes that are read from a socket at once.
_MOST = 262_144
# Bytes of one TLS record (RFC 8446 section 5.1).
_MOST_OPENED = 16_384
# Bytes that may wait to be read before the other side has to wait too.
_MOST_HELD = 131_072
# Seconds that the reason of a refusal gets to arrive; nothing beside a handshake.
_REASON = 0.001


def shared_buffer() -> memoryview:
    """What the connections of one event loop receive into."""
    return memoryview(bytearray(_MOST))


class Wire(asyncio.BufferedProtocol):
    """A connection that was dialled, with TLS once `secure` was called.

    buffer: of all connections of this event loop. address: that was dialled. waiting: bytes that came and were not read
    yet. tls: the TLS session, None where there is none.
    """

    def __init__(self, buffer: memoryview) -> None:
        self.address: str | None = None
        self.tls: ssl.SSLObject | None = None
        self._buffer = buffer
        self._sealed_in: ssl.MemoryBIO
        self._sealed_out: ssl.MemoryBIO
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport
        self._came: deque[bytes] = deque()
        self.waiting = 0
        self._is_paused = False
        self._is_over = False
        self._fault: OSError | None = None
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
        self._came.append(bytes(self._buffer[:nbytes]))
        self.waiting += nbytes
        if self.waiting > _MOST_HELD and not self._is_paused:
            self._is_paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self._is_over = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._is_over = True
        self._fault = exc if exc is None or isinstance(exc, OSError) else OSError(str(exc))
        self._wake()

    def _wake(self) -> None:
        if self._reader is not None and not self._reader.done():
            self._reader.set_result(None)

    # -- what we call -----------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether nothing says that the other side has gone, or has said what nobody asked for: that would be taken for the
        answer to the next request (RFC 9112 section 9.2).
        """
        return not self._is_over and not self._transport.is_closing() and self._is_silent()

    async def secure(self, context: ssl.SSLContext, host: str, seconds: float) -> None:
        """Shake hands for TLS, under the name that was asked for.

        Raises
        ------
        Unanswered
            where no session came about; the connection is closed then.
        """
        until = self._loop.time() + seconds
        self._sealed_in, self._sealed_out = ssl.MemoryBIO(), ssl.MemoryBIO()
        try:
            self.tls = context.wrap_bio(self._sealed_in, self._sealed_out, server_hostname=host)
            await self._shake_hands(self.tls, until)
        except BaseException as error:
            self.close()
            await asyncio.sleep(0)  # one turn of the loop, so that it is really closed
            if isinstance(error, TimeoutError | OSError):  # ssl.SSLError is one
                raise _handshake_failure(error, self.address) from None
            raise
        # In TLS 1.3 a server refuses its reader only now (RFC 8446 section 4.4): its reason is read before a request goes
        # out, since what is sent to a closed connection takes with it what had been received.
        await asyncio.sleep(_REASON)

    async def _shake_hands(self, tls: ssl.SSLObject, until: float) -> None:
        """Each step takes a processor for up to half a millisecond, most of it in OpenSSL, which lets other threads run: so
        what a server has sent is answered in one of its own.
        """
        is_done = _step(tls)
        while not is_done:
            self._send_sealed()
            if not await self._more_sealed(until):
                raise ConnectionResetError("no reason given")
            is_done = await self._loop.run_in_executor(None, _step, tls)
        self._send_sealed()

    def write(self, data: bytes) -> None:
        """Send. What breaks on the way is left to `read`, and so is a server that takes nothing: one may refuse a request
        before it has read all of it.
        """
        self._unanswered = True
        if self.tls is None:
            self._transport.write(data)
            return
        try:
            self.tls.write(data)
        except ssl.SSLError:
            return
        self._send_sealed()

    async def read(self, until: float) -> bytes:
        """What comes next; empty at the end of an answer that had begun. until: time of the loop, in seconds.

        Raises
        ------
        Unanswered
            where nothing comes until then, the connection breaks, or it ends before the answer began.
        """
        try:
            data = await (self._next(until) if self.tls is None else self._opened(self.tls, until))
        except TimeoutError:
            raise no_answer_in_time() from None
        except OSError as error:  # ssl.SSLError is one
            raise self._broken(error) from None
        if self._unanswered:
            if not data:
                raise self._reset("the server closed the connection before it answered")
            self._answers += 1
            self._unanswered = False
        return data

    async def _next(self, until: float) -> bytes:
        """What came next through the socket; empty at the end."""
        if not self._came and not self._is_over:
            self._reader = self._loop.create_future()
            timer = self._loop.call_at(until, self._wake)
            try:
                await self._reader
            finally:
                timer.cancel()
                self._reader = None
        if self._came:
            return self._taken()
        if not self._is_over:
            raise TimeoutError
        if self._fault is not None:
            raise self._fault
        return b""

    def _taken(self) -> bytes:
        data = self._came.popleft()
        self.waiting -= len(data)
        if self._is_paused and self.waiting <= _MOST_HELD:
            self._is_paused = False
            self._transport.resume_reading()
        return data

    # -- TLS: asyncio's own layer takes half a megabyte a connection, and reads each certificate --------------------

    async def _opened(self, tls: ssl.SSLObject, until: float) -> bytes:
        """What came next, deciphered; empty at the end, be it announced or not: the answer knows how long it is."""
        while True:
            try:
                return tls.read(_MOST_OPENED)
            except ssl.SSLWantReadError:
                self._send_sealed()  # a renewal of the keys has an answer
                if not await self._more_sealed(until):
                    return b""

    async def _more_sealed(self, until: float) -> bool:
        """Hand on to TLS what came next; False at the end."""
        data = await self._next(until)
        self._sealed_in.write(data)
        return bool(data)

    def _send_sealed(self) -> None:
        """Send what TLS has to say."""
        if data := self._sealed_out.read():
            self._transport.write(data)

    def _is_silent(self) -> bool:
        """Whether nothing waits to be read, but what TLS has to say for itself, such as a ticket for another session
        (RFC 8446 section 4.6.1).
        """
        while self.tls is not None:
            try:
                self.tls.read(1)
            except ssl.SSLWantReadError:
                if not self._came:
                    break
                self._sealed_in.write(self._taken())
            except ssl.SSLError:
                return False
            else:
                return False
        return not self._came

    def _broken(self, error: OSError) -> Unanswered:
        if not self._unanswered:
            return Unanswered(FailureKind.RESET, f"the connection broke ({str(error) or 'no reason given'})")
        if isinstance(error, ssl.SSLError):  # TLS 1.3 servers refuse a reader after the handshake
            return protocol_failure(error, self.address)
        return self._reset(f"the connection broke before there was an answer ({error.strerror or error})")

    def _reset(self, detail: str) -> Unanswered:
        return Unanswered(FailureKind.RESET, detail, address=self.address, stale=self._answers > 0)

    def close(self) -> None:
        """At once: a peer that never answers the TLS close would hold us, and everything wanted has been read."""
        self._transport.abort()


def _step(tls: ssl.SSLObject) -> bool:
    """The next step of a handshake: whether it was the last one."""
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        return False
    return True


def _handshake_failure(error: TimeoutError | OSError, address: str | None) -> Unanswered:
    if isinstance(error, TimeoutError):
        return Unanswered(FailureKind.TIMEOUT, "the TLS handshake was not finished", address=address)
    if isinstance(error, ssl.SSLCertVerificationError):
        return certificate_refused(error, address)
    if isinstance(error, ssl.SSLError):
        return protocol_failure(error, address)
    detail = f"the connection was closed during the TLS handshake ({error})"
    return Unanswered(FailureKind.RESET, detail, address=address)
