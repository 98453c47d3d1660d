"""URLs, read by the rules of the WHATWG URL Standard (through ada, which passes its test data).

A link as somebody typed or saved it is repaired only where the repair cannot change its meaning, and each repair is
said. Anything else is malformed: no scheme is guessed.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import ada_url

if TYPE_CHECKING:
    from tldextract import TLDExtract

WEB_SCHEMES = ("http", "https")

# Parameters that say how a reader came to a page and never which page it is.
_TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|at_\w+|xtor|ref_src|cmpid)$",
    re.IGNORECASE,
)
_HAS_SCHEME = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_HOST_LIKE = re.compile(r"^(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]|$)|^localhost\b")


class BadUrl(ValueError):
    """The text is not a URL that can be asked for. `unsupported`: it is one, of a scheme that is not the web's."""

    def __init__(self, given: str, problem: str, remedy: str, *, unsupported: bool = False) -> None:
        super().__init__(f"{given!r} {problem}. {remedy}")
        self.unsupported = unsupported


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A URL taken apart. href is the WHATWG serialisation without user info; host is ASCII (IDNA) or an IP literal
    without brackets; target is what goes into the request line; fragment has no `#`; notes tell each repair.
    """

    href: str
    scheme: str
    host: str
    port: int
    target: str
    fragment: str = ""
    notes: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a connection is made to."""
        return f"{self.scheme}://{self._bracketed}:{self.port}"

    @property
    def authority(self) -> str:
        """What goes into the Host field (RFC 9110 section 7.2): the port only where it is not the scheme's own."""
        usual = {"http": 80, "https": 443}[self.scheme]
        return self._bracketed if self.port == usual else f"{self._bracketed}:{self.port}"

    @property
    def _bracketed(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def is_root(self) -> bool:
        """Whether the URL names the site and no page of it."""
        return self.target == "/"


def read_url(given: str, *, base: str | None = None) -> Address:
    """Read a URL as it was typed, saved, or sent in a Location field.

    given: the text. base: the URL against which a relative reference is resolved (RFC 9110 section 10.2.2).

    Raises
    ------
    BadUrl
        where it cannot be parsed, has no scheme, or is not http(s).
    """
    text, notes = _unwrap(given)
    if base is None and not _HAS_SCHEME.match(text):
        raise BadUrl(given, "has no scheme", _scheme_remedy(text))
    if base is None and _HOST_LIKE.match(text) and not text.split(":", 1)[1].startswith("//"):
        raise BadUrl(given, "has no scheme", _scheme_remedy(text))  # `localhost:8000/x` parses as scheme `localhost`
    try:
        url = ada_url.URL(text, base) if base else ada_url.URL(text)
    except ValueError:
        raise BadUrl(
            given, "is not a URL", "Check the host and the brackets, or copy it again from the browser"
        ) from None
    scheme = url.protocol.rstrip(":")
    if scheme not in WEB_SCHEMES:
        raise BadUrl(given, f"has the scheme {scheme}:", "Only http: and https: links can be checked", unsupported=True)
    if url.port == "0":
        raise BadUrl(given, "names port 0, which nothing can listen on", "Check the port, or leave it out")
    if url.username or url.password:
        url.username = url.password = ""
        notes = (*notes, "user name and password were left out")
    if re.search(r"[\t\n\r]", text):
        notes = (*notes, "line breaks inside the URL were taken out")
    return Address(
        href=url.href,
        scheme=scheme,
        host=url.hostname.strip("[]"),
        port=int(url.port) if url.port else (443 if scheme == "https" else 80),
        target=(url.pathname or "/") + url.search,
        fragment=url.hash.removeprefix("#"),
        notes=notes,
    )


def _unwrap(given: str) -> tuple[str, tuple[str, ...]]:
    """Take off white space and the delimiters of RFC 3986 appendix C: `<…>`, `"…"`, `URL:`."""
    text = given.strip(" \t\r\n\f\v\u00a0\u200b\ufeff")
    bare = re.sub(r'^[<"“]+(?:URL:)?|[>"”]+$', "", text).strip() if text[:1] in '<"“' else text
    return (bare, ()) if bare == text else (bare, ("the brackets around the URL were taken off",))


def _scheme_remedy(text: str) -> str:
    if text and _HOST_LIKE.match(text):
        return f"Write it in full: https://{text}"
    return "Give a whole URL, such as https://news.example/article"


def same_page_key(href: str) -> str:
    """The URL under which visits to one page are one: no fragment, no tracking parameters, parameters kept in order.

    A key for looking things up, never for asking: the server gets the URL as it was given.
    """
    try:
        url = ada_url.URL(href)
    except ValueError:
        return href
    pairs = [pair for pair in url.search.removeprefix("?").split("&") if pair]
    kept = [pair for pair in pairs if not _TRACKING.match(pair.split("=", 1)[0])]
    url.search = "&".join(kept)
    url.hash = ""
    return url.href


@functools.cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract  # 150 ms: only for those who need a registrable domain

    # The snapshot of the Public Suffix List that the package ships; nothing is fetched and nothing cached on disk.
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def registrable_domain(host: str) -> str | None:
    """The domain that somebody registered (`quay.example` for `www.quay.example`), None for addresses and bare suffixes.

    Source: Public Suffix List, private section included, as shipped with tldextract.
    """
    return _suffixes()(host).top_domain_under_public_suffix or None
