"""`provenance add URL|FILE...`"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from provenance.cli import options
from provenance.cli.read import NoInfer, Url

if TYPE_CHECKING:
    from provenance.core.overrule import Statement
    from provenance.jobs.add import Added
    from provenance.settings import Settings


def add(
    given: Annotated[
        list[str],
        typer.Argument(metavar="URL|FILE|ID...", help="Pages, saved copies of them, or with --set sources in the log."),
    ],
    json: options.Json = False,
    stated: options.Set = None,
    quiet: options.Quiet = False,
    url: Url = None,
    no_infer: NoInfer = False,
    log: options.LogFile = None,
    no_log: options.NoLog = False,
    allow_network: options.AllowNetwork = None,
    timeout: options.Timeout = None,
    deadline: options.Deadline = None,
    name_server: options.NameServer = None,
    ca: options.Ca = None,
) -> None:
    """Record a page or a saved file, and what it says of itself.

    Kept are outlet, URL, metadata, a digest of the content and the main text.

    With --set, what you state of it; of an id of the log nothing is fetched, and its evidence is kept.
    Ends with 1 if a link led to no page that could be read; its check is recorded all the same.
    """
    from provenance.core.overrule import read_statements

    statements = read_statements(stated or ())  # before anything is asked for or written
    settings = options.settings_from(
        log=log, no_log=no_log, allow_network=allow_network, timeout=timeout, deadline=deadline,
        name_server=name_server, ca=ca, infer=False if no_infer else None,
    )  # fmt: skip
    unread = run(given, settings=settings, url=url, json=json, quiet=quiet, statements=statements)
    raise typer.Exit(1 if unread else 0)


def run(
    given: Sequence[str],
    *,
    settings: Settings,
    url: str | None = None,
    json: bool = False,
    quiet: bool = False,
    statements: Sequence[Statement] = (),
) -> bool:
    """Record and print; whether a link led to no page that could be read."""
    from provenance.jobs.add import add as add_one

    unread = False
    for one in given:
        added = add_one(one, settings=settings, url=url, statements=statements)
        unread |= added.source is None
        if json:
            options.print_json(_record(added))
        else:
            _print(added, quiet=quiet)
    return unread


def _record(added: Added) -> dict[str, Any]:
    from provenance.core.records import capture_record, check_record, source_record

    return {
        "given": added.given,
        "id": added.id,
        "source": source_record(added.source) if added.source else None,
        "capture": capture_record(added.capture) if added.capture else None,
        "check": check_record(added.check) if added.check else None,
    }


def _print(added: Added, *, quiet: bool) -> None:
    from provenance.core.reports.checks import line
    from provenance.core.reports.source import render

    if added.check is not None and (added.source is None or added.check.verdict.kind != "ok"):
        typer.echo(line(added.check, paint=options.paint))
    if added.source is None:
        options.say("  nothing was added: the link led to no page that could be read", quiet=quiet)
        return
    if not quiet:
        typer.echo(render(added.source), nl=False)
    if added.capture is not None and not quiet:
        typer.echo(f"{'digest':<17}{added.capture.digest}")
        typer.echo(f"{'main text':<17}{len(added.capture.text.split())} words ({added.capture.text_method})")
    typer.echo(f"{'recorded as':<17}{added.id}" if added.id else "not recorded (--no-log)")
