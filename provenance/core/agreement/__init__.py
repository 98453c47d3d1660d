"""Whether a page says what a list says of it: title, authors, day, outlet, and what else the list states.

A list is somebody's notes, and a page has more to say than fits into one. So the comparison is tolerant where notes
differ from pages – case, subtitles, abbreviated first names, the order of names, another script –, and strict where a
difference is an error: figures, days, and who is named at all. A list is never wrong for being less exact.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from provenance.core.agreement import authors, days, passages, sites, titles
from provenance.core.agreement.days import given_date
from provenance.core.agreement.telling import agrees, differs, unclear
from provenance.core.extract.language import primary
from provenance.core.identifiers import doi_url
from provenance.core.model import Comparison, Source

__all__ = ["compare_given", "given_date", "states"]

# Who says one of these of a link speaks of the article and not of the link.
_BIBLIOGRAPHIC = frozenset(("author", "issued", "container-title", "publisher", "DOI"))
# Tags of one language, or of languages that are written alike (ISO 639-3 macrolanguages).
_ALIKE = (
    {"no", "nb", "nn"},
    {"sr", "hr", "bs", "sh"},
    {"he", "iw"},
    {"id", "in", "ms"},
    {"zh", "yue", "cmn"},
    {"fa", "prs"},
)
_SURE = 0.9


def states(given: Mapping[str, str]) -> bool:
    """Whether a list says more of a link than what it is called."""
    return _describes(given) or bool(given.get(passages.VARIABLE))


def _describes(given: Mapping[str, str]) -> bool:
    return not _BIBLIOGRAPHIC.isdisjoint(name for name, value in given.items() if value)


def compare_given(given: Mapping[str, str], source: Source, *, text: str = "") -> tuple[Comparison, ...]:
    """Each statement of a list that can be compared, in the order of a citation.

    given: what the list says, by CSL variable (`Item.given`): authors as `Family, Given; …`, days as EDTF or as they
    stand there; `quote`, a passage of the page. source: what the page says of itself. text: all that is visible on it. Nothing is compared with a list
    that only names its links: such a name is a label, and states no title.
    """
    passage = passages.compare(given.get(passages.VARIABLE, ""), source, text)
    if not _describes(given):
        return () if passage is None else (passage,)
    issued = given.get("issued", "")
    found = (
        titles.compare(given.get("title", ""), source, text),
        authors.compare(given.get("author", ""), source, text),
        days.issued(issued, source),
        sites.compare(given.get("container-title", ""), source, text),
        _language(given.get("language", ""), source),
        _doi(given.get("DOI", ""), source),
        days.accessed(given.get("accessed", ""), source, issued),
        passage,
    )
    return tuple(comparison for comparison in found if comparison is not None)


def _language(given: str, source: Source) -> Comparison | None:
    """Only tags are compared; a list may write the name of a language in any other."""
    reading = source.language
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*", given) or reading.value is None:
        return None
    own, named = primary(reading.value), primary(given)
    if own == named or any({own, named} <= group for group in _ALIKE):
        return agrees("language", given, reading, reading.value)
    if reading.confidence is not None and reading.confidence < _SURE:
        return unclear("language", given, reading, reading.value, "the page is not sure of its language")
    return differs("language", given, reading, reading.value, "another language")


def _doi(given: str, source: Source) -> Comparison | None:
    reading = source.doi
    if not given or reading.value is None:
        return None
    if doi_url(given) == doi_url(reading.value):
        return agrees("DOI", given, reading, reading.value)
    return differs("DOI", given, reading, reading.value, "another DOI")
