"""What the data rules do to an item: each change is one small pure function. `rules` says for which styles, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from provenance.core import outlets
from provenance.core.csl.items import Item, same_name
from provenance.core.csl.titlecase import is_headline_case, protected, settle_small_words
from provenance.core.regex import regex

# -- one name, once -------------------------------------------------------------------------------------------------


def institution(item: Item) -> str:
    """The name of an institution that is the only author; empty where there is none."""
    author = item.get("author")
    if not isinstance(author, list) or len(author) != 1 or not isinstance(author[0], Mapping):
        return ""
    return str(author[0].get("literal") or "")


def _equal_to_author(item: Item, *variables: str) -> list[str]:
    name = institution(item)
    return [variable for variable in variables if name and same_name(name, str(item.get(variable) or ""))]


def drop_site_and_publisher_equal_to_author(item: Item) -> Item:
    return _without(item, *_equal_to_author(item, "container-title", "publisher"))


def drop_author_equal_to_publisher(item: Item) -> Item:
    return _without(item, "author") if _equal_to_author(item, "container-title", "publisher") else item


def drop_author_equal_to_site(item: Item) -> Item:
    return _without(item, "author") if _equal_to_author(item, "container-title") else item


def drop_paper_as_author(item: Item) -> Item:
    paper = item.get("type") in ("article-newspaper", "article-magazine")
    return drop_author_equal_to_site(item) if paper else item


def drop_site_of_page_equal_to_author(item: Item) -> Item:
    page = item.get("type") in ("webpage", "post", "post-weblog")
    return drop_site_and_publisher_equal_to_author(item) if page else item


def drop_publisher_equal_to_site(item: Item) -> Item:
    site, publisher = str(item.get("container-title") or ""), str(item.get("publisher") or "")
    return _without(item, "publisher") if publisher and same_name(site, publisher) else item


def drop_publisher_of_periodical(item: Item) -> Item:
    periodical = item.get("type") in ("article-newspaper", "article-magazine", "article-journal")
    return _without(item, "publisher") if periodical and item.get("container-title") else item


def publisher_as_site(item: Item) -> Item:
    publisher = item.get("publisher")
    if item.get("type") != "webpage" or item.get("container-title") or not publisher:
        return item
    return _without(item, "publisher") | {"container-title": publisher}


def drop_agency_as_database(item: Item) -> Item:
    credit = str(item.get("source") or "")
    agency = credit and (outlets.is_agency(credit) or same_name(credit, institution(item)))
    return _without(item, "source") if agency else item


# -- links, days, types ---------------------------------------------------------------------------------------------


def strip_url_scheme(item: Item) -> Item:
    url = item.get("URL")
    return item | {"URL": re.sub(r"^https?://", "", url)} if isinstance(url, str) else item


def drop_accessed_where_dated(item: Item) -> Item:
    return _without(item, "accessed") if item.get("issued") else item


def online_newspaper_as_webpage(item: Item) -> Item:
    return _as_webpage(item, "article-newspaper")


def online_periodical_as_webpage(item: Item) -> Item:
    return _as_webpage(item, "article-newspaper", "article-magazine")


def _as_webpage(item: Item, *types: str) -> Item:
    online = item.get("type") in types and item.get("URL") and not item.get("page")
    return item | {"type": "webpage"} if online else item


def online_work_as_post(item: Item) -> Item:
    online = item.get("URL") and item.get("container-title") and not item.get("page")
    known = item.get("type") in ("article-newspaper", "article-magazine", "webpage")
    return _without(item, "publisher", "publisher-place") | {"type": "post-weblog"} if known and online else item


def genre_in_brackets(item: Item) -> Item:
    genre, title = item.get("genre"), item.get("title")
    if item.get("type") != "webpage" or not isinstance(genre, str) or not isinstance(title, str) or not title:
        return item
    return item | {"title": f"{title} [{genre}]"}


def drop_archive_link(item: Item) -> Item:
    place = str(item.get("archive_location") or "")
    return _without(item, "archive", "archive_location") if re.match(r"https?://", place) else item


# -- titles and names -----------------------------------------------------------------------------------------------


def all_prepositions_small(item: Item) -> Item:
    return _english_title(item, lambda title: settle_small_words(title, long_prepositions=True))


def short_prepositions_small(item: Item) -> Item:
    return _english_title(item, lambda title: settle_small_words(title, long_prepositions=False))


def keep_headline_case(item: Item) -> Item:
    return _english_title(item, lambda title: protected(title) if is_headline_case(title) else title)


def _english_title(item: Item, change: Callable[[str], str]) -> Item:
    title = item.get("title")
    return item | {"title": change(title)} if isinstance(title, str) and _is_english(item) else item


def _is_english(item: Item) -> bool:
    """Also where no language is stated: engines take such a title for English."""
    language = str(item.get("language") or "").lower().replace("_", "-").split("-")[0]
    return language in ("", "en")


# Han, kana and hangul: family name first, nothing between the names, no initials.
_EAST_ASIAN = regex(r"^[\u2e80-\u2fdf\u3005-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff・\s]+$")


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


def curl_quotes(item: Item) -> Item:
    """Straight marks in English text become the curled ones of print; other languages have marks of their own."""
    if not _is_english(item):
        return item
    return item | {
        variable: curled(text)
        for variable in ("title", "container-title", "title-short")
        if isinstance(text := item.get(variable), str)
    }


_TAG = regex(r"<(/?)[a-z][^<>]*>")
_OPENS_TAG, _CLOSES_TAG = "\ue000", "\ue001"
_DOUBLE_OPENS = regex(r"(?<![^\s(\[{—–/'‘\ue000-])\"(?!\s|$)")
_SINGLE_OPENS = regex(r"(?<![^\s(\[{—–/“\ue000-])'(?!\s|$)")
# A decade ('90s) and a few clipped words open with an apostrophe, not with a quotation mark.
_CLIPPED = regex(r"(?<!\w)'(?=\d0s\b|(?:tis|twas|em|til|cause)\b)", re.IGNORECASE)


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
