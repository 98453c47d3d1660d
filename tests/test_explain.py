"""What is told of each kind is what the program does: each page's example is asked for, and the kinds are complete."""

from __future__ import annotations

import json
import os
import re
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
import trustme

from provenance.core.kinds import GROUPS, KindPage, flags, kind, kinds, nearest
from provenance.core.model import Body, Check, Failure, FailureKind, Sighting, State
from provenance.core.patience import looks
from provenance.core.reports.checks import line, plain
from provenance.core.reports.kinds import render_overview, render_page
from provenance.core.verdicts import RULES, judge
from tests.command import Command, assert_fault
from tests.site import Site
from tests.test_fetch import check, settings_for

# Kinds whose pages are written and whose rules, behaviours or final wording are not there yet. Take a name out when its
# room is there: its example is then asked for like all others.
NOT_YET = frozenset({
    "soft_404", "hijacked", "parked", "drifted", "paywall", "geo_block", "truncated", "oversize", "js_only",
    "js_redirect", "tls_chain", "tls_expired", "tls_untrusted", "tls_hostname", "tls_protocol",
})  # fmt: skip
# No answer is known that this program cannot handle; if one were, it would be mended and not shown.
WITHOUT_EXAMPLE = frozenset({"fault"})

MOMENT = datetime(2026, 3, 8, 9, tzinfo=UTC)
EXPIRED = datetime.now(UTC) - timedelta(days=10)
GIVEN = {rule.kind for rule in RULES} | {failure.value for failure in FailureKind}


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        # The last address of a network is no machine's: the system refuses to go there, and nothing leaves loopback.
        site.names |= {"courier.test": "127.0.0.1", "broadcast.test": "127.255.255.255"}
        yield site


# -- the kinds ----------------------------------------------------------------------------------------------------


def test_every_kind_has_a_page() -> None:
    """Nobody is given a word that nothing explains."""
    assert {page.name for page in kinds()} >= GIVEN


def test_every_page_is_of_a_kind() -> None:
    """No page tells of a verdict that is never given, but for those that are being built."""
    assert {page.name for page in kinds()} - GIVEN <= NOT_YET


def test_pages_and_rules_agree_on_the_state() -> None:
    """A page names each state that its kind is given with, and how a dead one is confirmed at once."""
    for rule in RULES:
        page = kind(rule.kind)
        assert page is not None
        assert rule.state in page.states, rule.kind
        if rule.confirmed:
            assert page.confirmation == "confirmed at once", rule.kind
    for failure in FailureKind:
        page = kind(failure.value)
        assert page is not None
        verdict = judge(Failure(original="http://news.example/", kind=failure, detail="it failed", retrieved_at=MOMENT))
        assert failure.value in NOT_YET or verdict.state in page.states, failure


def test_dead_kinds_say_how_they_are_confirmed() -> None:
    """Where a kind can be dead, its page says when that is certain; where it cannot, nothing of the sort."""
    for page in kinds():
        assert bool(page.confirmation) == (State.DEAD in page.states), page.name


def test_days_are_those_of_the_program() -> None:
    """A page names the days after which the link is due again."""
    confirmation = pytest.importorskip("provenance.core.confirmation", reason="what is due when is not built yet")
    for page in kinds():
        at_once = page.confirmation == "confirmed at once"
        latest = Sighting(checked_at=MOMENT, state=page.states[0], kind=page.name, confirmed=at_once)
        due_at = confirmation.next_look(latest)
        assert page.days == (due_at and (due_at - MOMENT).days), page.name


def test_neighbours_have_pages() -> None:
    """What is told apart from a kind can be looked up, and is not the kind itself."""
    names = {page.name for page in kinds()}
    for page in kinds():
        neighbours = [name for name, _ in page.unlike]
        assert neighbours, page.name
        assert set(neighbours) <= names - {page.name}, page.name


def test_flags_of_a_body_are_told() -> None:
    """Each way in which a body is not whole has its line."""
    assert set(get_args(Body)) - {"whole"} <= set(flags())


# -- the examples -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page", [pytest.param(page, id=page.name) for page in kinds() if page.name not in NOT_YET | WITHOUT_EXAMPLE]
)
def test_example_is_real(site: Site, tmp_path: Path, page: KindPage) -> None:
    """The example's page is asked, and gives the kind, the state, the answer and the line that the page shows."""
    found, port = ask(page, site, tmp_path)
    if page.name == "unreachable" and found.verdict.kind == "offline":
        pytest.skip("this machine has no network at all, and so the finding is another")
    assert page.example is not None
    assert (found.verdict.state, found.verdict.kind) == (page.states[0], page.name), found.verdict.because
    first = replace(found, verdict=replace(found.verdict, because=found.verdict.because[:1]))
    assert as_printed(line(first), port) == as_printed(page.example.printed, port)
    statuses = [int(told[:3]) for told in page.example.answer if re.match(r"\d{3} ", told)]
    assert statuses == [hop.status_code for hop in found.outcome.hops if hop.status_code is not None]
    assert page.looks is None or page.looks == looks(found.outcome)


@pytest.mark.parametrize(
    "page", [pytest.param(page, id=page.name) for page in kinds() if page.example_path and page.name not in NOT_YET]
)
def test_answer_is_word_for_word(site: Site, page: KindPage) -> None:
    """Statuses, fields and markup of an example stand so in what the site sends."""
    assert page.example is not None
    if not page.example.asked.startswith("http://news.example/") or page.name == "refused":
        pytest.skip("the site is not asked in this example, or is asked in TLS")
    sent = said_by(site, page.example.path)
    for told in page.example.answer:
        status = told if re.match(r"\d{3} ", told) else None
        if told.startswith("("):
            continue
        if status and f"HTTP/1.1 {status}" not in sent:
            location = re.search(r"^Location: (/\S*)", sent, re.MULTILINE)
            assert location, f"{told} is not in the answer, and it leads nowhere"
            sent += said_by(site, location[1].strip("/"))
        assert told in sent


@pytest.mark.parametrize("name", sorted(WITHOUT_EXAMPLE))
def test_without_example_is_said(name: str) -> None:
    """A page without an example says so."""
    page = kind(name)
    assert page is not None
    assert page.example is None
    assert "None is known" in render_page(page, width=100, paint=plain)


def ask(page: KindPage, site: Site, tmp_path: Path) -> tuple[Check, int]:
    """The check of a page's example, and the port that was asked."""
    assert page.example is not None
    asked = page.example.asked
    with ExitStack() as stack:
        changes: dict[str, object] = {}
        if certified := CERTIFIED.get(page.name):
            authority = trustme.CA()
            authority.cert_pem.write_to_path(tmp_path / "ca.pem")
            site = stack.enter_context(Site(tls=certified(authority)))
            changes = {} if page.name == "tls_untrusted" else {"ca": tmp_path / "ca.pem"}
        port = closed_port() if page.name == "refused" else site.port
        changes |= {"offline": {"control_names": ("nobody.test",)}, "timeout": {"deadline": 0.6}}.get(page.name, {})
        url = re.sub(r"^(https?://)(?:news\.example|([a-z]+\.test))/", rf"\1<\2>:{port}/", asked)
        return check(
            url.replace("<>", "127.0.0.1").replace("<", "").replace(">", ""), settings_for(site, **changes)
        ), port


def as_printed(text: str, port: int) -> str:
    """A line of `check` as the pages have it: without what differs from run to run."""
    for pattern, told in (
        (rf"127\.0\.0\.1:{port}", "news.example"),
        (rf":{port}/", "/"),
        (r"127(?:\.\d+){3} port \d+", "192.0.2.7 port 80"),
        (r"within [\d.]+ s", "within 30 s"),
        (r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", "2026-03-08 09:00 UTC"),
    ):
        text = re.sub(pattern, told, text)
    return text


def said_by(site: Site, path: str) -> str:
    """What the site sends when it is asked for a path, as it stands."""
    with socket.create_connection(("127.0.0.1", site.port)) as connection:
        connection.settimeout(0.3)
        connection.sendall(f"GET /{path} HTTP/1.1\r\nHost: news.example\r\n\r\n".encode())
        said = b""
        try:
            while piece := connection.recv(65_536):
                said += piece
        except TimeoutError:
            pass  # it keeps the connection for a next request
    return said.decode()


def closed_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as lately:
        lately.bind(("127.0.0.1", 0))
        return int(lately.getsockname()[1])


def _certified(name: str, **dates: datetime) -> Callable[[trustme.CA], ssl.SSLContext]:
    def context(authority: trustme.CA) -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name, **dates).configure_cert(made)
        return made

    return context


def _without_the_middle(authority: trustme.CA) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    cert = authority.create_child_ca().issue_cert("127.0.0.1")
    with cert.private_key_and_cert_chain_pem.tempfile() as whole:
        own = Path(whole).read_text().partition("-----END CERTIFICATE-----")
    with trustme.Blob("".join(own[:2]).encode() + b"\n").tempfile() as only:
        made.load_cert_chain(only)
    return made


CERTIFIED: dict[str, Callable[[trustme.CA], ssl.SSLContext]] = {
    "tls_expired": _certified("127.0.0.1", not_before=EXPIRED - timedelta(days=90), not_after=EXPIRED),
    "tls_untrusted": _certified("127.0.0.1"),
    "tls_hostname": _certified("other.example"),
    "tls_chain": _without_the_middle,
}


# -- what is printed ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", kinds(), ids=lambda page: page.name)
def test_page_fits_a_screen(page: KindPage) -> None:
    """No more than 30 lines at 100 columns, and no line is cut or too long at any usual width."""
    assert len(render_page(page, width=100, paint=plain).splitlines()) <= 30
    words = render_page(page, width=1000, paint=plain).split()
    for width in (20, 40, 60, 80, 100, 200):
        rendered = render_page(page, width=width, paint=plain)
        assert rendered.split() == words, "no word is lost, whatever the width"
        if width >= 60:  # a URL is not cut on anything narrower
            assert [row for row in rendered.splitlines() if len(row) > width] == []


def test_overview_fits() -> None:
    """Each kind and each flag on one line where there is room."""
    rows = render_overview(kinds(), flags(), width=100, paint=plain).splitlines()
    assert max(map(len, rows)) <= 100
    assert sum(row.startswith(GROUPS) for row in rows) == len(kinds())
    assert [row for row in rows if row.startswith("    ")] == []


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command.at(tmp_path)


def test_overview_groups_the_kinds(command: Command) -> None:
    """Without KIND all kinds are told, the alive first, then the flags; and no log is made."""
    done = command("explain")
    assert done.returncode == 0
    rows = [row.split() for row in done.stdout.splitlines() if row.startswith(GROUPS)]
    assert [row[1] for row in rows] == [page.name for page in kinds()]
    assert list(dict.fromkeys(row[0] for row in rows)) == ["alive", "dead", "unknown", "not-a-link"]
    assert all(name in done.stdout for name in flags())
    assert not command.log.exists()


@pytest.mark.parametrize(
    ("given", "name"),
    [("soft_404", "soft_404"), ("soft-404", "soft_404"), ("Soft 404", "soft_404"), ("GONE", "gone"), ("hij", "hijacked"), ("moved", "moved"), ("Tls-Exp", "tls_expired")],
)  # fmt: skip
def test_kind_is_found_by_what_people_type(command: Command, given: str, name: str) -> None:
    """Hyphens, capital letters and clear beginnings will do; a whole name is no beginning of another."""
    done = command("explain", given)
    assert done.stdout.startswith(f"{name} – ")
    assert "\x1b" not in done.stdout


def test_several_kinds(command: Command) -> None:
    """Pages come in the order given."""
    done = command("explain", "gone", "moved")
    assert re.findall(r"^(\w+) – ", done.stdout, re.MULTILINE) == ["gone", "moved"]


@pytest.mark.parametrize(
    ("given", "says"),
    [("hijackt", "hijacked"), ("404", "not_found or soft_404"), ("mov", "moved, moved_temp, moved_home, moved_section"), ("403", "blocked"), ("zebra", "lists all kinds"), ("", "lists all kinds"), ("\x1b[2J", "lists all kinds")],
)  # fmt: skip
def test_unknown_kind_is_told_with_the_nearest(command: Command, given: str, says: str) -> None:
    """A word that is no kind ends with 2 and names the kinds that may be meant, whatever stands beside it."""
    assert_fault(command("explain", "gone", given), 2, says)


def test_nearest_are_kinds() -> None:
    """What is proposed can be asked for."""
    for given in ("404", "hijackt", "redirect", "tls", "block", "time-out"):
        assert nearest(given), given
        assert all(kind(name) for name in nearest(given))


def test_json_is_an_object_a_kind(command: Command) -> None:
    """Programs get the same pages, all or those asked for; and the flags."""
    records = command.records("explain")
    assert [record["kind"] for record in records] == [page.name for page in kinds()]
    (gone,) = command.records("explain", "gone")
    assert (gone["group"], gone["states"], gone["confirmation"]) == ("dead", ["dead"], "confirmed at once")
    assert gone["example"]["printed"].startswith("dead    gone ")
    assert set(gone["to_do"]) == {"reading", "wikipedia", "list"}
    assert {record["flag"] for record in command.records("explain", "--flags")} == set(flags())


def test_lines_wrap_at_the_terminal(command: Command) -> None:
    """The width is the terminal's, and never more than can be read."""
    for columns, most in (("60", 60), ("300", 100)):
        assert longest(command, columns) <= most
    assert longest(command, "300") > 80


def longest(command: Command, columns: str) -> int:
    """The length of the longest line of a page on a terminal of so many columns."""
    import subprocess

    done = subprocess.run(
        [sys.executable, "-m", "provenance", "explain", "not_found"],
        cwd=command.folder, env=command.environment | {"COLUMNS": columns}, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return max(map(len, done.stdout.splitlines()))


@pytest.mark.parametrize("no_color", ["", "1"])
def test_colours_only_where_they_are_wanted(command: Command, no_color: str) -> None:
    """A terminal has colours, unless NO_COLOR says otherwise."""
    pty = pytest.importorskip("pty")
    import subprocess

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "provenance", "explain", "gone"],
        cwd=command.folder, env=command.environment | {"NO_COLOR": no_color, "TERM": "xterm"}, stdout=theirs,
    ) as done:  # fmt: skip
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 4096):
                shown += piece
        except OSError:
            pass  # the other end is closed
    os.close(ours)
    assert done.returncode == 0
    assert b"gone" in shown
    assert (b"\x1b[" in shown) == (not no_color)


def test_explaining_is_cheap(command: Command) -> None:
    """Nothing that looks at pages, networks or logs is loaded to explain a word."""
    import subprocess

    code = (
        "import sys, json, provenance.cli as cli; sys.argv = ['provenance', 'explain', 'gone', '--json']\n"
        "try:\n    cli.main()\nfinally:\n    print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=command.folder, env=command.environment, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    loaded = set(json.loads(done.stdout.splitlines()[-1]))
    heavy = {
        "asyncio",
        "provenance.core.model",
        "httpx",
        "httpcore",
        "lxml",
        "rich",
        "selectolax",
        "sqlite3",
        "sqlite_utils",
        "trafilatura",
    }
    assert not loaded & heavy
