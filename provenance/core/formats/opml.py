"""OPML 2.0, lists of feeds and outlines. Programs write it badly, so what XML loses is looked for in the raw tags."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping

from provenance.core.charrefs import resolved
from provenance.core.found import Found, date_text, given
from provenance.core.model import Item, Origin
from provenance.core.scan import Lines, find_urls, meant_as_link
from provenance.core.xml import Element, parsed

NAME = "opml"
ABOUT = "OPML: feeds and outlines, as feed readers and outliners export them"

_ROOT = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:[^-]|-(?!->))*+-->\s*)*<opml\b", re.IGNORECASE)
_OUTLINE = re.compile(r"<outline\b", re.IGNORECASE)
_ADDRESS = re.compile(r"""\b(xmlUrl|htmlUrl|url)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""", re.IGNORECASE)
_TEXT = re.compile(r"""[^<>]{0,400}?\b(?:text|title)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->))*+(?:-->|\Z)")
_LINKS = ("xmlurl", "htmlurl", "url")
_NAMES = {"xmlurl": "xmlUrl", "htmlurl": "htmlUrl", "url": "url"}


def sniff(text: str, *, name: str) -> float:
    """By the root element."""
    if _ROOT.match(text):
        return 0.98
    return 0.75 if text.lstrip()[:1] == "<" and name.lower().endswith(".opml") and _OUTLINE.search(text) else 0.0


def read(text: str, *, file: str) -> Found:
    """Read every outline with an address: `xmlUrl` is the feed, `htmlUrl` the site, `url` the page of a link."""
    root, problems = parsed(text, file=file)
    items = [] if root is None else list(_outlines(root, file=file))
    shown = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    items += _lost(shown, Counter(item.url for item in items), file=file)
    aside = frozenset(span.url for match in _COMMENT.finditer(text) for span in find_urls(match.group()))
    records = len(_OUTLINE.findall(shown))
    return Found(items=tuple(items), problems=problems, records=records, aside=aside)


def _outlines(root: Element, *, file: str) -> Iterator[Item]:
    """In document order, without recursion, each with the outlines above it as its folder."""
    stack: list[tuple[Element, tuple[str, ...]]] = [(root, ())]
    while stack:
        element, folders = stack.pop()
        attributes = {str(key).lower(): str(value) for key, value in element.attrib.items()}
        yield from _items(attributes, folders, line=element.sourceline, file=file)
        title = attributes.get("text") or attributes.get("title") or ""
        below = (*folders, title) if title and element.tag == "outline" else folders
        stack.extend((child, below) for child in reversed(element) if isinstance(child.tag, str))


def _items(attributes: Mapping[str, str], folders: tuple[str, ...], *, line: int | None, file: str) -> Iterator[Item]:
    told = given(
        {
            "title": attributes.get("text") or attributes.get("title"),
            "note": attributes.get("description"),
            "keyword": attributes.get("category"),
            "language": attributes.get("language"),
            "folder": " / ".join(folders),
            "accessed": date_text(attributes.get("created", "")),
        }
    )
    for key in _LINKS:
        url = attributes.get(key, "").strip()
        if url and meant_as_link(url):
            yield Item(url=url, given=told, origin=Origin(file=file, line=line, where=_NAMES[key]))


def _lost(text: str, known: Counter[str], *, file: str) -> Iterator[Item]:
    """Addresses in the raw tags of outlines that the XML parser did not give: a raw `<` or quotation mark in a description
    costs it the whole outline.
    """
    lines = Lines(text)
    starts = [match.start() for match in _OUTLINE.finditer(text)]
    for match in _ADDRESS.finditer(text):
        url = resolved(match[2] or match[3] or "").strip()
        before = bisect_right(starts, match.start()) - 1
        if before < 0 or not meant_as_link(url):
            continue
        if known[url]:
            known[url] -= 1
            continue
        named = _TEXT.match(text, starts[before] + len("<outline"))
        title = resolved(named[1] or named[2] or "") if named else None
        where = _NAMES[match[1].lower()]
        origin = Origin(file=file, line=lines.number(match.start()), where=where)
        yield Item(url=url, given=given({"title": title}), origin=origin)
