"""`provenance archive ID|URL`, and `provenance archive LIST... --save`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import options

if TYPE_CHECKING:
    from provenance.jobs.archive import Archived


def archive(
    given: Annotated[
        list[str],
        typer.Argument(
            metavar="ID|URL|LIST...",
            help="A page: its id in the log, or its link. With --save, lists as well: files or folders.",
        ),
    ],
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
    there is none. With --save a new copy is asked for; PROVENANCE_WAYBACK_KEY=ACCESS:SECRET in the environment is your
    key for that.

    `provenance archive LIST --save` does so for every page of a list (a file that `provenance audit` reads, a folder, or
    several links): pages that have a copy already are left alone, and those that were dead when they were last looked at.
    It goes at the pace that the archive allows, three pages a minute without a key and seven with one. The same command
    goes on where it stopped. Ends with 1 if a page has no copy then.
    """
    from provenance.jobs.words import names_a_list

    whole_list = len(given) > 1 or names_a_list(given[0])
    _refuse_nonsense(save=save, at=at, whole_list=whole_list)
    settings = options.settings_from(
        log=log, no_log=no_log, allow_network=allow_network, timeout=timeout, deadline=deadline, name_server=name_server,
        ca=ca,
    )  # fmt: skip
    if whole_list:
        from provenance.cli.archive_list import save_list

        complete = save_list(given, settings=settings, again=again, json=json, quiet=quiet)
        raise typer.Exit(0 if complete else 1)
    from provenance.jobs.archive import archived_record, find_copy, save_copy

    if save:
        found = save_copy(given[0], settings=settings, tell=options.say)
    else:
        found = find_copy(given[0], settings=settings, at=at, again=again)
    if json:
        options.print_json(archived_record(found))
    else:
        _print(found, quiet=quiet)
    raise typer.Exit(0 if found.search.copy else 1)


def _refuse_nonsense(*, save: bool, at: str | None, whole_list: bool) -> None:
    from provenance.errors import UsageError

    if save and at is not None:
        raise UsageError("--save with --at", "a copy that is taken now is of now", "Leave one of the two out")
    if whole_list and not save:
        raise UsageError(
            "a list, or several pages",
            "copies are looked for one page at a time",
            "Give one, or --save to have a copy taken of each; `provenance audit --archives` looks for those of dead links",
        )


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
