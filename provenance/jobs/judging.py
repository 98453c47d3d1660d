"""Answers judged as they come to another process: some at once, in a file. No import here but of what judging needs: each
process waits for them before it begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from provenance.core.judged import Judged, judged
from provenance.core.model import Known, Outcome
from provenance.core.siblings import Sibling
from provenance.edge.parcels import contents

# An answer, what was known of the page, and what lists say of it.
Given: TypeAlias = Sequence[Mapping[str, str]]
Work: TypeAlias = tuple[Outcome, Known, Given]


def one_judged(work: Work, sibling: Sibling | None = None) -> Judged:
    """As `core.judged.judged`."""
    outcome, known, given = work
    return judged(outcome, known, sibling, given)


def all_judged(works: Sequence[Work]) -> list[Judged | Exception]:
    """Each of them, or its fault: that is one answer's, and not of those that came with it."""
    return [_judged_or_fault(work) for work in works]


def _judged_or_fault(work: Work) -> Judged | Exception:
    try:
        return one_judged(work)
    except Exception as error:  # noqa: BLE001 - raised where the answer is waited for
        return error


def all_judged_in(path: Path) -> list[Judged | Exception]:
    """As `all_judged`, of what lies in a parcel."""
    return all_judged(contents(path))


def one_judged_in(path: Path, place: int, sibling: Sibling) -> Judged:
    """One of a parcel, beside what a neighbour of it gave. place: of it there."""
    return one_judged(contents(path)[place], sibling)
