"""Heads of answers that nobody could read in two ways; they need no grammar, which takes four times as long.

Most answers have one: it came in one piece, each line is a field as RFC 9112 writes it, and the body has a length in
digits or goes on to the end of the connection. Any other head, be it as good, is left to h11.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from provenance.edge.fetch.messages import Head

# RFC 9112 sections 4 and 5, without folded lines and control characters. 1xx are no answers yet, 204 and 304 have no body
# whatever their fields say.
_HEAD = re.compile(
    rb"HTTP/1\.1 (?P<status>(?!204|304)[2-5][0-9]{2})(?: [\t\x20-\x7e\x80-\xff]*)?\r\n"
    rb"(?P<fields>(?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n)*)\r\n"
)
_LENGTH = re.compile(r"[0-9]{1,15}")


class PlainHead(NamedTuple):
    """A head and what it says of its body.

    end: where the head ends in the bytes it was read from. length: bytes of the body, None for all until the connection
    ends. keeps: the connection may serve another request.
    """

    head: Head
    end: int
    length: int | None
    keeps: bool


def plain_head(data: bytes) -> PlainHead | None:
    """The head that the bytes begin with; None where it is not plain."""
    found = _HEAD.match(data)
    if found is None:
        return None
    fields: list[tuple[str, str]] = []
    length, keeps = None, True
    for line in found["fields"].decode("latin-1").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        name, value = name.lower(), value.strip(" \t")
        fields.append((name, value))
        if name == "content-length":
            if length is not None or not _LENGTH.fullmatch(value):
                return None
            length = int(value)
        elif name == "connection":
            option = value.lower()
            if option not in ("close", "keep-alive"):
                return None
            keeps = keeps and option == "keep-alive"
        elif name == "transfer-encoding":
            return None
    head = Head(int(found["status"]), tuple(fields))
    return PlainHead(head, found.end(), length, keeps and length is not None)
