"""The citations that Zotero and Mendeley keep in a document, each with its whole CSL-JSON item.

Zotero writes `ADDIN ZOTERO_ITEM CSL_CITATION {…}` into a field of Word and `ZOTERO_ITEM CSL_CITATION {…} RND…` into
the name of a reference mark of LibreOffice; Mendeley Desktop writes `ADDIN CSL_CITATION {…}`, and Mendeley Cite the
same JSON in base64 into the tag of a content control (`MENDELEY_CITATION_v3_…`).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from provenance.core.csl.texts import without_controls
from provenance.core.found import told
from provenance.core.identifiers import doi_url
from provenance.core.jsons import DECODER
from provenance.core.model import Item, Origin, Problem, Reference
from provenance.core.scan import without_surrogates

_MARK = "CSL_CITATION"
# The list of works at the end is made from the citations.
_BIBLIOGRAPHY = "CSL_BIBLIOGRAPHY"
_TAG = "MENDELEY_CITATION_v3_"


@dataclass(kw_only=True)
class Citations:
    """What the citations of one document hold, in their order: each work once as a reference, every mention as a link."""

    references: list[Reference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    count: int = 0
    _known: set[str] = field(default_factory=set)

    def take(self, text: str, *, origin: Origin) -> Sequence[Item] | None:
        """The links of the works that a field cites; None where the field is none of their fields. What is broken is a Problem.

        origin: of the paragraph, note or comment that holds the field.
        """
        if _BIBLIOGRAPHY in text or "ZOTERO_BIBL" in text[:100]:
            return ()
        written = _json(text)
        if written is None:
            return None
        self.count += 1
        place = Origin(file=origin.file, where=f"{origin.where}, citation {self.count}")
        try:
            value, _ = DECODER.raw_decode(written)
            cited = list(_works(value))
        except (ValueError, RecursionError):
            self.problems.append(
                Problem(
                    origin=place,
                    message="the data of this citation are broken. Refresh the document in Zotero or Mendeley and save it",
                )
            )
            return ()
        items: list[Item] = []
        for key, work in cited:
            if key not in self._known:
                self._known.add(key)
                self.references.append(Reference(item=work, origin=place))
            url = str(work.get("URL") or "").strip() or doi_url(str(work.get("DOI") or ""))
            if url:
                items.append(Item(url=without_surrogates(url), given=told(work), origin=place))
        return items


def _json(text: str) -> str | None:
    head, mark, rest = text.partition(_MARK)
    if mark and len(head) < 100:
        return rest.lstrip()
    if text.startswith(_TAG):
        try:
            return base64.b64decode(text.removeprefix(_TAG), validate=False).decode("utf-8", "replace")
        except ValueError:  # no base64
            return ""
    return None


def _works(value: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    """The works of one citation, each with what makes it the same work again. An id may be new in every citation.

    Raises
    ------
    ValueError
        where there is no list of works.
    """
    cited = value.get("citationItems") if isinstance(value, dict) else None
    if not isinstance(cited, list):
        raise ValueError("no citationItems")  # noqa: TRY004 - broken data, whatever their type
    for one in cited:
        work = without_controls(one.get("itemData")) if isinstance(one, dict) else None
        if not isinstance(work, dict) or not work:
            continue
        uris = one.get("uris") or one.get("uri")
        if isinstance(uris, list) and uris and isinstance(uris[0], str):
            yield uris[0], work
        else:
            yield json.dumps({name: part for name, part in work.items() if name != "id"}, sort_keys=True), work
