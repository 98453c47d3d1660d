"""What a reader sees: the headline, the byline and the day beside it, and what microdata marks in between."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.core.extract import bylines, sections, shown_days
from provenance.core.extract.heading import Headline, is_beside
from provenance.core.extract.page import Mark, Page
from provenance.core.model import Evidence

_MICRODATA = {"headline": "title", "inlanguage": "language"}


def read(page: Page, headline: Headline | None, sites: tuple[str, ...]) -> Iterator[Evidence]:
    """Evidence from the visible page. sites: names of the outlet, which is no author of itself."""
    if headline is not None:
        yield Evidence(
            variable="title", value=headline.title, method="visible:h1", selector=headline.selector, quote=headline.text
        )
        if headline.kicker:
            yield Evidence(
                variable="kicker",
                value=headline.kicker,
                method="visible:class-kicker",
                selector=headline.selector,
                quote=headline.text,
            )
    yield from bylines.read(page, headline, sites)
    yield from shown_days.read(page, headline)
    for mark in page.marks:
        if (mark.tag == "figcaption" or "itemprop" in mark.attributes) and not is_beside(mark):
            yield from _marked_text(mark)


def _marked_text(mark: Mark) -> Iterator[Evidence]:
    itemprop = mark.attributes.get("itemprop", "").lower()
    if mark.tag == "figcaption":
        text = mark.text
        if 10 <= len(text) <= 600:
            yield Evidence(
                variable="caption", value=text, method="visible:figcaption", selector="figcaption", quote=text
            )
    if itemprop == "articlesection":
        names = sections.names_in([mark.attributes.get("content") or mark.text])
        yield from sections.stated(names, "microdata:articlesection", mark.selector, mark.text)
    variable = _MICRODATA.get(itemprop)
    text = (mark.attributes.get("content") or mark.text).strip() if variable else ""
    if variable and 1 < len(text) <= 300:
        yield Evidence(
            variable=variable, value=text, method=f"microdata:{itemprop}", selector=mark.selector, quote=text
        )
