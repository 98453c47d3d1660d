"""Dublin Core in XML: `oai_dc` records, DCMI's own XML, RDF descriptions – every element that holds dc or dcterms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs

from provenance.core.csl import web_names
from provenance.core.csl.web_dates import csl_from_text
from provenance.core.csl.zotero_types import TO_CSL
from provenance.core.found import Found, told
from provenance.core.identifiers import doi_url
from provenance.core.model import Item, Origin, Reference
from provenance.core.scan import find_urls
from provenance.core.xml import Element, elements, first_text, parsed, text_of

NAME = "dublin-core"
ABOUT = "Dublin Core in XML: oai_dc, DCMI terms"

_DC, _TERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
_DECLARED = re.compile(r"""xmlns(?::[\w.-]+)?\s*=\s*["']http://purl\.org/dc/(?:elements/1\.1|terms)/?["']""")
# Documents of other kinds that describe themselves in Dublin Core.
_OTHERS = re.compile(
    r"<(?:!DOCTYPE\s+html|(?:\w+:)?(?:html|rss|feed|opml|package|svg)\b)|purl\.org/net/biblio#", re.IGNORECASE
)
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_TEXTS = {
    "title": "title", "publisher": "publisher", "publisher-place": "spatial", "language": "language", "keyword": "subject",
    "abstract": "abstract description", "source": "source",
}  # fmt: skip
_DATES = {"issued": "issued date", "original-date": "created"}
_SCHEMES = {"doi:": "DOI", "pmid:": "PMID", "urn:isbn:": "ISBN", "isbn:": "ISBN", "urn:issn:": "ISSN", "issn:": "ISSN"}
_DCMI_TYPES = ("text", "collection", "interactiveresource")
_CSL_TYPES = frozenset((*TO_CSL.values(), "review", "review-book", "entry", "pamphlet", "regulation", "treaty"))


def sniff(text: str, *, name: str) -> float:
    """By the declaration of the namespace in XML that is of no other kind."""
    if text.lstrip("\ufeff \t\r\n")[:1] != "<" or not _DECLARED.search(text) or _OTHERS.search(text[:4000]):
        return 0.0
    return 0.9 if name.lower().endswith(".xml") else 0.88


def read(text: str, *, file: str) -> Found:
    """Read every element that has children of Dublin Core; repeated elements are names, subjects or identifiers."""
    root, problems = parsed(text, file=file)
    references: list[Reference] = []
    items: list[Item] = []
    aside: set[str] = set()
    for record in _records(root):
        item = _item(record)
        origin = Origin(file=file, line=record.sourceline, where=f"record {len(references) + 1}")
        references.append(Reference(item=item, origin=origin))
        url = str(item.get("URL") or "") or doi_url(str(item.get("DOI") or "")) or ""
        aside.update(span.url for child in elements(record) for span in find_urls(text_of(child)) if span.url != url)
        if url:
            items.append(Item(url=url, given=told(item), origin=origin))
    return Found(
        items=tuple(items),
        problems=problems,
        records=len(references),
        references=tuple(references),
        aside=frozenset(aside),
    )


def _records(root: Element | None) -> Iterator[Element]:
    if root is None:
        return
    own = (f"{{{_DC}}}", f"{{{_TERMS}}}")
    for element in root.iter():
        # What a record says is none itself: elements that nobody has closed stand in one another.
        if not isinstance(element.tag, str) or element.tag.startswith(own):
            continue
        if any(child.tag.startswith(own) for child in elements(element)):
            yield element


def _all(record: Element, names: str) -> list[str]:
    """What the elements of these names say, in both namespaces, the first name first."""
    tags = [(f"{{{_TERMS}}}{name}", f"{{{_DC}}}{name}") for name in names.split()]
    return [text for pair in tags for text in map(text_of, elements(record, *pair)) if text]


def _item(record: Element) -> dict[str, object]:
    cited = _cited(record)
    kind, genre = _type(_all(record, "type"))
    corporate = cited.get("rft.aucorp", [])
    item: dict[str, object] = {
        "type": kind,
        "author": [
            {"literal": name} if name in corporate else web_names.from_inverted(name)
            for name in _all(record, "creator")
        ],
        "genre": genre,
    }
    for variable, names in _TEXTS.items():
        item[variable] = next(iter(_all(record, names)), "")
    if len(subjects := _all(record, "subject")) > 1:
        item["keyword"] = ", ".join(subjects)
    for variable, names in _DATES.items():
        item[variable] = csl_from_text(next(iter(_all(record, names)), ""))
    for variable, key in (("volume", "rft.volume"), ("issue", "rft.issue"), ("page", "rft.pages")):
        item[variable] = next(iter(cited.get(key, [])), "")
    for around in _all(record, "isPartOf"):
        scheme = _scheme(around)
        item.setdefault(scheme[0] if scheme else "container-title", scheme[1] if scheme else around)
    item["archive_location"] = next((text for text in _all(record, "hasVersion") if _is_url(text)), "")
    for identifier in (*_all(record, "identifier"), str(record.get(_ABOUT, ""))):
        if scheme := _scheme(identifier):
            item.setdefault(*scheme)
        elif _is_url(identifier):
            item.setdefault("URL", identifier)
    return {variable: value for variable, value in item.items() if value}


def _cited(record: Element) -> Mapping[str, list[str]]:
    """The OpenURL ContextObject in a bibliographic citation."""
    told = first_text(record, f"{{{_TERMS}}}bibliographicCitation")
    try:
        return parse_qs(told, max_num_fields=100) if "rft." in told else {}
    except ValueError:
        return {}


def _scheme(text: str) -> tuple[str, str] | None:
    """The variable and the value of an identifier that says its scheme."""
    for prefix, variable in _SCHEMES.items():
        if text.lower().startswith(prefix):
            return variable, text[len(prefix) :].strip()
    return None


def _is_url(text: str) -> bool:
    return re.fullmatch(r"https?://\S+", text, re.IGNORECASE) is not None


def _type(stated: list[str]) -> tuple[str, str]:
    """A CSL type, or Zotero's, among the types; any other word that says more than DCMI's "Text" is the genre."""
    found = next((word for word in stated if word in TO_CSL or word in _CSL_TYPES), "document")
    genre = next((word for word in stated if word != found and word.lower() not in _DCMI_TYPES), "")
    return TO_CSL.get(found, found), genre
