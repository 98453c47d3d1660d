"""`provenance archive ID|URL`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import options

if TYPE_CHECKING:
    from provenance.jobs.archive import Archived


def archive(
    given: Annotated[str, typer.Argument(metavar="ID|URL", help="A page: its id in the log, or its link.")],
    at: Annotated[
        str | None,
        typer.Option(
            help="Near this date or moment, or `now` for the newest. Otherwise near the day on which the page was cited or"
            " recorded, else published.",
            metavar="DATE",
        ),
    ] = None,
    save: Annotated[
        bool, typer.Option("--save", help="Ask the Wayback Machine to take a copy now: it is sent the link.")
    ] = False,
    again: Annotated[bool, typer.Option("--again", help="Ask, though a copy was found in the last 30 days.")] = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    log: options.LogFile = None,
    no_log: options.NoLog = False,
    allow_network: options.AllowNetwork = None,
    timeout: options.Timeout = None,
    deadline: options.Deadline = None,
    name_server: options.NameServer = None,
    ca: options.Ca = None,
) -> None:
    """The archived copy of a page that is nearest to a date.

    Archives are sent the link, one after the other, until one has a copy of about that day. A copy counts only if it was
    read and is the article: no wall, no error page, no other page. What was found is recorded in the log. Ends with 1 if
    there is none.
    """
    from provenance.errors import UsageError

    if save and at is not None:
        raise UsageError("--save with --at", "a copy that is taken now is of now", "Leave one of the two out")
    settings = options.settings_from(
        log=log, no_log=no_log, allow_network=allow_network, timeout=timeout, deadline=deadline, name_server=name_server,
        ca=ca,
    )  # fmt: skip
    from provenance.jobs.archive import archived_record, find_copy, save_copy

    if save:
        found = save_copy(given, settings=settings, tell=options.say)
    else:
        found = find_copy(given, settings=settings, at=at, again=again)
    if json:
        options.print_json(archived_record(found))
    else:
        _print(found, quiet=quiet)
    raise typer.Exit(0 if found.search.copy else 1)


def _print(found: Archived, *, quiet: bool) -> None:
    """The copy on standard output; why others were refused, and who did not answer, beside it."""
    from provenance.core.reports.copies import copy_lines, remark_lines

    for text in copy_lines(found.search, wanted=found.wanted.text, paint=options.paint):
        typer.echo(text)
    saved = found.saved.because if found.saved else ""
    near = f"near {found.wanted.text}: {found.wanted.because}" if found.wanted.text else found.wanted.because
    where = f"found before, {found.id} in the log; --again asks anew" if found.before else ""
    for text in (near, where, saved, *remark_lines(found.search)):
        if text:
            options.say(f"  {text}", quiet=quiet)
