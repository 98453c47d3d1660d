"""`provenance styles` and `provenance formats`: what can be cited in, read and written."""

from __future__ import annotations

from typing import Annotated

import typer


def styles(
    search: Annotated[
        str | None, typer.Argument(help="Part of an id or title.", metavar="[WORD]", show_default=False)
    ] = None,
) -> None:
    """The citation styles, by their ids.

    A style is given to `cite --style` by its id. Without a word, all 10,000 of them.
    """
    from provenance.edge.citeproc import styles as find

    for name, title in find(search):
        typer.echo(f"{name:<60} {title}")


def formats() -> None:
    """What lists can be read, and what can be written.

    The formats of lists that `audit`, `cite` and `fix` read, the exchange formats that `cite` writes, and the reports
    of `audit`.
    """
    from provenance.core.audit_reports import FORMS
    from provenance.core.exchange import EXPORTS
    from provenance.core.lists import FORMATS

    for name, about in FORMATS.items():
        typer.echo(f"read   {name:<12} {about}")
    for name, export in EXPORTS.items():
        typer.echo(f"write  {name:<12} {export.ABOUT}")
    for name, form in FORMS.items():
        typer.echo(f"report {name:<12} {form.ABOUT}")
