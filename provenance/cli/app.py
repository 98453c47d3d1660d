"""The commands together, and what happens when one of them fails."""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated, Any

import typer
from typer.main import get_command

from provenance.cli.later import Later
from provenance.errors import ProvenanceError

app = typer.Typer(
    name="provenance",
    help="Where did this article come from, is it still there, and how do I cite it?",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: Rich would double the time of every call
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

# The first sentence of each stands here as well as in its module, so that the help of the whole imports none of them.
_COMMANDS = [
    ("check", "check:check", "Does the link still lead to the article?"),
    ("add", "add:add", "Record a page or a saved file, and what it says of itself."),
    ("cite", "cite:cite", "A citation of a source, or the bibliography of a list."),
    ("audit", "audit:audit", "Check every link of saved lists."),
    ("fix", "fix:fix", "Put moved links and archived copies into a list."),
    ("archive", "archive:archive", "The archived copy of a page that is nearest to a date."),
    ("read", "read:read", "What a saved page or text says of itself."),
    ("show", "show:show", "All that the log knows of one source."),
    ("list", "listing:list_sources", "The sources in the log, the oldest first."),
    ("explain", "explain:explain", "What a kind of verdict means, and what to do about it."),
    ("outlet", "outlet:outlet", "What is known of an outlet, each fact with its source."),
    ("styles", "tables:styles", "The citation styles, by their ids."),
    ("formats", "tables:formats", "What lists can be read, and what can be written."),
    ("demo", "demo:demo", "A tour, offline, of a small invented paper."),
    ("log", "log:app", "The log itself."),
]


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


def _commands() -> Any:
    """All of the command line, as Typer runs it."""
    whole: Any = get_command(app)
    for name, home, about in _COMMANDS:
        whole.add_command(Later(name, home=f"provenance.cli.{home}", about=about))
    return whole


def main() -> None:
    """Run the command line; faults become a message of three parts and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that knows no Arabic shows escapes; it does not end the run.
            stream.reconfigure(errors="backslashreplace")
    try:
        _commands()()
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
