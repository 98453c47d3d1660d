"""Meta tags of a bibliographic record – Highwire, PRISM, Dublin Core – and those for access, licence, edition, feeds."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.core.extract.page import Page
from provenance.core.extract.standard_ids import typed
from provenance.core.extract.terms_of_use import access, licence, names_licence
from provenance.core.model import Evidence
from provenance.core.urls import url_or_none

# variable → names of meta tags. Highwire as Google Scholar lists it, PRISM 3.0, DCMI terms.
_TEXTS = {
    "container_title": "citation_conference_title citation_conference citation_inbook_title",
    "publisher": "citation_dissertation_institution citation_technical_report_institution",
    "volume": "citation_volume prism.volume bepress_citation_volume",
    "issue": "citation_issue prism.number bepress_citation_issue",
    "edition": "prism.edition edition article:edition print_edition citation_edition",
    "subtitle": "subtitle subheadline prism.subtitle dcterms.alternative dc.title.alternative",
    "kicker": "kicker prism.kicker",
    "licence": "dc.rights dcterms.rights dcterms.license dc.rights.license dc.license license licence copyright.license",
    "type": "dc.type dcterms.type prism.genre",
}  # fmt: skip
_VARIABLE_OF = {name: variable for variable, names in _TEXTS.items() for name in names.split()}
_IDENTIFIERS = frozenset(
    (
        "citation_doi", "citation_issn", "citation_eissn", "citation_isbn", "citation_pmid", "citation_arxiv_id",
        "bepress_citation_doi", "bepress_citation_issn", "bepress_citation_isbn", "prism.doi", "prism.issn",
        "prism.eissn", "prism.isbn", "dc.identifier", "dcterms.identifier", "dc.identifier.doi", "dc.identifier.issn",
        "dc.identifier.isbn", "dc.identifier.pmid", "dc.source.issn", "doi", "issn", "eissn", "isbn",
        "evt-doipage", "rft_id",
    )
)  # fmt: skip
_ACCESS = frozenset(
    (
        "article:content_tier", "og:article:content_tier", "content_tier", "content-tier", "isaccessibleforfree",
        "access-level", "accesslevel", "dc.accessrights", "dcterms.accessrights", "dc.rights.accessrights",
        "citation_access",
    )
)  # fmt: skip
# These say whether one has to pay.
_PAID = frozenset(
    ("paywall", "premium", "ispremium", "is_premium", "is-premium", "article:premium", "requires_subscription")
)
_FIRST_PAGE, _LAST_PAGE = ("citation_firstpage", "prism.startingpage"), ("citation_lastpage", "prism.endingpage")


def read(page: Page, url: str | None) -> Iterator[Evidence]:
    """Evidence from the head of a page for the fields of a record. url: its own, for addresses relative to it."""
    for name, content in page.metas:
        if name in _IDENTIFIERS:
            found = typed(content.removeprefix("info:doi/"), name)
            if found is not None:
                yield _evidence(found[0], found[1], name, content)
            elif name.endswith("dc.identifier") and "/" not in content:
                yield _evidence("identifier", content, name, content)
        elif name in _ACCESS or name in _PAID:
            if value := access(content, inverted=name in _PAID):
                yield _evidence("access", value, name, content)
        elif (variable := _VARIABLE_OF.get(name)) and (value := _value(variable, content)):
            yield _evidence(variable, value, name, content)
    yield from _pages(page)
    for href in page.feeds:
        yield Evidence(
            variable="feed",
            value=_absolute(href, url),
            method="link:alternate",
            selector='link[rel="alternate"]',
            quote=href,
        )


def _value(variable: str, content: str) -> str | None:
    if variable == "licence":
        return (licence(content) or content) if names_licence(content) else None
    return content


def _absolute(href: str, url: str | None) -> str:
    address = url_or_none(href, base=url)
    return address.href if address else href


def _pages(page: Page) -> Iterator[Evidence]:
    """First and last page as one range, as CSL has it."""
    metas = dict(reversed(page.metas))
    first = next((name for name in _FIRST_PAGE if name in metas), None)
    last = next((metas[name] for name in _LAST_PAGE if name in metas), "")
    if first is not None:
        start = metas[first]
        value = f"{start}-{last}" if last and last != start else start
        yield _evidence("page", value, first, value)


def _evidence(variable: str, value: str, name: str, content: str) -> Evidence:
    return Evidence(
        variable=variable, value=value, method=f"meta:{name}", selector=f'meta[name="{name}"]', quote=content[:500]
    )
