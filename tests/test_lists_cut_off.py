"""Addresses that an export has cut off, and entries that have a DOI and no link: nothing is asked that was not meant, and
nothing is lost.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.core.lists import load
from provenance.core.model import Load
from provenance.core.scan import is_cut_off
from tests.command import Command
from tests.packed_material import document_of, workbook_of
from tests.site import Site

SITE = "https://outlet.example"
DOI = "https://doi.org/10.1234/abc"


def read(text: str, name: str = "list") -> Load:
    return load(text.encode(), name=name)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.txt", f"{SITE}/b\n{SITE}/2024/some-arti…\n", 2),
        ("a.txt", f"{SITE}/b\n{SITE}/2024/some-arti...\n", 2),
        ("a.txt", f"{SITE}/b\n{SITE}/…/some-article\n", 2),
        ("a.md", f"# Notes\n\n- [one]({SITE}/b)\n- see {SITE}/2024/some-arti… (cut)\n", 4),
        ("a.md", f"# Notes\n\n- [one]({SITE}/b)\n- [two]({SITE}/2024/some-arti…)\n", 4),
        ("a.csv", f"title,url\nA,{SITE}/b\nB,{SITE}/2024/some-arti…\n", 3),
        ("a.html", f'<html><a href="{SITE}/b">b</a>\n<a href="{SITE}/2024/some-arti…">x</a></html>', 2),
        ("a.json", f'[{{"href": "{SITE}/b", "description": "b", "tags": ""}},\n{{"href": "{SITE}/cut\\u2026", "description": "c", "tags": ""}}]', 2),
        ("a.bib", f"@online{{a,\n  url = {{{SITE}/b}},\n}}\n@online{{b,\n  url = {{{SITE}/2024/some-arti…}},\n}}\n", 5),
        ("a.ris", f"TY  - NEWS\nUR  - {SITE}/b\nER  - \nTY  - NEWS\nUR  - {SITE}/2024/some-arti…\nER  - \n", 5),
        ("a.wiki", f"* {{{{cite news|title=T|url={SITE}/b}}}}\n* [{SITE}/2024/some-arti… x]\n", 2),
    ],
)  # fmt: skip
def test_an_address_that_is_cut_off_is_a_problem_at_its_place(name: str, text: str, line: int) -> None:
    """It is never asked for, as what is left of it leads elsewhere; the message shows it as it stands."""
    loaded = read(text, name)
    assert [item.url for item in loaded.items] == [f"{SITE}/b"]
    (problem,) = (problem for problem in loaded.problems if "cut off" in problem.message)
    assert problem.origin.line == line
    assert "…" in problem.message or "..." in problem.message


def test_packed_lists_tell_of_cut_addresses_too() -> None:
    """With the cell or the paragraph."""
    book = load(workbook_of(("title", "url"), ("A", f"{SITE}/b"), ("B", f"{SITE}/2024/some-arti…")), name="a.xlsx")
    assert [item.url for item in book.items] == [f"{SITE}/b"]
    assert [problem.origin.where for problem in book.problems] == ["sheet 1, B3"]
    text = load(document_of(f"{SITE}/b", f"{SITE}/2024/some-arti…"), name="a.docx")
    assert ([item.url for item in text.items], len(text.problems)) == ([f"{SITE}/b"], 1)


def test_a_link_that_is_shown_cut_off_is_whole() -> None:
    """The words of a link are often its address, cut off; where the whole one stands beside it, nothing is missing."""
    page = read(f'<html><p><a href="{SITE}/2024/some-article">{SITE}/2024/some-arti…</a></p></html>')
    note = read(f"# N\n\n[{SITE}/2024/some-arti…]({SITE}/2024/some-article) and more\n", "a.md")
    for loaded in (page, note):
        assert [item.url for item in loaded.items] == [f"{SITE}/2024/some-article"]
        assert loaded.problems == ()
        assert "title" not in loaded.items[0].given, "an address is no title"


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        (f"Look at {SITE}… and wait.", [SITE]),
        (f"Look at {SITE}... and wait.", [SITE]),
        (f"At {SITE}/a.", [f"{SITE}/a"]),
        (f"At {SITE}/wiki/...And_Justice and {SITE}/a..b", [f"{SITE}/wiki/...And_Justice", f"{SITE}/a..b"]),
        (f"At {SITE}/wait%E2%80%A6 too", [f"{SITE}/wait%E2%80%A6"]),
    ],
)
def test_dots_of_a_sentence_or_of_a_name_cut_nothing(text: str, urls: list[str]) -> None:
    """Behind a host they end the sentence; inside a name, or escaped, they are meant."""
    loaded = read(f"# Notes\n\n{text}\n", "a.md")
    assert ([item.url for item in loaded.items], loaded.problems) == (urls, ())
    assert not any(map(is_cut_off, urls))


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("a.bib", "@article{b,\n  title = {T},\n  doi = {10.1234/abc},\n}\n", "entry b, doi"),
        ("a.ris", "TY  - JOUR\nTI  - T\nDO  - 10.1234/abc\nER  - \n", "reference 1, DO"),
        ("a.json", '[{"id": "a", "type": "article-journal", "issued": null, "DOI": "10.1234/abc"}]', "item a, doi"),
        ("a.wiki", "* {{cite journal |title=T |doi=10.1234/abc}} and {{cite news|title=U|url=https://o.example/}}\n", "cite journal, doi"),
        ("a.enw", "%0 Book\n%T T\n%R 10.1234/abc\n", "reference 1, doi"),
        ("a.yml", "h:\n  type: article\n  title: T\n  serial-number:\n    doi: 10.1234/abc\n", "entry h, doi"),
        ("a.csv", "title,DOI,url\nT,10.1234/abc,\nU,,https://o.example/\n", "DOI"),
        ("a.csv", "Title;DOI\nT;10.1234/abc\nU;10.1234/def\n", "DOI"),
    ],
)  # fmt: skip
def test_an_entry_that_has_a_doi_and_no_link_is_looked_up_by_it(name: str, text: str, where: str) -> None:
    """Its place says that the link is made of the DOI."""
    loaded = read(text, name)
    (found,) = (item for item in loaded.items if item.url == DOI)
    assert (found.origin.where, found.given["DOI"]) == (where, "10.1234/abc")
    assert loaded.problems == ()


def test_the_doi_of_a_row_in_a_workbook() -> None:
    """As in a table of text."""
    rows = (("title", "DOI", "url"), ("T", "10.1234/abc", None), ("U", None, f"{SITE}/b"))
    loaded = load(workbook_of(*rows), name="a.xlsx")  # type: ignore[arg-type]
    assert [(item.url, item.origin.where) for item in loaded.items] == [
        (DOI, "sheet 1, B2, DOI"),
        (f"{SITE}/b", "sheet 1, C3"),
    ]


def test_a_link_to_a_doi_that_an_entry_states_is_not_marked() -> None:
    """Only where the list has none is one made."""
    loaded = read(
        '[{"id": "a", "type": "book", "issued": null, "DOI": "10.1234/abc", "URL": "https://doi.org/10.1234/abc"}]'
    )
    assert [(item.url, item.origin.where) for item in loaded.items] == [(DOI, "item a")]


def test_the_report_shows_what_was_cut_off(tmp_path: Path) -> None:
    """As a row beside the links, with its line; and it counts as a problem of the list."""
    with Site() as site:
        command = Command.at(tmp_path, site)
        (tmp_path / "list.txt").write_text(
            f"{site.url('article')}\n{site.url('article')}-and-more…\n", encoding="utf-8"
        )
        done = command("audit", "list.txt", "--no-log")
        assert "cut off" in done.stdout
        assert "list.txt:2" in done.stdout
        assert "1 problems" in done.stdout + done.stderr


def test_a_row_of_dots_is_read_once() -> None:
    """However long it is; tried from each of its dots it would take minutes."""
    assert not is_cut_off("https://news.example/" + "." * 300_000 + "x")
    assert is_cut_off("https://news.example/" + "." * 300_000)
