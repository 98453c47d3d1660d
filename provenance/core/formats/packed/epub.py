"""EPUB books (EPUB 3.3, and 2): the links of every chapter, in the order of reading; the scan reads the words."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from provenance.core.found import Found
from provenance.core.model import Item, Origin, Problem
from provenance.core.parts import SEAM, Part, gathered, link
from provenance.core.unpack import Package, beside, mime_type, zip_names

NAME = "epub"
ABOUT = "EPUB books: the links and URLs of every chapter"
IS_LIST = True

_CONTAINER = "META-INF/container.xml"
_LOCKED = "META-INF/encryption.xml"
_CHAPTER = re.compile(r"\.(?:xhtml|html?)$", re.IGNORECASE)
# An entity that HTML knows and XML does not is dropped, and nothing else.
_ENTITY = re.compile(r"^Entity '\w+' not defined")
_ABSOLUTE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_SEAMS = {"a", "sub", "sup"}
_UNSEEN = {"script", "style"}
# All other elements end the word before them.
_INLINE = {
    "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "time", "tt", "u", "var", "wbr",
}  # fmt: skip


def sniff(content: bytes, *, name: str) -> float:  # noqa: ARG001 - the door of every format
    """By the media type at the head of the package; by its parts where a program has packed it anew."""
    if mime_type(content) == "application/epub+zip":
        return 0.95
    names = zip_names(content)
    return 0.85 if _CONTAINER in names and any(one.endswith(".opf") for one in names) else 0.0


def read(content: bytes, *, file: str) -> Found:
    """Read the chapters. Links from one place of the book to another are none."""
    package = Package(content, file=file)
    parts: list[Part] = []
    problems: list[Problem] = []
    opf = _opf(package)
    chapters = list(_chapters(package, opf))
    bases = Counter(posixpath.basename(name) for name in chapters)
    locked = _locked(package)
    for name in chapters:
        base = posixpath.basename(name)
        origin = Origin(file=file, where=base if bases[base] == 1 else name)
        if name in locked:
            problems.append(Problem(origin=origin, message="is locked by the seller's protection, and cannot be read"))
            continue
        found = _chapter(package, name, origin)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            parts += found[0]
            problems += found[1]
    if opf:
        root, _ = _parsed(package, opf)
        words = "\n".join(root.itertext()) if root is not None else ""
        parts.append(Part(origin=Origin(file=file, where=posixpath.basename(opf)), text=words))
    if not chapters:
        problems.append(Problem(origin=Origin(file=file), message="no chapter was found in the book"))
    return gathered(parts, problems=problems)


def _parsed(package: Package, name: str) -> tuple[Any, str | None]:
    from provenance.core.xml import parsed_bytes  # lxml, only for those who have such a file

    try:
        return parsed_bytes(package.read(name))
    except ValueError as damage:
        return None, str(damage)


def _opf(package: Package) -> str:
    """The package document: named by the container, else the first of its kind."""
    from provenance.core.xml import attribute, local

    root, _ = _parsed(package, _CONTAINER)
    named = (attribute(one, "full-path") for one in root.iter() if local(one) == "rootfile") if root is not None else ()
    candidates = (*named, *(name for name in package.names if name.endswith(".opf")))
    return next((name for name in candidates if name in package), "")


def _chapters(package: Package, opf: str) -> Iterator[str]:
    """The content documents: those of the spine, then what else is one."""
    from provenance.core.xml import attribute, local

    root = _parsed(package, opf)[0] if opf else None
    pieces = list(root.iter()) if root is not None else []
    manifest = {
        attribute(one, "id"): beside(opf, unquote(attribute(one, "href")))
        for one in pieces
        if local(one) == "item" and "html" in attribute(one, "media-type")
    }
    spine = [manifest.get(attribute(one, "idref"), "") for one in pieces if local(one) == "itemref"]
    others = sorted(name for name in package.names if _CHAPTER.search(name))
    yield from dict.fromkeys(name for name in (*spine, *manifest.values(), *others) if name)


def _locked(package: Package) -> set[str]:
    from provenance.core.xml import attribute, local

    root = _parsed(package, _LOCKED)[0] if _LOCKED in package else None
    return (
        {unquote(attribute(one, "URI")) for one in root.iter() if local(one) == "CipherReference"}
        if root is not None
        else set()
    )


def _chapter(package: Package, name: str, origin: Origin) -> tuple[list[Part], list[Problem]] | Problem:
    from provenance.core.xml import attribute, local

    root, fault = _parsed(package, name)
    if fault and _ENTITY.match(fault):
        fault = None
    if root is None or (fault and not len(root)):
        return Problem(origin=origin, message=f"the chapter cannot be read: {fault}")
    items: list[Item] = []
    problems: list[Problem] = []
    for element in root.iter():
        if local(element) in {"a", "area"} and _ABSOLUTE.match(target := attribute(element, "href").strip()):
            found = link(target if not target.startswith("//") else f"https:{target}", _words(element), origin)
            items += [found] if isinstance(found, Item) else []
            problems += [found] if isinstance(found, Problem) else []
    quoted = (attribute(element, "cite") for element in root.iter() if local(element))
    text = "\n".join([_words(root), *filter(None, quoted)])
    if fault:  # what the parser could not mend, the scan reads as it stands
        problems.append(Problem(origin=origin, message=f"the chapter is broken: {fault}"))
        raw = package.read(name).decode("utf-8", "replace")
        text += "\n" + re.sub(r"<(?!a\b)[^<>]*>", " ", raw)
    return [Part(origin=origin, text=text, items=tuple(items))], problems


def _words(element: Any) -> str:
    """The words in an element, apart where people see them apart."""
    from lxml import etree

    from provenance.core.xml import local

    words: list[str] = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        name = local(one)
        words.append(SEAM if name in _SEAMS else "" if name in _INLINE or not name else "\n")
        if event == "start":
            words.append(one.text or "" if name and name not in _UNSEEN else "")
        elif one is not element:
            words.append(one.tail or "")
    return "".join(words).strip().strip(SEAM)
