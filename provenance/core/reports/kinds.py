"""The kinds of verdict as a person reads about them: a table of all, and a page of one."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence

from provenance.core.kinds import GROUPS, KindPage

Paint = Callable[[str, str], str]
_COLOURS = {"alive": "green", "dead": "red", "unknown": "yellow", "not-a-link": "magenta"}
_HEADING = "cyan"
# Columns of the table: the longest state is `not-a-link`, the longest kind `refused_policy`.
_STATE = 11
_KIND = 15
# Text that is squeezed into fewer columns than this is no longer read; the terminal may break the lines then.
_LEAST = 24
_COMMAND = re.compile(r"`[^`]{,28}`")


def render_overview(pages: Sequence[KindPage], flags: Mapping[str, str], *, width: int, paint: Paint) -> str:
    """All kinds, a line each, group by group; then the flags. width: columns of the terminal."""
    lines: list[str] = []
    for group in GROUPS:
        for page in pages:
            if page.group == group:
                label = f"{group:<{_STATE}}{page.name:<{_KIND}}"
                first, *more = _row(label, page.summary, width=width)
                lines += [paint(first[:_STATE], _COLOURS[group]) + first[_STATE:], *more]
        lines.append("")
    lines += [paint("Flags that a verdict can have beside its kind:", _HEADING), *_flags(flags, width=width), ""]
    lines += _wrapped("One page about a kind: provenance explain KIND", width=width, indent="")
    return _joined(lines)


def render_flags(flags: Mapping[str, str], *, width: int) -> str:
    """The flags, a line each."""
    return _joined(_flags(flags, width=width))


def render_page(page: KindPage, *, width: int, paint: Paint) -> str:
    """One kind. width: columns of the terminal; at 100 it is no more than 30 lines."""
    title = paint(page.name, _COLOURS[page.group])
    lines = [f"{title} – {_status(page)}", *_wrapped(page.summary, width=width, indent="")]
    for heading, section in (
        ("What was seen", _wrapped(page.seen, width=width)),
        ("What it means", _wrapped(page.means, width=width)),
        ("What to do", _to_do(page, width)),
        ("When it is looked at again", _wrapped(page.again, width=width)),
        ("A real example", _example(page, width)),
        ("Not to be mixed up with", _unlike(page, width)),
        ("Standard", _wrapped(page.standard, width=width) if page.standard else []),
    ):
        body = list(section)
        if body:
            lines += [paint(heading, _HEADING), *body]
    return _joined(lines)


def _status(page: KindPage) -> str:
    if page.group == "not-a-link":
        return f"not a link; printed as {page.states[0]}"
    if page.states[0] != "dead" and page.confirmation:
        return f"{page.states[0]}; {page.confirmation}"
    states = " or ".join(page.states)
    return f"{states}, {page.confirmation}" if page.confirmation else states


def _to_do(page: KindPage, width: int) -> Iterator[str]:
    for label, words in (("as a reader", page.reading), ("on Wikipedia", page.wikipedia), ("in your list", page.list)):
        yield from _row(f"  {label:<14}", words, width=width)


def _example(page: KindPage, width: int) -> Iterator[str]:
    if page.example is None:
        yield "  None is known. If you meet one, it is worth a report."
        return
    yield from _row("  asked    ", page.example.asked, width=width)
    for label, line in zip(
        ["  answer   ", *["           "] * len(page.example.answer)], page.example.answer, strict=False
    ):
        yield from _row(label, line, width=width)
    yield from _row("  printed  ", page.example.printed, width=width)


def _unlike(page: KindPage, width: int) -> Iterator[str]:
    for name, words in page.unlike:
        yield from _row(f"  {name:<{_KIND}}", words, width=width)


def _flags(flags: Mapping[str, str], *, width: int) -> Iterator[str]:
    column = max(map(len, flags)) + 2
    for name, about in flags.items():
        yield from _row(f"{name:<{column}}", about, width=width)


def _row(label: str, words: str, *, width: int) -> list[str]:
    """A label, and words that hang beside it; on a narrow terminal, below it."""
    if width - len(label) < _LEAST:
        return [label.rstrip(), *_wrapped(words, width=width, indent="    ")]
    first, *more = _wrapped(words, width=width, indent=" " * len(label))
    return [label + first.lstrip(), *more]


def _wrapped(words: str, *, width: int, indent: str = "  ") -> list[str]:
    # A short command stays in one piece, so that it can be copied; textwrap breaks at plain spaces only.
    whole = _COMMAND.sub(lambda found: found[0].replace(" ", "\u00a0"), words)
    lines = textwrap.wrap(
        whole,
        max(width, _LEAST),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace("\u00a0", " ") for line in lines]


def _joined(lines: Sequence[str] | Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
