"""Errors planted into a list, found again: `python -m tests.bench.agreement [--entries N] [--biblatex]`.

Needs the shared corpus. Makes a list of what people set down of its pages – a bibliography without errors –, plants forty
errors of eight kinds in it, reads the pages, and prints which were found and what was said of entries without any.
An error is planted only where what people set down can be read on the page, and where it makes the entry wrong. With
`--biblatex` the list goes through our writer of BibLaTeX and our reader of it before it is compared.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import provenance
from provenance.core.agreement import compare_given
from provenance.core.csl.names import name_from_text
from provenance.core.exports import biblatex
from provenance.core.extract.glance import glance
from provenance.core.extract.source import read
from provenance.core.found import date_variable
from provenance.core.model import Agreement
from tests.bench import corpus

Given = dict[str, str]
PLANTED = 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the list. error: the kind that was planted, and the variable that it stands in."""

    row: corpus.Row
    given: Given
    error: str = ""
    variable: str = ""


def entry_of(row: corpus.Row) -> Entry:
    """What people set down of the page, as a bibliography would have it."""
    truth = row.truth
    given = {
        "title": truth.get("title") or "",
        "author": "; ".join(_inverted(name) for name in truth.get("authors") or ()),
        "issued": (truth.get("published") or "")[:10],
        "container-title": next(iter(truth.get("site_name") or ()), "")
        if isinstance(truth.get("site_name"), list)
        else truth.get("site_name") or "",
    }
    return Entry(row, {name: value for name, value in given.items() if value})


def _inverted(name: str) -> str:
    *given, family = name.split()
    return f"{family}, {' '.join(given)}" if given else family


def wrong_year(given: Given, _: Given) -> Given:
    day = dt.date.fromisoformat(given["issued"])
    return {"issued": f"{day.year - 1}-{day.month:02d}-{min(day.day, 28):02d}"}


def wrong_day(given: Given, _: Given) -> Given:
    return {"issued": (dt.date.fromisoformat(given["issued"]) + dt.timedelta(days=16)).isoformat()}


def exchanged(given: Given, _: Given) -> Given:
    day = dt.date.fromisoformat(given["issued"])
    return (
        {"issued": f"{day.year}-{day.day:02d}-{day.month:02d}"}
        if day.day < 13 and day.day != day.month
        else wrong_day(given, _)
    )


def padded(given: Given, _: Given) -> Given:
    return {"issued": given["issued"][:4] + "-01-01"} if given["issued"][5:] != "01-01" else wrong_year(given, _)


def swapped_title(_: Given, other: Given) -> Given:
    return {"title": other["title"]}


def other_author(_: Given, other: Given) -> Given:
    return {"author": other["author"]}


def site_as_author(given: Given, _: Given) -> Given:
    return {"author": given["container-title"]}


def other_outlet(_: Given, other: Given) -> Given:
    return {"container-title": other["container-title"]}


Plant = Callable[[Given, Given], Given]
KINDS: dict[str, tuple[Plant, str]] = {
    kind.__name__: (kind, variable)
    for kind, variable in (
        (wrong_year, "issued"), (wrong_day, "issued"), (exchanged, "issued"), (padded, "issued"),
        (swapped_title, "title"), (other_author, "author"), (site_as_author, "author"), (other_outlet, "container-title"),
    )
}  # fmt: skip


def makes_wrong(entry: Entry, kind: Plant, variable: str, score: ModuleType) -> bool:
    """Whether a page can show that the entry is wrong: it has the truth, and by the truth its author is not its site."""
    field = {"issued": "published", "author": "authors", "container-title": "site_name"}.get(variable, variable)
    if kind is site_as_author and any(
        _same(name, entry.given["container-title"]) for name in entry.row.truth["authors"]
    ):
        return False
    return field == "published" or corpus.stands_on(
        score, entry.row, field, entry.row.content().decode("utf-8", "replace")
    )


def _same(one: str, other: str) -> bool:
    first, second = ("".join(filter(str.isalnum, name.casefold())) for name in (one, other))
    return first in second or second in first


def planted(entries: list[Entry], chance: random.Random, score: ModuleType) -> list[Entry]:
    """The entries with errors in some of them, each of another outlet than the entry it is taken from."""
    found = list(entries)
    places = chance.sample(range(len(found)), len(found))
    for number in range(PLANTED):
        kind, variable = list(KINDS.values())[number % len(KINDS)]
        needs = {variable, "container-title"} if kind is site_as_author else {variable}
        place = next(
            one for one in places
            if not found[one].error and needs <= found[one].given.keys() and makes_wrong(found[one], kind, variable, score)
        )  # fmt: skip
        entry = found[place]
        other = next(
            found[one] for one in reversed(places) if found[one].row.outlet != entry.row.outlet and variable in found[one].given
            and found[one].given[variable] != entry.given[variable]
        )  # fmt: skip
        found[place] = Entry(entry.row, entry.given | kind(entry.given, other.given), kind.__name__, variable)
    return found


def through_biblatex(entries: list[Entry]) -> list[Entry]:
    """The entries as they come back from a file, one link for each."""
    loaded = provenance.load(biblatex.write([_item(entry) for entry in entries]).encode(), name="list.bib")
    links = [item for item in loaded.items if item.found_by == "structure"]
    pairs = zip(entries, links, strict=True)
    return [Entry(entry.row, dict(item.given), entry.error, entry.variable) for entry, item in pairs]


def _item(entry: Entry) -> dict[str, object]:
    given = entry.given
    names = [name_from_text(name) for name in given.get("author", "").split("; ") if name]
    item = {"id": entry.row.id, "type": "webpage", "URL": entry.row.url, "author": names}
    item |= {name: given.get(name) for name in ("title", "container-title")}
    return item | ({"issued": date_variable(given["issued"])} if "issued" in given else {})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--biblatex", action="store_true", help="write the list as BibLaTeX and read it back")
    arguments = parser.parse_args()
    place = corpus.folder()
    if place is None:
        sys.exit("needs the shared corpus: set PROVENANCE_SHARED to its folder")
    chance = random.Random(arguments.seed)
    usable = [entry for row in corpus.rows(place) if len((entry := entry_of(row)).given) >= 2]
    entries = planted(chance.sample(usable, min(arguments.entries, len(usable))), chance, corpus.scorer(place))
    entries = through_biblatex(entries) if arguments.biblatex else entries
    missed, false = [], []
    for entry in entries:
        content = entry.row.content()
        source = read(content, url=entry.row.url)
        compared = compare_given(entry.given, source, text=glance(content).text)
        told = [one for one in compared if one.agreement is Agreement.DIFFERS]
        if entry.error and entry.variable not in {one.variable for one in told}:
            missed.append(entry)
        false += [(entry, one) for one in told if one.variable != entry.variable]
    for entry in missed:
        print(f"missed {entry.error}: {entry.given.get(entry.variable)!r}  {entry.row.url}")
    for entry, one in false:
        print(f"false {one.variable}: list {one.given!r}, page {one.found!r} ({one.because})  {entry.row.url}")
    print(f"{len(entries)} entries, {PLANTED - len(missed)} of {PLANTED} errors found, {len(false)} false differences")


if __name__ == "__main__":
    main()
