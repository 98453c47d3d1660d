"""The CSL type of a text (CSL 1.0.2, "Types"), and the reasons for it.

The strongest statement decides: that an authority publishes, then schema.org's type, then what the page says of itself
for libraries (Highwire), then a dateline, then the outlet's kind. CSL has no type for fact-checks and press
releases; they keep theirs and are told by `genre`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from provenance.core import outlets
from provenance.core.model import Evidence, Outlet
from provenance.core.regex import regex
from provenance.core.urls import url_or_none

_NEWS = ("NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "BackgroundNewsArticle",
         "ReviewNewsArticle", "LiveBlogPosting")  # fmt: skip
_OF_SCHEMA = {
    "BlogPosting": "post-weblog", "SocialMediaPosting": "post", "DiscussionForumPosting": "post",
    "ScholarlyArticle": "article-journal", "MedicalScholarlyArticle": "article-journal", "Report": "report",
    "PodcastEpisode": "broadcast", "RadioEpisode": "broadcast", "TVEpisode": "broadcast",
    "Thesis": "thesis", "Book": "book", "Dataset": "dataset", "Legislation": "legislation",
    **dict.fromkeys(_NEWS, "article-newspaper"),
}  # fmt: skip
# What an article is part of, in schema.org's words; a journal's articles are told by their own type.
_OF_WHOLE = {
    "Newspaper": "article-newspaper", "Periodical": "article-magazine", "PublicationIssue": "article-magazine",
    "Blog": "post-weblog",
}  # fmt: skip
# Highwire's tags, as https://scholar.google.com/intl/en/scholar/inclusion.html lists them, and PRISM's aggregation type.
_OF_META = {
    "citation_journal_title": "article-journal", "citation_conference_title": "paper-conference",
    "citation_conference": "paper-conference", "citation_dissertation_institution": "thesis",
    "citation_technical_report_institution": "report", "citation_inbook_title": "chapter",
}  # fmt: skip
# og:type of a page about one broadcast; `video.other` is any page with a player on it.
_OF_OPEN_GRAPH = {"video.episode": "broadcast", "video.tv_show": "broadcast", "book": "book"}
# Second-level labels and whole suffixes under which authorities publish; only bodies of state are given names there.
_AUTHORITY = regex(
    r"(?:^|\.)(?:gov|mil|gov\.[a-z]{2}|gob\.[a-z]{2}|gouv\.[a-z]{2}|gub\.uy|govt\.nz|go\.(?:jp|kr|th|id|ke|tz|ug)|gv\.at|admin\.ch|"
    r"gc\.ca|europa\.eu)$"
)
_PRESS_RELEASE = regex(
    r"(?:^|/)(?:press-?releases?|pressemitteilung(?:en)?|presseinformation(?:en)?|medienmitteilung(?:en)?|pressmeddelanden?|"
    r"communiques?-de-presse|comunicados?(?:-de-(?:prensa|imprensa))?|comunicati?-stampa|persberichten?|pressemeddelelser)(?:/|$)",
    re.IGNORECASE,
)
# As APA describes them (7th, 10.12 and 10.13).
_EPISODES = {
    "PodcastEpisode": "Audio podcast episode", "TVEpisode": "TV series episode", "RadioEpisode": "Radio broadcast",
}  # fmt: skip
_FACT_CHECK, _RELEASE = "Fact check", "Press release"


def csl_type(
    evidence: Sequence[Evidence], *, url: str | None, outlet: Outlet | None, dateline: str | None, default: str
) -> tuple[str, tuple[Evidence, ...]]:
    """The type, and evidence of the variable `type` whose value is a CSL type, the deciding piece first.

    dateline: as printed, where there is one. default: for what says nothing of itself.
    """
    reasons = tuple(_reasons(evidence, url=url, outlet=outlet, dateline=dateline, default=default))
    return (reasons[0].value if reasons else ("webpage" if url else default)), reasons


def _reasons(
    evidence: Sequence[Evidence], *, url: str | None, outlet: Outlet | None, dateline: str | None, default: str
) -> Iterator[Evidence]:
    """The strongest first."""
    kind = outlet.kind if outlet else None
    news = kind in outlets.NEWS_KINDS
    host = _host(url)
    if host and not news and _AUTHORITY.search(host):
        yield _reason("webpage", "url:authority", "url", host)
    types = [piece for piece in evidence if piece.variable == "type"]
    for piece in types:
        if piece.value in _OF_SCHEMA:
            yield _reason(_of_schema(piece.value, kind), piece.method, piece.selector, piece.quote)
        elif piece.method == "meta:og:type" and piece.value in _OF_OPEN_GRAPH:
            yield _reason(_OF_OPEN_GRAPH[piece.value], piece.method, piece.selector, piece.quote)
    # Papers write the tags of libraries too, for a search engine of news.
    for piece in () if news else evidence:
        name = piece.method.removeprefix("meta:")
        if name in _OF_META and name != piece.method:
            yield _reason(_OF_META[name], piece.method, piece.selector, piece.quote)
    if dateline is not None:
        yield _reason("article-newspaper", "text:dateline", None, dateline)
    article = any(piece.value in ("article", "Article") for piece in types) or default == "document"
    if outlet is not None and kind is not None and article and (news or kind == "magazine"):
        yield _reason(
            "article-newspaper" if news else "article-magazine", "outlet:kind", None, f"{outlet.name}: {kind}"
        )
    yield from _of_whole(types)


def _of_whole(types: Sequence[Evidence]) -> Iterator[Evidence]:
    for piece in types:
        if piece.method.startswith("jsonld:isPartOf") and piece.value in _OF_WHOLE:
            yield _reason(_OF_WHOLE[piece.value], piece.method, piece.selector, piece.quote)


def _of_schema(kind: str, outlet: str | None) -> str:
    """What a paper calls a report is one of its articles; a magazine's news are articles of a magazine."""
    if kind == "Report" and outlet in outlets.NEWS_KINDS:
        return "article-newspaper"
    return "article-magazine" if kind in _NEWS and outlet == "magazine" else _OF_SCHEMA[kind]


def genre(evidence: Sequence[Evidence], url: str | None) -> Iterator[Evidence]:
    """What CSL has no type for: a fact-check, by the review of a claim in it; a podcast, by schema.org's type; a press
    release, by the path it stands on.
    """
    for piece in evidence:
        if piece.variable == "claim_review":
            yield _genre(_FACT_CHECK, piece.method, piece.selector, piece.quote)
            break
    for piece in evidence:
        if piece.variable == "type" and piece.value in _EPISODES:
            yield _genre(_EPISODES[piece.value], piece.method, piece.selector, piece.quote)
        if piece.variable == "type" and _PRESS_RELEASE.search(re.sub(r"\s+|(?<=[a-z])(?=[A-Z])", "-", piece.value)):
            yield _genre(_RELEASE, piece.method, piece.selector, piece.quote)
    if url and (found := _PRESS_RELEASE.search(url.split("?", 1)[0])):
        yield _genre(_RELEASE, "url:path", "url", found.group().strip("/"))


def _host(url: str | None) -> str | None:
    address = url_or_none(url)
    return address.host if address else None


def _reason(value: str, method: str, selector: str | None, quote: str) -> Evidence:
    return Evidence(variable="type", value=value, method=method, selector=selector, quote=quote)


def _genre(value: str, method: str, selector: str | None, quote: str) -> Evidence:
    return Evidence(variable="genre", value=value, method=method, selector=selector, quote=quote)
