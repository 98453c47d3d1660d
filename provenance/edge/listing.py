"""The files that a folder or a pattern leads to."""

from __future__ import annotations

import functools
import glob
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path

from provenance.core.file_names import DATA, DOCUMENTS, ending, is_hidden
from provenance.core.frozen import frozen
from provenance.errors import InputError

# A pattern that says itself which endings it means: `**/*.log`.
_OWN_ENDING = re.compile(r"\.\w+$")


@frozen
class Listing:
    """paths: files that are read, in the order of their names. other: files that are not, by their ending."""

    paths: tuple[str, ...]
    other: Mapping[str, int] = field(default_factory=dict)


def listing(given: str) -> Listing | None:
    """What a folder, or a pattern of file names (`docs/**/*.md`), leads to; None for the name of a file, or of nothing.

    Hidden files and folders, and folders that package managers fill, are left out, and so are links to folders.

    Raises
    ------
    InputError
        where a folder cannot be read, or no file is named as the pattern says.
    """
    if given == "-":
        return None
    try:
        if Path(given).is_dir():
            return _sorted_out(_below(given), all_of_them=False)
        if not glob.has_magic(given) or Path(given).exists():
            return None
    except (OSError, ValueError):
        return None  # reading it says what is wrong with it
    found = sorted(path for path in glob.iglob(given, recursive=True) if _is_wanted(path, given))  # noqa: PTH207 - knows hidden
    if not found:
        raise InputError(given, "no file is named so", "Check the pattern; ** stands for folders, * for one name")
    return _sorted_out(found, all_of_them=bool(_OWN_ENDING.search(given)))


def _below(folder: str) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        raise InputError(
            str(error.filename),
            f"is a folder that cannot be read ({error.strerror})",
            "Check its rights, or name files",
        )

    for here, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not is_hidden(name) and not _is_environment(Path(here, name)))
        yield from (os.path.join(here, name) for name in sorted(names) if not is_hidden(name))  # noqa: PTH118 - `./` stays


@functools.lru_cache(maxsize=1024)
def _is_environment(folder: Path) -> bool:
    return (folder / "pyvenv.cfg").exists()


def _is_wanted(path: str, pattern: str) -> bool:
    """Whether a file is meant that a pattern fits: one in a folder that is left out only where the pattern names that."""
    named = Path(pattern).parts
    hidden = any(is_hidden(step) for step in Path(path).parts if step not in named)
    above = [folder for folder in Path(path).parents if folder.name and folder.name not in named]
    return not hidden and Path(path).is_file() and not any(_is_environment(folder) for folder in above)


def _sorted_out(paths: Iterator[str] | list[str], *, all_of_them: bool) -> Listing:
    wanted, other = [], Counter[str]()
    for path in paths:
        kind = ending(path)
        if all_of_them or kind in DOCUMENTS or kind in DATA:
            wanted.append(path)
        else:
            other[f".{kind}" if kind else "without an ending"] += 1
    return Listing(paths=tuple(wanted), other=other)
