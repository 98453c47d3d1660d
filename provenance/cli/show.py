"""`provenance show ID|URL`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import options

if TYPE_CHECKING:
    from provenance.core.logbook import Recorded


def show(
    which: Annotated[str, typer.Argument(metavar="ID|URL", help="A source, as `list` or `add` names it.")],
    json: options.Json = False,
    explain: options.Explain = False,
    log: options.LogFile = None,
) -> None:
    """All that the log knows of one source.

    Readings and their evidence, checks over time, captures, citations.
    """
    from provenance.core.reports.logbook import render_show
    from provenance.jobs.logbook import show as look_up

    story = look_up(options.settings_from(log=log), which)
    if not json:
        if explain and story.source is not None:
            _explain(story.source)
        typer.echo(render_show(story, readings=not explain), nl=False)
        return
    from provenance.core.logbook_records import story_record

    options.print_json(story_record(story))


def _explain(recorded: Recorded) -> None:
    """The evidence as `read --explain` shows it, out of the log."""
    from provenance.core.records import source_from
    from provenance.core.reports.source import render

    typer.echo(f"{recorded.id}  recorded {recorded.recorded_at:%Y-%m-%dT%H:%M:%SZ}")
    typer.echo(render(source_from(recorded.record), explain=True, width=options.width(), paint=options.paint))
