"""The job `demo`: a small invented paper served from this machine, and a folder for the log and the list of a tour.

Nothing of the user's is touched: neither log nor settings files are read or written.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from provenance.core import tables
from provenance.core.frozen import frozen
from provenance.edge.demo_site import DemoPage, DemoSite
from provenance.edge.files import write_atomic
from provenance.errors import InputError
from provenance.settings import Settings

LIST = "saved-sources.md"
LOG = "log.db"
NETWORK = "127.0.0.0/8"
# Patience is for servers far away; on loopback it would only make the tour longer.
_SETTINGS: Mapping[str, Any] = {
    "allow_network": (NETWORK,), "retries": 1, "backoff": 0.05, "spacing": 0.0, "timeout": 5.0,
}  # fmt: skip


@frozen
class Stage:
    """A tour can begin. base: address of the site, no slash at its end. folder: where `saved-sources.md` stands, a
    settings file for commands that are run there, and the log once there is one. settings: those same settings.
    """

    base: str
    folder: Path
    settings: Settings


@contextmanager
def stage(*, port: int = 0, keep: Path | None = None) -> Iterator[Stage]:
    """Serve the site and lay out the folder, until the end of the block.

    port: 0 for any that is free. keep: the folder to use and to leave there; None for a temporary one.

    Raises
    ------
    InputError
        where the folder holds something already, or cannot be made.
    ToolError
        where the port cannot be had.
    """
    with DemoSite(_pages(), port=port) as site, _folder(keep) as folder:
        content = tables.text(f"demo/{LIST}").replace("{base}", site.base)
        write_atomic(str(folder / LIST), content.encode())
        write_atomic(str(folder / "provenance.toml"), _settings_file().encode())
        yield Stage(base=site.base, folder=folder, settings=Settings(log=folder / LOG, **_SETTINGS))


def wait() -> None:
    """Until Ctrl-C.

    Raises
    ------
    KeyboardInterrupt
        always.
    """
    while True:
        time.sleep(3600)


def _pages() -> Iterator[DemoPage]:
    for row in tables.rows("demo/behaviours.csv"):
        name, _, value = row["field"].partition(": ")
        yield DemoPage(
            path=row["path"],
            statuses=tuple(int(status) for status in row["status"].split()),
            fields=((name, value),) if name else (),
            content=tables.text(f"demo/{row['page']}").encode() if row["page"] else b"",
        )


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="provenance-demo-") as folder:
            yield Path(folder)
        return
    try:
        keep.mkdir(parents=True, exist_ok=True)
        filled = any(keep.iterdir())
    except OSError as error:
        raise InputError(str(keep), f"cannot be used as a folder ({error.strerror})", "Name another folder") from None
    if filled:
        raise InputError(
            str(keep), "is not empty", "Name a new folder, so that nothing of yours is mixed with the tour"
        )
    yield keep.absolute()


def _settings_file() -> str:
    lines = [f"{name} = {json.dumps(value)}" for name, value in {"log": LOG, **_SETTINGS}.items()]
    return "\n".join(["# Settings of `provenance demo`, for commands that are run in this folder.", *lines, ""])
