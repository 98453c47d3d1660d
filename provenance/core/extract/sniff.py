"""Whether what was decoded is a page or a plain text."""

from __future__ import annotations

import re

from provenance.core.regex import regex

_HTML_TYPES = ("text/html", "application/xhtml+xml")
_TEXT_TYPES = ("text/plain", "text/markdown", "text/x-markdown")
# The opening tags by which the MIME Sniffing Standard (section 7.1) knows HTML, and those of saved fragments.
_HTML = regex(
    r"<(?:!doctype\s+html|html|head|script|iframe|h[1-6]|div|font|table|a|style|title|b|body|br|p|meta|article|section|!--)[\s>/]"
    r"|<!--|<\?xml[^>]*\?>\s*<(?:!doctype\s+html|html)",
    re.IGNORECASE,
)


def is_html(text: str, media_type: str | None = None) -> bool:
    """By the media type where it says so, else by the first tag near the beginning."""
    kind = (media_type or "").split(";")[0].strip().lower()
    if kind in _HTML_TYPES:
        return True
    opening = text[:2000].lstrip("\ufeff \t\r\n\f\0")
    if kind in _TEXT_TYPES:
        return False
    return (
        _HTML.match(opening) is not None
        or re.search(r"<(?:html|head|body|!doctype html)[\s>]", opening, re.IGNORECASE) is not None
    )
