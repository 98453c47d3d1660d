"""`provenance check URL...`, and `provenance check --due`"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import options

if TYPE_CHECKING:
    from provenance.core.model import Check
    from provenance.settings import Settings


def check(
    urls: Annotated[
        list[str] | None, typer.Argument(metavar="URL...", help="Links to look at.", show_default=False)
    ] = None,
    due: Annotated[
        bool, typer.Option("--due", help="Look again at what is due: of these links, or of all pages in the log.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", "-n", help="With --due: the N longest overdue.", metavar="N", min=1)
    ] = None,
    include: Annotated[
        list[str] | None, typer.Option(help="With --due: only links that this covers (repeatable).", metavar="PATTERN")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(help="With --due: leave these out (repeatable).", metavar="PATTERN")
    ] = None,
    archives: options.Archives = None,
    crawl_delay: options.CrawlDelay = None,
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

    Each check is recorded in the log. A dead link is confirmed by three failed checks at least three days apart: run
    `provenance check --due` each day, and each page is looked at when it should be. Ends with 1 if a link is dead.
    """
    settings = options.settings_from(
        log=log, no_log=no_log, allow_network=allow_network, timeout=timeout, deadline=deadline, retries=retries,
        name_server=name_server, ca=ca, use_archives=archives, crawl_delay=crawl_delay, include=include,
        exclude=exclude,
    )  # fmt: skip
    _refuse_nonsense(urls, due=due, limit=limit, record=settings.record, chosen=bool(include or exclude))
    wanted = _due(urls or (), settings=settings, limit=limit, quiet=quiet) if due else urls or ()
    dead = bool(wanted) and run(wanted, settings=settings, json=json, quiet=quiet)
    raise typer.Exit(1 if dead and not exit_zero else 0)


def _refuse_nonsense(urls: Sequence[str] | None, *, due: bool, limit: int | None, record: bool, chosen: bool) -> None:
    from provenance.errors import UsageError

    if due and not record:
        raise UsageError(
            "--due with --no-log",
            "what is due follows from the checks that the log keeps",
            "Leave one of the two out; record = false in a settings file is the same as --no-log",
        )
    if limit is not None and not due:
        raise UsageError("--limit without --due", "there is nothing to choose from", "Add --due, or give fewer links")
    if chosen and not due:
        raise UsageError(
            "--include or --exclude without --due",
            "a link that is named is looked at",
            "Add --due, or give fewer links",
        )
    if not urls and not due:
        raise UsageError("check", "no link was given", "Name links to look at, or use --due for those in the log")


def _due(urls: Sequence[str], *, settings: Settings, limit: int | None, quiet: bool) -> Sequence[str]:
    """What is due now. Beside the results it is told what cannot be asked for, and what is left for later."""
    from provenance.core.printable import printable
    from provenance.core.records import instant
    from provenance.jobs.due import MOST_COUNTED, agenda

    found = agenda(settings, urls, limit=limit)
    if found.hidden:
        pages = "1 page is" if found.hidden == 1 else f"{found.hidden} pages are"
        options.say(
            f"{pages} due that cannot be asked for, because the log keeps no secrets ({printable(found.example or '')});"
            " give the whole URL to `provenance check`"
        )
    if found.left_out:
        pages = "1 page is" if len(found.left_out) == 1 else f"{len(found.left_out)} pages are"
        options.say(f"{pages} due that the settings leave out ({found.left_out[0][1]})", quiet=quiet)
    if not found.urls:
        later = f"; the next look is due at {instant(found.next_at)}" if found.next_at else ""
        options.say(f"nothing is due{later}", quiet=quiet)
    if found.left:
        options.say(f"{found.left}{' or more' * (found.left >= MOST_COUNTED)} more due", quiet=quiet)
    return found.urls


def run(urls: Sequence[str], *, settings: Settings, json: bool = False, quiet: bool = False) -> bool:
    """Check and print; whether a link is dead."""
    from provenance.core.records import check_record
    from provenance.core.reports.checks import copies, hops, line
    from provenance.jobs.check import check_urls

    states: set[str] = set()

    def deliver(found: Check) -> None:
        states.add(found.verdict.state.value)
        if json:
            options.print_json(check_record(found))
            return
        for text in (
            line(found, paint=options.paint),
            *copies(found, paint=options.paint),
            *([] if quiet else hops(found)),
        ):
            typer.echo(text)

    check_urls(urls, settings=settings, deliver=deliver, tell=lambda text: options.say(text, quiet=quiet))
    return "dead" in states
