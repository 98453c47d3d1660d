"""What is to be changed in a list, from what was found of its links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from urllib.parse import urldefrag

from provenance.core.formats.delimited import layout
from provenance.core.frozen import frozen
from provenance.core.mending import bibtex, csl_json, html, markdown, ris, wikitext
from provenance.core.mending.edits import Copy, Edit, LineSpans, Place, applied, places_of
from provenance.core.model import Check, Exchange, Item, State
from provenance.core.wrappers import inner_of

# What a list says of one link stands within so many lines of it: an address may be broken off the line it was found in.
_AROUND = 2


@frozen
class Mended:
    """The list after its mending. edits: of the text as it was. changes: what was done, a line each; left: what was not,
    and why.
    """

    text: str
    edits: tuple[Edit, ...] = ()
    changes: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


_ROOMS: tuple[ModuleType, ...] = (bibtex, csl_json, html, markdown, ris, wikitext)
_BY_NAME: Mapping[str, ModuleType] = {name: room for room in _ROOMS for name in room.NAMES}


def moved_to(check: Check) -> str | None:
    """Where a link has moved for good (RFC 9110 sections 15.4.2 and 15.4.9): the page is alive, and each step of the way
    was permanent. The fragment goes with it.
    """
    if (
        check.verdict.state is not State.ALIVE
        or check.verdict.kind != "moved"
        or not isinstance(check.outcome, Exchange)
    ):
        return None
    target, fragment = urldefrag(check.outcome.target)
    wanted = urldefrag(check.url).fragment or fragment
    moved = f"{target}#{wanted}" if wanted else target
    return moved if moved != check.url else None


def copy_of(check: Check) -> Copy | None:
    """The archived copy that was found of a link that is dead."""
    if check.memento is None or check.verdict.state is not State.DEAD:
        return None
    return Copy(url=check.memento.uri_m, day=check.memento.memento_datetime.date())


def living_as(check: Check, checks: Mapping[str, Check]) -> str | None:
    """The page at which the source of a dead link is alive, where the list names it so elsewhere. A copy in an archive is
    none, and whether one of the two is to go is nothing that can be decided here.
    """
    if check.verdict.state is not State.DEAD:
        return None
    others = (checks.get(one.url) for one in check.same_as if inner_of(one.url) is None)
    return next((other.url for other in others if other and other.verdict.state is State.ALIVE), None)


def mended(text: str, *, format: str, items: Sequence[Item], checks: Mapping[str, Check]) -> Mended:
    """The list with what can be mended in it.

    format: as `core.lists` names it. items: the links of the list, with their lines. checks: by link.
    """
    edits: list[Edit] = []
    changes: list[str] = []
    left = [
        f"{item.origin}: {item.url} is dead; its source is alive as {living}, which the list has too"
        for item in items
        if item.url in checks and (living := living_as(checks[item.url], checks))
    ]
    lines = LineSpans(text)
    closing = layout(text).delimiter or "" if format == "delimited" else ""
    for item in items:
        check = checks.get(item.url)
        if check is None:
            continue
        moved, copy = moved_to(check), copy_of(check)
        if moved is None and copy is None:
            continue
        places = list(_places(text, lines, item, closing))
        if not places:
            left.append(f"{item.origin}: {item.url} is not spelled out there; mend it by hand")
        for place in places:
            if moved is not None:
                edits.append(Edit(start=place.start, end=place.end, new=place.spell(moved)))
                changes.append(f"{item.origin}: {item.url} moved to {moved}")
            elif copy is not None:
                edit = _copied(text, place, copy, format)
                if edit is not None:
                    edits.append(edit)
                    changes.append(f"{item.origin}: {item.url} is dead; its copy of {copy.day} is {copy.url}")
                elif copy.url not in text:
                    left.append(f"{item.origin}: {item.url} is dead, and {format} has no place there for {copy.url}")
    return Mended(
        text=applied(text, edits),
        edits=tuple(edits),
        changes=tuple(dict.fromkeys(changes)),
        left=tuple(dict.fromkeys(left)),
    )


def _copied(text: str, place: Place, copy: Copy, format: str) -> Edit | None:
    room = _BY_NAME.get(format)
    found: Edit | None = room.copy_edit(text, place, copy) if room is not None else None
    return found


def _places(text: str, lines: LineSpans, item: Item, closing: str) -> Iterator[Place]:
    """The link on its line, else near it. Without a line it is looked for in the whole list."""
    if item.origin.line is None:
        yield from places_of(text, item.url, start=0, end=len(text), closing=closing)
        return
    start, end = lines.span(item.origin.line, item.origin.line)
    found = list(places_of(text, item.url, start=start, end=end, closing=closing))
    if not found:
        start, end = lines.span(item.origin.line - _AROUND, item.origin.line + _AROUND)
        found = list(places_of(text, item.url, start=start, end=end, closing=closing))[:1]
    yield from found
