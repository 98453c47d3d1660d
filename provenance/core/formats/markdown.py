"""Markdown (CommonMark with tables, by markdown-it), with front matter and footnotes as note-taking programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from provenance.core.charrefs import resolved
from provenance.core.found import Found, date_text, given
from provenance.core.frontmatter import FrontMatter, front_matter
from provenance.core.model import Item, Origin
from provenance.core.scan import Lines, find_bare, find_urls, meant_as_link

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

NAME = "markdown"
ABOUT = "Markdown: links, references, footnotes, bare URLs, front matter"

_INLINE_LINK = re.compile(
    r"\[[^\[\]\n]{0,400}\]\(\s*<?[^\s()]+|^\s{0,3}\[[^\]\n]{1,200}\]:\s*\S|\[\^[^\]\s]{1,80}\]", re.MULTILINE
)
_HEADING = re.compile(r"^#{1,6}\s+\S|^\s{0,3}[-*+]\s+<?https?://", re.MULTILINE)
_ATTRIBUTE = re.compile(r"""\b(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_LONGEST_PARAGRAPH = 20_000
_HTML_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->))*+(?:-->|\Z)")
_WEB = re.compile(r"https?://", re.IGNORECASE)
# Keys of Obsidian Web Clipper, Zotero Integration, Hugo and Jekyll. `created` is when the page was clipped.
_FRONT_LINKS = ("source", "url", "link", "original", "canonical")
_FRONT_VARIABLES = {
    "title": ("title",),
    "author": ("author", "authors"),
    "issued": ("published", "date"),
    "accessed": ("accessed", "created", "clipped", "retrieved"),
    "container-title": ("site", "publication", "website"),
    "language": ("lang", "language"),
    "keyword": ("tags",),
}
_FRONT_DATES = {"issued", "accessed"}


def sniff(text: str, *, name: str) -> float:
    """By links and footnotes in brackets; headings alone could be comments of a plain list."""
    likely = (
        0.75
        if _INLINE_LINK.search(text)
        else 0.4
        if _HEADING.search(text) or front_matter(text[:20_000].split("\n"))
        else 0.1
    )
    return likely + (0.2 if name.lower().endswith((".md", ".markdown", ".qmd", ".mdx")) else 0)


def read(text: str, *, file: str) -> Found:
    """Read links, images, autolinks, bare URLs, reference definitions that nothing refers to, and raw HTML's href and
    src. The text of a link is the title that the list gives to its target. Links inside the same site are left out.
    """
    from provenance.core.markdown_parsing import AsWritten  # markdown-it, only for those who have such a file

    rows = text.split("\n")
    front = front_matter(rows)
    items = list(_front_items(front, file=file)) if front else []
    body = "\n" * front.end + "\n".join(rows[front.end :]) if front else text
    environment: dict[str, Any] = {}
    # `store_labels` tells a reference from a link written out, whose line must be looked up.
    parser = AsWritten("commonmark", {"store_labels": True}).enable("table")
    parser.core.ruler.disable("inline")
    tokens = parser.parse(body, environment)
    lines = body.split("\n")
    used: set[str] = set()
    aside: set[str] = set()
    for token in tokens:
        if token.map is None:
            continue
        if token.type == "inline":
            token.children = _inline_tokens(token.content, parser, environment)
            items += _inline_items(token, lines, used, file=file)
        elif token.type == "html_block":
            items += _html_items(token.content, token.map[0] + 1, file=file)
        aside.update(_commented_out(token))
    items += _unused(environment.get("references", {}), used, file=file)
    kept = [item for item in items if _WEB.match(item.url) or meant_as_link(item.url)]
    return Found(items=tuple(kept), records=len(kept), aside=frozenset(aside))


def _inline_tokens(content: str, parser: MarkdownIt, environment: MutableMapping[str, Any]) -> list[Token]:
    """The tokens of one paragraph. markdown-it takes quadratic time over some of them, so a paragraph longer than any
    that is written is taken for plain text.
    """
    if len(content) > _LONGEST_PARAGRAPH:
        from markdown_it.token import Token

        return [Token("text", "", 0, content=content)]
    tokens: list[Token] = []
    return parser.inline.parse(content, parser, environment, tokens)


def _commented_out(block: Token) -> Iterator[str]:
    """The URLs in HTML comments: their author has taken them out."""
    parts = [block.content] if block.type == "html_block" else []
    parts += [token.content for token in block.children or () if token.type == "html_inline"]
    for part in parts:
        for match in _HTML_COMMENT.finditer(part):
            yield from (span.url for span in find_urls(match.group()))


def _front_items(front: FrontMatter, *, file: str) -> Iterator[Item]:
    """The page that a note was clipped from, with what the note says of it."""
    values: dict[str, tuple[str, ...]] = {}
    for entry in front.entries:
        if entry.values:
            values.setdefault(entry.key, entry.values)
    told = {variable: _first(values, keys) for variable, keys in _FRONT_VARIABLES.items()}
    dated = {variable: date_text(told[variable] or "") for variable in _FRONT_DATES}
    for entry in front.entries:
        for value in entry.values if entry.key in _FRONT_LINKS else ():
            if not re.search(r"\s", value):
                origin = Origin(file=file, line=entry.line, where=f"front matter, {entry.key}")
                yield Item(url=value, given=given({**told, **dated}), origin=origin)


def _first(values: Mapping[str, Sequence[str]], keys: Sequence[str]) -> str | None:
    return next(("; ".join(values[key]) for key in keys if key in values), None)


def _inline_items(block: Token, lines: list[str], used: set[str], *, file: str) -> Iterator[Item]:
    """The links of one paragraph, heading or cell."""
    first, last = block.map or (0, 0)
    source = "\n".join(lines[first:last])
    places = Lines(source)
    cursor, breaks = 0, 0
    children = block.children or []
    depth = 0
    for index, token in enumerate(children):
        if token.type in ("softbreak", "hardbreak"):
            breaks += 1
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        for url, title in _urls_of(token, islice(children, index + 1, None), inside=depth > 0):
            label = token.meta.get("label")
            used.update([str(label)] if label else [])
            offset = -1 if label else source.find(url, cursor)
            cursor = max(cursor, offset)
            line = first + (places.number(offset) if offset >= 0 else 1 + breaks)
            yield Item(url=url, given=given({"title": title}), origin=Origin(file=file, line=line))


def _urls_of(token: Token, following: Iterable[Token], *, inside: bool) -> Iterator[tuple[str, str | None]]:
    """The addresses that one inline token holds, with the text of the link."""
    if token.type == "link_open":
        url = str(token.attrs.get("href", ""))
        title = _text_until_close(following)
        yield url, None if title == url else title
    elif token.type == "image":
        yield str(token.attrs.get("src", "")), token.content
    elif token.type == "html_inline":
        yield from ((value, None) for value, _ in _attributes(token.content))
    elif token.type == "text" and not inside:
        yield from ((span.url, None) for span in find_urls(token.content))
        yield from ((word, None) for word in find_bare(token.content))


def _text_until_close(tokens: Iterable[Token]) -> str:
    text = []
    for token in tokens:
        if token.type == "link_close":
            break
        text.append(" " if token.type in ("softbreak", "hardbreak") else token.content)
    return "".join(text)


def _html_items(content: str, line: int, *, file: str) -> Iterator[Item]:
    for value, offset in _attributes(content):
        yield Item(url=value, origin=Origin(file=file, line=line + content.count("\n", 0, offset)))


def _attributes(content: str) -> Iterator[tuple[str, int]]:
    """Values of href and src with their places, those in HTML comments left out."""
    shown = _HTML_COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), content)
    for match in _ATTRIBUTE.finditer(shown):
        value = next((group for group in match.groups() if group is not None), "")
        yield resolved(value).strip(), match.start()


def _unused(references: Mapping[str, Mapping[str, object]], used: set[str], *, file: str) -> Iterator[Item]:
    """Definitions that nothing refers to: a list of sources at the end of a text."""
    for label, definition in references.items():
        place = definition.get("map")
        if label not in used:
            line = int(place[0]) + 1 if isinstance(place, list) else None
            title = str(definition.get("title") or "")
            yield Item(
                url=str(definition.get("href", "")),
                given=given({"title": title}),
                origin=Origin(file=file, line=line, where=f"reference {label.lower()}"),
            )
