"""The name of the site: what pages write in its place taken off, and what its address says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from provenance.core import outlets
from provenance.core.extract.headline import parts, site_key
from provenance.core.extract.page import Page
from provenance.core.extract.sections import name_of
from provenance.core.model import Evidence
from provenance.core.regex import regex
from provenance.core.text import comparable
from provenance.core.urls import registrable_domain

_ADDRESS = regex(r"^(?:https?:)?//|^www\.\S+$", re.IGNORECASE)
# The legal form belongs to the publisher and not to the paper.
_LEGAL_FORM = regex(
    r",?\s+(?:inc|llc|l\.l\.c|ltd|limited|plc|corp(?:oration)?|gmbh(?:\s*&\s*co\.?\s*kg)?|ag|kg|e\.\s?v|s\.?a\.?s?|s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|"
    r"oy|ab|as|a/s|pty)\.?$",
    re.IGNORECASE,
)
_BAR = regex(r"\s*[|｜]\s*|\s+[–—-]\s+")
# A name of a site is short; what is longer is a headline or a slogan.
_MOST_WORDS, _LONGEST = 6, 50
_COPYRIGHT = regex(
    r"^(?:copyright\s*)?(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:(?:19|20)\d\d(?:\s*[–—-]\s*(?:19|20)\d\d)?[,\s]*)?(?:by\s+)?(?P<name>[^\W\d_][^.,|©]{1,50}?)"
    r"\s*(?:(?:19|20)\d\d\s*)?(?:[.,|]|[–—-]\s|all\s+rights|alle\s+rechte|todos|tous|$)",
    re.IGNORECASE,
)


def tidied(evidence: Iterable[Evidence], *, host: str, titles: Iterable[str]) -> Iterator[Evidence]:
    """The evidence with the names of the site tidied. What is an address, a headline or a word like `Home` is left out.

    host: of the page, without `www.`; titles: what the page calls the article.
    """
    headlines = {comparable(title) for title in titles if len(title) > _LONGEST // 2}
    for piece in evidence:
        if piece.variable not in ("container_title", "publisher"):
            yield piece
        elif (
            (name := tidy(piece.value, host))
            and comparable(name) not in headlines
            and comparable(piece.value) not in headlines
        ):
            yield replace(piece, value=name)


def tidy(name: str, host: str) -> str | None:
    """A name without legal form and without what is lined up behind it; None for what is no name."""
    if _ADDRESS.match(name.strip()) or name_of(name) is None:
        return None
    several = [part for part in _BAR.split(name) if part]
    if len(several) > 1:
        # `The Fanal | Fanal.example`, `Fanal | News | Sport`: the part that the address repeats, else the first.
        name = next((part for part in several if _is_of_host(part, host) and "." not in part), several[0])
    return _LEGAL_FORM.sub("", name).strip(" ,") or None


def read(page: Page, host: str, titles: Iterable[str]) -> Iterator[Evidence]:
    """Evidence for the name of the site from the title tag and from the copyright line.

    titles: what the page calls the article; parts of them are no name of the site.
    """
    own = [comparable(title) for title in titles if title]
    pieces = [part for part, _, _ in parts(page.title_tag)]
    if len(pieces) > 1:
        first, last = pieces[0], pieces[-1]
        of_host = [name for name in (last, first) if _is_of_host(name, host)]
        if of_host:
            yield _evidence(of_host[0], "title:host-part", page.title_tag)
        elif _is_name(last, own) and f": {last}" not in page.title_tag:
            yield _evidence(last, "title:last-part", page.title_tag)
    yield from _copyright(page, host)


def of_outlet(url: str | None, language: str) -> Iterator[Evidence]:
    """Evidence from the table of outlets, by the domain. language: of the page; a script of its own has its own name."""
    known = outlets.by_url(url) if url else None
    if known is None or url is None:
        return
    native = known.native_name or ""
    name = (
        native
        if native and not native.isascii() and _is_foreign(native) and language[:2] not in ("", "en")
        else known.name
    )
    yield Evidence(
        variable="container_title", value=name, method="outlets:domain", selector="url", quote=known.domain or url
    )


def _is_foreign(name: str) -> bool:
    """Whether a name is written in other letters than Latin ones."""
    return any(sign.isalpha() and ord(sign) > 0x24F for sign in name)


def _copyright(page: Page, host: str) -> Iterator[Evidence]:
    for line in reversed(page.lines[-60:]):
        match = _COPYRIGHT.match(line.text) if len(line.text) <= 200 else None
        name = tidy(match["name"], host) if match else None
        if name and len(name.split()) <= _MOST_WORDS:
            yield Evidence(
                variable="container_title",
                value=name,
                method="visible:copyright",
                selector=line.tag,
                quote=line.text[:200],
            )
            return


def _evidence(name: str, method: str, quote: str) -> Evidence:
    return Evidence(variable="container_title", value=name, method=method, selector="title", quote=quote)


def _is_name(text: str, titles: list[str]) -> bool:
    key = comparable(text)
    in_title = any(key and key in title for title in titles)
    return not in_title and len(text.split()) <= _MOST_WORDS and len(text) <= _LONGEST and name_of(text) is not None


def _is_of_host(name: str, host: str) -> bool:
    """Whether the words of a name are those of the address: `The Harbour Courier` of `harbour-courier.example`."""
    domain = registrable_domain(host) or host
    labels = {host.split(".", maxsplit=1)[0], domain.split(".")[0]}
    keys = {_joined(label) for label in labels} | {site_key(label) for label in labels}
    return bool(keys & {_joined(name), site_key(name)})


def _joined(text: str) -> str:
    return comparable(text).replace(" ", "").replace("ß", "ss").replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
