"""BibTeX and BibLaTeX, which have no field for an archived copy: `addendum`, in the words of our own export, and read back
from there.
"""

from __future__ import annotations

import re

from provenance.core.mending.edits import Copy, Edit, Place, line_end

NAMES = ("bibtex",)

_FIELD = re.compile(r"(?P<indent>[ \t]*)(?:url|howpublished)[ \t]*=[ \t]*[{\"][^\n]*$", re.IGNORECASE)
_NEXT_ENTRY = re.compile(r"^[ \t]*@", re.MULTILINE)
_HAS_ONE = re.compile(r"^[ \t]*addendum[ \t]*=", re.IGNORECASE | re.MULTILINE)


def copy_edit(text: str, place: Place, copy: Copy) -> Edit | None:
    """A field on the line before that of the link; none where the entry is written on one line, or has an addendum."""
    start = text.rfind("\n", 0, place.start) + 1
    field = _FIELD.match(text, start, place.end)
    if field is None or _HAS_ONE.search(_entry(text, place.start)):
        return None
    url = re.sub(r"([%#])", r"\\\1", copy.url)
    new = f"{field['indent']}addendum = {{Archived {copy.day} at \\url{{{url}}}}},{line_end(text, place.start)}"
    return Edit(start=start, end=start, new=new)


def _entry(text: str, place: int) -> str:
    start = max((match.start() for match in _NEXT_ENTRY.finditer(text, 0, place)), default=0)
    after = _NEXT_ENTRY.search(text, place)
    return text[start : after.start() if after else len(text)]
