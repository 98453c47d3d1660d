"""`provenance cite LIST`: a list becomes a bibliography, and nothing of it is lost in silence."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from provenance.core.csl.stated import readable_item
from provenance.core.lists import is_list
from tests.command import Command, assert_fault
from tests.site import Site

BOOK = {
    "id": "reed", "type": "book", "title": "Harbours", "author": [{"family": "Reed", "given": "Ann"}],
    "issued": {"date-parts": [[2001]]}, "publisher": "Quay Press",
}  # fmt: skip
POST = BOOK | {"id": "post", "type": "webpage", "title": "Ferries", "URL": "https://post.example/ferries"}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def test_what_a_list_states_is_cited_from_the_list(tmp_path):
    """No network, and no log of it needed: books without links too; the keys are those of the list."""
    command = Command.at(tmp_path)
    (tmp_path / "library.json").write_text(json.dumps([BOOK, POST]), encoding="utf-8")
    done = command("cite", "library.json")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "Reed, A. (2001a). Ferries. Quay Press. https://post.example/ferries",
        "Reed, A. (2001b). Harbours. Quay Press.",
    ]
    exported = command("cite", "library.json", "-s", "csl-json", "--no-log").stdout
    assert [item["id"] for item in json.loads(exported)] == ["reed", "post"]
    (shown,) = command.records("show", "https://post.example/ferries")
    assert [one["text"] for one in shown["citations"]] == [
        "Reed, A. (2001a). Ferries. Quay Press. https://post.example/ferries"
    ]


def test_one_reference_for_all_spellings(tmp_path):
    """The article once, whatever its addresses, and it is told which entries went into it; another title is asked about."""
    command = Command.at(tmp_path)
    url = "https://www.quay.example/2024/07/04/ferries"
    urls = {"post": url, "amp": f"{url}/amp", "copy": f"https://web.archive.org/web/2024/{url}"}
    items = [POST | {"id": name, "URL": one} for name, one in urls.items()]
    text = json.dumps([*items, POST | {"id": "tram", "title": "Trams", "URL": f"{url}#trams"}])
    (tmp_path / "library.json").write_text(text, encoding="utf-8")
    done = command("cite", "library.json")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"Reed, A. (2001a). Ferries. Quay Press. {url}",
        f"Reed, A. (2001b). Trams. Quay Press. {url}#trams",
    ]
    first = "library.json:1 (item post)"
    for name in ("amp", "copy"):
        assert f"(item {name}): the same source as {first}, spelled {urls[name]}\n" in done.stderr
    assert f"(item tram): the address of {first} under another title; look whether it is the same source" in done.stderr


def test_pieces_that_cannot_be_cited_are_told(tmp_path):
    """By their place; the rest is cited all the same, and the command ends with 1."""
    command = Command.at(tmp_path)
    text = json.dumps([POST | {"note": {"a": 1}, "volume": None}, {"id": "empty", "type": "book"}], indent=1)
    done = command("cite", "-", given=text[:-1] + ',\n{"id": "broken", "title": "x')
    assert done.returncode == 1
    assert done.stdout == "Reed, A. (2001). Ferries. Quay Press. https://post.example/ferries\n"
    assert "warning: post: note cannot be read and is left out" in done.stderr
    assert "states neither a title nor a link, and cannot be cited  (standard input:26 (item empty))" in done.stderr
    assert "not valid JSON" in done.stderr


def test_links_are_looked_up_in_the_log_or_looked_at(site, tmp_path):
    """Each once, and recorded as by `add`; a dead one is told with its line."""
    command = Command.at(tmp_path, site)
    known, new, dead = site.url("article"), site.url("moved"), site.url("not-found")
    command("add", known)
    asked = site.hits["/article"]
    (tmp_path / "links.txt").write_text(
        f"{known}\n\n{dead}\nno link at all\n{dead}?a=1\n{known}#part\n", encoding="utf-8"
    )
    done = command("cite", "links.txt")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert site.hits["/article"] == asked, "what the log knows is cited offline"
    assert f"{dead}" in done.stderr
    assert "(links.txt:3)" in done.stderr
    assert "no link in 'no link at all'  (links.txt:4)" in done.stderr
    assert f"{known}#part: the same source as" in done.stderr
    markdown = f"# Sources\n\n- [The ferry]({new})\n- [Known]({known})\n- [Gone]({dead})\n"
    done = command("cite", "-", given=markdown)
    assert "(standard input:5)" in done.stderr
    assert {row["url"] for row in command.records("list")} == {known, new}
    assert command("log", "verify").returncode == 0


def test_urls_on_standard_input(site, tmp_path):
    """One a line, by an option or by a dash; beside other words only by the dash."""
    command = Command.at(tmp_path, site)
    for words in (["--from-stdin"], ["-"]):
        done = command("cite", *words, given=site.url("article") + "\n")
        assert done.returncode == 0
        assert done.stdout.startswith("Ellison, M.")
    assert_fault(command("cite", "--from-stdin", "s0", given="x"), 2, "Name standard input among them")
    assert_fault(command("cite"), 2, "nothing is given")
    assert_fault(command("cite", "--from-stdin", given="no link\n"), 2, "no links found")


def test_entries_without_a_link_are_counted(tmp_path):
    """A list whose format gives no more than links: the entries without one are told."""
    command = Command.at(tmp_path)
    rows = "title,url\nA,https://a.example/\nB,\n"
    done = command("cite", "-", "--no-log", given=rows)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr


PAGE = (
    "<!DOCTYPE html><html><body><ul><li><a href='https://a.example/1'>A</a><li><a href='https://a.example/2'>B</a></ul>"
)
ITEMS = "- [A](https://a.example/1)\n- [B](https://a.example/2)\n"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("page.html", PAGE, False),
        (
            "bookmarks.html",
            "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF='https://a.example/'>A</A></DL>",
            True,
        ),
        ("urls.txt", "https://a.example/1\nhttps://a.example/2\n", True),
        ("sources.md", f"# Sources\n\n{ITEMS}", True),
        ("clip.md", f"---\nsource: https://a.example/\n---\n{ITEMS}", False),
        ("story.md", f"# Story\n\nIt rained.\n\nIt rained on.\n\nIt stopped.\n\n{ITEMS}", False),
        ("notes.md", "A[^1] and B[^2].\n\n[^1]: https://a.example/1\n[^2]: https://a.example/2\n", False),
        ("saved.txt", "Ferry kept\n\nThe board kept the ferry.\n\nhttps://a.example/1\n", False),
        ("empty", "", False),
        ("sources.csv", "title,url\nA,https://a.example/1\nB,https://a.example/2\n", True),
        ("sources.ris", "TY  - NEWS\nTI  - A\nUR  - https://a.example/\nER  - \n", True),
        ("sources.bib", "@misc{a,\n  title = {A},\n  url = {https://a.example/}\n}\n", True),
    ],
)
def test_a_list_or_a_page(name, text, expected):
    """A page that lists links is a page; a text is one source unless most of it is links."""
    assert is_list(text.encode(), name=name) is expected


def test_binary_content_is_no_list():
    """A PDF is a page."""
    assert not is_list(b"%PDF-1.7\n\x00\x01", name="a.pdf")


def test_items_of_other_programs_are_made_readable():
    """What no engine could read is put right where its meaning is plain, else left out with a warning."""
    item = {
        "title": 5, "volume": None, "page": True, "keyword": ["a", 2], "author": "Ann Reed",
        "editor": [{"family": 3, "given": None}, "Bo", {}, []], "issued": "2019", "accessed": {"raw": "x", "season": 2},
        "custom": {"any": 1}, "note": {"a": 1}, "abstract": "a\ud800",
    }  # fmt: skip
    read, warnings = readable_item(item)
    assert read == {
        "title": 5, "keyword": "a, 2", "author": [{"literal": "Ann Reed"}],
        "editor": [{"family": "3"}, {"literal": "Bo"}], "issued": "2019", "accessed": {"raw": "x", "season": "2"},
        "custom": {"any": 1}, "abstract": "a\ufffd",
    }  # fmt: skip
    assert warnings == ("page cannot be read and is left out", "note cannot be read and is left out")
