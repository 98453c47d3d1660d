"""CSL-JSON: what Zotero, pandoc and every citation engine read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

NAME = "csl-json"
ABOUT = "CSL-JSON, what Zotero, pandoc and citation engines read"
HELD = None  # everything


def write(items: Sequence[Mapping[str, object]]) -> str:
    """The list of the items, as the schema of CSL data asks for."""
    return json.dumps(list(items), ensure_ascii=False, indent=2)
