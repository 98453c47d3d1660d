"""`provenance audit LIST...`"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import options

if TYPE_CHECKING:
    from provenance.core.model import Check, Problem
    from provenance.jobs.audit import Tally
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

    Plain lists, Markdown, bookmarks, CSV and TSV, BibTeX, RIS and CSL-JSON are told apart by their content. Each row is
    printed as it is finished, and recorded before it is printed. Ends with 1 if a link is dead or a piece of a list
    could not be read.
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
    """Check the lists and print; whether a link is dead or a piece could not be read."""
    from provenance.core.reports.checks import list_lines
    from provenance.jobs.audit import Tally, audit_lists
    from provenance.jobs.load import load_all

    given = load_all(lists, format=format)
    for name, loaded in zip(given.names, given.loads, strict=True):
        options.say("\n".join(list_lines(name, loaded)), quiet=quiet)
    for problem in given.problems:
        _print_problem(problem, json=json)
    tally = Tally()

    with _progress(tally, quiet=quiet or json) as rows:

        def deliver(checks: Sequence[Check]) -> None:
            with rows():
                for found in checks:
                    _print_check(found, json=json)

        try:
            audit_lists(given, settings=settings, deliver=deliver, tally=tally, resume=resume)
        except BaseException:
            if tally.done:
                _summarise(tally, problems=len(given.problems), quiet=quiet)
                options.say(
                    "  the run was broken off" + ("; --resume goes on with it" if settings.record else ""), quiet=quiet
                )
            raise
    _summarise(tally, problems=len(given.problems), quiet=quiet)
    return bool(tally.dead or given.problems)


def _print_check(found: Check, *, json: bool) -> None:
    from provenance.core.records import check_record
    from provenance.core.reports.checks import line

    if json:
        options.print_json(check_record(found))
    else:
        typer.echo(line(found, paint=options.paint))


def _print_problem(problem: Problem, *, json: bool) -> None:
    from provenance.core.records import problem_record
    from provenance.core.reports.checks import problem_line

    if json:
        options.print_json(problem_record(problem))
    else:
        typer.echo(problem_line(problem, paint=options.paint))


def _summarise(tally: Tally, *, problems: int, quiet: bool) -> None:
    from provenance.core.reports.checks import summary

    mentions = "mention" if tally.repeated == 1 else "mentions"
    repeated = f", {tally.repeated} more {mentions} of them" if tally.repeated else ""
    options.say(f"{tally.done} of {tally.links} links checked{repeated}", quiet=quiet)
    if tally.resumed_from is not None:
        begun = f"{tally.resumed_from:%Y-%m-%d %H:%M} UTC"
        left = "nothing was left to check" if tally.before == tally.links else f"{tally.before} were checked before"
        options.say(f"  going on with the run of {begun}: {left}", quiet=quiet)
    for text in summary(tally.counts, problems=problems):
        options.say(text, quiet=quiet)


@contextlib.contextmanager
def _progress(tally: Tally, *, quiet: bool) -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """A live bar on standard error, if that is a terminal. It gives what to hold while rows are printed."""
    if quiet or not sys.stderr.isatty():
        yield contextlib.nullcontext
        return
    from rich.console import Console
    from rich.control import Control
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.segment import ControlType

    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    # Drawn by us alone: rows are printed past Rich, and its own thread would draw into the midst of them.
    with Progress(
        *columns, console=console, transient=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
    ) as progress:
        task = progress.add_task("links", total=None)

        @contextlib.contextmanager
        def rows() -> Iterator[None]:
            console.control(Control(ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2)))
            yield
            found = f"{tally.dead} dead" if tally.dead else "links"
            progress.update(task, completed=tally.done, total=tally.links, description=found, refresh=True)

        yield rows
