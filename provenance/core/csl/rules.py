"""Data rules: what an item needs before a certain style prints it as its guide asks. Each rule has its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from provenance.core.csl.items import Item, same_name

Change = Callable[[Item], Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`change` is applied for every style whose id opens with one of `styles` (all styles if empty).

    warning: said when the rule changed the item, where a reader would miss what it took away.
    """

    change: Change
    reason: str
    styles: tuple[str, ...] = ()
    warning: str | None = None

    def applies_to(self, style: str) -> bool:
        return not self.styles or style.startswith(self.styles)


def drop_site_equal_to_author(item: Item) -> Item:
    author = item.get("author")
    if not isinstance(author, list) or len(author) != 1 or not isinstance(author[0], Mapping):
        return item
    name = str(author[0].get("literal") or "")
    repeated = [key for key in ("container-title", "publisher") if name and same_name(name, str(item.get(key) or ""))]
    return _without(item, *repeated)


def strip_url_scheme(item: Item) -> Item:
    url = item.get("URL")
    return item | {"URL": re.sub(r"^https?://", "", url)} if isinstance(url, str) else item


def drop_accessed_where_dated(item: Item) -> Item:
    return _without(item, "accessed") if item.get("issued") else item


def online_newspaper_as_webpage(item: Item) -> Item:
    online = item.get("type") == "article-newspaper" and item.get("URL") and not item.get("page")
    return item | {"type": "webpage"} if online else item


def drop_archive_link(item: Item) -> Item:
    place = str(item.get("archive_location") or "")
    return _without(item, "archive", "archive_location") if re.match(r"https?://", place) else item


# Han, kana and hangul: family name first, nothing between the names, no initials.
_EAST_ASIAN = re.compile(r"^[\u2e80-\u2fdf\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff・\s]+$")


def east_asian_names_as_literals(item: Item) -> Item:
    return item | {
        variable: [_east_asian(name) for name in names]
        for variable in ("author", "editor", "translator")
        if isinstance(names := item.get(variable), list)
    }


def _east_asian(name: object) -> object:
    if not isinstance(name, Mapping) or "literal" in name:
        return name
    whole = f"{name.get('family') or ''}{name.get('given') or ''}"
    return {"literal": whole} if _EAST_ASIAN.match(whole) else name


_CURLED_LANGUAGES = ("", "en")


def curl_quotes(item: Item) -> Item:
    """Straight marks in English text become the curled ones of print; other languages have marks of their own."""
    language = str(item.get("language") or "").lower().replace("_", "-").split("-")[0]
    if language not in _CURLED_LANGUAGES:
        return item
    return item | {
        variable: curled(text)
        for variable in ("title", "container-title", "title-short")
        if isinstance(text := item.get(variable), str)
    }


_TAG = re.compile(r"<(/?)[a-z][^<>]*>")
_OPENS_TAG, _CLOSES_TAG = "\ue000", "\ue001"
_DOUBLE_OPENS = re.compile(r"(?<![^\s(\[{—–/'‘\ue000-])\"(?!\s|$)")
_SINGLE_OPENS = re.compile(r"(?<![^\s(\[{—–/“\ue000-])'(?!\s|$)")
# A decade ('90s) and a few clipped words open with an apostrophe, not with a quotation mark.
_CLIPPED = re.compile(r"(?<!\w)'(?=\d0s\b|(?:tis|twas|em|til|cause)\b)", re.IGNORECASE)


def curled(text: str) -> str:
    """Straight quotation marks and apostrophes as curled ones; what may be feet and inches (5'10") stays."""
    tags = [match[0] for match in _TAG.finditer(text)]
    text = _TAG.sub(lambda match: _CLOSES_TAG if match[1] else _OPENS_TAG, text)
    text = _SINGLE_OPENS.sub("‘", _DOUBLE_OPENS.sub("“", _CLIPPED.sub("’", text)))
    text = re.sub(r"(?<!\d)'|(?<=\d)'(?=s\b)", "’", text)
    text = re.sub(r"(?<!\d)\"", "”", text)
    if text.count("“") > text.count("”"):
        text = text.replace('"', "”")
    if text.count("‘") > text.count("’"):
        text = text.replace("'", "’")
    kept = iter(tags)
    return re.sub(f"[{_OPENS_TAG}{_CLOSES_TAG}]", lambda _: next(kept), text)


def _without(item: Item, *variables: str) -> Item:
    return {key: value for key, value in item.items() if key not in variables}


RULES = (
    Rule(
        change=drop_archive_link,
        reason="696 styles print `archive_location` as the name of a place",
        warning="the archived copy is not part of this citation: no style has a place for it",
    ),
    Rule(
        change=east_asian_names_as_literals,
        reason="engines write a comma and initials into names that have neither: '王, . 小明'",
    ),
    Rule(change=curl_quotes, reason="engines flip nested marks only if they are curled"),
    Rule(
        change=drop_site_equal_to_author,
        styles=("apa",),
        reason="APA 7th, examples 10.16:111a and 113b: a site that is the author is not named again",
    ),
    Rule(
        change=strip_url_scheme,
        styles=("modern-language-association",),
        reason="MLA Handbook 9th: http:// and https:// are left out",
    ),
    Rule(
        change=drop_accessed_where_dated,
        styles=("modern-language-association",),
        reason="MLA Handbook 9th: the day of access stands where the work has no date",
    ),
    Rule(
        change=online_newspaper_as_webpage,
        styles=("bluebook",),
        reason="Bluebook: an online newspaper without pages has its date in parentheses",
    ),
    Rule(
        change=online_newspaper_as_webpage,
        styles=("gost-r-7-0-5-2008",),
        reason="the style prints no URL for a newspaper",
    ),
)


def fit(item: Mapping[str, object], *, style: str) -> tuple[Item, tuple[str, ...]]:
    """The item as `style` (id of an independent style) needs it, and what the rules took away that will be missed."""
    fitted: Item = dict(item)
    warnings = []
    for rule in RULES:
        if rule.applies_to(style):
            changed = rule.change(fitted)
            if rule.warning and changed != fitted:
                warnings.append(rule.warning)
            fitted = changed
    return fitted, tuple(warnings)


_LOCALES = {"harvard-cite-them-right": "en-GB"}


def style_locale(style: str) -> str | None:
    """The locale that a style needs and does not state: Cite Them Right is British, and in en-US gets “…,” quotes."""
    return next((locale for opening, locale in _LOCALES.items() if style.startswith(opening)), None)
