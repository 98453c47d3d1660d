"""Citations out of sources: a CSL style by the engine, an exchange format by its own writer. Nothing is logged here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from provenance.core.csl.archived import archived_sentence
from provenance.core.csl.dates import YearMark, finish_year, for_engine, partial_date
from provenance.core.csl.items import Item, citation_key, distinct_keys, item_from, item_warnings, without_inference
from provenance.core.csl.markup import plain
from provenance.core.csl.mends import mend_entry
from provenance.core.csl.rules import fit
from provenance.core.exchange import EXPORTS, unheld
from provenance.core.model import Citation, Source
from provenance.edge.citeproc import Style, load_style, render

Format = Literal["text", "html"]


_UNMARKED = ("this style shows no year that could stand in brackets",)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """An item, what is to be said of it, and what the engine gets instead of it."""

    item: Item
    warnings: tuple[str, ...]
    given: Item
    mark: YearMark | None = None


def cite(
    item: Source | Mapping[str, object],
    *,
    style: str = "apa",
    locale: str | None = None,
    format: Format = "text",
    accessed: dt.date | None = None,
    infer: bool = True,
) -> Citation:
    """One citation of a source, or of a ready CSL-JSON item. See `cite_sources`."""
    return cite_sources([item], style=style, locale=locale, accessed=accessed, infer=infer, format=format)[0]


def cite_sources(
    sources: Sequence[Source | Mapping[str, object]],
    *,
    style: str = "apa",
    locale: str | None = None,
    accessed: dt.date | Sequence[dt.date | None] | None = None,
    infer: bool = True,
    format: Format = "text",
) -> tuple[Citation, ...]:
    """A citation for each source, in their order; all of them by one process of the engine.

    style: a CSL style, or the name of an exchange format (`core.exchange.EXPORTS`). accessed: the day on which they were seen,
    or one for each; for a ready item its own `accessed` counts. infer: False leaves an inferred year out. format: what `Citation.text` holds;
    `Citation.html` is there for every CSL style.

    Raises
    ------
    StyleError, InputError, EngineError
        see `edge.citeproc.render`.
    """
    days = list(accessed) if isinstance(accessed, Sequence) else [accessed] * len(sources)
    items, warnings = _items(sources, days, infer=infer)
    if (export := EXPORTS.get(style.lower())) is not None:
        return tuple(
            Citation(text=export.write([item]), style=export.NAME, item=item, warnings=(*said, *unheld(item, export)))
            for item, said in zip(items, warnings, strict=True)
        )
    chosen = load_style(style)
    drafts = [_draft(item, said, chosen) for item, said in zip(items, warnings, strict=True)]
    return _rendered(drafts, chosen, locale=locale, as_html=format == "html")


def known_style(style: str) -> str:
    """The style as it was given.

    Raises
    ------
    StyleError, InputError
        where it is neither a CSL style nor an exchange format.
    """
    if style.lower() not in EXPORTS:
        load_style(style)
    return style


def _items(
    sources: Sequence[Source | Mapping[str, object]], days: Sequence[dt.date | None], *, infer: bool
) -> tuple[tuple[Item, ...], tuple[tuple[str, ...], ...]]:
    drafts: list[tuple[Item, tuple[str, ...]]] = []
    for source, day in zip(sources, days, strict=True):
        if isinstance(source, Source):
            item, said = item_from(source, accessed=day, infer=infer)
            drafts.append((item | {"id": citation_key(item)}, said))
        else:
            drafts.append(_ready(source, infer=infer))
    keys = distinct_keys([item for item, _ in drafts])
    items = tuple(item | {"id": key} for (item, _), key in zip(drafts, keys, strict=True))
    return items, tuple(said for _, said in drafts)


def _ready(item: Mapping[str, object], *, infer: bool) -> tuple[Item, tuple[str, ...]]:
    return (dict(item) if infer else without_inference(item)), item_warnings(item)


def _draft(item: Item, warnings: tuple[str, ...], style: Style) -> _Draft:
    given, taken_away = fit(item, style=style.id)
    warnings += taken_away
    issued, mark = for_engine(item.get("issued"), avoid=" ".join(map(str, item.values())))
    if mark is None:
        return _Draft(item=item, warnings=warnings, given=given)
    # Two digits of a mark are those of the inferred year, but belong to nothing where there is no year.
    date = partial_date(item.get("issued"))
    if not style.shortens_years or (date is not None and date.year is not None):
        return _Draft(item=item, warnings=warnings, given=given | {"issued": issued}, mark=mark)
    del given["issued"]
    return _Draft(item=item, warnings=(*warnings, "this style cannot show a date without a year"), given=given)


def _rendered(drafts: Sequence[_Draft], style: Style, *, locale: str | None, as_html: bool) -> tuple[Citation, ...]:
    rendered = render([draft.given for draft in drafts], style=style, locale=locale)
    citations = []
    for draft, entry in zip(drafts, rendered.htmls, strict=True):
        unmarked = draft.mark is not None and draft.mark.shown and str(draft.mark.stand_in) not in entry
        html = mend_entry(finish_year(entry, draft.mark) if draft.mark else entry, draft.given, style=style.id)
        if archived := archived_sentence(draft.item, locale=rendered.locale):
            html = f"{html} {archived}"
        citations.append(
            Citation(
                text=html if as_html else plain(html),
                html=html,
                style=style.asked,
                locale=rendered.locale,
                engine=rendered.engine,
                item=draft.item,
                warnings=(*draft.warnings, *(_UNMARKED if unmarked else ()), *rendered.warnings),
            )
        )
    return tuple(citations)
