"""COinS in HTML: OpenURL ContextObjects in the `title` of `<span class="Z3988">` (ANSI/NISO Z39.88-2004), as Wikipedia,
Zotero and library catalogues write them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from selectolax.lexbor import LexborHTMLParser

from provenance.core.anchors import too_deep
from provenance.core.csl import web_names
from provenance.core.csl.web_dates import csl_from_text
from provenance.core.csl.web_names import tidy
from provenance.core.csl.zotero_types import TO_CSL
from provenance.core.found import Found, told
from provenance.core.identifiers import doi_url
from provenance.core.model import Item, Origin, Problem, Reference
from provenance.core.scan import Lines

NAME = "coins"
ABOUT = "COinS: citations in the spans of a web page (HTML)"

_SPAN = re.compile(r"<span\b[^<>]*Z3988", re.IGNORECASE)
_MOST_FIELDS = 400
_TEXTS = {
    "title": ("rft.atitle", "rft.title", "rft.btitle", "rft.jtitle"), "publisher": ("rft.pub", "rft.publisher"),
    "publisher-place": ("rft.place",), "volume": ("rft.volume",), "issue": ("rft.issue",), "page": ("rft.pages",),
    "edition": ("rft.edition",), "language": ("rft.language",), "abstract": ("rft.description",), "ISBN": ("rft.isbn",),
    "ISSN": ("rft.issn", "rft.eissn"),
}  # fmt: skip
_GENRES = {
    "article": "article-journal", "preprint": "article", "proceeding": "paper-conference", "conference": "paper-conference",
    "book": "book", "bookitem": "chapter", "report": "report", "document": "document", "unknown": "webpage",
}  # fmt: skip

Fields = Mapping[str, Sequence[str]]


def sniff(text: str, *, name: str) -> float:
    """By a span of the class `Z3988` that holds a ContextObject."""
    if "Z3988" not in text or "ctx_ver" not in text or not _SPAN.search(text):
        return 0.0
    named = 0.02 if name.lower().endswith((".html", ".htm", ".xhtml")) else 0.0
    return named + (0.96 if text.lstrip()[:1] == "<" else 0.7)


def read(text: str, *, file: str) -> Found:
    """Read every span that holds a ContextObject; what else links in the page is none of the citations."""
    lines = Lines(text)
    if (deep := too_deep(text)) is not None:
        problem = "elements are nested too deeply: it was not read"
        return Found(problems=(Problem(origin=Origin(file=file, line=deep), message=problem),))
    places = [lines.number(match.start()) for match in _SPAN.finditer(text)]
    spans = LexborHTMLParser(text).css("span.Z3988")
    references: list[Reference] = []
    problems: list[Problem] = []
    items: list[Item] = []
    for number, span in enumerate(spans, 1):
        line = places[number - 1] if len(places) == len(spans) else None
        origin = Origin(file=file, line=line, where=f"COinS {number}")
        try:
            fields = parse_qs(span.attributes.get("title") or "", max_num_fields=_MOST_FIELDS)
        except ValueError:
            fields = {}
        item = _item({key: [tidy(value) for value in values] for key, values in fields.items()})
        if len(item) == 1:
            problems.append(Problem(origin=origin, message="the span states nothing of a source"))
            continue
        references.append(Reference(item=item, origin=origin))
        if url := str(item.get("URL") or "") or doi_url(str(item.get("DOI") or "")):
            items.append(Item(url=url, given=told(item), origin=origin))
    return Found(items=tuple(items), problems=tuple(problems), records=len(spans), references=tuple(references))


def _item(fields: Fields) -> dict[str, object]:
    kind = _type(fields)
    texts = {variable: _first(fields, *keys) for variable, keys in _TEXTS.items()}
    item: dict[str, object] = {"type": kind, "author": _authors(fields), **texts}
    item["container-title"] = _container(fields, kind, str(texts["title"]))
    item["page"] = texts["page"] or "–".join(filter(None, (_first(fields, "rft.spage"), _first(fields, "rft.epage"))))
    item["issued"] = csl_from_text(_first(fields, "rft.date", "rft.year"))
    for identifier in (*fields.get("rft_id", ()), *fields.get("rft.identifier", ())):
        scheme, _, value = identifier.partition("/")
        if scheme.lower() in ("info:doi", "info:pmid"):
            item.setdefault("DOI" if scheme.lower() == "info:doi" else "PMID", value)
        elif re.match(r"https?://\S+$", identifier):
            item.setdefault("URL", identifier)
    return {variable: value for variable, value in item.items() if value}


def _first(fields: Fields, *keys: str) -> str:
    return next((value for key in keys for value in fields.get(key, ()) if value), "")


def _type(fields: Fields) -> str:
    """Zotero's item type or CSL's own where one is stated; else by OpenURL's genre."""
    stated = _first(fields, "rft.type")
    if stated in TO_CSL or stated in TO_CSL.values():
        return TO_CSL.get(stated, stated)
    if _first(fields, "rft_val_fmt").endswith(":dissertation"):
        return "thesis"
    return _GENRES.get(_first(fields, "rft.genre").lower(), "document")


def _container(fields: Fields, kind: str, title: str) -> str:
    """The work around: the title of a journal, of the book around a chapter, or Dublin Core's source."""
    keys = ("rft.jtitle", "rft.stitle") + (("rft.btitle", "rft.title") if kind == "chapter" else ())
    around = _first(fields, *keys, "rft.source") or (_first(fields, "rft.title") if "rft.atitle" in fields else "")
    only = not any(key in fields for key in ("rft.atitle", "rft.title", "rft.btitle"))
    return "" if only and around == title else around


def _authors(fields: Fields) -> list[web_names.CslName]:
    """The names in their order. The first one may be there by parts, in `rft.au` too or not."""
    corporate = fields.get("rft.aucorp", ())
    last, first = _first(fields, "rft.aulast"), _first(fields, "rft.aufirst", "rft.auinit")
    person = web_names.person(family=last, given=first, suffix=_first(fields, "rft.ausuffix")) if last else None
    shown = (web_names.inverted(person), web_names.display(person)) if person else ()
    names = [
        person
        if person and text in shown
        else {"literal": text}
        if text in corporate
        else web_names.from_inverted(text)
        for text in fields.get("rft.au", ())
    ]
    listed = fields.get("rft.au", ())
    before = [person] if person and not any(text in shown for text in listed) else []
    return before + names + [{"literal": text} for text in corporate if text not in listed]
