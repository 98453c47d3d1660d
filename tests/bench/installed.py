"""Commands as users have them."""

from __future__ import annotations

import os
from pathlib import Path


def as_installed(folder: Path) -> dict[str, str]:
    """The environment of a call: byte code is written once, to a place of its own, and read from there, as `pip install`
    leaves it. Where it may not be written, each process of ours compiles all of its modules.
    """
    return os.environ | {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
