"""Opening PDF files with pypdf, which tells a terminal of every odd font unless it is told to be silent."""

from __future__ import annotations

import io
import logging
from typing import Any

# Bytes of drawing operators, unpacked, on a page whose text is read: of a map there are more, and each costs its time.
_MOST_DRAWN = 4_000_000


def opened(content: bytes) -> tuple[Any, bool]:
    """The library's reader, and whether the file is locked with a password. A broken file makes it raise anything."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    from pypdf import PdfReader  # only for those who read such a file

    reader = PdfReader(io.BytesIO(content))
    return reader, bool(reader.is_encrypted and not reader.decrypt(""))


def is_bounded(page: Any) -> bool:
    """Whether no more is drawn on a page than its text is worth."""
    contents = page.get_contents()
    return contents is None or len(contents.get_data()) <= _MOST_DRAWN
