"""httpx's transport interface over one httpcore pool an origin.

One pool for many hosts searches all its connections for each request and, under load, reports time-outs that no server
made. A pool an origin has neither fault. Whoever wants another engine replaces this file.
"""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
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
        self._pools: OrderedDict[str, httpcore.AsyncConnectionPool] = OrderedDict()
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
        pool = await self._pool(url)
        with _told():
            response = await pool.handle_async_request(core)
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
            request=request,
        )

    async def _pool(self, url: httpx.URL) -> httpcore.AsyncConnectionPool:
        origin = f"{url.scheme}://{url.netloc.decode('ascii')}"
        if origin not in self._pools:
            proxy = self._proxies.proxy_for(url.scheme, url.raw_host.decode("ascii"))
            self._pools[origin] = httpcore.AsyncConnectionPool(
                ssl_context=self._tls_context() if url.scheme == "https" else None,
                proxy=proxy,
                max_connections=self._per_host,
                keepalive_expiry=_IDLE_SECONDS,
                # What stands in front of a proxy is the proxy's to guard; its own address was given by the user.
                network_backend=None if proxy else self._network,
            )
        self._pools.move_to_end(origin)
        await self._drop_idle()
        return self._pools[origin]

    async def _drop_idle(self) -> None:
        for origin in list(self._pools)[: max(0, len(self._pools) - _IDLE_ORIGINS)]:
            pool = self._pools[origin]
            if all(connection.is_idle() for connection in pool.connections):
                del self._pools[origin]
                await pool.aclose()

    def _tls_context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = httpx.create_ssl_context()  # honours SSL_CERT_FILE and SSL_CERT_DIR
            if self._ca is not None:
                _trust(self._tls, self._ca)
        return self._tls

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()
        self._pools.clear()


class _Body(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _told():
            async for chunk in self._response.aiter_stream():
                yield chunk

    async def aclose(self) -> None:
        await self._response.aclose()


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
