"""Questions that those with many links ask of a log, ready to be asked: one SQL file each in `questions/`.

They are written in what SQLite and DuckDB both understand, so that the same file is asked of the log itself and of its
tables exported as Parquet.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from importlib.resources import files

from provenance.errors import UsageError

_SUFFIX = ".sql"


def questions() -> Mapping[str, str]:
    """What each question answers, in a sentence or two, by its name."""
    return {name: _about(_text(name)) for name in _names()}


def sql(name: str) -> str:
    """The question in SQL.

    Raises
    ------
    UsageError
        where there is none of that name.
    """
    if name not in _names():
        raise UsageError(f"question {name!r}", "is not one of those that are ready", f"Ask {', '.join(_names())}")
    return _text(name)


def ask(connection: sqlite3.Connection, name: str, *, limit: int | None = None) -> Iterator[dict[str, object]]:
    """The answer row by row, by the names of its columns; at most `limit` rows."""
    cursor = connection.execute(f"SELECT * FROM ({sql(name)}) LIMIT ?", (-1 if limit is None else limit,))  # noqa: S608
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def _names() -> list[str]:
    folder = files("provenance.edge.log").joinpath("questions")
    return sorted(one.name.removesuffix(_SUFFIX) for one in folder.iterdir() if one.name.endswith(_SUFFIX))


def _text(name: str) -> str:
    return files("provenance.edge.log").joinpath("questions", name + _SUFFIX).read_text(encoding="utf-8")


def _about(text: str) -> str:
    return " ".join(line.removeprefix("--").strip() for line in text.splitlines() if line.startswith("--"))
