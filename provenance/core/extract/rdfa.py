"""RDFa Lite (https://www.w3.org/TR/rdfa-lite/): `property` on any element, with a prefix or under a `vocab`.

Read are the terms of schema.org, Dublin Core and rNews that describe an article; what stands in an object of another
type (a comment, a person, a list of crumbs) is said of that and not of the page.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from provenance.core.extract.days import stamped_day
from provenance.core.extract.page import Mark, Page, attributes_of
from provenance.core.extract.terms_of_use import licence
from provenance.core.model import Evidence
from provenance.core.regex import regex

# term → variable; `name` and `title` are those of the object that they stand in, and of the page only if that is it.
_TERMS = {
    "headline": "title", "name": "title", "title": "title", "alternativeheadline": "subtitle", "author": "author",
    "creator": "author", "datepublished": "issued", "datecreated": "issued", "created": "issued", "issued": "issued",
    "date": "issued", "datemodified": "modified", "modified": "modified", "articlesection": "section",
    "inlanguage": "language", "language": "language", "publisher": "publisher", "license": "licence",
}  # fmt: skip
_PREFIXES = ("schema", "dc", "dcterms", "dct", "rnews", "http", "https")
_WORK = regex(r"(?:article|posting|report|document|webpage|review|creativework|sioc:item)$", re.IGNORECASE)
_MOST_PARENTS = 30
_LONGEST = 300
# Properties that are read; a page with more has lists of other things.
_MOST = 200


def read(page: Page) -> Iterator[Evidence]:
    """Evidence from the properties of the body, and from prefixed ones of the head."""
    for name, content in page.metas:
        prefix, _, term = name.partition(":")
        if prefix in ("schema", "rnews", "dct"):
            yield from _evidence(term, content, content, f'meta[property="{name}"]', page.tag)
    with_property = (mark for mark in page.marks if "property" in mark.attributes)
    marked = (mark for mark in with_property if any(map(_term, mark.attributes["property"].split())))
    for mark in itertools.islice(marked, _MOST):
        yield from _of_mark(mark, page.tag)


def _of_mark(mark: Mark, language: str) -> Iterator[Evidence]:
    terms = [_term(word) for word in mark.attributes["property"].split()]
    if not _describes_the_page(mark):
        return
    stamp = mark.attributes.get("content") or mark.attributes.get("datetime")
    text = stamp or mark.attributes.get("href" if "license" in terms else "content") or mark.text_up_to(_LONGEST)
    selector = f'{mark.tag}[property="{mark.attributes["property"]}"]'
    for term in dict.fromkeys(terms):
        yield from _evidence(term, text, text, selector, language)


def _term(word: str) -> str:
    """The term without its prefix; empty for one of another vocabulary."""
    prefix, _, rest = word.rpartition(":")
    if prefix.lower().split(":", 1)[0] not in ("", *_PREFIXES):
        return ""
    term = rest.rsplit("/", 1)[-1].rsplit("#", 1)[-1].lower()
    return term if term in _TERMS else ""


def _describes_the_page(mark: Mark) -> bool:
    """Whether the nearest typed object around the element is a work; a prefix alone will do where there is none.

    The element may open an object of its own (`property="author" typeof="Person"`); that is the value, not the subject.
    """
    node: LexborNode | None = mark.node.parent
    for _ in range(_MOST_PARENTS):
        if node is None:
            break
        attributes = attributes_of(node)
        if "typeof" in attributes:
            return any(_WORK.search(kind) for kind in attributes["typeof"].split())
        node = node.parent
    return ":" in mark.attributes["property"]


def _evidence(term: str, text: str, quote: str, selector: str, language: str) -> Iterator[Evidence]:
    variable = _TERMS.get(term)
    text = text.strip()
    if variable is None or not text or len(text) > _LONGEST:
        return
    if variable in ("issued", "modified"):
        value = stamped_day(text, language)
    else:
        value = licence(text) or text if variable == "licence" else text
    if value:
        yield Evidence(variable=variable, value=value, method=f"rdfa:{term}", selector=selector, quote=quote[:500])
