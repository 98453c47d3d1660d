"""What a settings file says of an audit: which links are left out, how hosts are asked, what counts."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.command import Command, assert_fault
from tests.site import Site


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        for name in ("courier.test", "m.courier.test", "herald.test"):
            site.names[name] = "127.0.0.1"
        yield site


@pytest.fixture
def links(site: Site) -> dict[str, str]:
    """By what they are called in the tests."""
    return {
        "gone": site.url("gone", "courier.test"),
        "there": site.url("article", "courier.test"),
        "mobile": site.url("gone", "m.courier.test"),
        "herald": site.url("not-found", "herald.test"),
    }


def command_with(folder: Path, site: Site, links: dict[str, str], tables: str = "", **settings: object) -> Command:
    """Beside a table of the links."""
    command = Command.at(folder, site, **settings)
    with (folder / "provenance.toml").open("a", encoding="utf-8") as stream:
        stream.write("\n" + tables)
    (folder / "list.csv").write_text("name,url\n" + "".join(f"{name},{url}\n" for name, url in links.items()))
    return command


def asked(command: Command, *words: str) -> set[str]:
    """The links that were looked at."""
    return {record["url"] for record in command.records("audit", "list.csv", *words)}


# -- which links --------------------------------------------------------------------------------------------------


def test_excluded_links_are_not_asked_and_counted(tmp_path: Path, site: Site, links: dict[str, str]) -> None:
    """Each by its reason, beside the list and at the end; the others are looked at as ever."""
    command = command_with(tmp_path, site, links, exclude=["*.courier.test", "/not-found$/"])
    done = command("audit", "list.csv")
    assert done.returncode == 1
    assert "list.csv: 2 links" in done.stderr
    assert "1 link left out by exclude *.courier.test" in done.stderr
    assert "1 link left out by exclude /not-found$/" in done.stderr
    assert "2 of 2 links checked" in done.stderr
    assert "     2 left out by the settings" in done.stderr
    assert site.hits["/not-found"] == 0
    assert asked(command) == {links["gone"], links["there"]}


def test_an_excluded_link_counts_neither_as_found_nor_as_problem(
    tmp_path: Path, site: Site, links: dict[str, str]
) -> None:
    """Nothing that is left out can fail the run; if all is, the run ends well and says so."""
    command = command_with(tmp_path, site, links, exclude=["*"])
    done = command("audit", "list.csv")
    assert (done.returncode, done.stdout) == (0, "")
    assert "4 links left out by exclude *" in done.stderr
    assert "0 of 0 links checked" in done.stderr


def test_options_add_to_exclude_and_take_the_place_of_include(
    tmp_path: Path, site: Site, links: dict[str, str]
) -> None:
    """Whatever leaves a link out, it stays out."""
    command = command_with(tmp_path, site, links, include=["courier.test"], exclude=["/article/"])
    assert asked(command) == {links["gone"]}
    assert asked(command, "--include", "*.test") == {links["gone"], links["mobile"], links["herald"]}
    assert asked(command, "--include", "*.test", "--exclude", "herald.test", "--exclude", "m.courier.test") == {
        links["gone"]
    }
    told = command("audit", "list.csv").stderr
    assert "2 links left out by include\n" in told


def test_files_add_up(tmp_path: Path, site: Site, links: dict[str, str]) -> None:
    """What the user's own file leaves out and what the project's does."""
    command = command_with(tmp_path, site, links, '[hosts."herald.test"]\nretries = 0', exclude=["courier.test/gone"])
    own = tmp_path / "config" / "provenance"
    own.mkdir(parents=True)
    (own / "provenance.toml").write_text(
        'exclude = ["/article/"]\n[hosts."herald.test"]\nretries = 5\n[hosts."m.courier.test"]\nskip = true\n'
    )
    assert asked(command) == {links["herald"]}
    assert site.hits["/not-found"] == 1, "the project's table of the host stands in place of the user's"


def test_reports_say_what_was_left_out(tmp_path: Path, site: Site, links: dict[str, str]) -> None:
    """In the sentence, beside the list, and beside the row of an annotated table."""
    command = command_with(tmp_path, site, links, exclude=["*.courier.test"])
    done = command("audit", "list.csv", "-q", "--report", "markdown", "--annotate", "out.csv")
    assert "1 link was left out by the settings." in done.stdout
    assert "1 link left out by exclude \\*.courier.test" in done.stdout
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text()))}
    assert rows["mobile"]["state"] == "left out"
    assert rows["mobile"]["because"] == "left out by exclude *.courier.test"
    assert rows["gone"]["state"] == "dead"


def test_what_is_due_is_left_out_too(tmp_path: Path, site: Site, links: dict[str, str]) -> None:
    """And told; a link that is named is looked at."""
    command = command_with(tmp_path, site, links, exclude=["herald.test"])
    due = command("check", "--due", *links.values())
    assert links["herald"] not in due.stdout
    assert "1 page is due that the settings leave out (exclude herald.test)" in due.stderr
    assert links["herald"] in command("check", links["herald"]).stdout
    only = command("check", "--due", links["mobile"], links["there"], "--include", "m.courier.test", "--no-archives")
    assert "nothing is due" in only.stderr
    assert_fault(command("check", links["gone"], "--exclude", "x.test"), 2, "without --due")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('exclude = ["/(/"]', "exclude '/(/': is no regular expression"),
        ('exclude = "herald.test"', "must be a list of texts"),
        ('include = ["/archive"]', "begins with a slash"),
        ("fail_on = ['gome']", "gome is no state and no kind"),
        ("fail_on = []", "names nothing"),
        ("baseline = 3", "must be the name of a file"),
        ("hosts = 3", "is no table of hosts"),
        ('[hosts."herald.test"]\nheaders = ["Cookie: a=b"]', "nothing is sent as somebody"),
        ('[hosts."herald.test/x"]\nskip = true', "is more than a host"),
        ('[host."herald.test"]\nskip = true', "host: is not a setting"),
    ],
)
def test_what_is_no_setting_is_told(tmp_path: Path, site: Site, line: str, says: str) -> None:
    """With the file and the key, before anything is asked."""
    command = command_with(tmp_path, site, {}, line)
    assert_fault(command("audit", "list.csv"), 2, "provenance.toml: ", says)


def test_what_is_no_pattern_of_an_option_is_told(tmp_path: Path, site: Site, links: dict[str, str]) -> None:
    """As that of a file."""
    command = command_with(tmp_path, site, links)
    assert_fault(command("audit", "list.csv", "--exclude", "ftp://x"), 2, "exclude 'ftp://x'", "only http and https")


# -- how hosts are asked ------------------------------------------------------------------------------------------


def test_a_host_has_its_own_patience(tmp_path: Path, site: Site, links: dict[str, str]) -> None:
    """Looks, time for an answer, time for all; of other hosts they are the usual ones."""
    tables = '[hosts."*.courier.test"]\nretries = 0\n[hosts."herald.test"]\ntimeout = 0.3\nretries = 0\n'
    slow = {"herald": site.url("hang", "herald.test"), "mobile": site.url("server-error", "m.courier.test")}
    command = command_with(tmp_path, site, slow, tables, timeout=30.0, deadline=30.0)
    begun = time.monotonic()
    found = {record["url"]: record for record in command.records("audit", "list.csv")}
    assert found[slow["herald"]]["kind"] == "timeout"
    assert time.monotonic() - begun < 15
    assert site.hits["/server-error"] == 1
    command("check", "--no-log", site.url("server-error", "courier.test"))
    assert site.hits["/server-error"] == 4, "three looks"


def test_a_host_has_its_own_deadline(tmp_path: Path, site: Site) -> None:
    """A page that comes drop by drop is given up after it."""
    links = {"slow": site.url("drip-headers", "herald.test")}
    command = command_with(
        tmp_path, site, links, '[hosts."herald.test"]\ndeadline = 0.9\n', timeout=30.0, deadline=30.0
    )
    (found,) = command.records("audit", "list.csv")
    assert (found["kind"], found["elapsed_ms"] < 5000) == ("timeout", True)
    assert "0.9 s" in found["because"][0]


def span(records: Iterable[dict[str, Any]]) -> float:
    """Seconds between the first and the last of some checks."""
    moments = [datetime.fromisoformat(record["checked_at"]) for record in records]
    return (max(moments) - min(moments)).total_seconds()


def test_a_host_has_its_own_pace(tmp_path: Path, site: Site) -> None:
    """The gap between the beginnings of two requests."""
    links = {str(number): site.url(f"article?{number}", "herald.test") for number in range(4)}
    links |= {f"c{number}": site.url(f"article?{number}", "courier.test") for number in range(4)}
    command = command_with(tmp_path, site, links, '[hosts."herald.test"]\nspacing = 1.0\n')
    records = command.records("audit", "list.csv", "--no-log")
    assert span(one for one in records if "herald" in one["url"]) >= 2
    assert span(one for one in records if "courier" in one["url"]) < 2


@pytest.mark.parametrize(("places", "at_once"), [(1, False), (3, True)])
def test_a_host_has_its_own_places(tmp_path: Path, site: Site, places: int, at_once: bool) -> None:
    """More at once than the others, or fewer."""
    links = {str(number): site.url(f"hang?{number}", "herald.test") for number in range(3)}
    table = f'[hosts."herald.test"]\nper_host = {places}\ntimeout = 2.6\nretries = 0\n'
    command = command_with(tmp_path, site, links, table, per_host=2, deadline=20.0)
    records = command.records("audit", "list.csv", "--no-log")
    assert {record["kind"] for record in records} == {"timeout"}
    assert (span(records) < 2) == at_once


# -- what counts --------------------------------------------------------------------------------------------------


def test_what_counts_is_a_setting(tmp_path: Path, site: Site, links: dict[str, str]) -> None:
    """The option stands in its place; the baseline is found beside the settings file, from any folder below."""
    command = command_with(tmp_path, site, links, fail_on=["not-found"], baseline="known.json")
    assert_fault(command("audit", "list.csv", "-q"), 2, "known.json", "--write-baseline")
    assert command("audit", "list.csv", "-q", "--write-baseline").returncode == 0
    assert command("audit", "list.csv", "-q").returncode == 0
    assert command("audit", "list.csv", "-q", "--fail-on", "gone").returncode == 1
    (tmp_path / "known.json").write_text('{"version": 1, "findings": []}')
    assert command("audit", "list.csv", "-q").returncode == 1
    assert command("audit", "list.csv", "-q", "--fail-on", "blocked").returncode == 0


def test_links_that_are_left_out_are_not_mended(tmp_path: Path, site: Site, links: dict[str, str]) -> None:
    """They are not looked at, and stand as they stood."""
    moved = {"one": site.url("moved", "courier.test"), "two": site.url("moved", "herald.test")}
    command = command_with(tmp_path, site, {}, exclude=["herald.test"])
    (tmp_path / "list.md").write_text("".join(f"[{name}]({url})\n" for name, url in moved.items()))
    done = command("fix", "list.md", "--write", "--no-archives")
    assert "1 link left out by exclude herald.test" in done.stderr
    text = (tmp_path / "list.md").read_text()
    assert moved["two"] in text
    assert moved["one"] not in text
