"""The words of a call: what is meant as a link. Apart from `read`, because all that reads pages is slow to import."""

from __future__ import annotations

import glob
from urllib.parse import urlsplit

from provenance.core.identifiers import identify
from provenance.core.logbook import read_id
from provenance.core.urls import WEB_SCHEMES
from provenance.edge.files import is_file


def is_url(given: str) -> bool:
    """Whether a word of the call is meant as a link, and not as a file."""
    if identify(given.strip(), bare=False) is not None:
        return True
    try:
        return urlsplit(given.strip()).scheme.lower() in WEB_SCHEMES
    except ValueError:
        return "://" in given


def names_a_page(given: str) -> bool:
    """Whether a word is an id of the log or a link, and not a file or folder of that name."""
    return is_url(given) or (read_id(given) is not None and not is_file(given))


def names_a_list(given: str) -> bool:
    """Whether a word is something that lists are read from: a file, a folder, a pattern of names, standard input."""
    return not names_a_page(given) and (is_file(given) or glob.has_magic(given))
