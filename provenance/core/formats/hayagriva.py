"""Hayagriva YAML, the bibliography of Typst (hayagriva, docs/file-format.md). Entries are read one by one, so that a broken
one costs itself and nothing else, and each has its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from provenance.core.csl.dates import CslDate
from provenance.core.csl.names import name_from_parts, name_from_text
from provenance.core.csl.texts import one_line
from provenance.core.csl.types import HAYAGRIVA_READ
from provenance.core.found import Found, date_variable, told
from provenance.core.identifiers import doi_url
from provenance.core.model import Item, Origin, Problem, Reference
from provenance.core.stated import links_in
from provenance.core.yamls import loaded

NAME = "hayagriva"
ABOUT = "Hayagriva YAML, the bibliography of Typst"

_KEY = re.compile(r"^(?![ \t#%\-\]\}])[^\n]*?:[ \t]*(?:#.*)?$", re.MULTILINE)
_FIELD = re.compile(
    r"^(?![ \t#\-])[^\n]+:[ \t]*\n(?:[ \t]*#.*\n)*[ \t]+(?:type|title|author|editor|date|url|parent)[ \t]*:",
    re.MULTILINE,
)
_FORMATTABLE = {
    "publisher": "publisher",
    "publisher-place": "location",
    "note": "note",
    "genre": "genre",
    "abstract": "abstract",
}
_PLAIN = {
    "edition": "edition", "page": "page-range", "language": "language", "volume": "volume", "issue": "issue",
    "number-of-pages": "page-total",
}  # fmt: skip
_SERIAL = {"DOI": "doi", "ISSN": "issn", "ISBN": "isbn", "number": "serial", "PMID": "pmid"}
_MOST_PARENTS = 5


def sniff(text: str, *, name: str) -> float:
    """By keys that hold Hayagriva's fields and nothing else on their lines."""
    if not _FIELD.search(text) or text.lstrip()[:1] in "<[{" or text.startswith(("---", "cff-version")):
        return 0.0
    return 0.95 if name.lower().endswith((".yml", ".yaml")) else 0.9


def read(text: str, *, file: str) -> Found:
    """Read the entries: links stand in `url`, of an entry and of what it stands in."""
    items: list[Item] = []
    problems: list[Problem] = []
    references: list[Reference] = []
    for line, part in _parts(text):
        try:
            document = loaded(part)
            pairs = list(document.items()) if isinstance(document, dict) else []
        except ValueError as error:
            message = f"an entry cannot be read: {error}"
            problems.append(Problem(origin=Origin(file=file, line=line), message=message))
            continue
        for key, entry in pairs:
            if not isinstance(entry, dict):
                continue
            item = _item(key, entry)
            references.append(Reference(item=item, origin=Origin(file=file, line=line, where=f"entry {key}")))
            own = links_in(_url(entry))
            links = [(url, "url" if url in own else "parent url") for url in dict.fromkeys(_links(entry))]
            doi = doi_url(str(item.get("DOI", ""))) if not links else None
            for url, field in links or ([(doi, "doi")] if doi else []):
                place = part.find(url)
                at = line + part.count("\n", 0, max(place, 0))
                origin = Origin(file=file, line=at, where=f"entry {key}, {field}")
                # Of the address of a newspaper or a site, the entry of its article says nothing.
                said = told(item) if field != "parent url" or not own else {}
                items.append(Item(url=url, given=said, origin=origin))
    return Found(items=tuple(items), problems=tuple(problems), records=len(references), references=tuple(references))


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """The entries as they stand, with their lines; the whole where it does not begin with a key of its own line."""
    starts = [match.start() for match in _KEY.finditer(text)]
    if not starts or text.lstrip()[:1] in ("{", "["):
        starts = [0]
    line, before = 1, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line += text.count("\n", before, start)
        before = start
        yield line, text[start:end]


def _parents(entry: Mapping[str, object]) -> list[dict[str, object]]:
    parent = entry.get("parent")
    found: list[object] = parent if isinstance(parent, list) else [parent]
    return [one for one in found if isinstance(one, dict)][:_MOST_PARENTS]


def _links(entry: Mapping[str, object], depth: int = 0) -> Iterator[str]:
    yield from links_in(_url(entry))
    for parent in _parents(entry) if depth < _MOST_PARENTS else ():
        yield from _links(parent, depth + 1)


def _url(entry: Mapping[str, object]) -> str:
    url = entry.get("url")
    return _plain(url.get("value") if isinstance(url, dict) else url)


def _text(value: object) -> str:
    """A text, or the `value` of a formattable one; braces only keep capitals, unless the text is not to be read."""
    if isinstance(value, dict):
        stated = value.get("value") or value.get("name")
        return _plain(stated) if value.get("verbatim") == "true" else _text(stated)
    return one_line(value.replace("{", "").replace("}", "")) if isinstance(value, str) else ""


def _plain(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _item(key: str, entry: Mapping[str, object]) -> dict[str, object]:
    parents = _parents(entry)
    around: Mapping[str, object] = parents[0] if parents else {}
    kind, inside = str(entry.get("type", "misc")).lower(), str(around.get("type", "")).lower()
    item: dict[str, object] = {
        "id": key,
        "type": HAYAGRIVA_READ.get((kind, inside), HAYAGRIVA_READ.get((kind, ""), "document")),
    }
    item["title"], item["container-title"] = _text(entry.get("title")), _text(around.get("title"))
    item |= {variable: _text(entry.get(field)) or _text(around.get(field)) for variable, field in _FORMATTABLE.items()}
    item |= {variable: _plain(entry.get(field)) or _plain(around.get(field)) for variable, field in _PLAIN.items()}
    item |= {field: _people(entry.get(field)) for field in ("author", "editor")}
    item["issued"] = _date(entry.get("date") or around.get("date"))
    item |= _serial(around) | _serial(entry)
    item["URL"] = next(iter(links_in(_url(entry))), "")
    url = entry.get("url")
    item["accessed"] = _date(url.get("date")) if isinstance(url, dict) else None
    return {variable: value for variable, value in item.items() if value}


def _serial(entry: Mapping[str, object]) -> dict[str, object]:
    """Numbers: in `serial-number`, since 0.5 in fields of their own too."""
    serial = entry.get("serial-number")
    numbers: Mapping[str, object] = serial if isinstance(serial, dict) else {"serial": serial}
    found = {variable: _plain(entry.get(field)) or _plain(numbers.get(field)) for variable, field in _SERIAL.items()}
    return {variable: text for variable, text in found.items() if text}


def _people(value: object) -> list[dict[str, str]]:
    found = (_person(one) for one in (value if isinstance(value, list) else [value]))
    return [name for name in found if name]


def _person(value: object) -> dict[str, str] | None:
    if isinstance(value, str):
        return name_from_text(value)
    if not isinstance(value, dict):
        return None
    family, given, prefix, suffix = (
        one_line(part) if isinstance(part := value.get(key), str) else ""
        for key in ("name", "given-name", "prefix", "suffix")
    )
    if not (given or prefix or suffix):
        return {"literal": family} if family else None
    # Only the particle behind the given name has no field of its own.
    parts = {"family": family, "suffix": suffix, "non-dropping-particle": prefix} | name_from_parts(
        family="", given=given
    )
    return {key: part for key, part in parts.items() if part}


def _date(value: object) -> CslDate | None:
    """ISO 8601, `~` before it where it is about right."""
    text = one_line(value) if isinstance(value, str) else ""
    return date_variable(f"{text[1:]}~" if text.startswith("~") else text)
