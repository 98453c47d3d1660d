"""`provenance cite URL|FILE|ID...`"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import options
from provenance.cli.read import NoInfer

if TYPE_CHECKING:
    from provenance.core.model import Check
    from provenance.jobs.cite import Cited
    from provenance.jobs.given import Deliver
    from provenance.jobs.render import Manner
    from provenance.settings import Settings


def cite(
    given: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="URL|FILE|LIST|ID...",
            help="Pages, saved files, lists of sources, or ids of the log; `-` is standard input.",
        ),
    ] = None,
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
    key: Annotated[
        str | None,
        typer.Option(
            help="Citation keys, such as {author}{year}{title}; also shorttitle, site and n.", metavar="PATTERN"
        ),
    ] = None,
    title_case: Annotated[
        str | None,
        typer.Option(help="Case of titles: keep, sentence or title; else as the style has it.", metavar="CASE"),
    ] = None,
    used_in: Annotated[
        str | None, typer.Option("--for", help="What it is cited for; kept in the log.", metavar="FILE")
    ] = None,
    copy: Annotated[bool, typer.Option("--copy", help="Put the citations on the clipboard too.")] = False,
    stale: Annotated[
        bool,
        typer.Option("--stale", help="Name the citations in the log whose source moved, died or changed since."),
    ] = False,
    as_list: Annotated[
        bool, typer.Option("--list", help="The files are lists, also where one looks like a page.")
    ] = False,
    from_stdin: Annotated[
        bool, typer.Option("--from-stdin", help="Cite the URLs that come on standard input, one a line.")
    ] = False,
    no_infer: NoInfer = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
    log: options.LogFile = None,
    no_log: options.NoLog = False,
    allow_network: options.AllowNetwork = None,
    name_server: options.NameServer = None,
    ca: options.Ca = None,
) -> None:
    """A citation of a source, or the bibliography of a list.

    It is in the order and the form that its style wants, and recorded in the log.

    What the log knows, and what a list states, is cited offline; a link that the log does not know is looked at and
    recorded first. Warnings go to standard error. Ends with 1 if something could not be cited, with 3 if your own
    network is down; what needs none is cited all the same.
    """
    from provenance.errors import UsageError
    from provenance.jobs.cite import manner_of
    from provenance.jobs.render import FILES

    if stale:
        if given or from_stdin:
            raise UsageError("--stale", "looks through the whole log", "Narrow it with --for FILE, and name no source")
        from provenance.cli.stale import run as run_stale

        raise typer.Exit(1 if run_stale(options.settings_from(log=log), used_in=used_in, json=json) else 0)
    words = _words(given or (), from_stdin=from_stdin)
    settings = options.settings_from(
        log=log, no_log=no_log, allow_network=allow_network, name_server=name_server, ca=ca, locale=locale,
        infer=False if no_infer else None,
    )  # fmt: skip
    manner = manner_of(settings, style=style, format=format, mode=mode, key=key, title_case=title_case)
    _refuse_binary(format, output)
    if copy and format in FILES:
        raise UsageError("--copy", f"{format} is a file, not a text", "Leave --copy out, or choose --format text")
    unread = run(
        words,
        settings=settings,
        manner=manner,
        output=output,
        json=json,
        quiet=quiet,
        as_list=as_list or from_stdin,
        used_in=used_in,
        copy=copy,
    )
    raise typer.Exit(1 if unread else 0)


def _words(given: Sequence[str], *, from_stdin: bool) -> list[str]:
    """What is to be cited."""
    from provenance.errors import UsageError

    if from_stdin and given:
        raise UsageError("--from-stdin", "there are other words beside it", "Name standard input among them: -")
    words = [*given, *(["-"] if from_stdin else ())]
    if not words:
        raise UsageError("cite", "nothing is given to cite", "Name a URL, a file, a list or an id of the log")
    return words


def run(
    given: Sequence[str],
    *,
    settings: Settings,
    manner: Manner | None = None,
    output: str | None = None,
    json: bool = False,
    quiet: bool = False,
    as_list: bool = False,
    used_in: str | None = None,
    copy: bool = False,
) -> bool:
    """Cite and print; whether something could not be cited.

    Raises
    ------
    NetworkDown
        after what could be cited without the network is printed.
    """
    from provenance.core.model import Check
    from provenance.core.printable import printable
    from provenance.core.reports.checks import line, problem_line
    from provenance.jobs.cite import cite_given

    with _progress(quiet=quiet or json) as deliver:
        cited = cite_given(given, settings=settings, manner=manner, as_list=as_list, used_in=used_in, deliver=deliver)
    if output is not None and cited.citations:
        _write(output, cited.document)
    _print(cited, shown=output is None, json=json, quiet=quiet)
    if copy and cited.citations:
        from provenance.edge.clipboard import put

        text = cited.document.decode() if cited.whole else "\n".join(one.text for one in cited.citations)
        put(text.rstrip("\n"))
        options.say("  copied to the clipboard", quiet=quiet)
    for note in cited.notes:
        options.say(f"  {printable(note)}", quiet=quiet)
    for one in cited.unread:
        if isinstance(one, Check):
            options.say(f"{line(one)}\n  there is no page to cite; save it from your browser and cite the file")
        else:
            options.say(problem_line(one))
    if cited.down is not None:
        raise cited.down
    return bool(cited.unread)


@contextlib.contextmanager
def _progress(*, quiet: bool) -> Iterator[Deliver | None]:
    """Shows how far the looking has come, where somebody looks."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from provenance.cli.bar import links_bar
    from provenance.jobs.audit import Progress

    so_far = Progress()
    with links_bar(quiet=quiet) as beside_the_bar:

        def deliver(checks: Sequence[Check], links: int) -> None:
            nonlocal so_far
            so_far = replace(so_far, links=links).after(checks)
            with beside_the_bar(so_far):
                pass

        yield deliver


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
