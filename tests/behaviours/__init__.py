"""What the test site does, page by page, each with the verdict that a check of it must find.

A module a room: whoever adds one here has its pages served.
"""

from __future__ import annotations

import importlib
import pkgutil


def load() -> None:
    """Let every module enter its behaviours."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
