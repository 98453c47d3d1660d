"""How a host takes its requests: one that asks for patience is asked later, seldomer, and one request at a time, by all
links of a run; one that goes on asking for it is left alone. Pure: the time is given.

RFC 6585 section 4 (429) leaves open whom a server counts and over which of its pages, and RFC 9110 section 10.2.3
(Retry-After) speaks of "the user agent": the whole run is that, so the whole host is meant.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from provenance.core.model import Exchange
from provenance.core.patience import retry_at

# Seconds between two requests after the first plea, doubled by each further one up to the longest.
_FIRST_GAP = 0.25
_LONGEST_GAP = 4.0
_LEVELS = 5
# Good answers in a row after which the gap is halved again.
_RECOVERY = 10
# So many pleas in a row, each after the wait that the one before asked for, and a host is left alone.
_ENOUGH = 4
# Seconds that a host may hold a run up in all, and for each good answer on top of it: a host that lets a list through
# slowly is worth waiting for, one that takes longer than this is not within one run.
_ALLOWANCE = 120.0
_FOR_EACH = 1.0
# Seconds after which one that was given up may be asked again, in another run.
_AFTER_ALL = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plea:
    """A host asks to be left alone for so many seconds; None where it does not say."""

    seconds: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Strain:
    """How a host has taken the requests of this run. Times and spans are seconds of one clock.

    level: how often its gap was doubled, 0 where the settings stand. good: good answers since the level last changed;
    answers: in all, since the first plea. pleas: in a row, no good answer between. lag: what waiting for it has cost in
    all. pressed_at: when it last asked for patience. free_at: when a request may begin again. shut_until: no link of the
    run asks, or waits, before. gave_up: none asks any more.
    """

    level: int = 0
    good: int = 0
    answers: int = 0
    pleas: int = 0
    lag: float = 0.0
    pressed_at: float = -math.inf
    free_at: float = 0.0
    shut_until: float = 0.0
    gave_up: bool = False


AT_EASE = Strain()


def plea_in(answer: Exchange) -> Plea | None:
    """What an answer asks for: 429, or 503 with a time. A wall that refuses programs with 429 asks for no patience."""
    if answer.status_code not in (429, 503):
        return None
    asked = retry_at(answer)
    if asked is not None:
        return Plea(seconds=max(0.0, (asked - answer.retrieved_at).total_seconds()))
    if answer.status_code == 503:
        return None
    from provenance.core.signals import signals_of  # reads the page, for the few answers that need it

    return None if signals_of(answer).wall else Plea(seconds=None)


def pressed(strain: Strain, plea: Plea, *, begun: float, now: float, backoff: float, cap: float) -> Strain:
    """The strain after a plea. begun: when the request began that it answers: one that was on its way when the host asked
    before tells nothing new but a longer time. backoff, cap: as in `patience.wait_before`.
    """
    asked = plea.seconds or 0.0
    strain = replace(
        strain,
        free_at=max(strain.free_at, now + asked),
        shut_until=max(strain.shut_until, now + asked if asked > cap else 0.0),
    )
    if begun < strain.pressed_at:
        return strain
    pleas = strain.pleas + 1
    pause = max(asked, backoff) if plea.seconds is not None else min(cap, backoff * 2.0 ** (pleas - 1))
    strain = replace(
        strain,
        level=min(strain.level + 1, _LEVELS),
        good=0,
        pleas=pleas,
        pressed_at=now,
        free_at=max(strain.free_at, now + pause),
    )
    if asked > cap:  # nobody waits for it, and when the time is over it is asked once
        return replace(strain, pleas=0)
    lag = strain.lag + pause
    gave_up = pleas >= _ENOUGH or lag > _ALLOWANCE + _FOR_EACH * strain.answers
    return replace(strain, lag=lag, gave_up=gave_up)


def eased(strain: Strain, *, spacing: float) -> Strain:
    """The strain after a good answer. spacing: seconds that the settings want between two requests."""
    level, good = strain.level, strain.good + 1
    if good >= _RECOVERY and level:
        level, good = level - 1, 0
    lag = strain.lag + gap(strain, spacing=spacing) - spacing
    return replace(strain, level=level, good=good, answers=strain.answers + 1, pleas=0, lag=lag)


def gap(strain: Strain, *, spacing: float) -> float:
    """Seconds between the beginnings of two requests: those of the settings, or more."""
    if not strain.level:
        return spacing
    return max(spacing, min(_LONGEST_GAP, max(spacing, _FIRST_GAP) * 2.0 ** (strain.level - 1)))


def is_shut(strain: Strain, *, now: float) -> bool:
    """Whether no link of the run asks the host now."""
    return strain.gave_up or now < strain.shut_until


def wait_when_shut(strain: Strain, *, now: float) -> float:
    """Seconds after which a host that is left alone may be asked again: as it said, and not at once where it was given up."""
    left = max(strain.shut_until, strain.free_at) - now
    return max(left, _AFTER_ALL) if strain.gave_up else left
