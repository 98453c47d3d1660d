"""The queues of hosts: in turn, within a host's places, drawn when they are needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from provenance.core import host_queues
from provenance.core.host_queues import HostQueues


@dataclass(frozen=True, slots=True)
class Link:
    """One of a list."""

    url: str


def links(*urls: str) -> list[Link]:
    return [Link(url) for url in urls]


def test_hosts_come_in_turn_and_a_full_one_waits() -> None:
    queues: HostQueues[Link] = HostQueues(per_host=lambda _: 1)
    a1, a2, b1 = links("http://a.test/1", "http://a.test/2", "http://b.test/1")
    queues.add([a1, a2, b1])
    assert [queues.take(), queues.take(), queues.take()] == [a1, b1, None]
    queues.add(links("http://a.test/3"))
    assert queues.take() is None
    queues.release(a1)
    assert queues.take() is a2
    assert [one.url for one in queues] == ["http://a.test/3"]
    queues.release(b1)
    queues.add(links("http://b.test/2"))
    assert queues.take() == Link("http://b.test/2")


def test_a_host_that_has_answered_goes_on() -> None:
    """Its connection is open, and the others have none yet."""
    a1, a2, b1 = links("http://a.test/1", "http://a.test/2", "http://b.test/1")
    queues = HostQueues([a1, a2, b1], per_host=lambda _: 2)
    assert queues.take() is a1
    queues.release(a1)
    assert [queues.take(), queues.take()] == [a2, b1]


def test_a_host_that_has_more_than_its_places_waits_until_all_are_free() -> None:
    """A second look does not wait for a place, so a host may have one too many; no link is lost or taken for it."""
    queues = HostQueues(links(*(f"http://a.test/{n}" for n in range(4))), per_host=lambda _: 1)
    first = queues.take()
    assert first is not None
    queues.release(first)
    second = queues.take()
    queues.take_again(first)
    assert (queues.active, queues.take()) == (2, None)
    queues.release(first)
    assert (queues.active, queues.take()) == (1, None)
    assert second is not None
    queues.release(second)
    assert queues.take() == Link("http://a.test/2")
    assert queues.take() is None


class Lying:
    """Links that lie elsewhere. drawn: how many were read."""

    def __init__(self, hosts: int, each: int) -> None:
        self.hosts, self.each = hosts, each
        self.drawn = 0

    def __len__(self) -> int:
        return self.hosts * self.each

    def __iter__(self) -> Iterator[Link]:
        for _, some in self.by_host():
            yield from some

    def by_host(self) -> Iterator[tuple[str, Iterator[Link]]]:
        for host in range(self.hosts):
            yield f"h{host}.test", self._of(host)

    def _of(self, host: int) -> Iterator[Link]:
        for page in range(self.each):
            self.drawn += 1
            yield Link(f"http://h{host}.test/{page}")


def test_of_a_list_without_end_one_link_of_some_hosts_is_in_memory() -> None:
    lying = Lying(hosts=1_000_000, each=1_000)
    queues = HostQueues(lying, per_host=lambda _: 1)
    taken = [queues.take() for _ in range(100)]
    assert len({one.url for one in taken if one}) == 100
    assert lying.drawn <= host_queues._HOSTS + 200


@given(st.integers(1, 6), st.integers(1, 5), st.integers(1, 3), st.randoms(use_true_random=False))
def test_all_are_taken_once_and_no_host_has_too_many(hosts: int, each: int, places: int, draw: Random) -> None:
    lying = Lying(hosts, each)
    queues = HostQueues(lying, per_host=lambda _: places)
    held: list[Link] = []
    done: list[str] = []
    while queues or held:
        while (link := queues.take()) is not None:
            held.append(link)
            at = [one for one in held if one.url.split("/")[2] == link.url.split("/")[2]]
            assert len(at) <= places
        one = held.pop(draw.randrange(len(held)))
        done.append(one.url)
        queues.release(one)
    assert sorted(done) == sorted(one.url for one in Lying(hosts, each))


def test_a_host_that_rests_does_not_come_to_its_turn() -> None:
    """Links that are added meanwhile wait with the others; one without links left can be woken all the same."""
    a1, a2, b1 = links("http://a.test/1", "http://a.test/2", "http://b.test/1")
    queues = HostQueues([a1, a2, b1], per_host=lambda _: 2)
    assert queues.take() is a1
    queues.rest("a.test")
    queues.release(a1)
    queues.add(links("http://a.test/3"))
    assert [queues.take(), queues.take()] == [b1, None]
    assert queues.any_rests
    queues.wake("a.test")
    assert [queues.take(), queues.take()] == [a2, Link("http://a.test/3")]
    assert not queues.any_rests
    queues.rest("b.test")
    assert not queues.any_rests
    queues.wake("b.test")
    assert queues.take() is None
