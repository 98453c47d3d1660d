"""`audit`, `cite` and `read` of files that are no text, through the front door."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from provenance.core.lists import is_list
from tests.command import Command, assert_fault
from tests.packed_material import (
    NEWS,
    archive,
    archive_of,
    book_of,
    document,
    document_of,
    open_text_of,
    paper,
    printed,
    workbook_of,
    zipped,
)
from tests.site import Site


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


PLACES: dict[str, tuple[Callable[..., bytes], str]] = {
    "text.docx": (document_of, "paragraph 2"),
    "text.odt": (open_text_of, "paragraph 2"),
    "book.epub": (book_of, "a.xhtml"),
    "crawl.warc.gz": (archive_of, "record 2"),
    "paper.pdf": (lambda *targets: printed(((), targets)), "page 1"),
    "list.xlsx": (lambda *targets: workbook_of(("URL",), *((target,) for target in targets)), "sheet 1, A3"),
}


@pytest.mark.parametrize("name", PLACES)
def test_the_links_of_packed_files_are_checked(site: Site, tmp_path: Path, name: str) -> None:
    """Each has its finding and its place in words."""
    make, where = PLACES[name]
    wanted = [site.url("article"), site.url("gone")]
    (tmp_path / name).write_bytes(make(*wanted))
    records = Command.at(tmp_path, site).records("audit", name)
    assert {record["url"]: record["state"] for record in records} == {wanted[0]: "alive", wanted[1]: "dead"}
    (dead,) = (record for record in records if record["state"] == "dead")
    assert dead["origins"][0]["where"] == where


def test_what_a_workbook_says_is_held_against_the_page(site: Site, tmp_path: Path) -> None:
    """The header row names what the cells say; a wrong year is a finding."""
    rows = (("Title", "Date", "URL"), ("A title of something else altogether", "1987-01-01", site.url("article")))
    (tmp_path / "list.xlsx").write_bytes(workbook_of(*rows))
    (record,) = Command.at(tmp_path, site).records("audit", "list.xlsx")
    assert "title" in str(record["comparisons"])
    done = Command.at(tmp_path, site)("audit", "list.xlsx")
    assert done.returncode == 1
    assert "something else altogether" in done.stdout


def test_the_citations_of_a_document_become_a_bibliography(site: Site, tmp_path: Path) -> None:
    """By what Zotero kept in the document, without asking anybody; a book without a link too."""
    (tmp_path / "text.docx").write_bytes(document())
    done = Command.at(tmp_path, site)("cite", "text.docx", "--no-log")
    assert "Vale, I. (2024, July 4). Harbour reopens. Harbour Courier." in done.stdout
    assert "Orme, J. (n.d.). Tides." in done.stdout
    assert f"{NEWS}/split is no entry of its own, and is not cited" in done.stderr


@pytest.mark.parametrize("name", ["text.docx", "text.odt", "book.epub", "list.xlsx"])
def test_the_links_of_documents_are_cited(site: Site, tmp_path: Path, name: str) -> None:
    """A document is a list: its links are looked at, and the document itself is not cited."""
    (tmp_path / name).write_bytes(PLACES[name][0](site.url("article")))
    done = Command.at(tmp_path, site)("cite", name)
    assert done.returncode == 0, done.stderr
    assert site.url("article").partition("://")[2] in done.stdout


def test_a_pdf_and_a_web_archive_stay_pages(tmp_path: Path) -> None:
    """`cite` and `read` take them for the article in them, `audit` for what they link to."""
    command = Command.at(tmp_path)
    (tmp_path / "crawl.warc.gz").write_bytes(archive())
    (tmp_path / "paper.pdf").write_bytes(paper())
    assert not is_list(archive(), name="crawl.warc.gz")
    assert not is_list(paper(), name="paper.pdf")
    done = command("cite", "crawl.warc.gz")
    assert done.stdout.count("\n") == 1
    assert "Harbour reopens" in done.stdout
    (read,) = command.records("read", "crawl.warc.gz")
    assert read["url"] == NEWS


def test_a_bomb_is_a_fault_with_a_remedy(tmp_path: Path) -> None:
    """Exit code 2, three parts, and no traceback."""
    bomb = zipped({"word/document.xml": b" " * 60_000_000})
    (tmp_path / "bomb.docx").write_bytes(bomb)
    command = Command.at(tmp_path)
    assert_fault(command("audit", "bomb.docx"), 2, "bomb.docx", "unpacks to 60 MB or more")
    assert_fault(command("cite", "bomb.docx"), 2, "bomb.docx", "unpacks to 60 MB or more")
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b" " * 60_000_000))
    assert_fault(command("audit", "bomb.gz"), 2, "bomb.gz", "unpacks to")
    assert_fault(command("cite", "bomb.gz"), 2, "bomb.gz")
