"""Expressions that are compiled when they are first used."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

import pytest

import provenance
from provenance.core.regex import _Later, regex


def _inside(value: object) -> Iterator[_Later]:
    """The expressions of a name of a module, also of one that holds several."""
    if isinstance(value, _Later):
        yield value
    elif isinstance(value, dict):
        yield from (found for one in value.values() for found in _inside(one))
    elif isinstance(value, (list, tuple)):
        yield from (found for one in value for found in _inside(one))


def test_every_one_of_this_package_compiles() -> None:
    """A wrong one would show only where it is used."""
    count = 0
    for module in pkgutil.walk_packages(provenance.__path__, "provenance."):
        if module.name == "provenance.__main__":
            continue
        for value in vars(import_module(module.name)).values():
            for one in _inside(value):
                assert one.groups >= 0
                count += 1
    assert count > 300


def test_it_is_as_a_compiled_one() -> None:
    later, compiled = (
        regex(r"(?P<word>[a-c]+)(\d)?", re.IGNORECASE),
        re.compile(r"(?P<word>[a-c]+)(\d)?", re.IGNORECASE),
    )
    text = "Ab1 x cC"
    assert [each.span() for each in later.finditer(text)] == [each.span() for each in compiled.finditer(text)]
    assert later.sub("-", text) == compiled.sub("-", text)
    assert later.fullmatch("abc1", 0, 3)["word"] == "abc"
    assert (later.pattern, later.groups, later.groupindex) == (compiled.pattern, 2, compiled.groupindex)
    assert later.flags == compiled.flags
    assert regex(rb"\d+").findall(b"4 of 10") == [b"4", b"10"]


def test_it_is_compiled_once_and_not_before() -> None:
    later = regex("(")
    assert later.pattern == "("
    with pytest.raises(re.error):
        later.search("x")
    later = regex("x")
    assert later.search is later.search
