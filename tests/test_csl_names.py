"""Names of CSL in one text and back, dates in one text and back."""

from __future__ import annotations

import pytest

from provenance.core.csl.dates import date_words
from provenance.core.csl.names import endnote_name, name_from_endnote, name_from_text, text_name
from provenance.core.csl.texts import one_line, without_controls
from provenance.core.found import date_variable

NAMES = {
    "Reed, Ann": {"family": "Reed", "given": "Ann"},
    "Reed, Ann, Jr.": {"family": "Reed", "given": "Ann", "suffix": "Jr."},
    "Reed, , III": {"family": "Reed", "suffix": "III"},
    "von der Meer, Ida": {"family": "Meer", "given": "Ida", "non-dropping-particle": "von der"},
    "Fontaine, Jo de la": {"family": "Fontaine", "given": "Jo", "dropping-particle": "de la"},
    "hooks, bell": {"family": "hooks", "given": "bell"},
    "Harbour Board": {"literal": "Harbour Board"},
}


@pytest.mark.parametrize("text", NAMES)
def test_names_in_one_text(text):
    """Every part of a name keeps its place, in both directions."""
    assert name_from_text(text) == NAMES[text]
    assert text_name(NAMES[text]) == text


@pytest.mark.parametrize("text", ["", " ", ",", ", ,", "\x00"])
def test_no_name_is_none(text):
    """Nothing but commas and white space is no name."""
    assert name_from_text(text) is None
    assert name_from_endnote(text) is None


def test_institutions_in_endnote():
    """EndNote's own marks keep an institution whole, commas included."""
    for name in ({"literal": "Board and Harbour, Ltd., of Port Example"}, {"literal": "Harbour Board"}):
        assert name_from_endnote(endnote_name(name)) == name
    assert endnote_name({"literal": "Board, Ltd."}) == "Board,, Ltd.,"
    assert name_from_endnote("Reed, Ann, Jr.") == NAMES["Reed, Ann, Jr."]


DATES = {
    "2024-07-04": {"date-parts": [[2024, 7, 4]]},
    "2024-07": {"date-parts": [[2024, 7]]},
    "XXXX-07-04": {"edtf": "XXXX-07-04"},
    "?2024-07-04": {"date-parts": [[2024, 7, 4]], "edtf": "?2024-07-04"},
    "2024~": {"date-parts": [[2024]], "circa": True},
    "2023-12-30/2024-01-02": {"date-parts": [[2023, 12, 30], [2024, 1, 2]]},
    "Michaelmas term": {"literal": "Michaelmas term"},
    "2024/..": {"literal": "2024/.."},
    "2024-XX-04": {"literal": "2024-XX-04"},
}


@pytest.mark.parametrize("text", DATES)
def test_dates_in_one_text(text):
    """No part of a date is added, and none is lost."""
    assert date_variable(text) == DATES[text]
    assert date_words(DATES[text]) == text


def test_dates_as_people_write_them():
    """Words that can mean one day only become that day; the rest stays words."""
    assert date_variable("4 July 2024") == date_variable("2024/07/04/") == DATES["2024-07-04"]
    assert date_variable("July 4") == DATES["XXXX-07-04"]
    assert date_variable("8/1/1966") == {"literal": "8/1/1966"}
    assert date_variable(" ") is None


def test_control_characters_go_and_marks_of_direction_stay():
    """One line, no control characters, no half of a surrogate pair; a space that does not break is a character."""
    assert one_line("a\x00\x1b[2J\r\n b\u2028c\u202ed\xa0: e\ud800") == "a[2J b c\u202ed\xa0: e\ufffd"
    assert without_controls({"a\x00": ["b\n\x07", 3]}) == {"a": ["b\n", 3]}
