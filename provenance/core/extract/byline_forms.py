"""Lines that sign a text and open neither with "By" nor with "Author: …": what it is, when it was posted, or a label alone."""

from __future__ import annotations

from provenance.core.extract.authors import authors as signed
from provenance.core.extract.authors import is_person
from provenance.core.extract.people import BY, LABEL, people
from provenance.core.regex import regex

# `A column by Jane Roe`: only kinds of text that a paper prints; a film or a novel has an author of its own.
_GENRE = regex(
    r"^(?i:(?:eine?|an?|une?|una|un)\s+(?:[^\W\d_]+[-\s])?(?:kolumne|kommentar|(?:gast|debatten)?beitrag|gastkommentar|essay|reportage|"
    r"analyse|interview|bericht|artikel|glosse|rezension|kritik|meinungsbeitrag|column|comment(?:ary)?|report|analysis|article|story|"
    r"review|opinion|chronique|tribune|enquête|columna|análisis|crónica|reportaje|entrevista)\s+(?:von|by|par|por))\s+"
    r"(?P<names>[A-ZÀ-ÞА-Я].{2,70})$"
)
# `Posted by quaywatcher at 18:52`: the foot of a post, as systems for diaries write it.
_POSTED_AT = regex(
    r"^(?:posted|published|submitted|eingestellt|veröffentlicht|gepostet|publié|publicado|publicada|pubblicato|postato|gepost|geplaatst)\s+"
    r"(?:by|von|par|por|da|door)\s+(?P<names>.{2,50}?)\s+(?:at|um|à|às|a\s+las|alle|om)\s+\d{1,2}[:.h]\d{2}",
)
# How each line begins, in small letters, that signs a text in one of these forms or in those of `bylines`.
_OPENING = regex(
    rf"\s*(?:(?:{LABEL}|{BY}|posted|published|submitted|created|veröffentlicht|erstellt|gespeichert|eingestellt|gepostet|"
    r"publi(?:é|cad[oa])|pubblicato|postato|gepost|geplaatst|eine?|an?|une?|una|artikel|beitrag|auteur|autore)(?![^\W\d_])|"
    r"(?:by|von|par|por)[a-zà-ÿ])"  # `ByJane Roe`
)
_LABEL_ALONE = regex(rf"^(?:{LABEL}|(?:artikel|beitrag)\s+von)\s*[:：]$|^(?:autor(?:in)?|auteur|autore)$")
# `An interview by Jane Roe with …`: who answers wrote nothing.
_ANSWERED = regex(r"\s(?:mit|with|avec|con)\s.*$")
_LONGEST_OPENING = 60
# Signs of a line; of those the ones that may stand beside a name that is alone on it.
LONGEST, _BESIDE_NAMES = 160, 4


def may_sign(text: str) -> bool:
    """Whether a line begins as one that signs does: most begin otherwise, and each form costs."""
    return _OPENING.match(text[:_LONGEST_OPENING].lower()) is not None


def names_in(text: str, following: str, sites: tuple[str, ...]) -> tuple[str, ...]:
    """The names that a line signs with, in order. following: the text of the next line, where a label stands alone;
    sites: names of the outlet.
    """
    if len(text) > LONGEST:
        return ()
    lowered = text.lower()
    if match := _POSTED_AT.match(lowered):
        return signed(text[match.start("names") : match.end("names")], sites=sites, stated=True)
    if match := _GENRE.match(text):
        return _full(people(_ANSWERED.sub("", match["names"]), sites=sites))
    if _LABEL_ALONE.match(lowered) and len(following) <= LONGEST // 2:
        names = _full(people(following, sites=sites))
        # A sentence about the author has more words than the name.
        return names if sum(map(len, names)) + _BESIDE_NAMES >= len(following) else ()
    return ()


def _full(names: tuple[str, ...]) -> tuple[str, ...]:
    return names if names and all(" " in name and is_person(name) for name in names) else ()
