"""The job `read`: what a saved page or text says of itself. Offline, and nothing is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from provenance.core.decode import binary_kind
from provenance.core.extract.carriers import open_carrier
from provenance.core.extract.source import read
from provenance.core.model import Source
from provenance.core.overrule import Statement, overrule
from provenance.edge.files import read_bytes
from provenance.errors import InputError
from provenance.jobs.clock import now
from provenance.settings import Settings

# Only where the name leaves no doubt; a `.txt` may hold anything and is looked at.
_MEDIA_TYPES = {".html": "text/html", ".htm": "text/html", ".xhtml": "application/xhtml+xml", ".md": "text/markdown"}


def read_file(path: str, *, url: str | None = None, settings: Settings, statements: Sequence[Statement] = ()) -> Source:
    """Read a saved page or text. path: `-` is standard input. url: where it was saved from, if known.

    statements: what a person says of it.

    Raises
    ------
    InputError
        where the file cannot be read.
    """
    source = read_content(page_bytes(path), url=url, media_type=media_type_of(path), settings=settings)
    return overrule(source, statements)


def page_bytes(path: str, content: bytes | None = None) -> bytes:
    """The content of a file that holds a page or a text. content: where it was read already.

    Raises
    ------
    InputError
        where it cannot be read, is empty, or is no text.
    """
    content = read_bytes(path) if content is None else content
    if not content.strip():
        raise InputError(path, "is empty", "Save the page once more from your browser, as HTML or text")
    if (kind := binary_kind(content)) and open_carrier(content) is None:
        raise InputError(path, f"is {kind}, not a page or a text", "Save the page as HTML, PDF or text, and give that")
    return content


def media_type_of(path: str) -> str | None:
    """The media type that the name of a file promises."""
    return _MEDIA_TYPES.get(PurePath(path).suffix.lower())


def read_content(
    content: bytes,
    *,
    url: str | None = None,
    media_type: str | None = None,
    settings: Settings,
    fields: Sequence[tuple[str, str]] = (),
) -> Source:
    """As `read_file`, for content that is here already; today is the day of the reading.

    fields: header fields of the answer that brought it.
    """
    return read(content, url=url, media_type=media_type, read_on=now().date(), infer=settings.infer, fields=fields)
