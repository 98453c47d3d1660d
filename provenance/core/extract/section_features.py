"""What tells a section from a subject or a crumb: in which places it stands, and which other places name another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.core.extract.candidates import Candidate, Setting

# Where sections stand, by the opening of the method; the first that fits.
_PLACES = (
    ("jsonld:breadcrumb", "crumb"), ("visible:breadcrumb", "crumb"), ("jsonld:", "json-ld"), ("microdata:", "json-ld"),
    ("meta:", "meta"), ("url:", "url"), ("visible:rel-category", "category"), ("visible:category", "category"),
    ("visible:rel-tag", "tag"),
)  # fmt: skip
# What a list says after its first value.
_ALSO = ":also"
_MOST_PLACES = 3


def of_section(one: Candidate, others: Sequence[Candidate], _: Setting) -> Iterator[str]:
    """The features of a section, by name; each is 1 where it holds."""
    methods = {piece.method for piece in one.evidence}
    first = {_place(method) for method in methods if not method.endswith(_ALSO)}
    yield from (f"says {place}" for place in sorted(first))
    yield from (f"says {_place(method)}: not first" for method in sorted(methods) if method.endswith(_ALSO))
    yield f"places: {min(_MOST_PLACES, len(first))}"
    for other in others:
        yield from (f"against {_place(piece.method)}" for piece in other.evidence if not piece.method.endswith(_ALSO))
    if not others:
        yield "no other"


def _place(method: str) -> str:
    return next((place for opening, place in _PLACES if method.startswith(opening)), "elsewhere")
