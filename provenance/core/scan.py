"""URLs in running text: where one begins, where it ends, and when two spellings are one.

RFC 3986 lets a URL end in almost anything, and prose puts its own punctuation behind it, so an end is a judgement. The
rules here are those of GitHub Flavored Markdown's extended autolinks (section 6.9), with closing brackets of every kind
and the quotation marks and stops of other scripts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import NamedTuple
from urllib.parse import unquote

from provenance.core.charrefs import resolved
from provenance.core.identifiers import identify, sentence_end
from provenance.core.regex import regex

# What no URL holds unescaped (RFC 3986 section 2, RFC 3987 section 2.2), and what other scripts put behind one.
_STOP = r"\s\x00-\x1f\x7f<>\"`\u200b\ufeff“”„«»，。；：！？（）【】「」『』《》、،؛"
# `\/` is how many programs write a slash into JSON.
_START = r"https?:\\?/\\?/"
# Between these and a new URL the first one ends (`https://a.example,https://b.example`). A URL inside another one
# follows a slash, `=` or `?` and is left in.
_JOINT = r",;|'()\[\]{}"
_URL = regex(
    rf"{_START}(?:[^{_STOP}{_JOINT}&]++|[{_JOINT}](?![{_JOINT}]{{0,3}}{_START})|&(?!(?:lt|gt|quot|\#34);))++",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?'’*|\\…"
_ELLIPSIS = regex(r"…|\.{3,}")
# A row of dots is tried once, from its first one.
_CUT = regex(r"(?:…|(?<!\.)\.{3,}+)(?:/|$)")
# What an address is of behind its scheme: a letter or a digit, in any script.
_SAYS = regex(r"[^\W_]")
_BRACKET = regex(r"[()\[\]{}]")
_CLOSING = {")": "(", "]": "[", "}": "{"}
_HOST_LIKE = regex(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?::\d+)?(?P<rest>[/?#]\S*)?")
# What a link has in it, and few words have.
_SIGNS = frozenset(".:/")
_SCHEME_LIKE = regex(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+")
_DOI = regex(rf"\bdoi:\s?10\.\d{{4,9}}/[^{_STOP}]+", re.IGNORECASE)
_ESCAPED = regex(r"\\u([0-9a-fA-F]{4})")
_TEX_TILDE = regex(r"\\textasciitilde\s?|\$\\sim\$|\\~")
_BACKSLASH = regex(r"\\(?=[^a-zA-Z0-9\s])")
# A namespace or a schema is written as a URL and leads nowhere.
_NAMESPACE = regex(
    r"""(?:\bxmlns(?::[\w.-]+)?\s*=\s*["']?|"(?:\$schema|@context)"\s*:\s*"|<!DOCTYPE\b[^>]*)$""", re.IGNORECASE
)


class Span(NamedTuple):
    """A URL in a text. run: all that stands there up to white space or a quotation mark, before the end was judged."""

    start: int
    end: int
    url: str
    run: str


class Lines:
    """Line numbers, from 1, for places in a text whose lines end in line feeds."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *accumulate(map((1).__add__, map(len, text.split("\n"))))]

    def number(self, offset: int) -> int:
        """The line that holds the character at `offset`."""
        return bisect_right(self._starts, offset)


def find_urls(text: str) -> Iterator[Span]:
    """Every http(s) URL in a text, in order, without the punctuation that belongs to the sentence."""
    for match in _URL.finditer(text):
        run = match.group()
        shown = _trim(run)
        if _SAYS.search(shown, shown.find(":") + 1) is not None:
            url = shown.replace("\\/", "/")
            yield Span(start=match.start(), end=match.start() + len(shown), url=url, run=run)


def _trim(run: str) -> str:
    """Cut at the first closing bracket that nothing in the URL opened, then drop trailing punctuation."""
    end = len(run) if _BRACKET.search(run) is None else _end_of_brackets(run)
    shown = run[:end].rstrip(_TRAILING + "([{")
    if len(shown) == end:
        return shown
    mark = _ELLIPSIS.match(run, len(shown), end)
    # Behind a path, `…` is no stop of a sentence: a program has cut the address off there.
    return shown + mark.group() if mark and "/" in shown.partition("//")[2] else shown


def _end_of_brackets(run: str) -> int:
    """Where the first closing bracket stands that nothing before it opened; the end where there is none."""
    open_brackets = dict.fromkeys("([{", 0)
    for match in _BRACKET.finditer(run):
        bracket = match.group()
        opening = _CLOSING.get(bracket, bracket)
        open_brackets[opening] += 1 if bracket == opening else -1
        if open_brackets[opening] < 0:
            return match.start()
    return len(run)


def is_cut_off(url: str) -> bool:
    """Whether something is left out of an address: it, or a step of its path, ends in `…` or in three dots. `%E2%80%A6` is
    how one writes an address that does end so.
    """
    return _CUT.search(url.partition("//")[2]) is not None


def meant_as_link(text: str) -> bool:
    """Whether a text without white space is plainly a link that lacks its scheme, or has another one.

    `quay.example/x`, `www.quay.example` and `ftp://host/file` are; `quay.example` and `report.pdf` could be anything.
    """
    if _SIGNS.isdisjoint(text):
        return False
    if _SCHEME_LIKE.fullmatch(text) and ("//" in text or text.startswith(("mailto:", "javascript:", "doi:", "urn:"))):
        return True
    found = identify(text, bare=False)
    if found is not None and found.url is not None:
        return True
    match = _HOST_LIKE.fullmatch(text)
    return match is not None and (match.group("rest") is not None or text.lower().startswith("www."))


def find_bare(text: str) -> Iterator[str]:
    """Links in prose that lack their scheme: words that begin with `www.` (GitHub Flavored Markdown, section 6.9), and
    DOIs with their label.
    """
    words = (found.group() for found in _DOI.finditer(text))
    yield from (word[: sentence_end(word)] for word in words if identify(word) is not None)
    if "www." not in text.lower():
        return
    for part in text.split():
        word = _trim(part.lstrip("<([{\"'“„*_")).rstrip('>"”')
        if word.lower().startswith("www.") and meant_as_link(word):
            yield word


def is_host(text: str) -> bool:
    """Whether a text is a host name, which in a list of links is meant as one."""
    return _HOST_LIKE.fullmatch(text) is not None


def without_surrogates(text: str) -> str:
    """Halves of surrogate pairs, which JSON can hold and UTF-8 cannot, put together or replaced by U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def plain_url(url: str) -> str:
    r"""A URL out of marked-up text without the escapes of the markup: `\_`, `\u0026`, `&amp;`, `{\textasciitilde}`."""
    if "\\" not in url and "$" not in url and "~{}" not in url:
        return url.replace("&amp;", "&")
    text = without_surrogates(_ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), url))
    text = _TEX_TILDE.sub("~", text).replace("{~}", "~").replace("~{}", "~")
    return _BACKSLASH.sub("", text).replace("&amp;", "&")


def link_key(url: str) -> str:
    """One key for all spellings of a URL in one list, so that the raw scan does not list what a reader gave.

    A key for comparing, never for asking: it forgets escapes, percent-encoding, brackets and what may end a sentence.
    """
    text = unquote(resolved(plain_url(url)))
    text = re.sub(r"[\\{}\s]", "", text)
    scheme, colon, rest = text.partition(":")
    return scheme.lower() + colon + rest.rstrip(_TRAILING + '/_([{)]}"“”»')


def stray_urls(text: str, known: Iterable[str]) -> Iterator[Span]:
    """The http(s) URLs of a raw text that are not known, each once; `url` is without the escapes of the markup.

    known: what the structured reader gave, and what it knowingly left out.
    """
    given = set(known)
    seen: set[str] | None = None
    for span in find_urls(text):
        if span.url in given:
            continue  # most stand there as the reader gave them
        if text[max(0, span.start - 1) : span.start] in ('"', "'", "=") and _NAMESPACE.search(
            text, max(0, span.start - 200), span.start
        ):
            continue
        seen = {link_key(url) for url in given} if seen is None else seen
        if not seen.isdisjoint(_spellings(span)):
            continue
        seen.add(link_key(span.url))
        yield Span(start=span.start, end=span.end, url=plain_url(span.url), run=span.run)


def _spellings(span: Span) -> Iterator[str]:
    """The keys under which a reader of the structure may have given what stands here: as judged, whole, or cut at a
    character that separates cells.
    """
    yield link_key(span.url)
    yield link_key(span.run)
    for count, match in enumerate(re.finditer(r"[,;|)\]}]", span.run)):
        if count == 16:
            return
        yield link_key(span.run[: match.start()])
