"""What opens doors is taken out of a record before anybody writes it down.

A record holds URLs inside sentences, Location fields that are relative, and addresses that stand percent-encoded in a
parameter of another; so the rule is put on text, and whatever hides nothing stays as it was, letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from provenance.core.regex import regex

HIDDEN = "REDACTED"

# Parameters whose value opens a door; the value never enters the log.
_SECRET = regex(
    r"^(?:.*token|.*secret|.*passw(?:or)?d|pwd|api[-_]?key|key|auth|authorization|sig|signature|session(?:id)?|sid"
    r"|jsessionid|phpsessid|x-amz-(?:credential|signature|security-token))$",
    re.IGNORECASE,
)

# `%3D`, and `%253D` where a URL was put into a URL that was put into a URL.
_ENCODED = "%(?:25)*"
_USER_INFO = regex(r"(://|^//)[^/?#\s\"'<>\\]*@")
_ENCODED_USER_INFO = regex(
    rf"({_ENCODED}3A(?:{_ENCODED}2F){{2}})(?:(?!{_ENCODED}(?:2F|3F|23))[^/?#&\s\"'<>\\@])*{_ENCODED}40", re.IGNORECASE
)
_PARAMETER = regex(
    rf"(?P<before>[?&#;]|{_ENCODED}(?:3F|26|23|3B))(?P<name>[\w.\-]{{1,64}})(?P<equals>=|{_ENCODED}3D)", re.IGNORECASE
)
_VALUE = regex(r"[^&#;\s\"'<>]+")
_PATH_VALUE = regex(r"[^&#;\s\"'<>/?]+")
_ENCODED_VALUE = regex(rf"(?:(?!{_ENCODED}(?:26|23|3B))[^&#;\s\"'<>])+", re.IGNORECASE)


def redact_text(text: str) -> str:
    """The text without user info in its URLs, and with `REDACTED` for the values of `token=`-like parameters."""
    # Most strings of a record hold none of these signs, and a log takes thousands of records a second.
    encoded = "%" in text
    if encoded or "@" in text:
        text = _ENCODED_USER_INFO.sub(r"\1", _USER_INFO.sub(r"\1", text))
    return _hide_values(text) if encoded or "=" in text else text


def hides_nothing(text: str) -> bool:
    """Whether `redact_text` leaves as it is whatever stands in a text, such as all strings of a record in JSON; False
    where that cannot be told at a glance.
    """
    if "%" in text or "@" in text:
        return False
    return "=" not in text or not any(_SECRET.match(found["name"]) for found in _PARAMETER.finditer(text))


def is_redacted(text: str) -> bool:
    """Whether something was taken out of a URL when it was recorded; a page may also be about a word like that."""
    return HIDDEN in text and HIDDEN in redact_text(text.replace(HIDDEN, "-"))


def _hide_values(text: str) -> str:
    parts, done = [], 0
    for found in _PARAMETER.finditer(text):
        if found.start() < done or not _SECRET.match(found["name"]):
            continue
        # The value of an encoded parameter ends at an encoded `&`; that of a plain one may hold such a thing.
        shape = _ENCODED_VALUE if found["equals"] != "=" else _PATH_VALUE if found["before"] == ";" else _VALUE
        if value := shape.match(text, found.end()):
            parts += [text[done : found.end()], HIDDEN]
            done = value.end()
    return "".join((*parts, text[done:]))


def redact_record(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with every string in it redacted, at any depth, and every string fit for UTF-8."""
    return {name: value if type(value) in _PLAIN else _clean(value) for name, value in record.items()}


_PLAIN = frozenset({type(None), bool, int, float})


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return redact_text(_encodable(value))
    if isinstance(value, (list, tuple)):
        return [_clean(part) for part in value]
    return redact_record(value) if isinstance(value, Mapping) else value


def is_encodable(text: str) -> bool:
    """Whether a text is fit for UTF-8: it has no lone surrogates, which JSON in pages may hold."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _encodable(text: str) -> str:
    """The text with U+FFFD for lone surrogates."""
    return text if is_encodable(text) else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
