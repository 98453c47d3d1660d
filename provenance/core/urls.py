"""URLs, read by the rules of the WHATWG URL Standard (through ada, which passes its test data).

A link as somebody typed or saved it is repaired only where the repair cannot change its meaning, and each repair is
said. Anything else is malformed: no scheme is guessed.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

import ada_url

from provenance.core.frozen import frozen
from provenance.core.identifiers import DOI_RESOLVER, HANDLE_RESOLVER, identify, sentence_end
from provenance.core.regex import regex
from provenance.core.settled import settled

if TYPE_CHECKING:
    from tldextract import TLDExtract

WEB_SCHEMES = ("http", "https")

# Parameters that say how a reader came to a page and never which page it is.
TRACKING = regex(
    r"^(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|at_\w+|xtor|ref_src|cmpid)$",
    re.IGNORECASE,
)
_HAS_SCHEME = regex(r"^[a-zA-Z][a-zA-Z0-9+.-]*:")
_HOST_LIKE = regex(r"^(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?:[/?#]|$)|^localhost\b")


class BadUrl(ValueError):
    """The text is not a URL that can be asked for. `unsupported`: it is one, of a scheme that is not the web's.

    finding: what was given and what is wrong with it, without the remedy, which only helps somebody who typed it.
    """

    def __init__(self, given: str, problem: str, remedy: str, *, unsupported: bool = False) -> None:
        super().__init__(f"{given!r} {problem}. {remedy}")
        self.finding = f"{given!r}, which {problem}"
        self.unsupported = unsupported


@frozen
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


@functools.lru_cache(maxsize=1024)  # the addresses of one page are read by several families
def read_url(given: str, *, base: str | None = None) -> Address:
    """Read a URL as it was typed, saved, or sent in a Location field.

    given: the text. base: the URL against which a relative reference is resolved (RFC 9110 section 10.2.2).

    Raises
    ------
    BadUrl
        where it cannot be parsed, has no scheme, or is not http(s).
    """
    if (address := _as_it_stands(given)) is not None:  # with its scheme, so that no base matters
        return address
    if base is None:
        text, notes = _mended(given)
        _refuse_what_needs_a_guess(given, text)
        if not _HAS_SCHEME.match(text):
            raise BadUrl(given, "has no scheme", _scheme_remedy(text))
        if _HOST_LIKE.match(text) and not text.split(":", 1)[1].startswith("//"):
            raise BadUrl(
                given, "has no scheme", _scheme_remedy(text)
            )  # `localhost:8000/x` parses as scheme `localhost`
    else:  # what a server sends is read as a browser would read it
        text, notes = _unwrap(given)
    try:
        url = ada_url.URL(text, base) if base else ada_url.URL(text)
    except ValueError:
        raise BadUrl(
            given, "is not a URL", "Check the host and the brackets, or copy it again from the browser"
        ) from None
    _refuse_what_nobody_asks(given, url, text)
    scheme = url.protocol.rstrip(":")
    if url.username or url.password:
        url.username = url.password = ""
        notes = (*notes, "user name and password were left out")
    if any(sign in text for sign in "\t\n\r"):
        notes = (*notes, "line breaks inside the URL were taken out")
    if base is None:
        notes = (*notes, *_ending(text))
    return Address(
        href=url.href,
        scheme=scheme,
        host=url.hostname.strip("[]"),
        port=int(url.port) if url.port else (443 if scheme == "https" else 80),
        target=(url.pathname or "/") + url.search,
        fragment=url.hash.removeprefix("#"),
        notes=notes,
    )


def url_or_none(given: str | None, *, base: str | None = None) -> Address | None:
    """The address as `read_url` reads it; None where nothing is given, or what is given is no web URL."""
    try:
        return read_url(given, base=base) if given else None
    except BadUrl:
        return None


def _refuse_what_nobody_asks(given: str, url: ada_url.URL, text: str) -> None:
    scheme = url.protocol.rstrip(":")
    if scheme not in WEB_SCHEMES:
        inner = text.partition(":")[2]
        remedy = (
            f"Give the link in it: {inner}" if _SLASHES.match(inner) else "Only http: and https: links can be checked"
        )
        raise BadUrl(given, f"has the scheme {scheme}:", remedy, unsupported=True)
    if url.port == "0":
        raise BadUrl(given, "names port 0, which nothing can listen on", "Check the port, or leave it out")
    if url.hostname in WEB_SCHEMES and url.pathname.startswith("//"):
        raise BadUrl(given, "holds a scheme twice", "Write it once")
    if _DEFANGED_DOT.search(url.hostname):
        raise BadUrl(given, "has brackets around the dots of its host", "Write the dots alone to have it asked for")


def _as_it_stands(given: str) -> Address | None:
    """The address that needs no reading, which takes ten times as long; None for any other, which may be as good."""
    found = settled(given)
    if found is None or given.endswith("."):  # a full stop at the end is told of
        return None
    usual = 443 if found.scheme == "https" else 80
    port = int(found.port[1:]) if found.port else usual
    return Address(href=given, scheme=found.scheme, host=found.host, port=port, target=found.path)


def read_link(
    given: str, *, doi_resolver: str = DOI_RESOLVER, handle_resolver: str = HANDLE_RESOLVER, page: bool = False
) -> Address:
    """Read what somebody keeps as a link: a URL, or an identifier, which becomes the URL of whoever answers for it.

    A DOI or handle becomes the URL of its record in the Handle System; with `page`, the one that leads to the page.

    Raises
    ------
    BadUrl
        as `read_url`, and for an identifier of which no page tells (`isbn:`).
    """
    if (address := _as_it_stands(given)) is not None:
        return address
    text, mended = _mended(given)
    found = identify(text)
    if found is None or (page and found.is_url):
        return read_url(given)
    if found.url is None:
        raise BadUrl(given, f"is {found.about}", "Give the address of a page that shows it", unsupported=True)
    resolver = doi_resolver if found.kind == "doi" else handle_resolver
    if not found.in_handle_system:
        url, note = found.url, f"{found.name} is {found.about}; its page is {found.url}"
    elif page:
        url, note = found.page_at(resolver), f"{found.name} is {found.about}"
    else:
        url, note = found.record_at(resolver), "the page that it leads to was not asked for"
    ending = _ending(text) if found.is_url else ()
    return replace(read_url(url), notes=(*mended, *found.notes, note, *ending))


# -- repairs ------------------------------------------------------------------------------------------------------

# White space, and what programs put before a text.
_EDGES = " \t\r\n\f\v\u00a0\u200b\ufeff"
# Nobody sees them and no address needs them: zero-width space, soft hyphen, word joiner, byte order mark, and the marks
# of direction, which RFC 3987 section 4.1 forbids. The joiners U+200C and U+200D spell words in some scripts and stay.
_UNSEEN = regex(r"[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
_BREAKS = regex(r"[\t\n\r]+")
_PAIRS = {"<": ">", '"': '"', "“": "”", "„": "“”", "«": "»", "'": "'", "‘": "’", "`": "`", "(": ")", "[": "]", "{": "}"}
# Nobody wraps a link more often, and each round costs the length of the text.
_MOST_ROUNDS = 8
# What is left of `[label](url)`, and of `[url](url)` without its first bracket.
_MARKDOWN = regex(r"(?:!?\[[^\[\]]*|[^\[\]:/]*)\]\((?P<url>[^()]+(?:\([^()]*\)[^()]*)*)\)?")
_TWO_LINKS = regex(r"(?P<first>https?://[^\[\]]+)\]\((?P<second>https?://[^()]+)\)?", re.IGNORECASE)
# Between two parameters only: before a name and `=`. WordPress writes `&#038;`.
_AMPERSAND = regex(r"&(?:amp;|#0{0,4}38;|#x0{0,4}26;)+(?=[^&=#;]+=)", re.IGNORECASE)
_FRAGMENT = regex(r"#(?!0{0,4}38;|x0{0,4}26;)", re.IGNORECASE)
_SLASHES = regex(r"(?P<scheme>https?):(?P<slashes>[/\\]*)", re.IGNORECASE)
_SCHEME_TWICE = regex(r"https?://(?P<scheme>https?)(?::[/\\]+|/{2,})(?=[^/\\])", re.IGNORECASE)
_DEFANGED_SCHEME = regex(r"h(?:xx|\*\*)ps?\b|https?\[:", re.IGNORECASE)
_DEFANGED_DOT = regex(r"\[\.|\.\]|\(\.\)|\{\.\}|[\[({]dot[\])}]", re.IGNORECASE)
_AUTHORITY = regex(r"[^/?#]*(?://)?[^/?#]*")
_SLIP = regex(r"(?!https?:)(?=[hts]*p)(?P<scheme>[htps]{2,7})(?::/*|;?//)(?=[\w\[])", re.IGNORECASE)


def _unwrap(given: str) -> tuple[str, tuple[str, ...]]:
    """Take off white space and the delimiters of RFC 3986 appendix C: `<…>`, `"…"`, `URL:`."""
    text = given.strip(_EDGES)
    bare = re.sub(r'^[<"“]+(?:URL:)?|[>"”]+$', "", text).strip() if text[:1] in '<"“' else text
    return (bare, ()) if bare == text else (bare, ("the brackets around the URL were taken off",))


def _mended(given: str) -> tuple[str, tuple[str, ...]]:
    """What was meant, and a note for each repair. No repair guesses, so that a second reading finds nothing to do."""
    text, notes = given.strip(_EDGES), []
    for repair in (_seen, _unbroken, _unwrapped, _without_entities, _with_slashes):
        text, note = repair(text)
        notes += [note] if note else []
    return text, tuple(notes)


def _seen(text: str) -> tuple[str, str | None]:
    seen = _UNSEEN.sub("", text).strip(_EDGES)
    return seen, "invisible characters were taken out" if seen != text else None


def _unbroken(text: str) -> tuple[str, str | None]:
    whole = _BREAKS.sub("", text)
    return whole, "line breaks inside the URL were taken out" if whole != text else None


def _unwrapped(text: str) -> tuple[str, str | None]:
    """Without the quotation marks, brackets and Markdown around it. Nothing is taken from the end alone: a URL may end
    in any of these.
    """
    bare, around = text, ""
    for _ in range(_MOST_ROUNDS):
        if not bare:
            break
        if link := _MARKDOWN.fullmatch(bare):
            bare, around = link["url"].strip(_EDGES), around or "Markdown"
        elif (link := _TWO_LINKS.fullmatch(bare)) and link["first"] == link["second"]:
            bare, around = link["first"], around or "Markdown"
        elif closing := _PAIRS.get(bare[0]):
            around = around or ("brackets" if bare[0] in "<([{" else "quotation marks")
            bare = (bare[1:-1] if bare[-1] in closing else bare[1:]).strip(_EDGES)
        elif bare[:4].upper() == "URL:":
            bare, around = bare[4:].strip(_EDGES), around or "“URL:”"
        else:
            break
    if not around:
        return text, None
    was = "was" if around in {"Markdown", "“URL:”"} else "were"
    return bare, f"the {around} around the URL {was} taken off"


def _without_entities(text: str) -> tuple[str, str | None]:
    query = text.find("?")
    fragment = _FRAGMENT.search(text)
    end = fragment.start() if fragment else len(text)
    if query < 0 or query > end:
        return text, None
    clean = text[:query] + _AMPERSAND.sub("&", text[query:end]) + text[end:]
    return clean, "&amp; between parameters was read as &" if clean != text else None


def _with_slashes(text: str) -> tuple[str, str | None]:
    """Two slashes behind the scheme, and a scheme that comes once: what WHATWG reads in silence, or reads as a host
    called `http`.
    """
    notes: list[str] = []
    if re.match(r"https?:\\/\\/", text, re.IGNORECASE):  # as programs write slashes into JSON
        text, notes = text.replace("\\/", "/"), ["the escaped slashes were read as slashes"]
    for _ in range(_MOST_ROUNDS):
        found = _SLASHES.match(text)
        if found is None:
            break
        if found["slashes"] != "//":
            text = f"{found['scheme']}://{text[found.end() :]}"
            notes.append("the slashes after the scheme were set right")
        twice = _SCHEME_TWICE.match(text)
        if twice is None:
            break
        text = f"{twice['scheme']}://{text[twice.end() :]}"
        notes.append("the scheme stood there twice")
    path = re.split(r"[?#]", text, maxsplit=1)[0]
    if "\\" in path and _SLASHES.match(text):
        text = path.replace("\\", "/") + text[len(path) :]
        notes.append("backslashes were read as slashes")
    return text, "; ".join(dict.fromkeys(notes)) or None


def _refuse_what_needs_a_guess(given: str, text: str) -> None:
    """Raise BadUrl for what a reader understands and no program should.

    A defanged link is written so that nobody opens it by accident; in a list of links it is there on purpose.
    """
    authority = _AUTHORITY.match(text)
    if _DEFANGED_SCHEME.match(text) or (authority and _DEFANGED_DOT.search(authority.group())):
        raise BadUrl(
            given,
            "is written so that nobody opens it by accident",
            "To have it asked for, write http:// or https:// and its dots without brackets",
        )
    if slip := _SLIP.match(text):
        rest = text[slip.end() :]
        raise BadUrl(given, f"begins with {slip.group()}, which is no scheme", f"Write https://{rest} or http://{rest}")
    if (two := _TWO_LINKS.fullmatch(text)) is not None:
        raise BadUrl(given, "holds two links", f"Give one of them: {two['first']}")


def _ending(text: str) -> tuple[str, ...]:
    """A note on punctuation at the end. It is never cut: a URL may end so, and often one that ends so was cut badly."""
    end = text[sentence_end(text) :]
    return (f"the link ends in “{end}”, which may belong to the sentence around it",) if end else ()


def _scheme_remedy(text: str) -> str:
    if text and _HOST_LIKE.match(text):
        return f"Write it in full: https://{text}"
    return "Give a whole URL, such as https://news.example/article"


def parts_of(href: str) -> SplitResult:
    """The parts of an address as somebody else wrote it; empty ones where it cannot be taken apart."""
    try:
        return urlsplit(href)
    except ValueError:
        return SplitResult("", "", "", "", "")


def host_of(url: str) -> str:
    """Whom a link asks, as it is written: host and port in lower case; none for a malformed one, which asks nobody."""
    plain = _PLAIN_HOST.match(url)
    return plain[1].lower() if plain else parts_of(url).netloc.lower()


# Where there is nothing to read but letters up to the path.
_PLAIN_HOST = regex(r"https?://([A-Za-z0-9.-]+(?::[0-9]+)?)(?=[/?#]|\Z)")


def joined(base: str, reference: str) -> str:
    """The address that a reference in a page means; the reference itself where it means none."""
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def same_page_key(href: str) -> str:
    """The URL under which visits to one page are one: no fragment, no tracking parameters, parameters kept in order.

    All spellings of one identifier are one, whoever is asked for it. A key for looking things up, never for asking: the
    server gets the URL as it was given.
    """
    if settled(href):
        return href
    # Tabs and line ends are nothing in a URL (WHATWG URL Standard, basic URL parser, step 3).
    bare = href.strip().translate(_NOTHING) if href[:4].lower() == "http" else _mended(href)[0]
    found = identify(bare)
    try:
        url = ada_url.URL((found.key if found else None) or href)
    except ValueError:
        return href
    pairs = [pair for pair in url.search.removeprefix("?").split("&") if pair]
    kept = [pair for pair in pairs if not TRACKING.match(pair.split("=", 1)[0])]
    url.search = "&".join(kept)
    url.hash = ""
    return url.href


_NOTHING = dict.fromkeys(map(ord, "\t\n\r"))


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
