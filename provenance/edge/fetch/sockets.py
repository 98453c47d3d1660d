"""Connections straight from their sockets. asyncio's own way to one, and out of it again, takes three times as long, which a
list of many hosts pays for each link.

What an event loop needs for it is `add_reader`; on one that has none, as Windows has by default, asyncio's way is taken.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Sequence

# A second address is tried beside the first after this many seconds (RFC 8305 section 8 recommends 250 ms).
_ATTEMPT_DELAY = 0.25


async def dialled(addresses: Sequence[str], port: int, seconds: float) -> socket.socket:
    """A connection to the first of these IP addresses that takes it.

    Raises
    ------
    TimeoutError
        where none does in so many seconds.
    OSError
        where each comes to nothing before.
    """
    if len(addresses) == 1 and _is_watching(asyncio.get_running_loop()):
        return await _connected(addresses[0], port, seconds)
    from aiohappyeyeballs import start_connection

    infos = []
    for address in addresses:
        family = _family(address)
        sockaddr = (address, port, 0, 0) if family == socket.AF_INET6 else (address, port)
        infos.append((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", sockaddr))
    async with asyncio.timeout(seconds):
        return await start_connection(infos, happy_eyeballs_delay=_ATTEMPT_DELAY, interleave=1)


async def attach(protocol: asyncio.BufferedProtocol, connection: socket.socket) -> None:
    """Let the protocol have what comes through a connection; `connection_made` was called then."""
    loop = asyncio.get_running_loop()
    if _is_watching(loop):
        SocketTransport(connection, protocol)
    else:
        await loop.create_connection(lambda: protocol, sock=connection)


def _is_watching(loop: asyncio.AbstractEventLoop) -> bool:
    """Whether the loop tells when a socket can be read or written."""
    return type(loop).add_reader is not asyncio.AbstractEventLoop.add_reader


def _family(address: str) -> int:
    return socket.AF_INET6 if ":" in address else socket.AF_INET


async def _connected(address: str, port: int, seconds: float) -> socket.socket:
    connection = socket.socket(_family(address), socket.SOCK_STREAM)
    try:
        connection.setblocking(False)
        try:
            connection.connect((address, port))
        except (BlockingIOError, InterruptedError):
            await _writable(connection, seconds)
            if number := connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                raise OSError(number, os.strerror(number)) from None
    except BaseException:
        connection.close()
        raise
    return connection


async def _writable(connection: socket.socket, seconds: float) -> None:
    loop, number = asyncio.get_running_loop(), connection.fileno()
    waiter = loop.create_future()

    def stir(can_write: bool) -> None:
        if not waiter.done():
            waiter.set_result(can_write)

    loop.add_writer(number, stir, True)
    timer = loop.call_later(seconds, stir, False)
    try:
        if not await waiter:
            raise TimeoutError
    finally:
        timer.cancel()
        loop.remove_writer(number)


class SocketTransport(asyncio.Transport):
    """A connected socket, as asyncio's transports are to their protocols; its end is told at once.

    What was received before a connection broke is still handed on, even where the break shows as something is written: a
    server that refuses a request says why, and closes.
    """

    def __init__(self, connection: socket.socket, protocol: asyncio.BufferedProtocol) -> None:
        super().__init__()
        self._loop = asyncio.get_running_loop()
        self._socket, self._number = connection, connection.fileno()
        self._protocol = protocol
        self._unsent = b""
        self._fault: OSError | None = None
        self._is_closed = False
        with contextlib.suppress(OSError):  # it may have gone already
            self._extra = {"peername": connection.getpeername()}
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # what is written waits for nothing more
        self.resume_reading()
        protocol.connection_made(self)

    def _receive(self) -> None:
        try:
            count = self._socket.recv_into(self._protocol.get_buffer(-1))
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._end(self._fault or error)
            return
        if count:
            self._protocol.buffer_updated(count)
            return
        if self._fault is None:
            self._protocol.eof_received()
        self._end(self._fault)

    def write(self, data: bytes) -> None:  # type: ignore[override]  # and nothing else is written here
        """Send; what cannot go out now follows."""
        if self._is_closed or self._fault is not None:
            return
        if self._unsent:
            self._unsent += data
            return
        self._unsent = data[self._sent(data) :]
        if self._unsent:
            self._loop.add_writer(self._number, self._send_rest)

    def _send_rest(self) -> None:
        self._unsent = self._unsent[self._sent(self._unsent) :]
        if not self._unsent:
            self._loop.remove_writer(self._number)

    def _sent(self, data: bytes) -> int:
        """How much goes out; all where there is nobody to send to any more: that is told once all was read."""
        try:
            return self._socket.send(data)
        except (BlockingIOError, InterruptedError):
            return 0
        except OSError as error:
            self._fault = error
            return len(data)

    def pause_reading(self) -> None:
        """Let what comes wait at the other side."""
        self._loop.remove_reader(self._number)

    def resume_reading(self) -> None:
        """Take it again."""
        if not self._is_closed:
            self._loop.add_reader(self._number, self._receive)

    def is_closing(self) -> bool:
        """Whether it is over."""
        return self._is_closed

    def abort(self) -> None:
        """Close at once; what was not sent is not."""
        self._end(None)

    def _end(self, fault: OSError | None) -> None:
        if self._is_closed:
            return
        self._is_closed = True
        self._loop.remove_reader(self._number)
        if self._unsent:
            self._loop.remove_writer(self._number)
        self._socket.close()
        self._protocol.connection_lost(fault)
        del self._protocol  # each holds the other: the collector would have to find them
