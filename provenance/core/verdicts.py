"""What was seen, judged: an ordered table of rules over named signals. The first rule that applies decides.

Two mistakes hurt: dead called alive, and alive or unknown called dead. Where the evidence does not decide, the state is
`unknown`. A dead link is `confirmed` at once only where the server itself says that it is gone for good.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from provenance.core.identifiers import leads_nowhere, registered, unregistered
from provenance.core.model import FailureKind, Outcome, State, Verdict
from provenance.core.signals import Signals, signals_of

ALIVE, DEAD, UNKNOWN = State.ALIVE, State.DEAD, State.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`when` gives the reason in words if the rule applies, else None."""

    kind: str
    state: State
    when: Callable[[Signals], str | None]
    confirmed: bool = False


def _status(*codes: int, says: str) -> Callable[[Signals], str | None]:
    return lambda seen: f"the server answered {seen.status}: {says}" if seen.status in codes else None


def _field(name: str, value: str, says: str) -> Callable[[Signals], str | None]:
    def when(seen: Signals) -> str | None:
        found = (seen.answer.field(name) or "").lower() if seen.answer else ""
        return f"the field {name}: {found} – {says}" if value in found else None

    return when


def _server_error(seen: Signals) -> str | None:
    if 500 <= seen.status < 900:  # 999 and its like are refusals of bots
        return f"the server answered {seen.status}: it failed, which says nothing of the page"
    return None


def _busy(seen: Signals) -> str | None:
    if seen.answer and seen.status == 503 and seen.answer.field("retry-after"):
        return "the server answered 503 with Retry-After: it asks to come back later"
    return None


def _other_refusal(seen: Signals) -> str | None:
    if 400 <= seen.status < 500 or seen.status >= 900:
        return f"the server answered {seen.status}: it refuses this request, which says nothing of the page"
    return None


def _not_an_answer(seen: Signals) -> str | None:
    if seen.answer is None or 200 <= seen.status < 300:
        return None
    if 300 <= seen.status < 400:
        return f"the server answered {seen.status} without saying where to"
    return f"the server answered {seen.status}, which is not a final status"


def _empty(seen: Signals) -> str | None:
    if seen.status in (204, 205):
        return f"the server answered {seen.status}: there is no content"
    if seen.answer and seen.answer.body == "undecodable":
        return None
    if seen.text_length == 0:
        return f"the server answered {seen.status} with nothing to read"
    return None


def _moved_home(seen: Signals) -> str | None:
    return "the link to a page now leads to the front page of the site" if seen.to_root and _ok(seen) else None


def _moved_section(seen: Signals) -> str | None:
    return "the link to a page now leads to a section above it" if seen.to_ancestor and _ok(seen) else None


def _moved(seen: Signals) -> str | None:
    if seen.answer and seen.permanent and _ok(seen):
        return f"permanently moved to {seen.answer.target}"
    return None


def _moved_temp(seen: Signals) -> str | None:
    if seen.answer and seen.redirected and _ok(seen):
        return f"redirected for now to {seen.answer.target}"
    return None


def _ok(seen: Signals) -> str | None:
    if not 200 <= seen.status < 300:
        return None
    return f"the server answered {seen.status} with content"


def _no_registry(seen: Signals) -> str | None:
    """Whatever else answers in place of the Handle System, a page of its own or its 404, says nothing of the name."""
    if seen.of_handle and (seen.status < 400 or seen.status in (400, 404, 410)):
        return f"the resolver answered {seen.status}, but not with a record of the Handle System"
    return None


# The order is the argument: what the server says of itself, then what it shows, then where it led.
RULES: tuple[Rule, ...] = (
    Rule(kind="ok", state=ALIVE, when=lambda seen: registered(seen.handle)),
    Rule(kind="not_found", state=DEAD, when=lambda seen: unregistered(seen.handle)),
    Rule(kind="empty", state=UNKNOWN, when=lambda seen: leads_nowhere(seen.handle)),
    Rule(kind="bad_http", state=UNKNOWN, when=_no_registry),
    Rule(kind="blocked", state=UNKNOWN, when=_field("cf-mitigated", "challenge", "Cloudflare shows a challenge")),
    Rule(kind="gone", state=DEAD, confirmed=True, when=_status(410, says="gone, and meant to stay so")),
    Rule(kind="not_found", state=DEAD, when=_status(404, says="it knows no such page")),
    Rule(kind="login", state=UNKNOWN, when=_status(401, says="the page is behind a login")),
    Rule(kind="paywall", state=UNKNOWN, when=_status(402, says="the page is behind a payment")),
    Rule(kind="legal_block", state=UNKNOWN, when=_status(451, says="withheld for legal reasons")),
    Rule(kind="rate_limited", state=UNKNOWN, when=_status(429, says="too many requests")),
    Rule(kind="rate_limited", state=UNKNOWN, when=_busy),
    Rule(kind="server_error", state=UNKNOWN, when=_server_error),
    Rule(kind="timeout", state=UNKNOWN, when=_status(408, says="it waited too long for the request")),
    Rule(kind="blocked", state=UNKNOWN, when=_other_refusal),
    Rule(kind="bad_http", state=UNKNOWN, when=_not_an_answer),
    Rule(kind="empty", state=UNKNOWN, when=_empty),
    Rule(kind="moved_home", state=DEAD, when=_moved_home),
    Rule(kind="moved_section", state=UNKNOWN, when=_moved_section),
    Rule(kind="moved", state=ALIVE, when=_moved),
    Rule(kind="moved_temp", state=ALIVE, when=_moved_temp),
    Rule(kind="ok", state=ALIVE, when=_ok),
)

# Failures that speak of the link and not of the moment; all others leave the state unknown.
_DEAD_FAILURES = frozenset({FailureKind.DNS_NXDOMAIN, FailureKind.REDIRECT_LOOP})

_BODIES = {
    "truncated": "the connection broke before the whole page was sent",
    "capped": "only the beginning of a very long page was read",
    "undecodable": "the body could not be decoded, so its content was not looked at",
    "slow": "the page came too slowly to be read whole",
}


def judge(outcome: Outcome) -> Verdict:
    """The verdict on one outcome. Pure; never raises.

    outcome: what `edge.fetch` saw.
    """
    return judge_signals(signals_of(outcome))


def judge_signals(seen: Signals) -> Verdict:
    """As `judge`, for signals that were drawn already."""
    if seen.failure is not None:
        state = DEAD if seen.failure.kind in _DEAD_FAILURES else UNKNOWN
        return Verdict(state=state, kind=seen.failure.kind.value, because=(seen.failure.detail, *seen.failure.notes))
    for rule in RULES:
        reason = rule.when(seen)
        if reason is not None:
            return Verdict(
                state=rule.state, kind=rule.kind, because=(reason, *_remarks(seen)), confirmed=rule.confirmed
            )
    return Verdict(state=UNKNOWN, kind="bad_http", because=(f"no rule knows a status of {seen.status}",))


def _remarks(seen: Signals) -> tuple[str, ...]:
    if seen.answer is None:
        return ()
    body = _BODIES.get(seen.answer.body)
    return (*((body,) if body else ()), *seen.answer.notes)
