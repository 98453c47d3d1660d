"""Floors under the share of fields that are right on real pages, on a slice of the shared corpus, and what they rest on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from provenance.core import tables
from provenance.core.extract.source import read
from tests.bench import corpus, datelines

FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def place(shared: Path) -> Path:
    """The corpus that the floors were measured on."""
    found = shared / "corpus"
    if corpus.digest(found) != FLOORS["corpus"]:
        pytest.skip("the shared corpus is another than the one that floors.json names: measure the floors anew")
    return found


def test_floors_on_real_pages(place: Path) -> None:
    """Each field is right at least as often as its floor says; a floor falls only by an act of somebody."""
    score = corpus.scorer(place)
    found: dict[str, list[bool]] = {field: [] for field in FLOORS["fields"]}
    for row in corpus.rows(place)[:: FLOORS["every"]]:
        said = corpus.values(read(row.content(), url=row.url))
        for field, verdicts in found.items():
            if (right := corpus.is_right(score, field, said[field], row)) is not None:
                verdicts.append(right)
    shares = {field: sum(verdicts) / len(verdicts) for field, verdicts in found.items()}
    assert {field: share for field, share in shares.items() if share < FLOORS["fields"][field]} == {}, shares


def test_the_tables_of_weights_are_of_this_corpus(place: Path) -> None:
    """What decides among the evidence was learnt on the corpus that the floors name."""
    for name in ("weights.csv", "calibration.csv"):
        assert FLOORS["corpus"][:16] in tables.text(name).splitlines()[0], name


def test_forms_of_datelines_on_real_lines(shared: Path) -> None:
    """Of real openings and credit lines nearly all are read right, and nothing else is taken for one."""
    found = datelines.shares(datelines.read_cases(shared / "datelines" / "dev.jsonl"))
    assert found["dateline"] >= 0.97, found
    assert found["credit"] >= 0.95, found
    assert found["photo_credit"] >= 0.9, found
    assert found["negative"] == 1, found


def hosts() -> set[str]:
    """The hosts of outlets, as far as they are no words of their own."""
    return {row["domain"] for row in tables.rows("outlet_domains.csv") if "." in row["domain"]}


def test_no_host_of_an_outlet_stands_in_the_code() -> None:
    """What is known of one outlet belongs into the tables; the rules are for all."""
    folder = Path(__file__).parents[1] / "provenance" / "core"
    found: dict[str, Any] = {}
    named = hosts()
    for file in folder.rglob("*.py"):
        words = set(re.findall(r"(?<![\w.-])[\w-]+(?:\.[\w-]+)+", file.read_text("utf-8").lower()))
        if here := words & named:
            found[file.name] = here
    assert found == {}
