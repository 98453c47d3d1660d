"""Answers that no server should send: whatever comes, there is a finding, and it is not a fault of ours."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import provenance
from provenance.core.model import CertificateFault, Exchange, Failure, FailureKind, Hop, Outcome, State
from provenance.core.patience import looks, retry_at, wait_before
from provenance.core.scan import without_surrogates
from provenance.core.urls import read_url
from tests.bench.fuzz import KINDS, run
from tests.bench.mutants import mutant

BASES = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 30\r\n\r\n<title>x</title><p>hello there",
    b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n",
)
_FIELD_NAMES = (
    "content-type", "content-length", "retry-after", "location", "refresh", "cf-mitigated", "server", "link", "x-robots-tag", "www-authenticate",
    "set-cookie", "content-language", "content-disposition",
)  # fmt: skip
_FIELD_VALUES = (
    "text/html", "text/html; charset=utf-7", "text/html; charset=idna", "application/pdf", "99999999999999999999", "-1", "Thu, 99 Foo 20000 25:61:61 GMT",
    "Fri, 31 Dec 9999 23:59:59 -2359", "Mon, 01 Jan 0001 00:00:00 +2359", "٣", "²", "challenge", "//[", '<http://[>; rel="blocked-by"', "\x00", "cloudflare",
)  # fmt: skip
_PIECES = (
    b"<html>", b"<title>", b"</title>", b"<h1>", b"Page not found", b"404", b"<meta name=robots content=noarchive>", b"<input type=password>", b"<p>",
    b"This domain is for sale", b"Just a moment...", b'<script type="application/ld+json">', b'{"isAccessibleForFree":', b"false", b"}", b"[", b"</script>",
    b"%PDF-1.7", b"PK\x03\x04", b"\x1f\x8b", b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"&#xD800;", b"<!--", b'<link rel=canonical href="//[">', b'" id=', b"words " * 200,
)  # fmt: skip
_URLS = (
    "http://quay.example/", "https://quay.example/2019/05/ferry-kept?id=1#part", "http://[::1]/", "http://quay.example/%zz/%00", "http://ß.example/",
    "http://quay.example/" + "a/" * 2000, "http://quay.example/404", "http://a_b.example:8080//", "http://quay.example/?", "http://127.1/", "https://www.quay.example/en/",
)  # fmt: skip

texts = st.one_of(st.text(max_size=40), st.sampled_from(_FIELD_VALUES))
# As the fetcher writes them, having read them; and as others might.
read = st.one_of(st.sampled_from(_URLS), st.text(max_size=30).map("http://quay.example/".__add__)).map(
    lambda url: read_url(without_surrogates(url)).href
)
urls = st.one_of(
    read, read, read, st.sampled_from(("http://a]b/", "http://[::1", "", "//", "http://:80:90/")), st.text(max_size=20)
)
statuses = st.one_of(st.integers(0, 999), st.sampled_from((200, 200, 200, 404, 503, 429)), st.integers())
moments = st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1), max_value=datetime(9999, 12, 31))  # noqa: DTZ001 - Hypothesis adds the zone
kinds = st.sampled_from([kind for kind in FailureKind if kind is not FailureKind.FAULT])
hops = st.builds(
    Hop,
    url=urls,
    status_code=st.none() | statuses,
    location=st.none() | texts,
    address=st.none() | st.just("192.0.2.1"),
)
fields = st.lists(st.tuples(st.one_of(st.sampled_from(_FIELD_NAMES), st.text(max_size=12)), texts), max_size=8).map(
    tuple
)
contents = st.lists(st.one_of(st.sampled_from(_PIECES), st.binary(max_size=30)), max_size=20).map(b"".join)
exchanges = st.builds(
    Exchange,
    original=urls, target=urls, status_code=statuses, hops=st.lists(hops, max_size=4).map(tuple), fields=fields, content=contents,
    body=st.sampled_from(("whole", "truncated", "capped", "undecodable", "slow")), address=st.none() | st.just("192.0.2.1"),
    certificate=st.none() | st.builds(CertificateFault, kind=kinds, detail=texts), notes=st.lists(texts, max_size=3).map(tuple), retrieved_at=moments,
)  # fmt: skip
waits = st.one_of(
    texts,
    moments.map(format_datetime),
    st.integers(-9, 10**6).map(str),
    st.sampled_from(("9" * 5000, "Fri, 31 Dec 9999 23:59:59 -2359")),
)
busy = st.builds(
    Exchange,
    original=urls, target=urls, status_code=st.sampled_from((429, 503)), hops=st.just((Hop(url=_URLS[0]),)),
    fields=waits.map(lambda wait: (("retry-after", wait),)), retrieved_at=moments,
)  # fmt: skip
failures = st.builds(
    Failure,
    original=urls, kind=kinds, detail=texts, hops=st.lists(hops, max_size=4).map(tuple), notes=st.lists(texts, max_size=3).map(tuple), retrieved_at=moments,
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(exchanges, exchanges, exchanges, failures))
def test_judge_bears_any_outcome(outcome: Outcome) -> None:
    """A state, a known kind and a reason, whatever was seen; the same each time."""
    verdict = provenance.judge(outcome)
    assert verdict.state in State
    assert verdict.kind in KINDS
    assert verdict.because
    assert verdict == provenance.judge(outcome)
    if isinstance(outcome, Failure):
        assert verdict.state is not State.ALIVE
    json.dumps([verdict.kind, *verdict.because])


@settings(max_examples=300, deadline=None)
@given(st.one_of(exchanges, failures, busy), st.integers(0, 3))
def test_patience_bears_any_outcome(outcome: Outcome, look: int) -> None:
    """How long to wait is a number or nothing, and a wait is never longer than the cap allows."""
    assert looks(outcome) in range(4)
    moment = retry_at(outcome)
    assert moment is None or moment.tzinfo is not None
    wait = wait_before(outcome, look=look, backoff=0.5, cap=5.0)
    assert wait is None or 0 <= wait <= 5.0


def test_any_answer_is_a_finding() -> None:
    """2,000 mutated answers over a real socket: no exception, no `fault`, and nothing hangs."""
    seen = run(range(2000))
    assert seen.find is None, (seen.find.seed, seen.find.what)
    assert seen.kinds.total() == 2000
    assert len(seen.kinds) >= 12, seen.kinds
    assert len(seen.statuses) >= 300


@pytest.mark.parametrize("seed", range(0, 400, 100))
def test_same_seed_gives_the_same_answer(seed: int) -> None:
    """A find can be played again."""
    assert mutant(seed, BASES) == mutant(seed, BASES)
    assert mutant(seed, BASES) != mutant(seed + 1, BASES)
