"""The decorator of the nouns: a frozen dataclass whose methods are written when it is first used."""

from __future__ import annotations

from dataclasses import dataclass, field
from inspect import get_annotations
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")

# What a class has of its own from the beginning.
_KEPT = frozenset({"__dict__", "__doc__", "__module__", "__qualname__", "__slots__", "__weakref__"})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """As `dataclass(frozen=True, slots=True, kw_only=True)`.

    To make a dataclass is to write and compile seven methods, a third of a millisecond. A command imports many nouns and
    uses few of them: a class gets its methods with its first instance, or when `dataclasses` asks for its fields.
    """
    unfinished = _Unfinished(cls)
    body = unfinished.body(without_defaults=True)
    body |= {"__slots__": unfinished.fields, "__dataclass_fields__": unfinished}
    body |= {name: unfinished.first(name) for name in ("__init__", "__setstate__")}
    unfinished.shown = unfinished.made_of(body)
    shown: type[T] = unfinished.shown
    return shown


class _Unfinished:
    """Stands in a class for its table of fields until somebody asks for that.

    written: the class as it was written. shown: the one that everybody knows, with a slot for each field.
    """

    shown: Any

    def __init__(self, written: type) -> None:
        self._written = written
        self.fields = tuple(get_annotations(written))

    def body(self, *, without_defaults: bool = False) -> dict[str, Any]:
        """What was written."""
        left_out = {"__dict__", "__weakref__", *(self.fields if without_defaults else ())}
        return {name: value for name, value in vars(self._written).items() if name not in left_out}

    def made_of(self, body: dict[str, Any]) -> Any:
        """A class of that name with another body."""
        metaclass: Any = type(self._written)
        made = metaclass(self._written.__name__, self._written.__bases__, body)
        made.__qualname__ = self._written.__qualname__
        return made

    def first(self, name: str) -> Any:
        """Calls the true method of that name, which is there from then on: an instance is made, or comes from elsewhere."""
        finish = self._finish

        def method(self: Any, *args: Any, **values: Any) -> None:
            finish()
            getattr(self, name)(*args, **values)

        return method

    def __get__(self, instance: object, owner: type) -> Any:
        self._finish()
        return self.shown.__dataclass_fields__

    def _finish(self) -> None:
        """Give the class what `dataclass` makes of a copy. Where threads meet here, both do it, and the same."""
        made = dataclass(frozen=True, slots=True, kw_only=True)(self.made_of(self.body()))
        late = ("__init__", "__setstate__", "__dataclass_fields__")  # with these the class counts as finished
        for name in (*(name for name in vars(made) if name not in late), *late):
            if name not in _KEPT and name not in self.fields:
                setattr(self.shown, name, vars(made)[name])
