"""`provenance fix LIST`"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import options

if TYPE_CHECKING:
    from provenance.core.model import Check
    from provenance.jobs.audit import Progress


def fix(
    path: Annotated[str, typer.Argument(metavar="LIST", help="A file.")],
    write: Annotated[
        bool, typer.Option("--write", help="Change the list; the old one is kept beside it, as LIST.orig.")
    ] = False,
    archives: options.Archives = True,
    format: Annotated[str | None, typer.Option(help="The format, where it is guessed wrong.", metavar="NAME")] = None,
    quiet: options.Quiet = False,
    log: options.LogFile = None,
    no_log: options.NoLog = False,
    allow_network: options.AllowNetwork = None,
    timeout: options.Timeout = None,
    deadline: options.Deadline = None,
    retries: options.Retries = None,
    name_server: options.NameServer = None,
    ca: options.Ca = None,
) -> None:
    """Put moved links and archived copies into a list.

    Links that moved for good are replaced, and dead ones get their archived copy.

    Each link is looked at and recorded; web archives are asked for copies of those that are dead or moved, unless
    --no-archives says otherwise. The changes are printed as a diff; nothing is written without --write, and
    nothing else of the list is touched. Ends with 1 where there is something to change and it was not written.
    """
    from provenance.errors import UsageError
    from provenance.jobs.fix import fix_list, write_fixed

    if path == "-":
        raise UsageError("-", "is no file that could be mended", "Give the name of the list")
    settings = options.settings_from(
        log=log, no_log=no_log, allow_network=allow_network, timeout=timeout, deadline=deadline, retries=retries,
        name_server=name_server, ca=ca, use_archives=archives,
    )  # fmt: skip
    from provenance.cli.bar import links_bar

    remarks: list[str] = []
    with links_bar(quiet=quiet) as beside_the_bar:

        def deliver(checks: Sequence[Check], progress: Progress) -> None:
            with beside_the_bar(progress):
                del checks

        fixed = fix_list(path, settings=settings, format=format, deliver=deliver, tell=remarks.append)
    typer.echo(fixed.diff, nl=False)
    for line in (*remarks, *fixed.changes, *(f"not mended: {left}" for left in fixed.left)):
        options.say(f"  {line}", quiet=quiet)
    if fixed.before == fixed.after:
        options.say(f"{path}: nothing to mend", quiet=quiet)
        return
    if write:
        options.say(f"{path}: written; the old list is {write_fixed(fixed)}", quiet=quiet)
        return
    options.say(f"{path}: nothing was written; --write does it", quiet=quiet)
    sys.exit(1)
