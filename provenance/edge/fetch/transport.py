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
from pathlib import Path

import httpcore
import httpx

from provenance.core.model import FailureKind
from provenance.edge.fetch.network import GuardedNetwork, Unanswered
from provenance.edge.fetch.proxies import Proxies
from provenance.errors import SettingsError

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
    """Sends one request and gives the answer, its body unread. Redirects, cookies and retries are not its business.

    Raises
    ------
    Unanswered
        where no answer can be read, with the cause.
    """

    def __init__(self, network: GuardedNetwork, *, per_host: int, ca: Path | None, proxies: Proxies) -> None:
        self._network = network
        self._per_host = per_host
        self._ca = ca
        self._proxies = proxies
        self._origins: OrderedDict[str, _Origin] = OrderedDict()
        self._tls: ssl.SSLContext | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        target: bytes = request.extensions.get("target", url.raw_path)
        core = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=target),
            headers=request.headers.raw,
            extensions={"timeout": request.extensions["timeout"]},
        )
        origin = self._origin(url)
        if origin.behind_proxy:
            self._network.refuse_literal(url.raw_host.decode("ascii"))
        origin.users += 1
        try:
            await self._drop_idle()
            with _told():
                response = await origin.pool.handle_async_request(core)
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

    def _origin(self, url: httpx.URL) -> _Origin:
        name = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if name not in self._origins:
            proxy = self._proxies.proxy_for(url.scheme, url.raw_host.decode("ascii"))
            self._origins[name] = _Origin(
                httpcore.AsyncConnectionPool(
                    ssl_context=self._tls_context() if url.scheme == "https" else None,
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

    def _tls_context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = httpx.create_ssl_context()  # honours SSL_CERT_FILE and SSL_CERT_DIR
            if self._ca is not None:
                _trust(self._tls, self._ca)
        return self._tls

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


def _trust(context: ssl.SSLContext, ca: Path) -> None:
    try:
        context.load_verify_locations(cafile=ca)
    except OSError as error:  # ssl.SSLError is one
        reason = error.reason if isinstance(error, ssl.SSLError) else error.strerror
        raise SettingsError(f"ca {ca}", f"cannot be read as certificates ({reason})", "Name a PEM file") from None


@contextmanager
def _told() -> Iterator[None]:
    """Exceptions of httpcore as causes."""
    try:
        yield
    except httpcore.TimeoutException:
        raise Unanswered(FailureKind.TIMEOUT, "the server did not answer in time") from None
    except httpcore.RemoteProtocolError as error:
        raise Unanswered(FailureKind.BAD_HTTP, f"the answer is not HTTP ({error})") from None
    except httpcore.LocalProtocolError as error:
        raise Unanswered(FailureKind.BAD_HTTP, f"the request could not be written ({error})") from None
    except httpcore.ProxyError as error:
        raise Unanswered(FailureKind.UNREACHABLE, f"the proxy did not let the request through ({error})") from None
    except httpcore.NetworkError as error:
        raise Unanswered(FailureKind.RESET, f"the connection broke ({error or 'no reason given'})") from None
