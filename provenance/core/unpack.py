"""Packed files, unpacked in memory within limits: a file of kilobytes can hold gigabytes.

Nothing is written, and a member's name is only a key: `../x` leads nowhere.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Mapping

from provenance.errors import InputError

GZIP = b"\x1f\x8b"
"""The first bytes of a gzip file (RFC 1952, section 2.3.1)."""
MOST_BYTES = 200_000_000
"""So many bytes of one file are unpacked at most."""

_MOST_MEMBERS = 10_000
# All that a file says it holds, pictures too, which are never unpacked.
_MOST_STATED = 1_000_000_000
# Deflate packs a thousand to one at best, and office documents ten or twenty to one. Small files may be as dull as
# they like.
MOST_RATIO, RATIO_FROM = 200, 10_000_000
# The methods that Office, OpenDocument and EPUB allow. The others unpack in leaps that cannot be bounded.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_REMEDY = "If you trust it, save it anew from the program that made it, or give its links as text"


class Package:
    """The members of a zip container, each unpacked when it is asked for.

    Raises
    ------
    InputError
        where it is no zip container, is locked, or holds more than a document can.
    """

    def __init__(self, content: bytes, *, file: str) -> None:
        self._file = file
        self._left = MOST_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            members = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, UnicodeError):
            problem = "is a damaged zip container: its table of contents cannot be read"
            raise InputError(file, problem, "Get the file once more, or save it anew") from None
        # Folders end in a slash; a damaged table of contents has names without a character.
        self.names = tuple(name for name in (one.filename for one in members) if name and not name.endswith("/"))
        stated = sum(member.file_size for member in members)
        if len(members) > _MOST_MEMBERS:
            raise InputError(
                file, f"is a zip container of {len(members):,} members, more than any document has", _REMEDY
            )
        if stated > _MOST_STATED or (stated > RATIO_FROM and stated > MOST_RATIO * len(content)):
            raise _bomb(file, stated)

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def read(self, name: str) -> bytes:
        """The bytes of a member.

        Raises
        ------
        InputError
            where that is more than all members together may hold, or locked.
        ValueError
            where the member is not there, or damaged; the message says which.
        """
        info = self._zip.NameToInfo.get(name)
        if info is None:
            raise ValueError(f"{name} is missing")
        if info.flag_bits & 0x1:
            raise InputError(self._file, "is locked with a password", "Save a copy of it without one, and give that")
        if info.compress_type not in _METHODS:
            raise ValueError(f"{name} is packed by a method that such files do not use")
        try:
            with self._zip.open(info) as member:
                content = member.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError):
            raise ValueError(f"{name} is damaged and cannot be unpacked") from None
        self._left -= len(content)
        if self._left < 0:
            raise _bomb(self._file, MOST_BYTES)
        return content


def repacked(content: bytes, changed: Mapping[str, bytes], *, file: str) -> bytes:
    """A zip container with other bytes in some of its members; order, dates and methods of all stay.

    Raises
    ------
    InputError
        as `Package`, and where a member cannot be copied.
    """
    package = Package(content, file=file)
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for member in dict.fromkeys(old.infolist()):
            if old.NameToInfo[member.filename] is not member:
                continue  # an older member of the name, which no reader sees
            try:
                inside = b"" if member.is_dir() else changed.get(member.filename) or package.read(member.filename)
            except ValueError as damage:
                raise InputError(file, f"cannot be copied: {damage}", "Save it anew, and give that") from None
            new.writestr(member, inside)
    return written.getvalue()


def zip_names(content: bytes) -> tuple[str, ...]:
    """The names of the members of a zip container; none where the bytes are something else, or damaged."""
    if not content.startswith(b"PK\x03\x04"):
        return ()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return tuple(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, UnicodeError):
        return ()


def mime_type(content: bytes) -> str:
    """The media type with which OpenDocument (part 2, 3.3) and EPUB (OCF 3.3, 4.3) files begin: their first member, not
    packed, is called `mimetype`.
    """
    if content[:4] != b"PK\x03\x04" or content[30:38] != b"mimetype":
        return ""
    size = int.from_bytes(content[18:22], "little")
    start = 38 + int.from_bytes(content[28:30], "little")
    return content[start : start + min(size, 100)].decode("ascii", "replace").strip()


def beside(name: str, target: str) -> str:
    """The name of a member to which another one refers by a relative or absolute path."""
    joined = target if target.startswith("/") else posixpath.join(posixpath.dirname(name), target)
    return posixpath.normpath(joined).lstrip("/")


def gunzip(content: bytes, *, file: str) -> bytes:
    """All members of a gzip file (RFC 1952), one after another; what follows them is left out.

    Raises
    ------
    InputError
        where it unpacks to more than a list can be, or to nothing.
    """
    unpacked = bytearray()
    rest = content
    while rest.startswith(GZIP):
        member = zlib.decompressobj(wbits=31)
        try:
            unpacked += member.decompress(rest, MOST_BYTES + 1 - len(unpacked))
        except zlib.error:
            unpacked += before_the_fault(memoryview(rest), MOST_BYTES - len(unpacked))[0]
            break
        stated = len(unpacked)
        if stated > MOST_BYTES or (stated > RATIO_FROM and stated > MOST_RATIO * len(content)):
            raise _bomb(file, stated)
        if not member.eof:
            break
        rest = member.unused_data
    if not unpacked:
        raise InputError(file, "is a gzip file that is damaged or empty", "Get the file once more, or unpack it first")
    return bytes(unpacked)


_STEP = 4096


def before_the_fault(content: memoryview, most: int) -> tuple[bytearray, int]:
    """What the gzip member at the beginning gives before it ends or breaks, about so many bytes at most; and how many
    bytes of the content it takes, 0 where it breaks.
    """
    member = zlib.decompressobj(wbits=31)
    unpacked = bytearray()
    for start in range(0, len(content), _STEP):
        step = content[start : start + _STEP]
        before = member.copy()
        try:
            unpacked += member.decompress(step)
        except zlib.error:
            for index in range(len(step)):
                try:
                    unpacked += before.decompress(step[index : index + 1])
                except zlib.error:
                    break
            return unpacked, 0
        if member.eof:
            return unpacked, start + len(step) - len(member.unused_data)
        if len(unpacked) >= most:
            break
    return unpacked, 0


def _bomb(file: str, size: int) -> InputError:
    return InputError(file, f"unpacks to {size / 1_000_000:,.0f} MB or more, which no list of sources needs", _REMEDY)
