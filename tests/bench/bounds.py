"""What the worst answers cost: `python -m tests.bench.bounds [--deadline S] [--only NAME...] [--wire]`.

Each is checked by a process of its own. The check's own seconds, from the request to the verdict, must not be more than
the deadline; the peak of memory must not be more than 50 MB beyond that of a plain article. Ends with 1 otherwise. The
process's seconds beyond those of a plain article are told, and not judged: how fast Python starts is another matter.

This process imports next to nothing: a child's peak is at least that of the process that began it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

MOST_MEGABYTES = 50
# A clock that rings at the deadline is heard when the piece that is being worked on is done: up to 0.3 s later.
_LATE = 0.3
_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes


@dataclass(frozen=True)
class Cost:
    """Of one check. seconds: of the check itself; process: of all. fault: what must not be, in words."""

    seconds: float
    process: float
    megabytes: float
    verdict: str
    fault: str | None = None


def cost(url: str, *, deadline: float) -> Cost:
    """Run the command as a user would, and wait for it; one that does not end is ended after four deadlines."""
    command = [sys.executable, "-m", "provenance", "check", url, "--json", "--no-log", "--deadline", str(deadline)]
    begun = time.perf_counter()
    # Files, not pipes: nobody reads while it runs, and a title can be longer than a pipe is.
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [*command, "--allow-network", "127.0.0.0/8"], stdout=output, stderr=errors, env=os.environ
        )
        ended_by_us = False
        while (waited := os.wait4(child.pid, os.WNOHANG))[0] == 0:
            if time.perf_counter() - begun > 4 * deadline + 10 and not ended_by_us:
                ended_by_us = True
                child.kill()
            time.sleep(0.01)
        seconds = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(waited[1])
        output.seek(0)
        errors.seek(0)
        said, told = output.read(), errors.read().decode("utf-8", "replace")
    megabytes = waited[2].ru_maxrss * _UNIT / 1_000_000
    if ended_by_us or child.returncode not in (0, 1) or not said:
        return Cost(
            seconds,
            seconds,
            megabytes,
            "–",
            "did not end" if ended_by_us else f"exit {child.returncode}: {told[-300:]}",
        )
    record = json.loads(said)
    fault = record["because"][0] if record["kind"] == "fault" else None
    return Cost(record["elapsed_ms"] / 1000, seconds, megabytes, f"{record['state']} {record['kind']}", fault)


@contextmanager
def givers() -> Iterator[int]:
    """The port on which `givers` serves."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.givers"], stdout=subprocess.PIPE, env=os.environ
    ) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.terminate()


def names(*, wire: bool) -> list[str]:
    """All givers, or those that need no parser; asked of a process, since this one must stay small."""
    table = "WIRE" if wire else "GIVERS"
    code = f"from tests.bench.givers import {table}; print(*{table})"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    ).stdout.split()
    return [name for name in found if name != "article"]


def measure(chosen: Sequence[str], *, deadline: float, late: float = _LATE) -> bool:
    """Measure, and print the table; whether all kept within bounds. late: seconds after the deadline that are let pass."""
    worst_time, worst_space, broken = (0.0, ""), (0.0, ""), []
    with givers() as port:
        bases = [cost(f"http://127.0.0.1:{port}/article", deadline=deadline) for _ in range(4)][1:]
        base = min(bases, key=lambda one: one.process)
        print(
            f"base: {base.verdict}, {base.process:.2f} s in all, {base.megabytes:.0f} MB; deadline {deadline:g} s, most {MOST_MEGABYTES} MB"
        )
        print("| answer | s | process, s beyond | MB beyond | verdict | |\n|---|---|---|---|---|---|")
        for name in chosen:
            found = cost(f"http://127.0.0.1:{port}/{name}", deadline=deadline)
            beyond, megabytes = found.process - base.process, found.megabytes - base.megabytes
            said = [
                *([found.fault] if found.fault else []),
                *(["too long"] if found.seconds > deadline + late else []),
            ]
            said += ["too much"] if megabytes > MOST_MEGABYTES else []
            print(
                f"| {name} | {found.seconds:.2f} | {beyond:.2f} | {megabytes:.0f} | {found.verdict} | {'; '.join(said)} |",
                flush=True,
            )
            worst_time = max(worst_time, (found.seconds / deadline, name))
            worst_space = max(worst_space, (megabytes / MOST_MEGABYTES, name))
            broken += [name] if said else []
    print(
        f"worst: {worst_time[0]:.2f} of the deadline ({worst_time[1]}), {worst_space[0]:.2f} of the memory ({worst_space[1]});"
        f" {len(broken)} of {len(chosen)} out of bounds"
    )
    return not broken


def main() -> None:
    """Measure what was chosen."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--deadline", type=float, default=6.0)
    options.add_argument("--only", nargs="+", default=None)
    options.add_argument("--late", type=float, default=_LATE, help="seconds after the deadline that are let pass")
    options.add_argument("--wire", action="store_true", help="only those that need no parser")
    given = options.parse_args()
    raise SystemExit(
        0 if measure(given.only or names(wire=given.wire), deadline=given.deadline, late=given.late) else 1
    )


if __name__ == "__main__":
    main()
