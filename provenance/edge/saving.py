"""Asking the Wayback Machine to take a capture of a page now (Save Page Now, second version).

Source: the interface as public clients use it; the service itself was not asked while this was written.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import quote, urlencode

from provenance.core.frozen import frozen
from provenance.core.memento import read_timestamp
from provenance.core.model import Exchange, Failure, Outcome
from provenance.core.patience import retry_at

# A job takes seconds to two minutes; it is asked for every few seconds.
_STEP = 3.0
# Faults that another try would only repeat, by the end of `status_ext`.
_PERMANENT = frozenset(
    {
        "not-found", "no-access", "blocked", "blocked-url", "invalid-url-syntax", "invalid-host-resolution",
        "unauthorized", "method-not-allowed", "filesize-limit",
    }
)  # fmt: skip

# Those that are of no page, but of too many requests of one user.
_BUSY = frozenset({"user-session-limit"})


class Ask(Protocol):
    """Sends one request and gives what came of it; never raises for a finding."""

    async def __call__(
        self, given: str, *, seconds: float, fields: tuple[tuple[str, str], ...] = (), form: bytes | None = None
    ) -> Outcome: ...


@frozen
class Saved:
    """What came of asking. moment, uri_m: of the capture, None where there is none (yet). job: the archive's name for the
    request, where it was taken. because: why there is no capture; permanent: another try would fail as well. busy: it
    takes no request now, of whatever page, and may want none before `retry_at`. locked: it takes none of ours at all.
    asked: it answered.
    """

    moment: dt.datetime | None = None
    uri_m: str | None = None
    job: str | None = None
    because: str = ""
    permanent: bool = False
    busy: bool = False
    retry_at: dt.datetime | None = None
    locked: bool = False
    asked: bool = True


async def save(url: str, *, base: str, key: str | None, ask: Ask, seconds: float, step: float = _STEP) -> Saved:
    """Ask for a capture and wait for it. Findings are returned; nothing is raised.

    url: of the page. base: of the archive. key: `ACCESS:SECRET`, None to ask as anybody. seconds: the longest wait;
    step: between two questions.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    fields: tuple[tuple[str, str], ...] = (("Accept", "application/json"),)
    if key:
        fields = (*fields, ("Authorization", f"LOW {key}"))
    form = urlencode({"url": url}).encode("ascii")
    told = _told(await ask(f"{base}/save", seconds=seconds, fields=fields, form=form))
    job = told.get("job_id")
    if not isinstance(job, str) or not job:
        return _not_saved(told, None)
    while True:
        await asyncio.sleep(min(step, max(0.0, until - loop.time())))
        left = until - loop.time()
        if left <= 0:
            because = "the archive has taken the request and not yet finished it; look again in some minutes"
            return Saved(job=job, because=because)
        told = _told(await ask(f"{base}/save/status/{quote(job, safe='')}", seconds=left, fields=fields))
        if told.get("status") == "pending":
            continue
        moment = read_timestamp(str(told.get("timestamp", "")))
        if told.get("status") != "success" or not isinstance(moment, dt.datetime):
            return _not_saved(told, job)
        original = told.get("original_url") if isinstance(told.get("original_url"), str) else url
        return Saved(moment=moment, uri_m=f"{base}/web/{told['timestamp']}/{original}", job=job)


def _told(outcome: Outcome) -> Mapping[str, Any]:
    """What the archive says, faults of its own in the same words: they come with any status, 200 included."""
    if isinstance(outcome, Failure):
        return {"message": f"the archive could not be asked: {outcome.detail}", "asked": False}
    try:
        told = json.loads(outcome.content)
    except (ValueError, RecursionError):
        told = None
    if isinstance(told, dict) and (told.get("job_id") or told.get("status")):
        return told
    message = told.get("message") if isinstance(told, dict) else None
    busy, locked = outcome.status_code == 429, outcome.status_code == 401
    again = retry_at(outcome)
    return {"message": message or _in_words(outcome), "busy": busy, "locked": locked, "retry_at": again}


def _in_words(answer: Exchange) -> str:
    again = retry_at(answer)
    later = f"; it asks to come back after {again:%Y-%m-%d %H:%M} UTC" if again else ""
    words = {
        401: "the archive wants a key (PROVENANCE_WAYBACK_KEY=ACCESS:SECRET in the environment)",
        429: "the archive takes no more requests now",
    }
    return words.get(answer.status_code, f"the archive answered {answer.status_code} and no word") + later


def _not_saved(told: Mapping[str, Any], job: str | None) -> Saved:
    kind = str(told.get("status_ext") or "").removeprefix("error:")
    message = str(told.get("message") or kind or "the archive gave no reason")
    again = told.get("retry_at")
    return Saved(
        job=job,
        because=f"{message} ({kind})" if kind else message,
        permanent=kind in _PERMANENT,
        busy=kind in _BUSY or told.get("busy") is True,
        retry_at=again if isinstance(again, dt.datetime) else None,
        locked=told.get("locked") is True,
        asked=told.get("asked") is not False,
    )
