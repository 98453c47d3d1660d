"""What SQLite says when something fails, in words that tell the user what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provenance.errors import LogBroken, LogUnavailable, ProvenanceError

BUSY_SECONDS = 10.0

_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_REFUSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_AUTH}


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Turn the errors of SQLite and of the file system into ours.

    Raises
    ------
    LogUnavailable
        where the file cannot be opened, locked, read or written.
    LogBroken
        where the file is no database, or its content is not what the log wrote.
    """
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.InterfaceError):
        raise  # the fault of the caller, not of the file
    except sqlite3.Error as error:
        raise _explained(path, error) from error
    except OSError as error:
        raise LogUnavailable(
            str(path), f"cannot be opened: {error.strerror or error}", "Name another place with --log PATH"
        ) from error


def primary_code(error: sqlite3.Error) -> int:
    """The primary result code of SQLite (https://www.sqlite.org/rescode.html); 0 if the error has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _explained(path: Path, error: sqlite3.Error) -> ProvenanceError:
    code, given = primary_code(error), str(path)
    if code in _LOCKED:
        return LogUnavailable(
            given,
            f"is locked by another process for more than {BUSY_SECONDS:g} seconds",
            "Wait until that process ends, or name another log with --log PATH",
        )
    if code in _REFUSED:
        return LogUnavailable(
            given,
            f"cannot be opened or written: {error}",
            "Check the permissions of the file and its folder, or name another log with --log PATH",
        )
    if code == sqlite3.SQLITE_FULL:
        return LogUnavailable(
            given, "cannot grow: the disk is full", "Free some space; what was recorded before is safe"
        )
    if code in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT}:
        return LogUnavailable(given, f"could not be read or written: {error}", "Check the disk, then try again")
    if code == sqlite3.SQLITE_NOTADB:
        return LogBroken(given, "is not a SQLite file", "Name a log with --log PATH, or move this file away")
    return LogBroken(
        given,
        f"is damaged: {error}",
        "Run `provenance log verify` to see what is wrong; a copy of the file is the way back",
    )
