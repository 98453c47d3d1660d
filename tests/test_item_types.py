"""What a page is, by what it says of itself, and how that is cited: one invented page for each kind."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

import provenance

DAY = dt.date(2026, 1, 2)
TITLE = "Harbour board keeps the ferry"
PARAGRAPHS = f"<p>{'The harbour board said on Tuesday that the ferry stays in service for another winter. ' * 8}</p>"


def page(head: str = "", **graph: Any) -> bytes:
    data = json.dumps({"@context": "https://schema.org"} | graph) if graph else "{}"
    return (
        f'<html lang="en"><head><title>{TITLE}</title>{head}<script type="application/ld+json">{data}</script></head>'
        f"<body><article><h1>{TITLE}</h1>{PARAGRAPHS}</article></body></html>"
    ).encode()


def work(kind: str, **more: Any) -> dict[str, Any]:
    signed = {"@type": "Person", "name": "Mara Ellison"}
    return {"@type": kind, "headline": TITLE, "datePublished": "2024-05-07", "author": signed} | more


def organization(name: str, kind: str = "Organization") -> dict[str, str]:
    return {"@type": kind, "name": name}


def metas(**named: str) -> str:
    return "".join(f'<meta name="{name}" content="{value}">' for name, value in named.items())


SITE = '<meta property="og:site_name" content="{}">'
DATED = '<meta property="article:published_time" content="2024-05-07">'
COURIER = organization("The Quayside Courier", "NewsMediaOrganization")
JOURNAL = {
    "@type": "PublicationIssue",
    "issueNumber": "2",
    "isPartOf": {
        "@type": "PublicationVolume",
        "volumeNumber": "7",
        "isPartOf": {"@type": "Periodical", "name": "Journal of Ferries"},
    },
}
HIGHWIRE = metas(
    citation_title=TITLE, citation_author="Ellison, Mara", citation_journal_title="Journal of Ferries",
    citation_doi="10.5555/ferry", citation_volume="7", citation_issue="2", citation_firstpage="11",
    citation_lastpage="19", citation_publication_date="2024/05/07",
)  # fmt: skip
TECHNICAL = metas(
    citation_title=TITLE, citation_author="Ellison, Mara", citation_publication_date="2024/05/07",
    citation_technical_report_institution="Harbour Institute",
)  # fmt: skip
REVIEW = {"@type": "ClaimReview", "claimReviewed": "The ferry stops", "datePublished": "2024-05-07"}
SIGNED = "Ellison, M. (2024, May 7). Harbour board keeps the ferry"

KINDS = {
    "newspaper": (
        "https://www.courier.test/a", page(**work("NewsArticle", publisher=COURIER)), "article-newspaper",
        f"{SIGNED}. The Quayside Courier. ",
    ),
    "magazine": (
        "https://www.monthly.test/a",
        page(**work("Article", isPartOf={"@type": "Periodical", "name": "Harbour Monthly"})), "article-magazine",
        f"{SIGNED}. Harbour Monthly. ",
    ),
    "blog": (
        "https://pilot.test/a", page(**work("BlogPosting", isPartOf={"@type": "Blog", "name": "Pilot’s Log"})),
        "post-weblog", f"{SIGNED}. Pilot’s Log. ",
    ),
    "report": (
        "https://institute.test/a", page(**work("Report", publisher=organization("Harbour Institute"))), "report",
        "Ellison, M. (2024). Harbour board keeps the ferry. Harbour Institute. ",
    ),
    "report of a library": (
        "https://institute.test/a", page(TECHNICAL), "report",
        "Ellison, M. (2024). Harbour board keeps the ferry. Harbour Institute. ",
    ),
    "podcast": (
        "https://radio.test/7",
        page(**work("PodcastEpisode", name=TITLE, partOfSeries={"@type": "PodcastSeries", "name": "Tides"})),
        "broadcast", f"{SIGNED} [Audio podcast episode]. In Tides. ",
    ),
    "television": (
        "https://tv.test/7",
        page(**work("TVEpisode", name=TITLE, author=[], partOfSeries={"@type": "TVSeries", "name": "Tides"})),
        "broadcast", f"{TITLE} [TV series episode]. (2024, May 7). In Tides. ",
    ),
    "press release": (
        "https://www.board.test/press-releases/ferry", page(SITE.format("Harbour Board") + DATED), "webpage",
        f"{TITLE} [Press release]. (2024, May 7). Harbour Board. ",
    ),
    "government": (
        "https://www.harbours.gov.uk/ferry", page(SITE.format("Harbour Authority") + DATED, **work("NewsArticle")),
        "webpage", f"{SIGNED}. Harbour Authority. ",
    ),
    "fact-check": (
        "https://check.test/a", page(**REVIEW, headline=TITLE, author=organization("Check Test")), "webpage",
        f"Check Test. (2024, May 7). {TITLE} [Fact check]. https",
    ),
    "fact-check of a paper": (
        "https://www.courier.test/a", page(**{"@graph": [work("NewsArticle", publisher=COURIER), REVIEW]}),
        "article-newspaper", f"{SIGNED} [Fact check]. The Quayside Courier. ",
    ),
    "journal": (
        "https://journal.test/a", page(HIGHWIRE), "article-journal",
        f"Ellison, M. (2024). {TITLE}. Journal of Ferries, 7(2), 11–19. https://doi.org/10.5555/ferry",
    ),
    "journal in schema.org": (
        "https://journal.test/a",
        page(**work("ScholarlyArticle", isPartOf=JOURNAL, pageStart="11", pageEnd="19", identifier="doi:10.5555/ferry")),
        "article-journal", f"Ellison, M. (2024). {TITLE}. Journal of Ferries, 7(2), 11–19. https://doi.org/10.5555/ferry",
    ),
    "page": (
        "https://ferries.test/about", page(SITE.format("Ferries Test")), "webpage",
        f"{TITLE}. (n.d.). Ferries Test. Retrieved January 2, 2026, from https",
    ),
    "archived page": (
        "https://web.archive.org/web/20240508101112/https://www.courier.test/a",
        page(**work("NewsArticle", publisher=COURIER)), "article-newspaper",
        f"{SIGNED}. The Quayside Courier. https://www.courier.test/a",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_type_and_citation(kind: str) -> None:
    """In APA, which has a form for each of them."""
    url, content, expected, opening = KINDS[kind]
    source = provenance.read(content, url=url)
    assert source.type == expected
    assert provenance.cite(source, accessed=DAY).text.startswith(opening)


def test_author_is_a_body_where_the_page_says_so() -> None:
    """By schema.org's type, unless another place says that it is a person."""
    signed = page(**work("NewsArticle", author=organization("Anker Lund")))
    assert provenance.cite(provenance.read(signed)).item["author"] == [{"literal": "Anker Lund"}]
    both = work("NewsArticle", author=[organization("Anker Lund"), {"@type": "Person", "name": "Anker Lund"}])
    assert provenance.cite(provenance.read(page(**both))).item["author"] == [{"family": "Lund", "given": "Anker"}]


def test_one_of_many_episodes_is_not_the_page() -> None:
    """A list of broadcasts beside a text describes none of it."""
    episodes = [work("PodcastEpisode", name=f"Tide {number}") for number in (1, 2)]
    assert provenance.read(page(**{"@graph": episodes}), url="https://radio.test/").type == "webpage"
