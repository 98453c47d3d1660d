"""A link over days: earlier checks stand in the log, and the command is run for the last of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from provenance.core.logbook import check_event, source_event
from provenance.core.model import State, Verdict
from provenance.edge.log import open_log
from provenance.jobs.clock import now
from tests.command import Command, assert_fault
from tests.log_material import check, source
from tests.site import Site

Days: TypeAlias = float
SUSPECT, FAULT, BLOCKED, ALIVE = "dead not_found", "unknown server_error", "unknown blocked", "alive ok"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def command(site: Site, tmp_path: Path) -> Command:
    return Command.at(tmp_path, site, retries=0)


def ago(days: Days) -> datetime:
    return now() - timedelta(days=days)


def recorded(
    command: Command, url: str, *checks: tuple[Days, str], confirmed: bool = False, retry_at: datetime | None = None
) -> None:
    """Checks of the past, each with how many days ago it was and what it found."""
    with open_log(command.log) as log:
        for days, found in checks:
            state, kind = found.split()
            verdict = Verdict(state=State(state), kind=kind, because=("as it was seen",), confirmed=confirmed)
            past = replace(check(url, at=ago(days)), verdict=verdict, retry_at=retry_at)
            log.append([check_event(past, at=ago(days))])


def found_now(command: Command, url: str) -> dict[str, Any]:
    (record,) = command.records("check", url)
    return record


# -- confirmation -------------------------------------------------------------------------------------------------


def test_third_look_confirms(site: Site, command: Command) -> None:
    """404 on day 0, 4 and 8: dead for good at the third, in what is printed and in what is kept."""
    url = site.url("not-found")
    recorded(command, url, (8, SUSPECT))
    second = found_now(command, url)
    assert (second["state"], second["confirmed"]) == ("dead", False)
    recorded(command, url, (4, SUSPECT))
    third = found_now(command, url)
    assert (third["state"], third["kind"], third["confirmed"]) == ("dead", "not_found", True)
    assert "404" in third["because"][0]
    dates = ", ".join(f"{ago(days):%Y-%m-%d}" for days in (8, 4, 0))
    assert third["because"][1] == f"dead on 3 checks over 8 days: {dates}"
    with closing(sqlite3.connect(command.log)) as log:
        (last,) = log.execute("SELECT body FROM entries WHERE kind = 'check' ORDER BY sequence DESC").fetchone()
        assert log.execute("SELECT state, confirmed FROM latest").fetchall() == [("dead", 1)]
    assert json.loads(last)["record"] == third
    assert command("log", "verify").returncode == 0


@pytest.mark.parametrize(
    ("earlier", "confirmed"),
    [
        ([(8, SUSPECT), (4, SUSPECT), (2, ALIVE)], False),
        ([(12, SUSPECT), (10, ALIVE), (8, SUSPECT), (4, SUSPECT)], True),
        ([(4.2, SUSPECT), (4.1, SUSPECT), (4, SUSPECT)], False),  # one day counts once
        ([(8, SUSPECT), (4, BLOCKED)], False),
        ([(8, SUSPECT), (6, BLOCKED), (4, SUSPECT), (1, BLOCKED)], True),
        ([(8, SUSPECT), (2, SUSPECT)], False),  # this look is too near to the second
    ],
)
def test_what_counts(site: Site, command: Command, earlier: list[tuple[Days, str]], confirmed: bool) -> None:
    """Alive begins anew, a day counts once, a wall neither counts nor begins anew."""
    recorded(command, site.url("not-found"), *earlier)
    assert found_now(command, site.url("not-found"))["confirmed"] is confirmed


def test_key_of_the_page_counts(site: Site, command: Command) -> None:
    """Checks of one page are its checks however the link was tagged."""
    recorded(command, site.url("not-found?utm_source=post"), (8, SUSPECT))
    recorded(command, site.url("not-found#top"), (4, SUSPECT))
    recorded(command, site.url("gone-too"), (6, ALIVE))
    assert found_now(command, site.url("not-found"))["confirmed"]


def test_fault_that_lasts(site: Site, command: Command) -> None:
    """500 on three spaced days is a dead link that is not confirmed; walls on as many days are nothing."""
    url = site.url("server-error")
    recorded(command, url, (8, FAULT))
    assert found_now(command, url)["state"] == "unknown"
    recorded(command, url, (4, FAULT))
    found = found_now(command, url)
    assert (found["state"], found["kind"], found["confirmed"]) == ("dead", "server_error", False)
    assert found["because"][0].startswith("failed on 3 checks over 8 days")
    recorded(command, site.url("forbidden"), *((day, BLOCKED) for day in (12, 8, 4)))
    assert found_now(command, site.url("forbidden"))["state"] == "unknown"


def test_audit_and_add_confirm_too(site: Site, command: Command) -> None:
    """Whatever looks at a link knows what was seen before; without a log nothing is known."""
    url = site.url("not-found")
    recorded(command, url, (8, SUSPECT), (4, SUSPECT))
    (command.folder / "list.txt").write_text(f"{url}\n", encoding="utf-8")
    assert not command.records("audit", "list.txt", "--no-log")[0]["confirmed"]
    assert command.records("audit", "list.txt")[0]["confirmed"]
    recorded(command, site.url("nowhere"), (8, SUSPECT), (4, SUSPECT))
    command("add", site.url("nowhere"))
    (shown,) = command.records("show", site.url("nowhere"))
    assert shown["latest"]["confirmed"]


# -- due ----------------------------------------------------------------------------------------------------------


def looked_at(command: Command, *words: str) -> list[str]:
    """The paths that were asked for, in their order."""
    done = command("check", "--due", "--json", *words)
    assert done.returncode in {0, 1}, done.stderr
    return [json.loads(line)["url"].rpartition("/")[2] for line in done.stdout.splitlines()]


@pytest.fixture
def mixed(site: Site, command: Command) -> Command:
    """Pages of each state, some due, the others not yet."""
    states: Sequence[tuple[str, str, Days, bool]] = (
        ("alive-due", ALIVE, 7.6, False), ("alive-not", ALIVE, 6.5, False),
        ("suspect-due", SUSPECT, 3.5, False), ("suspect-not", SUSPECT, 2.5, False),
        ("fault-due", FAULT, 1.4, False), ("fault-not", FAULT, 0.5, False),
        ("wall-due", BLOCKED, 7.3, False), ("wall-not", BLOCKED, 6.5, False),
        ("dead-due", SUSPECT, 30.1, True), ("dead-not", SUSPECT, 29, True),
        ("no-link", "unknown malformed", 400, False),
    )  # fmt: skip
    for name, found, days, confirmed in states:
        recorded(command, site.url(name), (days, found), confirmed=confirmed)
    recorded(command, site.url("second-fault-not"), (5, FAULT), (2, FAULT))
    recorded(command, site.url("asked-for-not"), (9, "unknown rate_limited"), retry_at=ago(-1))
    recorded(command, site.url("asked-for-due"), (2, "unknown rate_limited"), retry_at=ago(0.2))
    return command


# The longest overdue first.
DUE = ["alive-due", "suspect-due", "fault-due", "wall-due", "asked-for-due", "dead-due"]


def test_due_picks_what_is_due(site: Site, mixed: Command) -> None:
    """Each page whose time has come, the longest overdue first, and then none of them any more."""
    with open_log(mixed.log) as log:
        log.append([source_event(source(site.url("never-checked")), at=ago(0.01))])
    assert looked_at(mixed) == [*DUE, "never-checked"]
    again = mixed("check", "--due")
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr.startswith("nothing is due; the next look is due at ")


def test_next_time_is_told(site: Site, command: Command) -> None:
    """Nothing due: when to come again; --json stays JSON."""
    recorded(command, site.url("article"), (2, ALIVE))
    done = command("check", "--due", "--json")
    assert (done.returncode, done.stdout) == (0, "")
    told = datetime.fromisoformat(done.stderr.strip().rpartition(" ")[2])
    assert abs(told - ago(-5)) < timedelta(minutes=1)


def test_due_exits_as_check_does(site: Site, command: Command) -> None:
    """A link that is found dead is a finding here too."""
    recorded(command, site.url("not-found"), (8, ALIVE))
    assert command("check", "--due", "--exit-zero").returncode == 0
    recorded(command, site.url("gone"), (8, ALIVE))
    assert command("check", "--due").returncode == 1


def test_each_page_once(site: Site, command: Command) -> None:
    """Two links to one page are one look, by the newest of them."""
    recorded(command, site.url("article?utm_source=post"), (9, ALIVE))
    recorded(command, site.url("article"), (8, ALIVE))
    assert looked_at(command) == ["article"]


def test_limit_takes_the_longest_overdue(mixed: Command) -> None:
    """And says how many are left; the next call goes on."""
    done = mixed("check", "--due", "--limit", "2")
    assert [line.split()[2].rpartition("/")[2] for line in done.stdout.splitlines()] == ["alive-due", "suspect-due"]
    assert done.stderr.strip() == "4 more due"
    assert looked_at(mixed, "--limit", "1") == ["fault-due"]


def test_urls_choose_among_the_due(site: Site, mixed: Command) -> None:
    """Of the links given only those whose time has come, and those that nobody ever looked at."""
    urls = [site.url(name) for name in ("alive-not", "fault-due", "dead-not", "brand-new", "fault-due#again")]
    assert looked_at(mixed, *urls) == ["brand-new", "fault-due"]
    done = mixed("check", "--due", site.url("alive-not"))
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing is due" in done.stderr


def test_urls_need_no_log(site: Site, command: Command) -> None:
    """The first call of all looks at everything; without links there is nothing to look at."""
    assert_fault(command("check", "--due"), 2, "there is no log yet")
    assert not command.log.exists()
    assert looked_at(command, site.url("article")) == ["article"]
    assert looked_at(command, site.url("article")) == []


def test_hidden_urls_are_told(site: Site, command: Command) -> None:
    """A link whose secret was left out cannot be asked for by the log; given whole it can."""
    secret = site.url("article?token=hush-hush")
    recorded(command, secret, (8, ALIVE))
    recorded(command, site.url("article?token=hush-hush&page=2"), (8, ALIVE))
    recorded(command, site.url("names/REDACTED-minutes"), (8, ALIVE))
    done = command("check", "--due")
    assert done.stdout.count("\n") == 1
    assert "REDACTED-minutes" in done.stdout
    (told,) = done.stderr.splitlines()
    assert told.startswith("2 pages are due that cannot be asked for")
    assert "token=REDACTED" in told
    before = site.hits["/article?token=hush-hush"]
    assert command("check", "--due", secret).returncode == 0
    assert site.hits["/article?token=hush-hush"] == before + 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "no link was given"),
        (("--due", "--no-log"), "--due with --no-log"),
        (("--limit", "3", "http://quayside.example/"), "--limit without --due"),
    ],
)
def test_wrong_use(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    """Words that make no sense together are refused before anything is looked at."""
    assert_fault(Command.at(tmp_path)("check", *words), 2, says)
    assert not (tmp_path / "log.db").exists()


# -- show and list ------------------------------------------------------------------------------------------------


def test_show_tells_how_it_stands(site: Site, command: Command) -> None:
    """Since when it fails, how many failures count, whether that is enough, and when the next look is due."""
    url = site.url("not-found")
    recorded(command, url, (20, ALIVE), (8.5, SUSPECT), (8, SUSPECT), (4, SUSPECT), (2, BLOCKED))
    told = command("show", url).stdout
    assert f"  failing since {ago(8.5):%Y-%m-%dT%H:}" in told
    assert ": 2 failures at least 3 days apart, not confirmed\n" in told
    (before,) = command.records("show", url)
    assert before["latest"]["due_at"][:13] == f"{ago(-5):%Y-%m-%dT%H}"
    command("check", url)
    assert ": 3 failures at least 3 days apart, confirmed\n" in command("show", url).stdout
    (after,) = command.records("show", url)
    assert datetime.fromisoformat(after["latest"]["due_at"]) - datetime.fromisoformat(
        after["latest"]["checked_at"]
    ) == timedelta(days=30)


@pytest.mark.parametrize(
    ("earlier", "retry_at", "due"),
    [
        ([(2, FAULT)], None, 1),  # the next day
        ([(5, FAULT), (2, FAULT)], None, -1),  # three days after
        ([(2, "unknown rate_limited")], -9, -9),  # when the server wants it
    ],
)
def test_show_and_due_agree(
    site: Site, command: Command, earlier: list[tuple[Days, str]], retry_at: Days | None, due: Days
) -> None:
    """What `show` says is when `check --due` looks. due: how many days ago."""
    recorded(command, site.url("article"), *earlier, retry_at=None if retry_at is None else ago(retry_at))
    (shown,) = command.records("show", site.url("article"))
    due_at = datetime.fromisoformat(shown["latest"]["due_at"])
    assert abs(due_at - ago(due)) < timedelta(minutes=1)
    assert looked_at(command) == (["article"] if due > 0 else [])
    if due < 0:
        assert shown["latest"]["due_at"] in command("check", "--due").stderr


def test_show_of_a_page_that_is_well(site: Site, command: Command) -> None:
    """Nothing fails; the next look has a date all the same. A source that nobody checked is due."""
    recorded(command, site.url("article"), (9, SUSPECT), (1, ALIVE))
    told = command("show", site.url("article")).stdout
    assert "failing" not in told
    assert f"  next look due at {ago(-6):%Y-%m-%dT%H:}" in told
    with open_log(command.log) as log:
        log.append([source_event(source(site.url("never-checked")), at=ago(0.01))])
    assert "  never checked: a look is due\n" in command("show", site.url("never-checked")).stdout


def test_list_of_what_is_due(site: Site, mixed: Command) -> None:
    """The same pages that `check --due` looks at."""
    with open_log(mixed.log) as log:
        log.append([source_event(source(site.url("alive-due")), at=ago(7))])
    names = [record["url"].rpartition("/")[2] for record in mixed.records("list", "--due")]
    assert sorted(names) == sorted(DUE)
    assert len(mixed.records("list", "--due", "--limit", "2")) == 2
    assert [one["url"] for one in mixed.records("list", "--due", "--state", "dead")] == [
        site.url(name) for name in ("suspect-due", "dead-due")
    ]


def test_list_of_what_fails(site: Site, mixed: Command) -> None:
    """Dead pages, and those with a fault that may pass; not those behind a wall."""
    names = {record["url"].rpartition("/")[2] for record in mixed.records("list", "--failing")}
    assert names == {"suspect-due", "suspect-not", "fault-due", "fault-not", "second-fault-not", "dead-due",
                     "dead-not"}  # fmt: skip
