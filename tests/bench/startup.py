"""What a call costs before and around its work: `python -m tests.bench.startup [--runs N]`.

Each row is taken in turns with its yardstick, so that a busy moment hits both; medians of wall-clock and CPU time. Byte
code is kept, as an installed wheel has it, also where the environment says otherwise: without, each call would compile
our modules anew, and not those of the yardstick.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.installed import as_installed
from tests.site import Site

PYTHON = sys.executable


_EMPTY = """
import typer

app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def nothing() -> None: ...


app()
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A command, its yardstick, and what to do before each run of it."""

    name: str
    command: Sequence[str]
    yardstick: str
    against: Sequence[str]
    before: Callable[[], None] = lambda: None


def timed(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Wall-clock and CPU seconds of one run; exit codes 0 and 1 are both an answer."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=as_installed(), capture_output=True, check=False)
    wall = time.perf_counter() - begun
    assert done.returncode in (0, 1), done.stderr.decode()
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def rows(site: Site, folder: Path) -> list[Row]:
    """What is measured."""
    url = site.url("article")
    provenance = (PYTHON, "-m", "provenance")
    log = folder / "log.db"
    check = (*provenance, "check", url, "--allow-network", "127.0.0.0/8", "--log", str(log))
    get = (PYTHON, "-c", f"import httpx; httpx.get({url!r})")
    saved = folder / "saved.md"
    saved.write_text(
        "# Ferry kept\n\nQuay, July 4 (QC)-- The board kept the ferry.\n\n<https://quayside.example/ferry>\n"
    )
    cite = (*provenance, "cite", str(saved), "--no-log")
    typer = (PYTHON, "-c", "import typer")
    empty = folder / "empty.py"
    empty.write_text(_EMPTY)

    def forget() -> None:
        for path in folder.glob("log.db*"):
            path.unlink()

    return [
        Row("--help", (*provenance, "--help"), "an empty Typer command", (PYTHON, str(empty), "--help")),
        Row("check, log there", check, "one GET with httpx", get),
        Row("check, first of all", check, "one GET with httpx", get, before=forget),
        Row("check --no-log", (*check, "--no-log"), "one GET with httpx", get),
        Row("list", (*provenance, "list", "--log", str(log)), "import typer", typer),
        Row("show", (*provenance, "show", url, "--log", str(log)), "import typer", typer),
        Row("cite a saved text", cite, "import typer", typer),
    ]


def main() -> None:
    """Run, and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=7)
    runs = options.parse_args().runs
    print("| call | wall s | CPU s | against | its wall s | wall ratio | CPU ratio |\n|---|---|---|---|---|---|---|")
    with Site() as site, tempfile.TemporaryDirectory() as place:
        for row in rows(site, Path(place)):
            ours, theirs = [], []
            for _ in range(runs + 1):  # the first of each only warms the disk
                row.before()
                ours.append(timed(row.command, Path(place)))
                theirs.append(timed(row.against, Path(place)))
            wall, cpu = (statistics.median(one[part] for one in ours[1:]) for part in (0, 1))
            other, its = (statistics.median(one[part] for one in theirs[1:]) for part in (0, 1))
            print(
                f"| {row.name} | {wall:.2f} | {cpu:.2f} | {row.yardstick} | {other:.2f}"
                f" | {wall / other:.1f} | {cpu / its:.1f} |"
            )


if __name__ == "__main__":
    main()
