"""Lists that people keep as pages, exports, manuscripts, notebooks and mails: what each reader finds, and what it survives."""

from __future__ import annotations

import json
import random
import time

import pytest

from provenance.core.lists import FORMATS, is_list, load
from provenance.core.model import Load
from provenance.errors import InputError

N = "https://news.example"


def read(text: str, wanted: str | None = None, name: str = "list") -> Load:
    return load(text.encode(), name=name, format=wanted)


def found(loaded: Load, found_by: str = "structure") -> list[str]:
    return [item.url for item in loaded.items if item.found_by == found_by]


# -- HTML pages ---------------------------------------------------------------------------------------------------

PAGE = f"""<!DOCTYPE html>
<html><head><title>Sources</title><link rel="icon" href="{N}/icon.png"><script>go("{N}/script")</script></head><body>
<p><a href="{N}/1?a=1&amp;b=2">The <b>harbour</b></a> and <a href="//other.test/2">two</a>, bare {N}/text.</p>
<img src="{N}/3.png"> <iframe src="{N}/frame"></iframe> <!-- <a href="{N}/old">old</a> -->
<a href="#top">up</a> <a href="mailto:ida@news.example">mail</a> <a href="/inside">inside</a>
<a href="https://www.google.example/url?q={N}/4&amp;sa=D"><img src="{N}/5.png" alt="Chart"></a>
<map><area href="{N}/6"></map><svg><a xlink:href="{N}/7">seven</a></svg>
"""


def test_html_gives_every_link_with_its_text_and_line() -> None:
    """Pictures, frames, scripts and comments are no links; a URL in the text is found by the scan."""
    loaded = read(PAGE)
    assert loaded.format == "html"
    assert [
        (item.url, item.given.get("title"), item.origin.line) for item in loaded.items if item.found_by == "structure"
    ] == [
        (f"{N}/1?a=1&b=2", "The harbour", 3),
        ("https://other.test/2", "two", 3),
        (f"https://www.google.example/url?q={N}/4&sa=D", "Chart", 6),
        (f"{N}/6", None, 7),
        (f"{N}/7", "seven", 7),
    ]
    assert found(loaded, "scan") == [f"{N}/text"]


def test_html_with_a_base_makes_relative_links_whole() -> None:
    """Without a base nobody could say where they lead."""
    assert found(read(f'<html><base href="{N}/a/"><a href="../b?c">b</a> <a href="http://[x">broken</a>')) == [
        f"{N}/b?c",
        "http://[x",
    ]


def test_html_that_the_parser_loses_is_found_by_the_scan() -> None:
    """A tag that the end of the file cuts off is no tag for a parser."""
    assert found(read(f'<html><a href="{N}/1">1</a> <a href="{N}/2'), "scan") == [f"{N}/2"]


def test_mediawiki_pages_give_their_external_links_with_the_note() -> None:
    """Links back, between languages and of the frame are no sources; `//host` is read as https."""
    page = f"""<html><head><meta name="generator" content="MediaWiki 1.43"></head><body><div class="mw-parser-output">
<a href="//de.wiki.example/wiki/Hafen" class="interlanguage-link-target">Deutsch</a>
<ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><a href="#cite_ref-1">^</a></span>
<span class="reference-text">Vale, Ida. <a rel="nofollow" class="external text" href="//news.example/1">"Harbour"</a>. News.</span></li>
<li><a href="#b">↑</a> <a class="external text" href="{N}/2">Two</a></li></ol></div>
<p>Retrieved from "<a href="https://en.wiki.example/?oldid=1">https://en.wiki.example/?oldid=1</a>"</p></body></html>"""
    loaded = read(page)
    assert [(item.url, item.given, item.origin.where) for item in loaded.items] == [
        (f"{N}/1", {"title": '"Harbour"', "note": 'Vale, Ida. "Harbour". News.'}, "reference 1"),
        (f"{N}/2", {"title": "Two", "note": "Two"}, "reference 2"),
    ]


def test_pocket_html() -> None:
    """The export of Pocket: when a link was added, its tags, and whether it was read."""
    loaded = read(
        "<!DOCTYPE html>\n<html><head><title>Pocket Export</title></head><body>\n<h1>Unread</h1>\n<ul>\n"
        f'<li><a href="{N}/1" time_added="1720051200" tags="port,works">Harbour</a></li>\n</ul>\n'
        f'<h1>Read Archive</h1>\n<ul><li><a href="{N}/2" time_added="0" tags="">{N}/2</a></li></ul></body></html>'
    )
    assert [item.given for item in loaded.items] == [
        {"title": "Harbour", "folder": "Unread", "keyword": "port,works", "accessed": "2024-07-04"},
        {"folder": "Read Archive"},
    ]


# -- JSON exports -------------------------------------------------------------------------------------------------

EXPORTS = {
    "pinboard": (
        [{"href": f"{N}/1", "description": "Harbour", "extended": "Opened again", "tags": "port works", "toread": "no",
          "time": "2024-07-04T10:00:00Z", "hash": "x"}],
        {"title": "Harbour", "note": "Opened again", "keyword": "port works", "accessed": "2024-07-04"},
    ),
    "linkding": (
        {"count": 1, "results": [{"id": 1, "url": f"{N}/1", "title": "", "website_title": "Harbour", "notes": "", "description": "Opened again",
                                  "tag_names": ["port", "works"], "date_added": "2024-07-04T10:00:00Z", "favicon_url": f"{N}/icon.png"}]},
        {"title": "Harbour", "note": "Opened again", "keyword": "port, works", "accessed": "2024-07-04"},
    ),
    "linkwarden": (
        {"name": "Ida", "collections": [{"name": "Ports", "links": [
            {"name": "Harbour", "url": f"{N}/1", "description": "Opened again", "tags": [{"name": "port"}, {"name": "works"}],
             "createdAt": "2024-07-04T10:00:00.000Z", "textContent": f"see {N}/other"}]}]},
        {"title": "Harbour", "note": "Opened again", "keyword": "port, works", "accessed": "2024-07-04", "folder": "Ports"},
    ),
    "karakeep": (
        {"bookmarks": [{"createdAt": 1720051200, "title": "Harbour", "tags": ["port"], "content": {"type": "link", "url": f"{N}/1"}, "note": "Mine"}]},
        {"title": "Harbour", "note": "Mine", "keyword": "port", "accessed": "2024-07-04"},
    ),
    "omnivore": (
        [{"id": "x", "title": "Harbour", "description": "Opened again", "author": "Ida Vale", "url": f"{N}/1", "labels": ["port"],
          "thumbnail": f"{N}/t.jpg", "savedAt": "2024-07-05T16:30:11.000Z", "publishedAt": "2024-07-04T00:00:00.000Z"}],
        {"title": "Harbour", "author": "Ida Vale", "issued": "2024-07-04", "accessed": "2024-07-05", "note": "Opened again", "keyword": "port"},
    ),
    "wallabag 1": (
        [{"0": "7", "id": "7", "title": "Harbour", "url": f"{N}/1", "is_read": "0", "is_fav": "0", "content": f"<a href='{N}/in'>x</a>", "tags": "port,works"}],
        {"title": "Harbour", "keyword": "port,works"},
    ),
    "wallabag 2": (
        [{"id": 7, "title": "Harbour", "url": f"{N}/1", "is_archived": False, "created_at": "2024-07-05T11:55:58+0200", "tags": ["port"],
          "published_at": "2024-07-04T09:00:00+0200", "published_by": ["Ida Vale", "Jo Marsh"], "language": "en", "content": f"<a href='{N}/in'>x</a>"}],
        {"title": "Harbour", "author": "Ida Vale; Jo Marsh", "issued": "2024-07-04", "accessed": "2024-07-05", "language": "en", "keyword": "port"},
    ),
    "raindrop": (
        {"result": True, "items": [{"_id": 1, "link": f"{N}/1", "title": "Harbour", "excerpt": "Opened again", "note": "", "type": "article", "tags": ["port"],
                                    "cover": f"{N}/c.png", "created": "2024-07-04T10:00:00.000Z", "domain": "news.example"}]},
        {"title": "Harbour", "note": "Opened again", "keyword": "port", "accessed": "2024-07-04"},
    ),
    "readwise": (
        {"count": 1, "results": [{"user_book_id": 1, "title": "Harbour", "author": "Ida Vale", "source_url": f"{N}/1", "book_tags": [],
                                  "readwise_url": "https://rw.example/b/1", "highlights": [{"text": "It reopened.", "url": "https://rw.example/h/1"}]}]},
        {"title": "Harbour", "author": "Ida Vale", "note": "It reopened."},
    ),
    "hypothesis": (
        {"total": 1, "rows": [{"id": "x", "created": "2024-07-04T10:00:00+00:00", "user": "acct:ida@h.example", "uri": f"{N}/1", "text": "Wrong day",
                               "tags": ["port"], "document": {"title": ["Harbour"]}, "links": {"html": "https://h.example/a/x"},
                               "target": [{"source": f"{N}/1", "selector": [{"type": "TextQuoteSelector", "exact": "reopened on Friday"}]}]}]},
        {"title": "Harbour", "note": "“reopened on Friday”; Wrong day", "keyword": "port", "accessed": "2024-07-04",
         "quote": "reopened on Friday"},
    ),
    "pocket": (
        {"status": 1, "list": {"7": {"item_id": "7", "given_url": f"{N}/1", "resolved_url": f"{N}/1?b", "resolved_title": "Harbour", "time_added": "1720051200",
                                     "tags": {"port": {"tag": "port"}}}}},
        {"title": "Harbour", "keyword": "port", "accessed": "2024-07-04"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("service", EXPORTS)
@pytest.mark.parametrize("indent", [None, 2])
def test_json_exports(service: str, indent: int | None) -> None:
    """Of each service the one link of the record, and what it says of it; its own addresses and saved texts are no links."""
    document, told = EXPORTS[service]
    text = json.dumps(document, indent=indent)
    loaded = read(text)
    assert loaded.format == "json-export"
    assert [(item.url, item.given, item.found_by) for item in loaded.items] == [(f"{N}/1", told, "structure")]
    line = 1 + text[: text.index(f'"{N}/1')].count("\n")
    assert loaded.items[0].origin.line == line


def test_json_records_without_a_link_are_problems() -> None:
    """A note among bookmarks has no address, and the report says so."""
    text = json.dumps(
        [{"url": f"{N}/1", "title": "One", "tags": []}, {"title": "A note", "tags": ["x"], "content": {"type": "text"}}]
    )
    loaded = read(text)
    assert [str(problem.origin) + ": " + problem.message for problem in loaded.problems] == [
        "list (record 2): the record 'A note' has no address"
    ]


def test_a_url_in_a_note_is_found_by_the_scan() -> None:
    """What people write beside a link is theirs; escapes of JSON do not run into the URL."""
    text = json.dumps(
        [{"url": f"{N}/1", "title": "One", "tags": [], "notes": f"first\nsee {N}/2\nand {N}/3?a=1&b=2\tx"}]
    )
    assert found(read(text), "scan") == [f"{N}/2", f"{N}/3?a=1&b=2"]


@pytest.mark.parametrize("cut", [40, 90])
def test_broken_json_is_a_problem_and_its_links_are_found(cut: int) -> None:
    """An export that was cut off, or goes deeper than any list, is read by the scan alone."""
    text = json.dumps([{"url": f"{N}/{number}", "title": "One", "tags": []} for number in range(3)])
    loaded = read(text[:-cut], "json-export")
    assert [problem.message.partition(":")[0] for problem in loaded.problems] == ["not valid JSON"]
    assert f"{N}/0" in found(loaded, "scan")
    deep = read(f'[{{"url": "{N}/1", "title": "a"}}, {"[" * 5000}', "json-export")
    assert [problem.message for problem in deep.problems] == [
        "not read as JSON: it is nested too deeply. Export the list anew"
    ]
    assert found(deep, "scan") == [f"{N}/1"]


# -- mails and MHTML ----------------------------------------------------------------------------------------------

LETTER = f"""From: Ida Vale <ida@quay.example>
To: desk@news.example
Date: Thu, 4 Jul 2024 10:00:00 +0000
Subject: Harbour
List-Unsubscribe: <https://list.example/out>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="=_b1"

--=_b1
Content-Type: text/plain; charset=utf-8

Read {N}/1 and, in the text alone, {N}/2.

--=_b1
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<p><a href=3D"{N}/1">K=FCste</a> <a href=3D"https://track.example/c?u=3D{N}/=
3&amp;id=3D7">three</a> {N}/text<img src=3D"https://track.example/open.gif"></p>
--=_b1--
"""


def test_a_mail_gives_the_links_of_all_its_parts() -> None:
    """Decoded, each once, redirectors as they stand; the header's own links and pictures are none."""
    loaded = read(LETTER)
    assert loaded.format == "mail"
    assert [(item.url, item.given.get("title"), str(item.origin), item.found_by) for item in loaded.items] == [
        (f"{N}/2", None, "list:12 (text/plain)", "structure"),
        (f"{N}/1", "Küste", "list:18 (text/html)", "structure"),
        (f"https://track.example/c?u={N}/3&id=7", "three", "list:18 (text/html)", "structure"),
        (f"{N}/text", None, "list:18 (text/html)", "scan"),
    ]


def test_a_box_of_mails() -> None:
    """Each link says in which message it stands; a message inside another one is read too."""
    inner = f"Content-Type: message/rfc822\n\nSubject: Old\nFrom: a@b.example\n\nforwarded {N}/9\n"
    second = f"From: x@quay.example\nSubject: Fwd\nContent-Type: multipart/mixed; boundary=m\n\n--m\n{inner}\n--m--\n"
    box = f"From ida@quay.example Thu Jul  4 10:00:00 2024\n{LETTER}\nFrom x@quay.example Fri Jul  5 11:00:00 2024\n{second}"
    loaded = read(box)
    assert loaded.format == "mail"
    last = loaded.items[-1]
    assert (last.url, last.origin.where) == (f"{N}/9", "message 2, text/plain")
    assert box.split("\n")[(last.origin.line or 0) - 1] == f"forwarded {N}/9"
    assert loaded.items[0].origin.where == "message 1, text/plain"


@pytest.mark.parametrize(
    "encoded",
    ["PGEgaHJlZj0iaHR0cHM6Ly9uZXdzLmV4YW1wbGUvMSI+MTwvYT4=", "PGEgaHJlZj0iaHR0cHM6Ly9uZXdzLmV4YW1wbGUvMSI+MTwvYT48Y"],
)
def test_base64_is_read_as_far_as_it_goes(encoded: str) -> None:
    """A mail that was cut off says so."""
    text = f"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n{encoded}\n"
    loaded = read(text, "mail")
    assert found(loaded) == [f"{N}/1"]
    assert len(loaded.problems) == (not encoded.endswith("="))


SAVED = f"""From: <Saved by Blink>
Snapshot-Content-Location: {N}/page/
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----Mark--x----"

------Mark--x----
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: {N}/page/

<a href=3D"../1">one</a> <a href=3D"{N}/=
2">two</a> <img src=3D"{N}/3.png"> <a href=3D"about:blank">x</a>
------Mark--x----
Content-Type: text/css
Content-Location: {N}/style.css

a {{ background: url({N}/b.png) }}
------Mark--x----
Content-Type: text/html
Content-Location: cid:frame

<a href="{N}/4">four</a>
------Mark--x------
"""


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("", ""),
        ("\tboundary=", "boundary="),
        ('\ttype="text/html";\n\tboundary', '\n\ttype="text/html";\n\tboundary'),
        ('boundary="----Mark--x----"', 'boundary="other"'),
        ("------Mark--x------\n", ""),
    ],
)
def test_mhtml_gives_the_links_of_all_its_pages(good: str, bad: str) -> None:
    """With its header folded well, badly, cut by an empty line, with the wrong mark, or without its end."""
    text = SAVED.replace(good, bad)
    loaded = read(text)
    assert loaded.format == "mhtml"
    assert found(loaded) == [f"{N}/1", f"{N}/2", f"{N}/4"]
    assert found(loaded, "scan") == []
    assert loaded.items[-1].origin.line == 1 + text[: text.index("four")].count("\n")


def test_more_parts_than_any_mail_has_are_a_problem() -> None:
    """What is not taken apart is still read."""
    text = "Content-Type: multipart/mixed; boundary=x\n\n" + "".join(
        f"--x\n\n{N}/{number}\n" for number in range(2_100)
    )
    loaded = read(text, "mail")
    assert len({item.url for item in loaded.items}) == 2_100
    assert len(loaded.problems) == 1


# -- Jupyter notebooks --------------------------------------------------------------------------------------------

NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["# Sources\n", f"See [the *harbour*]({N}/1) and <{N}/2>.\n"]},
            {"cell_type": "code", "metadata": {}, "source": f"pull('{N}/3')  # \n", "outputs": [
                {"output_type": "stream", "name": "stdout", "text": [f"got {N}/4\n"]},
                {"output_type": "display_data", "data": {"text/html": [f"<a href='{N}/5?a=1&amp;b=2'>x</a>\n"], "image/png": "aHR0cHM6Ly94"}},
                {"output_type": "error", "evalue": f"no {N}/6", "traceback": []}]},
        ],
        "metadata": {"source": f"{N}/meta\nx"}, "nbformat": 4, "nbformat_minor": 5,
    },
    indent=1,
)  # fmt: skip


def test_notebooks_give_the_links_of_cells_and_outputs() -> None:
    """Each with its cell; what stands in the metadata is found by the scan."""
    loaded = read(NOTEBOOK)
    assert loaded.format == "ipynb"
    assert [(item.url.removeprefix(N), item.origin.where, item.given.get("title")) for item in loaded.items] == [
        ("/1", "cell 1, markdown", "the *harbour*"),
        ("/2", "cell 1, markdown", None),
        ("/3", "cell 2, code", None),
        ("/4", "cell 2, output", None),
        ("/5?a=1&b=2", "cell 2, output", None),
        ("/6", "cell 2, output", None),
        ("/meta", None, None),
    ]
    rows = NOTEBOOK.split("\n")
    assert all(item.url.split("?")[0] in rows[(item.origin.line or 0) - 1] for item in loaded.items)


def test_old_notebooks_have_sheets() -> None:
    """Version 3 kept code in `input`, and cells in worksheets."""
    cells = [{"cell_type": "code", "input": [f"get('{N}/1')"], "outputs": []}]
    text = json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]})
    assert [(item.url, item.origin.where) for item in read(text).items] == [(f"{N}/1", "cell 1, code")]


# -- OPML ---------------------------------------------------------------------------------------------------------

FEEDS = f"""<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Feeds</title></head><body>
<outline text="Ports">
  <outline text="Harbour &amp; quay" description="See {N}/about" xmlUrl="{N}/1?a=1&amp;b=2" htmlUrl="{N}/" category="port"/>
  <!-- <outline text="Old" xmlUrl="{N}/old"/> -->
  <outline text="Broken" description="the <em class="x">best</em> of R&D" xmlUrl="{N}/2" type="rss" />
</outline>
<outline text="A page" type="link" url="{N}/3" created="Thu, 04 Jul 2024 10:00:00 GMT"/>
</body></opml>
"""


def test_opml_gives_what_xml_loses() -> None:
    """A raw `<` in a description costs the parser an outline; it is a Problem, and its feed is read all the same."""
    loaded = read(FEEDS)
    assert loaded.format == "opml"
    assert {
        item.url.removeprefix(N): (
            item.origin.where,
            item.origin.line,
            item.given.get("title"),
            item.given.get("folder"),
        )
        for item in loaded.items
        if item.found_by == "structure"
    } == {
        "/1?a=1&b=2": ("xmlUrl", 4, "Harbour & quay", "Ports"),
        "/": ("htmlUrl", 4, "Harbour & quay", "Ports"),
        "/2": ("xmlUrl", 6, "Broken", None),
        "/3": ("url", 8, "A page", loaded.items[-1].given.get("folder")),
    }
    assert found(loaded, "scan") == [f"{N}/about"]
    assert loaded.problems[0].origin.line == 6


def test_entities_of_xml_are_not_replaced() -> None:
    """An entity bomb stays a few bytes, and a file outside is not read."""
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "https://x.example/"}">' for n in range(12))
    text = f'<!DOCTYPE opml [{bomb}<!ENTITY f SYSTEM "file:///etc/passwd">]>\n<opml><outline text="&a11;&f;" xmlUrl="{N}/1"/></opml>'
    begun = time.perf_counter()
    loaded = read(text, "opml")
    assert time.perf_counter() - begun < 2
    assert found(loaded) == [f"{N}/1"]
    assert "root:" not in str(loaded)
    assert len(str(loaded)) < 5_000


# -- LaTeX --------------------------------------------------------------------------------------------------------

MANUSCRIPT = rf"""\documentclass{{article}}
\usepackage{{hyperref}} % see {N}/package
\begin{{document}}
At \url{{{N}/1?a=1\&b=50\%20x}} and \href{{{N}/2\#top}}{{the \emph{{harbour}}}}.\footnote{{See
\url{{{N}/3}} and {N}/4\_b, 20\% of it.}}
\url|{N}/5| \nolinkurl{{{N}/6}} \urlstyle{{same}} bare {N}/7.
% \url{{{N}/out}}
\begin{{comment}} \url{{{N}/out2}} \end{{comment}} \iffalse \url{{{N}/out3}} \fi
\begin{{verbatim}} \url{{{N}/8}} % \end{{verbatim}} \href{{mailto:ida@news.example}}{{Ida}} \href{{#sec}}{{up}}
\end{{document}}
"""


def test_latex_commands_and_footnotes() -> None:
    """Escapes are undone; comments of every kind are left aside; what stands bare or verbatim is found by the scan."""
    loaded = read(MANUSCRIPT)
    assert loaded.format == "latex"
    assert [
        (item.url.removeprefix(N), item.origin.line, item.origin.where, item.given.get("title"), item.found_by)
        for item in loaded.items
    ] == [
        ("/1?a=1&b=50%20x", 4, None, None, "structure"),
        ("/2#top", 4, None, "the <i>harbour</i>", "structure"),
        ("/3", 5, "footnote", None, "structure"),
        ("/4_b", 5, "footnote", None, "structure"),
        ("/5", 6, None, None, "structure"),
        ("/6", 6, None, None, "structure"),
        ("/7", 6, None, None, "scan"),
        ("/8", 9, None, None, "scan"),
    ]


def test_latex_braces_that_are_not_closed_are_a_problem() -> None:
    """The address in them is found all the same."""
    loaded = read(f"\\url{{{N}/1\n\nmore text", "latex")
    assert [(problem.origin.line, problem.message) for problem in loaded.problems] == [
        (1, "the braces of \\url are not closed")
    ]
    assert found(loaded, "scan") == [f"{N}/1"]


# -- reStructuredText ---------------------------------------------------------------------------------------------

RST = f"""Sources
=======

.. meta is a comment with {N}/out
   and {N}/out2

See `the harbour
<{N}/1>`_, `again <{N}/2/a b>`__, `Works`_ and harbour_, bare {N}/3. `inside <other_>`_ and :doc:`x <y>`.

.. _Works: {N}/4/
   long
.. _`old: name`: {N}/5\\_
.. _alias: harbour_
.. _here:
__ {N}/6

.. image:: {N}/7.png
   :target: {N}/8
   :alt: doi:10.1000/182

.. code-block:: sh

   curl {N}/9

.. [1] Vale, Ida. {N}/10
.. raw:: html
   :file: /etc/passwd
"""


def test_rst_targets_of_every_kind() -> None:
    """Pictures and comments are left aside, code to the scan; names of other targets are no links; nothing is included."""
    loaded = read(RST)
    assert loaded.format == "rst"
    assert [(item.url.removeprefix(N), item.given.get("title"), item.found_by) for item in loaded.items] == [
        ("/1", "the harbour", "structure"),
        ("/2/ab", "again", "structure"),
        ("/3", None, "structure"),
        ("/4/long", "Works", "structure"),
        ("/5_", "old: name", "structure"),
        ("/6", None, "structure"),
        ("/8", None, "structure"),
        ("doi:10.1000/182", None, "structure"),
        ("/9", None, "scan"),
        ("/10", None, "structure"),
    ]
    assert [item.origin.line for item in loaded.items[:4]] == [8, 8, 8, 10]


@pytest.mark.parametrize("text", [RST, MANUSCRIPT])
def test_a_text_that_cites_is_no_list(text: str) -> None:
    """Unless it is made of little else."""
    assert not is_list(text.encode(), name="text")
    entries = "".join(f"- `Harbour {number} <{N}/{number}>`_\n" for number in range(5))
    assert is_list(entries.encode(), name="text")


# -- tables of reading services -----------------------------------------------------------------------------------

TABLES = {
    "pocket": (
        f"title,url,time_added,tags,status\nHarbour,{N}/1,1720051200,port|works,unread\n,{N}/2,1720051200,,archive\n",
        {"title": "Harbour", "accessed": "2024-07-04", "keyword": "port|works"},
    ),
    "instapaper": (
        f'URL,Title,Selection,Folder,Timestamp,Tags\n{N}/1,Harbour,"It reopened, they said",Unread,1720051200,"[""port"",""works""]"\n{N}/2,Two,,Archive,,[]\n',
        {
            "title": "Harbour",
            "note": "It reopened, they said",
            "folder": "Unread",
            "accessed": "2024-07-04",
            "keyword": "port,works",
        },
    ),
    "raindrop": (
        (
            "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"
            f'1,Harbour,Mine,Opened again,{N}/1,Ports / North,"port, works",2024-07-04T10:00:00.000Z,{N}/c.png,,false\n'
            f"2,Two,,,{N}/2,Ports,,2024-07-05T10:00:00.000Z,,,true\n"
        ),
        {
            "title": "Harbour",
            "note": "Mine",
            "folder": "Ports / North",
            "accessed": "2024-07-04",
            "keyword": "port, works",
        },
    ),
}


@pytest.mark.parametrize("service", TABLES)
def test_tables_of_reading_services(service: str) -> None:
    """Their columns are known by name; the picture of a page is no link."""
    text, told = TABLES[service]
    loaded = read(text)
    assert loaded.format == "delimited"
    assert found(loaded) == [f"{N}/1", f"{N}/2"]
    assert found(loaded, "scan") == []
    assert loaded.items[0].given == told


# -- clippings ----------------------------------------------------------------------------------------------------

CLIPPING = f"""---
title: "Harbour: reopened"
source: {N}/1
url:
  - {N}/2
author:
- "[[Ida Vale]]"
- '[[people/Marsh|Jo Marsh]]'
published: 2024-07-04
created: 2024-07-10
tags: [clippings, "port"]
image: {N}/i.png
---

Text with [a link]({N}/3).
"""


@pytest.mark.parametrize("title", ['"Harbour: reopened"', "Harbour: reopened"])
def test_clippings_tell_of_the_page_that_they_were_made_from(title: str) -> None:
    """Lists of YAML in every form; a title with a colon is no YAML and read all the same."""
    loaded = read(CLIPPING.replace('"Harbour: reopened"', title), name="clip.md")
    assert loaded.format == "markdown"
    assert [(item.url.removeprefix(N), item.origin.line, item.found_by) for item in loaded.items] == [
        ("/1", 3, "structure"),
        ("/2", 4, "structure"),
        ("/i.png", 12, "scan"),
        ("/3", 15, "structure"),
    ]
    told = loaded.items[0].given
    assert told | {"keyword": ""} == {
        "title": "Harbour: reopened",
        "author": "Ida Vale; Jo Marsh",
        "issued": "2024-07-04",
        "accessed": "2024-07-10",
        "keyword": "",
    }


def test_two_rules_around_a_sentence_are_no_front_matter() -> None:
    """What stands between them is text with links in it."""
    loaded = read(f"---\nSources: two of them\nSee {N}/1 today.\n\n---\n\n- [two]({N}/2)\n", name="a.md")
    assert found(loaded) == [f"{N}/1", f"{N}/2"]


# -- what is one source, and what is a list of them ---------------------------------------------------------------


@pytest.mark.parametrize("text", [PAGE, PAGE.partition("<body>")[2], LETTER, SAVED, NOTEBOOK])
def test_a_page_is_a_source_to_cite_and_a_list_to_audit(text: str) -> None:
    """`cite page.html` cites the page."""
    assert not is_list(text.encode(), name="page.html")
    assert len(found(read(text, name="page.html"))) >= 3


# -- whatever comes -----------------------------------------------------------------------------------------------

SEEDS = {
    "html": PAGE,
    "ipynb": NOTEBOOK,
    "opml": FEEDS,
    "latex": MANUSCRIPT,
    "rst": RST,
    "markdown": CLIPPING,
    "mail": LETTER,
    "mhtml": SAVED,
    "json-export": json.dumps([EXPORTS["omnivore"][0], EXPORTS["hypothesis"][0], EXPORTS["linkwarden"][0]], indent=1),
}
_NOISE = "<>\"'=&;:/\\{}[](),%#@|`~^_-+*.!?$\n\t 09azé\u2028\ud7ff\U0001f642"


def mutated(text: str, chance: random.Random) -> str:
    """A text with pieces cut out, doubled, swapped and overwritten."""
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.randint(0, 40))
        piece = text[start:end]
        other = chance.randrange(len(text) + 1)
        noise = "".join(chance.choices(_NOISE, k=chance.randint(1, 6)))
        text = chance.choice(
            (
                text[:start] + text[end:],
                text[:end] + piece * chance.randint(1, 30) + text[end:],
                text[:start] + noise + text[end:],
                text[:other] + piece + text[other:],
                text[: max(start, len(text) * 4 // 5)] or noise,
            )
        )
    return text


@pytest.mark.parametrize("wanted", SEEDS)
def test_mutations_lose_nothing_and_raise_nothing(wanted: str) -> None:
    """200 damaged files a reader: a Load whose links can be written, or an InputError, in time."""
    chance = random.Random(f"{wanted} 20240704")
    begun = time.perf_counter()
    read_ones = 0
    for _ in range(200):
        text = mutated(SEEDS[wanted], chance)
        try:
            loaded = load(text.encode("utf-8", "replace"), name="list", format=wanted)
        except InputError:
            continue
        read_ones += 1
        for item in loaded.items:
            item.url.encode()
            assert item.url.strip() == item.url != ""
            assert item.origin.line is None or 1 <= item.origin.line <= text.count("\n") + text.count("\r") + 1
    assert read_ones > 150
    assert time.perf_counter() - begun < 20


@pytest.mark.parametrize("wanted", SEEDS)
def test_seeds_are_known_by_their_content(wanted: str) -> None:
    """The files that are damaged here are those of the format."""
    assert wanted in FORMATS
    assert read(SEEDS[wanted]).format == wanted
