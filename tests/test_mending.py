"""Lists are mended where they stand: what moved for good, copies of what died, and not a byte beside them."""

from __future__ import annotations

import datetime as dt
import difflib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from provenance.core.lists import load
from provenance.core.mending.edits import Edit, applied
from provenance.core.mending.plan import mended
from provenance.core.model import Check, Failure, FailureKind, Memento, Spelling, State, Verdict
from tests.command import Command
from tests.site import Site

DEAD = "https://lantern.example/harbour/ferry?id=7&page=2"
OTHER = "https://lantern.example/harbour/ferry?id=7&page=21"
COPY = f"https://archive.example/web/20240705101500/{DEAD}"
AT = dt.datetime(2024, 7, 5, 10, 15, tzinfo=dt.UTC)


def dead_with_copy() -> dict[str, Check]:
    """What a run found of a link that is gone, of which an archive has a copy."""
    outcome = Failure(original=DEAD, kind=FailureKind.DNS_NXDOMAIN, detail="no such name", retrieved_at=AT)
    check = Check(
        url=DEAD, outcome=outcome, verdict=Verdict(state=State.DEAD, kind="dns_nxdomain", because=("no such name",)),
        checked_at=AT, elapsed_ms=1,
        memento=Memento(uri_r=DEAD, uri_m=COPY, memento_datetime=AT, archive="archive.example"),
    )  # fmt: skip
    return {DEAD: check}


def mend(text: str, name: str) -> str:
    """The list with the copy in it; a second mending of it changes nothing."""
    loaded = load(text.encode(), name=name)
    once = mended(text, format=loaded.format, items=loaded.items, checks=dead_with_copy())
    again = load(once.text.encode(), name=name)
    twice = mended(once.text, format=again.format, items=again.items, checks=dead_with_copy())
    assert twice.text == once.text
    assert not twice.changes
    return once.text


def added(before: str, after: str) -> list[str]:
    """The characters that came, and none that went."""
    parts = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    assert {kind for kind, *_ in parts} <= {"equal", "insert"}
    return [after[start:end] for kind, _, _, start, end in parts if kind == "insert"]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        (
            "list.md",
            f'# Kept\n\n- [The ferry]({DEAD} "title") and [another]({OTHER})\n- <{OTHER}>\n',
            f'# Kept\n\n- [The ferry]({DEAD} "title") ([archived 2024-07-05]({COPY})) and [another]({OTHER})\n- <{OTHER}>\n',
        ),
        (
            "page.wiki",
            f"Said.<ref>{{{{cite news |title=Ferry |url={DEAD} |date=4 July 2024}}}}</ref> [{OTHER} other]\n",
            (f"Said.<ref>{{{{cite news |title=Ferry |url={DEAD} |archive-url={COPY} |archive-date=2024-07-05 |url-status=dead"
            f" |date=4 July 2024}}}}</ref> [{OTHER} other]\n"),
        ),
        (
            "seite.wiki",
            f"<ref>{{{{Internetquelle\n | url = {DEAD}\n | titel = Fähre\n}}}}</ref>\n",
            (f"<ref>{{{{Internetquelle\n | url = {DEAD}\n | archiv-url={COPY}\n | archiv-datum=2024-07-05\n | offline=1\n"
            " | titel = Fähre\n}}</ref>\n"),
        ),
        (
            "links.wiki",
            f"== Weblinks ==\n* [{DEAD} Ferry] of 2024 {{{{cite web|url={OTHER}|title=T}}}}\n",
            (f"== Weblinks ==\n* [{DEAD} Ferry] {{{{Webarchive|url={COPY}|date=2024-07-05}}}} of 2024"
            f" {{{{cite web|url={OTHER}|title=T}}}}\n"),
        ),
        (
            "sources.bib",
            f"@online{{ferry,\n  title = {{Ferry}},\n  url = {{{DEAD}}},\n}}\n\n@online{{b,\n  url = {{{OTHER}}},\n}}\n",
            (f"@online{{ferry,\n  title = {{Ferry}},\n  addendum = {{Archived 2024-07-05 at \\url{{{COPY}}}}},\n"
            f"  url = {{{DEAD}}},\n}}\n\n@online{{b,\n  url = {{{OTHER}}},\n}}\n"),
        ),
        (
            "sources.ris",
            f"TY  - NEWS\nTI  - Ferry\nUR  - {DEAD}\nER  - \n\nTY  - NEWS\nUR  - {OTHER}\nER  - \n",
            f"TY  - NEWS\nTI  - Ferry\nUR  - {DEAD}\nL2  - {COPY}\nER  - \n\nTY  - NEWS\nUR  - {OTHER}\nER  - \n",
        ),
        (
            "bookmarks.html",
            ("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n"
            f'<DT><A HREF="{DEAD.replace("&", "&amp;")}" ADD_DATE="1720000000">Ferry</A>\n</DL><p>\n'),
            ("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n"
            f'<DT><A HREF="{DEAD.replace("&", "&amp;")}" data-versionurl="{COPY.replace("&", "&amp;")}"'
            ' data-versiondate="2024-07-05" ADD_DATE="1720000000">Ferry</A>\n</DL><p>\n'),
        ),
    ],
)  # fmt: skip
def test_a_copy_is_written_in_the_lists_own_way(name: str, before: str, after: str, end: str) -> None:
    """By the convention of the format, in its own layout, once; nothing else changes, the ends of lines included."""
    before, after = before.replace("\n", end), after.replace("\n", end)
    assert mend(before, name) == after
    assert added(before, after)


def test_csl_json_keeps_its_layout_and_is_read_back() -> None:
    """Two members in the item of the link and in no other."""
    items = [
        {"id": "a", "type": "webpage", "title": "{Ferry", "issued": {"date-parts": [[2024]]}, "URL": DEAD},
        {"id": "b", "type": "webpage", "title": "Other", "URL": OTHER, "author": [{"family": "Roe"}]},
    ]
    for text in (json.dumps(items, indent=2), json.dumps(items)):
        first, second = json.loads(mend(text, "items.json"))
        assert first == {**items[0], "archive_location": COPY, "archive_date": "2024-07-05"}
        assert second == items[1]


def test_exports_of_mended_lists_name_the_copy() -> None:
    """What was mended is read as the archived copy of its source."""
    for name, text in (
        ("a.bib", f"@online{{ferry,\n  title = {{Ferry}},\n  url = {{{DEAD}}},\n}}\n"),
        ("a.ris", f"TY  - NEWS\nTI  - Ferry\nUR  - {DEAD}\nER  - \n"),
        ("a.wiki", f"{{{{cite news |title=Ferry |url={DEAD}}}}}\n"),
    ):
        (reference,) = load(mend(text, name).encode(), name=name).references
        assert reference.item["archive_location"] == COPY, name


def test_formats_without_a_way_are_left_and_told() -> None:
    """A plain list has one address a line; an entry on one line has no line for another field."""
    for name, text in (("list.txt", f"{DEAD}\n"), ("one.bib", f"@online{{a, title = {{T}}, url = {{{DEAD}}}}}\n")):
        loaded = load(text.encode(), name=name)
        found = mended(text, format=loaded.format, items=loaded.items, checks=dead_with_copy())
        assert found.text == text
        assert "has no place there" in found.left[0]


def test_edits_must_not_overlap() -> None:
    """Two rules that want one place are a fault of ours, not a mixture in somebody's list."""
    with pytest.raises(ValueError, match="overlap"):
        applied("abc", [Edit(start=0, end=2, new="x"), Edit(start=1, end=3, new="y")])


# -- the command --------------------------------------------------------------------------------------------------


def test_moved_links_are_replaced_and_nothing_else(tmp_path: Path) -> None:
    """First a diff; with --write the list is new, the old one is beside it, and a second run finds nothing."""
    with Site() as site:
        moved, kept = site.url("moved"), site.url("article")
        text = f"# Kept\r\n- [ferry]({moved}#harbour)\r\n- {kept}\r\n\xff latin-1 in a comment\r\n".encode("latin-1")
        (tmp_path / "list.md").write_bytes(text)
        command = Command.at(tmp_path, site)
        done = command("fix", "list.md")
        assert done.returncode == 1
        assert (tmp_path / "list.md").read_bytes() == text
        assert [line[0] for line in done.stdout.splitlines() if line[0] in "+-"].count("+") == 2
        assert command("fix", "list.md", "--write").returncode == 0
        after = (tmp_path / "list.md").read_bytes()
        assert after == text.replace(moved.encode(), site.url("article").encode())
        assert (tmp_path / "list.md.orig").read_bytes() == text
        again = command("fix", "list.md", "--write")
        assert (again.returncode, again.stdout) == (0, "")
        assert (tmp_path / "list.md").read_bytes() == after


def test_what_cannot_be_written_back_is_refused(tmp_path: Path) -> None:
    """Standard input, and what is not UTF-8."""
    command = Command.at(tmp_path)
    (tmp_path / "wide.txt").write_bytes("https://a.example/\n".encode("utf-16"))
    assert "is not UTF-8 text" in command("fix", "wide.txt").stderr
    done = command("fix", "-")
    assert done.returncode == 2
    assert "is no file that could be mended" in done.stderr


def test_dead_spelling_of_a_living_page_is_told(tmp_path: Path) -> None:
    """An AMP page that is gone while the article is there is left to its reader; a living copy in an archive is no such page."""
    with Site() as site:
        site.names |= {"quay.test": "127.0.0.1", "archive.test": "127.0.0.1"}
        page, amp = site.url("article", host="quay.test"), site.url("article", host="amp.quay.test")
        command = Command.at(tmp_path, site)
        (tmp_path / "list.txt").write_text(f"{page}\n{amp}\n")
        done = command("fix", "list.txt", "--no-archives")
        told = f"not mended: list.txt:2: {amp} is dead; its source is alive as {page}, which the list has too\n"
        assert told in done.stderr
        assert (done.returncode, done.stdout) == (0, "")
    copy = f"https://web.archive.org/web/20240705101500/{DEAD}"
    gone = replace(dead_with_copy()[DEAD], memento=None, same_as=(Spelling(url=copy),))
    alive = replace(gone, url=copy, verdict=Verdict(state=State.ALIVE, kind="ok", because=("there",)), same_as=())
    loaded = load(f"{DEAD}\n{copy}\n".encode(), name="list.txt")
    found = mended("", format=loaded.format, items=loaded.items, checks={DEAD: gone, copy: alive})
    assert found.left == ()
