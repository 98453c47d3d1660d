"""What runs in a process that `pool` has begun: it is told functions, and gives what they give."""

from __future__ import annotations

import os
import shutil
import sys
from importlib import import_module
from typing import IO, Any

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
            _tell(given, _done(*got(orders)))
    except (EOFError, OSError):
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)


def _tell(stream: IO[bytes], done: tuple[bool, Any]) -> None:
    """Send what came of a function; of what cannot be pickled nothing has been sent, so that can be told in its place."""
    try:
        put(stream, done)
    except OSError:  # whoever waits for it has ended
        raise
    except Exception as error:  # noqa: BLE001 - raised where the result is waited for
        put(stream, (False, RuntimeError(f"what came of it cannot be sent ({type(error).__name__}: {error})")))


def _done(function: Any, *given: Any) -> tuple[bool, Any]:
    """Whether the function went well, and what it gave or raised."""
    try:
        return True, function(*given)
    except Exception as error:  # noqa: BLE001 - raised where the result is waited for
        return False, error
