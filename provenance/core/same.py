"""When are two addresses of one source? `source_key` has one answer for all of them, found out of the addresses alone.

Only rules that never make one of two articles. What was looked at stays what was written: an AMP page can be gone while
the article is there, and a copy in an archive be there while it is gone. The key says that they belong together, and
nothing of what any of them answers.

Undone are, in this order, until nothing is left to undo:

1. what holds another address (`core.wrappers`: archives, AMP caches, ways out of sites and letters);
2. scheme and user name; `www.`, a mobile or AMP host, a dot at the end of a host; the port that is the scheme's own;
3. `index.html`, a session in the path, the mark of an AMP page, slashes at the end; escapes of letters that need none
   (RFC 3986 section 6.2.2), and their case;
4. parameters that name no page (`data/tracking.csv`, and those that the log's keys leave out), and the order of the others;
5. the fragment, unless it looks like a route (`#!…`, `#/…`, and on a front page `#q=…`);
6. what single sites have beside that (`data/one_site.csv`). Identifiers have the key of `same_page_key`.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import ada_url

from provenance.core.frozen import frozen
from provenance.core.memento import is_in_archive
from provenance.core.model import Item, Origin, Spelling
from provenance.core.regex import regex
from provenance.core.settled import settled
from provenance.core.tables import rows
from provenance.core.urls import TRACKING, WEB_SCHEMES, registrable_domain, same_page_key, url_or_none
from provenance.core.wrappers import holds_others, inner_of

# No address of an article is longer, and each round costs its length.
_LONGEST = 4_000
_MOST_ROUNDS = 400
# `www2.` is often another machine with pages of its own.
_WWW = regex(r"^www\.(?=[^.]+\.)")
_MOBILE = regex(r"^(?:m|mobile|amp)\.(?=[^.]+\.)")
# There the first label of a host is a person; of others the Public Suffix List knows it.
_PEOPLES_HOSTS = frozenset((
    "bandcamp.com", "deviantart.com", "fandom.com", "ghost.io", "livejournal.com", "medium.com", "substack.com",
    "tumblr.com", "typepad.com", "weebly.com", "wordpress.com",
))  # fmt: skip
_INDEX = regex(r"/index\.html?$", re.IGNORECASE)
_SESSION = regex(r";jsessionid=[^/;]*", re.IGNORECASE)
# `story.amp`, `story.amp.html`, `story~amp.html`; `story-12345_amp.html` behind an id alone, for `amp` is a word too.
_AMP_ENDING = regex(
    r"(?P<kept>(?<=[^/])(?=\.amp(?:\.html?)?$|~amp\.s?html$)|[0-9]{5}[^/]*(?=_amp\.s?html$))[._~]amp", re.IGNORECASE
)
_AMP_SEGMENT = regex(r"/(?:platform/|google-|\.)?amp(?:\.html|html)?(?=/|$)", re.IGNORECASE)
# What names an article: at its end several words or an extension, anywhere a month or the digits of an id.
_ARTICLE = regex(
    r"(?:[^-_/]+[-_][^-_/]+[-_][^-_/][^/]*|[^/]+\.(?:s?html?|php|aspx?))$|[0-9]{5}|/(?:19|20)[0-9]{2}/[01]?[0-9]/[^/]"
)
# What reads as it is written: most addresses, which need no reading again.
_SETTLED = regex(
    r"https://(?!https?/)(?:[a-z0-9-]+\.)+[a-z0-9-]+/(?![/.])[\w~!$()*+,=@/%.-]*(?:\?[\w~!$()*+,=@/&%.-]+)?", re.ASCII
)
_ESCAPE = regex(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = regex(r"[A-Za-z0-9._~-]")
# As pages write signs of an address; read as a fragment such a thing would hide all that comes behind it.
_ENTITY = regex(r"&#(?:x0*(?P<hex>[0-9a-f]{1,2})|0*(?P<decimal>[0-9]{1,3}));|#0*38;", re.IGNORECASE)
_OF_URLS = "&=?/:%+-_.~,;@!'()"
_ROUTE = regex(r"#[!/]+[^!/]")


def source_key(url: str) -> str:
    """The key under which two links are of one source: an https URL wherever the link can be read as one, for looking
    things up and for showing, never for asking. It is its own key. Raises nothing; what is no URL is its own key too.
    """
    if len(url) > _LONGEST:
        return url
    if (quick := _at_once(url)) is not None:
        return quick
    key = _read(url)
    for _ in range(_MOST_ROUNDS):
        found = _once(key)
        if found == key:
            break
        key = found
    return key


@frozen
class Sources:
    """The sources of some lists. count: of those that are looked at. spellings: for each link that has any, the other
    spellings of its source, in the order of the lists, but for those that only stand in the same entries: a link with
    its archived copy beside it, or with its DOI, is no repetition.
    """

    count: int
    spellings: Mapping[str, tuple[Spelling, ...]]


def sources_of(items: Iterable[Item], *, others: Iterable[Item] = ()) -> Sources:
    """The items by their source.

    others: items that stand in the lists too and are not looked at: they count as spellings, also where they are letter
    for letter the same link.
    """
    keys: dict[str, str] = {}
    groups: defaultdict[str, dict[tuple[str, bool], list[Origin]]] = defaultdict(dict)
    for aside, some in ((False, items), (True, others)):
        for item in some:
            if item.url not in keys:
                keys[item.url] = source_key(item.url)
            groups[keys[item.url]].setdefault((item.url, aside), []).append(item.origin)
    found: dict[str, tuple[Spelling, ...]] = {}
    for group in groups.values():
        if len(group) > 1:
            found.update(spellings_in(group))
    count = sum(not all(aside for _, aside in group) for group in groups.values())
    return Sources(count=count, spellings=found)


def spellings_in(group: Mapping[tuple[str, bool], Sequence[Origin]]) -> dict[str, tuple[Spelling, ...]]:
    """The links of one source, each with those that stand in other entries of the lists; links without any are left out.

    group: by link, and whether it is one of the others that are not looked at, where it stands.
    """
    found: dict[str, tuple[Spelling, ...]] = {}
    entries = {one: frozenset(map(_entry, origins)) for one, origins in group.items()}
    for mine in group:
        told = tuple(
            Spelling(url=one[0], origins=tuple(origins))
            for one, origins in group.items()
            if one != mine and entries[one] != entries[mine]
        )
        if told and not mine[1]:
            found[mine[0]] = told
    return found


# As the readers of `core.formats` name the entries that go on over lines.
_ENTRY = regex(r"(?:entry|item|reference|record|paragraph|footnote|endnote) [^,]+")


def _entry(origin: Origin) -> object:
    """What tells one entry of a list from another: its name, else its line, else the place."""
    name = _ENTRY.match(origin.where or "")
    if name is not None:
        return origin.file, name.group()
    # A page of a PDF file has many entries.
    return (origin.file, origin.line) if origin.line is not None else object()


# What is to be undone in a path.
_MARKED = regex(r"[/._~-]amp|/index\.html?/?$", re.IGNORECASE)


def _at_once(url: str) -> str | None:
    """The key of an address in which nothing is to be undone but what stands before the path, and slashes at its end; None
    where there may be more.
    """
    parts = settled(url)
    host = _bare_host(parts.host) if parts else None
    if parts is None or host is None or _MARKED.search(parts.path):
        return None
    bare = f"{host}{parts.port}{parts.path.rstrip('/') or '/'}"
    if parts.port:
        return f"{parts.scheme}://{bare}"
    return None if _any_site().match(bare) or is_in_archive(bare) else f"https://{bare}"


@functools.lru_cache(maxsize=4096)  # lists have many links of few hosts
def _bare_host(host: str) -> str | None:
    """A host without `www.`; None for one of those where more is to be undone."""
    bare = _WWW.sub("", host)
    is_plain = not (_WWW.match(bare) or _MOBILE.match(bare)) and settled(f"https://{bare}/") and not holds_others(bare)
    return bare if is_plain else None


# -- one round ----------------------------------------------------------------------------------------------------


def _once(key: str) -> str:
    inner = inner_of(key)
    if inner is not None:
        return _read(inner)
    plain = _plain(key)
    return plain if plain != key or _SETTLED.fullmatch(key) else _read(key)


def _read(text: str) -> str:
    """The address, mended as it would be before it is asked for, without tracking parameters, its host without `www.`: as
    `inner_of` wants it. A route stays.
    """
    text = _ENTITY.sub(_character, text)
    address = url_or_none(text)
    text = address.href if address else text
    key = same_page_key(text)
    parts = _Parts.of(key)
    if parts is None:
        return key
    parts = parts.with_route(text) if "#" in text else parts
    return parts.with_host(_WWW.sub("", parts.host.rstrip("."))).href


def _character(found: re.Match[str]) -> str:
    code = int(found["hex"], 16) if found["hex"] else int(found["decimal"] or 38)
    return chr(code) if chr(code) in _OF_URLS else found.group()


def _plain(key: str) -> str:
    """All that can be undone in an address that holds no other one."""
    parts = _Parts.of(key)
    if parts is None or not parts.host:
        return key
    host = _desktop(_WWW.sub("", parts.host.rstrip(".")), path=parts.path)
    path = _without_amp(_SESSION.sub("", _INDEX.sub("/", _unescaped(parts.path))))
    query = _kept(_unescaped(parts.query), host)
    bare = _Parts(parts.scheme, host, parts.port, path.rstrip("/"), query, parts.fragment)
    return f"https://{_on_its_site(bare.bare)}" if parts.port == "" else bare.href


@dataclass(frozen=True, slots=True)
class _Parts:
    """An address of the web taken apart. port, query and fragment have their `:`, `?` and `#`, or are empty."""

    scheme: str
    host: str
    port: str
    path: str
    query: str
    fragment: str

    @classmethod
    @functools.lru_cache(maxsize=256)  # an address is taken apart in each round
    def of(cls, href: str) -> _Parts | None:
        """The parts as WHATWG reads them; None for what is no URL of the web."""
        try:
            url = ada_url.URL(href)
        except ValueError:
            return None
        scheme = url.protocol.rstrip(":")
        if scheme not in WEB_SCHEMES:
            return None
        port = f":{url.port}" if url.port else ""
        # On a front page a fragment with a value is what a program shows there.
        route = _ROUTE.match(url.hash) or (url.pathname in {"", "/"} and "=" in url.hash)
        return cls(scheme, url.hostname, port, url.pathname, url.search, url.hash if route else "")

    @property
    def bare(self) -> str:
        """All behind the two slashes."""
        return f"{self.host}{self.port}{self.path or '/'}{self.query}{self.fragment}"

    @property
    def href(self) -> str:
        """The whole, which has no user name."""
        return f"{self.scheme}://{self.bare}"

    def with_host(self, host: str) -> _Parts:
        """On another host."""
        return _Parts(self.scheme, host, self.port, self.path, self.query, self.fragment)

    def with_route(self, text: str) -> _Parts:
        """With the fragment of the address as it was written, where that is a route."""
        written = _Parts.of(text.strip())
        if written is None or written.host != self.host:
            return self
        return _Parts(self.scheme, self.host, self.port, self.path, self.query, written.fragment)


def _desktop(host: str, *, path: str) -> str:
    """The host of the whole site. The front page of a mobile host may be one of its own."""
    found = _MOBILE.match(host)
    if found is None or path in {"", "/"}:
        return host
    rest = _WWW.sub("", host[found.end() :])
    if rest in _PEOPLES_HOSTS or registrable_domain(host) == host:
        return host
    return rest


def _without_amp(path: str) -> str:
    """The path of the article itself: one segment `amp` is left out where the rest names an article, and the endings."""
    bare = path.rstrip("/")
    other = _AMP_SEGMENT.sub("", bare, count=1)
    if other != bare and _ARTICLE.search(other):
        return _without_amp(other)
    return _AMP_ENDING.sub(r"\g<kept>", bare) if bare else path


def _unescaped(text: str) -> str:
    """RFC 3986 section 6.2.2: escapes of unreserved letters are undone, the others in upper case."""

    def one(found: re.Match[str]) -> str:
        letter = chr(int(found[1], 16))
        return letter if _UNRESERVED.fullmatch(letter) else found.group().upper()

    return _ESCAPE.sub(one, text) if "%" in text else text


def _kept(query: str, host: str) -> str:
    """The parameters that may name the page, in an order of their own where each has a name and a value."""
    told = (pair.lstrip("?") for pair in query.split("&"))
    pairs = [pair for pair in told if pair and not _tracks(pair, host)]
    if all("=" in pair for pair in pairs):
        pairs.sort(key=lambda pair: pair.partition("=")[0])
    return "?" + "&".join(pairs) if pairs else ""


def _tracks(pair: str, host: str) -> bool:
    name, _, value = pair.partition("=")
    if TRACKING.match(name):
        return True
    exact, beginnings = _tracking()
    name = name.lower()
    told = exact.get(name, ())
    if not told:
        told = next((those for start, those in beginnings.items() if name.startswith(start)), ())
    return any(
        (not where or host == where or host.endswith(f".{where}")) and (what is None or what.fullmatch(value))
        for where, what in told
    )


_Rule = tuple[str, re.Pattern[str] | None]


@functools.cache
def _tracking() -> tuple[Mapping[str, tuple[_Rule, ...]], Mapping[str, tuple[_Rule, ...]]]:
    """Rules by the whole name of a parameter, and by its beginning."""
    exact: dict[str, tuple[_Rule, ...]] = {}
    beginnings: dict[str, tuple[_Rule, ...]] = {}
    for row in rows("tracking.csv"):
        rule = (row["host"], re.compile(row["value"]) if row["value"] else None)
        name = row["parameter"]
        table = beginnings if name.endswith("*") else exact
        table[name.removesuffix("*")] = (*table.get(name.removesuffix("*"), ()), rule)
    return exact, beginnings


def _on_its_site(bare: str) -> str:
    if _any_site().match(bare):  # most addresses are of none of them
        for pattern, becomes in _sites():
            bare = pattern.sub(becomes, bare, count=1)
    return bare


@functools.cache
def _any_site() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows("one_site.csv")))


@functools.cache
def _sites() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(f"^(?:{row['pattern']})"), row["becomes"]) for row in rows("one_site.csv"))
