"""Moments as protocols and programs write them, always with a time zone: one without an offset is read as UTC."""

from __future__ import annotations

import datetime as dt


def mail_moment(field: str) -> dt.datetime | None:
    """The moment of a date of RFC 5322 section 3.3 (mails) or RFC 9110 section 5.6.7 (HTTP); None is not stated."""
    from email.utils import parsedate_to_datetime  # brings sockets: 3 ms of a citation that needs none

    try:
        return _zoned(parsedate_to_datetime(field))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def iso_moment(text: str) -> dt.datetime | None:
    """The moment of an ISO 8601 date and time; None is not stated."""
    try:
        return _zoned(dt.datetime.fromisoformat(text))
    except ValueError:
        return None


def _zoned(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
