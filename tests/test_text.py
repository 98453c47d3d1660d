"""Bytes to text: what decides the encoding, and what counts as the same words."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from provenance.core.text import Shown, collapse, comparable, decode, plain, unescaped


@pytest.mark.parametrize(
    ("content", "media_type", "text", "encoding", "basis"),
    [
        (b"\xef\xbb\xbfcaf\xc3\xa9", "text/html; charset=iso-8859-1", "café", "utf-8", "bom"),
        ("café".encode("utf-16-le"), "text/plain; charset=utf-16", "café", "utf-16-le", "http"),
        (b"caf\xe9", "text/html; charset=ISO-8859-1", "café", "cp1252", "http"),
        (b'<meta charset="windows-1251">\xc4\xe0', None, '<meta charset="windows-1251">Да', "cp1251", "meta"),
        (b"<meta http-equiv=content-type content='text/html; charset=gb2312'>\xd6\xd0", None, None, "gb18030", "meta"),
        ("naïve".encode(), None, "naïve", "utf-8", "utf-8"),
        (b"na\xefve \x93so\x94", None, "naïve “so”", "cp1252", "fallback"),
        (b"caf\xc3\xa9", "text/html; charset=klingon-8", "café", "utf-8", "utf-8"),
        (b"\x81\x8d\xff", None, "\ufffd\ufffd\ufffd", "utf-8", "fallback"),
        (b"caf\xc3", None, "caf", "utf-8", "utf-8"),
    ],
)
def test_encoding_is_found_in_the_order_of_the_standard(
    content: bytes, media_type: str | None, text: str | None, encoding: str, basis: str
) -> None:
    """A mark beats the HTTP field, the field the page's own word, that the look of the bytes; unknown labels count for nothing."""
    decoded = decode(content, media_type)
    assert (decoded.encoding, decoded.basis) == (encoding, basis)
    assert text is None or decoded.text == text


def test_an_old_declaration_in_a_page_saved_anew_is_not_believed() -> None:
    """A `<meta>` that says Latin-1 over bytes that are plainly UTF-8 loses."""
    decoded = decode('<meta charset="iso-8859-1"><p>Größe</p>'.encode())
    assert decoded.text.endswith("<p>Größe</p>")
    assert decoded.basis == "utf-8"


def test_spelling_does_not_make_two_titles_of_one() -> None:
    """Case, width, quotes, dashes, soft hyphens and character references do not count."""
    assert comparable("“The Harbour\u00ad’s Return” – Ｐart II") == comparable('"the harbour\'s return" - part ii')
    assert unescaped("Fish &amp;amp; chips\u00a0 now") == "Fish & chips now"
    assert collapse(" a\n\tb\u200b c ") == "a b c"
    assert plain("Élan Über") == "elan uber"


@example([" "] * 300, 0)
@example(["a", " ", " ", " "] * 75, 100)
@given(
    st.lists(st.sampled_from(["a", "é", " ", "\n", "  ", "\u200b", "\u00ad", "\ud800", "\u3000"]), max_size=300),
    st.integers(0, 60),
)
def test_how_long_a_text_is_can_be_told_without_all_of_it(pieces, count):
    """The beginning answers as all of it would."""
    raw = "".join(pieces)
    assert Shown(raw).is_longer_than(count) == (len(collapse(raw)) > count)


@given(st.text(st.characters(max_codepoint=0x7F), max_size=40))
def test_ascii_is_compared_as_any_other_text(text):
    """It has a way of its own, which is five times as fast."""
    assert comparable(text) == comparable(f"{text} é").removesuffix("é").rstrip()


@pytest.mark.parametrize("word", ["ferry", "é\u00ad\u200bé", "\ud800x", "\u3000渡船", "", "\t\n"])
@pytest.mark.parametrize("gap", [" ", "\n \u00a0", "\u2003\t"])
def test_long_texts_are_collapsed_like_short_ones(word: str, gap: str) -> None:
    """A long text is taken in pieces, and no seam shows."""
    expected = collapse(word)
    text = gap.join([word] * 60_000)
    assert collapse(text) == " ".join([expected] * 60_000 if expected else [])
    assert collapse("x" * 250_000 + gap) == "x" * 250_000
