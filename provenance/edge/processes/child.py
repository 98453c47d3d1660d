"""What runs in a process that `pool` has begun: it is told functions, and gives what they give."""

from __future__ import annotations

import os
import shutil
import sys
from importlib import import_module
from typing import Any

from provenance.edge.processes.messages import got, put


def main(module: str, folder: str, nicer: int) -> None:
    """Work until whoever has begun this process has ended, and then remove what it has left.

    module: is imported at once, while nothing waits. folder: of the one that has begun it. nicer: as `os.nice` takes it.
    """
    if hasattr(os, "nice"):  # not on Windows
        os.nice(nicer)
    orders, given = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints would come between the messages
    import_module(module)
    try:
        while True:
            put(given, _done(*got(orders)))
    except (EOFError, OSError):
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)


def _done(function: Any, *given: Any) -> tuple[bool, Any]:
    """Whether the function went well, and what it gave or raised."""
    try:
        return True, function(*given)
    except Exception as error:  # noqa: BLE001 - raised where the result is waited for
        return False, error
