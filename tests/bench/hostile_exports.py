"""Do hostile items break an exchange format? `python -m tests.bench.hostile_exports [--count N] [--seed N]`.

Markup of every format, control characters, marks of direction, titles of 10 kB, 400 authors and broken dates go through every
writer; readers that other people wrote must find as many entries as were written. Control characters must be gone; marks of
direction (U+202A to U+202E) are legal text and stay. 0 faults is the only good number. Ends with 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator

import bibtexparser
import mwparserfromhell
import rispy
import yaml
from lxml import etree, html

from provenance.core.exchange import EXPORTS

_PIECES = (
    "Harbour", "talks", " ", " ", "{", "}", "\\", "$", "&", "%", "#", "_", "~", "^", '"', "'", "`", "<", ">", "<i>", "</i>", "<b>",
    "|", "[[", "]]", "{{", "}}", "@article{x,", "@NATO", "TY  - NEWS\n", "\nER  - \n", "\n", "\r\n", "\t", "\x00", "\x07", "\x1b[2J",
    "\x85", "\u2028", "\ufffe", "\ud800", "\u202e", "\u2066", "\u200f", "\ufeff", "--", "``", "''", "]]>", "<!--", "-->", "<!DOCTYPE", "&amp;",
    "&lt;", "and", ",", ";", ":", ": ", "- ", "? ", "# ", "!!python/object:x", "&a", "*a", "null", "é", "港", "ع", "\U0001f6a2", "</title>", "</record>",
    "<ref>", "%A", "\\input{/etc/passwd}", "\\end{document}", "=", "family=", "<script>",
)  # fmt: skip
_DATES = (
    {"date-parts": [[2024, 7, 4]]}, {"date-parts": [[2024, 13, 45]]}, {"date-parts": []}, {"date-parts": [[]]}, {"date-parts": "x"},
    {"date-parts": [[None]]}, {"date-parts": [["2024", ""]]}, {"edtf": "}{"}, {"edtf": "?2024-07-04"}, {"literal": "<i>{soon\n"}, {"raw": 7},
    "July 4", 2024, [], None, {}, {"date-parts": [[2023, 1], [2024, 2]]}, {"date-parts": [[2023], ["x"]]}, {"date-parts": [[10**9]]},
)  # fmt: skip
_TEXTS = (
    "title", "container-title", "publisher", "publisher-place", "volume", "issue", "page", "edition", "genre", "section", "DOI",
    "ISSN", "ISBN", "URL", "language", "source", "abstract", "note", "archive_location", "archive_date", "type", "id",
)  # fmt: skip
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def hostile_items(count: int, *, seed: int) -> Iterator[dict[str, object]]:
    """Items of which any value may be anything; one in fifty is long, one in a hundred has 400 authors."""
    chance = random.Random(seed)
    for number in range(count):
        item: dict[str, object] = {name: _value(chance) for name in _TEXTS if chance.random() < 0.6}
        item |= {name: chance.choice(_DATES) for name in ("issued", "accessed")}
        if number % 50 == 0:
            item["title"] = (_text(chance) + " harbour ") * 600
        people = 400 if number % 100 == 7 else chance.randrange(4)
        item["author"] = [_name(chance) for _ in range(people)] if chance.random() < 0.95 else _text(chance)
        yield item | {"title": item.get("title") or "T", "id": item.get("id") or f"key{number}"}


def _text(chance: random.Random) -> str:
    return "".join(chance.choice(_PIECES) for _ in range(chance.randrange(1, 12)))


def _value(chance: random.Random) -> object:
    return chance.choice((7, None, "", "https://post.example/{a}\\b c")) if chance.random() < 0.1 else _text(chance)


def _name(chance: random.Random) -> object:
    parts = ("family", "given", "suffix", "literal", "non-dropping-particle", "dropping-particle")
    return (
        {part: _value(chance) for part in parts if chance.random() < 0.5} if chance.random() < 0.98 else _text(chance)
    )


def _bib(text: str) -> int:
    library = bibtexparser.parse_string(text)
    return -len(library.failed_blocks) or len(library.entries)


def _templates(text: str) -> int:
    """Templates of one source: one at the top, and nothing beside it that wikitext would make a tag or a link of."""
    code = mwparserfromhell.parse(text)
    # CSL's own mark-up of a title is set as the wiki sets it.
    tags = [tag for tag in code.filter_tags() if str(tag.tag) not in {"b", "i", "sub", "sup"}]
    around = [
        node for node in code.nodes if not isinstance(node, mwparserfromhell.nodes.Template) and str(node).strip()
    ]
    return len(code.filter_templates(recursive=False)) - len(around) - len(tags) - len(code.filter_wikilinks())


def _spans(text: str) -> int:
    """Spans of COinS, by a reader of HTML; anything else in the document counts against them."""
    tree = html.fragments_fromstring(text)
    spans = [one for one in tree if not isinstance(one, str) and one.get("class") == "Z3988" and not len(one)]
    return len(spans) - (len(tree) - len(spans))


def _records(text: str) -> int:
    return len(etree.fromstring(text.encode()).findall("{*}record"))


def _graph(text: str) -> int:
    """Nodes of JSON-LD, as a page would hold it: `</script>` inside would end it."""
    return len(json.loads(text)["@graph"]) if "</" not in text else -1


def _described(text: str) -> int:
    """Works in Zotero's RDF, their containers, attachments and collections left out."""
    root = etree.fromstring(text.encode())
    return sum(1 for one in root if one.find("{http://www.zotero.org/namespaces/export#}itemType") is not None)


# How many entries an independent reader finds in what was written.
COUNTED: dict[str, Callable[[str], int]] = {
    "csl-json": lambda text: len(json.loads(text)),
    "biblatex": _bib,
    "bibtex": _bib,
    "ris": lambda text: len(rispy.loads(text)),
    "endnote-xml": lambda text: len(etree.fromstring(text.encode()).findall("records/record")),
    # Each line opens with a tag, so that nothing of a value can pass for a field or a reference.
    "enw": lambda text: sum(line.startswith("%0 ") or -99 * (line[:1] != "%") for line in text.strip().split("\n")),
    "hayagriva": lambda text: len(yaml.safe_load(text)),
    "wikipedia": _templates,
    "wikipedia-de": _templates,
    "wikipedia-fr": _templates,
    "wikipedia-es": _templates,
    "coins": _spans,
    "dublin-core": _records,
    "json-ld": _graph,
    "zotero-rdf": _described,
    "cff": lambda text: len(yaml.safe_load(text)["references"]),
}


def faults(count: int, *, seed: int) -> Counter[str]:
    """What went wrong, by writer and kind, with the number of times."""
    found: Counter[str] = Counter()
    for item in hostile_items(count, seed=seed):
        for name, entries in COUNTED.items():
            try:
                text = EXPORTS[name].write([item])
                if _CONTROLS.search(text):
                    found[f"{name}: a control character"] += 1
                if (read := entries(text)) != 1:
                    found[f"{name}: {read} entries"] += 1
            except Exception as error:  # noqa: BLE001 - that is what is counted
                found[f"{name}: {type(error).__name__} {str(error)[:60]!r}"] += 1
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begun = time.perf_counter()
    found = faults(options.count, seed=options.seed)
    print(
        f"{options.count} items, {len(COUNTED)} writers, {time.perf_counter() - begun:.0f} s, {sum(found.values())} faults"
    )
    for fault, times in found.most_common(20):
        print(f"{times:6} {fault}")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
