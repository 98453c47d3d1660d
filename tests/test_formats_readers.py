"""What each reader finds: the link, its line, and what the list says of it."""

from __future__ import annotations

import pytest

from provenance.core.found import date_text, day_of_stamp
from provenance.core.lists import load
from provenance.core.model import Load
from provenance.core.scan import find_urls, link_key

N = "https://news.example"


def read(text: str, wanted: str) -> Load:
    return load(text.encode(), name="list", format=wanted)


def places(loaded: Load) -> list[tuple[str, int | None]]:
    return [(item.url, item.origin.line) for item in loaded.items]


def messages(loaded: Load) -> list[tuple[int | None, str]]:
    return [(problem.origin.line, problem.message) for problem in loaded.problems]


# -- where a URL ends ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"(see {N}/a_(b)).", [f"{N}/a_(b)"]),
        (f"<{N}/a>, “{N}/b”; '{N}/c'!", [f"{N}/a", f"{N}/b", f"{N}/c"]),
        (f"{N}/a,{N}/b;{N}/c|{N}/d", [f"{N}/a", f"{N}/b", f"{N}/c", f"{N}/d"]),
        (f"https://archive.test/2020/{N}/a", [f"https://archive.test/2020/{N}/a"]),
        (f"参见{N}/a，然后", [f"{N}/a"]),
        (f"{N}/?a=1&amp;b=2&gt; x", [f"{N}/?a=1&amp;b=2"]),
        ("http://[2001:db8::1]/a and HTTP://B.EXAMPLE", ["http://[2001:db8::1]/a", "HTTP://B.EXAMPLE"]),
        ("https:// and https://... are none", []),
    ],
)
def test_a_url_ends_before_the_punctuation_of_the_sentence(text: str, found: list[str]) -> None:
    """Brackets that the URL opened stay in it; the sentence's own marks do not."""
    assert [span.url for span in find_urls(text)] == found


def test_keys_keep_different_pages_apart() -> None:
    """The key under which spellings are one still tells pages, parameters and schemes apart."""
    keys = {
        link_key(url) for url in (f"{N}/a", f"{N}/b", f"{N}/a?x=1", f"{N}/a?x=2", "http://news.example/a", f"{N}/A")
    }
    assert len(keys) == 6


@pytest.mark.parametrize(
    ("stated", "edtf"),
    [
        ("2024-07-04T10:00:00Z", "2024-07-04"), ("2024/07/04/morning", "2024/07/04/morning"), ("2024/07/04/", "2024-07-04"),
        ("2024///", "2024"), ("2024/7", "2024-07"), ("4 July 2024", "2024-07-04"), ("July 4, 2024", "2024-07-04"),
        ("Sept. 2024", "2024-09"), ("8/1/1966", "8/1/1966"), ("31 February 2024", "31 February 2024"), ("n.d.", "n.d."),
    ],
)  # fmt: skip
def test_dates_are_edtf_only_where_they_can_mean_one_day(stated: str, edtf: str) -> None:
    """What is ambiguous or no day of the calendar stays as it stands."""
    assert date_text(stated) == edtf


@pytest.mark.parametrize("stamp", ["1720051200", "1720051200000", "1720051200000000"])
def test_unix_times_are_days(stamp: str) -> None:
    """Seconds, milliseconds and microseconds are told apart by their length."""
    assert day_of_stamp(stamp) == "2024-07-04"


# -- plain --------------------------------------------------------------------------------------------------------


def test_plain_list() -> None:
    """Comments are left aside, links without a scheme are kept as they stand, a line without a link is a Problem."""
    text = f"# saved\n{N}/1 # good\n\n- <{N}/2>\nnews.example/3\nlost line\n//{N}/old\nftp://news.example/4\n{N}/5\n"
    loaded = read(text, "plain")
    assert places(loaded) == [
        (f"{N}/1", 2),
        (f"{N}/2", 4),
        ("news.example/3", 5),
        ("ftp://news.example/4", 8),
        (f"{N}/5", 9),
    ]
    assert messages(loaded) == [(6, "no link in 'lost line'")]
    assert loaded.items[0].given == {"note": "good"}
    assert loaded.records == 6


def test_prose() -> None:
    """In prose a sentence needs no link, a heading is no comment, and `www.` begins a link."""
    text = f"# About {N}/h\n\nThe harbour reopened (see {N}/1).\nMore at (www.news.example/2), they say.\nreport.pdf\n"
    loaded = read(text, "plain")
    assert places(loaded) == [(f"{N}/h", 1), (f"{N}/1", 3), ("www.news.example/2", 4)]
    assert loaded.problems == ()


# -- Markdown -----------------------------------------------------------------------------------------------------


def test_markdown_links_of_every_kind() -> None:
    """Inline, reference, auto, bare, image, HTML and footnote links come with their lines and their texts."""
    text = "\n".join(
        [
            "# Notes", "", "First [The *big*", f"harbour]({N}/1 'x') and [again][r], <{N}/2>,", f"bare {N}/3. ![map]({N}/4.png)",
            f"and <a href='{N}/5'>raw</a>.[^1]", "", f"[r]: {N}/6", f'[unused]: {N}/7 "Unused"', f"[^1]: Note at {N}/8.", "",
            f'<p><img\nsrc="{N}/9?a=1&amp;b=2"></p>', "", f"| a | b |\n|---|---|\n| x | [t]({N}/10) |", "", f"`{N}/code` [in](/inside)",
        ]
    )  # fmt: skip
    loaded = load(text.encode(), name="notes.txt")
    assert loaded.format == "markdown"
    found = {
        item.url.removeprefix(N): (item.origin.line, item.given.get("title"), item.found_by) for item in loaded.items
    }
    assert found == {
        "/1": (4, "The big harbour", "structure"),
        "/6": (4, "again", "structure"),
        "/2": (4, None, "structure"),
        "/3": (5, None, "structure"),
        "/4.png": (5, "map", "structure"),
        "/5": (6, None, "structure"),
        "/7": (9, "Unused", "structure"),
        "/8": (10, None, "structure"),
        "/9?a=1&b=2": (13, None, "structure"),
        "/10": (17, "t", "structure"),
        "/code": (19, None, "scan"),
    }


def test_markdown_links_without_a_scheme() -> None:
    """`www.` begins a link in Markdown as in prose; a path inside the same site is none."""
    loaded = load(
        f"See [a]({N}/1), **www.news.example/2** and [b](www.news.example/3), [c](../d.md).".encode(), name="n.md"
    )
    assert [item.url for item in loaded.items] == [f"{N}/1", "www.news.example/2", "www.news.example/3"]


def test_markdown_front_matter() -> None:
    """A clipped note tells where it was clipped from, and what that page is."""
    text = (
        f'---\ntitle: "Harbour: reopened"\nsource: "{N}/1"\nauthor:\n  - "[[Ida Vale]]"\n  - Jo Marsh\n'
        f"published: 2024-07-04\ncreated: 2024-07-10\n---\nText with [a link]({N}/2).\n"
    )
    first, second = load(text.encode(), name="clip.md").items
    assert (first.url, first.origin.line, first.origin.where) == (f"{N}/1", 3, "front matter, source")
    assert first.given == {
        "title": "Harbour: reopened",
        "author": "Ida Vale; Jo Marsh",
        "issued": "2024-07-04",
        "accessed": "2024-07-10",
    }
    assert (second.url, second.origin.line) == (f"{N}/2", 10)


# -- bookmarks ----------------------------------------------------------------------------------------------------


def test_bookmarks() -> None:
    """Folders, tags, notes and days are told; entries of other schemes are links of their own; an empty one is a Problem."""
    text = "\n".join(
        [
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>", "<TITLE>Bookmarks</TITLE>", "<DL><p>", "<DT><H3>Harbour</H3>", "<DL><p>",
            f'<DT><A HREF="{N}/1?a=1&amp;b=2" ADD_DATE="1720051200" TAGS="port,ships">The <b>big</b> one &amp; more</A>',
            "<DD>Read this", "<DT><H3>Inner</H3>", "<DL><p>", f'<DT><A HREF="{N}/2">Two</A>', "</DL><p>", f"<DT><A HREF='{N}/3'>Three</A>",
            "</DL><p>", '<DT><A HREF="javascript:void(0)">Let</A>', '<DT><A HREF="place:sort=8">Most visited</A>', '<DT><A HREF="">Empty</A>', "</DL>",
        ]
    )  # fmt: skip
    loaded = read(text, "netscape")
    assert places(loaded) == [
        (f"{N}/1?a=1&b=2", 6), (f"{N}/2", 10), (f"{N}/3", 12), ("javascript:void(0)", 14), ("place:sort=8", 15),
    ]  # fmt: skip
    assert loaded.items[0].given == {
        "title": "The big one & more",
        "folder": "Harbour",
        "keyword": "port,ships",
        "accessed": "2024-07-04",
        "note": "Read this",
    }
    assert [item.given.get("folder") for item in loaded.items[1:4]] == ["Harbour / Inner", "Harbour", None]
    assert messages(loaded) == [(16, "the bookmark 'Empty' has no address")]


# -- tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_tables_by_any_delimiter(delimiter: str) -> None:
    """The delimiter is found by content, link columns too; line numbers hold behind cells of several lines."""
    rows = [
        ["Headline", "Where", "Access Date", "Published"],
        ['"Two\nlines"', f"{N}/1", "2024-07-10", "8/1/1966"],
        ["Three", f'"{N}/2 {N}/3"', "1720051200", ""],
        ["Four", "news.example/4", "", ""],
        ["Five", "see the library", "", ""],
        ["Six", "n/a", "", f"{N}/6"],
        ["Seven", f"{N}/7", "", ""],
    ]
    loaded = load("\ufeff".encode() + "\r\n".join(delimiter.join(row) for row in rows).encode(), name="list")
    assert loaded.format == "delimited"
    assert places(loaded) == [
        (f"{N}/1", 3), (f"{N}/2", 4), (f"{N}/3", 4), ("news.example/4", 5), (f"{N}/6", 7), (f"{N}/7", 8),
    ]  # fmt: skip
    assert loaded.items[0].given == {"title": "Two lines", "accessed": "2024-07-10", "issued": "8/1/1966"}
    assert loaded.items[0].origin.where == "Where"
    assert loaded.items[1].given["accessed"] == "2024-07-04"
    assert messages(loaded) == [(6, "no link in 'see the library'")]
    assert loaded.records == 6


def test_a_table_without_a_header_and_one_with_a_single_column() -> None:
    """A first row with a link is data; a lone column named `url` is a table."""
    bare = load(f"{N}/1,The harbour reopened\n{N}/2,The mole stands\n".encode(), name="list")
    assert (bare.format, places(bare)) == ("delimited", [(f"{N}/1", 1), (f"{N}/2", 2)])
    single = load(f"url\n{N}/1\n{N}/2,00.html\n".encode(), name="list")
    assert places(single) == [(f"{N}/1", 2), (f"{N}/2,00.html", 3)]
    assert single.problems == ()


def test_an_open_quotation_mark_is_said() -> None:
    """What a lost quotation mark swallows is still found, and the place is told."""
    loaded = read(f'title,url\na,{N}/1\n"b,{N}/2\nc,{N}/3\n', "delimited")
    assert places(loaded) == [(f"{N}/1", 2), (f"{N}/2", 3), (f"{N}/3", 4)]
    assert (3, "a quotation mark is not closed: all that follows was read as one cell") in messages(loaded)


# -- bibliographies -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "issued"), [("11", "2023-11-05"), ("12", "2023-12-05"), ("1", "2023-01-05"), ("oct", "2023-10-05")]
)
def test_months_of_bibtex(month: str, issued: str) -> None:
    """A month of two figures is one number, and no day before a month of one."""
    entry = (
        f"@online{{one, year = {{2023}}, month = {{{month}}}, day = {{5}}, organization = {{Post}}, url = {{{N}/1}}}}"
    )
    (item,) = read(entry, "bibtex").items
    assert item.given == {"issued": issued, "container-title": "Post"}


def test_bibtex() -> None:
    """Links of all three fields, macros, doubled keys; the entry behind `%` is out, the broken one is a Problem."""
    text = "\n".join(
        [
            '@string{paper = "The Harbour Post"}', "@online{one,", "  title = {The {HARBOUR} Reopens},", "  author = {Vale, Ida and Jo Marsh},",
            "  journaltitle = paper,", "  date = {2024-07-04},", "  urldate = {2024-07-10},", "  doi = {https://doi.example/10.1/x},",
            f"  url = {{{N}/1}}", "}", "%@online{two,", "%  url = {https://old.example/}", "%}", "@misc{two,", "  howpublished = {Web,",
            rf"    \url{{{N}/2}}}},", "  year = 2023, month = mar,", f'  note = "See {N}/3."', "}", f"@misc{{one, url = {{{N}/4}}}}", "@misc{five,",
            "  url = {www.news.example/5},", "}", "@misc{six,", "  url = {", "@misc{seven, title = {A book}}",
        ]
    )  # fmt: skip
    loaded = read(text, "bibtex")
    assert places(loaded) == [(f"{N}/1", 9), (f"{N}/2", 16), (f"{N}/3", 18), (f"{N}/4", 20), ("www.news.example/5", 22)]
    assert loaded.items[0].given == {
        "title": "The HARBOUR Reopens",
        "author": "Vale, Ida; Marsh, Jo",
        "container-title": "The Harbour Post",
        "issued": "2024-07-04",
        "accessed": "2024-07-10",
        "DOI": "https://doi.example/10.1/x",
    }
    assert loaded.items[1].given["issued"] == "2023-03"
    assert loaded.items[1].origin.where == "entry two, howpublished"
    assert [line for line, _ in messages(loaded)] == [24]
    assert loaded.records == 5


def test_ris() -> None:
    """Repeated tags, a missing ER, a continued line and a stray one all keep their links and lines."""
    text = "\n".join(
        [
            "Provider: a database", "TY  - NEWS", "T1  - Harbour reopens", "AU  - Vale, Ida", "AU  - Marsh, Jo", "PY  - 2024/07/04/", "Y2  - 2024/07/10",
            "JF  - The Harbour Post", f"UR  - {N}/1", f"UR  - {N}/2; {N}/3", "L1  - file:///home/me/a.pdf", f"L2  - {N}/4.pdf", "DO  - 10.1/x", "TY  - BOOK",
            "TI  - A book", "N1  - a note", f"that goes on at {N}/5", "UR  - none", "UR  - ", "ER  - ",
        ]
    )  # fmt: skip
    loaded = read(text, "ris")
    assert places(loaded) == [(f"{N}/1", 9), (f"{N}/2", 10), (f"{N}/3", 10), (f"{N}/4.pdf", 12), (f"{N}/5", 17)]
    assert loaded.items[-1].found_by == "scan"
    assert loaded.items[0].given == {
        "title": "Harbour reopens",
        "author": "Vale, Ida; Marsh, Jo",
        "issued": "2024-07-04",
        "accessed": "2024-07-10",
        "container-title": "The Harbour Post",
        "DOI": "10.1/x",
    }
    assert messages(loaded) == [(1, "stands in no reference: 'Provider: a database'"), (18, "no link in 'none'")]
    assert loaded.records == 2


def test_csl_json() -> None:
    """Dates become EDTF, names keep their order, a broken item costs only itself."""
    text = "\n".join(
        [
            "[", '{"id": "one", "type": "article-newspaper", "title": "Harbour",', f' "URL": "{N}/1",',
            ' "author": [{"family": "Berg", "given": "Ida", "non-dropping-particle": "van den"}, {"literal": "The Post"}],',
            ' "issued": {"date-parts": [["2024", 7]], "circa": true}, "accessed": {"date-parts": [[2024, 7, 10]]}},',
            '{"id": "two", "type": "book", "DOI": "https://doi.example/10.1/x", "issued": {"raw": "July 4, 2024"}},',
            f'{{"id": "three", "URL": "{N}/3", "issued": {{"date-parts": [[2020], [2021]]}}, }},',
            f'{{"id": "four", "URL": "{N}/4", "issued": {{"date-parts": [[2020, 1], [2021, 2]]}}}},', '{"id": "five", "URL": 5},', '"six"', "]",
        ]
    )  # fmt: skip
    loaded = read(text, "csl-json")
    assert places(loaded) == [(f"{N}/1", 3), (f"{N}/3", 7), (f"{N}/4", 8)]
    assert [item.found_by for item in loaded.items] == ["structure", "scan", "structure"]
    assert loaded.items[0].given == {
        "title": "Harbour",
        "author": "van den Berg, Ida; The Post",
        "issued": "2024-07~",
        "accessed": "2024-07-10",
    }
    assert loaded.items[2].given == {"issued": "2020-01/2021-02"}
    assert [line for line, _ in messages(loaded)] == [7, 9, 10]


def test_csl_json_wrapped_and_single() -> None:
    """An export that wraps its items, and one item alone, are read as well, each with its own line."""
    one = f'{{"type": "webpage",\n"URL": "{N}/1", "issued": "2024"}}'
    two = f'{{"type": "webpage",\n"URL": "{N}/2"}}'
    assert places(load(one.encode(), name="a.json")) == [(f"{N}/1", 2)]
    assert places(load(f'{{"items": [{one},\n{two}]}}'.encode(), name="a.json")) == [(f"{N}/1", 2), (f"{N}/2", 4)]


# -- reference managers -------------------------------------------------------------------------------------------


def test_endnote_xml() -> None:
    """Styled text is text, a year takes its day, an institution stays whole, and what is no link is told with its line."""
    text = "\n".join(
        [
            '<?xml version="1.0" encoding="ISO-8859-1" ?>', "<xml><records>", "<record>", '<ref-type name="Newspaper Article">23</ref-type>',
            "<contributors><authors><author>", '<style face="normal">Vale,  Ida</style></author><author>Board,, Ltd.,</author></authors></contributors>',
            "<titles><title><style>Harbour</style><style face='italic'> reopens", " soon</style></title><secondary-title>The Harbour Post</secondary-title></titles>",
            "<dates><year>2024</year><pub-dates><date>July 4</date></pub-dates></dates><isbn>1234-5678&#xD;9783161484100</isbn>",
            f"<urls><related-urls><url><style>{N}/1?a=1&amp;b=2</style></url>", "<url>&lt;Go to ISI&gt;://1</url></related-urls></urls>", "</record>",
            '<record><ref-type name="Book">6</ref-type><electronic-resource-num>10.1234/abc</electronic-resource-num></record>', "</records></xml>",
        ]
    )  # fmt: skip
    loaded = load(text.encode(), name="list")
    assert (loaded.format, loaded.records) == ("endnote-xml", 2)
    assert places(loaded) == [(f"{N}/1?a=1&b=2", 10), ("https://doi.org/10.1234/abc", 13)]
    assert messages(loaded) == [(11, "no link in '<Go to ISI>://1'")]
    assert loaded.references[0].item == {
        "type": "article-newspaper",
        "title": "Harbour reopens soon",
        "container-title": "The Harbour Post",
        "author": [{"family": "Vale", "given": "Ida"}, {"literal": "Board, Ltd."}],
        "issued": {"date-parts": [[2024, 7, 4]]},
        "ISSN": "1234-5678",
        "ISBN": "9783161484100",
        "URL": f"{N}/1?a=1&b=2",
    }
    assert [reference.origin.line for reference in loaded.references] == [3, 13]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f'<xml>\n<records>\n<record><ref-type name="Book">6</ref-type><urls><url>{N}/1</url></urls>\n<x></record>', 4),
        ('<!DOCTYPE xml [<!ENTITY a "aaaa">\n<!ENTITY b "&a;&a;">]>\n<xml><record><ref-type name="&b;">1</ref-type></record></xml>', 1),
        ('\n<xml><record><ref-type name="Book">6</ref-type><title>' + "<a>" * 500, 2),
        ("<record x=<ref-type>", 1),
    ],
)  # fmt: skip
def test_endnote_xml_that_is_broken(text: str, line: int) -> None:
    """What is broken is told with its line, entities are not read, and what can be read is."""
    loaded = load(text.encode(), name="list", format="endnote-xml")
    assert [problem.origin.line for problem in loaded.problems] == [line]
    assert [item.found_by for item in loaded.items] == ["structure"] * text.count("<urls>")


def test_hayagriva() -> None:
    """Parents, dates of visits and names of both kinds; a broken entry costs itself, aliases by the million nothing."""
    text = "\n".join(
        [
            "# sources", "harbour:", "  type: Article", '  title: { value: "The {HARBOUR} reopens" }', '  author: ["Vale, Ida", {name: Meer, prefix: van, given-name: Jo}]',
            "  date: 2024-07", "  url:", f"    value: {N}/1", "    date: 2024-07-10", "  parent:", "    - { type: Newspaper, title: The Harbour Post, volume: 2.10 }",
            f"    - {{ type: Video, url: {N}/2 }}", "broken:", "  title: [a", "bomb:", "  a: &a [x, x, x, x, x, x, x, x, x]", "  title: y",
            *(f"  {one}: &{one} [*{two}, *{two}, *{two}, *{two}, *{two}, *{two}, *{two}, *{two}]" for one, two in ("ba", "cb", "dc", "ed", "fe", "gf")),
            "book:", "  type: book", "  title: No link",
        ]
    )  # fmt: skip
    loaded = load(text.encode(), name="list")
    assert (loaded.format, loaded.records) == ("hayagriva", 2)
    assert places(loaded) == [(f"{N}/1", 8), (f"{N}/2", 12)]
    assert [line for line, _ in messages(loaded)] == [13, 15]
    assert loaded.references[0].item == {
        "id": "harbour",
        "type": "article-newspaper",
        "title": "The HARBOUR reopens",
        "container-title": "The Harbour Post",
        "author": [
            {"family": "Vale", "given": "Ida"},
            {"family": "Meer", "given": "Jo", "non-dropping-particle": "van"},
        ],
        "issued": {"date-parts": [[2024, 7]]},
        "accessed": {"date-parts": [[2024, 7, 10]]},
        "volume": "2.10",
        "URL": f"{N}/1",
    }


def test_zotero_json() -> None:
    """Names of one and of two fields, dates as far as they are known; notes and attachments are no sources."""
    text = "\n".join(
        [
            '{"config": {"label": "BetterBibTeX JSON"}, "items": [', '{"itemType": "newspaperArticle", "citationKey": "vale", "title": "Harbour",',
            '"creators": [{"creatorType": "author", "lastName": "Vale", "firstName": "Ida"}, {"creatorType": "author", "name": "Board, Ltd."},',
            '{"creatorType": "editor", "lastName": "Marsh", "firstName": "Jo"}, 7], "date": "July 4, 2024", "accessDate": "2024-07-10T08:00:00Z",',
            f'"publicationTitle": "The Harbour Post", "tags": [{{"tag": "port"}}], "url": "{N}/1"}},', '{"itemType": "note", "note": "x"},',
            '{"itemType": "book", "title": "A book", "DOI": "10.1234/abc"}, 5]}',
        ]
    )  # fmt: skip
    loaded = load(text.encode(), name="list")
    assert (loaded.format, loaded.records, loaded.problems) == ("zotero-json", 2, ())
    assert places(loaded) == [(f"{N}/1", 5), ("https://doi.org/10.1234/abc", 7)]
    assert loaded.references[0].item == {
        "id": "vale",
        "type": "article-newspaper",
        "title": "Harbour",
        "container-title": "The Harbour Post",
        "author": [{"family": "Vale", "given": "Ida"}, {"literal": "Board, Ltd."}],
        "editor": [{"family": "Marsh", "given": "Jo"}],
        "issued": {"date-parts": [[2024, 7, 4]]},
        "accessed": {"date-parts": [[2024, 7, 10]]},
        "keyword": "port",
        "URL": f"{N}/1",
    }
    broken = load(text[:-2].encode(), name="list")
    assert [line for line, _ in messages(broken)] == [7]
    assert [item.found_by for item in broken.items] == ["scan"]


def test_enw() -> None:
    """Tags of EndNote's own format, a field that goes on, and lines that stand nowhere."""
    text = "\n".join(
        [
            "stray", "%0 Newspaper Article", "%A Vale, Ida", "%A Board,, Ltd.,", "%T Harbour", "reopens", "%J The Harbour Post", "%D 2024",
            "%8 July 4", "%[ 2024-07-10", f"%U {N}/1", "%U none", "", "%0 Book", "%T A book", "%R 10.1234/abc",
        ]
    )  # fmt: skip
    loaded = load(text.encode(), name="list")
    assert (loaded.format, loaded.records) == ("enw", 2)
    assert places(loaded) == [(f"{N}/1", 11), ("https://doi.org/10.1234/abc", 16)]
    assert messages(loaded) == [(1, "stands in no reference: 'stray'"), (12, "no link in 'none'")]
    assert loaded.references[0].item == {
        "type": "article-newspaper",
        "title": "Harbour reopens",
        "container-title": "The Harbour Post",
        "author": [{"family": "Vale", "given": "Ida"}, {"literal": "Board, Ltd."}],
        "issued": {"date-parts": [[2024, 7, 4]]},
        "accessed": {"date-parts": [[2024, 7, 10]]},
        "URL": f"{N}/1",
    }
