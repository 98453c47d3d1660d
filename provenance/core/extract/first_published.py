"""Articles that appeared before: what a text says of its first publication, and the day of it.

"This article was originally published on 4 July 2024 by …", "Zuerst erschienen am …": a notice of its own beside the
text. The day there is not the day to cite for this page, and without such words no day is taken for a first one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from provenance.core.extract.days import days_in
from provenance.core.extract.wording import Wording
from provenance.core.model import Evidence
from provenance.core.regex import regex

# A notice is a line; a paragraph of a story that has the words in it tells of something else.
_LONGEST = 240
# One of these is part of each of the phrases.
_WORDS = frozenset({
    "originally", "previously", "zuerst", "erstmals", "initialement", "abord", "première", "primera", "originalmente",
    "originariamente", "oorspronkelijk",
})  # fmt: skip
_SAID = regex(
    r"\b(?:(?:originally|previously) (?:published|appeared|ran)|zuerst (?:erschienen|veröffentlicht)"
    r"|erstmals (?:erschienen|veröffentlicht)|(?:initialement|d[’']abord) (?:publiée?|parue?)"
    r"|(?:publiée?|parue?) (?:initialement|pour la première fois)|publicad[oa] (?:originalmente|por primera vez)"
    r"|originalmente publicad[oa]|pubblicat[oa] originariamente|oorspronkelijk (?:gepubliceerd|verschenen))\b",
    re.IGNORECASE,
)


def read(lines: Sequence[tuple[str, str]], wording: Wording, language: str) -> Iterator[Evidence]:
    """Evidence from lines, given as text and selector. wording: that of the lines. language: the page's own tag, for days
    like 4/7/2024.
    """
    # The pattern would be tried at each letter of each line.
    worth = {place for word in _WORDS & wording.words for place in wording.lines_with(word)}
    for text, selector in (lines[place] for place in sorted(worth)):
        said = _SAID.search(text) if len(text) <= _LONGEST else None
        day = next(iter(days_in(text[said.start() :], language)), None) if said else None
        if day is not None:
            yield Evidence(
                variable="first_published",
                value=day.date.edtf,
                method="visible:first-published",
                selector=selector,
                quote=text,
            )
