"""`provenance log path|verify|rebuild`"""

from __future__ import annotations

import typer

from provenance.cli import options

app = typer.Typer(help="The log itself.", no_args_is_help=True, rich_markup_mode=None)


@app.command()
def path(log: options.LogFile = None) -> None:
    """Where the log is."""
    from provenance.jobs.logbook import log_path

    typer.echo(log_path(options.settings_from(log=log)))


@app.command()
def verify(json: options.Json = False, log: options.LogFile = None) -> None:
    """Whether the log is what it was: leaves, roots and tables. Ends with 4 if it is not."""
    from provenance.core.logbook_records import report_record
    from provenance.core.reports.logbook import render_verify
    from provenance.jobs.logbook import verify as look

    report = look(options.settings_from(log=log))
    if json:
        options.print_json(report_record(report))
    else:
        typer.echo(render_verify(report), nl=False)
    raise typer.Exit(0 if report.sound else 4)


@app.command()
def rebuild(log: options.LogFile = None) -> None:
    """Make all tables anew out of the entries."""
    from provenance.jobs.logbook import rebuild as make

    typer.echo(f"tables made anew out of {make(options.settings_from(log=log))} entries")
