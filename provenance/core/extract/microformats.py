"""Microformats: hAtom's `hentry` (https://microformats.org/wiki/hatom) and its successor `h-entry`.

Class names like `published` are common words as well; they count only inside an entry, and of several entries only the
one with the headline is the page's own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from provenance.core.extract.days import stamped_day
from provenance.core.extract.heading import Headline
from provenance.core.extract.page import Mark, Page, attributes_of
from provenance.core.model import Evidence
from provenance.core.regex import regex
from provenance.core.text import comparable

# class → variable, the newer name and the older one
_CLASSES = {
    "p-name": "title", "entry-title": "title", "dt-published": "issued", "published": "issued",
    "dt-updated": "modified", "updated": "modified", "p-author": "author", "author": "author",
}  # fmt: skip
_ENTRY = regex(r"(?:^|\s)(?:hentry|h-entry)(?:\s|$)")
_CARD_NAME = ".p-name, .fn"
_MOST_PARENTS = 30
_LONGEST = 300
# Marked elements that are read, of all entries and of the one.
_MOST, _MOST_OF_ENTRY = 300, 20


def read(page: Page, headline: Headline | None) -> Iterator[Evidence]:
    """Evidence from the entry that is the page's own."""
    entries: dict[int, list[tuple[Mark, str]]] = {}
    marked = (mark for mark in page.marks if not _CLASSES.keys().isdisjoint(mark.attributes.get("class", "").split()))
    for mark in itertools.islice(marked, _MOST):
        names = [name for name in mark.attributes["class"].split() if name in _CLASSES]
        # Only an author that is a card is one of hAtom; the bare word is anybody's class.
        names = [name for name in names if name != "author" or "vcard" in mark.attributes["class"].split()]
        entry = _entry_of(mark.node) if names else None
        if entry is not None:
            entries.setdefault(entry, []).extend((mark, name) for name in names)
    for mark, name in _own(list(entries.values()), headline)[:_MOST_OF_ENTRY]:
        yield from _evidence(mark, name, page.tag)


def _entry_of(node: LexborNode) -> int | None:
    """The entry that an element stands in; what stands in a card in it is the card's."""
    parent = node.parent
    for _ in range(_MOST_PARENTS):
        if parent is None:
            return None
        classes = attributes_of(parent).get("class", "")
        if _ENTRY.search(classes):
            return parent.mem_id
        if {"h-card", "vcard", "p-author"} & set(classes.split()):
            return None
        parent = parent.parent
    return None


def _own(entries: list[list[tuple[Mark, str]]], headline: Headline | None) -> list[tuple[Mark, str]]:
    if len(entries) == 1:
        return entries[0]
    title = comparable(headline.text) if headline else ""
    for entry in entries:
        if any(_CLASSES[name] == "title" and comparable(mark.text_up_to(_LONGEST)) == title for mark, name in entry):
            return entry
    return []


def _evidence(mark: Mark, name: str, language: str) -> Iterator[Evidence]:
    variable = _CLASSES[name]
    attributes = mark.attributes
    text = attributes.get("datetime") or attributes.get("title") if variable in ("issued", "modified") else None
    if variable == "author":
        inner = mark.node.css_first(_CARD_NAME)
        text = inner.text(deep=True, separator=" ").strip() if inner is not None else mark.text_up_to(_LONGEST)
    text = text or mark.text_up_to(_LONGEST)
    if not text or len(text) > _LONGEST:
        return
    value = stamped_day(text, language) if variable in ("issued", "modified") else text
    if value:
        yield Evidence(
            variable=variable,
            value=value,
            method=f"microformat:{name}",
            selector=f"{mark.tag}.{name}",
            quote=text[:500],
        )
