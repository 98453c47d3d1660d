"""Which addresses are of one source, and which are not."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from provenance.core.lists import load
from provenance.core.model import Item, Origin
from provenance.core.same import source_key, sources_of
from provenance.core.settled import settled
from provenance.core.tables import rows
from provenance.core.urls import read_link, read_url, same_page_key
from provenance.core.wrappers import holds_known, inner_of
from tests.bench import sources

ARTICLE = "https://www.quayside.example/2024/07/04/ferry-strike-ends"


def packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


# One source; each line another spelling of the first.
ONE = [
    # -- how it is written
    (ARTICLE, "http://www.quayside.example/2024/07/04/ferry-strike-ends"),
    (ARTICLE, "https://quayside.example/2024/07/04/ferry-strike-ends/"),
    (ARTICLE, "https://WWW.Quayside.Example:443/2024/07/04/ferry-strike-ends"),
    (ARTICLE, "http://quayside.example:80/2024/07/04/ferry-strike-ends//"),
    (ARTICLE, "https://www.quayside.example./2024/07/04/ferry-strike-ends"),
    (ARTICLE, "https://ann:wonder@quayside.example/2024/07/04/ferry-strike-ends"),
    (ARTICLE, f"<{ARTICLE}>"),
    (ARTICLE, f"{ARTICLE}#comments"),
    (ARTICLE, f"{ARTICLE}#:~:text=the%20strike"),
    (ARTICLE, f"{ARTICLE}?"),
    ("https://quayside.example/", "http://www.quayside.example"),
    ("https://quayside.example/~ann/ferry", "https://quayside.example/%7Eann/ferry"),
    ("https://quayside.example/caf%C3%A9", "https://quayside.example/caf%c3%a9"),
    ("https://quayside.example/café", "https://quayside.example/caf%C3%A9"),
    ("https://bücher.example/a", "http://xn--bcher-kva.example/a/"),
    ("https://quayside.example/notes/", "https://quayside.example/notes/index.html"),
    ("https://quayside.example/story;jsessionid=0A1B2C", "https://quayside.example/story"),
    ("https://quayside.example:8443/a?x=1", "https://www.quayside.example:8443/a/?x=1&utm_source=post"),
    # -- parameters
    (ARTICLE, f"{ARTICLE}?utm_source=post&utm_medium=mail"),
    (ARTICLE, f"{ARTICLE}?fbclid=IwAR0&gclid=x&msclkid=y&igsh=z"),
    (ARTICLE, f"{ARTICLE}?mc_cid=1&mc_eid=2&mkt_tok=3&_hsenc=4&__hstc=5"),
    (ARTICLE, f"{ARTICLE}?pk_campaign=a&mtm_source=b&piwik_kwd=c&WT.mc_id=d"),
    (ARTICLE, f"{ARTICLE}?replytocom=12#respond"),
    (ARTICLE, f"{ARTICLE}?PHPSESSID=0123"),
    ("https://quayside.example/s?a=1&b=2", "https://quayside.example/s?b=2&a=1"),
    ("https://quayside.example/s?a=1&b=2", "https://quayside.example/s?b=2&amp;a=1&amp;utm_term=x"),
    ("https://quayside.example/s?a=1&b=2", "https://quayside.example/s?b&#x3D;2&#38;a&#61;1&#038;utm_term=x"),
    ("https://quayside.example/s?a=1&b=2", "https://quayside.example/s?a=1#038;b=2"),
    ("https://quayside.example/app#!/story/7", "http://quayside.example/app?fbclid=x#!/story/7"),
    # -- AMP and mobile pages
    (ARTICLE, "https://m.quayside.example/2024/07/04/ferry-strike-ends"),
    (ARTICLE, "https://mobile.quayside.example/2024/07/04/ferry-strike-ends"),
    (ARTICLE, "https://amp.quayside.example/2024/07/04/ferry-strike-ends"),
    (ARTICLE, f"{ARTICLE}/amp/"),
    (ARTICLE, f"{ARTICLE}.amp"),
    (ARTICLE, f"{ARTICLE}?amp"),
    (ARTICLE, f"{ARTICLE}?amp=1&outputType=amp"),
    (ARTICLE, "https://www.quayside.example/amp/2024/07/04/ferry-strike-ends"),
    (ARTICLE, "https://m.quayside.example/2024/07/04/ferry-strike-ends/amp?utm_source=a"),
    ("https://quayside.example/news/ferry-204518.html", "https://quayside.example/news/ferry-204518.amp.html"),
    ("https://quayside.example/news/ferry-204518.html", "https://quayside.example/news/ferry-204518~amp.html"),
    ("https://quayside.example/news/ferry-204518.html", "https://quayside.example/news/ferry-204518_amp.html"),
    ("https://quayside.example/en/world/ferry-204518", "https://quayside.example/en/amp/world/ferry-204518"),
    (ARTICLE, "https://www.google.com/amp/s/www.quayside.example/2024/07/04/ferry-strike-ends/amp/"),
    (ARTICLE, "https://www.google.co.uk/amp/s/amp.quayside.example/2024/07/04/ferry-strike-ends"),
    (ARTICLE, "https://www-quayside-example.cdn.ampproject.org/c/s/www.quayside.example/2024/07/04/ferry-strike-ends"),
    (ARTICLE, "https://quayside-example.cdn.ampproject.org/v/s/quayside.example/2024/07/04/ferry-strike-ends?amp_js_v=0.1"),
    # -- archives
    (ARTICLE, f"https://web.archive.org/web/20240705120000/{ARTICLE}"),
    (ARTICLE, f"https://web.archive.org/web/20240705120000id_/{ARTICLE}"),
    (ARTICLE, "http://web.archive.org/web/20240705120000/http:/quayside.example/2024/07/04/ferry-strike-ends"),
    (ARTICLE, "https://web.archive.org/web/2024/quayside.example/2024/07/04/ferry-strike-ends"),
    (ARTICLE, f"https://web.archive.org/web/{ARTICLE}"),
    (ARTICLE, f"https://web.archive.org/web/*/{ARTICLE}"),
    (ARTICLE, f"https://web.archive.org/save/{ARTICLE}"),
    (ARTICLE, f"https://archive.ph/2024.07.05-120000/{ARTICLE}"),
    (ARTICLE, f"https://archive.today/20240705120000/{ARTICLE}"),
    (ARTICLE, f"https://archive.is/newest/{ARTICLE}"),
    (ARTICLE, f"https://archive.ph/o/Ab3dE/{ARTICLE}"),
    ("https://archive.ph/Ab3dE", "https://archive.is/Ab3dE"),
    (ARTICLE, f"https://arquivo.pt/wayback/20240705120000/{ARTICLE}"),
    (ARTICLE, f"https://webarchive.nationalarchives.gov.uk/ukgwa/20240705120000/{ARTICLE}"),
    (ARTICLE, f"https://wayback.archive-it.org/1234/20240705120000/{ARTICLE}"),
    (ARTICLE, f"https://timetravel.mementoweb.org/memento/2024/{ARTICLE}"),
    (ARTICLE, "https://megalodon.jp/2024-0705-1200-00/quayside.example/2024/07/04/ferry-strike-ends"),
    (ARTICLE, f"https://webcache.googleusercontent.com/search?q=cache:Ab3dEfGhIjK:{ARTICLE}+ferry&hl=en"),
    (ARTICLE, f"https://via.hypothes.is/{ARTICLE}"),
    (ARTICLE, f"https://archive.example/20240705120000/{ARTICLE}"),
    # -- ways out
    (ARTICLE, "https://www.google.com/url?sa=t&url=https%3A%2F%2Fquayside.example%2F2024%2F07%2F04%2Fferry-strike-ends&usg=x"),
    (ARTICLE, f"https://www.google.de/url?q={ARTICLE}&sa=D"),
    (ARTICLE, "https://l.facebook.com/l.php?u=https%3A%2F%2Fquayside.example%2F2024%2F07%2F04%2Fferry-strike-ends%3Ffbclid%3Dx&h=y"),
    (ARTICLE, "https://lm.facebook.com/l.php?u=https%3A%2F%2Fquayside.example%2F2024%2F07%2F04%2Fferry-strike-ends"),
    (ARTICLE, "https://l.instagram.com/?u=https%3A%2F%2Fquayside.example%2F2024%2F07%2F04%2Fferry-strike-ends&e=z"),
    (ARTICLE, "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fquayside.example%2F2024%2F07%2F04%2Fferry-strike-ends&amp;data=05"),
    (ARTICLE, "https://t.umblr.com/redirect?z=https%3A%2F%2Fquayside.example%2F2024%2F07%2F04%2Fferry-strike-ends&t=a"),
    (ARTICLE, f"https://href.li/?{ARTICLE}"),
    (ARTICLE, "https://www.youtube.com/redirect?event=d&q=https%3A%2F%2Fquayside.example%2F2024%2F07%2F04%2Fferry-strike-ends"),
    (ARTICLE, f"https://out.reddit.com/t3_abc?url={ARTICLE}&token=x"),
    (ARTICLE, f"https://vk.com/away.php?to={ARTICLE}"),
    (ARTICLE, f"https://duckduckgo.com/l/?uddg={ARTICLE}"),
    (ARTICLE, "https://urldefense.proofpoint.com/v2/url?u=https-3A__quayside.example_2024_07_04_ferry-2Dstrike-2Dends&d=Dw"),
    (ARTICLE, f"https://urldefense.com/v3/__{ARTICLE}__;!!AbC!xyz$"),
    (ARTICLE, f"https://www.bing.com/ck/a?!&&p=1&u=a1{packed(ARTICLE.encode())}&ntb=1"),
    (ARTICLE, "https://news.google.com/rss/articles/" + packed(b'\x08\x13"' + bytes([len(ARTICLE)]) + ARTICLE.encode() + b"\xd2\x01\x00") + "?oc=5"),
    (ARTICLE, f"https://ezproxy.lib.example/login?url={ARTICLE}"),
    (ARTICLE, f"https://web.archive.org/web/2024/https://l.facebook.com/l.php?u={ARTICLE}"),
    # -- single sites
    ("https://en.wikipedia.org/wiki/Ferry", "https://en.m.wikipedia.org/wiki/Ferry#History"),
    ("https://www.youtube.com/watch?v=abcdefghi_1", "https://youtu.be/abcdefghi_1?si=xyz&t=42"),
    ("https://www.youtube.com/watch?v=abcdefghi_1", "https://m.youtube.com/watch?v=abcdefghi_1&feature=share"),
    ("https://www.youtube.com/watch?v=abcdefghi_1", "https://www.youtube-nocookie.com/embed/abcdefghi_1"),
    ("https://twitter.com/quay/status/12345", "https://x.com/quay/status/12345?s=20&t=abc"),
    ("https://twitter.com/quay/status/12345", "https://mobile.twitter.com/quay/status/12345/photo/1"),
    ("https://twitter.com/quay/status/12345", "http://twitter.com/#!/quay/status/12345"),
    ("https://www.facebook.com/quay/posts/1", "https://de-de.facebook.com/quay/posts/1"),
    ("https://doi.org/10.1000/ABC", "doi:10.1000/abc"),
    ("https://doi.org/10.1000/abc", "https://web.archive.org/web/2020/https://dx.doi.org/10.1000/abc"),
    ("https://arxiv.org/abs/2101.00001v2", "https://arxiv.org/pdf/2101.00001v2.pdf"),
    ("https://pubmed.ncbi.nlm.nih.gov/12345/", "http://www.ncbi.nlm.nih.gov/pubmed/12345"),
]  # fmt: skip

# Two sources, however much alike.
TWO = [
    ("https://quayside.example/ferry", "https://quayside.example/Ferry"),
    ("https://quayside.example/ferry", "https://quayside.example/ferry-2"),
    ("https://quayside.example/ferry", "https://quayside.test/ferry"),
    ("https://quayside.example/ferry", "https://news.quayside.example/ferry"),
    ("https://quayside.example/ferry", "https://quayside.example:8443/ferry"),
    ("https://quayside.example:8080/ferry", "http://quayside.example:8080/ferry"),
    ("https://quayside.example/ferry", "https://quayside.example/ferry.pdf"),
    ("https://quayside.example/ferry.html", "https://quayside.example/ferry"),
    ("https://quayside.example/", "https://quayside.example/index.php"),
    ("https://quayside.example/a%2Fb", "https://quayside.example/a/b"),
    ("https://quayside.example/a%3Fb", "https://quayside.example/a?b"),
    # -- parameters that name a page somewhere
    ("https://quayside.example/?p=1", "https://quayside.example/?p=2"),
    ("https://quayside.example/story?id=1", "https://quayside.example/story"),
    ("https://quayside.example/story?id=1&page=2", "https://quayside.example/story?id=1"),
    ("https://quayside.example/s?ref=7", "https://quayside.example/s?ref=8"),
    ("https://quayside.example/s?source=7", "https://quayside.example/s"),
    ("https://quayside.example/s?s=ferry", "https://quayside.example/s"),
    ("https://quayside.example/s?t=12", "https://quayside.example/s?t=13"),
    ("https://quayside.example/s?from=a", "https://quayside.example/s?from=b"),
    ("https://quayside.example/s?lang=de", "https://quayside.example/s?lang=en"),
    ("https://quayside.example/s?amp=40w", "https://quayside.example/s"),
    ("https://quayside.example/s?output=pdf", "https://quayside.example/s"),
    ("https://quayside.example/s?mod=4", "https://quayside.example/s"),
    ("https://quayside.example/s?a&b", "https://quayside.example/s?b&a"),
    ("https://quayside.example/s?a=1&a=2", "https://quayside.example/s?a=2&a=1"),
    ("https://quayside.example/s?utm=1", "https://quayside.example/s"),
    ("https://www.youtube.com/watch?v=abcdefghi_1", "https://www.youtube.com/watch?v=abcdefghi_2"),
    ("https://www.youtube.com/watch?v=abcdefghi_1", "https://www.youtube.com/playlist?list=abcdefghi_1"),
    # -- routes
    ("https://quayside.example/app#!/story/7", "https://quayside.example/app#!/story/8"),
    ("https://quayside.example/app#/a", "https://quayside.example/app#/b"),
    ("https://quayside.example/app#!topic/a", "https://quayside.example/app"),
    ("https://quayside.example/#q=ferry", "https://quayside.example/#q=tram"),
    ("https://quayside.example/s?q&#x3D;ferry", "https://quayside.example/s?q&#x3D;tram"),
    # -- words that look like AMP or mobile pages
    ("https://quayside.example/technology/amp/", "https://quayside.example/technology/"),
    ("https://quayside.example/amp", "https://quayside.example/"),
    ("https://quayside.example/topics/2024/amp", "https://quayside.example/topics/2024"),
    ("https://quayside.example/shop/guitar_amp.html", "https://quayside.example/shop/guitar.html"),
    ("https://quayside.example/shop/guitar-amp", "https://quayside.example/shop/guitar"),
    ("https://quayside.example/ramp/ferry-strike-ends", "https://quayside.example/ferry-strike-ends"),
    ("https://mobile.quayside.example/", "https://quayside.example/"),
    ("https://m.tumblr.com/post/1", "https://tumblr.com/post/1"),
    ("https://m.blogspot.com/2024/07/a.html", "https://blogspot.com/2024/07/a.html"),
    ("https://m.github.io/ferry", "https://github.io/ferry"),
    ("https://amp.dev/ferry", "https://dev/ferry"),
    ("https://amp.com.au/ferry-strike-ends", "https://com.au/ferry-strike-ends"),
    ("https://www2.quayside.example/ferry", "https://quayside.example/ferry"),
    ("https://mx.quayside.example/ferry", "https://quayside.example/ferry"),
    # -- what archives and ways out do not tell
    ("https://archive.ph/Ab3dE", "https://archive.ph/Ab3dF"),
    ("https://perma.cc/AB12-CD34", "https://perma.cc/AB12-CD35"),
    (f"https://web.archive.org/web/2024/{ARTICLE}", "https://web.archive.org/"),
    (f"https://web.archive.org/web/2024/{ARTICLE}", f"https://web.archive.org/web/2024/{ARTICLE}-again"),
    ("https://archive.org/details/ferry", "https://archive.org/details/tram"),
    ("https://www.google.com/search?q=https://quayside.example/ferry", "https://quayside.example/ferry"),
    ("https://www.google.com/url?q=ferry", "https://www.google.com/url?q=tram"),
    ("https://quayside.example/share?url=https://tidewater.example/a", "https://tidewater.example/a"),
    ("https://translate.google.com/translate?u=https://quayside.example/a", "https://quayside.example/a"),
    ("https://www.facebook.com/sharer/sharer.php?u=https://quayside.example/a", "https://quayside.example/a"),
    ("https://bit.ly/abc", "https://bit.ly/abd"),
    ("https://news.google.com/rss/articles/CBMiVkFVX3lxTE", "https://news.google.com/rss/articles/CBMiVkFVX3lxTF"),
    ("https://urldefense.com/v3/__https://quayside.example/a*b__;Iw!!x$", "https://quayside.example/a*b"),
    ("https://quayside.example/20240705/story", "https://quayside.example/story"),
    ("https://quayside.example/20240705120000/ferry.strike/ends", "https://ferry.strike/ends"),
    # -- single sites
    ("https://de.wikipedia.org/wiki/Ferry", "https://en.wikipedia.org/wiki/Ferry"),
    ("https://en.wikipedia.org/wiki/Ferry", "https://en.wikipedia.org/w/index.php?title=Ferry&oldid=7"),
    ("https://twitter.com/quay", "https://twitter.com/quay/status/12345"),
    ("https://arxiv.org/abs/2101.00001v1", "https://arxiv.org/abs/2101.00001v2"),
    ("doi:10.1000/abc", "doi:10.1000/abd"),
    ("", "https://quayside.example/"),
    ("not a link", "not another link"),
    ("mailto:ann@quayside.example", "https://quayside.example/"),
]


@pytest.mark.parametrize(("first", "second"), ONE)
def test_one_source(first: str, second: str) -> None:
    """Both have one key, which is its own."""
    assert source_key(first) == source_key(second)
    assert source_key(source_key(second)) == source_key(second)


@pytest.mark.parametrize(("first", "second"), TWO)
def test_two_sources(first: str, second: str) -> None:
    """What could be another article stays one."""
    assert source_key(first) != source_key(second)


def test_keys_can_be_read() -> None:
    """A key is shown in reports: the plainest address of the source."""
    wrapped = f"https://web.archive.org/web/2024/{ARTICLE}/amp/?utm_source=x#top"
    assert source_key(wrapped) == "https://quayside.example/2024/07/04/ferry-strike-ends"


# -- whatever comes -----------------------------------------------------------------------------------------------

WRAPPERS = [
    "https://web.archive.org/web/2024/", "https://www.google.com/amp/s/", "https://l.facebook.com/l.php?u=", "https://href.li/?",
    "https://archive.ph/o/a/", "https://urldefense.com/v3/__", "https://urldefense.proofpoint.com/v2/url?u=", "https://x.test/20240705120000/",
    "https://news.google.com/articles/", "https://www.bing.com/ck/a?u=a1", "https://webcache.googleusercontent.com/search?q=cache:",
    "https://megalodon.jp/2024-0705-1200-00/", "https://via.hypothes.is/", "https://m.youtube.com/redirect?q=",
]  # fmt: skip
PIECES = st.lists(
    st.sampled_from([
        *WRAPPERS, "https://", "http://", "http:/", "https%3A%2F%2F", "www.", "m.", "amp.", "mobile.", "www2.", "quay.example", "quay.test:80", "x.com",
        "youtu.be", "/", "//", "/amp", "/amp/", ".amp", ".amp.html", "~amp.html", "_amp.html", "/index.html", "/a-b-c", "/12345", "/2024/07/d", "?", "??", "&",
        "utm_source=x", "amp=1", "amp", "t=1", "b=2", "a=1", "%7E", "%2e", "%2f", "%25", "%4", "é", "\ud800", "#", "#!/x", "#/y", "#q=1", "=", ";jsessionid=1",
        "&amp;", "\\", "\n", " ", "@", ":", "[", "]", "__;", "&#x3D;", "&#38;", "#038;", "&#200;", "*", "/status/1", "doi:10.1000/a", "10.1000/b", "abs/1234.5678", "..", ".",
    ]),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=1500, deadline=None)
@example("https://quay.example/??utm_source=x")
@example("https://www.google.com/amp/s/https://https://")
@given(st.one_of(PIECES, PIECES.map("https://quay.example/".__add__), st.text(max_size=80)))
def test_keys_are_their_own(text: str) -> None:
    """Nothing raises, and the key of a key is the key."""
    key = source_key(text)
    assert source_key(key) == key


@settings(max_examples=300, deadline=None)
@given(PIECES)
def test_what_is_inside_is_shorter(text: str) -> None:
    """So that undoing comes to an end."""
    inner = inner_of(text)
    assert inner is None or len(inner) < len(text)


# What is nearly settled, or looks so.
SETTLED = st.tuples(
    st.sampled_from(["https://", "http://", "HTTP://", "https:/"]),
    st.lists(st.sampled_from(["www", "www2", "m", "amp", "mobile", "quay", "xn--bcher-kva", "xn--a", "1", "127", "0x7f", "-a", "edition"]), max_size=3),
    st.sampled_from([
        "quay.example", "cnn.com", "doi.org", "hdl.handle.net", "perma.cc", "archive.ph", "arquivo.pt", "web.archive.org", "x.com", "youtu.be",
        "google.com", "href.li", "12ft.io", "bbc.com", "com", "quay.test", "1.2", "0.0.1", "substack.com",
    ]),
    st.sampled_from(["", "", ":80", ":443", ":8443", ":65535", ":65536", ":0", ":08"]),
    st.lists(st.sampled_from([
        "/", "/a", "/news/", "/2024/07/04", "/12345", "/20240705120000/www.quay.example", "/amp", ".amp", "~amp.html", "_amp.html", "-amp", "/campaign",
        "/index.html", "/Index.HTM", "/x.html", "/A-b_c~d", "/.", "/..", "/.well", "wayback", "abs/1234.5678", "/status/1", "/10.1000/x", "/o/a", ".",
    ]), max_size=5).map("".join),
).map(lambda parts: parts[0] + ".".join([*parts[1], parts[2]]) + parts[3] + parts[4])  # fmt: skip


@settings(max_examples=3000, deadline=None)
@given(SETTLED)
def test_what_is_read_at_once_is_read_the_same(url: str) -> None:
    """Brackets around an address, and an empty fragment behind it, keep it from being read at once."""
    if settled(url):
        assert source_key(url) == source_key(f"<{url}>")
        assert same_page_key(url) == same_page_key(f"{url}#") == url
        read, read_whole = read_link(url), read_link(f"<{url}>")
        assert read_url(url) == read
        assert replace(read, notes=()) == replace(read_whole, notes=())
        assert set(read.notes) == set(read_whole.notes) - {"the brackets around the URL were taken off"}


def test_most_addresses_are_read_at_once() -> None:
    """Else nothing is won."""
    for url in (
        ARTICLE,
        "http://127.1.0.5:18080/a/b500/n1",
        "https://quay.example/",
        "https://news.quay.co.uk/A_b/c-d.html",
    ):
        assert settled(url)
    for url in (
        "https://1.2/a",
        "https://quay.example",
        "https://doi.org/10.1000/182",
        "https://quay.example/a?b",
        "https://quay.example//a",
    ):
        assert not settled(url)


def test_long_addresses_cost_little() -> None:
    """One wrapper in another without end, and an address longer than any."""
    deep = "https://href.li/?" * 200 + ARTICLE
    assert source_key(deep) == source_key(ARTICLE)
    long = "https://href.li/?" * 100_000
    assert source_key(long) == long


# -- the tables ---------------------------------------------------------------------------------------------------


def test_tables_are_sound() -> None:
    """Each pattern can be read, each form is known, each row says where it is from."""
    assert holds_known([row["holds"] for row in rows("wrappers.csv")])
    for table, columns in (
        ("wrappers.csv", ("host", "path")),
        ("tracking.csv", ("value",)),
        ("one_site.csv", ("pattern",)),
    ):
        for row in rows(table):
            assert row["source"], row
            assert all(re.compile(row[column]) for column in columns)
    told = [(row["parameter"], row["host"]) for row in rows("tracking.csv")]
    assert len(told) == len(set(told))
    assert all(name == name.lower() for name, _ in told)


# -- spellings of a list ------------------------------------------------------------------------------------------


def item(url: str, line: int, file: str = "list.txt") -> Item:
    return Item(url=url, origin=Origin(file=file, line=line))


def test_spellings_of_a_list() -> None:
    """Each link with the others of its source, in the order of the lists; a link that stands there twice is no spelling."""
    amp = f"{ARTICLE}/amp"
    told = sources_of([item(ARTICLE, 1), item("https://tidewater.test/", 2), item(amp, 3), item(ARTICLE, 4)])
    found = told.spellings
    assert told.count == 2
    assert set(found) == {ARTICLE, amp}
    assert [(one.url, [origin.line for origin in one.origins]) for one in found[amp]] == [(ARTICLE, [1, 4])]
    assert [(one.url, [origin.line for origin in one.origins]) for one in found[ARTICLE]] == [(amp, [3])]


def test_spellings_beside_the_list() -> None:
    """What is not looked at counts too, also where it is the same link."""
    amp = f"{ARTICLE}/amp"
    told = sources_of([item(ARTICLE, 9)], others=[item(ARTICLE, 1), item(amp, 2), item("https://tidewater.test/", 3)])
    found = told.spellings
    assert told.count == 1
    assert set(found) == {ARTICLE}
    assert [(one.url, one.origins[0].line) for one in found[ARTICLE]] == [(ARTICLE, 1), (amp, 2)]


COPY = f"https://web.archive.org/web/20240705120000/{ARTICLE}"
LISTS = {
    "list.md": f"- [Ferry]({ARTICLE}) ([archived]({COPY}))\n",
    "list.bib": f"@online{{a,\n title = {{Ferry}},\n url = {{{ARTICLE}}},\n note = {{Archived at \\url{{{COPY}}}}},\n}}\n",
    "list.ris": f"TY  - NEWS\nTI  - Ferry\nUR  - {ARTICLE}\nL4  - {COPY}\nER  - \n",
    "list.csv": f"title,url,archive\nFerry,{ARTICLE},{COPY}\nTram,https://tidewater.test/tram,\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_copy_beside_its_link_is_no_repetition(name: str) -> None:
    """Within one entry; in another entry it is one, told at both of its links."""
    once = load(LISTS[name].encode(), name=name)
    assert {one.url for one in once.items} >= {ARTICLE, COPY}
    assert sources_of(once.items).spellings == {}
    again = load(f"{ARTICLE}?utm_source=post\n".encode(), name="new.txt")
    found = sources_of([*once.items, *again.items]).spellings
    assert [one.url for one in found[COPY]] == [f"{ARTICLE}?utm_source=post"]
    assert [one.url for one in found[f"{ARTICLE}?utm_source=post"]] == [ARTICLE, COPY]


def test_places_without_lines_are_no_entries() -> None:
    """A page of a PDF file holds many."""
    items = [Item(url=url, origin=Origin(file="list.pdf", where="page 1")) for url in (ARTICLE, COPY)]
    assert set(sources_of(items).spellings) == {ARTICLE, COPY}


# -- real links ---------------------------------------------------------------------------------------------------


def test_real_pages_and_their_amp_pages(shared: Path) -> None:
    """Most pages that name an AMP page have one key with it; no two pages with addresses of their own have one, but for a
    page and its copy in an archive.
    """
    found = sources.pages_of(shared / "corpus")
    assert found.one >= 0.75 * found.pairs, found
    assert found.pairs >= 200
    strangers = [urls for urls in found.together if not any("//web.archive.org/" in url for url in urls)]
    assert strangers == []


def test_real_lists(shared: Path) -> None:
    """Every key of the shared lists is its own; what they hold more than once is found (looked through by eye)."""
    found = sources.groups(item.url for item in sources.items_of(shared / "lists"))
    assert [key for key in found if source_key(key) != key] == []
    assert sum(len(urls) > 1 for urls in found.values()) >= 60
