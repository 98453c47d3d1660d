"""HTML: the attributes of Robust Links (Klein and others, https://robustlinks.mementoweb.org/spec/, version 1.0)."""

from __future__ import annotations

import html
import re

from provenance.core.mending.edits import Copy, Edit, Place

NAMES = ("html", "netscape")

_TAG = re.compile(r"<a\b[^<>]*$", re.IGNORECASE)


def copy_edit(text: str, place: Place, copy: Copy) -> Edit | None:
    """`data-versionurl` and `data-versiondate` in the tag of a link, behind its address; none elsewhere."""
    opening = _TAG.search(text, max(0, place.start - 2000), place.start)
    quote = text[place.start - 1 : place.start]
    end = text.find(">", place.end)
    if opening is None or quote not in ("'", '"') or end < 0 or not text.startswith(quote, place.end):
        return None
    if "data-versionurl" in text[opening.start() : end]:
        return None
    written = f' data-versionurl="{html.escape(copy.url)}" data-versiondate="{copy.day}"'
    return Edit(start=place.end + 1, end=place.end + 1, new=written)
