"""What a saved page or text says of itself: offline, and nothing is recorded."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from provenance.core.extract import read
from provenance.core.model import Source
from provenance.edge.files import read_bytes
from provenance.settings import Settings

# Only where the name leaves no doubt; a `.txt` may hold anything and is looked at.
_MEDIA_TYPES = {".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".md": "text/markdown"}


def read_file(path: Path | None, *, url: str | None = None, settings: Settings) -> Source:
    """Read a saved page or text. path: None or `-` for standard input. url: where it was saved from, if known.

    Raises
    ------
    InputError
        where the file cannot be read.
    """
    content = read_bytes(str(path) if path is not None else "-")
    media_type = _MEDIA_TYPES.get(path.suffix.lower()) if path is not None else None
    today = dt.datetime.now(tz=dt.UTC).date()
    return read(content, url=url, media_type=media_type, read_on=today, infer=settings.infer)
