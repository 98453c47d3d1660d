"""`provenance read FILE...`"""

from __future__ import annotations

from typing import Annotated

import typer

from provenance.cli import options

Url = Annotated[str | None, typer.Option("--url", help="Where the file came from, if it does not say.", metavar="URL")]
NoInfer = Annotated[bool, typer.Option("--no-infer", help="Conclude nothing that is not stated.")]


def read(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Saved pages or texts; `-` is standard input.")],
    json: options.Json = False,
    explain: options.Explain = False,
    stated: options.Set = None,
    url: Url = None,
    no_infer: NoInfer = False,
) -> None:
    """What a saved page or text says of itself.

    Offline; records nothing.
    """
    from provenance.core.overrule import read_statements
    from provenance.core.records import source_record
    from provenance.core.reports.source import render
    from provenance.jobs.read import read_file

    statements = read_statements(stated or ())
    settings = options.settings_from(infer=False if no_infer else None)
    for file in files:
        source = read_file(file, url=url, settings=settings, statements=statements)
        if json:
            options.print_json(source_record(source))
        else:
            report = render(source, explain=explain, width=options.width(), paint=options.paint)
            typer.echo(report, nl=len(files) > 1)
