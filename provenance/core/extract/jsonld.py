"""JSON-LD with the vocabulary of schema.org: the page's own article, and what the site says of itself."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from provenance.core.extract import sections
from provenance.core.extract.days import read_stamp
from provenance.core.extract.headline import site_key
from provenance.core.model import Evidence
from provenance.core.regex import regex
from provenance.core.text import collapse, comparable, unescaped

Node = Mapping[str, Any]

# Types of schema.org under CreativeWork that are a text one can cite.
_ARTICLE = regex(r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting|SocialMediaPosting|Posting)$")
_EPISODES = ("PodcastEpisode", "RadioEpisode", "TVEpisode")
_PAGE_TYPES = ("WebPage", "ItemPage", "AboutPage", "CollectionPage", "Webpage")
_ORGANIZATIONS = ("NewsMediaOrganization", "Organization", "Newspaper", "Corporation")

_COMMENT = regex(r'("(?:[^"\\]|\\.)*")|/\*.*?\*/|(?<![:\w])//[^\n]*', re.DOTALL)
_TRAILING_COMMA = regex(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)
_WRAPPING = regex(r"^\s*(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)|(?:-->|\]\]>|//\s*\]\]>)\s*;?\s*$")
_MISSING_COMMA = regex(r'("|\}|\])(\s*\n\s*")')
# Enough for any page; what nests deeper or lists more is no description of an article.
_MOST_NODES = 5_000
_MOST_INNER = 20

# member of the article → variable of the source
_TEXT_MEMBERS = {
    "headline": "title", "name": "title", "alternativeHeadline": "title",
    "inLanguage": "language", "identifier": "identifier",
}  # fmt: skip
_ADDRESS_MEMBERS = {"mainEntityOfPage": "canonical_url", "url": "canonical_url", "image": "image"}
_DATE_MEMBERS = {"datePublished": "issued", "dateCreated": "issued", "dateModified": "modified"}
_NAME_MEMBERS = {"author": "author", "creator": "author"}
_ORGANIZATION_MEMBERS = {"publisher": "publisher", "isPartOf": "container_title", "sourceOrganization": "credit"}


@dataclass(frozen=True, slots=True)
class Found:
    """An object of the graph. path: where it stands, as a JSONPath; mended: the JSON had to be mended first.

    types: its types, without the address of the vocabulary.
    """

    node: Node
    path: str
    mended: bool
    language: str
    types: tuple[str, ...]

    def items(self, member: str) -> list[Any]:
        """The values of a member, whether or not they stand in a list."""
        return _list(self.node.get(member))

    def text(self, member: str) -> str:
        """The first text of a member, empty where there is none."""
        return _joined(self.node.get(member))

    def inner(self, member: str) -> Iterator[Found]:
        """The objects that a member holds, typed or not."""
        for part in self.items(member)[:_MOST_INNER]:
            if isinstance(part, dict):
                yield _object(part, f"{self.path}.{member}", self.mended, self.language)

    def evidence(self, variable: str, member: str, value: str, quote: str) -> Evidence:
        """What a member of this object says. member: a path of several where the object stands in another one."""
        return _evidence(self, variable, member, value, quote)


def graph(scripts: tuple[str, ...], language: str = "") -> list[Found]:
    """All typed objects in the texts of the `application/ld+json` scripts.

    language: the page's tag, for days that are written in words or in an order of their own.
    """
    return [item for number, script in enumerate(scripts) for item in _objects(script, number, language)]


def read(found: list[Found], article: Found | None, *, titles: tuple[str, ...] = ()) -> list[Evidence]:
    """Evidence for the fields of a citation. article: the page's own (`own_article`); titles: no names of sections."""
    by_id = {str(item.node["@id"]): item.node for item in found if "@id" in item.node and len(item.node) > 1}
    evidence: list[Evidence] = []
    if article is not None:
        evidence += _read_article(article, by_id)
    none = frozenset(site_key(title) for title in titles)
    for item in found:
        evidence += _read_site(item, by_id)
        if "BreadcrumbList" in item.types:
            evidence += _breadcrumbs(item, none)
    return evidence


# -- the graph ----------------------------------------------------------------------------------------------------


def _objects(script: str, number: int, language: str) -> Iterator[Found]:
    """All typed objects of a script, outermost first; walked without recursion, so that depth costs nothing."""
    loaded, mended = _load(script)
    queue: deque[tuple[Any, str]] = deque([(loaded, f"$[{number}]")])
    seen = 0
    while queue and seen < _MOST_NODES:
        value, path = queue.popleft()
        seen += 1
        if isinstance(value, list):
            queue.extend((part, f"{path}[{place}]") for place, part in enumerate(value[:_MOST_NODES]))
        elif isinstance(value, dict):
            if "@type" in value:
                yield _object(value, path, mended, language)
            queue.extend((part, f"{path}.{key}") for key, part in value.items() if isinstance(part, list | dict))


def _object(node: Node, path: str, mended: bool, language: str) -> Found:
    types = tuple(str(kind).rsplit("/", 1)[-1].removeprefix("schema:") for kind in _list(node.get("@type")))
    return Found(node, path, mended, language, types)


def _load(script: str) -> tuple[Any, bool]:
    """The JSON and whether it had to be mended; None where it cannot be read."""
    try:
        return json.loads(script, strict=True), False
    except (ValueError, RecursionError):
        pass
    for text in (script, _mend(script), _MISSING_COMMA.sub(r"\1,\2", _mend(script))):
        try:
            return json.loads(text, strict=False), True
        except (ValueError, RecursionError):
            continue
    return None, False


def _mend(script: str) -> str:
    """Take out what JSON does not allow and sites write all the same: wrappings, comments, trailing commas."""
    text = _WRAPPING.sub("", script.strip())
    text = text.replace("&quot;", '"') if '"' not in text else text
    text = _COMMENT.sub(lambda match: match[1] or "", text)
    return _TRAILING_COMMA.sub(lambda match: match[1] or "", text).rstrip("; \n\t")


def own_article(found: list[Found], *, titles: tuple[str, ...] = (), urls: tuple[str, ...] = ()) -> Found | None:
    """The page's own article, or the one broadcast that it is about. titles, urls: what the page otherwise calls itself;
    they decide between several.
    """
    articles = [item for item in found if any(_ARTICLE.search(kind) for kind in item.types)]
    if not articles:
        episodes = [item for item in found if set(item.types) & set(_EPISODES)]
        return episodes[0] if len(episodes) == 1 else None
    if len(articles) < 2:
        return articles[0] if articles else None
    known_titles = {comparable(title) for title in titles if title}
    known_urls = {url.split("#")[0].rstrip("/") for url in urls if url}

    def rank(item: Found) -> int:
        headline = comparable(unescaped(_text(item.node.get("headline") or item.node.get("name"))))
        addresses = {_address(item.node.get(key)).split("#")[0].rstrip("/") for key in ("url", "mainEntityOfPage")}
        return 2 * bool(headline and headline in known_titles) + bool(addresses & known_urls)

    return max(articles, key=rank)  # the first of the best: `max` keeps order


# -- evidence -----------------------------------------------------------------------------------------------------


def _read_article(item: Found, by_id: Mapping[str, Node]) -> Iterator[Evidence]:
    node = item.node
    for member, variable in _DATE_MEMBERS.items():
        yield from _date(item, variable, member, prefix="")
    for member, variable in _NAME_MEMBERS.items():
        names = "; ".join(name for part in _list(node.get(member)) if (name := _name(part, by_id)))
        yield from _words(item, variable, member, names)
        for part in item.inner(member):
            if set(part.types) & {*_ORGANIZATIONS, "Person"} and (name := _name(part.node, by_id)):
                kind = "person" if "Person" in part.types else "body"
                yield _evidence(item, f"author_{kind}", f"{member}.@type", name, f"{part.types[0]}: {name}")
    for member, variable in _ORGANIZATION_MEMBERS.items():
        name = next((name for part in _list(node.get(member)) if (name := _name(part, by_id))), "")
        yield from _words(item, variable, member, name)
    # What an episode is part of, measured as what an article is part of.
    series = next((name for part in item.items("partOfSeries") if (name := _name(part, by_id))), "")
    yield from _words(item, "container_title", "isPartOf", series)
    for member, variable in _ADDRESS_MEMBERS.items():
        address = _address(node.get(member))
        yield from _words(item, variable, member, address if address.startswith(("http", "/")) else "")
    for member, variable in _TEXT_MEMBERS.items():
        yield from _words(item, variable, member, _joined(node.get(member)))
    named = sections.names_in(unescaped(_text(part)) for part in _list(node.get("articleSection")))
    yield from _section(item, named, "articleSection")
    yield _evidence(item, "type", "@type", item.types[0], item.types[0])
    for whole in item.inner("isPartOf"):
        yield from (_evidence(item, "type", "isPartOf.@type", kind, kind) for kind in whole.types)


def _section(item: Found, names: list[str], member: str) -> Iterator[Evidence]:
    method = f"jsonld:{member}" + (" (mended)" if item.mended else "")
    yield from sections.stated(names, method, f"{item.path}.{member}", ", ".join(names))


def _breadcrumbs(item: Found, none: frozenset[str]) -> Iterator[Evidence]:
    """`BreadcrumbList`: the front page first, the article itself often last."""
    items = [part for part in _list(item.node.get("itemListElement")) if isinstance(part, dict)]
    names = sections.crumbs_of([unescaped(_text(part.get("name")) or _text(part.get("item"))) for part in items], none)
    if names:
        yield from _section(item, names[:1], "breadcrumb-first")
        yield from _section(item, names[-1:], "breadcrumb-last")


def _words(item: Found, variable: str, member: str, text: str) -> Iterator[Evidence]:
    if text.strip():
        yield _evidence(item, variable, member, unescaped(text), text)


def _read_site(item: Found, by_id: Mapping[str, Node]) -> Iterator[Evidence]:
    node, kinds = item.node, item.types
    name = unescaped(_text(node.get("name")))
    if "WebSite" in kinds and name:
        yield _evidence(item, "container_title", "WebSite.name", name, name)
    if any(kind in _ORGANIZATIONS for kind in kinds) and name and item.path.count(".") <= 1:
        yield _evidence(item, "container_title", "Organization.name", name, name)
    if any(kind in _PAGE_TYPES for kind in kinds):
        yield from _date(item, "issued", "datePublished", prefix="WebPage.")
        yield from _date(item, "modified", "dateModified", prefix="WebPage.")
        part_of = next((text for part in _list(node.get("isPartOf")) if (text := _name(part, by_id))), "")
        if part_of:
            yield _evidence(item, "container_title", "WebPage.isPartOf", part_of, part_of)
        if name:
            yield _evidence(item, "title", "WebPage.name", name, name)
    language = _text(node.get("inLanguage")).strip()
    if language and ("WebSite" in kinds or any(kind in _PAGE_TYPES for kind in kinds)):
        yield _evidence(item, "language", f"{kinds[0]}.inLanguage", language, language)


def _date(item: Found, variable: str, member: str, *, prefix: str) -> Iterator[Evidence]:
    stamp = _text(item.node.get(member)).strip()
    if stamp and (day := read_stamp(stamp, item.language)):
        yield _evidence(item, variable, prefix + member, day.edtf, stamp)


def _evidence(item: Found, variable: str, member: str, value: str, quote: str) -> Evidence:
    return Evidence(
        variable=variable,
        value=value,
        method=f"jsonld:{member}" + (" (mended)" if item.mended else ""),
        selector=f"{item.path}.{member.rsplit('.', 1)[-1]}",
        quote=collapse(quote)[:500],
    )


# -- values -------------------------------------------------------------------------------------------------------


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    """A plain value, or the first of a list, or the `@value` of a language-tagged string."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("alternateName")
    return str(value) if isinstance(value, str | int | float) else ""


def _joined(value: Any) -> str:
    if isinstance(value, list):
        return next((text for part in value if (text := _text(part).strip())), "")
    return _text(value).strip()


def _name(value: Any, by_id: Mapping[str, Node]) -> str:
    """The name of a person or an organization, given as an object, a reference to one, or bare text."""
    if isinstance(value, dict):
        value = value.get("name") or by_id.get(str(value.get("@id")), {}).get("name")
    name = unescaped(_joined(value))
    return "" if name.startswith("http") else name


def _address(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value.strip() if isinstance(value, str) else ""
