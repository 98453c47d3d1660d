"""`provenance audit --report`: each form is what the program that reads it wants, whatever the pages say."""

from __future__ import annotations

import csv
import io
import json
import signal
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from tests import schemas
from tests.command import Command, assert_fault
from tests.site import Site

BIB = """@online{{ferry, author = {{Ellison, Mara}}, title = {{Harbour board keeps the old ferry}}, url = {{{ferry}}}}}
@online{{swapped, author = {{Roe, Jane}}, title = {{=Council closes @here the <b>market</b> | hall}},
  url = {{{swapped}}}}}
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def command(site: Site, tmp_path: Path) -> Command:
    """Beside two lists: of three dead links, one that nobody can decide, one that differs, and a piece without a link."""
    (tmp_path / "sources.bib").write_text(
        BIB.format(ferry=site.url("article"), swapped=site.url("article?page=2")), encoding="utf-8"
    )
    rows = [f'"{name}, seen",{site.url(name)}\n' for name in ("gone", "not-found", "forbidden", "article")]
    (tmp_path / "table.csv").write_text("title,url\n" + "".join(rows) + "none,no link here\n", encoding="utf-8")
    return Command.at(tmp_path, site)


LISTS = ("sources.bib", "table.csv")


def test_csv_is_a_harmless_table(command: Command, site: Site) -> None:
    """A row a link and a problem, CRLF, no cell that a spreadsheet would run; with --bom what Excel needs."""
    (command.folder / "=1+1,cmd.txt").write_text(f"{site.url('moved')}\n{site.url('article')}\n")
    done = command("audit", *LISTS, "=1+1,cmd.txt", "--report", "csv=out.csv", "-q", "--bom")
    assert len(done.stdout.splitlines()) > 5, "the rows are printed beside a report that has a file"
    content = (command.folder / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfurl,state,")
    assert content.count(b"\r\n") == content.count(b"\n")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "-", "@")]
    by_url = {row["url"]: row for row in rows}
    assert by_url[site.url("gone")]["state"] == "dead"
    assert by_url[site.url("gone")]["line"] == "2"
    assert by_url[site.url("moved")]["file"] == "'=1+1,cmd.txt"
    assert by_url[site.url("not-found")]["state"] == "dead?"
    assert by_url[site.url("article?page=2")]["differs"].startswith("title: Harbour board")
    assert by_url[site.url("article")]["mentions"] == "3"
    assert by_url[""]["because"] == "no link in 'no link here'"


def test_junit_validates(command: Command) -> None:
    """A suite a list, with the counts of what stands in it."""
    done = command("audit", *LISTS, "--report", "junit", "-q")
    document = etree.fromstring(done.stdout.encode())
    etree.XMLSchema(etree.fromstring(schemas.JUNIT)).assertValid(document)
    told = {suite.get("name"): suite for suite in document}
    table = told["table.csv"]
    assert [table.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["4", "2", "1", "1"]
    assert [failure.get("type") for failure in document.iter("failure")] == ["differs", "dead gone", "dead not_found"]
    assert done.returncode == 1


def test_sarif_validates(command: Command, site: Site) -> None:
    """A result a finding, at its place; a rule for each kind that was found; the same fingerprints in the next run."""
    log = json.loads(command("audit", *LISTS, "--report", "sarif", "-q").stdout)
    jsonschema.validate(log, schemas.SARIF)
    (run,) = log["runs"]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    told = [(result["ruleId"], result["level"]) for result in run["results"]]
    assert told == [
        ("problem", "error"), ("differs", "error"), ("differs", "error"), ("gone", "error"), ("not_found", "error"),
        ("blocked", "note"),
    ]  # fmt: skip
    assert {rule for rule, _ in told} <= rules
    gone = run["results"][3]["locations"][0]["physicalLocation"]
    assert gone == {"artifactLocation": {"uri": "table.csv"}, "region": {"startLine": 2}}
    again = json.loads(command("audit", *LISTS, "--report", "sarif", "-q").stdout)["runs"][0]["results"]
    prints = [result["partialFingerprints"] for result in run["results"]]
    assert [result["partialFingerprints"] for result in again] == prints
    assert len({json.dumps(one) for one in prints}) == len(prints)


def test_github_annotations_are_escaped(command: Command, site: Site) -> None:
    """A line a command whatever stands in it: a percent sign, a colon, a comma in the name of the list."""
    named = command.folder / "100%: a, b.txt"
    named.write_text("\n".join(site.url(name) for name in ("gone", "forbidden", "article")))
    lines = command("audit", named.name, "--report", "github", "-q").stdout.splitlines()
    assert sorted(line.split(",title")[0] for line in lines) == [
        "::error file=100%25%3A a%2C b.txt,line=1", "::notice file=100%25%3A a%2C b.txt,line=2",
    ]  # fmt: skip


def test_markdown_shows_what_was_said(command: Command) -> None:
    """What a list or page says is text in it, never markup, and calls nobody."""
    text = command("audit", *LISTS, "--report", "markdown", "-q").stdout
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert "=Council closes @<!-- -->here the &lt;b&gt;market&lt;/b&gt; | hall" in html
    assert "<b>" not in html
    assert "Of 5 links, 2 alive, 2 dead and 1 unknown; 1 differs from what the list says of it; 1 piece" in html
    assert html.count("<table>") == 3


def test_several_reports_at_once(command: Command) -> None:
    """One to standard output in place of the rows, the others to files; what cannot be is said before the run."""
    done = command("audit", *LISTS, "--report", "json-lines", "--report", "csv=a.csv", "--report", "junit=a.xml", "-q")
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 6
    assert (command.folder / "a.csv").exists()
    assert (command.folder / "a.xml").exists()
    assert_fault(command("audit", *LISTS, "--report", "sariff", "-q"), 2, "sariff", "Did you mean sarif?", "junit")
    assert_fault(command("audit", *LISTS, "--report", "csv", "--report", "junit", "-q"), 2, "its own =FILE")
    assert_fault(command("audit", *LISTS, "--report", "csv", "--json", "-q"), 2, "standard output")
    assert_fault(
        command("audit", *LISTS, "--report", "csv=no/folder.csv", "-q"), 2, "no/folder.csv", "cannot be written"
    )


def test_forms_are_listed(command: Command) -> None:
    """With the formats."""
    lines = [line.split()[1] for line in command("formats").stdout.splitlines() if line.startswith("report ")]
    assert lines == ["csv", "github", "html", "json-lines", "junit", "markdown", "sarif"]


def test_resumed_run_reports_all(site: Site, tmp_path: Path) -> None:
    """What a broken run had found comes out of the log, its differences included."""
    command = Command.at(tmp_path, site)
    text = BIB.format(ferry=site.url("article"), swapped=site.url("article?page=2"))
    (tmp_path / "sources.bib").write_text(text, encoding="utf-8")
    command("audit", "sources.bib", "-q")
    (tmp_path / "sources.bib").write_text(text + f"@online{{new, url = {{{site.url('gone')}}}}}\n", encoding="utf-8")
    site.hits.clear()
    done = command("audit", "sources.bib", "--resume", "--report", "sarif", "-q")
    assert set(site.hits) == {"/gone"}
    results = json.loads(done.stdout)["runs"][0]["results"]
    assert [result["ruleId"] for result in results] == ["differs", "differs", "gone"]


def test_broken_off_run_reports_what_it_has(site: Site, tmp_path: Path) -> None:
    """Ctrl-C leaves whole files, which say how much is missing."""
    site.names |= {f"h{number}.test": "127.0.0.1" for number in range(20)}
    urls = [site.url(f"unhurried?n={number}", host=f"h{number % 20}.test") for number in range(300)]
    (tmp_path / "list.txt").write_text("\n".join(urls))
    run = Command.at(tmp_path, site, concurrency=8).start(
        "audit", "list.txt", "--report", "junit=a.xml", "--report", "csv=a.csv", "--report", "html=a.html"
    )
    assert run.stdout is not None
    assert run.stderr is not None
    with run:
        rows = [run.stdout.readline() for _ in range(40)]
        run.send_signal(signal.SIGINT)
        rows += run.stdout.read().splitlines()
        assert "Traceback" not in run.stderr.read()
    assert run.returncode == 130
    cases = list(etree.parse(tmp_path / "a.xml").iter("testcase"))
    assert len(cases) == len(rows) == len((tmp_path / "a.csv").read_bytes().splitlines()) - 1
    assert f"{300 - len(rows)} were not checked" in (tmp_path / "a.html").read_text()
    assert not list(tmp_path.glob(".*.part"))
