"""OpenDocument (ODT, ODS, ODP; OASIS OpenDocument 1.3): links, notes, comments, and the citations of Zotero."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from provenance.core.citation_fields import Citations
from provenance.core.found import Found, given
from provenance.core.model import Item, Origin, Problem
from provenance.core.parts import SEAM, Part, gathered, link
from provenance.core.unpack import Package, mime_type, zip_names

NAME = "odt"
ABOUT = "OpenDocument texts and sheets: links, notes, comments, and the citations of Zotero"
IS_LIST = True

_TYPE = "application/vnd.oasis.opendocument."
_PARTS = ("content.xml", "styles.xml")
_PIECES = {"header": "header", "footer": "footer", "header-left": "header", "footer-left": "footer"}
_SEAMS = {"a", "note", "annotation"}
_BREAKS = {"tab": "\t", "line-break": "\n", "s": " "}
_MARKS = {"reference-mark", "reference-mark-start", "bookmark", "bookmark-start"}
# As many cells of one text stand side by side by a mark alone.
_MOST_REPEATED = 1_048_576


def sniff(content: bytes, *, name: str) -> float:  # noqa: ARG001 - the door of every format
    """By the media type at the head of the package; by its parts where a program has packed it anew."""
    if mime_type(content).startswith(_TYPE):
        return 0.95
    return 0.8 if {"content.xml", "META-INF/manifest.xml"} <= set(zip_names(content)) else 0.0


def read(content: bytes, *, file: str) -> Found:
    """Read the text, then the headers and footers of its pages. Citations are references."""
    from provenance.core.xml import parsed_bytes  # lxml, only for those who have such a file

    package = Package(content, file=file)
    citations = Citations()
    parts: list[Part] = []
    problems: list[Problem] = []
    for name in _PARTS:
        origin = Origin(file=file, where=name)
        try:
            root, fault = parsed_bytes(package.read(name))
        except ValueError as damage:
            # A text has no need of styles of its own.
            root, fault = None, str(damage) if name in package or name == _PARTS[0] else None
        if fault:
            problems.append(Problem(origin=origin, message=f"a part of the document is broken: {fault}"))
        if root is not None:
            walk = _Walk(file=file, citations=citations)
            walk.read(root)
            parts += walk.parts
            problems += walk.problems
    return gathered(parts, problems=[*problems, *citations.problems], references=citations.references)


@dataclass(kw_only=True)
class _Paragraph:
    where: str
    words: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


@dataclass(kw_only=True)
class _Walk:
    """One way through a part; a note stands inside the paragraph that it belongs to."""

    file: str
    citations: Citations
    parts: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _open: list[_Paragraph] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _links: list[tuple[str, int]] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)
    _cell: tuple[int, int] = (0, 0)

    def read(self, root: Any) -> None:
        from lxml import etree

        from provenance.core.xml import local

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "start" and name == "tracked-changes":  # words that were deleted
                walk.skip_subtree()
                continue
            if name in _SEAMS:
                self._say(SEAM)
            if event == "start":
                self._begin(element, name)
                self._say(element.text if name else "")
            else:
                self._end(element, name)
                self._say(element.tail)

    def _say(self, words: str | None) -> None:
        if words and self._open:
            self._open[-1].words.append(words)

    def _next(self, unit: str) -> str:
        self._counts[unit] = self._counts.get(unit, 0) + 1
        return f"{unit} {self._counts[unit]}"

    def _begin(self, element: Any, name: str) -> None:
        from provenance.core.xml import attribute

        if name in {"p", "h"}:
            where = self._pieces[-1] if self._pieces else self._next("paragraph")
            self._open.append(_Paragraph(where=where))
        elif name == "a":
            self._links.append((attribute(element, "href"), len(self._open[-1].words) if self._open else 0))
        elif name in _MARKS:
            self._cite(attribute(element, "name"))
        elif name == "bibliography-mark":
            self._mark(element)
        elif name in _BREAKS:
            self._say(_BREAKS[name])
        else:
            self._begin_piece(element, name)

    def _begin_piece(self, element: Any, name: str) -> None:
        """Notes, comments and cells: where the paragraphs in them stand."""
        from provenance.core.xml import attribute

        if name == "note":
            self._pieces.append(self._next("endnote" if attribute(element, "note-class") == "endnote" else "footnote"))
        elif name == "annotation":
            self._pieces.append(self._next("comment"))
        elif name in _PIECES:
            self._pieces.append(_PIECES[name])
        elif name == "table" and element.getparent() is not None and element.getparent().tag.endswith("}spreadsheet"):
            self._next("sheet")
            self._cell = (0, 0)
        elif name in {"table-cell", "covered-table-cell"} and "sheet" in self._counts:
            self._pieces.append(self._cell_name())

    def _end(self, element: Any, name: str) -> None:
        if name in {"p", "h"} and self._open:
            done = self._open.pop()
            text = "".join(done.words)
            if text or done.items:
                self.parts.append(Part(origin=self._origin(done.where), text=text, items=tuple(done.items)))
        elif name in {"note", "annotation", *_PIECES} and self._pieces:
            self._pieces.pop()
        elif name in {"table-cell", "covered-table-cell"} and "sheet" in self._counts:
            del self._pieces[-1:]  # of a cell that began before the first sheet nothing was noted
            self._cell = (self._cell[0], self._cell[1] + _repeated(element, "number-columns-repeated"))
        elif name == "table-row" and "sheet" in self._counts:
            self._cell = (self._cell[0] + _repeated(element, "number-rows-repeated"), 0)
        elif name == "a":
            target, start = self._links.pop()
            here = self._open[-1] if self._open else _Paragraph(where=self._pieces[-1] if self._pieces else "a frame")
            self._add(link(target, "".join(here.words[start:]), self._origin(here.where)))

    def _origin(self, where: str) -> Origin:
        return Origin(file=self.file, where=where)

    def _cell_name(self) -> str:
        from provenance.core.sheets import column_letters

        row, column = self._cell
        return f"sheet {self._counts['sheet']}, {column_letters(column)}{row + 1}"

    def _add(self, *found: Item | Problem | None) -> None:
        self.problems += [one for one in found if isinstance(one, Problem)]
        items = [one for one in found if isinstance(one, Item)]
        if self._open:
            self._open[-1].items += items
        elif items:
            self.parts.append(Part(origin=items[0].origin, items=tuple(items)))

    def _cite(self, text: str) -> None:
        where = self._open[-1].where if self._open else "the text"
        self._add(*(self.citations.take(text, origin=self._origin(where)) or ()))

    def _mark(self, element: Any) -> None:
        """An entry of LibreOffice's own bibliography, which says of a work what it knows in attributes."""
        from provenance.core.xml import attribute

        names = {"title": "title", "author": "author", "issued": "year", "publisher": "publisher", "note": "note"}
        told = given({variable: attribute(element, name) for variable, name in names.items()})
        where = self._open[-1].where if self._open else "the text"
        if url := attribute(element, "url").strip():
            found = link(url, "", self._origin(where))
            self._add(Item(url=found.url, given=told, origin=found.origin) if isinstance(found, Item) else found)


def _repeated(element: Any, name: str) -> int:
    from provenance.core.xml import attribute

    stated = attribute(element, name)
    return min(int(stated), _MOST_REPEATED) if stated.isascii() and stated.isdigit() and len(stated) < 9 else 1
