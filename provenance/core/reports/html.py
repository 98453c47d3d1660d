"""An audit as one HTML file that asks for nothing: to be read, sorted, filtered, printed, and sent to somebody.

It is complete without its script. What pages say of themselves is hostile until escaped (`core.markup`); the policy in
its head lets no other script run and nothing be fetched even if that failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import starmap

from provenance.core.audited import Audited, Rot, Row, by_outlet, by_year, counted
from provenance.core.markup import foreign, link, policy, text
from provenance.core.model import Agreement, Check, Comparison, Evidence, Exchange, Hop, Origin, State
from provenance.core.records import instant
from provenance.core.tables import text as table_text

NAME = "html"
ABOUT = "one HTML file: summary, charts, a table that sorts and filters"

_MOST_OUTLETS = 12
_MOST_EVIDENCE = 3
_MOST_SPELLINGS = 5
_SIGNS = {State.ALIVE: "✓", State.UNKNOWN: "?", State.DEAD: "✗"}
_AGREEMENTS = {
    Agreement.AGREES: "agrees",
    Agreement.DIFFERS: "differs",
    Agreement.UNCLEAR: "unclear",
    Agreement.NOT_STATED: "not stated",
}


def render(audited: Audited) -> Iterator[str]:
    """The page, section by section and row by row."""
    yield from _head(audited)
    yield from _states(audited)
    yield from _rot_tables(audited.rows)
    yield from _lists(audited)
    yield from _links(audited)
    yield f"</main>\n<script>{table_text('report.js')}</script>\n</body>\n</html>\n"


def _head(audited: Audited) -> Iterator[str]:
    style = table_text("report.css")
    names = text(", ".join(read.name for read in audited.lists))
    moment = f"{audited.begun:%Y-%m-%d %H:%M}"
    yield f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy(style=style, script=table_text("report.js"))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Links of {names}, {moment}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#links">To the links</a>
<header>
<h1>Links of {names}</h1>
<p class="lead">{text(audited.sentence)}</p>
<p class="soft">Checked from <time datetime="{instant(audited.begun)}">{moment}</time> to {audited.finished:%H:%M} UTC by
provenance {text(audited.version)}: <code>{text(audited.command)}</code></p>
</header>
<main>
"""


def _states(audited: Audited) -> Iterator[str]:
    states, total = audited.states, max(len(audited.rows), 1)
    told = ", ".join(f"{count} {state.value}" for state, count in states.items())
    yield f"""<section aria-labelledby="states"><h2 id="states">States</h2>
<figure class="chart">
{_stacked([(state, count) for state, count in states.items()], label=f"Links by state: {told}", bar="")}
<figcaption><ul class="legend">
"""
    for state, count in states.items():
        yield (
            f'<li><svg viewBox="0 0 9 9" aria-hidden="true"><rect class="{state.value}" width="9" height="9"/></svg>'
            f'<span class="{state.value}"><span aria-hidden="true">{_SIGNS[state]}</span> {state.value}</span> '
            f"<b>{count:,}</b> ({count / total:.0%})</li>\n"
        )
    if audited.differing:
        yield f'<li><span class="differs"><span aria-hidden="true">≠</span> differs</span> <b>{audited.differing:,}</b></li>\n'
    yield "</ul></figcaption></figure></section>\n"


def _stacked(parts: Sequence[tuple[State, int]], *, label: str = "", bar: str = "bar") -> str:
    """Parts of a whole beside each other; a gap parts them for those who see no colours."""
    total = sum(count for _, count in parts) or 1
    rects, left = [], 0.0
    for state, count in parts:
        width = count * 1000 / total
        if count:
            rects.append(f'<rect class="{state.value}" x="{left:.1f}" width="{max(width - 3, 1.5):.1f}" height="10"/>')
        left += width
    spoken = f'role="img" aria-label="{text(label)}"' if label else 'aria-hidden="true"'
    shape = f'class="{bar}" ' if bar else ""
    return f'<svg {shape}viewBox="0 0 1000 10" preserveAspectRatio="none" {spoken}>{"".join(rects)}</svg>'


def _rot_tables(rows: Sequence[Row]) -> Iterator[str]:
    years, outlets = by_year(rows), by_outlet(rows)
    yield '<section aria-labelledby="rot"><h2 id="rot">Link rot</h2>\n<div class="two">\n<div>'
    yield from _rot_table("By year of publication, as the page, the list or the address states it", "Year", years)
    yield "</div>\n<div>"
    first, rest = outlets[:_MOST_OUTLETS], outlets[_MOST_OUTLETS:]
    yield from _rot_table("By outlet, those with most dead links first", "Outlet", first)
    if rest:
        yield f"<details><summary>{counted(len(rest), 'more outlet')}</summary>\n"
        yield from _rot_table("The other outlets", "Outlet", rest)
        yield "</details>"
    yield "</div>\n</div></section>\n"


def _rot_table(caption: str, name: str, rows: Iterable[Rot]) -> Iterator[str]:
    yield (
        f'<table class="rot"><caption>{caption}</caption><thead><tr><th scope="col">{name}</th>'
        '<th scope="col" class="number">Links</th><th scope="col" class="number">Dead</th>'
        '<th scope="col" class="number">Share</th><td aria-hidden="true"></td></tr></thead><tbody>\n'
    )
    for one in rows:
        parts = [(State.ALIVE, one.alive), (State.UNKNOWN, one.unknown), (State.DEAD, one.dead)]
        yield (
            f'<tr><th scope="row">{foreign(one.name)}</th><td class="number">{one.links:,}</td>'
            f'<td class="number">{one.dead:,}</td><td class="number">{one.dead / one.links:.0%}</td>'
            f'<td aria-hidden="true">{_stacked(parts)}</td></tr>\n'
        )
    yield "</tbody></table>\n"


def _lists(audited: Audited) -> Iterator[str]:
    yield (
        '<section aria-labelledby="lists"><h2 id="lists">Lists</h2>\n<div class="scroll" tabindex="0" role="region" '
        'aria-label="Table of the lists"><table><caption>What was read, by the reader of the format and by a scan of the raw text'
        '</caption><thead><tr><th scope="col">List</th><th scope="col">Format</th>'
        '<th scope="col" class="number">Entries</th><th scope="col" class="number">Links by structure</th>'
        '<th scope="col" class="number">Only by scan</th><th scope="col" class="number">Not read</th></tr></thead><tbody>'
    )
    for read in audited.lists:
        notes = "".join(f'<span class="why">{text(note)}</span>' for note in read.notes)
        numbers = (read.records, read.by_structure, read.by_scan, read.problems)
        cells = "".join(f'<td class="number">{number:,}</td>' for number in numbers)
        yield f'<tr><th scope="row">{foreign(read.name)}{notes}</th><td>{text(read.format)}</td>{cells}</tr>\n'
    yield "</tbody></table></div>\n"
    if audited.problems:
        yield f"<h3>{counted(len(audited.problems), 'piece')} that could not be read</h3>\n<ul>\n"
        for one in audited.problems:
            known = " (known)" if one.known else ""
            yield f"<li>{foreign(one.problem.origin)}: {foreign(one.problem.message)}{known}</li>\n"
        yield "</ul>\n"
    yield "</section>\n"


# -- the table of links -------------------------------------------------------------------------------------------

_COLUMNS = (("n", "No."), ("state", "State"), ("link", "Link"), ("kind", "Kind, and why"), ("year", "Year"),
            ("outlet", "Outlet"), ("place", "In the list"))  # fmt: skip
_SEVERITY = {State.DEAD: 0, State.UNKNOWN: 2, State.ALIVE: 3}


def _links(audited: Audited) -> Iterator[str]:
    yield '<section id="links" aria-labelledby="links-title"><h2 id="links-title">Links</h2>\n'
    yield _filters(audited.rows)
    # The roles are what the elements are anyway; a browser forgets them where the style makes a grid of a row.
    yield '<table role="table"><caption>The dead first; No. is the place in the lists</caption><thead role="rowgroup">'
    yield '<tr role="row">'
    for name, title in _COLUMNS:
        is_sorted = ' data-sorted="ascending"' if name == "state" else ""
        yield f'<th scope="col" role="columnheader" class="c-{name}"{is_sorted}>{title}</th>'
    yield '<th scope="col" role="columnheader" class="unseen">Details</th>'
    yield '</tr></thead><tbody role="rowgroup">\n'
    numbered = sorted(enumerate(audited.rows, start=1), key=lambda pair: (_severity(pair[1]), pair[0]))
    found = {row.check.url: (number, row.check.verdict.state) for number, row in numbered}
    for number, row in numbered:
        yield _row(number, row, found)
    yield "</tbody></table></section>\n"


def _filters(rows: Sequence[Row]) -> str:
    """Hidden until the script that they need has run."""
    states = "".join(f"<option>{state.value}</option>" for state in (State.DEAD, State.UNKNOWN, State.ALIVE))
    kinds = "".join(f"<option>{text(kind)}</option>" for kind in sorted({row.check.verdict.kind for row in rows}))
    return f"""<form class="filters" hidden role="search" aria-label="Filter the links">
<div><label for="f-text">Words in the row</label><input id="f-text" name="text" type="search" autocomplete="off"></div>
<div><label for="f-state">State</label><select id="f-state" name="state"><option value="">all</option>{states}</select></div>
<div><label for="f-kind">Kind</label><select id="f-kind" name="kind"><option value="">all</option>{kinds}</select></div>
<div><label class="check"><input name="finding" type="checkbox"> Findings only</label></div>
<div><button type="reset">Show all</button></div>
</form><output class="soft" aria-live="polite"></output>
"""


def _severity(row: Row) -> int:
    return 1 if row.check.differing else _SEVERITY[row.check.verdict.state]


def _row(number: int, row: Row, found: Mapping[str, tuple[int, State]]) -> str:
    check, verdict = row.check, row.check.verdict
    doubt = "?" if verdict.state is State.DEAD and not verdict.confirmed else ""
    state = f'<span aria-hidden="true">{_SIGNS[verdict.state]} </span>{verdict.state.value}{doubt}'
    if doubt:
        state += '<span class="unseen"> not yet confirmed</span>'
    if check.differing:
        state += '<br><span class="differs"><span aria-hidden="true">≠ </span>differs</span>'
    known = " (known)" if row.known else ""
    title = f'<span class="title">{foreign(check.title)}</span>' if check.title else ""
    because = foreign("; ".join(verdict.because))
    finding = ' class="finding"' if row.counts else ""
    return (
        f'<tr role="row"{finding} data-state="{verdict.state.value}" data-kind="{text(verdict.kind)}"><td role="cell" class="n">{number}</td>'
        f'<td role="cell" class="state {verdict.state.value}" data-v="{_severity(row)}">{state}</td>'
        f'<th scope="row" role="rowheader" data-v="{text(row.source)}">{title}{link(check.url)}{_same(check, found)}</th>'
        f'<td role="cell" class="kind">{text(verdict.kind)}{known}<span class="why">{because}</span></td>'
        f'<td role="cell" class="year">{row.year or ""}</td><td role="cell" class="outlet">{foreign(row.outlet)}</td>'
        f'<td role="cell" class="place">{_place(check.origins)}</td>'
        f'<td role="cell" class="details"><details><summary>Details<span class="unseen"> of link {number}</span></summary>'
        f"{_more(row)}</details></td></tr>\n"
    )


def _same(check: Check, found: Mapping[str, tuple[int, State]]) -> str:
    """The other links of the source, with what was found of them."""
    told = []
    for one in check.same_as[:_MOST_SPELLINGS]:
        number, state = found.get(one.url, (0, None)) if one.url != check.url else (0, None)
        about = f"No. {number}, {state.value}" if state else _place(one.origins)
        told.append(f"{link(one.url)} ({about})")
    more = len(check.same_as) - _MOST_SPELLINGS
    told += [f"{more} more"] if more > 0 else []
    return f'<span class="why">same source as {", ".join(told)}</span>' if told else ""


def _place(origins: Sequence[Origin]) -> str:
    more = f" and {len(origins) - 1} more" if len(origins) > 1 else ""
    return f"{foreign(origins[0])}{more}" if origins else ""


def _more(row: Row) -> str:
    """All that is known of a link: facts, the list beside the page with the evidence, the way that was gone."""
    check = row.check
    facts = "".join(f"<dt>{name}</dt><dd>{told}</dd>" for name, told in _facts(check))
    parts = [f"<dl>{facts}</dl>"]
    if check.comparisons:
        parts.append("<h3>The list beside the page</h3>")
        parts += (f"<p>{_comparison(one)}</p>" for one in check.comparisons)
    if check.outcome.hops:
        way = "\n".join(starmap(_hop, enumerate(check.outcome.hops, start=1)))
        parts.append(f'<h3>What was asked</h3><p class="way">{way}</p>')
    return f'<div class="more">{"".join(parts)}</div>'


def _hop(number: int, hop: Hop) -> str:
    address = f" ({text(hop.address)})" if hop.address else ""
    return f"{number}. {hop.status_code or 'no answer'}: {foreign(hop.url)}{address}"


def _facts(check: Check) -> Iterator[tuple[str, str]]:
    outcome, memento = check.outcome, check.memento
    if memento:
        moment = f"{memento.memento_datetime:%Y-%m-%d %H:%M} UTC"
        yield "Archived copy", f"{link(memento.uri_m)} ({text(memento.archive)}, {moment})"
    if isinstance(outcome, Exchange):
        if outcome.target != check.url:
            yield "Leads to", link(outcome.target)
        if outcome.certificate:
            yield "Certificate", foreign(outcome.certificate.detail)
    yield "In the lists", ", ".join(foreign(origin) for origin in check.origins) or "–"
    yield "Checked", _checked(check)
    for note in outcome.notes:
        yield "Note", foreign(note)


def _checked(check: Check) -> str:
    again = f"; not to be asked again before {check.retry_at:%Y-%m-%d %H:%M}" if check.retry_at else ""
    return f"{check.checked_at:%Y-%m-%d %H:%M:%S} UTC, in {check.elapsed_ms / 1000:.1f} s{again}"


def _comparison(one: Comparison) -> str:
    mark = ' class="differs"' if one.agreement is Agreement.DIFFERS else ""
    told = f"<b{mark}>{text(one.variable)} {_AGREEMENTS[one.agreement]}</b>: the list “{foreign(one.given)}”"
    if one.found:
        told += f", the page “{foreign(one.found)}”"
    if one.because:
        told += f" – {foreign(one.because)}"
    evidence = "; ".join(map(_evidence, one.evidence[:_MOST_EVIDENCE]))
    return f'{told}<span class="why">{evidence}</span>' if evidence else told


def _evidence(piece: Evidence) -> str:
    place = f" at {text(piece.selector)}" if piece.selector else ""
    return f"“{foreign(piece.quote or piece.value)}” in {text(piece.method)}{place}"
