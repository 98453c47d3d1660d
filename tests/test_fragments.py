"""Places in a page that a link names: elements and texts, found as browsers find them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.core.extract.glance import glance
from provenance.core.fragments import FragmentFinding, TextDirective, look_for, text_directives

PAGE = """<!doctype html><html><head><title>Ferries</title><script>var a = '<p id="scripted">';</script></head><body>
<!-- <p id="commented"> --><h1 id="Überblick">Ferries</h1><a name="old-way"></a><input name="a-field">
<p title="a > b" id='single'>The harbour board met on <b>Tuesday</b>.</p><p ID = bare>It agreed, after three hours,
to keep the old&nbsp;ferry run\u00adning.</p><h2 id="user-content-tides">Tides &amp; times</h2><p id="a&amp;b">Cafés are open.</p>
<p data-id="not-an-id">フェリーは動いています。</p><p id="gid=0">Tuesday again.</p><p id="%41">x</p></body></html>"""
TEXT = glance(PAGE.encode(), "text/html").text


def look(fragment: str, markup: str = PAGE) -> FragmentFinding:
    return look_for(fragment, markup, TEXT)


@pytest.mark.parametrize(
    "fragment",
    [
        "", "top", "TOP", "%74op", "single", "bare", "old-way", "Überblick", "%C3%9Cberblick", "tides", "a&b", "a%26b", "gid=0", "%41",
        "single:~:text=Tuesday", ":~:unknown=1",
    ],
)  # fmt: skip
def test_place_is_there(fragment: str) -> None:
    """By id as it stands and decoded, by the name of an anchor; the top always is (HTML Standard)."""
    found = look(fragment)
    assert (found.sight, found.flags) == ("present", ())


@pytest.mark.parametrize(
    "fragment", ["nowhere", "Single", "a-field", "scripted", "commented", "not-an-id", "singl", "%ff", "überblick"]
)
def test_place_is_missing(fragment: str) -> None:
    """Ids are case-sensitive; the name of a field, a script or a remark is no place."""
    found = look(fragment)
    assert (found.sight, found.flags) == ("missing", ("fragment_missing",))
    assert "no place" in found.says


@pytest.mark.parametrize(
    "fragment",
    [
        "!/page/2",
        "%21x",
        "/route/x",
        "t=10",
        "page=3",
        "xywh=1,2,3,4",
        "utm_source=post",
        "L10",
        "L10-L20",
        "L10C3-L12C4",
    ],
)
def test_what_programs_read_is_not_looked_for(fragment: str) -> None:
    """Routes, media fragments, counters and lines of code: a server's page says nothing of them."""
    found = look(fragment)
    assert (found.sight, found.flags) == ("not looked for", ())


@pytest.mark.parametrize("fragment", ["page=3", "nowhere", ":~:text=nowhere", "x:~:text=y"])
def test_nothing_is_looked_for_in_other_documents(fragment: str) -> None:
    """A PDF has no elements."""
    assert look(fragment, "").sight == "not looked for"


@pytest.mark.parametrize(
    "directive",
    [
        "Tuesday",
        "harbour%20board%20MET",
        "the%20old%20ferry%20running",
        "harbour,hours",
        "board,ferry%20running",
        "met%20on-,tuesday",
        "Tuesday,-.%20It",
        "Tides-,%26%20times,-Caf%C3%A9s",
        "on-,Tuesday,keep,-the%20old",
        "フェリー",
        "動いて",
        "on%20Tuesday&text=Caf%C3%A9s",
        "%20Tuesday%20",
    ],
)
def test_text_is_there(directive: str) -> None:
    """Whatever the case and the white space, across elements, with what stands before and behind it."""
    found = look(f":~:text={directive}")
    assert (found.sight, found.flags) == ("present", ()), found.says


@pytest.mark.parametrize(
    "directive",
    [
        "Wednesday",
        "Tues",
        "esday",
        "Cafes",
        "hours,harbour",
        "after-,Tuesday",
        "Tuesday,-and",
        "n-,Tuesday",
        "on%20Tuesday&text=Wednesday",
        "Tuesday,Tuesday,-twice",
    ],
)
def test_text_is_missing(directive: str) -> None:
    """Half a word, another order, other neighbours, and letters without their marks are not the text."""
    found = look(f":~:text={directive}")
    assert (found.sight, found.flags) == ("missing", ("text_fragment_missing",)), found.says


def test_place_and_text_are_told_apart() -> None:
    """Each has its own flag."""
    assert look("nowhere:~:text=Wednesday").flags == ("fragment_missing", "text_fragment_missing")
    assert look("nowhere:~:text=Tuesday").flags == ("fragment_missing",)
    assert look("bare:~:text=Wednesday").flags == ("text_fragment_missing",)


def test_directives_are_read_by_their_grammar() -> None:
    """Commas and dashes that belong to the text are percent-encoded; what is not valid is left out."""
    assert text_directives("text=a%2Cb-,c%2D,d,-%2De&foo=1&text=x") == [
        TextDirective(prefix="a,b", start="c-", end="d", suffix="-e"),
        TextDirective(start="x"),
    ]
    for invalid in ("text=", "text=a,b,c", "text=a-", "text=,", "text", "Text=a", "text=a-,,b"):
        assert text_directives(invalid) in ([], [TextDirective(start="a-")]), invalid


@pytest.mark.parametrize(
    ("fragment", "piece"),
    [
        ("x", "<!--"), ("x", "<script>"), ("x", '<a "'), ("x", "<a '\""), ("x", "<p id="), ("x", "<div>"), ("x", "<p id "), ("x", '<<a id="x'),
        (":~:text=a", "a"), (":~:text=a-,a,a,-b", "a "), (":~:text=" + "a" * 2000 + "b", "a"), (":~:text=a,zz", "b a "),
    ],
)  # fmt: skip
def test_large_pages_take_no_longer_than_their_length(fragment: str, piece: str) -> None:
    """Pages of 1 MB that are made to be slow: with the square of the length each would take hours."""
    page = piece * (1_000_000 // len(piece)) + " x"
    begun = time.perf_counter()
    look_for(fragment, "<p>" + page, page)
    assert time.perf_counter() - begun < 5


@given(st.text(max_size=30), st.text(max_size=60), st.text(max_size=60))
def test_whatever_comes_is_judged(fragment: str, markup: str, text: str) -> None:
    """Never an exception, always a sentence, and flags only for what is missing."""
    for one in (fragment, ":~:text=" + fragment, f"{fragment}:~:text={fragment}"):
        found = look_for(one, markup, text)
        assert found.says
        assert bool(found.flags) == (found.sight == "missing")
