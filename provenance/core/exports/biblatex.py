"""BibLaTeX (the package's manual, version 3.20): `@article` with `entrysubtype = {newspaper}`, else `@online`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from provenance.core.csl.dates import partial_date
from provenance.core.csl.items import citation_key

NAME = "biblatex"

_ENTRY_TYPES = {
    "article-newspaper": "article",
    "article-magazine": "article",
    "article-journal": "article",
    "report": "report",
    "book": "book",
    "thesis": "thesis",
}
_SUBTYPES = {"article-newspaper": "newspaper", "article-magazine": "magazine"}

# Names of babel languages, by BCP 47 tag; a tag that is not here gives no `langid`, for a wrong one stops LaTeX.
_LANGIDS = {
    "ar": "arabic", "bg": "bulgarian", "ca": "catalan", "cs": "czech", "da": "danish", "de": "ngerman",
    "de-at": "naustrian", "de-ch": "nswissgerman", "el": "greek", "en": "english", "en-au": "australian",
    "en-ca": "canadian", "en-gb": "british", "en-nz": "newzealand", "en-us": "american", "es": "spanish",
    "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "fr-ca": "canadien",
    "gl": "galician", "he": "hebrew", "hr": "croatian", "hu": "magyar", "id": "indonesian", "it": "italian",
    "ja": "japanese", "ko": "korean", "lt": "lithuanian", "lv": "latvian", "nb": "norsk", "nl": "dutch",
    "nn": "nynorsk", "no": "norsk", "pl": "polish", "pt": "portuguese", "pt-br": "brazilian", "ro": "romanian",
    "ru": "russian", "sk": "slovak", "sl": "slovenian", "sr": "serbian", "sv": "swedish", "tr": "turkish",
    "uk": "ukrainian", "vi": "vietnamese", "zh": "chinese",
}  # fmt: skip

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_RICH = {"i": "emph", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript"}


def write(item: Mapping[str, object]) -> str:
    """One entry, UTF-8, fields in the order of the manual; a date is EDTF and as whole as it is known."""
    kind = str(item.get("type") or "")
    entry = _ENTRY_TYPES.get(kind, "online")
    fields = {
        "entrysubtype": _SUBTYPES.get(kind),
        "author": _names(item.get("author")),
        "title": _title(str(item.get("title") or ""), english=_is_english(item)),
        "journaltitle" if entry == "article" else "organization": _text(item.get("container-title")),
        "publisher": _text(item.get("publisher")) if entry in ("online", "book") else None,
        "institution": _text(item.get("publisher")) if entry in ("report", "thesis") else None,
        "location": _text(item.get("publisher-place")),
        "date": _date(item.get("issued")),
        "pages": _text(item.get("page")),
        "url": _url(item.get("URL")),
        "urldate": _date(item.get("accessed")),
        "langid": _langid(item),
        "note": _text(item.get("source")),
        "addendum": _archived(item),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{entry}{{{_key(item)},\n{lines}\n}}"


def _key(item: Mapping[str, object]) -> str:
    """The item's id where BibTeX can read it, else one made of author, year and title."""
    given = str(item.get("id") or "")
    return given if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9:.+/_-]*", given) else citation_key(item)


def _text(value: object) -> str | None:
    return "".join(_ESCAPES.get(letter, letter) for letter in str(value)) if value else None


# A word with a capital that sentence case would take away: every capitalised word, words with a capital inside, acronyms.
_PROTECTED = re.compile(r"(?<![\w’'])[^\W\d_]*[A-Z]\w*(?:[ ][A-Z]\w*)*")


def _title(title: str, *, english: bool) -> str:
    """Escaped, CSL's own markup as TeX commands. Capitals after the first word are braced in English (only there do
    styles change case), or `Gaza` becomes `gaza`; a capital is kept if the source wrote one.
    """
    pieces = re.split(r"</?(i|b|sup|sub|span)(?:\s[^<>]*)?>", title)
    written = []
    tags = iter(re.findall(r"<(/?)(i|b|sup|sub|span)(?:\s[^<>]*)?>", title))
    for number, piece in enumerate(pieces):
        if number % 2:
            closes, tag = next(tags)
            command = _RICH.get(tag)
            written.append(("}" if closes else f"\\{command}{{") if command else "")
        else:
            written.append(_brace(_text(piece) or "", first=not number) if english else _text(piece) or "")
    return "".join(written)


def _brace(text: str, *, first: bool) -> str:
    """Braces round what is capitalised, the first letter of the title excepted: every style capitalises that."""

    def braced(match: re.Match[str]) -> str:
        word = match[0]
        if first and match.start() == text.find(word.strip()) == _first_letter(text):
            head, space, rest = word.partition(" ")
            plain_head = len(head) == 1 or head[1:].islower()
            shown = head if plain_head else f"{{{{{head}}}}}"
            return shown + space + (f"{{{{{rest}}}}}" if rest else "")
        return f"{{{{{word}}}}}"

    return _PROTECTED.sub(braced, text)


def _first_letter(text: str) -> int:
    return next((number for number, letter in enumerate(text) if letter.isalpha()), -1)


def _is_english(item: Mapping[str, object]) -> bool:
    return str(item.get("language") or "en").lower().startswith("en")


def _names(names: object) -> str | None:
    if not isinstance(names, list):
        return None
    return " and ".join(_name(name) for name in names if isinstance(name, Mapping)) or None


def _name(name: Mapping[str, object]) -> str:
    """`von Family, Jr, Given`; an institution in a second pair of braces, so that it is not taken apart."""
    if literal := name.get("literal"):
        return f"{{{_text(literal)}}}"
    given = " ".join(filter(None, (_part(name, "given"), _part(name, "dropping-particle"))))
    family = " ".join(filter(None, (_part(name, "non-dropping-particle"), _part(name, "family"))))
    if not given and not _part(name, "suffix"):
        return f"{{{family}}}"
    return ", ".join(filter(None, (family, _part(name, "suffix"), given)))


def _part(name: Mapping[str, object], part: str) -> str:
    """A part of a name, braced where it holds the word that stands between names."""
    text = _text(name.get(part)) or ""
    return f"{{{text}}}" if re.search(r"\band\b|,", text) else text


def _date(variable: object) -> str | None:
    """EDTF level 1, which is what biber reads: an uncertain year makes the whole date `?`, and a date without a year
    is left out, for `XXXX` stops biber.
    """
    if isinstance(variable, Mapping) and isinstance(parts := variable.get("date-parts"), list) and len(parts) == 2:
        ends = [_date({"date-parts": [part]}) for part in parts]
        return "/".join(end or "" for end in ends)
    date = partial_date(variable)
    if date is None or date.year is None:
        return None
    doubt = {(True, True): "%", (True, False): "?", (False, True): "~"}.get((date.year_uncertain, date.approximate), "")
    return date.edtf.strip("?~%") + doubt


def _url(value: object) -> str | None:
    """The package reads `url` verbatim, braces excepted."""
    return str(value).replace("{", "%7B").replace("}", "%7D") if value else None


def _langid(item: Mapping[str, object]) -> str | None:
    tag = str(item.get("language") or "").lower().replace("_", "-")
    return _LANGIDS.get(tag) or _LANGIDS.get(tag.split("-")[0])


def _archived(item: Mapping[str, object]) -> str | None:
    """The archived copy. `archive_date` is Zotero's word, not one of CSL."""
    url = str(item.get("archive_location") or "")
    if not re.match(r"https?://", url):
        return None
    day = item.get("archive_date")
    return f"Archived {f'{day} ' if day else ''}at \\url{{{_url(url)}}}"
