"""CITATION.cff (Citation File Format 1.2.0): the references of a piece of software, what its authors want to be cited in
its stead, and the software itself. Also the list of references alone, as it is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provenance.core.csl.dates import CslDate
from provenance.core.csl.names import name_from_parts
from provenance.core.csl.texts import one_line
from provenance.core.csl.types import CFF_READ
from provenance.core.found import Found, date_variable, told
from provenance.core.identifiers import doi_url
from provenance.core.model import Item, Origin, Problem, Reference
from provenance.core.stated import links_in
from provenance.core.yamls import lines_of, loaded

NAME = "cff"
ABOUT = "CITATION.cff, the references of software"

_HEAD = re.compile(r"^cff-version[ \t]*:", re.MULTILINE)
_FIRST = re.compile(r"(?:---[ \t]*\n|[ \t]*(?:#.*)?\n)*cff-version[ \t]*:")
_REFERENCES = re.compile(
    r"^references:[ \t]*\n(?:[ \t]*#.*\n)*[ \t]*-[ \t]+(?:type|title|authors|[a-z-]+):", re.MULTILINE
)
_TEXTS = {
    "title": ("title",), "container-title": ("journal", "collection-title"), "edition": ("edition",),
    "volume": ("volume",), "issue": ("issue",), "number": ("number",), "section": ("section",),
    "abstract": ("abstract",), "note": ("notes",), "source": ("database",), "version": ("version",), "DOI": ("doi",),
    "ISSN": ("issn",), "ISBN": ("isbn",), "genre": ("thesis-type",),
}  # fmt: skip
_PEOPLE = {"author": "authors", "editor": "editors", "translator": "translators"}
_NEAR = 200  # lines of a work, in which its links are looked for
_LINKS = ("url", "repository-code", "repository", "repository-artifact")
_UNSTATED = {"literal": "anonymous"}


def sniff(text: str, *, name: str) -> float:
    """By the key that every file of the format has, and by a list of references at the beginning."""
    named = name.lower().endswith((".cff", ".yml", ".yaml"))
    if _HEAD.search(text) if named else _FIRST.match(text):  # a manual may quote such a file
        return 0.98
    return 0.93 if _REFERENCES.match(text.lstrip()) else 0.0


def read(text: str, *, file: str) -> Found:
    """Read the works: links stand in `url` and in the keys of repositories."""
    try:
        document = loaded(text)
    except ValueError as error:
        problem = Problem(origin=Origin(file=file, line=1), message=f"the file cannot be read: {error}")
        return Found(problems=(problem,))
    items: list[Item] = []
    references: list[Reference] = []
    lines = text.split("\n")
    for where, start, work in _works(document if isinstance(document, dict) else {}, text):
        item = _item(work)
        references.append(Reference(item=item, origin=Origin(file=file, line=start, where=where)))
        said = told(item)
        for url, field in _links_of(work, item):
            near = lines[start - 1 : start + _NEAR]
            at = next((number for number, line in enumerate(near, start) if url in line), start)
            origin = Origin(file=file, line=at, where=f"{where}, {field}")
            items.append(Item(url=url, given=said, origin=origin))
    return Found(items=tuple(items), records=len(references), references=tuple(references))


def _works(document: Mapping[str, object], text: str) -> Iterator[tuple[str, int, Mapping[str, object]]]:
    """Where each stands, its line, and what is said of it."""
    if document.get("title"):
        yield "the software", 1, {"type": "software", **document}
    preferred = document.get("preferred-citation")
    if isinstance(preferred, dict):
        begins = re.search(r"^preferred-citation[ \t]*:", text, re.MULTILINE)
        yield "preferred-citation", text.count("\n", 0, begins.start()) + 1 if begins else 1, preferred
    listed = document.get("references")
    works = listed if isinstance(listed, list) else []
    for number, (line, work) in enumerate(zip(lines_of(text, "references") if works else [], works, strict=False), 1):
        if isinstance(work, dict):
            yield f"reference {number}", line, work


def _links_of(work: Mapping[str, object], item: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    found = {url: field for field in reversed(_LINKS) for url in links_in(_text(work.get(field)))}
    if not found and (doi := doi_url(str(item.get("DOI", "")))):
        found = {doi: "doi"}
    yield from reversed(found.items())


def _text(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _item(work: Mapping[str, object]) -> dict[str, object]:
    item: dict[str, object] = {"type": CFF_READ.get(_text(work.get("type")), "document")}
    item |= {
        variable: next(filter(None, (_text(work.get(key)) for key in keys)), "") for variable, keys in _TEXTS.items()
    }
    item |= {variable: _people(work.get(key)) for variable, key in _PEOPLE.items()}
    if item["author"] == [_UNSTATED]:
        item["author"] = None
    item["publisher"], item["publisher-place"] = _entity(work.get("publisher")), _entity(work.get("location"))
    institution = _entity(work.get("institution"))
    item["publisher"] = item["publisher"] or institution
    item["issued"], item["accessed"] = _issued(work), _date(work.get("date-accessed"))
    start, end = _text(work.get("start")), _text(work.get("end"))
    item["page"] = f"{start}-{end}" if start and end else start or end
    languages = work.get("languages")
    item["language"] = ", ".join(map(_text, languages)) if isinstance(languages, list) else ""
    item["URL"] = next((url for key in _LINKS for url in links_in(_text(work.get(key)))), "")
    return {variable: value for variable, value in item.items() if value}


def _entity(value: object) -> str:
    return _text(value.get("name")) if isinstance(value, dict) else ""


def _people(value: object) -> list[dict[str, str]]:
    found = (_person(one) for one in (value if isinstance(value, list) else []) if isinstance(one, dict))
    return [name for name in found if name]


def _person(value: Mapping[str, object]) -> dict[str, str] | None:
    if name := _text(value.get("name")):
        return {"literal": name}
    family, given, particle, suffix = (
        _text(value.get(key)) for key in ("family-names", "given-names", "name-particle", "name-suffix")
    )
    if not (family or given):
        return {"literal": alias} if (alias := _text(value.get("alias"))) else None
    parts = {"family": family, "suffix": suffix, "non-dropping-particle": particle}
    parts |= name_from_parts(family="", given=given)
    return {key: part for key, part in parts.items() if part}


def _issued(work: Mapping[str, object]) -> CslDate | None:
    for key in ("date-published", "date-released"):
        if day := _date(work.get(key)):
            return day
    year, month = _text(work.get("year")), _text(work.get("month"))
    year = year.zfill(4) if year.isdecimal() else year
    return date_variable(f"{year}-{month.zfill(2)}" if month else year)


def _date(value: object) -> CslDate | None:
    return date_variable(_text(value))
