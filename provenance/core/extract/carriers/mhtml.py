"""MHTML (RFC 2557): a page as a browser saves it whole, in the form of a mail with its parts.

The parts are split here and not by the library for mail: one header line that a browser folded badly is enough for it to
take the whole file for a text without parts.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header

from provenance.core.extract.carriers.carried import Carried
from provenance.core.extract.instants import mail_moment
from provenance.core.model import Evidence
from provenance.core.regex import regex

NAME = "MHTML"

_HEAD = 4096
_SNAPSHOT = regex(rb"^(?:Snapshot-Content-Location|From:\s*<?Saved by)", re.IGNORECASE | re.MULTILINE)
_RELATED = regex(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
_BOUNDARY = regex(r'boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))', re.IGNORECASE)
_FIELD = regex(rb"^([A-Za-z][A-Za-z0-9-]*):[ \t]*(.*(?:\r?\n[ \t].*)*)", re.MULTILINE)
_BLANK = regex(rb"\r?\n\r?\n")
_MOST_PARTS = 500


def sniff(content: bytes) -> bool:
    """Whether it is a multipart/related message that a browser wrote."""
    head = content[:_HEAD]
    return (
        content.find(b"Content-Location", 0, 65_536) >= 0
        and _RELATED.search(head) is not None
        and _SNAPSHOT.search(head) is not None
    )


def read(content: bytes) -> Carried:
    """The first HTML part, with the address and the moment of the snapshot."""
    head, body = _split(content)
    fields = _fields(head)
    url = fields.get("snapshot-content-location")
    parts = list(_parts(body, fields.get("content-type", "")))
    pages = [(named, text) for named, text in parts if named.get("content-type", "").lower().startswith("text/html")]
    page = next((one for one in pages if one[0].get("content-location") == url), pages[0] if pages else None)
    evidence = [] if url is None else [_evidence("url", url, "Snapshot-Content-Location")]
    if subject := _decoded(fields.get("subject", "")):
        evidence.append(_evidence("title", subject, "Subject"))
    return Carried(
        carrier=NAME,
        content=page[1] if page else b"",
        media_type=page[0].get("content-type") if page else "text/html",
        url=url or (page[0].get("content-location") if page else None),
        captured_at=mail_moment(fields.get("date", "")),
        evidence=tuple(evidence),
    )


def _split(content: bytes) -> tuple[bytes, bytes]:
    match = _BLANK.search(content)
    return (content[: match.start()], content[match.end() :]) if match else (content, b"")


def _fields(head: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _FIELD.finditer(head):
        value = re.sub(r"\r?\n[ \t]+", " ", match[2].decode("utf-8", "replace")).strip()
        found.setdefault(match[1].decode("ascii").lower(), value)
    return found


def _parts(body: bytes, media_type: str) -> Iterator[tuple[dict[str, str], bytes]]:
    match = _BOUNDARY.search(media_type)
    if match is None:
        return
    mark = b"--" + (match[1] or match[2]).encode()
    for raw in body.split(mark, _MOST_PARTS)[1:]:
        if raw.startswith(b"--"):
            return
        head, text = _split(raw.lstrip(b"\r\n"))
        fields = _fields(head)
        yield fields, _plain(text, fields.get("content-transfer-encoding", ""))


def _plain(text: bytes, encoding: str) -> bytes:
    """Without the transfer encoding (RFC 2045); a broken one is left as it is."""
    match encoding.strip().lower():
        case "quoted-printable":
            return quopri.decodestring(text)
        case "base64":
            try:
                return base64.b64decode(text, validate=False)
            except binascii.Error:
                return text
        case _:
            return text


def _decoded(text: str) -> str:
    """A header field with its encoded words (RFC 2047) read."""
    try:
        return str(make_header(decode_header(text))).strip()
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return text


def _evidence(variable: str, value: str, field: str) -> Evidence:
    return Evidence(
        variable=variable, value=value, method=f"mhtml:{field}", selector=f"header {field}", quote=value[:500]
    )
