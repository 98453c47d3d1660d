"""A long list in parts, one for each worker: whose a link is, and what is left of a part.

Links of one registrable domain are of one part, so that what a host may be asked at once is kept by one worker alone.
"""

from __future__ import annotations

import functools
import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

from provenance.core.host_queues import HostQueues, Link
from provenance.core.urls import parts_of, registrable_domain, url_or_none

Name = TypeVar("Name")


def hostname_of(url: str) -> str:
    """The host that a link names, in ASCII; empty where it names none, as a DOI or a malformed one."""
    host = parts_of(url).hostname or ""
    if not host.isascii():
        address = url_or_none(url)
        host = address.host if address else ""
    return host.rstrip(".")


@functools.lru_cache(maxsize=65_536)
def domain_of(host: str) -> str:
    """The domain by which a host is dealt out: the registrable one, and the host itself where it is an address or a bare
    suffix.
    """
    return registrable_domain(host) or host


def dealt(sizes: Mapping[str, int], names: Sequence[Name]) -> dict[str, Name]:
    """Domains dealt out to names, the largest first and each to the name that has the fewest links. sizes: links by domain."""
    load = [(0, place) for place in range(len(names))]
    found: dict[str, Name] = {}
    for domain, size in sorted(sizes.items(), key=lambda one: -one[1]):
        links, place = load[0]
        found[domain] = names[place]
        heapq.heapreplace(load, (links + size, place))
    return found


class Part(Generic[Link]):
    """What is left of the part of one worker: links that wait here, and those that it was given and has not answered.

    places: how many of one host it may have at once.
    """

    def __init__(self, *, places: Callable[[str], int]) -> None:
        self._waiting: HostQueues[Link] = HostQueues(per_host=places)
        self._out: dict[str, Link] = {}

    def add(self, links: Iterable[Link]) -> None:
        """These are of the part too."""
        self._waiting.add(links)

    @property
    def is_given(self) -> bool:
        """Whether the worker has been given all of it."""
        return not self._waiting

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self.is_given and not self._out

    def give(self, most: int) -> list[Link]:
        """More for the worker, which then has no more than `most`."""
        given: list[Link] = []
        while len(self._out) < most and (link := self._waiting.take()) is not None:
            self._out[link.url] = link
            given.append(link)
        return given

    def arrived(self, url: str) -> Link | None:
        """The link that the worker is done with; None for one that it was not given, or was done with before."""
        link = self._out.pop(url, None)
        if link is not None:
            self._waiting.release(link)
        return link

    def left(self) -> list[Link]:
        """All that is not done, those first that the worker had."""
        return [*self._out.values(), *self._waiting]
