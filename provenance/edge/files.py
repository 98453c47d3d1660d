"""Files that the user names: reading them whole within a limit, and writing them so that a crash leaves the old one."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from provenance.errors import InputError

_CHUNK = 1 << 20
_LONGEST_LINE = 10_000_000


def is_file(path: str) -> bool:
    """Whether there is something of that name that might be read; `-` always is."""
    return path == "-" or Path(path).exists()


def read_bytes(path: str, *, limit: int = 100_000_000) -> bytes:
    """The bytes of a file; `-` is standard input.

    limit: largest size in bytes. A regular file is measured before it is read; a pipe is read until it passes the limit.

    Raises
    ------
    InputError
        where the file is not there, is a folder, may not be read, is larger than the limit, or fails while it is read.
    """
    if path == "-":
        return _read_stream(sys.stdin.buffer, name="standard input", limit=limit)
    with _reading(path) as stream:
        status = os.fstat(stream.fileno())
        if stat.S_ISREG(status.st_mode) and status.st_size > limit:
            raise _too_large(path, f"{_megabytes(status.st_size)} MB", limit)
        return _read_stream(stream, name=path, limit=limit)


@contextlib.contextmanager
def read_lines(path: str, *, size: int) -> Iterator[tuple[int, Iterator[bytes]]]:
    """The size of a file in bytes, and its lines, some together, each time about as many bytes as `size`. The file may be of
    any size; a line of more than 10 MB is cut. A pipe has no size, 0, and no lines.

    Raises
    ------
    InputError
        as `read_bytes`.
    """
    with _reading(path) as stream:
        status = os.fstat(stream.fileno())
        is_file = stat.S_ISREG(status.st_mode)
        yield (status.st_size, _pieces(stream, size)) if is_file else (0, iter(()))


def _pieces(stream: BinaryIO, size: int) -> Iterator[bytes]:
    while piece := stream.read(size):
        yield piece if piece.endswith(b"\n") else piece + stream.readline(_LONGEST_LINE)


@contextlib.contextmanager
def _reading(path: str) -> Iterator[BinaryIO]:
    """The file, open; its faults in words."""
    try:
        with Path(path).open("rb") as stream:
            yield stream
    except FileNotFoundError:
        raise InputError(path, "there is no such file", "Check the name, or give - to read standard input") from None
    except IsADirectoryError:
        raise InputError(path, "is a folder, not a file", "Give the files in it by name") from None
    except PermissionError:
        raise InputError(path, "may not be read", "Give yourself the right to read it, or a copy of it") from None
    except ValueError as error:
        raise InputError(repr(path), f"is not a file name ({error})", "Check the name") from None
    except OSError as error:
        raise InputError(
            path, f"cannot be read ({error.strerror or error})", "Check the disk, or give a copy of it"
        ) from None


def _read_stream(stream: BinaryIO, *, name: str, limit: int) -> bytes:
    """All bytes up to the limit, in chunks: a pipe does not say how long it is."""
    content = bytearray()
    while chunk := stream.read(min(_CHUNK, limit + 1 - len(content))):
        content += chunk
        if len(content) > limit:
            raise _too_large(name, f"more than {_megabytes(limit)} MB", limit)
    return bytes(content)


def _too_large(name: str, size: str, limit: int) -> InputError:
    return InputError(
        name,
        f"holds {size}; no more than {_megabytes(limit)} MB are read",
        "Give a smaller file, or cut it into parts",
    )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f}".removesuffix(".0")


def write_atomic(path: str, content: bytes, *, rights_of: str | None = None) -> None:
    """Put `content` in place of a file in one step, as `replacing` does. rights_of: a file whose permissions a new one
    gets.

    Raises
    ------
    InputError
        where the folder is not there or may not be written in, or the disk is full.
    """
    with replacing(path, rights_of=rights_of) as stream:
        stream.write(content)


@contextlib.contextmanager
def replacing(path: str, *, rights_of: str | None = None) -> Iterator[BinaryIO]:
    """What to write the new content of a file to. It is put in place in one step at the end of the block, if that ends
    well: a reader, or a crash, meets the old bytes or the new ones.

    A link is followed, and a file that was there keeps its permissions. A new file gets those of the file `rights_of`,
    else those that the user's mask gives.

    Raises
    ------
    InputError
        where the folder is not there or may not be written in, or the disk is full.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.is_dir():
            raise InputError(path, "is a folder, not a file", "Give the name of a file in it")
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.", suffix=".part")
    except OSError as error:
        raise InputError(path, f"cannot be written ({error.strerror})", "Check the folder and its rights") from None
    try:
        with os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(_mode_for(target if rights_of is None or target.exists() else Path(rights_of)))
        Path(temporary).replace(target)
    except OSError as error:
        raise InputError(
            path, f"cannot be written ({error.strerror})", "Check the disk and the folder's rights"
        ) from None
    finally:
        # After `replace` there is nothing left to remove; after a failure or Ctrl-C there is.
        with contextlib.suppress(OSError):
            Path(temporary).unlink()


def _mode_for(target: Path) -> int:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
