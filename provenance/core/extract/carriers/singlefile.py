"""Pages saved by a browser or by SingleFile: a comment at the head says from where, and when.

Forms: `Page saved with SingleFile` with ` url: ` and ` saved date: ` lines (older: `Archive processed by SingleFile`), and the
"mark of the web", `saved from url=(0042)https://…`, whose number is the length of the address.
"""

from __future__ import annotations

import datetime as dt
import re

from provenance.core.extract.carriers.carried import Carried
from provenance.core.extract.instants import iso_moment, mail_moment
from provenance.core.model import Evidence
from provenance.core.regex import regex

NAME = "a saved page"

_HEAD = 4096
_SINGLEFILE = regex(rb"<!--\s*(?:Page saved with|Archive processed by) SingleFile(?P<body>.*?)-->", re.DOTALL)
_MARK_OF_THE_WEB = regex(rb"<!--\s*saved from url=\((?P<length>\d{4})\)(?P<url>\S+)\s*-->")
_LINE = regex(r"^\s*(?P<name>url|saved date)\s*:\s*(?P<value>\S.*?)\s*$", re.MULTILINE)


def sniff(content: bytes) -> bool:
    """Whether such a comment stands at the head."""
    head = content[:_HEAD]
    return _SINGLEFILE.search(head) is not None or _MARK_OF_THE_WEB.search(head) is not None


def read(content: bytes) -> Carried:
    """The page itself, with the address and the moment of the comment."""
    head = content[:_HEAD]
    if match := _SINGLEFILE.search(head):
        found = {line["name"]: line["value"] for line in _LINE.finditer(match["body"].decode("utf-8", "replace"))}
        return _carried(content, found.get("url"), _moment(found.get("saved date", "")), "singlefile:url")
    mark = _MARK_OF_THE_WEB.search(head)
    url = mark["url"].decode("utf-8", "replace")[: int(mark["length"])] if mark else None
    return _carried(content, url, None, "comment:saved-from")


def _carried(content: bytes, url: str | None, moment: dt.datetime | None, method: str) -> Carried:
    if url is None or not url.startswith(("http://", "https://")):
        return Carried(carrier=NAME, content=content, media_type="text/html", captured_at=moment)
    piece = Evidence(variable="url", value=url, method=method, selector="first comment", quote=url)
    return Carried(
        carrier=NAME, content=content, media_type="text/html", url=url, captured_at=moment, evidence=(piece,)
    )


def _moment(text: str) -> dt.datetime | None:
    """`Tue Mar 03 2020 11:49:41 GMT+0100 (CET)`, as JavaScript writes it, or a date of RFC 5322 or ISO 8601."""
    match = re.match(r"^\w{3} (\w{3}) (\d{1,2}) (\d{4}) (\d\d:\d\d:\d\d)(?: GMT([+-]\d{4}))?", text)
    if match:
        text = f"{match[2]} {match[1]} {match[3]} {match[4]} {match[5] or '+0000'}"
    return mail_moment(text) or iso_moment(text)
