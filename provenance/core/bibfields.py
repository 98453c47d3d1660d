"""The entries of BibTeX and BibLaTeX as CSL-JSON items (BibLaTeX manual 3.20, chapter 2; btxdoc, section 3)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from provenance.core.csl.dates import CslDate
from provenance.core.csl.types import BIBLATEX_READ, BIBLATEX_SUBTYPES
from provenance.core.found import date_variable
from provenance.core.scan import find_urls, plain_url
from provenance.core.tex import language_tag, plain
from provenance.core.texnames import names_from_tex

# The first field that is there speaks; a `subtitle` follows its title.
_TEXTS = {
    "title": ("title",), "title-short": ("shorttitle",), "publisher-place": ("location", "address"),
    "edition": ("edition",), "volume": ("volume",), "genre": ("type", "titleaddon"), "ISSN": ("issn",), "ISBN": ("isbn",),
    "abstract": ("abstract",), "annote": ("annotation", "annote"), "keyword": ("keywords",), "version": ("version",),
    "collection-title": ("series",), "chapter-number": ("chapter",), "number-of-pages": ("pagetotal",),
    "number-of-volumes": ("volumes",), "event-title": ("eventtitle",), "event-place": ("venue",), "PMID": ("pmid",),
    "container-title-short": ("shortjournal",), "status": ("pubstate",),
}  # fmt: skip
_SUBTITLES = {
    "title": "subtitle",
    "booktitle": "booksubtitle",
    "journaltitle": "journalsubtitle",
    "maintitle": "mainsubtitle",
}
_NAMES = {
    "author": ("author",),
    "editor": ("editor",),
    "translator": ("translator",),
    "container-author": ("bookauthor",),
}
_DATES = {"accessed": "urldate", "original-date": "origdate", "event-date": "eventdate"}
_CONTAINERS = ("journaltitle", "journal", "booktitle", "maintitle")
# Here `number` is the number of the work itself and no issue of what it stands in.
_NUMBERED = {"report", "techreport", "patent", "manual", "standard", "legislation", "dataset", "software"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_THESES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
_URL_COMMAND = re.compile(r"\\url\s*\{[^{}]*\}")
# What our writer puts into a note.
_NOTE = re.compile(
    r"(?:Source: (?P<source>.+?))?(?:(?:^|\. )Accessed: (?P<accessed>[^\s]+))?"
    r"(?:(?:^|\. )Archived at \\url\{(?P<archived>[^{}]*)\})?",
    re.DOTALL,
)
_ADDENDUM = re.compile(r"Archived (?:(?P<day>.+) )?at \\url\{(?P<url>[^{}]*)\}")


def bib_item(kind: str, key: str, fields: Mapping[str, str]) -> dict[str, object]:
    """The CSL-JSON item of an entry. kind: the type of the entry; fields: by their names, in lower case."""
    item: dict[str, object] = {"id": key, "type": _type(kind, fields)}
    item |= {variable: _text(fields, *names) for variable, names in _TEXTS.items()}
    item |= {variable: names_from_tex(_first(fields, *names)) for variable, names in _NAMES.items()}
    item |= {variable: date_variable(_edtf(fields[name])) for variable, name in _DATES.items() if fields.get(name)}
    item |= _places(kind, fields)
    item["issued"] = _issued(fields)
    number, issue = _text(fields, "number"), _text(fields, "issue")
    item |= {"number": number, "issue": issue} if kind in _NUMBERED else {"issue": number or issue}
    item["page"] = plain(re.sub(r"(?<=\w)--(?=\w)", "-", fields.get("pages", "")))
    item["language"] = language_tag(_text(fields, "langid", "language"))
    item["genre"] = item["genre"] or _THESES.get(kind, "")
    item["DOI"] = plain_url(fields.get("doi", "").replace("{", "").replace("}", "").strip())
    item["URL"] = _url(fields)
    item |= _notes(fields)
    return {variable: value for variable, value in item.items() if value}


def _type(kind: str, fields: Mapping[str, str]) -> str:
    subtype = plain(fields.get("entrysubtype", ""))
    for csl, written in BIBLATEX_SUBTYPES.items():
        if subtype == written and kind == "article":
            return csl
    if kind == "online" and re.fullmatch(r"[a-z]+(?:[-_][a-z]+)*", subtype):
        return subtype
    if kind == "misc" and any(fields.get(name) for name in ("url", "howpublished")):
        return "webpage"
    return BIBLATEX_READ.get(kind, "document")


def _first(fields: Mapping[str, str], *names: str) -> str:
    return next((fields[name] for name in names if fields.get(name)), "")


def _text(fields: Mapping[str, str], *names: str) -> str:
    for name in names:
        if (value := fields.get(name)) and (text := plain(value)):
            below = plain(fields.get(_SUBTITLES.get(name, ""), ""))
            return f"{text}: {below}" if below else text
    return ""


def _places(kind: str, fields: Mapping[str, str]) -> dict[str, object]:
    """Where it stands and who brings it out. The organization of a page on the web is its site."""
    online = kind in ("online", "electronic", "www")
    container = _text(fields, *_CONTAINERS) or (_text(fields, "organization") if online else "")
    if not container and kind == "misc" and not any(find_urls(fields.get("howpublished", ""))):
        container = _text(fields, "howpublished")
    houses = (
        ("publisher", "institution", "school") if online else ("publisher", "institution", "school", "organization")
    )
    return {"container-title": container, "publisher": _text(fields, *houses)}


def _url(fields: Mapping[str, str]) -> str:
    if url := re.sub(r"^\\url\s*\{(.*)\}$", r"\1", fields.get("url", "").strip()).strip():
        return plain_url(url)
    found = (span.url for name in ("howpublished", "bdsk-url-1") for span in find_urls(fields.get(name, "")))
    return plain_url(next(found, ""))


def _notes(fields: Mapping[str, str]) -> dict[str, object]:
    note, addendum = fields.get("note", "").strip(), _ADDENDUM.fullmatch(fields.get("addendum", "").strip())
    told = _NOTE.fullmatch(note) if note else None
    parts: dict[str, object] = {} if told else {"note": plain(_URL_COMMAND.sub(lambda url: url[0][5:-1], note))}
    if told:
        parts = {"source": plain(told["source"] or ""), "archive_location": told["archived"]}
        if told["accessed"]:
            parts["accessed"] = date_variable(plain(told["accessed"]))
    if addendum:
        parts |= {"archive_location": addendum["url"], "archive_date": plain(addendum["day"] or "")}
    return parts


# -- dates --------------------------------------------------------------------------------------------------------

_YEAR = re.compile(r"(?P<open>\[)?(?P<circa>(?:c|ca|circa)\.?\s*)?(?P<year>\d{1,4})?\]?")
_MONTH = re.compile(
    r"(?:(?P<before>\d{1,2})(?!\d)\.?(?:~|\s)*\"?\s*#?\s*)?(?P<month>[A-Za-z]+|\d{1,2})\.?(?:\s*#?\s*\"?(?:~|\s)*(?P<day>\d{1,2})\"?)?"
)


def _issued(fields: Mapping[str, str]) -> CslDate | None:
    """`date`, or `year` with `month`: a year in brackets is inferred; the day stands in `month` or in `day`."""
    if date := _edtf(fields.get("date", "")):
        return date_variable(date)
    stated = plain(fields.get("year", ""))
    year = _YEAR.fullmatch(stated)
    if year is None:
        return date_variable(stated)
    month = _MONTH.fullmatch(fields.get("month", "").strip().strip('"{}'))
    number = _number(month["month"]) if month else None
    day = (month["day"] or month["before"]) if month else None
    day = day or (fields["day"].strip() if number and fields.get("day", "").strip().isdecimal() else None)
    if not year["year"] and number is None:
        return date_variable(stated)
    parts = [year["year"].zfill(4) if year["year"] else "XXXX"]
    parts += [f"{number:02d}"] if number else []
    parts += [f"{int(day):02d}"] if number and day else []
    doubt = "~" if year["circa"] else ""
    return date_variable(f"{'?' if year['open'] and year['year'] else ''}{'-'.join(parts)}{doubt}")


def _edtf(date: str) -> str:
    """A date field is no text of TeX: `~` in it is a sign of EDTF."""
    return date.replace("{", "").replace("}", "").strip()


def _number(month: str) -> int | None:
    if month.isdecimal():
        return int(month)
    return _MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in _MONTHS else None
