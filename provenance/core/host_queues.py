"""Links that wait for their turn, host by host, so that a slow host never holds the others."""

from __future__ import annotations

from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, Protocol, TypeVar, runtime_checkable

from provenance.core.urls import host_of, parts_of

# Hosts that are asked in turn. The next one comes when one of them has no more links, so that a list of millions needs
# no memory; so many slow ones at once do not hold the others.
_HOSTS = 4_096


class HasUrl(Protocol):
    """What has the address of a link."""

    @property
    def url(self) -> str: ...


Link = TypeVar("Link", bound=HasUrl)
Drawn_co = TypeVar("Drawn_co", covariant=True)


@runtime_checkable
class ByHost(Protocol[Drawn_co]):
    """Links that are drawn host by host, and are never in memory all at once."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Drawn_co]: ...

    def by_host(self) -> Iterator[tuple[str, Iterator[Drawn_co]]]: ...


class HostQueues(Generic[Link]):
    """Links in the order given, host by host in turn, never more of one host than it may have at once. A host that has
    answered goes on before others begin: its connection is open, and shaking hands takes longer than a page. Those that can
    be drawn are drawn when their host comes to its turn, and hosts when others have no more; further ones may be added.

    per_host: how many a host may have at once. active: how many were taken and not given back.
    """

    def __init__(self, links: Iterable[Link] | ByHost[Link] = (), *, per_host: Callable[[str], int]) -> None:
        self.active = 0
        self._per_host = per_host
        # Hosts that were not drawn yet; of those that were, what waits, and where the others come from.
        self._hosts: Iterator[tuple[str, Iterator[Link]]] = iter(())
        self._lines: dict[str, deque[Link]] = {}
        self._others: dict[str, Iterator[Link]] = {}
        self._active: Counter[str] = Counter()
        # Hosts with a link that waits and a place free; each once.
        self._ready: OrderedDict[str, None] = OrderedDict()
        self._resting: set[str] = set()
        if isinstance(links, ByHost):
            self._hosts = links.by_host()
            self._draw_hosts()
        else:
            self.add(links)

    def __bool__(self) -> bool:
        """Whether any wait."""
        return bool(self._lines)

    def __iter__(self) -> Iterator[Link]:
        """All that wait and were added."""
        for line in self._lines.values():
            yield from line

    @property
    def any_rests(self) -> bool:
        """Whether links wait whose host rests."""
        return not self._resting.isdisjoint(self._lines)

    def add(self, links: Iterable[Link]) -> None:
        """These wait too."""
        for link in links:
            host = host_of(link.url)
            self._lines.setdefault(host, deque()).append(link)
            self._see(host)

    def take(self) -> Link | None:
        """The next link whose host has a place free; None if there is none now."""
        if not self._ready:
            return None
        host, _ = self._ready.popitem(last=False)
        line = self._lines[host]
        link = line.popleft()
        self._active[host] += 1
        self.active += 1
        if line or self._draw(host):
            self._see(host)
        else:
            del self._lines[host]
            self._draw_hosts()
        return link

    def take_again(self, link: Link) -> None:
        """Count a link once more that was given back. It does not wait for a place: the fetcher itself keeps to what a
        host may have, and no further link is taken meanwhile.
        """
        self._active[host_of(link.url)] += 1
        self.active += 1

    def release(self, link: Link) -> None:
        """A place at the link's host is free again."""
        host = host_of(link.url)
        self._active[host] -= 1
        self.active -= 1
        if host in self._lines:
            self._see(host)
            if host in self._ready:
                self._ready.move_to_end(host, last=False)
        elif not self._active[host]:
            del self._active[host]

    def rest(self, host: str) -> None:
        """No link of this host comes to its turn until it is woken. host: as `core.urls.host_of` gives it."""
        self._resting.add(host)
        self._ready.pop(host, None)

    def wake(self, host: str) -> None:
        """A host has rested."""
        self._resting.discard(host)
        if host in self._lines:
            self._see(host)

    def _see(self, host: str) -> None:
        """A host with links that wait comes to its turn once it has a place."""
        if host in self._ready or host in self._resting:
            return
        if self._active[host] < self._per_host(without_port(host)):
            self._ready[host] = None

    def _draw_hosts(self) -> None:
        while len(self._lines) < _HOSTS and (drawn := next(self._hosts, None)) is not None:
            host, self._others[drawn[0]] = drawn
            self._lines[host] = deque()
            if self._draw(host):
                self._see(host)
            else:
                del self._lines[host]

    def _draw(self, host: str) -> bool:
        """Whether one more of the host could be drawn."""
        link = next(self._others.get(host, iter(())), None)
        if link is None:
            self._others.pop(host, None)
            return False
        self._lines[host].append(link)
        return True


def without_port(host: str) -> str:
    """The name of a host, of what `core.urls.host_of` gives; most have nothing else but a port."""
    if host.isascii() and not _MORE.intersection(host):
        return host.partition(":")[0]
    return parts_of(f"//{host}").hostname or ""


# What begins or ends an address in the form of IPv6, or ends the name of a user.
_MORE = frozenset("[]@")
