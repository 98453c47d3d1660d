"""Character references of HTML and XML in texts of others."""

from __future__ import annotations

import re

from provenance.core.regex import regex

# No character has a number of so many digits (U+10FFFF is the last one), and Python converts none of thousands.
_NO_CHARACTER = regex(r"&#(?:\d{4000,}|[xX][\da-fA-F]{4000,});?", re.ASCII)


def resolved(text: str) -> str:
    """The text with its references resolved (HTML, section 13.2.5.73); a number that no character has becomes U+FFFD,
    however long it is.
    """
    if "&" not in text:
        return text
    import html  # brings the table of all of them

    return html.unescape(_NO_CHARACTER.sub("\ufffd", text))
