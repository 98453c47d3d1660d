"""BibLaTeX (the package's manual, version 3.20): `@article` with `entrysubtype = {newspaper}`, else `@online`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from provenance.core.csl.dates import partial_date
from provenance.core.tex import entry_key, escaped, verbatim_url

NAME = "biblatex"
ABOUT = "BibLaTeX, for biber"
HELD = frozenset(
    [
        "type",
        "author",
        "title",
        "container-title",
        "publisher",
        "publisher-place",
        "issued",
        "edition",
        "volume",
        "issue",
        "page",
        "genre",
        "DOI",
        "ISSN",
        "ISBN",
        "URL",
        "accessed",
        "language",
        "source",
        "archive_location",
        "archive_date",
    ]
)

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

_RICH = {"i": "emph", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript"}


def write(items: Sequence[Mapping[str, object]]) -> str:
    """The entries of CSL-JSON items, in their order."""
    return "\n\n".join(map(_entry, items))


def _entry(item: Mapping[str, object]) -> str:
    """One entry, UTF-8, fields in the order of the manual; a date is EDTF and as whole as it is known."""
    kind = str(item.get("type") or "")
    entry = _ENTRY_TYPES.get(kind, "online")
    fields = {
        "entrysubtype": _SUBTYPES.get(kind),
        "author": _names(item.get("author")),
        "title": _title(str(item.get("title") or ""), english=_is_english(item)),
        "journaltitle" if entry == "article" else "organization": escaped(item.get("container-title")),
        "publisher": escaped(item.get("publisher")) if entry in ("online", "book") else None,
        "institution": escaped(item.get("publisher")) if entry in ("report", "thesis") else None,
        "location": escaped(item.get("publisher-place")),
        "date": _date(item.get("issued")),
        "edition": escaped(item.get("edition")),
        "volume": escaped(item.get("volume")),
        "number": escaped(item.get("issue")),
        "pages": escaped(item.get("page")),
        "type" if entry in ("report", "thesis") else "titleaddon": escaped(item.get("genre")),
        "doi": verbatim_url(item.get("DOI")),
        "issn": escaped(item.get("ISSN")),
        "isbn": escaped(item.get("ISBN")),
        "url": verbatim_url(item.get("URL")),
        "urldate": _date(item.get("accessed")),
        "langid": _langid(item),
        "note": escaped(item.get("source")),
        "addendum": _archived(item),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{entry}{{{entry_key(item)},\n{lines}\n}}"


_MARKUP = re.compile(r"<(/?)(i|b|sup|sub|span)(?:\s[^<>]*)?>")
# Runs of words that hold a capital: names, acronyms, `iPhone`.
_CAPITALS = re.compile(r"(?<![\w’'])(?:(?:[A-Z]\.){2,}|\w*[A-Z]\w*)(?: \w*[A-Z]\w*)*")


def _title(title: str, *, english: bool) -> str:
    """Escaped, CSL's markup as TeX commands. Styles change the case of English titles, so there all capitals of the
    source but the first letter are braced: `Gaza` must not become `gaza`.
    """
    written, end = [], 0
    for tag in _MARKUP.finditer(title):
        written.append(_braced(title[end : tag.start()], first=not end, english=english))
        if command := _RICH.get(tag[2]):
            written.append("}" if tag[1] else f"\\{command}{{")
        end = tag.end()
    return "".join(written) + _braced(title[end:], first=not end, english=english)


def _braced(text: str, *, first: bool, english: bool) -> str:
    written, end = [], 0
    for run in _CAPITALS.finditer(text) if english else ():
        start = run.start()
        if first and not any(letter.isalnum() for letter in text[:start]):
            opening = run[0].split(" ")[0]
            # Every style leaves the first letter of a title alone; `NATO` and `iPhone` still need their braces.
            start += len(opening) + 1 if opening[1:] == opening[1:].lower() and opening[0].isupper() else 0
        if start < run.end():
            written += [escaped(text[end:start]), f"{{{{{escaped(text[start : run.end()])}}}}}"]
            end = run.end()
    return "".join(written) + escaped(text[end:])


def _is_english(item: Mapping[str, object]) -> bool:
    return str(item.get("language") or "en").lower().startswith("en")


def _names(names: object) -> str | None:
    if not isinstance(names, list):
        return None
    return " and ".join(_name(name) for name in names if isinstance(name, Mapping)) or None


def _name(name: Mapping[str, object]) -> str:
    """`von Family, Jr, Given`; an institution in a second pair of braces, so that it is not taken apart."""
    if literal := name.get("literal"):
        return f"{{{escaped(literal)}}}"
    given = " ".join(filter(None, (_part(name, "given"), _part(name, "dropping-particle"))))
    family = " ".join(filter(None, (_part(name, "non-dropping-particle"), _part(name, "family"))))
    if not given and not _part(name, "suffix"):
        return f"{{{family}}}"
    return ", ".join(filter(None, (family, _part(name, "suffix"), given)))


def _part(name: Mapping[str, object], part: str) -> str:
    """A part of a name, braced where it holds the word that stands between names."""
    text = escaped(name.get(part))
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


def _langid(item: Mapping[str, object]) -> str | None:
    tag = str(item.get("language") or "").lower().replace("_", "-")
    return _LANGIDS.get(tag) or _LANGIDS.get(tag.split("-")[0])


def _archived(item: Mapping[str, object]) -> str | None:
    """The archived copy. `archive_date` is Zotero's word, not one of CSL."""
    url = str(item.get("archive_location") or "")
    if not re.match(r"https?://", url):
        return None
    day = item.get("archive_date")
    return f"Archived {f'{day} ' if day else ''}at \\url{{{verbatim_url(url)}}}"
