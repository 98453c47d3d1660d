"""`provenance archive`, and copies beside checks and audits: what only the Wayback Machine does, on a stub of it."""

from __future__ import annotations

import json
import signal
import time

import pytest

from provenance.core.logbook import check_event, memento_event, source_event
from provenance.core.model import Copy, Memento, State
from provenance.edge.log import open_log
from tests.archive_stub import PAGE, TITLE, Reply, Wayback, copy, row, told
from tests.behaviours.base import article
from tests.command import Command, assert_fault
from tests.log_material import NOON, check, source
from tests.site import Site

WALL = b"""<!doctype html><html><head><title>Just a moment...</title></head><body><h1>courier.example</h1>
<p>Checking your browser before accessing the site. Enable JavaScript and cookies to continue</p>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script></body></html>"""
SOFT = b"""<!doctype html><html><head><title>Page not found | The Quayside Courier</title></head><body>
<h1>Page not found</h1><p>Sorry, the page you are looking for does not exist.</p></body></html>"""
PARKED = b"""<!doctype html><html><head><title>courier.example is for sale</title></head><body>
<h1>courier.example</h1><p>This domain is for sale. Buy this domain.</p></body></html>"""
DIRTY = [
    row("20000012000000"),
    row("20000800241623"),
    row("20240704120001", "some/not/even/url/thing"),
    row("20240704120002", "data:text/html;base64," + "A" * 5000),
    row("20240704120003", "mailto:desk@courier.example"),
    ["20240704"],
]


@pytest.fixture
def wayback():
    with Wayback() as stub:
        yield stub


def command_at(folder, stub, site=None, **more):
    return Command.at(
        folder, site, allow_network=["127.0.0.0/8"], archives=[f"wayback={stub.base}"], archive_pause=0.2, **more
    )


@pytest.fixture
def run(tmp_path, wayback):
    return command_at(tmp_path, wayback)


def test_the_copy_nearest_a_date(run, wayback):
    """Dirty rows are passed over; the copy is read raw and shown as people read it; the log keeps it."""
    wayback.rows = [*DIRTY, row("20240601120000"), row("20240704120000"), row("20250101000000")]
    wayback.copies = {stamp: copy(stamp) for stamp in ("20240601120000", "20240704120000", "20250101000000")}
    done = run("archive", PAGE, "--at", "2024-07-05")
    assert (done.returncode, done.stdout.splitlines()[0].split()) == (
        0, ["copy", "2024-07-04", "12:00", "UTC", "Internet", "Archive", f"{wayback.base}/web/20240704120000/{PAGE}"],
    )  # fmt: skip
    assert TITLE in done.stdout
    assert f"/web/20240704120000id_/{PAGE}" in wayback.asked
    (kept,) = run.records("show", PAGE)
    (memento,) = kept["mementos"]
    assert (memento["id"], memento["wanted"], memento["archive"]) == ("m0", "2024-07-05", "Internet Archive")
    assert run("log", "verify").returncode == 0


def test_what_was_found_is_not_asked_for_again(run, wayback):
    """For the same date, in 30 days; --again asks."""
    wayback.rows, wayback.copies = [row("20240704120000")], {"20240704120000": copy("20240704120000")}
    run("archive", PAGE, "--at", "2024-07-04")
    before = len(wayback.asked)
    (second,) = run.records("archive", PAGE, "--at", "2024-07-04")
    assert (second["found_before"], second["id"], len(wayback.asked)) == (True, "m0", before)
    run("archive", PAGE, "--at", "2024-07-04", "--again")
    run("archive", PAGE, "--at", "2024-07-09")
    assert len(wayback.asked) == before + 4


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (copy("20240704120000", WALL), "blocked"),
        (copy("20240704120000", SOFT), "soft_404"),
        (copy("20240704120000", PARKED), "parked"),
        (copy("20240704120000", article(), status=404), "status 404"),
        (copy("20240704120000", article(), status=503), "status 503"),
        (Reply(article()), "without saying when"),  # a blocked site is answered with 200 and a page
        (copy("20190101000000"), "2019-01-01"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_no_copy(run, wayback, bad, reason):
    """The next nearest is taken, and it is said why."""
    wayback.rows = [row("20240704120000"), row("20240601120000")]
    wayback.copies = {"20240704120000": bad, "20240601120000": copy("20240601120000")}
    (found,) = run.records("archive", PAGE, "--at", "2024-07-04")
    assert found["memento"]["uri_m"] == f"{wayback.base}/web/20240601120000/{PAGE}"
    (refused,) = found["refused"]
    assert reason in refused["because"], refused


def test_at_most_five_copies_are_looked_at(run, wayback):
    """And none of them is offered."""
    wayback.rows = [row(f"2024070{day}120000") for day in range(1, 9)]
    wayback.copies = {stamp: copy(stamp, SOFT) for stamp, *_ in wayback.rows}
    done = run("archive", PAGE, "--at", "2024-07-04")
    assert done.returncode == 1
    assert done.stdout.startswith("no copy")
    assert sum(path.startswith("/web/") for path in wayback.asked) == 5
    assert done.stderr.count("refused ") == 5


def test_listed_errors_are_not_even_read(run, wayback):
    """The index says what they are."""
    wayback.rows = [row("20240704120000", status="404"), row("20240704130000", status="301")]
    (found,) = run.records("archive", PAGE, "--at", "2024-07-04")
    assert found["memento"] is None
    assert [one["because"] for one in found["refused"]] == ["listed with status 404", "listed with status 301"]
    assert not [path for path in wayback.asked if path.startswith("/web/")]


def test_the_title_that_is_known_is_held_against_the_copy(run, wayback):
    """Another article under the same address is none of it."""
    with open_log(run.log) as log:
        log.append([source_event(source(PAGE, title="Mayor opens the new swimming pool in spring"), at=NOON)])
    page = article("Quarterly figures disappoint").replace(b"harbour", b"company").replace(b"ferry", b"plan")
    page = page.replace(b"The Quayside Courier", b"The Example")
    wayback.rows, wayback.copies = [row("20240704120000")], {"20240704120000": copy("20240704120000", page)}
    (found,) = run.records("archive", "s0", "--at", "2024-07-04")
    assert found["memento"] is None
    assert "Mayor opens the new swimming pool" in found["refused"][0]["because"]


def test_the_day_on_which_it_was_published_is_taken_where_no_other_is_known(run, wayback):
    """It stands beside the answer why that day; recorded pages go by the day of the capture."""
    with open_log(run.log) as log:
        log.append([source_event(source(PAGE, title=TITLE), at=NOON)])
    wayback.rows, wayback.copies = [row("20240704120000")], {"20240704120000": copy("20240704120000")}
    (found,) = run.records("archive", "s0")
    assert (found["wanted"], found["wanted_because"]) == ("2024-07-04", "it was published then")


def test_a_pause_is_obeyed(run, wayback):
    """With Retry-After as long as it says, without it as long as the setting says; then it goes on."""
    wayback.rows, wayback.copies = [row("20240704120000")], {"20240704120000": copy("20240704120000")}
    wayback.first = [Reply(b"", 429, {"Retry-After": "1"}), Reply(b"", 429)]
    begun = time.monotonic()
    (found,) = run.records("archive", PAGE, "--at", "2024-07-04")
    assert found["memento"]
    assert time.monotonic() - begun > 1.2


def test_a_pause_that_is_too_long_is_not_waited_for(tmp_path, wayback):
    """It is told, and the archive is not asked again."""
    run = command_at(tmp_path, wayback, archive_deadline=5)
    wayback.always = lambda _: Reply(b"", 429, {"Retry-After": "3600"})
    begun = time.monotonic()
    (found,) = run.records("archive", PAGE)
    assert found["memento"] is None
    assert "pause of 3600 s" in found["trouble"][0]
    assert len(wayback.asked) == 1
    assert time.monotonic() - begun < 5


def test_an_archive_that_keeps_asking_for_pauses_is_left_alone(run, wayback):
    """Three are given."""
    wayback.always = lambda _: Reply(b"", 429)
    (found,) = run.records("archive", PAGE)
    assert "left alone" in found["trouble"][0]
    assert len(wayback.asked) == 3


def test_a_site_that_wants_not_to_be_shown(run, wayback):
    """The index refuses it; the message says so."""
    wayback.always = lambda _: Reply(
        b"Blocked Site Error", 403,
        {"X-Archive-Wayback-Runtime-Error": "AdministrativeAccessControlException: Blocked Site Error"},
    )  # fmt: skip
    (found,) = run.records("archive", PAGE)
    assert found["trouble"] == ["Internet Archive: it does not show this site, as the site wants it"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{broken", b"\xff\xfe", b"[" * 5000])
def test_an_index_that_says_nothing(run, wayback, content):
    """Whatever it is."""
    wayback.always = lambda _: Reply(content, kind="application/json")
    done = run("archive", PAGE)
    assert done.returncode == 1
    assert done.stdout.startswith("no copy")


def test_secrets_are_told_to_nobody(run, wayback):
    """Nor is anything asked for such a link."""
    (found,) = run.records("archive", f"{PAGE}?token=hunter2hunter2")
    assert "secret" in found["trouble"][0]
    assert not wayback.asked


def test_the_address_of_a_copy_is_unwrapped(run, wayback):
    """Its page is looked for, near its own moment."""
    wayback.rows, wayback.copies = [row("20240704120000")], {"20240704120000": copy("20240704120000")}
    (found,) = run.records("archive", f"https://web.archive.org/web/20240704110000/{PAGE}")
    assert (found["wanted"], found["memento"]["uri_r"]) == ("2024-07-04T11:00:00Z", PAGE)


@pytest.mark.parametrize("at", ["yesterday", "XXXX-07-04", "2024-02-30", ""])
def test_no_date(run, at):
    """Said in three parts, before anybody is asked."""
    assert_fault(run("archive", PAGE, "--at", at), 2, "is no date", "Write 2024-07-04")


def test_words_that_name_nothing(run):
    """An id that is not there, and a word that is none."""
    assert_fault(run("archive", "s99"), 2, "is not in the log")
    assert_fault(run("archive", "flood"), 2, "is neither an id nor a link")


def test_archives_that_are_not_in_the_table(tmp_path, wayback):
    """The message names those that are."""
    run = Command.at(tmp_path, archives=["nowhere"])
    assert_fault(run("archive", PAGE), 2, "'nowhere' is no archive", "wayback")


# -- asking for a capture


def test_a_capture_is_asked_for(run, wayback, monkeypatch):
    """What is sent is said before; the key comes from the environment and goes to the archive alone."""
    monkeypatch.setenv("PROVENANCE_WAYBACK_KEY", "access:hush")
    wayback.saves = [
        told(url=PAGE, job_id="spn2-1"), told(status="pending"),
        told(status="success", timestamp="20261122120000", original_url=PAGE),
    ]  # fmt: skip
    wayback.copies = {"20261122120000": copy("20261122120000")}
    done = run("archive", PAGE, "--save", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert (found["verified"], found["save"]["job"], found["id"]) == (True, "spn2-1", "m0")
    assert found["memento"]["uri_m"] == f"{wayback.base}/web/20261122120000/{PAGE}"
    assert f"goes the address {PAGE}, with your key" in done.stderr
    ((fields, form),) = wayback.posted
    assert (form, fields["Authorization"]) == ({"url": [PAGE]}, "LOW access:hush")
    assert wayback.keys[:3] == ["LOW access:hush"] * 3
    assert wayback.keys[3] is None, "a copy is read without the key"
    assert "hush" not in done.stdout + done.stderr
    assert b"hush" not in run.log.read_bytes()


def test_a_capture_that_is_not_shown_yet(run, wayback):
    """That it was taken is known and recorded; that it is good is not, and it is not given beside a check."""
    wayback.saves = [told(job_id="spn2-1"), told(status="success", timestamp="20261122120000", original_url=PAGE)]
    wayback.copies = {"20261122120000": copy("20200101000000")}
    (found,) = run.records("archive", PAGE, "--save")
    assert (found["verified"], found["memento"]["memento_datetime"]) == (False, "2026-11-22T12:00:00Z")
    assert "could not be read back yet" in found["save"]["because"]


@pytest.mark.parametrize(
    ("answers", "says", "permanent"),
    [
        ([told(status="error", status_ext="error:too-many-daily-captures", message="5 today")], "5 today", False),
        ([told(job_id="j"), told(status="error", status_ext="error:not-found", message="gone")], "gone (not-found)", True),
        ([Reply(b"", 401)], "wants a key", False),
        ([Reply(b"", 429, {"Retry-After": "60"})], "no more requests now; it asks to come back", False),
        ([Reply(b"<html>", 200)], "answered 200 and no word", False),
        ([told(job_id="j"), told(status="success", timestamp="tomorrow")], "no reason", False),
    ],
)  # fmt: skip
def test_a_capture_that_is_refused(run, wayback, answers, says, permanent):
    """Errors come with 200 as well, and without a job."""
    wayback.saves = answers
    (found,) = run.records("archive", PAGE, "--save")
    assert found["memento"] is None
    assert says in found["save"]["because"]
    assert found["save"]["permanent"] is permanent


def test_a_key_goes_to_the_archive_alone(run, wayback, monkeypatch):
    """A redirect to another host takes neither it nor the form along."""
    monkeypatch.setenv("PROVENANCE_WAYBACK_KEY", "access:hush")
    with Wayback() as other:
        other.saves = [told(status="success")]
        wayback.saves = [Reply(b"", 307, {"Location": f"{other.base}/save"})]
        run("archive", PAGE, "--save")
        assert (other.asked, other.keys, other.posted) == (["/save"], [None], [])


def test_save_and_at_exclude_each_other(run):
    """Nothing is asked."""
    assert_fault(run("archive", PAGE, "--save", "--at", "2024"), 2, "--save with --at")


# -- beside checks and audits


@pytest.fixture(scope="module")
def site():
    with Site() as one:
        one.names["courier.test"] = "127.0.0.1"
        yield one


def test_a_dead_link_of_a_check_has_its_copy(tmp_path, wayback, site):
    """Only where it is asked for, and only dead links are told to the archive."""
    dead, alive = (site.url(name, "courier.test") for name in ("not-found", "told-in-header-fields"))
    wayback.rows, wayback.copies = [row("20240704120000", dead)], {"20240704120000": copy("20240704120000")}
    run = command_at(tmp_path, wayback, site)
    assert [one["memento"] for one in run.records("check", dead, alive)] == [None, None]
    assert not wayback.asked
    first, second = run.records("check", dead, alive, "--archives")
    assert first["memento"]["memento_datetime"] == "2024-07-04T12:00:00Z"
    assert (second["state"], second["memento"]) == ("alive", None)
    assert not [path for path in wayback.asked if path.endswith("fields")]
    done = run("check", dead, "--archives")
    assert f"copy    2024-07-04 12:00 UTC  Internet Archive  {wayback.base}/web/20240704120000/{dead}" in done.stdout


def test_an_audit_takes_the_day_on_which_the_list_says_that_it_was_read(tmp_path, wayback, site):
    """Each link by its own day."""
    dead = site.url("not-found", "courier.test")
    wayback.rows = [row("20200101120000", dead), row("20240704120000", dead)]
    wayback.copies = {stamp: copy(stamp) for stamp, *_ in wayback.rows}
    run = command_at(tmp_path, wayback, site, use_archives=True)
    (tmp_path / "list.csv").write_text(f"url,title,accessed\n{dead},{TITLE},2020-02-01\n", encoding="utf-8")
    (found,) = run.records("audit", "list.csv")
    assert found["memento"]["memento_datetime"] == "2020-01-01T12:00:00Z"
    (nothing,) = run.records("audit", "list.csv", "--no-archives")
    assert nothing["memento"] is None


def test_without_an_archive_an_audit_is_as_complete_as_before(tmp_path, wayback, site):
    """The same findings, and it is said that no archive could be asked."""
    names = ("not-found", "gone", "told-in-header-fields", "server-error")
    lines = "".join(f"{site.url(name, 'courier.test')}\n" for name in names)
    (tmp_path / "list.txt").write_text(lines, encoding="utf-8")
    run = command_at(tmp_path, wayback, site)
    before = findings(run.records("audit", "list.txt"))
    wayback.__exit__()
    done = run("audit", "list.txt", "--archives", "--json")
    assert findings(map(json.loads, done.stdout.splitlines())) == before
    assert len(before) == len(names)
    assert "no archived copy was found for 2 links" in done.stderr
    assert "Internet Archive: it could not be asked" in done.stderr


def findings(records):
    return sorted((one["url"], one["state"], one["kind"], one["memento"]) for one in records)


# -- in citations


def test_a_citation_of_a_dead_page_names_its_copy(tmp_path, wayback):
    """Once `archive` found it; formats that have a place for it print it, and a living page has none."""
    with open_log(tmp_path / "log.db") as log:
        log.append([source_event(source(PAGE, title=TITLE), at=NOON)])
    wayback.rows, wayback.copies = [row("20240704120000")], {"20240704120000": copy("20240704120000")}
    run = command_at(tmp_path, wayback)
    run("archive", "s0")
    assert "archive" not in run("cite", "s0", "--style", "wikipedia").stdout
    with open_log(run.log) as log:
        log.append([check_event(check(PAGE, State.DEAD))])
    cited = run("cite", "s0", "--style", "wikipedia").stdout
    for part in (f"archive-url={wayback.base}/web/20240704120000/{PAGE}", "url-status=dead", "archive-date="):
        assert part in cited.replace(" = ", "=").replace("= ", "="), cited
    (item,) = json.loads(run("cite", "s0", "--style", "csl-json").stdout)
    assert item["archive_date"] == {"date-parts": [[2024, 7, 4]]}
    with open_log(run.log) as log:
        log.append([source_event(source(PAGE, title="The old ferry stays where it is"), at=NOON)])
    happened = [what for one in run.records("cite", "--stale") for what in one["happened"]]
    assert any(what.startswith("title changed") for what in happened), happened
    assert not [what for what in happened if "archive" in what]


def test_a_copy_that_was_not_read_back_is_not_cited(tmp_path):
    """Nobody knows what it shows."""
    memento = Memento(uri_r=PAGE, uri_m=f"https://archive.example/{PAGE}", memento_datetime=NOON, archive="example")
    with open_log(tmp_path / "log.db") as log:
        log.append([
            source_event(source(PAGE, title=TITLE), at=NOON), check_event(check(PAGE, State.DEAD)),
            memento_event(Copy(url=PAGE, memento=memento, requested=True, verified=False), at=NOON),
        ])  # fmt: skip
    assert "archive" not in Command.at(tmp_path)("cite", "s0", "--style", "wikipedia").stdout


def test_a_slow_archive_does_not_hold_up_the_links_of_a_host(tmp_path, wayback, site):
    """A dead link gives its place at the host back before the archive is asked."""

    def slowly(path):
        if path.startswith("/cdx"):
            time.sleep(1.5)

    wayback.always = slowly
    names = [f"not-found/{number}" for number in range(6)]
    (tmp_path / "list.txt").write_text("".join(f"{site.url(one, 'courier.test')}\n" for one in names), encoding="utf-8")
    run = command_at(tmp_path, wayback, site, archive_deadline=2)
    process = run.start("audit", "list.txt", "--archives", "--per-host", "1", "--concurrency", "2", "-q")
    deadline = time.monotonic() + 6
    while looked_at(site) < len(names) and time.monotonic() < deadline:
        time.sleep(0.05)
    waited_for = len(wayback.asked)
    process.communicate(timeout=30)
    assert looked_at(site) == len(names)
    assert waited_for <= 3, "all links were looked at while the archive had answered for a few of them"


def test_a_run_that_is_broken_off_while_an_archive_is_asked_keeps_the_check(tmp_path, wayback, site):
    """Printed and recorded, without the copy that nobody waited for."""
    wayback.always = lambda _: time.sleep(3)
    url = site.url("gone", "courier.test")
    (tmp_path / "list.txt").write_text(url, encoding="utf-8")
    run = command_at(tmp_path, wayback, site)
    process = run.start("audit", "list.txt", "--archives", "--json")
    until = time.monotonic() + 20
    while not wayback.asked and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    printed, _ = process.communicate(timeout=20)
    (found,) = map(json.loads, printed.splitlines())
    assert (found["url"], found["kind"], found["memento"]) == (url, "gone", None)
    (kept,) = run.records("show", url)
    assert [one["kind"] for one in kept["checks"]] == ["gone"]


def looked_at(site):
    return sum(path.startswith("/not-found/") for path in site.hits)
