"""What a mending changes, as a unified diff: made from the edits, for to compare two lists of megabytes takes minutes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from provenance.core.frozen import frozen
from provenance.core.mending.edits import Edit, applied

_CONTEXT = 3


@frozen
class _Change:
    """Lines that are others afterwards. first: the number of the first one, from 0."""

    first: int
    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def last(self) -> int:
        return self.first + len(self.old)


def unified(text: str, edits: Sequence[Edit], *, name: str) -> str:
    """The diff of a text and what its edits make of it; empty where that is the same. Lines are split at line feeds
    alone: other ends of line are characters of the list, and shown as they are.
    """
    lines = text.split("\n")
    hunks: list[list[_Change]] = []
    for change in _changes(lines, edits):
        if hunks and change.first - hunks[-1][-1].last <= 2 * _CONTEXT:
            hunks[-1].append(change)
        else:
            hunks.append([change])
    written: list[str] = []
    moved = 0
    for hunk in hunks:
        first, last = max(0, hunk[0].first - _CONTEXT), min(len(lines), hunk[-1].last + _CONTEXT)
        grown = sum(len(change.new) - len(change.old) for change in hunk)
        old, new = _range(first, last - first), _range(first + moved, last - first + grown)
        written.append(f"@@ -{old} +{new} @@")
        written += _shown(lines, hunk, first, last)
        moved += grown
    return "".join(f"{line}\n" for line in (f"--- {name}", f"+++ {name}", *written)) if written else ""


def _changes(lines: Sequence[str], edits: Sequence[Edit]) -> Iterator[_Change]:
    """The lines that edits touch, each run of them once, without those at its ends that stay as they are."""
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    runs: list[tuple[int, int, list[Edit]]] = []
    for edit in sorted(set(edits)):
        first, last = bisect_right(starts, edit.start) - 1, bisect_right(starts, edit.end)
        if runs and first < runs[-1][1]:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]), [*runs[-1][2], edit])
        else:
            runs.append((first, last, [edit]))
    for first, last, inside in runs:
        begin = starts[first]
        moved = [Edit(start=edit.start - begin, end=edit.end - begin, new=edit.new) for edit in inside]
        old, new = lines[first:last], applied("\n".join(lines[first:last]), moved).split("\n")
        same = next(
            (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new))
        )
        old, new = old[same:], new[same:]
        while old and new and old[-1] == new[-1]:
            old, new = old[:-1], new[:-1]
        if old or new:
            yield _Change(first=first + same, old=tuple(old), new=tuple(new))


def _shown(lines: Sequence[str], hunk: Sequence[_Change], first: int, last: int) -> Iterator[str]:
    for change in hunk:
        yield from (f" {line}" for line in lines[first : change.first])
        yield from (f"-{line}" for line in change.old)
        yield from (f"+{line}" for line in change.new)
        first = change.last
    yield from (f" {line}" for line in lines[first:last])


def _range(first: int, count: int) -> str:
    """As `diff -u` has it: lines count from 1, and a range of none names the line before it."""
    return f"{first + 1}" if count == 1 else f"{first + (count > 0)},{count}"
