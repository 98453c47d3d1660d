"""Whatever the bytes are, reading them ends, and ends in a Source."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.core.extract.glance import glance
from provenance.core.extract.source import read
from provenance.core.model import Source
from provenance.core.records import canonical_json, source_from, source_record
from tests.bench import mutated

PIECES = [
    b"<html>", b"<head>", b"<title>", b"</title>", b"<h1>", b"</h1>", b"<body>", b"<p>", b"<script type=application/ld+json>",
    b"</script>", b'{"@type":"NewsArticle","headline":', b'"x"', b"[", b"]", b"{", b"}", b",", b":", b"null", b"1e999", b"\x00",
    b"\xff\xfe", b"<meta property=article:published_time content=2024-02-31>", b"<meta charset=klingon-8>", b"<time datetime=",
    b"2024-03-08", b"# ", b"**", b"---\n", b"\n", b"title: ", b"By ", b"Jane Roe", b"Cairo, July 4 (RHC)-- ", b"<https://",
    b"www.example.test/1-a", b">", b"&quot;", b"\xe2\x80\x94", b"\xed\xa0\x80", b"<!--", b"-->", b"<svg>", b"<template>", b"9" * 30,
]  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=20)), max_size=25))
def test_any_pieces_in_any_order_give_a_source(pieces: list[bytes]) -> None:
    """Fragments of pages and texts, shuffled and torn, never raise, and the result can be written and read back."""
    content = b"".join(pieces)
    source = read(content)
    assert source_from(source_record(source)) == source
    assert isinstance(glance(content).text, str)


@settings(max_examples=60, deadline=None)
@given(url=st.text(max_size=60), media_type=st.text(max_size=40))
def test_any_url_and_media_type_are_borne(url: str, media_type: str) -> None:
    """What a caller passes beside the bytes cannot make it raise either."""
    assert isinstance(read(b"<html><h1>Ferry crews return</h1>", url=url, media_type=media_type), Source)


@pytest.mark.parametrize(
    "content",
    [
        b"<div>" * 100_000 + b"x",
        b"<div></i>" * 100_000 + b"x",
        b'<html><script type="application/ld+json">' + b"[" * 200_000 + b"</script>",
        b'<html><script type="application/ld+json">' + b'{"a":' * 50_000 + b"1" + b"}" * 50_000 + b"</script>",
        b"<html><title>" + b"a - " * 50_000 + b"</title>",
        b"# " + b"*" * 100_000,
        b"A" * 1_000_000,
        (b"Aa " * 60 + b"(") * 5_000,
        b"<html><body><p>" + b"1 " * 300_000,
        b"<html><body><h1>Ferry</h1>" + b"<p>By " + b"Aa, " * 50_000,
        b"<html><body>" + b"<time datetime='2024-01-01'>" * 20_000,
        b"<html><body><p " + b" ".join(b"a%d" % number for number in range(200_000)) + b">x",
        b"<html><body><p" + b"".join(b"/a%d=''" % number for number in range(200_000)) + b">x",
        b"<html><body><p " + b" ".join(b"a%d='>'" % number for number in range(200_000)) + b">x",
        # Behind ordinary tags, and with values that look like the end of one tag and the beginning of the next.
        b"<html><body>"
        + b"<i>a</i> b " * 20_000
        + b"<p "
        + b" ".join(b"a%d = '\"><i b=\"'" % number for number in range(200_000))
        + b">x",
        b'<html><body><p title="' + b'"' * 1_000_000 + b">x",
        b"<html><body>" + b"<p>x" * 500_000,
    ],
    ids=[
        "deep",
        "misnested",
        "brackets",
        "members",
        "separators",
        "stars",
        "letters",
        "places",
        "digits",
        "byline",
        "times",
        "attributes",
        "attributes-slashed",
        "attributes-quoted",
        "attributes-misleading",
        "quotes",
        "paragraphs",
    ],
)
def test_hostile_sizes_end_in_time(content: bytes) -> None:
    """Depth and length cost time in proportion: nothing backtracks without bound."""
    start = time.perf_counter()
    assert isinstance(read(content, url="https://hc.example/a"), Source)
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "long",
    [
        '<svg><path d="M' + "10.5 20.25 " * 50_000 + '"/></svg>',
        '<img src="data:image/png;base64,' + "ab/cd/" * 100_000 + '">',
        "<p>" + "ferry " * 100_000,
        "<script>" + "var a=1;" * 50_000 + "</script>",
        '<script type="application/json">{' + '"key":"some words","other":"/a/b",' * 20_000 + "}</script>",
        "<p " + " ".join(f"data-a{number}=x" for number in range(500)) + ">",
    ],
    ids=["drawing", "picture", "words", "script", "state", "attributes"],
)
def test_what_is_only_long_is_read_to_its_end(long: str) -> None:
    """Limits are for what no page has; a page with a large drawing or a large script is a page."""
    page = f"<html><body>{long}<p>Residents had asked for the delay.</p></body></html>"
    assert "asked for the delay" in glance(page.encode(), "text/html").text


def test_half_a_surrogate_pair_does_not_leave_the_page() -> None:
    """JSON can escape what UTF-8 cannot write; the source can be written all the same."""
    source = read(
        b'<html><script type="application/ld+json">{"@type":"Article","headline":"Ferry \\ud83d crews"}</script>'
    )
    assert source.title.value == "Ferry \ufffd crews"
    canonical_json(source_record(source)).encode()


@pytest.mark.parametrize("cut", [10, 100, 300, 1000])
def test_a_truncated_page_is_read_as_far_as_it_goes(cut: int) -> None:
    """A body cut in the middle of a tag or a character loses only what is missing."""
    content = ('<html lang="de"><title>Fähren fahren wieder</title><p>' + "Größe " * 300).encode()
    title = read(content[:cut]).title.value
    assert title in (None, "Fähren fahren wieder")
    assert cut < 100 or title is not None


def test_mutated_pages_give_a_source() -> None:
    """Some hundred of the pages that `tests.bench.mutated` reads by the hundred thousand: no exception, no other record."""
    seen = mutated.run(range(1, 301))
    assert (seen.pages, seen.finds) == (300, [])
