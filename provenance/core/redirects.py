"""Where an answer sends its reader: the Location field, and a refresh in the page itself."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

from provenance.core.regex import regex

# 300 as well: its Location is the server's own choice among the forms of a page (RFC 9110 section 15.4.1).
REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})

# Longer waits are pages that reload themselves; 5 s is the usual "you will be taken there" (WCAG technique F40).
_LONGEST_REFRESH = 5.0
_REFRESH = regex(r"^\s*(?P<seconds>\d+(?:\.\d*)?|\.\d+)?\s*[;,]?\s*(?:url\s*=\s*)?(?P<quote>['\"]?)(?P<url>.*?)(?P=quote)\s*$", re.IGNORECASE | re.DOTALL)  # fmt: skip
_NOT_ASCII = regex(rb"[\x80-\xff]")


def location_text(raw: bytes) -> str:
    """A Location field as text. Servers send UTF-8 where RFC 9110 asks for percent-encoding. What is not UTF-8 is
    percent-encoded as it stands: in whatever encoding that server names its pages, these bytes are the name.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _NOT_ASCII.sub(lambda byte: b"%%%02X" % ord(byte[0]), raw).decode("ascii")


def refresh_reference(value: str) -> str | None:
    """The URL reference of a Refresh field, or of the content of a refresh in a page, with a wait of at most 5 s.

    Source: HTML Standard, "shared declarative refresh steps", as far as pages use them.
    """
    match = _REFRESH.match(value)
    if match and match["url"] and float(match["seconds"] or 0) <= _LONGEST_REFRESH:
        return match["url"].strip()
    return None


def meta_refresh(content: bytes) -> str | None:
    """The URL reference of `<meta http-equiv=refresh>` with a wait of at most 5 s; None where there is none."""
    if b"refresh" not in content[:20_000].lower():
        return None
    for node in LexborHTMLParser(content[:20_000]).css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        if node.parent is not None and node.parent.tag == "noscript":
            continue  # it is meant for those who see nothing else; the page is there
        if reference := refresh_reference(node.attributes.get("content") or ""):
            return reference
    return None
