"""`provenance archive LIST --save`: copies of a whole list, in the archive's pace, told line by line, and gone on with."""

from __future__ import annotations

import json
import signal
import time

import pytest

from provenance.core.logbook import check_event, memento_event
from provenance.core.model import Copy, Memento, State
from provenance.edge.log import open_log
from tests.archive_stub import Reply, Wayback, copy, row, told
from tests.command import Command, assert_fault
from tests.log_material import NOON, check

STAMP = "20261122120000"
PAGES = [f"https://courier.example/{name}" for name in ("one", "two", "three")]


@pytest.fixture
def wayback():
    """One that takes a capture of whatever it is asked for, and shows it."""
    with Wayback() as stub:
        stub.copies = {STAMP: copy(STAMP)}
        stub.saves = taken(*PAGES)
        yield stub


def taken(*pages):
    """What it answers to requests for pages, one after the other."""
    return [answer for page in pages for answer in (told(job_id="j"), success(page))]


def success(page):
    return told(status="success", timestamp=STAMP, original_url=page)


@pytest.fixture
def run(tmp_path, wayback):
    (tmp_path / "list.txt").write_text("\n".join(PAGES), encoding="utf-8")
    return Command.at(
        tmp_path, allow_network=["127.0.0.0/8"], archives=[f"wayback={wayback.base}"], archive_pause=0.3, deadline=5.0
    )


def outcomes(done):
    return [line.split()[1] for line in done.stdout.splitlines()]


def asked_for(wayback):
    """The pages of which captures were asked for."""
    return [form["url"][0] for _, form in wayback.posted]


def test_every_page_of_a_list_is_saved_once(run, wayback):
    """A line each; what is sent is said before; the second run asks nothing."""
    done = run("archive", "list.txt", "--save")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == (
        f"1/3  saved     {PAGES[0]}  2026-11-22 12:00 UTC  {wayback.base}/web/{STAMP}/{PAGES[0]}"
    )
    assert outcomes(done) == ["saved"] * 3
    assert asked_for(wayback) == PAGES
    assert done.stderr.startswith(f"to Internet Archive ({wayback.base}) go the addresses")
    assert "3 of 3 pages: 3 saved" in done.stderr
    before = len(wayback.asked)
    again = run("archive", "list.txt", "--save")
    assert (again.returncode, outcomes(again), len(wayback.asked)) == (0, ["there"] * 3, before)
    wayback.saves = taken(PAGES[0])
    assert outcomes(run("archive", PAGES[0], "list.txt", "--save", "--again")) == ["saved", "failed", "failed"], (
        "the stub is out of answers"
    )


def test_a_page_that_has_a_copy_is_left_alone(run, wayback):
    """Found in the log, or in the archive, whose index is asked first; only that archive is."""
    wayback.always = lambda path: (
        Reply(json.dumps([["timestamp", "original", "mimetype", "statuscode", "digest", "length"],
                          row("20240704120000", PAGES[1])]).encode(), kind="application/json")
        if path.startswith("/cdx") and "two" in path else None
    )  # fmt: skip
    wayback.copies |= {"20240704120000": copy("20240704120000", original=PAGES[1])}
    memento = Memento(uri_r=PAGES[2], uri_m=f"https://arch.example/{PAGES[2]}", memento_datetime=NOON, archive="other")
    with open_log(run.log) as log:
        log.append([memento_event(Copy(url=PAGES[2], memento=memento), at=NOON)])
    wayback.saves = taken(PAGES[0])
    records = run.records("archive", "list.txt", "--save")
    assert [(one["url"], one["outcome"], one["found_before"]) for one in records] == [
        (PAGES[0], "saved", False), (PAGES[1], "there", False), (PAGES[2], "there", True),
    ]  # fmt: skip
    assert asked_for(wayback) == PAGES[:1]
    assert records[1]["memento"]["memento_datetime"] == "2024-07-04T12:00:00Z"


def test_what_is_no_use_is_not_asked_for(run, wayback):
    """A page that was dead when it was last looked at, one whose address holds a secret, one that the settings leave out."""
    with open_log(run.log) as log:
        log.append([check_event(check(PAGES[0], State.DEAD))])
    (run.folder / "list.txt").write_text("\n".join([PAGES[0], f"{PAGES[1]}?token=0123456789abcdef", *PAGES[1:]]))
    with (run.folder / "provenance.toml").open("a") as stream:
        stream.write('\nexclude = ["*/three"]\n')
    wayback.saves = taken(PAGES[1])
    done = run("archive", "list.txt", "--save")
    assert done.returncode == 1
    assert outcomes(done) == ["dead", "not", "saved"]
    assert "1 link left out by exclude */three" in done.stderr
    assert asked_for(wayback) == [PAGES[1]]
    assert not [path for path in wayback.asked if "token" in path or "three" in path]


def test_a_pause_is_waited_for(run, wayback):
    """429 with and without Retry-After, and a limit that comes with 200: the same page is asked for again."""
    wayback.saves = [
        Reply(b"", 429, {"Retry-After": "1"}), *taken(PAGES[0]),
        Reply(b"", 429), *taken(PAGES[1]),
        told(status="error", status_ext="error:user-session-limit", message="too many"), *taken(PAGES[2]),
    ]  # fmt: skip
    begun = time.monotonic()
    done = run("archive", "list.txt", "--save")
    assert outcomes(done) == ["saved"] * 3, done.stdout
    assert time.monotonic() - begun > 1.6
    assert asked_for(wayback) == [PAGES[0], PAGES[0], PAGES[1], PAGES[1], PAGES[2], PAGES[2]]


def test_an_archive_that_has_had_enough_is_left_alone(run, wayback):
    """A pause of hours, or one after the other: the rest is for later, and the next run goes on with it."""
    wayback.saves = [*taken(PAGES[0]), Reply(b"", 429, {"Retry-After": "7200"})]
    done = run("archive", "list.txt", "--save")
    assert (done.returncode, outcomes(done)) == (1, ["saved", "later", "later"])
    assert "it asks to come back after" in done.stderr
    assert "the same command goes on where this one stopped" in done.stderr
    wayback.saves = [Reply(b"", 429)] * 4
    assert outcomes(run("archive", "list.txt", "--save")) == ["there", "later", "later"]
    assert asked_for(wayback) == [PAGES[0], PAGES[1], *[PAGES[1]] * 4]
    wayback.saves = taken(*PAGES[1:])
    assert outcomes(run("archive", "list.txt", "--save")) == ["there", "saved", "saved"]


def test_without_a_key_that_is_wanted_nothing_more_is_asked(run, wayback):
    """The first refusal is that of all."""
    wayback.saves = [Reply(b"", 401)]
    done = run("archive", "list.txt", "--save")
    assert (done.returncode, outcomes(done)) == (1, ["later"] * 3)
    assert "PROVENANCE_WAYBACK_KEY" in done.stderr
    assert len(asked_for(wayback)) == 1


def test_a_page_that_cannot_be_saved_does_not_cost_the_others(run, wayback):
    """Blocked for good; as often as may be today; and a capture that is not shown yet, which is there all the same."""
    wayback.saves = [
        told(job_id="j"), told(status="error", status_ext="error:blocked-url", message="This site is blocked"),
        told(status="error", status_ext="error:too-many-daily-captures", message="5 today"),
        *taken(PAGES[2]),
    ]  # fmt: skip
    wayback.copies = {}
    done = run("archive", "list.txt", "--save")
    assert outcomes(done) == ["failed", "failed", "saved"]
    first, second, third = done.stdout.splitlines()
    assert "This site is blocked (blocked-url)" in first
    assert "5 today" in second
    assert "could not be read back yet" in third
    assert outcomes(run("archive", PAGES[2], "list.txt", "--save"))[0] == "there"


def test_an_archive_that_is_not_there_is_not_asked_for_each_page(run, wayback):
    """After three times in a row it is left alone."""
    (run.folder / "list.txt").write_text("\n".join(f"https://courier.example/{number}" for number in range(6)))
    wayback.__exit__()
    done = run("archive", "list.txt", "--save")
    assert done.returncode == 1
    assert outcomes(done) == ["failed", "failed", "later", "later", "later", "later"]
    assert "nothing more was asked: the archive could not be asked" in done.stderr


def test_ctrl_c_keeps_what_was_saved(run, wayback):
    """It is told how far it came, and the next run goes on there."""
    wayback.saves = [*taken(PAGES[0]), told(job_id="j"), *[told(status="pending")] * 100]
    process = run.start("archive", "list.txt", "--save")
    until = time.monotonic() + 20
    while len(asked_for(wayback)) < 2 and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    printed, beside = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in beside
    assert [line.split()[1] for line in printed.splitlines()] == ["saved"]
    assert "1 of 3 pages: 1 saved" in beside
    assert "goes on where this one stopped" in beside
    wayback.saves = taken(*PAGES[1:])
    assert outcomes(run("archive", "list.txt", "--save")) == ["there", "saved", "saved"]


def test_words_that_do_not_go_together(run, wayback):
    """A list without --save, a queue without a log; nothing is asked."""
    assert_fault(run("archive", "list.txt"), 2, "one page at a time")
    assert_fault(run("archive", *PAGES), 2, "one page at a time")
    assert_fault(run("archive", "list.txt", "--save", "--no-log"), 2, "--save with --no-log")
    assert_fault(run("archive", "nothing", *PAGES, "--save"), 2, "there is no such file")
    assert not wayback.asked
