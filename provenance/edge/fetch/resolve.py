"""Names to addresses: the system's resolver, or a name server that the user names.

A dead name and a dead resolver are different findings, so they are told apart here and nowhere else.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from provenance.core.model import FailureKind


class LookupFailed(Exception):
    """A name led to no address. kind: DNS_NXDOMAIN if the name does not exist, DNS_TEMP if nobody could say,
    MALFORMED if it can be no name.
    """

    def __init__(self, *, kind: FailureKind, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


class Resolver(Protocol):
    """Something that knows the addresses of a name."""

    async def addresses(self, host: str) -> Sequence[str]:
        """IP literals of the host, in the order to try them; raises LookupFailed."""
        ...


def is_literal(host: str) -> bool:
    """Whether the host is an IP address already."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


class SystemResolver:
    """getaddrinfo in threads of its own, so that a slow resolver does not hold the pool that files use."""

    def __init__(self, *, timeout: float, threads: int = 32) -> None:
        self._timeout = timeout
        self._threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="resolve")

    async def addresses(self, host: str) -> Sequence[str]:
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._timeout):
                found = await loop.run_in_executor(self._threads, _getaddrinfo, host)
        except TimeoutError:
            detail = f"the name {host} could not be looked up (no answer)"
            raise LookupFailed(kind=FailureKind.DNS_TEMP, detail=detail) from None
        except UnicodeError:
            raise LookupFailed(kind=FailureKind.MALFORMED, detail=f"{host!r} cannot be a host name") from None
        except socket.gaierror as error:
            raise _told_apart(host, error) from None
        return list(dict.fromkeys(found))

    def close(self) -> None:
        """Let running look-ups go; they end on their own time-out."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def _getaddrinfo(host: str) -> list[str]:
    return [str(sockaddr[0]) for *_, sockaddr in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def _told_apart(host: str, error: socket.gaierror) -> LookupFailed:
    # EAI_NODATA is not in every libc; where it is, the name exists and has no address.
    gone = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
    if error.errno in gone:
        return LookupFailed(kind=FailureKind.DNS_NXDOMAIN, detail=f"the name {host} does not exist ({error.strerror})")
    return LookupFailed(kind=FailureKind.DNS_TEMP, detail=f"the name {host} could not be looked up ({error.strerror})")


class NameServerResolver:
    """A DNS server asked directly, over UDP with TCP behind it (RFC 1035, RFC 7766)."""

    def __init__(self, server: str, *, timeout: float) -> None:
        import dns.asyncresolver  # only for those who name a server

        host, port = _split(server)
        self._resolver = dns.asyncresolver.Resolver(configure=False)
        self._resolver.nameservers = [host]
        self._resolver.port = port
        self._resolver.lifetime = timeout

    async def addresses(self, host: str) -> Sequence[str]:
        import dns.exception
        import dns.name
        import dns.resolver

        try:
            answers = await self._resolver.resolve_name(host, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer) as error:
            detail = f"the name {host} does not exist ({type(error).__name__})"
            raise LookupFailed(kind=FailureKind.DNS_NXDOMAIN, detail=detail) from None
        except (dns.name.LabelTooLong, dns.name.EmptyLabel, dns.name.NameTooLong):
            raise LookupFailed(kind=FailureKind.MALFORMED, detail=f"{host!r} cannot be a host name") from None
        except (dns.exception.DNSException, ValueError) as error:
            detail = f"the name {host} could not be looked up ({type(error).__name__})"
            raise LookupFailed(kind=FailureKind.DNS_TEMP, detail=detail) from None
        return list(answers.addresses())

    def close(self) -> None:
        """Nothing is held open."""


def _split(server: str) -> tuple[str, int]:
    """`ADDRESS`, `ADDRESS:PORT` or `[ADDRESS]:PORT`."""
    if is_literal(server):
        return server, 53
    host, _, port = server.rpartition(":")
    return host.strip("[]"), int(port)
