"""The one door to lists: decoding, sniffing, the raw scan, and what is refused."""

from __future__ import annotations

import json
import time
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.core.formats import packed
from provenance.core.lists import FORMATS, load
from provenance.core.model import Load
from provenance.core.readers import READERS, candidates
from provenance.errors import InputError

NEWS = "https://news.example/2024/07/04/harbour"


def urls(loaded: Load, found_by: str | None = None) -> list[str]:
    return [item.url for item in loaded.items if found_by in (None, item.found_by)]


# -- decoding -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_by_its_mark(encoding: str) -> None:
    """UTF-8 with and without a mark, UTF-16 and UTF-32 with one, are read without a note."""
    loaded = load(f"{NEWS}  # Küste\n".encode(encoding), name="list.txt")
    assert urls(loaded) == [NEWS]
    assert loaded.items[0].given == {"note": "Küste"}
    assert loaded.notes == ()


def test_windows_1252_is_read_with_a_note() -> None:
    """What is not UTF-8 is read as Windows-1252, and the load says so."""
    loaded = load(f"{NEWS} – Küste\n".encode("cp1252"), name="list.txt")
    assert loaded.items[0].given == {"note": "Küste"}
    assert "Windows-1252" in loaded.notes[0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_are_right_for_all_line_ends(end: str) -> None:
    """LF, CRLF and CR count alike; other separators of Unicode do not end a line."""
    text = end.join(["# my list", f"{NEWS}/1", "", f"{NEWS}/2 \u2028 \x0c note", f"{NEWS}/3"])
    loaded = load(text.encode(), name="list.txt")
    assert [item.origin.line for item in loaded.items] == [2, 4, 5]
    assert str(loaded.items[0].origin) == "list.txt:2"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n%\xe2", "PDF"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"SQLite format 3\x00", "SQLite"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\x89PNG\r\n\x1a\n\x00", "PNG"),
        (b"https://a.example\n\x00\x00", "NUL"),
        (b"\x01\x02\x03\x04" * 100 + b"https://a.example", "control characters"),
    ],
)
def test_what_is_no_text_is_refused_by_name(content: bytes, words: str) -> None:
    """Binary junk is refused with what it looks like and what to do."""
    with pytest.raises(InputError, match=words) as caught:
        load(content, name="list.txt")
    assert caught.value.given == "list.txt"
    assert caught.value.remedy


@pytest.mark.parametrize("content", [b"", b"\n\n", b"Nothing here is a link.\n", b"# only a comment\n"])
def test_a_list_without_links_is_an_error(content: bytes) -> None:
    """A list from which nothing came is never a clean report."""
    with pytest.raises(InputError, match="no links found"):
        load(content, name="list.txt")


# -- choosing the format ------------------------------------------------------------------------------------------

SAMPLES = {
    "plain": f"// saved\n{NEWS}\nhttps://other.test/a\n",
    "markdown": f"# Notes\n\nSee [Harbour]({NEWS}) and [this](https://other.test/a).\n",
    "netscape": f'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n<DT><A HREF="{NEWS}">Harbour</A>\n</DL>\n',
    "delimited": f"title,url\nHarbour,{NEWS}\nOther,https://other.test/a\n",
    "bibtex": f"@online{{harbour,\n  title = {{Harbour}},\n  url = {{{NEWS}}},\n}}\n",
    "ris": f"TY  - NEWS\nTI  - Harbour\nUR  - {NEWS}\nER  - \n",
    "zotero-json": f'{{"items": [{{"itemType": "webpage", "title": "Harbour", "creators": [], "url": "{NEWS}"}}]}}',
    "enw": f"%0 Web Page\n%T Harbour\n%U {NEWS}\n",
    "cff": f"references:\n- type: website\n  title: Harbour\n  url: {NEWS}\n",
    "hayagriva": f"harbour:\n  type: web\n  title: Harbour\n  url: {NEWS}\n",
    "endnote-xml": f'<xml><records><record><ref-type name="Web Page">12</ref-type><urls><related-urls><url>{NEWS}</url></related-urls></urls></record></records></xml>',
    "csl-json": f'[{{"id": "h", "type": "article-newspaper", "title": "Harbour", "URL": "{NEWS}"}}]',
    "json-ld": f'{{"@context": "https://schema.org", "@graph": [{{"@type": "NewsArticle", "headline": "Harbour", "url": "{NEWS}"}}]}}',
    "coins": '<p>Harbour<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;rft.title=Harbour&amp;rft_id=https%3A%2F%2Fnews.example%2F2024%2F07%2F04%2Fharbour"></span></p>\n',
    "dublin-core": '<records xmlns:dc="http://purl.org/dc/elements/1.1/"><record><dc:title>Harbour</dc:title>'
    f"<dc:identifier>{NEWS}</dc:identifier></record></records>",
    "zotero-rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:bib="http://purl.org/net/biblio#"><bib:Article><z:itemType>webpage'
    f"</z:itemType><dc:identifier>{NEWS}</dc:identifier></bib:Article></rdf:RDF>",
    "html": f'<!DOCTYPE html>\n<html><body><h1>Sources</h1><p><a href="{NEWS}">Harbour</a></p></body></html>\n',
    "json-export": f'[{{"href": "{NEWS}", "description": "Harbour", "extended": "", "tags": "port works", "time": "2024-07-04T10:00:00Z"}}]',
    "mail": f"From: Ida Vale <ida@quay.example>\nDate: Thu, 4 Jul 2024 10:00:00 +0000\nSubject: Harbour\n\nRead {NEWS}\n",
    "mhtml": "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/\nContent-Type: multipart/related; boundary=x\n\n"
    f'--x\nContent-Type: text/html\nContent-Location: https://a.example/\n\n<a href="{NEWS}">Harbour</a>\n--x--\n',
    "ipynb": f'{{"cells": [{{"cell_type": "markdown", "metadata": {{}}, "source": ["See [it]({NEWS})\\n"]}}], "nbformat": 4, "nbformat_minor": 5}}',
    "opml": f'<?xml version="1.0"?>\n<opml version="2.0"><body><outline text="Harbour" xmlUrl="{NEWS}"/></body></opml>\n',
    "latex": "\\documentclass{article}\n\\begin{document}\nSaid.\\footnote{\\url{" + NEWS + "}}\n\\end{document}\n",
    "rst": f"Sources\n=======\n\n- `Harbour <{NEWS}>`_\n",
    "wikitext": f"Said.<ref>{{{{cite news |title=Harbour |url={NEWS} |date=4 July 2024}}}}</ref>\n",
}


@pytest.mark.parametrize("true_format", SAMPLES)
@pytest.mark.parametrize("name", ["list", "a.txt", "a.md", "a.html", "a.csv", "a.bib", "a.ris", "a.json"])
def test_a_name_that_lies_does_not_decide(true_format: str, name: str) -> None:
    """Every format is known by its content, whatever the file is called."""
    loaded = load(SAMPLES[true_format].encode(), name=name)
    assert loaded.format == true_format
    assert NEWS in urls(loaded, "structure")


def test_a_format_can_be_forced() -> None:
    """The user's word goes before the content; the scan still finds what that reader does not."""
    loaded = load(SAMPLES["markdown"].encode(), name="a.md", format="bibtex")
    assert loaded.format == "bibtex"
    assert urls(loaded, "scan") == [NEWS, "https://other.test/a"]


def test_an_unknown_format_is_refused_with_the_names() -> None:
    """The message lists what there is."""
    with pytest.raises(InputError, match=", ".join(FORMATS)):
        load(b"https://a.example", name="a", format="sdw")


def test_every_format_is_told_in_one_line() -> None:
    """`FORMATS` names what can be read, each with a description."""
    assert set(FORMATS) == {*SAMPLES, *(reader.NAME for reader in packed.READERS)}
    assert all(about and "\n" not in about for about in FORMATS.values())


def test_every_format_is_called_as_its_module_says() -> None:
    """Names are told before the modules are imported."""
    for reader in READERS:
        assert reader.NAME == import_module(reader._home).NAME  # type: ignore[attr-defined]


def test_an_example_entry_does_not_make_a_bibliography() -> None:
    """A text that shows how to cite it in BibTeX is still a text."""
    prose = "\n".join(f"Paragraph {number} of a manual, with words enough." for number in range(40))
    loaded = load(f"{prose}\n{SAMPLES['bibtex']}\nSee https://other.test/a.\n".encode(), name="manual.txt")
    assert loaded.format == "plain"
    assert set(urls(loaded)) == {NEWS, "https://other.test/a"}


# -- the raw scan -------------------------------------------------------------------------------------------------


def test_the_scan_finds_what_the_reader_lost() -> None:
    """A link in an abstract, or in an entry that cannot be read, is listed as found by the scan, with its line."""
    text = (
        "@article{good,\n  url = {https://a.example/1},\n  abstract = {Data: https://a.example/data}\n}\n"
        "@article{broken,\n  url = {https://a.example/2\n"
    )
    loaded = load(text.encode(), name="refs.bib")
    found = {item.url: (item.found_by, item.origin.line) for item in loaded.items}
    assert found == {
        "https://a.example/1": ("structure", 2),
        "https://a.example/data": ("scan", 3),
        "https://a.example/2": ("scan", 6),
    }
    assert [problem.origin.line for problem in loaded.problems] == [5]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (r"@misc{a, url = {https://a.example/x\_y\%20z}}", "https://a.example/x_y%20z"),
        (r"@misc{a, howpublished = {\url{https://a.example/{\textasciitilde}me/}}}", "https://a.example/~me/"),
        (r"See [a](https://a.example/x_\(y\)) there.", "https://a.example/x_(y)"),
        ("See [a](https://a.example/caf%C3%A9) or https://a.example/café.", "https://a.example/caf%C3%A9"),
        ('[{"type": "webpage", "issued": null, "URL": "https:\\/\\/a.example\\/x"}]', "https://a.example/x"),
        (
            '[{"type": "webpage", "issued": null, "URL": "https://a.example/?a=1\\u0026b=2"}]',
            "https://a.example/?a=1&b=2",
        ),
        (
            f'{SAMPLES["netscape"][:35]}<DL><DT><A HREF="https://a.example/?a=1&amp;b=2">x</A></DL>',
            "https://a.example/?a=1&b=2",
        ),
        ('title,url,n\nx,"https://a.example/a,b",1\ny,https://a.example/a;b,2\n', "https://a.example/a,b"),
    ],
)
def test_one_url_in_two_spellings_is_listed_once(text: str, url: str) -> None:
    """Escapes of the format and percent-encoding do not bring a link back by the scan."""
    loaded = load(text.encode(), name="list")
    assert urls(loaded)[0] == url
    assert urls(loaded, "scan") == []


def test_namespaces_icons_and_comments_do_not_come_back() -> None:
    """What a reader knowingly leaves out is not a link for the scan either."""
    bookmarks = (
        '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<html xmlns="http://www.w3.org/1999/xhtml">\n'
        f'<DL><DT><A HREF="{NEWS}" ICON_URI="https://news.example/favicon.ico">Harbour</A></DL>\n'
    )
    assert urls(load(bookmarks.encode(), name="b.html")) == [NEWS]
    bibliography = f"%@misc{{old, url = {{https://old.example/}}}}\n@misc{{new, url = {{{NEWS}}}, biburl = {{https://db.example/1}}}}\n"
    assert urls(load(bibliography.encode(), name="b.bib")) == [NEWS]
    notes = f"[Harbour]({NEWS})\n\n<!-- [old](https://old.example/) -->\n\nand <!-- https://old.test --> more\n"
    assert urls(load(notes.encode(), name="n.md")) == [NEWS]


# -- real lists ---------------------------------------------------------------------------------------------------

# Where our number is another one, and why.
DIFFERENT = {
    # An archived copy is one link; the count has the original inside its address as a second one.
    "election-deniers.csv": 285,
    # As above (three archived copies); and one link without a scheme, which the count leaves out.
    "stanford-msa.csv": 1452,
    # Three DOIs that stand with their label are links too, beside the targets.
    "used-by.rst": 32,
    # Its outputs show nine addresses that pandas has cut off (`…/babysitter-tra...`): each is a Problem, and none a link.
    "fake-news-analysis.ipynb": 0,
    # The text holds 51 distinct URLs by two ways of reading it.
    "clipped-wikipedia.md": 51,
    # The count is of the parameters of citation templates; the external links beside them are sources too.
    "mediawiki-reader.wiki": 4,
    "wikipedia-jodie-emery.wikitext": 11,
}
OURS = {
    "plain", "markdown", "netscape-bookmarks", "csv", "tsv", "bibtex", "biblatex", "ris", "csl-json", "wikitext", "zotero-rdf",
    "endnote-xml", "hayagriva yaml (Typst)", "mediawiki-html", "latex", "rst", "ipynb", "opml", "mhtml", "eml", "json-export",
}  # fmt: skip


def test_real_lists_give_the_counted_links(shared: Path) -> None:
    """The readers alone, without the scan, find as many distinct links as two other ways of counting do."""
    truth = json.loads((shared / "lists" / "truth.json").read_text(encoding="utf-8"))
    wanted = {name: facts for name, facts in truth.items() if facts["format"] in OURS}
    assert len(wanted) >= 15
    counted = {}
    for name in wanted:
        loaded = load((shared / "lists" / name).read_bytes(), name=name)
        # The count is of addresses; an entry that has none but a DOI is a link of ours.
        dois = {item.url for item in loaded.items if str(item.origin.where).endswith(", doi")}
        counted[name] = len(set(urls(loaded, "structure")) - dois)
    assert counted == {name: DIFFERENT.get(name, facts["links"]) for name, facts in wanted.items()}


# Formats whose entries are read whole, and what makes a reference in the count: a template, an item.
ENTRIES = {"wikitext": "cit", "zotero-rdf": "#item_"}


def test_real_lists_give_the_counted_references(shared: Path) -> None:
    """As many entries are read as two other ways of counting find. External links beside templates are no part of it."""
    truth = json.loads((shared / "lists" / "truth.json").read_text(encoding="utf-8"))
    wanted = {name: facts["citations"] for name, facts in truth.items() if facts["format"] in ENTRIES}
    assert len(wanted) == 3
    counted = {}
    for name in wanted:
        loaded = load((shared / "lists" / name).read_bytes(), name=name)
        mark = ENTRIES[loaded.format]
        counted[name] = sum(str(reference.origin.where).startswith(mark) for reference in loaded.references)
    assert counted == wanted


# -- whatever comes -----------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "https://a.example/x", "http://", "\n", "\r\n", "\t", ",", ";", '"', "'", "{", "}", "(", ")", "[", "]", "<", ">", "@article{k,",
        "url = {", "TY  - NEWS", "UR  - ", "ER  - ", '<DT><A HREF="', "<DL>", "</DL>", "<!--", "-->", "---\n", "title,url\n", "%", "#",
        '[{"type":"webpage","issued":', '"URL":"', "\\", "\\u0026", "\\ud800", "é", "\ud7ff", "www.a.example/b", "a.example/b", "|", "`", "* ",
        "!DOCTYPE NETSCAPE-Bookmark-file-1", "[^1]: ", "[a](", "\u2028", "&amp;", "=", ".",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    content=st.one_of(
        st.binary(max_size=300), st.lists(PIECES, max_size=60).map(lambda parts: "".join(parts).encode())
    ),
    wanted=st.sampled_from([None, *FORMATS]),
)
def test_no_bytes_raise_anything_but_an_input_error(content: bytes, wanted: str | None) -> None:
    """Whatever the bytes and whatever the reader, the result is a Load with places, or an InputError."""
    try:
        loaded = load(content, name="list", format=wanted)
    except InputError:
        return
    assert loaded.items or loaded.problems or loaded.references
    for item in loaded.items:
        item.url.encode()
        assert item.url.strip() == item.url != ""


NAMES = ("list", "a.txt", "a.MD", "a.bib", "a.CSV", "a.rst", "a.wiki", "a.ris", "a.tex", "a.html", "a.yml", "a.xml")


def surest_is_asked(text: str, *, name: str) -> bool:
    """Whether the reader that is surest of a text is among those that are asked."""
    surest = max(READERS, key=lambda reader: reader.sniff(text, name=name))
    return max(candidates(text, name=name), key=lambda reader: reader.sniff(text, name=name)) is surest


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_reader_of_each_format_is_asked(sample: str) -> None:
    """Whatever the file is called, and with a mark and a line before it."""
    for name in NAMES:
        for text in (SAMPLES[sample], f"\ufeff\n {SAMPLES[sample]}", f"{SAMPLES[sample]}\nhttps://a.example\n"):
            assert surest_is_asked(text, name=name)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.lists(PIECES, max_size=60).map("".join), name=st.sampled_from(NAMES))
def test_readers_that_are_not_asked_would_not_be_surest(text: str, name: str) -> None:
    """A reader is left out by signs that its `sniff` wants too."""
    assert surest_is_asked(text, name=name)


LARGE = {
    "plain": f"{NEWS}/{{}}\n",
    "markdown": f"Some [link text]({NEWS}/{{}}) in a paragraph of words that goes on and on for a while.\n\n",
    "netscape": f'<DT><A HREF="{NEWS}/{{}}" ADD_DATE="1720051200" ICON="data:image/png;base64,iVBORw0KGgo">Harbour</A>\n',
    "delimited": f'"Harbour, reopened",{NEWS}/{{}},"A note of several words, with a comma"\n',
    "bibtex": "@online{{key{0},\n  title = {{Harbour reopened}},\n  url = {{"
    + NEWS
    + "/{0}}},\n  date = {{2024-07-04}},\n}}\n",
    "ris": f"TY  - NEWS\nTI  - Harbour\nAU  - Vale, Ida\nUR  - {NEWS}/{{}}\nDA  - 2024/07/04\nER  - \n",
    "zotero-json": f'{{{{"itemType": "webpage", "title": "Harbour", "creators": [], "url": "{NEWS}/{{}}"}}}},\n',
    "enw": f"%0 Web Page\n%T Harbour\n%U {NEWS}/{{}}\n\n",
    "cff": f"- type: website\n  title: Harbour reopened after the great storm of the winter\n  url: {NEWS}/{{}}\n",
    "hayagriva": f"key{{0}}:\n  type: web\n  title: Harbour\n  url: {NEWS}/{{0}}\n",
    "endnote-xml": f'<record><ref-type name="Web Page">12</ref-type><urls><related-urls><url>{NEWS}/{{}}</url></related-urls></urls></record>\n',
    "csl-json": f'{{{{"id": "h", "type": "webpage", "title": "Harbour", "URL": "{NEWS}/{{}}", "issued": null}}}},\n',
    "json-ld": f'{{{{"@type": "NewsArticle", "headline": "Harbour", "url": "{NEWS}/{{}}"}}}},\n',
    "coins": '<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;rft.title=Harbour&amp;rft_id=https%3A%2F%2Fnews.example%2F2024%2F07%2F04%2Fharbour%2F{}"></span>\n',
    "dublin-core": f"<record><dc:title>Harbour</dc:title><dc:identifier>{NEWS}/{{}}</dc:identifier></record>\n",
    "zotero-rdf": f'<bib:Article rdf:about="#{{0}}"><z:itemType>webpage</z:itemType><dc:identifier>{NEWS}/{{0}}</dc:identifier></bib:Article>\n',
    "html": f'<li><a href="{NEWS}/{{}}">Harbour reopened</a> after three weeks of works, the operator said.</li>\n',
    "json-export": f'{{{{"url": "{NEWS}/{{}}", "title": "Harbour", "tags": ["port"], "savedAt": "2024-07-04T10:00:00Z"}}}},\n',
    "mail": f"> Read {NEWS}/{{}} before you write of the works at the harbour.\n",
    "mhtml": f'<li><a href="{NEWS}/{{}}">Harbour reopened</a> after three weeks of works, the operator said.</li>\n',
    "ipynb": f'{{{{"cell_type": "code", "source": ["get({NEWS}/{{}})\\n"], "outputs": []}}}},\n',
    "opml": f'<outline text="Harbour" type="rss" xmlUrl="{NEWS}/{{}}" />\n',
    "latex": f"The harbour reopened \\url{{{{{NEWS}/{{}}}}}} after three weeks of works. % a comment\n",
    "rst": f"- `Harbour reopened <{NEWS}/{{}}>`_ after three weeks of works, the operator said.\n",
    "wikitext": f"* {{{{{{{{cite news |title=Harbour |url={NEWS}/{{}} |date=4 July 2024}}}}}}}}\n",
}


WRAPPED = {
    "ipynb": '{{"nbformat": 4, "cells": [{}]}}',
    "opml": "<opml><body>{}</body></opml>",
    "mail": "Subject: Harbour\n\n{}",
    "mhtml": "Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n\n{}--x--\n",
    "json-export": "[{}]",
    "cff": "references:\n{}\n",
    "json-ld": '{{"@context": "https://schema.org", "@graph": [{}]}}',
    "dublin-core": '<records xmlns:dc="http://purl.org/dc/elements/1.1/">{}</records>',
    "zotero-rdf": SAMPLES["zotero-rdf"].partition("<bib:")[0] + "{}</rdf:RDF>",
}


@pytest.mark.parametrize("wanted", LARGE)
def test_a_megabyte_is_read_in_time(wanted: str) -> None:
    """A million characters of any format take a few seconds at most, on a shared machine too."""
    line = LARGE[wanted]
    count = 1_000_000 // len(line.format(10_000))
    text = "".join(line.format(number) for number in range(count))
    if wanted in WRAPPED:
        text = WRAPPED[wanted].format(text.rstrip(",\n"))
    text = f"<xml><records>\n{text}</records></xml>" if wanted == "endnote-xml" else text
    text = f"[{text.rstrip().rstrip(',')}]" if wanted == "zotero-json" else text
    begun = time.perf_counter()
    loaded = load(text.encode(), name="list", format=wanted)
    assert time.perf_counter() - begun < 8
    assert [item.found_by for item in loaded.items] == ["structure"] * count


@pytest.mark.parametrize(
    ("wanted", "piece"),
    [
        ("markdown", "[a]("), ("markdown", "[l](https://x.example/1)\n"), ("markdown", "_a_"), ("netscape", "<DL><DT><H3>f</H3>"),
        ("netscape", "<DT><A HREF="), ("bibtex", "@a{b,\n"), ("csl-json", '\n{"'), ("csl-json", "["), ("delimited", 'a,"b\n'),
        ("plain", "http://a.b,"), ("plain", "https://x.example/((("), ("ris", "junk\n"), ("wikitext", "{{cite web|"), ("wikitext", "{{cite web|title=''}}"),
        ("wikitext", "{{cite web|t=" + "<b>" * 300 + "}}"), ("wikitext", "[http://a.b "), ("wikitext", "<nowiki>"), ("wikitext", "<!--"),
        ("wikitext", "[[a|"), ("wikitext", "{{cite web|t=" + "[http://a " * 300 + "}}"), ("wikitext", "=="), ("coins", "<span>"), ("dublin-core", "<a>"), ("dublin-core", "<a><b/>&c;"),
        ("zotero-rdf", "<a>"), ("zotero-rdf", '<a b="'), ("coins", "<span class=Z3988 title=a>"), ("coins", "<span "), ("json-ld", "["), ("json-ld", '{"@graph":'),
        ("mail", "From a 10:00\n\n"), ("mail", "--x\n"), ("mhtml", "Content-Type: multipart/mixed; boundary=x\n\n--x\n"), ("mhtml", "--"), ("mail", "boundary=a"),
        ("latex", "\\url{"), ("latex", "\\footnote{"), ("latex", "\\begin{comment}"), ("latex", "%"), ("latex", "\\href{a}{"), ("latex", "{"), ("latex", "\\iffalse "),
        ("rst", "`a "), ("rst", "`a <"), ("rst", ".. _a:"), ("rst", ".. a\n"), ("rst", "__ a\n "), ("rst", "..\n "), ("rst", "a::\n\n  b\n"), ("rst", "doi:10.1000/1 "),
        ("ipynb", '{"cells":['), ("opml", "<outline "), ("opml", "<outline text='a'>"), ("opml", "<!--"), ("opml", " url="), ("opml", "<opml>&a;"),
        ("json-export", "["), ("json-export", '{"a":'), ("json-export", '"\\u002'), ("json-export", '{"url":"https://x.example","title":"a"},'), ("html", "<div>"), ("html", "<a href="), ("html", "<b><p>"), ("html", "<a><p>"), ("html", "<!--"), ("html", "<ol class=references><li>"),
    ],
)  # fmt: skip
def test_hostile_text_takes_bounded_time(wanted: str, piece: str) -> None:
    """200 kB of what makes readers slow take seconds, not minutes."""
    begun = time.perf_counter()
    load((f"{NEWS}\n" + piece * (200_000 // len(piece))).encode(), name="list", format=wanted)
    assert time.perf_counter() - begun < 8
