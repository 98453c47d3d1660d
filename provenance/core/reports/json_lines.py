"""An audit as JSON lines: what `--json` prints, an object a link."""

from __future__ import annotations

import json

from provenance.core.audited import ProblemRow, Row
from provenance.core.listed_records import link_record, problem_record

NAME = "json-lines"
ABOUT = "one JSON object a line, as --json"


def head() -> str:
    """Nothing stands before the rows."""
    return ""


def link(row: Row) -> str:
    """A link."""
    return json.dumps(link_record(row.check), ensure_ascii=False) + "\n"


def problem(row: ProblemRow) -> str:
    """A piece that could not be read."""
    return json.dumps(problem_record(row.problem), ensure_ascii=False) + "\n"
