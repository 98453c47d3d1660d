"""Sources, checks, captures and citations to put into a log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from provenance.core.dates import PartialDate
from provenance.core.logbook import Event, capture_event, check_event, citation_event, source_event
from provenance.core.model import (
    Capture,
    Check,
    Citation,
    Evidence,
    Exchange,
    Hop,
    Name,
    Origin,
    Outlet,
    Reading,
    Source,
    State,
    Status,
    Verdict,
)
from provenance.edge.log import open_log

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
PAGE = "https://news.example/2024/07/04/flood"
KINDS = {State.ALIVE: "ok", State.DEAD: "not_found", State.UNKNOWN: "server_error"}


def source(url: str | None = PAGE, *, title: str = "Flood in the delta", canonical: str | None = None) -> Source:
    seen = Evidence(variable="title", value=title, method="meta:og:title", selector="meta", quote=title)
    byline = Evidence(variable="author", value="Ana Pérez", method="visible:byline", quote="By Ana Pérez")
    other = Evidence(variable="title", value="Flood", method="html:title", quote="Flood")
    return Source(
        url=url,
        canonical_url=canonical,
        type="article-newspaper",
        title=Reading(value=title, status=Status.STATED, supported_by=(seen,), disputed_by=(other,)),
        author=Reading(
            value=(Name(family="Pérez", given="Ana"), Name(literal="AFP")), status=Status.STATED, supported_by=(byline,)
        ),
        issued=Reading(
            value=PartialDate.parse("?2024-07-04"),
            stated=PartialDate.parse("XXXX-07-04"),
            status=Status.INFERRED,
            basis=("the year stands in the URL",),
        ),
        language=Reading(value="en", status=Status.STATED),
        outlet=Reading(value=Outlet(name="The Example", domain="news.example"), status=Status.DERIVED),
        evidence=(seen, Evidence(variable="issued", value="2024", method="url:path", quote="2024")),
    )


def check(
    url: str = PAGE, state: State = State.ALIVE, *, at: datetime = NOON, origins: tuple[Origin, ...] = ()
) -> Check:
    hop = Hop(url=url, status_code=200, address="203.0.113.7")
    seen = Exchange(original=url, target=url, status_code=200, hops=(hop,), retrieved_at=at)
    verdict = Verdict(state=state, kind=KINDS[state], because=("the server said so",))
    return Check(url=url, outcome=seen, verdict=verdict, title="Flood", checked_at=at, elapsed_ms=120, origins=origins)


def capture(url: str | None = PAGE, *, at: datetime = NOON) -> Capture:
    return Capture(
        url=url,
        digest="sha256:" + "0" * 64,
        length=1200,
        media_type="text/html",
        text="The water rose.",
        text_digest="sha256:" + "1" * 64,
        text_method="trafilatura",
        captured_at=at,
    )


def citation() -> Citation:
    return Citation(text="Pérez, A. (2024). Flood in the delta.", style="apa", item={"URL": PAGE}, warnings=("year",))


def one_of_each() -> list[Event]:
    return [
        source_event(source(), at=NOON),
        capture_event(capture()),
        check_event(check(origins=(Origin(file="list.md", line=3),)), given=[{"title": "The flood"}]),
        citation_event(citation(), at=NOON, url=PAGE),
    ]


def filled_log(path: Path, *, commands: int = 3) -> Path:
    """A log of several commands, ten checks each, after one source with all that belongs to it."""
    with open_log(path, command="add") as log:
        log.append(one_of_each())
    for command in range(commands):
        with open_log(path, command="audit") as log:
            at = NOON + timedelta(days=command + 1)
            run = log.begin_audit(lists=["list.md"], key="list", at=at, items=10)
            pages = [check(f"https://news.example/{number}", State.DEAD, at=at) for number in range(10)]
            log.append([check_event(page, audit=run.id) for page in pages])
            log.finish_audit(run.id, at=at)
    return path
