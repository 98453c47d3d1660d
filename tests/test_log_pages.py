"""The table of pages: what is failing, what is due, and that it says what all checks of a page come to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.core.confirmation import fails, next_look, sighting_of, streak
from provenance.core.logbook import Filter, check_event, page_key, source_event
from provenance.core.model import State
from provenance.edge.log import open_log, opening, read_log, schema
from provenance.edge.log.projection import TABLES
from tests.log_material import NOON, PAGE, check, source

DAY = timedelta(days=1)
URLS = [f"https://news.example/{number}" for number in range(4)]


@pytest.fixture
def path(tmp_path):
    """Where a log may be."""
    return tmp_path / "log.db"


def rows(path, sql="SELECT * FROM pages ORDER BY key"):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.sampled_from([None, *State]), st.integers(0, 40)), max_size=24),
    st.sets(st.integers(0, 24)),
)
def test_the_table_says_what_all_checks_come_to(history, cuts):
    """State, fault and next look of each page are those of its whole history, in whatever batches it was recorded."""
    events, checks, at = [], {url: [] for url in URLS}, NOON
    for page, state, hours in history:
        at += timedelta(hours=hours)
        if state is None:
            events.append(source_event(source(URLS[page]), at=at))
        else:
            seen = check(URLS[page], state, at=at)
            checks[URLS[page]].append(seen)
            events.append(check_event(seen))
    bounds = [0, *sorted(cut for cut in cuts if 0 < cut < len(events)), len(events)]
    with TemporaryDirectory() as folder, open_log(Path(folder) / "log.db") as log:
        for first, last in pairwise(bounds):
            log.append(events[first:last])
        wanted = {}
        for url, seen in checks.items():
            if seen:
                sightings = [sighting_of(one) for one in seen]
                wanted[page_key(url)] = next_look(sightings[-1], since=streak(sightings).since)
        checked = {url for url, seen in checks.items() if seen}
        assert log.due_at(page_key(url) for url in checked) == wanted
        failing = {url for url in checked if fails(checks[url][-1].verdict.state, checks[url][-1].verdict.kind)}
        assert {one.url for one in log.sources(Filter(failing=True, checked=True))} == failing
        for state in State:
            there = {url for url in checked if checks[url][-1].verdict.state is state}
            assert {one.url for one in log.sources(Filter(state=state, checked=True))} == there


def test_a_source_that_nobody_checked_is_due_until_somebody_did(path):
    """At once, and then at the time of its check."""
    with open_log(path) as log:
        log.append([source_event(source(), at=NOON)])
        assert log.due(at=NOON).urls == (PAGE,)
        log.append([check_event(check(at=NOON))])
        due = log.due(at=NOON)
        assert (due.urls, due.next_at) == ((), NOON + 7 * DAY)


def test_a_source_whose_address_was_corrected_leaves_the_old_page(path):
    """A page that nobody checked is gone with it; one that was checked stays, by its check."""
    with open_log(path) as log:
        log.append([source_event(source("https://news.example/typo"), at=NOON), check_event(check())])
        log.append([source_event(source(), at=NOON)])
        log.append([source_event(source("https://news.example/right"), at=NOON, revises="s0")])
        log.append([source_event(source("https://news.example/new"), at=NOON, revises="s2")])
        listed = {one.url: one.id for one in log.sources(Filter(checked=True))}
    assert listed == {PAGE: "k1", "https://news.example/right": "s3", "https://news.example/new": "s4"}
    with open_log(path) as log:  # and one that is gone may come again
        log.append([check_event(check("https://news.example/typo"))])
        assert [one.id for one in log.checks_of("https://news.example/typo")] == ["k5"]
        assert log.verify().sound


def test_what_comes_late_changes_nothing_of_the_newer(path):
    """A process that looked earlier and records later."""
    with open_log(path) as log:
        log.append([check_event(check(at=NOON))])
        log.append([check_event(check(state=State.DEAD, at=NOON - DAY))])
        assert log.sources(Filter(failing=True, checked=True)) == ()
        assert log.due_at([page_key(PAGE)]) == {page_key(PAGE): NOON + 7 * DAY}


def test_a_limit_leaves_the_rest_to_be_told(path):
    """The longest overdue first, and how many are left."""
    with open_log(path) as log:
        log.append([source_event(source(url), at=NOON + number * DAY) for number, url in enumerate(URLS)])
        due = log.due(at=NOON + 2 * DAY, limit=2)
    assert (due.urls, due.left, due.hidden, due.next_at) == (tuple(URLS[:2]), 1, 0, NOON + 3 * DAY)


def test_what_lost_a_secret_is_counted_and_not_offered(path):
    """Nobody can ask for it."""
    secret = "https://news.example/a?token=0123456789"
    with open_log(path) as log:
        log.append([source_event(source(secret), at=NOON), source_event(source(), at=NOON)])
        due = log.due(at=NOON)
    assert (due.urls, due.hidden) == ((PAGE,), 1)
    assert due.example == "https://news.example/a?token=REDACTED"


@pytest.mark.parametrize("seen", [5, 6])
def test_an_older_log_gets_the_table(path, monkeypatch, caplog, seen):
    """Made of its entries, which is told where there are many; one that cannot be read is left to `log verify`."""
    monkeypatch.setattr(opening, "_MANY", 5)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:seen])
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            schema.migrate(connection)
    whole = path.with_name("whole.db")
    events = [source_event(source(), at=NOON), *(check_event(check(url, State.DEAD)) for url in URLS)]
    with open_log(whole) as log:
        log.append(events)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS whole", (str(whole),))
        connection.execute("INSERT INTO entries SELECT * FROM whole.entries")
        connection.execute(
            "INSERT INTO entries SELECT max(sequence) + 1, recorded_at, 'check', '{}', leaf FROM entries"
        )
    with read_log(path) as log:
        assert len(log.sources(Filter(failing=True, checked=True))) == len(URLS)
    (told,) = (record.getMessage() for record in caplog.records)
    assert told.startswith(f"{path}: is brought up to the version of this program, once")
    assert told.endswith(f"and there are {len(events) + 1}")
    for table, sql in TABLES.items():
        assert rows(path, sql) == rows(whole, sql), table
    assert datetime.fromisoformat(rows(path, "SELECT max(due_at) FROM pages")[0][0]) == NOON + 3 * DAY
