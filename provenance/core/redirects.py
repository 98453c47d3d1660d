"""Where an answer sends its reader: the Location field, and a refresh in the page itself."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})

# Longer waits are pages that reload themselves; 5 s is the usual "you will be taken there" (WCAG technique F40).
_LONGEST_REFRESH = 5.0
_REFRESH = re.compile(r"^\s*(?P<seconds>\d+(?:\.\d*)?|\.\d+)?\s*[;,]?\s*(?:url\s*=\s*)?(?P<quote>['\"]?)(?P<url>.*?)(?P=quote)\s*$", re.IGNORECASE | re.DOTALL)  # fmt: skip


def location_text(raw: bytes) -> str:
    """A Location field as text. Servers send UTF-8 where RFC 9110 asks for percent-encoding; the rest is Latin-1."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def meta_refresh(content: bytes) -> str | None:
    """The URL reference of `<meta http-equiv=refresh>` with a wait of at most 5 s; None where there is none.

    Source: HTML Standard, "shared declarative refresh steps", as far as pages use them.
    """
    if b"refresh" not in content[:20_000].lower():
        return None
    for node in LexborHTMLParser(content[:20_000]).css("meta[http-equiv]"):
        if (node.attributes.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        if node.parent is not None and node.parent.tag == "noscript":
            continue  # it is meant for those who see nothing else; the page is there
        match = _REFRESH.match(node.attributes.get("content") or "")
        if match and match["url"] and float(match["seconds"] or 0) <= _LONGEST_REFRESH:
            return match["url"].strip()
    return None
