"""Pieces of a packed list – cells, notes, pages, chapters –: their links in order, and the raw scan over their texts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from provenance.core.found import Found
from provenance.core.model import Item, Origin, Problem, Reference
from provenance.core.scan import stray_urls

_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece. origin: where it stands, in words. text: as people read it. items: the links of its structure."""

    origin: Origin
    text: str = ""
    items: tuple[Item, ...] = ()


def gathered(
    parts: Sequence[Part],
    *,
    problems: Iterable[Problem] = (),
    references: Iterable[Reference] = (),
    aside: Iterable[str] = (),
    records: int | None = None,
) -> Found:
    """What the pieces hold together: each piece's links, then those that only the scan of its text saw, each once.

    records: entries, where the format has some; else the places where links stand are counted.
    """
    starts: list[int] = []
    length = 0
    for part in parts:
        starts.append(length)
        length += len(part.text) + len(_BETWEEN)
    known = [*(item.url for part in parts for item in part.items), *aside]
    strays: dict[int, list[Item]] = {}
    for span in stray_urls(_BETWEEN.join(part.text for part in parts), known):
        index = bisect_right(starts, span.start) - 1
        strays.setdefault(index, []).append(Item(url=span.url, origin=parts[index].origin, found_by="scan"))
    items = tuple(item for index, part in enumerate(parts) for item in (*part.items, *strays.get(index, ())))
    places = {(item.origin.line, (item.origin.where or "").partition(",")[0]) for item in items}
    return Found(
        items=items,
        problems=tuple(problems),
        records=len(places) if records is None else records,
        references=tuple(references),
        aside=frozenset(aside),
    )
