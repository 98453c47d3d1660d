"""Front matter: what a note says of itself between two rules at its beginning, in YAML or in what people take for it.

Obsidian Web Clipper, Zotero Integration, Hugo and Jekyll write it. Templates put titles with a colon in it unquoted, which is
no YAML; then each line is read by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provenance.core.frozen import frozen
from provenance.core.regex import regex
from provenance.core.yamls import loaded

_KEY = regex(r"(?P<key>[^\W\d_][\w .-]{0,40}?):(?:[ \t]+(?P<value>.*))?$")
_ITEM = regex(r"\s*-\s+(?P<value>\S.*)$")
_WIKI_LINK = regex(r"^\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]$")
_LONGEST = 300
_DEEPEST = 4
# Where a list holds mappings, what each is called.
_NAMES = ("name", "title", "url")


@frozen
class Entry:
    """One key, in lower case, with its values. line: counted from 1; quote: the lines it stands on."""

    key: str
    values: tuple[str, ...]
    line: int
    quote: str


@frozen
class FrontMatter:
    """The entries in order. end: how many lines of the text they take, rules included."""

    entries: tuple[Entry, ...]
    end: int


def front_matter(lines: Sequence[str]) -> FrontMatter | None:
    """Read the front matter of a text; None where it has none, for two rules around a sentence are no front matter."""
    start = next((place for place, line in enumerate(lines[:20]) if line.strip()), None)
    if start is None or lines[start].rstrip() != "---":
        return None
    within = range(start + 1, min(len(lines), start + _LONGEST))
    end = next((place for place in within if lines[place].rstrip() in ("---", "...")), None)
    if end is None:
        return None
    body = lines[start + 1 : end]
    blocks = _blocks(body)
    if not blocks:
        return None
    told = _by_yaml(body)
    entries = []
    for key, first, rows in blocks:
        values = told[key] if told is not None and key in told else _by_line(rows)
        quote = " ".join(row.strip() for row in rows)
        entries.append(Entry(key=key, values=tuple(values), line=start + 2 + first, quote=quote))
    return FrontMatter(entries=tuple(entries), end=end + 1)


def _blocks(body: Sequence[str]) -> list[tuple[str, int, list[str]]]:
    """The keys with the lines that belong to each; none where a line belongs to no key."""
    blocks: list[tuple[str, int, list[str]]] = []
    for number, row in enumerate(body):
        match = _KEY.match(row)
        if match:
            blocks.append((match["key"].strip().lower(), number, [row]))
        elif not row.strip() or row.startswith("#"):
            continue
        elif blocks and (row[:1] in " \t" or _ITEM.match(row) or row.strip() in ("]", "}")):
            blocks[-1][2].append(row)
        else:
            return []
    return blocks


def _by_yaml(body: Sequence[str]) -> dict[str, list[str]] | None:
    try:
        document = loaded("\n".join(body))
    except ValueError:
        return None
    if not isinstance(document, dict):
        return None
    return {str(key).strip().lower(): list(_texts(value, 0)) for key, value in document.items()}


def _texts(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        if text := _plain(value):
            yield text
    elif isinstance(value, list) and depth < _DEEPEST:
        for one in value:
            yield from _texts(one, depth + 1)
    elif isinstance(value, dict) and depth < _DEEPEST:
        yield from _texts(next((value[name] for name in _NAMES if name in value), None), depth + 1)


def _by_line(rows: Sequence[str]) -> Iterator[str]:
    """The value behind a key, and the items of the list below it."""
    first = _KEY.match(rows[0])
    values = [(first["value"] or "") if first else ""]
    values += [match["value"] if (match := _ITEM.match(row)) else row for row in rows[1:]]
    yield from filter(None, map(_plain, values))


def _plain(value: str) -> str:
    """Without quotation marks around it, and without those of a link in a vault."""
    return _WIKI_LINK.sub(r"\1", value.strip().strip("\"'").strip()).strip()
