"""Numbers that name a text or what it stands in – DOI, ISSN, ISBN, PMID, arXiv –, each told by its form and check digit."""

from __future__ import annotations

import re

from provenance.core.identifiers import identify
from provenance.core.regex import regex

VARIABLES = ("doi", "issn", "eissn", "isbn", "pmid", "arxiv")
_ISSN = regex(r"(\d{4})-?(\d{3}[\dXx])")
_LABEL = regex(r"^\s*(?:urn:)?(?:e-?|p-?)?(?:issn|isbn(?:-1[03])?)\s*[:=]?\s*", re.IGNORECASE)
_LONGEST = 200


def typed(text: str, hint: str = "") -> tuple[str, str] | None:
    """The variable of an identifier and its one spelling; None for what is none of these.

    hint: what the place says it is (`citation_issn`, a `propertyID`); without one a bare number is nothing.
    """
    text = text.strip()
    hint = re.sub(r"[^a-z]", "", hint.lower())
    if not text or len(text) > _LONGEST:
        return None
    for variable in ("eissn", "issn", "isbn"):
        if variable in hint or (_LABEL.match(text) and variable in text[:12].lower()):
            value = (isbn if variable == "isbn" else issn)(text)
            return (variable, value) if value else None
    if "pmid" in hint and text.isdigit():
        return "pmid", str(int(text))
    found = identify(f"arxiv:{text}" if "arxiv" in hint and not text.lower().startswith("arxiv") else text)
    if found is None or found.kind not in VARIABLES or found.kind in ("issn", "isbn"):
        return None
    return found.kind, found.name.lower() if found.kind == "doi" else found.name


def issn(text: str) -> str | None:
    """An ISSN as `1234-567X`, None where the form or the check digit is wrong (ISO 3297)."""
    match = _ISSN.fullmatch(_LABEL.sub("", text).strip())
    if match is None:
        return None
    digits = (match[1] + match[2]).upper()
    total = sum(weight * int(digit) for weight, digit in zip(range(8, 1, -1), digits, strict=False))
    return f"{digits[:4]}-{digits[4:]}" if "0123456789X"[-total % 11] == digits[7] else None


def isbn(text: str) -> str | None:
    """An ISBN without hyphens, None where the form or the check digit is wrong (ISO 2108)."""
    digits = re.sub(r"[\s-]", "", _LABEL.sub("", text)).upper()
    if re.fullmatch(r"\d{13}", digits):
        return digits if sum(int(d) * (1 + 2 * (n % 2)) for n, d in enumerate(digits)) % 10 == 0 else None
    if re.fullmatch(r"\d{9}[\dX]", digits):
        total = sum((10 - n) * (10 if d == "X" else int(d)) for n, d in enumerate(digits))
        return digits if total % 11 == 0 else None
    return None
