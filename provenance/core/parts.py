"""Pieces of a packed list – cells, notes, pages, chapters –: their links in order, and the raw scan over their texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from provenance.core.found import Found, given
from provenance.core.frozen import frozen
from provenance.core.model import Item, Origin, Problem, Reference
from provenance.core.scan import find_urls, link_key, meant_as_link, stray_urls, without_surrogates

_BETWEEN = "\n\n"
SEAM = "\u200b"
"""Where a link or a note begins and ends inside a text: no URL goes on behind it (`https://a.example/x` and a raised 1)."""


@frozen
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


_NO_SOURCE = re.compile(r"(?:mailto|tel|sms|javascript|data|about):|#|$", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def link(target: str, label: str, origin: Origin) -> Item | Problem | None:
    """The link that a document sets on some of its words; None for addresses of people and places in the document itself.

    target: where it leads. label: the words.
    """
    label = label.replace(SEAM, "")
    url = without_surrogates("".join(target.split()))
    if _NO_SOURCE.match(url):
        return None
    if "://" in url[:12] and not url.lower().startswith("file:"):
        title = "" if next(find_urls(label), None) or link_key(label) == link_key(url) else label
        return Item(url=url, given=given({"title": title[:_LONGEST]}), origin=origin)
    if not _SCHEME.match(url) and meant_as_link(url):
        return Item(url=url, given={}, origin=origin)
    return Problem(origin=origin, message=f"links to {url[:80]!r}, which is no address on the web")


# A label in characters: a whole paragraph can carry one link.
_LONGEST = 300
