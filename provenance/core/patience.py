"""When to look again: after a passing fault, and not before the server asked for it. Pure: the time is given."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from provenance.core.model import Failure, FailureKind, Outcome

# Further looks within one run, by what was seen. A passing fault deserves two; a clear answer that may be a slip of
# one server among several deserves one; everything else none.
_TWICE = frozenset({FailureKind.REFUSED, FailureKind.RESET, FailureKind.DNS_TEMP, FailureKind.UNREACHABLE})
_ONCE = frozenset({FailureKind.TIMEOUT, FailureKind.DNS_NXDOMAIN, FailureKind.BAD_HTTP})
_ONCE_STATUS = frozenset({304, 404, 410})
_ONCE_BODY = frozenset({"truncated", "undecodable"})


def looks(outcome: Outcome) -> int:
    """How many further looks the outcome deserves in this run."""
    if isinstance(outcome, Failure):
        return 2 if outcome.kind in _TWICE else 1 if outcome.kind in _ONCE else 0
    if outcome.certificate is not None and outcome.certificate.kind is not FailureKind.TLS_CHAIN:
        return 0  # whatever comes is not believed
    if outcome.status_code == 429 or outcome.status_code >= 500:
        return 2
    return 1 if outcome.status_code in _ONCE_STATUS or outcome.body in _ONCE_BODY else 0


def retry_at(outcome: Outcome) -> datetime | None:
    """The earliest time at which the server wants to be asked again (RFC 9110 section 10.2.3), for 429 and 503."""
    if isinstance(outcome, Failure):
        return outcome.retry_at
    if outcome.status_code not in (429, 503):
        return None
    text = (outcome.field("retry-after") or "").strip()
    try:
        if text.isascii() and text.isdigit():
            return outcome.retrieved_at + timedelta(seconds=int(text))
        moment = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):  # no number, no date, or none that a calendar or an integer has room for
        return None


def wait_before(outcome: Outcome, *, look: int, backoff: float, cap: float) -> float | None:
    """Seconds to wait before further look number `look` (from 0); None if there should be none in this run.

    backoff: seconds before the first look, doubled for each next. cap: longest Retry-After to wait for, in seconds.
    """
    if look >= looks(outcome):
        return None
    asked = retry_at(outcome)
    if asked is None:
        return backoff * float(2**look)
    seconds = max(0.0, (asked - outcome.retrieved_at).total_seconds())
    return max(seconds, backoff) if seconds <= cap else None
