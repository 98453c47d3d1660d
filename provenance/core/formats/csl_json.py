"""CSL-JSON, the item format of the Citation Style Language (csl-data.json, CSL 1.0.2).

Items are decoded one by one, so that a broken one costs itself and nothing else, and each has its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provenance.core.csl.texts import without_controls
from provenance.core.found import Found, told
from provenance.core.identifiers import doi_url
from provenance.core.jsons import DECODER
from provenance.core.model import Item, Origin, Problem, Reference
from provenance.core.scan import Lines, find_urls, without_surrogates

NAME = "csl-json"
ABOUT = "CSL-JSON, as Zotero, Mendeley and citation processors exchange it"

_CSL_TYPE = re.compile(
    r'"type"\s*:\s*"(?:article(?:-(?:journal|magazine|newspaper))?|webpage|book|chapter|report|thesis|document|dataset'
    r"|post(?:-weblog)?|entry(?:-\w+)?|paper-conference|broadcast|motion_picture|interview|legislation|legal_case|software"
    r'|speech|patent|manuscript|personal_communication|review(?:-book)?|pamphlet|map|graphic|song|standard|bill)"'
)
_CSL_KEY = re.compile(r'"(?:date-parts|container-title|citation-key|issued|accessed)"\s*:')
# The decoder counts the lines before each fault anew; a text with more of them is not this format.
_MOST_BROKEN = 50
# What makes an object of JSON an item that can be cited.
_STATED = frozenset(("type", "title", "author", "issued", "URL", "DOI"))
_BETWEEN = re.compile(r"[\s,]*")
_NEXT_OBJECT = re.compile(r"\n\s*\{")


def sniff(text: str, *, name: str) -> float:
    """By CSL's own type and variable names in something that opens like JSON."""
    if text.lstrip()[:1] not in ("[", "{"):
        return 0.0
    signs = (bool(_CSL_TYPE.search(text)), bool(_CSL_KEY.search(text)))
    named = 0.05 if name.lower().endswith((".json", ".csl")) else 0
    return (0.9 if all(signs) else 0.7 if any(signs) else 0.05) + named


def read(text: str, *, file: str) -> Found:
    """Read the items: `URL` is the link; where there is none, the DOI is."""
    lines = Lines(text)
    items: list[Item] = []
    problems: list[Problem] = []
    references: list[Reference] = []
    aside: set[str] = set()
    records = 0
    for start, end, value in _values(text):
        cursor = start
        if isinstance(value, str):
            problems.append(Problem(origin=Origin(file=file, line=lines.number(start)), message=value))
            continue
        for record in value:
            records += 1
            doi = str(record.get("DOI", ""))
            link, name = record.get("URL"), "URL"
            where = f"item {record.get('id') or record.get('citation-key') or records}"
            if not _STATED.isdisjoint(record):
                place = Origin(file=file, line=lines.number(start if len(value) == 1 else cursor), where=where)
                references.append(Reference(item=_mended(record), origin=place))
            aside.update(span.url for span in find_urls(doi))
            if not link:
                link, name = doi_url(doi), "DOI"
            if not link:
                continue
            cursor = max(cursor, text.find(f'"{name}"', cursor + 1, end))
            origin = Origin(file=file, line=lines.number(cursor), where=where)
            if isinstance(link, str) and link.strip():
                items.append(Item(url=without_surrogates(link.strip()), given=told(record), origin=origin))
            else:
                problems.append(Problem(origin=origin, message=f"URL is not a text: {str(link)[:80]!r}"))
    return Found(
        items=tuple(items),
        problems=tuple(problems),
        records=records,
        references=tuple(references),
        aside=frozenset(aside),
    )


def _mended(record: Mapping[str, object]) -> Mapping[str, object]:
    """The item as it is stated; only what no text can hold is taken out."""
    mended = without_controls(record)
    return mended if isinstance(mended, dict) else {}


def _values(text: str) -> Iterator[tuple[int, int, list[Mapping[str, object]] | str]]:
    """The items with the places where they begin and end; a text in place of items says why they cannot be read."""
    position = len(text) - len(text.lstrip())
    if text[position : position + 1] == "[":
        position += 1
    broken = 0
    while broken < _MOST_BROKEN:
        position = _end_of(_BETWEEN, text, position)
        if position >= len(text) or text[position] == "]":
            return
        try:
            value, end = DECODER.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            broken += 1
            rest = "; what follows was not read" if broken == _MOST_BROKEN else ""
            yield position, position, f"not valid JSON: {str(error).partition(': line')[0]}{rest}"
            after = _NEXT_OBJECT.search(text, position + 1)
            if after is None:
                return
            position = after.end() - 1
            continue
        yield position, end, _records(value)
        position = end


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _records(value: object) -> list[Mapping[str, object]] | str:
    """The items in one JSON value: itself, or those that an export wraps in `items`."""
    if isinstance(value, dict):
        inner = value.get("items")
        return [item for item in inner if isinstance(item, dict)] if isinstance(inner, list) else [value]
    return f"not an item: {str(value)[:80]!r}"
