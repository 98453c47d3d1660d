"""PDF (ISO 32000): link annotations, and the URLs in the words of all pages, those broken over lines too.

A page shows the words of a link and states its target apart from them, so that most of its URLs are given twice. The
targets are what is listed; the scan adds the URLs in the words that are none of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from provenance.core.broken_lines import put_together
from provenance.core.found import Found
from provenance.core.model import Item, Origin, Problem
from provenance.core.parts import Part, gathered, link
from provenance.core.pdfs import is_bounded, opened
from provenance.core.scan import link_key
from provenance.errors import InputError

NAME = "pdf"
ABOUT = "PDF: the links of its pages, and the URLs in their words"
IS_LIST = False

_HEAD = 1024
_MOST_PAGES, _MOST_TEXT, _MOST_LINKS = 3_000, 10_000_000, 50_000
# A link in the bytes of a file whose pages cannot be read.
_RAW = re.compile(rb"/URI\s*\(((?:[^()\\]|\\.){1,2000})\)")


def sniff(content: bytes, *, name: str) -> float:  # noqa: ARG001 - the door of every format
    """By the mark at the beginning, or near it in front of an object (ISO 32000-1, annex H.3.4.1)."""
    if content.startswith(b"%PDF-"):
        return 0.95
    return 0.9 if b"%PDF-" in content[:_HEAD] and b" obj" in content and b"\nstartxref" in content else 0.0


def read(content: bytes, *, file: str) -> Found:
    """Read the pages. One that cannot be read is a Problem.

    Raises
    ------
    InputError
        where the file is locked, or so damaged that there is no page and no link in it.
    """
    parts: list[Part] = []
    problems: list[Problem] = []
    try:
        reader, locked = opened(content)
        pages = len(reader.pages) if not locked else 0
    except Exception:  # noqa: BLE001 - broken files make the library raise anything
        return _raw(content, file=file)
    if locked:
        raise InputError(
            file, "is a PDF that is locked with a password", "Save a copy of it without one, and give that"
        )
    pieces = [_page(reader, number, file=file, problems=problems) for number in range(1, min(pages, _MOST_PAGES) + 1)]
    known = {link_key(item.url) for items, _ in pieces for item in items}
    left = _MOST_TEXT
    for number, (items, text) in enumerate(pieces, start=1):
        origin = Origin(file=file, where=f"page {number}")
        if len(text) > left:
            problems.append(
                Problem(origin=origin, message="the words of this page are too many to be searched for URLs")
            )
            text = ""  # noqa: PLW2901 - its links are kept
        left -= len(text)
        rest, wholes = put_together(text, known)
        parts.append(Part(origin=origin, text=rest, items=items))
        parts += [
            Part(origin=Origin(file=file, where=f"page {number}, over {whole.lines} lines"), text=whole.text)
            for whole in wholes
        ]
    if pages > _MOST_PAGES:
        origin = Origin(file=file, where=f"page {_MOST_PAGES + 1}")
        problems.append(Problem(origin=origin, message=f"from here on {pages - _MOST_PAGES} pages were not read"))
    return gathered(parts, problems=problems) if pages else _raw(content, file=file)


def _page(reader: Any, number: int, *, file: str, problems: list[Problem]) -> tuple[tuple[Item, ...], str]:
    """The links and the words of a page."""
    origin = Origin(file=file, where=f"page {number}")
    items: list[Item] = []
    text = ""
    try:
        page = reader.pages[number - 1]
        # A link that is broken over lines has an annotation for each.
        for target in dict.fromkeys(_targets(page)):
            found = link(target, "", origin)
            items += [found] if isinstance(found, Item) else []
            problems += [found] if isinstance(found, Problem) else []
        if is_bounded(page):
            text = str(page.extract_text() or "")
        else:
            problems.append(
                Problem(origin=origin, message="so much is drawn on this page that its words were not searched")
            )
    except Exception:  # noqa: BLE001 - one broken page costs itself and no other
        problems.append(Problem(origin=origin, message="this page is damaged, and could not be read whole"))
    return tuple(items), text


def _targets(page: Any) -> Iterator[str]:
    """The targets of link annotations with a URI action (ISO 32000-1, sections 12.5.6.5 and 12.6.4.7)."""
    annotations = page.get("/Annots")
    annotations = annotations.get_object() if annotations is not None else ()
    for one in list(annotations)[:_MOST_LINKS]:
        annotation = one.get_object()
        action = annotation.get("/A") if isinstance(annotation, dict) else None
        action = action.get_object() if action is not None else None
        uri = action.get("/URI") if isinstance(action, dict) else None
        uri = uri.get_object() if uri is not None else None
        if uri is not None:
            yield uri.decode("utf-8", "replace") if isinstance(uri, bytes) else str(uri)


def _raw(content: bytes, *, file: str) -> Found:
    """What the bytes give of a file in which no page can be found."""
    targets = [match[1].replace(b"\\", b"").decode("utf-8", "replace") for match in _RAW.finditer(content)]
    if not targets:
        raise InputError(file, "is a PDF that is damaged, or has no pages", "Get the file once more, or save it anew")
    origin = Origin(file=file, where="somewhere in the file")
    problem = Problem(
        origin=origin, message="the PDF is damaged: its pages cannot be read, and their words were not searched"
    )
    return gathered([Part(origin=origin, text="\n".join(targets))], problems=[problem])
