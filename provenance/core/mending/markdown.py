"""Markdown and plain prose: ` ([archived](…))` behind the link, as most style guides of wikis and newsrooms have it."""

from __future__ import annotations

import re

from provenance.core.mending.edits import Copy, Edit, Place

NAMES = ("markdown",)

_REST = re.compile(r"""(?:\s+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?\s*\)""")
_ARCHIVED = re.compile(r"\s*\(\[archived[^\]]*\]\(", re.IGNORECASE)
_DEFINITION = re.compile(r"[ \t]{0,3}\[[^\]\n]+\]:[ \t]*<?$")


def copy_edit(text: str, place: Place, copy: Copy) -> Edit | None:
    """Behind the whole link; none for the definition of a reference, which has room for one address alone."""
    line = text.rfind("\n", 0, place.start) + 1
    if _DEFINITION.match(text[line : place.start]):
        return None
    end = place.end
    before = text[place.start - 2 : place.start]
    if before == "](" or before.endswith("<"):
        closing = _REST.match(text, end) if before == "](" else re.compile(">").match(text, end)
        if closing is None:
            return None
        end = closing.end()
    if _ARCHIVED.match(text, end):
        return None
    return Edit(start=end, end=end, new=f" ([archived {copy.day}]({copy.url}))")
