"""XML by lxml: read without entities, document types and network, written without what XML 1.0 has no place for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from provenance.core.csl.web_names import tidy
from provenance.core.model import Origin, Problem

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_FAULTS = 10
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'

# lxml has no types of its own.
Element = Any


def parsed(text: str, *, file: str) -> tuple[Element | None, tuple[Problem, ...]]:
    """The root element of a text, as far as it can be read, and what is wrong with it. Entities are not replaced."""
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    source = _ILLEGAL.sub("\ufffd", text.lstrip("\ufeff \t\r\n")).encode("utf-8")
    root = etree.fromstring(source, parser) if source else None
    problems = tuple(
        Problem(origin=Origin(file=file, line=fault.line), message=f"not valid XML: {fault.message}")
        for fault in list(parser.error_log)[:_MOST_FAULTS]
    )
    if root is None and not problems:
        problems = (Problem(origin=Origin(file=file, line=1), message="not XML: there is no element in it"),)
    return root, problems


def parsed_bytes(content: bytes) -> tuple[Element | None, str | None]:
    """The root element of a file, in the encoding that it declares, and the first fault in it. No entity is replaced,
    no document type and no network is asked, and what nests deeper than 256 elements is a fault.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser) if content.strip() else None
    except (etree.XMLSyntaxError, ValueError, LookupError) as fault:
        return None, str(fault)
    # `xmlns: "URI" is not absolute` and the like are warnings, and cost nothing.
    faults = [fault.message for fault in parser.error_log if fault.level_name != "WARNING"]
    return root, faults[0] if faults else None if root is not None else "there is no element in it"


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and entities."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element, name: str) -> str:
    """The first attribute of that name, whatever its namespace: Office has two of them for each of its formats."""
    return next((str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def elements(parent: Element, *names: str) -> Iterator[Element]:
    """The children of these names (`{namespace}local`), all of them if none is given."""
    for child in parent:
        if isinstance(child.tag, str) and (not names or child.tag in names):
            yield child


def text_of(element: Element | None) -> str:
    """All text in an element, white space collapsed."""
    return "" if element is None else tidy("".join(element.itertext(with_tail=False)))


def first_text(parent: Element, *names: str) -> str:
    """The first text that says something among the children of these names, in the order of the names."""
    return next((text for name in names for text in map(text_of, elements(parent, name)) if text), "")


def root_element(name: str, namespaces: Mapping[str | None, str]) -> Element:
    return etree.Element(name, nsmap=dict(namespaces))


def add(parent: Element, name: str, text: object = None, **attributes: str) -> Element:
    """A new child. Characters that XML 1.0 has no place for are left out."""
    child = etree.SubElement(parent, name, attributes)
    if text is not None:
        child.text = _ILLEGAL.sub("", str(text))
    return child


def document(root: Element) -> str:
    """The whole document, one element a line."""
    return _DECLARATION + str(etree.tostring(root, pretty_print=True, encoding="unicode")).rstrip("\n")
