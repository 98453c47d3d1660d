"""The same over a proxy: httpcore knows how to ask an HTTP proxy, and a pool an origin finds its connections at once."""

from __future__ import annotations

import asyncio
import ssl
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpcore

from provenance.core.model import FailureKind
from provenance.core.urls import Address
from provenance.edge.fetch.causes import (
    Unanswered,
    certificate_refused,
    no_answer_in_time,
    not_http,
    protocol_failure,
)
from provenance.edge.fetch.messages import Head, Request, Response
from provenance.edge.fetch.proxies import Proxies

_IDLE_ORIGINS = 100
_IDLE_SECONDS = 15.0


@dataclass(slots=True)
class _Origin:
    """The pool of one origin, and how many requests are using it: until none is, it must not be closed."""

    pool: httpcore.AsyncConnectionPool
    users: int = 0


class ProxiedTransport:
    """As `transport.Transport`, for hosts behind a proxy. What stands in front of a proxy is the proxy's to guard; its own
    address was given by the user.

    Raises
    ------
    Unanswered
        where no answer can be read, with the cause.
    """

    def __init__(self, *, per_host: int, proxies: Proxies) -> None:
        self._per_host = per_host
        self._proxies = proxies
        self._origins: OrderedDict[tuple[str, ssl.SSLContext | None], _Origin] = OrderedDict()

    async def send(self, request: Request) -> Response:
        """As `transport.Transport.send`."""
        address, seconds = request.address, request.seconds
        core = httpcore.Request(
            request.method,
            httpcore.URL(scheme=address.scheme, host=address.host, port=_port(address), target=address.target),
            headers=list(request.head),
            content=request.form,
            extensions={"timeout": {"connect": seconds, "read": seconds, "write": seconds, "pool": None}},
        )
        origin = self._origin(address, request.tls)
        origin.users += 1
        try:
            await self._drop_idle()
            with _told():
                response = await origin.pool.handle_async_request(core)
        except BaseException:
            origin.users -= 1
            raise
        return _Response(response, origin)

    def _origin(self, address: Address, tls: ssl.SSLContext | None) -> _Origin:
        name = address.origin, tls
        if name not in self._origins:
            pool = httpcore.AsyncConnectionPool(
                ssl_context=tls,
                proxy=self._proxies.proxy_for(address.scheme, address.host),
                max_connections=self._per_host,
                keepalive_expiry=_IDLE_SECONDS,
            )
            self._origins[name] = _Origin(pool)
        self._origins.move_to_end(name)
        return self._origins[name]

    async def _drop_idle(self) -> None:
        """Close the pools that were used longest ago, of those that nobody uses."""
        idle = [name for name, origin in self._origins.items() if origin.users == 0]
        # All are taken out before the first is closed: while one closes, others come and look.
        dropped = [self._origins.pop(name) for name in idle[: max(0, len(self._origins) - _IDLE_ORIGINS)]]
        for origin in dropped:
            await origin.pool.aclose()

    async def aclose(self) -> None:
        for origin in self._origins.values():
            await origin.pool.aclose()
        self._origins.clear()


class _Response:
    """As `messages.Response`."""

    def __init__(self, response: httpcore.Response, origin: _Origin) -> None:
        fields = ((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers)
        self.head = Head(response.status, tuple(fields))
        stream = response.extensions["network_stream"]
        peer = stream.get_extra_info("server_addr")
        self.address: str | None = peer[0] if peer else None
        self.session: ssl.SSLObject | None = stream.get_extra_info("ssl_object")
        self._response = response
        self._pieces = aiter(response.aiter_stream())
        self._origin = origin

    async def piece(self, until: float) -> bytes:
        """As `messages.Response.piece`."""
        try:
            async with asyncio.timeout_at(until):
                with _told():
                    return await anext(self._pieces, b"")
        except TimeoutError:
            raise no_answer_in_time() from None

    async def aclose(self) -> None:
        try:
            await self._response.aclose()
        finally:
            self._origin.users -= 1


def _port(address: Address) -> int | None:
    """None for the usual port of the scheme, as it is not named to the proxy."""
    return None if address.port == {"http": 80, "https": 443}[address.scheme] else address.port


@contextmanager
def _told() -> Iterator[None]:
    """Exceptions of httpcore as causes."""
    try:
        yield
    except httpcore.TimeoutException:
        raise no_answer_in_time() from None
    except httpcore.RemoteProtocolError as error:
        raise not_http(error) from None
    except httpcore.LocalProtocolError as error:
        raise Unanswered(FailureKind.BAD_HTTP, f"the request could not be written ({error})") from None
    except httpcore.ProxyError as error:
        raise Unanswered(FailureKind.UNREACHABLE, f"the proxy did not let the request through ({error})") from None
    except httpcore.NetworkError as error:
        cause = error.__context__  # behind a proxy it is httpcore that shakes hands
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise certificate_refused(cause, None) from None
        if isinstance(cause, ssl.SSLError):
            raise protocol_failure(cause, None) from None
        raise Unanswered(FailureKind.RESET, f"the connection broke ({error or 'no reason given'})") from None
