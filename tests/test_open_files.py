"""A machine that lets a process have few files open: never the fault of a site."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.behaviours.base import Reply, Request, add, article
from tests.command import Command
from tests.site import Site

resource = pytest.importorskip("resource")

# A look at one link where every file but as many as the last word says is taken; they are given back after some seconds,
# or never.
_FILLED = """
import asyncio, json, os, resource, sys
from provenance.edge.fetch import Fetcher
from provenance.jobs.clock import now
from provenance.jobs.looking import Target, look
from provenance.settings import Settings

url, name_server, left, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
settings = Settings(allow_network=("127.0.0.0/8",), name_server=name_server or None, timeout=1.5, deadline=4.0, backoff=0.1)

async def run():
    async with Fetcher(settings, clock=now) as fetcher:
        warm = await look(Target(url=url), fetcher)
        fetcher._transport.drop_idle()
        await asyncio.sleep(0.1)
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        taken = []
        try:
            while True:
                taken.append(os.open(os.devnull, os.O_RDONLY))
        except OSError:
            pass
        for _ in range(left):
            os.close(taken.pop())
        if seconds:
            asyncio.get_running_loop().call_later(seconds, lambda: [os.close(taken.pop()) for _ in range(20)])
        found = await look(Target(url=url), fetcher)
        print(json.dumps([warm.verdict.kind, found.verdict.kind, found.verdict.because[0], found.verdict.state.value]))

asyncio.run(run())
"""


async def after_a_while(request: Request, reply: Reply) -> None:
    """An article after a fifth of a second."""
    await asyncio.sleep(0.2)
    reply.page(article())


add("after-a-while", None, after_a_while)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        site.names |= {f"host-{number}.test": "127.0.0.1" for number in range(200)}
        yield site


def limited_audit(tmp_path: Path, site: Site, limits: tuple[int, int]) -> tuple[Counter[str], str]:
    """The kinds that an audit of 200 hosts finds with a limit on open files, and what it says beside them."""
    command = Command.at(tmp_path, site, concurrency=200, per_address=200, deadline=10.0, timeout=5.0)
    urls = [site.url("after-a-while", f"host-{number}.test") for number in range(200)]
    (tmp_path / "list.txt").write_text("\n".join(urls), encoding="utf-8")
    process = command.start(
        "audit", "list.txt", "--json", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    )
    out, err = process.communicate(timeout=60)
    assert "Traceback" not in err, err
    return Counter(json.loads(line)["kind"] for line in out.splitlines()), err


def test_the_limit_is_raised_where_it_can_be(tmp_path: Path, site: Site) -> None:
    site.most.clear()
    kinds, said = limited_audit(tmp_path, site, (64, 4096))
    assert kinds == {"ok": 200}
    assert "ulimit" not in said
    assert site.most["127.0.0.1"] > 100


def test_fewer_links_are_at_work_where_it_cannot(tmp_path: Path, site: Site) -> None:
    """All of them are looked at all the same, and it is said."""
    site.most.clear()
    kinds, said = limited_audit(tmp_path, site, (80, 80))
    assert kinds == {"ok": 200}
    assert "no more than 80 files open (`ulimit -n` raises it)" in said
    assert site.most["127.0.0.1"] <= 20


def filled(site: Site, host: str, *, left: int, seconds: float, name_server: bool) -> Any:
    """Kind before, kind, reason and state of a look without files."""
    words = [site.url("article", host), site.name_server if name_server else "", str(left), str(seconds)]
    done = subprocess.run(
        [sys.executable, "-c", _FILLED, *words], capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("left", [0, 1, 2])
@pytest.mark.parametrize(("host", "name_server"), [("127.0.0.1", True), ("host-1.test", True), ("localhost", False)])
def test_no_file_is_no_finding(site: Site, host: str, left: int, name_server: bool) -> None:
    """Whether the connection lacks a file or the question to a name server."""
    before, kind, because, state = filled(site, host, left=left, seconds=0, name_server=name_server)
    assert before == "ok"
    if kind != "ok":  # two are enough for an address
        assert (kind, state) == ("fault", "unknown"), because
        assert "no more than 64 files open" in because
    assert (kind == "ok") == (left == 2) or left == 1, because


@pytest.mark.parametrize("host", ["127.0.0.1", "host-1.test"])
def test_a_shortage_that_ends_costs_nothing(site: Site, host: str) -> None:
    assert filled(site, host, left=0, seconds=0.6, name_server=True)[1] == "ok"


_READY = """
import ssl, sys
from provenance.edge.fetch.tls import Contexts
context = Contexts(None).verified
before = set(sys.modules)
context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname="courier.test")
print(set(sys.modules) - before)
"""


def test_a_handshake_reads_no_file() -> None:
    """It would fail for want of one, and that was told as the server's doing."""
    done = subprocess.run([sys.executable, "-c", _READY], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
