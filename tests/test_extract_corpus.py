"""A floor under the share of fields that are right on real pages, on a slice of the shared corpus."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from provenance.core.extract.headline import site_key
from provenance.core.extract.source import read
from provenance.core.model import Source
from provenance.core.text import comparable
from tests.bench import datelines

EVERY = 8
# About 110 pages: a little under what the whole corpus gives, so that only a real loss goes below.
FLOORS = {"title": 0.80, "published": 0.90, "site_name": 0.88, "lang": 0.92}


def right(field: str, source: Source, row: dict[str, Any]) -> bool:
    if field == "title":
        wanted = {comparable(title) for title in (row["title"], *row.get("title_alt", []))}
        return comparable(source.title.value or "") in wanted
    if field == "published":
        return str(source.issued.value) in (row.get("published_ok") or [row["published"][:10]])
    if field == "site_name":
        names = row["site_name"] if isinstance(row["site_name"], list) else [row["site_name"]]
        return site_key(source.container_title.value or "") in {site_key(name) for name in names}
    return (source.language.value or "").split("-")[0].replace("nb", "no") == row["lang"].split("-")[0]


def test_floor_on_real_pages(shared: Path) -> None:
    """Titles, days, names of sites and languages of real pages are right at least as often as the floors say."""
    rows = [json.loads(line) for line in (shared / "corpus" / "rows.jsonl").read_text("utf-8").splitlines()]
    verdicts: dict[str, list[bool]] = {field: [] for field in FLOORS}
    for row in rows[::EVERY]:
        content = gzip.decompress((shared / "corpus" / row["file"]).read_bytes())
        source = read(content, url=row["url"])
        for field, found in verdicts.items():
            if row.get(field) and isinstance(row[field], str | list):
                found.append(right(field, source, row))
    shares = {field: sum(found) / len(found) for field, found in verdicts.items()}
    assert all(shares[field] >= floor for field, floor in FLOORS.items()), shares


def test_forms_of_datelines_on_real_lines(shared: Path) -> None:
    """Of real openings and credit lines nearly all are read right, and nothing else is taken for one."""
    found = datelines.shares(datelines.read_cases(shared / "datelines" / "dev.jsonl"))
    assert found["dateline"] >= 0.97, found
    assert found["credit"] >= 0.95, found
    assert found["photo_credit"] >= 0.9, found
    assert found["negative"] == 1, found
