"""`provenance cite --stale`"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from provenance.cli import options

if TYPE_CHECKING:
    from provenance.settings import Settings


def run(settings: Settings, *, used_in: str | None = None, json: bool = False) -> bool:
    """Print the old string, what happened, and the new one; whether there are any."""
    from provenance.core.printable import printable
    from provenance.jobs.stale import find_stale, stale_record

    found = find_stale(settings, used_in=used_in)
    for one in found:
        if json:
            options.print_json(stale_record(one))
            continue
        record = one.citation.record
        used = f"  for {printable(record['for'])}" if record.get("for") else ""
        typer.echo(f"{one.citation.id}  {one.citation.recorded_at:%Y-%m-%d}  {printable(record['style'])}{used}")
        typer.echo(f"  was  {printable(one.old)}")
        for what in one.happened:
            typer.echo(f"       {printable(what)}")
        if one.new is None:
            typer.echo("  now  cannot be told: the style cannot be used any more")
        else:
            typer.echo(f"  now  {'the same' if one.new == one.old else printable(one.new)}")
    if not found and not json:
        options.say("No citation in the log is stale: by what the log knows, no source has moved, died or changed.")
    return bool(found)
