"""The job of leaving out what the settings do not want looked at: counted, and told beside the list that holds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from provenance.core.model import ManyItems
from provenance.settings import Settings

if TYPE_CHECKING:
    from provenance.jobs.load import Lists


def reason_to_leave_out(settings: Settings) -> Callable[[str], str | None] | None:
    """What tells, of a link, why it is not looked at – `exclude *.news.example`, or `include`, which does not cover it –; None for one that is. None in place of
    all that where the settings leave nothing out.
    """
    if not (settings.include or settings.exclude or settings.hosts.tables):
        return None
    from provenance.core.link_patterns import first_covering, link_pattern
    from provenance.core.urls import url_or_none

    include = [link_pattern(text) for text in settings.include]
    exclude = [link_pattern(text) for text in settings.exclude]
    skips = any(table.skip for table in settings.hosts.tables.values())
    if not (include or exclude or skips):
        return None

    def reason(url: str) -> str | None:
        if found := first_covering(exclude, url):
            return f"exclude {found.text}"
        address = url_or_none(url) if skips else None
        if address and (host := settings.hosts.skipped(address.host)):
            return f"skip of hosts.{host}"
        return "include" if include and not first_covering(include, url) else None

    return reason


def without_left_out(lists: Lists, settings: Settings) -> Lists:
    """The lists without links that are not to be looked at; a note beside each list counts them by their reason."""
    reason = reason_to_leave_out(settings)
    if reason is None:
        return lists
    loads, left_out = [], list(lists.left_out)
    for loaded in lists.loads:
        if isinstance(loaded.items, ManyItems):
            items, reasons = loaded.items.parted(lambda item: reason(item.url))
            loads.append(replace(loaded, items=items, notes=(*loaded.notes, *_notes(reasons.elements()))))
            continue
        why = [reason(item.url) for item in loaded.items]
        gone = [(item, because) for item, because in zip(loaded.items, why, strict=True) if because]
        kept = tuple(item for item, because in zip(loaded.items, why, strict=True) if not because)
        notes = (*loaded.notes, *_notes(because for _, because in gone))
        loads.append(replace(loaded, items=kept, notes=notes) if gone else loaded)
        left_out += gone
    return replace(lists, loads=tuple(loads), left_out=tuple(left_out))


def _notes(reasons: Iterable[str]) -> list[str]:
    counts = Counter(reasons).most_common()
    return [f"{count} {'link' if count == 1 else 'links'} left out by {because}" for because, count in counts]
