"""What an entry becomes is the same by its record, which was just sealed, and by its body, which a rebuild reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.core.logbook import Event, Kind, memento_event, seal
from provenance.core.records import instant
from provenance.edge.log.projection import statements, statements_of
from tests.log_material import NOON, one_of_each
from tests.test_log_mementos import copy

EVENTS = [*one_of_each(), memento_event(copy(), at=NOON),
          Event(kind=Kind.AUDIT_BEGUN, record={"lists": ["ü.md"], "key": "k", "items": None}, at=NOON),
          Event(kind=Kind.AUDIT_FINISHED, record={"audit": "a4"}, at=NOON)]  # fmt: skip


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.kind)
@pytest.mark.parametrize("turned", [False, True], ids=["as written", "turned round"])
def test_record_and_body_become_the_same(event: Event, turned: bool) -> None:
    """Statement by statement, in whatever order the members of the record were written."""
    if turned:
        event = replace(event, record=dict(reversed(event.record.items())))
    entry, record = seal(7, event)
    made = statements_of(7, entry.kind, instant(entry.recorded_at), record)
    assert made == statements(7, entry.kind, entry.body)
    assert made
