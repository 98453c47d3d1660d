"""The network under httpcore: resolve once, check every address, dial only a checked one.

Between the check and the dial there is no second look-up, so a name that changes its mind (DNS rebinding) gains nothing.
TLS keeps the name that was asked for.
"""

from __future__ import annotations

import asyncio
import math
import socket
import ssl
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore

from provenance.core.addresses import Network, names_this_machine, why_refused
from provenance.core.model import FailureKind
from provenance.edge.fetch.causes import (
    Unanswered,
    certificate_refused,
    connect_failure,
    not_accepted,
    protocol_failure,
)
from provenance.edge.fetch.resolve import LookupFailed, Resolver, is_literal

# A second address is tried beside the first after this many seconds (RFC 8305 section 8 recommends 250 ms).
_ATTEMPT_DELAY = 0.25


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Connections to checked addresses. `allowed` are the networks that the user opened beside the public ones."""

    def __init__(self, resolver: Resolver, allowed: Sequence[Network]) -> None:
        self._resolver = resolver
        self._allowed = allowed
        self._resolved_at = -math.inf

    def resolved_ago(self) -> float:
        """Seconds since a name last led to an address in this run; infinite if none has yet."""
        return asyncio.get_running_loop().time() - self._resolved_at

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        del local_address, socket_options
        addresses = await self._checked(host)
        try:
            async with asyncio.timeout(timeout):
                reader, writer = await _dial(addresses, port)
        except TimeoutError:
            raise not_accepted(addresses, port) from None
        except OSError as error:
            raise connect_failure(error, addresses, port) from None
        return _Stream(reader, writer)

    def refuse_literal(self, host: str) -> None:
        """Stop at an address that may not be asked, where a proxy would dial it and only a literal can be judged, or a
        name that means the proxy's own machine.
        """
        host = "127.0.0.1" if names_this_machine(host) else host.strip("[].")
        if is_literal(host) and (reason := why_refused(host, self._allowed)):
            raise Unanswered(FailureKind.REFUSED_POLICY, f"{reason}; nothing was sent there")

    async def _checked(self, host: str) -> list[str]:
        host = host.strip("[]")
        if is_literal(host):
            found: Sequence[str] = [host]
        else:
            try:
                found = await self._resolver.addresses(host)
            except LookupFailed as failed:
                raise Unanswered(failed.kind, failed.detail) from None
            if not all(address.startswith("127.") or address == "::1" for address in found):
                # Names of this machine itself come from its hosts file and say nothing of the network.
                self._resolved_at = asyncio.get_running_loop().time()
        reasons = {address: why_refused(address, self._allowed) for address in found}
        permitted = [address for address, reason in reasons.items() if reason is None]
        if not permitted:
            raise Unanswered(FailureKind.REFUSED_POLICY, f"{next(iter(reasons.values()))}; nothing was sent there")
        return permitted


async def _dial(addresses: Sequence[str], port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    if len(addresses) == 1:
        return await asyncio.open_connection(addresses[0], port)
    from aiohappyeyeballs import start_connection

    infos = []
    for address in addresses:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        sockaddr = (address, port, 0, 0) if family == socket.AF_INET6 else (address, port)
        infos.append((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", sockaddr))
    connected = await start_connection(infos, happy_eyeballs_delay=_ATTEMPT_DELAY, interleave=1)
    return await asyncio.open_connection(sock=connected)


class _Stream(httpcore.AsyncNetworkStream):
    """An asyncio connection as httpcore wants it; faults before an answer become causes, later ones httpcore's."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._unanswered = True
        self._answers = 0

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's
        try:
            async with asyncio.timeout(timeout):
                data = await self._reader.read(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout from error
        except OSError as error:  # ssl.SSLError is one
            raise self._broken(error) from error
        if self._unanswered:
            if not data:
                raise self._reset("the server closed the connection before it answered")
            self._answers += 1
            self._unanswered = False
        return data

    def _broken(self, error: OSError) -> Exception:
        if not self._unanswered:
            return httpcore.ReadError(str(error))
        if isinstance(error, ssl.SSLError):  # TLS 1.3 servers refuse a reader after the handshake
            return protocol_failure(error, self._address)
        return self._reset(f"the connection broke before there was an answer ({error.strerror or error})")

    def _reset(self, detail: str) -> Unanswered:
        return Unanswered(FailureKind.RESET, detail, address=self._address, stale=self._answers > 0)

    @property
    def _address(self) -> str | None:
        peer = self.get_extra_info("server_addr")
        return str(peer[0]) if peer[0] else None

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's
        self._unanswered = True
        try:
            async with asyncio.timeout(timeout):
                self._writer.write(buffer)
                await self._writer.drain()
        except TimeoutError as error:
            raise httpcore.WriteTimeout from error
        except OSError as error:
            raise httpcore.WriteError(str(error)) from error

    async def aclose(self) -> None:
        # A peer that never answers the TLS close would hold us; everything wanted has been read.
        self._writer.transport.abort()
        # One turn of the loop, so that the transport is really closed before the loop may be.
        await asyncio.sleep(0)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's
    ) -> httpcore.AsyncNetworkStream:
        address, plain = self._address, self._writer.transport
        try:
            async with asyncio.timeout(timeout):
                await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        except BaseException as error:
            plain.abort()  # whoever asked for TLS does not get the stream back, and nobody else would close it
            await asyncio.sleep(0)
            if isinstance(error, TimeoutError | OSError):  # ssl.SSLError is one
                raise _handshake_failure(error, address) from None
            raise
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "ssl_object":
            return self._writer.get_extra_info("ssl_object")
        if info == "server_addr":
            return self._writer.get_extra_info("peername") or (None, None)
        if info == "is_readable":
            return self._reader.at_eof() or self._writer.transport.is_closing()
        return None


def _handshake_failure(error: TimeoutError | OSError, address: str | None) -> Unanswered:
    if isinstance(error, TimeoutError):
        return Unanswered(FailureKind.TIMEOUT, "the TLS handshake was not finished", address=address)
    if isinstance(error, ssl.SSLCertVerificationError):
        return certificate_refused(error, address)
    if isinstance(error, ssl.SSLError):
        return protocol_failure(error, address)
    detail = f"the connection was closed during the TLS handshake ({error})"
    return Unanswered(FailureKind.RESET, detail, address=address)
