"""What a verdict is decided on: a few named facts about an Outcome, drawn once."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from provenance.core.extract.glance import Glance, glance
from provenance.core.identifiers import HandleAnswer, handle_answer, was_asked_for
from provenance.core.model import Exchange, Failure, Outcome
from provenance.core.redirects import PERMANENT

_INDEX = re.compile(r"^(?:index|default|home|start|main|welcome)(?:\.\w{2,5})?$", re.IGNORECASE)
# Segments that name another form of the page before them, not a page below it.
_FORM = re.compile(r"^(?:amp|print|mobile|m|full|index(?:\.\w{2,5})?|default\.\w{2,5}|page|\d{1,3})$", re.IGNORECASE)
_LOCALE = re.compile(r"^[a-z]{2}(?:[-_][a-z]{2})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Facts of one outcome; where there was no answer, only `failure` and `hops` are set.

    text_length: characters that are visible, or bytes of what is no page.
    redirected: the page that answered has another address than the one asked for. to_root: a page was asked for and the
    front page of a site answered. to_ancestor: a section above it answered.
    of_handle: the Handle System was asked, in place of the link; handle: what it answered.
    """

    failure: Failure | None = None
    answer: Exchange | None = None
    status: int = 0
    title: str | None = None
    is_html: bool = False
    text_length: int = 0
    redirected: bool = False
    permanent: bool = False
    to_root: bool = False
    to_ancestor: bool = False
    of_handle: bool = False
    handle: HandleAnswer | None = None


def signals_of(outcome: Outcome) -> Signals:
    """Draw the signals."""
    if isinstance(outcome, Failure):
        return Signals(failure=outcome)
    media_type = outcome.field("content-type")
    is_html = _is_html(outcome)
    page = glance(outcome.content, media_type) if is_html else Glance()
    first, last = urlsplit(outcome.hops[0].url), urlsplit(outcome.target)
    moved = (first.netloc, first.path, first.query) != (last.netloc, last.path, last.query)
    return Signals(
        answer=outcome,
        status=outcome.status_code,
        title=page.title,
        is_html=is_html,
        text_length=len(page.text) if is_html else len(outcome.content),
        redirected=moved,
        permanent=moved and all(hop.status_code in PERMANENT for hop in outcome.hops[:-1]),
        to_root=moved and is_root(last.path, last.query) and _names_a_page(first, last),
        to_ancestor=moved and _is_ancestor(last.path, first.path) and not last.query,
        of_handle=was_asked_for(outcome),
        handle=handle_answer(outcome),
    )


def _is_html(outcome: Exchange) -> bool:
    declared = (outcome.field("content-type") or "").lower()
    if declared:
        return "html" in declared
    return outcome.content.lstrip()[:1] == b"<"


def is_root(path: str, query: str) -> bool:
    """Whether the path names the site itself: `/`, `/index.html`, `/en`, `/en/index.php`."""
    segments = [segment for segment in unquote(path).split("/") if segment]
    if segments and _INDEX.match(segments[-1]):
        segments.pop()
    if segments and _LOCALE.match(segments[0]):
        segments.pop(0)
    return not segments and not re.search(r"\d", query)  # `/?p=123` is an article


def _names_a_page(first: SplitResult, last: SplitResult) -> bool:
    """Whether what was asked for is a page of a site, and not a short link to the site itself."""
    if is_root(first.path, first.query):
        return False
    same_site = _bare_host(first) == _bare_host(last)
    return same_site or first.path.strip("/").count("/") > 0 or "-" in first.path


def _bare_host(url: SplitResult) -> str:
    return (url.hostname or "").removeprefix("www.")


def _is_ancestor(path: str, of: str) -> bool:
    shorter = posixpath.normpath(path or "/").rstrip("/") + "/"
    longer = posixpath.normpath(of)
    if len(shorter) <= 1 or not longer.startswith(shorter):
        return False
    return not all(_FORM.match(segment) for segment in longer.removeprefix(shorter).split("/"))
