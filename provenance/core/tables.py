"""The one door to the tables in `data/`: read once, as they are, from inside the installed package."""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from importlib.abc import ResourceLoader


def _content(name: str) -> bytes:
    """The bytes of `data/NAME`, by whatever loaded this module: `data/` lies inside the wheel, and beside the package in a
    checkout. `importlib.resources` would find it too, and takes seven milliseconds to import.
    """
    get = cast("ResourceLoader", __spec__.loader).get_data
    package = __file__.replace("\\", "/").rpartition("/core/")[0]
    try:
        return get(f"{package}/data/{name}")
    except OSError:
        return get(f"{package}/../data/{name}")


@functools.cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `data/NAME`, a CSV file with a header line; lines that open with `#` are remarks."""
    # A DictReader would take twice the time, and some tables have thousands of rows.
    header, *lines = csv.reader(line for line in io.StringIO(text(name)) if not line.startswith("#"))
    return tuple(dict(zip(header, cells, strict=True)) for cells in lines if cells)


def columns(name: str) -> tuple[str, ...]:
    """The names of the columns of `data/NAME`."""
    return tuple(next(csv.reader(line for line in io.StringIO(text(name)) if not line.startswith("#"))))


@functools.cache
def text(name: str) -> str:
    """The text of `data/NAME` (UTF-8)."""
    return _content(name).decode("utf-8").replace("\r\n", "\n")


def names(folder: str) -> tuple[str, ...]:
    """The names of the files in `data/FOLDER`, sorted."""
    from importlib.resources import files

    package = files("provenance")
    inside = package / "data"
    data = inside if inside.is_dir() else files("provenance.core") / ".." / ".." / "data"
    return tuple(sorted(entry.name for entry in data.joinpath(folder).iterdir() if entry.is_file()))
