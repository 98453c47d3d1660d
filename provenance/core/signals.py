"""What a verdict is decided on: a few named facts about an Outcome, drawn once."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from provenance.core.extract.glance import title_of, visible_text
from provenance.core.model import Exchange, Failure, Outcome
from provenance.core.redirects import PERMANENT

_INDEX = re.compile(r"^(?:index|default|home)\.\w{2,5}$", re.IGNORECASE)
_LOCALE = re.compile(r"^[a-z]{2}(?:[-_][a-z]{2})?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Facts of one outcome; where there was no answer, only `failure` and `hops` are set.

    depth_lost: path segments of the original that the final URL no longer has, where it is an ancestor of it.
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


def signals_of(outcome: Outcome) -> Signals:
    """Draw the signals."""
    if isinstance(outcome, Failure):
        return Signals(failure=outcome)
    media_type = outcome.field("content-type")
    is_html = _is_html(outcome)
    # Only a page that might be the article is read; an error page is judged by its status.
    read = outcome.status_code < 300 and is_html
    first, last = urlsplit(outcome.hops[0].url), urlsplit(outcome.target)
    moved = (first.netloc, first.path, first.query) != (last.netloc, last.path, last.query)
    return Signals(
        answer=outcome,
        status=outcome.status_code,
        title=title_of(outcome.content, media_type) if is_html else None,
        is_html=is_html,
        text_length=len(visible_text(outcome.content, media_type)) if read else len(outcome.content),
        redirected=moved,
        permanent=moved and all(hop.status_code in PERMANENT for hop in outcome.hops[:-1]),
        to_root=moved and not is_root(first.path, first.query) and is_root(last.path, last.query),
        to_ancestor=moved and _is_ancestor(last.path, first.path) and not last.query,
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


def _is_ancestor(path: str, of: str) -> bool:
    shorter = posixpath.normpath(path or "/").rstrip("/") + "/"
    return len(shorter) > 1 and posixpath.normpath(of).startswith(shorter)
