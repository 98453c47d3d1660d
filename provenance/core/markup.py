"""HTML that is put together from texts of strangers: each text escaped, each link of the web, each script known."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import b64encode
from html import escape

from provenance.core.printable import printable

_RIGHT_TO_LEFT = ("R", "AL", "AN")  # UAX #9, strong and Arabic numbers
_WEB = re.compile(r"https?://[^\s\"'<>]+$", re.IGNORECASE)


def text(told: object) -> str:
    """Text content or the value of a quoted attribute: no markup, no control characters, nothing that turns it around."""
    return escape(printable(str(told)), quote=True)


def foreign(told: object) -> str:
    """A text of others, whose direction does not reach beyond it (HTML, section 4.5.24, `bdi`).

    Only what holds a letter of a script from right to left has a direction to keep in; thousands of elements less are
    a page that opens at once.
    """
    shown = str(told)
    turns = not shown.isascii() and any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in shown)
    return f"<bdi>{text(shown)}</bdi>" if turns else text(shown)


def link(url: str, told: object | None = None) -> str:
    """A link of the web; any other address – `javascript:` is one – is only text."""
    shown = foreign(url if told is None else told)
    if not _WEB.match(printable(url)):
        return shown
    return f'<a href="{text(url)}" rel="noopener noreferrer nofollow">{shown}</a>'


def policy(*, style: str, script: str) -> str:
    """A Content Security Policy (CSP Level 3) that lets this style and this script be, and nothing be fetched."""
    return (
        f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}; base-uri 'none'; "
        "form-action 'none'"
    )


def _source(content: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
