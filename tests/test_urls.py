"""URLs as people type and save them: repaired where that is safe, refused with a remedy where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


# -- repairs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "href", "says"),
    [
        ("https://quay.example/f?a=1&amp;b=2", "https://quay.example/f?a=1&b=2", "&amp;"),
        (
            "https://quay.example/f?a=1&amp;amp;b=2&#038;c=3#x&amp;y=1",
            "https://quay.example/f?a=1&b=2&c=3#x&amp;y=1",
            "&amp;",
        ),
        ("https://quay.example/fer\u200bry\u00ad", "https://quay.example/ferry", "invisible"),
        ("https://quay.example/\ufefff\u202ey", "https://quay.example/fy", "invisible"),
        ("https:/quay.example/f", "https://quay.example/f", "slashes after the scheme"),
        ("https:///quay.example/f", "https://quay.example/f", "slashes after the scheme"),
        ("https:quay.example/f", "https://quay.example/f", "slashes after the scheme"),
        ("https:\\\\quay.example\\f?q=\\d", "https://quay.example/f?q=\\d", "backslashes"),
        ("https:\\/\\/quay.example\\/f", "https://quay.example/f", "escaped slashes"),
        ("http://http://quay.example/f", "http://quay.example/f", "twice"),
        ("http://https://quay.example/f", "https://quay.example/f", "twice"),
        ("https://http//quay.example/f", "http://quay.example/f", "twice"),
        ("https://https://https:/quay.example/f", "https://quay.example/f", "twice"),
        ("'https://quay.example/f'", "https://quay.example/f", "quotation marks"),
        ("„https://quay.example/f“", "https://quay.example/f", "quotation marks"),
        ("(https://quay.example/f_(x))", "https://quay.example/f_(x)", "brackets"),
        ("[https://quay.example/f]", "https://quay.example/f", "brackets"),
        ("`<https://quay.example/f>`", "https://quay.example/f", "quotation marks"),
        ("URL: https://quay.example/f", "https://quay.example/f", "URL:"),
        ("[the ferry](https://quay.example/f)", "https://quay.example/f", "Markdown"),
        ("ferry](https://quay.example/f_(x))", "https://quay.example/f_(x)", "Markdown"),
        ("](https://quay.example/f", "https://quay.example/f", "Markdown"),
        ("https://quay.example/f](https://quay.example/f)", "https://quay.example/f", "Markdown"),
    ],
)
def test_dirty_links_are_repaired_and_it_is_said(given: str, href: str, says: str) -> None:
    """Only where nothing else can have been meant."""
    address = read_url(given)
    assert address.href == href
    assert says in address.notes[0]


@pytest.mark.parametrize(
    "url",
    [
        "https://quay.example/f?q=tom&amp",
        "https://quay.example/f&amp;b=2",
        "https://quay.example/f?a=1&amp;/",
        "https://quay.example/f_(x)",
        "https://quay.example/f[1]",
        "https://web.archive.org/web/2019/http://quay.example/f",
        "https://quay.example/r?to=http://http.example/",
        "http://http:8080/f",
        "https://quay.example/%E2%80%8Bf",
        "https://news.google.example/amp/s/quay.example/f",
    ],
)
def test_what_may_be_meant_is_left_alone(url: str) -> None:
    """No repair and no remark."""
    address = read_url(url)
    assert (address.href, address.notes) == (url, ())


def test_joiners_that_spell_words_stay() -> None:
    """Persian and Indic scripts write with U+200C and U+200D; without them it is another page."""
    assert read_url("https://quay.example/می\u200cرود").href.endswith("%E2%80%8C%D8%B1%D9%88%D8%AF")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("htp://quay.example/f", "https://quay.example/f"),
        ("ttps://quay.example/f", "https://quay.example/f"),
        ("https//quay.example/f", "https://quay.example/f"),
        ("http;//quay.example/f", "https://quay.example/f"),
        ("hxxp://quay.example/f", "nobody opens it by accident"),
        ("hXXps://quay[.]example/f", "nobody opens it by accident"),
        ("https://quay[.]example/f", "nobody opens it by accident"),
        ("quay(dot)example/f", "nobody opens it by accident"),
        ("http[:]//quay.example", "nobody opens it by accident"),
        ("https://quay.example/f](https://other.example/", "two links"),
    ],
)
def test_what_needs_a_guess_is_malformed_with_a_remedy(given: str, says: str) -> None:
    """A typing error in the scheme is not put right in silence, and a defanged link is not asked for."""
    with pytest.raises(BadUrl, match=says) as error:
        read_url(given)
    assert not error.value.unsupported


@pytest.mark.parametrize(
    "given", ["view-source:https://quay.example/f", "feed:https://quay.example/f", "ssh://quay.example/"]
)
def test_other_schemes_stay_unsupported(given: str) -> None:
    """They are addresses, and not of a page; where one holds a link, the remedy names it."""
    with pytest.raises(BadUrl, match=r"Give the link in it: https://quay\.example/f|Only http") as error:
        read_url(given)
    assert error.value.unsupported


@pytest.mark.parametrize("end", [".", ",", ")", "…", "”", ".)", "?"])
def test_punctuation_at_the_end_is_kept_and_pointed_out(end: str) -> None:
    """It may belong to the URL; a reader sees at a glance why it may be dead."""
    address = read_url("https://quay.example/f" + end)
    assert address.notes == (f"the link ends in “{end}”, which may belong to the sentence around it",)
    assert address.href != "https://quay.example/f"


def test_servers_are_read_as_browsers_read_them() -> None:
    """In a Location field nothing is repaired: `https:/x` is a path there, by the rules."""
    base = "https://quay.example/news/"
    assert read_url("https:/x", base=base).href == "https://quay.example/x"
    assert read_url("/f?a=1&amp;b=2.", base=base).href == "https://quay.example/f?a=1&amp;b=2."
    assert read_url("/f.", base=base).notes == ()


def test_idn_host_and_its_ascii_twin_are_one_page() -> None:
    """IDNA, as WHATWG maps it."""
    keys = {same_page_key(f"http://{host}/f") for host in ("bücher.example", "BÜCHER.example", "xn--bcher-kva.example")}
    assert keys == {"http://xn--bcher-kva.example/f"}


PIECES = st.lists(
    st.sampled_from(
        [
            "https://", "http:/", "HTTP:", "https:\\/\\/", "//", "/", "\\", "quay.example", "http", "https", "bücher.example", "?a=1", "&amp;",
            "&#38;", "&", "b=2", "#", "amp;", "[", "]", "(", ")", "](", "<", ">", '"', "'", "“", "”", ".", ",", "\u200b", "\u00ad", "\ufeff",
            "\n", "\t", " ", "é", "%20", "@", ":", "80", "URL:", "x", "。", "ｈ", "（", "）", "dot", "\u00a0",
        ]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=400)
@given(
    st.one_of(
        PIECES, PIECES.map("https://quay.example/".__add__), st.text(max_size=60).map("https://quay.example/".__add__)
    )
)
def test_second_reading_changes_nothing(text: str) -> None:
    """A repaired URL is a clean one: read again it is the same, and there is nothing to say but of its end."""
    try:
        first = read_url(text)
    except BadUrl:
        return
    second = read_url(first.href)
    assert second.href == first.href
    assert [note for note in second.notes if "ends in" not in note] == []
