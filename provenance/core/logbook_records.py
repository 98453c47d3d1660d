"""What the log answers with, as JSON: what `list`, `show` and `log verify` print with `--json`."""

from __future__ import annotations

from provenance.core.logbook import Latest, Listed, Recorded, Report, Root, Story
from provenance.core.records import Record, instant


def listed_record(one: Listed) -> Record:
    """The object that `list --json` prints, one a line."""
    return {
        "id": one.id,
        "url": one.url,
        "type": one.type,
        "title": one.title,
        "author": one.author,
        "issued": one.issued,
        "outlet": one.outlet,
        "language": one.language,
        "recorded_at": instant(one.recorded_at),
        "state": one.state,
        "kind": one.kind,
        "confirmed": one.confirmed,
        "checked_at": instant(one.checked_at) if one.checked_at else None,
    }


def cited_record(one: Recorded) -> Record:
    """The object that `list --citations --json` prints, one a line."""
    record = one.record
    return {
        "id": one.id,
        "text": record["text"],
        "source": record.get("source"),
        "url": record.get("url") or record["item"].get("URL"),
        "style": record["style"],
        # Records of older versions have none of these.
        "style_id": record.get("style_id"),
        "style_version": record.get("style_version"),
        "mode": record.get("mode"),
        "locale": record["locale"],
        "engine": record["engine"],
        "for": record.get("for"),
        "at": instant(one.recorded_at),
        "warnings": record["warnings"],
    }


def recorded_record(one: Recorded) -> Record:
    """The record with the id by which people name it, and when it came into the log."""
    return {"id": one.id, "recorded_at": instant(one.recorded_at), **one.record}


def latest_record(latest: Latest) -> Record:
    return {
        "last_check": latest.last_check,
        "state": latest.state,
        "kind": latest.kind,
        "confirmed": latest.confirmed,
        "checked_at": instant(latest.checked_at),
        "failures": latest.failures,
        "first_failed_at": instant(latest.first_failed_at) if latest.first_failed_at else None,
    }


def story_record(story: Story) -> Record:
    """The object that `show --json` prints: the fields of the source, and beside them what happened to it."""
    source: Record = recorded_record(story.source) if story.source else {"id": None, "url": story.key}
    due_at = instant(story.due_at) if story.due_at else None
    return source | {
        "latest": latest_record(story.latest) | {"due_at": due_at} if story.latest else None,
        "checks": [recorded_record(one) for one in story.checks],
        "captures": [recorded_record(one) for one in story.captures],
        "mementos": [recorded_record(one) for one in story.mementos],
        "citations": [recorded_record(one) for one in story.citations],
        "mentions": [
            {"file": one.file, "line": one.line, "where": one.where, "url": one.url, "given": dict(one.given),
             "check": one.check}
            for one in story.mentions
        ],
    }  # fmt: skip


def root_record(root: Root) -> Record:
    return {
        "size": root.size,
        "root": root.root,
        "recorded_at": instant(root.recorded_at),
        "command": root.command,
    }


def report_record(report: Report) -> Record:
    """The object that `log verify --json` prints."""
    return {
        "sound": report.sound,
        "entries": report.entries,
        "roots": report.roots,
        "unsealed": report.unsealed,
        "root": root_record(report.root) if report.root else None,
        "findings": [{"where": finding.where, "what": finding.what} for finding in report.findings],
    }
