"""Zotero RDF, as Zotero exports and imports it: items of the Bibliographic Ontology in RDF/XML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from provenance.core.csl import web_names
from provenance.core.csl.dates import partial_date
from provenance.core.csl.texts import clean_items
from provenance.core.csl.zotero_types import FROM_CSL, RDF_SPACES, rdf_name
from provenance.core.xml import Element, add, document, root_element

NAME = "zotero-rdf"
ABOUT = "Zotero RDF"
HELD = frozenset(
    (
        "type", "author", "editor", "translator", "title", "container-title", "publisher", "publisher-place", "source",
        "section", "edition", "volume", "issue", "page", "genre", "abstract", "keyword", "note", "language", "issued",
        "original-date", "accessed", "URL", "DOI", "PMID", "ISBN", "ISSN", "archive", "archive_location", "archive_date",
        "url_status",
    )
)  # fmt: skip

_CLASSES = {
    "article-newspaper": "bib:Article", "article-magazine": "bib:Article", "article-journal": "bib:Article",
    "book": "bib:Book", "chapter": "bib:BookSection", "report": "bib:Report", "thesis": "bib:Thesis",
}  # fmt: skip
_CONTAINERS = {
    "article-newspaper": "bib:Newspaper", "article-magazine": "bib:Periodical", "article-journal": "bib:Journal",
    "chapter": "bib:Book", "webpage": "z:Website", "post-weblog": "z:Blog", "post": "z:Forum",
}  # fmt: skip
_ROLES = (("author", "bib:authors"), ("editor", "bib:editors"), ("translator", "z:translators"))
_TEXTS = (
    ("title", "dc:title"), ("abstract", "dcterms:abstract"), ("keyword", "dc:subject"), ("language", "z:language"),
    ("source", "z:libraryCatalog"), ("genre", "z:type"), ("section", "z:section"), ("edition", "prism:edition"),
    ("page", "bib:pages"), ("archive", "z:archive"), ("archive_location", "dc:coverage"),
)  # fmt: skip
_DATES = (("issued", "dc:date"), ("accessed", "dcterms:dateSubmitted"))


def write(items: Sequence[Mapping[str, object]]) -> str:
    """One document. Dates are EDTF. What Zotero has no field for stands in Extra, as Zotero writes CSL variables there."""
    root = root_element(rdf_name("rdf:RDF"), RDF_SPACES)
    for number, item in enumerate(clean_items(items), 1):
        kind = str(item.get("type"))
        node = add(root, rdf_name(_CLASSES.get(kind, "bib:Document")), **{rdf_name("rdf:about"): f"#item_{number}"})
        _item(node, item, kind=kind)
    return document(root)


def _item(node: Element, item: Mapping[str, object], *, kind: str) -> None:
    add(node, rdf_name("z:itemType"), FROM_CSL.get(kind, "document"))
    _container(node, item, kind=kind)
    _publisher(node, item)
    for role, name in _ROLES:
        _names(node, rdf_name(name), item.get(role))
    for variable, name in _TEXTS:
        if value := item.get(variable):
            add(node, rdf_name(name), value)
    for variable, name in _DATES:
        if (date := partial_date(item.get(variable))) is not None:
            add(node, rdf_name(name), date.edtf)
    if url := item.get("URL"):
        add(add(add(node, rdf_name("dc:identifier")), rdf_name("dcterms:URI")), rdf_name("rdf:value"), url)
    for variable in ("DOI", "ISBN"):
        if value := item.get(variable):
            add(node, rdf_name("dc:identifier"), f"{variable} {value}")
    if lines := list(_extra(item, kind=kind)):
        add(node, rdf_name("dc:description"), "\n".join(lines))


def _container(node: Element, item: Mapping[str, object], *, kind: str) -> None:
    fields = (("container-title", "dc:title"), ("volume", "prism:volume"), ("issue", "prism:number"))
    if not any(item.get(variable) for variable, _ in fields) and not item.get("ISSN"):
        return
    around = add(add(node, rdf_name("dcterms:isPartOf")), rdf_name(_CONTAINERS.get(kind, "bib:Document")))
    for variable, name in fields:
        if value := item.get(variable):
            add(around, rdf_name(name), value)
    if issn := item.get("ISSN"):
        add(around, rdf_name("dc:identifier"), f"ISSN {issn}")


def _publisher(node: Element, item: Mapping[str, object]) -> None:
    name, place = item.get("publisher"), item.get("publisher-place")
    if not name and not place:
        return
    organization = add(add(node, rdf_name("dc:publisher")), rdf_name("foaf:Organization"))
    if place:
        address = add(add(organization, rdf_name("vcard:adr")), rdf_name("vcard:Address"))
        add(address, rdf_name("vcard:locality"), place)
    if name:
        add(organization, rdf_name("foaf:name"), name)


def _names(node: Element, role: str, value: object) -> None:
    """Names in their order. Zotero writes the suffix behind the given name, and an institution as a surname alone."""
    people = list(web_names.names(value))
    if not people:
        return
    sequence = add(add(node, role), rdf_name("rdf:Seq"))
    for name in people:
        person = add(add(sequence, rdf_name("rdf:li")), rdf_name("foaf:Person"))
        literal = web_names.literal(name)
        add(person, rdf_name("foaf:surname"), literal or web_names.family(name))
        if not literal:
            given = ", ".join(filter(None, (web_names.given(name), web_names.suffix(name))))
            add(person, rdf_name("foaf:givenName"), given)


def _extra(item: Mapping[str, object], *, kind: str) -> Iterator[str]:
    if note := item.get("note"):
        yield str(note)
    if kind not in FROM_CSL:
        yield f"type: {kind}"
    if (original := partial_date(item.get("original-date"))) is not None:
        yield f"original-date: {original.edtf}"
    for variable in ("PMID", "archive_date", "url_status"):
        if value := item.get(variable):
            yield f"{variable}: {value}"
