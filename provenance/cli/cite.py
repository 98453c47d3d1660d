"""`provenance cite URL|FILE|ID...`"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import options
from provenance.cli.read import NoInfer

if TYPE_CHECKING:
    from provenance.jobs.cite import Cited
    from provenance.jobs.render import Manner
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
    mode: Annotated[
        str | None, typer.Option(help="bibliography, intext (as cited in the text) or note.", metavar="MODE")
    ] = None,
    format: Annotated[
        str, typer.Option(help="text, html, markdown, latex, typst, rtf, docx or odt.", metavar="FORM")
    ] = "text",
    output: Annotated[
        str | None, typer.Option("--output", "-o", help="Write the citations to a file.", metavar="FILE")
    ] = None,
    no_infer: NoInfer = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    log: options.LogFile = None,
    no_log: options.NoLog = False,
    allow_network: options.AllowNetwork = None,
    name_server: options.NameServer = None,
    ca: options.Ca = None,
) -> None:
    """A citation, recorded in the log; of several sources one bibliography, as its style sorts and numbers them.

    What the log knows is cited offline; a link that it does not know is looked at and recorded first. Warnings go to
    standard error. Ends with 1 if a link led to no page that could be cited.
    """
    from provenance.jobs.cite import manner_of

    settings = options.settings_from(
        log=log, no_log=no_log, allow_network=allow_network, name_server=name_server, ca=ca, locale=locale,
        infer=False if no_infer else None,
    )  # fmt: skip
    manner = manner_of(settings, style=style, format=format, mode=mode)
    _refuse_binary(format, output)
    unread = run(given, settings=settings, manner=manner, output=output, json=json, quiet=quiet)
    raise typer.Exit(1 if unread else 0)


def run(
    given: Sequence[str],
    *,
    settings: Settings,
    manner: Manner | None = None,
    output: str | None = None,
    json: bool = False,
    quiet: bool = False,
) -> bool:
    """Cite and print; whether something could not be cited."""
    from provenance.core.reports.checks import line
    from provenance.jobs.cite import cite_given

    cited = cite_given(given, settings=settings, manner=manner)
    if output is not None and cited.citations:
        _write(output, cited.document)
    _print(cited, shown=output is None, json=json, quiet=quiet)
    for note in cited.notes:
        options.say(f"  {note}", quiet=quiet)
    for check in cited.unread:
        options.say(f"{line(check)}\n  there is no page to cite; save it from your browser and cite the file")
    return bool(cited.unread)


def _refuse_binary(format: str, output: str | None) -> None:
    """A file is not for a terminal.

    Raises
    ------
    StyleError
        where one would be printed.
    """
    from provenance.errors import StyleError
    from provenance.jobs.render import FILES

    if format in FILES and (output is None or (output == "-" and sys.stdout.isatty())):
        raise StyleError(f"--format {format}", "is a file, not a text", f"Name it: --output sources.{format}")


def _write(output: str, content: bytes) -> None:
    from provenance.edge.files import write_atomic

    if output == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_atomic(output, content)


def _print(cited: Cited, *, shown: bool, json: bool, quiet: bool) -> None:
    """The citations, each with its warnings after it; a document with a form of its own is printed whole."""
    from provenance.core.printable import printable
    from provenance.core.records import citation_record

    if shown and not json and cited.whole:
        typer.echo("\n".join(map(printable, cited.document.decode().splitlines())))
    for citation in cited.citations:
        if json and shown:
            options.print_json(citation_record(citation))
            continue
        if shown and not cited.whole:
            typer.echo(printable(citation.text))
        about = f" {citation.item.get('id')}:" if cited.together else ""
        for warning in citation.warnings:
            options.say(f"  warning:{about} {warning}", quiet=quiet)
