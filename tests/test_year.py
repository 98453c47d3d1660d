"""The year a dateline leaves out: inferred only where something decides, with its reasons."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from provenance.core.dates import PartialDate
from provenance.core.extract.year import Weekday, infer_year, weekday_in
from provenance.core.outlets import Anchor

MARCH_8 = PartialDate(month=3, day=8)
FRIDAY = Weekday(number=5, name="Friday", quote="said on Friday", line=4)
READ_ON = dt.date(2026, 11, 22)
URL = "https://www.courier.example/en/news/5000-a-harbour-opens"


def anchor(identifier: int, day: str) -> Anchor:
    return Anchor(
        domain="courier.example",
        pattern=r"/(\d+)-",
        identifier=identifier,
        date=dt.date.fromisoformat(day),
        basis="seen",
    )


def test_a_weekday_leaves_several_years_and_the_nearest_is_said_to_be_no_more() -> None:
    """Without anchors the result is called the nearest, and the others are named."""
    inference = infer_year(MARCH_8, weekday=FRIDAY, read_on=READ_ON)
    assert inference.date == MARCH_8.with_year(2024)
    assert inference.basis[0] == "nearest of three: 2024 (also 2019, 2013)"
    assert any('"said on Friday"' in reason and "line 4" in reason for reason in inference.basis)


def test_known_article_ids_leave_one_year() -> None:
    """Two ids with known days bracket the article, and the basis names both and what they reject."""
    anchors = (anchor(4000, "2020-01-10"), anchor(6000, "2025-05-01"), anchor(100, "2001-01-01"))
    inference = infer_year(MARCH_8, weekday=FRIDAY, read_on=READ_ON, url=URL, anchors=anchors)
    assert inference.date == MARCH_8.with_year(2024)
    assert inference.basis[0] == "one candidate left: 2024"
    reasons = " ".join(inference.basis)
    assert "id 4000 is of 2020-01-10" in reasons
    assert "id 6000 is of 2025-05-01" in reasons
    assert "rejected: 2019, 2013" in reasons


def test_anchors_alone_can_decide_without_the_day_of_reading() -> None:
    """Where two ids lie less than a year apart, no weekday and no clock is needed."""
    anchors = (anchor(4000, "2023-12-01"), anchor(6000, "2024-06-01"))
    assert infer_year(MARCH_8, url=URL, anchors=anchors).date == MARCH_8.with_year(2024)


@pytest.mark.parametrize(
    "clues",
    [
        {},
        {"weekday": FRIDAY},
        {"read_on": READ_ON},
        {"anchors": (anchor(4000, "2020-01-10"),), "url": URL, "weekday": FRIDAY},
        {"anchors": (anchor(4000, "2019-01-10"), anchor(6000, "2023-05-01")), "url": URL},
    ],
)
def test_what_does_not_decide_infers_nothing(clues: dict[str, Any]) -> None:
    """Without both bounds, or with several years and no weekday, the year stays unstated."""
    inference = infer_year(MARCH_8, **clues)
    assert inference.date is None
    assert inference.basis == ()


def test_a_leap_day_only_falls_in_leap_years() -> None:
    """29 February is looked for where the calendar has one."""
    thursday = Weekday(number=4, name="Thursday", quote="on Thursday")
    inference = infer_year(PartialDate(month=2, day=29), weekday=thursday, read_on=READ_ON)
    assert inference.date == PartialDate(year=2024, month=2, day=29, year_uncertain=True)
    assert inference.basis[0] == "one candidate left: 2024"


def test_only_one_weekday_in_the_opening_counts() -> None:
    """Two different weekdays, or one of another week, say nothing of the day of the dateline."""
    assert weekday_in(((1, "The port opened on Friday, officials said."),), "en") is not None
    assert weekday_in(((1, "It opened on Friday and closes on Monday."),), "en") is None
    assert weekday_in(((1, "It opened last Friday."),), "en") is None
    found = weekday_in(((1, "Der Hafen wurde am Freitag eröffnet."),), "de")
    assert found is not None
    assert (found.number, found.line) == (5, 1)
