"""The links of an HTML document as a list: every `a[href]`, with its text and its line.

Addresses that are no links of the list – pictures, scripts, feeds, links of the page's own frame – are told apart, so that
the raw scan does not bring them back; what stands in the visible text is left to the scan.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from dataclasses import field
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from provenance.core.charrefs import resolved
from provenance.core.frozen import frozen
from provenance.core.scan import Lines, find_urls, link_key

_HREF = re.compile(r"""<a(?:rea)?\b[^<>]{0,400}?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_MEDIAWIKI = re.compile(
    r"""<meta\b[^<>]{0,200}content=["']MediaWiki\b|\bmw-parser-output\b|<ol\b[^<>]{0,200}\bclass=["'][^"'<>]*\breferences\b""",
    re.IGNORECASE,
)
# Schemes that lead to no page.
_NO_PAGE = re.compile(r"(?:javascript|mailto|tel|sms|data|blob|cid|about|file|place):", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BACKLINK = re.compile(r"^[\^↑\s]+(?:[a-z]{1,2}\s+)*")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Links of pages, of maps in pictures, and of drawings (SVG 1.1 has its own attribute).
_LINKS = frozenset(("a", "area"))
_TARGETS = frozenset(("href", "xlink:href"))
_UNSEEN = frozenset(("script", "style", "title", "template"))
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b", re.IGNORECASE)
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "a", "p", "li", "dt", "dd", "tr", "td", "th", "option",
))  # fmt: skip
_DEEPEST = 1_000


@frozen
class Anchor:
    """One link. url: as it stands, `//host` and relative ones made whole. heading: the last one above it. reference: the
    number of the note of a wiki page that it stands in, and note its text. attributes: names in lower case.
    """

    url: str
    title: str | None
    line: int | None
    heading: str
    attributes: dict[str, str] = field(default_factory=dict)
    reference: int | None = None
    note: str | None = None


@frozen
class Anchors:
    """What a document holds. too_deep: the line on which its elements are nested deeper than any page; nothing was read."""

    links: tuple[Anchor, ...] = ()
    aside: frozenset[str] = frozenset()
    too_deep: int | None = None


def anchors(text: str, *, base: str | None = None) -> Anchors:
    """Read the links of a document. base: the address of the page, for relative links; without one, and without a `<base>`,
    they are left out, for nobody could say where they lead. Of a page of MediaWiki only the external links are sources.
    """
    if (deep := too_deep(text)) is not None:
        return Anchors(too_deep=deep)
    tree = LexborHTMLParser(text)
    if tree.root is None:
        return Anchors()
    stated = tree.css_first("base[href]")
    base = urljoin_safe(base or "", (stated.attributes.get("href") or "").strip()) if stated is not None else base
    reader = _Reader(places=lines_by_href(text), base=base or "", wiki=_MEDIAWIKI.search(text) is not None)
    reader.walk(tree.root)
    given = {link_key(link.url) for link in reader.links} | {link_key(url) for url in reader.shown}
    aside = frozenset(url for url in reader.aside if link_key(url) not in given)
    return Anchors(links=tuple(reader.links), aside=aside)


def lines_by_href(text: str) -> dict[str, deque[int]]:
    """On which lines each address stands, in order: the parser does not keep places."""
    lines = Lines(text)
    places: defaultdict[str, deque[int]] = defaultdict(deque)
    for match in _HREF.finditer(text):
        value = next((group for group in match.groups() if group is not None), "")
        places[resolved(value)].append(lines.number(match.start()))
    return places


def urljoin_safe(base: str, url: str) -> str:
    """RFC 3986 section 5; an address that no reader can take apart is left as it stands."""
    try:
        return urljoin(base, url)
    except ValueError:
        return url


def too_deep(text: str) -> int | None:
    """The line on which more elements are open than in any page: the parser's time grows with their square. An element
    ends with its own tag or that of one around it; a tag that ends none is nothing.
    """
    stack: list[str] = []
    opened: Counter[str] = Counter()
    for match in _TAG.finditer(text):
        name = match[2].lower()
        if name in _VOID:
            continue
        if not match[1]:
            stack.append(name)
            opened[name] += 1
            if len(stack) > _DEEPEST:
                return Lines(text).number(match.start())
        elif opened[name]:
            while (inner := stack.pop()) != name:
                opened[inner] -= 1
            opened[name] -= 1
    return None


class _Reader:
    """One walk through the tree, in document order and without recursion."""

    def __init__(self, *, places: dict[str, deque[int]], base: str, wiki: bool) -> None:
        self.places, self.base, self.wiki = places, base, wiki
        self.links: list[Anchor] = []
        self.aside: set[str] = set()
        self.shown: set[str] = set()
        self.heading = ""
        self.reference: tuple[int, str] | None = None
        self.references = 0

    def walk(self, root: LexborNode) -> None:
        stack: list[tuple[LexborNode | None, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if node is None:
                continue
            if leaving:
                self.reference = None
                continue
            if node is not root:
                stack.append((node.next, False))
            if self.wiki and node.tag == "li" and _is_references(node.parent):
                self.references += 1
                self.reference = (self.references, _note(node))
                stack.append((node, True))
            self.visit(node)
            stack.append((node.child, False))

    def visit(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "-text":
            parent = node.parent
            urls = [span.url for span in find_urls(node.text_content or "")]
            hidden = parent is not None and parent.tag in (_UNSEEN | {"a"} if self.wiki else _UNSEEN)
            (self.aside if hidden else self.shown).update(urls)
            return
        if tag.startswith(("-", "!")):
            self.aside.update(span.url for span in find_urls(node.comment_content or ""))
            return
        if tag in _HEADINGS:
            self.heading = " ".join(node.text().split())
        for name, value in node.attributes.items():
            if value and not (tag in _LINKS and name.lower() in _TARGETS) and "//" in value:
                self.aside.update(span.url for span in find_urls(value))
        if tag in _LINKS:
            self.link(node)

    def link(self, node: LexborNode) -> None:
        attributes = {key.lower(): value or "" for key, value in node.attributes.items()}
        href = attributes.get("href") or attributes.get("xlink:href", "")
        url = self.whole(href.strip())
        if url is None:
            return
        external = "external" in attributes.get("class", "").split() or "mw:ExtLink" in attributes.get("rel", "")
        if self.wiki and not external:
            self.aside.update({url, *(span.url for span in find_urls(url))})
            return
        places = self.places.get(href)
        title = " ".join(node.text().split()) or _instead(node, attributes)
        number, note = self.reference or (None, None)
        self.links.append(
            Anchor(
                url=url,
                title=None if title in (url, href) else title,
                line=places.popleft() if places else None,
                heading=self.heading,
                attributes=attributes,
                reference=number,
                note=note,
            )
        )

    def whole(self, href: str) -> str | None:
        """The address of a link, None for places in the same page and what leads to no page."""
        if not href or href.startswith("#") or _NO_PAGE.match(href):
            return None
        if href.startswith("//"):
            return f"https:{href}"
        if _SCHEME.match(href):
            return href
        return urljoin_safe(self.base, href) if self.base else None


def _is_references(node: LexborNode | None) -> bool:
    return node is not None and node.tag == "ol" and "references" in (node.attributes.get("class") or "").split()


def _note(node: LexborNode) -> str:
    """The text of a note, without the links that lead back to where it is cited."""
    text = node.css_first(".reference-text, .mw-reference-text")
    return _BACKLINK.sub("", " ".join((text or node).text().split()))


def _instead(node: LexborNode, attributes: dict[str, str]) -> str:
    """What a link without words is called."""
    picture = node.css_first("img[alt]")
    return (
        attributes.get("title") or attributes.get("aria-label") or (picture.attributes["alt"] if picture else "") or ""
    )
