"""What opens doors stays out of records."""

from __future__ import annotations

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from provenance.core.records import canonical_json
from provenance.core.redaction import hides_nothing, redact_record, redact_text

# What decides whether something is to hide, and what JSON writes otherwise than it stands.
PIECES = st.sampled_from(
    [
        *"?&#;=%@/\\\"'<> \n\x01",
        "token",
        "sid",
        "key",
        "x",
        "://",
        "//",
        "%3D",
        "%26",
        "%253F",
        "a:b@",
        "é",
        "\u2028",
        "\ud800",
    ]
)


@drawn(st.lists(st.lists(PIECES, max_size=8).map("".join), max_size=4))
def test_a_record_that_hides_nothing_is_known_by_its_json(texts):
    """What is written without a walk over its strings is what the walk would have made."""
    record = {"because": tuple(texts), "hops": [{"url": text} for text in texts]}
    if hides_nothing(canonical_json(record)):
        assert all(redact_text(text) == text for text in texts)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://ana:pw@news.example/a", "https://news.example/a"),
        ("https://ana%40mail.example:pw@news.example/a", "https://news.example/a"),
        ("https://news.example/a?x=1&access_token=abc#top", "https://news.example/a?x=1&access_token=REDACTED#top"),
        ("/login?token=abc&next=/", "/login?token=REDACTED&next=/"),
        ("//ana:pw@news.example/a", "//news.example/a"),
        ("/a;jsessionid=1F0?x=1", "/a;jsessionid=REDACTED?x=1"),
        ("https://a.example/?token=ab%26cd", "https://a.example/?token=REDACTED"),
        ("https://a.example/#id_token=abc", "https://a.example/#id_token=REDACTED"),
        ("redirected to https://b.example/?sig=abc, then lost", "redirected to https://b.example/?sig=REDACTED then lost"),
        ("/go?to=https%3A%2F%2Fb.example%2F%3Ftoken%3Dabc%26x%3D1", "/go?to=https%3A%2F%2Fb.example%2F%3Ftoken%3DREDACTED%26x%3D1"),
        ("/go?to=https%3A%2F%2Fana%3Apw%40b.example%2F", "/go?to=https%3A%2F%2Fb.example%2F"),
        ("/go?to=https%253A%252F%252Fb.example%252F%253Ftoken%253Dabc", "/go?to=https%253A%252F%252Fb.example%252F%253Ftoken%253DREDACTED"),
    ],
)  # fmt: skip
def test_secrets_go(given, expected):
    """User info and the values of token-like parameters go, wherever the URL stands and however it is encoded."""
    assert redact_text(given) == expected
    assert not hides_nothing(canonical_json({"because": [given]}))


@pytest.mark.parametrize(
    "text",
    [
        "HTTPS://News.Example:443/A?q=1&q=2#f",
        "https://medium.example/@ana/story",
        "https://archive.example/web/2020/https://social.example/@ana",
        "Write to ana@news.example; key = value, 3 = 3.",
        "https://news.example/?monkey=1&tokens=2",
    ],
)
def test_the_rest_stays_letter_for_letter(text):
    """Where nothing is to hide, nothing is normalised either."""
    assert redact_text(text) == text


def test_a_record_is_redacted_at_any_depth():
    """Lists, objects and tuples are walked; numbers and None are left alone."""
    record = {"hops": [{"location": "/?sid=1", "status_code": 302}], "because": ("see //a:b@c.example/",), "n": None}
    assert redact_record(record) == {
        "hops": [{"location": "/?sid=REDACTED", "status_code": 302}],
        "because": ["see //a:b@c.example/"],
        "n": None,
    }


def test_lone_surrogates_become_the_replacement_character():
    """JSON in a page may hold half a character; UTF-8 cannot."""
    assert redact_record({"title": "a\ud83d b\ud83d\ude00"}) == {"title": "a\ufffd b😀"}
