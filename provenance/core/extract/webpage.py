"""One page, all families: the evidence of an HTML document."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from provenance.core import outlets
from provenance.core.extract import (
    corrections,
    credit_lines,
    dateline,
    first_published,
    heading,
    jsonld,
    language,
    linked_fields,
    marked_fields,
    metatags,
    microformats,
    rdfa,
    record_metas,
    scripts,
    sections,
    shown_names,
    visible,
)
from provenance.core.extract import sites as site_names
from provenance.core.extract.authors import authors
from provenance.core.extract.headline import site_key, without_day, without_kicker, without_site, without_tags
from provenance.core.extract.page import Line, Page
from provenance.core.extract.people import agencies
from provenance.core.extract.savedtext import dateline_evidence
from provenance.core.extract.wording import Wording, wording_of
from provenance.core.model import ClaimReview, Evidence
from provenance.core.regex import regex
from provenance.core.urls import url_or_none

_PARAGRAPH = 60
# What a template sets before a headline, or leaves there where the kicker was.
_LEADING = regex(r"^(?:[\s:|›·•]+|»\s)+(?=\S)")
# A dateline stands at the head of the story: in one of the first paragraphs after the headline.
_FIRST_PARAGRAPHS = 8
# Lines after the headline in which a credit can be that of the story, and lines after its last paragraph.
_CREDIT_LINES, _BELOW = 120, 4


@dataclasses.dataclass(frozen=True, slots=True)
class PageEvidence:
    """What the families say, and the running text on which language and year are judged."""

    evidence: tuple[Evidence, ...]
    dateline: dateline.Parsed | None
    paragraphs: tuple[str, ...]
    claims: tuple[ClaimReview, ...]


def read(page: Page, url: str | None) -> PageEvidence:
    """All evidence of a page, apart from that of its URL."""
    metas = list(metatags.read(page))
    titles = tuple(piece.value for piece in metas if piece.variable == "title")
    addresses = tuple(piece.value for piece in metas if piece.variable == "canonical_url")
    graph = jsonld.graph(page.scripts, page.tag)
    article = jsonld.own_article(graph, titles=(*titles, page.title_tag), urls=(*addresses, *([url] if url else ())))
    linked = jsonld.read(graph, article, titles=(*titles, page.title_tag))
    host = _host(url or next(iter(addresses), None))
    called = [piece.value for piece in (*metas, *linked) if piece.variable == "title"]
    stated = list(site_names.tidied((*metas, *linked), host=host, titles=called))
    stated += site_names.read(page, host, called)
    sites = _sites(stated, host)
    head = [*_cleaned(stated, sites), *heading.title_parts(page, sites)]
    wanted = tuple(dict.fromkeys(piece.value for piece in head if piece.variable == "title"))
    by_data = tuple(piece.value for piece in linked if piece.variable == "title")
    headline = heading.find_headline(page, wanted, sites, by_data)
    inside = headline.parts if headline else ()
    marked = (*rdfa.read(page), *microformats.read(page, headline))
    visible_ones = _cleaned((*visible.read(page, headline, sites), *marked), sites)
    seen = [*_split_kicker(visible_ones, wanted, inside), *sections.read(page, headline, sites, wanted)]
    start = headline.end if headline else 0
    below = page.lines_from(start)
    story = [line for line in below if len(line.text) >= _PARAGRAPH]
    parsed, line = _dateline(story, page.language_tag)
    datelines = [_visible(dateline_evidence(parsed, line.tag))] if parsed and line else []
    wording = wording_of(line.text for line in below)
    named = list(_credits(below, wording, line)) if headline else []
    detected = language.detect(" ".join(line.text for line in (story or page.lines)[:60]))
    days = () if any(piece.variable == "issued" for piece in (*head, *seen)) else tuple(scripts.read(page))
    after = [(line.text, line.tag) for line in below]
    fields = (
        *record_metas.read(page, url),
        *linked_fields.read(graph, article),
        *marked_fields.read(page, headline),
        *corrections.read(after, wording, "visible:correction"),
        *shown_names.read(page, (*head, *seen)),
        *first_published.read(after, wording, page.language_tag),
    )
    everything = (*head, *seen, *days, *datelines, *named, *([detected] if detected else ()), *fields)
    begin = story.index(line) if line else 0
    opening = tuple(line.text for line in story[begin : begin + 3])
    return PageEvidence(everything, parsed, opening, linked_fields.claims(graph))


def _visible(piece: Evidence) -> Evidence:
    return dataclasses.replace(piece, method="visible:dateline")


def _dateline(story: Sequence[Line], tag: str) -> tuple[dateline.Parsed | None, Line | None]:
    for line in story[:_FIRST_PARAGRAPHS]:
        parsed = dateline.parse(line.text, tag)
        if parsed is not None:
            return parsed, line
    return None, None


def _credits(below: Sequence[Line], wording: Wording, opening: Line | None) -> Iterator[Evidence]:
    """Credit lines from the headline to a little below the story, and the bracket behind its last sentence."""
    after = below[:_CREDIT_LINES]
    last = max((number for number, line in enumerate(after) if len(line.text) >= _PARAGRAPH), default=0)
    after = after[: last + _BELOW]
    for place in credit_lines.may_credit([line.text for line in after], wording):
        line = after[place]
        credit = credit_lines.parse(line.text) if line is not opening else None
        if credit is not None:
            yield from credit_lines.evidence(credit, line.tag, "visible:credit")


def _sites(evidence: Iterable[Evidence], host: str) -> tuple[str, ...]:
    """The names under which the site goes, its host among them."""
    names = [piece.value for piece in evidence if piece.variable in ("container_title", "publisher")]
    labels = host.split(".")
    names += [host, *(labels[-3:-1] if len(labels) > 2 else labels[:1])]
    return tuple(dict.fromkeys(name for name in names if name))


def _host(url: str | None) -> str:
    address = url_or_none(url)
    return address.host.removeprefix("www.") if address else ""


def _cleaned(evidence: Iterable[Evidence], sites: tuple[str, ...]) -> Iterator[Evidence]:
    """Titles without the site's name; authors that are persons; languages as BCP 47."""
    keys = {site_key(site) for site in sites}
    for piece in evidence:
        if piece.variable == "title":
            value = without_day(without_site(without_tags(piece.value), sites))
            # A title that is the site's name is the title of a home page or of a template.
            yield _changed(piece, value=value, variable="title" if site_key(value) not in keys else "heading")
        elif piece.variable == "author":
            yield from _authors(piece, sites)
        elif piece.variable == "language":
            tag = language.normalize(piece.value)
            if tag is not None:
                yield _changed(piece, value=tag)
        elif piece.variable == "credit":
            yield from ([piece] if outlets.is_agency(piece.value) else [])
        else:
            yield piece


def _changed(piece: Evidence, *, value: str, variable: str | None = None) -> Evidence:
    """The piece with another value or variable; most keep both, and a copy costs."""
    variable = variable or piece.variable
    same = value == piece.value and variable == piece.variable
    return piece if same else dataclasses.replace(piece, value=value, variable=variable)


def _split_kicker(evidence: Iterable[Evidence], titles: Sequence[str], inside: Sequence[str]) -> Iterator[Evidence]:
    """Kicker and headline apart, where the visible heading holds both and the head of the page has the headline."""
    for piece in evidence:
        if piece.variable == "title":
            title, kicker = without_kicker(_LEADING.sub("", piece.value), titles, inside)
            yield _changed(piece, value=title)
            if kicker:
                yield dataclasses.replace(piece, variable="kicker", value=kicker)
        else:
            yield piece


def _authors(piece: Evidence, sites: tuple[str, ...]) -> Iterator[Evidence]:
    seen = piece.method.startswith(("visible:", "microdata:"))  # taken apart where it was seen
    names = tuple(piece.value.split("; ")) if seen else authors(piece.value, sites=sites, stated=True)
    for agency in agencies(piece.value):
        yield dataclasses.replace(piece, variable="credit", value=agency)
    # What names no person is kept as it stands, and no reading rests on it.
    yield dataclasses.replace(piece, value="; ".join(names)) if names else dataclasses.replace(piece, variable="byline")
