"""BibLaTeX (the package's manual, version 3.20): `@article` with `entrysubtype = {newspaper}`, else `@online`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from provenance.core.csl.dates import date_words, english_day, partial_date
from provenance.core.csl.texts import one_line
from provenance.core.csl.types import BIBLATEX, BIBLATEX_SUBTYPES
from provenance.core.tex import LANGIDS, entry_key, escaped, rich, verbatim_url
from provenance.core.texnames import tex_names

NAME = "biblatex"
ABOUT = "BibLaTeX, for biber"
HELD = frozenset(
    [
        "type",
        "author",
        "editor",
        "abstract",
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


def write(items: Sequence[Mapping[str, object]]) -> str:
    """The entries of CSL-JSON items, in their order."""
    return "\n\n".join(map(_entry, items))


def _entry(item: Mapping[str, object]) -> str:
    """One entry, UTF-8, fields in the order of the manual; a date is EDTF and as whole as it is known."""
    kind = str(item.get("type") or "webpage")
    entry = BIBLATEX.get(kind, "online")
    date, words = _date(item.get("issued"))
    source = escaped(item.get("source"))
    fields = {
        "entrysubtype": BIBLATEX_SUBTYPES.get(kind, None if kind in BIBLATEX else escaped(kind)),
        "author": tex_names(item.get("author")),
        "editor": tex_names(item.get("editor")),
        # Styles change the case of English titles: `Gaza` must not become `gaza`.
        "title": rich(item.get("title"), kept=_CAPITALS if _is_english(item) else None),
        _container(entry): escaped(item.get("container-title")),
        "institution" if entry in ("report", "thesis") else "publisher": escaped(item.get("publisher")),
        "location": escaped(item.get("publisher-place")),
        "date": date,
        "year": words,
        "edition": escaped(item.get("edition")),
        "volume": escaped(item.get("volume")),
        "issue" if entry in ("report", "patent", "dataset", "software") else "number": escaped(item.get("issue")),
        "pages": re.sub(r"(?<=\w)-(?=\w)", "--", escaped(item.get("page"))),
        "type" if entry in ("report", "thesis") else "titleaddon": escaped(item.get("genre")),
        "doi": verbatim_url(item.get("DOI")),
        "issn": escaped(item.get("ISSN")),
        "isbn": escaped(item.get("ISBN")),
        "url": verbatim_url(item.get("URL")),
        "urldate": _date(item.get("accessed"))[0],
        "langid": _langid(item),
        "note": f"Source: {source}" if source else None,
        "abstract": escaped(item.get("abstract")),
        "addendum": _archived(item),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{entry}{{{entry_key(item)},\n{lines}\n}}"


def _container(entry: str) -> str:
    return {"online": "organization", "article": "journaltitle"}.get(entry, "booktitle")


# Runs of words that hold a capital: names, acronyms, `iPhone`; the sign of an account stays with its name.
_CAPITALS = re.compile(r"(?<![\w’'])@?(?:(?:[A-Z]\.){2,}|\w*[A-Z]\w*)(?: \w*[A-Z]\w*)*")


def _is_english(item: Mapping[str, object]) -> bool:
    return str(item.get("language") or "en").lower().startswith("en")


def _date(variable: object) -> tuple[str | None, str | None]:
    """EDTF level 1 for `date`, which is what biber reads: an uncertain year makes the whole date `?`. A date without a year
    would stop biber; it stands in words in `year`, which is a text, and so do other words.
    """
    stated, date = date_words(variable), partial_date(variable)
    if "/" in stated and date is not None:
        return stated, None
    if date is None or date.year is None:
        return None, escaped(english_day(date) if date else stated)
    doubt = {(True, True): "%", (True, False): "?", (False, True): "~"}.get((date.year_uncertain, date.approximate), "")
    return date.day_only + doubt, None


def _langid(item: Mapping[str, object]) -> str | None:
    tag = str(item.get("language") or "").lower().replace("_", "-")
    return LANGIDS.get(tag) or LANGIDS.get(tag.split("-")[0])


def _archived(item: Mapping[str, object]) -> str | None:
    """The archived copy. `archive_date` is Zotero's word, not one of CSL."""
    url = one_line(item.get("archive_location"))
    if not re.match(r"https?://", url):
        return None
    day = escaped(item.get("archive_date"))
    return f"Archived {f'{day} ' if day else ''}at \\url{{{verbatim_url(url)}}}"
