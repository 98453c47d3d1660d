"""The network under httpcore: resolve once, check every address, dial only a checked one.

Between the check and the dial there is no second look-up, so a name that changes its mind (DNS rebinding) gains nothing.
TLS keeps the name that was asked for.
"""

from __future__ import annotations

import asyncio
import errno
import math
import socket
import ssl
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore

from provenance.core.addresses import Network, names_this_machine, why_refused
from provenance.core.model import FailureKind
from provenance.edge.fetch.resolve import LookupFailed, Resolver, is_literal

# A second address is tried beside the first after this many seconds (RFC 8305 section 8 recommends 250 ms).
_ATTEMPT_DELAY = 0.25


class Unanswered(Exception):
    """No answer came. kind and detail are those of the Failure that it becomes; address was dialled, if any was."""

    def __init__(self, kind: FailureKind, detail: str, *, address: str | None = None) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.address = address


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
            raise Unanswered(
                FailureKind.TIMEOUT, f"{addresses[0]} port {port} did not accept a connection", address=addresses[0]
            ) from None
        except OSError as error:
            raise _connect_failure(error, addresses[0], port) from None
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
            reason = next(iter(reasons.values()), None) or f"the name {host} has no address"
            raise Unanswered(FailureKind.REFUSED_POLICY, f"{reason}; nothing was sent there")
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


def _connect_failure(error: OSError, address: str, port: int) -> Unanswered:
    at = f"{address} port {port}"
    if error.errno == errno.ECONNREFUSED:
        return Unanswered(FailureKind.REFUSED, f"{at} refused the connection", address=address)
    if error.errno in (errno.ECONNRESET, errno.ECONNABORTED):
        return Unanswered(FailureKind.RESET, f"{at} reset the connection", address=address)
    if error.errno == errno.ETIMEDOUT:
        return Unanswered(FailureKind.TIMEOUT, f"{at} did not accept a connection", address=address)
    return Unanswered(FailureKind.UNREACHABLE, f"{at} cannot be reached ({error.strerror or error})", address=address)


class _Stream(httpcore.AsyncNetworkStream):
    """An asyncio connection as httpcore wants it; faults of the transport become httpcore's."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._unanswered = True

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's
        try:
            async with asyncio.timeout(timeout):
                data = await self._reader.read(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout from error
        except (OSError, ssl.SSLError) as error:
            raise httpcore.ReadError(str(error)) from error
        if not data and self._unanswered:
            raise Unanswered(FailureKind.RESET, "the server closed the connection before it answered")
        self._unanswered = False
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's
        self._unanswered = True
        try:
            async with asyncio.timeout(timeout):
                self._writer.write(buffer)
                await self._writer.drain()
        except TimeoutError as error:
            raise httpcore.WriteTimeout from error
        except (OSError, ssl.SSLError) as error:
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
        address = self.get_extra_info("server_addr")[0]
        try:
            async with asyncio.timeout(timeout):
                await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        except TimeoutError:
            raise Unanswered(FailureKind.TIMEOUT, "the TLS handshake was not finished", address=address) from None
        except ssl.SSLCertVerificationError as error:
            raise certificate_failure(error, address) from None
        except ssl.SSLError as error:
            detail = f"no TLS session could be agreed on ({error.reason or error})"
            raise Unanswered(FailureKind.TLS_PROTOCOL, detail, address=address) from None
        except OSError as error:
            detail = f"the connection was closed during the TLS handshake ({error})"
            raise Unanswered(FailureKind.RESET, detail, address=address) from None
        return self

    def get_extra_info(self, info: str) -> Any:
        if info == "ssl_object":
            return self._writer.get_extra_info("ssl_object")
        if info == "server_addr":
            return self._writer.get_extra_info("peername") or (None, None)
        if info == "is_readable":
            return self._reader.at_eof() or self._writer.transport.is_closing()
        return None


# X.509 verification codes of OpenSSL (x509_vfy.h) that name a cause of their own.
_EXPIRED, _NOT_YET_VALID, _HOSTNAME, _ADDRESS = 10, 9, 62, 64


def certificate_failure(error: ssl.SSLCertVerificationError, address: str | None) -> Unanswered:
    """The cause of a certificate that was not accepted, told apart."""
    code, message = error.verify_code, error.verify_message
    if code in (_EXPIRED, _NOT_YET_VALID):
        return Unanswered(FailureKind.TLS_EXPIRED, f"the certificate is out of its dates ({message})", address=address)
    if code in (_HOSTNAME, _ADDRESS):
        return Unanswered(FailureKind.TLS_HOSTNAME, f"the certificate is for another name ({message})", address=address)
    return Unanswered(FailureKind.TLS_UNTRUSTED, f"the certificate is not trusted ({message})", address=address)
