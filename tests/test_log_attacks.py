"""Whoever changes the log is found, and what was changed is named."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from provenance.core.merkle import leaf_hash
from provenance.edge.log import open_log, read_log
from provenance.errors import LogBroken
from tests.log_material import filled_log

GUARDS = (
    "entries_in_order", "entries_refuse_update", "entries_refuse_delete",
    "roots_in_order", "roots_refuse_update", "roots_refuse_delete",
)  # fmt: skip


@pytest.fixture
def path(tmp_path):
    return filled_log(tmp_path / "log.db")


def attack(path, *statements, values=()):
    """Change the file with any SQLite tool; the guards are taken away first and put back after."""
    with closing(sqlite3.connect(path)) as connection:
        guards = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())
        for name in guards:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement, values)
        for sql in guards.values():
            connection.execute(sql)
        connection.commit()


def findings(path):
    with read_log(path) as log:
        return [f"{finding.where}: {finding.what}" for finding in log.verify().findings]


def test_an_untouched_log_is_sound(path):
    """Nothing is found where nothing was done; the report says how much was compared."""
    with read_log(path) as log:
        report = log.verify()
    assert report.findings == ()
    assert report.sound
    assert (report.entries, report.roots, report.unsealed) == (40, 4, 0)
    assert report.root is not None
    assert report.root.size == 40


def test_the_entries_refuse_to_be_changed(path):
    """UPDATE, DELETE, REPLACE and a gap are refused by the file itself, whatever tool asks."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in (
            "UPDATE entries SET body = '{}' WHERE sequence = 5",
            "DELETE FROM entries WHERE sequence = 5",
            "DELETE FROM entries",
            "INSERT OR REPLACE INTO entries SELECT 5, recorded_at, kind, '{}', leaf FROM entries WHERE sequence = 5",
            "INSERT INTO entries SELECT 99, recorded_at, kind, body, leaf FROM entries WHERE sequence = 5",
            "UPDATE roots SET root = '' WHERE size = 4",
            "DELETE FROM roots WHERE size = 4",
            "INSERT OR REPLACE INTO roots SELECT size, 'x', recorded_at, command, frontier FROM roots WHERE size = 40",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)
        connection.rollback()
    assert findings(path) == []


def test_an_edited_body_is_named(path):
    """The leaf hash no longer belongs to the body; the table that was made of it before tells the old value."""
    attack(path, "UPDATE entries SET body = replace(body, 'not_found', 'gone') WHERE sequence = 6")
    body, table, *more = findings(path)
    assert body == "entry 6: body and leaf hash do not belong together: one of them was changed"
    assert table == "checks, entry 6: was changed: kind is 'not_found', the entries say 'gone'"
    assert not more


def test_an_edited_body_with_a_new_leaf_is_bounded_by_roots(path):
    """Who makes the leaf fit is betrayed by the first root over it; the later roots are not listed one by one."""
    with closing(sqlite3.connect(path)) as connection:
        (body,) = connection.execute("SELECT body FROM entries WHERE sequence = 6").fetchone()
    body = body.replace("not_found", "gone")
    attack(
        path,
        "UPDATE entries SET body = :body, leaf = :leaf WHERE sequence = 6",
        values={"body": body, "leaf": leaf_hash(body.encode())},
    )
    with open_log(path) as log:
        log.rebuild()
    assert findings(path) == ["root at size 16: does not fit: entries 4 to 15, or this root, was changed"]


def test_an_edited_column_is_named(path):
    """Kind and moment stand in the hashed body as well."""
    attack(path, "UPDATE entries SET recorded_at = '2020-01-01T00:00:00Z' WHERE sequence = 2")
    (found,) = findings(path)
    assert found.startswith("entry 2: recorded_at was changed: it is '2020-01-01T00:00:00Z', the body says '2026-")


def test_a_deleted_row_is_named(path):
    """The gap is named, the root over it, and the row that the entry had made."""
    attack(path, "DELETE FROM entries WHERE sequence = 6")
    found = findings(path)
    assert "entry 6: missing" in found
    assert "root at size 16: does not fit: entries 4 to 15, or this root, was changed" in found
    assert "checks, entry 6: no entry says this row: it was put in" in found


def test_a_deleted_row_with_the_rest_moved_up_is_found(path):
    """Closing the gap moves all leaves behind it, and the roots tell."""
    attack(
        path,
        "DELETE FROM entries WHERE sequence = 6",
        "UPDATE entries SET sequence = -sequence WHERE sequence > 6",
        "UPDATE entries SET sequence = -sequence - 1 WHERE sequence < 0",
    )
    assert findings(path)[0] == "root at size 16: does not fit: entries 4 to 15, or this root, was changed"


def test_swapped_rows_are_found(path):
    """The order of entries is part of every root."""
    attack(
        path,
        "UPDATE entries SET sequence = -1 WHERE sequence = 6",
        "UPDATE entries SET sequence = 6 WHERE sequence = 7",
        "UPDATE entries SET sequence = 7 WHERE sequence = -1",
    )
    assert findings(path)[0] == "root at size 16: does not fit: entries 4 to 15, or this root, was changed"


def test_a_cut_tail_is_found(path):
    """A root remembers how many entries there were."""
    attack(path, "DELETE FROM entries WHERE sequence >= 30")
    assert "root at size 40: is over 40 entries, but only 30 are left" in findings(path)


def test_an_edited_root_is_named(path):
    """One wrong root among right ones is the one that was changed."""
    attack(path, "UPDATE roots SET root = replace(root, 'a', 'b') WHERE size = 16")
    assert findings(path) == ["root at size 16: does not fit: entries 4 to 15, or this root, was changed"]


def test_an_edited_frontier_is_named(path):
    """The next root would grow out of it, so it is compared as well; one that is none stops the next root."""
    attack(path, "UPDATE roots SET frontier = 'zz' WHERE size = 40")
    assert findings(path) == ["root at size 40: frontier was changed: it does not lead to this root"]
    with pytest.raises(LogBroken, match="has a frontier that is none"), open_log(path) as log:
        log.finish_audit("a4", at=log.head().recorded_at)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE pages SET state = 'alive' WHERE key = 'https://news.example/3'",
         "pages, entry 8: was changed: state is 'alive', the entries say 'dead'"),
        ("DELETE FROM mentions", "mentions, entry 2, position 0: missing, though an entry says it"),
        ("INSERT INTO readings (source, variable, value) VALUES (0, 'zeal', 'x')",
         "readings, source 0, variable zeal: no entry says this row: it was put in"),
        ("INSERT INTO readings (value) VALUES ('x')",
         "readings, source None, variable None: no entry says this row: it was put in"),
        ("UPDATE audits SET finished_at = NULL WHERE entry = 4",
         "audits, entry 4: was changed: finished_at is None, the entries say '2026-11-23T12:00:00Z'"),
    ],
)  # fmt: skip
def test_an_edited_table_is_named(path, statement, found):
    """Every table is compared with what the entries make; a rebuild mends it."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
    assert findings(path) == [found]
    with open_log(path) as log:
        log.rebuild()
    assert findings(path) == []


def test_many_findings_are_counted_and_not_all_listed(path):
    """Fifty of a kind show what was done; the rest is a number."""
    filled_log(path, commands=6)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE checks SET state = 'alive'")
    found = findings(path)
    assert len(found) == 51
    assert found[-1].endswith("is followed by 40 more findings of the same kind")


@pytest.mark.parametrize("guard", GUARDS)
def test_a_removed_guard_is_named(path, guard):
    """A log that would let itself be changed is not what it was."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"DROP TRIGGER {guard}")
    assert findings(path) == [f"trigger {guard}: was removed: the log does not refuse changes any more"]


def test_a_replaced_guard_is_named(path):
    """A trigger of the right name that does nothing is not the guard."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TRIGGER entries_refuse_update")
        connection.execute("CREATE TRIGGER entries_refuse_update BEFORE UPDATE ON entries BEGIN SELECT 1; END")
    assert findings(path) == ["trigger entries_refuse_update: is not the one that the log was made with"]


@pytest.mark.parametrize(
    "body", ["no JSON", "[]", '{"at":"","kind":"check"}', '{"at":"","kind":"check","record":{}}', ""]
)
def test_a_body_that_is_none_is_a_finding_and_stops_a_rebuild(path, body):
    """Verification goes on behind it; a rebuild leaves the tables as they are and says which entry it is."""
    attack(path, "UPDATE entries SET body = :body WHERE sequence = 6", values={"body": body})
    found = findings(path)
    assert "entry 6: body is not what the log writes" in found
    assert "checks, entry 6: no entry says this row: it was put in" in found
    with pytest.raises(LogBroken, match="entry 6 does not hold a record of its kind"), open_log(path) as log:
        log.rebuild()
    assert findings(path) == found


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["DROP VIEW latest"], "view latest: was removed"),
        (["DROP VIEW latest", "CREATE VIEW latest AS SELECT 'https://news.example/3' AS key, 'alive' AS state"],
         "view latest: is not the one that the log was made with"),
    ],
)  # fmt: skip
def test_a_view_that_says_something_else_is_named(path, statements, found):
    """Who asks for the newest checks is not told of others; a view of one's own is nobody's business."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in ("CREATE VIEW mine AS SELECT 1", *statements):
            connection.execute(statement)
    assert findings(path) == [found]


@pytest.mark.parametrize("title", ['{"a":1}', "[1]", "99999999999999999999", '"\\ud800"'])
def test_a_value_that_no_table_holds_is_a_finding(path, title):
    """JSON may hold what no cell can: the entry is named as others that cannot be read."""
    sql = "SELECT body FROM entries WHERE sequence = 6"
    with closing(sqlite3.connect(path)) as connection:
        (body,) = connection.execute(sql).fetchone()
    body = body.replace('"title":"Flood"', f'"title":{title}')
    attack(path, "UPDATE entries SET body = :body WHERE sequence = 6", values={"body": body})
    assert "entry 6: body is not what the log writes" in findings(path)
    with pytest.raises(LogBroken, match="entry 6 does not hold a record of its kind"), open_log(path) as log:
        log.rebuild()


def test_entries_after_the_last_root_are_said(path):
    """A process that was killed leaves rows that no root vouches for yet: no finding, but a number."""
    attack(path, "DELETE FROM roots WHERE size = 40")
    with read_log(path) as log:
        report = log.verify()
    assert report.sound
    assert report.unsealed == 12


def test_a_damaged_page_is_found(path):
    """Bytes overwritten on the disk are a broken log, not a crash."""
    content = bytearray(path.read_bytes())
    for start in range(4096 * 4, len(content) - 4096, 4096):
        content[start : start + 64] = b"\xff" * 64
    path.write_bytes(content)
    with pytest.raises(LogBroken, match="is damaged"), read_log(path) as log:
        log.verify()


def test_a_foreign_trigger_is_named(path):
    """A trigger of somebody else may change what is written next."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TRIGGER soft AFTER INSERT ON checks BEGIN DELETE FROM pages; END")
    assert findings(path) == ["trigger soft: was put in: it may change what is recorded from now on"]


@pytest.mark.parametrize(
    "statement",
    ["ALTER TABLE checks ADD COLUMN note TEXT", "DROP TABLE checks", "ALTER TABLE checks RENAME COLUMN kind TO sort"],
)
def test_a_reshaped_table_is_named(path, statement):
    """A table that is gone or has other columns is a finding; the rest is compared all the same."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM mentions")
        connection.execute(statement)
    assert findings(path) == [
        "checks: does not have the columns and keys that the log was made with",
        "mentions, entry 2, position 0: missing, though an entry says it",
    ]


@pytest.mark.parametrize("table", ["entries", "roots"])
def test_a_log_without_entries_or_roots_is_broken(path, table):
    """There is nothing to compare with."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"DROP TABLE {table}")
    with pytest.raises(LogBroken, match=f"no such table: {table}"), read_log(path) as log:
        log.verify()


def test_reading_a_log_that_was_changed_never_crashes(path):
    """Who asks for a page meets a broken entry with a message, and a missing one with what is left."""
    attack(path, "UPDATE entries SET body = 'x' WHERE sequence = 2")
    with read_log(path) as log:
        with pytest.raises(LogBroken, match="an entry that the log did not write"):
            log.checks_of("s0")
        assert log.source("s0") is not None
    attack(path, "DELETE FROM entries WHERE sequence = 0")
    with read_log(path) as log:
        assert log.source("s0") is None
