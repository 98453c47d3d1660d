"""Whether a reader sees who the data of a page names: what a system writes there alone is often who put the page in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.core.extract.page import Page
from provenance.core.model import Evidence

_OF_DATA = ("jsonld:", "meta:")
# A page names few authors; a longer list is one of something else.
_MOST = 12


def read(page: Page, evidence: Sequence[Evidence]) -> Iterator[Evidence]:
    """Where the text of the page has a name that its data gives for an author, and no byline does."""
    named = [piece for piece in evidence if piece.variable == "author"]
    signed = {name for piece in named if not piece.method.startswith(_OF_DATA) for name in piece.value.split("; ")}
    given = dict.fromkeys(name for piece in named for name in piece.value.split("; ") if name not in signed)
    if not given:
        return
    lines = [line.text.casefold() for line in page.lines]
    for name in list(given)[:_MOST]:
        key = name.casefold()
        place = next((place for place, text in enumerate(lines) if key in text), None)
        if place is not None:
            line = page.lines[place]
            yield Evidence(
                variable="author_shown", value=name, method="visible:text", selector=line.tag, quote=line.text[:200]
            )
