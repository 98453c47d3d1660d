"""The log of citations, citation keys, and the clipboard."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from dataclasses import replace

import pytest

from provenance.core.csl.keys import citation_key, distinct_keys
from provenance.core.logbook import citation_event
from provenance.edge.log import open_log, read_log, schema
from provenance.errors import InputError
from tests.command import Command, assert_fault
from tests.log_material import NOON, PAGE, citation, filled_log

ITEMS = [
    {"id": n, "type": "webpage", "title": f"The {n}", "container-title": "Quay Post", "URL": f"https://post.example/{n}",
     "author": [{"family": "Reed", "given": "Ann"}], "issued": {"date-parts": [[2001]]}}
    for n in ("Ferry", "Harbour")
]  # fmt: skip


def a_list(folder):
    (folder / "list.json").write_text(json.dumps(ITEMS), encoding="utf-8")
    return "list.json"


def test_citations_are_listed_with_their_making(tmp_path):
    """Style with its version, engine, mode, and what it was for."""
    command = Command.at(tmp_path)
    command("cite", a_list(tmp_path), "--for", "paper.docx")
    command("cite", "list.json", "--style", "ieee", "--mode", "intext")
    rows = command.records("list", "--citations")
    assert [row["id"] for row in rows] == ["c0", "c1", "c2", "c3"]
    first, last = rows[0], rows[-1]
    assert first["text"] == "Reed, A. (2001a). The Ferry. Quay Post. https://post.example/Ferry"
    assert (first["for"], first["mode"], first["style_id"], first["url"]) == (
        "paper.docx", "bibliography", "apa", "https://post.example/Ferry",
    )  # fmt: skip
    assert first["style_version"].startswith("20")
    assert first["engine"].startswith("pandoc ")
    assert (last["text"], last["mode"], last["for"]) == ("[2]", "intext", None)
    assert [row["id"] for row in command.records("list", "--citations", "--for", "paper.docx")] == ["c0", "c1"]
    shown = command("list", "--citations", "-n", "1").stdout
    assert "c3" in shown
    assert "ieee (intext)" in shown
    assert "No citation" in command("list", "--for", "other.docx").stdout
    with closing(sqlite3.connect(command.log)) as connection:
        before = connection.execute("SELECT * FROM citations").fetchall()
    assert command("log", "rebuild").returncode == 0
    with closing(sqlite3.connect(command.log)) as connection:
        assert connection.execute("SELECT * FROM citations").fetchall() == before
    assert command("log", "verify").returncode == 0


@pytest.mark.parametrize("way", [open_log, read_log])
def test_a_log_of_three_migrations_is_brought_up_to_date(tmp_path, monkeypatch, way):
    """Its citations get the engine out of their entries, so that they are what a rebuild makes of them."""
    path = tmp_path / "log.db"
    with open_log(filled_log(tmp_path / "new.db"), command="cite") as log:
        log.append([citation_event(replace(citation(), engine="pandoc 3.9"), at=NOON, url=PAGE)])
    with closing(sqlite3.connect(path, isolation_level=None)) as old, monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:3])
        schema.migrate(old)
        old.execute("ATTACH ? AS new", (str(tmp_path / "new.db"),))
        tables = ("entries", "roots", "sources", "readings", "evidence", "audits", "checks", "latest", "mentions",
                  "captures", "citations")  # fmt: skip
        for table in tables:
            columns = ", ".join(row[1] for row in old.execute(f"PRAGMA main.table_info({table})"))
            old.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
    with way(path):
        pass
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT engine FROM citations").fetchall() == [(None,), ("pandoc 3.9",)]
    with read_log(path) as log:
        assert log.verify().sound
        assert log.citations()


# -- keys


def test_keys_by_a_pattern(tmp_path):
    """By option or by setting; a list's own keys stand where nobody asks for others."""
    item = ITEMS[0]
    assert (
        citation_key(item, pattern="{author}:{year}_{shorttitle}-{site}.{n}", number=7) == "reed:2001_ferry-quaypost.7"
    )
    assert distinct_keys([item, item], pattern="{author}") == ("reed", "reedb")
    command = Command.at(tmp_path, key="{site}{n}")
    exported = json.loads(command("cite", a_list(tmp_path), "-s", "csl-json", "--no-log").stdout)
    assert [one["id"] for one in exported] == ["quaypost1", "quaypost2"]
    assert "@online{2001reed," in command("cite", "list.json", "-s", "biblatex", "--key", "{year}{author}").stdout


@pytest.mark.parametrize(
    ("pattern", "says"),
    [("{author}{date}", "{date} is not known"), ("fixed", "the same for every source"), ("{n} {year}", "cannot have")],
)
def test_a_pattern_that_is_none(tmp_path, pattern, says):
    """It is refused before anything is asked for."""
    with pytest.raises(InputError, match=says.replace("{", r"\{")):
        distinct_keys([{}], pattern=pattern)
    assert_fault(Command.at(tmp_path)("cite", "x", "--key", pattern), 2, says)


# -- clipboard


def test_copy(tmp_path, monkeypatch):
    """What was printed is on the clipboard; where there is none the message says so, and what was printed stays."""
    command = Command.at(tmp_path)
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    done = command("cite", a_list(tmp_path), "--copy")
    assert done.returncode == 3
    assert "there is no clipboard here" in done.stderr
    assert len(done.stdout.splitlines()) == 2
    program = folder / "xclip"
    program.write_text(f'#!/bin/sh\n{"/bin/cat"} > "{tmp_path}/copied"\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("DISPLAY", ":9")
    done = command("cite", "list.json", "--copy")
    assert done.returncode == 0
    assert (tmp_path / "copied").read_text(encoding="utf-8") + "\n" == done.stdout
    program.write_text("#!/bin/sh\nexit 4\n", encoding="utf-8")
    assert "ended with 4" in command("cite", "list.json", "--copy").stderr
    assert_fault(command("cite", "list.json", "--copy", "--format", "docx", "-o", "x.docx"), 2, "is a file")


def test_a_citation_out_of_the_log_imports_no_reader_of_pages():
    """Fetching and reading take half a second to import, five times as long as the citation itself."""
    code = (
        "import sys, provenance.jobs.cite; print(*sorted({'httpx', 'trafilatura', 'pypdf', 'lxml'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
