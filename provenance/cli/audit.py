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
    from provenance.jobs.load import Lists
    from provenance.jobs.reporting import Plan
    from provenance.settings import Settings


def audit(
    lists: Annotated[
        list[str],
        typer.Argument(metavar="LIST...", help="Files, folders, or patterns such as '**/*.md'; `-` is standard input."),
    ],
    archives: options.Archives = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
    resume: Annotated[bool, typer.Option("--resume", help="Check only what a run that was broken off left.")] = False,
    format: Annotated[
        str | None, typer.Option(help="The format, where it is guessed wrong (`provenance formats`).", metavar="NAME")
    ] = None,
    concurrency: Annotated[int | None, typer.Option(help="Links at work at once; 64 by default.", metavar="N")] = None,
    per_host: Annotated[
        int | None, typer.Option(help="Of these, links of one host; 2 by default.", metavar="N")
    ] = None,
    per_address: Annotated[
        int | None,
        typer.Option(
            help="Of these, links at one IP address, whatever sites stand there; 32 by default. Behind a proxy none is known.",
            metavar="N",
        ),
    ] = None,
    spacing: Annotated[
        float | None,
        typer.Option(help="Between the beginnings of two requests to one host; 0.05 by default.", metavar="SECONDS"),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(help="A Dask scheduler whose workers look at the links.", metavar="tcp://HOST:PORT"),
    ] = None,
    crawl_delay: options.CrawlDelay = None,
    include: options.Include = None,
    exclude: options.Exclude = None,
    log: options.LogFile = None,
    no_log: options.NoLog = False,
    allow_network: options.AllowNetwork = None,
    timeout: options.Timeout = None,
    deadline: options.Deadline = None,
    retries: options.Retries = None,
    name_server: options.NameServer = None,
    ca: options.Ca = None,
    report: Annotated[
        list[str] | None,
        typer.Option(
            help="A report, to FILE or in place of the rows (repeatable): csv, github, html, json-lines, junit, "
            "markdown, sarif.",
            metavar="NAME[=FILE]",
        ),
    ] = None,
    annotate: Annotated[
        str | None,
        typer.Option(
            help="The list, a CSV, TSV or XLSX file, with what was found beside its rows, into FILE.", metavar="FILE"
        ),
    ] = None,
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with a byte order mark, as Excel wants it.")] = False,
    fail_on: Annotated[
        str | None,
        typer.Option(
            help="What the call ends with 1 for: states, kinds (`provenance explain`), differs, problem; by default "
            "dead,differs,problem.",
            metavar="WORD,…",
        ),
    ] = None,
    baseline: Annotated[
        str | None, typer.Option(help="A file of findings that are known and do not count.", metavar="FILE")
    ] = None,
    write_baseline: Annotated[
        bool, typer.Option("--write-baseline", help="Write all that counts now into the baseline, and end with 0.")
    ] = False,
    skip_empty: Annotated[bool, typer.Option("--skip-empty", help="A list without any link is no fault.")] = False,
    only_changed: Annotated[
        str | None, typer.Option(help="Only links on lines changed since a git revision.", metavar="REV")
    ] = None,
    exit_zero: options.ExitZero = False,
) -> None:
    """Check every link of saved lists.

    Bibliographies, bookmarks, tables, notes, office documents, web pages, mails, books and web archives are told apart by
    their content; `provenance formats` names them all. In a folder, files are read that hold texts or lists; hidden ones
    are not, nor what git ignores.

    Each row is printed as it is finished, and recorded before it is printed. What a list says of an article – title,
    authors, day, outlet – is held against what the page says. Ends with 1 if a link is dead, a list and a page differ, or
    a piece of a list could not be read; --fail-on says otherwise. --report html=FILE writes it all into one page.

    A file provenance.toml, here or in a folder above, can say all this once: include, exclude, exclude_files, fail_on,
    baseline, and under [hosts."news.example"] per_host, spacing, timeout, deadline, retries and skip.
    """
    from provenance.errors import UsageError

    if resume and no_log:
        raise UsageError("--resume with --no-log", "a run can only go on from the log", "Leave one of the two out")
    settings = options.settings_from(
        log=log, no_log=no_log, allow_network=allow_network, timeout=timeout, deadline=deadline, retries=retries,
        name_server=name_server, ca=ca, use_archives=archives, concurrency=concurrency, per_host=per_host,
        per_address=per_address, spacing=spacing, crawl_delay=crawl_delay, include=include, exclude=exclude,
        cluster=cluster,
    )  # fmt: skip
    plan = plan_from(
        report, settings=settings, json=json, bom=bom, annotate=annotate, words=fail_on, baseline=baseline,
        write_baseline=write_baseline,
    )  # fmt: skip
    found = run(
        lists,
        settings=settings,
        format=format,
        resume=resume,
        json=json,
        quiet=quiet,
        plan=plan,
        since=only_changed,
        skip_empty=skip_empty,
    )
    raise typer.Exit(1 if found and not exit_zero else 0)


def plan_from(
    report: Sequence[str] | None,
    *,
    settings: Settings,
    json: bool = False,
    bom: bool = False,
    annotate: str | None = None,
    words: str | None = None,
    baseline: str | None = None,
    write_baseline: bool = False,
) -> Plan:
    """What the options say of reports, and the settings where the options say nothing.

    Raises
    ------
    UsageError
        where two of them do not go together, or one names nothing.
    """
    import shlex
    import sys

    from provenance.errors import UsageError
    from provenance.jobs.reporting import Plan, Rules, fail_on, read_baseline, wanted_reports

    if baseline is None and settings.baseline is not None:
        baseline = str(settings.baseline)
    if write_baseline and baseline is None:
        raise UsageError("--write-baseline", "has no file to write", "Name it: --baseline FILE --write-baseline")
    known = read_baseline(baseline) if baseline is not None and not write_baseline else frozenset()
    plan = Plan(
        wanted=wanted_reports(report or ()),
        rules=Rules(fail_on=fail_on(words, settings), baseline=known),
        command=shlex.join(["provenance", *sys.argv[1:]]),
        bom=bom,
        annotate=annotate,
        new_baseline=baseline if write_baseline else None,
    )
    if json and plan.takes_output:
        raise UsageError("--json with --report", "both write to standard output", "Give the report a file: NAME=FILE")
    return plan


def run(
    lists: Sequence[str],
    *,
    settings: Settings,
    format: str | None = None,
    resume: bool = False,
    json: bool = False,
    quiet: bool = False,
    plan: Plan | None = None,
    since: str | None = None,
    skip_empty: bool = False,
) -> bool:
    """Check the lists, print and report; whether something counts against them, by the rules of the plan.

    since: a git revision; only links on lines that changed since are checked.
    """
    from provenance.jobs.reporting import Plan

    plan = plan or Plan()
    given = _read(lists, settings=settings, format=format, skip_empty=skip_empty, since=since, quiet=quiet)
    with given:
        return _run(given, settings=settings, resume=resume, json=json, quiet=quiet, plan=plan)


def _run(given: Lists, *, settings: Settings, resume: bool, json: bool, quiet: bool, plan: Plan) -> bool:
    from provenance.jobs.audit import Progress, audit_lists
    from provenance.jobs.links import links_of
    from provenance.jobs.reporting import Reports

    links = links_of(given)
    progress = Progress()
    remarks: list[str] = []

    with (
        links_bar(quiet=quiet or json) as beside_the_bar,
        Reports(plan, given, links, out=lambda text: typer.echo(text, nl=False)) as reports,
    ):
        options.say("\n".join(f"  {note}" for note in reports.notes), quiet=quiet or not reports.notes)
        for problem in given.problems if not plan.takes_output else ():
            _print_problem(problem, json=json)

        def deliver(checks: Sequence[Check], so_far: Progress) -> None:
            nonlocal progress
            progress = so_far
            with beside_the_bar(so_far):
                reports.take(checks)
                if checks and not plan.takes_output:
                    # Together: each `echo` asks what is at the other end, and has the row written at once.
                    typer.echo("\n".join(_told(found, json=json) for found in checks))

        try:
            audit_lists(
                given,
                settings=settings,
                deliver=deliver,
                links=links,
                earlier=reports.take,
                resume=resume,
                tell=remarks.append,
            )
        except BaseException:
            if progress.done:
                _summarise(progress, given, known=reports.known, quiet=quiet)
                how = "; --resume goes on with it" if settings.record else ""
                options.say(f"  the run was broken off{how}", quiet=quiet)
            raise
    _summarise(progress, given, known=reports.known, quiet=quiet)
    options.say("\n".join(f"  {remark}" for remark in remarks), quiet=quiet or not remarks)
    if plan.new_baseline is None:
        return reports.found
    _write_baseline(plan.new_baseline, frozenset(reports.keys), quiet=quiet)
    return False


def _write_baseline(file: str, keys: frozenset[str], *, quiet: bool) -> None:
    from provenance.jobs.reporting import write_baseline

    write_baseline(file, keys)
    told = "1 finding is" if len(keys) == 1 else f"{len(keys)} findings are"
    options.say(f"{file}: {told} known from now on", quiet=quiet)


def _read(
    lists: Sequence[str], *, settings: Settings, format: str | None, skip_empty: bool, since: str | None, quiet: bool
) -> Lists:
    """The lists, with what was read of each told beside the results."""
    from provenance.core.printable import printable
    from provenance.core.reports.checks import list_lines
    from provenance.jobs.changed import only_changed
    from provenance.jobs.left_out import without_left_out
    from provenance.jobs.load import load_all

    read = load_all(
        lists,
        format=format,
        skip_empty=skip_empty,
        exclude_files=settings.exclude_files,
        held=settings.held_links,
    )
    given = without_left_out(read, settings)
    for name, loaded in zip(given.names, given.loads, strict=True):
        options.say("\n".join(list_lines(name, loaded)), quiet=quiet)
    options.say("\n".join(map(printable, given.notes)), quiet=quiet or not given.notes)
    if since is None:
        return given
    changed = only_changed(given, since)
    options.say(f"  {changed.count} of the links stand on lines changed since {since}", quiet=quiet)
    return changed


def _told(found: Check, *, json: bool) -> str:
    """A check as it is printed: a line, and those that belong to it."""
    from provenance.core.listed_records import link_record
    from provenance.core.reports.checks import comparison_lines, copies, line, same_lines

    if json:
        return options.json_line(link_record(found))
    told = (part(found, paint=options.paint) for part in (same_lines, copies, comparison_lines))
    return "\n".join([line(found, paint=options.paint), *(text for part in told for text in part)])


def _print_problem(problem: Problem, *, json: bool) -> None:
    from provenance.core.listed_records import problem_record
    from provenance.core.reports.checks import problem_line

    if json:
        options.print_json(problem_record(problem))
    else:
        typer.echo(problem_line(problem, paint=options.paint))


def _summarise(progress: Progress, given: Lists, *, known: int, quiet: bool) -> None:
    from provenance.core.reports.checks import summary

    mentions = "mention" if progress.repeated == 1 else "mentions"
    repeated = f", {progress.repeated} more {mentions} of them" if progress.repeated else ""
    sources = f" of {progress.sources} {'source' if progress.sources == 1 else 'sources'}" * (
        progress.sources < progress.links
    )
    options.say(f"{progress.done} of {progress.links} links{sources} checked{repeated}", quiet=quiet)
    if progress.resumed_from is not None:
        begun = f"{progress.resumed_from:%Y-%m-%d %H:%M} UTC"
        some = f"{progress.before} were checked before"
        left = "nothing was left to check" if progress.before == progress.links else some
        options.say(f"  going on with the run of {begun}: {left}", quiet=quiet)
    for text in summary(progress.counts, differing=progress.differing, problems=len(given.problems)):
        options.say(text, quiet=quiet)
    if known:
        options.say(f"{known:>6} known    by the baseline, which do not count", quiet=quiet)
    if left_out := given.count_left_out:
        options.say(f"{left_out:>6} left out by the settings, which were not looked at", quiet=quiet)
