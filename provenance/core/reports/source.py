"""A source as a person reads it: one field a line, and what is not stated said in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from provenance.core.dates import PartialDate
from provenance.core.model import Dateline, Evidence, Name, Outlet, Reading, Source, Status
from provenance.core.printable import printable

NAME = "source"

_LABEL = 17
_QUOTE = 72
# In the order of a citation: who, when, what, where; then what only this kind of report tells.
_READINGS = (
    ("title", "title"),
    ("author", "author"),
    ("issued", "issued"),
    ("modified", "modified"),
    ("container_title", "container title"),
    ("publisher", "publisher"),
    ("outlet", "outlet"),
    ("language", "language"),
    ("section", "section"),
    ("dateline", "dateline"),
    ("credit", "credit"),
    ("identifier", "identifier"),
    ("caption", "caption"),
    ("image", "image"),
)


def render(source: Source, *, explain: bool = False) -> str:
    """The report, ending with a line break. explain: with the evidence for and against each value."""
    lines = [_line("url", source.url or "not stated")]
    if source.canonical_url and source.canonical_url != source.url:
        lines.append(_line("canonical url", source.canonical_url))
    lines.append(_line("type", source.type))
    for field, label in _READINGS:
        reading: Reading[Any] = getattr(source, field)
        lines.append(_line(label, _words(reading)))
        if explain:
            lines += _explanation(reading)
    if explain:
        lines += _beside(source)
    return "".join(f"{printable(line)}\n" for line in lines)


# Evidence on which no reading rests, and which a reader of the evidence wants to see all the same.
_BESIDE = (
    ("photo_credit", "photo credit"),
    ("reporter", "reported by"),
    ("editor", "edited by"),
    ("initials", "initials"),
)


def _beside(source: Source) -> Iterator[str]:
    for variable, label in _BESIDE:
        pieces = [piece for piece in source.evidence if piece.variable == variable]
        if pieces:
            yield _line(label, "; ".join(dict.fromkeys(piece.value for piece in pieces)))
            for piece in pieces:
                yield f"  + {piece.method}  {piece.selector or ''}  {_quoted(piece)}".rstrip()


def _line(label: str, words: str) -> str:
    return f"{label:<{_LABEL}}{words}"


def _words(reading: Reading[Any]) -> str:
    if reading.status is Status.LOST:
        return "lost: the source had it, this copy has not"
    if reading.value is None:
        return "not stated"
    remarks = []
    if reading.status is Status.INFERRED:
        remarks.append(f"inferred: {reading.basis[0]}" if reading.basis else "inferred")
        if reading.stated is not None:
            remarks.append(f"stated: {_value(reading.stated)}")
    elif reading.status is Status.DERIVED:
        remarks.append("derived")
    if reading.disputed_by:
        others = tuple(dict.fromkeys(piece.value for piece in reading.disputed_by))
        remarks.append(f"elsewhere: {_short(others[0], 40)}" + (" and others" if len(others) > 1 else ""))
    return _value(reading.value) + (f"  ({'; '.join(remarks)})" if remarks else "")


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(name.display for name in value if isinstance(name, Name))
    if isinstance(value, Outlet):
        known = (value.short, value.country, value.kind and value.kind.replace("_", " "), value.domain)
        details = ", ".join(detail for detail in known if detail)
        return f"{value.name}, {details}" if details else value.name
    if isinstance(value, Dateline):
        parts = (value.place, value.date.edtf if value.date else None, value.agency)
        return ", ".join(part for part in parts if part)
    return value.day_only if isinstance(value, PartialDate) else str(value)


def _explanation(reading: Reading[Any]) -> Iterator[str]:
    """Reasons of an inference, then evidence: `+` for the value, `-` against it."""
    for reason in reading.basis[1:]:
        yield f"    {reason}"
    if reading.confidence is not None:
        yield f"    such agreement was right in {reading.confidence:.1%} of the measured cases"
    pieces = [("+", piece) for piece in reading.supported_by] + [("-", piece) for piece in reading.disputed_by]
    methods = max((len(piece.method) for _, piece in pieces), default=0)
    selectors = min(max((len(piece.selector or "") for _, piece in pieces), default=0), 40)
    for sign, piece in pieces:
        yield f"  {sign} {piece.method:<{methods}}  {piece.selector or '':<{selectors}}  {_quoted(piece)}".rstrip()


def _quoted(piece: Evidence) -> str:
    quote = f'"{_short(piece.quote, _QUOTE)}"'
    return quote if piece.value in piece.quote or not piece.value else f"{quote} = {_short(piece.value, _QUOTE)}"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
