"""Looking into the log: what it holds, what became of one source, and whether it is what it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from provenance import settings as configuration
from provenance.core.logbook import Filter, Listed, Recorded, Report, Story
from provenance.edge.log import open_log, read_log
from provenance.errors import InputError
from provenance.jobs.clock import now
from provenance.settings import Settings


def log_path(settings: Settings) -> Path:
    """Where the log of this run is, whether or not it is there yet."""
    return configuration.log_path(settings)


def list_sources(
    settings: Settings, wanted: Filter | None = None, *, due: bool = False, limit: int | None = None
) -> tuple[Listed, ...]:
    """The sources in the log, the oldest first, each with the state of its page. due: only those to look at again.

    Raises
    ------
    InputError
        where there is no log yet.
    """
    if due:
        wanted = replace(wanted or Filter(), due_by=now())
    with read_log(log_path(settings)) as log:
        return log.sources(wanted, limit=limit)


def list_citations(settings: Settings, *, used_in: str | None = None, limit: int | None = None) -> tuple[Recorded, ...]:
    """The citations in the log, the oldest first. used_in: only those for that file.

    Raises
    ------
    InputError
        where there is no log yet.
    """
    with read_log(log_path(settings)) as log:
        return log.citations(used_in=used_in, limit=limit)


def show(settings: Settings, text: str) -> Story:
    """All that the log holds of an id or a URL.

    Raises
    ------
    InputError
        where there is no log yet, or it does not know that id or URL.
    """
    path = log_path(settings)
    with read_log(path) as log:
        found = log.find(text)
        if found is None:
            raise InputError(
                text, f"is not in the log {path}", "See `provenance list`, or record it with `provenance add`"
            )
        latest = log.latest_of(text)
        return Story(
            key=found.key,
            source=log.source(text),
            latest=latest,
            due_at=log.due_at([found.key]).get(found.key) if found.key and latest else None,
            checks=log.checks_of(text),
            captures=log.captures_of(text),
            mementos=log.mementos_of(text),
            citations=log.citations_of(text),
            mentions=log.mentions_of(text),
        )


def verify(settings: Settings) -> Report:
    """Whether the log is what it was.

    Raises
    ------
    InputError
        where there is no log yet.
    LogBroken
        where the file cannot be read to its end.
    """
    with read_log(log_path(settings)) as log:
        return log.verify()


def rebuild(settings: Settings) -> int:
    """Make the tables of the log anew; how many entries they were made of.

    Raises
    ------
    InputError
        where there is no log yet.
    LogBroken
        where an entry is not what the log wrote; nothing is changed then.
    """
    path = log_path(settings)
    read_log(path).close()  # an absent log is told, not made
    with open_log(path) as log:
        return log.rebuild()
