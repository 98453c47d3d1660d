"""What a check of a link needs to know of a page, cheaply: its title, its visible text, and whether it holds an article."""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from provenance.core.decode import binary_kind
from provenance.core.extract.page import text_of
from provenance.core.extract.sniff import is_html
from provenance.core.extract.tree import strip_unseen, tree_of
from provenance.core.frozen import frozen
from provenance.core.regex import regex
from provenance.core.text import NOTHING, Shown, decode, unquoted

# Characters of a text in which its headline is looked for.
_HEAD = 20_000
# A paragraph is this long or longer; shorter ones are teasers, captions, buttons.
_PARAGRAPH = 80
# So much running text, or so much text outside links, is more than any message of a server needs.
_SOME_PROSE = 500
_MUCH_TEXT = 1_500
# Where the page is marked up as an article with a headline, so much is one: a brief, and not a message of a server.
_A_BRIEF, _A_BRIEF_OWN = 80, 300
# Chinese, Japanese and Korean say in one character what takes two or three in an alphabet.
_DENSE = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Characters of a title or a heading; one that is longer is none, and is searched for a thousand phrases all the same.
_LONGEST_NAME = 1_000
# Characters of a page in which a message would stand.
_MESSAGE = 20_000
# Elements of a kind that are looked at; a page with more is a list, and known for one by then.
_MOST = 2_000
_MOST_STRUCTURED, _MOST_INLINE, _MOST_NOSCRIPT, _MOST_ADDRESSES = 20, 100, 5, 200

# In JSON-LD (schema.org/isAccessibleForFree); publishers write the boolean as text, too.
_NOT_FREE = regex(r'"isAccessibleForFree"\s*:\s*"?(?:https?://schema\.org/)?(?:false|no)\b', re.IGNORECASE)
_ARTICLE = regex(r'"@type"\s*:\s*\[?\s*"[^"]*(?:Article|BlogPosting|Report)"')
_ARTICLE_TEXT = regex(r'"(?:headline|articleBody)"\s*:\s*"[^"]{8}')


@frozen
class Glance:
    """title: of the title tag, or the first heading; None where there is none. headings: texts of the first `h1`s.
    text: all that is visible, white space collapsed; empty for what is no text. markup: the decoded page itself.

    prose: characters in paragraphs, counted as far as it matters; dense scripts count double. own: characters that stand
    in no link; for a page with much prose not counted, and 0.
    scripts: addresses of scripts and frames. inline: text of the scripts in the page, JSON-LD left out.
    free: what JSON-LD says of access, None where it says nothing. described: JSON-LD describes an article. article: the
    page is marked up as one, by JSON-LD, `og:type`, or an `article` element with the headline in it.
    canonical, site, language: as the page says them (`link rel=canonical`, `og:site_name`, `lang`), else None. brands:
    texts of the links to the front page.
    """

    title: str | None = None
    headings: tuple[str, ...] = ()
    shown: Shown = NOTHING
    markup: str = ""
    own: int = 0
    prose: int = 0
    links: int = 0
    password: bool = False
    scripts: tuple[str, ...] = ()
    inline: str = ""
    noscript: str = ""
    free: bool | None = None
    described: bool = False
    article: bool = False
    canonical: str | None = None
    site: str | None = None
    brands: tuple[str, ...] = ()
    language: str | None = None

    @property
    def text(self) -> str:
        """All that is visible."""
        return self.shown.text

    @property
    def voice(self) -> str:
        """The text that the page says itself, as far as it is a message: without what it quotes."""
        return unquoted(self.text[:_MESSAGE])

    @property
    def thin(self) -> bool:
        """Whether nothing as long as an article stands on it, or as a brief that is marked up as one."""
        if self.article and (self.prose >= _A_BRIEF or self.own >= _A_BRIEF_OWN):
            return False
        return self.prose < _SOME_PROSE and self.own < _MUCH_TEXT


def glance(content: bytes, media_type: str | None = None) -> Glance:
    """Look at a page or a text; never raises."""
    text = decode(content, media_type).text
    if not is_html(text, media_type):
        if binary_kind(content):
            return Glance()
        return Glance(
            title=_headline(text), shown=Shown(text, is_collapsed=True), markup=text, own=len(text), prose=len(text)
        )
    tree = tree_of(text)
    titles = (tree.css_first(selector) for selector in ("head > title", "h1", "title"))
    title = next((found for node in titles if node is not None and (found := _name(node))), None)
    headings = tuple(found for node in tree.css("h1")[:3] if (found := _name(node)))
    scripts = _scripts(tree)
    structured = " ".join(scripts.structured)
    password = tree.css_first('input[type="password" i]') is not None
    html = tree.css_first("html")
    described = bool(_ARTICLE.search(structured) and _ARTICLE_TEXT.search(structured))
    kind = _attribute(tree, 'meta[property="og:type"]', "content")
    strip_unseen(tree)
    shown = Shown(tree.body.text(deep=True, separator=" ")) if tree.body is not None else NOTHING
    prose = _prose(tree)
    anchors = tree.css("a[href]")
    return Glance(
        title=title,
        headings=headings,
        shown=shown,
        markup=text,
        own=_weight(shown.text) - sum(_weight(text_of(node)) for node in anchors[:_MOST]) if prose < _SOME_PROSE else 0,
        prose=prose,
        links=len(anchors),
        password=password,
        scripts=tuple(scripts.addresses),
        inline="\n".join(scripts.inline),
        noscript=" ".join(scripts.noscript),
        free=False if _NOT_FREE.search(structured) else None,
        described=described,
        article=described or kind == "article" or tree.css_first("article h1") is not None,
        canonical=_attribute(tree, "link[rel~=canonical]", "href"),
        site=_attribute(tree, 'meta[property="og:site_name"]', "content"),
        brands=tuple(text_of(node) for node in tree.css('a[href="/"]')[:3]),
        language=(html.attributes.get("lang") or None) if html is not None else None,
    )


def _name(node: LexborNode) -> str:
    return text_of(node)[:_LONGEST_NAME]


class _Scripts(NamedTuple):
    """addresses: of scripts and frames. structured: texts of JSON-LD; inline: of scripts in the page that are no data;
    noscript: what stands there where none runs. Of each the first.
    """

    addresses: list[str]
    structured: list[str]
    inline: list[str]
    noscript: list[str]


def _scripts(tree: LexborHTMLParser) -> _Scripts:
    """All of them in one walk over the page."""
    found = _Scripts([], [], [], [])
    for node in tree.css("script, noscript, iframe, frame"):
        if node.tag == "noscript":
            if len(found.noscript) < _MOST_NOSCRIPT:
                found.noscript.append(text_of(node))
            continue
        attributes = node.attributes
        if "src" in attributes and len(found.addresses) < _MOST_ADDRESSES:
            found.addresses.append(attributes["src"] or "")
        if node.tag == "script":
            kind = (attributes.get("type") or "").lower()
            if "ld+json" in kind and len(found.structured) < _MOST_STRUCTURED:
                found.structured.append(node.text() or "")
            elif "json" not in kind and "src" not in attributes and len(found.inline) < _MOST_INLINE:
                found.inline.append(node.text() or "")
    return found


def _prose(tree: LexborHTMLParser) -> int:
    """Characters in paragraphs, as far as it matters: what is beyond doubt is not counted on."""
    total = 0
    for node in tree.css("p")[:_MOST]:
        weight = _weight(text_of(node))
        total += weight if weight >= _PARAGRAPH else 0
        if total > _SOME_PROSE:
            break
    return total


def _weight(text: str) -> int:
    return len(text) if text.isascii() else len(text) + len(_DENSE.findall(text))


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str | None:
    node = tree.css_first(selector)
    return ((node.attributes.get(name) or "").strip() or None) if node is not None else None


def _headline(text: str) -> str | None:
    from provenance.core.extract import savedtext  # brings the datelines, which few links need

    return savedtext.headline(text[:_HEAD])
