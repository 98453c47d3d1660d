r"""Patterns that cover links: what `include` and `exclude` name, and the tables of hosts in the settings.

Link checkers take regular expressions, and their users write `https://news.example/*` into them, where the dot is any
letter and the star repeats the slash. So a pattern reads as what people mean by it; an expression stands between slashes.

    news.example             the host, with and without `www.`, and all that is on it
    *.news.example           the hosts below it, however deep, and not itself
    news.example/archive     what is at that path and below it: /archive, /archive/1, /archive?page=2; not /archives
    news.example/*/print     `*` stands for any characters, slashes too; nothing else stands for another character
    http://news.example      links of this scheme alone
    news.example:8080        links to this port alone
    /\.pdf(\?|$)/            a regular expression (Python's), looked for anywhere in the URL
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from provenance.core.frozen import frozen
from provenance.core.urls import WEB_SCHEMES, Address, BadUrl, read_link, url_or_none

_EXPRESSION = re.compile(r"/(.+)/", re.DOTALL)
_PARTS = re.compile(r"(?:([a-z][a-z0-9+.-]*)://)?([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_AUTHORITY = re.compile(r"(\[[0-9a-f:.*]+\]|[^:]*)(?::(\d{1,5}))?", re.IGNORECASE)
_HOST = re.compile(r"[^\s/?#@:\[\]\\]+|\[[0-9a-f:.]+\]", re.IGNORECASE)


@frozen
class LinkPattern:
    """A pattern that was read. text: as it was written. expression: looked for in the URL, for a regular expression;
    else host, scheme, port and rest, each of which the URL must agree with where it is not None.
    """

    text: str
    expression: re.Pattern[str] | None = None
    host: re.Pattern[str] | None = None
    scheme: str | None = None
    port: int | None = None
    rest: re.Pattern[str] | None = None

    def covers(self, url: str) -> bool:
        """Whether a link is meant: as it is asked for, a DOI at its resolver. What is no URL, only an expression finds."""
        address = _address(url)
        if self.expression is not None:
            return self.expression.search(address.href if address else url) is not None
        return address is not None and self._agrees(address)

    def _agrees(self, address: Address) -> bool:
        return (
            (self.host is None or self.host.fullmatch(address.host) is not None)
            and self.scheme in (None, address.scheme)
            and self.port in (None, address.port)
            and (self.rest is None or self.rest.match(address.target) is not None)
        )


@functools.lru_cache(maxsize=1024)
def _address(url: str) -> Address | None:
    try:
        return read_link(url, page=True)  # as a reader sees it: a DOI at its resolver, not its record
    except BadUrl:
        return None


@functools.lru_cache(maxsize=1024)
def link_pattern(text: str) -> LinkPattern:
    """Read a pattern.

    Raises
    ------
    ValueError
        where it is none, in words that go on from the pattern itself: "is empty".
    """
    if not text.strip():
        raise ValueError("is empty")
    if match := _EXPRESSION.fullmatch(text):
        try:
            return LinkPattern(text=text, expression=re.compile(match[1]))
        except re.error as error:
            raise ValueError(f"is no regular expression: {error}") from None
    if re.search(r"\s", text):
        raise ValueError("has a space in it, which no URL has")
    if text.startswith("/"):
        raise ValueError("begins with a slash, as no host does; a regular expression ends with one too")
    parts = _PARTS.fullmatch(text)
    scheme, authority, rest = parts.groups() if parts else (None, text, "")
    if scheme and scheme.lower() not in WEB_SCHEMES:
        raise ValueError(f"is of the scheme {scheme.lower()}, and only http and https are asked")
    host, port = _host_and_port(authority)
    return LinkPattern(
        text=text,
        host=host,
        scheme=scheme.lower() if scheme else None,
        port=int(port) if port else None,
        rest=_rest(rest),
    )


def _host_and_port(authority: str) -> tuple[re.Pattern[str] | None, str | None]:
    match = _AUTHORITY.fullmatch(authority)
    if match is None or not match[1]:
        raise ValueError("names no host")
    return (None if match[1] == "*" else host_pattern(match[1])), match[2]


@functools.lru_cache(maxsize=1024)
def host_pattern(text: str) -> re.Pattern[str]:
    """A host, or one with `*` in it, as what fits a host as URLs have it: lower case, IDNA in ASCII, no brackets.

    Raises
    ------
    ValueError
        where it cannot be one.
    """
    if not _HOST.fullmatch(text):
        raise ValueError("names no host" if not re.search(r"[/?#]", text) else "is more than a host")
    if "*" not in text:
        address = url_or_none(f"http://{text}/")
        if address is None:
            raise ValueError("names no host")
        return re.compile(rf"(?:www\.)?{re.escape(address.host)}")
    labels = (_ascii(label) for label in text.lower().rstrip(".").split("."))
    return re.compile(r"\.".join(label.replace(r"\*", ".*") for label in map(re.escape, labels)))


def _ascii(label: str) -> str:
    if label.isascii():
        return label
    address = url_or_none(f"http://{label}/") if "*" not in label else None
    if address is None:
        raise ValueError(f"has {label!r} in it, which is no part of a host")
    return address.host


def _rest(text: str) -> re.Pattern[str] | None:
    """What a path and query must begin with; it ends at the end of a step: a slash, a query, or the end."""
    if text in ("", "/", "/*"):
        return None
    address = url_or_none(f"http://host.example{text}")  # as URLs have it: `ü` is %C3%BC there
    target = address.target if address else text
    if not target.startswith("/"):
        target = f"/{target}"
    begins = re.escape(target).replace(r"\*", ".*")
    return re.compile(begins if target.endswith(("/", "*", "=", "&", "?")) else rf"{begins}(?=[/?&]|$)", re.DOTALL)


def first_covering(patterns: Iterable[LinkPattern], url: str) -> LinkPattern | None:
    """The first of the patterns that covers a link."""
    return next((one for one in patterns if one.covers(url)), None)
