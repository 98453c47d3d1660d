"""The jobs that look into the log, and what they print."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from provenance.core.logbook import (
    Filter,
    capture_event,
    check_event,
    source_event,
)
from provenance.core.logbook_records import listed_record, report_record, story_record
from provenance.core.model import State
from provenance.core.records import canonical_json, source_record
from provenance.core.reports.logbook import render_list, render_show, render_verify
from provenance.edge.log import open_log
from provenance.errors import InputError
from provenance.jobs import logbook
from provenance.settings import Settings
from tests.log_material import NOON, PAGE, capture, check, filled_log, one_of_each, source


@pytest.fixture
def settings(tmp_path):
    return Settings(log=tmp_path / "log.db")


@pytest.fixture
def written(settings):
    """A log with a source and all that belongs to it, found dead twice, and a page in Japanese never checked."""
    with open_log(settings.log, command="add") as log:
        log.append(one_of_each())
        log.append([check_event(check(state=State.DEAD, at=NOON + timedelta(days=day))) for day in (1, 2)])
        log.append([source_event(source("https://ja.example/1", title="洪水がデルタ地帯を襲う"), at=NOON)])
    return settings


def test_the_path_is_that_of_the_settings(settings):
    """Whether or not a log is there."""
    assert logbook.log_path(settings) == settings.log


@pytest.mark.parametrize(
    "job", [logbook.list_sources, lambda s: logbook.show(s, "s0"), logbook.verify, logbook.rebuild]
)
def test_no_job_makes_a_log(settings, job):
    """Looking into an absent log says how it is made, and makes none."""
    with pytest.raises(InputError, match="there is no log yet"):
        job(settings)
    assert not settings.log.exists()


def test_an_unknown_id_is_said_with_three_parts(written):
    """What was given, what is wrong, what to do."""
    with pytest.raises(InputError) as error:
        logbook.show(written, "s99")
    assert str(error.value) == (
        f"s99: is not in the log {written.log}. See `provenance list`, or record it with `provenance add`"
    )


def test_the_list_is_one_aligned_line_a_source(written):
    """Columns stand under their headings, wide characters counted as the terminal shows them."""
    assert render_list(logbook.list_sources(written)) == (
        "ID  STATE              CHECKED     ISSUED      OUTLET       TITLE                   URL\n"
        f"s0  dead? (not_found)  2026-11-24  2024-07-04  The Example  Flood in the delta      {PAGE}\n"
        "s6  unchecked          –           2024-07-04  The Example  洪水がデルタ地帯を襲う  https://ja.example/1\n"
    )


def test_an_empty_list_says_so(written):
    """No headings over nothing."""
    told = render_list(logbook.list_sources(written, Filter(state="alive")))
    assert told.startswith("No source in the log fits")


def test_what_a_page_says_does_not_write_on_the_terminal(settings):
    """Control characters and line breaks in a title stay out of the table, and a long one is cut."""
    with open_log(settings.log) as log:
        log.append([source_event(source(title="\x1b[2JRed\nalert " + "very " * 30 + "long"), at=NOON)])
    _, line = render_list(logbook.list_sources(settings)).splitlines()
    assert "[2JRed alert very" in line
    assert "\x1b" not in line
    assert "…" in line


def test_show_tells_the_story_of_a_page(written):
    """Readings with how they are known, the state, and everything that happened, the newest first."""
    told = render_show(logbook.show(written, PAGE))
    assert told.startswith("s0  recorded 2026-11-22T12:00:00Z\n")
    for line in (
        "title     Flood in the delta                     by meta:og:title; but html:title says 'Flood'",
        "author    Ana Pérez; AFP                         by visible:byline",
        "issued    2024-07-04                             inferred from XXXX-07-04",
        "not stated: modified, container-title, publisher, section, dateline, credit, identifier",
    ):
        assert f"  {line}\n" in told
    assert told.endswith(
        "\nState\n"
        "  dead? (not_found) at 2026-11-24T12:00:00Z\n"
        "  failing since 2026-11-23T12:00:00Z: 1 failure, not confirmed\n"
        "  next look due at 2026-11-27T12:00:00Z\n"
        "\nChecks\n"
        "  k5  2026-11-24T12:00:00Z  dead? (not_found)  the server said so\n"
        "  k4  2026-11-23T12:00:00Z  dead? (not_found)  the server said so\n"
        "  k2  2026-11-22T12:00:00Z  alive  the server said so\n"
        "\nCaptures\n"
        f"  p1  2026-11-22T12:00:00Z  1200 bytes  sha256:{'0' * 64}\n"
        "\nCitations\n"
        "  c3  2026-11-22  apa  Pérez, A. (2024). Flood in the delta.\n"
        "\nIn lists\n"
        "  list.md:3: title 'The flood'\n"
    )


def test_show_of_a_page_that_was_only_checked(settings):
    """No source is made up where none was recorded."""
    with open_log(settings.log) as log:
        log.append([check_event(check(state=State.DEAD))])
    told = render_show(logbook.show(settings, "k0"))
    assert told.startswith(f"{PAGE}  (checked, not recorded as a source)\n\nState\n")
    assert "failing since 2026-11-22T12:00:00Z: 1 failure, not confirmed\n" in told


def test_show_of_a_text_without_url(settings):
    """A saved text has an id, its captures, and no checks."""
    with open_log(settings.log) as log:
        log.append([source_event(source(None), at=NOON), capture_event(capture(None), about=0)])
    story = logbook.show(settings, "s0")
    assert story.checks == ()
    assert "  url       none\n" in render_show(story)
    assert [one.id for one in story.captures] == ["p1"]


def test_verify_prints_what_was_compared(written):
    """A sound log says so with its root; a changed one names each place and what can be done."""
    told = render_verify(logbook.verify(written))
    assert told.startswith("7 entries, 1 root\nroot at size 7: ")
    assert told.endswith("The log is what it was: entries, roots and tables agree.\n")
    with closing(sqlite3.connect(written.log)) as connection, connection:
        connection.execute("UPDATE checks SET kind = 'ok'")
    told = render_verify(logbook.verify(written))
    assert "The log is not what it was: 2 findings\n" in told
    assert "  checks, entry 4: was changed: kind is 'ok', the entries say 'not_found'\n" in told
    assert "`provenance log rebuild`" in told
    assert logbook.rebuild(written) == 7
    assert logbook.verify(written).sound


def test_rows_without_a_root_are_said(written):
    """Until the next command seals them, nothing vouches for the last rows of a killed process."""
    with closing(sqlite3.connect(written.log)) as connection, connection:
        connection.execute("DROP TRIGGER roots_refuse_delete")
        connection.execute("DELETE FROM roots")
    assert "7 entries after the last root" in render_verify(logbook.verify(written))


def test_the_log_of_many_commands_lists_and_shows(settings):
    """A page without source is in no list; its checks are shown by the URL."""
    filled_log(settings.log)
    assert [one.id for one in logbook.list_sources(settings)] == ["s0"]
    assert len(logbook.show(settings, "https://news.example/3").checks) == 3


def test_the_same_as_json(written):
    """What is printed for people is there for programs: `show` gives the source with its history beside it."""
    story = story_record(logbook.show(written, PAGE))
    assert story | source_record(source()) == story
    assert story["id"] == "s0"
    assert [one["id"] for one in story["checks"]] == ["k5", "k4", "k2"]
    assert story["checks"][0]["state"] == "dead"
    assert (story["latest"]["failures"], story["latest"]["first_failed_at"]) == (2, "2026-11-23T12:00:00Z")
    assert story["latest"]["due_at"] == "2026-11-27T12:00:00Z"
    assert story["mentions"][0] == {
        "file": "list.md", "line": 3, "where": None, "url": PAGE, "given": {"title": "The flood"}, "check": "k2",
    }  # fmt: skip
    first, second = (listed_record(one) for one in logbook.list_sources(written))
    assert (first["state"], first["checked_at"]) == ("dead", "2026-11-24T12:00:00Z")
    assert (second["state"], second["checked_at"]) == (None, None)
    report = report_record(logbook.verify(written))
    assert (report["sound"], report["entries"], report["root"]["size"], report["findings"]) == (True, 7, 7, [])
    assert canonical_json(story | {"list": [first, second]} | report)
