"""URLs as people type and save them: repaired where that is safe, refused with a remedy where it is not."""

from __future__ import annotations

import pytest

from provenance.core.redaction import redact_text
from provenance.core.urls import BadUrl, read_url, registrable_domain, same_page_key


@pytest.mark.parametrize(
    ("given", "href"),
    [
        ("https://quayside.example/ferry", "https://quayside.example/ferry"),
        ("  https://quayside.example/ferry\n", "https://quayside.example/ferry"),
        ("<https://quayside.example/ferry>", "https://quayside.example/ferry"),
        ("<URL:https://quayside.example/ferry>", "https://quayside.example/ferry"),
        ("HTTPS://QuaySide.Example:443/Ferry", "https://quayside.example/Ferry"),
        ("http://bücher.example/ü ü", "http://xn--bcher-kva.example/%C3%BC%20%C3%BC"),
        ("http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"),
        ("http://ann:wonder@quayside.example/", "http://quayside.example/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("https://quayside.example/a\n b", "https://quayside.example/a%20b"),
    ],
)
def test_urls_are_read_as_browsers_read_them(given: str, href: str) -> None:
    """The WHATWG serialisation, without user info; what stood around the URL is taken off."""
    assert read_url(given).href == href


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("quayside.example/ferry", "Write it in full: https://quayside.example/ferry"),
        ("localhost:8000/ferry", "has no scheme"),
        ("/ferry", "has no scheme"),
        ("", "has no scheme"),
        ("http://[::bad/", "is not a URL"),
        ("http://quayside.example:0/", "port 0"),
        ("mailto:desk@quayside.example", "mailto:"),
    ],
)
def test_what_cannot_be_asked_for_is_said_with_a_remedy(given: str, says: str) -> None:
    """No scheme is guessed, and the message shows what to write."""
    with pytest.raises(BadUrl, match=says.replace("[", r"\[")):
        read_url(given)


def test_repairs_are_told() -> None:
    """What was taken off is said."""
    assert read_url("<http://quayside.example/>").notes == ("the brackets around the URL were taken off",)
    assert read_url("http://a:b@quayside.example/").notes == ("user name and password were left out",)
    assert read_url("http://quayside.example/").notes == ()


def test_references_are_resolved() -> None:
    """A Location may be relative (RFC 9110 section 10.2.2)."""
    base = "https://quayside.example/news/ferry?page=2"
    assert read_url("/tides", base=base).href == "https://quayside.example/tides"
    assert read_url("//other.example/", base=base).href == "https://other.example/"
    assert read_url("?page=3", base=base).href == "https://quayside.example/news/ferry?page=3"


def test_host_field_names_the_port_only_where_it_is_unusual() -> None:
    """RFC 9110 section 7.2; an IPv6 literal keeps its brackets."""
    assert read_url("http://quayside.example:80/").authority == "quayside.example"
    assert read_url("https://quayside.example:80/").authority == "quayside.example:80"
    assert read_url("http://[::1]:8000/").authority == "[::1]:8000"


def test_one_page_has_one_key() -> None:
    """Fragments and tracking parameters do not make another page; other parameters do, and keep their order."""
    key = same_page_key("https://quayside.example/ferry?b=1&a=2")
    assert same_page_key("https://quayside.example/ferry?b=1&utm_source=post&a=2&fbclid=x#part") == key
    assert same_page_key("https://quayside.example/ferry?a=2&b=1") != key


def test_secrets_are_taken_out() -> None:
    """User info goes; values of parameters that open doors are replaced; the rest stays."""
    given = "https://ann:wonder@quayside.example/f?page=2&access_token=abc&sig=def#id_token=ghi"
    assert (
        redact_text(given) == "https://quayside.example/f?page=2&access_token=REDACTED&sig=REDACTED#id_token=REDACTED"
    )
    assert redact_text("https://quayside.example/f?page=2") == "https://quayside.example/f?page=2"


def test_registrable_domains_need_no_network() -> None:
    """By the Public Suffix List that is shipped, private part included."""
    assert registrable_domain("www.news.quayside.co.uk") == "quayside.co.uk"
    assert registrable_domain("quayside.github.io") == "quayside.github.io"
    assert registrable_domain("192.0.2.1") is None
    assert registrable_domain("co.uk") is None
