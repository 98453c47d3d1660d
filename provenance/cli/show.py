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
        typer.echo(render_show(story))
        return
    options.print_json(
        {
            "id": story.source.id if story.source else None,
            **(story.source.record if story.source else {"url": which}),
            "checks": [{"id": one.id, **one.record} for one in story.checks],
            "captures": [{"id": one.id, **one.record} for one in story.captures],
            "citations": [{"id": one.id, **one.record} for one in story.citations],
            "mentions": [{"file": one.file, "line": one.line, "given": dict(one.given)} for one in story.mentions],
        }
    )
