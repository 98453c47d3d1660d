"""Bookmarks as every browser exports them: the Netscape bookmark file (`<DT><A HREF=… ADD_DATE=… TAGS=…>`).

The file has no specification beyond Microsoft's note "Netscape Bookmark File Format"; tags are left open as a rule, and
an HTML parser is what closes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from provenance.core.anchors import lines_by_href, too_deep
from provenance.core.found import Found, day_of_stamp, given
from provenance.core.model import Item, Origin, Problem

NAME = "netscape"
ABOUT = "bookmarks exported by a browser or a bookmark service (HTML)"

_DOCTYPE = re.compile(r"\s*<!DOCTYPE\s+NETSCAPE-Bookmark-file", re.IGNORECASE)
_ENTRY = re.compile(r"<DT>\s*<(?:A|H3)\b", re.IGNORECASE)
_ICONS = ("icon_uri", "icon", "data-cover")  # the last is Raindrop's


def sniff(text: str, *, name: str) -> float:
    """By the document type, or by its `<DT><A` entries."""
    if _DOCTYPE.match(text):
        return 1.0
    return (0.8 if _ENTRY.search(text) else 0.0) + (0.05 if name.lower().endswith((".html", ".htm")) else 0)


def read(text: str, *, file: str) -> Found:
    """Read every `<A HREF>` with its folder, tags, note and the day on which it was added.

    `javascript:` and `place:` entries are links of their own schemes: they are items, and the check says so.
    """
    deep = too_deep(text)
    if deep is not None:
        problem = "folders are nested too deeply: titles, folders and notes were not read"
        return Found(problems=(Problem(origin=Origin(file=file, line=deep), message=problem),))
    tree = LexborHTMLParser(text)
    lines = lines_by_href(text)
    items: list[Item] = []
    problems: list[Problem] = []
    aside: set[str] = set()
    records = 0
    for node, folders in _bookmarks(tree):
        records += 1
        attributes = {key.lower(): value or "" for key, value in node.attributes.items()}
        aside.update(attributes[key] for key in _ICONS if attributes.get(key, "").startswith("http"))
        href = attributes.get("href", "")
        places = lines.get(href)
        origin = Origin(file=file, line=places.popleft() if places else None, where=" / ".join(folders) or None)
        title = node.text()
        if not href.strip():
            problems.append(Problem(origin=origin, message=f"the bookmark {title.strip()[:80]!r} has no address"))
            continue
        items.append(Item(url=href.strip(), given=_given(node, attributes, title, folders), origin=origin))
    return Found(items=tuple(items), problems=tuple(problems), records=records, aside=frozenset(aside))


def _bookmarks(tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, tuple[str, ...]]]:
    """Every `<a>` in document order with the folders that it lies in: a heading names the `<dl>` that follows it."""
    root = tree.root
    if root is None:
        return
    folders: list[str] = []
    heading = ""
    stack: list[tuple[LexborNode | None, bool]] = [(root, False)]
    while stack:
        node, leaving = stack.pop()
        if node is None:
            continue
        if leaving:
            folders.pop()
            continue
        if node is not root:
            stack.append((node.next, False))
        if node.tag == "h3":
            heading = " ".join(node.text().split())
        elif node.tag == "dl":
            folders.append(heading)
            heading = ""
            stack.append((node, True))
        elif node.tag == "a":
            yield node, tuple(folder for folder in folders if folder)
        stack.append((node.child, False))


def _given(node: LexborNode, attributes: dict[str, str], title: str, folders: tuple[str, ...]) -> dict[str, str]:
    added = attributes.get("add_date", "")
    return given(
        {
            "title": title,
            "folder": " / ".join(folders),
            "keyword": attributes.get("tags"),
            "accessed": day_of_stamp(added) if added.strip("0 ") else None,
            "note": _note(node),
        }
    )


def _note(node: LexborNode) -> str | None:
    """The text of the `<DD>` that follows the bookmark's `<DT>`, without the entries nested in it."""
    parent = node.parent
    sibling = parent.next if parent is not None and parent.tag == "dt" else None
    while sibling is not None and sibling.tag == "-text":
        sibling = sibling.next
    if sibling is None or sibling.tag != "dd":
        return None
    return sibling.text(deep=False)
