"""Mails as lists: one message (RFC 5322) or a box of them (RFC 4155)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from provenance.core.found import Found
from provenance.core.mime import links

NAME = "mail"
ABOUT = "mails (.eml, mbox): every link of their HTML and their texts"

_FIELDS = re.compile(r"\A\s*(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*(?:\n[ \t][^\n]*)*\n){2,}")
_NEEDED = frozenset(("from", "to", "date", "subject", "message-id", "received"))
_ENOUGH = 3
# The line that begins a message in a box, `From ida@quay.example Thu Jul  4 10:00:00 2024`.
_FROM = re.compile(r"(?:\A|(?<=\n\n))From \S+ [^\n]*\d\d:\d\d[^\n]*\n")


def sniff(text: str, *, name: str) -> float:  # noqa: ARG001 - the door of every format
    """By header fields at the beginning, three of which every mail has; of a box, behind its first line."""
    head = text[:16_384]
    box = _FROM.match(head)
    match = _FIELDS.match(head[box.end() :] if box else head)
    if match is None:
        return 0.0
    names = {row.partition(":")[0].strip().lower() for row in match.group().split("\n")}
    return 0.97 if len(names & _NEEDED) >= _ENOUGH else 0.0


def read(text: str, *, file: str) -> Found:
    """Read every message. What stands in a header – the way out of a mailing list – is no link of what somebody wrote."""
    messages = list(_messages(text))
    many = len(messages) > 1
    read_ones = [
        links(message, file=file, line=line, where=f"message {number}, " if many else "")
        for number, (message, line) in enumerate(messages, start=1)
    ]
    return Found(
        items=tuple(item for one in read_ones for item in one.items),
        problems=tuple(problem for one in read_ones for problem in one.problems),
        records=sum(one.records for one in read_ones),
        aside=frozenset(url for one in read_ones for url in one.aside),
        pieces=tuple(piece for one in read_ones for piece in one.pieces or ()),
    )


def _messages(text: str) -> Iterator[tuple[str, int]]:
    """The messages of a box with the lines on which they begin; a single mail is one."""
    starts = list(_FROM.finditer(text))
    if not starts or text[: starts[0].start()].strip():
        stripped = text.lstrip("\n")
        yield stripped, 1 + len(text) - len(stripped)
        return
    line, counted = 1, 0
    for place, start in enumerate(starts):
        line += text.count("\n", counted, start.end())
        counted = start.end()
        end = starts[place + 1].start() if place + 1 < len(starts) else len(text)
        yield text[start.end() : end], line
