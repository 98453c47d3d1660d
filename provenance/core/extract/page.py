"""A page parsed once: its tree, and its visible text as lines with the places of the elements that matter."""

from __future__ import annotations

import bisect
import itertools
import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from provenance.core.extract.tree import strip_unseen, tree_of
from provenance.core.regex import regex
from provenance.core.text import collapse

_INLINE_WORDS = """
    a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s samp small span
    strike strong sub sup time tt u var wbr
"""
_INLINE = frozenset(_INLINE_WORDS.split())
# Elements whose place on the page says what they are about: by their name, by attributes that they have, and by words in
# these: headings, bylines, days, microdata, microformats, RDFa, licences, and what stands above and below a headline.
_MARKED_TAGS = frozenset({"h1", "h2", "time", "figcaption", "article", "main"})
# `p-author`, `dt-published`, `published`, `dt-updated` and `updated` are among the classes.
_CALLED = regex(
    r"author|autor|byline|username|breadcrumb|date|publish|headline|timestamp|standfirst|subtitle|kicker"
)  # of small letters: to search without regard to case takes five times as long
_MICROFORMATS = frozenset({"fn", "entry-title", "p-name", "vcard"})
_LEADS_TO = regex(r"/(?:author|autor/|auteur/|categor|kategori|rubri|ressort)", re.IGNORECASE | re.ASCII)
_RELATIONS, _RELATIONS_OF_LINKS = frozenset({"author", "license"}), frozenset({"author", "license", "category", "tag"})
# HTML Standard, "Link type alternate": feeds are told by their media type.
_OF_FEED = ("rss+xml", "atom+xml", "feed+json")
_MOST_FEEDS = 10
_NAMES_OF_META = ("property", "name", "itemprop", "http-equiv")
_LANGUAGE_METAS = ("og:locale", "content-language", "language")
# A page with more is no article; reading on would only cost.
_MOST_NODES = 60_000


class Line(NamedTuple):
    """One run of visible text without a block boundary in it. start: offset in the text of the page."""

    text: str
    start: int
    tag: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


_start = operator.attrgetter("start")


@dataclass(frozen=True, slots=True)
class Mark:
    """An element that matters. start: offset of its first character in the text of the page. kinds: class and id, in
    lower case, for telling what the page's makers call the element.
    """

    node: LexborNode
    tag: str
    start: int
    attributes: dict[str, str]
    kinds: str

    @property
    def text(self) -> str:
        return text_of(self.node)

    def text_up_to(self, most: int) -> str:
        """The text, empty where it is longer: an element that holds the whole page is read for nothing, not a thousand
        times.
        """
        raw = self.node.text(deep=True, separator=" ")
        text = collapse(raw) if len(raw) <= 8 * most + 200 else ""
        return text if len(text) <= most else ""

    @property
    def selector(self) -> str:
        """A CSS selector that leads back to the element, as far as its own attributes go."""
        for name in ("itemprop", "rel"):
            if value := self.attributes.get(name):
                return f'{self.tag}[{name}="{value}"]'
        classes = self.attributes.get("class", "").split()
        return self.tag + (f".{classes[0]}" if classes else "")


@dataclass(frozen=True, slots=True)
class Page:
    """What the families read of a page. Lines and marks stand in document order.

    metas: name (or property, itemprop, http-equiv) in lower case, and content. scripts: texts of the JSON-LD scripts.
    links: `rel` in lower case, and `href`. feeds: addresses of the feeds that the page offers. markup: the text that was parsed, for what stands in scripts of other kinds.
    tag: the language by which days are read: that of the root, else of the head; empty where neither states one.
    """

    lines: tuple[Line, ...]
    marks: tuple[Mark, ...]
    metas: tuple[tuple[str, str], ...]
    scripts: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    feeds: tuple[str, ...] = ()
    title_tag: str = ""
    language_tag: str = ""
    markup: str = ""
    tag: str = ""

    def lines_between(self, first: int, last: int) -> tuple[Line, ...]:
        """The lines that start from the one offset to the other, both counted in."""
        begin = bisect.bisect_left(self.lines, first, key=_start)
        return self.lines[begin : bisect.bisect_right(self.lines, last, lo=begin, key=_start)]

    def lines_from(self, first: int) -> tuple[Line, ...]:
        """The lines that start at an offset or behind it."""
        return self.lines[bisect.bisect_left(self.lines, first, key=_start) :]


def parse(text: str) -> Page:
    """Parse HTML once and take out of the tree what the families of signals read."""
    tree = tree_of(text)
    scripts = tuple(node.text() or "" for node in tree.css('script[type*="ld+json" i]'))
    metas = tuple(pair for node in tree.css("meta") for pair in _meta(node))
    linked = [attributes_of(node) for node in tree.css("link[rel][href]")]
    links = tuple((link["rel"].lower(), link["href"].strip()) for link in linked)
    feeds = tuple(dict.fromkeys(link["href"].strip() for link in linked if _is_feed(link)))[:_MOST_FEEDS]
    title = tree.css_first("head > title") or tree.css_first("title")
    root = tree.css_first("html")
    attributes = attributes_of(root) if root else {}
    title_tag = text_of(title) if title else ""
    strip_unseen(tree)
    lines, marks = _walk(tree)
    return Page(
        lines=lines,
        marks=marks,
        metas=metas,
        scripts=scripts,
        links=links,
        feeds=feeds,
        title_tag=title_tag,
        language_tag=attributes.get("lang") or attributes.get("xml:lang") or "",
        markup=text,
        tag=_tag(attributes, metas),
    )


def _tag(root: dict[str, str], metas: tuple[tuple[str, str], ...]) -> str:
    named = dict(reversed(metas))
    stated = (root.get("lang"), root.get("xml:lang"), *(named.get(name) for name in _LANGUAGE_METAS))
    return next((tag.strip().replace("_", "-") for tag in stated if tag and tag.strip()), "")


def attributes_of(node: LexborNode) -> dict[str, str]:
    """Attributes with their values, the valueless ones as empty strings."""
    return {name: value or "" for name, value in node.attributes.items()}


def text_of(node: LexborNode) -> str:
    """The text of an element and all in it, on one line."""
    return collapse(node.text(deep=True, separator=" "))


def _meta(node: LexborNode) -> list[tuple[str, str]]:
    attributes = node.attributes
    content = (attributes.get("content") or "").strip()
    names = (attributes.get(key) for key in _NAMES_OF_META) if content else ()
    return [(name.strip().lower(), content) for name in names if name and not name.isspace()][:1]


def _is_feed(link: Mapping[str, str]) -> bool:
    if "alternate" not in link["rel"].lower().split():
        return False
    kind = link.get("type", "").lower()
    return any(name in kind for name in _OF_FEED)


def _walk(tree: LexborHTMLParser) -> tuple[tuple[Line, ...], tuple[Mark, ...]]:
    body = tree.body
    if body is None:
        return (), ()
    lines = _Lines()
    parts = lines.parts
    marks: list[Mark] = []
    known: dict[str, bool] = {}
    for node in itertools.islice(body.traverse(include_text=True), _MOST_NODES):
        words = node.text_content
        if words is not None:  # of an element it is None
            if words and not words.isspace():
                lines.add(words, node)
            elif parts:
                parts.append(" ")  # white space between two nodes keeps their words apart
            continue
        tag, given = node.tag or "", node.attributes
        if tag in _MARKED_TAGS or (given and _is_marked(tag, given, known)):
            attributes = {name: value or "" for name, value in given.items()}
            kinds = f"{attributes.get('class', '')} {attributes.get('id', '')}".lower()
            marks.append(Mark(node, tag, lines.offset, attributes, kinds))
        elif tag == "br" and parts:
            lines.close()
    lines.close()
    return tuple(lines.done), tuple(marks)


def _is_marked(tag: str, attributes: Mapping[str, str | None], known: dict[str, bool]) -> bool:
    """Whether the attributes of an element say what it is about. Selectors that say the same take twice the time.

    known: class attributes that were looked at; most of a page's elements share theirs with others.
    """
    if called := attributes.get("class"):
        found = known.get(called)
        if found is None:
            found = _CALLED.search(called.lower()) is not None or not _MICROFORMATS.isdisjoint(called.split())
            known[called] = found
        if found or len(attributes) == 1:  # most elements have a class and nothing else
            return found
    if "itemprop" in attributes or "property" in attributes:
        return True
    if tag == "a" and (target := attributes.get("href")) and _LEADS_TO.search(target):
        return True
    if relation := attributes.get("rel"):
        relations = _RELATIONS_OF_LINKS if tag == "a" else _RELATIONS
        if not relations.isdisjoint(relation.lower().split()):
            return True
    return bool((name := attributes.get("id")) and "breadcrumb" in name.lower())


class _Lines:
    """Collects text nodes into lines; a line ends where the nearest block element changes."""

    def __init__(self) -> None:
        self.done: list[Line] = []
        self.offset = 0
        self.parts: list[str] = []
        self._parent, self._block, self._tag = 0, 0, ""

    def add(self, text: str, node: LexborNode) -> None:
        """A text node that is not all white space."""
        parent = node.parent
        if parent is not None and parent.mem_id != self._parent:
            self._parent = parent.mem_id
            self._enter(parent)
        self.parts.append(text)

    def close(self) -> None:
        if not self.parts:
            return
        text = collapse("".join(self.parts))
        self.parts.clear()
        if text:
            self.done.append(Line(text, self.offset, self._tag))
            self.offset += len(text) + 1

    def _enter(self, block: LexborNode) -> None:
        """Most text nodes have a parent of their own, so that it is no use to keep the blocks of parents."""
        tag = block.tag
        while tag in _INLINE and (above := block.parent) is not None:
            block, tag = above, above.tag
        if block.mem_id != self._block:
            self.close()
            self._block, self._tag = block.mem_id, tag or ""
