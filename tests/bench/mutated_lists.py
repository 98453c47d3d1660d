"""Does any list leave a reader with an exception, or hang it? `python -m tests.bench.mutated_lists [--inputs N] [--format NAME]`.

Every reader gets so many damaged lists of its format through `load`, one in four a second time with the format to be
found out. Allowed are a Load and an `InputError` of three parts, nothing on the terminal, and one second of CPU for a
megabyte (`_FLOOR` for small ones; measured once more before it counts). Finds are cut to what still breaks. Ends with 1
if there is one. `--again NUMBER` with `--format` plays one input alone; `--write FOLDER` keeps the finds.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import faulthandler
import gc
import io
import json
import resource
import signal
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path

from provenance.core.lists import FORMATS, load
from provenance.core.model import Load
from provenance.errors import InputError
from tests.bench.list_mutants import mutant

# Seconds of CPU: for an input that is small, and for a megabyte of any.
_FLOOR, _A_MEGABYTE = 0.05, 1.0
# After so many seconds of CPU an input is given up.
_HANGS = 30.0
# A parser in C cannot be stopped from within: its process is ended after so many seconds, and says where it was.
_DIES = 120.0
_PIECE = 2_000


class _Hangs(BaseException):
    """Raised in the middle of a reader, which must not catch it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """An input that broke a reader. what: the trace, the time, or what the load had that it must not have."""

    format: str
    number: int
    what: str
    content: bytes


@dataclass(slots=True)
class Run:
    """What one process has seen. slowest: the share of the time that an input may take, its seconds and its number."""

    inputs: int = 0
    refused: int = 0
    slowest: tuple[float, float, int] = (0.0, 0.0, 0)
    seconds: float = 0.0
    memory: float = 0.0
    finds: list[Find] = field(default_factory=list)


def run(wanted: str, numbers: Sequence[int]) -> Run:
    """Read the inputs of these numbers."""
    seen = Run()
    begun = time.perf_counter()
    for number in numbers:
        faulthandler.dump_traceback_later(_DIES, exit=True, file=2)
        given = mutant(wanted, number)
        for format in (wanted, None) if number % 4 == 0 else (wanted,):
            what, spent = _one(given.content, format)
            allowed = max(_FLOOR, given.size / 1e6 * _A_MEGABYTE)
            if what is None and spent > allowed:
                gc.collect()
                what, spent = _one(given.content, format)
                if what is None and spent > allowed:
                    what = f"{spent:.2f} s for {given.size / 1e6:.3f} MB"
            seen.refused += what == "refused"
            seen.slowest = max(seen.slowest, (spent / allowed, spent, number))
            if what not in (None, "refused"):
                seen.finds.append(
                    Find(
                        format=format or f"sniffed ({wanted})",
                        number=number,
                        what=str(what),
                        content=_smallest(given.content, format, str(what)),
                    )
                )
        seen.inputs += 1
    faulthandler.cancel_dump_traceback_later()
    seen.seconds = time.perf_counter() - begun
    seen.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return seen


def _one(content: bytes, format: str | None) -> tuple[str | None, float]:
    """What is wrong with the load (`refused`: nothing, it was refused), and its seconds of CPU."""
    said = io.StringIO()
    begun = time.process_time()
    what: str | None = None
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said), _bounded():
            loaded = load(content, name="list", format=format)
        spent = time.process_time() - begun
        what = fault(loaded)
    except InputError as refused:
        spent = time.process_time() - begun
        what = "refused" if refused.given and refused.problem and refused.remedy else f"not in three parts: {refused}"
    except _Hangs:
        spent = time.process_time() - begun
        what = f"hangs, given up after {spent:.0f} s"
    except Exception:  # noqa: BLE001 - that is what is looked for
        spent = time.process_time() - begun
        what = traceback.format_exc()
    if said.getvalue():
        what = f"said on the terminal: {said.getvalue()[:500]}"
    return what, spent


@contextlib.contextmanager
def _bounded() -> Iterator[None]:
    def give_up(*_: object) -> None:
        raise _Hangs

    signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, _HANGS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def fault(loaded: Load) -> str | None:
    """What a load has that no report could show, if anything: it must be fit for a terminal, for JSON and for the log."""
    if not (loaded.items or loaded.problems or loaded.references):
        return "an empty load, which must be refused"
    try:
        for item in loaded.items:
            if item.url.strip() != item.url or not item.url or "\n" in item.url:
                return f"the URL {item.url!r}"
            f"{item.url}{item.origin}{''.join(item.given.values())}".encode()
            if item.origin.line is not None and item.origin.line < 1:
                return f"an impossible line: {item.origin}"
        for problem in loaded.problems:
            if not problem.message.strip():
                return f"a problem without words at {problem.origin}"
            f"{problem.origin}{problem.message}".encode()
        for reference in loaded.references:
            json.dumps(reference.item, ensure_ascii=False, allow_nan=False).encode()
            str(reference.origin).encode()
        "".join(loaded.notes).encode()
    except (UnicodeError, ValueError, TypeError):
        return traceback.format_exc()
    return None


def _smallest(content: bytes, format: str | None, what: str) -> bytes:
    """The input without what is not needed to break the reader in the same way; times are left as they are."""
    if "Traceback" not in what:
        return content
    kind = what.rstrip().splitlines()[-1].partition(":")[0]
    step = max(1, len(content) // 2)
    tries = 0
    while step and tries < 400:
        place = 0
        while place < len(content) and tries < 400:
            shorter = content[:place] + content[place + step :]
            tries += 1
            found, _ = _one(shorter, format)
            if found and found.rstrip().splitlines()[-1].partition(":")[0] == kind:
                content = shorter
            else:
                place += step
        step //= 2
    return content


def _told(find: Find) -> str:
    shown = base64.b64encode(find.content).decode() if len(find.content) < 300 else f"{len(find.content):,} bytes"
    return f"{find.format} {find.number}: {find.what.strip()[-900:]}\n  smallest: {shown}"


def _result(wanted: str, piece: range, result: Future[Run]) -> Run:
    try:
        return result.result()
    except BrokenProcessPool:
        what = f"the process of {piece} ended, or that of another piece"
        return Run(finds=[Find(format=wanted, number=piece.start, what=what, content=b"")])


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--inputs", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=0, help="the first number")
    options.add_argument("--format", action="append", choices=sorted(FORMATS))
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--again", type=int, metavar="NUMBER")
    options.add_argument("--write", type=Path, metavar="FOLDER")
    given = options.parse_args()
    numbers = (
        range(given.seed, given.seed + given.inputs) if given.again is None else range(given.again, given.again + 1)
    )
    finds = 0
    for wanted in given.format or FORMATS:
        pieces = [numbers[start : start + _PIECE] for start in range(0, len(numbers), _PIECE)]
        with ProcessPoolExecutor(given.jobs) as processes:
            waiting = [(piece, processes.submit(run, wanted, piece)) for piece in pieces]
            seen = [_result(wanted, piece, result) for piece, result in waiting]
        found = [find for piece in seen for find in piece.finds]
        share, seconds, number = max(piece.slowest for piece in seen)
        print(
            f"{wanted}: {sum(piece.inputs for piece in seen):,} inputs in {sum(piece.seconds for piece in seen):.0f} s,"
            f" {sum(piece.refused for piece in seen):,} refused, slowest {seconds:.2f} s ({share:.0%} of its time, number {number}),"
            f" {max(piece.memory for piece in seen):.0f} MB, {len(found)} finds",
            flush=True,
        )
        for find in found[:5]:
            print(_told(find), flush=True)
        if given.write:
            given.write.mkdir(parents=True, exist_ok=True)
            for find in found:
                (given.write / f"{wanted}-{find.number}").write_bytes(find.content)
        finds += len(found)
    return 1 if finds else 0


if __name__ == "__main__":
    sys.exit(main())
