"""The headline of a page: where it stands among what a reader sees, and what the title tag says of it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborNode

from provenance.core.extract.days import days_in
from provenance.core.extract.headline import holds, parts, site_key, without_site
from provenance.core.extract.page import Mark, Page, text_of
from provenance.core.model import Evidence
from provenance.core.regex import regex
from provenance.core.text import comparable

# Characters before the headline, after it, and far after it, in which a byline or a day belongs to it. Beyond 300 the
# share of right days falls from .96 to .83.
BEFORE, NEAR, FAR = 160, 320, 900
# Elements of this kind stand beside the story and belong to another one.
_BESIDE = regex(r"comment|related|teaser|sidebar|footer|widget|recommend|promo")

# What pages call the words above a headline, in the headline's own element, and what they hide from the eye.
_KICKER = regex(
    r"(?:^|[\s_-])(?:kicker|roof-?line|dachzeile|spitzmarke|top-?line|over-?line|super-?title|eyebrow|topic-?label|antet[ií]tulo|occhiello)(?:$|[\s_-])"
)
_NAMED = regex(r"(?:^|[\s_-])headline(?:$|[\s_-])")
_HIDDEN = regex(r"(?:^|[\s_-])(?:visually-?hidden|element-invisible|sr-only|screen-reader-text)(?:$|[\s_-])")
_EDGES = " :|–—-/·•"

# Headings that are looked at; a page with more lists many stories.
_MOST = 40
_MOST_PARTS = 12
# Characters of a headline that is one, without its kicker.
_LEAST = 12
# Spaces in a headline that is more than the name of a section.
_SEVERAL_WORDS = 2
# Shorter words stand in any title.
_TELLING = 4


def is_beside(mark: Mark) -> bool:
    """Whether an element belongs to another story, as far as its class says."""
    return _is_beside(mark.kinds)


@functools.lru_cache(maxsize=1024)  # several readers ask of the same elements, and many elements are called the same
def _is_beside(kinds: str) -> bool:
    return _BESIDE.search(kinds) is not None


@dataclass(frozen=True, slots=True)
class Headline:
    """Where the headline stands in the text of the page. parts: texts of the elements in it, where it has any.

    kicker: what the page calls the words above the headline, where they are in the heading's own element; title: the
    text without it, and without what is set small or unseen behind it.
    """

    text: str
    start: int
    end: int
    selector: str
    parts: tuple[str, ...] = ()
    kicker: str = ""
    title: str = ""


def find_headline(
    page: Page, titles: tuple[str, ...], sites: tuple[str, ...] = (), linked: tuple[str, ...] = ()
) -> Headline | None:
    """The heading that repeats a title of the head; else the first that can be one.

    titles: what the head of the page calls it, the site's name taken off where it is known. sites: names of the outlet;
    its logo is often a heading. linked: what JSON-LD calls it, which no template makes of the heading as it does the head.
    """
    names = {site_key(site) for site in sites}
    found = ((mark, mark.text) for mark in page.marks if mark.tag in ("h1", "h2"))
    headings = [(mark, text) for mark, text in found if 3 <= len(text) <= 300 and site_key(text) not in names][:_MOST]
    keys = {comparable(title) for title in titles if title}
    for mark, text in headings:
        if comparable(text) in keys:
            return _repeated(_headline(mark, text), linked)
    firsts = {comparable(parts(title)[0][0]) for title in titles if parts(title)}
    for mark, text in headings:
        # `A headline – and what follows from it`: the subtitle may be a longer heading.
        if mark.tag == "h1" and text.count(" ") >= _SEVERAL_WORDS and comparable(text) in firsts:
            return _headline(mark, text)
    for mark, text in headings:
        if any(_is_nearly(text, title) for title in titles):
            return _headline(mark, text)
    first = next((_headline(mark, text) for mark, text in headings if mark.tag == "h1"), None)
    if first is not None and _shares_words(first.text, titles):
        return first
    return _line_as_headline(page, keys) or first


def _repeated(found: Headline, linked: tuple[str, ...]) -> Headline:
    """A heading that the head of the page repeats: with its kicker, where there is none or JSON-LD has it as well."""
    by_data = any(comparable(title).startswith(comparable(found.text)) for title in linked)
    return found if found.kicker and not by_data else replace(found, title=found.text, kicker="")


def _shares_words(heading: str, titles: tuple[str, ...]) -> bool:
    """Whether a heading has a telling word of a title: one that has none is that of a box beside the story."""
    words = {word for title in titles for word in comparable(title).split() if len(word) > _TELLING}
    return not words or any(word in words for word in comparable(heading).split())


def _is_nearly(heading: str, title: str) -> bool:
    """Whether the one is most of the other: a kicker or the site's name may stand beside it."""
    return (holds(title, heading) and 2 * len(heading) >= len(title)) or (
        holds(heading, title) and 3 * len(title) >= len(heading)
    )


def _headline(mark: Mark, text: str) -> Headline:
    nodes = [(node, text_of(node)) for node in mark.node.css("*")[1:_MOST_PARTS]]
    inside = tuple(words for _, words in nodes)
    title, kicker = _title_and_kicker(text, nodes)
    return Headline(text, mark.start, mark.start + len(text), mark.selector, inside, kicker, title)


def _title_and_kicker(text: str, nodes: list[tuple[LexborNode, str]]) -> tuple[str, str]:
    """The heading without the kicker that its markup names, and without what is set small or unseen behind it."""
    title, kicker = text, ""
    for node, words in nodes:
        called = f"{node.attributes.get('class') or ''} {node.attributes.get('id') or ''}".lower()
        if not words or len(words) >= len(title):
            continue
        if title.startswith(words) and _KICKER.search(called):
            rest, above = title.removeprefix(words).lstrip(_EDGES), words.strip(_EDGES)
        elif title.endswith(words) and (node.tag == "small" or _HIDDEN.search(called)):
            rest, above = title.removesuffix(words).rstrip(_EDGES), ""
        elif title.endswith(words) and _NAMED.search(called):
            rest, above = words, title.removesuffix(words).strip(_EDGES)
        else:
            continue
        if len(rest) >= _LEAST:
            title, kicker = rest, kicker or above
    return title, kicker


def _line_as_headline(page: Page, keys: set[str]) -> Headline | None:
    for line in page.lines:
        if 15 <= len(line.text) <= 300 and comparable(line.text) in keys:
            return Headline(line.text, line.start, line.end, line.tag, title=line.text)
    return None


def title_parts(page: Page, sites: tuple[str, ...]) -> Iterator[Evidence]:
    """The title tag without the site's name, and a day that stands at its end."""
    if not page.title_tag:
        return
    stripped = without_site(page.title_tag, sites)
    yield Evidence(variable="title", value=stripped, method="title:headline", selector="title", quote=page.title_tag)
    for found in days_in(page.title_tag[-60:], page.tag)[-1:]:
        yield Evidence(
            variable="issued", value=found.date.edtf, method="title:day", selector="title", quote=found.quote
        )
