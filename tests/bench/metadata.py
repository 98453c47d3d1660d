"""Metadata on real pages, ours and others': `python -m tests.bench.metadata [--every N] [--no-peers]`.

Needs the shared corpus. Prints, as Markdown: the share right of each field, on all pages and on those on which no peer was
tuned; what a confidence meant; how often a field that a page does not have was filled in; and the time of a page, as a
multiple of trafilatura's extraction of metadata in the same run. Peers that are not installed are left out with a word.
The figures of confidence are of the pages that the weights were learnt on; `tests.bench.learn` has those of unseen outlets.
"""

from __future__ import annotations

import argparse
import importlib.util
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

from provenance.core.extract.source import read
from provenance.core.model import Reading, Source
from provenance.core.text import decode
from tests.bench import corpus

Said = Mapping[str, object]
Peer = Callable[[str, str], Said]
# A page of this size, made of paragraphs, for the time of long pages (bytes).
LONG_PAGE = 2_000_000
BINS = (0.98, 0.95, 0.9, 0.8, 0.6, 0.0)


def ours(content: bytes, url: str) -> Source:
    return read(content, url=url)


def trafilatura_says(markup: str, url: str) -> Said:
    from trafilatura import extract_metadata

    found = extract_metadata(markup, default_url=url)
    if found is None:
        return {}
    categories = found.categories or []
    authors = [name for name in (found.author or "").split("; ") if name]
    return {"title": found.title, "authors": authors, "published": found.date, "site_name": found.sitename,
            "canonical": found.url, "section": categories[0] if categories else None}  # fmt: skip


def htmldate_says(markup: str, url: str) -> Said:
    from htmldate import find_date

    return {"published": find_date(markup, url=url, original_date=True)}


def newspaper_says(markup: str, url: str) -> Said:
    from newspaper import Article

    article = Article(url)
    article.download(input_html=markup)
    article.parse()
    day = article.publish_date
    return {"title": article.title, "authors": list(article.authors), "published": day.date().isoformat() if day else None,
            "site_name": article.meta_site_name, "lang": article.meta_lang, "canonical": article.canonical_link}  # fmt: skip


def extruct_says(markup: str, url: str) -> Said:
    """JSON-LD before Open Graph, the plain rule that a program would begin with."""
    import extruct

    found = extruct.extract(markup, base_url=url, syntaxes=["json-ld", "opengraph"], uniform=True, errors="ignore")
    articles = [one for one in found["json-ld"] if "Article" in str(one.get("@type"))]
    graph = articles[0] if articles else {}
    head = found["opengraph"][0] if found["opengraph"] else {}
    author = graph.get("author")
    named = author if isinstance(author, list) else [author] if author else []
    names = [one.get("name") if isinstance(one, dict) else one for one in named]
    publisher = graph.get("publisher")
    return {"title": graph.get("headline") or head.get("og:title"), "authors": [str(name) for name in names if name],
            "published": graph.get("datePublished") or head.get("article:published_time"),
            "site_name": head.get("og:site_name") or (publisher.get("name") if isinstance(publisher, dict) else None),
            "canonical": head.get("og:url"), "section": graph.get("articleSection")}  # fmt: skip


PEERS: Mapping[str, tuple[str, Peer]] = {
    "trafilatura": ("trafilatura", trafilatura_says),
    "htmldate": ("htmldate", htmldate_says),
    "newspaper4k": ("newspaper", newspaper_says),
    "extruct + plain rule": ("extruct", extruct_says),
}


class Tally:
    """What one tool said of the pages: rightness by field, and seconds a page."""

    def __init__(self, score: ModuleType) -> None:
        self._score = score
        self.right: defaultdict[str, list[bool]] = defaultdict(list)
        self.untuned: defaultdict[str, list[bool]] = defaultdict(list)
        self.invented: defaultdict[str, list[bool]] = defaultdict(list)
        self.seconds: list[float] = []

    def add(self, row: corpus.Row, said: Said, seconds: float) -> None:
        self.seconds.append(seconds)
        for field in corpus.FIELDS:
            verdict, _ = self._score.judge(field, said.get(field), row.truth)
            if verdict is None:
                continue
            right = verdict in ("correct", "absent_ok")
            self.right[field].append(right)
            if not row.tuned:
                self.untuned[field].append(right)
            if not row.truth[field]:
                self.invented[field].append(verdict == "spurious")


def line(name: str, found: Mapping[str, Sequence[bool]], seconds: Sequence[float], fields: Sequence[str]) -> str:
    cells = [f"{sum(found[field]) / len(found[field]):.3f}" if any(found[field]) else "–" for field in fields]
    return f"| {name} | {' | '.join(cells)} | {1000 * statistics.median(seconds):.1f} |"


def table(tallies: Mapping[str, Tally], *, untuned: bool) -> None:
    fields = list(corpus.FIELDS)
    first = next(iter(tallies.values()))
    counts = first.untuned if untuned else first.right
    print(f"\n| {'without the sets that peers were tuned on' if untuned else 'all pages'} | "
          + " | ".join(f"{field} ({len(counts[field])})" for field in fields) + " | median ms |")  # fmt: skip
    print("|---" * (len(fields) + 2) + "|")
    for name, tally in tallies.items():
        print(line(name, tally.untuned if untuned else tally.right, tally.seconds, fields))


def calibration(found: Mapping[str, Sequence[tuple[float | None, bool]]]) -> None:
    print(
        "\n| confidence | pages known | "
        + " | ".join(f">= {bound}" for bound in BINS)
        + " | >= .9: right, share of the pages |"
    )
    print("|---" * (len(BINS) + 3) + "|")
    for field, pairs in found.items():
        cells, above = [], 2.0
        for bound in BINS:
            here = [right for sure, right in pairs if sure is not None and bound <= sure < above]
            cells.append(f"{sum(here)} of {len(here)}")
            above = bound
        sure = [right for confidence, right in pairs if confidence is not None and confidence >= 0.9]
        share = f"{sum(sure) / len(sure):.3f}, {len(sure) / len(pairs):.1%}" if sure else "–"
        print(f"| {field} | {len(pairs)} | {' | '.join(cells)} | {share} |")


def long_page() -> str:
    paragraph = "<p>Ferry crews went back to work on <b>8 March 2024</b> after nine days, <a href='/x'>Ines Carrow</a> writes.</p>\n"
    head = "<html lang=en><head><title>Ferry crews return to work | Harbour Courier</title></head><body><h1>Ferry crews return to work</h1>"
    return head + paragraph * ((LONG_PAGE - len(head)) // len(paragraph)) + "</body></html>"


def time_of_long_page() -> None:
    from lxml import html

    markup = long_page()
    content = markup.encode()
    read_in, parsed_in = [], []
    for _ in range(5):
        begun = time.perf_counter()
        ours(content, "https://harbour-courier.example/ferry")
        read_in.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        html.fromstring(markup)
        parsed_in.append(time.perf_counter() - begun)
    ratio = statistics.median(read_in) / statistics.median(parsed_in)
    print(f"\nA page of {len(content) / 1e6:.1f} MB: {ratio:.1f} lxml parses of it")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="only every N-th page")
    parser.add_argument("--no-peers", action="store_true", help="ours alone")
    arguments = parser.parse_args()
    place = corpus.folder()
    if place is None:
        sys.exit("needs the shared corpus: set PROVENANCE_SHARED to its folder")
    score = corpus.scorer(place)
    peers = (
        {}
        if arguments.no_peers
        else {name: says for name, (module, says) in PEERS.items() if importlib.util.find_spec(module)}
    )
    if absent := [name for name in PEERS if name not in peers]:
        print(f"Not run here: {', '.join(absent)}", file=sys.stderr)
    tallies = {name: Tally(score) for name in ("ours", *peers)}
    sure: defaultdict[str, list[tuple[float | None, bool]]] = defaultdict(list)
    ratios = []
    for row in corpus.rows(place)[:: arguments.every]:
        content = row.content()
        begun = time.perf_counter()
        source = ours(content, row.url)
        spent = time.perf_counter() - begun
        said = corpus.values(source)
        tallies["ours"].add(row, said, spent)
        note_confidence(sure, score, row, source, said)
        markup = decode(content).text
        for name, says in peers.items():
            begun = time.perf_counter()
            try:
                theirs = says(markup, row.url)
            except Exception as error:  # noqa: BLE001 - a peer that fails on a page has said nothing of it
                print(f"{name} on {row.id}: {type(error).__name__}", file=sys.stderr)
                theirs = {}
            taken = time.perf_counter() - begun
            tallies[name].add(row, theirs, taken)
            if name == "trafilatura":
                ratios.append(spent / taken)
    table(tallies, untuned=False)
    table(tallies, untuned=True)
    calibration(sure)
    invented(tallies)
    if ratios:
        print(
            f"Time of a page: {statistics.median(ratios):.2f} of trafilatura's metadata extraction (median of the pages)"
        )
    time_of_long_page()


def invented(tallies: Mapping[str, Tally]) -> None:
    """How often each tool gave a value where people found none, by field; most fields have no page without."""
    print("\nFilled in where the page has none:")
    for name, tally in tallies.items():
        print(f"- {name}: " + ", ".join(
            f"{field} {sum(found)} of {len(found)}" if (found := tally.invented.get(field)) else f"{field} –"
            for field in corpus.FIELDS
        ))  # fmt: skip


def note_confidence(
    sure: defaultdict[str, list[tuple[float | None, bool]]],
    score: ModuleType,
    row: corpus.Row,
    source: Source,
    said: Said,
) -> None:
    for field, name in corpus.FIELDS.items():
        reading: Any = getattr(source, name)
        if corpus.known(row, field) and isinstance(reading, Reading):
            sure[field].append((reading.confidence, bool(corpus.is_right(score, field, said[field], row))))


if __name__ == "__main__":
    main()
