"""Identifiers that people keep in place of links: DOIs, handles, arXiv numbers and their like, and who answers for them.

DOIs and handles are asked for at the Handle System itself, through the JSON interface of its proxies, so that no wall
that a publisher builds against programs can speak for them. Other identifiers become the URL of their resolver.

Sources: https://www.handle.net/proxy_servlet.html and the REST-API.txt of its servlet; DOI Handbook,
https://www.doi.org/doi-handbook/, "DOI Name Encoding Rules for URL Presentation", "REST API Response Format" and
"10320/LOC: XML Attributes".
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote, unquote

import ada_url

from provenance.core.charrefs import resolved
from provenance.core.frozen import frozen
from provenance.core.model import Exchange, Outcome
from provenance.core.regex import regex
from provenance.core.tables import rows

DOI_RESOLVER = "https://doi.org"
HANDLE_RESOLVER = "https://hdl.handle.net"

_API = "/api/handles/"
# Response codes of the Handle protocol, as far as they say something of the name; the others are the resolver's trouble.
_SUCCESS, _UNKNOWN_NAME, _NO_VALUES = 1, 100, 200

# What people put before a name, also one after the other: `doi:https://doi.org/10.…`.
_HOST = r"(?:https?:/+)?(?:(?:www\.|dx\.)?doi\.org|hdl\.handle\.net)/+"
_BEFORE = regex(
    rf"(?P<host>{_HOST})|(?P<urn>urn:doi:)|info:(?:doi|hdl)/|hdl:\s{{0,2}}|doi\s?[:=]?\s{{0,2}}", re.IGNORECASE
)
_OUR_URL = regex(_HOST, re.IGNORECASE)
# The registrant code has four digits or more and may be subdivided; behind a label `10/abcd` is a short DOI.
_BARE_DOI = regex(r"10\.\d{4,9}(?:\.\d+)*/.+")
_DOI = regex(r"10(?:\.\d{4,9}(?:\.\d+)*)?/.+")
_HANDLE = regex(r"(?!api/)[\w.-]+/.+")
# What stands in each of them.
_NAMED = regex(r"[\d/:]")
_SHORTEST = 5
_STOPS = ".,;:!?'\"’”»…"
_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}
# What the handbook does not ask to be percent-encoded.
_SAFE = ":;()!*'$&=@~,"
_DOTS = regex(r"(?:^|/)\.{1,2}(?:/|$)")
_LOCATION = regex(r"<location\b([^>]*)>", re.IGNORECASE)
_ATTRIBUTE = regex(r"\b(href|weight)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_HALF = regex("[\ud800-\udfff]")
_UPPER_TO_LOWER = {letter: letter + 32 for letter in range(ord("A"), ord("Z") + 1)}


@frozen
class Identifier:
    """kind: `doi`, `handle`, or one of `data/identifiers.csv`. about: what it is, with its article. name: without what
    stood before it, not percent-encoded. url: where a reader opens it; None where nothing on the web answers for it.
    is_url: it was given as the URL of its resolver. notes: tell each repair.
    """

    kind: str
    about: str
    name: str
    url: str | None
    is_url: bool = False
    notes: tuple[str, ...] = ()

    @property
    def in_handle_system(self) -> bool:
        """Whether the Handle System has a record of it."""
        return self.kind in {"doi", "handle"}

    @property
    def key(self) -> str | None:
        """One URL for all its spellings, to look things up with: DOI names are the same in any case of ASCII letters
        (DOI Handbook, "Case sensitivity"); of other identifiers that is not known.
        """
        return f"{DOI_RESOLVER}/{_escaped(self.name.translate(_UPPER_TO_LOWER))}" if self.kind == "doi" else self.url

    def page_at(self, resolver: str) -> str:
        """The URL of a Handle proxy that sends a reader on to the page."""
        return f"{resolver.rstrip('/')}/{_escaped(self.name)}"

    def record_at(self, resolver: str) -> str:
        """The URL at which a Handle proxy tells the record as JSON."""
        return f"{resolver.rstrip('/')}{_API}{_escaped(self.name)}"


def identify(text: str, *, bare: bool = True) -> Identifier | None:
    """The identifier that a text without white space around it is; None where it is none.

    bare: False leaves aside what has nothing before it that says what it is (`10.1000/182`), for places where such a
    text is more likely something else.
    """
    if not text.isascii() and _HALF.search(text):
        return None  # half a surrogate pair, which no name has
    if len(text) < _SHORTEST or not _NAMED.search(text):
        return None  # most texts that are asked about are words
    if text[:4].lower() == "http":
        return _in_handle_system(text, bare=False) if _OUR_URL.match(text) else None
    return _in_handle_system(text, bare=bare) or _other(text, bare=bare)


def doi_url(text: str) -> str | None:
    """The URL of a DOI out of a field that holds one, in whatever form; None where it holds none."""
    found = identify(text.strip())
    return found.url if found is not None and found.kind == "doi" else None


def _in_handle_system(text: str, *, bare: bool) -> Identifier | None:
    rest, is_url, is_handle = text, False, False
    notes: tuple[str, ...] = ()
    for _ in range(4):
        before = _BEFORE.match(rest)
        if before is None:
            break
        rest = rest[before.end() :]
        is_handle = "hdl" in before.group().lower()
        if before["host"]:  # query and fragment are words to the proxy, and escapes hide what belongs to the name
            is_url, rest = True, _decoded(re.split(r"[?#]", rest, maxsplit=1)[0])
        elif before["urn"]:  # the first slash is written as a colon
            rest = rest.replace(":", "/", 1)
    labelled = len(rest) < len(text)
    if not labelled and not (bare and rest.startswith("10.")):
        return None
    if not is_url:
        rest, notes = _without_sentence(_decoded(rest))
        if re.search(r"\s", rest):
            return None
    shape = _HANDLE if is_handle else _DOI if labelled else _BARE_DOI
    if not shape.fullmatch(rest):
        return None
    is_doi = _DOI.fullmatch(rest) is not None
    found = Identifier(
        kind="doi" if is_doi else "handle",
        about="a DOI" if is_doi else "a handle",
        name=rest,
        url=None,
        is_url=is_url,
        notes=notes,
    )
    return replace(found, url=found.page_at(DOI_RESOLVER if is_doi else HANDLE_RESOLVER))


def _other(text: str, *, bare: bool) -> Identifier | None:
    name, notes = _without_sentence(text)
    if not bare and ":" not in name:
        return None
    found = _patterns().fullmatch(name)
    if found is None or found.lastindex is None:
        return None
    row = rows("identifiers.csv")[int(str(found.lastgroup).removeprefix("row"))]
    value = found.group(found.lastindex + 1)
    value = value.upper() if row["kind"] in {"pmcid", "openalex"} else value
    # URNs and their like are percent-encoded already.
    url = row["url"].format(quote(value, safe=_SAFE + "/%")) if row["url"] else None
    return Identifier(kind=row["kind"], about=row["about"], name=value, url=url, notes=notes)


@functools.cache
def _patterns() -> re.Pattern[str]:
    """All rows of the table as one pattern; the first row that fits decides."""
    told = (f"(?P<row{number}>{row['pattern']})" for number, row in enumerate(rows("identifiers.csv")))
    return re.compile("|".join(told), re.IGNORECASE)


def _without_sentence(text: str) -> tuple[str, tuple[str, ...]]:
    end = sentence_end(text)
    cut = text[end:]
    return text[:end], ((f"“{cut}” at its end was left out, as part of the sentence around it",) if cut else ())


def sentence_end(text: str) -> int:
    """Where the punctuation at the end begins that may belong to the sentence around a link. A bracket that the text
    itself opened belongs to the text.
    """
    end = len(text)
    if text[-1:] not in _STOPS and text[-1:] not in _CLOSING:
        return end
    surplus = {closing: text.count(closing) - text.count(opening) for closing, opening in _CLOSING.items()}
    while end and (text[end - 1] in _STOPS or surplus.get(text[end - 1], 0) > 0):
        end -= 1
        if text[end] in surplus:
            surplus[text[end]] -= 1
    return end


def _decoded(text: str) -> str:
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


def _escaped(name: str) -> str:
    """As part of the path of a URL. Where segments of dots would be read as steps, no slash is left to part them."""
    return quote(name, safe=_SAFE if _DOTS.search(name) else _SAFE + "/")


# -- the answer ---------------------------------------------------------------------------------------------------


@frozen
class HandleAnswer:
    """What the Handle System says of a name. found: it is registered. location: where it leads, None where the record
    names no place. alias: the other name under which the record stands. response_code: of the Handle protocol.
    """

    found: bool
    handle: str
    location: str | None = None
    alias: str | None = None
    response_code: int

    @property
    def about(self) -> str:
        """What is spoken of."""
        return "DOI" if self.handle.startswith("10.") else "handle"


def was_asked_for(outcome: Exchange) -> bool:
    """Whether a record of the Handle System was asked for, in place of the link that was given."""
    if not outcome.hops or _API not in outcome.hops[0].url:
        return False
    return _API not in outcome.original or identify(outcome.original.strip()) is not None


def handle_answer(outcome: Exchange) -> HandleAnswer | None:
    """Read the answer; None where it is none of the Handle System."""
    if not was_asked_for(outcome):
        return None
    try:
        told = json.loads(outcome.content)
    except (ValueError, RecursionError):
        return None
    code = told.get("responseCode") if isinstance(told, dict) else None
    if type(code) is not int:
        return None
    asked = unquote(outcome.hops[0].url.partition(_API)[2])
    listed = told.get("values")
    values = [value for value in listed if isinstance(value, dict)] if isinstance(listed, list) else []
    return HandleAnswer(
        found=code in (_SUCCESS, _NO_VALUES),
        handle=str(told.get("handle") or asked),
        location=_location(values),
        alias=next(_texts(values, "HS_ALIAS"), None),
        response_code=code,
    )


def _texts(values: Sequence[Mapping[str, Any]], kind: str) -> Iterator[str]:
    """The values of one type, those of low index first."""
    for value in sorted(values, key=lambda value: index if isinstance(index := value.get("index"), int) else 0):
        data = value.get("data")
        text = data.get("value") if isinstance(data, dict) else None
        if str(value.get("type")).upper() == kind and isinstance(text, str) and text.strip():
            yield text.strip()


def _location(values: Sequence[Mapping[str, Any]]) -> str | None:
    """The URL of the record; else the heaviest location of a `10320/loc` value."""
    url = next(_texts(values, "URL"), None)
    if url is not None:
        return url
    places = [place for text in _texts(values, "10320/LOC") for place in _places(text)]
    return max(places, key=lambda place: place[0])[1] if places else None


def _places(xml: str) -> Iterator[tuple[float, str]]:
    """Weight and URL of each location; one without a weight weighs 1."""
    for found in _LOCATION.finditer(xml):
        told = {name.lower(): resolved(one or other) for name, one, other in _ATTRIBUTE.findall(found.group(1))}
        weight = told.get("weight", "1")
        if told.get("href"):
            yield float(weight) if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", weight) else 0.0, told["href"].strip()


def located(outcome: Outcome) -> Outcome:
    """The outcome with the place where the name leads as its target, if it leads to the web; else as it was."""
    answer = handle_answer(outcome) if isinstance(outcome, Exchange) else None
    if not isinstance(outcome, Exchange) or answer is None or answer.location is None:
        return outcome
    try:
        url = ada_url.URL(answer.location)
    except ValueError:
        return outcome
    return replace(outcome, target=url.href) if url.protocol in ("http:", "https:") else outcome


# -- what it means, in words --------------------------------------------------------------------------------------


def registered(answer: HandleAnswer | None) -> str | None:
    """Why the link is alive."""
    if answer is None or answer.response_code != _SUCCESS or answer.location is None:
        return None
    return f"the {answer.about} is registered; it leads to {answer.location}"


def unregistered(answer: HandleAnswer | None) -> str | None:
    """Why the link is dead."""
    if answer is None or answer.response_code != _UNKNOWN_NAME:
        return None
    return f"no such {answer.about} is registered: {answer.handle}"


def leads_nowhere(answer: HandleAnswer | None) -> str | None:
    """Why a registered name does not make a link."""
    if answer is None or not answer.found or answer.location is not None:
        return None
    if answer.alias is not None:
        return f"the {answer.about} is registered as another name of {answer.alias}, which was not asked for"
    return f"the {answer.about} is registered, and its record names no address"
