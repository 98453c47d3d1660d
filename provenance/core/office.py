"""What DOCX and XLSX share: relations between the parts of a package (ECMA-376 part 2, section 9.3)."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from provenance.core.frozen import frozen
from provenance.core.unpack import Package, beside
from provenance.core.xml import attribute, elements, local, parsed_bytes


@frozen
class Relation:
    """kind: the last word of its type (`hyperlink`, `worksheet`, …). target: a member's name, or a URL if external."""

    kind: str
    target: str
    external: bool


def relations(package: Package, name: str) -> Mapping[str, Relation]:
    """The relations of a part by their id; none where it has none, or they cannot be read."""
    folder, base = posixpath.split(name)
    try:
        root, _ = parsed_bytes(package.read(f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"))
    except ValueError:
        return {}
    found: dict[str, Relation] = {}
    for element in elements(root) if root is not None else ():
        if local(element) != "Relationship":
            continue
        external = attribute(element, "TargetMode") == "External"
        target = attribute(element, "Target").strip()
        found[attribute(element, "Id")] = Relation(
            kind=attribute(element, "Type").rpartition("/")[2],
            target=target if external else beside(name, target),
            external=external,
        )
    return found


def main_part(package: Package) -> str:
    """The member with which the document begins; empty where none is named."""
    return next((one.target for one in relations(package, "").values() if one.kind == "officeDocument"), "")


def with_fragment(target: str, fragment: str) -> str:
    """A link with the place inside its target, which Office keeps apart."""
    return f"{target}#{fragment}" if fragment and target and "#" not in target else target
