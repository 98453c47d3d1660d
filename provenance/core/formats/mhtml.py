"""MHTML (RFC 2557) as a list: a page as a browser saves it whole, with the frames in it."""

from __future__ import annotations

import re

from provenance.core.found import Found
from provenance.core.mime import links

NAME = "mhtml"
ABOUT = "MHTML: every link of a page that a browser saved whole, and of the frames in it"

_HEAD = 4_096
_RELATED = re.compile(r"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_LOCATION = re.compile(r"^(?:Snapshot-)?Content-Location:|^From:\s*<?Saved by", re.IGNORECASE | re.MULTILINE)
_FIELD = re.compile(r"\s*[A-Za-z][A-Za-z0-9-]*:[^\n]*\n")


def sniff(text: str, *, name: str) -> float:  # noqa: ARG001 - the door of every format
    """By a message of related parts that have addresses."""
    if not (_FIELD.match(text) and _RELATED.search(text[:_HEAD]) and _LOCATION.search(text[:65_536])):
        return 0.0
    return 0.98


def read(text: str, *, file: str) -> Found:
    """Read every `a[href]` of the HTML parts. Relative links are made whole by the address of their part."""
    return links(text.lstrip("\n"), file=file, line=1 + len(text) - len(text.lstrip("\n")))
