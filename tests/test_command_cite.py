"""`provenance add`, `cite`, `show`, `list` and `read`, through the front door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.command import Command
from tests.site import Site

SAVED = """# *Ferry kept for another winter*

*Image not found or type unknown*

**Mara Ellison, speaker of the harbour board**

Quayside, May 7 (QC)-- The harbour board keeps the ferry, it said in a statement on Tuesday.

---

<https://www.courier.test/en/harbour/48213-ferry-kept-for-another-winter>

**The Quayside Courier**
"""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def test_page_is_added_with_its_evidence(site: Site, tmp_path: Path) -> None:
    """Outlet, URL, metadata with evidence, digest and main text; and the check that saw it."""
    command = Command.at(tmp_path, site)
    (record,) = command.records("add", site.url("article"))
    assert record["source"]["title"]["value"] == "Harbour board keeps the old ferry"
    assert record["source"]["title"]["supported_by"][0]["quote"]
    assert record["source"]["outlet"]["name"] == "The Quayside Courier"
    assert record["source"]["issued"]["status"] == "not stated"
    assert record["capture"]["digest"].startswith("sha256:")
    assert "bridge has been inspected twice" in record["capture"]["text"]
    assert record["check"]["state"] == "alive"
    (shown,) = command.records("show", record["id"])
    assert shown["title"] == record["source"]["title"]
    assert [len(shown[part]) for part in ("checks", "captures", "citations")] == [1, 1, 0]
    (listed,) = command.records("list", "--state", "alive")
    assert (listed["id"], listed["outlet"]) == (record["id"], "The Quayside Courier")


def test_moved_page_is_kept_under_the_link_that_was_given(site: Site, tmp_path: Path) -> None:
    """The log finds it by the old link, and the new address is what is cited."""
    command = Command.at(tmp_path, site)
    (record,) = command.records("add", site.url("moved"))
    assert (record["source"]["url"], record["source"]["canonical_url"]) == (site.url("moved"), site.url("article"))
    asked = site.hits.total()
    assert site.url("article") in command("cite", site.url("moved")).stdout
    assert site.hits.total() == asked, "what the log knows is cited offline"


def test_saved_text_is_cited_without_invention(tmp_path: Path) -> None:
    """No author is made up, the inferred year is bracketed and warned of, --no-infer leaves it out."""
    command = Command.at(tmp_path)
    (tmp_path / "saved.md").write_text(SAVED, encoding="utf-8")
    done = command("cite", "saved.md")
    assert done.returncode == 0
    assert done.stdout.startswith("Ferry kept for another winter. ([20")
    assert "The Quayside Courier" in done.stdout
    assert "warning: no author stated" in done.stderr
    assert "inferred, not stated: nearest of" in done.stderr
    assert "(May 7)" in command("cite", "saved.md", "--no-infer").stdout
    assert len(command.records("show", "https://www.courier.test/en/harbour/48213-ferry-kept-for-another-winter")) == 1


def test_read_says_everything_and_records_nothing(tmp_path: Path) -> None:
    """The fields of a saved text, in words and as JSON; no log is made."""
    command = Command.at(tmp_path)
    (tmp_path / "saved.md").write_text(SAVED, encoding="utf-8")
    told = command("read", "saved.md", "--explain").stdout
    for text in ("author           not stated", "lost:", "Quayside, XXXX-05-07, QC", "line:1"):
        assert text in told
    (record,) = command.records("read", "-", given=SAVED)
    assert record["issued"]["stated"] == "XXXX-05-07"
    assert record["issued"]["basis"][0].startswith("nearest of")
    assert record["identifier"]["value"] == "48213"
    assert not command.log.exists()


@pytest.mark.parametrize("style", ["apa", "mla", "chicago", "chicago-author-date", "harvard", "ieee", "vancouver"])
def test_every_style_is_an_entry_of_the_log(tmp_path: Path, style: str) -> None:
    """Each citation that is printed is what the log keeps."""
    command = Command.at(tmp_path)
    (tmp_path / "saved.md").write_text(SAVED, encoding="utf-8")
    printed = command("cite", "saved.md", "--style", style).stdout.strip()
    (shown,) = command.records("show", "s0")
    assert [citation["text"] for citation in shown["citations"]] == [printed]
    assert command("log", "verify").returncode == 0


def test_exchange_formats_are_read_by_machines(tmp_path: Path) -> None:
    """CSL-JSON is JSON, and BibLaTeX has its fields."""
    command = Command.at(tmp_path)
    (tmp_path / "saved.md").write_text(SAVED, encoding="utf-8")
    (item,) = json.loads(command("cite", "saved.md", "-s", "csl-json").stdout)
    assert item["title"] == "Ferry kept for another winter"
    assert "entrysubtype = {newspaper}" in command("cite", "saved.md", "-s", "biblatex").stdout


def test_dead_link_is_not_cited(site: Site, tmp_path: Path) -> None:
    """What led to no page is said and ends with 1; what did is cited all the same."""
    command = Command.at(tmp_path, site)
    done = command("cite", site.url("gone"), site.url("article"))
    assert done.returncode == 1
    assert done.stdout.startswith("Ellison, M.")
    assert "there is no page to cite" in done.stderr
    added = command("add", site.url("gone"))
    assert added.returncode == 1
    assert "nothing was added" in added.stderr


def test_source_that_died_is_cited_with_a_warning(site: Site, tmp_path: Path) -> None:
    """The log still has it; the reader is told that the link does not lead there any more."""
    command = Command.at(tmp_path, site)
    url = site.url("mortal")
    assert command("add", url).returncode == 0
    site.hits["/mortal"] = 100
    assert command("check", url).returncode == 1
    done = command("cite", url)
    assert done.returncode == 0
    assert "found dead (gone)" in done.stderr


def test_page_that_is_no_text_is_recorded_without_invention(site: Site, tmp_path: Path) -> None:
    """Of a PDF nothing is read yet but its address and its digest."""
    (record,) = Command.at(tmp_path, site).records("add", site.url("pdf"))
    assert record["source"]["title"]["value"] is None
    assert record["source"]["author"]["value"] is None
    assert record["capture"]["text"] == ""
    assert record["capture"]["text_method"] == "none: a PDF"
