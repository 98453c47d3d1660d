"""A long list in parts, one for each worker: whose a link is, and what is left of a part.

Links of one registrable domain are of one part, so that what a host may be asked at once is kept by one worker alone.
"""

from __future__ import annotations

import functools
import heapq
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, Protocol, TypeVar

from provenance.core.urls import parts_of, registrable_domain, url_or_none


class HasUrl(Protocol):
    """What has the address of a link."""

    @property
    def url(self) -> str: ...


Link = TypeVar("Link", bound=HasUrl)
Name = TypeVar("Name")


def host_of(url: str) -> str:
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


class Waiting(Generic[Link]):
    """Links in the order given, host by host in turn, never more of one host than it has places. More may come.

    places: how many of a host may be taken and not given back.
    """

    def __init__(self, *, places: Callable[[str], int]) -> None:
        self._places = places
        self._waiting: defaultdict[str, deque[Link]] = defaultdict(deque)
        self._taken: Counter[str] = Counter()
        self._ready: deque[str] = deque()
        self._count = 0

    def __len__(self) -> int:
        """Links that wait."""
        return self._count

    @property
    def taken(self) -> int:
        """Links that were taken and not given back."""
        return self._taken.total()

    def add(self, links: Iterable[Link]) -> None:
        """These wait too."""
        for link in links:
            host = host_of(link.url)
            self._waiting[host].append(link)
            self._count += 1
            if len(self._waiting[host]) == 1 and self._taken[host] < self._places(host):
                self._ready.append(host)

    def take(self) -> Link | None:
        """The next link whose host has a place free; None if there is none now."""
        if not self._ready:
            return None
        host = self._ready.popleft()
        link = self._waiting[host].popleft()
        self._count -= 1
        self._taken[host] += 1
        if self._waiting[host] and self._taken[host] < self._places(host):
            self._ready.append(host)
        return link

    def release(self, link: Link) -> None:
        """A place at the host of a link is free again."""
        host = host_of(link.url)
        was_full = self._taken[host] >= self._places(host)
        self._taken[host] -= 1
        if self._waiting[host]:
            if was_full:
                self._ready.append(host)
        elif not self._taken[host]:
            del self._taken[host], self._waiting[host]

    def rest(self) -> Iterator[Link]:
        """All that wait."""
        for links in self._waiting.values():
            yield from links


class Part(Generic[Link]):
    """What is left of the part of one worker: links that wait here, and those that it was given and has not answered.

    places: how many of one host it may have at once.
    """

    def __init__(self, *, places: Callable[[str], int]) -> None:
        self._waiting: Waiting[Link] = Waiting(places=places)
        self._out: dict[str, Link] = {}

    def add(self, links: Iterable[Link]) -> None:
        """These are of the part too."""
        self._waiting.add(links)

    @property
    def is_given(self) -> bool:
        """Whether the worker has been given all of it."""
        return not len(self._waiting)

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
        return [*self._out.values(), *self._waiting.rest()]
