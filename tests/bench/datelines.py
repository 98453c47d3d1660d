"""Shares of datelines and credits read right: `python -m tests.bench.datelines [FILE.jsonl] [--misses]`.

Without a file, the made-up lines of `datelines.txt` beside this module are read. A dateline counts where place (or
places), day and agency are all right, and nothing is added; a credit where its agencies are, and where it is told apart
from a credit of a picture; a negative where neither a dateline nor a credit is seen.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.core.dates import PartialDate
from provenance.core.extract import credit_lines, dateline

OWN = Path(__file__).with_name("datelines.txt")


@dataclass(frozen=True, slots=True)
class Case:
    """One line and what is true of it. date: EDTF, empty where no day is stated."""

    kind: str
    language: str
    text: str
    places: tuple[str, ...]
    date: str
    agencies: tuple[str, ...]


def own_cases() -> list[Case]:
    """The lines of `datelines.txt`."""
    cases = []
    for line in OWN.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, language, text, places, date, agencies = line.split("|")
            cases.append(Case(kind, language, text, _list(places), date, _list(agencies)))
    return cases


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def read_cases(path: Path) -> list[Case]:
    """Lines of a JSONL file with the keys kind, text, lang, place, date and agency."""
    return [_case(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def _case(row: dict[str, Any]) -> Case:
    day = {key: value for key, value in (row.get("date") or {}).items() if value is not None}
    date = PartialDate(**day).edtf if day else ""
    return Case(row["kind"], row.get("lang") or "", row["text"], _names(row["place"]), date, _names(row["agency"]))


def _names(value: str | list[str] | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else tuple(value)


def right(case: Case) -> bool:
    """Whether the line is read as it should be."""
    line, credit = dateline.parse(case.text, case.language), credit_lines.parse(case.text)
    if case.kind == "negative":
        return line is None and credit is None
    if case.kind == "dateline":
        return line is not None and _said(line.dateline) == _expected(case)
    if line is not None or credit is None:
        return False
    return credit.photo == (case.kind == "photo_credit") and _folded(credit.agencies) == _folded(case.agencies)


def _said(line: dateline.Dateline) -> tuple[object, ...]:
    agencies = line.agency.split("/") if line.agency else ()
    return _folded(line.places), line.date.edtf if line.date else "", _folded(agencies)


def _expected(case: Case) -> tuple[object, ...]:
    return _folded(case.places), case.date, _folded(case.agencies)


def _folded(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.casefold() for name in names)


def shares(cases: Sequence[Case]) -> dict[str, float]:
    """Kind → share of its lines that are read right."""
    found: dict[str, list[bool]] = {}
    for case in cases:
        found.setdefault(case.kind, []).append(right(case))
    return {kind: sum(verdicts) / len(verdicts) for kind, verdicts in found.items()}


def misses(cases: Sequence[Case]) -> Iterator[str]:
    for case in cases:
        if not right(case):
            line, credit = dateline.parse(case.text, case.language), credit_lines.parse(case.text)
            said = _said(line.dateline) if line else None
            yield f"{case.kind} {case.language}: {case.text}\n    wanted {_expected(case)}\n    got {said} {credit}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--misses", action="store_true", help="print each line that was read wrong")
    arguments = parser.parse_args()
    cases = read_cases(arguments.file) if arguments.file else own_cases()
    for case in cases:  # tables are read and patterns built before the clock starts
        right(case)
    begun = time.process_time()
    for case in cases:
        dateline.parse(case.text, case.language)
        credit_lines.parse(case.text)
    spent = (time.process_time() - begun) / len(cases)
    if arguments.misses:
        for miss in misses(cases):
            print(miss)
    for kind, share in shares(cases).items():
        print(f"{kind:<14}{share:>7.1%} of {sum(case.kind == kind for case in cases)}")
    print(f"{spent * 1000:.3f} ms a line")


if __name__ == "__main__":
    main()
