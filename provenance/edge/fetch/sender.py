"""One request, one answer: in its turn, within the deadline, with what every request carries."""

from __future__ import annotations

import asyncio
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
from provenance.edge.fetch.messages import Fields, Request
from provenance.edge.fetch.pace import Pace, Place
from provenance.edge.fetch.places import Addresses, Deadline
from provenance.edge.fetch.transport import Transport
from provenance.edge.fetch.walk import Answer, Manner, cookie_text, take_cookies
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
        self._usual_fields = {
            b"User-Agent": (settings.user_agent or default_user_agent()).encode(),
            b"Accept": b"text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
            b"Accept-Encoding": ACCEPT_ENCODING,
            b"Accept-Language": b"*",
        }
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
        fields = self._fields(address, cookies, manner)
        async with self.pace.turn(address.host, deadline) as turn:
            try:
                async with asyncio.timeout_at(deadline.at) as limit:
                    place = Place(self._addresses, turn, limit)
                    try:
                        request = Request(
                            address=address,
                            fields=fields,
                            form=manner.form,
                            tls=tls,
                            seconds=turn.limits.timeout,
                            place=place,
                        )
                        answer = await self._exchange(request, deadline, cap or manner.cap)
                    finally:
                        place.leave()
            except TimeoutError:
                detail = f"no whole answer within {deadline.seconds:g} s"
                raise Unanswered(FailureKind.TIMEOUT, detail) from None
            plea = self._plea_in(answer)
            if plea is not None or (answer.status_code < 500 and answer.status_code != 429):  # others say nothing of it
                turn.heard(plea)
        if cookies is not None and answer.field("set-cookie") is not None:
            take_cookies(cookies, address, answer.fields)
        return answer

    async def _exchange(self, request: Request, deadline: Deadline, cap: int | None) -> Answer:
        response = await self._transport.send(request)
        status_code, fields = response.head
        try:
            most = _REDIRECT_BODY if status_code in REDIRECTS else cap or self._settings.max_bytes
            content, body = await read_body(response, cap=most, deadline=deadline.at - _MARGIN)
        finally:
            await response.aclose()
        hop = Hop(
            url=request.address.href,
            status_code=status_code,
            location=_location(fields),
            address=response.address,
        )
        certificate = None
        if response.session is not None and response.session.context.verify_mode is ssl.CERT_NONE:
            certificate = response.session.getpeercert(binary_form=True)
        return Answer(hop=hop, fields=fields, content=content, body=body, certificate=certificate)

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

    def _fields(
        self, address: Address, cookies: httpx.Cookies | None, manner: Manner
    ) -> tuple[tuple[bytes, bytes], ...]:
        fields = {b"Host": address.authority.encode("ascii"), **self._usual_fields}
        if manner.plain:
            fields[b"Accept-Encoding"] = b"identity"
        if manner.fresh:
            fields[b"Cache-Control"] = b"no-cache"
        for name, value in manner.fields:
            fields[name.encode("ascii")] = value.encode("latin-1")
        if manner.form is not None:
            fields[b"Content-Type"] = b"application/x-www-form-urlencoded"
        if cookies is not None and (text := cookie_text(cookies, address)):
            fields[b"Cookie"] = text.encode("latin-1")
        return tuple(fields.items())


def _location(fields: Fields) -> str | None:
    return next((location_text(value.encode("latin-1")) for name, value in fields if name == "location"), None)
