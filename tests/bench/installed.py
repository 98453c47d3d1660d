"""Commands as users have them."""

from __future__ import annotations

import compileall
import functools
import os
from pathlib import Path

import provenance


def as_installed() -> dict[str, str]:
    """The environment of a call: there is byte code of our modules, as `pip install` leaves it. Else each process of ours
    would compile all that it imports.
    """
    _compile()
    return os.environ | {"PYTHONDONTWRITEBYTECODE": ""}


@functools.cache
def _compile() -> None:
    compileall.compile_dir(str(Path(provenance.__file__).parent), quiet=1)
