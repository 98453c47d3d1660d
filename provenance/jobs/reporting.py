"""The reports of a run: opened before it, fed as it goes on, finished – as far as it came – whatever ends it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from provenance.core.audited import (
    DEFAULT_FAIL_ON,
    LEFT_OUT,
    Audited,
    ListRead,
    Row,
    counting,
    problem_row,
    row_of,
)
from provenance.core.frozen import frozen
from provenance.core.model import Check
from provenance.core.unpack import GZIP
from provenance.edge.files import is_file, read_bytes, replacing, write_atomic
from provenance.errors import InputError, UsageError
from provenance.jobs.clock import now
from provenance.jobs.links import Links
from provenance.jobs.load import Lists
from provenance.settings import Settings, package_version

if TYPE_CHECKING:
    from provenance.core.audit_reports import Form, Streamed, Whole

_BASELINE_VERSION = 1
# The formats of tables, by name.
_BOOK, _TABLES = "xlsx", frozenset(("delimited", "xlsx"))


@frozen
class Wanted:
    """A report that is wanted. file: None for standard output."""

    form: Form
    file: str | None = None


@frozen
class Rules:
    """What counts against a list. fail_on: states, kinds, `differs`, `problem`. baseline: what is known of before."""

    fail_on: frozenset[str] = DEFAULT_FAIL_ON
    baseline: frozenset[str] = frozenset()


@frozen
class Plan:
    """How a run is reported. command: its words. bom: whether tables begin with a byte order mark. new_baseline: the
    file that gets all that counts. annotate: the file that gets the table with what was found beside its rows.
    """

    wanted: tuple[Wanted, ...] = ()
    rules: Rules = field(default_factory=Rules)
    command: str = "provenance audit"
    bom: bool = False
    new_baseline: str | None = None
    annotate: str | None = None

    @property
    def takes_output(self) -> bool:
        """Whether a report goes to standard output, in place of the rows."""
        return any(one.file is None for one in self.wanted)


def wanted_reports(given: Sequence[str]) -> tuple[Wanted, ...]:
    """Each `NAME` or `NAME=FILE`.

    Raises
    ------
    UsageError
        for a form that is not known, and for a second report to the same place.
    """
    if not given:
        return ()
    from provenance.core.audit_reports import form

    found = []
    for text in given:
        name, is_file, file = text.partition("=")
        found.append(Wanted(form=form(name), file=file if is_file and file not in ("", "-") else None))
    places = [one.file for one in found]
    for place in places:
        if places.count(place) > 1:
            where = f"={place}" if place else ""
            raise UsageError(f"--report NAME{where}", "is given twice for one place", "Give each report its own =FILE")
    return tuple(found)


def fail_on(given: str | None, settings: Settings) -> frozenset[str]:
    """What counts: by `--fail-on`, where it was given, else by the settings, else as usual.

    Raises
    ------
    UsageError
        for a word of the option that names nothing.
    """
    if given is None:
        return counting(settings.fail_on) if settings.fail_on else DEFAULT_FAIL_ON
    try:
        return counting(given.split(","))
    except ValueError as error:
        raise UsageError("--fail-on", *error.args) from None


# -- baselines ----------------------------------------------------------------------------------------------------


def read_baseline(path: str) -> frozenset[str]:
    """What a baseline file knows.

    Raises
    ------
    InputError
        where it cannot be read or is none.
    """
    if not is_file(path):
        raise InputError(path, "there is no such file", f"Make it with --baseline {path} --write-baseline")
    try:
        told: Any = json.loads(read_bytes(path))
        version, findings = told["version"], told["findings"]
        sound = version == _BASELINE_VERSION and all(isinstance(one, str) for one in findings)
    except (ValueError, TypeError, KeyError, RecursionError):
        sound = False
    if not sound:
        raise InputError(path, "is no baseline of this version", "Make it anew with --baseline FILE --write-baseline")
    return frozenset(findings)


def write_baseline(path: str, keys: frozenset[str]) -> None:
    """Write what was found, sorted, a line each: made to be kept beside the list and compared line by line."""
    told = {"version": _BASELINE_VERSION, "findings": sorted(keys)}
    write_atomic(path, (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode(errors="backslashreplace"))


# -- a run --------------------------------------------------------------------------------------------------------


class Reports:
    """The reports of one run, as a context. Rows are kept only if a form needs them all.

    out: writes to standard output. notes: what a reader should know of what is written. keys: of all that counts or is known, where a new baseline is wanted.
    """

    def __init__(self, plan: Plan, lists: Lists, links: Links, *, out: Callable[[str], None]) -> None:
        self._plan, self._lists, self._links, self._out = plan, lists, links, out
        self._streams: dict[str, BinaryIO] = {}
        self._stack = contextlib.ExitStack()
        self._rows: list[Row] = []
        self._streamed: list[tuple[Wanted, Streamed]] = []
        self._whole: list[tuple[Wanted, Whole]] = []
        if plan.wanted:
            from provenance.core.audit_reports import STREAMED, WHOLE

            self._streamed = [(one, form) for one in plan.wanted for form in STREAMED if one.form is form]
            self._whole = [(one, form) for one in plan.wanted for form in WHOLE if one.form is form]
        self._annotation = Annotation(lists) if plan.annotate is not None else None
        rules = plan.rules
        self._problems = [
            problem_row(one, fail_on=rules.fail_on, baseline=rules.baseline) for one in lists.problems
        ]  # fmt: skip
        self.notes = self._annotation.notes if self._annotation else ()
        self.keys = {key for row in self._problems for key in row.keys}
        self.found = any(row.counts for row in self._problems)
        self.known = sum(row.known for row in self._problems)

    def __enter__(self) -> Self:
        self._begun = now()
        # Before the run: whoever waits an hour must not hear then that the folder is not there.
        with contextlib.ExitStack() as stack:
            files = [*(one.file for one in self._plan.wanted), self._plan.annotate]
            for file in filter(None, files):
                self._streams[file] = stack.enter_context(replacing(file))
            self._stack = stack.pop_all()
        for one, kind in self._streamed:
            self._put(one, ("\ufeff" if self._plan.bom and kind.NAME == "csv" else "") + kind.head())
            for row in self._problems:
                self._put(one, kind.problem(row))
        return self

    def take(self, checks: Sequence[Check]) -> None:
        """Rows that are finished."""
        rules, shown = self._plan.rules, bool(self._streamed or self._whole)
        for check in checks:
            given = [item.given for item in self._links.items(check.url)] if shown else ()
            row = row_of(check, given=given, fail_on=rules.fail_on, baseline=rules.baseline, shown=shown)
            if self._plan.new_baseline is not None:
                self.keys.update(row.keys)
            self.found = self.found or bool(row.counts)
            self.known += row.known
            for one, kind in self._streamed:
                self._put(one, kind.link(row))
            if self._whole:
                self._rows.append(row)
            if self._annotation:
                self._annotation.take(row.check)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._stack:
            audited = self._audited()
            for one, form in self._whole:
                for piece in form.render(audited):
                    self._put(one, piece)
            if self._annotation and self._plan.annotate:
                self._write(self._plan.annotate, self._annotation.finished())

    def _audited(self) -> Audited:
        lists = self._lists
        return Audited(
            lists=tuple(ListRead.of(*one) for one in zip(lists.names, lists.loads, strict=True)),
            # In the order of the list, whatever the order in which they were finished.
            rows=tuple(sorted(self._rows, key=lambda row: self._links.place(row.check.url))),
            problems=tuple(self._problems),
            links=self._links.count,
            begun=self._begun,
            finished=now(),
            version=package_version(),
            command=self._plan.command,
            left_out=lists.count_left_out,
        )

    def _put(self, wanted: Wanted, text: str) -> None:
        if not text:
            return
        if wanted.file is None:
            self._out(text)
            return
        # A URL may hold half a surrogate pair, which UTF-8 has no bytes for.
        self._write(wanted.file, text.encode(errors="backslashreplace"))

    def _write(self, file: str, content: bytes) -> None:
        try:
            self._streams[file].write(content)
        except OSError as error:
            raise InputError(file, f"cannot be written ({error.strerror})", "Check the disk") from None


class Annotation:
    """A table that gets what was found beside its rows.

    Raises
    ------
    UsageError
        where the lists are not one table in a file.
    """

    def __init__(self, lists: Lists) -> None:
        tables = [
            (path, name, loaded)
            for path, name, loaded in zip(lists.paths, lists.names, lists.loads, strict=True)
            if loaded.format in _TABLES
        ]
        if len(tables) != 1:
            found = f"{len(tables)} of the lists are tables" if tables else "no list is a table (CSV, TSV or XLSX)"
            raise UsageError("--annotate", found, "Give one table at a time; other forms have --report")
        path, self._name, loaded = tables[0]
        if path == "-":
            raise UsageError("--annotate with -", "a table from a pipe can be read but once", "Give it as a file")
        self._content = read_bytes(path)
        if self._content.startswith(GZIP):
            raise UsageError(f"--annotate with {path}", "it is packed with gzip", "Unpack it, and give that")
        left_out = [(item, why) for item, why in lists.every_left_out() if item.origin.file == self._name]
        self._loaded = replace(loaded, items=(*loaded.items, *(item for item, _ in left_out)))
        self._results: dict[str, Mapping[str, str]] = {
            item.url: {"state": LEFT_OUT, "because": f"left out by {why}"} for item, why in left_out
        }
        self.finished()  # a table that cannot be written is told of before the run

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the table should know."""
        if self._loaded.format != _BOOK:
            return ()
        from provenance.core.annotate_book import beside_no_row

        count = beside_no_row(self._loaded)
        told = "1 link stands" if count == 1 else f"{count} links stand"
        return (f"{told} in no row – in a remark or a drawing –, and only a --report tells of that",) if count else ()

    def take(self, check: Check) -> None:
        """A link that is finished."""
        from provenance.core.reports.csv import result_cells

        self._results[check.url] = result_cells(check)

    def finished(self) -> bytes:
        """The table, as far as the run came."""
        if self._loaded.format == _BOOK:
            from provenance.core.annotate_book import annotated_book  # lxml, only for those who have such a file

            return annotated_book(self._content, self._loaded, self._results, name=self._name)
        from provenance.core.annotate import annotated

        return annotated(self._content, self._loaded, self._results, name=self._name)
