"""`provenance cite --stale`: old strings beside new ones, out of the log alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.command import Command, assert_fault
from tests.site import Site


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def test_changed_and_dead_sources_are_named(site, tmp_path):
    """With what happened; a bibliography is made anew as a whole; nobody is asked; a newer citation settles it."""
    command = Command.at(tmp_path, site)
    first, mortal = site.url("article"), site.url("mortal")
    command("cite", first, "--for", "a.docx")
    command("cite", first, mortal, "-s", "ieee", "--for", "b.docx")
    quiet = command("cite", "--stale")
    assert (quiet.returncode, quiet.stdout) == (0, "")
    (source,) = [row for row in command.records("list") if row["url"] == first]
    command("add", source["id"], "--set", "title=Harbour board sells the ferry")
    site.hits["/mortal"] = 100
    command("check", mortal)
    asked = site.hits.total()
    done = command("cite", "--stale")
    assert done.returncode == 1
    assert "title changed, recorded on 20" in done.stdout
    assert "the link was found dead (gone) on 20" in done.stdout
    assert "now  the same" in done.stdout
    rows = command.records("cite", "--stale")
    assert [row["for"] for row in rows] == ["a.docx", "b.docx", "b.docx"]
    assert "keeps the old ferry" in rows[0]["old"]
    assert "sells the ferry" in rows[0]["new"]
    assert rows[1]["old"].startswith("[1] ")
    assert rows[1]["new"].startswith("[1] ")
    assert [row["for"] for row in command.records("cite", "--stale", "--for", "a.docx")] == ["a.docx"]
    assert site.hits.total() == asked
    command("cite", first, "--for", "a.docx")
    assert [row["for"] for row in command.records("cite", "--stale")] == ["b.docx", "b.docx"]
    assert_fault(command("cite", "--stale", first), 2, "the whole log")


def test_moved_page_gets_its_new_address(site, tmp_path):
    """A list stated the old one; a check saw where it leads for good."""
    command = Command.at(tmp_path, site)
    old = site.url("moved")
    entry = f'[{{"id": "a", "type": "webpage", "title": "Ferry", "URL": "{old}"}}]'
    command("cite", "-", given=entry)
    command("check", old)
    (row,) = command.records("cite", "--stale")
    assert row["happened"][0].startswith(f"moved for good to {site.url('article')}")
    assert row["new"].endswith(site.url("article"))
    assert row["old"].endswith(old)


def test_without_a_log(tmp_path):
    """There is nothing to look through, and none is made."""
    command = Command.at(tmp_path)
    assert_fault(command("cite", "--stale"), 2, "there is no log yet")
    assert not command.log.exists()
