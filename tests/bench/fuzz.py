"""Does any answer leave the fetcher or the judge with an exception? `python -m tests.bench.fuzz [--count N] [--seed N]`.

Mutated answers over a real socket, on two processes. At the first find it prints the seed, the answer in base64 and the
trace, and ends with 1. `--again SEED` plays one answer alone.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import logging
import time
import traceback
import zlib
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, ProcessPoolExecutor, wait
from dataclasses import dataclass, field

from provenance.core.extract.source import read
from provenance.core.logbook import check_event
from provenance.core.model import Check, Exchange, FailureKind, State
from provenance.core.records import check_record, source_record
from provenance.core.reports.checks import hops, line
from provenance.core.verdicts import judge
from provenance.edge.fetch import Fetcher
from provenance.jobs.clock import now
from provenance.jobs.looking import Target, look
from provenance.settings import Settings
from tests.behaviours.base import article
from tests.bench.mutants import harvest, mutant
from tests.site import Site

# Every kind that a verdict may have, but `fault`: that is the name of a find.
KINDS = frozenset(
    {kind.value for kind in FailureKind} - {"fault"}
    | {
        "ok", "moved", "moved_temp", "moved_home", "moved_section", "hijacked", "soft_404", "parked", "gone", "not_found", "server_error",
        "blocked", "login", "paywall", "rate_limited", "legal_block", "geo_block", "truncated", "oversize", "empty", "js_only", "js_redirect",
        "drifted", "tls_old",
    }
)  # fmt: skip
_DEADLINE = 4.0
# Past this many seconds something hangs. How well the deadline is kept is measured by `bounds`, on a quiet machine.
_HANGS = 3 * _DEADLINE
_PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(article()), article())


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """An answer that broke something. what: the trace, or what the finding had that it must not have."""

    seed: int
    answer: bytes
    what: str


@dataclass(slots=True)
class Run:
    """What one process has seen."""

    kinds: Counter[str] = field(default_factory=Counter)
    statuses: set[int] = field(default_factory=set)
    slowest: float = 0.0
    find: Find | None = None


def run(seeds: Sequence[int]) -> Run:
    """Play the answers of these seeds; stops at the first find."""
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # the site is told of each reader that hangs up
    with Site() as site:
        return asyncio.run(_run(seeds, site, harvest(site)))


async def _run(seeds: Sequence[int], site: Site, bases: tuple[bytes, ...]) -> Run:
    seen = Run()
    server = await asyncio.start_server(
        lambda reader, writer: _answer(reader, writer, bases), "127.0.0.1", 0, backlog=1024
    )
    port = server.sockets[0].getsockname()[1]
    settings = Settings(
        allow_network=("127.0.0.0/8",), name_server=site.name_server, control_names=("control.test",), retries=0, spacing=0.0,
        timeout=2.0, deadline=_DEADLINE, per_host=16,
    )  # fmt: skip
    waiting = iter(seeds)

    async def work(fetcher: Fetcher) -> None:
        for seed in waiting:
            if seen.find:
                return
            begun = time.perf_counter()
            # Each on a host of its own: one that asks for patience gets it for all of its links.
            site.names[f"mutant-{seed}.test"] = "127.0.0.1"
            url = f"http://mutant-{seed}.test:{port}/mutant?{seed}"
            if what := await _one(url, fetcher, seen, thorough=seed % 10 == 0):
                seen.find = Find(seed=seed, answer=mutant(seed, bases), what=what)
            seen.slowest = max(seen.slowest, time.perf_counter() - begun)

    async with server, Fetcher(settings, clock=now) as fetcher:
        await asyncio.gather(*(work(fetcher) for _ in range(16)))
    return seen


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, bases: tuple[bytes, ...]) -> None:
    """Each connection one answer; it ends with it, or the reader would wait for more."""
    try:
        path = (await reader.readuntil(b"\r\n\r\n")).split(b" ", 2)[1]
        name, _, seed = path.partition(b"?")
        if name == b"/mutant" and seed.isdigit():
            writer.write(mutant(int(seed), bases))
        elif (number := zlib.crc32(path)) % 4 == 0:  # where a redirect led may be as bad
            writer.write(mutant(number, bases))
        else:
            writer.write(_PAGE)
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError, IndexError):
        pass
    finally:
        writer.close()


async def _one(url: str, fetcher: Fetcher, seen: Run, *, thorough: bool) -> str | None:
    """What is wrong with the finding, if anything is. thorough: read the page as well, as `add` would."""
    try:
        found = await look(Target(url=url), fetcher)
        if found.verdict.kind == "fault":
            judge(await fetcher.fetch(url))  # where the trace is
            return f"{found.verdict.because} at first, and not a second time"
        judge(found.outcome)
        _told(found)
        if thorough and isinstance(found.outcome, Exchange):
            source = read(found.outcome.content, url=url, media_type=found.outcome.field("content-type"))
            json.dumps(source_record(source), ensure_ascii=False, allow_nan=False).encode()
    except Exception:  # noqa: BLE001 - any exception is a find
        return traceback.format_exc()
    seen.kinds[found.verdict.kind] += 1
    seen.statuses.update(hop.status_code for hop in found.outcome.hops if hop.status_code is not None)
    if found.verdict.kind not in KINDS or found.verdict.state not in State or not found.verdict.because:
        return f"no known verdict: {found.verdict}"
    if found.elapsed_ms > _HANGS * 1000:
        return f"took {found.elapsed_ms} ms with a deadline of {_DEADLINE} s"
    return None


def _told(found: Check) -> None:
    """A finding must be fit for the terminal, for JSON and for the log."""
    json.dumps(check_record(found), ensure_ascii=False, allow_nan=False).encode()
    check_event(found)
    "\n".join((line(found), *hops(found))).encode()


def main() -> None:
    """Play them all on two processes, and print the summary."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--again", type=int, metavar="SEED")
    given = options.parse_args()
    seeds = range(given.seed, given.seed + given.count) if given.again is None else range(given.again, given.again + 1)
    begun = time.perf_counter()
    total = Run()
    with ProcessPoolExecutor(2) as processes:
        # In pieces, so that a find ends the whole soon.
        waiting = {processes.submit(run, seeds[at : at + 2500]) for at in range(0, len(seeds), 2500)}
        while waiting and total.find is None:
            done, waiting = wait(waiting, return_when=FIRST_EXCEPTION, timeout=5)
            for piece in done:
                seen = piece.result()
                total = Run(
                    total.kinds + seen.kinds,
                    total.statuses | seen.statuses,
                    max(total.slowest, seen.slowest),
                    seen.find or total.find,
                )
        processes.shutdown(cancel_futures=True)
    seconds = time.perf_counter() - begun
    if total.find:
        print(f"seed {total.find.seed}\n{base64.b64encode(total.find.answer).decode()}\n{total.find.what}")
    kinds = ", ".join(f"{kind} {count}" for kind, count in total.kinds.most_common())
    print(
        f"{total.kinds.total():,} answers, {'1 find' if total.find else 'no exception'}, {len(total.statuses)} statuses, slowest"
        f" {total.slowest:.1f} s, {seconds:.0f} s in all\n{kinds}"
    )
    raise SystemExit(1 if total.find else 0)


if __name__ == "__main__":
    main()
