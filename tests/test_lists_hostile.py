"""Damaged and hostile lists: a share of what `tests.bench.mutated_lists` plays at length, and the kinds of find that it made."""

from __future__ import annotations

import contextlib
import gzip
import time
from pathlib import Path

import pytest

from provenance.core.lists import FORMATS, load
from provenance.errors import InputError
from tests.bench.list_mutants import seeds
from tests.bench.mutated_lists import run
from tests.command import Command
from tests.packed_material import archive, third_member, zipped

NEWS = "https://news.example/2024/07/04/harbour"


@pytest.mark.parametrize("wanted", FORMATS)
def test_damaged_lists_of_every_format(wanted: str) -> None:
    """200 of each, none of them long: a load or an InputError of three parts, nothing on the terminal, within bounds."""
    seen = run(wanted, range(1, 201))
    # Time is measured by the bench, on a machine of its own.
    finds = [find for find in seen.finds if " s for " not in find.what]
    assert [(find.number, find.what) for find in finds] == []
    assert 0 < seen.refused < 150, "some are refused, and most are read"


@pytest.mark.parametrize("wanted", FORMATS)
def test_the_lists_that_are_damaged_are_lists(wanted: str) -> None:
    """Whole, each is read as what it is."""
    loads = [load(content, name="list", format=wanted) for content in seeds(wanted)]
    assert any(loaded.items for loaded in loads)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (None, f"{NEWS}\n" + "\n" * 300_000),
        (None, f"{NEWS}\n" + " \n" * 150_000),
        ("wikitext", f"{NEWS}\n" + ("{{" + " " * 2_000) * 100),
        ("wikitext", "{{cite web|url=https://a.test/|t=" + "<ref name=" * 390 + "}}"),
        ("mail", f"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n{'--x' + chr(10) * 2 + NEWS + chr(10)}" + f"--x\n\n{NEWS}/a\n" * 1_900),
        ("coins", "<span class=Z3988 title='ctx_ver=1'>" + "<dl>" * 100_000),
        ("html", f"<html><a href={NEWS}>x</a>" + "<b></i>" * 50_000),
        ("bibtex", "@article{a, title = {\\foo " + "a$b$" * 20_000 + "}}\n"),
        ("cff", "references:\n- type: article\n  title: a\n" + "  notes: '{[- - '\n" * 5_000),
        ("hayagriva", "a:\n  title: " + "[" * 50_000),
    ],
)  # fmt: skip
def test_what_made_a_reader_look_back_is_read_at_once(wanted: str | None, text: str) -> None:
    """Blank lines, blanks behind braces, tags and brackets left open, parts of mails: each cost a reader the square of them."""
    begun = time.process_time()
    with contextlib.suppress(InputError):
        load(text.encode(), name="list", format=wanted)
    assert time.process_time() - begun < 2


def test_a_number_of_thousands_of_digits_is_no_character() -> None:
    """Python converts no number of so many digits; in the text beside it the link is found."""
    text = f'<html><a href="{NEWS}?a=&#{"9" * 5_000};">x</a> &#x{"f" * 5_000}; <a href="{NEWS}">y</a></html>'
    assert NEWS in [item.url for item in load(text.encode(), name="list").items]
    assert load(f"* [{NEWS}?a=&#{'9' * 5_000};&b x]\n".encode(), name="a.wiki", format="wikitext").items


def test_what_json_has_no_number_for_can_be_written_again() -> None:
    """`1e999` is no float and `NaN` no JSON: the item is kept, and goes into the log."""
    text = '[{"id": "a", "type": "book", "title": "T", "volume": 1e999, "issue": NaN, "URL": "https://a.example/"}]'
    (reference,) = load(text.encode(), name="list").references
    assert (reference.item["volume"], reference.item.get("issue")) == ("1e999", None)


def test_line_ends_inside_an_address_are_none_of_it() -> None:
    """As a browser has it."""
    page = f'<html><a href="{NEWS}/a\n\tb">x</a></html>'
    assert [item.url for item in load(page.encode(), name="list").items] == [f"{NEWS}/ab"]


# -- bombs --------------------------------------------------------------------------------------------------------

# Which of the readers parse XML: each gets the same declarations in front of a list of its own.
_XML = {
    "opml": '<opml version="2.0"><body><outline text="&bomb;" xmlUrl="https://a.example/"/></body></opml>',
    "dublin-core": '<records xmlns:dc="http://purl.org/dc/elements/1.1/"><record><dc:title>&bomb;</dc:title>'
    "<dc:identifier>https://a.example/</dc:identifier></record></records>",
    "zotero-rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:bib="http://purl.org/net/biblio#"><bib:Article><z:itemType>webpage'
    "</z:itemType><dc:title>&bomb;</dc:title><dc:identifier>https://a.example/</dc:identifier></bib:Article></rdf:RDF>",
    "endnote-xml": '<xml><records><record><ref-type name="Web Page">12</ref-type><titles><title>&bomb;</title></titles><urls>'
    "<related-urls><url>https://a.example/</url></related-urls></urls></record></records></xml>",
}
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "haha" * 10}">' for n in range(12))
_BOMBS = {
    "laughs": f'{_LAUGHS}<!ENTITY bomb "&l11;">',
    "quadratic": f'<!ENTITY big "{"a" * 200_000}"><!ENTITY bomb "{"&big;" * 20_000}">',
    "file": '<!ENTITY bomb SYSTEM "{secret}">',
    "parameter": '<!ENTITY % p SYSTEM "{secret}">%p;<!ENTITY bomb "x">',
    "itself": '<!ENTITY bomb "&bomb;">',
}


@pytest.mark.parametrize("bomb", _BOMBS)
@pytest.mark.parametrize("wanted", _XML)
def test_entities_are_neither_replaced_nor_fetched(tmp_path: Path, wanted: str, bomb: str) -> None:
    """The link beside them is found, in no time, and no file of ours."""
    secret = tmp_path / "secret.txt"
    secret.write_text("https://a.example/secret", encoding="utf-8")
    declared = f"<!DOCTYPE r [{_BOMBS[bomb].replace('{secret}', secret.as_uri())}]>"
    begun = time.process_time()
    loaded = load(f"{declared}\n{_XML[wanted]}".encode(), name="list", format=wanted)
    assert time.process_time() - begun < 1.5
    assert "https://a.example/" in [item.url for item in loaded.items]
    assert "secret" not in str([item.url for item in loaded.items])
    assert sum(len(str(item.given)) for item in loaded.items) < 1_000


def test_an_entity_among_the_sources_of_word_is_none_of_them() -> None:
    """An entity that is not replaced stays in the tree, and is no element of it."""
    sources = f"<!DOCTYPE b [<!ENTITY e 'x'>]><Sources>&e;<Source><URL>{NEWS}</URL></Source></Sources>"
    loaded = load(zipped({"word/document.xml": "<document/>", "customXml/item1.xml": sources}), name="a.docx")
    assert [(item.url, item.origin.where) for item in loaded.items] == [(NEWS, "source 1 of Word's list")]


def test_gzip_inside_gzip_is_refused() -> None:
    """One that unpacks to itself would never end."""
    with pytest.raises(InputError, match="a gzip file inside a gzip file") as caught:
        load(gzip.compress(gzip.compress(NEWS.encode())), name="list.gz")
    assert caught.value.remedy


def test_a_zip_inside_a_zip_is_not_unpacked() -> None:
    """Its links are not those of the document around it."""
    inner = zipped({"xl/workbook.xml": "<workbook/>", "links.txt": NEWS})
    loaded = load(zipped({"xl/workbook.xml": "<workbook/>", "xl/embeddings/inner.xlsx": inner}), name="book.xlsx")
    assert loaded.items == ()
    assert loaded.problems


def test_an_archive_that_unpacks_to_gigabytes_is_refused() -> None:
    """Records are passed by, and that takes time too."""
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {NEWS}\r\nWARC-Date: 2024-07-04T10:00:00Z\r\n"
    size = 80_000_000
    record = f"{head}Content-Type: application/http\r\nContent-Length: {size}\r\n\r\n".encode()
    bomb = gzip.compress(record + b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * (size - 19) + b"\r\n\r\n")
    begun = time.process_time()
    with pytest.raises(InputError, match="unpacks to more than"):
        load(bomb, name="crawl.warc.gz")
    assert time.process_time() - begun < 2


def test_a_damaged_archive_says_nothing_of_its_own_on_the_terminal(tmp_path: Path) -> None:
    """What the library complains of is no message of ours."""
    whole = archive()
    second = third_member(whole)
    (tmp_path / "crawl.warc.gz").write_bytes(whole[: second - 60] + b"\0" * 20 + whole[second - 40 :])
    plain = archive(packed=False).replace(b"Content-Length: 1", b"Content-Length: 9", 1)
    (tmp_path / "crawl.warc").write_bytes(plain)
    command = Command.at(tmp_path)
    for name in ("crawl.warc.gz", "crawl.warc"):
        done = command("read", name)
        assert "WARC record" not in done.stderr
        assert "*****" not in done.stderr
        assert all(line.startswith(("provenance:", "  ")) for line in done.stderr.splitlines()), done.stderr
