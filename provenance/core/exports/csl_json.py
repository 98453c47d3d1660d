"""CSL-JSON: what Zotero, pandoc and every citation engine read."""

from __future__ import annotations

import json
from collections.abc import Mapping

NAME = "csl-json"


def write(item: Mapping[str, object]) -> str:
    """A list of one item, as the schema of CSL data asks for; a list of many is made by joining the items."""
    return json.dumps([item], ensure_ascii=False, indent=2)
