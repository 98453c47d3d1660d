"""Things that wait for another process, in temporary files in place of memory and of a pipe.

A file is written at once, however busy the other process is, and read by it when it comes to it. The folder is the user's
own alone (`tempfile.TemporaryDirectory`), which is what makes it safe to unpickle what lies in it.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class Parcels:
    """A folder of parcels, gone with all that is in it when it is closed."""

    def __init__(self) -> None:
        """Raises OSError where no folder can be made."""
        import tempfile  # as `pickle` below: most commands begin no processes

        # What another process has open cannot be removed on Windows; nothing there is worth an error.
        self._folder = tempfile.TemporaryDirectory(prefix="provenance-", ignore_cleanup_errors=True)
        self._numbers = itertools.count(1)
        self._done_with: list[Path] = []

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return Path(self._folder.name)

    def put(self, things: Sequence[Any]) -> Path:
        """Write a parcel: where it lies. Raises OSError where it cannot be written."""
        import pickle

        path = self._done_with.pop() if self._done_with else self.folder / str(next(self._numbers))
        try:
            # What a longer one before it has left behind its end is not read.
            with path.open("r+b" if path.exists() else "wb") as file:
                pickle.dump(things, file, protocol=pickle.HIGHEST_PROTOCOL)
        except BaseException:
            with contextlib.suppress(OSError):
                path.unlink()  # a part of it would fill the disk as much
            raise
        return path

    def done_with(self, path: Path) -> None:
        """Nobody needs this parcel any more: another may take its place, which spares the disk's finding a new one."""
        self._done_with.append(path)

    def close(self) -> None:
        """Remove all of them."""
        self._folder.cleanup()


def contents(path: Path) -> Sequence[Any]:
    """What is in a parcel. Raises OSError where it has been taken away."""
    import pickle

    with path.open("rb") as file:
        things: Sequence[Any] = pickle.load(file)  # noqa: S301 - of this program, in a folder of its own
    return things
