"""Zotero RDF: what Zotero exports as "Zotero RDF" and "Bibliontology" share – items of `bib:` classes in RDF/XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provenance.core.csl import web_names
from provenance.core.csl.web_dates import csl_from_text
from provenance.core.csl.web_names import tidy
from provenance.core.csl.zotero_types import RDF_SPACES, TO_CSL, rdf_name
from provenance.core.found import Found, told
from provenance.core.identifiers import doi_url
from provenance.core.model import Item, Origin, Reference
from provenance.core.xml import Element, elements, first_text, parsed, text_of

NAME = "zotero-rdf"
ABOUT = "Zotero RDF"

_ITEM_TYPE = rdf_name("z:itemType")
_ABOUT, _RESOURCE = rdf_name("rdf:about"), rdf_name("rdf:resource")
_NO_ITEMS = ("attachment", "note", "annotation")
_CLASSES = {
    rdf_name(f"bib:{name}"): kind
    for name, kind in (
        ("Article", "article"), ("Book", "book"), ("BookSection", "chapter"), ("Report", "report"), ("Thesis", "thesis"),
        ("Document", "document"), ("Manuscript", "manuscript"),
    )
}  # fmt: skip
_ROLES = (("author", "bib:authors"), ("editor", "bib:editors"), ("translator", "z:translators"))
_TEXTS = {
    "title": "dc:title", "abstract": "dcterms:abstract", "language": "z:language", "source": "z:libraryCatalog",
    "genre": "z:type", "section": "z:section", "edition": "prism:edition", "page": "bib:pages", "archive": "z:archive",
    "archive_location": "dc:coverage", "volume": "prism:volume", "issue": "prism:number",
}  # fmt: skip
_DATES = (("issued", "dc:date"), ("accessed", "dcterms:dateSubmitted"))
_EXTRA = re.compile(r"(?P<key>type|original-date|PMID|archive_date|url_status|DOI): (?P<value>\S.*)")


def sniff(text: str, *, name: str) -> float:
    """By Zotero's namespace, or that of its items, in RDF."""
    if text.lstrip("\ufeff \t\r\n")[:1] != "<" or str(RDF_SPACES["rdf"]) not in text:
        return 0.0
    spaces = (str(RDF_SPACES["z"]), str(RDF_SPACES["bib"]))
    return (0.95 if any(space in text for space in spaces) else 0.0) + (0.01 if name.lower().endswith(".rdf") else 0.0)


def read(text: str, *, file: str) -> Found:
    """Read the items. The address of a file that is attached to one is a link of it, beside its own."""
    root, problems = parsed(text, file=file)
    nodes = list(elements(root)) if root is not None else []
    known = {str(node.get(_ABOUT)): node for node in nodes if node.get(_ABOUT)}
    parts = (part for node in nodes for part in elements(node, rdf_name("dcterms:isPartOf")))
    around = frozenset(str(part.get(_RESOURCE)) for part in parts if part.get(_RESOURCE))
    references: list[Reference] = []
    items: list[Item] = []
    linked: set[str] = set()
    for node in nodes:
        if not _is_item(node, around):
            continue
        item = _item(node, known)
        origin = Origin(file=file, line=node.sourceline, where=str(node.get(_ABOUT) or "") or None)
        references.append(Reference(item=item, origin=origin))
        attached = [str(link.get(_RESOURCE)) for link in elements(node, rdf_name("link:link"))]
        linked.update(attached)
        urls = [str(item.get("URL") or ""), *(_url(known[name]) for name in attached if name in known)]
        urls = list(dict.fromkeys(filter(None, urls))) or [doi_url(str(item.get("DOI") or "")) or ""]
        said = told(item)
        items += [Item(url=url, given=said, origin=origin) for url in urls if url]
    for node in nodes:
        alone = node.tag == rdf_name("z:Attachment") and str(node.get(_ABOUT)) not in linked
        if alone and (url := _url(node)):
            item = {"type": "webpage", "title": first_text(node, rdf_name("dc:title")), "URL": url}
            origin = Origin(file=file, line=node.sourceline, where="attachment")
            references.append(Reference(item={name: value for name, value in item.items() if value}, origin=origin))
            items.append(Item(url=url, given=told(item), origin=origin))
    return Found(
        items=tuple(items),
        problems=problems,
        records=len(references),
        references=tuple(references),
        aside=_aside(nodes),
    )


def _aside(nodes: list[Element]) -> frozenset[str]:
    """Archived copies, and the names of nodes, which Zotero makes of their addresses."""
    names = (str(node.get(_ABOUT)) for node in nodes)
    copies = (first_text(node, rdf_name("dc:coverage")) for node in nodes)
    return frozenset(text for text in (*names, *copies) if text.startswith(("http://", "https://")))


def _is_item(node: Element, around: frozenset[str]) -> bool:
    kind = first_text(node, _ITEM_TYPE)
    return kind not in _NO_ITEMS if kind else node.tag in _CLASSES and str(node.get(_ABOUT)) not in around


def _url(node: Element) -> str:
    """The address of an item: `dcterms:URI` in an identifier, or a text that is one."""
    for identifier in elements(node, rdf_name("dc:identifier")):
        text = text_of(identifier)
        if re.match(r"https?://\S+$", text):
            return text
    return ""


def _item(node: Element, known: Mapping[str, Element]) -> dict[str, object]:
    stated = first_text(node, _ITEM_TYPE)
    item: dict[str, object] = {"type": TO_CSL.get(stated, "document") if stated else _CLASSES[node.tag]}
    for role, name in _ROLES:
        item[role] = list(_names(node, rdf_name(name)))
    for variable, name in _TEXTS.items():
        item[variable] = first_text(node, rdf_name(name))
    item["keyword"] = ", ".join(filter(None, map(text_of, elements(node, rdf_name("dc:subject")))))
    for variable, name in _DATES:
        item[variable] = csl_from_text(first_text(node, rdf_name(name)))
    item["URL"] = _url(node)
    _fill_identifiers(item, node)
    _fill_container(item, node, known)
    for organization in (part for publisher in elements(node, rdf_name("dc:publisher")) for part in publisher):
        item["publisher"] = first_text(organization, rdf_name("foaf:name"))
        place = organization.find(f".//{rdf_name('vcard:locality')}")
        item["publisher-place"] = text_of(place)
    _fill_extra(item, node)
    return {variable: value for variable, value in item.items() if value}


def _fill_identifiers(item: dict[str, object], node: Element) -> None:
    for identifier in map(text_of, elements(node, rdf_name("dc:identifier"))):
        name, _, value = identifier.partition(" ")
        if name in ("DOI", "ISBN", "ISSN") and value:
            item[name] = value


def _fill_container(item: dict[str, object], node: Element, known: Mapping[str, Element]) -> None:
    """The work around: inside the item, or a node of its own that it names."""
    for part in elements(node, rdf_name("dcterms:isPartOf")):
        named = known.get(str(part.get(_RESOURCE)))
        for around in [named] if named is not None else list(elements(part)):
            item["container-title"] = item.get("container-title") or first_text(around, rdf_name("dc:title"))
            for variable, name in (("volume", "prism:volume"), ("issue", "prism:number")):
                item[variable] = item.get(variable) or first_text(around, rdf_name(name))
            _fill_identifiers(item, around)


def _names(node: Element, role: str) -> Iterator[web_names.CslName]:
    for person in (found for part in elements(node, role) for found in part.iter(rdf_name("foaf:Person"))):
        family = first_text(person, rdf_name("foaf:surname"))
        spellings = (rdf_name("foaf:givenName"), rdf_name("foaf:givenname"))
        if not any(True for _ in elements(person, *spellings)):
            if family:
                yield {"literal": family}
            continue
        given, suffix = web_names.with_suffix(first_text(person, *spellings))
        if family or given:
            yield web_names.person(family=family, given=given, suffix=suffix) if family else {"literal": given}


def _fill_extra(item: dict[str, object], node: Element) -> None:
    """Extra: the lines that state a CSL variable, and the rest as the note."""
    notes = []
    for line in (
        line for part in elements(node, rdf_name("dc:description")) for line in "".join(part.itertext()).split("\n")
    ):
        match = _EXTRA.fullmatch(tidy(line))
        if match is None:
            notes.append(tidy(line))
        elif match["key"] == "original-date":
            item["original-date"] = csl_from_text(match["value"])
        else:
            item[match["key"]] = match["value"]
    item["note"] = " ".join(filter(None, notes))
