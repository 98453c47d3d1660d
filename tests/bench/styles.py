"""Properties that a citation has in every style of the shipped set: five invented items, rendered in all of them.

`python -m tests.bench.styles [--sample N] [--out FILE]` renders the independent styles, each by one process of the
engine, counts what is broken by property, and writes every broken entry to FILE. A dependent style has the form of its
parent, so that it is only read.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from provenance.core.exchange import EXPORTS
from provenance.edge import citeproc
from provenance.edge.citeproc import style_paths
from provenance.errors import ProvenanceError
from provenance.jobs.render import cite_sources

_SEEN = {"date-parts": [[2026, 8, 20]]}
ARCHIVE = "https://archive.example/web/20231019175606/"
ITEMS: tuple[dict[str, object], ...] = (
    {
        "id": "newspaper", "type": "article-newspaper", "title": "Harbour talks end: R&D deal is off",
        "author": [{"family": "Reed", "given": "Ann"}], "container-title": "Example Post",
        "issued": {"date-parts": [[2024, 7, 4]]}, "accessed": _SEEN, "URL": "https://post.example/2024/harbour", "language": "en",
    },
    {
        "id": "site", "type": "webpage", "title": "What is a tide table?", "container-title": "Quayside Board",
        "publisher": "Quayside Board", "issued": {"date-parts": [[2018, 1, 23]]}, "accessed": _SEEN,
        "URL": "https://board.example/tides", "language": "en",
    },
    {
        "id": "inferred", "type": "article-newspaper", "title": "Envoys meet at the pier", "container-title": "Radio Example",
        "issued": {"date-parts": [[2024, 7, 4]], "edtf": "?2024-07-04"}, "accessed": _SEEN,
        "URL": "https://radio.example/1-envoys", "language": "en",
    },
    {
        "id": "month", "type": "article-magazine", "title": "Questions and answers", "author": [{"family": "Doe", "given": "Jo"}],
        "container-title": "Tidal Review", "issued": {"date-parts": [[2018, 3]]}, "accessed": _SEEN,
        "URL": "https://review.example/qa", "language": "en",
    },
    {
        "id": "archived", "type": "webpage", "title": "Courses of study", "container-title": "Pier College",
        "author": [{"family": "Roe", "given": "Max"}], "issued": {"date-parts": [[2022, 5, 16]]}, "accessed": _SEEN,
        "archive": "Example Archive", "archive_location": f"{ARCHIVE}https://college.example/c",
        "archive_date": "2023-10-19", "URL": "https://college.example/c", "language": "en",
    },
)  # fmt: skip

# "No date" in the words of the locales of CSL 1.0.2 that use letters, and in the words that styles have of their own.
_NO_DATE = re.compile(
    r"(?<!\w)(?:n\.? ?d\.|no date|undated|o\.\s?J\.|o\.\s?D\.|ohne (?:Datum|Jahr)|s\.\s?d\.|sans date|s\.\s?f\.|sin fecha|sem data|"
    r"z\.\s?d\.|zonder datum|geen datum|u\.\s?å\.|i\.\s?d\.|odat\.|utan år|uten dato|udateret|ei pvm|päiväämätön|b\.\s?d\.|b\.\s?r\.|"
    r"bez data|bez daty|bez datuma|nedatováno|б\.\s?д\.|без даты|é\.\s?n\.|t\.\s?y\.|tarihsiz|senza data|data no)(?!\w)|日期不详|无日期|日付なし",
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|juli|märz|juillet|julio|julho|luglio|marzo|março|mars|maart)"
)
_LEADING_ZERO = re.compile(rf"(?<![\d/.-])0[1-9]\.? (?:de )?{_MONTH}|{_MONTH}\w*\.? 0[1-9](?!\d)", re.IGNORECASE)
_DAY_OF_MONTH_ONLY = re.compile(
    r"2018[-/.]0?3[-/.]\d|(?<!\d)0?1[-/.]0?3[-/.](?:20)?18|(?<!\d)[0-3]?\d\.? (?:de )?mar\w*\.? (?:de )?2018|mar\w*\.? \d\d?,? 2018",
    re.IGNORECASE,
)
# Properties that a style lacks by its own design.
BY_DESIGN = {
    (f"technische-universitat-dresden-finanzwirtschaft-und-finanzdienstleistungen-{kind}", "title twice"):
        "its key in brackets is the short title: Roe, Max [Courses; 2022]"
    for kind in ("author-date-with-short-titles", "note")
}  # fmt: skip
# Spaces and points that a style sets without meaning to.
_SLIPS = {
    "?.": re.compile(r"\?[”’\"»]?\.(?![.\w])"),
    "entity": re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d+|#x[0-9a-f]+);", re.IGNORECASE),
}


def broken(item: dict[str, object], text: str) -> Iterator[str]:
    """The properties that an entry lacks."""
    url = str(item["URL"])
    bare = text.replace(str(item.get("archive_location") or "\n"), "\f").replace(url, " ")
    bare = bare.replace(url.removeprefix("https://"), " ")
    folded = bare.casefold()
    if _NO_DATE.search(bare):
        yield "no date"
    if folded.count(str(item["title"]).casefold()[:14]) > 1:
        yield "title twice"
    if folded.count(str(item["container-title"]).casefold()) > 1:
        yield "site twice"
    yield from (name for name, pattern in _SLIPS.items() if pattern.search(bare))
    if not _place_of_archive(bare):
        yield "place of a URL"
    if _LEADING_ZERO.search(bare):
        yield "leading zero"
    if item["id"] == "month" and _DAY_OF_MONTH_ONLY.search(bare.replace("20 Aug", "").replace("August 20", "")):
        yield "padded date"
    if item["id"] == "inferred" and re.search(r"2024", bare) and "[2024]" not in bare:
        yield "inferred year bare"


def _place_of_archive(bare: str) -> bool:
    """An archived copy is named once, in the sentence of our own rule, or not at all."""
    return "\f" not in bare or (
        bare.count("\f") == 1 and bool(re.search(r"Archiv[^\f]{,60}$", bare.partition("\f")[0]))
    )


def independent() -> list[str]:
    """The ids of the styles that have a form of their own; an exchange format of the same name comes first."""
    names = (name for name, path in style_paths().items() if path.parent.name != "dependent")
    return [name for name in names if name not in EXPORTS]


def dependents() -> Iterator[tuple[str, str]]:
    """Dependent styles that do not lead to an independent one, with the reason."""
    for name, path in style_paths().items():
        if path.parent.name == "dependent":
            try:
                citeproc.load_style(name)
            except ProvenanceError as error:
                yield name, str(error)


def looked_at(style: str) -> tuple[str, list[tuple[str, str, str]]]:
    """The style and (property, item, text) of each broken entry."""
    try:
        citations = cite_sources(list(ITEMS), style=style)
    except ProvenanceError:
        return style, list(_one_by_one(style))
    found = [
        (name, str(item["id"]), citation.text)
        for item, citation in zip(ITEMS, citations, strict=True)
        for name in broken(item, citation.text)
    ]
    return style, [one for one in found if (style, one[0]) not in BY_DESIGN]


def _one_by_one(style: str) -> Iterator[tuple[str, str, str]]:
    for item in ITEMS:
        try:
            text = cite_sources([item], style=style)[0].text
        except ProvenanceError as error:
            yield "failure", str(item["id"]), str(error)
        else:
            yield from ((name, str(item["id"]), text) for name in broken(item, text))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the counts; 1 where something is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sample", type=int, help="look at every so many-th style only, so that N are looked at")
    parser.add_argument("--out", type=Path, help="write the broken entries to this file, one JSON object a line")
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args(arguments)
    names = independent()
    names = names[:: max(1, len(names) // chosen.sample)] if chosen.sample else names
    started, counts, lines = time.monotonic(), Counter[str](), []
    with multiprocessing.Pool(chosen.processes, initializer=os.nice, initargs=(10,)) as pool:
        for style, found in pool.imap_unordered(looked_at, names, chunksize=8):
            counts.update(name for name, *_ in found)
            lines += [
                json.dumps({"style": style, "broken": n, "item": i, "text": t}, ensure_ascii=False) for n, i, t in found
            ]
    lost = [] if chosen.sample else list(dependents())
    if chosen.out:
        chosen.out.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
    seconds = time.monotonic() - started
    print(f"{len(names)} styles x {len(ITEMS)} items, {len(lost)} dependents without a parent, {seconds:.0f} s")
    for name, count in counts.most_common():
        print(f"{name:20} {count}")
    return 1 if counts or lost else 0


if __name__ == "__main__":
    sys.exit(main())
