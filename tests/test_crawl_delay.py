"""`--crawl-delay`: robots.txt is read once a site, and its delay is kept as the server counts it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from provenance.edge.fetch import robots
from provenance.edge.fetch.robots import delay_in
from tests.behaviours.base import Reply, Request, add
from tests.command import Command
from tests.site import Site
from tests.test_fetch import check, settings_for

HOSTS = ("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5")
# Host to what its robots.txt says, and with which status.
ROBOTS: dict[str, tuple[bytes, str]] = {}


def robots_txt(request: Request, reply: Reply) -> None:
    content, status = ROBOTS.get(request.fields["host"].partition(":")[0], (b"no such file", "404 Not Found"))
    if status.startswith("302"):
        reply.redirect(content.decode())
    else:
        reply.page(content, status, kind="text/plain")


add("robots.txt", None, robots_txt)


@pytest.fixture
def site() -> Iterator[Site]:
    ROBOTS.clear()
    with Site(also=HOSTS[1:]) as site:
        yield site


def audited(tmp_path: Path, urls: list[str], site: Site, *words: str, **settings: Any) -> list[dict[str, Any]]:
    command = Command.at(tmp_path / "run", site, **settings)
    (command.folder / "list.txt").write_text("\n".join(urls), encoding="utf-8")
    return command.records("audit", "list.txt", *words)


def test_the_delay_is_kept(site: Site, tmp_path: Path) -> None:
    """One request at a time, so far apart, and robots.txt itself is one of them; the other site says nothing and is
    asked as the settings say. A site that others lead to is read too.
    """
    ROBOTS[HOSTS[0]] = b"User-agent: *\nDisallow: /article\nCrawl-delay: 0.5\n", "200 OK"
    ROBOTS[HOSTS[2]] = b"User-agent: provenance\nCrawl-delay: 0.4\n", "200 OK"
    urls = [site.url(f"article/{number}", host) for number in range(4) for host in HOSTS[:2]]
    urls += [site.url(f"see-other-host/{HOSTS[2]}/{number}", HOSTS[1]) for number in range(3)]
    found = audited(tmp_path, urls, site, "--crawl-delay", per_host=4, deadline=3.0)
    assert {record["state"] for record in found} == {"alive"}, "a link's time is not spent by waiting"
    assert site.hits["/robots.txt"] == 3
    for host, delay, asked in ((HOSTS[0], 0.5, 5), (HOSTS[2], 0.4, 4)):
        gaps = [later - earlier for earlier, later in pairwise(site.begun[host])]
        assert len(gaps) >= asked - 1  # and a look at a neighbour
        assert min(gaps) > 0.85 * delay, gaps
        assert site.most[host] == 1
    assert site.begun[HOSTS[1]][-1] - site.begun[HOSTS[1]][0] < 2.0


def test_a_host_that_is_left_alone_keeps_no_place(site: Site, tmp_path: Path) -> None:
    """Two of them, with as many places in all: the others are asked while they wait, and they to the end."""
    slow, fast = HOSTS[:2], HOSTS[2:]
    for host in slow:
        ROBOTS[host] = b"User-agent: *\nCrawl-delay: 1", "200 OK"
    urls = [site.url(f"article/{number}", host) for host in (*slow, *fast) for number in range(4)]
    found = audited(tmp_path, urls, site, "--crawl-delay", concurrency=2)
    assert [record["state"] for record in found] == ["alive"] * len(urls)
    assert max(site.begun[host][-1] for host in fast) < min(site.begun[host][3] for host in slow)
    assert all(later - earlier > 0.85 for host in slow for earlier, later in pairwise(site.begun[host]))


def see_other_host(request: Request, reply: Reply) -> None:
    _, _, host, number = request.path.split("/")
    reply.redirect(f"{reply.base.replace(HOSTS[0], host)}article/{number}")


add("see-other-host", None, see_other_host)


def test_only_where_it_is_asked_for(site: Site, tmp_path: Path) -> None:
    ROBOTS[HOSTS[0]] = b"User-agent: *\nCrawl-delay: 5\n", "200 OK"
    assert audited(tmp_path, [site.url("article")], site)[0]["kind"] == "ok"
    assert not site.hits["/robots.txt"]
    command = Command.at(tmp_path / "set", site, crawl_delay=True)
    ROBOTS[HOSTS[0]] = b"User-agent: *\nCrawl-delay: 0.1\n", "200 OK"
    assert command.records("check", site.url("article"), "--no-crawl-delay")[0]["kind"] == "ok"
    assert not site.hits["/robots.txt"]
    assert command.records("check", site.url("article"))[0]["kind"] == "ok"
    assert site.hits["/robots.txt"] == 1


def test_a_delay_beyond_reason_is_kept_in_part_and_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "MOST_DELAY", 0.2)
    ROBOTS[HOSTS[0]] = b"User-agent: *\nCrawl-delay: 3600\n", "200 OK"
    found = check(site.url("article"), settings_for(site, crawl_delay=True))
    assert found.verdict.kind == "ok"
    assert "robots.txt of 127.0.0.1 asks for 3600 s between two requests; 0.2 s were kept" in found.verdict.because
    first, second = site.begun[HOSTS[0]]
    assert second - first > 0.17


@pytest.mark.parametrize(
    "answer",
    [
        (b"", "404 Not Found"), (b"User-agent: *\nCrawl-delay: 9", "500 Internal Server Error"),
        (b"http://127.0.0.1:1/robots.txt", "302 Found"), (b"\x00\xff\xfe" * 999, "200 OK"), (b"<html>hello</html>", "200 OK"),
        (b"User-agent: *\n" + b"# long\n" * 100_000 + b"Crawl-delay: 9\n", "200 OK"),
    ],
)  # fmt: skip
def test_a_robots_txt_that_cannot_be_had_asks_for_nothing(site: Site, answer: tuple[bytes, str]) -> None:
    ROBOTS[HOSTS[0]] = answer
    found = check(site.url("article"), settings_for(site, crawl_delay=True, retries=0))
    assert (found.verdict.kind, found.verdict.because) == ("ok", ("the server answered 200 with content",))
    assert site.hits["/robots.txt"] == 1
    assert found.elapsed_ms < 2000


@pytest.mark.parametrize(
    ("text", "name", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 0.5", "provenance", 0.5),
        ("User-agent: *\nCrawl-delay: 2\n\nUser-agent: Provenance\nCrawl-delay: 7", "provenance", 7.0),
        ("User-agent: otherbot\nCrawl-delay: 9\n\nUser-agent: *\nDisallow:", "provenance", 0.0),
        ("User-agent: otherbot\nUser-agent: *\nCrawl-delay: 3", "provenance", 3.0),
        ("\ufeffUSER-AGENT: *\r\ncrawl-DELAY : 4 # seconds\r\n", "provenance", 4.0),
        ("Crawl-delay: 9", "provenance", 0.0),
        ("User-agent: *\nCrawl-delay: -1", "provenance", 0.0),
        ("User-agent: *\nCrawl-delay: inf", "provenance", 0.0),
        ("User-agent: *\nCrawl-delay: 2,5", "provenance", 0.0),
        ("User-agent: ferrybot\nCrawl-delay: 8\n\nUser-agent: *\nCrawl-delay: 1", "Ferrybot", 8.0),
    ],
)
def test_delays(text: str, name: str, delay: float) -> None:
    assert delay_in(text.encode(), name) == delay
