"""reStructuredText (docutils specification, "Hyperlink Targets" and "Standalone Hyperlinks"): its forms of links are found
here. Nothing is rendered, so no directive can read a file or put raw text in, and roles of Sphinx are no obstacle.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from provenance.core.found import Found, given
from provenance.core.model import Item, Origin
from provenance.core.scan import Lines, find_bare, find_urls, meant_as_link

NAME = "rst"
ABOUT = "reStructuredText: embedded, named and anonymous targets, bare URLs"

# `text <url>`_ over several lines, the role of Sphinx's :doc: and its like before it.
_EMBEDDED = re.compile(r"`(?P<title>[^`<>]{0,600})<(?P<url>[^<>`]{1,2000})>`__?")
_TARGET = re.compile(
    r"^(?P<indent>[ \t]*)(?:\.\.[ \t]+_(?P<name>`[^`\n]+`|(?:\\.|[^:\\\n])*):|__)[ \t]+(?P<url>\S[^\n]*(?:\n(?P=indent)[ \t]+\S[^\n]*)*)",
    re.MULTILINE,
)
_PICTURE = re.compile(r"^[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?:image|figure)::[ \t]+(?P<url>\S+)", re.MULTILINE)
_OPTION = re.compile(r"^[ \t]+:(?:target|url|link):[ \t]+(?P<url>\S+)", re.MULTILINE)
# An explicit markup block that is none of the above is a comment.
_COMMENT = re.compile(
    r"^(?P<indent>[ \t]*)\.\.(?:[ \t]+(?!_|\[|\||[\w.+:-]+::|\n)[^\n]*|[ \t]*(?=\n(?P=indent)[ \t]+\S))"
    r"(?:\n(?:[ \t]*(?=\n)|(?P=indent)[ \t]+\S[^\n]*))*",
    re.MULTILINE,
)
# Lines behind which an indented block stands as it is written.
_AS_IT_STANDS = re.compile(
    r"[ \t]*\.\.[ \t]+(?:code|code-block|sourcecode|parsed-literal|literalinclude|highlight|math|raw)::"
)
_SIGNS = (
    re.compile(r"`[^`<>\n]{0,200}<[^<>`\n]{1,400}>`__?"),
    re.compile(r"^[ \t]*\.\. _[^:\n]+:", re.MULTILINE),
    re.compile(r"^[ \t]*\.\. (?:\|[^|\n]+\| )?[a-z][\w-]*::", re.MULTILINE),
)
_RULED = re.compile(r"^\S[^\n]*\n([=~^\"'#*+-])\1{2,}[ \t]*$", re.MULTILINE)
_MARKDOWN_LINK = re.compile(r"\[[^\[\]\n]{1,400}\]\(\s*<?[^\s()]+")


def sniff(text: str, *, name: str) -> float:
    """By its targets, directives and underlined headings, where they are more than the links of Markdown."""
    named = 0.09 if name.lower().endswith((".rst", ".rest")) else 0.0
    if text.lstrip()[:1] in ("<", "{"):
        return named
    signs = [len(sign.findall(text)) for sign in _SIGNS]
    if sum(signs) <= len(_MARKDOWN_LINK.findall(text)):
        return named * 4
    return (0.88 if signs[0] or signs[1] else 0.7 if _RULED.search(text) else 0.5) + named


def read(text: str, *, file: str) -> Found:
    """Read the targets with the words that they are given to, and URLs that stand alone; those in comments are left
    aside, as pictures are. A target that is a name of another one, or a place in the text, is no link.
    """
    lines = Lines(text)
    comments = _spans(_COMMENT, text)
    pictures = _spans(_PICTURE, text, "url")
    unread = sorted([*comments, *_literal(text)])
    items: list[tuple[int, Item]] = []
    aside = {url for start, end in (*comments, *pictures) for url in _written(text, start, end)}
    taken = []
    for start, end, url, title in _targets(text):
        if meant_as_link(url) and not _within(unread, start):
            taken.append((start, end))
            # An address that was broken over lines has a shorter one at its beginning.
            aside.update(_written(text, start, end))
            origin = Origin(file=file, line=lines.number(start))
            items.append((start, Item(url=url, given=given({"title": title}), origin=origin)))
    taken = sorted([*taken, *pictures])
    for start, url in _standing_alone(text):
        if not (_within(taken, start) or _within(unread, start)):
            items.append((start, Item(url=url, origin=Origin(file=file, line=lines.number(start)))))
    ordered = tuple(item for _, item in sorted(items, key=lambda pair: pair[0]))
    return Found(items=ordered, records=len(ordered), aside=frozenset(aside))


def _spans(pattern: re.Pattern[str], text: str, group: str | int = 0) -> list[tuple[int, int]]:
    return [match.span(group) for match in pattern.finditer(text)]


def _written(text: str, start: int, end: int) -> Iterator[str]:
    return (span.url for span in find_urls(text[start:end]))


def _within(spans: list[tuple[int, int]], place: int) -> bool:
    """Whether a place lies in the last of the sorted spans that begins before it."""
    before = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return before >= 0 and place < spans[before][1]


def _literal(text: str) -> list[tuple[int, int]]:
    """The blocks that stand as they are written: what is indented behind a line that ends in `::`. Links in them are
    examples; the scan finds them.
    """
    blocks: list[tuple[int, int]] = []
    place, indent = 0, -1
    for row in text.split("\n"):
        words = row.strip()
        deep = len(row) - len(row.lstrip())
        if indent >= 0 and (not words or deep > indent):
            blocks[-1] = (blocks[-1][0], place + len(row))
        else:
            indent = -1
            if (words.endswith("::") and not words.startswith(".. ")) or _AS_IT_STANDS.match(row):
                indent = deep
                blocks.append((place + len(row), place + len(row)))
        place += len(row) + 1
    return blocks


def _targets(text: str) -> Iterator[tuple[int, int, str, str | None]]:
    """What is written as a target: where its address begins and ends, the address, the words."""
    for match in _EMBEDDED.finditer(text):
        title = " ".join(match["title"].split())
        yield match.start("url"), match.end("url"), _address(match["url"]), title or None
    for match in _TARGET.finditer(text):
        url = match["url"].strip()
        # `name_` refers to another target; a reference in quotation marks does too.
        if not (url.endswith("_") and not url.endswith("\\_")):
            name = (match["name"] or "").strip("`").replace("\\", "")
            yield match.start("url"), match.end("url"), _address(url), name.strip("_") or None
    for match in _OPTION.finditer(text):
        yield match.start("url"), match.end("url"), _address(match["url"]), None


def _address(url: str) -> str:
    """White space in an address is removed, and a backslash only keeps a sign from being markup."""
    return re.sub(r"\\(.)", r"\1", "".join(url.split()))


def _standing_alone(text: str) -> Iterator[tuple[int, str]]:
    for span in find_urls(text):
        yield span.start, span.url
    position = 0
    for word in find_bare(text):
        # DOIs come before what begins with `www.`, so that the search begins anew for these.
        place = text.find(word, position)
        place = text.find(word) if place < 0 else place
        position = place + len(word)
        yield place, word
