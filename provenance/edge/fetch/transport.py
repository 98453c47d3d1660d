"""httpx's transport interface over one httpcore pool an origin.

One pool for many hosts searches all its connections for each request and, under load, reports time-outs that no server
made. A pool an origin has neither fault. Whoever wants another engine replaces this file.
"""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpcore
import httpx

from provenance.core.model import FailureKind
from provenance.edge.fetch.causes import Unanswered, certificate_refused, not_http, protocol_failure
from provenance.edge.fetch.network import GuardedNetwork
from provenance.edge.fetch.proxies import Proxies

# Idle connections are kept for a host that is asked again soon; with TLS they are heavy, so few hosts keep them.
_IDLE_ORIGINS = 100
_IDLE_SECONDS = 15.0


@dataclass(slots=True)
class _Origin:
    """The pool of one origin, and how many requests are using it: until none is, it must not be closed."""

    pool: httpcore.AsyncConnectionPool
    behind_proxy: bool = False
    users: int = 0


class PooledTransport(httpx.AsyncBaseTransport):
    """Sends one request and gives the answer, its body unread. Redirects, cookies and retries are not its business,
    but for a connection that was kept too long: then the request goes out again on another (RFC 9112 section 9.3.1).

    The extension `tls` of a request is the context to verify its server in; connections in one are not used in another.

    Raises
    ------
    Unanswered
        where no answer can be read, with the cause.
    """

    def __init__(self, network: GuardedNetwork, *, per_host: int, proxies: Proxies) -> None:
        self._network = network
        self._per_host = per_host
        self._proxies = proxies
        self._origins: OrderedDict[tuple[str, ssl.SSLContext | None], _Origin] = OrderedDict()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        target: bytes = request.extensions.get("target", url.raw_path)
        core = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=target),
            headers=request.headers.raw,
            content=request.content or None,
            extensions={"timeout": request.extensions["timeout"]},
        )
        origin = self._origin(url, request.extensions.get("tls"))
        if origin.behind_proxy:
            self._network.refuse_literal(url.raw_host.decode("ascii"))
        origin.users += 1
        try:
            await self._drop_idle()
            response = await self._send(origin.pool, core)
        except BaseException:
            origin.users -= 1
            raise
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response, origin),
            extensions=response.extensions,
            request=request,
        )

    async def _send(self, pool: httpcore.AsyncConnectionPool, request: httpcore.Request) -> httpcore.Response:
        kept = self._per_host  # no more idle connections than these can turn out to be closed
        while True:
            try:
                with _told():
                    return await pool.handle_async_request(request)
            except Unanswered as error:
                if not error.stale or kept == 0:
                    raise
                kept -= 1

    def _origin(self, url: httpx.URL, tls: ssl.SSLContext | None) -> _Origin:
        name = f"{url.scheme}://{url.netloc.decode('ascii')}", tls
        if name not in self._origins:
            proxy = self._proxies.proxy_for(url.scheme, url.raw_host.decode("ascii"))
            self._origins[name] = _Origin(
                httpcore.AsyncConnectionPool(
                    ssl_context=tls,
                    proxy=proxy,
                    max_connections=self._per_host,
                    keepalive_expiry=_IDLE_SECONDS,
                    # What stands in front of a proxy is the proxy's to guard; its own address was given by the user.
                    network_backend=None if proxy else self._network,
                ),
                behind_proxy=proxy is not None,
            )
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


class _Body(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response, origin: _Origin) -> None:
        self._response = response
        self._origin = origin

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _told():
            async for chunk in self._response.aiter_stream():
                yield chunk

    async def aclose(self) -> None:
        try:
            await self._response.aclose()
        finally:
            self._origin.users -= 1


@contextmanager
def _told() -> Iterator[None]:
    """Exceptions of httpcore as causes."""
    try:
        yield
    except httpcore.TimeoutException:
        raise Unanswered(FailureKind.TIMEOUT, "the server did not answer in time") from None
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
