"""The log through its front door: what goes in comes out, and the tables are nothing but the entries."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.core.logbook import (
    Event,
    Filter,
    Found,
    Kind,
    capture_event,
    check_event,
    citation_event,
    id_of,
    page_key,
    source_event,
)
from provenance.core.merkle import leaf_hash, root
from provenance.core.model import Origin, State
from provenance.core.records import check_record, instant, source_from
from provenance.edge.log import open_log, read_log
from provenance.edge.log.projection import TABLES
from tests.log_material import NOON, PAGE, capture, check, citation, filled_log, one_of_each, source

DAY = timedelta(days=1)


def dump(path):
    """Every row of every table that is made of the entries, as text."""
    with closing(sqlite3.connect(path)) as connection:
        return [f"{table} {row!r}" for table, sql in TABLES.items() for row in connection.execute(sql)]


def cells(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "some" / "folder" / "log.db"


# -- what goes in comes out


def test_the_log_is_made_on_first_use(path):
    """File and parent folders are made; entries are numbered from 0, and a root closes the command."""
    with open_log(path, command="add") as log:
        assert log.append(one_of_each()) == [0, 1, 2, 3]
    with read_log(path) as log:
        head = log.head()
    assert head is not None
    assert (head.size, head.command, head.recorded_at) == (4, "add", NOON)


def test_a_source_comes_back_as_it_was(path):
    """The Source that is read from the log equals the one that was put in."""
    with open_log(path) as log:
        log.append([source_event(source(), at=NOON)])
        recorded = log.source(PAGE)
    assert recorded is not None
    assert (recorded.id, recorded.recorded_at) == ("s0", NOON)
    assert source_from(recorded.record) == source()


def test_everything_of_a_page_is_found_by_url_and_by_id(path):
    """A URL with tracking parameters and every id of the page lead to the same source and its history."""
    with open_log(path) as log:
        log.append(one_of_each())
        for text in (PAGE, f"{PAGE}?utm_source=x#top", "s0", "S0", "p1", "k2", "c3"):
            assert log.find(text) == Found(key=PAGE, source="s0"), text
            assert [one.id for one in log.captures_of(text)] == ["p1"]
            assert [one.id for one in log.checks_of(text)] == ["k2"]
            assert [one.id for one in log.citations_of(text)] == ["c3"]
        assert log.checks_of(PAGE)[0].record["url"] == PAGE


@pytest.mark.parametrize(
    "text", ["s9", "s2", "k0", "a0", "https://other.example/", "flood", "", "s99999999999999999999"]
)
def test_what_the_log_does_not_know_is_none(path, text):
    """An id of another kind, an absent id, an unknown URL and plain text are found to be nothing."""
    with open_log(path) as log:
        log.append(one_of_each())
        assert log.find(text) is None
        assert log.source(text) is None
        assert log.checks_of(text) == ()
        assert log.latest_of(text) is None
        assert log.mentions_of(text) == ()


def test_a_canonical_url_leads_to_the_source(path):
    """Who knows a page by the URL that it gives itself finds it too."""
    with open_log(path) as log:
        log.append([source_event(source("https://short.example/x", canonical=PAGE), at=NOON)])
        assert log.find(PAGE) == Found(key="https://short.example/x", source="s0")


def test_the_newest_recording_of_a_page_is_its_source(path):
    """Recorded twice, a page is listed once; the older version keeps its id."""
    with open_log(path) as log:
        log.append([source_event(source(title=title), at=NOON) for title in ("Old", "New")])
        assert [one.title for one in log.sources()] == ["New"]
        old = log.source("s0")
        assert old is not None
        assert old.record["title"]["value"] == "Old"
    assert cells(path, "SELECT id, superseded_by FROM sources") == [("s0", 1), ("s1", None)]


def test_a_source_without_url_keeps_its_captures(path):
    """`about` ties a capture to the source in the same batch, where no URL can."""
    with open_log(path) as log:
        log.append(
            [
                source_event(source(None), at=NOON),
                capture_event(capture(None), about=0),
                source_event(source(None), at=NOON),
                citation_event(citation(), at=NOON, source="s0"),
            ]
        )
        assert [one.id for one in log.captures_of("s0")] == ["p1"]
        assert log.captures_of("s2") == ()
        assert log.find("p1") == Found(key=None, source="s0")


def test_readings_and_evidence_are_tables(path):
    """Each reading is a row, with what was stated and why more was inferred; evidence says what it does."""
    with open_log(path) as log:
        log.append(one_of_each())
    issued = "SELECT value, stated, status, basis FROM readings WHERE variable = 'issued'"
    assert cells(path, issued) == [("2024-07-04", "XXXX-07-04", "inferred", "the year stands in the URL")]
    assert cells(path, "SELECT variable, stance, value FROM evidence ORDER BY position") == [
        ("author", "supports", "Ana Pérez"),
        ("title", "supports", "Flood in the delta"),
        ("title", "disputes", "Flood"),
        ("issued", "seen", "2024"),
    ]
    assert cells(path, "SELECT author, outlet FROM sources") == [("Ana Pérez; AFP", "The Example")]


def test_a_moment_without_time_zone_is_refused():
    """A moment that cannot be placed is no evidence."""
    with pytest.raises(ValueError, match="has no time zone"):
        source_event(source(), at=datetime(2026, 11, 22))  # noqa: DTZ001 - that is the fault


def test_an_event_about_something_else_than_a_source_is_refused(path):
    """A batch with a wrong reference writes nothing."""
    with open_log(path) as log:
        with pytest.raises(ValueError, match="is a check, not a source"):
            log.append([check_event(check()), capture_event(capture(), about=0)])
        assert log.append([]) == []
        assert log.head() is None


def test_a_record_of_another_shape_is_refused(path):
    """What cannot be projected cannot be recorded: nothing of the batch enters."""
    with open_log(path) as log:
        with pytest.raises(ValueError, match="entry 1 does not hold a record of its kind"):
            log.append([check_event(check()), Event(kind=Kind.CHECK, record={"url": PAGE}, at=NOON)])
        assert log.counts() == {}


# -- checks over time


def test_the_latest_check_is_kept_beside_the_history(path):
    """Failures are counted since the page was last alive; a check that decides nothing changes neither number."""
    states = [State.ALIVE, State.DEAD, State.UNKNOWN, State.DEAD]
    with open_log(path) as log:
        log.append([check_event(check(state=state, at=NOON + DAY * day)) for day, state in enumerate(states)])
        latest = log.latest_of(PAGE)
        assert latest is not None
        assert (latest.state, latest.failures, latest.last_check) == ("dead", 2, "k3")
        assert latest.first_failed_at == NOON + DAY
        assert [one.record["state"] for one in log.checks_of(PAGE, limit=2)] == ["dead", "unknown"]
        log.append([check_event(check(at=NOON + DAY * 9))])
        latest = log.latest_of(PAGE)
        assert latest is not None
        assert (latest.state, latest.failures, latest.first_failed_at) == ("alive", 0, None)


def test_a_check_recorded_late_is_not_the_latest(path):
    """A process that looked earlier may write later; the newest look stays the latest."""
    with open_log(path) as log:
        log.append([check_event(check(at=NOON + DAY)), check_event(check(state=State.DEAD, at=NOON))])
        latest = log.latest_of(PAGE)
    assert latest is not None
    assert (latest.state, latest.last_check) == ("alive", "k0")


def test_counting_the_failing_pages_asks_an_index(path):
    """How many fail now is answered from the index over states, without reading a row."""
    filled_log(path)
    with read_log(path) as log:
        assert log.counts() == {"alive": 1, "dead": 10}
    (plan,) = cells(path, "EXPLAIN QUERY PLAN SELECT count(*) FROM latest WHERE state = 'dead'")
    assert "COVERING INDEX" in plan[3]


def test_lists_that_mention_a_page(path):
    """Each place of a list stands once, with what it said when it was last read."""
    places = (Origin(file="a.md", line=3), Origin(file="b.bib", line=9, where="entry flood"))
    with open_log(path) as log:
        for title in ("The flood", "Flood"):
            log.append([check_event(check(origins=places), given=[{"title": title}, {}])])
        mentions = log.mentions_of(PAGE)
    assert [(one.file, one.line, one.where, one.given, one.check) for one in mentions] == [
        ("a.md", 3, None, {"title": "Flood"}, "k1"),
        ("b.bib", 9, "entry flood", {}, "k1"),
    ]


def test_filters_of_the_list(path):
    """State, outlet, words, language, type and time narrow the list; case does not matter, in any script."""
    other = source("https://other.example/", title="ÉTAT D’URGENCE")
    with open_log(path) as log:
        log.append([source_event(source(), at=NOON), source_event(other, at=NOON + DAY), check_event(check())])

        def ids(limit=None, **wanted):
            return [one.id for one in log.sources(Filter(**wanted), limit=limit)]

        assert ids() == ["s0", "s1"]
        assert ids(limit=1) == ["s1"]
        assert ids(state="alive") == ["s0"]
        assert ids(state="unchecked") == ["s1"]
        assert ids(text="état") == ["s1"]
        assert ids(text="PÉREZ", outlet="example") == ["s0", "s1"]
        assert ids(text="delta/", language="en") == []
        assert ids(type="webpage") == []
        assert ids(since=NOON + DAY) == ["s1"]
        assert ids(until=NOON) == ["s0"]


# -- audits


def test_a_broken_audit_is_found_again_and_knows_what_is_done(path):
    """A second run of the same lists finds the unfinished one and what it checked; a finished one is not offered."""
    with open_log(path, command="audit") as log:
        run = log.begin_audit(lists=["a.md"], key="/home/a.md", at=NOON, items=3)
        log.append([check_event(check(f"https://news.example/{number}?b&a"), audit=run.id) for number in range(2)])
    with open_log(path, command="audit") as log:
        again = log.newest_audit("/home/a.md")
        assert again is not None
        assert (again.id, again.lists, again.items, again.checked) == (run.id, ("a.md",), 3, 2)
        assert {record["url"] for record in log.audit_checks(again.id)} == {
            "https://news.example/0?b&a",
            "https://news.example/1?b&a",
        }
        assert log.newest_audit("/home/b.md") is None
        log.finish_audit(again.id, at=NOON + DAY)
        finished = log.newest_audit("/home/a.md")
        assert finished is not None
        assert finished.finished_at is not None


def test_the_newest_audit_counts(path):
    """A run that was broken off is forgotten once a later one over the same lists has begun."""
    with open_log(path) as log:
        log.begin_audit(lists=["a.md"], key="a", at=NOON)
        run = log.begin_audit(lists=["a.md"], key="a", at=NOON + DAY)
        log.finish_audit(run.id, at=NOON + DAY)
        newest = log.newest_audit("a")
        assert newest is not None
        assert newest.id == run.id


def test_a_url_with_a_secret_is_never_taken_for_done(path):
    """Two links that differ only in what is hidden are not taken for one: nothing of a list is lost."""
    given = "https://news.example/?token=abc"
    with open_log(path) as log:
        run = log.begin_audit(lists=["a.md"], key="a", at=NOON)
        log.append([check_event(check(given), audit=run.id)])
        assert given not in {record["url"] for record in log.audit_checks(run.id)}
        assert log.find(given) == Found(key=page_key(given), source=None)


# -- secrets


def test_secrets_do_not_reach_the_file(path):
    """User info and tokens in URL, hops, title and list entries are nowhere in the bytes of the log."""
    secret = "hunter2hunter2"
    url = f"https://ana:{secret}@news.example/a?access_token={secret}"
    with open_log(path) as log:
        log.append(
            [
                source_event(source(url, title=f"See https://x.example/?sig={secret}"), at=NOON),
                check_event(check(url, origins=(Origin(file="a.md"),)), given=[{"note": f"/x?token={secret}"}]),
                capture_event(capture(url)),
            ]
        )
    for file in path.parent.iterdir():
        assert secret.encode() not in file.read_bytes()
    with read_log(path) as log:
        assert [one.id for one in log.checks_of(url)] == ["k1"]


# -- entries, roots, projection


def test_an_entry_is_canonical_json_under_its_leaf_hash(path):
    """Kind and moment stand in the body, so that the leaf covers them; the body has one spelling."""
    with open_log(path) as log:
        log.append([check_event(check())])
    ((sequence, recorded_at, kind, body, leaf),) = cells(path, "SELECT * FROM entries")
    assert (sequence, recorded_at, kind) == (0, instant(NOON), "check")
    assert body == json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert json.loads(body) == {"at": instant(NOON), "kind": "check", "record": check_record(check())}
    assert leaf == leaf_hash(body.encode())


def test_roots_are_those_of_the_whole_tree(path):
    """Roots that grow out of the frontier of the one before equal roots over all leaves."""
    filled_log(path)
    leaves = [leaf for (leaf,) in cells(path, "SELECT leaf FROM entries ORDER BY sequence")]
    roots = cells(path, "SELECT size, root, command FROM roots ORDER BY size")
    assert [size for size, _, _ in roots] == [4, 16, 28, 40]
    for size, value, _ in roots:
        assert value == root(leaves[:size]).hex()


def test_a_root_closes_a_command_only_if_it_wrote(path):
    """Looking costs no root; a root may be closed by hand, and a second time nothing is added."""
    with open_log(path, command="check") as log:
        assert log.close_root(at=NOON) is None
        log.append([check_event(check())])
        assert log.close_root(at=NOON, command="by hand") == log.close_root(at=NOON + DAY)
    with open_log(path, command="list"):
        pass
    assert cells(path, "SELECT size, command FROM roots") == [(1, "by hand")]


def test_a_command_that_fails_is_sealed_all_the_same(path):
    """What was recorded before a fault, or before Ctrl-C, is recorded and sealed."""

    def interrupted():
        with open_log(path) as log:
            log.append([check_event(check())])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert cells(path, "SELECT size FROM roots") == [(1,)]


def test_a_rebuild_gives_the_same_tables_byte_for_byte(path):
    """All tables are made of the entries alone: thrown away and made anew they are the same."""
    filled_log(path)
    before = dump(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM pages")
        connection.execute("UPDATE checks SET state = 'alive'")
    assert dump(path) != before
    with open_log(path) as log:
        assert log.rebuild() == 40
    assert dump(path) == before


def test_the_tables_do_not_depend_on_the_batches(path, tmp_path):
    """One batch of everything and one batch an event give the same tables, through sources that supersede."""
    events = [*one_of_each(), source_event(source(title="New"), at=NOON), *one_of_each()]
    single = tmp_path / "single.db"
    with open_log(path) as log:
        log.append(events)
    with open_log(single) as log:
        for event in events:
            log.append([event])
    assert dump(path) == dump(single)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(range(4)), st.integers(0, 2), st.sampled_from(list(State))), max_size=30),
    st.sets(st.integers(0, 30)),
)
def test_any_history_is_its_own_rebuild(history, cuts):
    """Whatever happened in whatever batches: the log verifies, which compares every table with a second making."""
    events = []
    for day, (what, page, state) in enumerate(history):
        url, at = f"https://news.example/{page}", NOON + DAY * day
        events.append(
            (
                source_event(source(url, title=f"On day {day}"), at=at),
                check_event(check(url, state, at=at)),
                capture_event(capture(url, at=at)),
                citation_event(citation(), at=at, url=url),
            )[what]
        )
    bounds = [0, *sorted(cut for cut in cuts if cut < len(events)), len(events)]
    with TemporaryDirectory() as folder, open_log(Path(folder) / "log.db") as log:
        for first, last in pairwise(bounds):
            log.append(events[first:last])
        assert log.verify().findings == ()


def test_foreign_keys_hold(path):
    """Datasette follows the keys, so none of them may lead nowhere."""
    filled_log(path)
    assert cells(path, "PRAGMA foreign_key_check") == []


def test_a_log_needs_no_schema_library(path):
    """Making a log, and opening and writing it again, does not import sqlite-utils, which takes longer than the rest."""
    code = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from provenance.edge.log import open_log\n"
        "for _ in range(2):\n"
        f"    with open_log(Path({str(path)!r})) as log:\n"
        "        log.begin_audit(lists=['a'], key='a', at=datetime.now(UTC))\n"
        "assert not {'sqlite_utils', 'tldextract', 'httpx'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_ids_are_letters_and_sequences():
    """Six kinds, six letters."""
    assert [id_of(kind, 7) for kind in list(Kind)[:6]] == ["s7", "k7", "p7", "c7", "m7", "a7"]
