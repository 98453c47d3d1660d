"""The log for other programs: its tables as files, and the questions that are ready to be asked of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from provenance.edge import table_files
from provenance.edge.files import replacing
from provenance.edge.log import read_log
from provenance.edge.log.questions import questions, sql
from provenance.errors import InputError
from provenance.settings import Settings, log_path

__all__ = ["ask", "export", "questions", "sql"]


def ask(settings: Settings, question: str, *, limit: int | None = None) -> Iterator[Mapping[str, object]]:
    """The answer to one of the `questions`, row by row.

    Raises
    ------
    UsageError
        where there is no such question.
    InputError
        where there is no log yet.
    """
    sql(question)  # an unknown one is told before a log is looked for
    with read_log(log_path(settings)) as log:
        yield from log.ask(question, limit=limit)


def export(
    settings: Settings, folder: Path, *, form: str, names: Sequence[str] = ()
) -> Iterator[tuple[Path, int]]:  # fmt: skip
    """Write the tables of the log into a folder; each file as it is finished, with its rows.

    form: one of `table_files.FORMS`. names: the tables that are wanted; all but `entries` if empty.

    Raises
    ------
    InputError
        where there is no log yet, a table is not known, or the folder cannot be written.
    ToolError
        where Parquet is wanted and pyarrow is not installed.
    """
    with read_log(log_path(settings)) as log:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError(str(folder), f"cannot be made ({error.strerror})", "Name another folder") from None
        for table in log.tables(names):
            path = folder / f"{table.name}.{form}"
            with replacing(str(path)) as stream:
                rows = table_files.write(stream, table.columns, table.batches, form=form)
            yield path, rows
