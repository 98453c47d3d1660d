"""What the readers of reference managers' formats share: which of the texts in a record is a link, a number, a copy."""

from __future__ import annotations

import re
from collections.abc import Iterable

from provenance.core.scan import find_urls, is_host

_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]")
# A URL that holds another one or the moment of a capture, or one of an archive that has short names.
_ARCHIVED = re.compile(
    r"https?://(?:.+https?:/|.+/\d{12,14}\b|(?:www\.)?(?:archive\.(?:ph|today|is|li|vn|md|fo)|perma\.cc)/)"
)


def links_in(value: str) -> list[str]:
    """The links of one value; a file on somebody's disk is none."""
    text = value.strip()
    spans = list(find_urls(text))
    if len(spans) == 1 and spans[0].start == 0 and not re.search(r"[\s<>\"]", text):
        return [text]
    if spans:
        return [span.url for span in spans]
    return [text] if is_host(text) and not text.lower().endswith((".pdf", ".html", ".htm", ".txt")) else []


def serial_numbers(texts: Iterable[str]) -> dict[str, object]:
    """ISSN and ISBN by their shapes, out of a field that takes either; the first of each."""
    found: dict[str, object] = {}
    for text in texts:
        variable = "ISSN" if _ISSN.fullmatch(text.strip()) else "ISBN" if _ISBN.fullmatch(text.strip()) else None
        if variable:
            found.setdefault(variable, text.strip())
    return found


def is_archived(url: str) -> bool:
    """Whether a link leads, by its shape, to a copy in a web archive."""
    return _ARCHIVED.match(url) is not None
