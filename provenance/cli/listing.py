"""`provenance list`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import options

if TYPE_CHECKING:
    from provenance.settings import Settings


def list_sources(
    state: Annotated[
        str | None, typer.Option(help="alive, dead, unknown or unchecked, by the newest check.", metavar="STATE")
    ] = None,
    outlet: Annotated[str | None, typer.Option(help="Part of the outlet's name.", metavar="WORDS")] = None,
    text: Annotated[str | None, typer.Option(help="Part of title, author or URL.", metavar="WORDS")] = None,
    failing: Annotated[
        bool, typer.Option("--failing", help="Only links that are dead, or that met a fault which may pass.")
    ] = False,
    checked: Annotated[
        bool,
        typer.Option(
            "--checked", help="Also links that were checked and never recorded; --state, --failing and --due imply it."
        ),
    ] = False,
    due: Annotated[bool, typer.Option("--due", help="Only pages that should be looked at again.")] = False,
    citations: Annotated[
        bool, typer.Option("--citations", help="The citations that were made, and what for, instead of sources.")
    ] = False,
    used_in: Annotated[str | None, typer.Option("--for", help="Only citations for that file.", metavar="FILE")] = None,
    limit: Annotated[int | None, typer.Option("--limit", "-n", help="The newest N only.", metavar="N")] = None,
    json: options.Json = False,
    log: options.LogFile = None,
) -> None:
    """The sources in the log, the oldest first."""
    from provenance.core.logbook import Filter
    from provenance.core.logbook_records import listed_record
    from provenance.core.reports.logbook import render_list
    from provenance.errors import UsageError
    from provenance.jobs.logbook import list_sources as look_up

    if citations or used_in is not None:
        _list_citations(used_in, limit=limit, json=json, settings=options.settings_from(log=log))
        return
    if state not in (None, "alive", "dead", "unknown", "unchecked"):
        raise UsageError(f"--state {state}", "is not a state", "Use alive, dead, unknown or unchecked")
    every = checked or due or failing or state is not None
    wanted = Filter(state=state, outlet=outlet, text=text, checked=every, failing=failing)
    listed = look_up(options.settings_from(log=log), wanted, due=due, limit=limit)
    if not json:
        typer.echo(render_list(listed), nl=False)
        return
    for one in listed:
        options.print_json(listed_record(one))


def _list_citations(used_in: str | None, *, limit: int | None, json: bool, settings: Settings) -> None:
    from provenance.core.logbook_records import cited_record
    from provenance.core.reports.logbook import render_citations
    from provenance.jobs.logbook import list_citations

    made = list_citations(settings, used_in=used_in, limit=limit)
    if not json:
        typer.echo(render_citations(made), nl=False)
        return
    for one in made:
        options.print_json(cited_record(one))
