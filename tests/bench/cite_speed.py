"""What a citation costs beside the engine alone: `python -m tests.bench.cite_speed [--runs N] [--items N]`.

Each call is taken in turns with its yardstick – pandoc itself, with the same style and items –, so that a busy moment
hits both. Medians of wall-clock seconds and of CPU seconds.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from provenance.edge.citeproc import engine, load_style
from tests.bench.installed import as_installed

PYTHON = sys.executable
SAVED = "# Ferry kept\n\nQuay, July 4, 2024 (QC)-- The board kept the ferry.\n\n<https://quayside.example/ferry>\n"
WORDS = ("Harbour", "Ferry", "Bridge", "Market", "Council", "Storm", "Library", "Regatta", "Mayor", "Tide")


def timed(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Wall-clock and CPU seconds of one run."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=as_installed(), capture_output=True, check=False)
    wall = time.perf_counter() - begun
    assert done.returncode == 0, done.stderr.decode()
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime


def items(count: int) -> list[dict[str, object]]:
    """Invented articles, some of one author and year."""
    draw = random.Random(4)
    return [
        {
            "id": f"i{number}",
            "type": draw.choice(["article-newspaper", "webpage", "report"]),
            "title": f"{draw.choice(WORDS)} and {draw.choice(WORDS)} number {number}",
            "container-title": f"The {draw.choice(WORDS)} Post",
            "author": [{"family": f"{draw.choice(WORDS)}son", "given": draw.choice(["Ann", "Ben", "Cy"])}],
            "issued": {"date-parts": [[draw.randint(1990, 2025), draw.randint(1, 12), draw.randint(1, 28)]]},
            "URL": f"https://post.example/{number}",
            "language": "en",
        }
        for number in range(count)
    ]


def compare(name: str, ours: Sequence[str], bare: Sequence[str], folder: Path, runs: int) -> None:
    """Print one row."""
    mine, theirs = [], []
    for _ in range(runs + 1):  # the first of each only warms the disk
        mine.append(timed(ours, folder))
        theirs.append(timed(bare, folder))
    wall, cpu = (statistics.median(one[part] for one in mine[1:]) for part in (0, 1))
    its, its_cpu = (statistics.median(one[part] for one in theirs[1:]) for part in (0, 1))
    print(f"| {name} | {wall:.3f} | {cpu:.3f} | {its:.3f} | {its_cpu:.3f} | {wall / its:.2f} | {cpu / its_cpu:.2f} |")


def main() -> None:
    """Run, and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--items", type=int, default=1000)
    options.add_argument("--style", default="apa")
    given = options.parse_args()
    print(
        "| call | wall s | CPU s | bare wall s | bare CPU s | wall ratio | CPU ratio |\n|---|---|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        log = ("--log", str(folder / "log.db"))
        provenance = (PYTHON, "-m", "provenance", "cite", "--quiet", "--style", given.style, *log)
        (folder / "saved.md").write_text(SAVED, encoding="utf-8")
        timed((*provenance, "saved.md"), folder)
        made = subprocess.run(
            (*provenance, "s0", "--json"), cwd=folder, capture_output=True, check=True
        ).stdout.decode()
        style = load_style(given.style)
        (folder / "alone.csl").write_text(style.xml, encoding="utf-8")
        (folder / "together.csl").write_text(style.together, encoding="utf-8")
        (folder / "one.json").write_text(json.dumps([json.loads(made)["item"]]), encoding="utf-8")
        (folder / "many.json").write_text(json.dumps(items(given.items)), encoding="utf-8")
        bare = (engine(), "--citeproc", "--from=csljson", "--to=html", "--wrap=none")
        compare("a logged source", (*provenance, "s0"), (*bare, "--csl=alone.csl", "one.json"), folder, given.runs)
        many = (*bare, "--csl=together.csl", "many.json")
        runs = max(1, given.runs // 2)
        compare(f"{given.items} items", (*provenance, "many.json"), many, folder, runs)
        compare(f"{given.items} items, --no-log", (*provenance[:-2], "--no-log", "many.json"), many, folder, runs)


if __name__ == "__main__":
    main()
