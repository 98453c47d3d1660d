"""Lists that nobody keeps: invented lists of every format, damaged. The same format and number, the same bytes."""

from __future__ import annotations

import functools
import gzip
import io
import json
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from provenance.core.exchange import EXPORTS
from provenance.core.formats import packed
from provenance.core.lists import FORMATS
from tests import packed_material as material
from tests.bench.hostile_exports import hostile_items
from tests.test_formats_lists import SAMPLES
from tests.test_formats_text import EXPORTS as SERVICES
from tests.test_formats_text import SEEDS, TABLES

Chance = random.Random

PACKED = tuple(reader.NAME for reader in packed.READERS)
# Every so many inputs one is long, and made of what makes readers slow.
_RARE = 1_000
_LENGTHS = (100_000, 100_000, 100_000, 100_000, 200_000, 200_000, 200_000, 400_000, 400_000, 1_000_000)
# What is written by our own writers, by the reader of it.
_WRITTEN = {
    "csl-json": "csl-json", "biblatex": "bibtex", "bibtex": "bibtex", "ris": "ris", "wikipedia": "wikitext", "wikipedia-de": "wikitext",
    "wikipedia-fr": "wikitext", "wikipedia-es": "wikitext", "json-ld": "json-ld", "coins": "coins", "dublin-core": "dublin-core",
    "zotero-rdf": "zotero-rdf", "endnote-xml": "endnote-xml", "hayagriva": "hayagriva", "cff": "cff", "enw": "enw",
}  # fmt: skip
_XML = ("<a>", "</a>", "<a ", "<a b='", "<!--", "-->", "<![CDATA[", "]]>", "<?x", "&amp;", "&#x41;", "&#9999999999;", "&e;", "<!DOCTYPE a [",
    "<!ENTITY e '", "xmlns:x='y' ", "='", '="', "/>", ">", "<b/>")  # fmt: skip
_JSON = ("[", "]", "{", "}", ",", ":", '"', '"a":', '{"a":', '"\\u002', '"\\ud800"', "1e999", "-", "null", "NaN", '"url":"https://a.test/', '{"title":"a"},', "\\", "[[", '["a",')  # fmt: skip
_HTML = ("<a href=", "<a href='", "<div>", "<b><p>", "<a><p>", "<!--", "-->", "<li>", "<dt>", "<dl>", "<h3>", "<table><tr><td>", "<script>", "</script>",
    "<style>", "<svg>", "<template>", "<select>", "<p>", "</", "<", "&lt", "&#", "<textarea>", "<base href=", "<title>", "<![CDATA[", "<a href=https://a.test/>")  # fmt: skip
_YAML = ("a:\n", "- ", "? ", "&a ", "*a ", "{", "[", "|\n", ">\n", "  ", "---\n", "...\n", "'", '"', "a: b\n", "- - ", "url: https://a.test/\n", "!!python/object:x ",
    "<<: *a\n", "%YAML 1.1\n", "date: 2024-13-45\n", "a: 1_0:99\n", "# ", "type: web\n", "references:\n", "0x_", "parent:\n  ")  # fmt: skip
_TEXT = ("[a](", "[a]: ", "[", "](", "![", "`", "``", "```\n", "*", "_a_", "**", "<", "<https://a.test/", "(", ")", "[^1]: ", "[^1]", "> ", "- ", "1. ", "| a ", "|-", "\\", "---\n", "# ", "\n\n", "  ", "    ",
    "www.a.test/", "doi:10.1000/", "10.1000/a", "&amp;", "~~", "<!--", "<a href='")  # fmt: skip
_TEX = ("\\url{", "\\href{a}{", "\\footnote{", "\\begin{comment}", "\\end{comment}", "\\iffalse ", "\\fi", "%", "{", "}", "\\url|", "\\verb|", "\\begin{verbatim}", "\\", "$", "~", "^", "\\cite{a}",
    "\\bibitem{", "\\'e", "\\textasciitilde ", "\\emph{", "@", "\n\n")  # fmt: skip
# What each format is made of, above all what opens something.
GRAMMAR: Mapping[str, tuple[str, ...]] = {
    "plain": (*_TEXT, "http://a.b,", "https://x.example/(((", "https://", "# ", "// ", "https://a.test https://"),
    "markdown": (*_TEXT, "title: a\n", "source: https://a.test/\n", "[l](https://x.example/1)\n", "[a][b]", "<details>", "$$", ":::"),
    "rst": ("`a ", "`a <", ">`_", "`_", ".. _a:", ".. a\n", "__ a\n ", "..\n ", "a::\n\n  b\n", "doi:10.1000/1 ", ".. image:: ", "   :target: ", "|a|", "====\n", "a_ ", "[1]_ ", "::\n", ".. |a| replace:: ", "+--", *_TEXT[:20]),
    "latex": _TEX,
    "bibtex": ("@a{b,\n", "@", "@string{a=", "@comment{", "@preamble{", "url = {", 'url = "', "{", "}", '"', ",", "=", "#", "%", "a = b # ", "howpublished={\\url{", "date={2024-", "and ", "author = {", "family=, given=", "doi={10.1000/", "@online{k,url={https://a.test/}}\n", *_TEX),
    "ris": ("TY  - NEWS\n", "ER  - \n", "UR  - ", "L1  - ", "A1  - ", "AU  - ", "DA  - 2024/", "TI  - ", "junk\n", "  - ", "T", "DO  - 10.1000/", "Y1  - ", "SP  - ", "N2  - https://a.test/\n", "TY - \n", "UR  -\n"),
    "enw": ("%0 ", "%U ", "%A ", "%T ", "%8 ", "%", "%D 2024\n", "\n", "%Z https://a.test/\n", "%R 10.1000/", "junk\n", "%[ ", "%0 Book\n"),
    "hayagriva": (*_YAML, "key:\n  type: web\n  url:\n    value: ", "parent: {", "author: ["),
    "cff": (*_YAML, "cff-version: 1.2.0\n", "- type: website\n", "  authors:\n  - family-names: "),
    "csl-json": (*_JSON, '"issued":{"date-parts":[[', '"author":[{"family":', '{"type":"webpage","URL":"https://a.test/"},', '\n{"', '"DOI":"'),
    "json-ld": (*_JSON, '{"@graph":', '"@context":"https://schema.org",', '"@type":', '"citation":', '"author":[', '{"@id":"', '"@list":'),
    "zotero-json": (*_JSON, '{"items":[', '"itemType":"webpage",', '"creators":[', '"accessDate":"', '"attachments":[', '"data":{'),
    "json-export": (*_JSON, '{"url":"https://x.example","title":"a"},', '"tags":[', '"links":[', '"collections":[', '"href":"', '"rows":[{"uri":', '"target":[{"selector":['),
    "ipynb": (*_JSON, '{"cells":[', '"source":["', '"outputs":[', '{"cell_type":"markdown","source":', '"data":{"text/html":"', '"worksheets":['),
    "coins": (*_HTML, "<span>", "<span class=Z3988 title=a>", "<span ", "<span class='Z3988' title='ctx_ver=Z39.88-2004&amp;rft.au=", "&amp;rft_id=", "%", "%41", "rft.date=2024-", "</span>"),
    "html": (*_HTML, "<ol class=references><li>", "<meta name=generator content=MediaWiki>", "<a class=external href=//a.test/>", "<a time_added=1 href="),
    "netscape": (*_HTML, "<DL><DT><H3>f</H3>", "<DT><A HREF=", "<!DOCTYPE NETSCAPE-Bookmark-file-1>", "</DL>", "<DD>", "ADD_DATE=", "<H3>", 'ICON="data:', "TAGS="),
    "opml": (*_XML, "<outline ", "<outline text='a'>", " url=", "<opml>&a;", "xmlUrl='", 'htmlUrl="', "<outline xmlUrl='https://a.test/'/>", "<body>", "</outline>"),
    "dublin-core": (*_XML, "<a><b/>&c;", "<record>", "<dc:title>", "<dc:identifier>https://a.test/", "<oai_dc:dc>", "<rdf:li>"),
    "zotero-rdf": (*_XML, "<rdf:RDF ", "<bib:Article ", "<dcterms:URI><rdf:value>", "<rdf:li>", "<rdf:Seq>", 'rdf:about="#', 'rdf:resource="#', "<foaf:Person>", "<z:itemType>"),
    "endnote-xml": (*_XML, "<record>", "<urls><related-urls><url>", "<style face='normal'>", "<dates><year>", "<contributors><authors><author>", "<ref-type name='"),
    "mail": ("From a 10:00\n\n", "--x\n", "--x--\n", "boundary=a", "Content-Type: multipart/mixed; boundary=x\n\n", "Content-Type: message/rfc822\n\n", "Content-Transfer-Encoding: base64\n\n", "Content-Transfer-Encoding: quoted-printable\n\n",
        "=?utf-8?q?", "=?utf-8?b?", "?=", "=\n", "=3D", "> ", "From ", "Subject: ", "Content-Type: text/html; charset=x\n\n", "Content-Type: text/plain; charset*=", "\n\n", ";", ' name="', "a: b\n", " folded\n", "aHR0cHM6Ly9h", *_HTML[:8]),
    "mhtml": ("Content-Type: multipart/mixed; boundary=x\n\n--x\n", "Content-Type: multipart/related; boundary=", "--x\n", "--", "--x--\n", "Content-Location: ", "Content-Type: text/html\n\n", "Content-Transfer-Encoding: quoted-printable\n\n",
        "=\n", "=3D", "\t", "cid:", "MIME-Version: 1.0\n", "Snapshot-Content-Location: ", "\n\n", *_HTML[:8]),
    "delimited": ('a,"b\n', ",", ";", "\t", "|", '"', '""', '","', "title,url\n", "https://a.test/,", '"https://a.test/ https://b.test/"', "'", '=HYPERLINK("', "\n", "a;b;c\n", "sep=;\n", '"\n', ",\n"),
    "wikitext": ("{{cite web|", "{{cite web|title=''}}", "{{cite web|t=", "<b>", "[http://a.b ", "<nowiki>", "</nowiki>", "<!--", "-->", "[[a|", "[[", "]]", "==", "{{", "}}", "{{{", "}}}", "|", "{|", "|}", "|-\n", "<ref>", "</ref>", "<ref name=a/>", "''", "'''",
        "{{Internetquelle|url=", "{{Lien web|url=", "{{webarchive|url=", "* ", ": ", "# ", "[//a.test ", "<ref name=", "=", "|url=https://a.test/", "&nbsp;", "<div", "{{sfn|", "date=", "~~~~", "__TOC__"),
    "xlsx": (*_XML, "<row r='1'>", "<c r='A1' t='s'><v>0</v></c>", "<c t='inlineStr'><is><t>https://a.test/</t></is></c>", "<si><t>", "<hyperlink ref='A1' r:id='rId1'/>", '<f>HYPERLINK("', "<f>", "<mergeCell ref='A1:XFD1048576'/>", "<c r='XFD1048576'>", "<c r='ZZZZZZZ99999999999'>", "<v>99999999999999999999</v>", "<Relationship Id='rId1' Target='"),
    "docx": (*_XML, "<w:p>", "<w:r><w:t>https://a.test/", "<w:fldChar w:fldCharType='begin'/>", "<w:fldChar w:fldCharType='end'/>", '<w:instrText>HYPERLINK "', "<w:instrText>ADDIN ZOTERO_ITEM CSL_CITATION {", "<w:hyperlink r:id='rId1'>", "<w:footnote w:id='1'>", "<w:footnoteReference w:id='1'/>", "<w:del>", "<w:txbxContent>", "<w:sdt>", "<w:fldSimple w:instr='HYPERLINK \"", "<w:tag w:val='MENDELEY_CITATION_v3_"),
    "odt": (*_XML, "<text:p>", "<text:a xlink:href='https://a.test/'>", "<text:span>", "<text:note>", "<office:annotation>", "<text:s text:c='999999999'/>", "<table:table-row table:number-rows-repeated='1048576'>", "<table:table-cell table:number-columns-repeated='16384'>", "<table:table-cell/>", "<text:reference-mark-start text:name='ZOTERO_ITEM CSL_CITATION {", "<text:bibliography-mark text:url='"),
    "epub": (*_XML, *_HTML, "<item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>", "<itemref idref='a'/>", "<rootfile full-path='", "<sup>", "epub:type='noteref' ", "<nav>", "<blockquote cite='"),
    "pdf": ("1 0 obj\n", "endobj\n", "<<", ">>", "[", "]", "(", ")", "/A", "/URI (https://a.test/)", "/Kids [1 0 R]", "/Annots [1 0 R]", "/Parent 1 0 R", "1 0 R ", "stream\n", "endstream\n", "xref\n", "trailer\n", "startxref\n", "%%EOF\n", "/Length 99999999", "/Filter /FlateDecode", "/Filter [/ASCIIHexDecode /LZWDecode]",
        "BT ", "ET ", "(a) Tj ", "[(a) -9 (b)] TJ ", "T* ", "q ", "Q ", "1 0 0 1 0 0 cm ", "/F1 9 Tf ", "<41", "BI ID EI ", "/Count 99999999", "/Prev 0", "/Encrypt 1 0 R", "0000000000 65535 f \n"),
    "warc": ("WARC/1.0\r\n", "WARC-Type: response\r\n", "WARC-Target-URI: https://a.test/\r\n", "WARC-Date: 2024-07-04T10:00:00Z\r\n", "Content-Length: 99999999\r\n", "Content-Length: -1\r\n", "Content-Length: 0\r\n\r\n", "\r\n\r\n", "HTTP/1.1 200 OK\r\n", "Content-Type: text/html\r\n", "WARC-Type: revisit\r\n",
        "Transfer-Encoding: chunked\r\n\r\n", "ffffffff\r\n", "Content-Encoding: gzip\r\n", " folded\r\n", "\x1f\u008b", "filedesc://a\n", "WARC/1.1\r\n", "ARC", '{"url":"https://a.test/"}\n'),
}  # fmt: skip
_MARKS = ("https://a.test/x", "\n", "\r\n", "\r", "\t", "\x0b", "\x0c", "\x00", "\x07", "\x1b[2J", "\x85", "\u2028", "\u200b", "\ufeff", "\ufffe", "\ud800", "\udc00", "\u202e", "\u2066", "\u0300" * 9,
    "é", "港", "ع", "İ", "ß", "ﬁ", "\U0001f6a2", "9" * 40, "-1", "0", "1e999", "1720051200", "99999999999999999", "٣", "²", "%", "%ff", "%00", "\\", "'", '"', "http://[", "https://xn--a/", "http://a:99999999999/",
    "https://a.test/…", "www.", "javascript:1", "data:,", "2024-13-45", "0000-00-00", "10000-01-01", "31 February 2024")  # fmt: skip
_SWAPS = bytes.maketrans(b"\"'{}[]()<>", b"'\"}{][)(><")
_CLOSERS = b"}])>\"'"
_CHARSETS = (
    "utf-16",
    "utf-16-le",
    "utf-32",
    "shift_jis",
    "koi8-r",
    "gb18030",
    "windows-1256",
    "latin-1",
    "utf-7",
    "cp037",
)
_DIGITS = re.compile(rb"\d+")
_NUMBERS = (b"0", b"-1", b"9" * 30, b"9" * 5000, b"2147483648", b"1e309", b"99", b"\xd9\xa3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """An input. size: bytes that a reader has to read, those in a container counted as they are unpacked."""

    content: bytes
    size: int


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@functools.cache
def seeds(wanted: str) -> tuple[bytes, ...]:
    """Lists of a format to begin with: those of the tests, and what our own writers make of hostile items."""
    if wanted in PACKED:
        return _packed(wanted)
    found = [SAMPLES[wanted]]
    found += [text for name, text in SEEDS.items() if name == wanted]
    if wanted == "json-export":
        found += [json.dumps(document) for document, _ in SERVICES.values()]
    if wanted == "delimited":
        found += [text for text, _ in TABLES.values()]
    items = [item for item in hostile_items(49, seed=5) if len(str(item)) < 3_000]
    for writer, reader in _WRITTEN.items():
        if reader == wanted:
            found += [EXPORTS[writer].write(items[start : start + 2]) for start in range(1, 24, 2)]
    return tuple(_bytes(text)[:8_000] for text in found)


def _packed(wanted: str) -> tuple[bytes, ...]:
    url = "https://a.test/1"
    made: dict[str, tuple[Callable[[], bytes], ...]] = {
        "xlsx": (material.workbook, lambda: material.workbook_of(("title", "url"), ("Harbour", url))),
        "docx": (material.document, lambda: material.document_of(url, f"{url}/2")),
        "odt": (material.open_text, material.open_sheet, lambda: material.open_text_of(url)),
        "epub": (material.book, lambda: material.book_of(url)),
        "pdf": (material.paper, lambda: material.printed((("One line", url), (url,)))),
        "warc": (material.archive, lambda: material.archive(packed=False), material.archive_package, lambda: material.archive_of(url)),
    }  # fmt: skip
    return tuple(make() for make in made[wanted])


def mutant(wanted: str, number: int) -> Mutant:
    """The input of a number; of a container, mostly one member of it is damaged, and seldom the container itself."""
    chance = Chance(f"{wanted} {number}")
    rare = number % _RARE == 0
    if wanted in PACKED and wanted != "pdf":
        return _in_container(chance, wanted, rare=rare)
    content = _long(chance, wanted, chance.choice(seeds(wanted))) if rare else _short(chance, wanted)
    return Mutant(content=content, size=len(content))


def _short(chance: Chance, wanted: str) -> bytes:
    """One list in eight is nothing but pieces of the format, strewn."""
    if chance.random() < 0.125:
        return _soup(chance, wanted, chance.randrange(1, 120))
    return _damaged(chance, wanted, chance.choice(seeds(wanted)))


def _damaged(chance: Chance, wanted: str, content: bytes) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        content = chance.choice(_MUTATIONS)(chance, wanted, content) or b" "
    return content[:20_000]


def _in_container(chance: Chance, wanted: str, *, rare: bool) -> Mutant:
    whole = chance.choice(seeds(wanted))
    if not rare and chance.random() < 0.2:
        content = _damaged(chance, wanted, whole)
        return Mutant(content=content, size=max(len(content), _unpacked(content)))
    if not whole.startswith(b"PK"):
        inner = gzip.decompress(whole) if whole.startswith(b"\x1f\x8b") else whole
        inner = _long(chance, wanted, inner) if rare else _damaged(chance, wanted, inner)
        content = gzip.compress(inner, 1) if chance.random() < 0.3 else inner
        return Mutant(content=content, size=len(inner))
    with zipfile.ZipFile(io.BytesIO(whole)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    for _ in range(1 if rare else chance.choice((1, 1, 2, 4))):
        name = chance.choice(sorted(members))
        if chance.random() < 0.1:
            del members[name]
        elif chance.random() < 0.05:
            members[chance.choice(sorted(members))] = members[name] if chance.random() < 0.8 else whole
        else:
            members[name] = (_long if rare else _damaged)(chance, wanted, members[name] or b"x")
        if not members:
            break
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if chance.random() < 0.1 else zipfile.ZIP_STORED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return Mutant(content=out.getvalue(), size=max(len(out.getvalue()), sum(map(len, members.values()))))


def _unpacked(content: bytes) -> int:
    """Bytes of the members of a zip container whose table of contents can still be read; 0 otherwise."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return min(sum(member.file_size for member in package.infolist()), 2_000_000)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, UnicodeError, zlib.error):
        return 0


def _soup(chance: Chance, wanted: str, count: int) -> bytes:
    pieces = GRAMMAR[wanted]
    return b"".join(_bytes(chance.choice(pieces if chance.random() < 0.8 else _MARKS)) for _ in range(count))


def _long(chance: Chance, wanted: str, whole: bytes) -> bytes:
    """One or two pieces, of the grammar or cut out of a list, over and over: what makes a reader slow that looks back."""

    def piece() -> bytes:
        if chance.random() < 0.6:
            return _bytes(chance.choice(GRAMMAR[wanted]))
        if chance.random() < 0.2:
            return chance.choice(
                (b"a", b" ", b"\n", b"https://a.test/x ", b"\t", b"\\", b"\xc3\xa9", b"9", b"a b\n", b"'", b'"')
            )
        start = chance.randrange(len(whole))
        return whole[start : start + chance.randrange(1, 80)]

    length = chance.choice(_LENGTHS)
    one, other = piece(), piece()
    match chance.randrange(6):
        case 0:
            middle = one * (length // len(one))
        case 1:
            middle = (one + other) * (length // len(one + other))
        case 2:
            middle = one * (length // 2 // len(one)) + other * (length // 2 // len(other))
        case 3:
            middle = whole * (length // len(whole))
        case 4:
            middle = (one * 200 + other) * (length // len(one * 200 + other))
        case _:
            middle = b"".join(chance.choice((one, other)) for _ in range(length // max(len(one), len(other))))
    cut = chance.choice((0, 0, len(whole), chance.randrange(len(whole))))
    return whole[:cut] + middle + whole[cut:]


def _cut(chance: Chance, wanted: str, content: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def _spliced(chance: Chance, wanted: str, content: bytes) -> bytes:
    other = chance.choice(
        seeds(wanted if chance.random() < 0.8 or wanted in PACKED else chance.choice(sorted(SAMPLES)))
    )
    return content[: chance.randrange(len(content))] + other[chance.randrange(len(other)) :]


def _doubled(chance: Chance, wanted: str, content: bytes) -> bytes:
    start = chance.randrange(len(content))
    return (
        content[:start]
        + content[start : start + chance.randrange(1, 400)] * chance.choice((2, 3, 20))
        + content[start:]
    )


def _dropped(chance: Chance, wanted: str, content: bytes) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.choice((1, 2, 10, 100)) :]


def _flipped(chance: Chance, wanted: str, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 20))):
        changed[chance.randrange(len(changed))] = chance.randrange(1, 256)
    return bytes(changed)


def _marked(chance: Chance, wanted: str, content: bytes) -> bytes:
    for _ in range(chance.choice((1, 2, 5))):
        place = chance.randrange(len(content) + 1)
        content = content[:place] + _bytes(chance.choice(_MARKS)) + content[place:]
    return content


def _strewn(chance: Chance, wanted: str, content: bytes) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + _soup(chance, wanted, chance.choice((1, 2, 8))) + content[place:]


def _nested(chance: Chance, wanted: str, content: bytes) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + _bytes(chance.choice(GRAMMAR[wanted])) * chance.choice((5, 50, 300)) + content[place:]


def _lengthened(chance: Chance, wanted: str, content: bytes) -> bytes:
    place = chance.randrange(len(content))
    return (
        content[:place]
        + chance.choice((b"a", b" ", b"a ", b"-", b"1,", b"\xe2\x80\xa6", b"\t")) * 2_000
        + content[place:]
    )


def _recoded(chance: Chance, wanted: str, content: bytes) -> bytes:
    return content.decode("utf-8", "replace").encode(chance.choice(_CHARSETS), "replace")


def _swapped(chance: Chance, wanted: str, content: bytes) -> bytes:
    start = chance.randrange(len(content))
    end = start + chance.choice((1, 20, 2_000))
    return content[:start] + content[start:end].translate(_SWAPS) + content[end:]


def _numbered(chance: Chance, wanted: str, content: bytes) -> bytes:
    number = chance.choice(_NUMBERS)
    start = chance.randrange(len(content))
    return content[:start] + _DIGITS.sub(number, content[start:], count=chance.choice((1, 1, 5)))


def _unbalanced(chance: Chance, wanted: str, content: bytes) -> bytes:
    closer = chance.choice(_CLOSERS)
    place = content.find(closer, chance.randrange(len(content)))
    return content if place < 0 else content[:place] + content[place + 1 :]


def _shuffled(chance: Chance, wanted: str, content: bytes) -> bytes:
    lines = content.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


_MUTATIONS: tuple[Callable[[Chance, str, bytes], bytes], ...] = (
    _cut, _spliced, _doubled, _dropped, _flipped, _marked, _strewn, _nested, _lengthened, _recoded, _swapped, _numbered, _unbalanced, _shuffled,
)  # fmt: skip

assert set(GRAMMAR) == set(FORMATS), "every format has its grammar here"
