"""The fetching engine alone beside lychee: `python -m tests.bench.engine [--workload A,D] [--runs N]`.

As `tests.bench.wire`, but nothing is judged and nothing recorded: what is counted is the CPU time of asking, in the process
and in the thread of its event loop, in milliseconds a link. Of lychee it is all that it takes, which is little more.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from provenance.core.model import Exchange
from provenance.edge.fetch import Fetcher
from provenance.jobs.clock import now
from provenance.settings import Settings
from tests.bench.wire import PYTHON, lychee, serving, workload


async def took(links: Sequence[str], truth: Mapping[str, str], settings: Settings) -> tuple[float, float, int]:
    """CPU ms a link of the process and of the event loop, and how many outcomes are not the server's."""
    left: Iterator[str] = iter(links)
    wrong = 0

    async def ask(fetcher: Fetcher) -> None:
        nonlocal wrong
        for link in left:
            found = await fetcher.fetch(link)
            told = str(found.status_code) if isinstance(found, Exchange) else found.kind.value
            wrong += told != truth[link]

    async with Fetcher(settings, clock=now) as fetcher:
        process, thread = time.process_time(), time.thread_time()
        await asyncio.gather(*(ask(fetcher) for _ in range(fetcher.at_once)))
        process, thread = time.process_time() - process, time.thread_time() - thread
    return 1000 * process / len(links), 1000 * thread / len(links), wrong


def alone(links: Path, concurrency: int, per_host: int) -> tuple[float, float, int]:
    """The same, in a process of its own."""
    command = [PYTHON, "-m", "tests.bench.engine", "--links", str(links)]
    command += ["--concurrency", str(concurrency), "--per-host", str(per_host)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    process, thread, wrong = json.loads(done.stdout)
    return process, thread, wrong


def ask_alone(given: argparse.Namespace) -> None:
    """What `alone` starts."""
    links = given.links.read_text(encoding="utf-8").split()
    rows = given.links.with_suffix(".expect.jsonl").read_text(encoding="utf-8").splitlines()
    truth = {row["url"]: str(row["status"]) for row in map(json.loads, rows)}
    authority = given.links.parent / "certs" / "ca.pem"
    settings = Settings(
        allow_network=("127.0.0.0/8",), concurrency=given.concurrency, per_host=given.per_host, per_address=given.per_host,
        spacing=0.0, timeout=10.0, deadline=10.0, retries=0, ca=authority if authority.exists() else None,
    )  # fmt: skip
    json.dump(asyncio.run(took(links, truth, settings)), sys.stdout)


def main() -> None:
    """Run in turns, print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--workload", default="A,D")
    options.add_argument("--concurrency", type=int, default=128)
    options.add_argument("--per-host", type=int, default=64)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--port", type=int, default=18080, help="of the server: one for each bench that runs")
    options.add_argument("--lychee", default=shutil.which("lychee") or "lychee")
    options.add_argument("--links", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.links is not None:
        ask_alone(given)
        return
    given.spacing = 0.0
    names = given.workload.split(",")
    print("| list | engine, CPU ms a link | its event loop | lychee | × lychee | wrong |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place, serving(Path(place), given.port, names) as base:
        for name in names:
            links, truth = workload(name, Path(place), given.port)
            ours, peer = [], []
            for _ in range(given.runs):
                ours.append(alone(links, given.concurrency, given.per_host))
                peer.append(1000 * lychee(links, base, given).cpu / len(truth))
            process, thread = (statistics.median(run[part] for run in ours) for part in (0, 1))
            asked = statistics.median(peer)
            cells = f"{process:.3f} | {thread:.3f} | {asked:.3f} | {process / asked:.2f}"
            print(f"| {name} | {cells} | {max(run[2] for run in ours)} |", flush=True)


if __name__ == "__main__":
    main()
