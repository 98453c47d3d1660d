"""YAML of other people: texts, lists and mappings, and nothing that a tag could make of them.

Numbers and days stay texts as they are written: `2003.10` is no fraction, `no` no truth value. Nodes are counted, aliases
each time, so that a file of a few lines cannot become one of gigabytes.
"""

from __future__ import annotations

from typing import Any

MOST = 100_000
DEEPEST = 60
# So many levels cannot be too many for any parser.
_SURELY_FLAT = 500
_TOO_DEEP = "it goes too deep, or its aliases too far"


def loaded(text: str) -> object:
    """The document in a text.

    Raises
    ------
    ValueError
        with the reason in words, where it is no YAML, or goes too deep or too far.
    """
    node = _composed(text)
    return None if node is None else _value(node, [0], 0)


def _composed(text: str) -> Any:
    import yaml

    # The parser in C is ten times as fast. What composes its events goes down once a level without looking how deep it
    # is, and its time grows with the square of the open brackets: it gets nothing that could be deep.
    loader = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
    openers = max(text.count("["), text.count("{"), text.count("- -"), text.count("? "))
    try:
        if openers > _SURELY_FLAT:
            _refuse_deep(text, loader)
        return yaml.compose(text, Loader=loader)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(" ".join(str(getattr(error, "problem", None) or error).split())[:160]) from None


def _refuse_deep(text: str, loader: Any) -> None:
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                raise ValueError(_TOO_DEEP)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def lines_of(text: str, key: str) -> list[int]:
    """The lines of the parts of the list under a key of the document, counted from 1.

    text: one that `loaded` reads.
    """
    import yaml

    node = _composed(text)
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    parts: list[Any] = next((value.value for name, value in pairs if name.value == key), [])
    return [part.start_mark.line + 1 for part in parts if isinstance(part, yaml.Node)]


def _value(node: Any, count: list[int], depth: int) -> object:
    import yaml

    count[0] += 1
    if depth > DEEPEST or count[0] > MOST:
        raise ValueError(_TOO_DEEP)
    if isinstance(node, yaml.MappingNode):
        pairs = ((_value(key, count, depth + 1), _value(value, count, depth + 1)) for key, value in node.value)
        return {key: value for key, value in pairs if isinstance(key, str)}
    if isinstance(node, yaml.SequenceNode):
        return [_value(part, count, depth + 1) for part in node.value]
    return None if node.tag.endswith(":null") else str(node.value)
