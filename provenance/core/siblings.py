"""A random neighbour of a page: what a site says of an address that surely does not exist.

A site that answers it with the same words as the page itself has no such page either, whatever its status says. The
idea is the "random sibling" of soft-404 research (Bar-Yossef and others, WWW 2004, "Sic transit gloria telae").
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qsl, urlencode

from provenance.core.extract.glance import glance
from provenance.core.frozen import frozen
from provenance.core.model import Exchange, Outcome
from provenance.core.regex import regex
from provenance.core.urls import parts_of

# Query parameters that name a page, where the path only names a program.
_NAMES_A_PAGE = regex(r"^(?:p|id|pid|aid|nid|sid|page_?id|post_?id|art(?:icle)?_?id|news_?id|article|story|art|item|doc|view)$", re.IGNORECASE)  # fmt: skip
_PROGRAM = regex(r"\.(?:php\d?|aspx?|jsp|jsf|do|cgi|pl|cfm|dll|exe)$", re.IGNORECASE)
_EXTENSION = regex(r"\.[a-z][a-z0-9]{1,4}$", re.IGNORECASE)
# A number that tells one page from another and is no year: changed too, since sites often look at nothing else.
_NUMBER = regex(r"\d{5,}|(?!(?:19|20)\d\d\b)\d{4}")


@frozen
class Sibling:
    """What answered for the neighbour. target: where it led in the end; text: what was visible there."""

    url: str
    status: int
    target: str
    text: str


def sibling_of(outcome: Outcome) -> Sibling | None:
    """The facts of a look at a neighbour; None where nothing answered."""
    if not isinstance(outcome, Exchange):
        return None
    text = glance(outcome.content, outcome.field("content-type")).text
    return Sibling(url=outcome.hops[0].url, status=outcome.status_code, target=outcome.target, text=text)


def sibling_url(href: str, word: str) -> str | None:
    """The address of a neighbour that nobody made; None for the root of a site, which has none.

    word: lower-case letters and digits that no page is called by.
    """
    url = parts_of(href)
    pairs = parse_qsl(url.query, keep_blank_values=True)
    *folders, last = url.path.split("/")
    if any(_NAMES_A_PAGE.match(name) for name, _ in pairs) and (not last or _PROGRAM.search(last)):
        changed = [(name, _changed(value, word) if _NAMES_A_PAGE.match(name) else value) for name, value in pairs]
        return _with(url, url.path, urlencode(changed))
    trailing = ""
    if not last and len(folders) > 1:
        last, trailing = folders.pop(), "/"
    if not last:
        return None
    extension = _EXTENSION.search(last)
    path = [_NUMBER.sub(lambda number: _digits(number[0], word), folder) for folder in folders]
    return _with(url, "/".join((*path, word + (extension[0] if extension else ""))) + trailing, "")


def _changed(value: str, word: str) -> str:
    return _digits(value.rjust(7, "9"), word) if value.isdigit() else word


def _digits(number: str, word: str) -> str:
    """Another number, as long as this one."""
    made = str(sum(ord(sign) * 7**place for place, sign in enumerate(word)) * 99_991)
    return (made * (len(number) // len(made) + 1))[: len(number)]


def _with(url: SplitResult, path: str, query: str) -> str:
    return url._replace(path=path, query=query, fragment="").geturl()
