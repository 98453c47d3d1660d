"""What archives list: link format, CDX rows, moments, and addresses of copies."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.core.dates import PartialDate
from provenance.core.memento import (
    Listed,
    Span,
    Wrapped,
    mementos_in,
    nearest,
    page_of,
    raw_form,
    read_cdx,
    read_links,
    read_timestamp,
    shown_form,
    timemap_for,
    timestamp,
    unwrap,
)

PAGE = "https://www.gazette.example/2024/07/04/mediators-meet.html"
BASE = "https://archive.example/timemap/link/" + PAGE


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


# -- link format

TIMEMAP = f"""<{PAGE}>; rel="original",
<https://archive.example/{PAGE}>; rel="timegate",
<https://archive.example/timemap/link/{PAGE}>; rel="self"; type="application/link-format"
 ; from="Thu, 04 Jul 2024 12:00:00 GMT"; until="Fri, 05 Jul 2024 12:00:00 GMT",
<https://archive.example/20240704120000/{PAGE}?a=1,2>; rel="first memento"; datetime="Thu, 04 Jul 2024 12:00:00 GMT"; collection="all, of it",
</20240705120000/{PAGE}>;datetime="Fri, 05 Jul 2024 12:00:00 GMT";rel="memento last";license="https://licence.example/",
<https://archive.example/bad/{PAGE}>; rel="memento"; datetime="yesterday",
<https://archive.example/none/{PAGE}>; rel=memento
"""


def test_a_timemap_is_read():
    """Commas inside targets and quotes, several words in rel, relative targets, parameters in any order."""
    found = mementos_in(read_links(TIMEMAP), base=BASE)
    assert [(one.uri_m, one.moment) for one in found] == [
        (f"https://archive.example/20240704120000/{PAGE}?a=1,2", at("2024-07-04T12:00:00")),
        (f"https://archive.example/20240705120000/{PAGE}", at("2024-07-05T12:00:00")),
    ]


def test_quotes_may_hold_what_looks_like_a_link():
    """A quoted value is passed over whole, its escapes undone."""
    (one,) = read_links('<https://a.example/>; title="a \\"b\\", <https://b.example/>; rel=memento"; rel="memento"')
    assert one.parameters["title"] == 'a "b", <https://b.example/>; rel=memento'
    assert one.rel == {"memento"}


def test_the_part_of_a_timemap_that_covers_the_day():
    """Parts have a beginning and an end; without a wish the last one holds the newest."""
    parts = [*read_links(
        f'<{BASE}>; rel="self timemap", </1>; rel="timemap"; from="Mon, 01 Jan 2018 00:00:00 GMT"; '
        'until="Mon, 31 Dec 2018 00:00:00 GMT", </2>; rel="timemap"; from="Tue, 01 Jan 2019 00:00:00 GMT"; '
        'until="Sun, 01 Jan 2023 00:00:00 GMT"'
    )]  # fmt: skip
    assert timemap_for(parts, Span.of(PartialDate(year=2018, month=5)), base=BASE) == "https://archive.example/1"
    assert timemap_for(parts, Span.of(PartialDate(year=2021)), base=BASE) == "https://archive.example/2"
    assert timemap_for(parts, None, base=BASE) == "https://archive.example/2"
    assert timemap_for(read_links(TIMEMAP), None, base=BASE) is None


@given(st.text(alphabet='<>;,=" \\abrelmntodi/:', max_size=200))
def test_any_text_is_read_as_links(text):
    """Whatever a server sends behind a good link, that one is found."""
    good = '<https://archive.example/m>; rel="memento"; datetime="Thu, 04 Jul 2024 00:00:00 GMT", '
    assert mementos_in(read_links(good + text), base=BASE)[0].uri_m == "https://archive.example/m"


# -- CDX

HEADER = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
ROWS = [
    ["k", "20240704120000", PAGE, "text/html", "200", "AAAA", "900"],
    ["k", "20240705120000", PAGE.replace("https://www.", "http://"), "warc/revisit", "-", "AAAA", "-"],
    ["k", "20240706120000", PAGE, "text/html", "404", "BBBB", "90"],
    ["k", "20000012000000", PAGE, "text/html", "200", "AAAA", "900"],
    ["k", "20000800241623", PAGE, "text/html", "200", "AAAA", "900"],
    ["k", "20240704", PAGE, "text/html", "200", "AAAA", "900"],
    ["k", "20240704120001", "some/not/even/url/thing", "text/html", "200", "AAAA", "900"],
    ["k", "20240704120002", "data:text/html;base64," + "A" * 9000, "text/html", "200", "AAAA", "900"],
    ["k", "20240704120003", "mailto:desk@gazette.example", "text/html", "200", "AAAA", "900"],
    ["k", "20240704120004", "https://other.example/", "text/html", "200", "AAAA", "900"],
    ["k"],
]
GOOD = [
    (at("2024-07-04T12:00:00"), 200, "AAAA"),
    (at("2024-07-05T12:00:00"), None, "AAAA"),
    (at("2024-07-06T12:00:00"), 404, "BBBB"),
]


def as_wayback():
    return json.dumps([HEADER, *ROWS, [], ["resume here"]])


def as_pywb():
    names = ["urlkey", "timestamp", "url", "mime", "status", "digest", "length"]
    return "\n".join([*(json.dumps(dict(zip(names, row, strict=False))) for row in ROWS), "{broken"])


def as_plain():
    return "\n".join(" ".join(row) for row in ROWS)


@pytest.mark.parametrize("write", [as_wayback, as_pywb, as_plain])
def test_rows_of_an_index(write):
    """Three ways to write the same rows; the dirty ones are left out and counted."""
    rows, bad = read_cdx(write().encode(), url=PAGE)
    assert [(row.moment, row.status, row.digest) for row in rows] == GOOD
    assert bad == len(ROWS) - 3 + (write is as_pywb)


@pytest.mark.parametrize("content", [b"", b"[]", b"[[]]", b"\n", json.dumps([HEADER]).encode()])
def test_an_index_without_rows(content):
    """No capture is no fault."""
    assert read_cdx(content, url=PAGE) == ([], 0)


@given(st.binary(max_size=300) | st.text(alphabet='[]{}",: 0123456789\n', max_size=300).map(str.encode))
def test_any_bytes_are_read_as_an_index(content):
    """Whatever a server sends behind a good row, that one is found; what nests too deep is one bad row."""
    good = f"k 20240704120000 {PAGE} text/html 200 AAAA 900\n".encode()
    assert read_cdx(good + content, url=PAGE)[0][0].original == PAGE
    assert read_cdx(b"[" * 100_000 + content, url=PAGE) == ([], 1)


# -- moments


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("20240704120000", at("2024-07-04T12:00:00")),
        ("202407041200", PartialDate(year=2024, month=7, day=4)),
        ("20240704", PartialDate(year=2024, month=7, day=4)),
        ("202407", PartialDate(year=2024, month=7)),
        ("2024", PartialDate(year=2024)),
        ("20240230000000", None),
        ("20000012000000", None),
        ("20240704250000", None),
        ("2024070", None),
        ("٢٠٢٤", None),
    ],
)
def test_timestamps(digits, expected):
    """Missing parts are not made up, and impossible ones are no moment."""
    assert read_timestamp(digits) == expected


@given(st.datetimes(min_value=dt.datetime(1991, 1, 1), max_value=dt.datetime(2100, 1, 1)))  # noqa: DTZ001 - made aware below
def test_a_moment_comes_back_from_its_digits(moment):
    """To the second."""
    moment = moment.replace(microsecond=0, tzinfo=dt.UTC)
    assert read_timestamp(timestamp(moment)) == moment


# -- addresses of copies

DAY = PartialDate(year=2024, month=7, day=4)
NOON = at("2024-07-04T12:00:00")


@pytest.mark.parametrize(
    ("url", "original", "taken"),
    [
        (f"https://web.archive.org/web/20240704120000/{PAGE}", PAGE, NOON),
        (f"http://web.archive.org/web/20240704120000id_/{PAGE}", PAGE, NOON),
        (f"https://web.archive.org/web/20240704120000if_/{PAGE}?a=1", PAGE + "?a=1", NOON),
        (f"https://web.archive.org/web/2024/{PAGE}", PAGE, PartialDate(year=2024)),
        ("https://web.archive.org/web/20240704120000/http:/gazette.example/a", "http://gazette.example/a", NOON),
        ("https://web.archive.org/web/20240704120000/gazette.example/a", "http://gazette.example/a", NOON),
        (f"https://archive.ph/20240704/{PAGE}", PAGE, DAY),
        (f"https://archive.is/2024.07.04-120000/{PAGE}", PAGE, NOON),
        (f"https://archive.today/newest/{PAGE}", PAGE, None),
        ("https://archive.ph/Ab3dE", None, None),
        ("https://perma.cc/AB12-CD34", None, None),
        (f"https://arquivo.pt/wayback/20240704120000/{PAGE}", PAGE, NOON),
        (f"https://arquivo.pt/noFrame/replay/20240704120000/{PAGE}", PAGE, NOON),
        ("https://arquivo.pt/wayback/20240704120000/https%3A%2F%2Fgazette.example%2Fa", "https://gazette.example/a", NOON),
    ],
)  # fmt: skip
def test_addresses_of_copies_are_unwrapped(url, original, taken):
    """Into the original, and the moment as far as the address states it."""
    assert unwrap(url) == Wrapped(original=original, taken=taken, host=url.split("/")[2])


@pytest.mark.parametrize(
    "url",
    [PAGE, "https://web.archive.org/", "https://archive.org/details/book", "https://archive.ph/", "https://perma.cc",
     f"https://proxy.example/20240704120000/{PAGE}", "https://web.archive.org/about", ""],
)  # fmt: skip
def test_other_addresses_are_not(url):
    """A moment before an address alone makes no archive, nor does the archive's own page."""
    assert unwrap(url) is None


def test_an_archive_that_the_user_names():
    """Its copies stand below its base."""
    found = unwrap(f"http://127.0.0.1:8080/coll/20240704120000/{PAGE}", bases=["http://127.0.0.1:8080/coll"])
    assert found
    assert (found.original, found.taken) == (PAGE, NOON)


def test_the_raw_form():
    """Any way of showing becomes the raw one, once, and comes back; what holds no moment stays."""
    shown = f"https://web.archive.org/web/20240704120000/{PAGE}"
    raw = f"https://web.archive.org/web/20240704120000id_/{PAGE}"
    assert raw_form(shown) == raw_form(raw) == raw_form(shown.replace("000/", "000if_/", 1)) == raw
    assert shown_form(raw) == shown
    assert raw_form("https://archive.ph/Ab3dE") == "https://archive.ph/Ab3dE"


def test_one_page_in_an_index():
    """As archives key it."""
    assert page_of(PAGE) == page_of("http://gazette.example/2024/07/04/Mediators-Meet.html/?utm_source=x#top")
    assert page_of(PAGE) != page_of(PAGE + "?page=2")


# -- which of them


def listed(*days, status=None):
    return [Listed(uri_m=f"m:{day}", moment=at(f"{day}T12:00:00"), status=status) for day in days]


@pytest.mark.parametrize(
    ("days", "wanted", "best"),
    [
        (["2024-07-01", "2024-07-04", "2024-07-09"], "2024-07-04", "2024-07-04"),
        (["2024-06-24", "2024-07-13"], "2024-07-04", "2024-06-24"),  # before rather than after, at a like distance
        (["2024-06-01", "2024-07-05"], "2024-07-04", "2024-07-05"),  # but not weeks before rather than hours after
        (["2024-01-01", "2025-01-01"], "2024", "2024-01-01"),
        (["2023-12-01", "2024-07-20"], "2024-07", "2024-07-20"),
        (["2020-01-01", "2022-01-01"], None, "2022-01-01"),
    ],
)
def test_the_nearest_copy(days, wanted, best):
    """Before the date rather than long after it; the newest where no date is known."""
    span = Span.of(PartialDate.parse(wanted)) if wanted else None
    assert nearest(listed(*days), span)[0].uri_m == f"m:{best}"


def test_of_equally_far_copies_the_one_before():
    """A day that is 10 hours before counts as one that is 5 hours after; equal goes to before."""
    wanted = Span.of(at("2024-07-04T12:00:00"))
    before, after = at("2024-07-04T02:00:00"), at("2024-07-04T17:00:00")
    copies = [Listed(uri_m="after", moment=after), Listed(uri_m="before", moment=before)]
    assert [one.uri_m for one in nearest(copies, wanted)] == ["before", "after"]


def test_captures_of_other_answers_are_no_copies():
    """An error page and a redirect are left out; what the list does not say is looked at."""
    copies = [*listed("2024-07-01", status=404), *listed("2024-07-02", status=301), *listed("2024-07-03")]
    assert [one.uri_m for one in nearest(copies, None)] == ["m:2024-07-03"]


def test_a_date_without_a_year_is_no_time():
    """It cannot be held against moments."""
    with pytest.raises(ValueError, match="has no year"):
        Span.of(PartialDate(month=7, day=4))
