"""Who signs an article, as the page states it: persons, and bodies, pseudonyms or the outlet itself where they sign.

A corporate author is an author (APA 7, section 9.11; Chicago 18, 13.23). What stands in an author's place and names
nobody – `admin`, `Staff`, `No Author` – is none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Sequence

from provenance.core import outlets
from provenance.core.extract import places
from provenance.core.extract.headline import site_key
from provenance.core.extract.people import NO_PERSON, bare, person, pieces, whole_names
from provenance.core.regex import regex
from provenance.core.text import comparable

# A word of these makes a name that of a body.
_BODY = regex(
    r"(?:\b|-)(?:cent(?:er|re|rum)|institut\w*|agen(?:cy|ce|cia|tur|zia)|universit\w*|universidad\w*|university|hochschule|foundation|stiftung|"
    r"fundaci[óo]n|funda[çc][ãa]o|fondation|fondazione|associat\w+|asociaci[óo]n|verein|verband|society|council|committee|"
    r"department|ministr\w+|ministeri\w+|minist[eè]re|federation|union|league|alliance|coalition|group|network|project|team|"
    r"staff|redak\w+|redac\w+|redaz\w+|r[ée]daction|redactie|desk|newsroom|wires?|services?|press|presse|news|media|medien|"
    r"magazin\w*|times|post|tribune|herald|gazette|journal|zeitung|observer|reporter|report|watch|tv|radio|broadcasting|company|"
    r"inc|ltd|llc|gmbh|ag|e\.\s?v|verlag|church|bank|museum|library|archive|academy|akademie|organi[sz]ation|commission|"
    r"kommission|parliament|government|police|polizei|feuerwehr|stadt|city\s+of|bureau|office|club|collective|kollektiv|"
    r"board|community|crew|editors|members|membres|редакция|агентство|новости)\b|(?:新聞|新闻|ニュース|通信|編集部|编辑部|通讯社|報社|日报|신문|뉴스|편집부)",
    re.IGNORECASE,
)
# What systems and templates write where nobody is named.
_NOBODY = regex(
    r"(?:(?:the|our|a|an|by|web|site|guest|news|special|senior|chief|associate|online|digital|managing|staff|local|press|der|die|das|"
    r"la|el|le|von)\s+)*(?:(?:(?:wp|wordpress|web|site|super)[-_]?)?admin(?:istrator)?\d*|root|default|test|user\d*|guest|gast|author|autor(?:in|en)?|auteur|autore|unknown|unbekannt|"
    r"anonym\w*|none|null|nan|undefined|n/?a|no\s+author|not\s+set|editor(?:s|ial)?|staff|redaktion|redaktionsteam|redactie|redacci[óo]n|"
    r"reda[çc][ãa]o|redazione|la\s+r[ée]daction|r[ée]daction|desk|newsroom|webmaster|webredaktion|online-?redaktion|"
    r"writers?|reporters?|correspondents?|contribut(?:or|ors)|agenc(?:y|ies)|agenturen?|news|team|media|press|presse|home|blog|"
    r"posts?|articles?|uncategorized|editorial\s+(?:team|staff|board)|more|mehr|share|comments?|編集部|编辑|記者|기자)",
    re.IGNORECASE,
)
_TEMPLATE = regex(r"[{}<>$%=\\]|\[\w+\]|^\W*$|https?:|@\w+\.\w")
_PSEUDONYM = regex(r"^(?=(?:.*[^\W\d_]){2})[^\W_][\w.'’+-]{1,30}$")
_ALSO_WORDS = regex(r"^[^\W\d_][\w'’.-]*(?:\s[^\W\d_][\w'’.-]*){1,2}$")
# Who made the pictures is another question.
_OF_PICTURE = regex(r"^\W*(?:photo|foto|bild(?:er)?:|image|illustration|video|grafik|picture)", re.IGNORECASE)
_STRONG = regex(r"[/,;&、，]|\s(?:and|und|et|y|e|og|och|i|и)\s")
_BAR = regex(
    r"\s*[|•·]\s*|\s+(?:published|updated|posted|veröffentlicht|aktualisiert|erstellt|publié|publicado|actualizado)\b(?!\s+by)",
    re.IGNORECASE,
)
_SHORTEST = 3
_MOST_FIRST_NAMES = 2
_LONGEST, _MOST_WORDS = 80, 10
_EDGES = ' .,:;|/*·•–—\t"“”„'


def authors(text: str, *, sites: tuple[str, ...] = (), stated: bool = False) -> tuple[str, ...]:
    """The authors that a byline or an author's field names, as printed, in order, each once.

    sites: names of the outlet; it may sign itself. stated: the place says that it holds an author, and nothing else, so
    that a pseudonym is one (`rasos`, `der Michel`).
    """
    if _OF_PICTURE.match(text):
        return ()
    keys = frozenset(site_key(site) for site in sites if site)
    whole = _first_part(bare(text))
    if (name := _body(whole, keys)) and not _is_several(whole, keys):
        return (name,)
    parts = [_first_part(part) for part in pieces(text)]
    named = [(person(part, keys), part) for part in parts if not (places.is_city(part) or places.is_region(part))]
    named = [(None if _is_shouted(part, named) else name, part) for name, part in named]
    persons = frozenset(whole_names(name for name, _ in named if name))
    if len(persons) > _MOST_FIRST_NAMES and not any(" " in name for name in persons) and any(map(str.isascii, persons)):
        persons = frozenset()  # a list of subjects
    if persons:
        # What stands beside persons is their post, unless it is the agency that wrote with them.
        names = [name if name in persons else part for name, part in named if name in persons or _wrote_too(part, text)]
    else:
        names = [name for _, part in named if (name := _body(part, keys))]
        names = names or [name for _, part in named if stated and (name := _pseudonym(part))]
    return tuple({comparable(name) or name: name for name in reversed(names)}.values())[::-1]


def _is_shouted(part: str, named: Sequence[tuple[str | None, str]]) -> bool:
    """Whether it stands in capitals beside names that do not: `Jane Roe, NTN NORTH` are a person and her house."""
    return part.isupper() and any(name and " " in name and not other.isupper() for name, other in named)


def _wrote_too(part: str, text: str) -> bool:
    """Whether an agency stands beside the persons as one of them: `Jane Roe, AFP`, `Reuters; Jane Roe`, and not `Jane Roe / AFP`."""
    if not outlets.is_agency(re.sub(r"^the\s", "", part, flags=re.IGNORECASE)):
        return False
    name = re.escape(part)
    return re.search(rf"[,;&]\s*{name}|{name}\s*[,;&]|\b(?:and|und|et|y|e)\s{name}", text) is not None


def _first_part(text: str) -> str:
    """What stands before the first bar or bullet; behind it come days and posts."""
    return _BAR.split(text.strip(_EDGES), maxsplit=1)[0].strip(_EDGES)


@functools.lru_cache(maxsize=4096)
def is_person(name: str) -> bool:
    """Whether a name is that of a person, and not of a body or a pseudonym."""
    return person(name) is not None


def _is_several(text: str, keys: Collection[str]) -> bool:
    """Whether several names stand there, and not one that holds a comma or an "of": `Le Fanal et AFP`, `Jane Roe/NTN News`."""
    parts = [_first_part(part) for part in pieces(text)]
    persons = [" " in part and person(part, keys) is not None for part in parts]
    if _STRONG.search(text) and any(persons):
        return True
    return len(parts) > 1 and all(one or _is_known(part, keys) for one, part in zip(persons, parts, strict=True))


def _body(text: str, keys: Collection[str]) -> str | None:
    """The name of a body, as printed; None where it is a person's, or nobody's."""
    if not 2 <= len(text) <= _LONGEST or len(text.split()) > _MOST_WORDS or _is_nobody(text):
        return None
    if _is_known(text, keys):
        return text
    proper = text[:1].isupper() or not text[:1].isascii()
    return text if proper and "," not in text and _BODY.search(text) and len(text.split()) > 1 - ("-" in text) else None


def _is_known(text: str, keys: Collection[str]) -> bool:
    if _is_nobody(text):
        return False
    return (
        site_key(text) in keys or outlets.is_agency(text) or outlets.by_name(text) is not None or places.is_domain(text)
    )


def _is_nobody(text: str) -> bool:
    return _NOBODY.fullmatch(text.strip(_EDGES)) is not None or _TEMPLATE.search(text) is not None


def _pseudonym(text: str) -> str | None:
    text = text.removeprefix("u/").strip(_EDGES)
    if _is_nobody(text) or not _SHORTEST <= len(text) <= 30 or NO_PERSON.search(text):
        return None
    return text if _PSEUDONYM.match(text) or _ALSO_WORDS.match(text) else None
