"""Bytes to text: what a list is written in, and what is no list at all."""

from __future__ import annotations

import codecs

from provenance.core.regex import regex
from provenance.errors import InputError

# First bytes of files that people hand over by mistake. Sources: the formats' own specifications.
_MAGIC = (
    (b"%PDF-", "a PDF", "Give the list as text: save it as .txt, .md, .csv or .bib"),
    (b"PK\x03\x04", "a zip container of other files", "Unpack it, and give the lists in it by name"),
    (b"PK\x05\x06", "an empty zip container", "Get the file once more, or save it anew"),
    (b"SQLite format 3\x00", "an SQLite database", "Export the list from the program that keeps it, then give that"),
    (b"\x1f\x8b", "a gzip file", "Unpack it first: gunzip FILE"),
    (b"BZh", "a bzip2 file", "Unpack it first: bunzip2 FILE"),
    (b"\xfd7zXZ\x00", "an xz file", "Unpack it first: unxz FILE"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "Unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file", "Unpack it first: unzstd FILE"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old or locked Office document",
        "Save it as DOCX, XLSX or text, without a password",
    ),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", "Give the list as text"),
    (b"\xff\xd8\xff", "a JPEG image", "Give the list as text"),
    (b"GIF87a", "a GIF image", "Give the list as text"),
    (b"GIF89a", "a GIF image", "Give the list as text"),
    (b"\x7fELF", "a program", "Give the list as text"),
    (b"bplist00", "a binary property list", "Convert it first: plutil -convert xml1 FILE"),
)
# UTF-32 before UTF-16: the little-endian mark of the one begins with that of the other.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_AS_TEXT = "Give a text file in UTF-8"
_CONTROLS = regex(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 65_536


def binary_kind(content: bytes) -> str | None:
    """What the bytes are if they are no text: `a PDF`, `a program`, …; None for what can be read as text.

    A stray NUL does not make a page binary; a twentieth of control characters does. Texts have next to none, and of
    random or compressed bytes a tenth are.
    """
    for magic, kind, _ in _MAGIC:
        if content.startswith(magic):
            return kind
    if any(content.startswith(mark) for mark, _ in _MARKS):
        return None
    return "binary data" if _mostly_controls(content) else None


def decode_list(content: bytes, *, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a list, its lines ended by line feeds, and notes on how it was read.

    UTF-8; UTF-16 and UTF-32 by their byte order mark; anything else is taken for Windows-1252, and a note says so.

    Raises
    ------
    InputError
        where the bytes are no text.
    """
    for magic, kind, remedy in _MAGIC:
        if content.startswith(magic):
            raise InputError(name, f"looks like {kind}, not a list of links", remedy)
    notes: tuple[str, ...] = ()
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    if encoding:
        text = content.decode(encoding, errors="replace")
        if "\ufffd" in text:
            notes = (f"some bytes are not {encoding.upper()} and stand as U+FFFD",)
    else:
        _refuse_binary(content, name=name)
        text, notes = _without_mark(content)
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise InputError(name, "holds NUL characters, so it is not a text file", _AS_TEXT)
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def encoding_of(content: bytes) -> tuple[str, bytes]:
    """The encoding in which `decode_list` reads the bytes, and the byte order mark that they begin with."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding, mark
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", b""
    return "utf-8", b""


def _without_mark(content: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        note = f"byte {error.start + 1} is not UTF-8: read as Windows-1252, so accented letters may be wrong"
        return content.decode("cp1252", errors="replace"), (note,)


def _refuse_binary(content: bytes, *, name: str) -> None:
    if b"\x00" in content:
        raise InputError(name, "holds NUL bytes, so it is not a text file", f"{_AS_TEXT}, or in UTF-16 with its mark")
    if _mostly_controls(content):
        raise InputError(name, "is full of control characters, so it is not a text file", _AS_TEXT)


def _mostly_controls(content: bytes) -> bool:
    sample = content[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) * 20 > len(sample)
