"""The commands together, and what happens when one of them fails."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated

import typer

from provenance.cli import (
    add,
    archive,
    audit,
    check,
    cite,
    demo,
    explain,
    fix,
    listing,
    log,
    outlet,
    read,
    show,
    tables,
)
from provenance.errors import ProvenanceError

app = typer.Typer(
    name="provenance",
    help="Where did this article come from, is it still there, and how do I cite it?",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: Rich would double the time of every call
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.command("check")(check.check)
app.command("add")(add.add)
app.command("cite")(cite.cite)
app.command("audit")(audit.audit)
app.command("fix")(fix.fix)
app.command("archive")(archive.archive)
app.command("read")(read.read)
app.command("show")(show.show)
app.command("list")(listing.list_sources)
app.command("explain")(explain.explain)
app.command("outlet")(outlet.outlet)
app.command("styles")(tables.styles)
app.command("formats")(tables.formats)
app.command("demo")(demo.demo)
app.add_typer(log.app, name="log")


def _print_version(wanted: bool) -> None:
    if wanted:
        from provenance.settings import package_version

        typer.echo(f"provenance {package_version()}")
        raise typer.Exit


@app.callback()
def _top(
    # A callback of its own: the command line is read no further, where a group without a command would be an error.
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version and end.", callback=_print_version, is_eager=True),
    ] = False,
) -> None: ...


def main() -> None:
    """Run the command line; faults become a message of three parts and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that knows no Arabic shows escapes; it does not end the run.
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except ProvenanceError as error:
        _complain(error.given, error.problem, error.remedy)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)  # 128 + SIGINT, as shells have it
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain once more while it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("PROVENANCE_DEBUG"):
            raise
        from provenance.settings import CONTACT

        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        _complain(
            "provenance",
            f"has a fault of its own ({what})",
            f"Please report it at {CONTACT}; PROVENANCE_DEBUG=1 shows more",
        )
        sys.exit(3)


def _complain(given: str, problem: str, remedy: str) -> None:
    from provenance.core.printable import printable

    typer.echo(f"provenance: {printable(given)}: {printable(problem)}.\n  {printable(remedy)}.", err=True)
