"""BibTeX and BibLaTeX, read by bibtexparser.

Links stand in `url` and, by older habits, in `howpublished` and `note`; field names are those of the BibLaTeX manual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from provenance.core.bibfields import bib_item
from provenance.core.found import Found, told
from provenance.core.identifiers import doi_url
from provenance.core.model import Item, Origin, Problem, Reference
from provenance.core.scan import find_urls, is_host, plain_url

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry, Field

NAME = "bibtex"
ABOUT = "BibTeX and BibLaTeX"

_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+[ \t]*[{(][ \t]*[^\s,{}()=]+[ \t]*,", re.MULTILINE)
_PART = re.compile(r"^[ \t]*(?:@[A-Za-z]+[ \t]*[{(]|[\w-]+[ \t]*=|[})],?[ \t]*$|%)", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*%.*$", re.MULTILINE)
_LINKS = re.compile(r"url|howpublished|note|bdsk-url-\d+")
_MARKUP = re.compile(r"</?(?:i|b|sup|sub)>")
# What a database writes about its own record, and identifiers: not what the entry cites.
_NO_LINKS = {"biburl", "bibsource", "doi"}


def sniff(text: str, *, name: str) -> float:
    """By entries with keys, where they are what the text consists of: manuals show one as an example."""
    named = name.lower().endswith((".bib", ".bibtex"))
    if not _ENTRY.search(text):
        return 0.3 if named else 0.0
    told = sum(1 for line in text.split("\n") if line.strip())
    return 0.95 if named or len(_PART.findall(text)) * 5 > told else 0.2


def read(text: str, *, file: str) -> Found:
    """Read the entries; those that the parser fails at are Problems with its reason and their line."""
    from bibtexparser import splitter
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.model import Entry

    # It prints its reasons on stderr as well; they come back as failed blocks and become Problems.
    splitter.logger.disabled = True
    comments = [span.url for match in _COMMENT.finditer(text) for span in find_urls(match.group())]
    # bibtexparser takes an entry behind `%` for a real one and then refuses the real one as its double.
    library = parse_string(_COMMENT.sub("", text))
    items: list[Item] = []
    problems: list[Problem] = []
    aside = set(comments)
    references: list[Reference] = []
    records = 0
    for block in library.blocks:
        entry = _entry_of(block)
        if isinstance(entry, Entry):
            records += 1
            fields = {field.key.lower(): str(field.value) for field in entry.fields}
            aside.update(span.url for key in _NO_LINKS & fields.keys() for span in find_urls(fields[key]))
            item = bib_item(entry.entry_type.lower(), entry.key, fields)
            items += _links(entry, _told(item, fields), file=file)
            origin = Origin(file=file, line=_line(entry), where=f"entry {entry.key}")
            references.append(Reference(item=item, origin=origin))
        elif entry is not None:
            problems.append(Problem(origin=Origin(file=file, line=_line(block)), message=entry))
    return Found(
        items=tuple(items),
        problems=tuple(problems),
        records=records,
        references=tuple(references),
        aside=frozenset(aside),
    )


def _entry_of(block: Block) -> Entry | str | None:
    """The entry in a block, the reason why there is none, or None for comments, strings and preambles. An entry whose
    key or field comes twice is read all the same.
    """
    from bibtexparser.model import Entry, ParsingFailedBlock

    inner = block
    while isinstance(inner, ParsingFailedBlock):
        if inner.ignore_error_block is None:
            reason = str(getattr(inner.error, "abort_reason", inner.error))
            return f"an entry cannot be read: {' '.join(reason.split())[:200]}"
        inner = inner.ignore_error_block
    return inner if isinstance(inner, Entry) else None


def _line(block: Block) -> int | None:
    return None if block.start_line is None else block.start_line + 1


def _links(entry: Entry, told: Mapping[str, str], *, file: str) -> list[Item]:
    """The links of an entry; where there is none, its DOI is one."""
    fields = [(field.key.lower(), field) for field in entry.fields]
    links = [
        _item(entry, field, url, lines_in, told, file=file)
        for key, field in fields
        if _LINKS.fullmatch(key)
        for url, lines_in in _urls(field, whole=key not in ("note", "howpublished"))
    ]
    dois = (
        (field, doi_url(plain_url(str(field.value).replace("{", "").replace("}", ""))))
        for key, field in fields
        if key == "doi"
    )
    return links or [_item(entry, field, url, 0, told, file=file) for field, url in dois if url is not None]


def _told(item: Mapping[str, object], fields: Mapping[str, str]) -> dict[str, str]:
    """What the entry says of its links. What TeX prints in italics is `<i>` in CSL, and nothing in a list of links."""
    return {
        variable: _MARKUP.sub("", text) if "\\" in fields.get(variable, "") else text
        for variable, text in told(item).items()
    }


def _item(entry: Entry, field: Field, url: str, lines_in: int, told: Mapping[str, str], *, file: str) -> Item:
    line = None if field.start_line is None else field.start_line + 1 + lines_in
    name = field.key.lower()
    # Beside the link of the entry, one in its note leads to something else, of which the entry says nothing.
    beside = name == "note" and any(
        _LINKS.fullmatch(other.key.lower()) and other.key.lower() != name for other in entry.fields
    )
    where = f"entry {entry.key}, {name}"
    return Item(url=url, given={} if beside else told, origin=Origin(file=file, line=line, where=where))


def _urls(field: Field, *, whole: bool) -> Iterator[tuple[str, int]]:
    """The links in a value, each with the number of line ends before it. A field meant for one link is taken whole."""
    value = str(field.value)
    text = re.sub(r"^\\url\s*\{(.*)\}$", r"\1", value.strip()).strip()
    if whole and text and not re.search(r"[\s{}]", text):
        if text.lower().startswith(("http://", "https://")) or is_host(text) or "://" in text:
            yield plain_url(text), 0
        return
    for span in find_urls(value):
        yield plain_url(span.url), value.count("\n", 0, span.start)
