"""`provenance show ID|URL`"""

from __future__ import annotations

from typing import Annotated

import typer

from provenance.cli import options


def show(
    which: Annotated[str, typer.Argument(metavar="ID|URL", help="A source, as `list` or `add` names it.")],
    json: options.Json = False,
    log: options.LogFile = None,
) -> None:
    """One source: readings and their evidence, checks over time, captures, citations."""
    from provenance.core.reports.logbook import render_show
    from provenance.jobs.logbook import show as look_up

    story = look_up(options.settings_from(log=log), which)
    if not json:
        typer.echo(render_show(story), nl=False)
        return
    from provenance.core.logbook import story_record

    options.print_json(story_record(story))
