"""Checks as a person reads them: one line a link, and a summary at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from provenance.core.model import Agreement, Check, Exchange, Load, Origin, Problem, State
from provenance.core.printable import printable

Paint = Callable[[str, str], str]
# A link that a list names a thousand times is still one row; --json and the log have all of them.
_MOST_PLACES = 5
_MOST_SPELLINGS = 3
_COLOURS = {State.ALIVE: "green", State.DEAD: "red", State.UNKNOWN: "yellow"}


def plain(text: str, colour: str) -> str:
    """No colour."""
    del colour
    return text


def line(check: Check, *, paint: Paint = plain) -> str:
    """State (`dead?` where it is not confirmed), kind, URL, the reasons, and where the link stands in the list."""
    verdict = check.verdict
    doubt = "?" if verdict.state is State.DEAD and not verdict.confirmed else ""
    state = paint(f"{verdict.state.value + doubt:<8}", _COLOURS[verdict.state])
    parts = [f"{state}{verdict.kind:<14} {printable(check.url)}"]
    if verdict.kind != "ok" or len(verdict.because) > 1:
        parts.append(f"– {printable('; '.join(verdict.because))}")
    if check.retry_at:
        parts.append(f"– again after {check.retry_at:%Y-%m-%d %H:%M} UTC")
    if check.origins:
        parts.append(f"({_places(check.origins)})")
    return "  ".join(parts)


def _places(origins: Sequence[Origin]) -> str:
    shown = ", ".join(printable(str(origin)) for origin in origins[:_MOST_PLACES])
    more = len(origins) - _MOST_PLACES
    return f"{shown} and {more} more" if more > 0 else shown


def hops(check: Check) -> list[str]:
    """The way that was gone, a line a hop; nothing for a page that answered at once."""
    if len(check.outcome.hops) < 2:
        return []
    lines = [f"    {hop.status_code or '–'}  {printable(hop.url)}" for hop in check.outcome.hops]
    return [*lines, f"    {printable(check.title)}"] if isinstance(check.outcome, Exchange) and check.title else lines


def copies(check: Check, *, paint: Paint = plain) -> list[str]:
    """The archived copy, where one was found."""
    memento = check.memento
    if memento is None:
        return []
    taken = f"{memento.memento_datetime:%Y-%m-%d %H:%M} UTC"
    return [f"    {paint('copy', 'green')}    {taken}  {printable(memento.archive)}  {printable(memento.uri_m)}"]


def same_lines(check: Check, *, paint: Paint = plain) -> list[str]:
    """The other links of the lists that are of the same source, a line each, with where they stand."""
    shown = [
        f"    {paint('same', 'cyan')}    source as {printable(one.url)}  ({_places(one.origins)})"
        for one in check.same_as[:_MOST_SPELLINGS]
    ]
    more = len(check.same_as) - _MOST_SPELLINGS
    return [*shown, f"            and {more} more"] if more > 0 else shown


_DOUBTS = {Agreement.DIFFERS: ("differs", "red"), Agreement.UNCLEAR: ("unclear", "yellow")}


def comparison_lines(check: Check, *, paint: Paint = plain) -> list[str]:
    """What a list says of the article and the page does not, a line each, with where the list says it."""
    lines = []
    for one in check.comparisons:
        if one.agreement in _DOUBTS:
            word, colour = _DOUBTS[one.agreement]
            place = f"  ({printable(str(one.origin))})" if one.origin and len(check.origins) > 1 else ""
            lines.append(f"    {paint(f'{word:<8}', colour)}{one.variable}: {printable(one.told)}{place}")
    return lines


def list_lines(name: str, loaded: Load) -> list[str]:
    """What was read of a list, before its links are looked at; and what a reader should know of the reading."""
    count = len(loaded.items)
    told = f"{printable(name)}: {count} {'link' if count == 1 else 'links'}, read as {loaded.format}"
    scanned = loaded.scanned
    notes = [f"{scanned} of them found by a scan of the raw text alone"] if scanned else []
    return [told, *(f"  {printable(note)}" for note in (*notes, *loaded.notes))]


def problem_line(problem: Problem, *, paint: Paint = plain) -> str:
    """A piece of a list that could not be read, as a row beside the links."""
    return f"{paint('problem ', 'magenta')}{printable(problem.message)}  ({printable(str(problem.origin))})"


def summary(
    counts: Mapping[tuple[str, str], int], *, differing: int = 0, problems: int = 0, paint: Paint = plain
) -> list[str]:
    """The counts by state and kind, the dead first.

    counts: links by (state, kind). differing: links of which a list says something else than their page.
    """
    lines = []
    for state in (State.DEAD, State.UNKNOWN, State.ALIVE):
        kinds = Counter({kind: count for (found, kind), count in counts.items() if found == state})
        if kinds:
            told = ", ".join(
                f"{count} {kind}" for kind, count in sorted(kinds.items(), key=lambda one: (-one[1], one[0]))
            )
            lines.append(f"{paint(f'{kinds.total():>6} {state.value:<8}', _COLOURS[state])} {told}")
    if differing:
        lines.append(f"{paint(f'{differing:>6} differ  ', 'red')} from what the list says of them")
    if problems:
        lines.append(f"{paint(f'{problems:>6} problems', 'magenta')} pieces of the list that could not be read")
    return lines
