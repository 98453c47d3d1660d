"""Opening: whose file it is, what may be done with it, and what is said where it cannot be used."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from provenance.core.logbook import check_event
from provenance.edge.log import faults, open_log, opening, read_log, schema
from provenance.edge.log.identity import APPLICATION_ID, VERSION
from provenance.errors import InputError, LogBroken, LogUnavailable
from tests.log_material import NOON, check, filled_log


def parts(error):
    """The three parts of a message, all of them there."""
    assert error.value.given
    assert error.value.problem
    assert error.value.remedy
    return error.value


# -- no log yet


@pytest.mark.parametrize("content", [None, b""])
def test_an_absent_log_is_told_and_not_made(tmp_path, content):
    """Reading says how a log comes to be, and leaves no file behind."""
    path = tmp_path / "folder" / "log.db"
    if content is not None:
        path.parent.mkdir()
        path.write_bytes(content)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError) as error:
        read_log(path)
    assert str(parts(error)) == (
        f"{path}: there is no log yet. It is made by the first `provenance check`, `add`, `cite` or `audit`"
    )
    assert sorted(tmp_path.rglob("*")) == before


def test_a_database_without_tables_is_no_log_yet(tmp_path):
    """What another process has only begun to make reads as absent, and is taken over by the first who writes."""
    path = tmp_path / "log.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with pytest.raises(InputError, match="there is no log yet"):
        read_log(path)
    filled_log(path)
    with read_log(path) as log:
        assert log.verify().sound


# -- somebody else's file


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    """A text file is named as what it is not, for reading and for writing."""
    path = tmp_path / "notes.txt"
    path.write_text("These are my notes. " * 500)
    before = path.read_bytes()
    for way in (open_log, read_log):
        with pytest.raises(LogBroken, match="is not a SQLite file") as error:
            way(path)
        assert parts(error).exit_code == 4
    assert path.read_bytes() == before


def test_a_database_of_somebody_else_is_left_alone(tmp_path):
    """Another program's database gets no table from us."""
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE places (id)")
    before = path.read_bytes()
    for way in (open_log, read_log):
        with pytest.raises(LogBroken, match="not a log of provenance") as error:
            way(path)
        parts(error)
    assert path.read_bytes() == before


def test_a_log_of_a_newer_version_is_left_alone(tmp_path):
    """Who meets a newer log is told to upgrade; not a byte is changed."""
    path = filled_log(tmp_path / "log.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    for way in (open_log, read_log):
        with pytest.raises(LogBroken, match=r"newer provenance .* pip install --upgrade") as error:
            way(path)
        parts(error)
    assert path.read_bytes() == before


# -- older versions


def make_behind(path, monkeypatch):
    """A log that saw only the first migration."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection, monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        schema.migrate(connection)


def test_a_new_log_is_what_the_migrations_come_to(tmp_path):
    """The script for new logs and the migrations make the same file: tables, triggers, indexes, numbers, record."""
    everything = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY rowid"
    with closing(sqlite3.connect(tmp_path / "migrated.db", isolation_level=None)) as migrated:
        schema.migrate(migrated)
        open_log(tmp_path / "new.db").close()
        with closing(sqlite3.connect(tmp_path / "new.db")) as new:
            for question in (everything, "SELECT * FROM migrations", "PRAGMA application_id", "PRAGMA user_version"):
                assert new.execute(question).fetchall() == migrated.execute(question).fetchall()


def test_the_version_counts_the_migrations():
    """The number in the header is known without the schema library, so it must be kept by hand."""
    assert len(schema.MIGRATIONS) == VERSION


def test_migrations_are_recorded_by_name(tmp_path):
    """The file says which migrations it has seen, in their order."""
    with closing(sqlite3.connect(filled_log(tmp_path / "log.db"))) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM migrations ORDER BY number")]
        assert names == [migration.__name__ for migration in schema.MIGRATIONS]
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize("way", [open_log, read_log])
def test_a_log_behind_is_brought_up_to_date(tmp_path, monkeypatch, way):
    """A log that saw only the first migration – a process was killed after it – gets the rest, whoever comes."""
    path = tmp_path / "log.db"
    make_behind(path, monkeypatch)
    with way(path) as log:
        assert log.counts() == {}
        assert log.verify().sound


def test_a_migration_that_fails_leaves_nothing(tmp_path, monkeypatch):
    """Its tables and the record that it ran are one transaction."""
    path = tmp_path / "log.db"

    def m2_broken(database):
        database.table("half").create({"id": int})
        raise sqlite3.OperationalError("no")

    make_behind(path, monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (schema.MIGRATIONS[0], m2_broken))
        with pytest.raises(LogBroken):
            open_log(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchone()
    with open_log(path) as log:
        assert log.verify().sound


# -- places that cannot be used


def test_a_folder_is_not_a_log(tmp_path):
    """The message proposes a file in it."""
    for way in (open_log, read_log):
        with pytest.raises(LogUnavailable, match=r"is a folder\. Name a file with --log, such as .*log\.db") as error:
            way(tmp_path)
        assert parts(error).exit_code == 3


@pytest.mark.parametrize("place", ["file.txt/log.db", "file.txt/folder/log.db"])
def test_a_place_below_a_file_cannot_be_used(tmp_path, place):
    """Where no folder can be made the message says so."""
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(LogUnavailable, match="cannot be opened") as error:
        open_log(tmp_path / place)
    parts(error)
    with pytest.raises((InputError, LogUnavailable)):
        read_log(tmp_path / place)


def test_a_pipe_and_a_device_are_no_logs(tmp_path):
    """Neither waits for ever nor pretends to record."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (pipe, Path(os.devnull)):
        for way in (open_log, read_log):
            with pytest.raises(LogUnavailable, match="is not a file") as error:
                way(place)
            parts(error)


def test_a_name_that_is_too_long_is_said(tmp_path):
    """What the file system refuses is a message, not a traceback."""
    for way in (open_log, read_log):
        with pytest.raises(LogUnavailable, match="cannot be opened: File name too long") as error:
            way(tmp_path / ("x" * 300))
        parts(error)


def test_a_name_with_signs_of_a_url_is_a_name(tmp_path):
    """`?`, `#`, `%` and spaces in a path are part of it, although SQLite is given a URL."""
    path = tmp_path / "my log?mode=ro#1%20.db"
    filled_log(path)
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_locked_log_says_so(tmp_path, monkeypatch):
    """Who waits in vain is told what for, and has recorded nothing."""
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    path = filled_log(tmp_path / "log.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as other, open_log(path) as log:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(
            LogUnavailable, match=f"locked by another process for more than {faults.BUSY_SECONDS:g}"
        ) as error:
            log.append([check_event(check())])
        parts(error)
        other.execute("ROLLBACK")
        assert log.append([check_event(check())]) == [40]


def test_a_reader_does_not_wait_for_a_writer(tmp_path):
    """While somebody writes, the log reads as it was before."""
    path = filled_log(tmp_path / "log.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM pages")
        with read_log(path) as log:
            assert log.counts() == {"alive": 1, "dead": 10}
        other.execute("ROLLBACK")


def test_a_full_disk_says_so_and_loses_nothing(tmp_path):
    """A batch that finds no room is not recorded, and what was recorded before is sound."""
    path = filled_log(tmp_path / "log.db")
    with open_log(path) as log:
        (pages,) = log._connection.execute("PRAGMA page_count").fetchone()
        log._connection.execute(f"PRAGMA max_page_count = {pages}")
        many = [check_event(check(f"https://full.example/{number}")) for number in range(500)]
        with pytest.raises(LogUnavailable, match="the disk is full") as error:
            log.append(many)
        parts(error)
    with read_log(path) as log:
        report = log.verify()
    assert (report.sound, report.entries) == (True, 40)


def test_a_reader_refuses_to_write(tmp_path):
    """Not even by mistake: the connection itself refuses."""
    with read_log(filled_log(tmp_path / "log.db")) as log:
        assert not hasattr(log, "append")
        with pytest.raises(sqlite3.OperationalError):
            log._connection.execute("DELETE FROM pages")


# -- without permission


@pytest.fixture
def public_folder():
    """A folder that another user can reach; pytest's own folders are closed to others."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def _as_nobody(job, path, answers):
    if os.geteuid() == 0:
        os.setuid(65534)
    try:
        answers.put(job(path))
    except (LogUnavailable, LogBroken, InputError) as error:
        answers.put((type(error).__name__, str(error)))


def as_nobody(job, path):
    """What the job gives where the user may not write: permissions mean nothing to root, so root steps down."""
    if not hasattr(os, "setuid"):
        pytest.skip("this system has no users to step down to")
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    process = context.Process(target=_as_nobody, args=(job, path, answers))
    process.start()
    answer = answers.get(timeout=30)
    process.join()
    return answer


def look(path):
    with read_log(path) as log:
        return log.counts(), log.verify().sound


def record(path):
    with open_log(path) as log:
        return log.append([check_event(check())])


@contextlib.contextmanager
def closed(folder):
    """The folder and what is in it without permission to write."""
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    yield
    folder.chmod(0o755)


def test_a_log_that_cannot_be_written_can_be_read(public_folder):
    """On a read-only disk a log is listed and verified, and no file is left beside it."""
    path = filled_log(public_folder / "log.db")
    with closed(public_folder):
        assert as_nobody(look, path) == ({"alive": 1, "dead": 10}, True)
        kind, message = as_nobody(record, path)
    assert kind == "LogUnavailable"
    assert "cannot be opened or written" in message
    assert "Check the permissions" in message
    assert [file.name for file in public_folder.iterdir()] == ["log.db"]


def test_a_folder_that_cannot_be_written_takes_no_new_log(public_folder):
    """The message names the place, and reading still says that there is no log."""
    with closed(public_folder):
        assert as_nobody(record, public_folder / "log.db")[0] == "LogUnavailable"
        assert as_nobody(record, public_folder / "new" / "log.db")[0] == "LogUnavailable"
        assert as_nobody(look, public_folder / "log.db")[0] == "InputError"


def test_a_log_that_cannot_be_read_says_so(public_folder):
    """Somebody else's private log is out of reach, not broken."""
    path = filled_log(public_folder / "log.db")
    path.chmod(0o600)
    kind, message = as_nobody(look, path)
    assert kind == "LogUnavailable"
    assert "Check the permissions" in message


def test_a_folder_that_cannot_be_entered_says_so(public_folder):
    """Where not even the presence of a log can be told, nothing is claimed about it."""
    path = filled_log(public_folder / "log.db")
    public_folder.chmod(0o700)
    for job in (look, record):
        kind, message = as_nobody(job, path)
        assert kind == "LogUnavailable"
        assert "Permission denied" in message
        assert str(path) in message


def test_reading_leaves_nothing_beside_the_log(tmp_path):
    """The helper files of SQLite go with the last who closes."""
    path = filled_log(tmp_path / "log.db")
    before = path.read_bytes()
    look(path)
    assert [file.name for file in tmp_path.iterdir()] == ["log.db"]
    assert path.read_bytes() == before


def test_the_moment_of_a_root_is_the_last_one_recorded(tmp_path):
    """The log reads no clock: a root bears the moment of the last entry under it."""
    with read_log(filled_log(tmp_path / "log.db", commands=0)) as log:
        head = log.head()
    assert head is not None
    assert head.recorded_at == NOON
