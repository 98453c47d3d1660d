"""Pages that are made, or left, by script. No script is run here; what can be seen of it is said."""

from __future__ import annotations

import re

from provenance.core import phrases
from provenance.core.extract.glance import Glance
from provenance.core.regex import regex

# So little text is a spinner, a logo, a "please wait"; a page that shows more can be judged by it.
_LITTLE = 250
_INLINE = 100_000

_LEAVES = regex(
    r"(?:^|[^\w.])(?:(?:window|document|top|self|parent)\.)*location(?:\.href)?\s*"
    r"(?:=\s*|\.(?:replace|assign)\s*\(\s*)(?:[\"'`](?P<url>[^\"'`\n]{1,2000})[\"'`]|[\w(])"
)
# Where the programs that build a page in the browser put it.
_MOUNT = regex(
    r"<(?:div|main|app-root|section)\b[^>]{0,200}\bid\s*=\s*[\"']?(?:root|app|__next|__nuxt|___gatsby|svelte|main-app|react[-_]\w*|ember\w*|q-app)\b"
    r"|<app-root\b|\bng-app\b|\bdata-reactroot\b",
    re.IGNORECASE,
)


def leaves_for(page: Glance) -> str | None:
    """Where a script sends the reader of a page that shows next to nothing; "" where it does not say; None if none does."""
    if not page.inline or page.shown.is_longer_than(_LITTLE):
        return None
    found = _LEAVES.search(page.inline[:_INLINE])
    return None if found is None else (found["url"] or "")


def shell(page: Glance) -> str | None:
    """Why a page looks like the empty frame of one that a script makes; None where it holds text of its own."""
    if not page.thin or page.own > _LITTLE or page.described:
        return None
    message = f"{page.noscript}\n{page.text}"
    if told := phrases.in_text(message, "script"):
        return f"it says “{phrases.as_written(message, told[0])}”, and no script is run here"
    if not (page.scripts or page.inline or "<noscript" in page.markup[:_INLINE].lower()):
        return None
    if _MOUNT.search(page.markup[:_INLINE]):
        return "it is an empty frame that a script fills, and no script is run here"
    return "it shows nothing without its scripts, and no script is run here" if not page.text else None
