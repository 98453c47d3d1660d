"""The table of archives: what is asked under which address, and what is told to whom."""

from __future__ import annotations

import re

import pytest

from provenance.core.archives import archives, why_not_told
from provenance.core.tables import rows

PAGE = "https://gazette.example/a?b=1&c=ä#top"


def test_the_wayback_machine_is_asked_first():
    """By its index; the page is percent-encoded in a parameter, and as it is in a path, without its fragment."""
    first = archives()[0]
    assert first.id == "wayback"
    assert first.address("cdx", PAGE).startswith(
        "https://web.archive.org/cdx/search/cdx?url=https%3A%2F%2Fgazette.example%2Fa%3Fb%3D1%26c%3D%C3%A4&"
    )
    copy = first.address("copy", PAGE, moment="20240704120000")
    assert copy == "https://web.archive.org/web/20240704120000/https://gazette.example/a?b=1&c=ä"
    assert first.raw_copy(copy) == copy.replace("000/", "000id_/", 1)


def test_every_row_can_be_asked():
    """A list of copies or a TimeGate, a source for it, and whether anybody looked."""
    for row in rows("archives.csv"):
        assert row["timemap"] or row["timegate"], row
        assert row["source"], row
        assert re.fullmatch(r"unchecked|\d{4}-\d{2}-\d{2}", row["checked"]), row
        assert row["asked"] in {"always", "named"}, row
        assert float(row["list_gap"]) >= 0
        if row["cdx"]:
            assert row["copy"], "a row of an index is no address"


def test_archives_by_name_and_by_address():
    """In the order given; one that is named by its address is the user's own, and paced by nobody's rules."""
    named = archives(["perma", "wayback=http://127.0.0.1:80/x/", "pywb=http://archive.library.example/coll"])
    assert [(one.id, one.own) for one in named] == [("perma", False), ("wayback", True), ("pywb", True)]
    assert named[1].base == "http://127.0.0.1:80/x"
    assert (named[1].list_gap, named[2].name) == (0.0, "archive.library.example")


@pytest.mark.parametrize("text", ["nowhere", "pywb", "wayback=ftp://x.example", "wayback=http://x.example/?q", "", "="])
def test_what_is_no_archive(text):
    """Said with the names that there are."""
    with pytest.raises(ValueError, match=r"no archive|no address"):
        archives([text])


@pytest.mark.parametrize(
    ("url", "public", "own"),
    [
        ("https://gazette.example/a", None, None),
        ("https://gazette.example/a?token=hush", "secret", "secret"),
        ("https://ada:hush@gazette.example/a", "secret", "secret"),
        ("https://gazette.example/a?token=REDACTED", "secret", "secret"),
        ("http://192.168.1.9/a", "public network", None),
        ("http://[::1]/a", "public network", None),
        ("http://wiki/a", "public network", None),
        ("http://wiki.corp.internal/a", "public network", None),
        ("http://localhost:8000/a", "public network", None),
        ("http://printer.local./a", "public network", None),
    ],
)
def test_what_is_told_to_whom(url, public, own):
    """A secret to nobody; what lies inside a network only to an archive that the user named by its address."""
    for archive, expected in ((archives()[0], public), (archives(["pywb=http://127.0.0.1"])[0], own)):
        reason = why_not_told(url, archive)
        assert (reason is None) if expected is None else (expected in (reason or "")), (archive.id, reason)
