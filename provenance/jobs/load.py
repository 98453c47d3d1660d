"""The job of reading lists that people keep."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path

from provenance.core import lists
from provenance.core.model import Item, Load, Problem
from provenance.edge.files import read_bytes
from provenance.errors import NoLinks


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Several lists together. key: the same lists have the same key, so that a broken run finds its beginning. paths: as
    they were given, `-` for standard input; none for links that are in no file. left_out: links that the settings do not
    want looked at, each with why; they are in no load.
    """

    names: tuple[str, ...]
    key: str
    loads: tuple[Load, ...]
    paths: tuple[str, ...] = ()
    left_out: tuple[tuple[Item, str], ...] = ()

    @property
    def items(self) -> list[Item]:
        """All links of all lists, in their order."""
        return [item for loaded in self.loads for item in loaded.items]

    @property
    def problems(self) -> list[Problem]:
        """All pieces that could not be read."""
        return [problem for loaded in self.loads for problem in loaded.problems]


def load(given: str | PathLike[str] | bytes, *, name: str | None = None, format: str | None = None) -> Load:
    """Read one saved list.

    given: its path, `-` for standard input, or its content as bytes. name: what to call it in origins and messages.
    format: its format, where the content must not decide.

    Raises
    ------
    InputError
        for what cannot be read, is no list, or holds nothing that is meant as a link.
    """
    if isinstance(given, bytes):
        return lists.load(given, name=name or "given", format=format)
    path = fspath(given)
    return lists.load(read_bytes(path), name=name or _called(path), format=format)


def load_all(paths: Sequence[str], *, format: str | None = None, skip_empty: bool = False) -> Lists:
    """Read several lists, each as `load` does. skip_empty: one without a link is no fault; a note says so."""
    names, keys, loads = [], [], []
    for path in paths:
        content = read_bytes(path)
        names.append(_called(path))
        try:
            loads.append(lists.load(content, name=names[-1], format=format))
        except NoLinks:
            if not skip_empty:
                raise
            loads.append(_EMPTY)
        # A file is the same list when it has grown since; what came through a pipe is known by its content alone.
        keys.append("sha256:" + hashlib.sha256(content).hexdigest() if path == "-" else str(Path(path).resolve()))
    return Lists(names=tuple(names), key="\n".join(sorted(keys)), loads=tuple(loads), paths=tuple(paths))


_EMPTY = Load(items=(), problems=(), format="a text without links", records=0)


def _called(path: str) -> str:
    return "standard input" if path == "-" else path
