"""The language of a text, held against what the page says it is."""

from __future__ import annotations

from collections import Counter

from provenance.core.model import Evidence
from provenance.core.regex import regex
from provenance.core.text import collapse

# Below this the detector is worth less than a declaration.
_LEAST, _MOST = 200, 900
# Passages of so many characters, at the beginning, the middle and the end, in which a language that is so far ahead of the
# next (in natural logarithms) is that of the whole: of 944 pages on all, of 5,507 pieces of pages of all kinds on all but
# two. The opening alone, of twice the length, would miss what stands below a head in another language.
_PASSAGE, _FAR_AHEAD = 80, 50
# The smallest words of two languages that have no near relative with the same ones. A text that is full of them is plain at
# a glance, and the model need not be asked: to load it takes longer than all else that is done with one page. Of French or
# Spanish so few words are their own that too few texts are told by them.
_ENGLISH_WORDS = """
    the and of to in that is for it was with on as at by from have has are be this which his he not but they an who
    were their been had would will more its or we said you about than
"""
_GERMAN_WORDS = """
    der die und das ist nicht mit den von zu auf dem ein eine sich des im für auch als wird in bei nach sind aus werden
    hat wie er sie es wir dass haben oder aber noch nur wurde einen einer zum zur über durch so
"""
_SMALL_WORDS = {"en": frozenset(_ENGLISH_WORDS.split()), "de": frozenset(_GERMAN_WORDS.split())}
# One of them in so many characters, so many different ones, and not half as many of the other language: of 944 pages and 5,507
# pieces of pages none that is told so is of another language by the model.
_SIGNS_A_WORD, _DIFFERENT, _AHEAD = 30, 8, 2
_TAG = regex(r"^([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}))?(?:[-_.,;@\s].*)?$")
_NAMES = {"english": "en", "german": "de", "deutsch": "de", "français": "fr", "french": "fr", "español": "es", "spanish": "es",
          "italian": "it", "italiano": "it", "russian": "ru", "portuguese": "pt", "português": "pt"}  # fmt: skip
# Codes that were withdrawn, or that are codes of countries and stand for a language only by mistake.
_MENDED = {"iw": "he", "in": "id", "ji": "yi", "ua": "uk", "jp": "ja", "cz": "cs", "gr": "el", "dk": "da", "cn": "zh",
           "nb": "nb", "kr": "ko", "se": "sv"}  # fmt: skip


def normalize(tag: str) -> str | None:
    """A BCP 47 tag from what sites write (`en_US`, `EN-us`, `English`, `de_DE.utf8`), None if it is none."""
    tag = tag.strip().split(",")[0].strip()
    if (named := _NAMES.get(tag.lower())) is not None:
        return named
    match = _TAG.match(tag)
    if match is None:
        return None
    primary = _MENDED.get(match[1].lower(), match[1].lower())
    script = f"-{match[2].title()}" if match[2] else ""
    region = f"-{match[3].upper()}" if match[3] else ""
    return primary + script + region


def primary(tag: str) -> str:
    """The primary language subtag, with the two written forms of Norwegian as one."""
    subtag = tag.split("-", maxsplit=1)[0].lower()
    return "no" if subtag in ("nb", "nn") else subtag


def detect(text: str) -> Evidence | None:
    """Evidence from the words themselves, None where there are too few of them."""
    sample = collapse(text[: 2 * _MOST])[:_MOST]
    if len(sample) < _LEAST:
        return None
    code = _at_a_glance(sample) or _by_model(sample)
    return Evidence(variable="language", value=code, method="text:language", quote=sample[:80])


def _at_a_glance(sample: str) -> str | None:
    counts = Counter(sample.lower().split())
    known = {code: words & counts.keys() for code, words in _SMALL_WORDS.items()}
    said = {code: sum(counts[word] for word in words) for code, words in known.items()}
    other, code = sorted(said, key=said.__getitem__)
    plain = said[code] * _SIGNS_A_WORD >= len(sample) and said[code] >= _AHEAD * said[other]
    return code if plain and len(known[code]) >= _DIFFERENT else None


def _by_model(sample: str) -> str:
    import py3langid

    # To read all of the sample takes a tenth of the time of a page, and most languages are plain from a quarter of it.
    (code, chance), (_, next_chance) = py3langid.rank(_passages(sample))[:2]
    if chance - next_chance < _FAR_AHEAD:
        code, _ = py3langid.classify(sample)
    return str(code)


def _passages(sample: str) -> str:
    middle = (len(sample) - _PASSAGE) // 2
    return f"{sample[:_PASSAGE]} {sample[middle : middle + _PASSAGE]} {sample[-_PASSAGE:]}"
