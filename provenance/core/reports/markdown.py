"""An audit as Markdown (CommonMark with GitHub's tables): for an issue, a pull request, a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from provenance.core.audited import Audited, Rot, Row, by_outlet, by_source, by_year
from provenance.core.model import Origin, State
from provenance.core.printable import printable

NAME = "markdown"
ABOUT = "Markdown, for an issue, a pull request or a wiki"

_MOST_PLACES = 5
_MOST_OUTLETS = 20
# What could begin or end something wherever it stands; what does so at the beginning of a block; and what GitHub makes
# a link of (CommonMark 0.31 section 2.4, GFM section 6.9). HTML is not let through at all.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&#])")
_BLOCK = re.compile(r"^(\s*)(?:([-+=:])|(\d+)([.)]))")
_AUTOLINK = re.compile(r"(?<=www)\.|:(?=//)", re.IGNORECASE)
_STATES = ((State.DEAD, "Dead"), (State.UNKNOWN, "Not decided"))


def render(audited: Audited) -> Iterator[str]:
    """The report, section by section. Nothing is told of single links that are alive and agree."""
    yield f"# Links of {', '.join(text(one.name) for one in audited.lists)}\n\n{text(audited.sentence)}\n\n"
    yield from _lists(audited)
    for state, title in _STATES:
        rows = [row for row in audited.rows if row.check.verdict.state is state]
        yield from _section(title, (_link(row) for row in rows), count=len(rows))
    differing = [row for row in audited.rows if row.check.differing]
    yield from _section("Differ from the page", (_differing(row) for row in differing), count=len(differing))
    same = by_source(audited.rows)
    yield from _section("The same source more than once", map(_same, same), count=len(same))
    unread = [f"- {text(one.problem.message)} – {text(str(one.problem.origin))}\n" for one in audited.problems]
    yield from _section("Not read", unread, count=len(unread))
    yield from _rot("Year of publication", by_year(audited.rows))
    yield from _rot("Outlet", by_outlet(audited.rows)[:_MOST_OUTLETS])
    when = f"{audited.begun:%Y-%m-%d %H:%M} to {audited.finished:%H:%M} UTC"
    yield f"provenance {text(audited.version)}, {when}: {code(audited.command)}\n"


def _lists(audited: Audited) -> Iterator[str]:
    yield "| List | Format | Links by structure | Only by scan | Not read |\n|:--|:--|--:|--:|--:|\n"
    for one in audited.lists:
        yield f"| {text(one.name)} | {text(one.format)} | {one.by_structure} | {one.by_scan} | {one.problems} |\n"
    yield "\n"
    for one in audited.lists:
        for note in one.notes:
            yield f"{text(one.name)}: {text(note)}\n\n"


def _section(title: str, lines: Iterable[str], *, count: int) -> Iterator[str]:
    if count:
        yield f"## {title} ({count})\n\n"
        yield from lines
        yield "\n"


def _link(row: Row) -> str:
    check, verdict = row.check, row.check.verdict
    doubt = " (not yet confirmed)" if verdict.state is State.DEAD and not verdict.confirmed else ""
    known = " (known)" if row.known else ""
    memento = f"\n  - archived copy: {address(check.memento.uri_m)}" if check.memento else ""
    because = text("; ".join(verdict.because))
    return (
        f"- {address(check.url)} – **{text(verdict.kind)}**{doubt}{known}: {because}{_places(check.origins)}{memento}\n"
    )


def _differing(row: Row) -> str:
    lines = [f"- {address(row.check.url)}{_places(row.check.origins)}\n"]
    for one in row.check.differing:
        found = f", the page “{text(one.found)}”" if one.found else ""
        lines.append(f"  - {text(one.variable)}: the list says “{text(one.given)}”{found} – {text(one.why)}\n")
    return "".join(lines)


def _same(rows: tuple[Row, ...]) -> str:
    """All links of one source: those that were looked at, and those of lines that were left aside."""
    lines = [f"- {address(rows[0].source)}\n"]
    for row in rows:
        state = row.check.verdict.state.value
        lines.append(f"  - {address(row.check.url)} – {state}{_places(row.check.origins)}\n")
    # A link that was looked at under the other spelling has its own line; here stands the rest.
    seen = {origin for row in rows for origin in row.check.origins}
    aside = {one: None for row in rows for one in row.check.same_as if not seen.intersection(one.origins)}
    lines += [f"  - {address(one.url)} – not looked at{_places(one.origins)}\n" for one in aside]
    return "".join(lines)


def _places(origins: tuple[Origin, ...]) -> str:
    if not origins:
        return ""
    more = f" and {len(origins) - _MOST_PLACES} more" if len(origins) > _MOST_PLACES else ""
    return f" – {', '.join(text(str(origin)) for origin in origins[:_MOST_PLACES])}{more}"


def _rot(name: str, rows: Iterable[Rot]) -> Iterator[str]:
    yield f"| {name} | Links | Alive | Unknown | Dead | Share dead |\n|:--|--:|--:|--:|--:|--:|\n"
    for one in rows:
        share = f"{one.dead / one.links:.0%}"
        yield f"| {text(one.name)} | {one.links} | {one.alive} | {one.unknown} | {one.dead} | {share} |\n"
    yield "\n"


def text(told: str) -> str:
    """A text that shows as it is: what a page says of itself can be no markup here, and call nobody (`@name`)."""
    shown = _AUTOLINK.sub(r"\\\g<0>", _SPECIAL.sub(r"\\\1", printable(told)))
    return _BLOCK.sub(_escaped_block, shown).replace("@", "@<!-- -->")


def _escaped_block(match: re.Match[str]) -> str:
    space, sign, number, dot = match.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{dot}"


def address(url: str) -> str:
    """A link, of the web alone; anything else is shown as text."""
    shown = printable(url)
    if re.match(r"https?://[^\s<>|`]+$", shown, re.IGNORECASE):
        return f"<{shown}>"
    return text(shown)


def code(told: str) -> str:
    """A code span, fenced by more backticks than it holds in a row (CommonMark 0.31 section 6.1)."""
    shown = printable(told)
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    return f"{fence} {shown} {fence}"
