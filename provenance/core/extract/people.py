"""Bylines to names: who wrote it, apart from who sent, owns or printed it."""

from __future__ import annotations

import re

from provenance.core import outlets
from provenance.core.extract.days import days_in, month_number, weekday_number
from provenance.core.extract.headline import site_key
from provenance.core.model import Name
from provenance.core.text import collapse, comparable

# "By" in the languages of the corpus; a colon or white space ends it.
BY = (
    r"(?:(?:written|posted|published|reported|reporting|story|words|text|article|analysis|review|opinion)\s+by|interview|by|von|"
    r"par|por|door|di|de|af|av|från|od|przez|автор[ыа]?|текст|author[s]?|autor(?:in|en|es|a|i)?|auteur|autore|"
    r"text(?:\s+und\s+fotos?)?|texte|testo|tekst|oleh|penulis|reporter|yazan|viết\s+bởi|작성자?|作者|記者|文|от|από)"
)
_BY_PREFIX = re.compile(rf"^\s*{BY}(?:\s*[:：]\s*|\s+)", re.IGNORECASE)
_NOISE = re.compile(r"\S+@\S+|https?://\S+|www\.\S+|@\w+|\([^)]*\)|\[[^\]]*\]|[\"“”„]")
_INVERTED = re.compile(r"^([^\W\d_][\w'’-]+),\s+([^\W\d_][\w'’-]+)$")  # Roe, Jane
_CUT = re.compile(
    r"\s*(?:[|•·–—]|\s-\s|\bfotos?:|\bphotos?\b|\bbilder?:|\bupdated\b|\bpublished\b|\bposted\b|\bam\b|\bvom\b|\bon\s+(?=\w+day|\w{3,9}\s\d)"
    r"|\baktualisiert\b|\bveröffentlicht\b|\bstand\b|\d).*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s*(?:[,;/、，；&]|\s(?:and|und|y|et|e|en|og|och|i|и|та|και|ve|dan|with|mit|con|avec|for|für|in|aus)\s)\s*",
    re.IGNORECASE,
)
# A word of these in a name means that it is a post, a desk or a site and nobody's name.
_NO_PERSON = re.compile(
    r"\b(?:staff|report(?:er|ers|ing|age)?|editor(?:s|ial)?|correspondents?|contribut(?:or|ors|ing)|writers?|team|desk|admin|"
    r"administrator|redak\w*|redac\w*|redaz\w*|rédaction|news|newsroom|agenc\w+|agentur\w*|press|media|magazine|online|"
    r"webmaster|author|guest|gast|user|unknown|anonymous|board|bureau|office|wire|services?|sports?|"
    r"website|web|digital|tv|radio|journal|times|post|tribune|herald|gazette|zeitung|verlag|gmbh|inc|ltd|llc|e\.v|"
    r"foundation|institut\w*|university|company|group|network|blog|no\s+author|null|none|undefined|default|root|"
    r"more|view|follow|share|subscribe|comments?|minutes?|read|photo|getty|images?|archive|profile|all\s+posts|"
    r"senior|chief|special|associate|assistant|executive|director|producer|columnist|analyst|freelance|"
    r"partner|autorenteam|ministry|department|committee|council|police|polizei|feuerwehr|stadt|gemeinde)\b",
    re.IGNORECASE,
)
_PARTICLES_WORDS = """
    van von de da di del della der den dos das du la le el al bin ibn ter ten zu zum zur af av
"""
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
_TITLES = re.compile(r"^(?:dr|prof|mr|mrs|ms|sir|rev|mag|ing|dipl)\.?\s+", re.IGNORECASE)
_POST = re.compile(r"\s*(?:기자|특파원|記者)$")  # what follows a reporter's name in Korean and Chinese
_SUFFIX = re.compile(r"^(?:ph\.?d|m\.?d|jr|sr|ii|iii|esq|md|mba|ma|rn)\.?$", re.IGNORECASE)
_UNSPLIT = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD_START = re.compile(r"[^\W\d_]")
_MOST_WORDS = 5


def without_by(text: str) -> str:
    """The byline without its "By"."""
    for _ in range(2):
        text = _BY_PREFIX.sub("", text)
    return text.strip(" :")


def people(text: str, *, sites: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The persons that a byline names, as printed, each once.

    sites: names of the outlet, which is no author of itself.
    """
    text = _NOISE.sub(" ", collapse(text))
    for day in days_in(text):
        text = text.replace(day.quote, " | ")
    text = _INVERTED.sub(r"\2 \1", without_by(text))
    keys = {site_key(site) for site in sites if site}
    found: dict[str, str] = {}
    for piece in _BETWEEN.split(text):
        name = _person(piece or "", keys)
        if name:
            found.setdefault(comparable(name), name)
    names = tuple(found.values())
    # In "Jane Roe, Islay" the single word is where she wrote.
    whole = tuple(name for name in names if " " in name or _UNSPLIT.search(name))
    return whole or names


def agencies(text: str) -> tuple[str, ...]:
    """The news agencies that a byline names."""
    pieces = [without_by(piece).strip() for piece in _BETWEEN.split(collapse(text)) if piece]
    return tuple(dict.fromkeys(piece for piece in pieces if piece and outlets.is_agency(piece)))


def _person(piece: str, sites: set[str]) -> str | None:
    piece = _CUT.sub("", without_by(piece)).strip(" .,:;-'*\t")
    piece = _POST.sub("", _TITLES.sub("", piece))
    words = piece.split()
    while len(words) > 1 and (month_number(words[-1], "en") or weekday_number(words[-1], "en")):
        words.pop()
    piece = " ".join(words)
    if not words or len(words) > _MOST_WORDS or len(piece) > 50 or len(piece) < (2 if _UNSPLIT.search(piece) else 3):
        return None
    if len(words) == 1 and month_number(piece, "en"):
        return None
    if _NO_PERSON.search(piece) or _SUFFIX.match(piece) or site_key(piece) in sites or outlets.is_agency(piece):
        return None
    first = _WORD_START.search(words[0])
    if first is None or any(word.islower() and word not in _PARTICLES for word in words[1:]) or words[-1].islower():
        return None
    if len(words) > 1 and words[0].islower() and words[0] not in _PARTICLES:
        return None
    return piece.title() if len(words) > 1 and piece.isupper() else piece


def as_name(display: str) -> Name:
    """A CSL name: the last word is the family name, with the particles before it (`van der Berg`).

    A single word, and a name in a script where the family comes first or no space stands between, stay whole.
    """
    words = display.split()
    if len(words) < 2 or _UNSPLIT.search(display):
        return Name(literal=display)
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return Name(family=" ".join(words[start:]), given=" ".join(words[:start]))
