"""Options that several commands have, each written once; and the settings that they make."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from provenance.settings import Settings

Json = Annotated[bool, typer.Option("--json", help="One JSON object a line on standard output.")]
Explain = Annotated[bool, typer.Option("--explain", help="Show the evidence for each value.")]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        help="What you state of the source: it stands before what the page says. author is Family, Given (several: "
        "semicolons); a date is 2024-07-04, 2024-07 or 2024; nothing behind the = states that there is none.",
        metavar="FIELD=VALUE",
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only results; no progress, no summary.")]
LogFile = Annotated[
    Path | None,
    typer.Option(
        "--log",
        help="The log to use, else that of $PROVENANCE_LOG, of the settings, or of your data folder.",
        metavar="FILE",
    ),
]
NoLog = Annotated[bool, typer.Option("--no-log", help="Record nothing.")]
AllowNetwork = Annotated[
    list[str] | None,
    typer.Option(
        help="A network that may be asked although it is not public, such as 10.0.0.0/8 (repeatable).", metavar="CIDR"
    ),
]
Timeout = Annotated[
    float | None, typer.Option(help="For a connection, and for an answer to begin; 12 by default.", metavar="SECONDS")
]
Deadline = Annotated[
    float | None, typer.Option(help="For one link, retries included; 30 by default.", metavar="SECONDS")
]
Retries = Annotated[int | None, typer.Option(help="Further looks after a passing fault; 2 by default.", metavar="N")]
NameServer = Annotated[
    str | None, typer.Option(help="A DNS server to ask in place of the system's resolver.", metavar="ADDRESS[:PORT]")
]
Ca = Annotated[
    Path | None, typer.Option("--ca", help="Certificates (PEM) to trust besides the usual ones.", metavar="FILE")
]
CrawlDelay = Annotated[
    bool | None,
    typer.Option(
        "--crawl-delay/--no-crawl-delay",
        help="Keep the Crawl-delay that a site's robots.txt asks for, one request at a time, 30 s at most.",
        show_default=False,
    ),
]
Archives = Annotated[
    bool | None,
    typer.Option(
        "--archives/--no-archives",
        help="Look for archived copies of links that are dead or moved: archives are sent these links.",
        show_default=False,
    ),
]
Include = Annotated[
    list[str] | None,
    typer.Option(
        help="Look only at links that this covers (repeatable): news.example, news.example/archive, *.example or a "
        "regular expression between slashes.",
        metavar="PATTERN",
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        help="Leave out links that this covers (repeatable), besides those that the settings leave out.",
        metavar="PATTERN",
    ),
]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help="End with 0 whatever is found.")]


def settings_from(*, log: Path | None = None, no_log: bool = False, **options: Any) -> Settings:
    """Settings out of files and environment, under the options of a call; and the user's tables of outlets in use."""
    from provenance.jobs.outlet import use_own_tables
    from provenance.settings import load_settings

    options = {name: tuple(value) if isinstance(value, list) else value for name, value in options.items()}
    use_own_tables()
    return load_settings(log=log, record=False if no_log else None, **options)


def width() -> int:
    """Columns for a report: those of the terminal, or of $COLUMNS; longer lines are hard to read."""
    import shutil

    return min(shutil.get_terminal_size((100, 24)).columns, 120)


def paint(text: str, colour: str) -> str:
    """The text in a colour, where standard output is a terminal that wants it (https://no-color.org)."""
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        return typer.style(text, fg=colour)
    return text


def say(text: str, *, quiet: bool = False) -> None:
    """Something beside the results, on standard error."""
    if not quiet:
        typer.echo(text, err=True)


def print_json(record: Any) -> None:
    """One object a line."""
    typer.echo(json_line(record))


def json_line(record: Any) -> str:
    """An object as its line. Members stay in the order of the contract."""
    import json

    # Where the output is not UTF-8, JSON has escapes of its own; those of the stream would not be JSON.
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    return json.dumps(record, ensure_ascii=plain)
