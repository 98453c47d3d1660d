"""`provenance cite URL|FILE|ID...`"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import options
from provenance.cli.read import NoInfer

if TYPE_CHECKING:
    from provenance.settings import Settings


def cite(
    given: Annotated[
        list[str], typer.Argument(metavar="URL|FILE|ID...", help="Pages, saved files, or ids of the log.")
    ],
    style: Annotated[
        str | None,
        typer.Option("--style", "-s", help="A CSL style (apa, mla, …) or an exchange format.", metavar="NAME"),
    ] = None,
    locale: Annotated[str | None, typer.Option(help="Language of the citation, such as de-DE.", metavar="TAG")] = None,
    format: Annotated[str, typer.Option(help="text or html.", metavar="FORM")] = "text",
    no_infer: NoInfer = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    log: options.LogFile = None,
    no_log: options.NoLog = False,
    allow_network: options.AllowNetwork = None,
    name_server: options.NameServer = None,
    ca: options.Ca = None,
) -> None:
    """A citation, recorded in the log.

    What the log knows is cited offline; a link that it does not know is looked at and recorded first. Warnings go to
    standard error. Ends with 1 if a link led to no page that could be cited.
    """
    from provenance.errors import StyleError

    if format not in ("text", "html"):
        raise StyleError(f"--format {format}", "is not a form of output", "Use text or html")
    settings = options.settings_from(
        log=log, no_log=no_log, allow_network=allow_network, name_server=name_server, ca=ca, locale=locale,
        infer=False if no_infer else None,
    )  # fmt: skip
    unread = run(given, settings=settings, style=style, format=format, json=json, quiet=quiet)
    raise typer.Exit(1 if unread else 0)


def run(
    given: Sequence[str],
    *,
    settings: Settings,
    style: str | None = None,
    format: str = "text",
    json: bool = False,
    quiet: bool = False,
) -> bool:
    """Cite and print; whether a link led to no page."""
    from provenance.core.printable import printable
    from provenance.core.records import citation_record
    from provenance.core.reports.checks import line
    from provenance.jobs.cite import cite_given

    cited = cite_given(given, settings=settings, style=style, format="html" if format == "html" else "text")
    for citation in cited.citations:
        if json:
            options.print_json(citation_record(citation))
            continue
        typer.echo("\n".join(map(printable, citation.text.splitlines())))
        for warning in citation.warnings:
            options.say(f"  warning: {warning}", quiet=quiet)
    for check in cited.unread:
        options.say(f"{line(check)}\n  there is no page to cite; save it from your browser and cite the file")
    return bool(cited.unread)
