"""A mail (RFC 5322), as newsletters come: its HTML part, or its text, with what the header says."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from provenance.core.extract.carriers.carried import Carried
from provenance.core.extract.instants import mail_moment
from provenance.core.model import Evidence
from provenance.core.regex import regex

NAME = "a mail"

_HEAD = 16_384
_FIELD = regex(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){2,}", re.ASCII)
_NEEDED = (b"from", b"date", b"subject", b"message-id", b"received")
_ENOUGH = 3


def sniff(content: bytes) -> bool:
    """Whether it begins with header fields, three of which every mail has."""
    match = _FIELD.match(content[:_HEAD].removeprefix(b"\xef\xbb\xbf"))
    if match is None:
        return False
    names = {line.split(b":", 1)[0].lower() for line in match.group().splitlines() if b":" in line}
    return sum(name in names for name in _NEEDED) >= _ENOUGH


def read(content: bytes) -> Carried:
    """The HTML part before the plain one. The day of a mail is the day on which it was published to its readers."""
    try:
        message = message_from_bytes(content, policy=policy.default)
    except Exception:  # noqa: BLE001 - the library promises not to raise, and does so on some broken fields
        return Carried(carrier=NAME, content=content, media_type="text/plain")
    body, kind = _body(message)
    return Carried(
        carrier=NAME,
        content=body,
        media_type=kind,
        captured_at=mail_moment(_field(message, "Date")),
        evidence=_evidence(message),
    )


def _body(message: EmailMessage) -> tuple[bytes, str]:
    for wanted in ("html", "plain"):
        try:
            part = message.get_body(preferencelist=(wanted,))
            payload = part.get_payload(decode=True) if part is not None else None
        except (LookupError, ValueError, TypeError, AttributeError, KeyError):
            continue
        if part is not None and isinstance(payload, bytes) and payload.strip():
            charset = part.get_content_charset("utf-8")
            return payload, f"text/{wanted}; charset={charset}"
    return b"", "text/plain"


def _evidence(message: EmailMessage) -> tuple[Evidence, ...]:
    found = []
    if subject := _field(message, "Subject"):
        found.append(_piece("title", subject, "Subject", subject))
    name, _ = parseaddr(_field(message, "From"))
    if name:
        found.append(_piece("container_title", name, "From", _field(message, "From")))
    date = _field(message, "Date")
    moment = mail_moment(date)
    if moment is not None:
        found.append(_piece("issued", moment.date().isoformat(), "Date", date))
    return tuple(found)


def _piece(variable: str, value: str, field: str, quote: str) -> Evidence:
    return Evidence(
        variable=variable, value=value, method=f"mail:{field}", selector=f"header {field}", quote=quote[:500]
    )


def _field(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name) or "").strip()
    except Exception:  # noqa: BLE001 - a field that cannot be parsed is not stated
        return ""
