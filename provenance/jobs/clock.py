"""The one clock of the house."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The time of day in UTC, to the second: what the log keeps."""
    return datetime.now(UTC).replace(microsecond=0)
