"""The formats of lists that are texts, each with what no text of it is without: so only few are imported and asked."""

from __future__ import annotations

import re
from typing import Protocol

from provenance.core.found import Found
from provenance.core.late import Late


class Format(Protocol):
    """The door of every format. sniff: how surely the text is of this format, 0 to 1, by its content; the file's name
    only decides between equals. read: what the list holds; a text of another format gives little, and no error.
    """

    @property
    def NAME(self) -> str: ...  # noqa: N802 - a constant of the module

    @property
    def ABOUT(self) -> str: ...  # noqa: N802 - a constant of the module

    def sniff(self, text: str, *, name: str) -> float: ...

    def read(self, text: str, *, file: str) -> Found: ...


class _Known(Late):
    """A format that is told by signs before it is asked. begins: behind white space, marks and quotation marks; holds: one
    of these stands in it; endings: of the names of files that are taken for it with less. All in lower case; none of the
    three means that any text can be of it.
    """

    def __init__(
        self, name: str, *, begins: tuple[str, ...] = (), holds: tuple[str, ...] = (), endings: tuple[str, ...] = ()
    ) -> None:
        super().__init__(name, f"provenance.core.formats.{_MODULES.get(name, name.replace('-', '_'))}")
        self._begins, self._holds, self._endings = begins, holds, endings
        self._is_anything = not (begins or holds or endings)

    def might_be(self, folded: str, start: str, *, name: str) -> bool:
        """Whether a text can be of this format. folded: the text, case-folded; start: how it begins."""
        return (
            self._is_anything
            or start.startswith(self._begins)
            or name.endswith(self._endings)
            or any(sign in folded for sign in self._holds)
        )


# Those that are not called like their format.
_MODULES = {"ipynb": "notebook", "json-ld": "jsonld"}
_JSON = ("[", "{")
# Between equals the first is taken.
_KNOWN = (
    _Known("bibtex", holds=("@",), endings=(".bib", ".bibtex")),
    _Known("coins", holds=("z3988",)),
    _Known("csl-json", begins=_JSON),
    _Known("json-ld", begins=_JSON),
    _Known("ris", holds=("ty  - ", "ty - ")),
    _Known("zotero-rdf", begins=("<",)),
    _Known("dublin-core", begins=("<",)),
    _Known("endnote-xml", holds=("<record",)),
    _Known("enw", holds=("%0 ",)),
    _Known("hayagriva", holds=(":\n", " \n", "\t\n")),
    _Known("cff", holds=("cff-version", "references:")),
    _Known("zotero-json", begins=_JSON),
    _Known("ipynb", begins=_JSON),
    _Known("opml", begins=("<",)),
    _Known("json-export", begins=_JSON),
    _Known("mhtml", holds=("part/related",)),
    _Known("mail", holds=("from", "date", "subject", "message-id", "received")),
    _Known("netscape", holds=("<dt>", "<!doctype")),
    _Known("html", begins=("<",)),
    _Known(
        "delimited",
        begins=("url", "link", "href", "uri", "source url"),
        holds=("\t", ",", ";", "|"),
        endings=(".csv", ".tsv", ".tab"),
    ),
    _Known("latex", holds=("\\",)),
    _Known("rst", holds=("`", ".. "), endings=(".rst", ".rest")),
    _Known("markdown"),
    _Known("wikitext", holds=("{{", "[[", "[http", "<ref", "=="), endings=(".wiki", ".wikitext", ".mediawiki", ".mw")),
    _Known("plain"),
)

READERS: tuple[Format, ...] = _KNOWN
"""The readers themselves, for those who read what they have written."""

_BEFORE = re.compile(r"[\s\ufeff\"]*")


def candidates(text: str, *, name: str) -> list[Format]:
    """The readers of which one is the surest of a text: all others are less sure of it than that of plain text is."""
    folded = text.casefold()
    start = folded[_BEFORE.match(folded).end() :][:20]  # type: ignore[union-attr] # it matches anything
    return [reader for reader in _KNOWN if reader.might_be(folded, start, name=name.lower())]
