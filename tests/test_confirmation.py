"""What several checks over days come to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import provenance
from provenance.core.confirmation import needed, next_look, settle, streak
from provenance.core.model import Check, Exchange, Failure, FailureKind, Hop, Sighting, State, Verdict

START = datetime(2026, 11, 10, 12, 0, 0, tzinfo=UTC)
URL = "https://quayside.example/2024/05/07/ferry"
ALIVE = ("alive", "ok")
SUSPECT = ("dead", "not_found")
FAULT = ("unknown", "server_error")
BLOCKED = ("unknown", "blocked")


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def seen(day: float, what: tuple[str, str], *, confirmed: bool = False) -> Sighting:
    state, kind = what
    return Sighting(checked_at=at(day), state=State(state), kind=kind, confirmed=confirmed)


def verdict_on(day: float, what: tuple[str, str], *earlier: Sighting) -> Verdict:
    state, kind = what
    fresh = Verdict(state=State(state), kind=kind, because=("what was seen", "a remark"))
    return settle(fresh, checked_at=at(day), sightings=earlier)


def days(what: tuple[str, str], *of: float) -> list[Sighting]:
    return [seen(day, what) for day in of]


def test_third_failure_confirms_and_says_why() -> None:
    """The reasons name the count and the days; what was seen stays the first of them."""
    found = verdict_on(8, SUSPECT, *days(SUSPECT, 0, 4))
    assert (found.state, found.kind, found.confirmed) == (State.DEAD, "not_found", True)
    assert found.because == (
        "what was seen",
        "dead on 3 checks over 8 days: 2026-11-10, 2026-11-14, 2026-11-18",
        "a remark",
    )


@pytest.mark.parametrize(
    ("earlier", "confirmed"),
    [
        ([0, 3], True),
        ([0], False),
        ([0, 3.9], False),  # the second is too near to this check
        ([0, 2.9], False),
        ([0, 1, 2, 3], True),  # daily: 0 and 3 and this one
        ([0, 0.1, 0.2, 0.3], False),
        ([3, 0], True),  # in any order
        ([0, 3, 4, 5], True),
        ([0, 7, 8], False),  # those of day 7 and 8 came after this check, by a clock that was wrong
    ],
)
def test_three_days_apart(earlier: list[float], confirmed: bool) -> None:
    """Each failure that counts is at least three days after the one before it; the check itself is of day 6."""
    assert verdict_on(6, SUSPECT, *days(SUSPECT, *earlier)).confirmed is confirmed


def test_kinds_of_suspects_count_together() -> None:
    """A site that first forgets the page and then its own name is dead all the same."""
    earlier = [seen(0, ("dead", "soft_404")), seen(4, ("dead", "moved_home"))]
    assert verdict_on(8, ("dead", "dns_nxdomain"), *earlier).confirmed


def test_alive_begins_anew() -> None:
    """One sight of the page breaks the streak, a confirmed one too."""
    assert not verdict_on(8, SUSPECT, *days(SUSPECT, 0, 4), seen(5, ALIVE)).confirmed
    assert verdict_on(8, SUSPECT, *days(SUSPECT, 0, 4), seen(9, ALIVE)).confirmed, "that one came later"
    assert not verdict_on(8, SUSPECT, seen(0, ("dead", "gone"), confirmed=True), seen(1, ALIVE)).confirmed


@pytest.mark.parametrize(
    "kind", ["blocked", "login", "rate_limited", "dns_temp", "offline", "refused_policy", "js_only", "tls_expired"]
)
def test_undecided_checks_count_for_nothing(kind: str) -> None:
    """They neither stand for a failure nor break a streak, and no number of them makes a link dead."""
    wall = ("unknown", kind)
    assert not verdict_on(8, SUSPECT, seen(0, SUSPECT), seen(4, wall)).confirmed
    assert verdict_on(8, SUSPECT, *days(SUSPECT, 0, 4), *days(wall, 2, 6)).confirmed
    untouched = verdict_on(40, wall, *days(wall, *range(0, 40, 4)), *days(SUSPECT, 1, 5, 9))
    assert (untouched.state, untouched.because) == (State.UNKNOWN, ("what was seen", "a remark"))


def test_confirmed_stays_confirmed() -> None:
    """A page that said it is gone, and is now merely not found, has not come back."""
    found = verdict_on(1, SUSPECT, seen(0, ("dead", "gone"), confirmed=True))
    assert found.confirmed
    assert found.because[1] == "found dead for good on 2026-11-10, and not seen alive since"


@pytest.mark.parametrize("kind", ["server_error", "refused", "reset", "timeout", "unreachable"])
def test_fault_that_does_not_pass(kind: str) -> None:
    """Undecided for two failures, dead from the third, confirmed from the sixth; the kind stays."""
    fault, found = ("unknown", kind), []
    earlier: list[Sighting] = []
    for day in range(0, 24, 4):
        found.append(verdict_on(day, fault, *earlier))
        earlier.append(Sighting(checked_at=at(day), state=found[-1].state, kind=kind, confirmed=found[-1].confirmed))
    assert [one.state.value for one in found] == ["unknown", "unknown", *["dead"] * 4]
    assert [one.confirmed for one in found] == [False] * 5 + [True]
    assert {one.kind for one in found} == {kind}
    assert found[2].because[0].startswith("failed on 3 checks over 8 days: 2026-11-10, 2026-11-14, 2026-11-18;")


def test_faults_do_not_confirm_a_suspect() -> None:
    """Two weeks of an outage and one 404 are no dead page yet; but one suspect and faults go on failing."""
    assert not verdict_on(12, SUSPECT, *days(FAULT, 0, 4, 8)).confirmed
    mixed = verdict_on(8, FAULT, *days(SUSPECT, 0, 4))
    assert (mixed.state, mixed.confirmed) == (State.DEAD, False)


def test_many_failures_are_told_in_short() -> None:
    """The list of days does not grow with the years."""
    told = verdict_on(100, SUSPECT, *days(SUSPECT, *range(0, 100, 5))).because[1]
    assert told.startswith("dead on 21 checks over 100 days: 2026-11-10, 2026-11-15,")
    assert told.endswith(", …, 2027-02-18")


def test_judge_takes_earlier_checks() -> None:
    """The public function: outcomes and earlier checks in, a verdict out."""

    def outcome(day: float, status: int) -> Exchange:
        hop = Hop(url=URL, status_code=status)
        return Exchange(original=URL, target=URL, status_code=status, hops=(hop,), retrieved_at=at(day))

    def check(day: float) -> Check:
        verdict = provenance.judge(outcome(day, 404))
        return Check(url=URL, outcome=outcome(day, 404), verdict=verdict, checked_at=at(day), elapsed_ms=1)

    assert not provenance.judge(outcome(8, 404), earlier=[check(4)]).confirmed
    assert provenance.judge(outcome(8, 404), earlier=[check(4), seen(0, SUSPECT)]).confirmed
    refused = Failure(original=URL, kind=FailureKind.REFUSED, detail="refused", retrieved_at=at(8))
    assert provenance.judge(refused).state == State.UNKNOWN
    assert provenance.judge(refused, earlier=days(("unknown", "refused"), 0, 4)).state == State.DEAD


_SIGHTINGS = st.lists(
    st.builds(
        lambda day, what, confirmed: seen(day, what, confirmed=confirmed and what[0] == "dead"),
        st.floats(0, 60).map(lambda day: round(day, 1)),
        st.sampled_from([ALIVE, SUSPECT, SUSPECT, FAULT, ("dead", "server_error"), BLOCKED]),
        st.sampled_from([False, False, False, True]),
    ),
    max_size=30,
)


@example([seen(0, SUSPECT), seen(1, ("dead", "gone"), confirmed=True)], SUSPECT)
@example([seen(0, FAULT), *days(SUSPECT, 2, 5)], SUSPECT)
@example([*days(SUSPECT, 0, 4), seen(5, ALIVE), *days(FAULT, 6, 7, 10)], FAULT)
@given(_SIGHTINGS, st.sampled_from([SUSPECT, FAULT, BLOCKED, ALIVE]))
def test_few_sightings_decide_as_all_do(sightings: list[Sighting], what: tuple[str, str]) -> None:
    """What the log hands over is little, and enough."""
    few = needed(sightings, until=at(60))
    assert few == tuple(sorted(few, key=lambda one: one.checked_at, reverse=True))
    assert verdict_on(60, what, *few) == verdict_on(60, what, *sightings)


def test_a_page_of_many_checks_hands_over_few() -> None:
    """One that is looked at each hour for a year."""
    assert len(needed(days(SUSPECT, *(hour / 24 for hour in range(24 * 365))), until=at(365))) <= 50


@pytest.mark.parametrize(
    ("what", "confirmed", "wait"),
    [
        (ALIVE, False, 7),
        (SUSPECT, False, 3),
        (SUSPECT, True, 30),
        (FAULT, False, 1),
        (("dead", "timeout"), True, 30),
        (BLOCKED, False, 7),
        (("unknown", "dns_temp"), False, 7),
    ],
)
def test_when_to_look_again(what: tuple[str, str], confirmed: bool, wait: int) -> None:
    """Each state has its rhythm."""
    assert next_look(seen(0, what, confirmed=confirmed)) == at(wait)


def test_when_to_look_again_at_a_fault_that_lasts() -> None:
    """The first is looked at the next day; after that a look counts every third day."""
    assert next_look(seen(4, FAULT), since=at(4)) == at(5)
    assert next_look(seen(4, FAULT), since=at(0)) == at(7)
    assert next_look(seen(8, ("dead", "server_error")), since=at(0)) == at(11)


def test_the_server_is_asked_when_it_wants_to_be() -> None:
    """Retry-After decides, within reason; what is no link is never due."""
    assert next_look(seen(0, ("unknown", "rate_limited")), retry_at=at(2)) == at(2)
    assert next_look(seen(0, ("unknown", "rate_limited")), retry_at=at(9999)) == at(30)
    assert next_look(seen(0, ("unknown", "rate_limited")), retry_at=at(-1)) == at(0)
    assert next_look(seen(0, ("unknown", "unsupported"))) is None


def test_streak_tells_since_when() -> None:
    """Since the first failure after the page was last alive, and how many count."""
    found = streak([*days(SUSPECT, 0, 10, 11), seen(5, ALIVE), seen(14, FAULT), seen(15, BLOCKED)])
    assert (found.since, found.counted, found.confirmed) == (at(10), (at(10), at(14)), False)
    assert streak([seen(0, SUSPECT), seen(1, ALIVE)]).since is None
