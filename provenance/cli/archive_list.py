"""`provenance archive LIST... --save`"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from provenance.cli import options

if TYPE_CHECKING:
    from provenance.jobs.save_list import Queue, Turn
    from provenance.settings import Settings


def save_list(given: Sequence[str], *, settings: Settings, again: bool, json: bool, quiet: bool) -> bool:
    """Have copies taken, and print what became of each page; whether all have one now."""
    from provenance.jobs.save_list import Queue, save_lists

    queue = Queue()

    def deliver(turn: Turn, so_far: Queue) -> None:
        if json:
            _print_turn_as_json(turn)
        else:
            _print_turn(turn, so_far)

    try:
        save_lists(given, settings=settings, deliver=deliver, tell=options.say, queue=queue, again=again)
    finally:
        _summarise(queue, quiet=quiet)
    return queue.complete


_COLOURS = {"saved": "green", "there": "green", "failed": "red", "later": "yellow"}


def _print_turn(turn: Turn, queue: Queue) -> None:
    from provenance.core.printable import printable

    copy = turn.archived.search.copy
    word = options.paint(f"{turn.outcome:<9}", _COLOURS.get(turn.outcome, "yellow"))
    told = [f"{copy.memento.memento_datetime:%Y-%m-%d %H:%M} UTC  {printable(copy.memento.uri_m)}"] if copy else []
    told += [f"– {printable(turn.because)}"] if turn.because else []
    number = f"{queue.done:>{len(str(queue.pages))}}/{queue.pages}"
    typer.echo(f"{number}  {word} {printable(turn.archived.url)}  {'  '.join(told)}".rstrip())


def _print_turn_as_json(turn: Turn) -> None:
    from provenance.jobs.archive import archived_record

    record = archived_record(turn.archived)
    options.print_json({"url": record.pop("url"), "outcome": turn.outcome, "because": turn.because or None, **record})


def _summarise(queue: Queue, *, quiet: bool) -> None:
    from provenance.core.printable import printable
    from provenance.core.reports.checks import problem_line

    for note in queue.notes:
        options.say(f"  {printable(note)}", quiet=quiet)
    for problem in queue.problems:
        options.say(problem_line(problem, paint=options.paint), quiet=quiet)
    if not queue.done:
        return
    counts = ", ".join(f"{count} {outcome}" for outcome, count in queue.counts.most_common())
    options.say(f"{queue.done} of {queue.pages} pages: {counts}", quiet=quiet)
    if queue.stopped:
        options.say(f"  nothing more was asked: {queue.stopped}", quiet=quiet)
    if queue.stopped or queue.done < queue.pages:
        options.say("  the same command goes on where this one stopped", quiet=quiet)
