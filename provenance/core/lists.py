"""Lists of sources as people keep them: whatever the format, one door.

A format's reader knows where titles and dates stand; it can also lose an entry without a word. So the raw text is
scanned for URLs as well, and those that the reader did not give are listed as `found_by="scan"`.
"""

from __future__ import annotations

from typing import Protocol

from provenance.core.decode import decode_list
from provenance.core.formats import (
    bibtex,
    csl_json,
    delimited,
    endnote_xml,
    enw,
    hayagriva,
    markdown,
    netscape,
    plain,
    ris,
    zotero_json,
)
from provenance.core.found import Found
from provenance.core.model import Item, Load, Origin
from provenance.core.scan import Lines, stray_urls
from provenance.errors import InputError


class Format(Protocol):
    """The door of every format. sniff: how surely the text is of this format, 0 to 1, by its content; the file's name
    only decides between equals. read: what the list holds; a text of another format gives little, and no error.
    """

    NAME: str
    ABOUT: str

    def sniff(self, text: str, *, name: str) -> float: ...

    def read(self, text: str, *, file: str) -> Found: ...


_READERS: tuple[Format, ...] = (
    bibtex,
    csl_json,
    ris,
    endnote_xml,
    enw,
    hayagriva,
    zotero_json,
    netscape,
    delimited,
    markdown,
    plain,
)

READERS = _READERS
"""The readers themselves, for those who read what they have written."""

FORMATS: dict[str, str] = {reader.NAME: reader.ABOUT for reader in _READERS}
"""The formats of lists that can be read, by name, each in one line."""


def load(content: bytes, *, name: str, format: str | None = None) -> Load:
    """Read a list of sources.

    content: the bytes of the file. name: what the file is called, for messages and origins. format: a name out of
    `FORMATS` where the content must not decide.

    Raises
    ------
    InputError
        where the bytes are no text, the format is not known, or nothing in the list is meant as a link.
    """
    text, notes = decode_list(content, name=name)
    reader = _reader(text, name=name, wanted=format)
    found = reader.read(text, file=name)
    lines = Lines(text)
    strays = tuple(
        Item(url=span.url, origin=Origin(file=name, line=lines.number(span.start)), found_by="scan")
        for span in stray_urls(text, [*(item.url for item in found.items), *found.aside])
    )
    if not found.items and not found.problems and not strays:
        raise InputError(
            name,
            f"no links found in it, read as {reader.NAME}",
            f"Give a list of URLs, or one of: {', '.join(FORMATS)}",
        )
    return Load(
        items=tuple(sorted((*found.items, *strays), key=lambda item: item.origin.line or 0)),
        problems=found.problems,
        format=reader.NAME,
        records=found.records,
        references=found.references,
        notes=notes,
    )


def _reader(text: str, *, name: str, wanted: str | None) -> Format:
    if wanted is None:
        return max(_READERS, key=lambda reader: reader.sniff(text, name=name))
    for reader in _READERS:
        if wanted == reader.NAME:
            return reader
    raise InputError(f"format {wanted!r}", "is not one that can be read", f"Choose one of: {', '.join(FORMATS)}")
