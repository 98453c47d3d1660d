"""Whether a page is still the site that a link meant: or a parked domain, a hoster's notice, a shop for spam.

Words alone prove nothing, since articles are written about domains for sale, web servers and casinos. So a page must hold
little else than the words (parked, hosting), or be made of them (spam); and what the address of the link says weighs
against it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from provenance.core.frozen import frozen
from provenance.core.likeness import SAME_TITLE, slug_matches, slug_words, title_likeness
from provenance.core.tables import rows
from provenance.core.text import Shown, comparable, plain
from provenance.core.urls import parts_of

Kind = Literal["parked", "hosting", "spam"]


@frozen
class Page:
    """What is looked at. url: the final one; asked: the one of the link. shown: what is visible. markup: the source,
    or its beginning. scripts: the addresses of scripts and frames. language, site: what the page declares (`lang`,
    `og:site_name`). thin: it holds less text than an article has.
    """

    url: str
    asked: str
    title: str | None
    headings: tuple[str, ...]
    shown: Shown
    markup: str
    scripts: tuple[str, ...]
    language: str | None = None
    site: str | None = None
    thin: bool

    @property
    def text(self) -> str:
        """All that is visible."""
        return self.shown.text


@frozen
class Taken:
    """What a page is in place of the article. because: what was seen, in words. certain: a vendor of parked pages was
    seen, or spam where the address of the link speaks of something else; otherwise a person should look.
    """

    kind: Kind
    because: str
    certain: bool


def taken_in(page: Page, *, known_titles: tuple[str, ...] = (), everywhere: bool = False) -> Taken | None:
    """What has taken the place of the page that was linked, None if nothing has that can be told.

    known_titles: what the article is known to be called, from the list or an earlier look. everywhere: an invented
    address of the site shows the same, so that the page is no article, and fewer words will do.
    """
    return _parked_at(page) or _idle(page) or _spam(page, known_titles, everywhere=everywhere)


# -- parked domains and pages of hosters --------------------------------------------------------------------------

# Characters that are looked at, of texts, sources, and title and headings: a parked page is short, and longer ones must stay cheap.
_READ, _READ_MARKUP, _READ_HEADS = 20_000, 100_000, 2_000
# Characters of visible text beyond which neither words nor scripts make a page a parked one.
_LONGEST_PARKED = 6_000
# A page of no more characters says nothing but the words that were found on it.
_SAYS_NOTHING_ELSE = 300
# A title is the phrase if this share of its characters belongs to it; otherwise it is about it.
_IS_THE_TITLE = 0.6
_PARKED = frozenset({"parking", "for_sale", "expired", "listings"})


@dataclass(frozen=True, slots=True)
class _Mark:
    """A row of `parking.csv` with its words folded. parts: what stands between the `*`. inner: the longest word that is
    whole in the first of them, empty where none is sure to be.
    """

    group: str
    where: str
    parts: tuple[str, ...]
    inner: str
    proof: bool
    shown: str

    def stands_in(self, text: str) -> bool:
        """Whether folded words, with a space at either end, have the parts in their order and not far apart."""
        start = text.find(self.parts[0])
        if start < 0 or len(self.parts) == 1:
            return start >= 0
        return bool(re.search(r".{0,60}?".join(map(re.escape, self.parts)), text))

    def is_within(self, other: _Mark) -> bool:
        return self.parts != other.parts and any(self.parts[0] in part for part in other.parts)

    def is_whole(self, title: str) -> bool:
        """Whether a folded title is the pattern from end to end."""
        if not (title.startswith(self.parts[0]) and title.endswith(self.parts[-1])):
            return False
        return re.fullmatch(".*".join(map(re.escape, self.parts)), title) is not None


@functools.cache
def _marks(where: str) -> tuple[_Mark, ...]:
    fold = comparable if where in {"title", "text"} else str.lower
    found = []
    for row in rows("parking.csv"):
        if row["where"] == where:
            parts = tuple(map(fold, row["pattern"].split("*")))
            inner = max(parts[0].split(" ")[1:-1], key=len, default="")
            proof, shown = row["weight"] == "proof", row["pattern"]
            found.append(_Mark(group=row["group"], where=where, parts=parts, inner=inner, proof=proof, shown=shown))
    return tuple(found)


@functools.cache
def _in_addresses() -> re.Pattern[str]:
    """Every script pattern at once, from a dot or a slash on and to the end of a host: `jordan.com` is not `dan.com`."""
    patterns = [mark.parts[0].lstrip("/") for mark in _marks("script")]
    ends = [re.escape(pattern) + ("" if "/" in pattern else r"(?=[/:]|$)") for pattern in patterns]
    return re.compile(f"(?:^|[/.])({'|'.join(ends)})")


def _parked_at(page: Page) -> Taken | None:
    mark = _market(page.url)
    if mark is None or _market(page.asked):
        return None
    because = f"the link now leads to {_host(page.url)}, where domains are parked and sold"
    return Taken(kind="parked", because=because, certain=mark.proof)


def _market(url: str) -> _Mark | None:
    """The market for domains at whose host, or below it, an address stands: of several the first in the table."""
    host, known = _host(url), _markets()
    return min((known[end] for end in _ends(host) if end in known), key=_marks("host").index, default=None)


def _ends(host: str) -> Iterator[str]:
    """A host, and what is left of it behind each dot."""
    while host:
        yield host
        host = host.partition(".")[2]


@functools.cache
def _markets() -> Mapping[str, _Mark]:
    return {mark.parts[0]: mark for mark in reversed(_marks("host"))}


def _idle(page: Page) -> Taken | None:
    # A link to a market for domains means the market.
    if page.shown.is_longer_than(_LONGEST_PARKED) or _market(page.asked):
        return None
    spoken = _spoken(page)
    return _parked(page, [mark for mark in spoken if mark.group in _PARKED]) or _hosting(page, spoken)


def _parked(page: Page, spoken: list[_Mark]) -> Taken | None:
    if not (page.thin or spoken):
        return None  # an article may carry the scripts of a vendor
    vendors = [*_vendors(page)]
    by_vendor = any(mark.proof for mark in vendors)
    groups = {mark.group for mark in (*vendors, *spoken)}
    if page.thin:
        points = sum(2 if mark.proof else 1 for mark in (*vendors, *spoken)) + _emphasis(page, spoken)
        # Many pages have related searches.
        enough = points >= 2 and (groups != {"listings"} or any(mark.proof for mark in spoken))
    else:
        enough = by_vendor and bool(spoken)
    if not enough or not groups:
        return None
    because = f"the domain is parked: {_listed(vendors, spoken)}, and little else"
    return Taken(kind="parked", because=because, certain=by_vendor or len(groups) > 1)


def _emphasis(page: Page, spoken: list[_Mark]) -> int:
    """What makes one phrase enough: it is the title, the domain itself is named as the thing, or nothing else is said."""
    title = comparable(page.title or "")
    named = comparable(_host(page.asked).removeprefix("www."))
    in_title = [mark for mark in spoken if mark.where == "text" and mark.stands_in(title)]
    is_title = any(sum(map(len, mark.parts)) >= _IS_THE_TITLE * len(title) for mark in in_title)
    names_itself = bool(named) and named in title
    return (
        int(is_title)
        + int(names_itself)
        + int(len(page.text) <= _SAYS_NOTHING_ELSE and any(mark.group in {"for_sale", "expired"} for mark in spoken))
    )


def _hosting(page: Page, spoken: list[_Mark]) -> Taken | None:
    if not page.thin:
        return None
    found = [mark for mark in spoken if mark.group == "hosting"]
    found += [mark for mark in _marks("path") if mark.group == "hosting" and _is_at(page, mark)]
    points = sum(2 if mark.proof else 1 for mark in found) + int(len(page.text) <= _SAYS_NOTHING_ELSE and bool(found))
    if points >= 2:
        because = f"there is no site, only a hoster's notice: {_listed((), found)}"
        return Taken(kind="hosting", because=because, certain=False)
    if _is_deep(page.asked) and any(mark.group == "listing" for mark in spoken):
        because = "it is the list of files of the whole server, and not the page that was asked for"
        return Taken(kind="hosting", because=because, certain=False)
    return None


def _vendors(page: Page) -> Iterator[_Mark]:
    addresses = (address.lower().partition("?")[0] for address in page.scripts)
    found = {name for address in addresses for name in _in_addresses().findall(address)}
    yield from (mark for mark in _marks("script") if mark.parts[0].lstrip("/") in found)
    # Not `str.translate`: on a source that is not ASCII it takes eight times as long.
    squeezed = "".join(page.markup[:_READ_MARKUP].lower().replace("'", "").replace('"', "").split())
    yield from (mark for mark in _marks("markup") if mark.parts[0] in squeezed)
    yield from (mark for mark in _marks("path") if mark.group == "parking" and _is_at(page, mark))


def _spoken(page: Page) -> list[_Mark]:
    title = comparable(page.title or "")
    said = " ".join((title, *map(comparable, page.headings), comparable(page.text[:_READ])))
    whole = [mark for mark in _marks("title") if mark.is_whole(title)]
    # Two hundred phrases, and few pages have the beginning of any: its words are looked up before the text is searched.
    words = {"", *said.split(" ")}
    found = [mark for mark in _marks("text") if mark.inner in words and mark.stands_in(said)]
    # A phrase within a phrase is one and the same evidence.
    longest = [mark for mark in found if not any(mark.is_within(other) for other in found)]
    return whole + longest


def _listed(vendors: Iterable[_Mark], spoken: Iterable[_Mark]) -> str:
    names = [f"`{mark.shown}` in its source" for mark in vendors]
    words = [f"the words “{mark.shown.replace('*', '…')}”" for mark in spoken]
    return ", ".join((*names[:2], *words[:3]))


def _host(url: str) -> str:
    return (parts_of(url).hostname or "").lower().rstrip(".")


def _is_at(page: Page, mark: _Mark) -> bool:
    """Whether the link was led to the path of the pattern, and did not name it itself."""
    final, asked = (parts_of(url).path.lower().rstrip("/") for url in (page.url, page.asked))
    return final == mark.parts[0] != asked


def _is_deep(url: str) -> bool:
    return len(parts_of(url).path.strip("/")) > 0


# -- pages that sell ----------------------------------------------------------------------------------------------

# Different words of one trade that a page must have, and of them such that only a seller says. The tests' 29 reports about
# the trades, in 19 languages and denser than life, have at most five and two; their 20 pages that sell seven and three at
# the least. None of 1,064 real articles is hit, whatever address it is given.
_FEWEST_TERMS, _FEWEST_OFFERS = 3, 3
# Enough of either for what a site shows at every address.
_FEW_TERMS = 2
# The share of the characters of a page that belongs to those words: where the address of the link speaks of something
# else, where it tells nothing, and where the page names itself as the site that was linked. The reports have 0.04 to 0.17.
_MADE_OF_IT = {"other": 0.10, "unknown": 0.15, "same site": 0.30}
# A page that is nearly nothing but these words needs fewer offers.
_NOTHING_BUT, _FEW_OFFERS = 0.40, 2
# Languages of the table whose words are not parted; Korean parts them, and joins them as it likes.
_UNPARTED = frozenset({"ja", "ko", "th", "zh"})
_DOTLESS = str.maketrans("ı", "i")


@functools.cache
def _terms(topic: str) -> Mapping[str, bool]:
    """The folded terms of a topic, with whether only a seller says them. Hardly a page needs them."""
    return {_term(row): row["role"] == "offer" for row in rows("spam.csv") if row["topic"] == topic}


def _term(row: Mapping[str, str]) -> str:
    """Folded; with a space at either end where words are parted. What is ASCII stands so in the table."""
    term = row["term"]
    if term.isascii():
        return f" {term} "
    folded = _folded(term)
    return folded.strip() if row["language"] in _UNPARTED else folded


@functools.cache
def _names() -> Mapping[str, Mapping[str, list[tuple[int, str]]]]:
    """The terms that name each topic, by their first word, of which hardly a page has one; by "" where words are not
    parted. Each with its place in the table.
    """
    found: dict[str, dict[str, list[tuple[int, str]]]] = {}
    for place, row in enumerate(rows("spam.csv")):
        names = found.setdefault(row["topic"], {})
        if row["role"] != "offer":
            term = _term(row)
            names.setdefault(term.split()[0] if term.startswith(" ") else "", []).append((place, term))
    return found


@functools.cache
def _first_words() -> frozenset[str]:
    return frozenset(word for names in _names().values() for word in names if word)


def _folded(text: str) -> str:
    """Without case, accents and punctuation, with a space at either end."""
    return f" {plain(text).translate(_DOTLESS)} "


def _spam(page: Page, known_titles: tuple[str, ...], *, everywhere: bool) -> Taken | None:
    heads = _folded(" ".join(dict.fromkeys((page.title or "", *page.headings)))[:_READ_HEADS])
    words = frozenset(heads.split())
    if heads.isascii() and words.isdisjoint(_first_words()):
        return None  # the terms of languages whose words are not parted are not ASCII
    for topic, names in _names().items():
        near = sorted(place for first in ("", *(words & names.keys())) for place in names.get(first, ()))
        named = [term for _, term in near if term in heads]
        if named and (found := _sold(page, _terms(topic), known_titles, heads, everywhere=everywhere)):
            shown = ", ".join(f"“{term.strip()}”" for term in (*named[:1], *found[0]))
            because = f"it is a page for {_TRADES[topic]}, of which the link says nothing: {shown}"
            return Taken(kind="spam", because=because, certain=found[1])
    return None


_TRADES = {
    "gambling": "gambling",
    "pharma": "trade in medicines",
    "adult": "pornography",
    "essays": "trade in essays",
    "replica": "trade in counterfeits",
    "loans": "loans",
}


def _sold(
    page: Page, terms: Mapping[str, bool], known_titles: tuple[str, ...], heads: str, *, everywhere: bool
) -> tuple[tuple[str, ...], bool] | None:
    """Some words of the seller, and whether the link is known to mean something else; None if the page sells nothing."""
    text = heads + _folded(page.text[:_READ])
    found = [term for term in terms if term in text]
    offers = tuple(term for term in found if terms[term])
    share = _share(text, found)
    fewest = _FEW_OFFERS if share >= _NOTHING_BUT else _FEWEST_OFFERS
    enough = len(found) >= _FEW_TERMS if everywhere else len(found) >= _FEWEST_TERMS and len(offers) >= fewest
    if not enough or _was_meant(page, terms, known_titles):
        return None
    matches = slug_matches(page.asked, page.title or "", page.text[:_READ])
    if matches or any((title_likeness(page.title or "", title) or 0.0) >= SAME_TITLE for title in known_titles):
        return None
    case = "same site" if _names_the_site(page) else "unknown" if matches is None and not known_titles else "other"
    if share < _MADE_OF_IT[case]:
        return None
    return offers[:2], case == "other"


def _was_meant(page: Page, terms: Mapping[str, bool], known_titles: tuple[str, ...]) -> bool:
    """Whether the link itself, its host, or the known title speaks of the topic."""
    known = _folded(" ".join((*slug_words(page.asked), *known_titles)))
    host = _host(page.asked)
    return any(
        term in known or (not offers and len(term) > 5 and term.strip().replace(" ", "") in host)
        for term, offers in terms.items()
    )


def _names_the_site(page: Page) -> bool:
    """Whether the page calls itself what the host of the link is called."""
    site = _folded(page.site or "").replace(" ", "")
    labels = _host(page.asked).removeprefix("www.").replace("-", "").split(".")
    return len(site) > 3 and any(len(label) > 3 and (label in site or site in label) for label in labels[:-1])


def _share(text: str, terms: list[str]) -> float:
    """The share of the characters that the terms cover, the longest first."""
    covered = 0
    for term in sorted(terms, key=len, reverse=True):
        bare = term.strip()
        pieces = text.split(term)
        covered += len(bare) * (len(pieces) - 1)
        text = "  ".join(pieces)
    return covered / max(len(text) + covered, 1)
