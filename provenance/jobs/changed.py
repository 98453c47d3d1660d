"""The job of leaving out what did not change: links on lines that an earlier revision of a list had already."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from provenance.core.model import BESIDE, Item, Load, ManyItems, Problem
from provenance.edge.git import changed_lines
from provenance.errors import UsageError
from provenance.jobs.load import Lists

# In these a link stands on the very line of its origin. In all others an entry goes on over lines: whatever changed
# between its first line and the next entry is its own.
_BY_LINE = {"plain", "markdown", "delimited"}


def only_changed(lists: Lists, revision: str) -> Lists:
    """The lists with the links and problems that stand on lines changed since a git revision. What has no line stays;
    the other links are kept beside them, for a new link may be one that the list had already.

    Raises
    ------
    UsageError
        for a list from a pipe, and where git cannot tell.
    """
    loads: list[Load] = []
    beside: list[Item] = []
    for path, loaded in zip(lists.paths, lists.loads, strict=True):
        if path == "-":
            raise UsageError("--only-changed with -", "a list from a pipe has no revisions", "Give the list as a file")
        changed = changed_lines(path, revision)
        kept, others = (loaded, []) if changed is None else _parted(loaded, changed)
        loads.append(kept)
        beside += others
    return replace(lists, loads=tuple(loads), beside=tuple(beside))


def _parted(loaded: Load, changed: Sequence[range]) -> tuple[Load, list[Item]]:
    """The list with what stands on changed lines, and its other links, but for those in a spool, which keeps them."""
    by_line = loaded.format in _BY_LINE
    starts = [] if by_line else sorted({item.origin.line for item in loaded.items if item.origin.line})

    def stays(one: Item | Problem) -> bool:
        line = one.origin.line
        if line is None:
            return True
        after = bisect_right(starts, line)
        next_line = starts[after] if after < len(starts) else None
        end = line + 1 if by_line else next_line
        return any(lines.stop > line and (end is None or lines.start < end) for lines in changed)

    kept = replace(loaded, problems=tuple(problem for problem in loaded.problems if stays(problem)))
    if isinstance(loaded.items, ManyItems):
        many, _ = loaded.items.parted(lambda item: None if stays(item) else BESIDE)
        return replace(kept, items=many), []
    items = [(item, stays(item)) for item in loaded.items]
    kept = replace(kept, items=tuple(item for item, here in items if here))
    return kept, [item for item, here in items if not here]
