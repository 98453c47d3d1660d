"""EndNote's tagged format (`.enw`, refer): one field a line, an empty line between references (EndNote manual, "Refer/BibIX
import format").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from provenance.core.csl.dates import date_words, partial_date
from provenance.core.csl.names import endnote_name, names_of
from provenance.core.csl.texts import one_line
from provenance.core.csl.types import ENDNOTE

NAME = "enw"
ABOUT = "EndNote's tagged format (.enw)"

_NAMES = {"author": "A", "editor": "E", "translator": "?"}
_TEXTS = {
    "publisher": "I", "publisher-place": "C", "volume": "V", "issue": "N", "page": "P", "edition": "7", "section": "&",
    "genre": "9", "ISSN": "@", "ISBN": "@", "DOI": "R", "language": "G", "source": "~", "keyword": "K", "abstract": "X",
    "note": "Z", "URL": "U",
}  # fmt: skip
_PERIODICALS = frozenset(("article-journal", "article-magazine", "article-newspaper"))
HELD = frozenset(("type", "title", "container-title", "issued", "accessed", *_NAMES, *_TEXTS))


def write(items: Sequence[Mapping[str, object]]) -> str:
    """The references of CSL-JSON items, in their order."""
    return "\n".join(map(_reference, items))


def _reference(item: Mapping[str, object]) -> str:
    return "".join(f"%{tag} {text}\n" for tag, value in _fields(item) if (text := one_line(value)))


def _fields(item: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The type first, which begins a reference."""
    kind = str(item.get("type") or "")
    yield "0", ENDNOTE.get(kind, ENDNOTE["document"])[0]
    yield "F", item.get("id")
    for variable, tag in _NAMES.items():
        yield from ((tag, endnote_name(name)) for name in names_of(item.get(variable)))
    yield "T", item.get("title")
    yield ("J" if kind in _PERIODICALS else "B"), item.get("container-title")
    issued, date = date_words(item.get("issued")), partial_date(item.get("issued"))
    year = f"{date.year:04d}" if date is not None and date.year is not None else ""
    yield "D", year
    # All that a year does not tell: month and day, a doubt, a range, words.
    yield "8", issued if issued != year else ""
    yield "[", date_words(item.get("accessed"))
    yield from ((tag, item.get(variable)) for variable, tag in _TEXTS.items())
