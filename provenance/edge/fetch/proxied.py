"""The same over a proxy: httpcore knows how to ask an HTTP proxy, and a pool an origin finds its connections at once."""

from __future__ import annotations

import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpcore
import httpx

from provenance.core.model import FailureKind
from provenance.edge.fetch.causes import (
    Unanswered,
    certificate_refused,
    no_answer_in_time,
    not_http,
    protocol_failure,
)
from provenance.edge.fetch.proxies import Proxies

_IDLE_ORIGINS = 100
_IDLE_SECONDS = 15.0


@dataclass(slots=True)
class _Origin:
    """The pool of one origin, and how many requests are using it: until none is, it must not be closed."""

    pool: httpcore.AsyncConnectionPool
    users: int = 0


class ProxiedTransport(httpx.AsyncBaseTransport):
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
            extensions=_extensions(response),
            request=request,
        )

    def _origin(self, url: httpx.URL, tls: ssl.SSLContext | None) -> _Origin:
        name = f"{url.scheme}://{url.netloc.decode('ascii')}", tls
        if name not in self._origins:
            pool = httpcore.AsyncConnectionPool(
                ssl_context=tls,
                proxy=self._proxies.proxy_for(url.scheme, url.raw_host.decode("ascii")),
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


def _extensions(response: httpcore.Response) -> dict[str, object]:
    stream = response.extensions["network_stream"]
    peer = stream.get_extra_info("server_addr")
    return {"address": peer[0] if peer else None, "session": stream.get_extra_info("ssl_object")}


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
