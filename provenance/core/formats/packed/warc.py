"""Web archives: WARC and ARC files, and WACZ packages. Each captured page is a link, with the day of its capture."""

from __future__ import annotations

import json
from collections.abc import Iterator

from provenance.core.captured import Captured, captured, is_archive, scanned
from provenance.core.found import Found, given
from provenance.core.model import Item, Origin, Problem
from provenance.core.parts import Part, gathered
from provenance.core.scan import without_surrogates
from provenance.core.unpack import Package, zip_names

NAME = "warc"
ABOUT = "web archives (WARC, WACZ, ARC): each captured page, with the day of its capture"
IS_LIST = False

_RECORDS = (".warc", ".warc.gz", ".arc", ".arc.gz")
_LISTED = ("pages/pages.jsonl", "pages/extraPages.jsonl")


def sniff(content: bytes, *, name: str) -> float:  # noqa: ARG001 - the door of every format
    """By the first record, packed or not, or by the archive in the package."""
    if is_archive(content):
        return 0.95
    names = zip_names(content)
    return 0.9 if any(one.endswith(_RECORDS) or one in _LISTED for one in names) else 0.0


def read(content: bytes, *, file: str) -> Found:
    """Read the list of pages of a package, or the records. Pictures, scripts and redirects are none; where nothing but
    such things was captured, each of them is.
    """
    if not content.startswith(b"PK"):
        parts, problems = _records(content, file=file, inside="")
        return gathered(parts, problems=problems)
    package = Package(content, file=file)
    parts, problems = [], []
    for name in (one for one in _LISTED if one in package):
        origin = Origin(file=file, where=name)
        try:
            lines = package.read(name).decode("utf-8", "replace")
        except ValueError as damage:
            problems.append(Problem(origin=origin, message=str(damage)))
            continue
        parts += _pages(lines, origin, problems)
    if any(part.items for part in parts):
        return gathered(parts, problems=problems)
    for name in (one for one in package.names if one.endswith(_RECORDS)):
        try:
            more, faults = _records(package.read(name), file=file, inside=f"{name.removeprefix('archive/')}, ")
        except ValueError as damage:
            more, faults = [], [Problem(origin=Origin(file=file, where=name), message=str(damage))]
        parts += more
        problems += faults
    return gathered(parts, problems=problems)


def _records(content: bytes, *, file: str, inside: str) -> tuple[list[Part], list[Problem]]:
    """inside: what names the file in its package."""
    found, fault = captured(content, file=file)
    known = {(one.url, one.date) for one in found}
    lost = [one for one in scanned(content) if (one.url, one.date) not in known]
    if lost and not fault:
        fault = "is damaged"
    pages = {one.url for one in (*found, *lost) if one.is_page}
    # A capture that only says that a page was the same again has no answer in it.
    wanted = [one for one in found if one.url in pages] if pages else found
    parts = [
        _part(one, file, f"{inside}record {one.number}") for one in wanted if one.is_page or not one.kind or not pages
    ]
    parts += [_part(one, file, f"{inside}behind the fault", "scan") for one in lost if one.is_page or not pages]
    place = Origin(file=file, where=inside.removesuffix(", ") or None)
    problems = (
        [Problem(origin=place, message=f"the archive {fault}; what can be found in it is listed")] if fault else []
    )
    return parts, problems


def _part(one: Captured, file: str, where: str, found_by: str = "structure") -> Part:
    origin = Origin(file=file, where=where)
    url = without_surrogates("".join(one.url.split()))
    told = given({"accessed": one.date[:10]})
    item = Item(url=url, given=told, origin=origin, found_by="scan" if found_by == "scan" else "structure")
    return Part(origin=origin, items=(item,))


def _pages(lines: str, origin: Origin, problems: list[Problem]) -> Iterator[Part]:
    """The pages of a list (WACZ 1.1.1, section 5.2.2); its first line says what it is."""
    for number, line in enumerate(lines.splitlines(), start=1):
        place = Origin(file=origin.file, where=f"{origin.where}, line {number}")
        if not line.strip():
            continue
        try:
            page = json.loads(line)
        except (ValueError, RecursionError):
            problems.append(Problem(origin=place, message="not valid JSON"))
            yield Part(origin=place, text=line)
            continue
        url = page.get("url") if isinstance(page, dict) else None
        if isinstance(url, str) and url.strip():
            told = given({"title": str(page.get("title") or ""), "accessed": str(page.get("ts") or "")[:10]})
            item = Item(url=without_surrogates("".join(url.split())), given=told, origin=place)
            yield Part(origin=place, items=(item,))
        elif not (isinstance(page, dict) and "format" in page):
            problems.append(Problem(origin=place, message="no page: it states no url"))
