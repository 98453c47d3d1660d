"""One request, one answer: in its turn, within the deadline, with what every request carries."""

from __future__ import annotations

import asyncio
import functools
import ssl
from collections.abc import Callable
from datetime import datetime

import httpx

from provenance.core.model import Exchange, FailureKind, Hop
from provenance.core.redirects import REDIRECTS, location_text
from provenance.core.strain import Plea, plea_in
from provenance.core.urls import Address
from provenance.edge.fetch.body import ACCEPT_ENCODING, read_body
from provenance.edge.fetch.causes import Unanswered
from provenance.edge.fetch.pace import Pace, Place
from provenance.edge.fetch.places import Addresses, Deadline
from provenance.edge.fetch.transport import Transport
from provenance.edge.fetch.walk import Answer, Manner, cookie_text
from provenance.settings import Settings, default_user_agent

# A redirect's own body is read this far, so that its connection can be used again.
_REDIRECT_BODY = 65_536
# Reading a body ends this many seconds before the deadline, so that what was read by then is not lost to it.
_MARGIN = 0.25


class Sender:
    """Asks politely, and reads what comes back. clock: the time of day, which a Retry-After may be told in."""

    def __init__(self, settings: Settings, transport: Transport, *, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._transport = transport
        self._user_agent = (settings.user_agent or default_user_agent()).encode()
        self._clock = clock
        self.pace = Pace(settings.limits_of, backoff=settings.backoff, cap=settings.retry_after_cap)
        self._addresses = Addresses(settings.per_address)

    async def send(
        self,
        address: Address,
        *,
        deadline: Deadline,
        tls: ssl.SSLContext | None,
        cookies: httpx.Cookies | None = None,
        manner: Manner | None = None,
        cap: int | None = None,
    ) -> Answer:
        """The answer to one request.

        tls: how the server is verified; None for plain HTTP. cookies: go out with the request, and take in what the
        server sets. cap: most bytes of the body, None for what the settings say.

        Raises
        ------
        Unanswered
            where no answer came.
        """
        manner = manner or Manner()
        request = self._request(address, cookies, manner)
        request.extensions["tls"] = tls
        async with self.pace.turn(address.host, deadline) as turn:
            try:
                async with asyncio.timeout_at(deadline.at) as limit:
                    place = request.extensions["place"] = Place(self._addresses, turn, limit)
                    try:
                        answer, response = await self._exchange(address, request, deadline, cap or manner.cap)
                    finally:
                        place.leave()
            except TimeoutError:
                detail = f"no whole answer within {deadline.seconds:g} s"
                raise Unanswered(FailureKind.TIMEOUT, detail) from None
            plea = self._plea_in(answer)
            if plea is not None or (answer.status_code < 500 and answer.status_code != 429):  # others say nothing of it
                turn.heard(plea)
        if cookies is not None and answer.field("set-cookie") is not None:
            response.headers.encoding = "latin-1"  # as `cookie_text` sends them back
            cookies.extract_cookies(response)
        return answer

    async def _exchange(
        self, address: Address, request: httpx.Request, deadline: Deadline, cap: int | None
    ) -> tuple[Answer, httpx.Response]:
        response = await self._transport.handle_async_request(request)
        session = response.extensions["session"]
        try:
            most = _REDIRECT_BODY if response.status_code in REDIRECTS else cap or self._settings.max_bytes
            content, body = await read_body(response, cap=most, deadline=deadline.at - _MARGIN)
        finally:
            await response.aclose()
        hop = Hop(
            url=address.href,
            status_code=response.status_code,
            location=_location(response),
            address=response.extensions["address"],
        )
        fields = tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw
        )
        certificate = session.getpeercert(binary_form=True) if session else None
        return Answer(hop=hop, fields=fields, content=content, body=body, certificate=certificate), response

    def _plea_in(self, answer: Answer) -> Plea | None:
        if answer.status_code not in (429, 503):
            return None
        url = answer.hop.url
        return plea_in(
            Exchange(
                original=url, target=url, status_code=answer.status_code, hops=(answer.hop,), fields=answer.fields,
                content=answer.content, body=answer.body, retrieved_at=self._clock(),
            )
        )  # fmt: skip

    def _request(self, address: Address, cookies: httpx.Cookies | None, manner: Manner) -> httpx.Request:
        seconds = self._settings.limits_of(address.host).timeout
        fields = {
            # Given, because httpx would decode the name to make it, and not every name can be decoded.
            "Host": address.authority.encode("ascii"),
            "User-Agent": self._user_agent,
            "Accept": b"text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
            "Accept-Encoding": b"identity" if manner.plain else ACCEPT_ENCODING.encode("ascii"),
            "Accept-Language": b"*",
        }
        if manner.fresh:
            fields["Cache-Control"] = b"no-cache"
        fields |= {name: value.encode("latin-1") for name, value in manner.fields}
        if manner.form is not None:
            fields["Content-Type"] = b"application/x-www-form-urlencoded"
        if cookies is not None and (text := cookie_text(cookies, address)):
            fields["Cookie"] = text.encode("latin-1")
        return httpx.Request(
            "GET" if manner.form is None else "POST",
            _url(address.origin),
            content=manner.form,
            headers=[(name.encode("ascii"), value) for name, value in fields.items()],
            extensions={
                # The target as WHATWG writes it; httpx would quote it once more.
                "target": address.target.encode("ascii"),
                "timeout": {"connect": seconds, "read": seconds, "write": seconds, "pool": None},
            },
        )


@functools.lru_cache(maxsize=4096)
def _url(origin: str) -> httpx.URL:
    """Of an origin that is asked several times; reading it takes as long as reading the head of an answer."""
    return httpx.URL(origin)


def _location(response: httpx.Response) -> str | None:
    return next((location_text(value) for name, value in response.headers.raw if name.lower() == b"location"), None)
