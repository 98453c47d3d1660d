"""The wikitext that the citation templates of several Wikipedias share: what a value may hold, names, dates, archives.

The templates differ in the names of their parameters, which each writer has, and in the words of a date (`Words`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from provenance.core.csl import web_names
from provenance.core.csl.archived import archive_url
from provenance.core.csl.dates import partial_date
from provenance.core.dates import PartialDate
from provenance.core.frozen import frozen

Item = Mapping[str, object]
Fields = Iterator[tuple[str, object]]

# White space as MediaWiki trims it. A no-break space is part of a French title.
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
# C0 and C1 controls and what XML 1.0 has no place for: MediaWiki replaces them.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_IN_URLS = {"|": "%7C", "{": "%7B", "}": "%7D", "[": "%5B", "]": "%5D", " ": "%20", "<": "%3C", ">": "%3E"}
_IN_URLS |= {'"': "%22", "\\": "%5C", "^": "%5E", "`": "%60"}
_IN_TEXT = {"|": "{{!}}", "[": "&#91;", "]": "&#93;", "{": "&#123;", "}": "&#125;", "<": "&lt;", ">": "&gt;"}
# `&` before what would be read as a character reference; quotation marks that would be italics; signatures; switches.
_ENTITY = re.compile(r"&(?=#?\w+;)")
_SWITCHES = re.compile(r"'{2,}|~{3,}|__+")
_AT_MARKUP = re.compile(r"^'|'$")
_MARKUP = re.compile(r"<(?P<tag>i|b|sub|sup)>(?P<text>[^<>]*)</(?P=tag)>")
_CASE = re.compile(r"<span\s[^<>]*>([^<>]*)</span>")
_WIKI_MARKUP = {"i": ("''", "''"), "b": ("'''", "'''"), "sub": ("<sub>", "</sub>"), "sup": ("<sup>", "</sup>")}


def text_value(value: object) -> str:
    """A plain text as the value of a parameter: what would end the template, a link or a tag is written otherwise."""
    text = _ENTITY.sub("&amp;", _CONTROLS.sub("", _SPACE.sub(" ", str(value)).strip(" ")))
    text = "".join(_IN_TEXT.get(letter, letter) for letter in text)
    return _SWITCHES.sub(lambda match: "".join(f"&#{ord(letter)};" for letter in match.group()), text)


def title_value(value: object) -> str:
    """A title with CSL's mark-up (`<i>`, `<b>`, `<sub>`, `<sup>`; `span` only says what case it keeps) as wikitext."""
    title = _CASE.sub(r"\1", _SPACE.sub(" ", str(value)).strip(" "))
    if _MARKUP.search(title) is None:
        return text_value(title)
    written, end = [], 0
    for match in _MARKUP.finditer(title):
        opening, closing = _WIKI_MARKUP[match["tag"]]
        written += [_between(title[end : match.start()]), opening, _between(match["text"]), closing]
        end = match.end()
    return "".join((*written, _between(title[end:])))


def _between(text: str) -> str:
    """Text beside mark-up keeps the white space at its ends, and its apostrophes are no part of the mark-up."""
    left, right = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return f"{left}{_AT_MARKUP.sub('&#39;', text_value(text))}{right}" if text.strip(" ") else text


def url_value(value: object) -> str:
    """A URL with what wikitext would take for its own percent-encoded, as the templates' documentation asks."""
    text = _CONTROLS.sub("", _SPACE.sub(" ", str(value)).strip(" "))
    text = "".join(_IN_URLS.get(letter, letter) for letter in text)
    return text.replace("''", "%27%27").replace("~~~", "%7E%7E%7E").replace("__", "_%5F")


def template(name: str, fields: Fields) -> str:
    """One template on one line; a field without a value is left out. Values are wikitext."""
    written = "".join(f" |{parameter}={value}" for parameter, value in fields if value)
    return f"{{{{{name}{written}}}}}"


def archived(item: Item) -> str | None:
    """The archived copy of a page that has a URL of its own: the templates refuse one without the other."""
    return (archive_url(item) or None) if item.get("URL") else None


def numbered_names(value: object, *, last: str, first: str, whole: str, alone: str | None = None) -> Fields:
    """Names as numbered pairs of parameters, institutions under a name of their own.

    alone: what `whole` is called where it stands for the only author.
    """
    people = list(web_names.names(value))
    for number, name in enumerate(people, 1):
        if text := web_names.literal(name):
            # `((…))` tells the templates that commas do not separate names; one that is there is kept by a second.
            text = f"(({text}))" if text.startswith("((") and text.endswith("))") else text
            yield (alone if alone and len(people) == 1 else f"{whole}{number}"), text_value(text)
            continue
        yield f"{last}{number}", text_value(web_names.family(name))
        yield f"{first}{number}", text_value(" ".join(filter(None, (web_names.given(name), web_names.suffix(name)))))


@frozen
class Words:
    """How a Wikipedia writes dates. months: their twelve names. day, month: patterns with {day}, {month}, {year}.
    about: what stands before an approximate year or month. first: how the first of a month is written.
    """

    months: Sequence[str]
    day: str
    month: str = "{month} {year}"
    about: str
    first: str = "1"

    def written(self, variable: object) -> str | None:
        """A date as far as it is stated. None where the year is inferred or not stated: the templates cannot mark it,
        and a warning beside the citation says it.
        """
        date = variable if isinstance(variable, PartialDate) else partial_date(variable)
        if date is None or date.year is None or date.year_uncertain:
            return None
        about = f"{self.about} " if date.approximate else ""
        if date.month is None:
            return f"{about}{date.year}"
        month = self.months[date.month - 1]
        if date.day is None:
            return about + self.month.format(month=month, year=date.year)
        day = self.first if date.day == 1 else date.day
        return self.day.format(day=day, month=month, year=date.year, iso=date.day_only)
