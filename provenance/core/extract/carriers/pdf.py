"""PDF (ISO 32000): XMP, the document properties, and the first pages; an e-paper or a printed web page among them.

What programs fill in says little: a title that is a file's name, an author that is an account, the day on which the
file was made. The first page is read for a headline, by the size of its letters, and as a saved text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from provenance.core.extract.authors import authors
from provenance.core.extract.carriers.carried import Carried
from provenance.core.extract.days import days_in, read_stamp
from provenance.core.model import Evidence
from provenance.core.pdfs import is_bounded, opened
from provenance.core.regex import regex
from provenance.core.text import collapse

NAME = "PDF"

# Pages that are read for the text; a report has hundreds.
_PAGES = 10
_MOST_TEXT = 400_000
_HEAD = 1024
# Titles that programs write.
_NO_TITLE = regex(
    r"^(?:microsoft\s+(?:word|powerpoint)\b.*|untitled\b.*|document\d*|slide\s*\d*|.*\.(?:docx?|pptx?|xlsx?|indd|qxd|eps|tex|dvi|pdf|html?)|\W*|\d+)$",
    re.IGNORECASE,
)
_DATE = regex(r"^D:(\d{4})(\d\d)(\d\d)")
# `8/25/2020   Headline`, `https://…  1/3`: the lines that a browser prints above and below a page.
_PRINTED_URL = regex(r"^(?P<url>https?://\S+)\s+\d{1,3}/\d{1,3}$", re.MULTILINE)
_PRINTED_HEAD = regex(
    r"^(?:\d{1,4}[./]\d{1,2}[./]\d{2,4})(?:,?\s+\d{1,2}:\d\d(?:\s?[AP]M)?)?\s+(?P<title>\S.{3,200})$", re.MULTILINE
)
# Lines that a browser prints around a page ("1 of 3  11/27/2026"), and a manuscript's days before it was published.
_MARGIN = regex(r"\b\d+\s(?:of|von|sur|de|di)\s\d+\b|^\s*\d+/\d+\s*$|https?://", re.IGNORECASE)
_HISTORY = regex(r"\b(?:received|revised|submitted|accepted)\b[^;\n]{0,30}?\b\d{4}\b", re.IGNORECASE)
# Headlines of e-papers are this much larger than the text, and no longer than this.
_LARGER, _LONGEST = 1.2, 250
_SIDEWAYS = regex(r"^arXiv:\S+")
_NEAR = 1500


def sniff(content: bytes) -> bool:
    """Whether the mark of a PDF stands near the beginning (ISO 32000-1, annex H.3.4.1)."""
    return b"%PDF-" in content[:_HEAD]


def read(content: bytes) -> Carried:
    """What the file and its first pages say; nothing where it is broken or locked."""
    try:
        reader, locked = opened(content)
        if locked:
            return Carried(carrier=NAME)
        first, lines = _first_page(reader)
        text = first + "".join("\n" + _text(page) for page in list(reader.pages)[1:_PAGES])
        url = _printed_url(first)
        evidence = (*_of_xmp(reader), *_of_properties(reader), *_of_first_page(first, lines, url))
        return Carried(carrier=NAME, text=text[:_MOST_TEXT], url=url, evidence=evidence)
    except Exception:  # noqa: BLE001 - broken files make the library raise anything; nothing is then stated
        return Carried(carrier=NAME)


# -- what the file says -------------------------------------------------------------------------------------------


def _of_xmp(reader: Any) -> Iterator[Evidence]:
    xmp = reader.xmp_metadata
    if xmp is None:
        return
    titles = xmp.dc_title or {}
    title = titles.get("x-default") or next(iter(titles.values()), "")
    if title and not _NO_TITLE.match(title.strip()):
        yield _piece("title", collapse(title), "pdf:xmp:dc:title", "XMP", title)
    names = authors("; ".join(str(name) for name in xmp.dc_creator or ()), stated=True)
    if names:
        yield _piece("author", "; ".join(names), "pdf:xmp:dc:creator", "XMP", "; ".join(names))
    for language in (xmp.dc_language or ())[:1]:
        yield _piece("language", str(language), "pdf:xmp:dc:language", "XMP", str(language))


def _of_properties(reader: Any) -> Iterator[Evidence]:
    known = reader.metadata or {}
    title = str(known.get("/Title") or "").strip()
    if title and not _NO_TITLE.match(title):
        yield _piece("title", collapse(title), "pdf:Info.Title", "Info", title)
    author = str(known.get("/Author") or "").strip()
    names = authors(author)
    if names:
        yield _piece("author", "; ".join(names), "pdf:Info.Author", "Info", author)
    stamp = str(known.get("/CreationDate") or "")
    match = _DATE.match(stamp)
    day = read_stamp("-".join(match.groups())) if match else None
    if day is not None:
        yield _piece("file_created", day.edtf, "pdf:Info.CreationDate", "Info", stamp)


# -- what stands on the first page --------------------------------------------------------------------------------


def _first_page(reader: Any) -> tuple[str, list[tuple[float, str]]]:
    """The text of the first page, and its runs of letters with their size in points, in order."""
    runs: list[tuple[float, str]] = []

    def note(text: str, matrix: Any, text_matrix: Any, _font: Any, size: float) -> None:
        upright = abs(text_matrix[1]) < 1e-6 and abs(matrix[1]) < 1e-6
        if text.strip() and upright:
            runs.append((round(size * abs(text_matrix[3] or 1) * abs(matrix[3] or 1), 1), text))

    page = reader.pages[0]
    return str(page.extract_text(visitor_text=note) or "") if is_bounded(page) else "", runs


def _text(page: Any) -> str:
    try:
        return str(page.extract_text() or "") if is_bounded(page) else ""
    except Exception:  # noqa: BLE001 - one broken page costs its own text and no other
        return ""


def _printed_url(first: str) -> str | None:
    match = _PRINTED_URL.search(first)
    return match["url"] if match else None


def _of_first_page(first: str, runs: list[tuple[float, str]], url: str | None) -> Iterator[Evidence]:
    if url is not None:
        yield _piece("url", url, "pdf:printed-url", "page 1", url)
    printed = _PRINTED_HEAD.search(first[:400]) if url is not None else None
    if printed:
        yield _piece("title", collapse(printed["title"]), "pdf:printed-title", "page 1", printed.group())
    elif headline := _headline(runs):
        yield _piece("title", headline, "pdf:first-page", "page 1", headline)
    for found in days_in(_of_the_article(first[:_NEAR]))[:1] if printed is None else ():
        yield _piece("issued", found.date.edtf, "pdf:first-page-day", "page 1", found.quote)


def _of_the_article(text: str) -> str:
    """The text without the lines that a browser prints around it, and without a manuscript's history: other days."""
    return _HISTORY.sub("", "\n".join(line for line in text.splitlines() if not _MARGIN.search(line)))


def _headline(runs: list[tuple[float, str]]) -> str | None:
    """The largest letters of the page, where they are larger than its text: all runs of that size that follow each other."""
    runs = [(size, text) for size, text in runs if not _SIDEWAYS.match(text.strip())]
    if not runs:
        return None
    sizes: dict[float, int] = {}
    for size, text in runs:
        sizes[size] = sizes.get(size, 0) + len(text)
    body = max(sizes, key=lambda size: sizes[size])
    for size in sorted((size for size in sizes if size >= _LARGER * body), reverse=True):
        start = next(place for place, run in enumerate(runs) if run[0] == size)
        words = []
        for other, text in runs[start:]:
            if abs(other - size) > 0.5:
                break
            words.append(text)
        headline = collapse(" ".join(words))
        if 10 <= len(headline) <= _LONGEST and " " in headline:
            return headline
    return None


def _piece(variable: str, value: str, method: str, selector: str, quote: str) -> Evidence:
    return Evidence(variable=variable, value=value, method=method, selector=selector, quote=quote[:500])
