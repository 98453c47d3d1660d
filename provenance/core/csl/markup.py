"""What the engine wrote, read: the entries of its HTML, reduced to markup that is safe to paste, and to plain text."""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

from provenance.core.regex import regex

_KEPT = {"em": "em", "i": "em", "strong": "strong", "b": "strong", "sup": "sup", "sub": "sub", "u": "u"}
_BLOCKS = ("div", "p")
_WEB_LINK = regex(r"https?://", re.IGNORECASE)
_SPAN_STYLES = {"smallcaps": "font-variant: small-caps"}
_VOID = ("br", "hr", "img")
_ENTRY_ID = regex(r"ref-item(\d+)$")
_IN_TEXT = regex(r"item(\d+)$")
_NOTE_ID = regex(r"fn(\d+)$")
_CITED = regex(r"item(\d+)$")


class _Entries(HTMLParser):
    """Collects the `csl-entry` divisions, and the notes; or the citations in the text, where those are wanted."""

    def __init__(self, *, in_text: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._in_text = in_text
        self.found: dict[int, list[str]] = {}
        self.in_text: dict[int, list[str]] = {}
        self._into: list[str] | None = None
        self._skipping = 0
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._into is None:
            self._begin(tag, given)
        elif tag not in _VOID:
            self._push(tag, given)

    def _begin(self, tag: str, given: dict[str, str | None]) -> None:
        if self._in_text:
            if tag == "span" and (match := _CITED.match(given.get("data-cites") or "")):
                self._into = self.found.setdefault(int(match[1]), [])
            return
        name = given.get("id") or ""
        if tag == "div" and (match := _ENTRY_ID.match(name)):
            self._into = self.found.setdefault(int(match[1]), [])
        elif tag == "li" and (match := _NOTE_ID.match(name)):
            self._into = self.found.setdefault(int(match[1]) - 1, [])
        elif tag == "span" and (match := _IN_TEXT.match(given.get("data-cites") or "")):
            self._into = self.in_text.setdefault(int(match[1]), [])

    def _push(self, tag: str, given: dict[str, str | None]) -> None:
        closing = ""
        if self._skipping or given.get("role") == "doc-backlink":
            self._skipping += 1
        elif tag in _KEPT:
            closing = f"</{_KEPT[tag]}>"
            self._write(f"<{_KEPT[tag]}>")
        elif tag == "a" and _WEB_LINK.match(given.get("href") or ""):
            closing = "</a>"
            self._write(f'<a href="{escape(given["href"] or "")}">')
        elif tag == "span" and (style := _SPAN_STYLES.get(given.get("class") or "")):
            closing = "</span>"
            self._write(f'<span style="{style}">')
        elif tag in _BLOCKS:
            self._write(" ")
        self._open.append(closing)

    def handle_endtag(self, tag: str) -> None:
        if self._into is None or tag in _VOID:
            return
        if not self._open:
            self._into = None
            return
        closing = self._open.pop()
        if self._skipping:
            self._skipping -= 1
        else:
            self._write(closing)

    def handle_data(self, data: str) -> None:
        if self._into is not None and not self._skipping:
            self._into.append(escape(data, quote=False))

    def _write(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)


def entries(html: str, *, in_text: bool = False) -> dict[int, str]:
    """The entries of an engine's answer by the number of their item, in their order there, each on one line.

    in_text: the citations in the text instead of bibliography and notes.

    Only emphasis, raised and lowered text, small capitals and links to the web are kept as markup; everything else is
    escaped text, whatever the item held.
    """
    reader = _Entries(in_text=in_text)
    reader.feed(html)
    reader.close()
    # A style without a bibliography that is not one of notes says all it has to say in the running text.
    return {number: _one_line("".join(parts)) for number, parts in (reader.found or reader.in_text).items()}


def _one_line(html: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", html).strip()


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain(html: str) -> str:
    """The text of an entry: no tags, no entities."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)
