"""Archived copies as a person reads them."""

from __future__ import annotations

from collections.abc import Callable

from provenance.core.copies import Search
from provenance.core.printable import printable

NAME = "copies"
Paint = Callable[[str, str], str]


def copy_lines(search: Search, *, wanted: str | None, paint: Paint) -> list[str]:
    """The copy that was found, and what it calls itself; or that there is none. wanted: the date it was to be near."""
    copy = search.copy
    if copy is None:
        near = f" near {wanted}" if wanted else ""
        return [f"{paint('no copy', 'yellow')} that counts as one{near}"]
    doubt = "" if copy.verified else "  (taken, not yet read back)"
    title = [f"        {printable(copy.title)}"] if copy.title else []
    memento = copy.memento
    taken = f"{memento.memento_datetime:%Y-%m-%d %H:%M} UTC"
    line = f"{paint('copy', 'green')}    {taken}  {printable(memento.archive)}  {printable(memento.uri_m)}"
    return [line + doubt, *title]


def remark_lines(search: Search) -> list[str]:
    """How many copies there are, why others were refused, and which archives could not be asked."""
    listed = [f"{name} lists {count} that may be good" for name, count in search.listed]
    refused = [
        f"refused {one.moment:%Y-%m-%d %H:%M} UTC  {printable(one.archive)}: {printable(one.because)}"
        for one in search.refused
    ]
    return [*listed, *refused, *(printable(f"not asked to the end: {text}") for text in search.trouble)]
