"""What stands behind the `#` of a link, looked for in the page: an element, or a text.

A fragment is read by the browser and never sent, so a server answers 200 whether or not the place is still there.

Sources: HTML Standard, section 7.4.6.4 "Scrolling to a fragment" (find a potential indicated element; `top`); WICG
"URL Fragment Text Directives", https://wicg.github.io/scroll-to-text-fragment/ (syntax and word bounds); W3C Media
Fragments URI 1.0; RFC 8118 (PDF).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, TypeAlias
from urllib.parse import unquote

from provenance.core.charrefs import resolved
from provenance.core.frozen import frozen
from provenance.core.regex import regex

FRAGMENT_MISSING = "fragment_missing"
TEXT_FRAGMENT_MISSING = "text_fragment_missing"

Sight: TypeAlias = Literal["present", "missing", "not looked for"]

_DIRECTIVE = ":~:"
# Routes of pages that are programs, and `#!` of the scheme for crawlers that Google withdrew in 2015.
_ROUTE = regex(r"[!/]|%21|%2f", re.IGNORECASE)
# `t=10`, `page=3`, `xywh=…`, `gid=0`, `utm_source=…`, and the lines that code viewers mark: read by a program, not by
# the browser.
_FOR_PROGRAMS = regex(r"[^&=]*=.*|L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?", re.DOTALL)
# GitHub and those who render as it does write this before the ids of headings, and scroll by script.
_PREFIXES = ("", "user-content-")
# Nothing in these is an element of the page. One that is not closed goes on to the end.
_HIDDEN = regex(
    r"<!--.*?(?:-->|\Z)|<(?P<name>script|style|template|textarea|title|noscript)\b.*?(?:</(?P=name)|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_TAG = regex(r"<(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)")
_NAMED = regex(r"(?:^|[\s\"'/])(id|name)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
# Scripts that put no space between words: there a text stands in the middle of others, and that is no sign of chance.
_UNSPACED = regex(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
# A text that stands so often in the wrong places was not written by somebody who wanted it to be found.
_MOST_PLACES = 100_000


@frozen
class FragmentFinding:
    """sight: whether the place is there; `missing` if any part of it is. says: a sentence for people. flags: for a
    verdict, `fragment_missing` for an element and `text_fragment_missing` for a text.
    """

    sight: Sight
    says: str
    flags: tuple[str, ...] = ()


@frozen
class TextDirective:
    """`[prefix-,]start[,end][,-suffix]`, decoded."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def shown(self) -> str:
        """As people read it, cut where it is long."""
        text = f"{self.start} … {self.end}" if self.end else self.start
        return text if len(text) <= 80 else text[:79] + "…"


def look_for(url_fragment: str, markup: str, text: str) -> FragmentFinding:
    """Look for the place that a link names.

    url_fragment: without its `#`, as the URL has it. markup: the HTML, decoded; empty for what is no HTML, in which
    nothing is looked for. text: what is visible of it.
    """
    name, _, directives = url_fragment.partition(_DIRECTIVE)
    wanted = text_directives(directives)
    if (name or wanted) and not markup.strip():
        says = f"“#{unquote(url_fragment)}” was not looked for: the answer is no HTML page"
        return FragmentFinding(sight="not looked for", says=says)
    parts = [_look_for_text(one, text) for one in wanted]
    if name or not parts:
        parts.insert(0, _look_for_element(name, markup))
    for sight in ("missing", "present", "not looked for"):
        told = [part for part in parts if part.sight == sight]
        if told:
            return FragmentFinding(
                sight=told[0].sight,
                says="; ".join(part.says for part in told),
                flags=tuple(dict.fromkeys(flag for part in told for flag in part.flags)),
            )
    raise AssertionError  # there is one part at least


# -- elements -----------------------------------------------------------------------------------------------------


def _look_for_element(name: str, markup: str) -> FragmentFinding:
    if not name or unquote(name).lower() == "top":
        return FragmentFinding(sight="present", says="the link leads to the top of the page")
    shown = unquote(name)
    if _ROUTE.match(name):
        return FragmentFinding(
            sight="not looked for", says=f"“#{shown}” was not looked for: scripts of the page read it"
        )
    if _has_element({name, shown}, markup):
        return FragmentFinding(sight="present", says=f"the page has the place “#{shown}”")
    if _FOR_PROGRAMS.fullmatch(shown):
        return FragmentFinding(sight="not looked for", says=f"“#{shown}” was not looked for: it is meant for a program")
    return FragmentFinding(
        sight="missing",
        says=f"the page has no place “#{shown}”, so the link leads to its top",
        flags=(FRAGMENT_MISSING,),
    )


def _has_element(names: set[str], markup: str) -> bool:
    """Whether an element has one of the names as its id, or an `a` as its name. Tags are read as they come: a tree would
    cost ten times as much, and of a page that nests without end only a part.
    """
    # Most pages without the place do not hold the word either; only a word that HTML may escape can hide.
    plain = all(re.fullmatch(r"[\w.:-]+", name, re.ASCII) for name in names)
    if plain and not any(name in markup for name in names):
        return False
    wanted = {prefix + name for prefix in _PREFIXES for name in names}
    for tag in _TAG.finditer(_HIDDEN.sub(" ", markup)):
        attributes = tag["attributes"]
        if plain and not any(name in attributes for name in names):
            continue
        for attribute, *values in _NAMED.findall(attributes):
            value = resolved("".join(values))
            if value in wanted and (attribute.lower() == "id" or tag["name"].lower() == "a"):
                return True
    return False


# -- texts --------------------------------------------------------------------------------------------------------


def text_directives(directives: str) -> list[TextDirective]:
    """The text directives behind `:~:`, in order; those that are not valid are ignored, as browsers do."""
    found = []
    for directive in directives.split("&"):
        key, _, value = directive.partition("=")
        if key == "text" and (parsed := _parsed(value.split(","))) is not None:
            found.append(parsed)
    return found


def _parsed(tokens: list[str]) -> TextDirective | None:
    prefix = unquote(tokens.pop(0)[:-1]) if tokens[0].endswith("-") and len(tokens) > 1 else ""
    suffix = unquote(tokens.pop()[1:]) if tokens[-1].startswith("-") and len(tokens) > 1 else ""
    if len(tokens) > 2 or not all(unquote(token).strip() for token in tokens):
        return None
    start, end = unquote(tokens[0]), unquote(tokens[1]) if len(tokens) == 2 else ""
    return TextDirective(start=start, end=end, prefix=prefix, suffix=suffix)


def _look_for_text(directive: TextDirective, text: str) -> FragmentFinding:
    found = _holds(_folded(text), directive)
    if found is None:
        return FragmentFinding(
            sight="not looked for", says=f"the text “{directive.shown}” stands there too often to be told apart"
        )
    if found:
        return FragmentFinding(sight="present", says=f"the page has the text “{directive.shown}”")
    return FragmentFinding(
        sight="missing",
        says=f"the page does not have the text “{directive.shown}” that the link points to",
        flags=(TEXT_FRAGMENT_MISSING,),
    )


def _folded(text: str) -> str:
    """Texts that a reader takes for the same are the same: white space, case, soft hyphens, composed letters."""
    plain = text.replace("\u00ad", "").replace("\u200b", "")
    return " ".join(unicodedata.normalize("NFC", plain).casefold().split())


def _holds(page: str, directive: TextDirective) -> bool | None:
    """Whether the folded page has the text. None where that would take too long to tell.

    The first fitting start leaves the most behind it, so no other start need be tried with the ends.
    """
    parts = (directive.prefix, directive.start, directive.end, directive.suffix)
    prefix, start, end, suffix = (_folded(part) for part in parts)
    if not start or (directive.end and not end):
        return None
    first = _place(page, start, 0, before=prefix, after="" if end else suffix)
    if first is None or first < 0 or not end:
        return None if first is None else first >= 0
    last = _place(page, end, first + len(start), after=suffix)
    return None if last is None else last >= 0


def _place(page: str, wanted: str, begin: int, *, before: str = "", after: str = "") -> int | None:
    """Where the text stands as whole words between the two others; -1 where nowhere, None after too many attempts."""
    at = page.find(wanted, begin)
    for _ in range(_MOST_PLACES):
        if at < 0:
            return -1
        past = at + len(wanted)
        if _bounded(page, at, past) and _ends_with(page, at, before) and _begins_with(page, past, after):
            return at
        at = page.find(wanted, at + 1)
    return None


def _bounded(page: str, begin: int, end: int) -> bool:
    return not _joined(page[begin - 1 : begin], page[begin]) and not _joined(page[end - 1], page[end : end + 1])


def _joined(left: str, right: str) -> bool:
    """Whether a word goes on from the one character to the other."""
    if not left or not right or _UNSPACED.match(left) or _UNSPACED.match(right):
        return False
    return _is_letter(left) and (_is_letter(right) or unicodedata.combining(right) > 0)


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.category(character)[0] == "M"


def _ends_with(page: str, at: int, before: str) -> bool:
    if not before:
        return True
    end = at - (page[at - 1 : at] == " ")
    begin = end - len(before)
    return begin >= 0 and page.startswith(before, begin) and not _joined(page[begin - 1 : begin], before[0])


def _begins_with(page: str, at: int, after: str) -> bool:
    if not after:
        return True
    begin = at + (page[at : at + 1] == " ")
    end = begin + len(after)
    return page.startswith(after, begin) and not _joined(after[-1], page[end : end + 1])
