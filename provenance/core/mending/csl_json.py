"""CSL-JSON: `archive_location`, and the day as Zotero's `archive_date`, before the link's own member."""

from __future__ import annotations

import json
import re

from provenance.core.mending.edits import Copy, Edit, Place

NAMES = ("csl-json",)

_MEMBER = re.compile(r'(?P<before>\s*)"URL"(?P<between>\s*:\s*)"$')


def copy_edit(text: str, place: Place, copy: Copy) -> Edit | None:
    """Two members before `URL`, set as that is; none where the item names an archive already."""
    member = _MEMBER.search(text, max(0, place.start - 500), place.start)
    if member is None or '"archive_location"' in _item(text, place):
        return None
    before, between = member["before"], member["between"]
    members = {"archive_location": copy.url, "archive_date": copy.day.isoformat()}
    new = "".join(f"{before}{json.dumps(name)}{between}{json.dumps(value)}," for name, value in members.items())
    return Edit(start=member.start(), end=member.start(), new=new)


def _item(text: str, place: Place) -> str:
    """Roughly the item: from the brace before the link to the first one after it that closes as many as it opens."""
    start = text.rfind("{", 0, place.start)
    # A brace of a date or a name may stand between the item's own and its link.
    while start > 0 and text.count("{", start, place.start) <= text.count("}", start, place.start):
        start = text.rfind("{", 0, start)
    depth = text.count("{", start, place.start) - text.count("}", start, place.start)
    end = place.end
    while depth > 0 and (match := re.compile("[{}]").search(text, end)):
        depth += 1 if match[0] == "{" else -1
        end = match.end()
    return text[start:end]
