"""Plain text: one URL a line, or prose with URLs in it (RFC 3986 appendix C)."""

from __future__ import annotations

import re

from provenance.core.found import Found, given
from provenance.core.identifiers import identify
from provenance.core.model import Item, Origin, Problem
from provenance.core.scan import find_bare, find_urls, is_host, meant_as_link

NAME = "plain"
ABOUT = "text with URLs in it, or one URL a line with # comments"

_COMMENT = re.compile(r"\s*(?:#|//)")
_BULLET = re.compile(r"^\s*(?:[-*+•–]|\d{1,4}[.)])\s+")
# What no link and no identifier is without.
_SIGN = re.compile(r"[\d.:/]")
_SPACE = re.compile(r"\s")
_BEGINS_WITH_URL = re.compile(r"[<\"“(]?(?:URL:\s*)?https?://", re.IGNORECASE)
_HEADER_WORDS = {"url", "urls", "link", "links", "uri"}


def sniff(text: str, *, name: str) -> float:
    """Any text can be read as plain text; a list of URLs, one a line, is best read so."""
    likely = 0.6 if _is_url_list(text.split("\n")) else 0.25
    return likely + (0.1 if name.lower().endswith((".txt", ".text", ".urls", ".lst")) else 0)


def read(text: str, *, file: str) -> Found:
    """Read the lines. In a list of URLs `#` and `//` begin a comment, and a line that holds no link is a Problem; in
    prose `#` is a heading and a sentence needs no link.
    """
    return Reading(file=file, as_list=_is_url_list(text.split("\n"))).read(text)


class Reading:
    """A text that is read piece by piece, each of whole lines. as_list: whether all of it is a list of URLs."""

    def __init__(self, *, file: str, as_list: bool = True) -> None:
        self._file, self._as_list = file, as_list
        self._lines = self._records = 0

    def read(self, text: str) -> Found:
        """What the next piece holds."""
        items: list[Item] = []
        problems: list[Problem] = []
        aside: set[str] = set()
        before = self._records
        for number, line in enumerate(text.split("\n"), start=self._lines + 1):
            if self._as_list and _COMMENT.match(line):
                aside.update(span.url for span in find_urls(line))
                continue
            if not line.strip() or (not self._records and line.strip().lower() in _HEADER_WORDS):
                continue
            self._records += 1
            origin = Origin(file=self._file, line=number)
            links = _links(line, origin=origin, as_list=self._as_list)
            items += links
            if self._as_list and not links:
                problems.append(Problem(origin=origin, message=f"no link in {_short(line)}"))
        self._lines += text.count("\n")
        return Found(
            items=tuple(items),
            problems=tuple(problems),
            records=self._records - before if self._as_list else len(items),
            aside=frozenset(aside),
            pieces=(),  # each line was scanned for URLs already
        )


def goes_on(text: str) -> bool:
    """Whether a piece of a list of URLs goes on as one: it is one by itself, or says nothing."""
    lines = text.split("\n")
    return _is_url_list(lines) or not any(line.strip() and not _COMMENT.match(line) for line in lines)


def _is_url_list(lines: list[str]) -> bool:
    """Whether most lines that say something begin with a URL, or are nothing but what is meant as one."""
    told = urls = 0
    for line in lines:
        if not line.strip() or _COMMENT.match(line):
            continue
        told += 1
        text = _BULLET.sub("", line).strip()
        urls += _BEGINS_WITH_URL.match(text) is not None or _is_bare_link(text)
        if urls * 2 > len(lines):
            return True  # whatever the others say
    return urls * 2 > told


def _is_bare_link(text: str) -> bool:
    """Whether the text is a link without a scheme, or an identifier: `doi:10.1000/182` and `10.1000/182`."""
    if not _SIGN.search(text):
        return False  # most lines are words
    found = identify(text)
    return (found is not None and found.url is not None) or (not _SPACE.search(text) and meant_as_link(text))


def _links(line: str, *, origin: Origin, as_list: bool) -> list[Item]:
    spans = list(find_urls(line))
    if spans:
        if len(spans) > 1 or not as_list or spans[0].url == line:
            return [Item(url=span.url, origin=origin) for span in spans]
        note = _remark(line, spans[0].start, spans[0].end)
        return [Item(url=spans[0].url, given=given({"note": note}), origin=origin)]
    bare = _BULLET.sub("", line).strip().strip('<>"“”').strip().removeprefix("URL:")
    if bare and (_is_bare_link(bare) or (as_list and is_host(bare))):
        return [Item(url=bare, origin=origin)]
    return [Item(url=word, origin=origin) for word in find_bare(line)]


def _remark(line: str, start: int, end: int) -> str:
    """What stands beside the URL of a line: `https://… # seen on Monday`."""
    before = _BULLET.sub("", line[:start]).strip('\t <("“')
    after = line[end:].strip('\t >)"”.,;:|#–—-')
    return f"{before} {after}"


def _short(line: str) -> str:
    text = " ".join(line.split())
    return repr(text if len(text) <= 80 else text[:79] + "…")
