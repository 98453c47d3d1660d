"""A list in parts: whose a link is, and what is left of a part."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from provenance.core.shards import Part, dealt, domain_of, hostname_of
from provenance.jobs.looking import Target


def targets(*urls: str) -> list[Target]:
    return [Target(url=url) for url in urls]


def test_links_of_one_registrable_domain_are_of_one_part() -> None:
    same = ["https://www.quay.co.uk/a", "http://blog.quay.co.uk:8080/b", "https://QUAY.co.uk./c"]
    assert {domain_of(hostname_of(url)) for url in same} == {"quay.co.uk"}
    assert domain_of(hostname_of("https://one.blogspot.com/")) != domain_of(hostname_of("https://two.blogspot.com/"))
    assert domain_of(hostname_of("http://192.0.2.7/x")) == "192.0.2.7"
    assert domain_of(hostname_of("http://[2001:db8::1]:80/x")) == "2001:db8::1"
    assert domain_of(hostname_of("https://www.kø.dk/")) == "xn--k-5ga.dk"
    assert domain_of(hostname_of("co.uk")) == domain_of(hostname_of("http://[broken")) == ""


@given(st.dictionaries(st.text(min_size=1), st.integers(1, 50), max_size=30), st.integers(1, 5))
def test_dealing_leaves_no_domain_out_and_is_even(sizes: dict[str, int], count: int) -> None:
    names = list(range(count))
    found = dealt(sizes, names)
    assert found.keys() == sizes.keys()
    loads = Counter(dict.fromkeys(names, 0))
    for domain, name in found.items():
        loads[name] += sizes[domain]
    assert max(loads.values()) - min(loads.values()) <= max(sizes.values(), default=0)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), unique=True), st.data())
def test_nothing_of_a_part_is_lost_and_nothing_counts_twice(spots: list[tuple[int, int]], data: st.DataObject) -> None:
    """Whatever the order in which links are given, answered, and answered again."""
    all_of_it = {f"http://h{host}.test/{page}" for host, page in spots}
    part: Part[Target] = Part(places=lambda _: 2)
    part.add(targets(*sorted(all_of_it)))
    out: list[str] = []
    done: list[str] = []
    while not part.is_done:
        out += [target.url for target in part.give(data.draw(st.integers(1, 5)))]
        assert {target.url for target in part.left()} == all_of_it - set(done)
        url = data.draw(st.sampled_from(out))
        if part.arrived(url) is not None:
            done.append(url)
    assert sorted(done) == sorted(all_of_it)
    assert not part.left()
