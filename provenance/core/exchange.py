"""The exchange formats that a citation can be written in: whatever the format, one door.

A format that has no place for something that an item says must not drop it without a word: each writer names the
variables that it holds, and `unheld` tells the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from provenance.core.csl.dates import date_words
from provenance.core.csl.names import names_of, text_name
from provenance.core.csl.texts import one_line
from provenance.core.exports import (
    biblatex,
    bibtex,
    cff,
    coins,
    csl_json,
    dublin_core,
    endnote_xml,
    enw,
    hayagriva,
    jsonld,
    ris,
    wikipedia,
    wikipedia_de,
    wikipedia_es,
    wikipedia_fr,
    zotero_rdf,
)
from provenance.core.readers import READERS
from provenance.core.scan import link_key


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
    endnote_xml,
    hayagriva,
    cff,
    enw,
)

EXPORTS: Mapping[str, Export] = {writer.NAME: writer for writer in _WRITERS}
"""The writers by the names of their formats."""

# The key is no statement about the source, and a type of its own is something that no format lacks altogether.
_NEVER_TOLD = frozenset(("id", "type", "citation-key"))


def unheld(item: Mapping[str, object], export: Export) -> tuple[str, ...]:
    """The warnings about what the format has no place for, and what it changes: the item is written and, where the format
    has a reader, read back, so nothing is told by hand. None where the format holds everything that the item says.
    """
    if export.HELD is None:
        return ()
    left = sorted(name for name, value in item.items() if value and name not in export.HELD | _NEVER_TOLD)
    told = (f"{export.NAME} has no place for: {', '.join(left)}",) if left else ()
    changed = _changed(item, export)
    return (*told, f"{export.NAME} holds only a part of: {', '.join(changed)}") if changed else told


# BibTeX and BibLaTeX have one reader.
_READ_BY = {"biblatex": "bibtex"}


def _changed(item: Mapping[str, object], export: Export) -> list[str]:
    """The variables that the format holds, and of which another value comes back."""
    wanted = _READ_BY.get(export.NAME, export.NAME)
    reader = next((reader for reader in READERS if wanted == reader.NAME), None)
    references = reader.read(export.write([item]), file=export.NAME).references if reader else ()
    if len(references) != 1:
        return []
    held = (name for name in sorted((export.HELD or frozenset()) - _NEVER_TOLD) if item.get(name))
    return [name for name in held if _meaning(name, item[name]) != _meaning(name, references[0].item.get(name))]


def _meaning(name: str, value: object) -> str:
    """What a value says, apart from how it is put into parts."""
    if isinstance(value, list):
        return "; ".join(map(text_name, names_of(value)))
    if isinstance(value, Mapping):
        return date_words(value)
    return link_key(one_line(value)) if name in _LINKS else one_line(value)


_LINKS = frozenset(("URL", "DOI", "archive_location"))
