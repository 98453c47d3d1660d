"""Items as lists have them, made such as an engine can read: CSL-JSON of other programs is not always CSL-JSON."""

from __future__ import annotations

from collections.abc import Mapping

from provenance.core.csl.items import Item
from provenance.core.scan import without_surrogates

_NAMES = frozenset(
    (
        "author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor", "curator",
        "director", "editor", "editorial-director", "executive-producer", "guest", "host", "illustrator", "interviewer",
        "narrator", "organizer", "original-author", "performer", "producer", "recipient", "reviewed-author",
        "script-writer", "series-creator", "translator",
    )
)  # fmt: skip
_DATES = frozenset(("accessed", "available-date", "event-date", "issued", "original-date", "submitted"))
# What programs keep for themselves (csl-data.json); no style prints it.
_KEPT = frozenset(("categories", "custom"))


def readable_item(item: Mapping[str, object]) -> tuple[Item, tuple[str, ...]]:
    """The item with every variable of its kind (CSL 1.0.2: names, dates, texts), and a warning for each left out.

    A variable without a value says nothing and is left out too.
    """
    found: Item = {}
    warnings = []
    for name, value in item.items():
        read = value if name in _KEPT else _read(name, value)
        if read is not None:
            found[name] = read
        elif value not in (None, "", [], {}):
            warnings.append(f"{name} cannot be read and is left out")
    return found, tuple(warnings)


def _read(name: str, value: object) -> object:
    if name in _NAMES:
        return _names(value)
    if name in _DATES:
        return _date(value)
    if isinstance(value, list):
        return ", ".join(map(_text, value)) if value and all(map(_text, value)) else None
    return value if isinstance(value, int) and not isinstance(value, bool) else _text(value) or None


def _text(value: object) -> str:
    """The text of a text or a number; empty for anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return without_surrogates(str(value)).strip()


def _names(value: object) -> list[dict[str, object]] | None:
    given = value if isinstance(value, list) else [value]
    names: list[dict[str, object]] = []
    for name in given:
        if isinstance(name, Mapping):
            parts = {str(key): part if isinstance(part, bool) else _text(part) for key, part in name.items()}
            names.append({key: part for key, part in parts.items() if part})
        elif text := _text(name):
            names.append({"literal": text})
    return [name for name in names if name] or None


def _date(value: object) -> object:
    if isinstance(value, Mapping):
        return {
            key: part if key == "date-parts" or isinstance(part, bool) else _text(part) for key, part in value.items()
        }
    return _text(value) or None
