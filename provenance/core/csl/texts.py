"""Text on its way into a file of another program: one line, and nothing that a file of text cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# Control characters (Cc) have no meaning in a citation, XML 1.0 forbids most of them (section 2.2), and a terminal obeys
# them: they go. Marks of direction (Cf, among them the overrides U+202A to U+202E) are legal text in all formats, and
# Arabic and Hebrew titles need them: they stay.
_GONE = dict.fromkeys(
    [*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, 0xFEFF]
)  # fmt: skip
_TO_SPACE = dict.fromkeys([*range(0x09, 0x0E), *range(0x1C, 0x20), 0x85, 0x2028, 0x2029], " ")
_MENDED = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_LINE = _GONE | _TO_SPACE | _MENDED
_LINES = _LINE | {0x09: "\t", 0x0A: "\n"}
_SPACES = re.compile(r" {2,}")


def one_line(value: object) -> str:
    """The value as text on one line: control characters go, line ends and tabs become spaces, runs of spaces one space;
    other white space, such as the space that does not break before a French colon, stays. Empty for None.
    """
    if value is None or value == "":
        return ""
    return _SPACES.sub(" ", _without_halves(str(value)).translate(_LINE)).strip(" ")


def without_controls(value: object) -> object:
    """A value of JSON with its texts free of control characters but line feed and tab."""
    if isinstance(value, str):
        return _without_halves(value).translate(_LINES)
    if isinstance(value, Mapping):
        return {str(without_controls(str(key))): without_controls(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [without_controls(part) for part in value]
    return value


def clean_items(items: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    """CSL-JSON items with all their texts on one line each, as `one_line` has them: what a writer begins with."""
    return [{name: _on_one_line(value) for name, value in item.items()} for item in items]


def _on_one_line(value: object) -> object:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, Mapping):
        return {one_line(key): _on_one_line(part) for key, part in value.items()}
    return [_on_one_line(part) for part in value] if isinstance(value, list | tuple) else value


def _without_halves(text: str) -> str:
    """Two halves of a surrogate pair put together, as JSON may hold them."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
