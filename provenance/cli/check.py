"""`provenance check URL...`"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import options

if TYPE_CHECKING:
    from provenance.core.model import Check
    from provenance.settings import Settings


def check(
    urls: Annotated[list[str], typer.Argument(metavar="URL...", help="Links to look at.", show_default=False)],
    json: options.Json = False,
    quiet: options.Quiet = False,
    log: options.LogFile = None,
    no_log: options.NoLog = False,
    allow_network: options.AllowNetwork = None,
    timeout: options.Timeout = None,
    deadline: options.Deadline = None,
    retries: options.Retries = None,
    name_server: options.NameServer = None,
    ca: options.Ca = None,
    exit_zero: options.ExitZero = False,
) -> None:
    """Does the link still lead to the article?

    Each check is recorded in the log. Ends with 1 if a link is dead.
    """
    settings = options.settings_from(
        log=log, no_log=no_log, allow_network=allow_network, timeout=timeout, deadline=deadline, retries=retries,
        name_server=name_server, ca=ca,
    )  # fmt: skip
    dead = run(urls, settings=settings, json=json, quiet=quiet)
    raise typer.Exit(1 if dead and not exit_zero else 0)


def run(urls: Sequence[str], *, settings: Settings, json: bool = False, quiet: bool = False) -> bool:
    """Check and print; whether a link is dead."""
    from provenance.core.records import check_record
    from provenance.core.reports.checks import hops, line
    from provenance.jobs.check import check_urls

    states: set[str] = set()

    def deliver(found: Check) -> None:
        states.add(found.verdict.state.value)
        if json:
            options.print_json(check_record(found))
            return
        for text in (line(found, paint=options.paint), *([] if quiet else hops(found))):
            typer.echo(text)

    check_urls(urls, settings=settings, deliver=deliver)
    return "dead" in states
