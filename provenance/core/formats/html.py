"""HTML pages as lists of links: saved pages, exports of Pocket, articles of MediaWiki with their references."""

from __future__ import annotations

import re

from provenance.core.anchors import Anchor, anchors
from provenance.core.found import Found, day_of_stamp, given
from provenance.core.model import Item, Origin, Problem

NAME = "html"
ABOUT = "HTML pages: every link; exports of Pocket; the references of a MediaWiki article"

# At its head a page says that it is one; a file of bookmarks says that it is that.
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*+-->\s*)*<(?:!doctype html|html|head|body|article)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"<a\s[^<>]{0,400}?\bhref\s*=", re.IGNORECASE)


def sniff(text: str, *, name: str) -> float:
    """By what a page begins with; a piece of one by its links. Markdown can begin with a tag too, so it goes before."""
    if _PAGE.match(text):
        return 0.95
    if text.lstrip()[:1] == "<" and _LINK.search(text):
        return 0.72 if name.lower().endswith((".html", ".htm", ".xhtml")) else 0.7
    return 0.0


def read(text: str, *, file: str) -> Found:
    """Read every `a[href]` that leads to another page. The text of a link is the title that the page gives to its target.

    Relative links are left out where the page does not say (`<base>`) what they are relative to. Redirectors (`/url?q=`)
    stay as they stand: what they lead to is found by following them.
    """
    found = anchors(text)
    if found.too_deep is not None:
        origin = Origin(file=file, line=found.too_deep)
        return Found(problems=(Problem(origin=origin, message="elements are nested too deeply: it was not read"),))
    items = tuple(
        Item(url=link.url, given=_given(link), origin=Origin(file=file, line=link.line, where=_where(link)))
        for link in found.links
    )
    return Found(items=items, records=len(items), aside=found.aside)


def _where(link: Anchor) -> str | None:
    return None if link.reference is None else f"reference {link.reference}"


def _given(link: Anchor) -> dict[str, str]:
    """`time_added` and `tags` are Pocket's own attributes; its headings are `Unread` and `Read Archive`."""
    added = link.attributes.get("time_added") or link.attributes.get("add_date") or ""
    return given(
        {
            "title": link.title,
            "note": link.note,
            "folder": link.heading if added else None,
            "keyword": link.attributes.get("tags"),
            "accessed": day_of_stamp(added) if added.strip("0 ") else None,
        }
    )
