"""`provenance demo`"""

from __future__ import annotations

import contextlib
import shlex
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from provenance.cli import add, audit, check, cite, options

if TYPE_CHECKING:
    from provenance.jobs.demo import Stage

_PORT = 8123
_INTRO = """\
A small invented paper, The Ostlemere Lantern, is served from this machine at {base}. Nothing is sent to any other
machine. List and log of this tour are kept in a folder of their own; your own log and settings are not touched."""
_FIRST = """\
An article that answers is alive. A cited link must not reach into your own network unless you open it: here
--allow-network opens this machine, and in the steps after it the settings file of the folder does."""
_STATES = """\
One story has moved, one page is not found, one is behind a bot wall. Only what speaks against the page makes a link
dead; a wall says nothing of what stands behind it. The command ends with 1, because one link is dead."""
_ADD = """\
To add a page is to record what it says of itself, and its text word for word. What it does not say is "not stated";
nothing is made up. With --explain, `provenance read` shows the evidence for each value."""
_CITE = """\
The log knows the first story already, so nobody is asked again. The second is dated "March 8" and no more: its year
follows from the Friday in its text, and so it is marked, in the citation and in a warning."""
_EXPORT = """\
Any CSL style will do, and so will a form that other programs read. This one is for a Wikipedia article."""
_AUDIT = """\
Sources as people keep them, in a Markdown file. Each line ends with the place of the link in that file. The tides page
fails at the first look and is well at the second; the weather page leads where no page may lead, and is not followed."""
_LIST = """\
All of it is in one SQLite file: the sources, every check, the citations."""
_VERIFY = """\
Each command has sealed what it wrote, so a change made later would show."""


@dataclass(frozen=True, slots=True)
class _Step:
    """say: what to look at. words: the command, after `provenance`. run: what that command does."""

    heading: str
    say: str
    words: Sequence[str]
    run: Callable[[], object]


def demo(
    serve: Annotated[bool, typer.Option("--serve", help="Only serve the site, until Ctrl-C.")] = False,
    port: Annotated[
        int | None,
        typer.Option(
            help=f"Port of the site. [default: {_PORT} with --serve, else a free one]", metavar="N", min=0, max=65535
        ),
    ] = None,
    keep: Annotated[
        Path | None, typer.Option(help="Keep list and log in this new or empty folder.", metavar="FOLDER")
    ] = None,
) -> None:
    """A tour, offline, of a small invented paper.

    Your own log and settings are not touched.
    """
    from provenance.jobs.demo import stage

    wanted = port if port is not None else _PORT if serve else 0
    with stage(port=wanted, keep=keep) as here:
        if serve:
            with contextlib.suppress(KeyboardInterrupt):  # it is meant to end so
                _serve(here)
        else:
            _tour(here)
    typer.echo()
    left = f"List and log are in {keep}." if keep else "The folder of this tour is deleted."
    _tell(f"{left} The same site for your own tries: provenance demo --serve." if not serve else left)


def _tour(here: Stage) -> None:
    _tell(_INTRO.format(base=here.base))
    typer.echo()
    _command(["cd", str(here.folder)])
    # What a command says beside its results belongs to what is shown.
    with contextlib.chdir(here.folder), contextlib.redirect_stderr(sys.stdout):
        for number, step in enumerate(_steps(here), start=1):
            typer.echo()
            typer.echo(options.paint(f"{number}. {step.heading}", "cyan"))
            _tell(step.say)
            typer.echo()
            _command(["provenance", *step.words])
            step.run()


def _steps(here: Stage) -> Iterator[_Step]:
    from provenance.core.reports.logbook import render_list, render_verify
    from provenance.jobs.demo import LIST, NETWORK
    from provenance.jobs.logbook import list_sources, verify

    settings = here.settings
    ferry, market = f"{here.base}/ferry", f"{here.base}/market"
    three = [f"{here.base}/{path}" for path in ("library", "regatta", "mayor")]
    yield _Step(
        "Is it still there?", _FIRST, ["check", ferry, "--allow-network", NETWORK],
        lambda: check.run([ferry], settings=settings),
    )  # fmt: skip
    yield _Step("Alive, dead, unknown", _STATES, ["check", *three], lambda: check.run(three, settings=settings))
    yield _Step("Where did it come from?", _ADD, ["add", ferry], lambda: add.run([ferry], settings=settings))
    yield _Step(
        "How do I cite it?", _CITE, ["cite", ferry, market], lambda: cite.run([ferry, market], settings=settings)
    )
    yield _Step(
        "In another style", _EXPORT, ["cite", ferry, "--style", "wikipedia"],
        lambda: cite.run([ferry], settings=settings.but(style="wikipedia")),
    )  # fmt: skip
    yield _Step("A whole list", _AUDIT, ["audit", LIST], lambda: audit.run([LIST], settings=settings))
    yield _Step("What was kept", _LIST, ["list"], lambda: typer.echo(render_list(list_sources(settings)), nl=False))
    yield _Step(
        "Is the log what it was?", _VERIFY, ["log", "verify"],
        lambda: typer.echo(render_verify(verify(settings)), nl=False),
    )  # fmt: skip


def _serve(here: Stage) -> None:
    from provenance.jobs.demo import LIST, LOG, wait

    log = ["--log", LOG]
    _tell(f"The Ostlemere Lantern is served at {here.base} until Ctrl-C. A list of its stories: {here.folder / LIST}")
    _tell("To try in another terminal:")
    typer.echo()
    _command(["cd", str(here.folder)])
    _command(["provenance", "check", f"{here.base}/library", *log])
    _command(["provenance", "cite", f"{here.base}/market", *log])
    _command(["provenance", "audit", LIST, *log])
    wait()


def _tell(text: str) -> None:
    columns = min(shutil.get_terminal_size().columns, 100) - 1
    typer.echo(textwrap.fill(" ".join(text.split()), columns, break_long_words=False, break_on_hyphens=False))


def _command(words: Sequence[str]) -> None:
    """A line that can be pasted into a shell, broken where it would be too long to read."""
    line = textwrap.fill(
        shlex.join(words), 76, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    )
    typer.echo(options.paint("$ " + line.replace("\n", " \\\n"), "bright_blue"))
