"""The section of a paper in which an article stands: categories, breadcrumbs, and what the head of the page says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from provenance.core.extract.heading import Headline, is_beside
from provenance.core.extract.headline import site_key
from provenance.core.extract.page import Mark, Page, text_of
from provenance.core.model import Evidence
from provenance.core.regex import regex
from provenance.core.text import collapse, comparable

# Names of the front page, and words that file an article nowhere.
_NOWHERE_WORDS = """
    home homepage start startseite startpage hauptseite index inicio início accueil domů hjem etusivu strona główna
    anasayfa beranda главная головна 首页 首頁 ホーム トップ 홈 uncategorized uncategorised allgemein sonstiges unkategorisiert
    non classé sin categoría sem categoria senza categoria bez kategorii article articles artikel post posts page pages
    seite content story stories archive archives archiv all alle tags tag category categories kategorie kategorien default
    none null main more mehr wiki html copyright service discussion other frontpage
"""
# `Harbour Courier Startseite`, `skip to main content`: the way back, and what is there for screen readers.
_A_WAY = regex(
    r"(?:^|\s)(?:startseite|home\s?page|front\s?page|homepage|página inicial)$|^(?:skip|back|jump|zurück|zum|go)\s(?:to|zum|zur|inhalt|nach)\b|^(?:erweiterte )?suche$|^search$",
    re.IGNORECASE,
)
_NOWHERE = frozenset(comparable(word) for line in _NOWHERE_WORDS.splitlines() for word in (line.strip(), *line.split()))
_LONGEST = 60
_SEVERAL = regex(r"\s*[,;|/»>]\s*")
_CATEGORY_PAGE = regex(
    r"/(?:categor(?:y|ies|ia|ias|ie)|kategori(?:e|en|a)?|c?ategoria|rubri(?:k|que|ken|c)s?|ressorts?|sections?|topics?|themen?)/[^/?#]",
    re.IGNORECASE,
)
_CRUMBS = regex(r"bread-?crumb")  # of small letters
_FEW = 5


def name_of(text: str) -> str | None:
    """A section's name, tidied; None for what files an article nowhere."""
    text = collapse(text).strip(" :·•|/–—-»>#")
    if (
        not 2 <= len(text) <= _LONGEST
        or comparable(text) in _NOWHERE
        or _A_WAY.search(text)
        or not any(sign.isalpha() for sign in text)
    ):
        return None
    return text


def names_in(values: Iterable[str]) -> list[str]:
    """The sections that a field names, in order, each once: a list may stand in one string."""
    parts = (part for value in values for part in _SEVERAL.split(value))
    return list(dict.fromkeys(name for part in parts if (name := name_of(part)) is not None))


def stated(names: Sequence[str], method: str, selector: str, quote: str) -> Iterator[Evidence]:
    """The first of several is the section; the others are what else it is filed under."""
    for place, name in enumerate(names[:_FEW]):
        yield Evidence(
            variable="section",
            value=name,
            method=method if place == 0 else f"{method}:also",
            selector=selector,
            quote=quote[:200],
        )


def read(page: Page, headline: Headline | None, sites: tuple[str, ...], titles: tuple[str, ...]) -> Iterator[Evidence]:
    """Evidence from what a reader sees. sites, titles: names that are no section, of the outlet and of the article."""
    called = (*sites, *titles, *((headline.text, headline.title) if headline else ()))
    none = {site_key(name) for name in called}
    links: dict[str, list[tuple[Mark, str]]] = {}
    crumbs: Mark | None = None
    for mark in page.marks:
        if crumbs is None and mark.tag != "a" and _CRUMBS.search(mark.kinds):
            crumbs = mark
        method = _link_method(mark) if mark.tag == "a" else None
        if method and not is_beside(mark) and _is_near(mark, headline, method):
            name = name_of(mark.text)
            if name and site_key(name) not in none:
                links.setdefault(method, []).append((mark, name))
    for method, found in links.items():
        names = list(dict.fromkeys(name for _, name in found))
        yield from stated(names, method, found[0][0].selector, found[0][1])
    if crumbs is not None:
        yield from _of_crumbs(crumbs, none)


def crumbs_of(names: Sequence[str], none: Iterable[str]) -> list[str]:
    """What stands in a path of breadcrumbs between the front page and the article."""
    keys = set(none)
    return [name for text in names if (name := name_of(text)) and site_key(name) not in keys]


def _of_crumbs(mark: Mark, none: set[str]) -> Iterator[Evidence]:
    names = crumbs_of([text_of(node) for node in mark.node.css("a")], none)
    quote = mark.text[:200]
    if names:
        yield from stated(names[-1:], "visible:breadcrumb-last", mark.selector, quote)
        yield from stated(names[:1], "visible:breadcrumb-first", mark.selector, quote)


def _link_method(mark: Mark) -> str | None:
    relations = mark.attributes.get("rel", "").lower().split()
    if "category" in relations:
        return "visible:rel-category"
    if _CATEGORY_PAGE.search(mark.attributes.get("href", "")):
        return "visible:category-link"
    return "visible:rel-tag" if "tag" in relations else None


def _is_near(mark: Mark, headline: Headline | None, method: str) -> bool:
    """Menus and lists of all categories stand far from the headline; a link that says `rel=category` may stand below."""
    if headline is None or method != "visible:category-link":
        return True
    return headline.start - 200 <= mark.start <= headline.end + 400
