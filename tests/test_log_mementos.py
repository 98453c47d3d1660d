"""Mementos in the log: recorded, found again for the same date, part of the story, made anew."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from provenance.core.logbook import check_event, memento_event, source_event
from provenance.core.logbook_records import story_record
from provenance.core.model import Copy, Memento, State
from provenance.core.record_reading import copy_from
from provenance.edge.log import open_log, read_log
from provenance.jobs.logbook import show
from provenance.settings import Settings
from tests.log_material import NOON, PAGE, check, source

EVERYTHING = "SELECT * FROM mementos ORDER BY entry"


def copy(url=PAGE, *, taken=NOON, **more):
    memento = Memento(
        uri_r=url,
        uri_m=f"https://archive.example/{taken:%Y%m%d%H%M%S}/{url}",
        memento_datetime=taken,
        archive="example",
    )
    return Copy(url=url, memento=memento, **{"title": "Flood", "digest": "sha256:" + "2" * 64, **more})


@pytest.fixture
def path(tmp_path):
    """A log with a source, a check and three mementos."""
    with open_log(tmp_path / "log.db", command="archive") as log:
        log.append([source_event(source(), at=NOON), check_event(check(state=State.DEAD))])
        log.append([
            memento_event(copy(wanted="2024-07-04"), at=NOON),
            memento_event(copy(taken=NOON - timedelta(days=9)), at=NOON + timedelta(days=1)),
            memento_event(copy(wanted="2024-07-04", verified=False, requested=True), at=NOON + timedelta(days=2)),
        ])  # fmt: skip
    return tmp_path / "log.db"


def test_a_memento_comes_back_as_it_was(path):
    """With its id, by the page and by its own id, the one found last first."""
    with read_log(path) as log:
        for text in (PAGE, f"{PAGE}?utm_source=x", "s0", "k1", "m2"):
            assert [one.id for one in log.mementos_of(text)] == ["m4", "m3", "m2"], text
        assert copy_from(log.mementos_of(PAGE)[2].record) == copy(wanted="2024-07-04")


def test_a_page_is_known_by_its_memento_alone(tmp_path):
    """Nothing else was recorded of it."""
    with open_log(tmp_path / "log.db") as log:
        log.append([memento_event(copy(), at=NOON)])
        assert [one.id for one in log.mementos_of(PAGE)] == ["m0"]


def test_the_memento_for_a_date(path):
    """The same page, the same date, read, and not too long ago."""
    with read_log(path) as log:
        assert log.memento_for(PAGE, wanted="2024-07-04", since=NOON).id == "m2"
        assert log.memento_for(PAGE, wanted=None, since=NOON).id == "m3"
        assert log.memento_for(PAGE, wanted="2024-07-05", since=NOON) is None
        assert log.memento_for(PAGE, wanted="2024-07-04", since=NOON + timedelta(seconds=1)) is None
        assert log.memento_for("https://news.example/other", wanted=None, since=NOON) is None


def test_the_table_is_made_anew_as_it_was(path):
    """Byte for byte, and the log says that it is sound."""
    with open_log(path) as log:
        before = rows(path)
        assert len(before) == 3
        log.rebuild()
        assert rows(path) == before
        assert log.verify().sound
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE mementos SET uri_m = 'https://evil.example/' WHERE entry = 2")
        connection.commit()
    with read_log(path) as log:
        assert not log.verify().sound


def rows(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(EVERYTHING).fetchall()


def test_the_story_tells_of_mementos(path):
    """What is not read back yet is marked."""
    from provenance.core.reports.logbook import render_show

    story = show(Settings(log=path), PAGE)
    assert [one["id"] for one in story_record(story)["mementos"]] == ["m4", "m3", "m2"]
    shown = render_show(story)
    assert "Archived copies\n  m4  2026-11-22T12:00:00Z  example  https://archive.example/" in shown
    assert shown.count("(not yet read back)") == 1
