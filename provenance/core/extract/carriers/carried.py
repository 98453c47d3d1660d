"""What a carrier gives: the article in it, and what the carrier itself says of it."""

from __future__ import annotations

import datetime as dt

from provenance.core.frozen import frozen
from provenance.core.model import Evidence


@frozen
class Carried:
    """The inside of a carrier.

    carrier: its name, for people. content, media_type: the page or text in it; None where it holds neither, as a PDF,
    whose text stands in `text`. url: of the original. captured_at: when it was taken, by the carrier's own clock.
    evidence: what the carrier says of the article (its own document properties, header fields).
    """

    carrier: str
    content: bytes | None = None
    media_type: str | None = None
    url: str | None = None
    captured_at: dt.datetime | None = None
    evidence: tuple[Evidence, ...] = ()
    text: str = ""
