"""One citation template as a CSL-JSON item."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import mwparserfromhell
from mwparserfromhell.nodes import Comment, ExternalLink, HTMLEntity, Tag, Template, Wikilink
from mwparserfromhell.parser import ParserError
from mwparserfromhell.wikicode import Wikicode

from provenance.core.csl import web_names
from provenance.core.csl.dates import csl_date
from provenance.core.dates import PartialDate
from provenance.core.wikitext_tables import MONTHS, NAMES, PARAMETERS

CslItem = dict[str, object]

# No template that is written comes near; the parser's time grows with the square of what is open.
_LONGEST = 20_000
_MOST_MARKS = 400
_MOST_OPEN = 25
_DEEPEST = 12
_TOO_MUCH = "too long, or too much mark-up in it: it was not read"
_MARKS = re.compile(r"\{\{|\[\[?|<|\{\||''")
_OPENERS = re.compile(r"(?P<open><[a-zA-Z]|\[|\{\{\{)|</[^<>]*>|/>|\]|\}\}\}")
_OPENED_BY = {">": "<", "]": "[", "}": "{"}
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_DATES = ("issued", "accessed")
_KEPT_TAGS = {"i": "i", "em": "i", "b": "b", "strong": "b", "sub": "sub", "sup": "sup"}
_AT_LINE_START = ("li", "dt", "dd", "hr")
_UNSHOWN_TAGS = ("ref", "gallery", "templatestyles")
_YES = {"yes", "y", "true", "1", "sí", "si", "ja", "oui"}
_NO = {"no", "n", "false", "0", "nein", "non"}


class Broken(ValueError):
    """A template that cannot be read; the message says why."""


def shown(text: str) -> Wikicode:
    """A piece of wikitext as a tree.

    Raises
    ------
    Broken
        if it is longer, or has more mark-up open, than anybody writes.
    """
    if len(text) > _LONGEST or len(_MARKS.findall(text)) > _MOST_MARKS or _left_open(text) > _MOST_OPEN:
        raise Broken(_TOO_MUCH)
    try:
        return mwparserfromhell.parse(text)
    except ParserError as error:
        raise Broken("its mark-up cannot be read") from error


def _left_open(text: str) -> int:
    """How many tags, brackets and parameters are never closed: the parser looks for the end of each, up to the end."""
    left = dict.fromkeys("<[{", 0)
    for mark in _OPENERS.finditer(text):
        if opener := mark["open"]:
            left[opener[0]] += 1
        else:
            kind = _OPENED_BY[mark[0][-1]]
            left[kind] = max(0, left[kind] - 1)
    return sum(left.values())


def record(source: str, *, kind: str, depth: int) -> tuple[CslItem, list[str]]:
    """The item of one template, and the URLs in it that are no links of the list (its archived copy).

    depth: how many templates lie in one another in it.

    Raises
    ------
    Broken
        if it cannot be read, or says nothing.
    """
    if depth > _DEEPEST:
        raise Broken(_TOO_MUCH)
    templates = shown(source).filter_templates(recursive=False)
    if len(templates) != 1:
        raise Broken("the braces of the template do not match: it was not read")
    texts, people = _parameters(templates[0])
    item: CslItem = {"type": _type(kind, texts)}
    item |= {variable: names for variable, names in ((role, _names(parts)) for role, parts in people.items()) if names}
    item |= _variables(texts)
    if len(item) == 1:
        raise Broken("the template says nothing")
    return item, [str(item["archive_location"])] if "archive_location" in item else []


People = dict[str, dict[int, dict[str, str]]]


def _parameters(template: Template) -> tuple[dict[str, str], People]:
    """The values by variable, and the parts of names by role and number. The last value that says something stands,
    as MediaWiki has it.
    """
    texts: dict[str, str] = {}
    people: People = {}
    german = str(template.name).strip().lower() in ("internetquelle", "literatur")
    book = str(template.name).strip().lower() == "literatur"
    for parameter in template.params:
        key = re.sub(r"[\s_-]", "", str(parameter.name)).lower()
        word, number = re.sub(r"\d+", "", key), re.search(r"\d+", key)
        if word == "vauthors":
            people.setdefault("author", {}).update(_vancouver(plain(parameter.value)))
        elif (part := NAMES.get("herausgeber" if book and word == "hrsg" else word)) is not None:
            if value := _several(parameter.value) if german else [plain(parameter.value)]:
                for count, name in enumerate(value):
                    place = (int(number.group()[:4]) if number else 1) + count
                    people.setdefault(part[0], {}).setdefault(place, {})[part[1]] = name
        elif (variable := PARAMETERS.get(word if not number or word not in _NUMBERED else key)) is not None:
            value_text = _value(parameter.value, variable)
            if value_text:
                texts[variable] = value_text
    return texts, people


_NUMBERED = ("url", "date")


def _value(value: Wikicode, variable: str) -> str:
    if variable in ("URL", "archive_location"):
        link = next(iter(value.filter_external_links(recursive=False)), None)
        return plain(link.url if link is not None and link.brackets else value, links=False)
    return plain(value, markup=variable in ("title", "script-title", "chapter"))


def _type(kind: str, texts: Mapping[str, str]) -> str:
    """What a template says of its kind: with a chapter a book is a chapter, with a work around it `{{Literatur}}` an
    article.
    """
    if kind == "book" and "chapter" in texts:
        return "chapter"
    return "article" if kind == "book" and "container-title" in texts else kind


def _variables(texts: dict[str, str]) -> CslItem:
    item: CslItem = {}
    title = texts.pop("title", "") or re.sub(r"^[a-z-]{2,12}:\s*", "", texts.get("script-title", ""))
    if chapter := texts.pop("chapter", ""):
        title, texts = chapter, {**({"container-title": title} if title else {}), **texts}
    texts = {"title": title, **texts} if title else texts
    stated = " ".join(texts.pop(part) for part in ("day", "month", "year") if part in texts)
    if stated and "issued" not in texts:
        texts["issued"] = stated
    dead = texts.pop("dead", "").lower()
    if "archive_location" in texts and "url_status" not in texts and dead in _YES | _NO:
        texts["url_status"] = "dead" if dead in _YES else "live"
    texts.pop("script-title", None)
    for variable, text in texts.items():
        if variable in _DATES:
            item[variable] = _date(text)
        elif variable == "archive_date":
            date = date_in_words(text)
            item[variable] = date.edtf if date else text
        else:
            item[variable] = text
    return item


# -- names --------------------------------------------------------------------------------------------------------


def _names(parts: Mapping[int, Mapping[str, str]]) -> list[web_names.CslName]:
    """The names of one role by their numbers. `author` beside `first` is the family name, by the documentation."""
    return [name for name in (_name(parts[number]) for number in sorted(parts)) if name]


def _name(parts: Mapping[str, str]) -> web_names.CslName | None:
    whole, family = parts.get("whole", ""), parts.get("family", "")
    given, suffix = web_names.with_suffix(parts.get("given", ""))
    if family or (whole and given):
        return web_names.person(family=family or whole, given=given, suffix=suffix)
    if whole.startswith("((") and whole.endswith("))"):
        whole = whole[2:-2]
    return {"literal": whole or parts["given"]} if whole or parts.get("given") else None


def _vancouver(text: str) -> dict[int, dict[str, str]]:
    """`Smith AB, Jones C`, as `vauthors` has them."""
    names = [name.strip().rpartition(" ") for name in text.split(",") if name.strip()]
    return {
        number: {"family": family, "given": given} if family else {"whole": given}
        for number, (family, _, given) in enumerate(names, 1)
    }


# What a separator inside of separates nothing: character references, links, templates, tags.
_SEPARATORS = re.compile(r"&#?\w+;|\[\[[^\[\]]*\]\]|\{\{[^{}]*\}\}|<[^<>]*>|(?P<mark>[;,])")


def _several(value: Wikicode) -> list[str]:
    """The names in one German field: between semicolons, or between commas where each is more than one word."""
    source = str(value)
    marks = [match for match in _SEPARATORS.finditer(source) if match["mark"]]
    names = _between(source, [match.start() for match in marks if match["mark"] == ";"])
    if len(names) > 1:
        return names
    parts = _between(source, [match.start() for match in marks])
    return parts if all(" " in part for part in parts) else names


def _between(source: str, marks: list[int]) -> list[str]:
    bounds = zip([0, *(mark + 1 for mark in marks)], [*marks, len(source)], strict=True)
    return [name for name in (plain(shown(source[start:end])) for start, end in bounds) if name]


# -- dates --------------------------------------------------------------------------------------------------------

_ABOUT = r"(?P<about>(?:c|ca|circa|um|etwa|vers|hacia)\.?\s+)?"
_FORMS = tuple(
    re.compile(_ABOUT + form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})(?:-(?P<number>\d{2})(?:-(?P<day>\d{2}))?)?",
        r"(?P<year>\d{1,3})",
        r"(?:(?P<day>\d{1,2})(?:\.|er|º)?\s*(?:de\s+)?)?(?P<month>[^\W\d_]{3,12})\.?,?\s+(?:del?\s+)?(?P<year>\d{1,4})",
        r"(?P<month>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})",
        r"(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4})",
    )
)


def date_in_words(text: str) -> PartialDate | None:
    """A date as the four Wikipedias write it, in numbers years first (ISO 8601) or with German full stops; None where
    it could be another day, or none.
    """
    for form in _FORMS:
        match = form.fullmatch(text.strip())
        if match is None:
            continue
        parts = match.groupdict()
        named = parts.get("month")
        month = MONTHS.get(named.lower()) if named else int(parts["number"]) if parts.get("number") else None
        if named and month is None:
            continue
        day = int(parts["day"]) if parts.get("day") else None
        try:
            return PartialDate(year=int(parts["year"]), month=month, day=day, approximate=bool(parts["about"]))
        except ValueError:
            return None
    return None


def _date(text: str) -> Mapping[str, object]:
    date = date_in_words(text)
    return (csl_date(date) if date else None) or {"literal": text}


# -- text ---------------------------------------------------------------------------------------------------------


def plain(code: Wikicode, *, markup: bool = False, links: bool = True) -> str:
    """What a reader sees of wikitext, white space collapsed. markup: whether CSL's `<i>`, `<b>`, `<sub>` and `<sup>`
    stay. links: whether a link shows its text.
    """
    return _SPACE.sub(" ", "".join(_pieces(code, markup=markup, links=links))).strip(" ")


def _pieces(code: Wikicode, *, markup: bool, links: bool) -> Iterator[str]:
    for node in code.nodes:
        if isinstance(node, HTMLEntity):
            yield _entity(node)
        elif isinstance(node, Wikilink):
            yield from _pieces(node.title if node.text is None else node.text, markup=markup, links=links)
        elif isinstance(node, ExternalLink):
            text = node.title if links and node.title is not None else node.url
            yield from _pieces(text, markup=markup, links=links)
        elif isinstance(node, Template):
            yield from _template(node, markup=markup, links=links)
        elif isinstance(node, Tag):
            yield from _tag(node, markup=markup, links=links)
        elif not isinstance(node, Comment):
            yield str(node)


def _entity(node: HTMLEntity) -> str:
    try:
        return node.normalize()
    except (ValueError, OverflowError):
        return str(node)


def _template(node: Template, *, markup: bool, links: bool) -> Iterator[str]:
    """`{{!}}` and `{{=}}` are characters, `{{date|4|juillet|2024}}` is its parts; of others the last field that has no
    name is what they show (`{{lang|fr|…}}`, `{{nowrap|…}}`).
    """
    name = str(node.name).strip().lower()
    shown = [parameter.value for parameter in node.params if not parameter.showkey]
    if name in ("!", "="):
        yield "|" if name == "!" else "="
    elif name.startswith("date"):
        yield " ".join(str(value).strip() for value in shown)
    elif shown:
        yield from _pieces(shown[-1], markup=markup, links=links)


def _tag(node: Tag, *, markup: bool, links: bool) -> Iterator[str]:
    tag = str(node.tag).strip().lower()
    if tag == "br":
        yield " "
    elif tag in _AT_LINE_START and node.wiki_markup:
        # A value has no lines of its own: what would open a list at the start of one is text.
        yield str(node.wiki_markup)
    if tag in _UNSHOWN_TAGS or node.contents is None:
        return
    kept = _KEPT_TAGS.get(tag) if markup else None
    yield f"<{kept}>" if kept else ""
    yield from _pieces(node.contents, markup=markup, links=links)
    yield f"</{kept}>" if kept else ""
