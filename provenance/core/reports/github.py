"""An audit as annotations of a GitHub workflow: what counts as errors, what could not be decided as notices.

Source of the form: GitHub Docs, "Workflow commands for GitHub Actions", `::error file={name},line={line},title={title}::
{message}`; of the escapes: `@actions/core`, command.ts (escapeData, escapeProperty).
"""

from __future__ import annotations

from provenance.core.audited import ProblemRow, Row
from provenance.core.model import Origin, State
from provenance.core.printable import printable

NAME = "github"
ABOUT = "annotations of a GitHub workflow"


def head() -> str:
    """Nothing stands before the rows."""
    return ""


def link(row: Row) -> str:
    """A line for each place of a link of which something is to be said; nothing for any other."""
    check = row.check
    verdict = check.verdict
    if not row.counts and verdict.state is State.ALIVE:
        return ""
    level = "error" if row.counts else "warning" if verdict.state is State.DEAD and not row.known else "notice"
    told = [] if verdict.state is State.ALIVE else [f"{check.url} – {'; '.join(verdict.because)}"]
    told += [f"{check.url}: {one.variable}: {one.told}" for one in check.differing]
    title = verdict.kind if verdict.state is not State.ALIVE else "differs from the page"
    title = f"{verdict.state.value}: {title}" if verdict.state is not State.ALIVE else title
    message = "\n".join(map(printable, told)) or printable(f"{check.url} – {'; '.join(verdict.because)}")
    return "".join(_command(level, origin, title=title, message=message) for origin in check.origins or (None,))


def problem(row: ProblemRow) -> str:
    """A piece that could not be read."""
    level = "error" if row.counts else "notice"
    return _command(level, row.problem.origin, title="not read", message=printable(row.problem.message))


def _command(level: str, origin: Origin | None, *, title: str, message: str) -> str:
    told = {"file": origin.file if origin else "", "line": str((origin.line if origin else None) or ""), "title": title}
    properties = ",".join(f"{name}={_property(value)}" for name, value in told.items() if value)
    return f"::{level} {properties}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
