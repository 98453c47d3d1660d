"""`provenance list`"""

from __future__ import annotations

from typing import Annotated

import typer

from provenance.cli import options


def list_sources(
    state: Annotated[str | None, typer.Option(help="alive, dead, unknown or unchecked, by the newest check.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Part of the outlet's name.")] = None,
    text: Annotated[str | None, typer.Option(help="Part of title, author or URL.")] = None,
    checked: Annotated[
        bool, typer.Option("--checked", help="Also links that were checked and never recorded; --state implies it.")
    ] = False,
    due: Annotated[bool, typer.Option("--due", help="Only pages that should be looked at again.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", "-n", help="The newest N only.", metavar="N")] = None,
    json: options.Json = False,
    log: options.LogFile = None,
) -> None:
    """The sources in the log."""
    from provenance.core.logbook import Filter, listed_record
    from provenance.core.reports.logbook import render_list
    from provenance.errors import UsageError
    from provenance.jobs.logbook import list_sources as look_up

    if state not in (None, "alive", "dead", "unknown", "unchecked"):
        raise UsageError(f"--state {state}", "is not a state", "Use alive, dead, unknown or unchecked")
    wanted = Filter(state=state, outlet=outlet, text=text, checked=checked or due or state is not None)
    listed = look_up(options.settings_from(log=log), wanted, due=due, limit=limit)
    if not json:
        typer.echo(render_list(listed), nl=False)
        return
    for one in listed:
        options.print_json(listed_record(one))
