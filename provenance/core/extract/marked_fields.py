"""What a reader sees beside headline, byline and day: the lines above and below the headline, licences, a DOI, credits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from provenance.core.extract.heading import BEFORE, BESIDE, NEAR, Headline
from provenance.core.extract.headline import holds
from provenance.core.extract.page import Mark, Page, text_of
from provenance.core.extract.standard_ids import typed
from provenance.core.extract.terms_of_use import access, licence
from provenance.core.model import Evidence

_SUBTITLE = re.compile(r"(?:^|[\s_-])(?:standfirst|sub-?title|sub-?headline|subheading)(?:$|[\s_-])")
_KICKER = re.compile(r"(?:^|[\s_-])kicker(?:$|[\s_-])")
# Microdata of schema.org that no other family reads.
_ITEMPROPS = {"alternativeheadline": "subtitle", "license": "licence", "isaccessibleforfree": "access",
              "correction": "correction", "printedition": "edition"}  # fmt: skip
_PHOTO_CREDIT = "[class*=credit i], [class*=copyright i], [itemprop=copyrightHolder], [itemprop=creditText]"
_CREDIT_LABEL = re.compile(
    r"^\W*(?:photo|image|picture|foto|bild|credit|crédit|crédito|©|\(c\))+\s*(?:by|:|/)?\s*", re.IGNORECASE
)
_DOI_LINE = re.compile(r"^\W*(?:doi\s*[:=]?\s*)?(?:https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/\S+\W*$", re.IGNORECASE)
_DOI_LABEL = re.compile(r"doi", re.IGNORECASE)
# Lines after the headline among which a DOI names this text, and no reference of it.
_HEAD_LINES = 30
_FIGURES = 3
_MOST_PARENTS = 12


def read(page: Page, headline: Headline | None) -> Iterator[Evidence]:
    """Evidence from marked elements and from the lines at the headline."""
    for mark in page.marks:
        yield from _microdata(mark)
        if "license" in mark.attributes.get("rel", "").lower().split() and not _in_figure(mark.node):
            href = mark.attributes.get("href", "")
            yield _of_mark("licence", licence(href) or mark.text, mark, "link:license", href or mark.text)
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
    itemprop = mark.attributes.get("itemprop", "").lower()
    variable = _ITEMPROPS.get(itemprop)
    if variable is None:
        return
    text = mark.attributes.get("content") or mark.attributes.get("href") or mark.text
    value = access(text) if variable == "access" else text
    if variable == "licence":
        value = licence(text) or mark.text
    if value and len(value) <= 1000:
        yield _of_mark(variable, value, mark, f"microdata:{itemprop}", text)


def _at_headline(page: Page, headline: Headline) -> Iterator[Evidence]:
    """The first element below the headline that is called a subtitle, and the last above it that is called a kicker."""
    kicker: Mark | None = None
    subtitle: Mark | None = None
    for mark in page.marks:
        if not headline.start - BEFORE <= mark.start <= headline.end + NEAR:
            continue
        above = _KICKER.search(mark.kinds)
        below = subtitle is None and _SUBTITLE.search(mark.kinds)
        if not (above or below) or BESIDE.search(mark.kinds) or holds(mark.text, headline.text):
            continue
        start = _start(page, mark)
        # The headline itself may stand at the line before, too.
        if above and start <= headline.start:
            kicker = mark
        elif below and headline.end <= start <= headline.end + NEAR:
            subtitle = mark
    if kicker is not None and 2 < len(kicker.text) <= 80:
        yield _of_mark("kicker", kicker.text, kicker, "visible:class-kicker", kicker.text)
    if subtitle is not None and 15 <= len(subtitle.text) <= 600:
        yield _of_mark("subtitle", subtitle.text, subtitle, "visible:class-subtitle", subtitle.text)


def _start(page: Page, mark: Mark) -> int:
    """Where the text of an element begins: a mark made before its line was closed stands at the line before."""
    opening = mark.text[:40]
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
    captions = [mark for mark in page.marks if mark.tag == "figcaption" and not BESIDE.search(mark.kinds)]
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
