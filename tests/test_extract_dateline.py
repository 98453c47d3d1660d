"""Datelines in their many forms, and the openings that only look like one."""

from __future__ import annotations

import pytest

from provenance.core.extract.dateline import parse

FORMS = [
    ("Cairo, July 4 (RHC)-- The port authority has", "en", "Cairo", "XXXX-07-04", "RHC"),
    ("PORT ELLEN (AP) — Ferry crews returned to work", "en", "PORT ELLEN", None, "AP"),
    ("ST. JOHN, N.B. (AP) -- Ferry crews returned", "en", "ST. JOHN, N.B.", None, "AP"),
    ("Lisboa, 7 oct (EFE).- El puerto vuelve a", "es", "Lisboa", "XXXX-10-07", "EFE"),
    ("Hamburg (dpa/lno) – Der Hafen bleibt", "de", "Hamburg", None, "dpa"),
    ("Frankfurt/Main (dpa) - Die Fähre fährt", "de", "Frankfurt/Main", None, "dpa"),
    ("ODESSA, August 2. /TASS/. The ferry has", "en", "ODESSA", "XXXX-08-02", "TASS"),
    ("Tehran, Jan 23, IRNA -- The ferry has", "en", "Tehran", "XXXX-01-23", "IRNA"),
    ("Homs, SANA- The ferry has", "en", "Homs", None, "SANA"),
    ("(ANSA) - ROMA, 28 LUG - Il traghetto", "it", "ROMA", "XXXX-07-28", "ANSA"),
    ("Dubai, 29th November, 2015 (WAM) - The ferry", "en", "Dubai", "2015-11-29", "WAM"),
    ("ANNAPOLIS (Aug. 13) -- The ferry has", "en", "ANNAPOLIS", "XXXX-08-13", None),
    ("PARIS, April 8 — The ferry has", "en", "PARIS", "XXXX-04-08", None),
    ("SYDNEY, Australia - The ferry has", "en", "SYDNEY, Australia", None, None),
    ("МОСКВА, 28 окт — РИА Новости. Паром", "ru", "МОСКВА", "XXXX-10-28", "РИА Новости"),
    ("新华社北京4月24日电 渡轮", "zh", "北京", "XXXX-04-24", "新华社"),
    ("(서울=연합뉴스) 홍길동 기자 = 여객선", "ko", "서울", None, "연합뉴스"),
    ("Pune (Maharashtra) [India], Jan 13 (PTI): The ferry", "en", "Pune (Maharashtra) [India]", "XXXX-01-13", "PTI"),
]


@pytest.mark.parametrize(("text", "language", "place", "date", "agency"), FORMS)
def test_place_day_and_agency_are_read_as_printed(
    text: str, language: str, place: str | None, date: str | None, agency: str | None
) -> None:
    """Each form gives its parts, and no part that is not stated."""
    parsed = parse(text, language)
    assert parsed is not None
    line = parsed.dateline
    assert (line.place, line.date.edtf if line.date else None, line.agency) == (place, date, agency)
    assert text.startswith(parsed.quote)


@pytest.mark.parametrize(
    "text",
    [
        "REPORTAGE - After the last storm, the harbour of",
        "LETTERS – A look back at the ferry",
        "FILE - In this June 20, 2020, file photo, the ferry",
        "EDITOR’S NOTE — A look at the claims",
        "Correction, Nov. 15, 2019: This article named the wrong port.",
        "Deutsche Presseagentur (dpa)",
        "Harbour 4, Island 1: Roe scored twice and",
        "Letting the captain off the hook, September 8, 1974.",
        "The ferry hit the pier and hurt a Reuters (RTR) photographer",
        "PORT ELLEN, IL.- APRIL 23: A passenger waits",
        "Two of three sailors (66 percent) - said the ferry",
        "",
    ],
)
def test_what_only_looks_like_a_dateline_is_none(text: str) -> None:
    """Kickers, captions, corrections, scores and sentences with brackets do not match."""
    assert parse(text, "en") is None


def test_a_byline_before_the_dateline_is_stepped_over() -> None:
    """`By X and Y` in front does not hide the dateline."""
    parsed = parse("By Jane Roe and Joan Doe PORT ELLEN (Reuters) - The ferry", "en")
    assert parsed is not None
    assert (parsed.dateline.place, parsed.dateline.agency) == ("PORT ELLEN", "Reuters")


def test_impossible_days_are_no_day() -> None:
    """A day that the calendar does not have makes no dateline."""
    assert parse("Cairo, February 31 (RHC)-- The port", "en") is None
