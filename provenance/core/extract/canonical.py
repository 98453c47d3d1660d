"""The address under which a page is one page (RFC 6596), and which of a page's own claims for it are believed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote

from provenance.core.extract import choose
from provenance.core.model import Evidence
from provenance.core.regex import regex
from provenance.core.urls import Address, parts_of, registrable_domain, same_page_key, url_or_none

# Hosts and path segments that show a page in another form: for telephones, for printing, as AMP.
_FORM_HOST = regex(r"^(?:(?:www\d?|m|mobile|amp|touch|edition|beta)\.)+")
_FORM_SEGMENTS = frozenset({"amp", "amp.html", "m", "mobile", "print", "index.html", "index.htm", "index.php"})
_EXTENSION = regex(r"(?:\.amp)?\.(?:s?html?|php|aspx?)$", re.IGNORECASE)
_SESSION = regex(r";jsessionid=[^/?]*", re.IGNORECASE)
# Addresses that only lead to the page: feed counters and links in mail, `/~r/…`, `?p=…` of a program.
_LEADS_ON = regex(r"^(?:feeds?|feedproxy|rss|rssfeeds|click|links?|go)\.|/~r?/|/rss/rd/")


def canonical(url: str | None, evidence: Iterable[Evidence]) -> str | None:
    """The address of the page: what it claims, where that is the same page, else the one it was read under.

    A page may claim the front page, another site, or another path. Whether another path leads to the same text can only
    be told by asking, so such a claim stays evidence; it is believed where the page was read under no address, or under
    one that only leads on to it.

    url: where the page was read, if that is known.
    """
    claims = {piece.value: address for piece in evidence if (address := _claimed(piece, url)) is not None}
    own = url_or_none(url)
    believed = {value: address for value, address in claims.items() if own is None or _is_same(own, address)}
    named = [replace(piece, value=believed[piece.value].href) for piece in evidence if piece.value in believed
             and piece.variable == "canonical_url"]  # fmt: skip
    ranked = choose.weigh("canonical_url", named, lambda value: value.rstrip("/"))
    if ranked:
        return ranked[0].value
    return same_page_key(own.href) if own is not None else None


def _claimed(piece: Evidence, url: str | None) -> Address | None:
    return url_or_none(piece.value, base=url) if piece.variable == "canonical_url" else None


def _is_same(own: Address, claim: Address) -> bool:
    """Whether a claim names the page that was read: the same path in another form, and no other parameters."""
    if _LEADS_ON.search(f"{own.host}{parts_of(own.href).path}"):
        return not claim.is_root
    if claim.is_root != own.is_root or _site(own.host) != _site(claim.host):
        return False
    one, other = parts_of(own.href), parts_of(claim.href)
    if _path(one.path) != _path(other.path) or _edition(own.host) != _edition(claim.host):
        return False
    return set(_pairs(other.query)) <= set(_pairs(one.query))


def _site(host: str) -> str:
    return registrable_domain(host) or _edition(host)


def _edition(host: str) -> str:
    return _FORM_HOST.sub("", host)


def _pairs(query: str) -> list[str]:
    return [unquote(pair) for pair in query.split("&") if pair]


def _path(path: str) -> str:
    """A path without what only names another form of the page."""
    path = _EXTENSION.sub("", _SESSION.sub("", unquote(posixpath.normpath("/" + path.lstrip("/")))))
    return "/".join(part for part in path.split("/") if part not in _FORM_SEGMENTS).casefold().rstrip("./ ")
