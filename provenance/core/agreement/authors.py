"""Authors: tolerant of the order of names, initials and scripts; strict on who is named at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from provenance.core import outlets
from provenance.core.agreement.people import is_named, is_suffix, is_unspoken, scripts_differ
from provenance.core.agreement.sites import is_name_of_site, is_same_site, sites_of
from provenance.core.agreement.telling import agrees, differs, not_stated, unclear
from provenance.core.extract.authors import is_person
from provenance.core.model import Agreement, Comparison, Source
from provenance.core.text import plain

_OTHERS = re.compile(r"(?:\bet al\.?|\bu\. ?a\.|\band others|\bothers)\s*$", re.IGNORECASE)
# Whoever works there, and nobody by name.
_DESK = re.compile(
    r"(?:redaktion|redaction|rédaction|redacción|redazione|redação|staff|team|desk|newsroom|editors?|editorial|admin|onlineredaktion)",
    re.IGNORECASE,
)
_SITE_AS_AUTHOR = "the list has the name of the site as the author"
# Readings of authors below were right in two of three cases.
_SURE = 0.7
_MISSPELT = 0.85


def compare(given: str, source: Source, text: str) -> Comparison | None:
    """The authors, `Family, Given; …` or as they stand there. text: all that is visible on the page."""
    parts = (part.strip() for part in given.split(";"))
    names = [part for part in parts if part and not _OTHERS.fullmatch(part) and not is_suffix(part)]
    if not names:
        return None
    reading = source.author
    stated = [name.display for name in reading.value or ()]
    if not stated:
        return _nobody(given, names, source, text)
    shown = "; ".join(stated)
    because = _wrong(names, source)
    if not because:
        left = [name for name in stated if not any(is_named(one, name) for one in names)]
        return agrees("author", given, reading, shown, f"the page also names {'; '.join(left)}" if left else "")
    if doubt := _doubt(names, because, source, text):
        return unclear("author", given, reading, shown, doubt)
    return differs("author", given, reading, shown, because)


def _nobody(given: str, names: Sequence[str], source: Source, text: str) -> Comparison:
    """Of a page that names no author."""
    if not all(is_name_of_site(name, source) and not outlets.is_agency(name) for name in names):
        where = "" if all(stands_in(name, text) for name in names) else ", and not this one anywhere"
        return not_stated("author", given, f"the page names no author{where}")
    if source.type.startswith("article"):
        because = f"{_SITE_AS_AUTHOR}; the page names nobody"
        return Comparison(variable="author", agreement=Agreement.DIFFERS, given=given, because=because)
    # A body that publishes under its own name is the author of its pages (APA manual, 7th edition, 9.11).
    because = f"{_SITE_AS_AUTHOR}; the page names nobody, and a body can be the author of its pages"
    return Comparison(variable="author", agreement=Agreement.UNCLEAR, given=given, because=because)


def _wrong(names: Sequence[str], source: Source) -> str:
    """Why they are not the authors that the page names; empty where they are."""
    reading = source.author
    stated = [name.display for name in reading.value or ()]
    everybody = [*stated, *(piece.value for piece in (*reading.supported_by, *reading.disputed_by))]
    everybody += [piece.quote for piece in reading.supported_by]
    everybody += [source.credit.value] if source.credit.value else []
    if all(is_name_of_site(name, source) for name in names):
        # What a template calls the author of every page is what programs take for one: a person goes before.
        named = stated if any(map(is_person, stated)) else everybody
        same = all(any(_is_same_body(name, other, source) for other in named) for name in names)
        return "" if same else _SITE_AS_AUTHOR
    missing = [name for name in names if not any(is_named(name, other) for other in everybody)]
    if len(missing) < len(names):  # `Roe, Jane; Reuters`: who wrote, and for whom
        missing = [name for name in missing if not _is_beside(name, source)]
    return _not_named(missing, stated) if missing else ""


def _is_beside(name: str, source: Source) -> bool:
    """Whether it may stand beside the names of those who wrote without being one."""
    return is_name_of_site(name, source) or outlets.is_agency(name) or _is_desk(name, source)


def _is_same_body(name: str, other: str, source: Source) -> bool:
    return is_named(name, other) or (is_name_of_site(name, source) and is_name_of_site(other, source))


def _not_named(missing: Sequence[str], stated: Sequence[str]) -> str:
    because = f"the page does not name {'; '.join(missing)}"
    for name in missing:
        key = " ".join(sorted(plain(name).split()))
        for other in stated:
            if SequenceMatcher(None, key, " ".join(sorted(plain(other).split()))).ratio() >= _MISSPELT:
                return f"{because}; the spelling differs from {other}"
    return because


def _doubt(names: Sequence[str], because: str, source: Source, text: str) -> str:
    """Why the page proves nothing against the names; empty where it does."""
    stated = [name.display for name in source.author.value or ()]
    if all(_is_desk(name, source) for name in names):
        return "a desk, not a person"
    if because == _SITE_AS_AUTHOR:
        return _doubt_of_site(stated, source)
    if all(stands_in(name, text) for name in names):
        return "named on the page, and not where its authors stand"
    foreign = all(scripts_differ(name, other) for name in names for other in stated)
    if foreign and any(map(is_unspoken, stated)):
        return "written in another script, and nothing tells how it is read"
    confidence = source.author.confidence
    if (confidence is None or confidence < _SURE) and not any(map(is_person, stated)):
        return "what the page names as its author may be none"
    return ""


def _doubt_of_site(stated: Sequence[str], source: Source) -> str:
    if not any(map(outlets.is_agency, stated)) and all(_is_nobody(name, source) for name in stated):
        return "the page names no person in full"
    # What a template says of every page (`meta`) is what programs take for an author; a record of the article is more.
    pieces = [piece for piece in source.author.disputed_by if piece.method.startswith(("jsonld:author", "visible:"))]
    if any(is_name_of_site(piece.value, source) for piece in pieces):
        return "the page names its outlet as the author too"
    return ""


def _is_nobody(name: str, source: Source) -> bool:
    """Whether a desk, or one word: the name under which somebody keeps a site that is called after him."""
    return _is_desk(name, source) or (name.isascii() and " " not in name)


def _is_desk(name: str, source: Source) -> bool:
    """Whether it is a desk of no outlet, or of this one: `Redaktion`, `The Lantern Staff`."""
    rest = " ".join(part for part in re.split(r"[\s,/-]+", name) if not _DESK.fullmatch(part))
    if plain(rest) == plain(re.sub(r"[,/-]", " ", name)):
        return False
    return not rest or any(is_same_site(rest, site) for site in sites_of(source))


def stands_in(name: str, text: str) -> bool:
    """Whether a name `Family, Given` stands in a text, in either order."""
    family, _, given = (plain(part) for part in name.partition(","))
    found = f" {plain(text)} "
    forms = {f"{given} {family}".strip(), f"{family} {given}".strip()}
    return any(len(form) > 2 and f" {form} " in found for form in forms)
