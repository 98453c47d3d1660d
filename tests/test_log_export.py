"""The log for other programs: what is exported is what the log holds, and the ready questions have one answer."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import duckdb
import pytest
from pyarrow import parquet

from provenance.core.logbook import check_event, source_event
from provenance.core.model import Origin, State
from provenance.edge.log import open_log
from provenance.edge.log.questions import questions, sql
from tests.command import Command, assert_fault
from tests.log_material import NOON, check, filled_log, one_of_each, source

WORDS = 'A "quoted", title\nin two lines – and ütf-8'


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """In a folder of its own, so that what is exported stands beside nothing."""
    return Command.at(tmp_path / "work")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Pages that rot, flap and wall, with sources of some of them."""
    path = filled_log(tmp_path / "log.db")
    states = {"steady": "AAAA", "flapping": "ADAD", "gone": "ADDD", "fault": "AUAU"}
    with open_log(path) as written:
        written.append(one_of_each())
        for host, (page, story) in product(("a.example", "b.example"), states.items()):
            url = f"https://{host}/{page}"
            written.append([source_event(source(url, title=WORDS), at=NOON)] if host == "a.example" else [])
            for week, letter in enumerate(story):
                state = {"A": State.ALIVE, "D": State.DEAD, "U": State.UNKNOWN}[letter]
                seen = check(url, state, at=NOON + week * timedelta(days=7), origins=(Origin(file="list.md", line=3),))
                written.append([check_event(seen, given=[{"title": WORDS}])])
        walled = check("https://c.example/", State.UNKNOWN)
        written.append([check_event(replace(walled, verdict=replace(walled.verdict, kind="blocked")))])
    return path


def stored(path: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()


TABLES = ("sources", "readings", "evidence", "audits", "checks", "latest", "pages", "mentions", "captures", "citations",
          "mementos")  # fmt: skip


def test_parquet_holds_what_the_log_holds(log: Path, tmp_path: Path, command: Command) -> None:
    """Every table, row by row, numbers as numbers."""
    done = command("log", "export", str(tmp_path / "out"), "--parquet", "--log", str(log))
    assert done.returncode == 0, done.stderr
    assert {file.stem for file in (tmp_path / "out").iterdir()} == set(TABLES)
    for name in TABLES:
        read = parquet.read_table(tmp_path / "out" / f"{name}.parquet").to_pylist()
        rows = sorted((tuple(row.values()) for row in read), key=lambda row: tuple(map(repr, row[:2])))
        assert rows == sorted(stored(log, name), key=lambda row: tuple(map(repr, row[:2]))), name
        assert f"{name}.parquet: {len(rows)} row" in done.stderr


def test_csv_and_json_lines_hold_it_too(log: Path, tmp_path: Path, command: Command) -> None:
    """Line ends and quotes inside a cell come back; what is not stated is an empty cell, or null."""
    for form in ("csv", "jsonl"):
        assert command("log", "export", str(tmp_path), f"--{form}", "--log", str(log), "-q").stderr == ""
    with (tmp_path / "sources.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    lines = [json.loads(line) for line in (tmp_path / "sources.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["title"] for row in rows] == [one["title"] for one in lines]
    assert WORDS in {row["title"] for row in rows}
    assert {row["canonical_url"] for row in rows} == {""}
    assert {one["canonical_url"] for one in lines} == {None}


def test_entries_are_given_where_they_are_asked_for(log: Path, tmp_path: Path, command: Command) -> None:
    """The records whole, and nothing else."""
    done = command("log", "export", str(tmp_path / "out"), "--jsonl", "--table", "entries", "--log", str(log))
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["entries.jsonl"]
    lines = (tmp_path / "out" / "entries.jsonl").read_text(encoding="utf-8").splitlines()
    assert f"{len(lines)} rows" in done.stderr
    assert json.loads(json.loads(lines[0])["body"])["kind"] == "source"


def test_an_export_is_of_its_log_and_leaves_it_as_it_is(log: Path, tmp_path: Path, command: Command) -> None:
    """The log verifies as before, and older files of the same name are replaced."""
    (tmp_path / "checks.csv").write_text("old")
    before = log.read_bytes()
    command("log", "export", str(tmp_path), "--csv", "--log", str(log))
    assert log.read_bytes() == before
    assert (tmp_path / "checks.csv").read_text(encoding="utf-8").startswith("entry,id,url")


@pytest.mark.parametrize("name", sorted(questions()))
def test_a_question_has_one_answer(log: Path, tmp_path: Path, command: Command, name: str) -> None:
    """SQLite on the log and DuckDB on its Parquet files say the same, to the same file of SQL."""
    command("log", "export", str(tmp_path), "--parquet", "--log", str(log))
    asked = duckdb.connect()
    for table in TABLES:
        asked.execute(f"CREATE VIEW {table} AS SELECT * FROM '{tmp_path / table}.parquet'")
    there = asked.execute(sql(name))
    names = [column[0] for column in there.description]
    rows = [dict(zip(names, row, strict=True)) for row in there.fetchall()]
    assert command.records("log", "ask", name, "--log", str(log)) == rows
    assert command("log", "ask", name, "--sql").stdout == sql(name)


def test_what_the_questions_answer(log: Path, command: Command) -> None:
    """Counted by hand."""

    def answers(name: str) -> list[dict[str, object]]:
        return list(command.records("log", "ask", name, "--log", str(log)))

    flapping = {row["url"]: row["changes"] for row in answers("flapping")}
    pages = ("flapping", "fault")
    assert flapping == {f"https://{host}/{page}": 3 for host in ("a.example", "b.example") for page in pages}
    by_outlet = {
        row["outlet"]: (row["links"], row["alive"], row["undecided"], row["dead"]) for row in answers("rot-by-outlet")
    }
    assert by_outlet["b.example"] == (4, 1, 1, 2)
    assert by_outlet["The Example"] == (5, 2, 1, 2)
    assert [(row["published"], row["links"]) for row in answers("rot-by-year")] == [("2024", 5), ("not stated", 15)]
    assert answers("walls") == [{"host": "c.example", "links": 1, "kind": "blocked", "kinds": 1}]
    lost = {row["url"]: row["named_in"] for row in answers("lost")}
    assert lost["https://b.example/gone"] == "list.md"
    assert "https://b.example/fault" not in lost


def test_the_questions_are_listed(command: Command, log: Path) -> None:
    """Each with what it answers; a table is for reading."""
    told = command("log", "ask").stdout
    assert all(name in told for name in questions())
    assert "–" not in command("log", "ask", "flapping", "--limit", "1", "--log", str(log)).stdout
    assert len(command("log", "ask", "flapping", "--limit", "1", "--log", str(log)).stdout.splitlines()) == 2
    empty = filled_log(log.with_name("empty.db"), commands=0)
    assert command("log", "ask", "walls", "--log", str(empty)).stdout == "Nothing in the log answers that.\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("ask", "weather"), "question 'weather'"),
        (("export", "out"), "one form is written at a time"),
        (("export", "out", "--csv", "--parquet"), "--parquet --csv"),
        (("export", "out", "--csv", "--table", "weather"), "table 'weather'"),
        (("export", "log.db", "--csv"), "cannot be made"),
    ],
)
def test_what_cannot_be_done_is_told(log: Path, command: Command, words: tuple[str, ...], told: str) -> None:
    """In three parts, with exit code 2, and no file is left behind."""
    given = [str(log.parent / word) if word in ("out", "log.db") else word for word in words]
    assert_fault(command("log", *given, "--log", str(log)), 2, told)
    assert not list(log.parent.glob("out/*"))


def test_without_pyarrow_the_message_says_how_to_get_it(log: Path, tmp_path: Path, command: Command) -> None:
    """Exit code 3: the tool is not whole."""
    (command.folder / "pyarrow.py").write_text("raise ImportError('not installed')\n")
    done = command("log", "export", str(tmp_path / "out"), "--parquet", "--log", str(log))
    assert_fault(done, 3, "pyarrow")
    assert not list((tmp_path / "out").glob("*"))
