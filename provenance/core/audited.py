"""A finished audit, or as much of one as there is: what the reports of `core/reports/` are made of.

`rows` follow the run; what a report says of them beyond the check itself – a year, an outlet, whether it counts against
the list – is worked out here, once, so that no two reports tell it differently.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from provenance.core.dates import PartialDate
from provenance.core.frozen import frozen
from provenance.core.kinds import kinds, nearest
from provenance.core.model import Agreement, Check, Exchange, Load, Origin, Problem, State
from provenance.core.same import source_key
from provenance.core.urls import registrable_domain, url_or_none

DIFFERS = "differs"
PROBLEM = "problem"
LEFT_OUT = "left out"
DEFAULT_FAIL_ON = frozenset({State.DEAD.value, DIFFERS, PROBLEM})
"""What counts against a list where nothing else is said."""


@frozen
class ListRead:
    """A list as it was read. by_structure: links that the format's reader found; by_scan: those that only the raw scan
    for URLs did. records: its entries, those without a link included.
    """

    name: str
    format: str
    records: int
    by_structure: int
    by_scan: int
    problems: int
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, loaded: Load) -> ListRead:
        """The counts of a Load."""
        scanned = loaded.scanned
        return cls(
            name=name,
            format=loaded.format,
            records=loaded.records,
            by_structure=len(loaded.items) - scanned,
            by_scan=scanned,
            problems=len(loaded.problems),
            notes=loaded.notes,
        )


@frozen
class Row:
    """A link in a report. source: the key that all links of one source have (`core.same`). year: of publication, as the
    page states it, else the list, else the address; None where none of them does. outlet: its name where it is known,
    else the registrable domain. counts: what of it counts against the list, in the words of `--fail-on`; keys: by which
    a baseline knows that; known: it does, and so nothing counts.
    """

    check: Check
    source: str = ""
    year: int | None = None
    outlet: str = ""
    counts: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    known: bool = False


@frozen
class ProblemRow:
    """A piece of a list that could not be read, in a report. counts, keys, known: as those of a `Row`."""

    problem: Problem
    counts: bool = True
    keys: tuple[str, ...] = ()
    known: bool = False


@frozen
class Audited:
    """All of an audit. links: different links in the lists; fewer rows than links, where the run was broken off.
    left_out: links that the settings did not want looked at, which are not among them.

    begun, finished: UTC. version: of this program. command: its words, for a reader who wants to do it again.
    """

    lists: tuple[ListRead, ...]
    rows: tuple[Row, ...]
    problems: tuple[ProblemRow, ...]
    links: int
    begun: datetime
    finished: datetime
    version: str
    command: str
    left_out: int = 0

    @property
    def states(self) -> Mapping[State, int]:
        """Links by state, each state there even if nothing is in it."""
        found = Counter(row.check.verdict.state for row in self.rows)
        return {state: found[state] for state in (State.ALIVE, State.UNKNOWN, State.DEAD)}

    @property
    def sources(self) -> int:
        """What the rows are links of: fewer than rows where several are of one."""
        return len({row.source for row in self.rows})

    @property
    def differing(self) -> int:
        """Links of which a list says something else than the page."""
        return sum(bool(row.check.differing) for row in self.rows)

    @property
    def sentence(self) -> str:
        """The whole in one sentence."""
        states = self.states
        parts = [f"{states[State.ALIVE]:,} alive", f"{states[State.DEAD]:,} dead", f"{states[State.UNKNOWN]:,} unknown"]
        links, sources = counted(len(self.rows), "link"), self.sources
        links += f" of {counted(sources, 'source')}" if sources < len(self.rows) else ""
        told = f"Of {links}, {', '.join(parts[:2])} and {parts[2]}"
        if self.differing:
            one = self.differing == 1
            told += f"; {self.differing:,} {'differs' if one else 'differ'} from what the list says of {'it' if one else 'them'}"
        if self.problems:
            told += f"; {counted(len(self.problems), 'piece')} of the lists could not be read"
        if len(self.rows) < self.links:
            told += f"; {self.links - len(self.rows):,} were not checked"
        if self.left_out:
            told += (
                f"; {counted(self.left_out, 'link')} {'was' if self.left_out == 1 else 'were'} left out by the settings"
            )
        return told + "."


def counted(count: int, noun: str) -> str:
    """`1 link`, `1,200 links`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


@frozen
class Rot:
    """The links of one year, or of one outlet, by state."""

    name: str
    alive: int
    unknown: int
    dead: int

    @property
    def links(self) -> int:
        """All of them."""
        return self.alive + self.unknown + self.dead


def by_source(rows: Iterable[Row]) -> list[tuple[Row, ...]]:
    """The links of each source that the lists name in several entries and more than one way, in the order of the lists."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.source, []).append(row)
    return [tuple(group) for group in groups.values() if any(row.check.same_as for row in group)]


def by_year(rows: Iterable[Row]) -> list[Rot]:
    """Link rot by year of publication, the oldest first; links without a year last."""
    found = _rot((str(row.year) if row.year else "not stated", row) for row in rows)
    return sorted(found, key=lambda one: (not one.name.isdecimal(), one.name))


def by_outlet(rows: Iterable[Row]) -> list[Rot]:
    """Link rot by outlet, the one with most dead links first."""
    return sorted(_rot((row.outlet, row) for row in rows), key=lambda one: (-one.dead, -one.links, one.name))


def _rot(named: Iterable[tuple[str, Row]]) -> list[Rot]:
    counts: dict[str, Counter[State]] = {}
    for name, row in named:
        counts.setdefault(name, Counter())[row.check.verdict.state] += 1
    return [
        Rot(name=name, alive=found[State.ALIVE], unknown=found[State.UNKNOWN], dead=found[State.DEAD])
        for name, found in counts.items()
    ]


# -- what counts --------------------------------------------------------------------------------------------------


def counting(words: Iterable[str]) -> frozenset[str]:
    """The words of `--fail-on`, checked: states, kinds, `differs` and `problem`, hyphens for their low lines too.

    Raises
    ------
    ValueError
        for a word that names nothing, and where there is none: what is wrong, and what to do, as two arguments.
    """
    found = frozenset(word.strip().lower().replace("-", "_") for word in words if word.strip())
    for word in sorted(found - {DIFFERS, PROBLEM, *State, *(page.name for page in kinds())}):
        near = ", ".join(nearest(word))
        meant = f"Did you mean {near}? " if near else ""
        told = "Give alive, dead, unknown, differs, problem, or a kind (`provenance explain` lists them)"
        raise ValueError(f"{word} is no state and no kind", meant + told)
    if not found:
        raise ValueError("names nothing", "Leave it out, or use --exit-zero to end with 0 whatever is found")
    return found


def row_of(
    check: Check,
    *,
    given: Sequence[Mapping[str, str]] = (),
    fail_on: frozenset[str] = DEFAULT_FAIL_ON,
    baseline: frozenset[str] = frozenset(),
    shown: bool = True,
) -> Row:
    """A check as a row. given: what the lists say of the link. baseline: fingerprints of what is known already. shown:
    False for a row that no form will show, which needs no source, year or outlet.

    The content that was read is left out of what will be shown: a report shows none, and thousands of pages would not fit
    into memory.
    """
    counts = tuple(word for word in _words(check) if word in fail_on)
    keys = fingerprints(check, counts)
    known = bool(keys) and baseline.issuperset(keys)
    source = source_key(check.url) if shown else ""
    return Row(
        check=_slim(check) if shown else check,
        source=source,
        year=_year(check, given) if shown else None,
        outlet=_outlet(source) if shown else "",
        counts=() if known else counts,
        keys=keys,
        known=known,
    )


def problem_row(
    problem: Problem, *, fail_on: frozenset[str] = DEFAULT_FAIL_ON, baseline: frozenset[str] = frozenset()
) -> ProblemRow:
    """A problem as a row."""
    keys = (problem_fingerprint(problem),) if PROBLEM in fail_on else ()
    known = bool(keys) and baseline.issuperset(keys)
    return ProblemRow(problem=problem, counts=bool(keys) and not known, keys=keys, known=known)


def fingerprints(check: Check, counts: Iterable[str]) -> tuple[str, ...]:
    """What a baseline keeps of a finding: enough to know it again, and nothing that changes from run to run – neither
    the kind of fault, which may be another every day, nor the line, which moves as a list grows.
    """
    found = []
    for word in counts:
        if word == DIFFERS:
            found += [f"{DIFFERS} {one.variable} {one.given!r} {check.url}" for one in check.differing]
        else:
            found.append(f"{check.verdict.state.value} {check.url}")
    return tuple(dict.fromkeys(found))


def problem_fingerprint(problem: Problem) -> str:
    """As `fingerprints`."""
    return f"{PROBLEM} {problem.message} {problem.origin.file}"


def _words(check: Check) -> tuple[str, ...]:
    """All under which `--fail-on` may name a check."""
    state, kind = check.verdict.state.value, check.verdict.kind
    return (state, *((kind,) if kind != state else ()), *((DIFFERS,) if check.differing else ()))


def _slim(check: Check) -> Check:
    outcome = check.outcome
    return replace(check, outcome=replace(outcome, content=b"", fields=())) if isinstance(outcome, Exchange) else check


_YEAR = re.compile(r"(?<!\d)(1[6-9]\d\d|20\d\d)(?!\d)")


def _year(check: Check, given: Sequence[Mapping[str, str]]) -> int | None:
    from provenance.core.extract import urlpath  # only for reports with rows in them

    told = [one for one in check.comparisons if one.variable == "issued"]
    stated = [one.found for one in told if one.agreement is not Agreement.NOT_STATED]
    paths = (piece.value for piece in urlpath.read(check.url) if piece.variable == "issued")
    for text in (*stated, *(says.get("issued") for says in given), *paths):
        if text and (year := _year_in(text)):
            return year
    return None


def _year_in(text: str) -> int | None:
    try:
        year = PartialDate.parse(text.partition("/")[0]).year
    except ValueError:
        year = None
    if year:
        return year
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def _outlet(source: str) -> str:
    """By the key of the source: links of archives and ways out are counted for what they hold."""
    from provenance.core import outlets  # only for reports with rows in them

    address = url_or_none(source)
    if address is None:
        return "no host"
    outlet = outlets.by_url(address.href)
    name = outlet.name if outlet else None
    return name or registrable_domain(address.host) or address.host.removeprefix("www.") or "no host"


def first_origin(row: Row | ProblemRow) -> Origin | None:
    """Where it stands in the lists, at its first place."""
    if isinstance(row, ProblemRow):
        return row.problem.origin
    return row.check.origins[0] if row.check.origins else None
