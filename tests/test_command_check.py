"""`provenance check`, through the front door."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.command import Command, assert_fault
from tests.site import Site


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


def test_alive_link_ends_with_0(site: Site, tmp_path: Path) -> None:
    """A link that is well prints one line and ends with 0."""
    done = Command.at(tmp_path, site)("check", site.url("article"))
    assert done.returncode == 0
    assert done.stdout.split()[:2] == ["alive", "ok"]
    assert not done.stderr


def test_dead_link_ends_with_1(site: Site, tmp_path: Path) -> None:
    """A dead link is a finding: exit code 1, and a reason in words; --exit-zero makes it a report."""
    command = Command.at(tmp_path, site)
    done = command("check", site.url("not-found"))
    assert done.returncode == 1
    assert "404" in done.stdout
    assert command("check", site.url("not-found"), "--exit-zero").returncode == 0


def test_json_keeps_the_contract(site: Site, tmp_path: Path) -> None:
    """Each member of the contract is there, in its order."""
    (record,) = Command.at(tmp_path, site).records("check", site.url("moved"))
    assert list(record)[:14] == [
        "url", "state", "kind", "confirmed", "because", "status_code", "target", "hops", "title", "checked_at",
        "elapsed_ms", "retry_at", "memento", "flags",
    ]  # fmt: skip
    assert record["target"] == site.url("article")
    assert [list(hop) for hop in record["hops"]] == [["url", "status_code", "location", "address"]] * 2
    assert record["title"] == "Harbour board keeps the old ferry | The Quayside Courier"


def test_results_come_in_the_order_given(site: Site, tmp_path: Path) -> None:
    """A slow first link does not change places with a quick second one."""
    names = ["error-once", "article", "not-found"]
    records = Command.at(tmp_path, site).records("check", *(site.url(name) for name in names))
    assert [record["url"] for record in records] == [site.url(name) for name in names]


def test_check_is_an_entry_of_the_log(site: Site, tmp_path: Path) -> None:
    """What is printed is what the log keeps; --no-log keeps nothing."""
    command = Command.at(tmp_path, site)
    command("check", site.url("article"), "--no-log")
    assert not command.log.exists()
    (record,) = command.records("check", site.url("article"))
    with closing(sqlite3.connect(command.log)) as log:
        ((body,),) = log.execute("SELECT body FROM entries WHERE kind = 'check'").fetchall()
    assert json.loads(body)["record"] == record
    assert command("log", "verify").returncode == 0


def test_secrets_do_not_reach_the_log(site: Site, tmp_path: Path) -> None:
    """User info and tokens are asked with where they belong, and never written down."""
    command = Command.at(tmp_path, site)
    command("check", site.url("article?token=hush-hush&page=2").replace("//", "//ann:wonder@"))
    content = b"".join(path.read_bytes() for path in tmp_path.glob("log.db*"))
    assert b"page=2" in content
    for secret in (b"hush-hush", b"wonder", b"ann:"):
        assert secret not in content


@pytest.mark.parametrize(
    ("url", "kind", "says"),
    [
        ("quayside.example/x", "malformed", "https://quayside.example/x"),
        ("http://[::bad/", "malformed", "is not a URL"),
        ("mailto:desk@quayside.example", "unsupported", "mailto:"),
        ("file:///etc/passwd", "unsupported", "file:"),
        ("", "malformed", "no scheme"),
    ],
)
def test_what_is_no_link_says_so(tmp_path: Path, url: str, kind: str, says: str) -> None:
    """A text that cannot be asked for is unknown, with the reason and the remedy; nothing is guessed."""
    (record,) = Command.at(tmp_path).records("check", url)
    assert (record["state"], record["kind"]) == ("unknown", kind)
    assert says in record["because"][0]


def test_own_network_down_is_a_fault_and_no_finding(site: Site, tmp_path: Path) -> None:
    """Where no name can be looked up, the command says so, ends with 3 and records nothing."""
    command = Command.at(tmp_path, site, control_names=["nobody.test"])
    done = command("check", site.url("article", host="expired.test"))
    assert_fault(done, 3, "your own network seems to be down", "Nothing was recorded")
    with closing(sqlite3.connect(command.log)) as log:
        assert log.execute("SELECT count(*) FROM entries").fetchone() == (0,)


def test_output_that_is_not_utf8_ends_nothing(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal of few letters the others are escapes, and JSON stays JSON."""
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    command = Command.at(tmp_path, site)
    url = site.url("not-found?q=فري")
    assert "\\u0641" in command("check", url).stdout
    (record,) = command.records("check", url)
    assert record["url"] == url


def test_page_cannot_write_on_the_terminal(site: Site, tmp_path: Path) -> None:
    """Control characters out of a URL or a title are shown, not obeyed."""
    done = Command.at(tmp_path, site)("check", site.url("not-found") + "?\x1b[2J\u202etxt")
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
