"""A saved copy of an article as plain text or Markdown: headline, caption, dateline, URL, and the outlet in the footer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provenance.core import outlets
from provenance.core.extract import credit_lines, dateline, language
from provenance.core.extract.days import read_stamp
from provenance.core.extract.people import people, without_by
from provenance.core.frontmatter import front_matter
from provenance.core.model import Evidence
from provenance.core.regex import regex
from provenance.core.text import collapse

_HEADING = regex(r"^#\s+(.+?)\s*#*$")
_UNDERLINE = regex(r"^={3,}\s*$")
_EMPHASIS = regex(r"^(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1$")
_BOLD = regex(r"^(?:\*\*|__)(?=\S)(.+?)(?<=\S)(?:\*\*|__)$")
_URL_LINE = regex(r"^(?:(?:url|source|link|from|quelle|fuente)\s*:\s*)?<?(https?://[^\s<>]+)>?$", re.IGNORECASE)
_IMAGE_LOST = regex(
    r"^\W*(?:image|picture|photo|bild|imagen|imagem|immagine)\s+(?:not\s+(?:found|available)|unavailable|missing|nicht\s+gefunden|"
    r"no\s+encontrada|introuvable)\b.{0,60}$",
    re.IGNORECASE,
)
_BYLINE = regex(r"^(?:by|von|por|par|di)\s+[^\W\d_]", re.IGNORECASE)
_KEYS = {
    "title": "title", "headline": "title", "author": "author", "authors": "author", "byline": "author",
    "date": "issued", "published": "issued", "date published": "issued", "issued": "issued", "updated": "modified",
    "modified": "modified", "url": "url", "link": "url", "source_url": "url", "source url": "url", "language": "language",
    "lang": "language", "section": "section", "publisher": "publisher", "site": "container_title",
    "publication": "container_title", "outlet": "container_title", "website": "container_title",
}  # fmt: skip
# Keys that hold the address in clippings, and a name elsewhere.
_CLIPPED_FROM = frozenset(("source", "original", "canonical"))
_ADDRESS = regex(r"https?://\S+$", re.IGNORECASE)
# A footer is a name and no sentence.
_LONGEST_NAME = 60
# A shorter line is no paragraph of running text.
_PARAGRAPH = 80
_FIRST_PARAGRAPHS = 10
# Credits stand above the story or below it.
_CREDIT_ROWS = 12
# Paragraphs in which a weekday may be that of the dateline.
_OPENING = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is not empty. number counts from 1, as editors do."""

    number: int
    text: str

    @property
    def selector(self) -> str:
        return f"line:{self.number}"


@dataclass(frozen=True, slots=True)
class SavedText:
    """What the copy holds. opening: line and text of the first paragraphs, the dateline's own first."""

    evidence: tuple[Evidence, ...]
    dateline: dateline.Parsed | None
    opening: tuple[tuple[int, str], ...]


def read(text: str) -> SavedText:
    """Read a text line by line; nothing of it is required."""
    evidence, rows = _front_matter(text)
    title = _title(rows)
    story = [
        Row(row.number, plain(row.text)) for row in rows if len(row.text) >= _PARAGRAPH and row.text[0] not in "#<|"
    ]
    detected = language.detect(" ".join(row.text for row in (story or rows)[:40]))
    evidence += [piece for piece in (title, detected) if piece is not None]
    parsed, row = _dateline(rows, title, detected.value if detected else None)
    if parsed is not None and row is not None:
        evidence.append(dateline_evidence(parsed, row.selector))
    evidence += _urls(rows)
    evidence += _pictures(rows, row, title)
    evidence += _footer(rows)
    evidence += _bylines(rows)
    evidence += _credits(rows, row, title)
    first = row.number if row else 0
    opening = tuple((row.number, row.text) for row in story if row.number >= first)[:_OPENING]
    return SavedText(tuple(evidence), parsed, opening)


def headline(text: str) -> str | None:
    """The headline alone, for those who need no more."""
    evidence, rows = _front_matter(text)
    pieces = [piece for piece in (*evidence, _title(rows)) if piece is not None and piece.variable == "title"]
    return pieces[0].value if pieces else None


def _rows(text: str) -> list[Row]:
    return [Row(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def dateline_evidence(parsed: dateline.Parsed, selector: str | None) -> Evidence:
    """The dateline as evidence for itself: place, day and agency, as far as they are stated."""
    line = parsed.dateline
    value = "; ".join(part for part in (line.place, line.date.edtf if line.date else None, line.agency) if part)
    return Evidence(variable="dateline", value=value, method="text:dateline", selector=selector, quote=parsed.quote)


def plain(text: str) -> str:
    """A line without Markdown's marks around it."""
    text = text.strip()
    for _ in range(3):
        match = _EMPHASIS.match(text)
        if match is None or match[1] in match[2]:
            break
        text = match[2].strip()
    return collapse(re.sub(r"\[([^\]]+)\]\([^)\s]+\)", r"\1", text).replace("\\", ""))


def _front_matter(text: str) -> tuple[list[Evidence], list[Row]]:
    """What the copy says of itself between two rules at its beginning, and the lines behind them."""
    rows = _rows(text)
    front = front_matter(text.splitlines())
    if front is None:
        return [], rows
    evidence = []
    for entry in front.entries:
        variable = _KEYS.get(entry.key)
        if entry.key in _CLIPPED_FROM and entry.values and _ADDRESS.match(entry.values[0]):
            variable = "url"
        value = _front_value(variable, entry.values) if variable and entry.values else ""
        if variable and value:
            method, selector = f"front-matter:{entry.key}", f"line:{entry.line}"
            evidence.append(
                Evidence(variable=variable, value=value, method=method, selector=selector, quote=entry.quote[:500])
            )
    return evidence, [row for row in rows if row.number > front.end]


def _front_value(variable: str, values: Sequence[str]) -> str:
    if variable in ("issued", "modified"):
        day = read_stamp(values[0])
        return day.edtf if day else ""
    return "; ".join(name for value in values for name in people(value)) if variable == "author" else values[0]


def _title(rows: list[Row]) -> Evidence | None:
    """The first heading of level one; a line underlined with `=`; else a short first line above a longer text."""
    for place, row in enumerate(rows[:60]):
        match = _HEADING.match(row.text)
        if match and not _IMAGE_LOST.match(match[1]):
            return _evidence("title", plain(match[1]), "markdown:h1", row)
        if place and _UNDERLINE.match(row.text):
            return _evidence("title", plain(rows[place - 1].text), "markdown:h1", rows[place - 1])
    if len(rows) > 1 and 10 <= len(rows[0].text) <= 200 and len(rows[1].text) > 20:
        first = plain(rows[0].text)
        if not first.endswith((".", ",", ";")) and not _URL_LINE.match(first) and dateline.parse(first) is None:
            return _evidence("title", first, "text:first-line", rows[0])
    return None


def _dateline(rows: list[Row], title: Evidence | None, tag: str | None) -> tuple[dateline.Parsed | None, Row | None]:
    """A dateline opens one of the first paragraphs, or none; on a shorter line it must name an agency or a day."""
    paragraphs = 0
    for row in rows:
        text = plain(row.text)
        if row.text[0] in "#<|" or (title is not None and row.selector == title.selector):
            continue
        whole = len(row.text) >= _PARAGRAPH
        paragraphs += whole
        parsed = dateline.parse(text, tag)
        if parsed is not None and (whole or parsed.dateline.agency or (parsed.dateline.place and parsed.dateline.date)):
            return parsed, row
        if paragraphs >= _FIRST_PARAGRAPHS or row.number > 4 * _FIRST_PARAGRAPHS + rows[0].number:
            break
    return None, None


def _credits(rows: list[Row], opening: Row | None, title: Evidence | None) -> Iterator[Evidence]:
    """Credit lines near either end. The agency of the dateline is read there, and the headline credits nobody."""
    ends = rows if len(rows) <= 2 * _CREDIT_ROWS else rows[:_CREDIT_ROWS] + rows[-_CREDIT_ROWS:]
    for row in ends:
        if row == opening or row.text[0] in "#|" or (title is not None and row.selector == title.selector):
            continue
        credit = credit_lines.parse(plain(row.text))
        if credit is not None:
            yield from credit_lines.evidence(credit, row.selector, "text:credit")


def _urls(rows: list[Row]) -> Iterator[Evidence]:
    for row in rows:
        match = _URL_LINE.match(row.text)
        if match:
            method = "markdown:autolink" if "<" in row.text else "text:url"
            yield _evidence("url", match[1], method, row)


def _pictures(rows: list[Row], opening: Row | None, title: Evidence | None) -> Iterator[Evidence]:
    """A picture that the saver lost, and the caption: a line in bold between the headline and the dateline."""
    for row in rows[:30]:
        if _IMAGE_LOST.match(row.text):
            yield _evidence("image", "", "text:image-lost", row)
    for row in rows:
        if opening is None or row.number >= opening.number:
            return
        match = _BOLD.match(row.text)
        if match and (title is None or row.selector != title.selector) and not _IMAGE_LOST.match(row.text):
            yield _evidence("caption", plain(row.text), "markdown:bold-above-dateline", row)


def _footer(rows: list[Row]) -> Iterator[Evidence]:
    """The last line, if it is in bold and a name, or names an outlet that is known."""
    if len(rows) < 3:
        return
    last = rows[-1]
    text = plain(last.text)
    bold = _BOLD.match(last.text) is not None
    if len(text) <= _LONGEST_NAME and not text.endswith(".") and (bold or outlets.by_name(text)):
        yield _evidence("container_title", text, "markdown:bold-footer" if bold else "text:footer", last)


def _bylines(rows: list[Row]) -> Iterator[Evidence]:
    for row in rows[:8]:
        text = plain(row.text)
        names = people(without_by(text)) if _BYLINE.match(text) and len(text) <= 120 else ()
        if names:
            yield _evidence("author", "; ".join(names), "text:byline", row)
            return


def _evidence(variable: str, value: str, method: str, row: Row) -> Evidence:
    return Evidence(variable=variable, value=value, method=method, selector=row.selector, quote=row.text[:500])
