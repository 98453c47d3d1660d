"""Where a link led: from the address that was asked for to the one that answered, as far as addresses alone tell."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import SplitResult, parse_qsl, unquote

from provenance.core.frozen import frozen
from provenance.core.model import Exchange
from provenance.core.redirects import PERMANENT
from provenance.core.regex import regex
from provenance.core.urls import parts_of, registrable_domain

_INDEX = regex(r"^(?:index|default|home|start|main|welcome)(?:\.\w{2,5})?$", re.IGNORECASE)
# Segments that name another form of the page before them, not a page below it.
_FORM = regex(r"^(?:amp|print|mobile|m|full|index(?:\.\w{2,5})?|default\.\w{2,5}|page|\d{1,3})$", re.IGNORECASE)
_LOCALE = regex(r"^[a-z]{2}(?:[-_](?:[a-z]{2}|hans|hant|latn|cyrl))?$", re.IGNORECASE)
# Segments under which things are listed, at the end of an address, or before the name of what is listed.
_LISTS = regex(
    r"^(?:search|suche?|recherche|buscar?|busca|cerca|ricerca|zoeken|szukaj|ara|(?:search[-_])?results?|find"
    r"|tags?|topics?|categor(?:y|ies)|kategorien?)(?:\.\w{2,5})?$",
    re.IGNORECASE,
)
_LIST = regex(r"^(?:archives?|archivo?|latest|all|sitemap|news|blog|articles|stories)(?:\.\w{2,5})?$", re.IGNORECASE)
# `/s3Kq`, `/a/Xy12z`: a word that nobody would read out, on a host of its own.
_SHORT = regex(r"^/(?:\w/)?(?=\w*[\dA-Z])\w{3,12}$")
_SEARCH = regex(r"^(?:q|s|query|search|search_?term|keywords?|text|wd|term)$", re.IGNORECASE)
# Parameters that name no page: a language, where the reader came from, who is paid for him, what went wrong.
_NO_PAGE = regex(
    r"^(?:lang|locale|hl|l|language|ref(?:errer)?|from|src|source|utm_\w+|redirect(?:ed)?|aff(?:_?id)?|[gf]b?clid"
    r"|err(?:or)?(?:_?code)?|status|code|msg|message|notfound|not_found|404)$",
    re.IGNORECASE,
)


@frozen
class Route:
    """asked, target: the first URL and the one that answered. moved: they are different pages. permanent: every step
    was meant to last (301, 308).

    short: what was asked for is a short link, which is nobody's address. to_root: a page was asked for and the front page of a site answered; to_ancestor: a section above it; to_list: a
    search, or a list of stories.
    """

    asked: str
    target: str
    moved: bool = False
    permanent: bool = False
    short: bool = False
    to_root: bool = False
    to_ancestor: bool = False
    to_list: bool = False

    @property
    def from_root(self) -> bool:
        """Whether the site itself was asked for, and no page of it."""
        return is_root(self.asked)

    @property
    def foreign(self) -> bool:
        """Whether another registrable domain answered. Costs the Public Suffix List at the first call."""
        first, last = _host(self.asked), _host(self.target)
        return first != last and (registrable_domain(first) or first) != (registrable_domain(last) or last)


def route_of(answer: Exchange) -> Route:
    """The route of an answer."""
    asked, target = answer.hops[0].url if answer.hops else answer.original, answer.target
    first, last = parts_of(asked), parts_of(target)
    if (first.netloc, first.path, first.query) == (last.netloc, last.path, last.query):
        return Route(asked=asked, target=target)
    return Route(
        asked=asked,
        target=target,
        moved=True,
        permanent=all(hop.status_code in PERMANENT for hop in answer.hops[:-1]),
        short=_SHORT.match(first.path) is not None and not first.query and _bare(first) != _bare(last),
        to_root=is_root(target) and _names_a_page(first, last),
        to_ancestor=_is_ancestor(last.path, first.path) and not last.query,
        to_list=_is_list(last) and not _is_list(first),
    )


def is_root(href: str) -> bool:
    """Whether an address names the site itself: `/`, `/index.html`, `/en`, `/en/index.php`, `/?lang=en`."""
    url = parts_of(href)
    segments = [segment for segment in unquote(url.path).split("/") if segment]
    if segments and _INDEX.match(segments[-1]):
        segments.pop()
    if segments and _LOCALE.match(segments[0]):
        segments.pop(0)
    names = [name for name, _ in parse_qsl(url.query, keep_blank_values=True)]
    return not segments and all(_NO_PAGE.match(name) for name in names)  # `/?p=123` is an article


def _names_a_page(first: SplitResult, last: SplitResult) -> bool:
    """Whether what was asked for is a page of a site, and not a short link to the site itself."""
    if is_root(first.geturl()):
        return False
    same_site = _bare(first) == _bare(last)
    return same_site or first.path.strip("/").count("/") > 0 or "-" in first.path


def _is_ancestor(path: str, of: str) -> bool:
    shorter = posixpath.normpath(path or "/").rstrip("/") + "/"
    longer = posixpath.normpath(of)
    if len(shorter) <= 1 or not longer.startswith(shorter):
        return False
    return not all(_FORM.match(segment) for segment in longer.removeprefix(shorter).split("/"))


def _is_list(url: SplitResult) -> bool:
    segments = [segment for segment in unquote(url.path).split("/") if segment]
    if (not segments or _INDEX.match(segments[-1])) and any(_SEARCH.match(name) for name, _ in parse_qsl(url.query)):
        return True
    return any(_LISTS.match(segment) for segment in segments[-2:]) or any(map(_LIST.match, segments[-1:]))


def _bare(url: SplitResult) -> str:
    return (url.hostname or "").removeprefix("www.")


def _host(href: str) -> str:
    return (parts_of(href).hostname or "").removeprefix("www.")
