"""The exchange formats that a citation can be written in: whatever the format, one door.

A format that has no place for something that an item says must not drop it without a word: each writer names the
variables that it holds, and `unheld` tells the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from provenance.core.exports import (
    biblatex,
    bibtex,
    coins,
    csl_json,
    dublin_core,
    jsonld,
    ris,
    wikipedia,
    wikipedia_de,
    wikipedia_es,
    wikipedia_fr,
    zotero_rdf,
)


class Export(Protocol):
    """The door of every exchange format. HELD: the CSL variables that it has a place for, None for all of them.
    write: one whole document of CSL-JSON items, in their order, each with an `id` of its own.
    """

    NAME: str
    ABOUT: str

    @property
    def HELD(self) -> frozenset[str] | None: ...  # noqa: N802 - a constant of the module

    def write(self, items: Sequence[Mapping[str, object]]) -> str: ...


_WRITERS: tuple[Export, ...] = (
    csl_json,
    biblatex,
    bibtex,
    ris,
    wikipedia,
    wikipedia_de,
    wikipedia_fr,
    wikipedia_es,
    jsonld,
    coins,
    dublin_core,
    zotero_rdf,
)

EXPORTS: Mapping[str, Export] = {writer.NAME: writer for writer in _WRITERS}
"""The writers by the names of their formats."""

# The key is no statement about the source, and a type of its own is something that no format lacks altogether.
_NEVER_TOLD = frozenset(("id", "type", "citation-key"))


def unheld(item: Mapping[str, object], export: Export) -> tuple[str, ...]:
    """The warning about what the format has no place for; none where it holds everything that the item says."""
    if export.HELD is None:
        return ()
    left = sorted(name for name, value in item.items() if value and name not in export.HELD | _NEVER_TOLD)
    return (f"{export.NAME} has no place for: {', '.join(left)}",) if left else ()
