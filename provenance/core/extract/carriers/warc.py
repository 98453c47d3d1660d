"""WARC (ISO 28500) and WACZ: the first page that was answered with 200, with the address and the moment of its record."""

from __future__ import annotations

import contextlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from provenance.core.extract.carriers.carried import Carried
from provenance.core.extract.instants import iso_moment
from provenance.core.model import Evidence

NAME = "WARC"

# A page is looked for in so many records, and read as far as this (bytes, unpacked).
_MOST_RECORDS, _MOST_BYTES = 2_000, 20_000_000
_PAGES = ("text/html", "application/xhtml+xml")


def sniff(content: bytes) -> bool:
    """Whether it begins as a WARC file, packed or not, or is a WACZ package."""
    if content.startswith(b"WARC/"):
        return True
    if content.startswith(b"\x1f\x8b"):
        return _unpacked(content[:4096], 5) == b"WARC/"
    return content.startswith(b"PK\x03\x04") and any(name.endswith((".warc", ".warc.gz")) for name in _names(content))


def read(content: bytes) -> Carried:
    """The page of the first record that holds one; nothing where none does."""
    try:
        with contextlib.redirect_stderr(io.StringIO()):  # where the library writes its complaints
            return next(_pages(content), Carried(carrier=NAME, content=b""))
    except Exception:  # noqa: BLE001 - the library lets whatever a broken record causes through; nothing is then stated
        return Carried(carrier=NAME, content=b"")


def _pages(content: bytes) -> Iterator[Carried]:
    from warcio.archiveiterator import ArchiveIterator  # only for those who read such a file

    for number, record in enumerate(ArchiveIterator(io.BytesIO(_warc(content)))):
        if number >= _MOST_RECORDS:
            return
        if _is_page(record):
            yield _carried(record, number)


def _is_page(record: Any) -> bool:
    if record.rec_type == "resource":
        return (record.rec_headers.get_header("Content-Type") or "").startswith(_PAGES)
    if record.rec_type not in ("response", "revisit") or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").lower()
    return str(record.http_headers.get_statuscode()) == "200" and kind.startswith(_PAGES)


def _carried(record: Any, number: int) -> Carried:
    url = record.rec_headers.get_header("WARC-Target-URI")
    date = record.rec_headers.get_header("WARC-Date") or ""
    kind = record.http_headers.get_header("Content-Type") if record.http_headers else None
    piece = Evidence(
        variable="url", value=url or "", method="warc:WARC-Target-URI", selector=f"record {number + 1}", quote=url or ""
    )
    return Carried(
        carrier=NAME,
        content=record.content_stream().read(_MOST_BYTES),
        media_type=kind or "text/html",
        url=url,
        captured_at=iso_moment(date),
        evidence=(piece,) if url else (),
    )


def _warc(content: bytes) -> bytes:
    """The WARC file in a WACZ package, or the file itself."""
    if not content.startswith(b"PK"):
        return content
    name = next(name for name in _names(content) if name.endswith((".warc", ".warc.gz")))
    with zipfile.ZipFile(io.BytesIO(content)) as package, package.open(name) as inner:
        return inner.read(_MOST_BYTES)


def _names(content: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return []


def _unpacked(content: bytes, count: int) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(content, count)
    except zlib.error:
        return b""
