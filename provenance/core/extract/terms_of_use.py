"""Who may read a text, and who may use it: words for access, and licences under one name each."""

from __future__ import annotations

import re

from provenance.core.regex import regex

_ACCESS = {
    "free": "free", "open": "free", "true": "free", "yes": "free", "1": "free", "unlocked": "free", "public": "free",
    "metered": "metered", "meter": "metered",
    "locked": "subscription", "premium": "subscription", "paid": "subscription", "subscription": "subscription",
    "subscriber": "subscription", "subscribers": "subscription", "plus": "subscription", "false": "subscription",
    "no": "subscription", "0": "subscription",
    "openaccess": "free", "restrictedaccess": "subscription", "closedaccess": "subscription",
}  # fmt: skip
# Creative Commons addresses (https://creativecommons.org/licenses/), a port to a country's law behind the version.
_CC_URL = regex(
    r"creativecommons\.org/(?:licenses|publicdomain)/(?P<kind>[a-z-]+|zero|mark)/(?P<version>\d\.\d)(?:/(?P<port>[a-z]{2}))?(?:[/?#]|$)",
    re.IGNORECASE,
)
_CC_WORDS = regex(
    r"^\W*(?:creative\s+commons\s*|lizenz\s*:?\s*|licen[cs]e\s*:?\s*)*\(?CC[\s-]+(?P<kind>BY(?:[\s-](?:NC|ND|SA))*|0)(?:[\s-]+v?(?P<version>\d\.\d))?\)?\W*$",
    re.IGNORECASE,
)
_NAMED = regex(
    r"creative\s?commons|\bCC[ -]?(?:BY|0)\b|public\s+domain|open\s+government\s+licen[cs]e|gemeinfrei|domaine\s+public|"
    r"dominio\s+p[úu]blico|\bGFDL\b|\bOGL\b|licence\s+ouverte|etalab",
    re.IGNORECASE,
)


def access(word: str, *, inverted: bool = False) -> str | None:
    """`free`, `metered` or `subscription`; None for a word that says none of them.

    inverted: the place says whether one has to pay, not whether one need not.
    """
    key = re.sub(r"[^a-z0-9]", "", word.lower().rsplit("/", 1)[-1])
    if inverted and key in ("true", "yes", "1"):
        return "subscription"
    return "free" if inverted and key in ("false", "no", "0") else _ACCESS.get(key)


def licence(text: str) -> str | None:
    """The SPDX id of a Creative Commons licence, or the address as it stands; None for what is neither."""
    if match := _CC_URL.search(text):
        kind = match["kind"].upper()
        if kind in ("ZERO", "MARK"):
            return f"CC0-{match['version']}" if kind == "ZERO" else f"PDM-{match['version']}"
        port = f"-{match['port'].upper()}" if match["port"] else ""
        return f"CC-{kind}-{match['version']}{port}"
    if match := _CC_WORDS.match(text.strip()):
        kind = re.sub(r"\s", "-", match["kind"].upper())
        version = f"-{match['version']}" if match["version"] else ""
        return f"CC0{version}" if kind == "0" else f"CC-{kind}{version}"
    return text.strip() if text.strip().lower().startswith(("http://", "https://")) else None


def names_licence(text: str) -> bool:
    """Whether a statement of rights grants a licence; most say that all rights are reserved."""
    return _CC_URL.search(text) is not None or _NAMED.search(text) is not None
