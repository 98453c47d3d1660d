"""Packed lists, made here: workbooks, documents, books, archives."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from html import escape

from openpyxl import Workbook
from openpyxl.comments import Comment
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, StreamObject
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

NEWS = "https://news.example/2024/07/04/harbour"


def zipped(members: Mapping[str, str | bytes], *, first: str | None = None) -> bytes:
    """A zip container. first: what the member `mimetype` says, which stands first and is not packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        if first is not None:
            package.writestr("mimetype", first, zipfile.ZIP_STORED)
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


def workbook() -> bytes:
    """Two sheets: a table with a title above it and links in cells, behind cells and in formulas; and loose cells."""
    import datetime as dt

    book = Workbook()
    table = book.active
    table.append(["Ferry strike: sources"])
    table.append(["Title", "Author", "Date", "URL", "Notes"])
    table.append(["Harbour reopens", "Vale, Ida", dt.date(2024, 7, 4), NEWS, f"see {NEWS}/photos, and {NEWS}/map."])
    table.append(["Two at once", None, "2024-07", f"{NEWS}/1; {NEWS}/2", None])
    table.append(["None", None, 2023, "to be found", None])
    table.append(["By formula", None, None, f'=HYPERLINK("{NEWS}/3", "read")', None])
    loose = book.create_sheet("Loose")
    loose["C7"] = "Crews return"
    loose["C7"].hyperlink = f"{NEWS}/4#crews"
    loose["B2"] = "no link"
    loose["B2"].comment = Comment(f"from {NEWS}/5", "ida")
    loose["B3"] = f'=IMPORTXML("{NEWS}/6", "//p")'
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# -- DOCX ---------------------------------------------------------------------------------------------------------

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

WORK = {
    "id": 7, "type": "article-newspaper", "title": "Harbour reopens", "author": [{"family": "Vale", "given": "Ida"}],
    "issued": {"date-parts": [[2024, 7, 4]]}, "container-title": "Harbour Courier", "URL": f"{NEWS}/work",
}  # fmt: skip
BOOK = {"id": 7, "type": "book", "title": "Tides", "author": [{"family": "Orme", "given": "Jo"}]}


def cited(*works: Mapping[str, object], number: int = 0) -> str:
    """The JSON that Zotero keeps in a field."""
    items = [
        {"id": work["id"], "uris": [f"http://zotero.org/users/1/items/{work['title']}"], "itemData": work}
        for work in works
    ]
    return json.dumps({"citationID": f"c{number}", "properties": {"noteIndex": number}, "citationItems": items})


def _relations(*targets: str) -> str:
    external = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/hyperlink" Target="{escape(target)}" TargetMode="External"/>'
        for number, target in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{external}</Relationships>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _field(*instruction: str, shown: str = "shown") -> str:
    """A field as Word writes it, its instruction in as many runs as are given."""
    told = "".join(f'<w:r><w:instrText xml:space="preserve">{escape(part)}</w:instrText></w:r>' for part in instruction)
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f"{begin}{told}{middle}{_run(shown)}{end}"


def _paragraph(*inside: str) -> str:
    return f"<w:p>{''.join(inside)}</w:p>"


def _notes(kind: str, *notes: str) -> str:
    lines = f'<w:{kind} w:type="separator" w:id="-1"><w:p/></w:{kind}>' if kind != "comment" else ""
    inside = "".join(f'<w:{kind} w:id="{number}">{_paragraph(note)}</w:{kind}>' for number, note in enumerate(notes, 1))
    return f"<w:{kind}s {_W}>{lines}{inside}</w:{kind}s>"


def document() -> bytes:
    """A text with links of all kinds, notes, a comment, and citations of Zotero and of Mendeley."""
    control = base64.b64encode(cited(BOOK).encode()).decode()
    body = [
        _paragraph(
            _run("Crews went "), f'<w:hyperlink r:id="rId1" w:anchor="crews">{_run("back to work")}</w:hyperlink>'
        ),
        _paragraph(_field("HYPER", f'LINK "{NEWS}/field" ', '\\l "part"', shown="a field")),
        _paragraph(f"<w:fldSimple w:instr=' HYPERLINK \"{NEWS}/simple\" '>{_run('simple')}</w:fldSimple>"),
        _paragraph(_run("Said."), _field(f"ADDIN ZOTERO_ITEM CSL_CITATION {cited(WORK, BOOK)}", shown="(Vale 2024)")),
        _paragraph(
            _run(f"Text: {NEWS[:20]}"),
            _run(f"{NEWS[20:]}/split"),
            '<w:r><w:footnoteReference w:id="1"/></w:r>',
            _run("Next"),
        ),
        _paragraph('<w:r><w:drawing><a:hlinkClick r:id="rId2"/></w:drawing></w:r>', _run("a picture")),
        _paragraph(_field(f"ADDIN EN.CITE <EndNote><url>{NEWS}/endnote-x</url></EndNote>")),
        f'<w:sdt><w:sdtPr><w:tag w:val="MENDELEY_CITATION_v3_{control}"/></w:sdtPr></w:sdt>',
        _paragraph(_field("ADDIN ZOTERO_ITEM CSL_CITATION {broken")),
        _paragraph(_field('ADDIN ZOTERO_BIBL {"omitted":[["http://zotero.org/users/1/items/X"]]} CSL_BIBLIOGRAPHY')),
        _paragraph(_field(f'INCLUDEPICTURE "{NEWS}/picture.png"')),
    ]
    again = _field(f"ADDIN ZOTERO_ITEM CSL_CITATION {cited(WORK, number=2)}")
    members = {
        "word/document.xml": f"<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(NEWS, f"{NEWS}/behind-a-picture", f"{NEWS}/of-no-word"),
        "word/footnotes.xml": _notes(
            "footnote", _run("nothing"), f'<w:hyperlink r:id="rId1">{_run(f"{NEWS}/note")}</w:hyperlink>', again
        ),
        "word/_rels/footnotes.xml.rels": _relations(f"{NEWS}/note"),
        "word/endnotes.xml": _notes("endnote", _run(f"See <{NEWS}/end>")),
        "word/comments.xml": _notes("comment", f'<w:hyperlink r:id="rId1">{_run("ours")}</w:hyperlink>'),
        "word/_rels/comments.xml.rels": _relations("file:///C:/ours.docx"),
        "word/header2.xml": f"<w:hdr {_W}>{_paragraph(_run(f'{NEWS}/head'))}</w:hdr>",
        "customXml/item1.xml": '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography">'
        f"<b:Source><b:URL>{NEWS}/of-word</b:URL></b:Source></b:Sources>",
    }
    return zipped(members)


# -- OpenDocument -------------------------------------------------------------------------------------------------

_ODF = " ".join(
    f'xmlns:{short}="{long}"'
    for short, long in {
        **{name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "text", "table", "style")},
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)  # fmt: skip


def _open_document(kind: str, body: str, styles: str = "") -> bytes:
    members = {
        "content.xml": f"<office:document-content {_ODF}><office:body>{body}</office:body></office:document-content>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    if styles:
        members["styles.xml"] = f"<office:document-styles {_ODF}>{styles}</office:document-styles>"
    return zipped(members, first=f"application/vnd.oasis.opendocument.{kind}")


def open_text() -> bytes:
    """A text with links, notes, a comment, a citation of Zotero and one of LibreOffice's own."""
    mark = escape(f"ZOTERO_ITEM CSL_CITATION {cited(WORK)} RNDabc")
    body = (
        f'<text:h>Harbour</text:h><text:p>Crews went <text:a xlink:href="{NEWS}#crews">back <text:span>to work</text:span></text:a>.'
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        f'<text:p>See <text:a xlink:href="{NEWS}/note">this</text:a></text:p></text:note-body></text:note> Later: {NEWS[:9]}'
        f"<text:span>{NEWS[9:]}/split</text:span><text:note><text:note-citation>2</text:note-citation></text:note></text:p>"
        f'<text:p>Said<text:reference-mark-start text:name="{mark}"/> (Vale)<text:reference-mark-end text:name="{mark}"/>.'
        f"<office:annotation><text:p>from {NEWS}/comment</text:p></office:annotation></text:p>"
        f'<text:p><text:bibliography-mark text:url="{NEWS}/own" text:title="Own" text:author="Orme, Jo" text:year="2020"/></text:p>'
        f'<draw:a xlink:href="{NEWS}/frame"><draw:frame/></draw:a><text:p><text:a xlink:href="../ours.odt">ours</text:a></text:p>'
    )
    styles = f"<style:master-page><style:footer><text:p>{NEWS}/foot</text:p></style:footer></style:master-page>"
    return _open_document("text", f"<office:text>{body}</office:text>", styles)


def open_sheet() -> bytes:
    """A sheet in which empty cells and rows stand for many."""
    cell = (
        f'<table:table-cell><text:p><text:a xlink:href="{NEWS}/cell">{NEWS}/cell</text:a></text:p></table:table-cell>'
    )
    rows = (
        '<table:table-row table:number-rows-repeated="6"><table:table-cell table:number-columns-repeated="9"/></table:table-row>'
        f'<table:table-row><table:table-cell table:number-columns-repeated="2"/>{cell}</table:table-row>'
    )
    return _open_document("spreadsheet", f"<office:spreadsheet><table:table>{rows}</table:table></office:spreadsheet>")


# -- EPUB ---------------------------------------------------------------------------------------------------------

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
_OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
    f"<dc:source>{NEWS}/printed</dc:source></metadata><manifest>"
    '<item id="b" href="text/chapter%202.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="a" href="text/chapter1.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
)


def chapter(body: str) -> str:
    """A page of a book."""
    return (
        '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title/><script src="x.js"/></head><body>{body}</body></html>'
    )


def book() -> bytes:
    """Two chapters, and a third that no spine names."""
    return zipped(
        {
            "META-INF/container.xml": _CONTAINER,
            "OPS/book.opf": _OPF,
            "OPS/text/chapter1.xhtml": chapter(
                f'<p>&nbsp;As <a href="{NEWS}#1">they <em>say</em></a>, <a href="chapter%202.xhtml#n1">1</a>, <a href="mailto:a@b.example">'
                f'write</a></p><p>{NEWS}/words<sup>1</sup></p><p>Next</p><img src="{NEWS}/picture.png"/>'
            ),
            "OPS/text/chapter 2.xhtml": chapter(f'<aside id="n1"><a href="{NEWS}/note">{NEWS}/note</a></aside>'),
            "OPS/text/loose.html": chapter(f'<blockquote cite="{NEWS}/quoted">Words</blockquote>'),
        },
        first="application/epub+zip",
    )


# -- PDF ----------------------------------------------------------------------------------------------------------


def printed(*pages: tuple[tuple[str, ...], tuple[str, ...]], password: str | None = None) -> bytes:
    """A PDF of pages, each of lines and of targets of links."""
    writer = PdfWriter()
    font = DictionaryObject({NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in _FONT.items()})
    for lines, targets in pages:
        page = writer.add_blank_page(595, 842)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        stream = StreamObject()
        escaped = [line.replace("(", r"\(").replace(")", r"\)") for line in lines]
        shown = " T* ".join(f"({line}) Tj" for line in escaped)
        stream.set_data(f"BT /F1 10 Tf 12 TL 50 780 Td {shown} ET".encode("latin-1"))
        page[NameObject("/Contents")] = stream
        for target in targets:
            writer.add_annotation(len(writer.pages) - 1, Link(rect=(50, 700, 200, 720), url=target))
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


_FONT = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica"}


def paper() -> bytes:
    """An article: links with and without a URL in the words, and URLs broken over lines."""
    long = "The board kept the ferry, and the crews went back to work on Friday"
    return printed(
        (
            (long, f"{long} {NEWS}/pho", "tos and more words", "The end."),
            (f"{NEWS}/photos", f"{NEWS}/photos", f"{NEWS}/only"),
        ),
        ((long, f"as they said ({NEWS}/br", "oken/", "twice), and later"), ("mailto:a@b.example",)),
    )


# -- WARC and WACZ ------------------------------------------------------------------------------------------------

PAGE = b"<!doctype html><title>Harbour reopens</title><p>Crews went back, says https://elsewhere.example/inside.</p>"


def third_member(packed: bytes) -> int:
    """Where the third record of an archive begins, each being packed for itself. By all that is fixed of a head (RFC 1952):
    two bytes of it can stand by chance in what is packed.
    """
    head = b"\x1f\x8b\x08\x00"
    return packed.index(head, packed.index(head, 10) + 10)


def archive(*, packed: bool = True) -> bytes:
    """A crawl: two pages, the second twice, a redirect, a missing page, a picture, a lookup of a name."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)

    def add(kind: str, url: str, status: str = "200 OK", media: str = "text/html; charset=utf-8", day: int = 4) -> None:
        fields = (
            StatusAndHeaders(status, [("Content-Type", media)], protocol="HTTP/1.1") if kind != "metadata" else None
        )
        record = writer.create_warc_record(
            url, kind, payload=io.BytesIO(PAGE), http_headers=fields,
            warc_headers_dict={"WARC-Date": f"2024-07-{day:02}T10:00:00Z"},
        )  # fmt: skip
        writer.write_record(record)
        record.raw_stream.close()

    writer.write_record(writer.create_warcinfo_record("crawl.warc.gz", {"software": "none"}))
    add("response", NEWS)
    add("response", f"{NEWS}/2", day=5)
    add("response", f"{NEWS}/moved", status="301 Moved Permanently")
    add("response", f"{NEWS}/missing", status="404 Not Found")
    add("response", f"{NEWS}/picture.png", media="image/png")
    add("metadata", "dns:news.example")
    add("response", f"{NEWS}/2", day=9)
    return out.getvalue()


def archive_package(*, pages: bool = True) -> bytes:
    """A WACZ package, with its list of pages or without."""
    listed = [
        {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"},
        {
            "url": NEWS,
            "ts": "2024-07-04T10:00:00Z",
            "title": "Harbour reopens",
            "text": "https://elsewhere.example/inside",
        },
        {"url": f"{NEWS}/2", "ts": "2024-07-05T10:00:00Z"},
    ]
    lines = "".join(json.dumps(one) + "\n" for one in listed)
    return zipped({"archive/data.warc.gz": archive(), **({"pages/pages.jsonl": lines} if pages else {})})


# -- of links that are given --------------------------------------------------------------------------------------


def document_of(*targets: str) -> bytes:
    """A text whose only words are links."""
    body = "".join(
        _paragraph(f'<w:hyperlink r:id="rId{number}">{_run("read")}</w:hyperlink>')
        for number in range(1, len(targets) + 1)
    )
    return zipped(
        {
            "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": _relations(*targets),
        }
    )


def workbook_of(*rows: tuple[str, ...]) -> bytes:
    """A workbook of one sheet."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def open_text_of(*targets: str) -> bytes:
    """An OpenDocument text whose only words are links."""
    body = "".join(f'<text:p><text:a xlink:href="{escape(target)}">read</text:a></text:p>' for target in targets)
    return _open_document("text", f"<office:text>{body}</office:text>")


def book_of(*targets: str) -> bytes:
    """A book of one chapter."""
    body = "".join(f'<p><a href="{escape(target)}">read</a></p>' for target in targets)
    return zipped({"META-INF/container.xml": "<container/>", "a.xhtml": chapter(body)}, first="application/epub+zip")


def archive_of(*targets: str) -> bytes:
    """An archive in which the pages were captured."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for target in targets:
        fields = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = writer.create_warc_record(target, "response", payload=io.BytesIO(PAGE), http_headers=fields)
        writer.write_record(record)
        record.raw_stream.close()
    return out.getvalue()
