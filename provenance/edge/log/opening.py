"""Opening the file: whose is it, of which version, and may we write?"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from provenance.edge.log.faults import BUSY_SECONDS, faults, primary_code
from provenance.edge.log.identity import APPLICATION_ID, READABLE, VERSION
from provenance.errors import InputError, LogBroken, LogUnavailable

_PAUSE = 0.05
# A log of so many entries takes its time to be brought up to date, and says so.
_MANY = 50_000


def open_for_writing(path: Path) -> sqlite3.Connection:
    """A connection to the log at `path`; file and folders are made, and migrations applied, where they are missing.

    Raises
    ------
    LogUnavailable
        where the place cannot be written or is locked.
    LogBroken
        where the file is not a log, or is one of a newer version; it is left as it was.
    """
    _refuse_other_things(path)
    with faults(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = _connect(path, "mode=rwc")
    try:
        with faults(path):
            version = _version(path, connection)
            if version < VERSION:
                _make_new(connection) if version == 0 else _migrate(path, connection)
            # A commit survives the end of the process, by SIGKILL too; only a power cut may take the last ones, and
            # never leaves half of one (https://www.sqlite.org/pragma.html#pragma_synchronous).
            connection.execute("PRAGMA synchronous = NORMAL")
            # Batch after batch changes the same pages at the end of each table: these go into the file once for many.
            connection.execute("PRAGMA wal_autocheckpoint = 4000")  # of 4 KiB each
    except BaseException:
        connection.close()
        raise
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A connection to an existing log that refuses to write. The log may lie on a read-only disk.

    Raises
    ------
    InputError
        where there is no log yet; none is made.
    LogUnavailable, LogBroken
        as `open_for_writing`.
    """
    _refuse_other_things(path)
    with faults(path):
        if not path.exists() or path.stat().st_size == 0:
            raise no_log_yet(path)
        connection, version = _peek(path)
    if version >= READABLE:
        connection.execute("PRAGMA query_only = ON")
        return connection
    connection.close()
    if version == 0:
        raise no_log_yet(path)
    open_for_writing(path).close()  # an older log is brought up to date first
    return open_for_reading(path)


def no_log_yet(path: Path) -> InputError:
    return InputError(
        str(path), "there is no log yet", "It is made by the first `provenance check`, `add`, `cite` or `audit`"
    )


def _refuse_other_things(path: Path) -> None:
    """SQLite would wait for ever at a pipe, and take a device for an empty file."""
    with faults(path):
        if path.is_dir():
            raise LogUnavailable(str(path), "is a folder", f"Name a file with --log, such as {path / 'log.db'}")
        if path.exists() and not path.is_file():
            raise LogUnavailable(str(path), "is not a file", "Name a file with --log PATH")


def _connect(path: Path, options: str) -> sqlite3.Connection:
    # isolation_level None: Python begins no transaction of its own, so each one says what kind it is.
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{options}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    connection.row_factory = sqlite3.Row
    connection.create_function("fold", 1, _fold, deterministic=True)  # SQLite's lower() knows ASCII only
    return connection


def _fold(text: str | None) -> str | None:
    return text.casefold() if text is not None else None


def _peek(path: Path) -> tuple[sqlite3.Connection, int]:
    """An open connection and the version of the log behind it."""
    connection = _connect(path, "mode=rw")
    try:
        return connection, _version(path, connection)
    except sqlite3.OperationalError as error:
        connection.close()
        # In a folder that cannot be written SQLite has no place for the index of the write-ahead log. Without such a
        # log nothing is pending, and the file can be read as the still thing it is.
        pending = path.with_name(path.name + "-wal")
        if primary_code(error) not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY} or pending.exists():
            raise
    except BaseException:
        connection.close()
        raise
    connection = _connect(path, "mode=ro&immutable=1")
    try:
        return connection, _version(path, connection)
    except BaseException:
        connection.close()
        raise


def _version(path: Path, connection: sqlite3.Connection) -> int:
    """The number of the last migration that the log has seen, 0 for an empty file.

    Raises
    ------
    LogBroken
        where the file belongs to somebody else, or to a newer version of this program.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application == 0:
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not tables and not version:
            return 0
    if application != APPLICATION_ID:
        raise LogBroken(
            str(path),
            "is a SQLite file, but not a log of provenance",
            "Name a log with --log PATH; this file is as it was",
        )
    if version > VERSION:
        raise LogBroken(
            str(path),
            f"was written by a newer provenance (log version {version}, this one knows {VERSION})",
            "Upgrade: pip install --upgrade source-provenance; the file is as it was",
        )
    return int(version)


def _make_new(connection: sqlite3.Connection) -> None:
    """All tables of a new log in one transaction."""
    script = Path(__file__).with_name("new_log.sql").read_text(encoding="utf-8")
    _write_ahead(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been here while this one waited for the lock.
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in script.split("\n\n"):
                connection.execute(statement)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _migrate(path: Path, connection: sqlite3.Connection) -> None:
    import logging

    from provenance.edge.log import schema  # sqlite-utils takes 200 ms, and only a log of an older version needs it

    _write_ahead(connection)
    (entries,) = connection.execute("SELECT coalesce(max(sequence) + 1, 0) FROM entries").fetchone()
    if entries >= _MANY:
        told = "is brought up to the version of this program, once; that takes about a minute for each million entries"
        logging.getLogger("provenance").warning("%s: %s, and there are %s", path, told, f"{entries:,}")
    schema.migrate(connection)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Readers never wait for a writer. The change of mode is the one lock that SQLite does not wait for by itself."""
    for _ in range(int(BUSY_SECONDS / _PAUSE)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(_PAUSE)
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")
