"""`audit --annotate` on a workbook: what was found stands beside the rows, and nothing else is another."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from provenance.core.annotate import COLUMNS
from provenance.core.sheet_cells import with_cells
from provenance.core.sheets import column_letters, sheets
from provenance.core.unpack import Package
from tests.command import Command, assert_fault
from tests.site import Site

NAMES = list(COLUMNS)
LAST = 5 + len(NAMES)
_OURS = re.compile(rb'<c r="[A-Z]+[0-9]+"( s="\d+")? t="inlineStr"><is><t xml:space="preserve">[^<]*</t></is></c>')


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def command(site: Site, tmp_path: Path) -> Command:
    return Command.at(tmp_path, site)


def workbook(site: Site) -> bytes:
    """All that a workbook can have and this test can write."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sources & more"
    sheet.append(["What we cite, checked by hand"])
    sheet.merge_cells("A1:E1")
    sheet.append(["Title", "Link", "Seen", "Score"])
    sheet.append(["Gone", site.url("gone"), date(2024, 7, 4), 3])
    sheet.append(["There", "the page", date(2024, 7, 5), "=D3*2"])
    sheet["B4"].hyperlink = site.url("article")
    sheet.append(["Formula", f'=HYPERLINK("{site.url("moved")}","it moved")', None, "=SUM(D3:D4)"])
    sheet.append(["Nothing", "ask Mara", None, 1])
    sheet["A3"].font, sheet["D3"].fill = Font(bold=True), PatternFill("solid", fgColor="FFEE00")
    sheet["G3"].fill = PatternFill("solid", fgColor="00EE00")  # an empty cell with a style, where ours come to stand
    sheet["A4"].comment = Comment("Read it again", "Mara Ellison")
    sheet.conditional_formatting.add(
        "D3:D6", ColorScaleRule(start_type="min", start_color="FFFFFF", end_type="max", end_color="0000FF")
    )
    rule = DataValidation(type="whole", operator="greaterThan", formula1="0")
    rule.add("D3:D9")
    sheet.add_data_validation(rule)
    sheet.add_table(Table(displayName="Cited", ref="A2:D6"))
    sheet.freeze_panes = "A3"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=2, max_row=6), titles_from_data=True)
    sheet.add_chart(chart, "H9")
    other = book.create_sheet("No links")
    other.append(["nothing", "here"])
    hidden = book.create_sheet("Bare")
    hidden.append([f"{site.url('gone')} {site.url('article')}"])
    hidden.sheet_state = "hidden"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_a_workbook_gets_what_was_found(command: Command, site: Site) -> None:
    """Each row its own, in columns behind the merged title; the styles of cells that were empty stay."""
    (command.folder / "book.xlsx").write_bytes(workbook(site))
    done = command("audit", "book.xlsx", "--annotate", "out.xlsx", "-q")
    assert done.returncode == 1, done.stderr
    book = openpyxl.load_workbook(command.folder / "out.xlsx")
    sheet = book["Sources & more"]
    assert [sheet.cell(2, column).value for column in range(6, LAST + 1)] == NAMES
    found = [[sheet.cell(row, column).value for column in (6, 7, 9)] for row in range(3, 7)]
    moved = site.url("article")
    assert found == [["dead", "gone", None], ["alive", "ok", None], ["alive", "moved", moved], ["problem", None, None]]
    assert [sheet.cell(1, column).value for column in range(2, LAST + 1)] == [None] * (LAST - 1)
    assert sheet["G3"].fill.fgColor.rgb == "0000EE00"
    assert (sheet["D5"].value, sheet["B4"].hyperlink.target) == ("=SUM(D3:D4)", site.url("article"))
    assert (sheet["A4"].comment.text, sheet["A3"].font.b) == ("Read it again", True)
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:E1"]
    assert sheet.dimensions == f"A1:{column_letters(LAST - 1)}6"
    bare = [cell.value for cell in book["Bare"][1]]
    assert bare[1:3] == ["dead | alive", "gone | ok"]
    assert book["No links"].max_column == 2


def test_all_else_stays_byte_for_byte(command: Command, site: Site) -> None:
    """The other parts – styles, texts, charts, remarks –, their order; and of a sheet all but the new cells."""
    old = workbook(site)
    (command.folder / "book.xlsx").write_bytes(old)
    command("audit", "book.xlsx", "--annotate", "book.xlsx", "-q")
    before, after = members(old), members((command.folder / "book.xlsx").read_bytes())
    assert list(before) == list(after)
    changed = [name for name in before if before[name] != after[name]]
    assert changed == ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"]
    for name in changed:
        without = re.sub(rb"(<dimension ref=\"[A-Z0-9]+:)[A-Z]+", rb"\g<1>X", _OURS.sub(b"", after[name]))
        wanted = re.sub(rb"(<dimension ref=\"[A-Z0-9]+:)[A-Z]+", rb"\g<1>X", before[name])
        # The styled cell that was empty has a text now.
        assert without == re.sub(rb'<c r="G3" [^>]*></c>', b"", wanted), name


def test_what_looks_like_a_formula_is_a_text(command: Command, site: Site) -> None:
    """Inline strings are run by nobody; what a program would read as a character by its number is written out."""
    (command.folder / "book.xlsx").write_bytes(workbook(site))
    content = members(workbook(site))["xl/worksheets/sheet1.xml"]
    wild = ["=1+1", "@x", "a\x00b<&>\"'", " two  spaces ", "_x0041_", "\U0001f9fe" * 40_000]
    written = with_cells(content, {3: wild})
    package = {**members(workbook(site)), "xl/worksheets/sheet1.xml": written}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, inside in package.items():
            target.writestr(name, inside)
    sheet = openpyxl.load_workbook(stream).worksheets[0]
    cells = [sheet.cell(3, column) for column in range(6, 12)]
    assert {cell.data_type for cell in cells} <= {"inlineStr", "s"}, "no formula is among them"
    told = [cell.value for cell in cells]
    assert told[:2] == ["=1+1", "@x"]
    assert told[2].startswith("a")
    assert told[2].endswith("b<&>\"'")
    assert (told[3], b">_x005F_x0041_<" in written) == (" two  spaces ", True)
    assert len(told[5]) == 32_767


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>',
         b'<sheetData><row r="1"><c r="A1"><v>1</v></c>[B1]</row></sheetData>'),
        (b"<sheetData><row><c><v>1</v></c><c/></row></sheetData>", b"<sheetData><row><c><v>1</v></c>[B1]</row></sheetData>"),
        (b'<sheetData><row r="1"/><row r="2"><c r="C2"><v>1</v></c></row></sheetData>',
         b'<sheetData><row r="1">[D1]</row><row r="2"><c r="C2"><v>1</v></c></row></sheetData>'),
        (b'<dimension ref="A1:A9"/><sheetData><row  r = "1" spans="1:1"><c r="A1"><v>1</v></c><c r="D1" s="7"></c></row></sheetData>',
         b'<dimension ref="A1:B9"/><sheetData><row  r = "1" spans="1:2"><c r="A1"><v>1</v></c>[B1]<c r="D1" s="7"></c></row></sheetData>'),
        (b"<sheetData><row r='1' a='>'><c r='A1' t='inlineStr'><is><t>&gt;</t></is></c\n></row ></sheetData>",
         b"<sheetData><row r='1' a='>'><c r='A1' t='inlineStr'><is><t>&gt;</t></is></c\n>[B1]</row ></sheetData>"),
        (b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A3:F4"/></mergeCells>',
         b'<sheetData><row r="1"><c r="A1"><v>1</v></c>[G1]</row></sheetData><mergeCells><mergeCell ref="A3:F4"/></mergeCells>'),
        (b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><extLst><ext><row><c><v/></c></row></ext></extLst>',
         b'<sheetData><row r="1"><c r="A1"><v>1</v></c>[B1]</row></sheetData><extLst><ext><row><c><v/></c></row></ext></extLst>'),
    ],
)  # fmt: skip
def test_cells_go_where_they_belong(before: bytes, after: bytes) -> None:
    """Whatever a program leaves out or writes in its own way."""
    cell = rb'<c r="\1" t="inlineStr"><is><t xml:space="preserve">x</t></is></c>'
    assert with_cells(SHEET % before, {1: ["x"]}) == SHEET % re.sub(rb"\[([A-Z]1)\]", cell, after)


def test_prefixes_of_a_sheet_are_kept() -> None:
    """Some libraries name every element with one."""
    sheet = b'<?xml version="1.0" encoding="utf-8"?><x:worksheet xmlns:x="urn:m"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    written = with_cells(sheet, {1: ["é"]})
    new = '<x:c r="B1" t="inlineStr"><x:is><x:t xml:space="preserve">é</x:t></x:is></x:c></x:row>'.encode()
    assert written == sheet.replace(b"</x:row>", new)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<worksheet><sheetData>", "is broken"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>', "document type"),
        ('<?xml version="1.0" encoding="utf-16"?><worksheet/>'.encode("utf-16"), "utf-16"),
        (SHEET % b'<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>', "last column"),
    ],
)
def test_what_cannot_be_written_into(content: bytes, says: str) -> None:
    """In words that go on from the name of the sheet."""
    with pytest.raises(ValueError, match=says):
        with_cells(content, {1: ["x"]})


def test_faults_are_told_before_the_run(command: Command, site: Site) -> None:
    """A second time, a signed workbook, one without a row for what was found, and a packed table."""
    (command.folder / "book.xlsx").write_bytes(workbook(site))
    command("audit", "book.xlsx", "--annotate", "out.xlsx", "-q")
    hits = site.hits["/gone"]
    assert_fault(
        command("audit", "out.xlsx", "--annotate", "more.xlsx", "-q"), 2, "has the columns state, kind", "already"
    )
    with zipfile.ZipFile(command.folder / "book.xlsx", "a") as package:
        package.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    assert_fault(command("audit", "book.xlsx", "--annotate", "more.xlsx", "-q"), 2, "is signed")
    assert site.hits["/gone"] == hits
    assert not (command.folder / "more.xlsx").exists()
    (command.folder / "t.csv").write_text(f"title,url\nOne,{site.url('gone')}\n")
    subprocess.run(["gzip", "t.csv"], cwd=command.folder, check=True)
    assert_fault(command("audit", "t.csv.gz", "--annotate", "more.csv", "-q"), 2, "packed with gzip")


def test_a_link_beside_no_row_is_told(command: Command, site: Site) -> None:
    """One in a remark is looked at, and has no cell."""
    book = openpyxl.Workbook()
    book.active.append(["Title", "Link"])
    book.active.append(["Gone", site.url("gone")])
    book.active["A2"].comment = Comment(f"see {site.url('article')}", "Mara Ellison")
    book.save(command.folder / "book.xlsx")
    done = command("audit", "book.xlsx", "--annotate", "out.xlsx")
    assert "1 link stands in no row" in done.stderr
    assert "2 of 2 links checked" in done.stderr


def test_what_was_left_out_is_told_beside_its_row(command: Command, site: Site) -> None:
    """As in CSV."""
    (command.folder / "book.xlsx").write_bytes(workbook(site))
    command("audit", "book.xlsx", "--annotate", "out.xlsx", "-q", "--exclude", "/gone/")
    sheet = openpyxl.load_workbook(command.folder / "out.xlsx").worksheets[0]
    assert (sheet["F3"].value, sheet["H3"].value) == ("left out", "left out by exclude /gone/")
    read = next(iter(sheets(Package((command.folder / "out.xlsx").read_bytes(), file="out.xlsx"))))
    assert read.rows[2].cells[5] == "left out"
