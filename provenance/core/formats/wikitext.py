"""Wikitext: the citation templates of the English, German, French and Spanish Wikipedia, external links and bare URLs.

A page is scanned for templates by their braces, in one pass, and each is parsed by itself (mwparserfromhell): places
stay exact, and one template that is broken or hostile costs itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provenance.core.found import Found, given, told
from provenance.core.frozen import frozen
from provenance.core.identifiers import doi_url
from provenance.core.model import Item, Origin, Problem, Reference
from provenance.core.scan import Lines, find_urls, is_host, meant_as_link
from provenance.core.wikitext_reading import Broken, plain, record, shown
from provenance.core.wikitext_tables import TYPES

NAME = "wikitext"
ABOUT = "wikitext: citation templates (English, German, French, Spanish), external links, bare URLs"

_NAME = re.compile(r"\s*+(?P<name>[^\s{}|\[\]<>#][^{}|\[\]<>#]{0,59}?)\s*+(?=[|}])")
_BRACES = re.compile(r"\{\{|\}\}")
_LINK = re.compile(r"\[(?P<url>https?://[^\s\[\]<>\"]+)(?:[ \t]+(?P<title>[^\]\n]{0,1000}))?\]", re.IGNORECASE)
# What the parser of MediaWiki does not look into. An unclosed comment goes to the end of the page, a tag to nowhere.
# The template for the address of what an article is about, which may lack its scheme.
_NAMED = re.compile(
    r"\{\{\s*(?:URL|Official URL|Official website)\s+(?:1=)?(?!https?:)(?P<url>[^\s{}]+)", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_VERBATIM = re.compile(r"<(?P<end>/?)(?P<tag>nowiki|pre|syntaxhighlight|source|math)\b[^<>/]{0,200}>", re.IGNORECASE)
_CITES = re.compile(r"\{\{\s*(?:" + "|".join(map(re.escape, TYPES)) + r")\s*\|", re.IGNORECASE)
_WIKI_LINK = re.compile(r"\[\[[^\[\]\n]{1,200}\]\]")
_REF = re.compile(r"<ref\b[^<>]{0,200}>", re.IGNORECASE)
_HEADING = re.compile(r"^(={2,6})[^=\n].{0,200}\1\s*$", re.MULTILINE)
_MARKDOWN_LINK = re.compile(r"\[[^\[\]\n]{0,400}\]\(\s*<?https?://")


def sniff(text: str, *, name: str) -> float:
    """By citation templates, or by references, links and headings as MediaWiki writes them."""
    named = 0.08 if name.lower().endswith((".wiki", ".wikitext", ".mediawiki", ".mw")) else 0.0
    start = text.lstrip()[:400]
    if start[:2] in ('{"', "[{", "{\n") or (start[:1] == "<" and not _REF.match(start)):
        return named
    cites, rival = len(_CITES.findall(text)), len(_MARKDOWN_LINK.findall(text))
    if cites > rival:
        return 0.9 + named
    signs = sum(map(bool, (_REF.search(text), _WIKI_LINK.search(text), _HEADING.search(text), _LINK.search(text))))
    return named * 5 if rival else (0.0, 0.2, 0.55, 0.85, 0.9)[signs] + named * 3


@frozen
class _Template:
    """A citation template and where it stands in the page."""

    name: str
    start: int
    end: int
    depth: int


def read(text: str, *, file: str) -> Found:
    """Read the citation templates; then external links and URLs wherever they stand outside of them.

    Every one is a reference, a link without a template as a web page with the title that the link shows. The archived
    copy of a page is part of its reference and no link of its own.
    """
    lines = Lines(text)
    page = _without_verbatim(_COMMENT.sub(_blank, text))
    aside = {span.url for match in _COMMENT.finditer(text) for span in find_urls(match.group())}
    problems: list[Problem] = []
    found: list[tuple[int, Reference, Item | None]] = []
    rest = []
    end = 0
    for template in _templates(page):
        if isinstance(template, int):
            problems.append(Problem(origin=Origin(file=file, line=lines.number(template)), message=_UNCLOSED))
            continue
        if template.start < end:
            continue
        rest += [page[end : template.start], _blanked(page[template.start : template.end])]
        end = template.end
        origin = Origin(file=file, line=lines.number(template.start), where=template.name)
        try:
            item, archived = record(
                page[template.start : template.end], kind=TYPES[template.name.lower()], depth=template.depth
            )
        except Broken as broken:
            problems.append(Problem(origin=origin, message=str(broken)))
            continue
        aside.update(archived)
        link = _link(item, page, template, origin=origin, lines=lines)
        if link is None and item.get("URL"):
            problems.append(Problem(origin=origin, message=f"no link in {str(item['URL'])[:80]!r}"))
        found.append((template.start, Reference(item=item, origin=origin), link))
    found += _links("".join((*rest, page[end:])), file=file, lines=lines)
    found.sort(key=lambda entry: entry[0])
    return Found(
        items=tuple(link for _, _, link in found if link is not None),
        problems=tuple(problems),
        records=len(found),
        references=tuple(reference for _, reference, _ in found),
        aside=frozenset(aside),
    )


_UNCLOSED = "a citation template is not closed: its fields were not read"


def _without_verbatim(page: str) -> str:
    """The page with what `<nowiki>` and its like hold blanked, in one pass: a tag that is closed nowhere holds nothing."""
    tags = list(_VERBATIM.finditer(page))
    last = {match["tag"].lower(): match.start() for match in tags if match["end"]}
    parts, end, opened = [], 0, None
    for match in tags:
        tag = match["tag"].lower()
        if opened is None and not match["end"] and last.get(tag, -1) > match.start():
            parts.append(page[end : match.start()])
            opened, end = tag, match.start()
        elif opened == tag and match["end"]:
            parts.append(_blanked(page[end : match.end()]))
            opened, end = None, match.end()
    return "".join((*parts, page[end:]))


def _blank(match: re.Match[str]) -> str:
    return _blanked(match.group())


def _blanked(text: str) -> str:
    """White space of the same length and lines."""
    return re.sub(r"[^\n]", " ", text)


def _templates(page: str) -> Iterator[_Template | int]:
    """The citation templates in their order; a place alone where one is not closed."""
    open_at: list[int] = []
    pairs: dict[int, tuple[int, int]] = {}
    deepest: list[int] = []
    for match in _BRACES.finditer(page):
        if match.group() == "{{":
            open_at.append(match.start())
            deepest.append(0)
        elif open_at:
            depth = deepest.pop() + 1
            pairs[open_at.pop()] = (match.end(), depth)
            if deepest:
                deepest[-1] = max(deepest[-1], depth)
    for start in sorted((*pairs, *open_at)):
        named = _NAME.match(page, start + 2)
        name = " ".join(named["name"].replace("_", " ").split()) if named else ""
        if name.lower() not in TYPES:
            continue
        if start in pairs:
            yield _Template(name=name, start=start, end=pairs[start][0], depth=pairs[start][1])
        else:
            yield start


def _link(item: Mapping[str, object], page: str, template: _Template, *, origin: Origin, lines: Lines) -> Item | None:
    """The link of a template: its URL, or its DOI."""
    url = str(item.get("URL") or "")
    if re.search(r"\s", url) or not (url.lower().startswith(("http://", "https://")) or meant_as_link(url)):
        url = "" if url else doi_url(str(item.get("DOI") or "")) or ""
    if not url:
        return None
    spellings = (url, url.replace("&", "&amp;"), url.replace("|", "{{!}}"))
    place = max(page.find(spelling, template.start, template.end) for spelling in spellings)
    line = lines.number(place) if place >= 0 else origin.line
    return Item(url=url, given=told(item), origin=Origin(file=origin.file, line=line, where=origin.where))


def _links(page: str, *, file: str, lines: Lines) -> Iterator[tuple[int, Reference, Item]]:
    """External links with the text that they show, and bare URLs."""
    spans = [(match.start(), match["url"], match["title"] or "") for match in _LINK.finditer(page)]
    # A bar ends a parameter, and no address in wikitext goes over one.
    bare = _LINK.sub(_blank, page).replace("|", " ")
    spans += [(span.start, span.url, "") for span in find_urls(bare)]
    spans += [
        (match.start("url"), match["url"], "")
        for match in _NAMED.finditer(bare)
        if is_host(match["url"]) or meant_as_link(match["url"])
    ]
    for start, url, text in spans:
        title = _title(text) if text else ""
        origin = Origin(file=file, line=lines.number(start), where="link")
        item = {"type": "webpage", **({"title": title} if title else {}), "URL": url}
        yield start, Reference(item=item, origin=origin), Item(url=url, given=given({"title": title}), origin=origin)


def _title(text: str) -> str:
    try:
        return plain(shown(text))
    except Broken:
        return text
