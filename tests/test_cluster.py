"""`audit --cluster`: the same verdicts as at home, whatever becomes of workers, and no host asked more than it allows."""

from __future__ import annotations

import importlib.util
import signal
import sqlite3
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from tests.archive_stub import Wayback, copy, row
from tests.behaviours.base import EXPECTED, article
from tests.command import Command, assert_fault
from tests.farm import Farm, free_port
from tests.site import Site

if importlib.util.find_spec("distributed") is None:
    pytest.skip("needs Dask distributed: pip install 'source-provenance[cluster]'", allow_module_level=True)

HOSTS = [f"paper{number}.test" for number in range(8)]


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as one:
        one.names |= dict.fromkeys((*HOSTS, "shared.test"), "127.0.0.1")
        yield one


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    with Farm(tmp_path_factory.mktemp("farm")) as one:
        yield one


def two(farm: Farm) -> list[str]:
    """Two workers, whatever became of earlier ones."""
    if len(farm.workers) < 2:
        farm.add(2 - len(farm.workers))
    return list(farm.workers)


def spread_out(site: Site, count: int, name: str) -> list[str]:
    """Links of one behaviour on all hosts in turn."""
    return [site.url(f"{name}/{number}", HOSTS[number % len(HOSTS)]) for number in range(count)]


def finish(run: subprocess.Popen[str]) -> tuple[str, str]:
    """The rest of the output, and all that was said beside it. `communicate` loses what a `readline` has read ahead."""
    assert run.stdout is not None
    assert run.stderr is not None
    with run:
        return run.stdout.read(), run.stderr.read()


def recorded(command: Command) -> Counter[str]:
    """How often each URL stands in the log."""
    with closing(sqlite3.connect(command.log)) as log:
        return Counter(url for (url,) in log.execute("SELECT url FROM checks"))


def test_no_workers(site: Site, farm: Farm, tmp_path: Path) -> None:
    command = Command.at(tmp_path, site, cluster=farm.address)
    (tmp_path / "list.txt").write_text(site.url("unhurried"))
    assert_fault(command("audit", "list.txt", "-q"), 3, farm.address, "no workers", "dask worker")


# What ends at once; the others only wait for their time to run out.
SLOW = {"unknown timeout", "unknown slow"}


def test_verdicts_are_those_of_home(site: Site, farm: Farm, tmp_path: Path) -> None:
    """Each behaviour on one of eight domains, so that walks lead from worker to worker, and there on a host of its own, for
    one that asks for patience gets it for all of its links; and a site of its own for the run at home, for some remember
    how often they were asked.
    """
    two(farm)
    names = [name for name, verdict in EXPECTED.items() if " ".join(verdict) not in SLOW and " " not in name]
    assert len(names) > 100

    hosts = {name: f"h{at}.{HOSTS[at % len(HOSTS)]}" for at, name in enumerate(names)}

    def found(where: Site, folder: Path, **more: str) -> dict[str, tuple[str, str]]:
        command = Command.at(folder, where, **more)
        where.names |= dict.fromkeys(hosts.values(), "127.0.0.1")
        urls = {where.url(name, hosts[name]): name for name in names}
        (folder / "list.txt").write_text("\n".join(urls))
        records = command.records("audit", "list.txt")
        assert set(recorded(command).values()) == {1}
        return {urls[record["url"]]: (record["state"], record["kind"]) for record in records}

    with Site() as other:
        other.names |= site.names
        at_home = found(other, tmp_path / "home")
    over_there = found(site, tmp_path / "cluster", cluster=farm.address)
    assert len(at_home) == len(names)
    assert {name: over_there.get(name) for name in names if over_there.get(name) != at_home[name]} == {}


def test_killed_worker_costs_nothing(site: Site, farm: Farm, tmp_path: Path) -> None:
    """Its links are looked at by the other, none twice in the log, and few are asked for twice."""
    first, _ = two(farm)
    command = Command.at(tmp_path, site, cluster=farm.address, concurrency=8)
    urls = spread_out(site, 320, "unhurried")
    (tmp_path / "list.txt").write_text("\n".join(urls))
    before = site.hits.total()
    run = command.start("audit", "list.txt")
    assert run.stdout is not None
    rows = [run.stdout.readline() for _ in range(80)]
    farm.kill(first)
    rest, errors = finish(run)
    assert run.returncode == 0, errors
    assert len(rows) + len(rest.splitlines()) == len(urls)
    assert recorded(command) == Counter(urls)
    assert f"the worker {first} was lost" in errors
    assert site.hits.total() - before <= 1.1 * len(urls)


def test_ctrl_c_keeps_what_is_finished_and_resume_goes_on(site: Site, farm: Farm, tmp_path: Path) -> None:
    two(farm)
    command = Command.at(tmp_path, site, cluster=farm.address, concurrency=8)
    urls = spread_out(site, 200, "unhurried")
    (tmp_path / "list.txt").write_text("\n".join(urls))
    run = command.start("audit", "list.txt")
    assert run.stdout is not None
    rows = [run.stdout.readline() for _ in range(40)]
    run.send_signal(signal.SIGINT)
    rest, errors = finish(run)
    rows += rest.splitlines()
    assert run.returncode == 130
    assert "Traceback" not in errors
    assert f"{len(rows)} of 200 links checked" in errors
    assert recorded(command).total() == len(rows) < 200
    time.sleep(0.5)
    asked = site.hits.total()
    time.sleep(0.5)
    assert site.hits.total() == asked, "the workers go on"
    assert command("audit", "list.txt", "--resume").returncode == 0
    assert recorded(command) == Counter(urls)


class Counting(BaseHTTPRequestHandler):
    """Pages that lead to one host of another domain, which counts how many ask it at once."""

    at_once = 0
    most = 0
    lock = threading.Lock()

    def do_GET(self) -> None:
        port = self.server.server_address[1]
        if self.headers["Host"].startswith("shared.test"):
            with self.lock:
                type(self).at_once += 1
                type(self).most = max(self.most, self.at_once)
            time.sleep(0.05)
            with self.lock:
                type(self).at_once -= 1
            content = article(f"Story {self.path}")
            self.send_response(200)
        else:
            content = b""
            self.send_response(302)
            self.send_header("Location", f"http://shared.test:{port}{self.path}")
            self.send_header("Set-Cookie", "seen=1")
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing is told."""


@pytest.mark.parametrize("owned", [True, False], ids=["of the list", "of no list"])
def test_redirects_to_a_host_of_another_worker_keep_its_limit(
    site: Site, farm: Farm, tmp_path: Path, owned: bool
) -> None:
    two(farm)
    command = Command.at(tmp_path, site, cluster=farm.address, per_host=1, concurrency=8)
    with ThreadingHTTPServer(("127.0.0.1", 0), Counting) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        Counting.most = 0
        port = server.server_address[1]
        urls = [f"http://{host}:{port}/at-{host}-{number}" for host in HOSTS for number in range(3)]
        if owned:
            urls += [f"http://shared.test:{port}/own-{number}" for number in range(4)]
        (tmp_path / "list.txt").write_text("\n".join(urls))
        found = command.records("audit", "list.txt")
        server.shutdown()
    assert {record["state"] for record in found} == {"alive"}
    assert len(found) == len(urls)
    assert Counting.most == 1


def test_archives_are_asked_from_here_and_settings_travel(site: Site, farm: Farm, tmp_path: Path) -> None:
    """The copy of a dead page stands beside it, and an outlet of the user's own is known on the workers."""
    two(farm)
    (tmp_path / "outlets").mkdir(parents=True)
    (tmp_path / "outlets" / "outlets.csv").write_text("id,name\npaper,The Paper of Quayside\n")
    (tmp_path / "outlets" / "outlet_domains.csv").write_text("domain,outlet_id\npaper1.test,paper\n")
    dead, alive = site.url("not-found", HOSTS[0]), site.url("unhurried", HOSTS[1])
    with Wayback() as wayback:
        wayback.rows = [row("20240704120000", dead)]
        wayback.copies = {"20240704120000": copy("20240704120000")}
        archives = [f"wayback={wayback.base}"]
        command = Command.at(tmp_path, site, cluster=farm.address, archives=archives, use_archives=True)
        lines = f"url,title,publication\n{dead},,\n{alive},Harbour board keeps the old ferry,The Paper of Quayside\n"
        (tmp_path / "list.csv").write_text(lines)
        found = {record["url"]: record for record in command.records("audit", "list.csv")}
    assert found[dead]["memento"]["memento_datetime"] == "2024-07-04T12:00:00Z"
    assert found[alive]["memento"] is None
    # Without the table the two names may or may not be of one outlet.
    assert [one["agreement"] for one in found[alive]["comparisons"]] == ["agrees", "agrees"]


def test_certificates_of_the_user_travel(farm: Farm, tmp_path: Path) -> None:
    """Their file need not be on the disk of a worker."""
    two(farm)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with Site(tls=context) as secure:
        command = Command.at(tmp_path, secure, cluster=farm.address)
        (tmp_path / "list.txt").write_text(secure.url("unhurried"))
        (before,) = command.records("audit", "list.txt")
        (after,) = command.records("audit", "list.txt", "--ca", "ca.pem")
        assert (before["kind"], after["kind"]) == ("tls_untrusted", "ok")
        (tmp_path / "none.pem").write_text("no certificate")
        done = command("audit", "list.txt", "-q", "--ca", "none.pem")
    assert_fault(done, 2, "ca none.pem", "cannot be read as certificates")


def test_network_that_is_down_is_told_with_the_worker(site: Site, farm: Farm, tmp_path: Path) -> None:
    workers = two(farm)
    command = Command.at(tmp_path, site, cluster=farm.address, concurrency=2, retries=0)
    site.names |= {f"daily{number}.test": "127.0.0.1" for number in range(80)}
    urls = [site.url("unhurried", f"daily{number}.test") for number in range(80)]
    (tmp_path / "list.txt").write_text("\n".join(urls))
    run = command.start("audit", "list.txt")
    assert run.stdout is not None
    for _ in range(5):
        run.stdout.readline()
    site.names["*"] = "down"
    try:
        _, errors = finish(run)
    finally:
        del site.names["*"]
    assert run.returncode == 3, errors
    assert "network seems to be down" in errors
    assert any(worker in errors for worker in workers)
    assert recorded(command).total() < 80


def test_worker_with_another_version_is_refused(site: Site, farm: Farm, tmp_path: Path) -> None:
    """A worker that finds another distribution first, as one does that was never updated."""
    old = tmp_path / "old" / "source_provenance-0.0.1.dist-info"
    old.mkdir(parents=True)
    (old / "METADATA").write_text("Metadata-Version: 2.1\nName: source-provenance\nVersion: 0.0.1\n")
    (worker,) = farm.add(PYTHONPATH=str(tmp_path / "old"))
    command = Command.at(tmp_path, site, cluster=farm.address)
    (tmp_path / "list.txt").write_text(site.url("unhurried"))
    done = command("audit", "list.txt", "-q")
    farm.kill(worker)
    assert_fault(done, 3, worker, "provenance 0.0.1", "this machine provenance")
    assert not recorded(command)


def test_no_scheduler(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("https://news.example/")
    command = Command.at(tmp_path)
    port = free_port()
    done = command("audit", "list.txt", "-q", "--cluster", f"tcp://127.0.0.1:{port}")
    assert_fault(done, 3, f"tcp://127.0.0.1:{port}", "no scheduler answers")
    for address in ("tcp://scheduler", "http://scheduler:8786"):
        assert_fault(command("audit", "list.txt", "-q", "--cluster", address), 2, address, "tcp://scheduler:8786")


def test_tls_without_certificates(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("https://news.example/")
    done = Command.at(tmp_path)("audit", "list.txt", "-q", "--cluster", "tls://127.0.0.1:1")
    assert_fault(done, 2, "tls://127.0.0.1:1", "no certificates", "CA_FILE")


def test_without_the_extra(tmp_path: Path) -> None:
    """As where Dask is not installed."""
    (tmp_path / "list.txt").write_text("https://news.example/")
    command = Command.at(tmp_path)
    code = (
        "import sys; sys.modules['distributed'] = None; from provenance.cli import main; "
        "sys.argv = ['provenance', 'audit', 'list.txt', '-q', '--cluster', 'tcp://127.0.0.1:1']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=command.environment, capture_output=True, text=True, check=False
    )
    assert_fault(done, 3, "--cluster", "not installed", "source-provenance[cluster]")
