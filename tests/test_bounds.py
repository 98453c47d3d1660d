"""What the worst answers cost a process: never more than the deadline, never more than 50 MB. All of them: `tests.bench.bounds`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CHEAP = (
    "gzip-bomb", "gzip-members-empty", "endless-body", "endless-field", "drip-body",
    "fields-100-000", "deep-misnested", "paragraphs", "attributes-quoted", "quotes", "words", "not-utf-8", "phrases-in-title",
)  # fmt: skip


def test_worst_answers_stay_within_bounds() -> None:
    """Each by a process of its own, begun by a small one: a child's peak is at least that of its parent."""
    # Whether the clock is heard in time on this machine is for the benchmark; here nothing may run on without end.
    bounds = ["--deadline", "3", "--late", "3"]
    command = [sys.executable, "-m", "tests.bench.bounds", *bounds, "--only", *CHEAP]
    done = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"0 of {len(CHEAP)} out of bounds" in done.stdout
