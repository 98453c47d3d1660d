"""The language of a text, held against what the page says it is."""

from __future__ import annotations

from provenance.core.model import Evidence
from provenance.core.regex import regex
from provenance.core.text import collapse

# Below this the detector is worth less than a declaration.
_LEAST, _MOST = 200, 900
# Passages of so many characters, at the beginning, the middle and the end, in which a language that is so far ahead of the
# next (in natural logarithms) is that of the whole: of 944 pages on all, of 5,507 pieces of pages of all kinds on all but
# two. The opening alone, of twice the length, would miss what stands below a head in another language.
_PASSAGE, _FAR_AHEAD = 80, 50
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
    import py3langid  # loads a model of 30 ms: only where a text is long enough

    # To read all of the sample takes a tenth of the time of a page, and most languages are plain from a quarter of it.
    (code, chance), (_, next_chance) = py3langid.rank(_passages(sample))[:2]
    if chance - next_chance < _FAR_AHEAD:
        code, _ = py3langid.classify(sample)
    return Evidence(variable="language", value=str(code), method="text:language", quote=sample[:80])


def _passages(sample: str) -> str:
    middle = (len(sample) - _PASSAGE) // 2
    return f"{sample[:_PASSAGE]} {sample[middle : middle + _PASSAGE]} {sample[-_PASSAGE:]}"
