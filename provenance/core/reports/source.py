"""A source as a person reads it: one field a line, and what is not stated said in words; with its evidence on request.

The evidence of a field opens with the whole of it in one line – how the value is known, how many families of signals say
so independently, what they say instead –, then each piece with its exact quote and where that stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from provenance.core.dates import PartialDate
from provenance.core.fields import FIELDS
from provenance.core.model import ClaimReview, Dateline, Evidence, Name, Outlet, Reading, Source, Status
from provenance.core.printable import columns, cut, printable, wrapped

NAME = "source"

Paint = Callable[[str, str], str]

_LABEL = 17
# Columns below which method, place and quote do not stand side by side.
_SIDE_BY_SIDE = 72
_WIDEST_PLACE, _LEAST_QUOTE = 36, 24
_QUOTE_LINES = 3
# Pieces of evidence that are shown of one field; a page of teasers names a hundred days.
_MOST_FOR, _MOST_AGAINST = 10, 5
# What a citation is made of: its absence is told where one looks for it.
_NEEDED = frozenset({"title", "author", "issued"})
# Evidence on which no reading rests, and which a reader of the evidence wants to see all the same.
_BESIDE = (
    ("heading", "also headed"),
    ("byline", "other byline"),
    ("reporter", "reported by"),
    ("editor", "edited by"),
    ("initials", "initials"),
    ("last_modified", "copy modified"),
    ("captured", "copy taken"),
    ("original_url", "copy of"),
)


def render(source: Source, *, explain: bool = False, width: int = 100, paint: Paint = lambda text, _: text) -> str:
    """The report, ending with a line break.

    explain: with the evidence for and against each value, in so many columns (`width`). paint: colours a text.
    """
    lines = [_line("url", source.url or "not stated")]
    if source.canonical_url and source.canonical_url != source.url:
        lines.append(_line("canonical url", source.canonical_url))
    lines.append(_line("type", source.type))
    if explain:
        lines += _explained(_type_reading(source), width, paint)
    missing = []
    seen: dict[tuple[object, ...], str] = {}
    for field in FIELDS:
        reading: Reading[Any] = getattr(source, field.name)
        if reading.value is None and not reading.supported_by and reading.status is Status.NOT_STATED:
            if not field.usual:
                continue
            if explain and field.name not in _NEEDED:
                missing.append(field.label)
                continue
        lines.append(_line(field.label, _words(reading, remarks=not explain)))
        same = seen.setdefault(_places(reading), field.label) if explain and reading.supported_by else field.label
        if same != field.label:
            lines.append(f"  + the evidence for {same}")
        elif explain:
            lines += _explained(reading, width, paint)
    if explain:
        lines += _beside(source, width, paint)
        lines += [_line("not stated", ", ".join(missing))] if missing else []
    return "".join(f"{line}\n" for line in lines)


def _type_reading(source: Source) -> Reading[str]:
    """The reasons for the type; what the page calls it in other vocabularies is not against it."""
    named = [piece for piece in source.evidence if piece.variable == "type"]
    return Reading(
        value=source.type,
        status=Status.DERIVED,
        supported_by=tuple(piece for piece in named if piece.value == source.type),
    )


def _places(reading: Reading[Any]) -> tuple[object, ...]:
    """What a reading rests on, whatever it is read for."""
    return tuple((piece.method, piece.selector, piece.quote) for piece in (*reading.supported_by, *reading.disputed_by))


def _line(label: str, words: str) -> str:
    return printable(f"{label:<{_LABEL}}{words}")


# -- values -------------------------------------------------------------------------------------------------------


def _words(reading: Reading[Any], *, remarks: bool = True) -> str:
    if reading.status is Status.LOST:
        return "lost: the source had it, this copy has not"
    if reading.value is None:
        return "none" if reading.status is Status.STATED else "not stated"
    said = []
    if reading.status is Status.INFERRED:
        said.append(f"inferred: {reading.basis[0]}" if reading.basis else "inferred")
        if reading.stated is not None:
            said.append(f"stated: {_value(reading.stated)}")
    elif reading.status is Status.DERIVED and remarks:
        said.append("derived")
    if reading.disputed_by and remarks:
        others = tuple(dict.fromkeys(piece.value for piece in reading.disputed_by))
        said.append(f"elsewhere: {cut(others[0], 40)}" + (" and others" if len(others) > 1 else ""))
    return _value(reading.value) + (f"  ({'; '.join(said)})" if said else "")


def _value(value: object) -> str:
    match value:
        case tuple():
            words = "; ".join(_value(part) for part in value)
        case Name():
            words = value.display
        case ClaimReview():
            words = _claim(value)
        case Outlet():
            known = (value.short, value.country, value.kind and value.kind.replace("_", " "), value.domain)
            words = ", ".join(detail for detail in (value.name, *known) if detail)
        case Dateline():
            parts = (value.place, value.date.edtf if value.date else None, value.agency)
            words = ", ".join(part for part in parts if part)
        case PartialDate():
            words = value.day_only
        case _:
            words = str(value)
    return words


def _claim(review: ClaimReview) -> str:
    """`“The claim” (claimant, 2024-07-04): False (1 of 1–5), says Reviewer`."""
    who = ", ".join(part for part in (review.claimant, review.claimed.edtf if review.claimed else None) if part)
    rating = review.rating or review.rating_value or "not rated"
    scale = f" ({review.rating_value})" if review.rating and review.rating_value else ""
    says = f", says {review.reviewer}" if review.reviewer else ""
    return f"“{review.claim}”{f' ({who})' if who else ''}: {rating}{scale}{says}"


# -- evidence -----------------------------------------------------------------------------------------------------


def _explained(reading: Reading[Any], width: int, paint: Paint) -> Iterator[str]:
    """The whole of it in a line, the reasons of an inference, then evidence: `+` for the value, `-` against it."""
    for place, text in enumerate(wrapped(printable(_summary(reading)), max(width - _LABEL - 2, 20), lines=4)):
        yield " " * (_LABEL + 2 * bool(place)) + text
    for reason in reading.basis[1:]:
        for place, text in enumerate(wrapped(printable(reason), max(width - 6, 20), lines=6)):
            yield " " * (4 + 2 * bool(place)) + text
    signed = [("+", piece) for piece in reading.supported_by] + [("-", piece) for piece in reading.disputed_by]
    yield from _pieces(signed, width, paint, value="" if reading.value is None else _value(reading.value))


def _summary(reading: Reading[Any]) -> str:
    """`stated by 3 families: jsonld, meta, visible; 95.3% right when measured; against it meta: “…”`."""
    families = _families(reading.supported_by)
    if not families and not reading.disputed_by:
        return ""
    # What is lost was told by something, and what is not stated was ruled out by something.
    told = reading.status in (Status.NOT_STATED, Status.LOST)
    how = "stated" if told else str(reading.status.value)
    count = "1 family" if len(families) == 1 else f"{len(families)} families"
    parts = [f"{how} {'by' if how == 'stated' else 'from'} {count}: {', '.join(families)}"]
    if families[:1] == ["user"]:
        parts = [" and ".join(("stated by you", *families[1:]))]
    if reading.confidence is not None:
        parts.append(f"{reading.confidence:.1%} right when measured")
    others: dict[str, list[Evidence]] = {}
    for piece in reading.disputed_by:
        others.setdefault(piece.value, []).append(piece)
    against = [f"{', '.join(_families(pieces))}: “{cut(value, 60)}”" for value, pieces in others.items()]
    if against:
        more = f" and {len(against) - 2} more" if len(against) > 2 else ""
        parts.append(f"against it {'; '.join(against[:2])}{more}")
    return "; ".join(parts)


def _families(pieces: Sequence[Evidence]) -> list[str]:
    """Signals of one family copy each other: they speak once."""
    return list(dict.fromkeys(piece.method.split(":", 1)[0] for piece in pieces))


def _pieces(signed: Sequence[tuple[str, Evidence]], width: int, paint: Paint, *, value: str = "") -> Iterator[str]:
    """One piece a line in three columns; where there is no room for them, the quote stands below.

    value: as it is printed above.
    """
    shown = [*_first(signed, "+", _MOST_FOR), *_first(signed, "-", _MOST_AGAINST)]
    methods = max((columns(piece.method) for _, piece in shown), default=0)
    places = min(max((columns(piece.selector or "") for _, piece in shown), default=0), _WIDEST_PLACE)
    beside = width >= max(_SIDE_BY_SIDE, 4 + methods + 2 + places + 2 + _LEAST_QUOTE)
    for sign, piece in shown:
        mark = paint(sign, "green" if sign == "+" else "red")
        method, place = printable(piece.method), printable(piece.selector or "")
        head = f"{_padded(method, methods)}  {_padded(cut(place, places), places)}" if beside else f"{method}  {place}"
        indent = 4 + columns(head) + 2 if beside else 6
        room = max(width - indent, _LEAST_QUOTE)
        quote = wrapped(_quoted(piece, value, _QUOTE_LINES * room), room, lines=_QUOTE_LINES)
        if beside:
            first, *rest = quote
            yield f"  {mark} {head}  {first}".rstrip()
        else:
            first, *more = wrapped(head.rstrip(), max(width - 4, _LEAST_QUOTE), lines=_QUOTE_LINES)
            yield f"  {mark} {first}"
            rest = [*more, *quote]
        yield from (" " * indent + line for line in rest)
    if len(signed) > len(shown):
        yield f"    and {len(signed) - len(shown)} more; --json has them all"


def _first(signed: Sequence[tuple[str, Evidence]], sign: str, most: int) -> list[tuple[str, Evidence]]:
    return [pair for pair in signed if pair[0] == sign][:most]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _quoted(piece: Evidence, value: str, room: int) -> str:
    """The quote, and what was read from it where that is not plain to see. value: as it is printed above."""
    if value and piece.quote == value:
        return "word for word"
    quote = printable(f'"{piece.quote}"')
    if not piece.value or piece.value in piece.quote:
        return quote
    meaning = f" = {printable(cut(piece.value, 60))}"
    return cut(quote, max(room - columns(meaning) - _LEAST_QUOTE // 2, _LEAST_QUOTE)) + meaning


def _beside(source: Source, width: int, paint: Paint) -> Iterator[str]:
    for variable, label in _BESIDE:
        pieces = [piece for piece in source.evidence if piece.variable == variable]
        if pieces:
            yield _line(label, "; ".join(dict.fromkeys(piece.value for piece in pieces)))
            yield from _pieces([("+", piece) for piece in pieces], width, paint)
