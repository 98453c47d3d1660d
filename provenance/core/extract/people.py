"""Bylines to names: who wrote it, apart from who sent, owns or printed it."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable

from provenance.core import outlets
from provenance.core.extract.days import days_in, month_number, weekday_number
from provenance.core.extract.headline import site_key
from provenance.core.model import Name
from provenance.core.regex import regex
from provenance.core.text import collapse, comparable

# "By" in many languages, which may stand alone before a name.
BY = (
    r"(?:(?:(?:written|posted|submitted|created|added|shared|blog\s+post|published|reported|reporting|story|words|text|article|analysis|review|opinion|words\s+and\s+pictures)\s+)?by|"
    r"von|par|por|door|di|af|av|från|od|przez|oleh|viết\s+bởi|от|από|a\s+cura\s+di|(?:geschrieben|verfasst|erstellt|veröffentlicht|gespeichert|eingestellt|gepostet|(?:blog[\s-]*|gast)?beitrag|artikel)\s+von|"
    r"escrito\s+por|publicado\s+por|écrit\s+par|publié\s+par|scritto\s+da|pubblicato\s+da|geschreven\s+door|skrivet\s+av|"
    r"skrevet\s+av|skrevet\s+af|napisał[a]?|yazan|ditulis\s+oleh|escribe|escribió|文/|文｜|撰文)"
)
# Words for an author, which stand before a colon; without one they head a column or name a page of the site.
LABEL = (
    r"(?:text(?:e|o)?\s*(?:&|\+|und|and|et|e|y)\s*(?:fotos?|photos?|bilder?|pictures?|video)|interview|author[s]?|autor(?:in|en|es|a|i)?|autorin/autor|autor(?:[*:_/]|/-|\()in(?:nen)?\)?|auteur[s]?|autore|autori|texte|testo|tekst|автор[ыа]?|текст|penulis|"
    r"text(?:\s+und\s+fotos?)?|reporter|redakteur(?:in)?|verfasser(?:in)?|forfatter|författare|kirjoittaja|szerző|författad|tác\s+giả|"
    r"작성자?|글|작가|作者|記者|记者|文|著者|撰文|कलम|लेखक|الكاتب|كتب|نویسنده|yazar|auteur·e|συντάκτης|συγγραφέας|written|von|by|par|por)"
)
_BY_PREFIX = regex(rf"^\s*(?:{BY}(?:\s*[:：]\s*|\s+)|{LABEL}\s*[:：]\s*)", re.IGNORECASE)
_NOISE = regex(r"\S+@\S+|https?://\S+|www\.\S+|@\w+|\([^)]*\)|\[[^\]]*\]|[\"“”„]")
# A label or a column before the "By": `Post author By Jane Roe`, `Disko Von Jane Roe`. Who made the pictures is another.
_BEFORE_BY = regex(
    r"^(?!\W*(?:video|foto|photo|bild|illustration|grafi|kamera))(?:[^\W\d_]+\s+){1,3}(?=(?:By|Von|Par|Por|Door)\s+[A-ZÀ-Þ])",
    re.IGNORECASE,
)
# `Jane Roe On | …`: a word that led to the day, before the bar that stands for it.
_BEFORE_DAY = regex(
    r"\s+(?:on|am|vom|le|el|op|den|erstellt|veröffentlicht|publié|publicado|updated|posted|published|at|um)(?:\s+(?:am|le|el|on|den))?\s*(?=\||$)",
    re.IGNORECASE,
)
# What follows is where a text is filed, or where it was written.
_BEHIND = regex(r"\s+(?:in|unter|under|dans|filed\s+under)\s+.*$", re.IGNORECASE)
_DIGIT = regex(r"\d")
# `Jane RoeJun 15th`, `JANE ROEMay 20`: a day that the page set without a space behind the name.
_GLUED_DAY = regex(
    r"(?<=[a-zß-ÿA-Z])((?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d))", re.ASCII
)
_INVERTED = regex(r"^([^\W\d_][\w'’-]+),\s+([^\W\d_][\w'’-]+)$")  # Roe, Jane
_CUT = regex(
    r"\s*(?:\b(?:on|am|vom|le|el|op|den|den)\s*\||[|•·–—]|\b\w*(?:korrespondent|redakteur|redaktør|reporter|correspondent)\w*\b|\s-\s|\bfotos?:|\bphotos?\b|\bbilder?:|\bupdated\b|\bpublished\b|\bposted\b|\bam\b|\bvom\b|\bon\s+(?=\w+day|\w{3,9}\s\d)"
    r"|\baktualisiert\b|\bveröffentlicht\b|\bstand\b|(?<!\w)\d).*$",
    re.IGNORECASE,
)
_BETWEEN = regex(
    r"\s*(?:[,;/、，；&]|\s(?:and|und|y|et|e|en|og|och|i|и|та|και|ve|dan|with|mit|con|avec|for|für|aus)\s)\s*",
    re.IGNORECASE,
)
# A word of these in a name means that it is a post, a desk or a site and nobody's name.
NO_PERSON = regex(
    r"\b(?:staff|report(?:er|ers|ing|age)?|editor(?:s|ial)?|correspondents?|contribut(?:or|ors|ing)|writers?|team|desk|admin|"
    r"administrator|redak\w*|redac\w*|redaz\w*|rédaction|news|newsroom|agenc\w+|agentur\w*|press|media|magazine|online|"
    r"webmaster|author|user|unknown|anonymous|modified|published|last|board|bureau|office|wire|services?|sports?|"
    r"website|web|digital|tv|radio|journal|times|post|tribune|herald|gazette|zeitung|verlag|gmbh|inc|ltd|llc|e\.v|"
    r"foundation|institut\w*|university|company|group|network|blog|no\s+author|null|undefined|"
    r"more|view|follow|share|subscribe|comments?|minutes?|read|photo|getty|images?|archive|profile|all\s+posts|"
    r"senior|chief|special|associate|assistant|executive|director|producer|columnist|analyst|freelance|"
    r"gesponsert\w*|inhalte?|suche|search|menü|menu|veranstaltung\w*|kontakt|kommentare?|anzeige|werbung|impressum|"
    r"partner|autorenteam|ministry|department|committee|council|police|polizei|feuerwehr|stadt|gemeinde)\b",
    re.IGNORECASE,
)
_PARTICLES_WORDS = """
    van von de da di del della der den dos das du la le el al bin ibn ter ten zu zum zur af av
"""
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
_TITLES = regex(r"^(?:dr|prof|mr|mrs|ms|sir|rev|mag|ing|dipl)\.?\s+", re.IGNORECASE)
_POST = regex(r"\s*(?:기자|특파원|記者)$")  # what follows a reporter's name in Korean and Chinese
_SUFFIX = regex(r"^(?:ph\.?d|m\.?d|jr|sr|ii|iii|esq|md|mba|ma|rn)\.?$", re.IGNORECASE)
# What CSL calls a suffix: it tells father and son apart. A comma before it parts no names.
_OF_GENERATION = regex(r"(?i:jr|sr)\.?|I{2,3}|IV")
_BEFORE_SUFFIX = regex(rf",\s*(?=(?:{_OF_GENERATION.pattern})(?!\w))")
_UNSPLIT = regex(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD_START = regex(r"[^\W\d_]")
_MOST_WORDS, _LONGEST = 5, 50
# Characters of a byline that is kept for the next question.
_LONGEST_KEPT = 400


def without_by(text: str) -> str:
    """The byline without its "By"."""
    without = _BY_PREFIX.sub("", text)
    if without != text:  # `Text: By Jane Roe`
        without = _BY_PREFIX.sub("", without)
    return without.strip(" :")


def people(text: str, *, sites: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The persons that a byline names, as printed, each once.

    sites: names of the outlet, which is no author of itself.
    """
    keys = {site_key(site) for site in sites if site}
    found: dict[str, str] = {}
    for piece in pieces(text):
        name = person(piece, keys)
        if name:
            found.setdefault(comparable(name), name)
    return whole_names(found.values())


def pieces(text: str) -> list[str]:
    """What stands between the commas and the "and"s of a byline; addresses, quotation marks, brackets and days left out."""
    return [piece for piece in _BETWEEN.split(_BEHIND.sub("", bare(text))) if piece]


def bare(text: str) -> str:
    """A byline without its "By", and without what is glued to the names."""
    return _bare(text) if len(text) <= _LONGEST_KEPT else _bare.__wrapped__(text)


@functools.lru_cache(maxsize=256)  # a byline is asked for whole and in pieces, and stands on a page more than once
def _bare(text: str) -> str:
    text = _BEFORE_SUFFIX.sub(" ", _NOISE.sub(" ", collapse(text)))
    for day in days_in(text):
        text = text.replace(day.quote, " | ")
    if _DIGIT.search(text):
        text = _GLUED_DAY.sub(r"\1 | ", text)
    text = _INVERTED.sub(r"\2 \1", without_by(_BEFORE_BY.sub("", text)))
    return _BEFORE_DAY.sub("", text)


def whole_names(names: Iterable[str]) -> tuple[str, ...]:
    """In "Jane Roe, Islay" the single word is where she wrote."""
    names = tuple(names)
    whole = tuple(name for name in names if " " in name or _UNSPLIT.search(name))
    return whole or names


def agencies(text: str) -> tuple[str, ...]:
    """The news agencies that a byline names."""
    named = [without_by(piece).strip() for piece in _BETWEEN.split(collapse(text)) if piece]
    return tuple(dict.fromkeys(piece for piece in named if piece and outlets.is_agency(piece)))


def person(piece: str, sites: Collection[str] = ()) -> str | None:
    """The name of a person, tidied, or None where it is none. sites: keys of the names of the outlet."""
    piece = _CUT.sub("", without_by(piece)).strip(" .,:;-'*\t")
    piece = _POST.sub("", _TITLES.sub("", piece))
    words = piece.split()
    while len(words) > 1 and (month_number(words[-1], "en") or weekday_number(words[-1], "en")):
        words.pop()
    piece = " ".join(words)
    if not _may_be_name(words, piece) or not _is_cased_as_name(words) or _is_body(words, piece, sites):
        return None
    return piece.title() if len(words) > 1 and piece.isupper() else piece


def _may_be_name(words: list[str], piece: str) -> bool:
    """Whether it has the length of a name; `DE FR IT EN` of a navigation has not, nor has a month."""
    dense = _UNSPLIT.search(piece) is not None
    if not words or len(words) > _MOST_WORDS or not (2 if dense else 3) <= len(piece) <= _LONGEST:
        return False
    if len(words) == 1 and month_number(piece, "en"):
        return False
    return dense or any(len(word) > 2 for word in words)


def _is_cased_as_name(words: list[str]) -> bool:
    if _WORD_START.search(words[0]) is None or words[-1].islower():
        return False
    if len(words) > 1 and words[0].islower() and words[0] not in _PARTICLES:
        return False
    return not any(word.islower() and word not in _PARTICLES for word in words[1:])


def _is_body(words: list[str], piece: str, sites: Collection[str]) -> bool:
    """Whether the words name a post, a desk, an agency or the site."""
    if len(words) > 1 and words[0].isupper() and len(words[0]) > 2 and _is_outlet(words[0]):
        return True  # `CNN Business`
    return bool(NO_PERSON.search(piece) or _SUFFIX.match(piece)) or site_key(piece) in sites or outlets.is_agency(piece)


def _is_outlet(word: str) -> bool:
    return outlets.is_agency(word) or outlets.by_name(word) is not None


def as_name(display: str) -> Name:
    """A CSL name: the last word is the family name, with the particles before it (`van der Berg`) and without the suffix
    behind it (`Jr`, `III`).

    A body, a single word, and a name in a script where the family comes first or no space stands between, stay whole.
    """
    words = display.split()
    if len(words) < 2 or _UNSPLIT.search(display) or not person(display):
        return Name(literal=display)
    suffix = words.pop() if len(words) > 2 and _OF_GENERATION.fullmatch(words[-1]) else None
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return Name(family=" ".join(words[start:]), given=" ".join(words[:start]), suffix=suffix)
