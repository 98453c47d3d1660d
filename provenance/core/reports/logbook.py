"""What the log answers, as plain text: the list, the story of one source, a verification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from provenance.core.confirmation import APART, Streak
from provenance.core.fields import FIELDS
from provenance.core.logbook import Listed, Mention, Recorded, Report, Story
from provenance.core.printable import columns, cut, printable
from provenance.core.records import instant

NAME = "logbook"


# -- list ---------------------------------------------------------------------------------------------------------


def render_list(listed: Sequence[Listed]) -> str:
    """One line a source under a line of headings, columns aligned; what is not stated is a dash."""
    if not listed:
        return "No source in the log fits; --checked lists links too that were only checked.\n"
    rows = [("ID", "STATE", "CHECKED", "ISSUED", "OUTLET", "TITLE", "URL"), *(_line(one) for one in listed)]
    widest = (None, None, None, None, 24, 48, None)
    return "".join(f"{line}\n" for line in _columns(rows, widest))


def render_answer(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows of any columns under a line of headings; what is not stated is a dash."""
    if not rows:
        return "Nothing in the log answers that.\n"
    cells = [tuple("–" if value is None else str(value) for value in row.values()) for row in rows]
    heads = tuple(name.upper() for name in rows[0])
    return "".join(f"{line}\n" for line in _columns([heads, *cells], [None] * len(heads)))


def _line(one: Listed) -> tuple[str, ...]:
    return (
        one.id,
        _state(one.state, one.kind, confirmed=one.confirmed),
        one.checked_at.date().isoformat() if one.checked_at else "–",
        one.issued or "–",
        one.outlet or "–",
        one.title or "–",
        one.url or "–",
    )


def _state(state: str | None, kind: str | None, *, confirmed: bool) -> str:
    if state is None:
        return "unchecked"
    if state == "alive":
        return state
    doubt = "?" if state == "dead" and not confirmed else ""
    return f"{state}{doubt} ({kind})"


def _columns(rows: Sequence[tuple[str, ...]], widest: Sequence[int | None]) -> Iterator[str]:
    cells = [
        [
            _one_line(cell) if most is None else cut(_one_line(cell), most)
            for cell, most in zip(row, widest, strict=True)
        ]
        for row in rows
    ]
    widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = (cell + " " * (width - columns(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip()


def _one_line(text: str) -> str:
    return " ".join(printable(text).split())


def render_citations(made: Sequence[Recorded]) -> str:
    """Two lines a citation: id, day, style, source and what it was for; and the string itself."""
    if not made:
        return "No citation in the log fits; `provenance cite` makes and records one.\n"
    lines = []
    for one in made:
        record = one.record
        source = record.get("source") or record.get("url") or record["item"].get("URL") or "–"
        mode = f" ({record['mode']})" if record.get("mode") not in {None, "bibliography"} else ""
        used = f"  for {_one_line(record['for'])}" if record.get("for") else ""
        lines.append(f"{one.id}  {_day(one.recorded_at)}  {record['style']}{mode}  {_one_line(source)}{used}")
        lines.append(f"    {_one_line(record['text'])}")
    return "".join(f"{line}\n" for line in lines)


# -- show ---------------------------------------------------------------------------------------------------------


def render_show(story: Story, *, readings: bool = True) -> str:
    """Readings in short, then what happened to the page over time. readings: False where they were shown already."""
    source = story.source
    parts = [
        [f"{story.key}  (checked, not recorded as a source)"]
        if source is None
        else _source(source)
        if readings
        else [],
        _section("State", _standing(story)),
        _section("Checks", (_check(check) for check in story.checks)),
        _section("Captures", (_capture(capture) for capture in story.captures)),
        _section("Archived copies", (_memento(memento) for memento in story.mementos)),
        _section("Citations", (_citation(citation) for citation in story.citations)),
        _section("In lists", (_mention(mention) for mention in story.mentions)),
    ]
    return "\n".join("".join(f"{line}\n" for line in part) for part in parts if part)


def _section(heading: str, lines: Iterable[str]) -> list[str]:
    body = [f"  {line}" for line in lines]
    return [heading, *body] if body else []


def _source(source: Recorded) -> list[str]:
    record = source.record
    rows = [("url", record["url"] or "none", ""), ("type", record["type"], "")]
    if record["canonical_url"] not in {None, record["url"]}:
        rows.append(("canonical", record["canonical_url"], ""))
    missing: dict[str, list[str]] = {}
    for field in FIELDS:
        if field.name in _LEFT_OUT:
            continue
        # Records of older versions lack the newer fields.
        reading = record.get(field.name, _UNKNOWN)
        label = field.label.replace(" ", "-")
        value = reading["name"] if field.kind == "outlet" else reading["value"]
        if value is None and reading["supported_by"]:
            rows.append((label, "none" if reading["status"] == "stated" else reading["status"], _known(reading)))
        elif value is None and field.usual:
            missing.setdefault(reading["status"], []).append(label)
        elif value is None:
            continue
        else:
            rows.append((label, _value(value), _known(reading)))
    lines = [*_columns(rows, (None, 100, None))]
    lines += [f"{status}: {', '.join(labels)}" for status, labels in sorted(missing.items())]
    return [f"{source.id}  recorded {instant(source.recorded_at)}", *(f"  {line}" for line in lines)]


# Pictures and feeds are no part of the story; `--explain` shows them.
_LEFT_OUT = frozenset({"caption", "image", "feed"})
_UNKNOWN: Mapping[str, Any] = {"value": None, "status": "not stated", "supported_by": (), "disputed_by": ()}


def _known(reading: Mapping[str, Any]) -> str:
    """How a value is known: what is inferred in it, who says it, and who says something else."""
    parts = []
    if reading["status"] != "stated":
        stated = reading.get("stated")
        parts.append(f"{reading['status']} from {_value(stated)}" if stated else reading["status"])
    if reading["supported_by"]:
        parts.append("by " + ", ".join(dict.fromkeys(piece["method"] for piece in reading["supported_by"])))
    others: dict[str, list[str]] = {}
    for piece in reading["disputed_by"]:
        others.setdefault(piece["value"], []).append(piece["method"])
    parts.extend(
        f"but {', '.join(dict.fromkeys(methods))} {'says' if len(methods) == 1 else 'say'} {cut(value, 100)!r}"
        for value, methods in others.items()
    )
    return "; ".join(parts)


def _value(value: Any) -> str:
    match value:
        case str():
            return value
        case list():
            return "; ".join(_value(part) for part in value)
        case Mapping():
            return " ".join(value[part] for part in ("literal", "given", "family", "suffix", "agency", "place", "date", "claim", "rating")
                            if value.get(part))  # fmt: skip
        case _:
            return str(value)


def _standing(story: Story) -> Iterator[str]:
    latest = story.latest
    if latest is None:
        if story.key is not None:
            yield "never checked: a look is due"
        return
    yield f"{_state(latest.state, latest.kind, confirmed=latest.confirmed)} at {instant(latest.checked_at)}"
    failing = story.streak
    if failing.since is not None:
        yield f"failing since {instant(failing.since)}: {_failures(failing)}"
    if story.due_at is not None:
        yield f"next look due at {instant(story.due_at)}"


def _failures(failing: Streak) -> str:
    """How many of them count, and what they come to."""
    count = len(failing.counted)
    told = "1 failure" if count == 1 else f"{count} failures at least {APART.days} days apart"
    return f"{told}, {'confirmed' if failing.confirmed else 'not confirmed'}"


def _check(check: Recorded) -> str:
    record = check.record
    state = _state(record["state"], record["kind"], confirmed=record["confirmed"])
    reason = _one_line(record["because"][0]) if record["because"] else ""
    return f"{check.id}  {record['checked_at']}  {state}  {reason}".rstrip()


def _capture(capture: Recorded) -> str:
    record = capture.record
    return f"{capture.id}  {record['captured_at']}  {record['length']} bytes  {record['digest']}"


def _memento(memento: Recorded) -> str:
    record = memento.record
    doubt = "" if record["verified"] else "  (not yet read back)"
    return f"{memento.id}  {record['memento_datetime']}  {record['archive']}  {_one_line(record['uri_m'])}{doubt}"


def _citation(citation: Recorded) -> str:
    return (
        f"{citation.id}  {_day(citation.recorded_at)}  {citation.record['style']}  {_one_line(citation.record['text'])}"
    )


def _mention(mention: Mention) -> str:
    place = mention.file if mention.line is None else f"{mention.file}:{mention.line}"
    says = ", ".join(f"{name} {_one_line(value)!r}" for name, value in sorted(mention.given.items()))
    return _one_line(place) + (f" ({mention.where})" if mention.where else "") + (f": {says}" if says else "")


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


# -- verify -------------------------------------------------------------------------------------------------------


def render_verify(report: Report) -> str:
    """What was compared, and each finding with its place."""
    lines = [f"{_many(report.entries, 'entry', 'entries')}, {_many(report.roots, 'root', 'roots')}"]
    if report.root:
        lines.append(f"root at size {report.root.size}: {report.root.root}  ({instant(report.root.recorded_at)})")
    if report.unsealed:
        lines.append(
            f"{_many(report.unsealed, 'entry', 'entries')} after the last root: sealed by the next command that records"
        )
    if report.sound:
        lines.append("The log is what it was: entries, roots and tables agree.")
    else:
        lines.append(f"The log is not what it was: {_many(len(report.findings), 'finding', 'findings')}")
        lines.extend(f"  {finding.where}: {_one_line(finding.what)}" for finding in report.findings)
        lines.append(
            "Tables can be made anew with `provenance log rebuild`; entries and roots only come back from a copy."
        )
    return "".join(f"{line}\n" for line in lines)


def _many(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
