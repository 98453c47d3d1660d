"""Lists in files that are no text: one file a format, the same door, asked before anything is decoded."""

from __future__ import annotations

from typing import Protocol

from provenance.core.formats.packed import docx, epub, odt, pdf, warc, xlsx
from provenance.core.found import Found


class Packed(Protocol):
    """The door of every packed format. IS_LIST: whether such a file is rather a list than one article.

    sniff: how surely the bytes are of this format, 0 to 1, by their content. read: what the list holds, the raw scan
    of its texts included; what is damaged is a Problem, and what is refused an `InputError`.
    """

    NAME: str
    ABOUT: str
    IS_LIST: bool

    def sniff(self, content: bytes, *, name: str) -> float: ...

    def read(self, content: bytes, *, file: str) -> Found: ...


READERS: tuple[Packed, ...] = (xlsx, docx, odt, epub, pdf, warc)


def reader_of(content: bytes, *, name: str, wanted: str | None = None) -> Packed | None:
    """The reader of the format that the bytes are of, or that is wanted by its name; None if none is."""
    if wanted is not None:
        return next((reader for reader in READERS if wanted == reader.NAME), None)
    likely, reader = max(((one.sniff(content, name=name), one) for one in READERS), key=lambda pair: pair[0])
    return reader if likely else None
