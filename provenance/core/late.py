"""Readers of formats that are imported when they are first asked: there are thirty, and a list is read by one of them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from provenance.core.found import Found


class Late:
    """The door of a format, `core.lists.Format` or `core.formats.packed.Packed`, whose module is imported behind it.

    NAME: as that of the module, which is told at once.
    """

    def __init__(self, name: str, module: str) -> None:
        self.NAME = name
        self._home = module

    @property
    def ABOUT(self) -> str:  # noqa: N802 - as the module has it
        """What is read, in one line."""
        return str(self._module.ABOUT)

    @property
    def IS_LIST(self) -> bool:  # noqa: N802 - as the module has it
        """Of a packed format, whether such a file is rather a list than one article."""
        return bool(self._module.IS_LIST)

    def sniff(self, content: Any, *, name: str) -> float:
        """How surely the content is of this format, 0 to 1."""
        return float(self._module.sniff(content, name=name))

    def read(self, content: Any, *, file: str) -> Found:
        """What the list holds."""
        found: Found = self._module.read(content, file=file)
        return found

    @property
    def _module(self) -> Any:
        return import_module(self._home)
