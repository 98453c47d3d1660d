"""RIS: an `L2` line behind the link, where our own export has the copy too; readers show it as one more link."""

from __future__ import annotations

import re

from provenance.core.mending.edits import Copy, Edit, Place, line_end

NAMES = ("ris",)

_TAG = re.compile(r"(?:UR|LK|L1) {1,2}- ")
_REFERENCE = re.compile(r"^(?:TY|ER) {1,2}-", re.MULTILINE)


def copy_edit(text: str, place: Place, copy: Copy) -> Edit | None:
    """A line behind that of the link; none where the reference has the copy already."""
    start, end = text.rfind("\n", 0, place.start) + 1, text.find("\n", place.end)
    close = _REFERENCE.search(text, place.end)
    if end < 0 or not _TAG.match(text, start) or copy.url in text[start : close.start() if close else len(text)]:
        return None
    return Edit(start=end + 1, end=end + 1, new=f"L2  - {copy.url}{line_end(text, place.start)}")
