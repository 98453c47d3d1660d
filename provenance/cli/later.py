"""A command whose module is imported when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand
from typer.main import get_command


class Later(TyperCommand):
    """Name and first sentence of a command: all that the help of the whole needs to know of it.

    Typer reads the options of a command out of its function. Doing so for all of them took longer, at each call, than
    Typer itself takes.

    home: `module:name` of the function, or of the Typer app where the command has commands of its own.
    """

    def __init__(self, name: str, *, home: str, about: str) -> None:
        super().__init__(name, help=about)
        self._home = home

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The context of the command itself: from here on, Typer calls that."""
        return self._command().make_context(info_name, args, parent=parent, **extra)

    def _command(self) -> Any:
        module, _, name = self._home.partition(":")
        found = getattr(import_module(module), name)
        if isinstance(found, typer.Typer):
            return get_command(found)
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(self.name)(found)
        return get_command(alone)
