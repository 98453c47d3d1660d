"""The forms in which an audit can be reported: whatever the form, one of two doors."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Protocol, TypeAlias

from provenance.core.audited import Audited, ProblemRow, Row
from provenance.core.reports import csv, github, html, json_lines, junit, markdown, sarif
from provenance.errors import UsageError


class Streamed(Protocol):
    """A form that is written row by row as the run goes on, whatever the length of the list."""

    NAME: str
    ABOUT: str

    def head(self) -> str: ...

    def link(self, row: Row) -> str: ...

    def problem(self, row: ProblemRow) -> str: ...


class Whole(Protocol):
    """A form that needs all rows, for a count or a summary stands before them."""

    NAME: str
    ABOUT: str

    def render(self, audited: Audited) -> Iterator[str]: ...


Form: TypeAlias = Streamed | Whole

STREAMED: tuple[Streamed, ...] = (csv, github, json_lines)
WHOLE: tuple[Whole, ...] = (html, junit, markdown, sarif)

_ALL: tuple[Form, ...] = (*STREAMED, *WHOLE)
FORMS: Mapping[str, Form] = {form.NAME: form for form in sorted(_ALL, key=lambda form: form.NAME)}
"""The forms by name."""


def form(name: str) -> Form:
    """The form of that name.

    Raises
    ------
    UsageError
        where there is none.
    """
    found = FORMS.get(name)
    if found is None:
        near = difflib.get_close_matches(name, FORMS, n=1)
        meant = f"Did you mean {near[0]}? " if near else ""
        raise UsageError(f"--report {name}", "is no form of a report", f"{meant}Choose one of: {', '.join(FORMS)}")
    return found
