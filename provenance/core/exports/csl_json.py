"""CSL-JSON: what Zotero, pandoc and every citation engine read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from provenance.core.csl.texts import without_controls

NAME = "csl-json"
ABOUT = "CSL-JSON, what Zotero, pandoc and citation engines read"
HELD = None  # everything


def write(items: Sequence[Mapping[str, object]]) -> str:
    """The list of the items, as the schema of CSL data asks for."""
    return json.dumps([without_controls(item) for item in items], ensure_ascii=False, indent=2)
