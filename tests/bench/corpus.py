"""The shared corpus of real pages, and its own rules of scoring: imported from where it lies, nothing of it is here."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

# Sets of pages on which peers were tuned.
TUNED = frozenset({"trafilatura", "htmldate", "mediacloud2020"})
# Field of the corpus → field of a source.
FIELDS = {
    "title": "title", "authors": "author", "published": "issued", "modified": "modified", "site_name": "container_title",
    "lang": "language", "canonical": "canonical_url", "section": "section",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A page with what people set down of it. truth: as the corpus has it."""

    id: str
    url: str
    outlet: str
    tuned: bool
    path: Path
    truth: dict[str, Any]

    def content(self) -> bytes:
        """The page as it was found."""
        return gzip.decompress(self.path.read_bytes())


def folder() -> Path | None:
    """`$PROVENANCE_SHARED/corpus`, or `shared/corpus` beside the checkout; None where it is absent."""
    beside = Path(__file__).parents[2].parent / "shared"
    found = Path(os.environ.get("PROVENANCE_SHARED", beside)) / "corpus"
    return found if (found / "rows.jsonl").is_file() else None


def rows(place: Path) -> list[Row]:
    """The scored pages, in the order of the corpus."""
    found = []
    for line in (place / "rows.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        tuned = bool(TUNED & set(row["sets"]))
        found.append(Row(row["id"], row["url"], row["outlet"], tuned, place / row["file"], row))
    return found


def digest(place: Path) -> str:
    """SHA-256 of the rows, by which floors and weights name the corpus that they were measured on."""
    return hashlib.sha256((place / "rows.jsonl").read_bytes()).hexdigest()


def scorer(place: Path) -> ModuleType:
    """The corpus's own `score.py`: `judge(field, predicted, row)` gives a verdict."""
    sys.path.insert(0, str(place))
    try:
        spec = importlib.util.spec_from_file_location("corpus_score", place / "score.py")
        assert spec is not None and spec.loader is not None  # noqa: PT018 - both or neither
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(place))
    return module


def is_right(score: ModuleType, field: str, value: object, row: Row) -> bool | None:
    """Whether a value is right; None where the truth is not known."""
    verdict, _ = score.judge(field, value, row.truth)
    return None if verdict is None else verdict in ("correct", "absent_ok")


def known(row: Row, field: str) -> bool:
    """Whether people found that the page has this field."""
    return bool(row.truth.get(field))


def stands_on(score: ModuleType, row: Row, field: str, markup: str) -> bool:
    """Whether the truth can be read on the page at all. Some was set down from a later version, or with a slip: a page
    that does not have it cannot tell how sure a reading of it is.
    """
    truth = row.truth[field]
    words = score.norm_title(markup)
    named = truth if isinstance(truth, list) else [truth, *row.truth.get(f"{field}_alt", [])]
    if field == "authors":
        return all(all(word in words for word in score.norm_title(name).split()) for name in named)
    return any(score.norm_title(name) in words for name in named)


def values(source: Any) -> dict[str, object]:
    """What a source says, in the corpus's fields."""
    return {
        "title": source.title.value,
        "authors": [name.display for name in source.author.value or ()],
        "published": source.issued.value.day_only if source.issued.value else None,
        "modified": source.modified.value.day_only if source.modified.value else None,
        "site_name": source.container_title.value,
        "lang": source.language.value,
        "canonical": source.canonical_url,
        "section": source.section.value,
    }


def folds(found: list[Row], count: int) -> Iterator[tuple[set[str], set[str]]]:
    """Outlets to learn from and outlets to measure on, `count` times; no outlet is in both."""
    outlets = sorted({row.outlet for row in found}, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    for place in range(count):
        held = set(outlets[place::count])
        yield set(outlets) - held, held
