"""Outlets: all the names under which one goes, and whether a list has another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from provenance.core import outlets
from provenance.core.agreement.telling import agrees, differs, not_stated, unclear
from provenance.core.extract.headline import site_key
from provenance.core.model import Comparison, Outlet, Source, Status
from provenance.core.text import comparable, plain
from provenance.core.urls import registrable_domain, url_or_none

_NEARLY = 0.9
_SHORTEST_NAME = 2
_FEWEST_INITIALS, _MOST_INITIALS = 2, 5
# Words of which many a name is made: that two names have them in common says nothing.
_COMMON_WORDS = """
    the a of and for der die das und le la les du des de el los il da do y
    daily weekly sunday online news times post echo gazette herald courier journal tribune telegraph star sun mail express
    review chronicle observer record wire press today world zeitung blatt bote anzeiger nachrichten kurier tageblatt
    rundschau presse écho figaro dépêche diario noticias correo mundo voz gazeta kurier tidning tidende avis dagblad
    corriere giornale gazzetta jornal folha
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def compare(given: str, source: Source, text: str) -> Comparison | None:
    """The outlet (`container-title`). text: all that is visible on the page."""
    if not given:
        return None
    names, reading = sites_of(source), source.container_title
    if not names:
        return not_stated("container-title", given)
    shown = reading.value or names[0]
    here, named = source.outlet.value, outlets.by_name(given)
    if _is_own(here, named) or any(is_same_site(given, name) for name in names):
        return agrees("container-title", given, reading, shown)
    if doubt := next(_doubts(given, names, named, source, text), ""):
        return unclear("container-title", given, reading, shown, doubt)
    is_agency = source.credit.value and comparable(given) == comparable(source.credit.value)
    because = "that is the agency whose text the outlet printed" if is_agency else "another outlet"
    return differs("container-title", given, reading, shown, because)


def _is_own(here: Outlet | None, named: Outlet | None) -> bool:
    return here is not None and named is not None and here.id is not None and named.id == here.id


def _doubts(given: str, names: list[str], named: Outlet | None, source: Source, text: str) -> Iterator[str]:
    """Why the page proves nothing against the name of an outlet; nothing where it does."""
    if any(_is_short_for(name, given) or _is_short_for(given, name) for name in names):
        yield "the one may be short for the other"
    if len(plain(given)) <= _SHORTEST_NAME and any(plain(given) in plain(name).split() for name in names):
        yield "too short to be told from a word of the other"
    if is_named_in(given, text):
        yield "named on the page, and not as its outlet"
    if named is None:  # the pages of an outlet that is known stand at other domains
        if source.container_title.status is not Status.STATED:
            yield "the page states no outlet"
        if any(_has_telling_word_of(given, name) for name in names):
            yield "the two names have a word in common, and may be names of one outlet"


def _is_short_for(short: str, name: str) -> bool:
    """Whether letters can be the initials of a name, some words passed over (`LRT`, `BBC`), or a word is short for it
    (`hbl` in a domain).
    """
    letters, long = plain(short).replace(" ", ""), plain(name)
    if not (_FEWEST_INITIALS <= len(letters) <= _MOST_INITIALS) or not letters.isalpha() or letters[0] != long[:1]:
        return False
    words = long.split()
    initials = "".join(word[0] for word in words) if len(words) > 1 else long
    return len(letters) < len(long) and _runs_through(letters, initials)


def _runs_through(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _has_telling_word_of(one: str, other: str) -> bool:
    """A word in common that is not one of many names, where one of the two is of few words."""
    first, second = ({word for word in plain(name).split() if word not in _COMMON} for name in (one, other))
    common = {word for word in first & second if len(word) > 3}
    return bool(common) and 2 * len(common) >= min(len(first), len(second))


def is_named_in(name: str, text: str) -> bool:
    """Whether a name of several words stands in a text; one of a single word must stand there as it is written."""
    words = plain(name)
    if " " in words:
        return f" {words} " in f" {plain(text)} "
    return len(words) > _SHORTEST_NAME and _alone(name.strip(), text)


def _alone(name: str, text: str) -> bool:
    """`Time` that begins a sentence is a word; in the middle of one, or by itself, a name."""
    pattern = re.compile(rf"(?<![\w.!?]\s)(?<!\w){re.escape(name)}(?!\w)(?!\s+[a-z])")
    is_name = name != name.lower() and (not name.isascii() or len(name) > 4 or name.isupper())
    return is_name and pattern.search(text) is not None


def is_same_site(one: str, other: str) -> bool:
    """Whether they are one name but for a letter, or all words of the one stand together in the other (`Guardian` in
    `The Guardian Weekly`).
    """
    first, second = site_key(one), site_key(other)
    if first == second or SequenceMatcher(None, first, second).ratio() >= _NEARLY:
        return True
    shorter, longer = sorted((f" {plain(one)} ", f" {plain(other)} "), key=len)
    return len(shorter.strip()) > _SHORTEST_NAME and shorter in longer


def sites_of(source: Source) -> list[str]:
    """All names under which the outlet goes on this page, its domain among them."""
    outlet = source.outlet.value
    known = (outlet.name, outlet.short, outlet.native_name, outlet.domain) if outlet else ()
    readings = (source.container_title, source.publisher)
    named = (piece.value for reading in readings for piece in (*reading.supported_by, *reading.disputed_by))
    address = url_or_none(source.canonical_url or source.url)
    host = address.host.removeprefix("www.") if address else ""
    domain = registrable_domain(host) if host else None
    hosts = (host, domain, (domain or host).partition(".")[0])
    values = (source.container_title.value, source.publisher.value)
    return list(dict.fromkeys(name for name in (*values, *known, *named, *hosts) if name))


def is_name_of_site(given: str, source: Source) -> bool:
    """Whether a name is that of the outlet; also one that a program took for a person's (`Post, The Example`)."""
    family, comma, first = given.partition(",")
    forms = {given, f"{first.strip()} {family}"} if comma else {given}
    keys = {site_key(name) for name in sites_of(source)} | {plain(name).replace(" ", "") for name in sites_of(source)}
    return any({site_key(form), plain(form).replace(" ", "")} & keys for form in forms)
