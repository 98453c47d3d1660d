r"""LaTeX manuscripts: the addresses in `\url`, `\href` and `\nolinkurl` (packages url and hyperref), and those that stand as
text in footnotes. Commands are found and their braces counted here; nothing is expanded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice

from provenance.core.found import Found, given
from provenance.core.model import Item, Origin, Problem
from provenance.core.scan import Lines, find_urls, meant_as_link, plain_url
from provenance.core.tex import plain

NAME = "latex"
ABOUT = r"LaTeX: \url, \href, \nolinkurl and footnotes, outside comments"

_SIGNS = re.compile(
    r"\\(?:documentclass|usepackage|begin\{document\}|(?:sub)*section\*?\{|chapter\*?\{|bibitem\b|footnote\{|maketitle)"
)
_WHOLE = re.compile(r"^[^%\n]*\\(?:documentclass|begin\{document\})", re.MULTILINE)
_COMMAND = re.compile(r"\\(?:url|href|nolinkurl)\*?(?![A-Za-z])")
# What decides whether a `%` begins a comment, in order: an escaped sign, a command of ours, text as it stands, the comment.
_TOKEN = re.compile(
    r"\\(?P<link>url|href|nolinkurl)\*?(?![A-Za-z])\s*(?:\[[^\[\]\n]{0,200}\]\s*)?(?P<open>[^\s\w%\\])"
    r"|\\(?P<foot>footnote(?:text)?)(?![A-Za-z])\s*(?:\[[^\[\]\n]{0,40}\]\s*)?\{"
    r"|(?P<hidden>\\iffalse(?![A-Za-z])|\\begin\{(?:comment|verbatim|Verbatim|lstlisting|minted)\*?\})"
    r"|\\(?:[A-Za-z]+|.)"
    r"|(?P<comment>%[^\n]*)",
    re.DOTALL,
)
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_OPEN = re.compile(r"\s*\{")
# So many characters an address and a note have at most, so many braces, and a manuscript so many notes that never end.
_ADDRESS = (4_000, 100)
_NOTE = (20_000, 1_000)
_MOST_OPEN = 50


def sniff(text: str, *, name: str) -> float:
    """By the commands that every manuscript has, or by links and headings in a part of one."""
    named = 0.05 if name.lower().endswith((".tex", ".ltx", ".latex")) else 0.0
    if "```" in text:
        # A manual in Markdown shows LaTeX between fences.
        return named
    if _WHOLE.search(text):
        return 0.92 + named
    return (0.85 if _COMMAND.search(text) and _SIGNS.search(text) else 0.0) + named


def read(text: str, *, file: str) -> Found:
    """Read the commands and the footnotes. What was commented out is left aside; other URLs in the text the scan finds."""
    reader = _Reader(text, file=file)
    reader.read()
    return Found(
        items=tuple(reader.items),
        problems=tuple(reader.problems),
        records=len(reader.items),
        aside=frozenset(reader.aside),
    )


class _Reader:
    def __init__(self, text: str, *, file: str) -> None:
        self.text, self.file, self.lines = text, file, Lines(text)
        self.items: list[Item] = []
        self.problems: list[Problem] = []
        self.aside: set[str] = set()
        self.missing: set[str] = set()
        # The footnotes, and the places in them that are spoken for.
        self.notes: list[tuple[int, int]] = []
        self.taken: list[tuple[int, int]] = []

    def read(self) -> None:
        position, unclosed = 0, 0
        while match := _TOKEN.search(self.text, position):
            position = match.end()
            if match["comment"]:
                self.leave(match.start(), match.end())
            elif match["hidden"]:
                position = self.skip(match)
            elif match["foot"] and unclosed < _MOST_OPEN:
                end = _closing(self.text, match.end(), *_NOTE)
                unclosed += end is None
                self.notes += [] if end is None else [(match.end(), end)]
            elif match["link"]:
                position = self.link(match)
        self.read_notes()

    def skip(self, match: re.Match[str]) -> int:
        """What is not printed is a comment; what is printed as it stands has no commands, and its URLs the scan finds."""
        hidden = match["hidden"]
        mark = "\\fi" if hidden == "\\iffalse" else hidden.replace("begin", "end", 1)
        end = -1 if mark in self.missing else self.text.find(mark, match.end())
        if end < 0:
            self.missing.add(mark)
            return match.end()
        if "comment" in hidden or mark == "\\fi":
            self.leave(match.start(), end)
        return end + len(mark)

    def leave(self, start: int, end: int) -> None:
        """A comment: its author has taken out what stands in it."""
        self.aside.update(span.url for span in find_urls(self.text[start:end]))
        self.taken.append((start, end))

    def link(self, match: re.Match[str]) -> int:
        """Read one command; gives the place where to go on."""
        start = match.end("open")
        opening = match["open"]
        if opening == "{":
            end = _closing(self.text, start, *_ADDRESS)
        else:
            # `\url` takes any sign twice in place of braces, as `\verb` does.
            found = self.text.find(opening, start, start + _ADDRESS[0]) if match["link"] != "href" else -1
            end = found if found >= 0 and "\n" not in self.text[start:found] else None
        origin = Origin(file=self.file, line=self.lines.number(match.start()), where=self.where(match.start()))
        if end is None:
            if opening == "{":
                message = f"the braces of \\{match['link']} are not closed"
                self.problems.append(Problem(origin=origin, message=message))
            return start
        self.taken.append((match.start(), end))
        url = "".join(plain_url(self.text[start:end]).split())
        if meant_as_link(url) and not url.startswith("mailto:"):
            title = self.title(end + 1) if match["link"] == "href" else None
            self.items.append(Item(url=url, given=given({"title": title}), origin=origin))
        return end

    def title(self, position: int) -> str | None:
        r"""The second argument of `\href`."""
        opened = _OPEN.match(self.text, position)
        end = _closing(self.text, opened.end(), *_ADDRESS) if opened else None
        return plain(self.text[opened.end() : end][:400]) if opened and end is not None else None

    def where(self, place: int) -> str | None:
        inside = any(start <= place < end for start, end in self.notes[-3:])
        return "footnote" if inside else None

    def read_notes(self) -> None:
        """URLs that stand in a footnote without a command."""
        spoken = sorted(self.taken)
        starts = [start for start, _ in spoken]
        done = 0
        for start, end in self.notes:
            for span in find_urls(self.text[max(start, done) : end]):
                place = max(start, done) + span.start
                before = bisect_right(starts, place) - 1
                if before >= 0 and place < spoken[before][1]:
                    continue
                origin = Origin(file=self.file, line=self.lines.number(place), where="footnote")
                self.items.append(Item(url=plain_url(span.url), origin=origin))
            done = max(done, end)


def _closing(text: str, start: int, most: int, braces: int) -> int | None:
    """Where the brace that was opened before `start` is closed, None if it is not within so many characters and braces."""
    depth = 1
    for match in islice(_BRACE.finditer(text, start, start + most), braces):
        depth += (match.group() == "{") - (match.group() == "}")
        if depth == 0:
            return match.start()
    return None
