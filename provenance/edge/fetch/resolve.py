"""Names to addresses: the system's resolver, or a name server that the user names.

A dead name and a dead resolver are different findings, so they are told apart here and nowhere else.
"""

from __future__ import annotations

import asyncio
import functools
import ipaddress
import socket
from collections.abc import Sequence
from typing import Protocol

from provenance.core.model import FailureKind
from provenance.edge.fetch.beside import Beside


class LookupFailed(Exception):
    """A name led to no address. kind: DNS_NXDOMAIN if the name does not exist, DNS_TEMP if nobody could say or if it
    exists and has no address (yet, or any more: it may serve mail), MALFORMED if it can be no name.
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


@functools.lru_cache(maxsize=4096)  # of each link of a host
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
        self._beside = Beside(threads)

    async def addresses(self, host: str) -> Sequence[str]:
        try:
            async with asyncio.timeout(self._timeout):
                found = await self._beside.run(_getaddrinfo, host)
        except TimeoutError:
            raise _silent(host) from None
        except UnicodeError:
            raise LookupFailed(kind=FailureKind.MALFORMED, detail=f"{host!r} cannot be a host name") from None
        except socket.gaierror as error:
            raise told_apart(host, error) from None
        return list(dict.fromkeys(found))

    def close(self) -> None:
        """Let running look-ups go; they end on their own time-out."""
        self._beside.close()


def _getaddrinfo(host: str) -> list[str]:
    return [str(sockaddr[0]) for *_, sockaddr in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


def told_apart(host: str, error: socket.gaierror) -> LookupFailed:
    """What an error of getaddrinfo says of a name."""
    # Where libc has no EAI_NODATA of its own, a name without address cannot be told from one that does not exist.
    nodata = getattr(socket, "EAI_NODATA", socket.EAI_NONAME)
    if error.errno == nodata != socket.EAI_NONAME:
        return _without_address(host)
    if error.errno == socket.EAI_NONAME:
        return LookupFailed(kind=FailureKind.DNS_NXDOMAIN, detail=f"the name {host} does not exist ({error.strerror})")
    return LookupFailed(kind=FailureKind.DNS_TEMP, detail=f"the name {host} could not be looked up ({error.strerror})")


def _silent(host: str) -> LookupFailed:
    detail = f"the name {host} could not be looked up: no name server answered in time"
    return LookupFailed(kind=FailureKind.DNS_TEMP, detail=detail)


def _without_address(host: str) -> LookupFailed:
    return LookupFailed(kind=FailureKind.DNS_TEMP, detail=f"the name {host} exists, but has no address")


# Seconds that the addresses of one family wait for those of the other. RFC 8305 says 50 ms; here a preference for IPv6 is
# worth less than the same answer each time.
_OTHER_FAMILY = 0.5


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
        # IPv6 and IPv4 are asked at once; one that fails does not spoil the other, and one that is silent does not keep
        # it waiting (RFC 8305 section 3).
        asked = [asyncio.create_task(self._asked(host, record)) for record in ("AAAA", "A")]
        try:
            await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
            if any(task.done() and _gave_addresses(task) for task in asked):
                await asyncio.wait(asked, timeout=_OTHER_FAMILY)
                found = [task.result() for task in asked if task.done()]
            else:
                found = await asyncio.gather(*asked)
        finally:
            for task in asked:
                task.cancel()
        addresses = [address for part in found if not isinstance(part, LookupFailed) for address in part]
        if addresses:
            return addresses
        failures = [part for part in found if isinstance(part, LookupFailed)]
        raise min(failures, key=_telling) if failures else _without_address(host)

    async def _asked(self, host: str, record: str) -> Sequence[str] | LookupFailed:
        """Addresses of one family, none if the name exists without any."""
        import dns.exception
        import dns.name
        import dns.resolver

        try:
            answer = await self._resolver.resolve(host, record, search=False, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN:
            return LookupFailed(kind=FailureKind.DNS_NXDOMAIN, detail=f"the name {host} does not exist (NXDOMAIN)")
        except (dns.name.LabelTooLong, dns.name.EmptyLabel, dns.name.NameTooLong):
            return LookupFailed(kind=FailureKind.MALFORMED, detail=f"{host!r} cannot be a host name")
        except dns.exception.Timeout:
            return _silent(host)
        except dns.resolver.NoNameservers:
            detail = f"the name {host} could not be looked up: the name server failed (SERVFAIL), or gave no answer that can be read"
            return LookupFailed(kind=FailureKind.DNS_TEMP, detail=detail)
        except (dns.exception.DNSException, ValueError) as error:
            detail = f"the name {host} could not be looked up ({type(error).__name__})"
            return LookupFailed(kind=FailureKind.DNS_TEMP, detail=detail)
        return [record.address for record in answer.rrset or ()]

    def close(self) -> None:
        """Nothing is held open."""


def _gave_addresses(task: asyncio.Task[Sequence[str] | LookupFailed]) -> bool:
    found = task.result()
    return not isinstance(found, LookupFailed) and bool(found)


def _telling(failure: LookupFailed) -> int:
    """What settles the matter first: a name that does not exist has neither kind of address."""
    return (FailureKind.MALFORMED, FailureKind.DNS_NXDOMAIN, FailureKind.DNS_TEMP).index(failure.kind)


def _split(server: str) -> tuple[str, int]:
    """`ADDRESS`, `ADDRESS:PORT` or `[ADDRESS]:PORT`."""
    if is_literal(server):
        return server, 53
    host, _, port = server.rpartition(":")
    return host.strip("[]"), int(port)
