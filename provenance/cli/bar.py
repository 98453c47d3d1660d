"""The live bar of a run over many links."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.jobs.audit import Progress


@contextlib.contextmanager
def links_bar(*, quiet: bool) -> Iterator[Callable[[Progress], AbstractContextManager[object]]]:
    """A live bar on standard error, if that is a terminal. It gives what to hold while rows are printed."""
    if quiet or not sys.stderr.isatty():
        yield contextlib.nullcontext
        return
    from rich import progress as rich
    from rich.console import Console
    from rich.control import Control
    from rich.segment import ControlType

    console = Console(stderr=True)
    columns = (rich.BarColumn(), rich.MofNCompleteColumn(), rich.TextColumn("{task.description}"))
    # Drawn by us alone: rows are printed past Rich, and its own thread would draw into the midst of them.
    with rich.Progress(
        *columns, rich.TimeRemainingColumn(),
        console=console, transient=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False,
    ) as bar:  # fmt: skip
        task = bar.add_task("links", total=None)

        @contextlib.contextmanager
        def rows(so_far: Progress) -> Iterator[None]:
            console.control(Control(ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2)))
            yield
            found = f"{so_far.dead} dead" if so_far.dead else "links"
            bar.update(task, completed=so_far.done, total=so_far.links, description=found, refresh=True)

        yield rows
