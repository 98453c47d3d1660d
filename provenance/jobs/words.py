"""The words of a call: what is meant as a link. Apart from `read`, because all that reads pages is slow to import."""

from __future__ import annotations

from urllib.parse import urlsplit

from provenance.core.identifiers import identify
from provenance.core.urls import WEB_SCHEMES


def is_url(given: str) -> bool:
    """Whether a word of the call is meant as a link, and not as a file."""
    if identify(given.strip(), bare=False) is not None:
        return True
    try:
        return urlsplit(given.strip()).scheme.lower() in WEB_SCHEMES
    except ValueError:
        return "://" in given
