"""What was seen, judged: an ordered table of rules over named signals. The first rule that applies decides.

Two mistakes hurt: dead called alive, and alive or unknown called dead. Where the evidence does not decide, the state is
`unknown`. A dead link is `confirmed` at once only where the server itself says that it is gone for good.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from provenance.core import phrases, soft404
from provenance.core.confirmation import settle, sighting_of
from provenance.core.frozen import frozen
from provenance.core.identifiers import leads_nowhere, registered, unregistered
from provenance.core.model import Check, FailureKind, Known, Outcome, Sighting, Source, State, Verdict
from provenance.core.regex import regex
from provenance.core.signals import Signals, signals_of
from provenance.core.text import comparable
from provenance.core.urls import joined

ALIVE, DEAD, UNKNOWN = State.ALIVE, State.DEAD, State.UNKNOWN

# One clue of a soft 404 is a false alarm too often; see `core.soft404`.
_ENOUGH_CLUES = 2
# Main texts less alike than this are two texts: a corrected or continued article keeps most of its sentences.
_SAME_TEXT = 0.3
# Characters of text from which a page that broke off can still be judged.
_READABLE = 250

# RFC 7725 section 4: who carries the block out.
_BLOCKED_BY = regex(r"<([^>]*)>\s*;[^,]*\brel\s*=\s*\"?[^\",;]*\bblocked-by\b", re.IGNORECASE)

# schema.org/isAccessibleForFree
_NOT_FREE = "it says of itself that it is not free to read (isAccessibleForFree: false)"
_BODIES = {
    "truncated": "the connection broke before the whole page was sent",
    "capped": "only the beginning of a very long page was read",
    "undecodable": "the body could not be decoded as it says it is encoded",
    "slow": "the page came too slowly to be read whole",
}


@frozen
class Rule:
    """`when` gives the reason in words if the rule applies, else None."""

    kind: str
    state: State
    when: Callable[[Signals], str | None]
    confirmed: bool = False


def _status(*codes: int, says: str) -> Callable[[Signals], str | None]:
    return lambda seen: f"the server answered {seen.status}: {says}" if seen.status in codes else None


def _wall(kind: str) -> Callable[[Signals], str | None]:
    return lambda seen: seen.wall.because if seen.wall and seen.wall.kind == kind else None


def _notice(kind: str) -> Callable[[Signals], str | None]:
    def when(seen: Signals) -> str | None:
        if seen.notice is None or seen.notice.kind != kind:
            return None
        return f"the server answered {seen.status} and no article: {seen.notice.because}"

    return when


def _taken(*kinds: str, certain: bool = False) -> Callable[[Signals], str | None]:
    def when(seen: Signals) -> str | None:
        found = seen.taken
        return found.because if found and found.kind in kinds and found.certain >= certain else None

    return when


def _legal(seen: Signals) -> str | None:
    if seen.status != 451:
        return None
    blocker = next(iter(_BLOCKED_BY.findall(seen.answer.field("link") or "")), None) if seen.answer else None
    by = f"; blocked-by {blocker}" if blocker else ""
    return f"the server answered 451: withheld for legal reasons{by}"


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
    if seen.status == 304:
        return "the server answered 304: not modified since a visit that there never was"
    if 300 <= seen.status < 400:
        return f"the server answered {seen.status} without saying where to"
    return f"the server answered {seen.status}, which is not a final status"


def _hijacked(seen: Signals) -> str | None:
    """The domain has gone to somebody else. What is known of the page must speak, or a look at a neighbour."""
    if seen.fits is not False:
        return None
    title = f"“{seen.page.title}”" if seen.page.title else "a page without a title"
    if seen.route.foreign and (seen.known.titles or seen.everything_leads_here):
        return f"another domain answers with {title}, which is not what the link names"
    language, known = _language(seen.page.language), _language(seen.known.language)
    other_site = seen.known.site and seen.page.site and comparable(seen.known.site) != comparable(seen.page.site)
    if seen.known.titles and language and known and language != known and len(seen.clues) < _ENOUGH_CLUES:
        return f"{title} is in {language} where the article was in {known}, and is not what it was"
    return f"{title} comes from “{seen.page.site}” where “{seen.known.site}” was" if other_site else None


def _language(tag: str | None) -> str:
    return (tag or "").replace("_", "-").partition("-")[0].lower()


def _says_none(seen: Signals) -> str | None:
    """A soft 404 by the page's or the server's own word."""
    return _soft_404(seen) if any(clue.own for clue in seen.clues) else None


def _soft_404(seen: Signals) -> str | None:
    if len(seen.clues) < _ENOUGH_CLUES:
        return None
    return f"answered {seen.status} for a page that is not there: " + "; ".join(clue.text for clue in seen.clues)


def _faceless(seen: Signals) -> str | None:
    if not soft404.faceless(seen.clues, page=seen.page, target=seen.route.target, titled=seen.titled):
        return None
    return "the site shows the same few words for an invented address: something stands in place of its pages"


def _moved_home(seen: Signals) -> str | None:
    if not (seen.route.to_root and seen.ok) or (seen.titled and seen.known.titles):
        return None
    return "the link to a page now leads to the front page of the site"


def _moved_section(seen: Signals) -> str | None:
    if not seen.ok or not seen.route.moved or (seen.titled and not seen.route.to_list):
        return None
    if seen.route.to_ancestor:
        return "the link to a page now leads to a section above it"
    if seen.route.to_list:
        return "the link to a page now leads to a search or a list of pages"
    if seen.known.titles and seen.fits is False:
        return f"the link leads to {seen.route.target} now, which is about something else"
    return None


def _leaves_by_script(seen: Signals) -> str | None:
    if seen.leaves_for is None:
        return None
    to = f"to {joined(seen.route.target, seen.leaves_for)}" if seen.leaves_for else "elsewhere"
    return f"the page sends its reader {to} by script, and no script is run here"


def _shell(seen: Signals) -> str | None:
    return f"the page cannot be read: {seen.shell}" if seen.shell else None


def _cut(body: str) -> Callable[[Signals], str | None]:
    def when(seen: Signals) -> str | None:
        if seen.answer is None or seen.answer.body != body or not seen.is_html or not seen.page.thin:
            return None
        return _BODIES[body] if seen.page.own < _READABLE else None

    return when


def _empty(seen: Signals) -> str | None:
    if seen.status in (204, 205):
        return f"the server answered {seen.status}: there is no content"
    if seen.page.described or seen.answer is None or seen.answer.body == "undecodable":
        return None
    if seen.answer.body == "slow" and seen.answer.content:
        return None
    return f"the server answered {seen.status} with nothing to read" if seen.is_blank else None


def _drifted(seen: Signals) -> str | None:
    if seen.likeness is None or seen.likeness >= _SAME_TEXT:
        return None
    return f"the page answers, but its text is another than the one recorded before ({seen.likeness:.0%} alike)"


def _moved(seen: Signals) -> str | None:
    if not seen.ok:
        return None
    if seen.route.short:
        return f"a short link, which leads to {seen.route.target}"
    return f"permanently moved to {seen.route.target}" if seen.route.permanent else None


def _moved_temp(seen: Signals) -> str | None:
    if seen.route.moved and seen.ok:
        return f"redirected for now to {seen.route.target}"
    return None


def _subscription(seen: Signals) -> str | None:
    if seen.page.free is False and seen.ok:
        return f"the page is there, and {_NOT_FREE}"
    return None


def _ok(seen: Signals) -> str | None:
    return f"the server answered {seen.status} with content" if seen.ok else None


def _no_registry(seen: Signals) -> str | None:
    """Whatever else answers in place of the Handle System, a page of its own or its 404, says nothing of the name."""
    if seen.of_handle and (seen.status < 400 or seen.status in (400, 404, 410)):
        return f"the resolver answered {seen.status}, but not with a record of the Handle System"
    return None


# The order is the argument: what stands in front of the page, what the server says of it, what it shows, where it led.
RULES: tuple[Rule, ...] = (
    Rule(kind="ok", state=ALIVE, when=lambda seen: registered(seen.handle)),
    Rule(kind="not_found", state=DEAD, when=lambda seen: unregistered(seen.handle)),
    Rule(kind="empty", state=UNKNOWN, when=lambda seen: leads_nowhere(seen.handle)),
    Rule(kind="bad_http", state=UNKNOWN, when=_no_registry),
    Rule(kind="blocked", state=UNKNOWN, when=_wall("blocked")),
    Rule(kind="geo_block", state=UNKNOWN, when=_wall("geo_block")),
    Rule(kind="login", state=UNKNOWN, when=_wall("login")),
    Rule(kind="legal_block", state=UNKNOWN, when=_notice("legal_block")),
    Rule(kind="geo_block", state=UNKNOWN, when=_notice("geo_block")),
    Rule(kind="blocked", state=UNKNOWN, when=_notice("blocked")),
    Rule(kind="login", state=UNKNOWN, when=_notice("login")),
    Rule(kind="gone", state=DEAD, confirmed=True, when=_status(410, says="gone, and meant to stay so")),
    Rule(kind="not_found", state=DEAD, when=_status(404, says="it knows no such page")),
    Rule(kind="login", state=UNKNOWN, when=_status(401, says="the page is behind a login")),
    Rule(kind="login", state=UNKNOWN, when=_status(511, says="the network in between wants a login first")),
    Rule(kind="paywall", state=UNKNOWN, when=_status(402, says="the page is behind a payment")),
    Rule(kind="legal_block", state=UNKNOWN, when=_legal),
    Rule(kind="rate_limited", state=UNKNOWN, when=_status(429, says="too many requests")),
    Rule(kind="rate_limited", state=UNKNOWN, when=_busy),
    Rule(kind="server_error", state=UNKNOWN, when=_server_error),
    Rule(kind="timeout", state=UNKNOWN, when=_status(408, says="it waited too long for the request")),
    Rule(kind="blocked", state=UNKNOWN, when=_other_refusal),
    Rule(kind="bad_http", state=UNKNOWN, when=_not_an_answer),
    Rule(kind="parked", state=DEAD, confirmed=True, when=_taken("parked", certain=True)),
    Rule(kind="parked", state=DEAD, when=_taken("parked", "hosting")),
    Rule(kind="hijacked", state=DEAD, when=_taken("spam")),
    Rule(kind="hijacked", state=DEAD, when=_hijacked),
    Rule(kind="moved_home", state=DEAD, when=_moved_home),
    Rule(kind="soft_404", state=DEAD, when=_says_none),
    Rule(kind="server_error", state=UNKNOWN, when=_notice("server_error")),
    Rule(kind="js_redirect", state=UNKNOWN, when=_leaves_by_script),
    Rule(kind="js_only", state=UNKNOWN, when=_shell),
    Rule(kind="blocked", state=UNKNOWN, when=_faceless),
    Rule(kind="moved_section", state=UNKNOWN, when=_moved_section),
    Rule(kind="soft_404", state=DEAD, when=_soft_404),
    Rule(kind="truncated", state=UNKNOWN, when=_cut("truncated")),
    Rule(kind="oversize", state=UNKNOWN, when=_cut("capped")),
    Rule(kind="empty", state=UNKNOWN, when=_empty),
    Rule(kind="drifted", state=ALIVE, when=_drifted),
    Rule(kind="moved", state=ALIVE, when=_moved),
    Rule(kind="moved_temp", state=ALIVE, when=_moved_temp),
    Rule(kind="paywall", state=ALIVE, when=_subscription),
    Rule(kind="ok", state=ALIVE, when=_ok),
)

# Failures that speak of the link and not of the moment; all others leave the state unknown.
_DEAD_FAILURES = frozenset({FailureKind.DNS_NXDOMAIN, FailureKind.REDIRECT_LOOP})


def judge(outcome: Outcome, *, source: Source | None = None, earlier: Sequence[Check | Sighting] = ()) -> Verdict:
    """The verdict on one outcome. Pure; never raises.

    outcome: what `edge.fetch` saw. source: the page as it was recorded before: a page that is about something else now is
    noticed. earlier: checks of the same page before this one, in any order; failures that go on over days confirm a dead
    link.
    """
    sightings = tuple(sighting_of(one) if isinstance(one, Check) else one for one in earlier)
    verdict = judge_signals(signals_of(outcome, known_from(source) if source else None))
    return settle(verdict, checked_at=outcome.retrieved_at, sightings=sightings)


def known_from(source: Source) -> Known:
    """What a recorded source lets one expect of its page."""
    return Known(
        titles=(source.title.value,) if source.title.value else (),
        language=source.language.value,
        site=source.container_title.value,
    )


def judge_signals(seen: Signals) -> Verdict:
    """As `judge`, for signals that were drawn already, and without a look at earlier checks."""
    if seen.failure is not None:
        state = DEAD if seen.failure.kind in _DEAD_FAILURES else UNKNOWN
        return Verdict(state=state, kind=seen.failure.kind.value, because=(seen.failure.detail, *seen.failure.notes))
    return _with_certificate(seen, _by_rules(seen))


def _by_rules(seen: Signals) -> Verdict:
    for rule in RULES:
        reason = rule.when(seen)
        if reason is not None:
            remarks = _remarks(seen)
            return Verdict(
                state=rule.state,
                kind=rule.kind,
                because=(
                    reason,
                    *(text for _, text in remarks if text not in reason),
                    *(seen.answer.notes if seen.answer else ()),
                ),
                confirmed=rule.confirmed,
                flags=tuple(flag for flag, _ in remarks if flag),
            )
    return Verdict(state=UNKNOWN, kind="bad_http", because=(f"no rule knows a status of {seen.status}",))


def _with_certificate(seen: Signals, verdict: Verdict) -> Verdict:
    """What a certificate that was not accepted makes of a verdict: nothing that was read without verification decides.

    A chain that could be completed is verified, and the verdict stands.
    """
    fault = seen.answer.certificate if seen.answer else None
    if fault is None:
        return verdict
    if fault.kind is FailureKind.TLS_CHAIN:
        if verdict.state is not ALIVE:
            return replace(verdict, because=(*verdict.because, fault.detail))
        return replace(verdict, kind=fault.kind.value, because=(fault.detail, *verdict.because))
    page = f", a page called “{seen.page.title}”" if seen.page.title else ""
    because = (fault.detail, f"read without verification: {verdict.because[0]}{page}", *verdict.because[1:])
    return Verdict(state=UNKNOWN, kind=fault.kind.value, because=because, flags=("insecure", *verdict.flags))


def _remarks(seen: Signals) -> list[tuple[str, str]]:
    """What else should be known of an answer: a flag for programs, and words for people."""
    if seen.answer is None:
        return []
    remarks: list[tuple[str, str]] = [("", seen.in_front)] if seen.in_front else []
    if seen.answer.body in _BODIES:
        remarks.append((seen.answer.body, _BODIES[seen.answer.body]))
    if not seen.ok:
        return remarks
    if seen.page.free is False:
        remarks.append(("subscription", _NOT_FREE))
    elif seen.page.thin and phrases.in_text(seen.page.text, "subscribe"):
        remarks.append(("subscription", "it asks its reader to subscribe, and shows little"))
    if seen.fragment:
        remarks += [(flag, seen.fragment.says) for flag in seen.fragment.flags]
    if len(seen.clues) == 1 and seen.clues[0].own:
        remarks.append(("", f"{seen.clues[0].text}, which alone decides nothing"))
    return remarks
