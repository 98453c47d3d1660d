"""Dublin Core in XML: records of the 15 elements and of DCMI's terms (DCMI Metadata Terms, 2020).

The pages and the volume are in `dcterms:bibliographicCitation` as an OpenURL ContextObject, as DCMI's "Guidelines for
Encoding Bibliographic Citation Information in Dublin Core Metadata" (2005) advise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, urlencode

from provenance.core.csl import web_names
from provenance.core.csl.dates import partial_date
from provenance.core.csl.texts import clean_items
from provenance.core.xml import Element, add, document, root_element

NAME = "dublin-core"
ABOUT = "Dublin Core records in XML (dc and dcterms)"
HELD = frozenset(
    (
        "type", "author", "title", "container-title", "publisher", "publisher-place", "source", "volume", "issue", "page",
        "issued", "original-date", "language", "abstract", "keyword", "URL", "DOI", "PMID", "ISBN", "ISSN",
        "archive_location",
    )
)  # fmt: skip

_DC, _TERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
_TEXTS = (
    ("title", _DC, "title"), ("publisher", _DC, "publisher"), ("publisher-place", _TERMS, "spatial"),
    ("source", _DC, "source"), ("language", _DC, "language"), ("abstract", _TERMS, "abstract"), ("keyword", _DC, "subject"),
    ("container-title", _TERMS, "isPartOf"),
)  # fmt: skip


def write(items: Sequence[Mapping[str, object]]) -> str:
    """One document of records. Dates are EDTF, which DCMI names for dates in doubt: `?2024-07-04`, `XXXX-07-04`, `2024~`."""
    root = root_element("records", {"dc": _DC, "dcterms": _TERMS})
    for item in clean_items(items):
        _record(add(root, "record"), item)
    return document(root)


def _record(record: Element, item: Mapping[str, object]) -> None:
    for space, element, value in _elements(item):
        if value:
            add(record, f"{{{space}}}{element}", value)


def _elements(item: Mapping[str, object]) -> Iterator[tuple[str, str, object]]:
    """Namespace, name and text of each element."""
    yield _DC, "type", item.get("type")
    yield _DC, "type", "Text"
    for name in web_names.names(item.get("author")):
        yield _DC, "creator", web_names.inverted(name)
    for variable, space, element in _TEXTS:
        yield space, element, item.get(variable)
    for variable, element in (("issued", "issued"), ("original-date", "created")):
        date = partial_date(item.get(variable))
        yield _TERMS, element, date.edtf if date else None
    for variable, prefix in (("URL", ""), ("DOI", "doi:"), ("PMID", "pmid:"), ("ISBN", "urn:isbn:")):
        yield _DC, "identifier", f"{prefix}{item[variable]}" if item.get(variable) else None
    yield _TERMS, "isPartOf", f"urn:issn:{item['ISSN']}" if item.get("ISSN") else None
    yield _TERMS, "hasVersion", item.get("archive_location")
    if pairs := list(_citation(item)):
        told = urlencode([("ctx_ver", "Z39.88-2004"), *pairs], quote_via=quote, safe="")
        yield _TERMS, "bibliographicCitation", told


def _citation(item: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What Dublin Core has no element for. An institution with a comma in its name would be read as a person."""
    for variable, key in (("volume", "rft.volume"), ("issue", "rft.issue"), ("page", "rft.pages")):
        if value := item.get(variable):
            yield key, str(value)
    for name in web_names.names(item.get("author")):
        if "," in web_names.literal(name):
            yield "rft.aucorp", web_names.literal(name)
