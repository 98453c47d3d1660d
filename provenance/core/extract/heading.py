"""The headline of a page: where it stands among what a reader sees, and what the title tag says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from provenance.core.extract.days import days_in
from provenance.core.extract.headline import holds, parts, without_site
from provenance.core.extract.page import Mark, Page
from provenance.core.model import Evidence
from provenance.core.text import comparable

# Characters before the headline, after it, and far after it, in which a byline or a day belongs to it. Beyond 300 the
# share of right days falls from .96 to .83.
BEFORE, NEAR, FAR = 160, 320, 900
# Elements of this kind stand beside the story and belong to another one.
BESIDE = re.compile(r"comment|related|teaser|sidebar|footer|widget|recommend|promo")


def is_beside(mark: Mark) -> bool:
    """Whether an element belongs to another story, as far as its class says."""
    return BESIDE.search(mark.kinds) is not None


@dataclass(frozen=True, slots=True)
class Headline:
    """Where the headline stands in the text of the page."""

    text: str
    start: int
    end: int
    selector: str


def find_headline(page: Page, titles: tuple[str, ...]) -> Headline | None:
    """The heading that repeats a title of the head; else the first that can be one.

    titles: what the head of the page calls it, the site's name taken off where it is known.
    """
    headings = [(mark, text) for mark in page.marks if mark.tag in ("h1", "h2") and 3 <= len(text := mark.text) <= 300][
        :40
    ]
    keys = {comparable(title) for title in titles if title}
    for mark, text in headings:
        if comparable(text) in keys:
            return _headline(mark, text)
    for mark, text in headings:
        if any(holds(title, text) or holds(text, title) for title in titles):
            return _headline(mark, text)
    first = next(((mark, text) for mark, text in headings if mark.tag == "h1"), None)
    return _headline(*first) if first else _line_as_headline(page, keys)


def _headline(mark: Mark, text: str) -> Headline:
    return Headline(text, mark.start, mark.start + len(text), mark.selector)


def _line_as_headline(page: Page, keys: set[str]) -> Headline | None:
    for line in page.lines:
        if 15 <= len(line.text) <= 300 and comparable(line.text) in keys:
            return Headline(line.text, line.start, line.end, line.tag)
    return None


def title_parts(page: Page, sites: tuple[str, ...]) -> Iterator[Evidence]:
    """The title tag: without the site's name as a title, its last part as a name of the site."""
    if not page.title_tag:
        return
    stripped = without_site(page.title_tag, sites)
    yield Evidence(variable="title", value=stripped, method="title:headline", selector="title", quote=page.title_tag)
    for found in days_in(page.title_tag[-60:], page.tag)[-1:]:
        yield Evidence(
            variable="issued", value=found.date.edtf, method="title:day", selector="title", quote=found.quote
        )
    pieces = parts(page.title_tag)
    if len(pieces) > 1:
        last = pieces[-1][0]
        if len(last) <= 40:
            yield Evidence(
                variable="container_title", value=last, method="title:last-part", selector="title", quote=page.title_tag
            )
