"""Is what an archive shows a real copy of the article? The same judgement as of the page itself, on what was captured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from provenance.core.extract.instants import mail_moment
from provenance.core.frozen import frozen
from provenance.core.memento import WHOLE, page_of, unwrap
from provenance.core.model import Copy, Exchange, Failure, Hop, Known, Outcome, State
from provenance.core.redirects import meta_refresh
from provenance.core.signals import TELLING, Signals, signals_of
from provenance.core.urls import joined, parts_of
from provenance.core.verdicts import judge_signals

# An archive that has not quite what was asked for shows the nearest that it has; farther off it is another copy.
_SAME = dt.timedelta(days=1)
# What an archive says for itself, and what it says of how it sends: neither is the captured server's.
_OF_THE_ARCHIVE = frozenset(
    {
        "memento-datetime", "link", "date", "server", "via", "vary", "set-cookie", "transfer-encoding", "content-length",
        "content-encoding", "content-location", "preference-applied", "connection", "location", "cf-ray", "cf-mitigated",
    }
)  # fmt: skip
_PREFIX = "x-archive-orig-"


@frozen
class Refused:
    """A copy that is none of the article. because: in words."""

    uri_m: str
    moment: dt.datetime
    archive: str
    because: str


@frozen
class Search:
    """What came of looking for a copy. copy: the nearest good one. refused: copies that were nearer, or as near, and are
    none of the article. listed: how many copies the archives list that may be good, by archive. trouble: archives that
    could not be asked, or not to the end, in words.
    """

    copy: Copy | None = None
    refused: tuple[Refused, ...] = ()
    listed: tuple[tuple[str, int], ...] = ()
    trouble: tuple[str, ...] = ()


@frozen
class Seen:
    """What an archive showed. because: why it is no copy of the article, None for one. moment: when it was taken."""

    because: str | None
    moment: dt.datetime | None = None
    title: str | None = None


def look_at(
    outcome: Outcome, *, url: str, expected: dt.datetime | None, known: Known, bases: Sequence[str] = ()
) -> Seen:
    """Whether an answer is a real copy of the article: it says when it was taken (`Memento-Datetime`, RFC 7089 section
    2.1.1), and at the moment that was listed; what was captured is a whole page; and by our own rules that page is
    neither a wall nor an error nor another page than the one that is known.

    url: of the article. expected: the moment that the archive lists, None where it lists none. known: what is known of
    the article. bases: as `unwrap`.
    """
    if isinstance(outcome, Failure):
        return Seen(because=f"it could not be read: {outcome.detail}")
    moment = mail_moment(outcome.field("memento-datetime") or "")
    if moment is None:
        return Seen(because=f"the archive answered {outcome.status_code} without saying when it took a copy")
    if because := _not_whole(outcome, moment, expected, bases):
        return Seen(because=because, moment=moment)
    captured = as_captured(outcome, url=url, bases=bases)
    seen = signals_of(captured, known)
    return Seen(because=_sent_on(captured) or _judged(seen), moment=moment, title=seen.page.title)


def _not_whole(answer: Exchange, moment: dt.datetime, expected: dt.datetime | None, bases: Sequence[str]) -> str | None:
    wrapped = unwrap(answer.target, bases=bases)
    if wrapped and isinstance(wrapped.taken, dt.datetime) and abs(wrapped.taken - moment) > _SAME:
        return f"its address says {_said(wrapped.taken)} and the archive {_said(moment)}"
    if expected is not None and abs(moment - expected) > _SAME:
        return f"the archive shows its copy of {_said(moment)} in its place"
    if answer.status_code not in WHOLE:
        return f"what was captured is an answer with status {answer.status_code}"
    if answer.certificate is not None:
        return f"the archive itself cannot be trusted: {answer.certificate.detail}"
    return None


def _sent_on(captured: Exchange) -> str | None:
    """A refresh is not followed in an archive, so that the page that it would leave must be seen here."""
    onward = meta_refresh(captured.content) if "html" in (captured.field("content-type") or "html") else None
    if onward is None or page_of(joined(captured.target, onward)) == page_of(captured.target):
        return None
    return f"what was captured sends its reader on at once, to {joined(captured.target, onward)}"


def _judged(seen: Signals) -> str | None:
    verdict = judge_signals(seen)
    if verdict.state is not State.ALIVE or verdict.kind == "drifted":
        return f"what was captured is no article ({verdict.kind}: {verdict.because[0]})"
    names = [name for name in (*seen.known.titles, *seen.known.labels) if len(name) >= TELLING]
    if names and seen.fits is False:
        title = f"“{seen.page.title}”" if seen.page.title else "nothing"
        return f"what was captured calls itself {title}, where the article is “{names[0]}”"
    return None


def as_captured(answer: Exchange, *, url: str, bases: Sequence[str] = ()) -> Exchange:
    """The answer as the captured server gave it: its addresses in place of the archive's, its own header fields alone.

    Steps inside the archive, from one moment of a page to another, are none of the captured site.
    """
    hops: list[Hop] = [Hop(url=url)]
    for hop in answer.hops:
        wrapped = unwrap(hop.url, bases=bases)
        page = (wrapped.original if wrapped else None) or hop.url
        if wrapped and wrapped.original is None:  # a short name of the archive's, which tells nothing
            page = hops[-1].url
        if page_of(page) == page_of(hops[-1].url):
            hops[-1] = replace(hop, url=hops[-1].url)
        else:
            hops.append(replace(hop, url=page))
    fields = [(name.removeprefix(_PREFIX), value) for name, value in answer.fields if name.startswith(_PREFIX)]
    own = {name for name, _ in fields}
    fields += [
        (name, value)
        for name, value in answer.fields
        if name not in own and name not in _OF_THE_ARCHIVE and not name.startswith(("x-archive-", _PREFIX))
    ]
    # What was sent in pieces or packed is neither any more.
    kept = tuple((name, value) for name, value in fields if name not in {"transfer-encoding", "content-encoding"})
    return replace(answer, original=url, target=hops[-1].url, hops=tuple(hops), fields=kept)


def host_of(uri_m: str) -> str:
    """The host that shows a copy: what CSL and Wikipedia call the archive, where no name is known."""
    return (parts_of(uri_m).hostname or "").removeprefix("www.")


def _said(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC"
