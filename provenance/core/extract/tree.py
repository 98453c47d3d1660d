"""The tree of a page. What would cost more than any page is worth is left out of it before it is parsed."""

from __future__ import annotations

import itertools
from collections import defaultdict

from selectolax.lexbor import LexborHTMLParser

from provenance.core.regex import regex

_UNSEEN = ["script", "style", "noscript", "template", "svg", "iframe", "select", "textarea", "object", "rt", "rp"]
_ANY_UNSEEN = ", ".join(_UNSEEN)
# The parser takes time with the square of the depth; browsers themselves stop nesting at 512.
_DEEPEST = 1000
# Fewer tags cannot nest deep enough to matter, and most pages have fewer.
_MANY_TAGS = 4000
# Elements that hold nothing, or that end where their like begins: they add no depth.
_NO_DEPTH_WORDS = """
    a area base br col embed hr img input link meta param source track wbr p li td th tr tbody thead dt dd option
"""
_NO_DEPTH = frozenset(_NO_DEPTH_WORDS.split())
# A tag of another element, to the end of its name. In capitals those that add no depth are found as well.
_TAG = regex(rf"</?(?!(?:{'|'.join(_NO_DEPTH_WORDS.split())})(?![a-zA-Z0-9-]))[a-zA-Z][a-zA-Z0-9-]*")
# A tag and right behind it the one that closes it, in what `_TAG` finds.
_LEAF = regex(r"<([^/<]++)</\1(?=<)")
_LEAVES = 3
# A character takes up to five bytes on its way through the parser, beyond ASCII up to nine.
_MOST_CHARACTERS, _MOST_WIDE_CHARACTERS = 4_000_000, 2_000_000
# The parser takes 300 bytes for a node, and as much for two attributes. Formatting tags that are never closed are made
# anew in each paragraph, so there can be more nodes than tags.
_MOST_TAGS = 30_000
# It also takes time with the square of the attributes of a tag: 10,000 cost 0.2 s, 80,000 cost 12 s.
_MOST_ATTRIBUTES = 10_000
# So many attributes need so much room.
_LONG_TAG = 40_000
# A tag to before its `>`; one inside a quoted value does not end it (HTML Standard, "attribute value states").
_WHOLE_TAG = regex(r"<[a-zA-Z](?:[^>=]++|=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|=)*+")
_OPENING = regex(r"<[a-zA-Z]")
# Signs that are looked at for one that ends a tag, before all tags are measured.
_MOST_LOOKS = 20
_NOT_CLOSING = regex(r"<(?!/)")
# What stands between two attributes, or a value in quotes whole: the path of a drawing has thousands of spaces.
_ATTRIBUTE_GAP = regex(r"=\s*\"[^\"]*\"|=\s*'[^']*'|[\s/]+|[\"']")


def tree_of(text: str) -> LexborHTMLParser:
    """The tree of a page. One that is long, nests, or has tags or attributes beyond all use is read up to there.

    NUL is left out: between tags it is nothing anyway (HTML Standard, "in body"), and the parser takes three bytes for it.
    """
    if "\0" in text:
        text = text.replace("\0", "")
    if len(text) > _MOST_WIDE_CHARACTERS:
        text = text[: _MOST_CHARACTERS if text.isascii() else _MOST_WIDE_CHARACTERS]
    opening = text.count("<")
    if opening > _MANY_TAGS:  # few pages have so many, and one sign is counted in a quarter of the time of two
        opening -= text.count("</")
    if opening > _MOST_TAGS:
        last = next(itertools.islice(_NOT_CLOSING.finditer(text), _MOST_TAGS, None))
        text = text[: last.start()]
    text = text[: _attribute_limit(text)]
    if opening > _MANY_TAGS:
        text = text[: _depth_limit(text)]
    return LexborHTMLParser(text)


def strip_unseen(tree: LexborHTMLParser) -> None:
    """Take out of the tree what no reader sees. Each kind is a walk over the page, so only those that it has are."""
    present = {node.tag for node in tree.css(_ANY_UNSEEN)}
    tree.strip_tags([tag for tag in _UNSEEN if tag in present])


def _attribute_limit(text: str) -> int:
    """Offset of the tag that has too many attributes."""
    if not _may_have_long_tag(text):
        return len(text)
    for tag in _WHOLE_TAG.finditer(text):
        if tag.end() - tag.start() < _LONG_TAG:
            continue
        gaps = _ATTRIBUTE_GAP.finditer(text, tag.start(), tag.end())
        if next(itertools.islice(gaps, _MOST_ATTRIBUTES, None), None) is not None:
            return tag.start()
    return len(text)


def _may_have_long_tag(text: str) -> bool:
    """Whether a tag may be as long as `_LONG_TAG`: few looks, since no tag goes on behind a `>` that is in no quotes."""
    place = 0
    while (tag := _OPENING.search(text, place)) is not None:
        start = tag.start()
        if len(text) - start < _LONG_TAG:
            return False
        end = start + _LONG_TAG
        for _ in range(_MOST_LOOKS):
            end = text.rfind(">", start, end)
            if end < 0:
                return True
            if not _may_be_quoted(text, start, end):
                break
        else:
            return True
        place = end
    return False


def _may_be_quoted(text: str, start: int, end: int) -> bool:
    """Whether a place may stand in a quoted value of a tag that began at `start` or behind it: then the nearest quote
    before it is the one that opens the value, and an equals sign stands before that.
    """
    for quote in "\"'":
        place = text.rfind(quote, start, end)
        equals = text.rfind("=", start, max(start, place))
        if equals >= 0 and not text[equals + 1 : place].strip():
            return True
    return False


def _depth_limit(text: str) -> int:
    """Offset of the tag that goes too deep."""
    tags = _TAG.findall(text)
    if _too_deep(_without_leaves(tags), _DEEPEST - _LEAVES) is None:
        return len(text)
    place = _too_deep(tags, _DEEPEST)
    return len(text) if place is None else next(itertools.islice(_TAG.finditer(text), place, None)).start()


def _without_leaves(tags: list[str]) -> list[str]:
    """Most tags of a page hold none, or few. Without those the depth is less, at most by as many as were taken off."""
    rest = "".join(tags).lower() + "<"
    for _ in range(_LEAVES):
        rest = _LEAF.sub("", rest)
    return rest.split("<")[1:-1]


def _too_deep(tags: list[str], deepest: int) -> int | None:
    """Which of the tags goes too deep. A closing tag counts only where one of its name is open."""
    unclosed: defaultdict[str, int] = defaultdict(int)
    depth = 0
    for place, tag in enumerate(tags):
        name = tag.lower().lstrip("</")
        if name in _NO_DEPTH:
            continue
        if "/" not in tag:
            unclosed[name] += 1
            depth += 1
            if depth > deepest:
                return place
        elif unclosed[name]:
            unclosed[name] -= 1
            depth -= 1
    return None
