"""Nouns whose methods are written when they are first used: dataclasses to everybody who asks."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field
from threading import Barrier
from typing import Generic, TypeVar

import pytest

from provenance.core.frozen import frozen
from provenance.core.model import Outlet

T = TypeVar("T")


@frozen
class Ferry:
    """A noun."""

    name: str
    stops: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("a ferry has a name")

    @property
    def first(self) -> str | None:
        return self.stops[0] if self.stops else None


@frozen
class Box(Generic[T]):
    held: T | None = None
    label: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """As Ferry, by the library's own decorator."""

    name: str
    stops: tuple[str, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)


def test_it_is_a_dataclass_before_its_first_instance() -> None:
    @frozen
    class Fresh:
        name: str
        size: int = 3

    assert dataclasses.is_dataclass(Fresh)
    assert [(one.name, one.default) for one in dataclasses.fields(Fresh)][1] == ("size", 3)
    assert Fresh(name="a").size == 3


def test_it_has_what_a_dataclass_has() -> None:
    one, other = Ferry(name="Gull", stops=("Quay",)), Ferry(name="Gull", stops=("Quay",))
    usual = Usual(name="Gull", stops=("Quay",))
    assert one == other
    assert one != Ferry(name="Tern", stops=("Quay",))
    assert repr(one) == repr(usual).replace("Usual", "Ferry")
    assert one.first == "Quay"
    assert one.notes == {}
    assert one.notes is not other.notes
    assert dataclasses.asdict(one) == dataclasses.asdict(usual)
    assert dataclasses.replace(one, name="Tern").name == "Tern"
    assert hash(Box(held=1)) == hash(Box(held=1))
    assert (Ferry.__doc__, Ferry.__module__, Ferry.__match_args__) == ("A noun.", __name__, ())
    members = {name for name in vars(Usual) if name not in vars(Ferry)}
    assert not members


def test_nothing_can_be_changed_or_added() -> None:
    one = Ferry(name="Gull")
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.name = "Tern"  # type: ignore[misc]
    assert not hasattr(one, "__dict__")


def test_it_is_asked_for_as_it_was_written() -> None:
    for wrong in ({}, {"name": "Gull", "speed": 3}):
        with pytest.raises(TypeError):
            Ferry(**wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Ferry("Gull")  # type: ignore[misc]
    with pytest.raises(ValueError, match="has a name"):
        Ferry(name="")


def test_it_travels() -> None:
    for one in (Ferry(name="Gull", stops=("Quay",)), Box(held=Box(held=4), label="b")):
        assert pickle.loads(pickle.dumps(one)) == one
        assert copy.deepcopy(one) == one


def test_it_arrives_where_none_was_made() -> None:
    """As in a process that is handed its work."""
    sent = pickle.dumps(Outlet(name="The Quay Post", domain="quay.example")).hex()
    told = f"import pickle; print(pickle.loads(bytes.fromhex({sent!r})).domain)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "quay.example\n"


def test_threads_may_meet_at_the_first_instance() -> None:
    for _ in range(50):

        @frozen
        class Fresh:
            name: str
            size: int = 3

        barrier = Barrier(4)

        def make(name: str, kind: type = Fresh, gate: Barrier = barrier) -> object:
            gate.wait()
            return kind(name=name)

        with ThreadPoolExecutor(4) as pool:
            assert [*pool.map(make, "aaaa")] == [Fresh(name="a")] * 4
