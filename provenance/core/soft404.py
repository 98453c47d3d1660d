"""Soft 404: a page that answers 200 and says that there is none. Decided by two clues, never by one.

A phrase alone is a known false alarm (an article *about* error pages), and so is a look alone at a neighbour (a site that
reads only the number in its addresses). Each clue is a sentence for people; how many there are decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, unquote

from provenance.core import phrases
from provenance.core.extract.glance import Glance
from provenance.core.frozen import frozen
from provenance.core.likeness import likeness
from provenance.core.regex import regex
from provenance.core.siblings import Sibling
from provenance.core.text import comparable
from provenance.core.urls import parts_of, same_page_key

# Two texts that share this much are one text with another date, name or advertisement in it.
_ALIKE = 0.9
# An error page that takes up the address asked for in its text is a little less like itself.
_ALIKE_IF_SHORT, _SHORT = 0.75, 600
# So little text holds a message and no article.
_MESSAGE_ONLY = 400
# A page of so many links and no running text is the way to articles.
_A_LIST = 30

_ERROR_SEGMENT = regex(
    r"^(?:(?:http|error|err|status|code|page)?[-_.]?(?:404|410)(?:[-_.]?(?:error|page|notfound|not[-_]found))?"
    r"|(?:page|article|file|content|item|story|url|resource|document)?[-_]?(?:is[-_])?not?[-_]?(?:found|exist(?:s|ing)?|available)"
    r"|(?:page|general|custom|site|app)?[-_]?errors?(?:[-_]?(?:page|message|handler|404))?|notfound(?:page)?|missing(?:[-_]page)?"
    r"|(?:page|article|content|link)?[-_]?(?:unavailable|removed|deleted|expired|missing|gone)|oops|sorry|lost"
    r"|(?:seite|artikel)[-_]nicht[-_](?:gefunden|vorhanden)|fehler(?:seite)?|(?:page[-_])?introuvable|erreur(?:[-_]?404)?"
    r"|(?:pagina|página)[-_]no[-_]encontrada|no[-_]encontrad[ao]|(?:pagina[-_])?non[-_]trovat[ao]|errore(?:[-_]?404)?"
    r"|(?:pagina|página)[-_]n[aã]o[-_]encontrada|(?:pagina[-_])?niet[-_]gevonden|hata|bulunamadi|nie[-_]znaleziono)"
    r"(?:\.\w{2,5})?$",
    re.IGNORECASE,
)
_ERROR_PARAMETER = regex(r"^(?:aspxerrorpath|errorpath|error_?code|err|error|status|http_?error|e)$", re.IGNORECASE)
_ERROR_VALUE = regex(
    r"^(?:404|410|not[-_ ]?found|page[-_]?not[-_]?found|missing|expired|invalid|true|1|/.*)$", re.IGNORECASE
)
# Documents whose address says what they are; a web page in their place is an answer to something else.
_DOCUMENT = regex(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|jpe?g|png|gif|mp[34]|csv|epub)$", re.IGNORECASE)


@frozen
class Clue:
    """A sentence for people. own: it is the page's or the server's own word, and not our comparison."""

    text: str
    own: bool = False


SAME_TEXT = Clue(text="an invented address beside it shows the same text")
# Also a sign that a whole domain went elsewhere.
SAME_TARGET = Clue(text="an invented address beside it leads to the same page")


def clues(
    *,
    asked: str,
    target: str,
    page: Glance,
    fits: bool | None,
    titled: bool = False,
    sibling: Sibling | None = None,
    moved: bool = False,
) -> tuple[Clue, ...]:
    """What speaks for a soft 404, the strongest first.

    asked, target: the first and the last URL. fits: whether the page is about what its address or the log says; None
    where that cannot be told; titled: its title or heading alone says so. sibling: what a random neighbour of `asked`
    gave. moved: `target` is another page.
    """
    heading = _heading(page)
    if not page.thin and (titled or (fits and heading is None and _generic(page, target) is None)):
        return ()  # a long text about what the link names is what was asked for, whatever words stand in it
    found = _said(page, heading)
    if moved and error_like(target) and not error_like(asked):
        found.append(Clue(text=f"it was sent on to {parts_of(target).path}, the address of an error page", own=True))
    if sibling is not None:
        found += _neighboured(target, page, sibling, moved=moved)
    if fits is False:
        found.append(Clue(text="neither its title nor its text is about what the link names"))
    if _DOCUMENT.search(parts_of(asked).path):
        found.append(Clue(text="a document was asked for and a web page came"))
    if len(found) == 1 and found[0].own and page.thin and len(page.text) < _MESSAGE_ONLY:
        found.append(Clue(text="nothing else stands on the page"))
    return tuple(found)


def wants_sibling(found: Sequence[Clue], *, page: Glance, target: str, fits: bool | None) -> bool:
    """Whether a look at a neighbour could decide: one clue is there, or nothing speaks for an article."""
    if len(found) >= 2 or (fits and page.article and not found):
        return False
    return bool(found) or (not page.described and (page.thin or _generic(page, target) is not None))


def _heading(page: Glance) -> Clue | None:
    named = [("heading", heading) for heading in page.headings if heading != page.title]
    for name, text in (("title", page.title), *named):
        if text and phrases.as_heading(text) is not None:
            return Clue(text=f"its {name} is “{_short(text)}”", own=True)
    return None


def _said(page: Glance, heading: Clue | None) -> list[Clue]:
    """What the page says of itself: in its title or heading, and in its text."""
    said = [heading] if heading else []
    # In a long text such a sentence is quoted or told of; a message stands alone, or under its heading.
    if (page.thin or said) and (sentences := phrases.in_text(page.voice)):
        words = _short(phrases.as_written(page.voice, sentences[0]))
        said.append(Clue(text=f"it says to its reader: “{words}”", own=True))
    return said


def error_like(href: str) -> bool:
    """Whether an address is that of an error page: `/404.html`, `/error?aspxerrorpath=/x`, `/not-found/`."""
    url = parts_of(href)
    segments = [segment for segment in unquote(url.path).split("/") if segment]
    if segments and _ERROR_SEGMENT.match(segments[-1]):
        return True
    if url.query.startswith(("404;", "404%3B")):  # IIS hands the address on to the page that it shows instead
        return True
    return any(_ERROR_PARAMETER.match(name) and _ERROR_VALUE.match(value) for name, value in parse_qsl(url.query))


def _neighboured(target: str, page: Glance, sibling: Sibling, *, moved: bool) -> list[Clue]:
    if not 200 <= sibling.status < 300:
        return []
    if moved and same_page_key(sibling.target) == same_page_key(target) != same_page_key(sibling.url):
        return [SAME_TARGET]
    least = _ALIKE_IF_SHORT if len(page.text) < _SHORT else _ALIKE
    if not sibling.text or same_page_key(target) == same_page_key(sibling.target):
        return []
    if likeness(page.text, sibling.text) < least:
        return []
    generic = _generic(page, target)
    if page.article and not page.thin and not generic:
        return []  # a site that reads only a part of its addresses gives its article under many
    return [SAME_TEXT, Clue(text=generic)] if generic else [SAME_TEXT]


def _generic(page: Glance, target: str) -> str | None:
    """Why a page looks like one of the site and not of an article, if it does."""
    canonical, own = parts_of(page.canonical or target), parts_of(target)
    if canonical.path.strip("/") == "" and not canonical.query and own.path.strip("/"):
        return "it calls itself the front page"
    names = {comparable(name) for name in (page.site, *page.brands) if name}
    if page.title and comparable(page.title) in names:
        return "its title is the name of the site alone"
    if page.links >= _A_LIST and page.thin:
        return "it is a list of links"
    return None


def faceless(found: Sequence[Clue], *, page: Glance, target: str, titled: bool) -> bool:
    """Whether a site shows the same few words for every address. That may be a wall, a notice or an error page in words
    that are not known: no article, and no proof that there is none.
    """
    return SAME_TEXT in found and page.thin and not (titled or page.article or _generic(page, target))


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
