"""The log as the jobs use it: opened for a command, or left alone where the user wants no record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from provenance.edge.log import Log, open_log
from provenance.settings import Settings, log_path


@contextmanager
def recording(settings: Settings, *, command: str) -> Iterator[Log | None]:
    """The open log, sealed at the end; None for `--no-log`.

    Raises
    ------
    LogUnavailable, LogBroken
        where it cannot be opened – before anything else is done, so that no work is lost.
    """
    if not settings.record:
        yield None
        return
    with open_log(log_path(settings), command=command) as log:
        yield log
