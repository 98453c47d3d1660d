"""JSON-LD beyond the citation: subtitle, access, licence, corrections, identifiers, and reviews of claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from provenance.core.extract.days import read_stamp
from provenance.core.extract.jsonld import Found
from provenance.core.extract.standard_ids import typed
from provenance.core.extract.terms_of_use import access, licence
from provenance.core.model import ClaimReview, Evidence
from provenance.core.text import collapse, comparable, unescaped

# member of the article → variable of the source; their texts are taken as they stand
_TEXTS = {"printEdition": "edition", "printPage": "page", "correction": "correction"}
_IDENTIFIERS = ("identifier", "doi", "issn", "isbn", "sameAs")
# What an article is part of and what that is part of: issue, volume, periodical.
_DEEPEST = 3
_MOST = 20


def read(graph: Sequence[Found], article: Found | None) -> Iterator[Evidence]:
    """Evidence from the graph. article: the page's own, where there is one."""
    if article is not None:
        yield from _of_article(article)
    for item in graph:
        if "WebPage" in item.types or item is article:
            yield from _access(item)
        if "CorrectionComment" in item.types and (text := item.text("text")):
            yield item.evidence("correction", "text", unescaped(text), text)
        if "ClaimReview" in item.types:
            yield from _claim(item)


def _of_article(item: Found) -> Iterator[Evidence]:
    headline = comparable(unescaped(item.text("headline") or item.text("name")))
    subtitle = unescaped(item.text("alternativeHeadline"))
    if subtitle and comparable(subtitle) != headline:
        yield item.evidence("subtitle", "alternativeHeadline", subtitle, item.text("alternativeHeadline"))
    for member, variable in _TEXTS.items():
        if text := item.text(member):
            yield item.evidence(variable, member, unescaped(text), text)
    terms = item.text("license") or next((part.text("url") for part in item.inner("license")), "")
    if terms:
        yield item.evidence("licence", "license", licence(terms) or unescaped(terms), terms)
    yield from _identifiers(item)
    yield from _printed(item)
    for picture in item.inner("image"):
        for member in ("creditText", "copyrightNotice"):
            if text := picture.text(member):
                yield picture.evidence("photo_credit", f"image.{member}", unescaped(text), text)


def _access(item: Found) -> Iterator[Evidence]:
    told = item.node.get("isAccessibleForFree")
    if isinstance(told, bool | str) and (value := access(str(told))):
        yield item.evidence("access", "isAccessibleForFree", value, str(told))


def _identifiers(item: Found) -> Iterator[Evidence]:
    """Identifiers as text, or as `PropertyValue` with the name of the scheme beside the value."""
    for member in _IDENTIFIERS:
        for part in item.items(member)[:_MOST]:
            hint, value = member, part
            if isinstance(part, dict):
                hint = str(part.get("propertyID") or part.get("name") or member)
                value = part.get("value") or part.get("@id") or part.get("url")
            text = str(value) if isinstance(value, str | int) else ""
            found = typed(text, hint)
            if found is not None:
                yield item.evidence(found[0], member, found[1], text)
            elif member == "identifier" and hint != member and text and not text.startswith("http"):
                yield item.evidence("identifier", member, text, text)


def _printed(item: Found) -> Iterator[Evidence]:
    """Volume, issue, pages and ISSN of the periodical that the article is part of."""
    start, end = item.text("pageStart"), item.text("pageEnd")
    if start or (start := item.text("pagination")):
        pages = f"{start}-{end}" if end and end != start else start
        yield item.evidence("page", "pageStart", pages, pages)
    whole: Found | None = item
    for depth in range(_DEEPEST):
        whole = next(whole.inner("isPartOf"), None) if whole else None
        if whole is None:
            return
        if depth and "Periodical" in whole.types and (name := whole.text("name")):
            yield whole.evidence("container_title", "isPartOf", unescaped(name), name)
        for member, variable in (("volumeNumber", "volume"), ("issueNumber", "issue")):
            if text := whole.text(member):
                yield whole.evidence(variable, member, text, text)
        for text in map(str, whole.items("issn")[:_MOST]):
            if found := typed(text, "issn"):
                yield whole.evidence("issn", "isPartOf.issn", found[1], text)


# -- ClaimReview --------------------------------------------------------------------------------------------------


def _claim(item: Found) -> Iterator[Evidence]:
    text = item.text("claimReviewed")
    if not text:
        return
    yield item.evidence("claim_review", "claimReviewed", unescaped(text), text)
    rating = next(item.inner("reviewRating"), None)
    if rating and (verdict := _verdict(rating)):
        yield rating.evidence("claim_rating", "reviewRating.alternateName", verdict, verdict)


def claims(graph: Sequence[Found]) -> tuple[ClaimReview, ...]:
    """The reviews of claims that a page holds, each once, in its order."""
    found = []
    for item in graph:
        text = unescaped(item.text("claimReviewed")) if "ClaimReview" in item.types else ""
        if not text:
            continue
        reviewed = next(item.inner("itemReviewed"), None)
        rating = next(item.inner("reviewRating"), None)
        day = read_stamp(reviewed.text("datePublished"), item.language) if reviewed else None
        found.append(
            ClaimReview(
                claim=text,
                claimant=_named(reviewed, "author"),
                claimed=day,
                rating=_verdict(rating) or None if rating else None,
                rating_value=_scale(rating.node) if rating else None,
                reviewer=_named(item, "author"),
                url=item.text("url") or None,
            )
        )
    return tuple(dict.fromkeys(found))[:_MOST]


def _verdict(rating: Found) -> str:
    """What the review calls the claim, in its own words."""
    return unescaped(rating.text("alternateName") or rating.text("name"))


def _named(item: Found | None, member: str) -> str | None:
    part = next(item.inner(member), None) if item else None
    name = part.text("name") if part else item.text(member) if item else ""
    return collapse(unescaped(name)) or None


def _scale(rating: Any) -> str | None:
    value, worst, best = (
        str(rating[name]).strip() if isinstance(rating.get(name), str | int | float) else ""
        for name in ("ratingValue", "worstRating", "bestRating")
    )
    if not value or worst == best != "":  # a scale of one step is written where there is none
        return None
    return f"{value} of {worst}–{best}" if worst and best else f"{value} of {best}" if best else value
