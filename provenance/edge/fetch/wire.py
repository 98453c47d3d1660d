"""One connection: bytes out and in, each within a time-out, and whatever breaks it told as a cause."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

from provenance.core.model import FailureKind
from provenance.edge.fetch.causes import Unanswered, certificate_refused, no_answer_in_time, protocol_failure

_MOST = 65_536
# Seconds that the reason of a refusal gets to arrive; nothing beside a handshake.
_REASON = 0.001


class Reader(asyncio.StreamReader):
    """A stream that knows how much has come. arrived: in bytes, read or not."""

    arrived = 0

    def feed_data(self, data: Any) -> None:
        """As the stream's own."""
        self.arrived += len(data)
        super().feed_data(data)


async def opened(*where: Any, **how: Any) -> tuple[Reader, asyncio.StreamWriter]:
    """As `asyncio.open_connection`, with a reader that counts."""
    loop = asyncio.get_running_loop()
    reader = Reader(loop=loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    transport, _ = await loop.create_connection(lambda: protocol, *where, **how)
    return reader, asyncio.StreamWriter(transport, protocol, reader, loop)


class Wire:
    """A connection that was dialled, with TLS once `secure` was called.

    tls: the TLS session, None where there is none.
    """

    def __init__(self, reader: Reader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._taken = 0
        self._writer = writer
        # Requests of which something was read: what ends before that was no answer, and may never have been seen.
        self._answers = 0
        self._unanswered = True
        self.tls: ssl.SSLObject | None = None

    @property
    def address(self) -> str | None:
        """The address that was dialled."""
        peer = self._writer.get_extra_info("peername")
        return str(peer[0]) if peer else None

    @property
    def is_open(self) -> bool:
        """Whether nothing says that the other side has gone, or has said what nobody asked for: that would be taken for the
        answer to the next request (RFC 9112 section 9.2).
        """
        is_over = self._reader.at_eof() or self._writer.transport.is_closing()
        return not is_over and self._reader.arrived == self._taken

    async def secure(self, context: ssl.SSLContext, host: str, seconds: float) -> None:
        """Shake hands for TLS, under the name that was asked for.

        Raises
        ------
        Unanswered
            where no session came about; the connection is closed then.
        """
        address, plain = self.address, self._writer.transport
        try:
            async with asyncio.timeout(seconds):
                await self._writer.start_tls(context, server_hostname=host)
        except BaseException as error:
            plain.abort()  # the handshake left nothing behind that could close it
            await asyncio.sleep(0)
            if isinstance(error, TimeoutError | OSError):  # ssl.SSLError is one
                raise _handshake_failure(error, address) from None
            raise
        self.tls = self._writer.get_extra_info("ssl_object")
        # In TLS 1.3 a server refuses its reader only now (RFC 8446 section 4.4): its reason is read before a request goes
        # out, since what is sent to a closed connection takes with it what had been received.
        await asyncio.sleep(_REASON)

    async def write(self, data: bytes, seconds: float) -> None:
        """Send. What breaks on the way is left to `read`: a server may refuse a request before it has read all of it.

        Raises
        ------
        Unanswered
            where the server takes nothing for so long.
        """
        self._unanswered = True
        try:
            self._writer.write(data)
            if self._writer.transport.get_write_buffer_size():
                async with asyncio.timeout(seconds):
                    await self._writer.drain()
        except TimeoutError:
            raise no_answer_in_time() from None
        except OSError:
            pass

    async def read(self, seconds: float) -> bytes:
        """What comes next; empty at the end of an answer that had begun.

        Raises
        ------
        Unanswered
            where nothing comes for so long, the connection breaks, or it ends before the answer began.
        """
        try:
            async with asyncio.timeout(seconds):
                data = await self._reader.read(_MOST)
                self._taken += len(data)
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
        self._writer.transport.abort()


def _handshake_failure(error: TimeoutError | OSError, address: str | None) -> Unanswered:
    if isinstance(error, TimeoutError):
        return Unanswered(FailureKind.TIMEOUT, "the TLS handshake was not finished", address=address)
    if isinstance(error, ssl.SSLCertVerificationError):
        return certificate_refused(error, address)
    if isinstance(error, ssl.SSLError):
        return protocol_failure(error, address)
    detail = f"the connection was closed during the TLS handshake ({error})"
    return Unanswered(FailureKind.RESET, detail, address=address)
