"""Word documents (DOCX): links, fields and citations of the text, its notes and comments; the scan reads the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from provenance.core.citation_fields import Citations
from provenance.core.found import Found
from provenance.core.model import Item, Origin, Problem
from provenance.core.parts import SEAM, Part, gathered, link
from provenance.core.unpack import Package, zip_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.core.office import Relation

NAME = "docx"
ABOUT = "Word documents: links, notes, comments, and the citations of Zotero and Mendeley"
IS_LIST = True

# The parts that hold words, in the order in which they are read, and what a piece of each is called.
_PARTS = (
    ("document", "paragraph"), ("footnotes", "footnote"), ("endnotes", "endnote"), ("comments", "comment"),
    ("header", "header"), ("footer", "footer"),
)  # fmt: skip
_NOTES = {"footnote", "endnote", "comment"}
_BREAKS = {
    "tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "footnoteReference": SEAM, "endnoteReference": SEAM,
    "commentReference": SEAM,
}  # fmt: skip
# `HYPERLINK "https://…" \l "place" \o "words on hovering"` (ECMA-376 part 1, section 17.16.5.25).
# What stands in the document a second time: a shape for programs that do not know the first (ECMA-376 part 3, section
# 10.2), and the place that a tracked change has moved words away from.
_TWICE = frozenset(("Fallback", "moveFrom"))
_TARGET = re.compile(r'^\s*HYPERLINK\s+(?:\\[a-z]\s+)*(?:"([^"]*)"|([^\s\\"]\S*))', re.IGNORECASE)
_PLACE = re.compile(r'\\l\s+"([^"]*)"', re.IGNORECASE)
_PICTURE = re.compile(r'^\s*INCLUDEPICTURE\s+"?(https?://[^"\s]+)', re.IGNORECASE)


def sniff(content: bytes, *, name: str) -> float:  # noqa: ARG001 - the door of every format
    """By the document in the package."""
    return 0.95 if any(one.startswith("word/document") for one in zip_names(content)) else 0.0


def read(content: bytes, *, file: str) -> Found:
    """Read all parts with words in them. Citations are references; a link that no word carries is for the scan."""
    from provenance.core.office import main_part, relations  # lxml, only for those who have such a file
    from provenance.core.xml import parsed_bytes

    package = Package(content, file=file)
    main = main_part(package) or "word/document.xml"
    folder = main.rpartition("/")[0]
    citations = Citations()
    parts: list[Part] = []
    problems: list[Problem] = []
    aside: set[str] = set()
    for name, unit in _names(package, main, folder):
        origin = Origin(file=file, where=name.removeprefix(f"{folder}/"))
        try:
            root, fault = parsed_bytes(package.read(name))
        except ValueError as damage:
            root, fault = None, str(damage)
        if fault:
            problems.append(Problem(origin=origin, message=f"a part of the document is broken: {fault}"))
        walk = _Walk(file=file, unit=unit, relations=relations(package, name), citations=citations)
        if root is not None:
            walk.read(root)
        parts += walk.parts
        problems += walk.problems
        aside |= walk.aside
        parts.append(Part(origin=origin, text="\n".join(walk.loose())))
    parts += _sources(package, file=file)
    return gathered(parts, problems=[*problems, *citations.problems], references=citations.references, aside=aside)


def _names(package: Package, main: str, folder: str) -> Iterator[tuple[str, str]]:
    yield main, "paragraph"
    for stem, unit in _PARTS[1:]:
        pattern = re.compile(rf"{re.escape(folder)}/{stem}\d*\.xml")
        for name in sorted(name for name in package.names if pattern.fullmatch(name)):
            number = "".join(filter(str.isdigit, name.rpartition("/")[2]))
            yield name, unit if unit in _NOTES else f"{unit} {number}".rstrip()


def _sources(package: Package, *, file: str) -> Iterator[Part]:
    """The sources of Word's own bibliography: for the scan."""
    from provenance.core.xml import elements, local, parsed_bytes

    for name in package.names:
        if not (name.startswith("customXml/item") and name.endswith(".xml")):
            continue
        try:
            root, _ = parsed_bytes(package.read(name))
        except ValueError:
            continue
        if root is not None and local(root) == "Sources":
            for number, source in enumerate(elements(root), start=1):
                yield Part(
                    origin=Origin(file=file, where=f"source {number} of Word's list"), text="\n".join(source.itertext())
                )


@dataclass(kw_only=True)
class _Field:
    """A field under way: what it does, and where its visible words begin in the paragraph."""

    instruction: str = ""
    start: int = 0
    shown: bool = False


@dataclass(kw_only=True)
class _Paragraph:
    number: int
    words: list[str] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class _Walk:
    """One way through a part, in its order; paragraphs can stand in text boxes of others, fields in fields."""

    file: str
    unit: str
    relations: Mapping[str, Relation]
    citations: Citations
    parts: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    aside: set[str] = field(default_factory=set)
    _open: list[_Paragraph] = field(default_factory=list)
    _fields: list[_Field] = field(default_factory=list)
    _links: list[tuple[str, int]] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)
    _number: int = 0
    _note: int = 0

    def read(self, root: Any) -> None:
        from lxml import etree

        from provenance.core.xml import local

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "start" and name in _TWICE:
                walk.skip_subtree()
                continue
            act = getattr(self, f"_{event}_{name}", None) if name.isalnum() else None
            if act is not None:
                act(element)
            elif event == "start":
                self._other(element, name)
        while self._open:  # a part that breaks off
            self._end_p(None)

    def loose(self) -> Iterator[str]:
        """The targets of links that nothing in the part refers to."""
        for id, one in self.relations.items():
            if one.external and one.kind == "hyperlink" and id not in self._used:
                yield one.target

    # -- pieces ---------------------------------------------------------------------------------------------------

    def _note_begins(self, element: Any) -> None:
        from provenance.core.xml import attribute

        # The lines between text and notes are notes too, by their form.
        if attribute(element, "type") not in ("separator", "continuationSeparator", "continuationNotice"):
            self._note += 1

    _start_footnote = _start_endnote = _start_comment = _note_begins

    def _start_p(self, _: Any) -> None:
        self._number += 1
        self._open.append(_Paragraph(number=self._number))

    def _end_p(self, _: Any) -> None:
        if self._open:
            done = self._open.pop()
            text = "".join([*done.words, *(f"\n{hidden}" for hidden in done.hidden)])
            if done.items or text:
                self.parts.append(Part(origin=self._origin(done), text=text, items=tuple(done.items)))

    def _origin(self, paragraph: _Paragraph) -> Origin:
        where = f"{self.unit} {self._note if self.unit in _NOTES else paragraph.number}"
        return Origin(file=self.file, where=where if self.unit in {"paragraph", *_NOTES} else self.unit)

    def _other(self, element: Any, name: str) -> None:
        if not self._open:
            return
        if name in _BREAKS:
            self._open[-1].words.append(_BREAKS[name])
        for key, id in element.attrib.items():  # a picture or a shape that is a link
            one = self.relations.get(str(id)) if str(key).endswith("}id") else None
            if one is not None and one.external and one.kind == "hyperlink":
                self._used.add(str(id))
                self._add(one.target, "")
            elif key == "href" and "://" in str(id):  # a shape of VML says it itself
                self._add(str(id), "")

    # -- words, links and fields ----------------------------------------------------------------------------------

    def _start_t(self, element: Any) -> None:
        if self._open and element.text:
            self._open[-1].words.append(element.text)

    def _start_hyperlink(self, element: Any) -> None:
        from provenance.core.office import with_fragment
        from provenance.core.xml import attribute

        id = attribute(element, "id")
        one = self.relations.get(id)
        self._used.add(id)
        fragment = attribute(element, "anchor") or attribute(element, "docLocation")
        target = with_fragment(one.target, fragment) if one is not None and one.external else ""
        self._seam()
        self._links.append((target, len(self._open[-1].words) if self._open else 0))

    def _end_hyperlink(self, _: Any) -> None:
        target, start = self._links.pop()
        if target and self._open:
            self._add(target, "".join(self._open[-1].words[start:]))
        self._seam()

    def _seam(self) -> None:
        if self._open:
            self._open[-1].words.append(SEAM)

    def _start_fldSimple(self, element: Any) -> None:  # noqa: N802 - the element's name
        from provenance.core.xml import attribute

        start = len(self._open[-1].words) if self._open else 0
        self._fields.append(_Field(instruction=attribute(element, "instr"), start=start, shown=True))

    def _end_fldSimple(self, _: Any) -> None:  # noqa: N802 - the element's name
        self._close_field()

    def _start_fldChar(self, element: Any) -> None:  # noqa: N802 - the element's name
        from provenance.core.xml import attribute

        kind = attribute(element, "fldCharType")
        self._seam()
        start = len(self._open[-1].words) if self._open else 0
        if kind == "begin":
            self._fields.append(_Field(start=start))
        elif kind == "separate" and self._fields:
            self._fields[-1].start, self._fields[-1].shown = start, True
        elif kind == "end":
            self._close_field()

    def _start_instrText(self, element: Any) -> None:  # noqa: N802 - the element's name
        if self._fields and not self._fields[-1].shown:
            self._fields[-1].instruction += element.text or ""
        elif self._open and element.text:
            self._open[-1].hidden.append(element.text)

    def _start_tag(self, element: Any) -> None:
        """The tag of a content control; that of a whole paragraph stands before it."""
        from provenance.core.xml import attribute

        self._cite(attribute(element, "val"))

    def _close_field(self) -> None:
        done = self._fields.pop() if self._fields else None
        if done is None or not self._open:
            return
        here = self._open[-1]
        if match := _TARGET.match(done.instruction):
            from provenance.core.office import with_fragment

            place = _PLACE.search(done.instruction)
            label = "".join(here.words[done.start :]) if done.shown else ""
            self._add(with_fragment(match[1] or match[2] or "", place[1] if place else ""), label)
        elif match := _PICTURE.match(done.instruction):
            self.aside.add(match[1])
        elif not self._cite(done.instruction):
            here.hidden.append(done.instruction)

    def _cite(self, text: str) -> bool:
        here = self._open[-1] if self._open else _Paragraph(number=self._number + 1)
        items = self.citations.take(text.strip(), origin=self._origin(here))
        if items is None:
            return False
        if self._open:
            here.items += items
        elif items:
            self.parts.append(Part(origin=self._origin(here), items=tuple(items)))
        return True

    def _add(self, target: str, label: str) -> None:
        found = link(target, label, self._origin(self._open[-1]))
        if isinstance(found, Problem):
            self.problems.append(found)
        elif found is not None:
            self._open[-1].items.append(found)
