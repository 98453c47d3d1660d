"""An answer read once, by itself: the verdict, and what else a check keeps of the page.

It depends on nothing but what goes in, so that it can be done wherever there is a processor free.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from provenance.core.extract.glance import Glance
from provenance.core.frozen import frozen
from provenance.core.model import Comparison, Exchange, Known, Outcome, State, Verdict
from provenance.core.siblings import Sibling
from provenance.core.signals import signals_of
from provenance.core.verdicts import judge_signals


@frozen
class Judged:
    """verdict: of this one look. answered: the server says that this is the page. wants_sibling: a look at a random
    neighbour could decide something. title: of the page. comparisons: for each of the lists that name the page, what it
    says beside what the page says; empty where none says anything, or the page is not there.
    """

    verdict: Verdict
    answered: bool = False
    wants_sibling: bool = False
    title: str | None = None
    comparisons: tuple[tuple[Comparison, ...], ...] = ()


def judged(
    outcome: Outcome, known: Known, sibling: Sibling | None = None, given: Sequence[Mapping[str, str]] = ()
) -> Judged:
    """known: what was known of the page. sibling: what a random neighbour gave. given: what the lists say of it."""
    seen = signals_of(outcome, known, sibling)
    verdict = judge_signals(seen)
    return Judged(
        verdict=verdict,
        answered=seen.ok,
        wants_sibling=seen.wants_sibling,
        title=seen.page.title,
        comparisons=_compared(seen.answer, seen.page, given) if verdict.state is State.ALIVE and seen.answer else (),
    )


def _compared(answer: Exchange, page: Glance, given: Sequence[Mapping[str, str]]) -> tuple[tuple[Comparison, ...], ...]:
    if not any(given):
        return ()
    # All that reads metadata: most links are looked at without it.
    from provenance.core.agreement import compare_given, states
    from provenance.core.extract.source import read

    if not any(map(states, given)):
        return ()
    source = read(
        answer.content,
        url=answer.target,
        media_type=answer.field("content-type"),
        read_on=answer.retrieved_at.date(),
        fields=answer.fields,
    )
    return tuple(compare_given(one, source, text=page.text) for one in given)
