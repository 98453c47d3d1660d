"""What several checks over days come to: when a link is dead for good, and when it should be looked at again.

The rule is that of the encyclopedias' link bots (InternetArchiveBot): a link is dead for good after three failed checks
that are at least three days apart, so that no outage of a weekend and no mistake of one deployment buries a page. One
sight of the page alive begins the count anew; a check that decides nothing (a wall, a login, our own network down)
neither counts nor does so.

Pure: the time of the check is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from provenance.core.frozen import frozen
from provenance.core.model import Check, FailureKind, Sighting, State, Verdict

APART = timedelta(days=3)
"""Failed checks that are nearer to each other count as one."""
ENOUGH = 3
"""So many failed checks confirm a suspect, and make a dead link of a fault that does not pass."""
ENOUGH_OF_FAULTS = 6
"""So many confirm that one: servers have been repaired after a fortnight, and nothing ever said that the page is gone."""

PASSING = frozenset({
    "server_error", FailureKind.REFUSED.value, FailureKind.RESET.value, FailureKind.TIMEOUT.value,
    FailureKind.UNREACHABLE.value,
})  # fmt: skip
"""Kinds of faults that usually pass, and that count when they do not. A certificate is none of them: readers who look
past it find the page, and a lapsed one is renewed. Nor is a name server that fails, which may be our own."""
NO_LINK = frozenset({FailureKind.MALFORMED.value, FailureKind.UNSUPPORTED.value})
"""Kinds that no later look can change: the text itself is not a link."""

AFTER_ALIVE = timedelta(days=7)
"""The rhythm of the bots: rot is noticed within a week, and a site is asked fifty times a year for a page."""
AFTER_SUSPECT = APART
"""The earliest time at which another failure counts."""
AFTER_FIRST_FAULT = timedelta(days=1)
"""Most faults are over by then, and the link need not stay undecided for longer."""
AFTER_LASTING_FAULT = APART
"""One that was not over gets the pace of a suspect."""
AFTER_UNDECIDED = timedelta(days=7)
"""Walls and logins seldom fall, and asking them often is what raises them."""
AFTER_DEAD = timedelta(days=30)
"""Pages do come back, with a new system or a renewed domain, but seldom."""
LONGEST = timedelta(days=30)
"""No server puts a link off for longer, whatever its Retry-After says."""

_MOST_DATES = 6
_MOST_KEPT = 24


@frozen
class Streak:
    """The failures of a page since it was last seen alive. since: the first of them; counted: those that are `APART`,
    the oldest first, by whatever way they failed; confirmed: whether one of them found the page dead for good.
    """

    since: datetime | None = None
    counted: tuple[datetime, ...] = ()
    confirmed: bool = False


def settle(verdict: Verdict, *, checked_at: datetime, sightings: Sequence[Sighting]) -> Verdict:
    """The verdict of one look, with what earlier checks of the page add to it.

    checked_at: when this look was. sightings: earlier checks, in any order; those after `checked_at`, by a clock that
    was wrong, are left aside.
    """
    if verdict.confirmed or not fails(verdict.state, verdict.kind):
        return verdict
    failed = _failures(sightings, until=checked_at)
    now = Sighting(checked_at=checked_at, state=verdict.state, kind=verdict.kind)
    sealed = max((one.checked_at for one in failed if one.confirmed), default=None)
    if verdict.kind in PASSING:
        return _fault(verdict, _ending_with(now, failed), sealed)
    return _suspect(verdict, _ending_with(now, (one for one in failed if one.kind not in PASSING)), sealed)


def _suspect(verdict: Verdict, counted: Sequence[datetime], sealed: datetime | None) -> Verdict:
    if len(counted) >= ENOUGH:
        reason = f"dead on {_told(counted)}"
    elif sealed is not None:
        reason = f"found dead for good on {_day(sealed)}, and not seen alive since"
    else:
        return verdict
    return replace(verdict, confirmed=True, because=(*verdict.because[:1], reason, *verdict.because[1:]))


def _fault(verdict: Verdict, counted: Sequence[datetime], sealed: datetime | None) -> Verdict:
    if len(counted) < ENOUGH:
        return verdict
    reason = f"failed on {_told(counted)}; a fault that lasts so long is taken for a dead link"
    confirmed = len(counted) >= ENOUGH_OF_FAULTS or sealed is not None
    return replace(verdict, state=State.DEAD, confirmed=confirmed, because=(reason, *verdict.because))


def streak(sightings: Iterable[Sighting]) -> Streak:
    """The failures since the page was last seen alive; an empty one where there are none."""
    failed = _failures(sightings)
    if not failed:
        return Streak()
    return Streak(
        since=failed[0].checked_at,
        counted=tuple(one.checked_at for one in _apart(failed)),
        confirmed=any(one.confirmed for one in failed),
    )


def needed(sightings: Iterable[Sighting], *, until: datetime) -> tuple[Sighting, ...]:
    """The few of them that decide for a look after `until`, the newest first: `settle` says the same of these as of all.

    A page that is looked at each hour has thousands of checks, of which one in three days counts.
    """
    failed = _failures(sightings, until=until)
    kept = _apart(failed)[:_MOST_KEPT]
    kept += _apart(one for one in failed if one.kind not in PASSING)[:_MOST_KEPT]
    kept += [one for one in failed if one.confirmed][-1:]
    return tuple(sorted(dict.fromkeys(kept), key=_when, reverse=True))


def next_look(latest: Sighting, *, since: datetime | None = None, retry_at: datetime | None = None) -> datetime | None:
    """When the link should be looked at again; None for what is no link.

    latest: the newest check. since: the first failure of its streak, if it is not this one. retry_at: the time that the
    server asked for, where it asked.
    """
    if latest.kind in NO_LINK:
        return None
    if retry_at is not None:
        return min(max(retry_at, latest.checked_at), latest.checked_at + LONGEST)
    return latest.checked_at + _wait(latest, since)


def _wait(latest: Sighting, since: datetime | None) -> timedelta:
    if latest.state == State.ALIVE:
        return AFTER_ALIVE
    if latest.state == State.DEAD and latest.confirmed:
        return AFTER_DEAD
    if latest.kind in PASSING:
        return AFTER_FIRST_FAULT if since is None or since >= latest.checked_at else AFTER_LASTING_FAULT
    return AFTER_SUSPECT if latest.state == State.DEAD else AFTER_UNDECIDED


def sighting_of(check: Check) -> Sighting:
    """A check, as far as a verdict needs it."""
    verdict = check.verdict
    return Sighting(checked_at=check.checked_at, state=verdict.state, kind=verdict.kind, confirmed=verdict.confirmed)


def fails(state: State, kind: str) -> bool:
    """Whether a check counts as failed. A lasting fault is `dead` in the log, and still one of its kind."""
    return state == State.DEAD or (state == State.UNKNOWN and kind in PASSING)


def _failures(sightings: Iterable[Sighting], *, until: datetime | None = None) -> list[Sighting]:
    """The failed ones after the last that found the page alive, the oldest first."""
    earlier = [one for one in sightings if until is None or one.checked_at <= until]
    alive = max((one.checked_at for one in earlier if one.state == State.ALIVE), default=None)
    failed = [one for one in earlier if fails(one.state, one.kind) and (alive is None or one.checked_at > alive)]
    return sorted(failed, key=_when)


def _apart(failed: Iterable[Sighting]) -> list[Sighting]:
    """As many of them as can be `APART` from each other. failed: the oldest first."""
    counted: list[Sighting] = []
    for one in failed:
        if not counted or one.checked_at - counted[-1].checked_at >= APART:
            counted.append(one)
    return counted


def _ending_with(now: Sighting, failed: Iterable[Sighting]) -> list[datetime]:
    """The moments that count, this look the last: it takes the place of one that is too near to it."""
    counted = [one.checked_at for one in _apart([*failed, now])]
    return [*counted[:-1], now.checked_at]


def _told(counted: Sequence[datetime]) -> str:
    days = [_day(moment) for moment in counted]
    if len(days) > _MOST_DATES:
        days = [*days[: _MOST_DATES - 1], "…", days[-1]]
    return f"{len(counted)} checks over {(counted[-1] - counted[0]).days} days: {', '.join(days)}"


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()


def _when(one: Sighting) -> datetime:
    return one.checked_at
