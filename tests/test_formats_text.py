"""Lists that people keep as pages, exports, manuscripts, notebooks and mails: what each reader finds, and what it survives."""

from __future__ import annotations

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


# -- what is one source, and what is a list of them ---------------------------------------------------------------


@pytest.mark.parametrize("text", [PAGE, PAGE.partition("<body>")[2]])
def test_a_page_is_a_source_to_cite_and_a_list_to_audit(text: str) -> None:
    """`cite page.html` cites the page."""
    assert not is_list(text.encode(), name="page.html")
    assert len(found(read(text, name="page.html"))) == 5


# -- whatever comes -----------------------------------------------------------------------------------------------

SEEDS = {
    "html": PAGE,
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
