"""Addresses that read as they are written: most that people keep. They need no reading, which costs ten times as much."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

import ada_url

from provenance.core.identifiers import identify

# No user name, no escape, no query, no fragment, and no segment that begins with a dot or is empty.
_SETTLED = re.compile(
    r"(?P<scheme>https?)://(?P<host>(?:[a-z0-9-]+\.)+[a-z0-9-]+)(?P<port>:[1-9][0-9]{1,4})?(?P<path>(?:/[\w~-][\w~.-]*)*/?)",
    re.ASCII,
)
_USUAL = frozenset({":80", ":443"})
_HIGHEST = 65_535


class Settled(NamedTuple):
    """The parts of an address. port: with its colon, empty where none is written."""

    scheme: str
    host: str
    port: str
    path: str


def settled(url: str) -> Settled | None:
    """The parts of an address that every reader of `core.urls` leaves as it is, and that is no identifier; None for any
    other, which may be as good.
    """
    found = _SETTLED.fullmatch(url)
    if found is None:
        return None
    scheme, host, port, path = found.groups(default="")
    if not path or port in _USUAL or int(port[1:] or 0) > _HIGHEST or not _is_as_written(host):
        return None
    return Settled(scheme, host, port, path)


@functools.lru_cache(maxsize=4096)  # lists have many links of few hosts
def _is_as_written(host: str) -> bool:
    """Whether a host is one by the WHATWG rules, which read `1.2` as an address and some `xn--` as none, and nobody's
    identifiers are asked for there.
    """
    try:
        return ada_url.URL(f"https://{host}/").hostname == host and identify(f"https://{host}/10.1000/x") is None
    except ValueError:
        return False
