"""What `audit --json` prints beyond the check itself: how links of lists belong together, and what could not be read."""

from __future__ import annotations

from provenance.core.model import Check, Problem
from provenance.core.records import Record, check_record, origin_record
from provenance.core.same import source_key


def link_record(check: Check) -> Record:
    """A link of a list: its check, the key of its source, by which links can be brought together, and the other links of
    that source. None of it goes into the log: it follows from the addresses.
    """
    return check_record(check) | {
        "source": source_key(check.url),
        "same_as": [
            {"url": one.url, "origins": [origin_record(origin) for origin in one.origins]} for one in check.same_as
        ],
    }


def problem_record(problem: Problem) -> Record:
    """A piece of a list that could not be read, as a row beside the checks."""
    return {"url": None, "state": None, "kind": "problem", "because": [problem.message],
            "origins": [origin_record(problem.origin)]}  # fmt: skip
