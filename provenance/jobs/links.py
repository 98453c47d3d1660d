"""The links of a run, each once, with where they stand: held in memory, or drawn from a spool where there are many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from provenance.core.model import Item, Spelling
from provenance.core.same import Sources, source_key, sources_of, spellings_in
from provenance.core.urls import host_of
from provenance.jobs.load import Lists
from provenance.jobs.looking import Target, Targets

if TYPE_CHECKING:
    from provenance.edge.spool import Spool


class Links(Protocol):
    """What a run asks of its links. Letter for letter the same is the same link. count: of links; mentions: how often
    they stand in the lists; sources: those that they are of.
    """

    @property
    def count(self) -> int: ...

    @property
    def mentions(self) -> int: ...

    @property
    def sources(self) -> int: ...

    def items(self, url: str) -> Sequence[Item]:
        """Where a link stands, in the order of the lists; nothing for what is none of the links."""

    def spellings(self, url: str) -> tuple[Spelling, ...]:
        """The other spellings of its source (`core.same.Sources`)."""

    def place(self, url: str) -> int:
        """A number that grows with the place where a link stands first."""

    def mark_done(self, url: str) -> bool:
        """Leave a link out of the targets; False for one that is out of them already, and for what is no link."""

    def targets(self) -> Targets:
        """Those that are to be looked at."""


def links_of(lists: Lists) -> Links:
    """The links of the lists, from where the lists have them."""
    return Held(lists) if lists.spool is None else Spooled(lists.spool)


class Held:
    """Links in memory."""

    def __init__(self, lists: Lists) -> None:
        self._items: defaultdict[str, list[Item]] = defaultdict(list)
        for item in lists.items:
            self._items[item.url].append(item)
        self._places = {url: number for number, url in enumerate(self._items)}
        self._done: set[str] = set()
        self._sources: Sources = sources_of(lists.items, others=lists.beside)
        self.count, self.mentions, self.sources = len(self._items), len(lists.items), self._sources.count

    def items(self, url: str) -> Sequence[Item]:
        return self._items.get(url, ())

    def spellings(self, url: str) -> tuple[Spelling, ...]:
        return self._sources.spellings.get(url, ())

    def place(self, url: str) -> int:
        return self._places.get(url, 0)

    def mark_done(self, url: str) -> bool:
        is_new = url in self._items and url not in self._done
        self._done.add(url)
        return is_new

    def targets(self) -> Sequence[Target]:
        return [_target(url, items) for url, items in self._items.items() if url not in self._done]


class Spooled:
    """Links in a spool, whatever their number."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        spool.link(host=host_of, source=source_key)
        self.count, self.mentions, self.sources = map(spool.count, ("links", "mentions", "sources"))

    def items(self, url: str) -> Sequence[Item]:
        return self._spool.mentions(url)

    def spellings(self, url: str) -> tuple[Spelling, ...]:
        group = self._spool.of_one_source(url)
        if len(group) < 2:
            return ()
        origins = {
            (other, aside): [item.origin for item in self._spool.mentions(other, aside=aside)] for other, aside in group
        }
        return spellings_in(origins).get(url, ())

    def place(self, url: str) -> int:
        return self._spool.place(url)

    def mark_done(self, url: str) -> bool:
        return self._spool.mark_done(url)

    def targets(self) -> _Drawn:
        return _Drawn(self._spool)


class _Drawn:
    """Targets that are made of what is in the spool when they are asked for."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._count = spool.count("to do")

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Target]:
        return map(self._target, self._spool.links())

    def by_host(self) -> Iterator[tuple[str, Iterator[Target]]]:
        """Host by host."""
        for host in self._spool.hosts():
            yield host, map(self._target, self._spool.links_of(host))

    def _target(self, url: str) -> Target:
        return _target(url, self._spool.mentions(url))


def _target(url: str, items: Sequence[Item]) -> Target:
    given: tuple[Mapping[str, str], ...] = tuple(item.given for item in items)
    return Target(url=url, origins=tuple(item.origin for item in items), given=given)
