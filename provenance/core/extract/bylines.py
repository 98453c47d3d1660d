"""Who wrote it, as a reader sees it: lines that open with "By", and elements that are marked as the author's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from provenance.core.extract.authors import authors as signed
from provenance.core.extract.heading import BEFORE, BESIDE, FAR, Headline
from provenance.core.extract.headline import holds
from provenance.core.extract.page import Line, Mark, Page
from provenance.core.extract.people import BY, LABEL, people, without_by
from provenance.core.model import Evidence

_BYLINE = re.compile(rf"^\s*(?:{LABEL}\s*[:：]|{BY}\s*[:：]|{BY}\s+(?=[^\W\d_]))(?P<names>.{{2,120}})$", re.IGNORECASE)
_AUTHOR_LABEL = re.compile(
    rf"^(?:(?i:{LABEL}\s*[:：]\s*)|(?i:written\s+by|von|by|par|por)\s+)(?=[A-ZÀ-ÞА-Я\u3040-\u9fff\uac00-\ud7af])(?P<names>.+)$"
)
_AUTHOR_NAME_CLASS = re.compile(r"author[-_]*name|byline[-_]*name|author__name|authorname|name[-_]author")

_CARD_DEPTH = 4
_MOST_AUTHORS, _BESIDE_EACH_OTHER = 8, 200
# Places that hold an author's name and nothing else.
_ONLY_AUTHORS = frozenset({"microdata:author", "visible:rel-author", "visible:hcard"})


def read(page: Page, headline: Headline | None, sites: tuple[str, ...]) -> Iterator[Evidence]:
    """Evidence for authors. sites: names of the outlet, which is no author of itself."""
    if headline is not None:
        yield from _bylines(page, headline, sites)
        yield from _labelled(page, headline, sites)
    yield from _marked(page, headline, sites)


def _bylines(page: Page, headline: Headline, sites: tuple[str, ...]) -> Iterator[Evidence]:
    """Lines near the headline that open with "By", and lines that hold only "By" with the name in the next."""
    lines = [
        line
        for line in page.lines
        if headline.start - BEFORE <= line.start <= headline.end + FAR and not holds(headline.text, line.text)
    ]
    for place, line in enumerate(lines):
        text = line.text
        if place + 1 < len(lines) and not without_by(text + " x").removesuffix("x").strip():
            text = f"{text} {lines[place + 1].text}"
        match = _BYLINE.match(text[:160])
        names = signed(match["names"], sites=sites) if match and len(text) < 200 else ()
        if names:
            yield Evidence(
                variable="author", value="; ".join(names), method="visible:byline", selector=line.tag, quote=text[:200]
            )
            return


def _labelled(page: Page, headline: Headline, sites: tuple[str, ...]) -> Iterator[Evidence]:
    """A short line below the headline that says "Author: …", as many papers set it under the story.

    Several of them with several names, and none near the headline, are those of other stories.
    """
    found: dict[tuple[str, ...], Line] = {}
    for line in page.lines:
        match = _AUTHOR_LABEL.match(line.text) if line.start > headline.end and len(line.text) <= 80 else None
        names = people(match["names"], sites=sites) if match else ()
        if names:
            found.setdefault(names, line)
    for names, line in found.items():
        if len(found) == 1 or line.start <= headline.end + FAR:
            yield Evidence(
                variable="author", value="; ".join(names), method="visible:labelled", selector=line.tag, quote=line.text
            )
        return


def _marked(page: Page, headline: Headline | None, sites: tuple[str, ...]) -> Iterator[Evidence]:
    authors: dict[str, list[tuple[Mark, tuple[str, ...]]]] = {}
    for mark in page.marks:
        method = _author_method(mark)
        if method and not BESIDE.search(mark.kinds) and _is_close(mark, headline):
            text = mark.attributes.get("content") or mark.text
            names = signed(text, sites=sites, stated=method in _ONLY_AUTHORS) if len(text) <= 160 else ()
            if names:
                authors.setdefault(method, []).append((mark, names))
    for method, found in authors.items():
        together = _together(found)
        names = tuple(dict.fromkeys(name for _, several in together for name in several))
        mark = found[0][0]
        yield Evidence(
            variable="author", value="; ".join(names), method=method, selector=mark.selector, quote=mark.text[:200]
        )


def _together(found: list[tuple[Mark, tuple[str, ...]]]) -> list[tuple[Mark, tuple[str, ...]]]:
    """The first of the marks and those beside it: an author's link is often there twice, once around the picture; names
    farther down the page are those of other articles.
    """
    kept = found[:1]
    for one in found[1:_MOST_AUTHORS]:
        if one[0].start - kept[-1][0].start > _BESIDE_EACH_OTHER:
            break
        kept.append(one)
    return kept


def _is_close(mark: Mark, headline: Headline | None) -> bool:
    return (
        headline is None or headline.start - 600 <= mark.start <= headline.end + 1500 or "itemprop" in mark.attributes
    )


def _author_method(mark: Mark) -> str | None:
    itemprop = mark.attributes.get("itemprop", "").lower()
    kinds = mark.kinds
    if itemprop in ("author", "creator"):
        return "microdata:author"
    if "author" in mark.attributes.get("rel", "").lower().split():
        return "visible:rel-author"
    if _AUTHOR_NAME_CLASS.search(kinds):
        return "visible:class-author-name"
    if "fn" in kinds.split() and _in_card(mark.node):
        return "visible:hcard"
    if "byline" in kinds:
        return "visible:class-byline"
    return "visible:class-author" if re.search(r"author|autor", kinds) else None


def _in_card(node: LexborNode) -> bool:
    """Whether a name stands in the card of a person (microformats hCard); recipes and events have names as well."""
    parent = node.parent
    for _ in range(_CARD_DEPTH):
        if parent is None:
            return False
        if re.search(
            r"vcard|author|byline",
            f"{parent.attributes.get('class') or ''} {parent.attributes.get('rel') or ''}".lower(),
        ):
            return True
        parent = parent.parent
    return False
