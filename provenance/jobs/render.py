"""Citations out of sources: a CSL style by the engine, an exchange format by its own writer. Nothing is logged here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Literal, TypeAlias, get_args, overload

from provenance.core.csl.archived import archived_sentence, with_living_link
from provenance.core.csl.dates import for_engine, partial_date
from provenance.core.csl.items import Item, item_from, item_warnings, without_inference
from provenance.core.csl.keys import citation_key, distinct_keys, key_pattern
from provenance.core.csl.markup import plain
from provenance.core.csl.mends import mend_entry
from provenance.core.csl.rules import fit
from provenance.core.csl.titlecase import CASES, Case, recase_item
from provenance.core.csl.together import Dated, dated, first_of_each, needs_stand_in, states_date
from provenance.core.exports import NAMES as EXCHANGE_FORMATS
from provenance.core.frozen import frozen
from provenance.core.model import Citation, Source
from provenance.edge.citeproc import Mode, Style, convert, load_style, render, unprinted, write_file
from provenance.errors import StyleError

Format = Literal["text", "html", "markdown", "latex", "rtf", "docx", "odt", "typst"]
Citable: TypeAlias = Source | Mapping[str, object]

FORMATS: tuple[Format, ...] = get_args(Format)
FILES: tuple[Format, ...] = ("docx", "odt")
"""Forms that are no text: a file, or nothing."""
MODES: tuple[Mode, ...] = get_args(Mode)


@frozen
class Manner:
    """How to cite.

    style: a CSL style, or the name of an exchange format (`core.exchange.EXPORTS`). infer: False leaves an inferred year
    out. format: what `Citation.text` holds; `Citation.html` is there for every CSL style. mode: None for the
    bibliography, or for the notes of a style that has none. key: pattern of the citation keys (`core.csl.keys`).
    title_case: of titles; None as the style has it, which is also what an exchange format leaves to its reader.
    """

    style: str = "apa"
    locale: str | None = None
    infer: bool = True
    format: Format = "text"
    mode: Mode | None = None
    key: str | None = None
    title_case: Case | None = None

    def __post_init__(self) -> None:
        if self.key is not None:
            key_pattern(self.key)
        if self.format not in FORMATS:
            raise StyleError(f"--format {self.format}", "is not a form of output", f"Use {', '.join(FORMATS)}")
        if self.mode not in (None, *MODES):
            raise StyleError(f"--mode {self.mode}", "is not a mode", f"Use {', '.join(MODES)}")
        if self.title_case not in (None, *CASES):
            raise StyleError(f"--title-case {self.title_case}", "is not a case of titles", f"Use {', '.join(CASES)}")
        if not self.exchanges:
            return
        if self.format != "text":
            raise StyleError(
                f"--format {self.format}",
                f"{self.style} is an exchange format, a form of its own",
                "Leave --format out",
            )
        if self.mode is not None:
            raise StyleError(
                f"--mode {self.mode}", f"{self.style} is an exchange format", "Give a CSL style, or no mode"
            )

    @property
    def exchanges(self) -> bool:
        """Whether an exchange format is wanted."""
        return self.style.lower() in EXCHANGE_FORMATS


@frozen
class Rendition:
    """Citations of one call. positions: for each the place of its source among those that were given.

    repeated: for each place that was given no citation of its own, the place of the source that it repeats. unprinted:
    places of sources of which the style prints nothing.
    """

    citations: tuple[Citation, ...]
    positions: tuple[int, ...]
    repeated: Mapping[int, int] = field(default_factory=dict)
    unprinted: tuple[int, ...] = ()


@overload
def cite(
    item: Citable,
    *,
    style: str = ...,
    locale: str | None = ...,
    format: Format = ...,
    accessed: dt.date | None = ...,
    infer: bool = ...,
    mode: Mode | None = ...,
    key: str | None = ...,
    title_case: Case | None = ...,
    text: str = ...,
) -> Citation: ...


@overload
def cite(
    item: Iterable[Citable],
    *,
    style: str = ...,
    locale: str | None = ...,
    format: Format = ...,
    accessed: dt.date | None = ...,
    infer: bool = ...,
    mode: Mode | None = ...,
    key: str | None = ...,
    title_case: Case | None = ...,
    text: Sequence[str] = ...,
) -> tuple[Citation, ...]: ...


def cite(
    item: Citable | Iterable[Citable],
    *,
    style: str = "apa",
    locale: str | None = None,
    format: Format = "text",
    accessed: dt.date | None = None,
    infer: bool = True,
    mode: Mode | None = None,
    key: str | None = None,
    title_case: Case | None = None,
    text: str | Sequence[str] = "",
) -> Citation | tuple[Citation, ...]:
    """One citation of a source or a ready CSL-JSON item, which stands alone; of several, one bibliography.

    A bibliography is sorted, numbered and told apart as its style says, and has each source once. The options are those
    of `Manner`; accessed: the day on which the sources were seen; for a ready item its own `accessed` counts. text: of
    the article, from which `title_case` learns proper nouns; of several, one for each.

    Raises
    ------
    StyleError
        for an unknown style, locale, format or mode, and for a format that is a file.
    InputError
        for an item that is not CSL-JSON, and a key that is no pattern.
    EngineError
        where the engine fails, or prints nothing for an item.
    """
    if format in FILES:
        raise StyleError(f"format {format}", "is a file, not a text", "Use `provenance cite --output FILE`")
    manner = Manner(style=style, locale=locale, infer=infer, format=format, mode=mode, key=key, title_case=title_case)
    texts = [text] if isinstance(text, str) else text
    if isinstance(item, (Source, Mapping)):
        return rendition([item], manner, accessed=accessed, texts=texts).citations[0]
    items = list(item)
    made = rendition(items, manner, accessed=accessed, together=True, texts=texts)
    if made.unprinted:
        raise unprinted([f"item {position + 1}" for position in made.unprinted], style)
    return made.citations


def cite_sources(
    sources: Sequence[Citable],
    *,
    style: str = "apa",
    locale: str | None = None,
    accessed: dt.date | Sequence[dt.date | None] | None = None,
    infer: bool = True,
    format: Format = "text",
) -> tuple[Citation, ...]:
    """A citation for each source, in their order, each as if it stood alone; all of them by one process of the engine."""
    manner = Manner(style=style, locale=locale, infer=infer, format=format)
    return rendition(sources, manner, accessed=accessed).citations


def rendition(
    sources: Sequence[Citable],
    manner: Manner,
    *,
    accessed: dt.date | Sequence[dt.date | None] | None = None,
    copies: Sequence[Item] = (),
    together: bool = False,
    texts: Sequence[str] = (),
) -> Rendition:
    """Cite, all by one process of the engine. together: as one bibliography; otherwise each stands alone.

    accessed: the day on which the sources were seen, or one for each. texts: of the articles, in the order of the
    sources, empty where one is not known; those at the end may be left out. copies: for each the
    variables of its archived copy.

    Raises
    ------
    StyleError, InputError, EngineError
        see `cite`.
    """
    days = list(accessed) if isinstance(accessed, Sequence) else [accessed] * len(sources)
    items, warnings = _items(sources, days, manner)
    items = [{**copy, **item} for item, copy in zip(items, copies or [{}] * len(items), strict=True)]
    first = first_of_each(items) if together else tuple(range(len(items)))
    kept = [position for position, one in enumerate(first) if position == one]
    keys = distinct_keys([items[position] for position in kept], pattern=manner.key)
    known = dict(enumerate(texts))
    asked = [
        _Asked(item=items[position] | {"id": key}, warnings=warnings[position], text=known.get(position, ""))
        for position, key in zip(kept, keys, strict=True)
    ]
    if manner.exchanges:
        order, citations = tuple(range(len(kept))), _exchanged(asked, manner)
    else:
        order, citations = _rendered(asked, manner, together=together)
    return Rendition(
        citations=tuple(citations),
        positions=tuple(kept[number] for number in order),
        repeated={position: one for position, one in enumerate(first) if position != one},
        unprinted=tuple(position for number, position in enumerate(kept) if number not in set(order)),
    )


def document(citations: Sequence[Citation], manner: Manner) -> bytes:
    """All citations of a rendition as one document: the file of an exchange format is valid as a whole.

    Raises
    ------
    EngineError
        where pandoc fails.
    """
    if manner.exchanges:
        from provenance.core.exchange import EXPORTS

        return f"{EXPORTS[manner.style.lower()].write([one.item for one in citations])}\n".encode()
    if manner.format in {*FILES, "rtf"}:
        return write_file([one.html or "" for one in citations], to=manner.format)
    between = "\n" if manner.format in {"text", "html"} else "\n\n"
    return f"{between.join(one.text for one in citations)}\n".encode()


def known_style(manner: Manner) -> Manner:
    """The manner as it was given.

    Raises
    ------
    StyleError, InputError
        where its style is neither a CSL style nor an exchange format.
    """
    if not manner.exchanges:
        load_style(manner.style)
    return manner


# -- what goes in -------------------------------------------------------------------------------------------------


@frozen
class _Asked:
    """An item, what is to be said of it, and the text of the article, empty where it is not known."""

    item: Item
    warnings: tuple[str, ...]
    text: str


def _items(
    sources: Sequence[Citable], days: Sequence[dt.date | None], manner: Manner
) -> tuple[list[Item], list[tuple[str, ...]]]:
    items, warnings = [], []
    for source, day in zip(sources, days, strict=True):
        if isinstance(source, Source):
            item, said = item_from(source, accessed=day, infer=manner.infer)
            item["id"] = citation_key(item)
        else:
            item, said = dict(source) if manner.infer else without_inference(source), item_warnings(source)
        items.append(item)
        warnings.append(said)
    return items, warnings


def _exchanged(asked: Sequence[_Asked], manner: Manner) -> list[Citation]:
    from provenance.core.exchange import EXPORTS, unheld

    export = EXPORTS[manner.style.lower()]
    recased = () if manner.title_case in (None, "keep") else (f"{export.NAME} holds the title as the source has it",)
    return [
        Citation(
            text=export.write([one.item]),
            style=export.NAME,
            item=one.item,
            warnings=(*one.warnings, *recased, *unheld(one.item, export)),
        )
        for one in asked
    ]


_UNMARKED = ("this style shows no year that could stand in brackets",)


@frozen
class _Draft:
    """An item, what is to be said of it, and what the engine gets instead of it."""

    item: Item
    warnings: tuple[str, ...]
    given: Item


def _draft(asked: _Asked, style: Style, title_case: Case | None) -> _Draft:
    item = asked.item
    # Before the rules of the style: what is recased is protected from theirs as from the engine's.
    recased, undone = recase_item(item, title_case, text=asked.text) if title_case else (item, ())
    given, taken_away = fit(with_living_link(recased), style=style.id)
    warnings = (*asked.warnings, *undone, *taken_away)
    if not states_date(given):
        given.pop("issued", None)  # with an empty one the engine would not even print "n.d."
    if not style.shortens_years or not needs_stand_in(given):
        return _Draft(item=item, warnings=warnings, given=given)
    # Two digits of a mark are those of the inferred year, but belong to nothing where there is no year.
    date = partial_date(item.get("issued"))
    if date is not None and date.year is not None:
        return _Draft(item=item, warnings=warnings, given=given)
    del given["issued"]
    return _Draft(item=item, warnings=(*warnings, "this style cannot show a date without a year"), given=given)


def _dated(drafts: Sequence[_Draft], *, together: bool) -> Sequence[Dated]:
    given = [draft.given for draft in drafts]
    return dated(given) if together else [_dated_alone(item) for item in given]


def _dated_alone(item: Item) -> Dated:
    issued, mark = for_engine(item.get("issued"), avoid=" ".join(map(str, item.values())))
    if mark is None:
        return Dated(item=item)
    return Dated(item=item | {"issued": issued}, marks=(mark,))


# -- what comes out -----------------------------------------------------------------------------------------------


def _rendered(asked: Sequence[_Asked], manner: Manner, *, together: bool) -> tuple[tuple[int, ...], list[Citation]]:
    style = load_style(manner.style)
    drafts = [_draft(one, style, manner.title_case) for one in asked]
    given = _dated(drafts, together=together)
    rendered = render(
        [one.item for one in given], style=style, locale=manner.locale, mode=manner.mode, together=together
    )
    htmls = [
        mend_entry(one.finish(rendered.htmls[number]), drafts[number].given, style=style.id)
        for number, one in enumerate(given)
    ]
    if rendered.mode != "intext":
        htmls = [
            " ".join(filter(None, (html, archived_sentence(draft.item, entry=html, locale=rendered.locale))))
            for html, draft in zip(htmls, drafts, strict=True)
        ]
    htmls = [htmls[number] for number in rendered.order]
    texts = _texts(htmls, manner.format)
    return rendered.order, [
        Citation(
            text=text,
            html=html,
            style=style.asked,
            style_id=style.id,
            style_version=style.version,
            mode=rendered.mode,
            locale=rendered.locale,
            engine=rendered.engine,
            item=drafts[number].item,
            warnings=(
                *drafts[number].warnings,
                *(_UNMARKED if _is_unmarked(given[number], rendered.htmls[number]) else ()),
                *rendered.warnings,
            ),
        )
        for number, html, text in zip(rendered.order, htmls, texts, strict=True)
    ]


def _is_unmarked(one: Dated, entry: str) -> bool:
    """Whether an inferred year is to be bracketed and the style does not print it."""
    return any(mark.shown.startswith("[") and str(mark.stand_in) not in entry for mark in one.marks)


def _texts(htmls: Sequence[str], format: Format) -> Sequence[str]:
    if format == "html":
        return htmls
    if format == "text" or format in FILES:
        return [plain(html) for html in htmls]
    return convert(htmls, to=format)
