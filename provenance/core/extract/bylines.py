"""Who wrote it, as a reader sees it: lines that open with "By", and elements that are marked as the author's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from provenance.core.extract import byline_forms, places
from provenance.core.extract.authors import authors as signed
from provenance.core.extract.authors import is_person
from provenance.core.extract.days import days_in
from provenance.core.extract.heading import BEFORE, FAR, NEAR, Headline, is_beside
from provenance.core.extract.headline import holds
from provenance.core.extract.page import Line, Mark, Page
from provenance.core.extract.people import BY, LABEL, people, without_by
from provenance.core.model import Evidence
from provenance.core.regex import regex

_BYLINE = regex(rf"^\s*(?:{LABEL}\s*[:：]|{BY}\s*[:：]|{BY}\s+(?=[^\W\d_]))(?P<names>.{{2,120}})$", re.IGNORECASE)
# `Posted 11 April 2018 by Jane Roe`: the day between the verb and the name.
_POSTED = regex(
    r"^(?:posted|published|submitted|created|veröffentlicht|erstellt|gespeichert|eingestellt|publié|publicado)\s(?:on\s|am\s|le\s|el\s)?"
    r"(?P<day>.{4,30}?)\s(?:by|von|par|por)\s(?P<names>.{2,80})$",
    re.IGNORECASE,
)
_AUTHOR_LABEL = regex(
    rf"^(?:(?i:{LABEL}\s*[:：]\s*)|(?i:{BY})\s+)(?=[A-ZÀ-ÞА-Я\u3040-\u9fff\uac00-\ud7af])(?P<names>.+)$"
)
# `Autorin/Autor Jane Roe`: a label in both genders is no other word, and needs no colon.
_BOTH_GENDERS = regex(r"^autor(?:in/(?:-\s?)?autor|/-?in|[:*_]in)\s+(?P<names>(?=[A-ZÀ-Þ]).+)$", re.IGNORECASE)
_COLON = regex(r"^[^:：]{1,40}[:：]")
# `ByJane Roe`: the space was a matter of style sheets.
_GLUED_BY = regex(r"^(By|Von|Par|Por)(?=[A-ZÀ-Þ][a-zß-ÿ])")
_AUTHOR_NAME_CLASS = regex(r"author[-_]*name|byline[-_]*name|author__name|authorname|name[-_]author")

_OF_CARD = regex(r"vcard|author|byline")
_AUTHOR_PAGE = regex(r"/(?:authors?|autor(?:en|es)?|auteurs?)/[^/?#]", re.IGNORECASE)
# A line that is a name; what a line must have of it.
_NAME_LINE, _MOSTLY = 80, 0.8
_MOST_LINES = 3000
_CARD_DEPTH = 4
_MOST_AUTHORS, _BESIDE_EACH_OTHER = 8, 200
# Places that hold an author's name and nothing else.
_ONLY_AUTHORS = frozenset({
    "microdata:author", "visible:rel-author", "visible:hcard", "visible:class-username",
})  # fmt: skip


def read(page: Page, headline: Headline | None, sites: tuple[str, ...]) -> Iterator[Evidence]:
    """Evidence for authors. sites: names of the outlet, which is no author of itself."""
    if headline is not None:
        yield from _bylines(page, headline, sites)
    yield from _labelled(page, headline, sites)
    if headline is not None:
        yield from _beside_day(page, headline, sites)
    yield from _marked(page, headline, sites)


def _bylines(page: Page, headline: Headline, sites: tuple[str, ...]) -> Iterator[Evidence]:
    """Lines near the headline that open with "By", and lines that hold only "By" with the name in the next."""
    lines = page.lines_between(headline.start - BEFORE, headline.end + FAR)
    # Above the headline stand teasers, so the lines behind it go first.
    for place in sorted(range(len(lines)), key=lambda place: lines[place].start < headline.start):
        line = lines[place]
        if not byline_forms.may_sign(line.text) or holds(headline.text, line.text):
            continue
        text = _GLUED_BY.sub(r"\1 ", line.text)
        following = (other.text for other in lines[place + 1 :] if not holds(headline.text, other.text))
        if not without_by(text + " x").removesuffix("x").strip() and (name := next(following, "")):
            text = f"{text} {name}"
        match = _BYLINE.match(text[:160]) or _posted(text, page.tag)
        # Beside a day even a word in small letters is somebody's name: `by quaywatcher on 8 March 2024`.
        dated = match is not None and bool(days_in(text[:160], page.tag))
        names = signed(match["names"], sites=sites, stated=dated) if match and len(text) < 200 else ()
        if names:
            yield Evidence(
                variable="author", value="; ".join(names), method="visible:byline", selector=line.tag, quote=text[:200]
            )
            return


def _posted(text: str, language: str) -> re.Match[str] | None:
    match = _POSTED.match(text[:160])
    return match if match and days_in(match["day"], language) else None


def _labelled(page: Page, headline: Headline | None, sites: tuple[str, ...]) -> Iterator[Evidence]:
    """A short line below the headline that says "Author: …", as many papers set it under the story.

    Several of them with several names, and none near the headline, are those of other stories.
    """
    found: dict[tuple[str, ...], Line] = {}
    end, near = (headline.end, headline.end + FAR) if headline else (-1, -1)
    for place, line in enumerate(page.lines[:_MOST_LINES]):
        if line.start <= end or len(line.text) > byline_forms.LONGEST or not byline_forms.may_sign(line.text):
            continue
        following = page.lines[place + 1].text if place + 1 < len(page.lines) else ""
        names = _names_after_label(line.text, page.tag, sites) or byline_forms.names_in(line.text, following, sites)
        if names and not _are_words(names):
            found.setdefault(names, line)
    # A headline can open with "Von"; "Autor:" is nothing but a label.
    found = {names: line for names, line in found.items() if _COLON.match(line.text)} or found
    for names, line in found.items():
        if len(found) == 1 or line.start <= near:
            yield Evidence(
                variable="author", value="; ".join(names), method="visible:labelled", selector=line.tag, quote=line.text
            )
        return


def _names_after_label(text: str, language: str, sites: tuple[str, ...]) -> tuple[str, ...]:
    if len(text) > _NAME_LINE:
        return ()
    match = _AUTHOR_LABEL.match(text) or _BOTH_GENDERS.match(text) or _posted(text, language)
    return people(match["names"], sites=sites) if match else ()


def _are_words(names: tuple[str, ...]) -> bool:
    """Whether they are several words and no names: `Von Ebbe und Flut` is the headline of another story."""
    return len(names) > 1 and not any(" " in name for name in names) and any(map(str.isascii, names))


def _beside_day(page: Page, headline: Headline, sites: tuple[str, ...]) -> Iterator[Evidence]:
    """A line beside the headline that holds a name and the day, and nothing else; a name alone is often a section's."""
    for line in page.lines_between(headline.end - 1, headline.end + NEAR):
        if len(line.text) > _NAME_LINE:
            continue
        days = days_in(line.text, page.tag)
        text = line.text[: days[0].start].strip(" |·•–—-,") if days else ""
        names = people(text, sites=sites) if text and " " in text else ()
        if names and _is_only(text, names):
            yield Evidence(
                variable="author",
                value="; ".join(names),
                method="visible:name-and-day",
                selector=line.tag,
                quote=line.text[:200],
            )
            return


def _is_only(text: str, names: tuple[str, ...]) -> bool:
    """Whether the text is these names and no other words, each name of two words or more and none of them a place."""
    said = sum(len(name) for name in names)
    words = all(" " in name and not places.is_city(name) and not places.is_region(name) for name in names)
    return words and said >= _MOSTLY * len(text)


def _marked(page: Page, headline: Headline | None, sites: tuple[str, ...]) -> Iterator[Evidence]:
    authors: dict[str, list[tuple[Mark, tuple[str, ...]]]] = {}
    for mark in page.marks:
        method = _author_method(mark)
        if method and not is_beside(mark) and _is_close(mark, headline, method):
            text = mark.attributes.get("content") or mark.text or _nested_name(mark.node)
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


def _nested_name(node: LexborNode) -> str:
    """The name in an element that shows none: `<span itemprop=author><meta itemprop=name content="…"></span>`."""
    name = node.css_first("[itemprop~=name][content]")
    return (name.attributes.get("content") or "").strip() if name is not None else ""


def _together(found: list[tuple[Mark, tuple[str, ...]]]) -> list[tuple[Mark, tuple[str, ...]]]:
    """The first of the marks and those beside it: an author's link is often there twice, once around the picture; names
    farther down the page are those of other articles.
    """
    persons = [one for one in found if any(is_person(name) for name in one[1])]
    found = persons or found
    kept = found[:1]
    for one in found[1:_MOST_AUTHORS]:
        if one[0].start - kept[-1][0].start > _BESIDE_EACH_OTHER:
            break
        kept.append(one)
    return kept


def _is_close(mark: Mark, headline: Headline | None, method: str) -> bool:
    if headline is None or "itemprop" in mark.attributes:
        return True
    before = BEFORE if method == "visible:author-link" else 600  # links to authors stand in teasers above as well
    return headline.start - before <= mark.start <= headline.end + 1500


def _author_method(mark: Mark) -> str | None:
    """What says that an element holds an author, the surest first."""
    attributes = mark.attributes
    if "itemprop" in attributes and attributes["itemprop"].lower() in ("author", "creator"):
        return "microdata:author"
    if "rel" in attributes and "author" in attributes["rel"].lower().split():
        return "visible:rel-author"
    if mark.tag == "a" and _AUTHOR_PAGE.search(attributes.get("href", "")) is not None:
        return "visible:author-link"
    return _author_class(mark)


def _author_class(mark: Mark) -> str | None:
    kinds = mark.kinds
    called = "author" in kinds or "autor" in kinds
    if (called or "byline" in kinds) and _AUTHOR_NAME_CLASS.search(kinds) is not None:
        return "visible:class-author-name"
    if "fn" in kinds and "fn" in kinds.split() and _in_card(mark.node):
        return "visible:hcard"
    if "byline" in kinds:
        return "visible:class-byline"
    if called:
        return "visible:class-author"
    return "visible:class-username" if "username" in kinds else None


def _in_card(node: LexborNode) -> bool:
    """Whether a name stands in the card of a person (microformats hCard); recipes and events have names as well."""
    parent = node.parent
    for _ in range(_CARD_DEPTH):
        if parent is None:
            return False
        if _OF_CARD.search(f"{parent.attributes.get('class') or ''} {parent.attributes.get('rel') or ''}".lower()):
            return True
        parent = parent.parent
    return False
