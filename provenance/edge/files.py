"""Files that the user names: reading them whole within a limit, and writing them so that a crash leaves the old one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

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
    with _faults(path), Path(path).open("rb") as stream:
        status = os.fstat(stream.fileno())
        if stat.S_ISREG(status.st_mode) and status.st_size > limit:
            raise _too_large(path, f"{_megabytes(status.st_size)} MB", limit)
        return _read_stream(stream, name=path, limit=limit)


def read_pieces(path: str, *, size: int, least: int = 0) -> Iterator[bytes]:
    """The lines of a file, some together, each time about as many bytes as `size`. The file may be of any size; a line of
    more than 10 MB is cut. Nothing of a file of not more than `least` bytes, and of a pipe, which can be read but once.

    Raises
    ------
    InputError
        as `read_bytes`.
    """
    with contextlib.ExitStack() as stack:
        with _faults(path):
            stream = stack.enter_context(Path(path).open("rb"))
        status = os.fstat(stream.fileno())
        if stat.S_ISREG(status.st_mode) and status.st_size > least:
            yield from _pieces(stream, path, size)


def _pieces(stream: BinaryIO, name: str, size: int) -> Iterator[bytes]:
    piece = b"\n"
    while piece:
        with _faults(name):
            piece = stream.read(size)
            piece += b"" if piece.endswith(b"\n") or not piece else stream.readline(_LONGEST_LINE)
        if piece:
            yield piece


class Pipe:
    """Standard input, in pieces, and then whole all the same where the pieces were of no use. A context: what was read is
    kept aside until its end.
    """

    def __init__(self) -> None:
        self._name = "standard input"
        self._seen = tempfile.SpooledTemporaryFile(max_size=_CHUNK)  # noqa: SIM115 - closed at the end of this context
        self._digest = hashlib.sha256()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._seen.close()

    @property
    def digest(self) -> str:
        """`sha256:` and 64 hexadecimal digits, of all that was read."""
        return f"sha256:{self._digest.hexdigest()}"

    def pieces(self, *, size: int, limit: int = 100_000_000) -> Iterator[bytes]:
        """As `read_pieces`; none where it is not longer than one of them. limit: as that of `whole`; what is behind it is not
        kept.
        """
        pieces = _pieces(sys.stdin.buffer, self._name, size)
        first, second = self._kept(next(pieces, b""), limit), self._kept(next(pieces, b""), limit)
        if second:
            yield from (first, second)
            yield from (self._kept(piece, limit) for piece in pieces)

    def _kept(self, piece: bytes, limit: int) -> bytes:
        self._digest.update(piece)
        if self._seen.tell() <= limit:
            with _faults(self._name):
                self._seen.write(piece)
        return piece

    def whole(self, *, limit: int = 100_000_000) -> bytes:
        """What was read in pieces and all that comes after it, up to the limit in bytes.

        Raises
        ------
        InputError
            as `read_bytes`.
        """
        seen = self._seen.tell()
        if seen > limit:
            raise _too_large(self._name, f"more than {_megabytes(limit)} MB", limit)
        self._seen.seek(0)
        content = self._seen.read()
        rest = _read_stream(sys.stdin.buffer, name=self._name, limit=limit - seen)
        self._digest.update(rest)
        return content + rest


@contextlib.contextmanager
def _faults(path: str) -> Iterator[None]:
    """Faults of opening and reading a file, in words."""
    try:
        yield
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
