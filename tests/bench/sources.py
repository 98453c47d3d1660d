"""How well links are brought together by their source: on the shared lists, and on what real pages say of themselves.

`python -m tests.bench.sources` prints the figures; with `--groups` all groups of the lists that are one source, to be
looked through by eye. A page that names its AMP page says that both are one; two pages of the corpus with different
addresses of their own are two.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from provenance.core import lists
from provenance.core.model import Item
from provenance.core.same import source_key, sources_of
from provenance.errors import InputError
from tests.bench import corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """pairs: pages with an address of their own and one of their AMP page. one: pairs under one key. addresses: of
    pages, each once. together: of these, groups that have one key.
    """

    pairs: int
    one: int
    addresses: int
    together: tuple[tuple[str, ...], ...]


def items_of(folder: Path) -> list[Item]:
    """All links of all lists that can be read."""
    found: list[Item] = []
    for path in sorted(folder.iterdir()):
        if path.name == "truth.json":
            continue
        try:
            found += lists.load(path.read_bytes(), name=path.name).items
        except InputError as fault:
            print(fault, file=sys.stderr)
    return found


def groups(urls: Iterable[str]) -> dict[str, list[str]]:
    """The addresses by key, each once."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for url in dict.fromkeys(urls):
        found[source_key(url)].append(url)
    return found


def pages_of(place: Path) -> Pages:
    """What the pages of the corpus say of themselves."""
    own: dict[str, None] = {}
    pairs = one = 0
    for row in corpus.rows(place):
        page = LexborHTMLParser(row.content())
        canonical, amp = _link(page, "canonical"), _link(page, "amphtml")
        if canonical:
            own[canonical] = None
        if canonical and amp:
            pairs += 1
            one += source_key(canonical) == source_key(amp)
    together = tuple(tuple(urls) for urls in groups(own).values() if len(urls) > 1)
    return Pages(pairs=pairs, one=one, addresses=len(own), together=together)


def _link(page: LexborHTMLParser, rel: str) -> str | None:
    for node in page.css("link[rel][href]"):
        href = node.attributes.get("href") or ""
        if (node.attributes.get("rel") or "").lower() == rel and href.startswith("http"):
            return href
    return None


def told(shared: Path) -> Iterator[str]:
    """The figures, a line each."""
    items = items_of(shared / "lists")
    urls = [item.url for item in items]
    found = groups(urls)
    different = sum(map(len, found.values()))
    yield f"lists: {len(urls)} links, {different} different ones ({len(urls) - different} exact repetitions)"
    yield f"lists: {len(found)} sources; {different - len(found)} links are other spellings, in {sum(len(one) > 1 for one in found.values())} groups"
    across = sources_of(items).spellings
    sources = {source_key(url) for url in across}
    yield f"lists: of these, {len(across)} links of {len(sources)} sources stand in different entries, and are told"
    pages = pages_of(shared / "corpus")
    yield f"corpus: {pages.one} of {pages.pairs} pages have one key with their AMP page"
    yield f"corpus: {pages.addresses} addresses of pages, {len(pages.together)} groups under one key: {pages.together}"
    if "--groups" in sys.argv:
        yield from ("\n    ".join([key, *urls]) for key, urls in found.items() if len(urls) > 1)


if __name__ == "__main__":
    place = corpus.folder()
    if place is None:
        sys.exit("needs the shared corpus: set PROVENANCE_SHARED to its folder")
    print("\n".join(told(place.parent)))
