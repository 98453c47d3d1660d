"""How alike two texts or two titles are, and whether a page speaks of what its address says; for any language.

Texts are compared by their shingles (Broder, "On the resemblance and containment of documents", 1997): runs of three
words, or of three characters in scripts that write no spaces. Titles and slugs are compared by their telling words.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from itertools import filterfalse, pairwise
from urllib.parse import unquote_plus

from provenance.core.charrefs import resolved
from provenance.core.regex import regex

# Scripts that write no spaces between words: Thai, Lao, Burmese, Khmer, kana, and Chinese characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_BETWEEN = (
    r"\s!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u060c\u061b\u061f\u06d4\u0964\u0965"
    r"\u2000-\u206f\u20a0-\u20cf\u2190-\u2bff\u3000-\u3004\u3008-\u3020\ufffd"
)
# Not `\w+`: that ends a word at each vowel sign of the scripts of India.
_TOKEN = regex(rf"[{_UNSPACED}]|[^{_BETWEEN}{_UNSPACED}]+")
_UNSPACED_SIGN = regex(f"[{_UNSPACED}]")
# The same of a text that is ASCII: the sets of signs above take 2 ms each to compile.
_ASCII_TOKEN = regex(r"[^\s!-/:-@\[-`{-~]+")
_DIGITS = regex(r"\d+")


# Two pages of one site, compared with their menus and all (341 pairs of real articles of one outlet): half are alike by
# 0.03, one in ten by 0.15, one in a hundred by 0.40, the most by 0.45. The same address in two collections: 0.84 and more
# in 20 of 21 pairs. Main texts alone are further apart.
SAME_TEXT = 0.5
# A page's own title against what people noted as the headline (746 real articles): 0.4 or more in 92.9 %, and in 0.3 % of
# 601 pairs with another article of the outlet. 0.3: 94.9 % and 0.8 %; 0.5: 90.5 % and 0.0 %. A low figure proves nothing:
# 3.8 % of the articles are under 0.1, where the page is titled with the name of the site or an editor wrote two headlines.
SAME_TITLE = 0.4


# Characters that are compared: a long article has 50,000, and each word of a text takes 100 bytes as a shingle.
_COMPARED = 200_000


def likeness(one: str, other: str) -> float:
    """The share of shingles that two main texts have in common, from 0 to 1; the order of the two does not count.

    Case, width, punctuation and numbers are folded. Two empty texts are alike (1.0); an empty one is like no other (0.0).
    """
    first, second = _shingles(one[:_COMPARED]), _shingles(other[:_COMPARED])
    if not first or not second:
        return float(first == second)
    common = len(first & second)
    return common / (len(first) + len(second) - common)


def _shingles(text: str) -> set[tuple[str, ...]]:
    normal = text if text.isascii() else unicodedata.normalize("NFKC", text)
    tokens = _TOKEN.findall(_DIGITS.sub("0", normal.casefold()))
    if len(tokens) < 3:
        return {tuple(tokens)} if tokens else set()
    return set(zip(tokens, tokens[1:], tokens[2:], strict=False))


# -- titles -------------------------------------------------------------------------------------------------------

# What stands between a headline and the name of the site. A hyphen counts with spaces around it only.
_SEPARATOR = regex(r"\s+[-–—|:»«·•>/]+\s+|\s*[|»•｜]\s*|\s*::\s*")
_CUT = regex(r"(?:…|\.\.\.)\s*$")
# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h"}
# How else German, Danish, Norwegian and Swedish letters are written in ASCII.
_TWO_LETTERS = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_STOP_WORDS = """
    a an and are as at be but by for from has have he her his how in is it its not of on or our she than that the their
    they this to was we were what when where which who why will with you your
    aber als am an auch auf aus bei bis das dass dem den der des die doch durch ein eine einem einen einer eines er es
    fuer fur gegen hat ich ihr im in ist kein keine man mehr mit nach nicht noch nur oder ob sein seine sich sie sind so
    ueber uber um und unter vom von vor war was wegen wenn wer werden wie wird wir wo zu zum zur
    au aux avec ce ces cette dans de des du elle en est et il la le les leur mais ne nous on ou par pas plus pour qu que
    qui sa se ses son sont sur un une vous
    al ante como con cual del desde donde el ella entre era esta este fue ha han hasta hay las lo los mas muy no nos o
    para pero por porque quien segun ser si sin sobre su sus tambien una unas uno unos y ya
    ao aos as com da das do dos e em foi mais mas na nas nao no nos os ou pela pelo por seu sua uma
    che chi ci come cosa da dal dalla dei del della delle di e gli ha i il nei nel nella per piu se sono sul sulla tra un
    aan bij dan dat de deze die door een er en haar heeft het hij hoe in is maar met naar niet nog of om ook op over te
    tot uit van voor wat werd wordt zijn
    att av de den det du ett en for fra fram han har hos hun i ikke inte jag jeg kan man med men mot nar og om pa sa sig
    som till til ut var vi ved
    bez by czy dla do i jak jest ktora ktory na nad nie o od oraz po pod przed przez sa sie ta tak to w we z za ze
    a aby ale ani jako je jeho jsou k kde ke ktera ktere ktery na ne nebo o od po pri pro proti s se si u v ve z za ze
    ad al az be ez egy es hogy is meg nem van
    ale ca care cu de din este fi in la lui mai nu pe pentru prin sa se si un unei
    bir bu da de daha en gibi icin ile ise mi ne olan olarak ve veya
    adalah akan dan dari dengan di ini itu ke oleh pada tidak untuk yang
    cac cho co cua da duoc khi la mot nay nhung o tai trong tu va ve voi
    а бы в во вы да для до его ее если есть же за и из или их к как ко который мы на не но о об он она они от по при с со
    так то у что это
    і й з за до на не що як та від про у є
    και για δεν ειναι η κατα με να ο οι σε στη στην στο στον τα την της τι το του των
    في من على إلى الى عن أن ان ما لا هذا هذه مع التي الذي
"""
# Words of fewer letters say little; signs of the scripts without spaces are compared by twos.
_SHORTEST = 3
# So many telling words of the shorter title must all be in the longer one before the rest of that counts for nothing.
_ENOUGH_WORDS = 3


def title_likeness(title: str, other: str) -> float | None:
    """How far two titles are the same headline, from 0 to 1; None where they cannot be compared.

    Words count by their length, stop words not at all; a site's name behind a separator, a subtitle, and an end that
    was cut off with `…` do not tell against a title. None: nothing is left of one of them, or their scripts differ.
    """
    first, second = _segments(title), _segments(other)
    if not first or not second or _strangers(_scripts(first), _scripts(second)):
        return None
    first, second = _without_site(first, second), _without_site(second, first)
    heads = max(first, key=_weight), max(second, key=_weight)
    wholes = frozenset[str]().union(*first), frozenset[str]().union(*second)
    return max(_common(*heads), _contained(*heads), _common(*wholes))


# A word of so many letters may be one with a slip of the pen.
_SHORTEST_SLIP, _SLIP = 5, 0.8


def strange_words(title: str, other: str, text: str) -> tuple[str, ...]:
    """The telling words of a title in the place of which another title has others, and which a text has nowhere either.

    None where one of the two only says more. Slips of the pen, endings, and words that are joined or parted are passed
    over. Of 702 real headlines beside their pages not one has such a word; of those with a word exchanged most have.
    """
    own, others = _telling(title), _telling(other)
    left = [word for word in own if not _is_like(word, others)]
    if not left or all(_is_like(word, own) for word in others):
        return ()
    there = frozenset(_words(f"{text} {other}"))
    joined = "".join(_words(f"{other} {text[:_READ]}"))
    return tuple(sorted(word for word in left if word not in joined and not _is_like(word, there)))


def _is_like(word: str, others: frozenset[str]) -> bool:
    if word in others:
        return True
    if len(word) < _SHORTEST_SLIP or word.isdigit():
        return False
    near = (other for other in others if abs(len(other) - len(word)) <= 2 and not other.isdigit())
    return any(SequenceMatcher(None, word, other).ratio() >= _SLIP for other in near)


Segments = tuple[frozenset[str], ...]


def _segments(title: str) -> Segments:
    """The telling words of each part of a title; a part that tells nothing is left out."""
    text = resolved(title)
    cut = _CUT.sub("", text)
    parts = [_telling(part) for part in _SEPARATOR.split(cut)]
    if cut != text and len(words := _words(cut)) > _ENOUGH_WORDS:
        parts[-1] -= {words[-1]}  # as likely as not half a word
    return tuple(part for part in parts if part)


def _without_site(parts: Segments, others: Segments) -> Segments:
    """The parts that are not the site's name: one that both titles have, or a short last one that is all of the other."""
    own = tuple(part for part in parts if part not in others)
    if any(part not in parts for part in others):
        return own or parts
    is_site = len(others) == 1 and others[0] == parts[-1] and len(parts[0]) > len(parts[-1])
    return own if own and is_site else parts


def _words(text: str) -> list[str]:
    """The words of a text without case and accents; what is written without spaces, by twos."""
    normal = _folded(text)
    if normal.isascii():
        return _ASCII_TOKEN.findall(normal)
    tokens = _TOKEN.findall(normal)
    if not _UNSPACED_SIGN.search(normal):
        return tokens
    pairs = [one + two for one, two in pairwise(tokens) if _UNSPACED_SIGN.match(one) and _UNSPACED_SIGN.match(two)]
    return pairs + [token for token in tokens if not _UNSPACED_SIGN.match(token)]


def _folded(text: str) -> str:
    return (text if text.isascii() else _bare(_written(text.casefold(), _LETTERS))).casefold()


def _written(text: str, letters: Mapping[str, str]) -> str:
    """The text with letters written otherwise. Not `str.translate`: on a text that is not ASCII it takes ten times as long."""
    for letter, other in letters.items():
        text = text.replace(letter, other)
    return text


def _bare(text: str) -> str:
    return "".join(filterfalse(unicodedata.combining, unicodedata.normalize("NFKD", text)))


def _telling(text: str) -> frozenset[str]:
    stop_words = _stop_words()
    return frozenset(word for word in _words(text) if word not in stop_words and _tells(word))


@functools.cache
def _stop_words() -> frozenset[str]:
    return frozenset(_folded(_STOP_WORDS).split())


def _tells(word: str) -> bool:
    return len(word) >= _SHORTEST or word.isdigit() or _is_unspaced(word)


def _is_unspaced(word: str) -> bool:
    return not word.isascii() and _UNSPACED_SIGN.match(word) is not None


def _weight(words: Iterable[str]) -> int:
    return sum(map(len, words))


def _common(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * _weight(one & other) / (_weight(one) + _weight(other))


def _contained(one: frozenset[str], other: frozenset[str]) -> float:
    shorter = min(one, other, key=_weight)
    return _weight(one & other) / _weight(shorter) if len(shorter) >= _ENOUGH_WORDS else 0.0


def _scripts(segments: Iterable[Iterable[str]]) -> frozenset[str]:
    """The scripts in which at least a third of the words is written; empty where there are only numbers."""
    counted = Counter(_script(word) for words in segments for word in words if not word.isdigit())
    return frozenset(script for script, count in counted.items() if 3 * count >= counted.total())


def _strangers(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)


def _script(word: str) -> str:
    return _script_of(word[0])


@functools.lru_cache(maxsize=1024)
def _script_of(letter: str) -> str:
    """The first word of the Unicode name of a letter names its script; Japanese is written in three."""
    name = unicodedata.name(letter, "").partition(" ")[0]
    return "CJK" if name in {"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"} else name


# -- the words of an address --------------------------------------------------------------------------------------

_EXTENSION = regex(r"\.(?:[sxg]?html?\d?|php\d?|aspx?|jspx?|amp|ece|cms|story|cfm|do|pdf)$", re.IGNORECASE)
_SLUG_BETWEEN = regex(r"[-_+~.,;:!?'\"()\[\]|=&@*\s\u2010-\u2015\u2018-\u201f]+")
# Ids: numbers, and what no language writes, letters mixed with digits or long without a vowel.
_ID = regex(r"\d+|(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{4,}|[b-df-hj-np-tv-xz]{5,}|(?=.*\d)[0-9a-f]{6,}", re.IGNORECASE)
_MACHINE_WORDS = """
    amp archive archives article articles articleshow artikel articulo articolo beitrag blog content default detail
    details doc en entry feature features files html id index item meldung meldungen news newsid node noticia noticias
    page pages permalink php post posts print read show single stories story tag tags text topic view web
"""
_MACHINE = frozenset(_MACHINE_WORDS.split())
# Segments from the end of the path among which the telling one is looked for: `/words/12345`, `/words/amp/index.html`.
_LAST_SEGMENTS = 3
_ENOUGH_SLUG = 2


@functools.lru_cache(maxsize=64)  # several ask for those of the address at hand
def slug_words(url: str) -> tuple[str, ...]:
    """The words of the last segment of the path that has some, in lower case; none where the address tells nothing.

    Ids, days, file endings and words of the machinery (`index`, `article`) are left out. One word alone is the name of
    a section or of a page and tells nothing of an article.
    """
    path = url.partition("://")[2].partition("#")[0].partition("?")[0].partition("/")[2]
    for segment in [part for part in path.split("/") if part][: -_LAST_SEGMENTS - 1 : -1]:
        text = _EXTENSION.sub("", unquote_plus(segment)).casefold()
        words = tuple(word for word in _SLUG_BETWEEN.split(text) if word and _is_word(word))
        if words:
            return words if len(words) >= _ENOUGH_SLUG or _UNSPACED_SIGN.search(words[0]) else ()
    return ()


def _is_word(word: str) -> bool:
    return not _ID.fullmatch(word) and word not in _MACHINE


# A page speaks of what its address says where so much of the slug, by length of words, is in its title, or in its text;
# it does not where less than the last is in either. Between the two it cannot be told.
# Measured on 956 real articles: with their own page 80.9 % true, 18.7 % untold, 0.4 % false (all four saved wrongly or named
# by their editors); with the page of another article of the outlet (602 pairs) 0.5 % true, 29.2 % untold, 70.3 % false.
_TITLE_SAYS, _TEXT_SAYS, _SAYS_NOT = 0.5, 0.8, 0.3
# Characters of a text that are looked through: an article begins behind the menus of its site.
_READ = 50_000
# An inflected word is told by its beginning, if that is long enough.
_SHORTEST_STEM, _LONGEST_ENDING = 5, 3


def slug_matches(url: str, title: str, text: str) -> bool | None:
    """Whether a page speaks of what the words of its address say; None where it cannot be told.

    title, text: of the page, the text with or without its menus. None: the address has no words or one alone, or they
    are written in another script than the page, or some of them are there and most are not.
    """
    words = _named(url)
    if not words:
        return None
    if (by_title := _found(words, title)) >= _TITLE_SAYS:
        return True
    beginning = text[:_READ]
    found = max(by_title, _found(words, beginning))
    if found >= _TEXT_SAYS:
        return True
    seen = _telling(f"{title} {beginning}")
    if found >= _SAYS_NOT or not seen or _strangers(_scripts([words]), _scripts([seen])):
        return None
    return False


def title_says(url: str, title: str) -> bool:
    """Whether a title alone speaks of what the words of an address say."""
    words = _named(url)
    return bool(words) and _found(words, title) >= _TITLE_SAYS


def _named(url: str) -> frozenset[str]:
    """The telling words of an address; none where they are too few to tell one article from another."""
    words = _telling(" ".join(slug_words(url)))
    return words if len(words) >= _ENOUGH_SLUG or any(map(_is_unspaced, words)) else frozenset()


def _found(words: frozenset[str], text: str) -> float:
    """The share of the words, by length, that a text has."""
    folded = text.casefold()
    there = {*_words(folded), *(() if folded.isascii() else _words(_written(folded, _TWO_LETTERS)))}
    return _weight(word for word in words if _stands(word, there)) / _weight(words)


def _stands(word: str, there: set[str]) -> bool:
    if word in there:
        return True
    shortest = max(_SHORTEST_STEM, len(word) - _LONGEST_ENDING)
    return any(word[:length] in there for length in range(len(word) - 1, shortest - 1, -1))
