"""What counts against a list, and which of its links are looked at: --fail-on, --baseline, --only-changed, --annotate."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import Command, assert_fault
from tests.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def command(site: Site, tmp_path: Path) -> Command:
    """Beside a list of a page that is gone, one that refuses us, and one that is there."""
    (tmp_path / "list.txt").write_text("\n".join(site.url(name) for name in ("gone", "forbidden", "article")))
    return Command.at(tmp_path, site)


# -- what counts --------------------------------------------------------------------------------------------------


def test_fail_on_says_what_counts(command: Command) -> None:
    """States, kinds and `differs`; a word that is none of them is told with those that may be meant."""
    for words, code in (("gone", 1), ("blocked", 1), ("unknown,differs", 1), ("not-found,differs", 0), ("problem", 0)):
        assert command("audit", "list.txt", "-q", "--fail-on", words).returncode == code, words
    assert_fault(command("audit", "list.txt", "-q", "--fail-on", "dead,gome"), 2, "gome", "gone")
    assert_fault(command("audit", "list.txt", "-q", "--fail-on", ","), 2, "--exit-zero")


def test_what_counts_is_an_error_in_reports(command: Command) -> None:
    """As --fail-on says, not as the state says."""
    lines = command("audit", "list.txt", "-q", "--fail-on", "blocked", "--report", "github").stdout.splitlines()
    assert sorted(line.partition(" ")[0] for line in lines) == ["::error", "::warning"]


def test_baseline_makes_findings_known(command: Command, site: Site) -> None:
    """What was known does not count, is told as known, and what is new still counts."""
    done = command("audit", "list.txt", "--baseline", "known.json", "--write-baseline")
    assert done.returncode == 0
    assert "1 finding is known from now on" in done.stderr
    known = json.loads((command.folder / "known.json").read_text())
    assert known == {"version": 1, "findings": [f"dead {site.url('gone')}"]}
    done = command("audit", "list.txt", "--baseline", "known.json")
    assert done.returncode == 0
    assert "1 known" in done.stderr
    results = json.loads(command("audit", "list.txt", "--baseline", "known.json", "--report", "sarif", "-q").stdout)
    (gone,) = [one for one in results["runs"][0]["results"] if one["ruleId"] == "gone"]
    assert gone["suppressions"][0]["kind"] == "external"
    (command.folder / "list.txt").write_text(f"# moved down\n\n{site.url('gone')}\n{site.url('not-found')}\n")
    assert command("audit", "list.txt", "--baseline", "known.json", "-q").returncode == 1


def test_what_is_no_baseline_is_told(command: Command) -> None:
    """Whatever it is, and before anything is asked."""
    for content in ("[]", "{", '{"version": 2, "findings": []}', '{"version": 1, "findings": [1]}', "[" * 5000):
        (command.folder / "bad.json").write_text(content)
        assert_fault(command("audit", "list.txt", "-q", "--baseline", "bad.json"), 2, "bad.json", "--write-baseline")
    assert_fault(command("audit", "list.txt", "-q", "--baseline", "none.json"), 2, "none.json", "no such file")
    assert_fault(command("audit", "list.txt", "-q", "--write-baseline"), 2, "--baseline FILE")


# -- only what changed --------------------------------------------------------------------------------------------


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=Mara Ellison", "-c", "user.email=mara@quayside.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", folder, *who, *words], check=True, capture_output=True)


def test_only_changed_lines_are_asked(command: Command, site: Site) -> None:
    """A line that was added or altered; nothing of those that only moved."""
    git(command.folder, "init", "-q")
    git(command.folder, "add", "list.txt")
    git(command.folder, "commit", "-qm", "first")
    links = [site.url(name) for name in ("gone", "forbidden", "article")]
    (command.folder / "list.txt").write_text("\n".join(["# new head", *links[:2], site.url("moved"), links[2]]))
    (command.folder / "new.md").write_text(f"[new]({site.url('klingon')})\n")
    done = command("audit", "list.txt", "new.md", "--only-changed", "HEAD", "--report", "json-lines")
    assert {json.loads(line)["url"] for line in done.stdout.splitlines()} == {site.url("moved"), site.url("klingon")}
    assert "2 of the links stand on lines changed since HEAD" in done.stderr
    assert set(site.hits) >= {"/moved", "/klingon"}
    assert "/gone" not in site.hits


def test_entry_that_changed_anywhere_is_asked(command: Command, site: Site) -> None:
    """In a bibliography the title may have changed and the URL not; the next entry is another one."""
    text = "@online{{a,\n url = {{{}}},\n title = {{One}},\n}}\n@online{{b,\n url = {{{}}},\n title = {{Two}},\n}}\n"
    text = text.format(site.url("article"), site.url("gone"))
    (command.folder / "refs.bib").write_text(text)
    git(command.folder, "init", "-q")
    git(command.folder, "add", "refs.bib")
    git(command.folder, "commit", "-qm", "first")
    (command.folder / "refs.bib").write_text(text.replace("One", "Other"))
    records = command.records("audit", "refs.bib", "--only-changed", "HEAD", "-q")
    assert [record["url"] for record in records] == [site.url("article")]
    assert command("audit", "list.txt", "--only-changed", "HEAD", "-q").stdout.count("\n") == 3, "git does not know it"


def test_what_git_cannot_tell_is_told(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """No repository, no such revision, no git, a pipe; a revision is never an option of git's."""
    run = ("audit", "list.txt", "-q", "--only-changed")
    ceiling = str(command.folder.parent)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", ceiling)
    assert_fault(command(*run, "HEAD"), 2, "in no git repository")
    git(command.folder, "init", "-q")
    assert command(*run, "HEAD").stdout.count("\n") == 3, "where nothing was committed yet all is new"
    git(command.folder, "commit", "-qm", "first", "--allow-empty")
    assert_fault(command(*run, "no-such"), 2, "no commit", "fetch-depth")
    assert_fault(command(*run, "--output=taken"), 2, "no commit")
    assert not (command.folder / "taken").exists()
    assert_fault(command("audit", "-", "-q", "--only-changed", "HEAD", given="http://a.test/"), 2, "pipe")
    monkeypatch.setenv("PATH", os.devnull)
    assert_fault(command(*run, "HEAD"), 2, "needs git")


# -- beside the rows ----------------------------------------------------------------------------------------------


def test_table_keeps_its_rows(command: Command, site: Site) -> None:
    """Byte for byte, with eight cells more: quotes, order, line ends, byte order mark, empty lines, short rows."""
    gone, there = site.url("gone"), site.url("article")
    rows = [
        'Title,"Link",Note', f'"One, two",{gone},"over\r\ntwo lines"', "", f"Short,{there}", "None,nothing here,x",
        f'Both,"{there} {gone}",=x',
    ]  # fmt: skip
    content = ("\ufeff" + "\r\n".join(rows)).encode()
    (command.folder / "table.csv").write_bytes(content)
    assert command("audit", "table.csv", "--annotate", "out.csv", "-q").returncode == 1
    written = (command.folder / "out.csv").read_bytes().decode()
    lines = written.split("\r\n")
    old = content.decode().split("\r\n")
    assert len(lines) == len(old)
    assert all(new.startswith(before) for new, before in zip(lines, old, strict=True))
    found = list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"))))
    assert [row["state"] for row in found] == ["dead", "alive", "problem", "alive | dead"]
    assert [row["kind"] for row in found] == ["gone", "ok", "", "ok | gone"]
    assert all(None not in row for row in found), "no row is longer than its head"
    (command.folder / "in place.tsv").write_bytes(f"url\ttitle\r{gone}\tZo\u00eb\r".encode("utf-16"))
    command("audit", "in place.tsv", "--annotate", "in place.tsv", "-q")
    text = (command.folder / "in place.tsv").read_bytes().decode("utf-16")
    assert text.startswith(
        f"url\ttitle\tstate\tkind\tbecause\ttarget\tchecked_at\tdiffers\tsource\tsource_mentions\r{gone}\tZo\u00eb\tdead\tgone\t"
    )


def test_broken_letters_come_out_as_they_went_in(command: Command, site: Site) -> None:
    """Bytes that are no letter of the encoding it is read in are nobody's to mend."""
    (command.folder / "old.csv").write_bytes(b"title,url\nZo\xeb \x81,%s\n" % site.url("gone").encode())
    command("audit", "old.csv", "--annotate", "out.csv", "-q")
    assert b"\nZo\xeb \x81," in (command.folder / "out.csv").read_bytes()


def test_what_is_no_table_is_told(command: Command, site: Site) -> None:
    """Before the run."""
    assert_fault(command("audit", "list.txt", "--annotate", "out.csv", "-q"), 2, "no list is a table")
    (command.folder / "t.csv").write_text(f"title,url\nOne,{site.url('gone')}\n")
    assert_fault(command("audit", "-", "--annotate", "o", "-q", given=f"a,url\nb,{site.url('gone')}\n"), 2, "pipe")
    command("audit", "t.csv", "--annotate", "out.csv", "-q")
    assert_fault(command("audit", "out.csv", "--annotate", "more.csv", "-q"), 2, "already")
    assert not (command.folder / "more.csv").exists()
