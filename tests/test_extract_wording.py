"""Which lines hold a word, asked of all of them at once."""

from __future__ import annotations

import pytest

from provenance.core.extract.source import read
from provenance.core.extract.wording import tokens, wording_of

LINES = (
    "Quay News sailed.",
    "The renewed newsletter",
    "“News”, he said; «NEWS» again",
    "Straßenfähre/news",
    "",
    "last: νέα—News",
)


def test_a_word_stands_between_signs_of_any_script() -> None:
    """Beside quotes and dashes of any script it stands free, in a longer word it does not; each line is told once."""
    assert list(wording_of(LINES).lines_with("news")) == [0, 2, 3, 5]


@pytest.mark.parametrize("word", ["new", "sail", "gone", "fähre"])
def test_a_part_of_a_word_is_none(word: str) -> None:
    """What is not among the words stands in no line."""
    wording = wording_of(LINES)
    assert word not in wording.words
    assert list(wording.lines_with(word)) == []


def test_words_are_those_that_an_expression_finds() -> None:
    """The quick way by bytes and the slow one agree, beyond ASCII too."""
    wording = wording_of(LINES)
    assert wording.words == set(tokens("\n".join(LINES).casefold()))
    assert {"strassenfähre", "νέα", "news"} <= wording.words


@pytest.mark.parametrize("credit", ["(Reuters)", "Source: Reuters", "– Reuters", "— Reuters —"])
def test_a_credit_is_found_whatever_stands_around_it(credit: str) -> None:
    """A line is read closely where an agency's name stands free in it."""
    story = "The ferry crews went back to work on Monday after nine days of talks with the owners of the boats."
    source = read(
        f"<html><body><h1>Ferry crews return to work</h1><p>{story}</p><p>{credit}</p></body></html>".encode()
    )
    assert source.credit.value == "Reuters"
