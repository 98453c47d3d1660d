"""Against a real Memento archive: what it holds that is no article is never offered, by whichever of its interfaces."""

from __future__ import annotations

import pytest

from tests.archive_stub import PAGE, Reply, Wayback, copy
from tests.behaviours.base import article
from tests.command import Command
from tests.pywb_archive import Capture, archive, write_warc
from tests.test_command_archive import PARKED, SOFT, WALL

HOME = b"""<!doctype html><html lang="en"><head><title>The Quayside Courier</title></head><body><h1>The Quayside Courier</h1>
<ul><li><a href="/a">Swimming pool opens</a></li><li><a href="/b">Council votes on bins</a></li></ul></body></html>"""
SITE = "https://courier.example"
OLD = f"{SITE}/harbour-board-keeps-the-old-ferry.html"
GONE = f"{SITE}/2024/07/09/mayor-opens-the-new-swimming-pool"
LEFT = f"{SITE}/2024/07/01/the-old-ferry-is-kept"
REFRESH = b'<head><meta http-equiv="refresh" content="0;url=%s">'
FIRST = Capture(PAGE, "2024-06-01T12:00:00Z", article())
CAPTURES = (
    FIRST,
    Capture(PAGE, "2024-07-04T12:00:00Z", WALL),
    Capture(PAGE, "2024-07-05T12:00:00Z", SOFT),
    Capture(PAGE, "2024-07-06T12:00:00Z", b"<h1>Not found</h1>", "404 Not Found"),
    Capture(PAGE, "2024-07-08T12:00:00Z", b"", "301 Moved Permanently", ("Location", f"{SITE}/")),
    Capture(f"{SITE}/", "2024-07-08T12:00:00Z", HOME),
    Capture(PAGE, "2024-07-20T12:00:00Z", article()),
    Capture(PAGE, "2025-01-01T12:00:00Z", PARKED),
    Capture(OLD, "2024-07-20T11:59:57Z", b"", "301 Moved Permanently", ("Location", PAGE)),
    Capture(LEFT, "2024-07-09T12:00:00Z", article().replace(b"<head>", REFRESH % b"/")),
    Capture(LEFT, "2024-07-01T12:00:00Z", article().replace(b"<head>", REFRESH % LEFT.encode())),
    Capture(GONE, "2024-07-09T12:00:00Z", WALL),
    Capture(GONE, "2024-07-10T12:00:00Z", SOFT.replace(b"</head>", b'<meta http-equiv="refresh" content="0;url=/"></head>')),
    Capture(GONE, "2024-07-11T12:00:00Z", b"", "302 Found", ("Location", f"{SITE}/")),
    Capture(GONE, "2024-07-12T12:00:00Z", b"<h1>Sorry</h1>", "500 Internal Server Error"),
)  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pywb")
    write_warc(folder / "captures.warc.gz", CAPTURES, revisits=[(FIRST, "2024-06-15T12:00:00Z")])
    with archive(folder, folder / "captures.warc.gz") as address:
        yield address


@pytest.fixture(params=["pywb", "stanford"])
def run(request, tmp_path, base):
    """By its index; and, as an archive that has none, by its TimeMap."""
    return Command.at(tmp_path, allow_network=["127.0.0.0/8"], archives=[f"{request.param}={base}"])


@pytest.mark.parametrize(
    ("at", "taken"),
    [
        ("2024-06-02", "2024-06-01T12:00:00Z"),
        ("2024-06-15", "2024-06-15T12:00:00Z"),  # a revisit: the same bytes once more
        ("2024-07-04", "2024-06-15T12:00:00Z"),  # the wall of that very day is none, nor the error of the next
        ("2024-07-18", "2024-07-20T12:00:00Z"),
        ("now", "2024-07-20T12:00:00Z"),  # newest of all is the parked domain
        ("20240601120000", "2024-06-01T12:00:00Z"),
    ],
)
def test_the_real_copy_nearest_the_date(run, base, at, taken):
    """Raw bytes are judged; the address is the one that people read."""
    (found,) = run.records("archive", PAGE, "--at", at)
    assert found["memento"] is not None, found
    assert found["memento"]["memento_datetime"] == taken
    stamp = "".join(sign for sign in taken if sign.isdigit())
    assert found["memento"]["uri_m"] == f"{base}/{stamp}/{PAGE}"
    assert found["title"] == "Harbour board keeps the old ferry | The Quayside Courier"


def test_nothing_bad_is_ever_offered(run):
    """All that the archive holds of this page are a wall, a soft 404, a redirect home and an error."""
    for at in ("2024-07-09", "2024-07-10", "2024-07-11", "2024-07-12", "now", "2020"):
        (found,) = run.records("archive", GONE, "--at", at)
        assert found["memento"] is None, found
        assert len(found["refused"]) == 4, found["refused"]


def test_a_captured_refresh_leads_nowhere(run):
    """It is not followed into the web of today; one that only reloads the page is none."""
    (found,) = run.records("archive", LEFT)
    assert found["memento"]["memento_datetime"] == "2024-07-01T12:00:00Z"
    assert "sends its reader on at once" in found["refused"][0]["because"]


def test_a_page_that_is_not_there(run):
    """Is no trouble of the archive's."""
    (found,) = run.records("archive", f"{SITE}/never")
    assert (found["memento"], found["trouble"]) == (None, [])


def test_a_captured_redirect_to_the_article_counts(tmp_path, base):
    """A TimeMap does not say that it is one; it is followed inside the archive."""
    run = Command.at(tmp_path, allow_network=["127.0.0.0/8"], archives=[f"stanford={base}"])
    (found,) = run.records("archive", OLD)
    assert found["memento"] is not None, found
    assert found["memento"]["memento_datetime"] == "2024-07-20T12:00:00Z"
    assert found["memento"]["uri_m"] == f"{base}/20240720120000/{PAGE}"


def test_an_archive_behind_another_is_asked_where_the_first_has_nothing_near(tmp_path, base):
    """The nearer copy of the two is given."""
    with Wayback() as wayback:
        wayback.rows = [["20230101120000", PAGE, "text/html", "200", "-", "9"]]
        wayback.copies = {"20230101120000": copy("20230101120000")}
        names = [f"wayback={wayback.base}", f"pywb={base}"]
        run = Command.at(tmp_path, allow_network=["127.0.0.0/8"], archives=names)
        (found,) = run.records("archive", PAGE, "--at", "2024-07-20")
        assert found["memento"]["archive"] == base.split("/")[2]
        (found,) = run.records("archive", PAGE, "--at", "2023-01-02")
        assert found["memento"]["archive"] == "Internet Archive"
        (found,) = run.records("archive", PAGE, "--at", "2022")
        assert found["memento"]["archive"] == "Internet Archive"


def test_a_timegate_is_asked_where_lists_fail(tmp_path, base):
    """Its one answer, and the neighbours that the answer names."""
    del base
    with Wayback() as stub:
        memento = copy("20240704120000")
        memento.fields = dict(memento.fields) | {"Content-Location": f"{stub.base}/web/20240704120000/{PAGE}"}
        stub.always = lambda path: Reply(b"", 500) if path.startswith("/timemap") else memento
        run = Command.at(tmp_path, allow_network=["127.0.0.0/8"], archives=[f"archive.today={stub.base}"])
        (found,) = run.records("archive", PAGE, "--at", "2024-07-05")
        assert found["memento"]["uri_m"] == f"{stub.base}/web/20240704120000/{PAGE}"
        assert found["trouble"] == []
        assert f"/timegate/{PAGE}" in stub.asked
