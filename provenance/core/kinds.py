"""What each kind of verdict means, for the reader of a report: the pages of `data/kinds.toml`."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from typing import Any

from provenance.core.frozen import frozen
from provenance.core.tables import text

# The order in which a reader is told; malformed and foreign addresses are `unknown` to a program, and no link to a person.
GROUPS = ("alive", "dead", "unknown", "not-a-link")


@frozen
class Example:
    """Something that happened. path: the behaviour of the test site that does it, empty where nobody is asked.

    answer: what came back, a line each: `404 Not Found` for a status, a field or markup word for word, a remark in
    brackets. printed: the line of `provenance check` as far as its first reason.
    """

    path: str
    asked: str
    answer: tuple[str, ...]
    printed: str


@frozen
class KindPage:
    """All that is told of one kind, in sentences.

    group: one of `GROUPS`. states: values of `State` that a check can give with this kind, the usual one first; as words,
    because the nouns of `core.model` take more time to load than all else here. confirmation: how a dead link of this
    kind is confirmed, in a few words; empty where it is never dead. reading, wikipedia, list: what to do, for three
    kinds of people. looks: further looks in one run; None where `again` alone tells it. days: until it is due again;
    None if never. lasting: the same for a fault that was there before and goes on; None where that makes no difference.
    again: all of that in sentences. example: None where none is known. unlike: neighbours, and how they differ.
    standard: the clause that defines it, empty if there is none.
    """

    name: str
    group: str
    states: tuple[str, ...]
    confirmation: str
    summary: str
    seen: str
    means: str
    reading: str
    wikipedia: str
    list: str
    looks: int | None
    days: int | None
    lasting: int | None
    again: str
    example: Example | None
    unlike: tuple[tuple[str, str], ...]
    standard: str

    @property
    def example_path(self) -> str:
        """The behaviour of the test site that the example shows."""
        return self.example.path if self.example else ""


@functools.cache
def kinds() -> tuple[KindPage, ...]:
    """All pages, group by group in the order of `GROUPS`."""
    data = _data()
    return tuple(_page(name, group, data) for group in GROUPS for name in data[group])


def kind(name: str) -> KindPage | None:
    """The page of a kind, by its name or a beginning that no other kind has; case and hyphens do not matter."""
    wanted = _folded(name)
    begun = beginning_with(name)
    return next((page for page in begun if page.name == wanted), begun[0] if len(begun) == 1 else None)


def beginning_with(name: str) -> tuple[KindPage, ...]:
    """The pages whose names begin so; none for an empty name."""
    wanted = _folded(name)
    return tuple(page for page in kinds() if wanted and page.name.startswith(wanted))


def nearest(name: str) -> tuple[str, ...]:
    """Names that may be meant, the likeliest first: with the word in them, of like spelling, or decided by it (`404`)."""
    import difflib

    wanted = _folded(name)
    if not wanted:
        return ()
    names = [page.name for page in kinds()]
    spelt = difflib.get_close_matches(wanted, names, n=3, cutoff=0.6)
    holding = [other for other in names if wanted in other]
    decided = [page.name for page in kinds() if wanted in re.findall(r"\w+", page.seen.lower())]
    return tuple(dict.fromkeys([*decided, *spelt, *holding]))[:6]


def flags() -> Mapping[str, str]:
    """What each flag of a verdict says, by name."""
    return {name: _words(about) for name, about in _data()["flags"].items()}


def page_record(page: KindPage) -> dict[str, Any]:
    """A page as `--json` prints it."""
    example = page.example
    return {
        "kind": page.name,
        "group": page.group,
        "states": list(page.states),
        "confirmation": page.confirmation or None,
        "summary": page.summary,
        "seen": page.seen,
        "means": page.means,
        "to_do": {"reading": page.reading, "wikipedia": page.wikipedia, "list": page.list},
        "again": page.again,
        "again_after_days": page.days,
        "again_while_it_lasts_days": page.lasting,
        "example": {"asked": example.asked, "answer": list(example.answer), "printed": example.printed}
        if example
        else None,
        "unlike": dict(page.unlike),
        "standard": page.standard or None,
    }


@functools.cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads(text("kinds.toml"))


def _folded(name: str) -> str:
    return "_".join(name.lower().replace("-", " ").replace("_", " ").split())


def _words(lines: str) -> str:
    return " ".join(lines.split())


def _page(name: str, group: str, data: Mapping[str, Any]) -> KindPage:
    table = data[group][name]
    rule = data["confirmation"].get(table.get("confirmation"), {})
    parts = ("summary", "seen", "means", "reading", "wikipedia", "list")
    return KindPage(
        name=name,
        group=group,
        states=tuple(table.get("states", [group])),
        confirmation=rule.get("label", ""),
        **{part: _words(table[part]) for part in parts},
        looks=table.get("looks"),
        days=table.get("days"),
        lasting=table.get("lasting"),
        again=_words(_again(table, rule, data["looks"])),
        example=_example(table),
        unlike=tuple(table["unlike"].items()),
        standard=table.get("standard", ""),
    )


def _again(table: Mapping[str, Any], rule: Mapping[str, str], looks: Mapping[str, str]) -> str:
    parts = []
    if "looks" in table:
        later = f", then every {_days(table['lasting'])} as long as it lasts" if "lasting" in table else ""
        parts = [
            looks[str(table["looks"])],
            f"Due again after {_days(table['days'])}{later} (`provenance check --due`).",
        ]
    return " ".join([*parts, rule.get("text", ""), table.get("again", "")])


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _example(table: Mapping[str, Any]) -> Example | None:
    if "printed" not in table:
        return None
    path = table.get("example_path", "")
    return Example(
        path=path,
        asked=table.get("asked", f"http://news.example/{path}"),
        answer=tuple(table["answer"]),
        printed=table["printed"],
    )
