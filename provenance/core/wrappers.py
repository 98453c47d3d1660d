"""Addresses that hold another one: web archives, AMP caches, and what sites and letters put around the links that lead out
of them. The address inside is read, nobody is asked; which forms there are stands in `data/wrappers.csv`.
"""

from __future__ import annotations

import base64
import functools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import ada_url

from provenance.core.regex import regex
from provenance.core.tables import rows

# As some wrappers write it: encoded, or with one slash.
_WEB = regex(r"https?(?::|%3A)(?:/|%2F){1,2}(?=[^/])", re.IGNORECASE)
# A host with a path, where the scheme is left out.
_HOST = regex(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::[0-9]+)?(?=/)")


# An archive that is in no table: a moment, and behind it an address in full.
_STAMPED = regex(r"/[0-9]{14}(?:[a-z]{2}_)?/https?:/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Wrapper:
    """A row of the table."""

    host: re.Pattern[str]
    path: re.Pattern[str]
    holds: str


@dataclass(frozen=True, slots=True)
class _Held:
    """What a wrapper holds: rest, of the address behind what the pattern fits; query, without its `?`."""

    rest: str
    query: str


def inner_of(url: str) -> str | None:
    """The address that a wrapper holds; None where it holds none, or is no wrapper.

    url: an absolute URL, its host without `www.`. The answer is always shorter.
    """
    found = next(_candidates(url), None)
    if found is None or len(found) >= len(url):
        return None
    return found


def holds_others(host: str) -> bool:
    """Whether addresses of a host may hold others, those of archives (`core.memento`) left aside."""
    return bool(_wrappers_on(host))


def _candidates(url: str) -> Iterator[str]:
    try:
        told = ada_url.URL(url)
    except ValueError:
        return
    for one in _wrappers_on(told.hostname):
        place = one.path.match(told.pathname)
        if place is None:
            continue
        rest = told.pathname[place.end() :] + told.search + told.hash
        text = _inside(one.holds, _Held(rest, told.search.removeprefix("?")))
        if text and (inner := _as_url(text, bare=one.holds in {"/", "amp", "cache"})):
            yield inner
    if (original := _copied(url)) and original != url:
        yield original


def _copied(url: str) -> str | None:
    """The address of which an archive has a copy."""
    from provenance.core.memento import unwrap

    if copied := unwrap(url):
        return copied.original
    if not _STAMPED.search(url):
        return None
    from provenance.core.extract.urlpath import original_of  # brings all that reads pages; few links need it

    return original_of(url)


@functools.cache
def _wrappers() -> tuple[_Wrapper, ...]:
    return tuple(_Wrapper(regex(row["host"]), regex(row["path"]), row["holds"]) for row in rows("wrappers.csv"))


@functools.lru_cache(maxsize=1024)  # lists have many links of few hosts
def _wrappers_on(host: str) -> tuple[_Wrapper, ...]:
    return tuple(one for one in _wrappers() if one.host.fullmatch(host))


def _as_url(text: str, *, bare: bool) -> str | None:
    """The address in full; None for what is none of the web. bare: the scheme may be missing."""
    if found := _WEB.match(text):
        if "%" in found.group():
            text = unquote(text)
        return _WEB.sub(lambda scheme: scheme.group().partition(":")[0] + "://", text, count=1)
    return f"http://{text}" if bare and _HOST.match(text) else None


def _inside(holds: str, held: _Held) -> str | None:
    if holds == "/":
        return held.rest
    if holds == "?":
        return held.query
    if holds.startswith("?"):
        values = (value for name in holds[1:].split("|") for value in _values(held.query, name))
        return next((value for value in values if _WEB.match(value)), None)
    return _FORMS[holds](held)


def _values(query: str, name: str) -> list[str]:
    pairs = (pair.partition("=") for pair in query.split("&"))
    return [unquote(value.replace("+", " ")) for key, _, value in pairs if key == name]


# -- forms of their own -------------------------------------------------------------------------------------------


def _amp(held: _Held) -> str:
    """`s/` says that the scheme is https (Google AMP Cache, "AMP Cache URL format")."""
    return f"https://{held.rest[2:]}" if held.rest.startswith("s/") else held.rest


def _proofpoint(held: _Held) -> str | None:
    """Version 2 writes `-` for `%` and `_` for `/`. In version 3 the address stands between `__` and `__;`; where letters
    of it were taken out and put behind, each by a `*`, it is left alone.
    """
    if whole := re.match(r"__(?P<url>[^*]+?)__;", held.rest):
        return whole["url"]
    value = next(iter(_values(held.query, "u")), "")
    return unquote(value.translate({ord("-"): "%", ord("_"): "/"})) or None


def _bing(held: _Held) -> str | None:
    """Base 64 behind the two signs `a1`."""
    value = next(iter(_values(held.query, "u")), "")
    return _decoded(value[2:]).decode("utf-8", "replace") if value.startswith("a1") else None


def _news(held: _Held) -> str | None:
    """A protocol buffer in base 64 whose field 4 (tag 0x22) is the address. Since 2024 it holds a token in its place."""
    content = _decoded(re.split(r"[/?#]", held.rest, maxsplit=1)[0])
    found = re.match(rb'\x08\x13"(?P<length>[\x00-\x7f]|[\x80-\xff][\x01-\x7f])', content)
    if found is None:
        return None
    low, *high = found["length"]
    length = (low & 0x7F) | (high[0] << 7 if high else 0)
    return content[found.end() : found.end() + length].decode("utf-8", "replace")


def _cache(held: _Held) -> str | None:
    """`cache:` with a name of the copy, which may be left out, and behind the address the words that were searched."""
    value = next(iter(_values(held.query, "q")), "")
    found = re.match(r"cache:(?:[\w-]{10,14}:)?(?P<url>\S+)", value)
    return found["url"] if found else None


_FORMS: Mapping[str, Callable[[_Held], str | None]] = {
    "amp": _amp,
    "proofpoint": _proofpoint,
    "bing": _bing,
    "news": _news,
    "cache": _cache,
}


def _decoded(text: str) -> bytes:
    """Base 64 with the letters of URLs, its end filled up; nothing where it is none."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""


def holds_known(holds: Sequence[str]) -> bool:
    """Whether each of these words of the table is one that is read here."""
    return all(one[:1] in "?/" or one in _FORMS for one in holds)
