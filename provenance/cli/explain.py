"""`provenance explain [KIND...]`"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import options

if TYPE_CHECKING:
    from provenance.core.kinds import KindPage

# Longer lines are hard to read, however wide the window is.
_WIDEST = 100


def explain(
    kinds: Annotated[
        list[str] | None,
        typer.Argument(metavar="[KIND]...", help="Kinds, as `check` prints them; a clear beginning will do."),
    ] = None,
    flags: Annotated[bool, typer.Option("--flags", help="Only the flags that a verdict can have.")] = False,
    json: options.Json = False,
) -> None:
    """What a kind of verdict means, and what to do about it.

    Without KIND, all kinds with a line each.
    """
    from provenance.core import kinds as known
    from provenance.core.reports.kinds import render_flags, render_overview, render_page

    width = min(shutil.get_terminal_size().columns, _WIDEST)
    pages = _named(kinds or ())
    if json:
        for record in (
            [{"flag": name, "about": about} for name, about in known.flags().items()]
            if flags
            else map(known.page_record, pages or known.kinds())
        ):
            options.print_json(record)
    elif flags:
        typer.echo(render_flags(known.flags(), width=width), nl=False)
    elif pages:
        typer.echo("\n".join(render_page(page, width=width, paint=options.paint) for page in pages), nl=False)
    else:
        typer.echo(render_overview(known.kinds(), known.flags(), width=width, paint=options.paint), nl=False)


def _named(names: Sequence[str]) -> list[KindPage]:
    """The pages of the names.

    Raises
    ------
    UsageError
        for a name that no kind has, or a beginning that several have.
    """
    from provenance.core.kinds import beginning_with, kind, nearest
    from provenance.errors import UsageError

    pages = []
    for name in names:
        page = kind(name)
        if page is None and (several := beginning_with(name)):
            raise UsageError(
                name, "is the beginning of several kinds", "Use one of " + ", ".join(one.name for one in several)
            )
        if page is None:
            near = nearest(name)
            remedy = f"Is it {' or '.join(near)}? " if near else ""
            raise UsageError(
                name or "an empty word", "is not a kind of verdict", f"{remedy}`provenance explain` lists all kinds"
            )
        pages.append(page)
    return pages
