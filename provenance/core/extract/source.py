"""What a page or a saved text says of itself: evidence by families, and readings chosen from it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from provenance.core.decode import binary_kind
from provenance.core.extract import corrections, http_fields, savedtext, urlpath, webpage
from provenance.core.extract.carriers import open_carrier
from provenance.core.extract.carriers.carried import Carried
from provenance.core.extract.http_fields import Fields
from provenance.core.extract.page import parse
from provenance.core.extract.readings import Findings, make_source
from provenance.core.extract.sniff import is_html
from provenance.core.extract.wording import wording_of
from provenance.core.model import Source
from provenance.core.text import decode

# Bodies are capped before they come here; what a caller passes uncapped is read as far as this.
_MOST_BYTES = 20_000_000


def read(
    content: bytes,
    *,
    url: str | None = None,
    media_type: str | None = None,
    read_on: dt.date | None = None,
    infer: bool = True,
    captured_at: dt.datetime | None = None,
    fields: Fields = (),
) -> Source:
    """What `content` says of itself. Pure, and never raises: what cannot be read is "not stated".

    url: where it was fetched or saved from, if that is known. media_type: a Content-Type value. read_on: the day of
    the reading, an upper bound where a year is inferred. infer: False leaves an unstated year unstated.
    captured_at: when the page said so, where that is known; of a web archive's copy its URL tells it. "2 hours ago" is
    read against it, and against nothing else.
    fields: header fields of the answer that brought it, as names and values (RFC 9110); they are evidence like the page.
    """
    told = tuple(http_fields.read(fields, url))
    carried = open_carrier(content[:_MOST_BYTES])
    if carried is not None:
        media_type = carried.media_type or media_type
        captured_at = captured_at or carried.captured_at
        told = (*carried.evidence, *told)
    address = url or (carried.url if carried else None)
    original = http_fields.original(told) or (urlpath.original_of(address) if address else None)
    findings, kind = _found(content if carried is None else carried.content, media_type, original, carried)
    return make_source(
        replace(findings, evidence=(*findings.evidence, *told)),
        url=address or findings.url,
        media_type=media_type or kind,
        read_on=read_on,
        infer=infer,
        captured_at=captured_at or http_fields.captured_at(told) or (urlpath.captured_at(address) if address else None),
    )


def _found(
    content: bytes | None, media_type: str | None, url: str | None, carried: Carried | None
) -> tuple[Findings, str | None]:
    """What the page or the text says, and its media type where nothing else tells it."""
    if content is None:  # a carrier without a page in it
        return _of_text(carried.text if carried else "", url), "application/pdf"
    text = decode(content[:_MOST_BYTES], media_type).text
    whole = text.replace("\0", "") if b"\0" in content else text  # to look among bytes takes a tenth of the time
    if is_html(text, media_type):
        return _of_page(whole, url), "text/html"
    text = "" if binary_kind(content) else whole
    return _of_text(text, url), "text/plain" if text else None


def _of_page(text: str, url: str | None) -> Findings:
    found = webpage.read(parse(text), url)
    paragraphs = tuple((None, paragraph) for paragraph in found.paragraphs)
    return Findings(
        url=url,
        evidence=found.evidence,
        dateline=found.dateline,
        paragraphs=paragraphs,
        default_type="webpage",
        claims=found.claims,
    )


def _of_text(text: str, url: str | None) -> Findings:
    saved = savedtext.read(text)
    numbered = [(savedtext.plain(line), f"line:{number}") for number, line in enumerate(text.splitlines(), 1)]
    lines = [line for line in numbered if line[0]]
    notices = tuple(corrections.read(lines, wording_of(line for line, _ in lines), "text:correction"))
    return Findings(
        url=url or next((piece.value for piece in saved.evidence if piece.variable == "url"), None),
        evidence=(*saved.evidence, *notices),
        dateline=saved.dateline,
        paragraphs=saved.opening,
        default_type="document",
    )
