"""Articles in other carriers than a page or a text: PDF, MHTML, SingleFile, WARC, mail. Each is known by its content."""

from __future__ import annotations

from provenance.core.extract.carriers import mail, mhtml, pdf, singlefile, warc
from provenance.core.extract.carriers.carried import Carried

# In the order in which they are asked; each by a few bytes, so that a page pays nothing for them.
_CARRIERS = ((pdf.sniff, pdf.read), (warc.sniff, warc.read), (mhtml.sniff, mhtml.read), (singlefile.sniff, singlefile.read),
             (mail.sniff, mail.read))  # fmt: skip


def open_carrier(content: bytes) -> Carried | None:
    """What a carrier holds; None for what is none of them. Pure, and never raises."""
    return next((read(content) for sniff, read in _CARRIERS if sniff(content)), None)
