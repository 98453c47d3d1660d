"""Regular expressions of a module that are compiled when they are first used."""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast

_METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As `re.compile`, for a name of a module: what a command imports has hundreds, and one call uses a few of them.

    It has all that a compiled one has, but `re.sub` and its like, which take text or a compiled one, do not take it.
    """
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))


class _Later(Generic[AnyStr]):
    """Python asks `__getattr__` for what is not there yet. After the first question the methods of the compiled one
    stand here, and a call of them costs what it costs there.
    """

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._given_flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._given_flags)
        vars(self).update({method: getattr(compiled, method) for method in _METHODS})
        return vars(self).setdefault(name, getattr(compiled, name))
