"""`provenance log path|verify|rebuild`"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from provenance.cli import options

app = typer.Typer(help="The log itself.", no_args_is_help=True, add_completion=False, rich_markup_mode=None)


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


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="One of those that are ready; all of them if none.")] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", help="The first N rows only.", metavar="N", min=1)
    ] = None,
    sql: Annotated[bool, typer.Option("--sql", help="The question itself, for SQLite and for DuckDB.")] = False,
    json: options.Json = False,
    log: options.LogFile = None,
) -> None:
    """Questions about many links that are ready to be asked: rot by outlet and year, what flaps, which hosts wall."""
    from provenance.core.reports.logbook import render_answer
    from provenance.jobs.export import ask as look
    from provenance.jobs.export import questions
    from provenance.jobs.export import sql as written

    if question is None:
        for name, about in questions().items():
            typer.echo(f"{name:<14} {about}")
        return
    if sql:
        typer.echo(written(question), nl=False)
        return
    rows = look(options.settings_from(log=log), question, limit=limit)
    if not json:
        typer.echo(render_answer([*rows]), nl=False)
        return
    for row in rows:
        options.print_json(row)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="Where the files go, one for each table.", show_default=False)],
    parquet: Annotated[bool, typer.Option("--parquet", help="Parquet, for DuckDB, pandas, Spark …")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="CSV.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="JSON lines.")] = False,
    table: Annotated[
        list[str] | None,
        typer.Option(help="Only this table, repeatable; `entries` has the whole records.", metavar="NAME"),
    ] = None,
    quiet: options.Quiet = False,
    log: options.LogFile = None,
) -> None:
    """The tables of the log as files that other programs read. The log stays as it is."""
    from provenance.errors import UsageError
    from provenance.jobs.export import export as write

    chosen = [form for form, wanted in (("parquet", parquet), ("csv", csv), ("jsonl", jsonl)) if wanted]
    if len(chosen) != 1:
        given = " ".join(f"--{form}" for form in chosen) or "log export"
        raise UsageError(given, "one form is written at a time", "Give one of --parquet, --csv, --jsonl")
    for path, rows in write(options.settings_from(log=log), folder, form=chosen[0], names=tuple(table or ())):
        options.say(f"{path}: {rows} row{'' if rows == 1 else 's'}", quiet=quiet)
