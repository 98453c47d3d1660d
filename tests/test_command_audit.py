"""`provenance audit`, through the front door: nothing is lost, whatever the list and whatever happens."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.command import Command
from tests.site import Site

HOSTS = 50
HOSTILE = [
    "to-file", "to-nonsense", "to-metadata", "to-private", "to-decimal", "to-mapped", "to-script", "loop", "endless",
    "silence", "rst", "not-http", "short-body", "gzip-lie", "brotli-lie", "bomb", "huge-header", "many-headers", "hang",
    "drip-headers", "drip-body", "endless-body", "not-modified", "teasing-redirect", "denied-999", "busy-day",
    "refresh-home", "klingon",
]  # fmt: skip
NO_LINKS = ["quayside.example/no-scheme", "http://[::bad/"]


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        site.names |= {f"h{n}.test": "127.0.0.1" for n in range(HOSTS)}
        yield site


def pages(site: Site, count: int, name: str = "article") -> list[str]:
    return [site.url(f"{name}?n={n}", host=f"h{n % HOSTS}.test") for n in range(count)]


def finish(run: subprocess.Popen[str]) -> tuple[str, str]:
    """What is still to come on both outputs. `communicate` would lose what `readline` has read ahead."""
    with run:
        assert run.stdout is not None
        assert run.stderr is not None
        return run.stdout.read(), run.stderr.read()


def test_hostile_list_loses_no_row(site: Site, tmp_path: Path) -> None:
    """Of 1,000 links with 30 hostile ones each has its row, its finding and its place in the list."""
    command = Command.at(tmp_path, site)
    urls = pages(site, 970) + [site.url(name, host=f"h{n}.test") for n, name in enumerate(HOSTILE)] + NO_LINKS
    (tmp_path / "list.txt").write_text("\n".join(urls), encoding="utf-8")
    records = command.records("audit", "list.txt")
    assert sorted(record["url"] for record in records) == sorted(urls)
    assert {record["origins"][0]["line"] for record in records} == set(range(1, 1001))
    assert Counter(record["kind"] for record in records)["ok"] == 970 + 7
    assert all(record["because"] for record in records)
    assert not [r for r in records if r["state"] == "dead" and r["kind"] not in ("redirect_loop", "moved_home")]


def test_many_hosts_at_once(site: Site, tmp_path: Path) -> None:
    """More hosts than keep idle connections: those that are dropped are nobody's, and each link gets its answer."""
    site.names |= {f"many{n}.test": "127.0.0.1" for n in range(400)}
    urls = [site.url(f"unhurried?n={n}", host=f"many{n % 400}.test") for n in range(1200)]
    (tmp_path / "list.txt").write_text("\n".join(urls), encoding="utf-8")
    records = Command.at(tmp_path, site, concurrency=200, timeout=20.0, deadline=30.0).records("audit", "list.txt")
    assert Counter(record["kind"] for record in records) == {"ok": 1200}


def test_every_format_comes_to_the_same_links(site: Site, tmp_path: Path) -> None:
    """One link in each format is found, checked, and told with its file and line."""
    url = site.url("article")
    lists = {
        "plain.txt": f"# sources\n{url}\n",
        "notes.md": f"# Sources\n\n- [Ferry]({url}), seen in May\n",
        "bookmarks.html": f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF="{url}">Ferry</A>\n</DL>',
        "pocket.csv": f"title,url,time_added\nFerry,{url},1700000000\n",
        "sheet.tsv": f"title\tlink\nFerry\t{url}\n",
        "refs.bib": f"@online{{ferry,\n title = {{Ferry}},\n url = {{{url}}}\n}}\n",
        "refs.ris": f"TY  - NEWS\nTI  - Ferry\nUR  - {url}\nER  - \n",
        "refs.json": json.dumps([{"id": "ferry", "type": "webpage", "title": "Ferry", "URL": url}]),
        "page.html": f'<!DOCTYPE html>\n<html><body><p><a href="{url}">Ferry</a></p></body></html>',
        "export.json": json.dumps(
            [{"url": url, "title": "Ferry", "tags": ["port"], "savedAt": "2024-07-04T10:00:00Z"}]
        ),
        "book.ipynb": json.dumps({"cells": [{"cell_type": "markdown", "source": [f"See <{url}>\n"]}], "nbformat": 4}),
        "feeds.opml": f'<opml version="2.0"><body><outline text="Ferry" type="link" url="{url}"/></body></opml>',
        "paper.tex": f"\\documentclass{{article}}\n\\begin{{document}}\n\\url{{{url}}}\n\\end{{document}}\n",
        "manual.rst": f"Sources\n=======\n\n`Ferry <{url}>`_\n",
        "letter.eml": f"From: ida@quay.example\nDate: Thu, 4 Jul 2024 10:00:00 +0000\nSubject: Ferry\n\n{url}\n",
        "saved.mhtml": "From: <Saved by Blink>\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n"
        f'<a href="{url}">Ferry</a>\n--x--\n',
    }
    for name, text in lists.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (record,) = Command.at(tmp_path, site).records("audit", *lists)
    assert {origin["file"] for origin in record["origins"]} == set(lists)
    assert record["url"] == url


def test_standard_input_is_a_list(site: Site, tmp_path: Path) -> None:
    """`-` reads the list from a pipe."""
    (record,) = Command.at(tmp_path, site).records("audit", "-", given=site.url("article") + "\n")
    assert record["origins"] == [{"file": "standard input", "line": 1, "where": None}]


def test_summary_and_exit_code(site: Site, tmp_path: Path) -> None:
    """The summary counts by state and kind on standard error; a dead link ends with 1, none with 0."""
    command = Command.at(tmp_path, site)
    (tmp_path / "bad.txt").write_text("\n".join(site.url(name) for name in ("article", "gone", "moved", "moved")))
    done = command("audit", "bad.txt")
    assert done.returncode == 1
    assert "3 of 3 links checked, 1 more mention" in done.stderr
    assert "1 dead     1 gone" in done.stderr
    assert len(done.stdout.splitlines()) == 3
    (tmp_path / "good.txt").write_text(site.url("article"))
    assert command("audit", "good.txt", "-q").returncode == 0
    assert command("audit", "good.txt", "-q").stderr == ""


def test_link_that_is_named_often_is_one_short_row(site: Site, tmp_path: Path) -> None:
    """The row names the first places; --json names all."""
    command = Command.at(tmp_path, site)
    (tmp_path / "list.txt").write_text(f"{site.url('article')}\n" * 40)
    done = command("audit", "list.txt")
    assert done.stdout.endswith("(list.txt:1, list.txt:2, list.txt:3, list.txt:4, list.txt:5 and 35 more)\n")
    assert "39 more mentions" in done.stderr
    (record,) = command.records("audit", "list.txt")
    assert len(record["origins"]) == 40


def test_what_an_audit_found_can_be_listed(site: Site, tmp_path: Path) -> None:
    """Links that were only checked are listed by their state, or with --checked."""
    command = Command.at(tmp_path, site)
    (tmp_path / "list.txt").write_text("\n".join(site.url(name) for name in ("article", "gone", "forbidden")))
    command("audit", "list.txt", "-q")
    command("add", site.url("article"), "-q")
    assert [record["url"] for record in command.records("list", "--state", "dead")] == [site.url("gone")]
    assert [record["url"] for record in command.records("list")] == [site.url("article")]
    everything = command.records("list", "--checked")
    assert {record["url"] for record in everything} == {site.url(name) for name in ("article", "gone", "forbidden")}
    gone = next(record for record in everything if record["kind"] == "gone")
    assert command.records("show", gone["id"])[0]["latest"]["state"] == "dead"


def test_killed_run_loses_no_finished_row(site: Site, tmp_path: Path) -> None:
    """After SIGKILL half-way each printed row is in the log, and --resume asks only for the rest."""
    command = Command.at(tmp_path, site, concurrency=8)
    urls = pages(site, 300, name="unhurried")
    (tmp_path / "list.txt").write_text("\n".join(urls))
    run = command.start("audit", "list.txt", "--json", "-q")
    assert run.stdout is not None
    printed = [json.loads(run.stdout.readline())["url"] for _ in range(80)]
    run.kill()
    rest, _ = finish(run)
    printed += [json.loads(line)["url"] for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    with closing(sqlite3.connect(command.log)) as log:
        recorded = {url for (url,) in log.execute("SELECT url FROM checks")}
    assert set(printed) <= recorded
    assert len(recorded) < 300, "the run was killed too late to show anything"
    site.hits.clear()
    records = command.records("audit", "list.txt", "--resume")
    assert sorted([record["url"] for record in records] + sorted(recorded)) == sorted(urls)
    assert site.hits.total() == 300 - len(recorded)
    done = command("audit", "list.txt", "--resume")
    assert "300 of 300 links checked" in done.stderr
    assert "nothing was left to check" in done.stderr
    assert command("log", "verify").returncode == 0


def test_interrupt_keeps_what_is_done(site: Site, tmp_path: Path) -> None:
    """Ctrl-C prints what is finished, says how to go on, and ends with 130."""
    command = Command.at(tmp_path, site, concurrency=8)
    (tmp_path / "list.txt").write_text("\n".join(pages(site, 300, name="unhurried")))
    run = command.start("audit", "list.txt")
    assert run.stdout is not None
    rows = [run.stdout.readline() for _ in range(40)]
    run.send_signal(signal.SIGINT)
    rest, errors = finish(run)
    rows += rest.splitlines()
    assert run.returncode == 130
    assert "Traceback" not in errors
    assert f"{len(rows)} of 300 links checked" in errors
    assert "--resume" in errors
    with closing(sqlite3.connect(command.log)) as log:
        assert log.execute("SELECT count(*) FROM checks").fetchone() == (len(rows),)


def test_network_that_goes_down_midway_breaks_the_run_off(site: Site, tmp_path: Path) -> None:
    """When every name fails from one moment on, the run stops, says so, and calls nothing dead."""
    command = Command.at(tmp_path, site, concurrency=2, retries=0)
    urls = pages(site, 40, name="unhurried")
    (tmp_path / "list.txt").write_text("\n".join(urls))
    run = command.start("audit", "list.txt", "--json")
    assert run.stdout is not None
    first = [run.stdout.readline() for _ in range(5)]
    site.names["*"] = "down"  # from here on the name server knows nothing
    rest, errors = finish(run)
    records = [json.loads(line) for line in (*first, *rest.splitlines())]
    assert run.returncode == 3
    assert "network seems to be down" in errors
    assert len(records) < 40
    assert {record["state"] for record in records} == {"alive"}
    del site.names["*"]
    assert len(records) + len(command.records("audit", "list.txt", "--resume")) == 40


def test_slow_host_does_not_hold_the_others(site: Site, tmp_path: Path) -> None:
    """Links of a host that never answers do not keep those of other hosts waiting."""
    command = Command.at(tmp_path, site, concurrency=4)
    slow = [site.url(f"hang?n={n}", host="h0.test") for n in range(4)]
    (tmp_path / "list.txt").write_text("\n".join(slow + pages(site, 30)[1:]))
    records = command.records("audit", "list.txt")
    order = [record["kind"] for record in records]
    assert order[-4:] == ["timeout"] * 4
    assert len(order) == 33


def test_closed_pipe_ends_quietly(site: Site, tmp_path: Path) -> None:
    """`audit … | head -1` is no fault."""
    command = Command.at(tmp_path, site)
    (tmp_path / "list.txt").write_text("\n".join(pages(site, 200)))
    run = command.start("audit", "list.txt", "-q")
    assert run.stdout is not None
    run.stdout.readline()
    run.stdout.close()
    assert run.stderr is not None
    errors = run.stderr.read()
    run.stderr.close()
    run.wait(timeout=30)
    assert errors == ""
