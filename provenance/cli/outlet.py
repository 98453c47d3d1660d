"""`provenance outlet DOMAIN|URL...`"""

from __future__ import annotations

from typing import Annotated

import typer

from provenance.cli import options


def outlet(
    which: Annotated[
        list[str], typer.Argument(metavar="DOMAIN|URL...", help="A domain, with a path or without, or a URL.")
    ],
    json: options.Json = False,
) -> None:
    """What is known of an outlet, each fact with its source.

    And with the day on which that was read. Offline; records nothing.
    """
    from provenance.core.reports.outlet import as_url, outlet_record, render_outlet
    from provenance.errors import UsageError
    from provenance.jobs.outlet import use_own_tables

    urls = {given: as_url(given) for given in which}
    for given, url in urls.items():
        if url is None:
            raise UsageError(given or "an empty word", "is neither a domain nor a URL", "Write it as daily.example")
    use_own_tables()
    for given, url in urls.items():
        if json:
            options.print_json(outlet_record(given, url or ""))
        else:
            typer.echo(render_outlet(given, url or ""), nl=False)
