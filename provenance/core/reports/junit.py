"""An audit as JUnit XML, which every CI server shows: a suite a list, a case a link.

What counts is a failure, a piece that could not be read an error, a link that could not be decided is skipped. Source
of the form: the XSD that Jenkins, GitLab and Azure share (windyroad/JUnit-Schema), elements in its order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from lxml import etree

from provenance.core.audited import Audited, ListRead, ProblemRow, Row, first_origin
from provenance.core.model import State
from provenance.core.printable import printable

NAME = "junit"
ABOUT = "JUnit XML, for a CI server"


def render(audited: Audited) -> Iterator[str]:
    """The document, suite by suite."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
    for number, read in enumerate(audited.lists):
        # A link that several lists have is a case of the first.
        mine = [row for row in audited.rows if _file(row) == read.name]
        unread = [row for row in audited.problems if _file(row) == read.name]
        suite = _suite(audited, read, mine, unread, number)
        yield etree.tostring(suite, encoding="unicode", pretty_print=True)
    yield "</testsuites>\n"


def _file(row: Row | ProblemRow) -> str | None:
    origin = first_origin(row)
    return origin.file if origin else None


def _suite(
    audited: Audited, read: ListRead, rows: Sequence[Row], problems: Sequence[ProblemRow], number: int
) -> etree._Element:
    cases = [_case(row, read) for row in rows] + [_unread(row, read) for row in problems]
    results = [case[0].tag for case in cases if len(case)]
    suite = etree.Element(
        "testsuite",
        name=printable(read.name),
        package="provenance",
        id=str(number),
        # xs:dateTime without a zone is what the schema wants; it is UTC.
        timestamp=f"{audited.begun:%Y-%m-%dT%H:%M:%S}",
        hostname="localhost",
        tests=str(len(cases)),
        failures=str(results.count("failure")),
        errors=str(results.count("error")),
        skipped=str(results.count("skipped")),
        time=f"{sum(row.check.elapsed_ms for row in rows) / 1000:.3f}",
    )
    properties = etree.SubElement(suite, "properties")
    told = {"version": audited.version, "command": audited.command, "format": read.format,
            "links found by structure": read.by_structure, "links found by scan": read.by_scan}  # fmt: skip
    for name, value in told.items():
        etree.SubElement(properties, "property", name=name, value=printable(str(value)))
    suite.extend(cases)
    etree.SubElement(suite, "system-out").text = "\n".join(map(printable, chain([audited.sentence], read.notes)))
    etree.SubElement(suite, "system-err")
    return suite


def _case(row: Row, read: ListRead) -> etree._Element:
    check, verdict = row.check, row.check.verdict
    case = _named(read, printable(check.url), check.elapsed_ms / 1000)
    because = [*verdict.because, *(f"{one.variable}: {one.told}" for one in check.differing)]
    message = printable("; ".join(because))
    if row.counts:
        failure = etree.SubElement(case, "failure", type=printable(_type(row)), message=message)
        failure.text = "\n".join(printable(f"{origin}") for origin in check.origins)
    elif verdict.state is not State.ALIVE or row.known:
        etree.SubElement(case, "skipped", message=f"known: {message}" if row.known else message)
    return case


def _type(row: Row) -> str:
    verdict = row.check.verdict
    return (
        "differs" if verdict.state is State.ALIVE and row.check.differing else f"{verdict.state.value} {verdict.kind}"
    )


def _unread(row: ProblemRow, read: ListRead) -> etree._Element:
    case = _named(read, printable(str(row.problem.origin)), 0)
    if row.counts:
        etree.SubElement(case, "error", type="problem", message=printable(row.problem.message))
    else:
        etree.SubElement(case, "skipped", message=printable(row.problem.message))
    return case


def _named(read: ListRead, name: str, seconds: float) -> etree._Element:
    return etree.Element("testcase", classname=printable(read.name), name=name, time=f"{seconds:.3f}")
