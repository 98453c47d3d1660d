"""What a large log costs those who ask it: `python -m tests.bench.big_log [--sources N] [--checks N] [--runs N]`.

A log of N sources and ten checks of each is written through `Log.append` – the only way in –, and then asked by the
commands themselves, each in turns with its yardstick: the same command on a log of a thousand sources, which is start-up and
nothing else. With `--log FILE` a log that was made before is asked again.

`--times N` makes all tables N times as large, with other addresses: SQLite does in minutes what takes hours that way. Such
a log is large, and otherwise good for nothing: its entries are not sealed, and those that were added tell of the first.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from provenance.core.logbook import Event, check_event, source_event
from provenance.core.model import Check, Exchange, Hop, Reading, Source, State, Status, Verdict
from provenance.edge.log import open_log
from tests.site import Site

PYTHON = sys.executable
BATCH = 1000
DELIVERED = 64
# Pages by what their newest check finds, in a thousand: as in lists that are a few years old.
ALIVE, DEAD = 930, 40


def source(number: int) -> Source:
    """An invented article."""
    return Source(
        url=url(number),
        canonical_url=None,
        type="article-newspaper",
        title=Reading(value=f"Ferry number {number} kept", status=Status.STATED),
    )


def url(number: int) -> str:
    """Of an article at one of a thousand outlets."""
    return f"https://outlet{number % 1000}.example/{2000 + number % 25}/{number}"


def check(number: int, state: State, at: datetime) -> Check:
    """A look at it."""
    kind = {State.ALIVE: "ok", State.DEAD: "not_found", State.UNKNOWN: "server_error"}[state]
    status = {State.ALIVE: 200, State.DEAD: 404, State.UNKNOWN: 503}[state]
    address = url(number)
    hop = Hop(url=address, status_code=status, address="203.0.113.7")
    seen = Exchange(original=address, target=address, status_code=status, hops=(hop,), retrieved_at=at)
    verdict = Verdict(state=state, kind=kind, because=(f"the server answers {status}",))
    return Check(url=address, outcome=seen, verdict=verdict, title="Ferry", checked_at=at, elapsed_ms=120)


def events(sources: int, rounds: int) -> Iterator[Event]:
    """Each article recorded once, then all of them looked at, round by round, a week apart, the last some days ago."""
    draw = random.Random(7)
    begun = datetime.now(UTC) - timedelta(weeks=rounds)
    for number in range(sources):
        yield source_event(source(number), at=begun)
    for turn in range(rounds):
        at = begun + timedelta(weeks=turn, days=3)
        for number in range(sources):
            chance = draw.randrange(1000)
            state = State.ALIVE if chance < ALIVE else State.DEAD if chance < ALIVE + DEAD else State.UNKNOWN
            yield check_event(check(number, state, at + timedelta(microseconds=number)))


def write(path: Path, *, sources: int, checks: int) -> None:
    """A log of that size."""
    begun = time.perf_counter()
    count = 0
    with open_log(path, command="bench") as log:
        waiting = events(sources, checks // sources)
        while batch := list(islice(waiting, BATCH)):
            log.append(batch)
            count += len(batch)
            if count % 500_000 == 0:
                print(f"{count} entries, {count / (time.perf_counter() - begun):.0f} a second", file=sys.stderr)


# What names a page in each table that the questions are asked of; `entries` has none.
_NAMED = {
    "sources": ("url", "key"), "checks": ("url", "key", "target"), "pages": ("key", "url"),
}  # fmt: skip
_NUMBERED = {
    "entries": ("sequence",), "sources": ("entry",), "readings": ("source",), "checks": ("entry", "page"),
    "pages": ("entry", "source", "listed", "last_check"),
}  # fmt: skip


def enlarge(path: Path, times: int) -> None:
    """The log with all its rows so many times, each time of other pages."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        (size,) = connection.execute("SELECT count(*) FROM entries").fetchone()
        connection.execute("PRAGMA synchronous = OFF")
        for time_ in range(1, times):
            connection.execute("BEGIN IMMEDIATE")
            for table, numbered in _NUMBERED.items():
                columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
                cells = {name: name for name in columns}
                cells |= {name: f"{name} || '-{time_}'" for name in _NAMED.get(table, ())}
                cells |= {name: f"{name} + {time_ * size}" for name in numbered}
                first = f"WHERE {numbered[0]} < {size} ORDER BY {numbered[0]}"
                copy = f"SELECT {', '.join(cells[name] for name in columns)} FROM {table} {first}"
                connection.execute(f"INSERT INTO {table} {copy}")
            connection.execute("COMMIT")
            print(f"{time_ + 1} times as large", file=sys.stderr)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def timed(command: Sequence[str]) -> float:
    """Wall-clock seconds of one run, whatever it finds."""
    begun = time.perf_counter()
    done = subprocess.run(command, env=os.environ, capture_output=True, check=False)
    wall = time.perf_counter() - begun
    assert done.returncode != 2, done.stderr.decode()  # it was not understood
    return wall


def questions(sources: int) -> dict[str, list[str]]:
    """What is asked; `ID` is the last of the articles."""
    last = min(9, sources - 1)
    return {
        "list --failing --limit 100": ["list", "--failing", "--limit", "100"],
        "list --failing": ["list", "--failing"],
        "list --limit 100": ["list", "--limit", "100"],
        "list --due --limit 100": ["list", "--due", "--limit", "100"],
        "show URL": ["show", url(last)],
        # Of an address that is nobody's: what is asked is the log.
        "check --due --limit 1": ["check", "--due", "--limit", "1", "--timeout", "0.2", "--retries", "0"],
    }


def asked(big: Path, small: Path, *, sources: int, runs: int) -> None:
    """The table of questions."""
    print("| command | large log s | small log s | beyond start-up ms |\n|---|---|---|---|")
    for name, words in questions(sources).items():
        ours, theirs = [], []
        for _ in range(runs + 1):  # the first of each only warms the disk
            ours.append(timed([PYTHON, "-m", "provenance", *words, "--log", str(big)]))
            theirs.append(timed([PYTHON, "-m", "provenance", *words, "--log", str(small)]))
        wall, other = statistics.median(ours[1:]), statistics.median(theirs[1:])
        print(f"| {name} | {wall:.3f} | {other:.3f} | {1000 * (wall - other):.0f} |", flush=True)


def audited(big: Path, folder: Path, *, links: int, runs: int) -> None:
    """An audit of so many links on the large log, in turns with one on a log that is not there yet."""
    with Site() as site:
        for run in range(runs + 1):
            saved = folder / f"links{run}.txt"
            saved.write_text("".join(f"{site.url('article')}?n={run}-{number}\n" for number in range(links)))
            command = [PYTHON, "-m", "provenance", "audit", str(saved), "--allow-network", "127.0.0.0/8", "--quiet"]
            command += ["--per-host", "64", "--spacing", "0"]
            empty = folder / f"empty{run}.db"
            wall, other = timed([*command, "--log", str(big)]), timed([*command, "--log", str(empty)])
            print(f"audit of {links}: {wall:.2f} s on the large log, {other:.2f} s on an empty one: {wall / other:.2f}")


def appended(big: Path, folder: Path, *, links: int, runs: int) -> None:
    """Checks of so many new links, at all outlets, put into the large log, in turns with one that is not there yet."""
    draw = random.Random()
    for run in range(runs + 1):
        numbers = [draw.randrange(10**9, 10**10) for _ in range(links)]
        one, other = (_append(path, numbers) for path in (big, folder / f"few{run}.db"))
        print(f"{links} checks: {one:.2f} s of the processor on the large log, {other:.2f} s on an empty one")


def _append(path: Path, numbers: Sequence[int]) -> float:
    """Processor seconds; in batches as an audit delivers them."""
    at = datetime.now(UTC)
    with open_log(path, command="bench") as log:
        begun = time.process_time()
        for first in range(0, len(numbers), DELIVERED):
            some = numbers[first : first + DELIVERED]
            log.append([check_event(check(number, State.ALIVE, at)) for number in some])
        return time.process_time() - begun


def main() -> None:
    """Write, ask, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sources", type=int, default=100_000)
    options.add_argument("--checks", type=int, default=1_000_000)
    options.add_argument("--links", type=int, default=5_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--times", type=int, default=1)
    options.add_argument("--log", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        big, small = given.log or folder / "big.db", folder / "small.db"
        if not big.exists():
            write(big, sources=given.sources, checks=given.checks)
            enlarge(big, given.times)
        write(small, sources=1_000, checks=10_000)
        print(f"{big.stat().st_size / 1e9:.2f} GB")
        asked(big, small, sources=given.sources, runs=given.runs)
        appended(big, folder, links=given.links, runs=2)
        audited(big, folder, links=given.links, runs=2)


if __name__ == "__main__":
    main()
