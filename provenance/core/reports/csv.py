"""An audit as a table for a spreadsheet: RFC 4180, a row a link, and a row for each piece that could not be read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from provenance.core.audited import PROBLEM, ProblemRow, Row, first_origin
from provenance.core.model import Check, Exchange
from provenance.core.printable import printable
from provenance.core.records import instant
from provenance.core.same import source_key

NAME = "csv"
ABOUT = "a table that opens in a spreadsheet (--bom for Excel)"

COLUMNS = (
    "url", "state", "confirmed", "kind", "because", "status_code", "target", "title", "checked_at", "retry_at",
    "memento", "differs", "counts", "outlet", "year", "file", "line", "where", "mentions",
    "source", "source_mentions", "same_as",
)  # fmt: skip
# Cells that begin so are run as formulas (OWASP, "CSV Injection"); behind an apostrophe they are text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def head() -> str:
    """The names of the columns."""
    return line(COLUMNS)


def link(row: Row) -> str:
    """A link."""
    check, origin = row.check, first_origin(row)
    told = result_cells(check)
    return line([
        check.url, told["state"], "yes" if check.verdict.confirmed else "no", told["kind"], told["because"],
        check.outcome.status_code if isinstance(check.outcome, Exchange) else "", told["target"], check.title or "",
        told["checked_at"], instant(check.retry_at) if check.retry_at else "",
        check.memento.uri_m if check.memento else "", told["differs"],
        "known" if row.known else "; ".join(row.counts), row.outlet, row.year or "",
        origin.file if origin else "", (origin.line if origin else None) or "", (origin.where if origin else None) or "",
        len(check.origins), told["source"], told["source_mentions"], told["same_as"],
    ])  # fmt: skip


def problem(row: ProblemRow) -> str:
    """A piece that could not be read."""
    origin = row.problem.origin
    told = {
        "state": PROBLEM, "because": row.problem.message, "counts": "known" if row.known else PROBLEM * row.counts,
        "file": origin.file, "line": origin.line or "", "where": origin.where or "", "mentions": 1,
    }  # fmt: skip
    return line(told.get(column, "") for column in COLUMNS)


def result_cells(check: Check) -> dict[str, str]:
    """What stands beside a link in a table: state (`dead?` while it is not confirmed), kind, reasons, target where it is
    another address, moment, the variables of which the list says something else, the key of its source, how often the
    lists name that source, under whatever address, and the other links of it.
    """
    verdict, outcome = check.verdict, check.outcome
    doubt = "?" if verdict.state == "dead" and not verdict.confirmed else ""
    target = outcome.target if isinstance(outcome, Exchange) and outcome.target != check.url else ""
    return {
        "state": verdict.state.value + doubt,
        "kind": verdict.kind,
        "because": "; ".join(verdict.because),
        "target": target,
        "checked_at": instant(check.checked_at),
        "differs": "; ".join(f"{one.variable}: {one.found or 'not on the page'}" for one in check.differing),
        "source": source_key(check.url),
        "source_mentions": str(len(check.origins) + sum(len(one.origins) for one in check.same_as)),
        "same_as": "; ".join(one.url for one in check.same_as),
    }


def line(cells: Iterable[object], *, delimiter: str = ",", end: str = "\r\n") -> str:
    """A row of harmless cells."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerow([harmless(str(cell)) for cell in cells])
    return stream.getvalue()


def harmless(cell: str) -> str:
    """The cell as no spreadsheet runs it; control characters as visible escapes."""
    return ("'" if cell.startswith(_FORMULA) else "") + printable(cell)
