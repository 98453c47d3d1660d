"""The case of titles, and the proper nouns that an article's own text shows."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.core.csl.titlecase import (
    CASES,
    forms_in_text,
    is_headline_case,
    is_shouted,
    recase,
    settle_small_words,
)

TEXT = (
    "HARBOUR TALKS END\n"
    "The talks in Northport ended on Monday, said Mayor Ann Reed of the Harbour Board. "
    "The deal is off, and the ICAO will talk with Northport’s pilots about the harbour and its reed beds.\n"
)


def shown(title):
    return re.sub(r"</?span[^>]*>", "", title)


@pytest.mark.parametrize(
    ("title", "how", "expected"),
    [
        ("Harbour Talks in Northport End Without a Deal", "sentence", "Harbour talks in Northport end without a deal"),
        ("Northport’s Pilots: A Harbour Story", "sentence", "Northport’s pilots: A harbour Story"),
        ("HARBOUR TALKS IN NORTHPORT END, SAYS ICAO", "sentence", "Harbour talks in Northport end, says ICAO"),
        ("Why I left the ICAO", "sentence", "Why I left the ICAO"),
        ("Harbour talks in Northport end without a deal", "title", "Harbour Talks in Northport End without a Deal"),
        ("Bid heats up race for well-kept iPhone", "title", "Bid Heats Up Race for Well-Kept iPhone"),
        ("Why we left", "keep", "Why we left"),
    ],
)
def test_recase(title, how, expected):
    """Capitals stay where the article has them in mid-sentence, and where a word is spelt so."""
    assert shown(recase(title, how, text=TEXT)) == expected


def test_recase_without_text():
    """Without a text only unmistakable names keep their capitals; a sentence that is one stays as it is."""
    assert shown(recase("Harbour Talks With NATO End", "sentence")) == "Harbour talks with NATO end"
    assert shown(recase("Harbour talks in Northport end", "sentence")) == "Harbour talks in Northport end"


def test_other_languages_have_no_title_case():
    """Title case is an English custom, and German nouns have capitals anywhere."""
    assert shown(recase("Les voiles de la mer", "title", language="fr-FR")) == "Les voiles de la mer"
    assert shown(recase("Der Hafen am Meer", "sentence", language="de")) == "Der Hafen am Meer"


def test_headings_teach_nothing():
    """A line that is no sentence may be in title case: its capitals say nothing."""
    assert "talks" not in forms_in_text("Mayor Ends Talks In Town")
    assert forms_in_text("We saw Mayor Reed.")["reed"] == {"Reed": 1}


def test_protection():
    """What is settled is protected from the engine once, and what was protected before is not touched."""
    assert recase("Why", "keep") == '<span class="nocase">Why</span>'
    assert recase(recase("Why", "keep"), "keep") == '<span class="nocase">Why</span>'
    kept = 'The <span class="nocase">between</span> of <i>things</i> between'
    assert 'The <span class="nocase">between</span> of <i>Things</i>' in recase(kept, "title")


def test_small_words_are_only_marked_where_the_engine_errs():
    """The rest is the engine's."""
    marked = settle_small_words("Bid heats up between the tides", long_prepositions=True)
    assert marked == ('Bid heats <span class="nocase">Up</span> <span class="nocase">between</span> the tides')
    assert settle_small_words("Tide between two", long_prepositions=False) == "Tide between two"
    assert settle_small_words("WIND UP BETWEEN", long_prepositions=True) == "WIND UP BETWEEN"


def test_kinds_of_case():
    """A headline in title case, a shouted one, and a sentence are told apart."""
    assert is_headline_case("What is the State of Our Harbours?")
    assert not is_headline_case("What the harbours of Northport need")
    assert not is_headline_case("Harbour")
    assert is_shouted("TALKS END")
    assert not is_shouted("NATO talks end")


# Letters with one capital each, which gives them back.
_LETTERS = st.characters().filter(lambda letter: letter.upper().lower() == letter.lower() and len(letter.upper()) == 1)


@given(st.text(_LETTERS, max_size=200), st.sampled_from(CASES), st.text(_LETTERS, max_size=200))
def test_nothing_but_case_changes(title, how, text):
    """Whatever the title, its letters stay the same but for their case."""
    assert shown(recase(title, how, text=text)).casefold() == shown(title).casefold()
