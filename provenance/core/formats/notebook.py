"""Jupyter notebooks (nbformat 3 and 4): the links of Markdown, code and what the code has put out."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping

from provenance.core.charrefs import resolved
from provenance.core.found import Found, given
from provenance.core.jsons import Fault, lines_by_text, parsed, pieces
from provenance.core.model import Item, Origin, Problem
from provenance.core.scan import find_urls, without_surrogates

NAME = "ipynb"
ABOUT = "Jupyter notebooks: links in Markdown cells, code and outputs"

_SIGNS = (re.compile(r'"cell_type"\s*:'), re.compile(r'"nbformat"\s*:'))
_TITLED = re.compile(r"\[(?P<title>[^\[\]\n]{1,400})\]\(\s*<?(?=https?://)", re.IGNORECASE)
# Outputs that are text to somebody; a picture is written as letters too.
_SHOWN = re.compile(r"(?:text/|application/(?:json|xhtml|.+\+json))")
_MOST_DEPTH = 20


def sniff(text: str, *, name: str) -> float:  # noqa: ARG001 - the door of every format
    """By cells and the version of the format."""
    return 0.98 if text.lstrip()[:1] == "{" and all(sign.search(text) for sign in _SIGNS) else 0.0


def read(text: str, *, file: str) -> Found:
    """Read the cells. The origin of a link says in which cell it stands, counted from 1, and whether in what was put out."""
    document = parsed(text)
    if isinstance(document, Fault):
        message = f"{document.message}. Save the notebook anew"
        problem = Problem(origin=Origin(file=file, line=document.line), message=message)
        return Found(problems=(problem,), pieces=pieces(text))
    places = lines_by_text(text)
    items: list[Item] = []
    cells = list(_cells(document))
    for number, cell in enumerate(cells, start=1):
        for where, value in _texts(cell):
            items += _links(value, Origin(file=file, line=_line(places, value), where=f"cell {number}, {where}"))
    return Found(items=tuple(items), records=len(cells), pieces=pieces(text))


def _cells(document: object) -> Iterator[Mapping[str, object]]:
    """The cells in order; nbformat 3 kept them in worksheets."""
    if not isinstance(document, dict):
        return
    sheets = document.get("worksheets")
    for holder in (document, *(sheets if isinstance(sheets, list) else ())):
        cells = holder.get("cells") if isinstance(holder, dict) else None
        yield from (cell for cell in (cells if isinstance(cells, list) else ()) if isinstance(cell, dict))


def _texts(cell: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The texts of a cell as the file holds them, a line each as a rule, with what they are."""
    kind = str(cell.get("cell_type") or "cell")
    for key in ("source", "input"):
        yield from ((kind, value) for value in _strings(cell.get(key)))
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else ():
        if not isinstance(output, dict):
            continue
        data = output.get("data")
        shown = {key: value for key, value in data.items() if _SHOWN.match(key)} if isinstance(data, dict) else {}
        rest = {key: value for key, value in output.items() if key in ("text", "html", "evalue", "traceback")}
        yield from (("output", value) for value in _strings([*shown.values(), *rest.values()]))


def _strings(value: object) -> Iterator[str]:
    stack = [(value, 0)]
    while stack:
        one, depth = stack.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, list | dict) and depth < _MOST_DEPTH:
            inner = list(one.values()) if isinstance(one, dict) else one
            stack.extend((part, depth + 1) for part in reversed(inner))


def _line(places: Mapping[str, deque[int]], value: str) -> int | None:
    lines = places.get(without_surrogates(value).strip())
    return lines.popleft() if lines else None


def _links(value: str, origin: Origin) -> Iterator[Item]:
    text = without_surrogates(value)
    titles = {match.end(): match["title"] for match in _TITLED.finditer(text)}
    for span in find_urls(text):
        yield Item(url=resolved(span.url), given=given({"title": titles.get(span.start)}), origin=origin)
