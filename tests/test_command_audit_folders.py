"""Folders and patterns of file names: which files of them are read, and that none is left out without a word."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from provenance.core.file_names import file_pattern
from tests.command import Command, assert_fault
from tests.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def command(site: Site, tmp_path: Path) -> Command:
    """Beside a folder as people have them: every file has a link of its own."""
    files = {
        "guide.md": "[a](LINK)", "deep/er/notes.rst": "`a <LINK>`__", "deep/list.csv": "title,url\nA,LINK\n",
        "refs.json": '[{"id": "a", "type": "webpage", "title": "A", "URL": "LINK"}]', "read.TXT": "LINK",
        "lock.json": '{"packages": {"a": {"resolved": "LINK"}}}', "tool.py": "# LINK", "Makefile": "# LINK",
        ".hidden/x.md": "LINK", ".secret.md": "LINK", "node_modules/a/README.md": "LINK", "env/x.md": "LINK",
        "env/pyvenv.cfg": "", "none.md": "nothing here", "picture.png": "LINK",
    }  # fmt: skip
    for name, content in files.items():
        path = tmp_path / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content.replace("LINK", link(site, name)))
    return Command.at(tmp_path, site)


def link(site: Site, name: str) -> str:
    """The link of a file."""
    return site.url(f"article?{name.replace('/', '-')}")


def asked(command: Command, site: Site, *words: str) -> list[str]:
    """The files whose links were looked at."""
    start = site.url("article?")
    return sorted(one["url"].removeprefix(start) for one in command.records("audit", "--no-log", *words))


ALL = ["deep-er-notes.rst", "deep-list.csv", "guide.md", "read.TXT", "refs.json"]


def test_a_folder_is_read_to_its_depth(command: Command, site: Site) -> None:
    """What people write and keep; the rest is counted by its ending."""
    assert asked(command, site, "docs") == ALL
    told = command("audit", "docs", "--no-log").stderr
    assert (
        "docs: 6 files read, 1 of them without a link; left out: 1 .json that is no list, 1 .png, 1 .py,"
        " 1 without an ending" in told
    )
    assert asked(command, site, ".") == ALL
    done = command("audit", "./docs/guide.md", "docs", "docs/guide.md", "docs/deep/", "--no-log")
    assert (done.stdout.count("article?"), "more mention" in done.stderr) == (len(ALL), False), "each file once"


def test_a_pattern_is_opened_out(command: Command, site: Site) -> None:
    """Where the shell does not do it; an ending that is written out is meant."""
    assert asked(command, site, "docs/**/*.md") == ["guide.md"], "the environment has a README of its own"
    assert asked(command, site, "docs/*.py", "docs/guide.*") == ["guide.md", "tool.py"]
    assert asked(command, site, "docs/**") == ALL
    assert_fault(command("audit", "docs/*.nothing"), 2, "docs/*.nothing: no file is named so")
    (command.folder / "docs" / "odd[1].md").write_text(site.url("article?odd"))
    assert asked(command, site, "docs/odd[1].md") == ["odd"], "a file that is there is no pattern"


def test_what_git_ignores_is_left_out(command: Command, site: Site) -> None:
    """As whoever keeps the folder has said."""
    subprocess.run(["git", "init", "-q", command.folder], check=True)
    (command.folder / ".gitignore").write_text("deep/\n*.TXT\n")
    assert asked(command, site, "docs") == ["guide.md", "refs.json"]
    assert "3 that git ignores" in command("audit", "docs", "--no-log").stderr
    assert asked(command, site, "docs/deep/list.csv") == ["deep-list.csv"], "what is named is read"


def test_files_are_left_out_by_the_settings(command: Command, site: Site) -> None:
    """Named ones too, as a hook names them; told, and no fault where nothing is left and that was to be expected."""
    with (command.folder / "provenance.toml").open("a") as stream:
        stream.write('\nexclude_files = ["deep", "re*.[Tj]*", "docs/gui??.md"]\n')
    assert asked(command, site, "docs") == ["read.TXT", "refs.json"]
    assert "3 by exclude_files" in command("audit", "docs", "--no-log").stderr
    done = command("audit", "docs/guide.md", "--skip-empty")
    assert (done.returncode, done.stdout) == (0, "")
    assert "docs/guide.md: left out by exclude_files" in done.stderr
    (command.folder / "provenance.toml").write_text('exclude_files = ["../x"]')
    assert_fault(command("audit", "docs"), 2, "provenance.toml: exclude_files '../x'", "leads out of the folder")


def test_a_file_that_cannot_be_read_does_not_cost_the_run(command: Command, site: Site) -> None:
    """It is a problem of the report, and counts."""
    (command.folder / "docs" / "broken.docx").write_bytes(b"PK\x03\x04 and no more")
    done = command("audit", "docs", "--no-log")
    assert done.returncode == 1
    assert done.stdout.startswith("problem ")
    assert "(docs/broken.docx)" in done.stdout
    assert done.stdout.count("article?") == len(ALL)
    assert command("audit", "docs/broken.docx").returncode == 2, "one that is named is a fault"


def test_a_folder_without_a_link_is_a_fault(command: Command) -> None:
    """But for --skip-empty."""
    (command.folder / "empty").mkdir()
    assert_fault(command("audit", "empty"), 2, "empty: 0 files read: no file with a link is in it")
    assert command("audit", "empty", "--skip-empty").returncode == 0


def test_a_broken_run_over_a_folder_goes_on(command: Command, site: Site) -> None:
    """Though a file came since: the folder is the same list."""
    command("audit", "docs")
    (command.folder / "docs" / "new.md").write_text(site.url("article?new"))
    done = command("audit", "docs", "--resume")
    assert "5 were checked before" in done.stderr
    assert [line.split("?")[1].split()[0] for line in done.stdout.splitlines()] == ["new"]


@pytest.mark.parametrize(
    ("pattern", "covered", "not_covered"),
    [
        ("drafts", "drafts/a.md docs/drafts/b/c.md drafts", "docs/drafts.md mydrafts/a.md"),
        ("*.md", "a.md docs/a.md", "a.mdx"),
        ("docs/*.md", "docs/a.md x/docs/b.md", "docs/x/a.md"),
        ("docs/**/*.md", "docs/x/y/a.md", "docs/a.txt"),
        ("./docs/", "docs/a.md", "olddocs/a.md"),
        ("?.md", "a.md", "ab.md"),
    ],
)
def test_what_a_pattern_of_files_covers(pattern: str, covered: str, not_covered: str) -> None:
    """Steps anywhere in the path, and all below."""
    read = file_pattern(pattern)
    assert all(read.search(path) for path in covered.split())
    assert not any(read.search(path) for path in not_covered.split())
