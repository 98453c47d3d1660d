"""Variants of the formats as programs and people write them: what each reader gives of them."""

from __future__ import annotations

import pytest

from provenance.core.lists import load
from provenance.core.model import Load
from tests.packed_material import _open_document, _relations, workbook_of, zipped

N = "https://news.example"


def read(text: str | bytes, name: str = "list") -> Load:
    return load(text.encode() if isinstance(text, str) else text, name=name)


def found(loaded: Load) -> list[str]:
    return [item.url.removeprefix(N) for item in loaded.items]


# -- tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("between", [",", ";"])
def test_links_behind_formulas_of_a_spreadsheet(between: str) -> None:
    """Google Sheets writes its formulas into CSV; columns and titles are those of any table."""
    rows = "".join(f'{title},"=HYPERLINK(""{N}/{title}""{between}""read"")",x\n' for title in "AB")
    loaded = read(f"Title,Link,Notes\n{rows}")
    assert loaded.format == "delimited"
    assert [(item.url, item.given["title"], item.origin.where) for item in loaded.items] == [
        (f"{N}/A", "A", "Link"),
        (f"{N}/B", "B", "Link"),
    ]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Titel;Autorin;Datum;Medium;Link;Abgerufen am", f"Hafen;Ida Vale;2024-07-04;Bote;{N}/1;2024-07-10"),
        ("Titre;Auteur;Date;Média;Lien;Consulté le", f"Hafen;Ida Vale;2024-07-04;Bote;{N}/1;2024-07-10"),
        ("Título;Autor;Fecha;Medio;Enlace;Consultado el", f"Hafen;Ida Vale;2024-07-04;Bote;{N}/1;2024-07-10"),
        ("Titolo;Autore;Data;Testata;Link;Consultato", f"Hafen;Ida Vale;2024-07-04;Bote;{N}/1;2024-07-10"),
        ("Titel;Auteur;Datum;Krant;Link;Geraadpleegd", f"Hafen;Ida Vale;2024-07-04;Bote;{N}/1;2024-07-10"),
    ],
)
def test_columns_in_other_languages(header: str, row: str) -> None:
    """Their names tell the same."""
    (item,) = read(f"{header}\n{row}\n").items
    assert item.given == {
        "title": "Hafen", "author": "Ida Vale", "issued": "2024-07-04", "container-title": "Bote", "accessed": "2024-07-10",
    }  # fmt: skip


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_line_that_tells_excel_the_separator_is_no_row(mark: str) -> None:
    """The names of the columns stand below it."""
    (item,) = read(f"{mark}sep=;\ntitle;url\nA;{N}/1\n").items
    assert (item.given, item.origin.line, item.origin.where) == ({"title": "A"}, 3, "url")


def test_the_cover_of_a_bookmark_is_no_link() -> None:
    """Raindrop keeps a picture with each."""
    loaded = read(f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF="{N}/1" DATA-COVER="{N}/c.png">T</A></DL>')
    assert found(loaded) == ["/1"]


def test_a_link_that_a_formula_puts_together_is_a_problem() -> None:
    """A piece of it leads elsewhere, and what the formula gives is not stated in the file."""
    formula = f'=HYPERLINK(CONCATENATE("{N}/","3"),"read")'
    loaded = read(workbook_of(("title", "url"), ("A", f"{N}/1"), ("B", formula)))
    assert found(loaded) == ["/1"]
    assert [(one.origin.where, "by a formula" in one.message) for one in loaded.problems] == [("sheet 1, B3", True)]


# -- texts --------------------------------------------------------------------------------------------------------


def test_a_bar_ends_an_address_in_wikitext() -> None:
    """Whatever template it stands in; the address of the subject may lack its scheme."""
    text = (
        "x{{sfn|Vale|2024}} {{cite web|url=https://a.example/|title=T}}\n"
        f"{{{{webarchive|url=https://web.archive.org/web/2024/{N}/2|date=2024}}}} {{{{URL|news.example/7}}}} {{{{URL|1={N}/8|b}}}}\n"
    )
    assert found(read(text)) == [
        "https://a.example/",
        f"https://web.archive.org/web/2024/{N}/2",
        "news.example/7",
        "/8",
    ]


def test_the_address_of_a_parent_is_told_from_that_of_the_entry() -> None:
    """Of a newspaper's own page an entry says neither title nor day."""
    text = f"a:\n  type: article\n  title: A\n  url: {N}/1\n  parent:\n    type: newspaper\n    title: Bote\n    url: {N}/\n"
    first, second = read(text).items
    assert (first.given["title"], first.origin.where) == ("A", "entry a, url")
    assert (second.given, second.origin.where) == ({}, "entry a, parent url")


@pytest.mark.parametrize("encoding", ["7bit", "quoted-printable"])
def test_an_address_that_flows_over_lines_of_a_mail(encoding: str) -> None:
    """With `delsp=yes` a line that ends in a space goes on without it; a quotation and a signature do not (RFC 3676)."""
    head = (
        "From: a@b.example\nTo: c@d.example\nDate: x\nSubject: A\nContent-Type: text/plain; charset=iso-8859-1; format=flowed;"
        f" delsp=yes\nContent-Transfer-Encoding: {encoding}\n\n"
    )
    space = "=20" if encoding == "quoted-printable" else " "
    loaded = read(f"{head}see {N}/a/long/{space}\npath/goes/on and\n-- \n{N}/2\n> {N}/3\n")
    assert (loaded.format, found(loaded)) == ("mail", ["/a/long/path/goes/on", "/2", "/3"])


# -- documents ----------------------------------------------------------------------------------------------------

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def word(body: str, *targets: str) -> Load:
    document = f"<w:document {_NAMES}><w:body>{body}</w:body></w:document>"
    return read(zipped({"word/document.xml": document, "word/_rels/document.xml.rels": _relations(*targets)}))


def test_words_that_were_moved_stand_where_they_went() -> None:
    """A tracked change keeps them twice, one behind the other."""
    run = f"<w:r><w:t>{N}/moved</w:t></w:r>"
    assert found(word(f"<w:p><w:moveFrom>{run}</w:moveFrom><w:moveTo>{run}</w:moveTo></w:p>")) == ["/moved"]


def test_a_text_box_is_read_once() -> None:
    """It stands there a second time for older programs. A link that only the older form has is not lost."""
    inside = (
        '<w:txbxContent><w:p><w:hyperlink r:id="{}"><w:r><w:t>in it</w:t></w:r></w:hyperlink></w:p></w:txbxContent>'
    )
    box = (
        f"<mc:AlternateContent><mc:Choice>{inside.format('rId1')}</mc:Choice>"
        f"<mc:Fallback>{inside.format('rId1')}{inside.format('rId2')}</mc:Fallback></mc:AlternateContent>"
    )
    loaded = word(f"<w:p><w:r>{box}</w:r></w:p>", f"{N}/1", f"{N}/2")
    assert [(item.url, item.found_by) for item in loaded.items] == [(f"{N}/1", "structure"), (f"{N}/2", "scan")]


def test_a_shape_of_older_documents_is_a_link() -> None:
    """VML names its target in the shape and has no relation for it."""
    assert found(word(f'<w:p><w:r><w:pict><v:shape href="{N}/shape"/></w:pict></w:r></w:p>')) == ["/shape"]


def test_words_that_were_deleted_from_an_open_document_are_no_words_of_it() -> None:
    """Tracked changes stand at its beginning."""
    gone = f"<text:tracked-changes><text:changed-region><text:deletion><text:p>{N}/gone</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    assert found(read(_open_document("text", f"<office:text>{gone}<text:p>{N}/kept</text:p></office:text>"))) == [
        "/kept"
    ]
