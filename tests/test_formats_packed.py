"""Lists in files that are no text: every link with its place in words, and nothing that such a file can do to us."""

from __future__ import annotations

import gzip
import io
import json
import random
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from provenance.core.broken_lines import put_together
from provenance.core.formats import packed
from provenance.core.lists import is_list, load
from provenance.core.model import Load
from provenance.core.scan import find_urls
from provenance.errors import InputError
from tests.packed_material import (
    BOOK,
    NEWS,
    WORK,
    archive,
    archive_package,
    book,
    chapter,
    document,
    open_sheet,
    open_text,
    paper,
    printed,
    third_member,
    workbook,
    zipped,
)


def places(loaded: Load) -> dict[str, tuple[str | None, str]]:
    """Where each link stands, and what found it; without the part that all links share."""
    return {item.url.removeprefix(NEWS) or "/": (item.origin.where, item.found_by) for item in loaded.items}


# -- XLSX ---------------------------------------------------------------------------------------------------------


def test_a_workbook_gives_texts_links_and_formulas_of_all_cells() -> None:
    """Cells, links behind cells, HYPERLINK formulas; the scan adds what stands in other formulas and in comments."""
    loaded = load(workbook(), name="book.xlsx")
    assert (loaded.format, loaded.records) == ("xlsx", 4 + 2)
    assert places(loaded) == {
        "/": ("sheet 1, D3", "structure"),
        "/photos": ("sheet 1, E3", "structure"),
        "/map": ("sheet 1, E3", "structure"),
        "/1": ("sheet 1, D4", "structure"),
        "/2": ("sheet 1, D4", "structure"),
        "/3": ("sheet 1, D6", "structure"),
        "/4#crews": ("sheet 2, C7", "structure"),
        "/5": ("comments/comment1.xml", "scan"),
        "/6": ("sheet 2, B3", "scan"),
    }
    assert [(problem.origin.where, problem.message) for problem in loaded.problems] == [
        ("sheet 1, D5", "no link in 'to be found'")
    ]


def test_the_header_row_of_a_workbook_tells_what_the_columns_say() -> None:
    """As in CSV; a day is a number that its style shows as a day; the text over a link is its title."""
    given = {item.url.removeprefix(NEWS): dict(item.given) for item in load(workbook(), name="book.xlsx").items}
    assert given[""] == {
        "title": "Harbour reopens", "author": "Vale, Ida", "issued": "2024-07-04",
        "note": f"see {NEWS}/photos, and {NEWS}/map.",
    }  # fmt: skip
    assert given["/2"] == {"title": "Two at once", "issued": "2024-07"}
    assert given["/3"] == {"title": "By formula"}
    assert given["/4#crews"] == {"title": "Crews return"}


SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'


def test_a_sheet_is_what_is_written_in_it() -> None:
    """One cell in the last place of a sheet, and a range of all cells, cost nothing."""
    sheet = SHEET.format(
        f'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{NEWS}</t></is></c></row>'
        f'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>{NEWS}/last</t></is></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>'
    )
    begun = time.perf_counter()
    loaded = load(zipped({"xl/worksheets/sheet1.xml": sheet, "xl/workbook.xml": "<workbook/>"}), name="book.xlsx")
    assert time.perf_counter() - begun < 2
    assert places(loaded) == {"/": ("sheet 1, A1", "structure"), "/last": ("sheet 1, XFD1048576", "structure")}


# -- DOCX ---------------------------------------------------------------------------------------------------------


def test_a_document_gives_links_of_its_text_notes_and_comments() -> None:
    """Hyperlinks with their place in the target, fields in pieces, pictures; the scan reads words, and loose relations."""
    loaded = load(document(), name="text.docx")
    assert loaded.format == "docx"
    assert places(loaded) == {
        "#crews": ("paragraph 1", "structure"),
        "/field#part": ("paragraph 2", "structure"),
        "/simple": ("paragraph 3", "structure"),
        "/work": ("footnote 3, citation 4", "structure"),
        "/split": ("paragraph 5", "scan"),
        "/behind-a-picture": ("paragraph 6", "structure"),
        "/endnote-x": ("paragraph 7", "scan"),
        "/of-no-word": ("document.xml", "scan"),
        "/note": ("footnote 2", "structure"),
        "/end": ("endnote 1", "scan"),
        "/head": ("header 2", "scan"),
        "/of-word": ("source 1 of Word's list", "scan"),
    }
    titles = {item.url.removeprefix(NEWS): item.given.get("title") for item in loaded.items}
    assert (titles["#crews"], titles["/field#part"], titles["/note"]) == ("back to work", "a field", None)
    assert [(problem.origin.where, re.split(r"[,.] ", problem.message)[0]) for problem in loaded.problems] == [
        ("comment 1", "links to 'file:///C:/ours.docx'"),
        ("paragraph 8, citation 3", "the data of this citation are broken"),
    ]


def test_the_citations_of_a_document_are_references() -> None:
    """Whole, each work once; every mention is a link."""
    loaded = load(document(), name="text.docx")
    assert [(one.item, one.origin.where) for one in loaded.references] == [
        (WORK, "paragraph 4, citation 1"),
        (BOOK, "paragraph 4, citation 1"),
    ]
    mentions = [item for item in loaded.items if item.url == WORK["URL"]]
    assert [item.origin.where for item in mentions] == ["paragraph 4, citation 1", "footnote 3, citation 4"]
    assert mentions[0].given["author"] == "Vale, Ida"


# -- OpenDocument -------------------------------------------------------------------------------------------------


def test_an_open_document_gives_links_of_its_text_notes_and_comments() -> None:
    """Notes stand inside the paragraph, and its words go on behind them."""
    loaded = load(open_text(), name="text.odt")
    assert loaded.format == "odt"
    assert places(loaded) == {
        "#crews": ("paragraph 2", "structure"),
        "/note": ("footnote 1", "structure"),
        "/split": ("paragraph 2", "scan"),
        "/work": ("paragraph 3, citation 1", "structure"),
        "/comment": ("comment 1", "scan"),
        "/own": ("paragraph 4", "structure"),
        "/frame": ("a frame", "structure"),
        "/foot": ("footer", "scan"),
    }
    given = {item.url.removeprefix(NEWS): dict(item.given) for item in loaded.items}
    assert given["#crews"] == {"title": "back to work"}
    assert given["/own"] == {"title": "Own", "author": "Orme, Jo", "issued": "2020"}
    assert [one.item for one in loaded.references] == [WORK]
    assert [problem.message.partition(",")[0] for problem in loaded.problems] == ["links to '../ours.odt'"]


def test_the_cells_of_an_open_sheet_are_named() -> None:
    """Repeated cells and rows count as many times as they say."""
    assert places(load(open_sheet(), name="sheet.ods")) == {"/cell": ("sheet 1, C7", "structure")}


# -- EPUB ---------------------------------------------------------------------------------------------------------


def test_a_book_gives_the_links_of_all_chapters() -> None:
    """In the order of reading; links inside the book, mail addresses and pictures are none."""
    loaded = load(book(), name="book.epub")
    assert loaded.format == "epub"
    assert list(places(loaded).items()) == [
        ("#1", ("chapter1.xhtml", "structure")),
        ("/words", ("chapter1.xhtml", "scan")),
        ("/note", ("chapter 2.xhtml", "structure")),
        ("/quoted", ("loose.html", "scan")),
        ("/printed", ("book.opf", "scan")),
    ]
    assert loaded.items[0].given == {"title": "they say"}
    assert loaded.problems == ()


def test_a_broken_or_locked_chapter_is_a_problem() -> None:
    """What a broken one holds is still listed; a locked one cannot be read."""
    encrypted = '<encryption xmlns:e="x"><e:CipherReference URI="OPS/locked.xhtml"/></encryption>'
    content = zipped(
        {
            "META-INF/container.xml": "<container/>", "META-INF/encryption.xml": encrypted, "OPS/locked.xhtml": b"\x01\x02",
            "OPS/broken.xhtml": chapter(f"<p><a href='{NEWS}'>a</a></div></p></body></html><a href='{NEWS}/lost'>b</a>"),
        },
        first="application/epub+zip",
    )  # fmt: skip
    loaded = load(content, name="book.epub")
    assert places(loaded) == {"/": ("broken.xhtml", "structure"), "/lost": ("broken.xhtml", "scan")}
    assert sorted((one.origin.where, one.message.partition(":")[0].partition(" by")[0]) for one in loaded.problems) == [
        ("broken.xhtml", "the chapter is broken"),
        ("locked.xhtml", "is locked"),
    ]


# -- PDF ----------------------------------------------------------------------------------------------------------


def test_a_pdf_gives_its_links_and_the_urls_in_its_words() -> None:
    """A URL of the words that a link states is no second one, whole or broken."""
    loaded = load(paper(), name="paper.pdf")
    assert loaded.format == "pdf"
    assert places(loaded) == {
        "/photos": ("page 1", "structure"),
        "/only": ("page 1", "structure"),
        "/broken/twice": ("page 2, over 3 lines", "scan"),
    }
    assert len(loaded.items) == 3
    assert loaded.problems == ()


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("{}/harbour-", "reopens soon", "/harbour-reopens"),
        ("{}/a?id=", "77", "/a?id=77"),
        ("{}/2024/har", "bour-reopens-today.html", "/2024/harbour-reopens-today.html"),
        ("{}/har", "bour/reopens.", "/harbour/reopens"),
        ("{}/a", "?page=2", "/a?page=2"),
        ("({}/har", "bour)", "/harbour"),
        ("(http://www.", "news.example/x)", "http://www.news.example/x"),
        ("{}/harbour", "The board met.", "/harbour"),
        ("{}/harbour.", "ferry-lines-met", "/harbour"),
        ("{}/harbour/", "and the board met", "/harbour/"),
        ("{}/harbour.html", "RFC-2119", "/harbour.html"),
        ("{}/harbour", "", "/harbour"),
        ("", "", None),
    ],
)
def test_a_url_is_put_together_where_something_says_that_it_goes_on(first: str, second: str, whole: str | None) -> None:
    """A hyphen, a query, the shape of the next piece, a bracket; a sentence does not."""
    text = f"See {first.format(NEWS)}\n{second}\nThe end."
    rest, wholes = put_together(text, frozenset())
    found = [span.url.removeprefix(NEWS) for text in (rest, *(one.text for one in wholes)) for span in find_urls(text)]
    assert found == ([] if whole is None else [whole])


def test_a_short_line_is_not_continued() -> None:
    """The line has room: the next one begins something else."""
    text = f"See {NEWS}/har\nbour-reopens-today\n{'The board kept the ferry. ' * 6}"
    assert put_together(text, frozenset()) == (text, ())


def test_a_locked_pdf_and_a_broken_one_are_refused_in_words() -> None:
    """With what to do; of a broken one the links that can be seen are kept."""
    with pytest.raises(InputError, match="locked with a password") as caught:
        load(printed(((), (NEWS,)), password="quay"), name="paper.pdf")
    assert caught.value.remedy
    with pytest.raises(InputError, match="PDF that is damaged"):
        load(b"%PDF-1.7\n nothing", name="paper.pdf")
    kept = load(b"%PDF-1.7\n1 0 obj << /A << /URI (" + NEWS.encode() + b") >> >>", name="paper.pdf")
    assert places(kept) == {"/": ("somewhere in the file", "scan")}
    assert "damaged" in kept.problems[0].message


# -- WARC and WACZ ------------------------------------------------------------------------------------------------

CAPTURES = [("", "2024-07-04"), ("/2", "2024-07-05"), ("/2", "2024-07-09")]


def captures(loaded: Load) -> list[tuple[str, str]]:
    return [(item.url.removeprefix(NEWS), item.given["accessed"]) for item in loaded.items]


@pytest.mark.parametrize(
    "content", [archive(), archive(packed=False), gzip.compress(archive(packed=False)), archive_package(pages=False)]
)
def test_each_captured_page_is_a_link_with_its_day(content: bytes) -> None:
    """Packed record by record, as a whole, or not at all; no redirects, errors, pictures, and nothing inside a page."""
    loaded = load(content, name="crawl.warc.gz")
    assert loaded.format == "warc"
    assert captures(loaded) == CAPTURES
    assert {item.found_by for item in loaded.items} == {"structure"}
    assert loaded.items[0].origin.where in ("record 2", "data.warc.gz, record 2")
    assert loaded.problems == ()


def test_a_package_tells_the_titles_of_its_pages() -> None:
    """Its own list of pages goes before the records, in which frames are pages too."""
    loaded = load(archive_package(), name="crawl.wacz")
    assert captures(loaded) == CAPTURES[:2]
    assert loaded.items[0].given["title"] == "Harbour reopens"
    assert loaded.items[0].origin.where == "pages/pages.jsonl, line 2"


def test_what_a_damaged_archive_holds_is_still_listed(capfd: pytest.CaptureFixture[str]) -> None:
    """Behind a record that is broken the others are found by their heads, and nothing is said on the terminal."""
    content = archive()
    second = third_member(content)
    damaged = content[: second - 60] + b"\0" * 20 + content[second - 40 :]
    loaded = load(damaged, name="crawl.warc.gz")
    assert captures(loaded)[-2:] == CAPTURES[-2:]
    assert [problem.message.partition(" damaged")[0] for problem in loaded.problems] == ["the archive is"]
    assert capfd.readouterr() == ("", "")


def test_an_archive_without_a_page_gives_what_it_captured() -> None:
    """A single picture is better than nothing."""
    whole = archive(packed=False)
    start = whole.rindex(b"WARC/1.", 0, whole.index(b"/picture.png"))
    loaded = load(whole[start : whole.index(b"WARC/1.", start + 10)], name="one.warc")
    assert captures(loaded) == [("/picture.png", "2024-07-04")]


def test_one_text_in_many_cells_takes_bounded_time() -> None:
    """Texts are shared between cells; what is not read is a Problem."""
    relations = {
        "officeDocument": "xl/workbook.xml",
        "worksheet": "worksheets/sheet1.xml",
        "sharedStrings": "texts.xml",
    }
    told = {
        kind: f'<R><Relationship Id="{kind}" Type="x/{kind}" Target="{name}"/></R>' for kind, name in relations.items()
    }
    both = told["worksheet"].removesuffix("</R>") + told["sharedStrings"].removeprefix("<R>")
    rows = "".join(f'<row r="{number}"><c t="s"><v>0</v></c></row>' for number in range(1, 20_001))
    members = {
        "_rels/.rels": told["officeDocument"], "xl/_rels/workbook.xml.rels": both,
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet r:id="worksheet"/></sheets></workbook>',
        "xl/texts.xml": f"<sst><si><t>{f'{NEWS} ' * 10_000}</t></si></sst>", "xl/worksheets/sheet1.xml": SHEET.format(rows),
    }  # fmt: skip
    begun = time.perf_counter()
    loaded = load(zipped(members), name="book.xlsx")
    assert time.perf_counter() - begun < 40
    assert "what follows was not read" in loaded.problems[-1].message


# -- what is refused ----------------------------------------------------------------------------------------------

XL = {"xl/workbook.xml": "<workbook/>"}


def huge(name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """60 MB in 60 kB."""
    return zipped({**XL, name: b" " * 60_000_000})


def lying() -> bytes:
    """A member that says that it is small, and is not."""
    honest = huge()
    size = (60_000_000).to_bytes(4, "little")
    return honest.replace(size, (1000).to_bytes(4, "little"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (huge(), "unpacks to 60 MB or more"),
        (huge("xl/media/picture.png"), "unpacks to 60 MB or more"),
        (zipped({**XL, **{f"xl/media/{number}": "" for number in range(10_001)}}), "10,002 members"),
        (gzip.compress(b" " * 60_000_000), "unpacks to 60 MB or more"),
    ],
)
def test_bombs_are_refused(content: bytes, words: str) -> None:
    """Before they are unpacked; the message says what to do."""
    begun = time.perf_counter()
    with pytest.raises(InputError, match=words) as caught:
        load(content, name="book.xlsx")
    assert caught.value.remedy
    assert time.perf_counter() - begun < 3


def test_a_member_that_lies_about_its_size_is_a_problem() -> None:
    """It is read no farther than it says, and is told as damaged."""
    loaded = load(lying(), name="book.xlsx")
    assert loaded.items == ()
    assert "sheet1.xml is damaged" in loaded.problems[0].message


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_of_packing_that_no_document_uses_are_not_unpacked(tmp_path: Path, method: int) -> None:
    """They cannot be unpacked in bounded steps."""
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w", method) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", SHEET.format(""))
    loaded = load((tmp_path / "book.xlsx").read_bytes(), name="book.xlsx")
    assert any("packed by a method" in problem.message for problem in loaded.problems)


ENTITIES = (
    '<!DOCTYPE a [<!ENTITY a "{}"><!ENTITY b "{}"><!ENTITY c "{}"><!ENTITY d "{}"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
).format("haha" * 10, "&a;" * 1000, "&b;" * 1000, "&c;" * 1000)


@pytest.mark.parametrize("entity", ["internal", "external"])
@pytest.mark.parametrize("wanted", ["xlsx", "docx", "odt", "epub"])
def test_entities_are_not_replaced(tmp_path: Path, wanted: str, entity: str) -> None:
    """Neither those that the file declares nor those that fetch a file of ours."""
    secret = tmp_path / "secret.txt"
    secret.write_text(f"{NEWS}/secret", encoding="utf-8")
    value = f'"{NEWS}/secret"' if entity == "internal" else f'SYSTEM "{secret.as_uri()}"'
    declared = f"<!DOCTYPE a [<!ENTITY e {value}>]>"
    sheet = SHEET.format("<sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>&e;</t></is></c></row></sheetData>")
    paragraph = '<w:document xmlns:w="w"><w:p><w:t>&e;</w:t></w:p></w:document>'
    names = {
        "xlsx": {**XL, "xl/worksheets/sheet1.xml": declared + sheet},
        "docx": {"word/document.xml": declared + paragraph},
        "odt": {"content.xml": f'{declared}<a xmlns:t="t"><t:p>&e;</t:p></a>', "META-INF/manifest.xml": ""},
        "epub": {"META-INF/container.xml": "<a/>", "a.opf": "<a/>", "a.xhtml": f"{declared}<html><p>&e;</p></html>"},
    }
    (reader,) = (reader for reader in packed.READERS if wanted == reader.NAME)
    assert [item.url for item in reader.read(zipped(names[wanted]), file="list").items] == []


def test_entities_that_grow_cost_nothing() -> None:
    """Forty thousand million characters in a few lines."""
    sheet = SHEET.format("<sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>&d;</t></is></c></row></sheetData>")
    begun = time.perf_counter()
    loaded = load(zipped({**XL, "xl/worksheets/sheet1.xml": ENTITIES + sheet}), name="book.xlsx")
    assert (loaded.items, len(loaded.problems)) == ((), 1)
    assert time.perf_counter() - begun < 2


def test_names_that_climb_lead_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`..` in the name of a member writes nothing and reads nothing."""
    monkeypatch.chdir(tmp_path)
    climbing = {"../../evil.txt": "x", "/etc/evil": "x", **XL, "xl/worksheets/sheet1.xml": SHEET.format("")}
    with pytest.raises(InputError, match="no links found"):
        load(zipped(climbing), name="book.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_a_member_without_a_name_is_passed_over() -> None:
    """A damaged table of contents can have one."""
    named = zipped({**XL, "\x01nameless": "x", "xl/worksheets/sheet1.xml": SHEET.format("")})
    with pytest.raises(InputError, match="no links found"):
        load(named.replace(b"\x01nameless", b"\x00nameless"), name="book.xlsx")


# -- gzip ---------------------------------------------------------------------------------------------------------


def test_a_packed_text_is_read_as_the_text_in_it() -> None:
    """Its lines count as if it had been unpacked, and a note says that it was; members follow each other."""
    content = gzip.compress(f"# mine\n{NEWS}\n".encode()) + gzip.compress(f"{NEWS}/2\n".encode())
    loaded = load(content, name="list.txt.gz")
    assert [(item.url, item.origin.line) for item in loaded.items] == [(NEWS, 2), (f"{NEWS}/2", 3)]
    assert "gzip" in loaded.notes[0]
    assert is_list(content, name="list.txt.gz")


def test_a_torn_packed_text_is_read_as_far_as_it_goes() -> None:
    """What came before the fault is not lost."""
    whole = gzip.compress("".join(f"{NEWS}/{number * 7919 % 10007}\n" for number in range(5000)).encode())
    assert len(load(whole[: len(whole) // 2], name="list.gz").items) > 1000


# -- whatever comes -----------------------------------------------------------------------------------------------

MADE: dict[str, Callable[[], bytes]] = {
    "xlsx": workbook,
    "docx": document,
    "odt": open_text,
    "epub": book,
    "pdf": paper,
    "warc": archive,
}


def test_every_packed_format_is_tried_here() -> None:
    """No reader is forgotten in the tests below."""
    assert set(MADE) == {reader.NAME for reader in packed.READERS}


@pytest.mark.parametrize("wanted", MADE)
def test_packed_formats_are_known_by_their_content(wanted: str) -> None:
    """Whatever they are called."""
    for name in ("list", "a.txt", "a.zip", "a.docx", "a.pdf"):
        assert load(MADE[wanted](), name=name).format == wanted


def _mutated(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, a piece cut out, doubled or torn off; of a container, sometimes inside one member."""
    if content.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = {name: package.read(name) for name in package.namelist()}
        name = chance.choice(sorted(members))
        members[name] = _mutated(members[name] or b"x", chance)
        first = members.pop("mimetype", None)
        return zipped(members, first=first.decode("latin-1") if first is not None else None)
    changed = bytearray(content)
    for _ in range(chance.choice([1, 3, 20])):
        place = chance.randrange(len(changed)) if changed else 0
        length = chance.choice([1, 2, 8, 100])
        match chance.randrange(4):
            case 0:
                changed[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[place : place + length]
            case 2:
                changed[place:place] = changed[place : place + length] * chance.choice([1, 2, 50])
            case _:
                digits = str(chance.choice([0, -1, 2**31, 2**63, 99999999])).encode()
                changed[place : place + len(digits)] = digits
    return bytes(changed[: chance.randrange(len(changed) + 1)] if changed and chance.random() < 0.1 else changed)


@pytest.mark.parametrize("wanted", MADE)
def test_damaged_files_raise_nothing_but_input_errors(wanted: str, capfd: pytest.CaptureFixture[str]) -> None:
    """200 mutations of each, in bounded time, and not a word on the terminal."""
    content = MADE[wanted]()
    for seed in range(200):
        damaged = _mutated(content, random.Random(seed))
        for format in (wanted, None):
            begun = time.perf_counter()
            try:
                loaded = load(damaged, name="list", format=format)
            except InputError:
                pass
            else:
                assert loaded.items or loaded.problems or loaded.references, seed
                for item in loaded.items:
                    item.url.encode()
            assert time.perf_counter() - begun < 5, seed
    assert capfd.readouterr() == ("", "")


# -- real files ---------------------------------------------------------------------------------------------------

# Where our number is another one, and why.
DIFFERENT: dict[str, int] = {}  # so far none


def test_real_packed_lists_give_the_counted_links(shared: Path) -> None:
    """The structure alone, without the scan, gives as many distinct links as two other ways of counting do."""
    truth = json.loads((shared / "lists" / "truth.json").read_text(encoding="utf-8"))
    wanted = {name: facts["links"] for name, facts in truth.items() if facts["format"] in MADE}
    counted = {}
    for name in wanted:
        found = packed.READERS[[reader.NAME for reader in packed.READERS].index(truth[name]["format"])]
        content = (shared / "lists" / name).read_bytes()
        items = found.read(content, file=name).items
        # The count is of links; a work that is cited by a program is one of ours.
        links = [item for item in items if ", citation" not in str(item.origin.where)]
        counted[name] = len({item.url for item in links if item.found_by == "structure"})
    assert counted == wanted | DIFFERENT
