"""What is known of links before they are looked at: from the log, and from the lists in which they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from provenance.core.logbook import page_key
from provenance.core.model import Known
from provenance.core.urls import parts_of
from provenance.edge.log import LogReader
from provenance.jobs.clock import now
from provenance.jobs.looking import NOTHING_KNOWN, Target

# Pages in one question to the log.
_TOGETHER = 500
# Pages of hosts that were slow, of which so many are enough.
_MOST_SLOW = 10_000


def slow_first(targets: Sequence[Target], log: LogReader | None) -> Sequence[Target]:
    """The targets, those first whose hosts kept somebody waiting in vain when they were last asked: a wait that begins at
    the end of a run makes the run longer by all of it.
    """
    if log is None or not (urls := log.timed_out(limit=_MOST_SLOW)):
        return targets
    slow = {parts_of(url).netloc.lower() for url in urls}
    return sorted(targets, key=lambda target: parts_of(target.url).netloc.lower() not in slow)


class Memory:
    """Gives a target what is known of it. The log is asked at once for all links of a run, some hundred in a question;
    only a main text is read when its link comes to its turn, because the texts of a long list fill the memory. Of a list
    that is itself too long for memory, all is asked for then.
    """

    def __init__(self, log: LogReader | None, labels: Mapping[str, Sequence[str]] | None) -> None:
        """log: None where there is none. labels: of each link of the run, what it is called beside what `Target.given`
        says; None where there are too many links.
        """
        self._log = log
        self._labels = labels or {}
        self._known: dict[str, Known] = {}
        self._captures: dict[str, str] = {}
        self._begun = now()
        knows = log if log is not None and log.knows_pages() else None
        # What is asked for link by link.
        self._asked = knows if labels is None else None
        if knows is not None and labels is not None:
            self._ask(knows, labels)

    def _ask(self, log: LogReader, urls: Iterable[str]) -> None:
        until, rest = self._begun, iter(urls)
        while keys := {url: page_key(url) for url in islice(rest, _TOGETHER)}:
            known, captures = log.known(keys.values(), until=until), log.captured_alive(keys.values())
            self._known |= {url: known[key] for url, key in keys.items() if key in known}
            self._captures |= {url: captures[key] for url, key in keys.items() if key in captures}

    def __call__(self, target: Target) -> Target:
        """The target with what is known of it.

        Raises
        ------
        LogUnavailable, LogBroken
            where the text cannot be read.
        """
        if self._asked is not None:
            self._known.clear()
            self._captures.clear()
            self._ask(self._asked, (target.url,))
        known = self._known.get(target.url, NOTHING_KNOWN)
        given = (title for says in target.given if (title := says.get("title")))
        if labels := tuple(dict.fromkeys((*self._labels.get(target.url, ()), *given))):
            known = replace(known, labels=labels)
        if self._log is not None and (capture := self._captures.get(target.url)):
            known = replace(known, text=self._log.text_of(capture))
        return target if known is NOTHING_KNOWN else replace(target, known=known)
