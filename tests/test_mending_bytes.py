"""Of every format that is mended, whatever the list is like: a second run changes nothing, and outside of the changed links
every byte is the same.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provenance.core.lists import load
from provenance.core.mending.diff import unified
from provenance.core.mending.edits import Edit, applied
from provenance.core.mending.plan import Mended, mended
from provenance.core.model import Check, Exchange, Failure, FailureKind, Hop, Memento, State, Verdict

AT = dt.datetime(2024, 7, 5, 10, 15, tzinfo=dt.UTC)
HOST = "https://lantern.example"


def _moved(url: str) -> Check:
    target = url.replace("/old/", "/new/")
    hops = (Hop(url=url, status_code=301, location=target), Hop(url=target, status_code=200))
    outcome = Exchange(original=url, target=target, status_code=200, hops=hops, retrieved_at=AT)
    verdict = Verdict(state=State.ALIVE, kind="moved", because=("moved for good",))
    return Check(url=url, outcome=outcome, verdict=verdict, checked_at=AT, elapsed_ms=1)


def _dead(url: str) -> Check:
    outcome = Failure(original=url, kind=FailureKind.DNS_NXDOMAIN, detail="no such name", retrieved_at=AT)
    copy = Memento(uri_r=url, uri_m=f"https://archive.example/web/20240705101500/{url}", memento_datetime=AT, archive="archive.example")  # fmt: skip
    verdict = Verdict(state=State.DEAD, kind="dns_nxdomain", because=("no such name",))
    return Check(url=url, outcome=outcome, verdict=verdict, checked_at=AT, elapsed_ms=1, memento=copy)


# -- lists --------------------------------------------------------------------------------------------------------


def _key(url: str) -> str:
    return re.sub(r"\W", "", url)


Entry = Callable[[str, str], str]
# An entry of each format, of a title and a link; the head and the end of a file of them.
ENTRIES: Mapping[str, tuple[str, Entry, str, str]] = {
    "markdown": ("# Notes\n\n", lambda title, url: f"- [{title}]({url}) and *more*\n", "", "a.md"),
    "markdown prose": ("# Notes\n\n", lambda title, url: f"{title} <{url}>, as said.\n\n", "", "a.md"),
    "wikitext": ("== Refs ==\n", lambda title, url: f"* {title}<ref>{{{{cite news |title=T |url={url} |date=2024}}}}</ref>\n", "", "a.wiki"),
    "wikitext links": ("== Refs ==\n* {{cite web|url=https://kept.example/1|title=K}}\n", lambda title, url: f"* [{url} {title}] there\n", "", "a.wiki"),
    "bibtex": ("% mine\n", lambda title, url: f"@online{{k{_key(url)},\n  title = {{{title}}},\n  url = {{{url}}},\n}}\n\n", "", "a.bib"),
    "ris": ("", lambda title, url: f"TY  - NEWS\nTI  - {title}\nUR  - {url}\nN1  - x\nER  - \n\n", "", "a.ris"),
    "csl-json": ('[\n  {"id": "k", "type": "webpage", "title": "K", "issued": null}', lambda title, url: f',\n  {{"id": "i", "type": "webpage", "title": "{title}", "URL": "{url}"}}', "\n]\n", "a.json"),
    "html": ("<!DOCTYPE html>\n<html><body>\n", lambda title, url: f'<p class=x><a href="{url.replace("&", "&amp;")}">{title}</a></p>\n', "</body></html>\n", "a.html"),
    "netscape": ("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n", lambda title, url: f'<DT><A HREF="{url.replace("&", "&amp;")}" ADD_DATE="1720000000">{title}</A>\n', "</DL><p>\n", "a.html"),
    "plain": ("# mine\n", lambda title, url: f"{url}  # {title}\n", "", "a.txt"),
    "delimited": ("title,url,note\n", lambda title, url: f'"{title}",{url},x\n', "", "a.csv"),
    "rst": ("Sources\n=======\n\n", lambda title, url: f"- `{title} <{url}>`__\n", "", "a.rst"),
    "latex": ("\\documentclass{article}\n\\begin{document}\n", lambda title, url: "\\href{" + url.replace("%", "\\%").replace("&", "\\&") + "}{" + title + "}\n\n", "\\end{document}\n", "a.tex"),
    "opml": ('<opml version="2.0"><body>\n', lambda title, url: f'<outline text="{title}" xmlUrl="{url.replace("&", "&amp;")}"/>\n', "</body></opml>\n", "a.opml"),
    "json-export": ('[{"href": "https://kept.example/", "description": "K", "tags": ""}', lambda title, url: f',\n{{"href": "{url}", "description": "{title}", "tags": "port"}}', "]\n", "a.json"),
    "endnote-xml": ("<xml><records>\n", lambda title, url: f"<record><ref-type name='Web Page'>12</ref-type><titles><title>{title}</title></titles><urls><related-urls><url>{url.replace('&', '&amp;')}</url></related-urls></urls></record>\n", "</records></xml>\n", "a.xml"),
    "enw": ("", lambda title, url: f"%0 Web Page\n%T {title}\n%U {url}\n\n", "", "a.enw"),
    "hayagriva": ("", lambda title, url: f"k{_key(url)}:\n  type: web\n  title: {title}\n  url: {url}\n", "", "a.yml"),
    "cff": ("cff-version: 1.2.0\nreferences:\n", lambda title, url: f"- type: website\n  title: {title}\n  url: {url}\n", "", "a.cff"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A list as bytes. links: each with what became of it."""

    content: bytes
    links: tuple[tuple[str, str], ...]


WORDS = st.lists(
    st.sampled_from(["Ferry", "crews", "Fähre", "à quai", "harbour", "4", "news", "back"]), min_size=1, max_size=4
)
PATHS = st.sampled_from(
    ["", "?id=7", "?id=7&page=2", "?q=100%25", "_a_b", "/x.html", "#crews", "/(harbour)", "~ida", ";v=2"]
)
FATES = st.sampled_from(["moved", "dead", "alive", "moved"])


@st.composite
def cases(draw: st.DrawFn, name: str) -> Case:
    head, entry, end, _ = ENTRIES[name]
    count = draw(st.integers(1, 6))
    text, links = head, []
    for number in range(count):
        url = f"{HOST}/old/{number}{draw(PATHS)}"
        links.append((url, draw(FATES)))
        text += entry(" ".join(draw(WORDS)), url)
    text += end
    if draw(st.booleans()):
        text = text.removesuffix("\n")
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\n"])))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]))
    return Case(content=text.encode(encoding), links=tuple(links))


def _mend(case: Case, name: str) -> tuple[bytes, Mended]:
    """As the command does it, the checks given."""
    loaded = load(case.content, name=ENTRIES[name][3])
    assert loaded.format == name.partition(" ")[0]
    fates = dict(case.links)
    checks = {url: _moved(url) if fates[url] == "moved" else _dead(url) for url in fates if fates[url] != "alive"}
    text = case.content.decode("utf-8", "surrogateescape")
    found = mended(text, format=loaded.format, items=loaded.items, checks=checks)
    return found.text.encode("utf-8", "surrogateescape"), found


@pytest.mark.parametrize("name", ENTRIES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_second_run_changes_nothing_and_the_rest_is_untouched(name: str, data: st.DataObject) -> None:
    """In any encoding that can be read, with any end of line, with and without one at the end of the file."""
    case = data.draw(cases(name))
    after, found = _mend(case, name)
    again, twice = _mend(Case(content=after, links=case.links), name)
    assert again == after
    assert not twice.changes
    # Each link that moved stands there with its new address; put back, and what was added taken out, it is the old list.
    old = after.replace(b"/new/", b"/old/").decode("utf-8", "surrogateescape")
    before = case.content.decode("utf-8", "surrogateescape")
    parts = difflib.SequenceMatcher(None, before, old, autojunk=False).get_opcodes()
    assert {kind for kind, *_ in parts} <= {"equal", "insert"}
    moved = [url for url, fate in case.links if fate == "moved"]
    for url in moved:
        assert not any(url in left for left in found.left), "every link that moved is mended"
    assert after.count(b"/new/") == len(moved)
    dead = [url for url, fate in case.links if fate == "dead"]
    if old == before:
        assert all(any(url in left for left in found.left) for url in dead), "what cannot be done is told"
    text = case.content.decode("utf-8", "surrogateescape")
    assert bool(unified(text, found.edits, name="x")) == (after != case.content)


# -- the diff -----------------------------------------------------------------------------------------------------

LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "\n", "é\n"]), max_size=40).map("".join)


@settings(max_examples=60, deadline=None)
@given(text=LINES, places=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 8), st.sampled_from(["x", "", "new\n", "\ny"]))))  # fmt: skip
def test_the_diff_is_one_that_patch_takes(
    tmp_path_factory: pytest.TempPathFactory, text: str, places: list[tuple[int, int, str]]
) -> None:
    """What an independent program makes of it is the mended list."""
    edits, end = [], 0
    for gap, length, new in places:
        start = end + gap
        if start + length > len(text):
            break
        edits.append(Edit(start=start, end=start + length, new=new))
        end = start + length + 1
    after = applied(text, edits)
    diff = unified(text, edits, name="list")
    assert bool(diff) == (after != text)
    folder = tmp_path_factory.mktemp("patch")
    if diff:
        (folder / "list").write_bytes(f"{text}\n".encode())
        done = subprocess.run(["patch", "--binary", "-s", "list"], cwd=folder, input=diff.encode(), check=False)
        assert done.returncode == 0
        assert (folder / "list").read_bytes() == f"{after}\n".encode()


def test_the_diff_of_a_list_of_megabytes_comes_at_once(tmp_path: Path) -> None:
    """Only what changes is looked at: a hundred thousand lines that are all alike cost nothing."""
    line = "# the same remark on every line\n"
    text = f"{HOST}/old/1\n" + line * 100_000 + f"{HOST}/old/2\n"
    edits = [Edit(start=text.index("/old/2"), end=text.index("/old/2") + 4, new="/new")]
    assert unified(text, edits, name="a") == (
        f"--- a\n+++ a\n@@ -99999,5 +99999,5 @@\n {line} {line} {line}-{HOST}/old/2\n+{HOST}/new/2\n \n"
    )
