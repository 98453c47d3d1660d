"""`provenance audit LIST...`"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import options
from provenance.cli.bar import links_bar

if TYPE_CHECKING:
    from provenance.core.model import Check, Problem
    from provenance.jobs.audit import Progress
    from provenance.settings import Settings


def audit(
    lists: Annotated[list[str], typer.Argument(metavar="LIST...", help="Files; `-` is standard input.")],
    json: options.Json = False,
    quiet: options.Quiet = False,
    resume: Annotated[bool, typer.Option("--resume", help="Check only what a broken run left.")] = False,
    format: Annotated[str | None, typer.Option(help="The format, where it is guessed wrong.", metavar="NAME")] = None,
    concurrency: Annotated[int | None, typer.Option(help="Links at work at once.", metavar="N")] = None,
    per_host: Annotated[int | None, typer.Option(help="Of these, links of one host.", metavar="N")] = None,
    spacing: Annotated[
        float | None, typer.Option(help="Between the beginnings of two requests to one host.", metavar="SECONDS")
    ] = None,
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
    """Check every link of saved lists.

    Plain lists, Markdown, bookmarks, CSV and TSV, BibTeX, RIS and CSL-JSON are told apart by their content, and so are
    XLSX, DOCX, OpenDocument, EPUB, PDF, WARC and WACZ files and what is packed with gzip (`provenance formats`). Each row is
    printed as it is finished, and recorded before it is printed. What a list says of an article – title, authors, day,
    outlet – is held against what the page says. Ends with 1 if a link is dead, a list and a page differ, or a piece of
    a list could not be read.
    """
    from provenance.errors import UsageError

    if resume and no_log:
        raise UsageError("--resume with --no-log", "a run can only go on from the log", "Leave one of the two out")
    settings = options.settings_from(
        log=log, no_log=no_log, allow_network=allow_network, timeout=timeout, deadline=deadline, retries=retries,
        name_server=name_server, ca=ca, concurrency=concurrency, per_host=per_host, spacing=spacing,
    )  # fmt: skip
    found = run(lists, settings=settings, format=format, resume=resume, json=json, quiet=quiet)
    raise typer.Exit(1 if found and not exit_zero else 0)


def run(
    lists: Sequence[str],
    *,
    settings: Settings,
    format: str | None = None,
    resume: bool = False,
    json: bool = False,
    quiet: bool = False,
) -> bool:
    """Check the lists and print; whether a link is dead, a list and a page differ, or a piece could not be read."""
    from provenance.core.reports.checks import list_lines
    from provenance.jobs.audit import Progress, audit_lists
    from provenance.jobs.load import load_all

    given = load_all(lists, format=format)
    for name, loaded in zip(given.names, given.loads, strict=True):
        options.say("\n".join(list_lines(name, loaded)), quiet=quiet)
    for problem in given.problems:
        _print_problem(problem, json=json)
    progress = Progress()

    with links_bar(quiet=quiet or json) as beside_the_bar:

        def deliver(checks: Sequence[Check], so_far: Progress) -> None:
            nonlocal progress
            progress = so_far
            with beside_the_bar(so_far):
                for found in checks:
                    _print_check(found, json=json)

        try:
            audit_lists(given, settings=settings, deliver=deliver, resume=resume)
        except BaseException:
            if progress.done:
                _summarise(progress, problems=len(given.problems), quiet=quiet)
                how = "; --resume goes on with it" if settings.record else ""
                options.say(f"  the run was broken off{how}", quiet=quiet)
            raise
    _summarise(progress, problems=len(given.problems), quiet=quiet)
    return bool(progress.dead or progress.differing or given.problems)


def _print_check(found: Check, *, json: bool) -> None:
    from provenance.core.records import check_record
    from provenance.core.reports.checks import comparison_lines, line

    if json:
        options.print_json(check_record(found))
    else:
        typer.echo("\n".join([line(found, paint=options.paint), *comparison_lines(found, paint=options.paint)]))


def _print_problem(problem: Problem, *, json: bool) -> None:
    from provenance.core.records import problem_record
    from provenance.core.reports.checks import problem_line

    if json:
        options.print_json(problem_record(problem))
    else:
        typer.echo(problem_line(problem, paint=options.paint))


def _summarise(progress: Progress, *, problems: int, quiet: bool) -> None:
    from provenance.core.reports.checks import summary

    mentions = "mention" if progress.repeated == 1 else "mentions"
    repeated = f", {progress.repeated} more {mentions} of them" if progress.repeated else ""
    options.say(f"{progress.done} of {progress.links} links checked{repeated}", quiet=quiet)
    if progress.resumed_from is not None:
        begun = f"{progress.resumed_from:%Y-%m-%d %H:%M} UTC"
        some = f"{progress.before} were checked before"
        left = "nothing was left to check" if progress.before == progress.links else some
        options.say(f"  going on with the run of {begun}: {left}", quiet=quiet)
    for text in summary(progress.counts, differing=progress.differing, problems=problems):
        options.say(text, quiet=quiet)
