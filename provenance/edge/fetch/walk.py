"""One walk along redirects: what it has gathered, and where an answer leads."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from provenance.core.model import Body, CertificateFault, FailureKind, Hop
from provenance.core.redirects import REDIRECTS, meta_refresh, refresh_reference
from provenance.core.urls import Address, BadUrl, read_url
from provenance.edge.fetch.messages import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a further look asks, so that it sees more than the first. fresh: past a cache that keeps an old or a broken
    answer (RFC 9111 section 5.2.1.4). plain: without compression, which some servers and boxes between cannot do.

    For a service instead of a page: strict: no refresh is followed, no redirect that an archive only shows, and nothing is read over a certificate that was not
    accepted. fields: further header fields, sent to the origin that was asked and to no other. form: what the first
    request posts (`application/x-www-form-urlencoded`). cap: most bytes of the body, None for what the settings say.
    """

    fresh: bool = False
    plain: bool = False
    strict: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    form: bytes | None = None
    cap: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back for one request. certificate: what the server showed, in DER, where nobody verified it."""

    hop: Hop
    fields: Fields
    content: bytes
    body: Body
    certificate: bytes | None = None

    @property
    def status_code(self) -> int:
        """An answer has one."""
        return self.hop.status_code or 0

    def field(self, name: str) -> str | None:
        """The first field of that name, in lower case, or None."""
        return next((value for key, value in self.fields if key == name), None)


@dataclass(slots=True)
class Walk:
    """What one walk has gathered; gone when the Outcome is made.

    unverified: origins that are read without verification. fault: what is wrong with the certificates on the way.
    """

    original: str
    manner: Manner = field(default_factory=Manner)
    hops: list[Hop] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    unverified: set[str] = field(default_factory=set)
    fault: CertificateFault | None = None
    refreshed: bool = False

    def __getstate__(self) -> dict[str, Any]:
        """A walk can travel; a cookie jar cannot, for it has a lock."""
        state = {one.name: getattr(self, one.name) for one in dataclasses.fields(self)}
        return state | {"cookies": tuple(self.cookies.jar)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        cookies = httpx.Cookies()
        for cookie in state["cookies"]:
            cookies.jar.set_cookie(cookie)
        for name, value in (state | {"cookies": cookies}).items():
            setattr(self, name, value)

    def manner_at(self, address: Address) -> Manner:
        """How this address is asked: what was meant for one origin alone goes to no other, and is posted once."""
        if not self.manner.fields and self.manner.form is None:
            return self.manner
        here = address.origin == read_url(self.original).origin
        form = None if self.hops else self.manner.form
        return replace(self.manner, fields=self.manner.fields if here else (), form=form)

    def visit(self, address: Address) -> tuple[str, str]:
        """What makes two requests of a walk the same: the URL without its fragment, and the cookies."""
        return address.href.partition("#")[0], cookie_text(self.cookies, address)

    def has_seen(self, address: Address) -> bool:
        """Whether the same request was made before: a redirect to it goes in a circle."""
        return self.visit(address) in self.seen

    def note(self, texts: Iterable[str]) -> None:
        """Remarks for the reader, each once."""
        self.notes += [text for text in dict.fromkeys(texts) if text not in self.notes]

    def has_fault(self, fault: CertificateFault) -> None:
        """Keep the first fault, unless a worse one comes: a chain that was completed is a verified one."""
        if self.fault is None or self.fault.kind is FailureKind.TLS_CHAIN:
            self.fault = fault


def following(walk: Walk, address: Address, answer: Answer) -> Address | None:
    """Where an answer leads, None if it leads nowhere; raises BadUrl."""
    found = _redirected(address, answer) or _refreshed(walk, address, answer)
    if found is None:
        return None
    if walk.manner.strict and found.origin != address.origin and answer.field("memento-datetime"):
        return None  # a captured redirect, as it was captured: it leads out of the archive into the web of today
    walk.note(found.notes)
    if address.fragment and not found.fragment:  # RFC 9110 section 10.2.2: the fragment is inherited
        return replace(found, href=f"{found.href}#{address.fragment}", fragment=address.fragment)
    return found


def _redirected(address: Address, answer: Answer) -> Address | None:
    """Where the status and the Location field lead; raises BadUrl."""
    location = answer.hop.location
    if answer.status_code not in REDIRECTS or not location:
        return None
    return read_url(location, base=address.href)


def _refreshed(walk: Walk, address: Address, answer: Answer) -> Address | None:
    """Where a refresh leads: once, and to a page that was not seen yet – many pages reload themselves."""
    if answer.status_code != 200 or walk.refreshed or walk.manner.strict:
        return None
    reference, where = refresh_reference(answer.field("refresh") or ""), "a Refresh field"
    if reference is None and "html" in (answer.field("content-type") or "text/html").lower():
        reference, where = meta_refresh(answer.content), "a refresh in the page"
    try:
        found = read_url(reference, base=address.href) if reference else None
    except BadUrl:  # what cannot be followed leaves the reader where he is
        return None
    if found is None or walk.has_seen(found):
        return None
    walk.refreshed = True
    walk.note([f"{where} was followed"])
    walk.hops[-1] = replace(walk.hops[-1], location=reference)
    return found


def cookie_text(cookies: httpx.Cookies, address: Address) -> str:
    """The Cookie field that goes to this address (RFC 6265 section 5.4, as http.cookiejar keeps it).

    Each character stands for a byte (Latin-1), so that a cookie in any letters goes back as it came.
    """
    if next(iter(cookies.jar), None) is None:  # most walks have none, and counting takes longer
        return ""
    carrier = httpx.Request("GET", f"{address.origin}{address.target}", headers={"Host": address.authority})
    carrier.headers.encoding = "latin-1"
    cookies.set_cookie_header(carrier)
    return str(carrier.headers.get("Cookie", ""))


def take_cookies(cookies: httpx.Cookies, address: Address, fields: Fields) -> None:
    """Put into the jar what an answer sets (RFC 6265 section 5.3, as http.cookiejar reads it)."""
    carried = [(name.encode("ascii"), value.encode("latin-1")) for name, value in fields if name == "set-cookie"]
    response = httpx.Response(200, headers=carried, request=httpx.Request("GET", address.origin))
    response.headers.encoding = "latin-1"  # as `cookie_text` sends them back
    cookies.extract_cookies(response)
