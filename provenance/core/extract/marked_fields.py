"""What a reader sees beside headline, byline and day: the lines above and below the headline, licences, a DOI, credits."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from provenance.core.extract.heading import BEFORE, NEAR, Headline, is_beside
from provenance.core.extract.headline import holds
from provenance.core.extract.page import Mark, Page, text_of
from provenance.core.extract.standard_ids import typed
from provenance.core.extract.terms_of_use import access, licence
from provenance.core.model import Evidence
from provenance.core.regex import regex

_SUBTITLE = regex(r"(?:^|[\s_-])(?:standfirst|sub-?title|sub-?headline|subheading)(?:$|[\s_-])")
_KICKER = regex(r"(?:^|[\s_-])kicker(?:$|[\s_-])")
# Microdata of schema.org that no other family reads.
_ITEMPROPS = {"alternativeheadline": "subtitle", "license": "licence", "isaccessibleforfree": "access",
              "correction": "correction", "printedition": "edition"}  # fmt: skip
_PHOTO_CREDIT = "[class*=credit i], [class*=copyright i], [itemprop=copyrightHolder], [itemprop=creditText]"
_CREDIT_LABEL = regex(
    r"^\W*(?:photo|image|picture|foto|bild|credit|crédit|crédito|©|\(c\))+\s*(?:by|:|/)?\s*", re.IGNORECASE
)
_DOI_LINE = regex(r"^\W*(?:doi\s*[:=]?\s*)?(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+\W*$", re.IGNORECASE)
_DOI_LABEL = regex(r"doi", re.IGNORECASE)
# Lines after the headline among which a DOI names this text, and no reference of it.
_HEAD_LINES = 30
_FIGURES = 3
_LONGEST_KICKER, _LONGEST_SUBTITLE, _LONGEST_LICENCE, _LONGEST = 80, 600, 120, 1000
# Elements of a kind that are looked at; a page with more is a list of other things.
_MOST_CANDIDATES = 40
_MOST_PARENTS = 12


def read(page: Page, headline: Headline | None) -> Iterator[Evidence]:
    """Evidence from marked elements and from the lines at the headline."""
    with_itemprop = (mark for mark in page.marks if "itemprop" in mark.attributes)
    stated = (mark for mark in with_itemprop if mark.attributes["itemprop"].lower() in _ITEMPROPS)
    for mark in itertools.islice(stated, _MOST_CANDIDATES):
        yield from _microdata(mark)
    with_rel = (mark for mark in page.marks if "rel" in mark.attributes)
    linked = (mark for mark in with_rel if "license" in mark.attributes["rel"].lower().split())
    for mark in itertools.islice(linked, _MOST_CANDIDATES):
        if not _in_figure(mark.node):
            href = mark.attributes.get("href", "")
            words = mark.text_up_to(_LONGEST_LICENCE)
            if value := licence(href) or words or href:
                yield _of_mark("licence", value, mark, "link:license", href or words)
    for rel, href in page.links:
        terms = licence(href) if "license" in rel.split() else None
        if terms:
            yield Evidence(
                variable="licence",
                value=terms,
                method="link:license",
                selector='link[rel="license"]',
                quote=href,
            )
    if headline is not None:
        yield from _at_headline(page, headline)
        yield from _doi_line(page, headline)
    yield from _photo_credits(page)


def _microdata(mark: Mark) -> Iterator[Evidence]:
    itemprop = mark.attributes["itemprop"].lower()
    variable = _ITEMPROPS[itemprop]
    text = mark.attributes.get("content") or mark.attributes.get("href") or mark.text_up_to(_LONGEST)
    value = access(text) if variable == "access" else text
    if variable == "licence":
        value = licence(text) or mark.text_up_to(_LONGEST_LICENCE)
    if value and len(value) <= _LONGEST:
        yield _of_mark(variable, value, mark, f"microdata:{itemprop}", text)


def _at_headline(page: Page, headline: Headline) -> Iterator[Evidence]:
    """The first element below the headline that is called a subtitle, and the last above it that is called a kicker."""
    kicker: tuple[Mark, str] | None = None
    subtitle: tuple[Mark, str] | None = None
    for mark in _candidates(page, headline):
        above = _KICKER.search(mark.kinds) is not None
        text = mark.text_up_to(_LONGEST_KICKER if above else _LONGEST_SUBTITLE)
        if not text or holds(text, headline.text):
            continue
        start = _start(page, mark, text)
        # The headline itself may stand at the line before, too.
        if above and start <= headline.start and len(text) > 2:
            kicker = mark, text
        elif not above and subtitle is None and headline.end <= start <= headline.end + NEAR and len(text) >= 15:
            subtitle = mark, text
    if kicker is not None:
        yield _of_mark("kicker", kicker[1], kicker[0], "visible:class-kicker", kicker[1])
    if subtitle is not None:
        yield _of_mark("subtitle", subtitle[1], subtitle[0], "visible:class-subtitle", subtitle[1])


def _candidates(page: Page, headline: Headline) -> Iterator[Mark]:
    near = (mark for mark in page.marks if headline.start - BEFORE <= mark.start <= headline.end + NEAR)
    called = (mark for mark in near if _KICKER.search(mark.kinds) or _SUBTITLE.search(mark.kinds))
    return itertools.islice((mark for mark in called if not is_beside(mark)), _MOST_CANDIDATES)


def _start(page: Page, mark: Mark, text: str) -> int:
    """Where the text of an element begins: a mark made before its line was closed stands at the line before."""
    opening = text[:40]
    lines = (line.start for line in page.lines if line.start >= mark.start and line.text.startswith(opening))
    return next(lines, mark.start)


def _doi_line(page: Page, headline: Headline) -> Iterator[Evidence]:
    """A line near the headline that is a DOI and nothing else; in the text, one may be that of another work."""
    after = [line for line in page.lines if line.start >= headline.start - BEFORE][:_HEAD_LINES]
    for line in after:
        if len(line.text) < 120 and _DOI_LABEL.search(line.text) and _DOI_LINE.match(line.text):
            found = typed(line.text.strip(" \t.;,[]()"))
            if found is not None:
                yield Evidence(variable="doi", value=found[1], method="visible:doi", selector=line.tag, quote=line.text)
                return


def _photo_credits(page: Page) -> Iterator[Evidence]:
    """Who made the pictures, where the caption marks it as such."""
    captions = [mark for mark in page.marks if mark.tag == "figcaption" and not is_beside(mark)]
    for mark in captions[:_FIGURES]:
        for node in mark.node.css(_PHOTO_CREDIT)[:1]:
            text = text_of(node)
            name = _CREDIT_LABEL.sub("", text).strip()
            if 2 < len(name) <= 120:
                yield _of_mark("photo_credit", name, mark, "visible:class-credit", text)


def _in_figure(node: LexborNode) -> bool:
    """Whether an element stands in a figure: what it says is said of the picture."""
    for _ in range(_MOST_PARENTS):
        parent = node.parent
        if parent is None:
            return False
        if parent.tag in ("figure", "figcaption"):
            return True
        node = parent
    return False


def _of_mark(variable: str, value: str, mark: Mark, method: str, quote: str) -> Evidence:
    return Evidence(variable=variable, value=value, method=method, selector=mark.selector, quote=quote[:500])
