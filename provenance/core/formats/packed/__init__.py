"""Lists in files that are no text: one file a format, the same door, asked before anything is decoded."""

from __future__ import annotations

from typing import Protocol

from provenance.core.found import Found
from provenance.core.late import Late


class Packed(Protocol):
    """The door of every packed format. IS_LIST: whether such a file is rather a list than one article.

    sniff: how surely the bytes are of this format, 0 to 1, by their content. read: what the list holds, the raw scan
    of its texts included; what is damaged is a Problem, and what is refused an `InputError`.
    """

    @property
    def NAME(self) -> str: ...  # noqa: N802 - a constant of the module

    @property
    def ABOUT(self) -> str: ...  # noqa: N802 - a constant of the module

    @property
    def IS_LIST(self) -> bool: ...  # noqa: N802 - a constant of the module

    def sniff(self, content: bytes, *, name: str) -> float: ...

    def read(self, content: bytes, *, file: str) -> Found: ...


READERS: tuple[Packed, ...] = tuple(
    Late(name, f"{__name__}.{name}") for name in ("xlsx", "docx", "odt", "epub", "pdf", "warc")
)
# How all of them begin: zip, gzip, WARC, ARC. A PDF may begin a little later (`pdf.sniff`).
_MAGIC = (b"PK\x03\x04", b"\x1f\x8b", b"WARC/", b"filedesc://")
_PDF, _HEAD = b"%PDF-", 1024


def reader_of(content: bytes, *, name: str, wanted: str | None = None) -> Packed | None:
    """The reader of the format that the bytes are of, or that is wanted by its name; None if none is."""
    if wanted is not None:
        return next((reader for reader in READERS if wanted == reader.NAME), None)
    if not content.startswith(_MAGIC) and _PDF not in content[:_HEAD]:
        return None  # most lists are texts, and nothing needs to be imported for them
    likely, reader = max(((one.sniff(content, name=name), one) for one in READERS), key=lambda pair: pair[0])
    return reader if likely else None
