"""One connection: bytes out and in, each within a time-out, and whatever breaks it told as a cause.

A protocol of our own and no `asyncio.StreamReader`: what a socket gave is handed on as it came, not copied together and
apart again, and one timer does for all time-outs of a connection. All connections of a run receive into one buffer, and
decipher into it, since each takes out at once what came for it: asyncio's own way sets up a quarter of a megabyte for each
thing that it reads.
"""

from __future__ import annotations

import asyncio
import ssl
from collections import deque
from typing import cast

from provenance.core.model import FailureKind
from provenance.edge.fetch.beside import Beside
from provenance.edge.fetch.causes import Unanswered, certificate_refused, no_answer_in_time, protocol_failure

# Bytes that are read from a socket at once.
_MOST = 262_144
# Bytes that are handed on to TLS at once, about a record: what it holds them in stays as large as it ever was.
_MOST_SEALED = 16_384
# The C library of most Linux systems keeps twice the largest block that was ever given back to it, and gives the rest of the
# free memory back to the system at once, only to ask for it again: with pages of 50 KB that is a tenth of a link's time.
_LARGE = 4_194_304
# Bytes that may wait to be read before the other side has to wait too.
_MOST_HELD = 131_072


def shared_buffer() -> memoryview:
    """What the connections of one event loop receive into."""
    bytes(_LARGE)  # it is given back at once
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
        # What broke the session, where something came before that was not read yet.
        self._sealed_fault: ssl.SSLError | None = None
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport
        self._came: deque[bytes] = deque()
        self.waiting = 0
        self._is_paused = False
        self._is_over = False
        self._fault: OSError | None = None
        self._reader: asyncio.Future[None] | None = None
        self._until = 0.0
        self._timer: asyncio.TimerHandle | None = None
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
        most = nbytes if self.tls is None else _MOST_SEALED
        for at in range(0, nbytes, most):
            self._came.append(bytes(self._buffer[at : min(nbytes, at + most)]))
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
        return not (self._is_over or self._transport.is_closing() or self._sealed_fault) and self._is_silent()

    async def secure(self, context: ssl.SSLContext, host: str, seconds: float, beside: Beside) -> None:
        """Shake hands for TLS, under the name that was asked for. beside: where the steps are taken.

        Raises
        ------
        Unanswered
            where no session came about; the connection is closed then.
        """
        until = self._loop.time() + seconds
        self._sealed_in, self._sealed_out = ssl.MemoryBIO(), ssl.MemoryBIO()
        try:
            await self._shake_hands(context, host, until, beside)
        except BaseException as error:
            self.close()
            await asyncio.sleep(0)  # one turn of the loop, so that it is really closed
            if isinstance(error, TimeoutError | OSError):  # ssl.SSLError is one
                raise _handshake_failure(error, self.address) from None
            raise
        # The last of it goes out with the request, where that follows at once.
        self._loop.call_soon(self._send_sealed)

    async def _shake_hands(self, context: ssl.SSLContext, host: str, until: float, beside: Beside) -> None:
        """Each step takes a processor for up to half a millisecond, most of it in OpenSSL, which lets other threads run."""
        self.tls, is_done = await beside.run(_begun, context, self._sealed_in, self._sealed_out, host)
        while not is_done:
            self._send_sealed()
            if not await self._more_sealed(until):
                raise ConnectionResetError("no reason given")
            is_done = await beside.run(_step, self.tls)

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
            await self._stirred(until)
        if self._came:
            return self._taken()
        if not self._is_over:
            raise TimeoutError
        if self._fault is not None:
            raise self._fault
        return b""

    async def _stirred(self, until: float) -> None:
        """Wait for what comes, until then at most. Most often it comes, so the timer is left as it is, and finds when it
        rings that it is too early.
        """
        self._until = until
        if self._timer is not None and self._timer.when() > until:
            self._timer.cancel()
            self._timer = None
        if self._timer is None:
            self._timer = self._loop.call_at(until, self._ring)
        self._reader = self._loop.create_future()
        try:
            await self._reader
        finally:
            self._reader = None

    def _ring(self) -> None:
        self._timer = None
        if self._reader is None:
            return
        if self._loop.time() < self._until:
            self._timer = self._loop.call_at(self._until, self._ring)
        else:
            self._wake()

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
            data, wants_more = self._deciphered(tls)
            if data or not wants_more:
                return data
            self._send_sealed()  # a renewal of the keys has an answer
            if not await self._more_sealed(until):
                return b""

    def _deciphered(self, tls: ssl.SSLObject) -> tuple[bytes, bool]:
        """All that can be deciphered of what came, and whether more is wanted for what follows."""
        if self._sealed_fault is not None:
            raise self._sealed_fault
        count = 0
        while True:
            try:
                more = cast("int", tls.read(_MOST, self._buffer[count:]))  # into a buffer, it gives a number
            except ssl.SSLWantReadError:
                if not self._came or count > _MOST_HELD:
                    return bytes(self._buffer[:count]), True
                self._sealed_in.write(self._taken())
                continue
            except ssl.SSLError as error:
                if not count:
                    raise
                self._sealed_fault = error
                more = 0
            if not more:
                return bytes(self._buffer[:count]), False
            count += more

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
        if not self._came and (self.tls is None or not (self._sealed_in.pending or self.tls.pending())):
            return True
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
        if self._timer is not None:
            self._timer.cancel()
        self._transport.abort()


def _begun(
    context: ssl.SSLContext, sealed_in: ssl.MemoryBIO, sealed_out: ssl.MemoryBIO, host: str
) -> tuple[ssl.SSLObject, bool]:
    """A session, and whether its handshake is over after the first step; it never is."""
    tls = context.wrap_bio(sealed_in, sealed_out, server_hostname=host)
    return tls, _step(tls)


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
