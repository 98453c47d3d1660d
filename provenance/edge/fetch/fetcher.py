"""One URL in, one Outcome out: redirects by hand, cookies for the one walk, patience, a deadline over all of it."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import TracebackType
from typing import Self

import httpx

from provenance.core.addresses import networks
from provenance.core.identifiers import located
from provenance.core.model import Body, Exchange, Failure, FailureKind, Hop, Outcome
from provenance.core.patience import wait_before
from provenance.core.redirects import REDIRECTS, location_text, meta_refresh
from provenance.core.urls import Address, BadUrl, read_link, read_url
from provenance.edge.fetch.body import ACCEPT_ENCODING, read_body
from provenance.edge.fetch.network import GuardedNetwork, Unanswered
from provenance.edge.fetch.pace import Pace
from provenance.edge.fetch.proxies import Proxies
from provenance.edge.fetch.reach import Probe
from provenance.edge.fetch.resolve import NameServerResolver, SystemResolver
from provenance.edge.fetch.transport import PooledTransport
from provenance.settings import Settings

# A redirect's own body is read this far, so that its connection can be used again.
_REDIRECT_BODY = 65_536
# Reading a body ends this many seconds before the deadline, so that what was read by then is not lost to it.
_MARGIN = 0.25


@dataclass(slots=True)
class _Walk:
    """What one walk along redirects has gathered; private to this file, and gone when the Outcome is made."""

    original: str
    hops: list[Hop] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    refreshed: bool = False

    def visit(self, address: Address) -> tuple[str, str]:
        """What makes two requests of a walk the same: the URL without its fragment, and the cookies."""
        return address.href.partition("#")[0], _cookie_text(self.cookies, address)

    def has_seen(self, address: Address) -> bool:
        """Whether the same request was made before: a redirect to it goes in a circle."""
        return self.visit(address) in self.seen


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    status_code: int
    fields: tuple[tuple[str, str], ...]
    content: bytes
    body: Body


class Fetcher:
    """The only sender of HTTP to cited sites. Use it as an asynchronous context manager; share one for a whole run.

    clock: the time of day, for `retrieved_at`.
    """

    def __init__(self, settings: Settings, *, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._resolver: SystemResolver | NameServerResolver = (
            NameServerResolver(settings.name_server, timeout=settings.timeout)
            if settings.name_server
            else SystemResolver(timeout=settings.timeout)
        )
        self._network = GuardedNetwork(self._resolver, networks(settings.allow_network))
        self._transport = PooledTransport(
            self._network,
            per_host=settings.per_host,
            ca=settings.ca,
            proxies=Proxies(),
        )
        self._probe = Probe(self._resolver, settings.control_names)
        self._pace = Pace(per_host=settings.per_host, spacing=settings.spacing)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()
        self._resolver.close()

    async def network_is_up(self, kind: FailureKind) -> bool:
        """Whether a failure of this kind is the site's and not our own network's. See `reach`."""
        return await self._probe.network_is_up(kind, resolved_ago=self._network.resolved_ago())

    async def fetch(self, given: str, *, page: bool = False) -> Outcome:
        """Ask for a URL until the answer is clear, within the deadline. Findings are returned; nothing is raised.

        page: ask for the page that a DOI or handle leads to, and not for its record in the Handle System.
        """
        settings = self._settings
        try:
            address = read_link(
                given, doi_resolver=settings.doi_resolver, handle_resolver=settings.handle_resolver, page=page
            )
        except BadUrl as error:
            kind = FailureKind.UNSUPPORTED if error.unsupported else FailureKind.MALFORMED
            return Failure(original=given, kind=kind, detail=str(error), retrieved_at=self._clock())
        deadline = asyncio.get_running_loop().time() + self._settings.deadline
        look = 0
        while True:
            outcome = await self._walk_once(address, deadline)
            wait = self._wait(outcome, look, deadline)
            if wait is None:
                return located(replace(outcome, original=given))
            await asyncio.sleep(wait)
            look += 1

    def _wait(self, outcome: Outcome, look: int, deadline: float) -> float | None:
        settings = self._settings
        if look >= settings.retries:
            return None
        wait = wait_before(outcome, look=look, backoff=settings.backoff, cap=settings.retry_after_cap)
        if wait is None:
            return None
        wait *= 1 + random.random() / 4  # never earlier than asked for, and not all at once
        return wait if asyncio.get_running_loop().time() + wait < deadline else None

    async def _walk_once(self, address: Address, deadline: float) -> Outcome:
        walk = _Walk(original=address.href, notes=list(address.notes))
        try:
            async with asyncio.timeout_at(deadline):
                return await self._walk(walk, address, deadline)
        except TimeoutError:
            seconds = f"{self._settings.deadline:g} s"
            return self._failure(walk, FailureKind.TIMEOUT, f"no whole answer within {seconds}")

    async def _walk(self, walk: _Walk, address: Address, deadline: float) -> Outcome:
        while True:
            if walk.has_seen(address):
                return self._failure(walk, FailureKind.REDIRECT_LOOP, "the same URL came again")
            if len(walk.hops) > self._settings.max_redirects:
                return self._failure(walk, FailureKind.REDIRECT_LOOP, f"more than {len(walk.hops) - 1} redirects")
            walk.seen.add(walk.visit(address))
            try:
                answer = await self._ask(walk, address, deadline)
            except Unanswered as error:
                walk.hops.append(Hop(url=address.href, address=error.address))
                return self._failure(walk, error.kind, error.detail)
            try:
                following = _redirected(walk, address, answer) or _refreshed(walk, address, answer)
            except BadUrl as error:
                kind = FailureKind.REFUSED_POLICY if error.unsupported else FailureKind.BAD_HTTP
                return self._failure(walk, kind, f"the redirect leads to {error}")
            if following is None:
                return self._exchange(walk, address, answer)
            if address.fragment and not following.fragment:  # RFC 9110 section 10.2.2: the fragment is inherited
                following = replace(following, href=f"{following.href}#{address.fragment}", fragment=address.fragment)
            address = following

    async def _ask(self, walk: _Walk, address: Address, deadline: float) -> _Answer:
        """One request. Appends its hop; keeps its cookies for the rest of the walk."""
        request = self._request(address, walk.cookies)
        async with self._pace.turn(address.host):
            response = await self._transport.handle_async_request(request)
            try:
                redirect = response.status_code in REDIRECTS
                cap = _REDIRECT_BODY if redirect else self._settings.max_bytes
                content, body = await read_body(response, cap=cap, deadline=deadline - _MARGIN)
            finally:
                await response.aclose()
        walk.cookies.extract_cookies(response)
        peer = response.extensions["network_stream"].get_extra_info("server_addr")
        location = _raw_field(response, b"location")
        walk.hops.append(
            Hop(
                url=address.href, status_code=response.status_code, location=location, address=peer[0] if peer else None
            )
        )
        return _Answer(
            status_code=response.status_code,
            fields=tuple(
                (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw
            ),
            content=content,
            body=body,
        )

    def _request(self, address: Address, cookies: httpx.Cookies) -> httpx.Request:
        seconds = self._settings.timeout
        request = httpx.Request(
            "GET",
            httpx.URL(address.origin),
            headers=httpx.Headers(
                {
                    # Given, because httpx would decode the name to make it, and not every name can be decoded.
                    "Host": address.authority,
                    "User-Agent": self._settings.user_agent,
                    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
                    "Accept-Encoding": ACCEPT_ENCODING,
                    "Accept-Language": "*",
                },
                encoding="utf-8",
            ),
            extensions={
                # The target as WHATWG writes it; httpx would quote it once more.
                "target": address.target.encode("ascii"),
                "timeout": {"connect": seconds, "read": seconds, "write": seconds, "pool": None},
            },
        )
        if text := _cookie_text(cookies, address):
            request.headers["Cookie"] = text
        return request

    def _exchange(self, walk: _Walk, address: Address, answer: _Answer) -> Exchange:
        return Exchange(
            original=walk.original,
            target=address.href,
            status_code=answer.status_code,
            hops=tuple(walk.hops),
            fields=answer.fields,
            content=answer.content,
            body=answer.body,
            address=walk.hops[-1].address,
            notes=tuple(walk.notes),
            retrieved_at=self._clock(),
        )

    def _failure(self, walk: _Walk, kind: FailureKind, detail: str) -> Failure:
        return Failure(
            original=walk.original,
            kind=kind,
            detail=detail,
            hops=tuple(walk.hops),
            notes=tuple(walk.notes),
            retrieved_at=self._clock(),
        )


def _redirected(walk: _Walk, address: Address, answer: _Answer) -> Address | None:
    """Where the status and the Location field lead; raises BadUrl."""
    location = walk.hops[-1].location
    if answer.status_code not in REDIRECTS or not location:
        return None
    return read_url(location, base=address.href)


def _refreshed(walk: _Walk, address: Address, answer: _Answer) -> Address | None:
    """Where a refresh in the page leads: once, and to a page that was not seen yet – many pages reload themselves."""
    if answer.status_code != 200 or walk.refreshed or not _is_html(answer):
        return None
    reference = meta_refresh(answer.content)
    try:
        following = read_url(reference, base=address.href) if reference else None
    except BadUrl:  # what cannot be followed leaves the reader where he is
        return None
    if following is None or walk.has_seen(following):
        return None
    walk.refreshed = True
    walk.notes.append("a refresh in the page was followed")
    walk.hops[-1] = replace(walk.hops[-1], location=reference)
    return following


def _raw_field(response: httpx.Response, name: bytes) -> str | None:
    return next((location_text(value) for key, value in response.headers.raw if key.lower() == name), None)


def _cookie_text(cookies: httpx.Cookies, address: Address) -> str:
    """The Cookie field that goes to this address (RFC 6265 section 5.4, as http.cookiejar keeps it)."""
    if not cookies.jar:
        return ""
    # Servers send cookies in any letters; without the encoding httpx would hold the field to ASCII.
    carrier = httpx.Request(
        "GET", f"{address.origin}{address.target}", headers=httpx.Headers({"Host": address.authority}, encoding="utf-8")
    )
    cookies.set_cookie_header(carrier)
    return str(carrier.headers.get("Cookie", ""))


def _is_html(answer: _Answer) -> bool:
    kind = next((value for name, value in answer.fields if name == "content-type"), "text/html")
    return "html" in kind.lower()
