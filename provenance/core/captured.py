"""What an archive file (WARC, ISO 28500; ARC, its forerunner) has captured, record by record, without the bodies."""

from __future__ import annotations

import contextlib
import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

from provenance.core.frozen import frozen
from provenance.core.unpack import MOST_BYTES, MOST_RATIO, RATIO_FROM, before_the_fault
from provenance.errors import InputError

# All records together, unpacked; they are passed by and not kept.
_MOST_PASSED = 2_000_000_000
_KINDS = {"response", "resource", "revisit"}
_PAGES = ("text/html", "application/xhtml+xml", "application/pdf")
_HEAD = re.compile(rb"WARC/1\.\d\r?\n((?:[!-9;-~]+:[^\r\n]*\r?\n)+)\r?\n(HTTP/[^\r\n]*\r?\n(?:[^\r\n]+\r?\n){0,200})?")
_MAGIC = b"\x1f\x8b\x08"


@frozen
class Captured:
    """One record of a capture. number: of the record in its file, from 1. date: as stated (ISO 8601, UTC). status_code
    and kind (media type) are of the answer; None and empty where the record does not say.
    """

    number: int
    url: str
    date: str
    status_code: int | None
    kind: str

    @property
    def is_page(self) -> bool:
        """Whether it is a page or a document, and no picture, style or redirect."""
        return self.status_code in (None, 200) and self.kind.startswith(_PAGES)


def is_archive(content: bytes) -> bool:
    """Whether the bytes begin as WARC or ARC, packed or not."""
    head = content[:4096]
    if head.startswith(_MAGIC[:2]):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, 100)
        except zlib.error:
            return False
    return head.startswith((b"WARC/", b"filedesc://"))


def captured(content: bytes, *, file: str) -> tuple[list[Captured], str | None]:
    """All captures, and what went wrong where the library stopped or complained.

    Raises
    ------
    InputError
        where the records unpack to more than any archive of this size holds.
    """
    found, fault = _read(content, file=file)
    if fault and content.startswith(_MAGIC):
        # Packed as a whole, not record by record as the standard asks for: unpacked, it is as good as any.
        whole, other_fault = _read(b"".join(_members(content)), file=file)
        if len(whole) > len(found):
            return whole, other_fault
    return found, fault


def _read(content: bytes, *, file: str) -> tuple[list[Captured], str | None]:
    from warcio.archiveiterator import ArchiveIterator  # only for those who read such a file

    found: list[Captured] = []
    number = passed = 0
    most = min(_MOST_PASSED, max(RATIO_FROM, MOST_RATIO * len(content)))
    # The library writes its complaints to the terminal, and goes on as if the file had ended.
    with contextlib.redirect_stderr(io.StringIO()) as complaints:
        try:
            for number, record in enumerate(ArchiveIterator(io.BytesIO(content), arc2warc=True), start=1):
                one = _of_record(record, number)
                found += [one] if one is not None else []
                passed = _pass_by(record, passed, most)
        except _Bomb:
            problem = f"unpacks to more than {most // 1_000_000:,} MB"
            raise InputError(file, problem, "Give a part of the archive, or its links as text") from None
        except Exception:  # noqa: BLE001 - the library lets whatever a broken record causes through
            return found, f"is damaged after record {number}"
    return found, f"is damaged after record {number}" if complaints.getvalue() else None


class _Bomb(Exception):
    pass


def _pass_by(record: Any, passed: int, most: int) -> int:
    """Read the rest of a record in pieces; how many bytes were passed by in all."""
    while chunk := record.raw_stream.read(1 << 20):
        passed += len(chunk)
        if passed > most:
            raise _Bomb
    return passed


def _of_record(record: Any, number: int) -> Captured | None:
    head = record.rec_headers
    answer = record.http_headers
    kind = (answer or head).get_header("Content-Type") or ""
    place = (record.rec_type, head.get_header("WARC-Target-URI") or "", head.get_header("WARC-Date") or "")
    return _capture(number, place, (answer.get_statuscode() if answer else "") or "", kind)


def _capture(number: int, place: tuple[str, str, str], status: str, kind: str) -> Captured | None:
    """place: the type of the record, its target and its date. status, kind: of the answer in it."""
    type_, target, date = place
    url = target.strip().removeprefix("<").removesuffix(">")  # the grammar of WARC 1.0 had brackets around it
    if type_ not in _KINDS or not url.lower().startswith(("http://", "https://")):
        return None
    code = int(status) if status.isascii() and status.isdigit() and len(status) == 3 else None
    return Captured(number=number, url=url, date=date.strip(), status_code=code, kind=kind.strip().lower())


def scanned(content: bytes) -> Iterator[Captured]:
    """The captures by the heads of records that stand anywhere in the file, numbered as they are found. The library
    ends at some damage without a word.
    """
    heads = (match for member in _members(content) for match in _HEAD.finditer(member))
    for number, match in enumerate(heads, start=1):
        head, answer = _fields(match[1]), _fields((match[2] or b"").partition(b"\n")[2])
        status = (match[2] or b"").split(b" ")[1:2]
        one = _capture(
            number,
            (head.get("warc-type", ""), head.get("warc-target-uri", ""), head.get("warc-date", "")),
            status[0].decode("latin-1").strip() if status else "",
            answer.get("content-type", "") if match[2] else head.get("content-type", ""),
        )
        if one is not None:
            yield one


def _fields(lines: bytes) -> dict[str, str]:
    pairs = (line.partition(":") for line in lines.decode("utf-8", "replace").splitlines())
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _members(content: bytes) -> Iterator[bytes | bytearray]:
    """The members of a gzip file, each as far as it can be unpacked; a damaged one ends where the next begins."""
    if not content.startswith(_MAGIC):
        yield content
        return
    view = memoryview(content)
    start, left = 0, MOST_BYTES
    while start >= 0 and left > 0:
        unpacked, taken = before_the_fault(view[start:], left)
        left -= len(unpacked)
        yield unpacked
        start = content.find(_MAGIC, start + max(taken, 1))
