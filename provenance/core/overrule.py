"""What a person states of a source: it stands before all that the page says, and what the page says stays on record."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from provenance.core import outlets
from provenance.core.csl.items import TYPES
from provenance.core.dates import PartialDate
from provenance.core.extract import standard_ids, terms_of_use
from provenance.core.extract.language import normalize
from provenance.core.fields import BY_NAME, FIELDS
from provenance.core.frozen import frozen
from provenance.core.model import Dateline, Evidence, Name, Outlet, Reading, Source, Status
from provenance.core.text import comparable, plain
from provenance.core.urls import BadUrl, read_url
from provenance.errors import UsageError

METHOD = "user"
# These are no readings: a source has one address and one type, with or without evidence.
_BARE = {"type": "type", "canonical_url": "canonical URL"}
# Names that people know for these fields, beside their own and those of CSL.
_ALIASES = {"url": "canonical_url", "license": "licence", "date": "issued", "authors": "author", "feeds": "feed",
            "event_place": "dateline", "corrections": "correction", "journal": "container_title"}  # fmt: skip
_CANNOT = {"claim_review"}


class _BadValue(ValueError):
    """problem: what is wrong with the value; remedy: how it is written."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


@frozen
class Statement:
    """name: of the field. value: of the field's type, None where the person says that there is none. text: as typed."""

    name: str
    value: Any
    text: str

    @property
    def evidence(self) -> Evidence:
        return Evidence(variable=self.name, value=shown(self.value), method=METHOD, quote=self.text)


def read_statements(given: Iterable[str]) -> tuple[Statement, ...]:
    """The statements in the words of a call, `field=value` each; several of one field that holds several are one.

    Raises
    ------
    UsageError
        for an unknown field, a value that is none of its kind, and a field that is stated twice.
    """
    found: dict[str, list[str]] = {}
    for one in given:
        name, equals, text = one.partition("=")
        if not equals:
            raise UsageError(one or "an empty word", "has no = between field and value", 'Write it as title="…"')
        found.setdefault(_field_name(name), []).append(text.strip())
    return tuple(_statement(name, texts) for name, texts in found.items())


def overrule(source: Source, statements: Sequence[Statement]) -> Source:
    """The source with what a person states of it. What the page says and differs is held against it, and kept."""
    for statement in statements:
        source = _overruled(source, statement)
    return source


def stated_by_user(source: Source) -> tuple[Statement, ...]:
    """What a person stated of a source before: it holds for a later version, too."""
    found = []
    for name in (*_BARE, *(field.name for field in FIELDS)):
        own = getattr(source, name)
        pieces = own.supported_by if isinstance(own, Reading) else source.evidence
        said = next((piece for piece in pieces if piece.method == METHOD and piece.variable == name), None)
        if said is not None:
            found.append(Statement(name=name, value=own.value if isinstance(own, Reading) else own, text=said.quote))
    return tuple(found)


def _overruled(source: Source, statement: Statement) -> Source:
    said = statement.evidence
    if statement.name in _BARE:
        older = tuple(piece for piece in source.evidence if not _is_users(piece, statement.name))
        return _with(source, statement.name, statement.value, (said, *older))
    reading: Reading[Any] = getattr(source, statement.name)
    page = [piece for piece in (*reading.supported_by, *reading.disputed_by) if piece.method != METHOD]
    key = _key(statement.name, said.value)
    agreeing = tuple(piece for piece in page if _key(statement.name, piece.value) == key)
    new = Reading(
        value=statement.value,
        status=Status.STATED,
        supported_by=(said, *agreeing),
        disputed_by=tuple(piece for piece in page if piece not in agreeing),
    )
    older = tuple(piece for piece in source.evidence if not _is_users(piece, statement.name))
    return _with(source, statement.name, new, (said, *older))


def _with(source: Source, name: str, value: Any, evidence: tuple[Evidence, ...]) -> Source:
    changes: dict[str, Any] = {name: value, "evidence": evidence}
    return replace(source, **changes)


def _is_users(piece: Evidence, name: str) -> bool:
    return piece.method == METHOD and piece.variable == name


def _key(name: str, value: str) -> str:
    kind = BY_NAME[name].kind
    if kind == "names":
        return ";".join(sorted(plain(part) for part in value.split("; ")))
    return value.strip("?~%") if kind == "date" else comparable(value)


def shown(value: Any) -> str:
    """A value as evidence has it."""
    if isinstance(value, tuple):
        return "; ".join(map(shown, value))
    for kind, name in ((Name, "display"), (PartialDate, "edtf"), (Outlet, "name"), (Dateline, "place")):
        if isinstance(value, kind):
            return str(getattr(value, name))
    return "" if value is None else str(value)


# -- fields by the names that people give them --------------------------------------------------------------------


def _field_name(given: str) -> str:
    key = re.sub(r"[\s-]+", "_", given.strip().lower())
    known = {name: name for name in (*_BARE, *BY_NAME)}
    known |= {field.csl.replace("-", "_").lower(): field.name for field in reversed(FIELDS) if field.csl} | _ALIASES
    name = known.get(key)
    if name in _CANNOT:
        raise UsageError(given.strip(), "holds reviews of claims, which cannot be written in one line", "Leave it out")
    if name is None:
        near = difflib.get_close_matches(key, known, n=2)
        asked = f"Is it {' or '.join(one.replace('_', '-') for one in near)}? " if near else ""
        names = ", ".join(sorted(one.replace("_", "-") for one in {*_BARE, *BY_NAME} - _CANNOT))
        raise UsageError(given.strip() or "an empty word", "is no field of a source", f"{asked}The fields are {names}")
    return name


def _statement(name: str, texts: Sequence[str]) -> Statement:
    label = name.replace("_", "-")
    kind = "bare" if name in _BARE else BY_NAME[name].kind
    several = kind in ("names", "texts")
    if len(texts) > 1 and (not several or "" in texts):
        raise UsageError(f"{label}={texts[1]}", f"states {label} a second time", "Give the one that is right")
    text = "; ".join(texts)
    if not text:
        if name in _BARE:
            raise UsageError(f"{label}=", f"leaves no {_BARE[name]}", "Give one, or leave it out")
        return Statement(name=name, value=None, text=f"{label}=")
    try:
        value = _value(name, texts if several else [text])
    except _BadValue as error:
        raise UsageError(f"{label}={text}", error.problem, error.remedy) from error
    return Statement(name=name, value=value, text=text)


# -- values by the kind of their field ----------------------------------------------------------------------------


def _value(name: str, texts: Sequence[str]) -> Any:
    if name in _OF_FIELD:
        return _OF_FIELD[name](texts[0])
    kind = BY_NAME[name].kind
    if kind == "names":
        return tuple(_name(part) for text in texts for part in text.split(";") if part.strip())
    return tuple(texts) if kind == "texts" else _OF_KIND[kind](texts[0])


def _dateline(text: str) -> Dateline:
    return Dateline(place=text, places=(text,))


def _outlet(text: str) -> Outlet:
    return outlets.by_name(text) or Outlet(name=text)


def _date(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        wrong = "is no day of the calendar" if re.match(r"\d{4}-\d\d", text) else "is not a date in numbers"
        raise _BadValue(
            wrong, "Write it as 2024-07-04, 2024-07 or 2024, and as XXXX-07-04 where no year is stated"
        ) from error


def _name(text: str) -> Name:
    """`Family, Given` or `Family, Given, Jr.`; without a comma a name that is not to be taken apart."""
    family, *rest = (part.strip() for part in text.split(","))
    if not rest:
        return Name(literal=family)
    if not family or len(rest) > 2 or not all(rest):
        raise _BadValue("is not a name", 'Write it as "Family, Given"; several with a semicolon between them')
    return Name(family=family, given=rest[0], suffix=rest[1] if len(rest) == 2 else None)


def _language(text: str) -> str:
    tag = normalize(text)
    if tag is None:
        raise _BadValue("is not a language tag", "Write it as BCP 47 has it: en, pt-BR, sr-Latn")
    return tag


def _type(text: str) -> str:
    if text.lower() not in TYPES:
        near = difflib.get_close_matches(text.lower(), TYPES, n=2)
        asked = f"Is it {' or '.join(near)}? " if near else ""
        raise _BadValue("is not a type of CSL", f"{asked}The types are {', '.join(sorted(TYPES))}")
    return text.lower()


def _url(text: str) -> str:
    try:
        return read_url(text).href
    except BadUrl as error:
        raise _BadValue("is not an address of a page", "Copy it once more from the browser, with https://") from error


def _access(text: str) -> str:
    if text.lower() not in ("free", "metered", "subscription"):
        raise _BadValue("says nothing of access", "It is free, metered or subscription")
    return text.lower()


def _number(variable: str, check: Callable[[str], str | None], form: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        value = check(text)
        if value is None:
            raise _BadValue(f"is not {variable}", f"Copy it once more: {form}")
        return value

    return read


def _typed(variable: str) -> Callable[[str], str | None]:
    def check(text: str) -> str | None:
        found = standard_ids.typed(text, variable)
        return found[1] if found is not None and found[0] == variable else None

    return check


_OF_KIND: Mapping[str, Callable[[str], Any]] = {"text": str, "date": _date, "dateline": _dateline, "outlet": _outlet}
_OF_FIELD: Mapping[str, Callable[[str], Any]] = {
    "type": _type,
    "canonical_url": _url,
    "language": _language,
    "access": _access,
    "licence": lambda text: terms_of_use.licence(text) or text,
    "doi": _number("a DOI", _typed("doi"), "it begins with 10. and has a slash"),
    "issn": _number("an ISSN", standard_ids.issn, "eight digits, of which the last is a check digit"),
    "eissn": _number("an ISSN", standard_ids.issn, "eight digits, of which the last is a check digit"),
    "isbn": _number("an ISBN", standard_ids.isbn, "ten or thirteen digits, of which the last is a check digit"),
    "pmid": _number("a PubMed identifier", _typed("pmid"), "it has digits only"),
    "arxiv": _number("an arXiv identifier", _typed("arxiv"), "it looks like 2101.00001"),
}
