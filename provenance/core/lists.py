"""Lists of sources as people keep them: whatever the format, one door.

A format's reader knows where titles and dates stand; it can also lose an entry without a word. So the raw text is
scanned for URLs as well, and those that the reader did not give are listed as `found_by="scan"`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import accumulate

from provenance.core.decode import decode_list
from provenance.core.formats import packed
from provenance.core.found import Found
from provenance.core.identifiers import DOI_RESOLVER, doi_url
from provenance.core.model import Item, Load, Origin, Problem
from provenance.core.readers import READERS, Format, candidates
from provenance.core.regex import regex
from provenance.core.scan import Lines, find_urls, is_cut_off, stray_urls
from provenance.core.unpack import gunzip
from provenance.errors import InputError, NoLinks


class _Formats(Mapping[str, str]):
    """What each format is, imported when it is asked for; its name is known before."""

    def __init__(self, readers: Iterable[Format | packed.Packed]) -> None:
        self._readers = {reader.NAME: reader for reader in readers}

    def __getitem__(self, name: str) -> str:
        return self._readers[name].ABOUT

    def __iter__(self) -> Iterator[str]:
        return iter(self._readers)

    def __len__(self) -> int:
        return len(self._readers)


FORMATS: Mapping[str, str] = _Formats((*READERS, *packed.READERS))
"""The formats of lists that can be read, by name, each in one line."""


def load(content: bytes, *, name: str, format: str | None = None) -> Load:
    """Read a list of sources.

    content: the bytes of the file. name: what the file is called, for messages and origins. format: a name out of
    `FORMATS` where the content must not decide.

    Raises
    ------
    InputError
        where the bytes are no text, the format is not known, or nothing in the list is meant as a link.
    """
    if (unpacking := packed.reader_of(content, name=name, wanted=format)) is not None:
        return _loaded(unpacking.read(content, file=name), name=name, format=unpacking.NAME)
    if content.startswith(_GZIP):
        unpacked = gunzip(content, file=name)
        if unpacked.startswith(_GZIP):
            problem = "is a gzip file inside a gzip file, as no program makes one of a list"
            raise InputError(name, problem, "Unpack it, and give the list in it")
        inner = load(unpacked, name=name, format=format)
        return replace(inner, notes=("unpacked from gzip: lines are those of the text in it", *inner.notes))
    text, notes = decode_list(content, name=name)
    reader = reader_of(text, name=name, wanted=format)
    found = reader.read(text, file=name)
    items = sorted((*found.items, *strays(text, found, file=name)), key=lambda item: item.origin.line or 0)
    return _loaded(replace(found, items=tuple(items)), name=name, format=reader.NAME, notes=notes)


def _loaded(found: Found, *, name: str, format: str, notes: tuple[str, ...] = ()) -> Load:
    if not (found.items or found.references or found.problems):
        raise NoLinks(
            name,
            f"no links found in it, read as {format}",
            f"Give a list of URLs, or one of: {', '.join(FORMATS)}",
        )
    stated = {str(reference.item["URL"]) for reference in found.references if reference.item.get("URL")}
    items, cut = settled_items(found.items, stated)
    return Load(
        items=items,
        problems=(*found.problems, *cut),
        format=format,
        records=found.records,
        references=found.references,
        notes=notes,
    )


def settled_items(
    items: Iterable[Item], stated: AbstractSet[str] = frozenset()
) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """What readers found as it goes into a Load. stated: the links of entries."""
    return _whole(tuple(_from_doi(_on_one_line(item), stated) for item in items))


def _whole(items: tuple[Item, ...]) -> tuple[tuple[Item, ...], tuple[Problem, ...]]:
    """The items without those whose address is cut off, each of which is a Problem: what it led to cannot be known, and
    the piece of it leads elsewhere. Where the whole address stands at the same place, the piece is what it is shown as.
    """
    cut = [item for item in items if is_cut_off(item.url)]
    if not cut:
        return items, ()
    whole = [item for item in items if not is_cut_off(item.url)]
    shown = {origin: [item.url for item in whole if item.origin == origin] for origin in {item.origin for item in cut}}
    problems = tuple(
        Problem(
            origin=item.origin,
            message=f"the address is cut off, so it is not asked for: {item.url!r}. Put the whole one there",
        )
        for item in cut
        if not any(url.startswith(_AT_THE_MARK.split(item.url, maxsplit=1)[0]) for url in shown[item.origin])
    )
    return tuple(whole), problems


def _from_doi(item: Item, stated: AbstractSet[str]) -> Item:
    """The item, its place ending in `doi` where the entry states no link. stated: the links of entries."""
    where = item.origin.where or ""
    if not item.url.startswith(DOI_RESOLVER) or "DOI" not in item.given or item.url in stated:
        return item
    if where.lower().endswith(("doi", ", do")) or doi_url(item.given["DOI"]) != item.url:
        return item
    return replace(item, origin=replace(item.origin, where=f"{where}, doi".removeprefix(", ")))


def _on_one_line(item: Item) -> Item:
    """Line ends and tabs inside an address are none of it (WHATWG URL, section 4.4: basic URL parser, step 3), nor is
    white space around it.
    """
    url = _BREAK.sub("", item.url).strip()
    return item if url == item.url else replace(item, url=url)


def strays(text: str, found: Found, *, file: str) -> Iterator[Item]:
    """What the raw scan sees and the reader did not give. Pieces are scanned as one text, so that each URL comes once."""
    known = [*(item.url for item in found.items), *found.aside]
    # Of an address that goes over lines the scan sees the first piece.
    known += [_BREAK.split(url.strip())[0] for url in known if _BREAK.search(url)]
    if found.pieces is None:
        lines = Lines(text)
        for span in stray_urls(text, known):
            yield Item(url=span.url, origin=Origin(file=file, line=lines.number(span.start)), found_by="scan")
        return
    starts = list(accumulate((len(piece.text) + 1 for piece in found.pieces), initial=0))
    for span in stray_urls("\n".join(piece.text for piece in found.pieces), known):
        piece = found.pieces[bisect_right(starts, span.start) - 1]
        yield Item(url=span.url, origin=Origin(file=file, line=piece.line, where=piece.where), found_by="scan")


_AT_THE_MARK = regex(r"…|\.{3,}")
_BREAK = regex(r"[\t\n\r]")
# The first bytes of a gzip file (RFC 1952, section 2.3.1).
_GZIP = b"\x1f\x8b"
# At its head a page says that it is one; a file of bookmarks says that it is that.
_PAGE = regex(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article)\b", re.IGNORECASE | re.DOTALL
)
# A line of Markdown that is an entry of a list: an item, a row of a table, a definition, or nothing but a link. The
# footnotes of an article are no such lines.
_ENTRY = regex(r"\s*(?:[-*+•–]|\d{1,4}[.)]|\||\[[^\]\n^][^\]\n]*\]:|<?https?://)", re.IGNORECASE)
_FRONT = regex(r"---[ \t]*\n")


def is_list(content: bytes, *, name: str) -> bool:
    """Whether the bytes are rather a list of sources than one source: a saved page, or the text of one.

    A page that lists links is a page, and so is a clipped article with front matter. name: what the file is called.
    """
    if (unpacking := packed.reader_of(content, name=name)) is not None:
        return unpacking.IS_LIST
    try:
        text, _ = decode_list(gunzip(content, file=name) if content.startswith(_GZIP) else content, name=name)
    except InputError:
        return False
    if _PAGE.match(text):
        return False
    reader = reader_of(text, name=name, wanted=None)
    if reader.NAME in _TEXTS:
        return _is_of_entries(text)
    return reader.NAME not in _SOURCES and reader.sniff(text, name=name) >= _SURE


def _is_of_entries(text: str) -> bool:
    """Whether a text in Markdown and its like consists of entries of a list. A clipped article begins with its front
    matter.
    """
    if _FRONT.match(text):
        return False
    told = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    entries = [line for line in told if _ENTRY.match(line) and next(find_urls(line), None)]
    return len(entries) > 1 and len(entries) * 2 > len(told)


# Formats of texts: what cites its sources is no list of them, unless it is made of little else.
_TEXTS = frozenset(("markdown", "rst", "latex"))
# Formats of which a file is one source as a rule, and read as a list where a list is asked for.
_SOURCES = frozenset(("html", "mail", "mhtml", "ipynb"))
# So sure is a reader of a text that consists of what its format is made of.
_SURE = 0.6


def reader_of(text: str, *, name: str, wanted: str | None) -> Format:
    """The reader of a text: that of the format which is wanted, else the one that is surest of it.

    Raises
    ------
    InputError
        for a format that is not known.
    """
    if wanted is None:
        return max(candidates(text, name=name), key=lambda reader: reader.sniff(text, name=name))
    for reader in READERS:
        if wanted == reader.NAME:
            return reader
    raise InputError(f"format {wanted!r}", "is not one that can be read", f"Choose one of: {', '.join(FORMATS)}")
