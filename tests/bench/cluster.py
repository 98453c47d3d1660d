"""A long audit at home and over Dask workers, interleaved: `python -m tests.bench.cluster [--runs N]`.

20,000 links of workload B (`tests.bench.wire` says where the server comes from) are audited at home, with one worker and
with two on this machine, with the same settings; and once more with two of which one is killed half-way. The server
knows what each link is, how often it was asked, and how many asked one host at once. Writes Markdown.
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.installed import as_installed
from tests.bench.wire import PYTHON, TRUTH, asked, serving, shared_bench
from tests.farm import Farm, free_port


@dataclass(frozen=True, slots=True)
class Run:
    """One run. cpu: seconds of the command and of its workers. missing, doubled: links in the log; wrong: outcomes that are
    not the server's. requests: all that the server got; per_host: most at one host at once.
    """

    wall: float
    cpu: float
    missing: int
    doubled: int
    wrong: int
    requests: int
    per_host: int


def workload(folder: Path, port: int, links: int) -> tuple[Path, dict[str, str]]:
    """The list, and what the server does with each link of it."""
    words = [PYTHON, str(shared_bench() / "workload.py"), "B", str(folder), "--port", str(port), "--n", str(links)]
    subprocess.run(words, check=True, capture_output=True)
    rows = [json.loads(line) for line in (folder / "B.expect.jsonl").read_text(encoding="utf-8").splitlines()]
    return folder / "B.txt", {row["url"]: str(row["status"]) for row in rows}


def children_cpu() -> float:
    """CPU seconds of processes that have ended and were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(
    links: Path, truth: Mapping[str, str], folder: Path, port: int, *, workers: int = 0, kill: bool = False
) -> Run:
    """One run, at home where there are no workers. kill: one of them, when half of the links are in the log."""
    log = folder / "log.db"
    for path in folder.glob("log.db*"):
        path.unlink()
    asked(f"http://127.1.0.1:{port}/__reset")
    before = children_cpu()
    words = [PYTHON, "-m", "provenance", "audit", str(links), "--quiet", "--log", str(log)]
    with tempfile.TemporaryDirectory() as place, Farm(Path(place)) as farm, (folder / "out.txt").open("wb") as out:
        if workers:
            farm.add(workers, PYTHONDONTWRITEBYTECODE="")
            words += ["--cluster", farm.address]
        begun = time.perf_counter()
        process = subprocess.Popen(words, cwd=folder, env=as_installed(), stdout=out, stderr=subprocess.STDOUT)
        if kill:
            while process.poll() is None and recorded(log) < len(truth) // 2:
                time.sleep(0.2)
            farm.kill(next(iter(farm.workers)))
        process.wait()
        wall = time.perf_counter() - begun
    assert process.returncode in (0, 1), (folder / "out.txt").read_text()[-2000:]
    seen = asked(f"http://127.1.0.1:{port}/__stats")
    with closing(sqlite3.connect(log)) as connection:
        rows = connection.execute("SELECT url, state, kind FROM checks").fetchall()
    found = {url: f"{state} {kind}" for url, state, kind in rows}
    wrong = Counter(
        f"{status} is {found[url]}" for url, status in truth.items() if url in found and found[url] not in TRUTH[status]
    )
    if wrong:
        print(f"wrong outcomes: {dict(wrong)}", file=sys.stderr)
    return Run(
        wall=wall,
        cpu=children_cpu() - before,
        missing=len(truth.keys() - found.keys()),
        doubled=len(rows) - len(found),
        wrong=wrong.total(),
        requests=seen["requests"] - 1,
        per_host=seen["max_per_host_inflight"],
    )


def recorded(log: Path) -> int:
    """Links in the log so far."""
    try:
        with closing(sqlite3.connect(f"file:{log}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM checks").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def row(name: str, runs: Sequence[Run], home: Sequence[Run]) -> str:
    """A line of the table: medians, and their ratio to home's; the worst of what must not be."""

    def middle(of: Sequence[Run], part: str) -> float:
        return float(statistics.median(getattr(run, part) for run in of))

    cells = [name]
    for part in ("wall", "cpu"):
        cells += [f"{middle(runs, part):.1f}", f"{middle(runs, part) / middle(home, part):.2f}"]
    cells += [str(max(getattr(run, part) for run in runs)) for part in ("missing", "doubled", "wrong", "per_host")]
    more = max(run.requests for run in runs) / min(run.requests for run in home) - 1
    return f"| {' | '.join([*cells, f'{more:+.1%}'])} |"


def main() -> None:
    """Run in turns, print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--links", type=int, default=20_000)
    options.add_argument("--concurrency", type=int, default=128)
    options.add_argument("--per-host", type=int, default=2)
    options.add_argument("--runs", type=int, default=1)
    given = options.parse_args()
    port = free_port()
    kinds: dict[str, dict[str, Any]] = {
        "at home": {}, "1 worker": {"workers": 1}, "2 workers": {"workers": 2},
        "2 workers, one killed": {"workers": 2, "kill": True},
    }  # fmt: skip
    heads = ("run", "wall s", "× home", "CPU s", "× home", "missing", "doubled", "wrong", "most at a host", "requests")
    with tempfile.TemporaryDirectory() as place, serving(Path(place), port):
        folder = Path(place)
        links, truth = workload(folder, port, given.links)
        (folder / "provenance.toml").write_text(
            f'allow_network = ["127.0.0.0/8"]\nconcurrency = {given.concurrency}\nper_host = {given.per_host}\n'
            "spacing = 0.0\ntimeout = 10.0\ndeadline = 10.0\nretries = 0\n"
        )
        runs: dict[str, list[Run]] = {name: [] for name in kinds}
        for _ in range(given.runs):
            for name, kind in kinds.items():
                runs[name].append(measured(links, truth, folder, port, **kind))
                print(name, runs[name][-1], file=sys.stderr, flush=True)
    print(f"\n{len(truth)} links, {given.concurrency} at once, {given.per_host} a host\n")
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for name, took in runs.items():
        print(row(name, took, runs["at home"]))


if __name__ == "__main__":
    main()
