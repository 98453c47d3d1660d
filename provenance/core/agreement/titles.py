"""Titles: tolerant of case, subtitles, the name of the site and other scripts; strict on figures, and on words that are
exchanged for others.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from provenance.core.agreement.telling import agrees, differs, not_stated, unclear
from provenance.core.extract.candidates import family
from provenance.core.extract.headline import site_key
from provenance.core.likeness import SAME_TITLE, strange_words, title_likeness
from provenance.core.model import Comparison, Source
from provenance.core.text import comparable, plain

# Digits with what parts them by thousands or decimals: `12,000`, `12 000`, `12’000`, `2.5`.
_FIGURE = re.compile(r"\d+(?:[.,'’\u00a0\u202f\u2009 ]\d{3}(?!\d))*(?:[.,]\d+)*")
_DIGITS = re.compile(r"\d+")
_CUT = re.compile(r"(?:…|\.\.\.)\s*$")
# What CSL knows of it (CSL-JSON, rich text); a page has none in its words.
_MARKUP = re.compile(r"</?(?:i|b|sup|sub|sc|span)(?:\s[^<>]*)?>")
# What stands between a headline and its subtitle.
_SUBTITLE = re.compile(r"(?<=[:.?!])\s+|\s+[-–—|]+\s+")
# A shorter title stands in many a text by chance.
_TELLING = 12
# Characters around a headline in which its other headlines have their words (702 real pages: all within 1,000 behind it).
_BEFORE, _BEHIND = 200, 1500
_LATIN = re.compile(r"[A-Za-z]{4,}")


def compare(given: str, source: Source, text: str) -> Comparison | None:
    """The title. text: all that is visible on the page."""
    reading = source.title
    if not given:
        return None
    if reading.value is None:
        return not_stated("title", given)
    titles = _titles(source)
    bare = _MARKUP.sub("", given)
    because = _wrong(bare, titles, source, text)
    if not because:
        return agrees("title", given, reading, reading.value)
    if doubt := next(_doubts(bare, titles, because, source, text), ""):
        return unclear("title", given, reading, reading.value, doubt)
    return differs("title", given, reading, reading.value, because)


def _doubts(given: str, titles: Sequence[str], because: str, source: Source, text: str) -> Iterator[str]:
    """Why the page proves nothing against a title; nothing where it does."""
    if because == _SITE_AS_TITLE:
        if {family(piece.method) for piece in source.title.supported_by} == {"title"}:
            yield f"{because}; the page has its own title in one place only"
    elif len(given) >= _TELLING and plain(given) in plain(text):
        yield "it stands on the page, and not as its title"
    if because == _OTHER_SCRIPT and _has_anchor(given, titles):
        yield f"{because}; it may be a translation"


_OTHER_SCRIPT = "written in another script"
_SITE_AS_TITLE = "the list has the name of the site as the title"


def _titles(source: Source) -> tuple[str, ...]:
    """A page has a headline for readers and others for search engines and for those who share it: any of them will do."""
    reading = source.title
    pieces = (*reading.supported_by, *reading.disputed_by)
    whole = " ".join(filter(None, (source.kicker.value, reading.value, source.subtitle.value)))
    named = (
        reading.value,
        *(piece.value for piece in pieces),
        *(piece.quote for piece in pieces if piece.quote),
        whole,
    )
    return tuple(dict.fromkeys(filter(None, named)))


def _wrong(given: str, titles: Sequence[str], source: Source, text: str) -> str:
    """Why it is none of the titles; empty where it is one."""
    if _is_site(given, source):
        return _SITE_AS_TITLE
    alike = [(likeness, title) for title in titles if (likeness := title_likeness(given, title)) is not None]
    if not alike:
        same = any(_is_part(given, title) or _is_transliterated(given, title) for title in titles)
        return "" if same else _not_comparable(given, titles)
    if max(alike)[0] < SAME_TITLE:
        shortened = _end_of_headline(given, titles) < len(given) or any(_begins(title, given) for title in titles)
        return "" if shortened else "another title"
    figures = _other_figures(given, titles, text)
    if figures:
        return f"the title on the page has no {' and no '.join(figures)}"
    near = [title for one, title in alike if one >= SAME_TITLE]
    around = _around(titles[0], text)
    strange = set.intersection(*(set(strange_words(given, title, around)) for title in near))
    if strange:
        return f"the title on the page has no {' and no '.join(_as_written(sorted(strange), given))}"
    return ""


def _is_site(given: str, source: Source) -> bool:
    """Whether it is what the page calls its site, and none of its titles."""
    reading, outlet = source.title, source.outlet.value
    names = (source.container_title.value, *((outlet.name, outlet.short, outlet.native_name) if outlet else ()))
    titles = {comparable(piece.value) for piece in (*reading.supported_by, *reading.disputed_by)}
    # Of the two parts of a `<title>` alone nothing says which is the headline.
    stated = any(family(piece.method) != "title" for piece in source.container_title.supported_by)
    return stated and comparable(given) not in titles and site_key(given) in {site_key(name) for name in names if name}


def _around(title: str, text: str) -> str:
    """The text from shortly before the headline to where its article is well under way; before and behind it stand the
    headlines of others.
    """
    place = text.find(title)
    return text[max(place - _BEFORE, 0) : max(place, 0) + len(title) + _BEHIND]


def _not_comparable(given: str, titles: Sequence[str]) -> str:
    """Of titles that have no telling word in common scripts: `What we do`, or Latin beside Cyrillic letters."""
    scripts = {_is_latin(title) for title in titles}
    return "another title" if _is_latin(given) in scripts else _OTHER_SCRIPT


def _is_latin(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return 2 * sum(unicodedata.name(sign, "").startswith("LATIN") for sign in letters) >= len(letters)


def _is_part(given: str, title: str) -> bool:
    """Whether all of one stands at an end of the other: a name of the site before or behind it."""
    first, second = sorted((comparable(given), comparable(title)), key=len)
    return bool(first) and (first == second or second.startswith(f"{first} ") or second.endswith(f" {first}"))


def _begins(title: str, given: str) -> bool:
    """Whether the list has the headline, and the page behind it a subtitle as long as you please."""
    return any(comparable(title[: match.start()]) == comparable(given) for match in _SUBTITLE.finditer(title))


def _as_written(words: Sequence[str], given: str) -> list[str]:
    """Words that were folded, as the list writes them."""
    written = {plain(word): word.strip(".,:;!?\"'“”„‘’()") for word in given.split()}
    return [written.get(word, word) for word in words]


# -- figures ------------------------------------------------------------------------------------------------------


def _other_figures(given: str, titles: Sequence[str], text: str) -> tuple[str, ...]:
    """The numbers of the given title that no title of the page has; a number that was cut off is none.

    Those of a subtitle that the page does not call its title are looked for on the page.
    """
    stated = {number for title in titles for number in _numbers(title)}
    end = len(_CUT.sub("", given))
    begin = _end_of_headline(given, titles)
    found = []
    for match in _FIGURE.finditer(given):
        forms = set(_forms(match[0]))
        cut_off = end < len(given) and match.end() == end
        if forms & stated or set(_DIGITS.findall(_western(match[0]))) <= stated or cut_off:
            continue
        if match.start() >= begin and forms & set(_numbers(text)):
            continue
        found.append(match[0])
    return tuple(found)


def _end_of_headline(given: str, titles: Sequence[str]) -> int:
    """Where a subtitle begins that the page does not call its title: behind the part that is one of its titles."""
    for match in _SUBTITLE.finditer(given):
        if any(comparable(given[: match.start()]) == comparable(title) for title in titles):
            return match.end()
    return len(given)


def _numbers(text: str) -> Iterator[str]:
    for match in _FIGURE.finditer(text):
        yield from _forms(match[0])
        yield from _DIGITS.findall(_western(match[0]))


def _forms(figure: str) -> Iterator[str]:
    """A number without what parts its digits."""
    yield "".join(_DIGITS.findall(_western(figure)))


def _western(figure: str) -> str:
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in figure)


# -- other scripts ------------------------------------------------------------------------------------------------


def _is_transliterated(one: str, other: str) -> bool:
    alike = title_likeness(latin(one), latin(other))
    return alike is not None and alike >= SAME_TITLE


def _has_anchor(given: str, titles: Sequence[str]) -> bool:
    """Whether a title in another script has a number or a name of one of the titles."""
    numbers = {number for title in titles for number in _numbers(title)}
    if any(number in numbers for number in _numbers(given) if len(number) > 1):
        return True
    words = {plain(word) for title in titles for word in _LATIN.findall(latin(title))}
    return any(plain(word) in words for word in _LATIN.findall(latin(given)))


def latin(text: str) -> str:
    """The text in Latin letters, whatever its script; only needed where two scripts differ."""
    from anyascii import anyascii

    return anyascii(text)
