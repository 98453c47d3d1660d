"""Patterns of links, and the tables of hosts: what each covers, and what is none."""

from __future__ import annotations

import pytest

from provenance.core.limits import HostLimits, HostTable, Limits, host_limits
from provenance.core.link_patterns import link_pattern


@pytest.mark.parametrize(
    ("pattern", "covered", "not_covered"),
    [
        ("news.example", "https://news.example/a https://www.news.example http://NEWS.example:8080/?q",
         "https://m.news.example/ https://news.example.test/ https://test/news.example http://badnews.example"),
        ("*.news.example", "https://m.news.example/ https://a.b.news.example/x", "https://news.example/ https://xnews.example"),
        ("*", "https://a.example/ http://192.0.2.1/", "no-link mailto:desk@news.example"),
        ("*.example", "https://news.example/", "https://news.test/"),
        ("news.example/archive", "https://news.example/archive https://news.example/archive/1 https://news.example/archive?p=2",
         "https://news.example/archives https://news.example/ https://news.example/the/archive"),
        ("news.example/archive/", "https://news.example/archive/1", "https://news.example/archive"),
        ("news.example/*/print", "https://news.example/a/b/print https://news.example/a/print/1", "https://news.example/print"),
        ("*/*.pdf", "https://a.example/x/y.pdf https://a.example/y.pdf?v=1", "https://a.example/y.pdfs https://a.example/pdf"),
        ("news.example/?id=*", "https://news.example/?id=7", "https://news.example/id https://news.example/xid=7"),
        ("http://news.example", "http://news.example/x", "https://news.example/x"),
        ("HTTPS://News.Example/A", "https://news.example/A/b", "https://news.example/a"),
        ("news.example:8080", "http://news.example:8080/x", "http://news.example/x"),
        ("news.example:443", "https://news.example/x", "http://news.example/x"),
        ("bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC https://bücher.example/ü", "https://bucher.example/ü"),
        ("*.bücher.example", "https://www.xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("[2001:db8::1]", "http://[2001:db8::1]/x http://[2001:db8::1]:81/", "http://[2001:db8::2]/"),
        ("192.0.2.*", "http://192.0.2.7/", "http://192.0.20.7/"),
        ("doi.org/10.5555", "doi:10.5555/ferry https://doi.org/10.5555/ferry 10.5555/ferry", "doi:10.55555/ferry"),
        (r"/\.pdf(\?|$)/", "https://a.example/x.pdf https://a.example/x.pdf?y", "https://a.example/xpdf"),
        ("/^mailto:/", "mailto:desk@news.example", "https://news.example/mailto:"),
        ("/news/", "https://old.news.example/ https://a.example/news", "https://a.example/"),
    ],
)  # fmt: skip
def test_what_a_pattern_covers(pattern: str, covered: str, not_covered: str) -> None:
    """As the head of the module says."""
    read = link_pattern(pattern)
    assert [url for url in covered.split() if not read.covers(url)] == []
    assert [url for url in not_covered.split() if read.covers(url)] == []


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("/(/", "no regular expression"),
        ("/archive", "begins with a slash"),
        ("a b.example", "has a space"),
        ("ftp://news.example", "scheme ftp"),
        ("http://", "names no host"),
        ("?x=1", "names no host"),
        ("news.example:http", "names no host"),
        ("user@news.example", "names no host"),
        ("[::1", "names no host"),
    ],
)
def test_what_is_no_pattern(pattern: str, says: str) -> None:
    """In words that go on from the pattern."""
    with pytest.raises(ValueError, match=says):
        link_pattern(pattern)


def test_the_nearest_table_of_a_host_stands_first() -> None:
    """Its own, then the longest pattern; what one does not say the next says, then what holds for all."""
    table = HostTable({
        "*.example": HostLimits(per_host=1, spacing=9.0, timeout=9.0),
        "*.news.example": HostLimits(spacing=3.0, retries=0),
        "m.news.example": HostLimits(spacing=0.0, skip=True),
    })  # fmt: skip
    usual = Limits(per_host=2, spacing=0.05, timeout=12.0, deadline=30.0, retries=2)
    assert table.of("m.news.example", usual) == Limits(per_host=1, spacing=0.0, timeout=9.0, deadline=30.0, retries=0)
    assert table.of("a.news.example", usual).spacing == 3.0
    assert table.of("news.example", usual).spacing == 9.0
    assert table.of("elsewhere.test", usual) is usual
    assert (table.skipped("m.news.example"), table.skipped("a.news.example")) == ("m.news.example", None)


@pytest.mark.parametrize(
    ("host", "told", "says"),
    [
        ("news.example/a", {}, "is more than a host"),
        ("https://news.example", {}, "is more than a host"),
        ("news.example", 3, "is no table"),
        ("news.example", {"headers": {"X": "y"}}, "nothing is sent as somebody"),
        ("news.example", {"Authorization": "Basic"}, "nothing is sent as somebody"),
        ("news.example", {"tiemout": 3}, "tiemout is no setting of a host"),
        ("news.example", {"per_host": 0}, "must be more than 0"),
        ("news.example", {"per_host": 1.5}, "must be a whole number"),
        ("news.example", {"retries": True}, "must be a whole number"),
        ("news.example", {"skip": 1}, "must be true or false"),
        ("news.example", {"timeout": float("nan")}, "must be more than 0"),
        ("news.example", {"spacing": -1}, "must not be negative"),
    ],
)
def test_what_is_no_table_of_a_host(host: str, told: object, says: str) -> None:
    """What is wrong, and what to do."""
    with pytest.raises(ValueError, match=says) as caught:
        host_limits(host, told)
    assert len(caught.value.args) == 2
