"""Datelines in their many forms, and the openings that only look like one."""

from __future__ import annotations

import time

import pytest

from provenance.core.extract import credit_lines
from provenance.core.extract.dateline import parse
from provenance.core.extract.source import read
from provenance.core.reports.source import render
from tests.bench import datelines

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


def test_forms_of_many_languages() -> None:
    """The made-up lines in 38 languages: floors a little under what is read right today."""
    found = datelines.shares(datelines.own_cases())
    assert found["dateline"] >= 0.98, found
    assert found["credit"] >= 0.96, found
    assert found["photo_credit"] >= 0.97, found
    assert found["negative"] >= 0.97, found


def test_two_places_are_two_and_a_town_on_a_river_is_one() -> None:
    """`Bonn/Essen` names two places, `Halle/Saale` one; the regional desk is no part of the agency."""
    two, one = parse("Bonn/Essen (dpa/lnw) - Die Fähre", "de"), parse("Halle/Saale (dpa) - Die Fähre", "de")
    assert two is not None
    assert one is not None
    assert (two.dateline.places, two.dateline.agency, two.dateline.desk) == (("Bonn", "Essen"), "dpa", "lnw")
    assert one.dateline.places == ("Halle/Saale",)


def test_a_byline_is_kept_apart_from_the_dateline() -> None:
    """What stood before the dateline is told, and is no part of the quote."""
    parsed = parse("By Jane Roe and Joan Doe PORT ELLEN (Reuters) - The ferry", "en")
    assert parsed is not None
    assert (parsed.byline, parsed.quote) == ("By Jane Roe and Joan Doe", "PORT ELLEN (Reuters) -")


def test_reporters_editors_and_initials_of_a_credit() -> None:
    """`Reporting by …; Editing by …` names persons, `PR/as` the initials of desk and editor."""
    named = credit_lines.parse("(Reporting by Jane Roe in Lagos; Editing by Joan Doe)")
    assert named is not None
    assert (named.reporters, named.editors) == ("Jane Roe in Lagos", "Joan Doe")
    signed = credit_lines.parse("PR/as")
    assert signed is not None
    assert (signed.agencies, signed.initials) == ((), "PR/as")
    assert credit_lines.parse("and/or") is None


COPY = """# Ferries return to the strait

PORT ELLEN (AP) — Ferry crews returned to work on Monday after a week in which nothing had left the quay.

Passengers wait at the pier. (Reuters Photo/Jane Roe)

The boats had been idle since March, when the company and the harbour board fell out over the fees for the pier.

(Reporting by Jane Roe; Editing by Joan Doe)

MNA/Press TV
"""


def test_a_saved_text_tells_its_credits_with_line_and_quote() -> None:
    """The dateline's agency comes first, the line below disputes it, and the picture's credit is none of the text."""
    source = read(COPY.encode())
    assert source.dateline.value is not None
    assert source.credit.value == "AP"
    assert [(piece.selector, piece.quote) for piece in source.credit.disputed_by] == [("line:11", "MNA/Press TV")]
    printed = render(source, explain=True)
    assert "photo credit     Reuters\n                 stated by 1 family: text\n  + text:credit  line:5" in printed
    assert "reported by      Jane Roe\n" in printed


def test_a_page_tells_its_credits_with_element_and_quote() -> None:
    """On a page a credit is evidence with the element that held it."""
    story = "".join(
        f"<p>The boats had been idle since March, when the board fell out over fee {n}.</p>" for n in range(3)
    )
    page = f"<html lang=en><title>Ferries return</title><h1>Ferries return</h1>{story}<p>(Reuters)</p>"
    source = read(page.encode(), media_type="text/html")
    assert source.credit.value == "Reuters"
    assert [(piece.method, piece.selector, piece.quote) for piece in source.credit.supported_by] == [
        ("visible:credit", "p", "(Reuters)")
    ]


def test_long_lines_cost_no_more_than_short_ones() -> None:
    """Openings that invite going back and forth are read in a few milliseconds."""
    for unit in ("A. ", "(AP) ", "By A ", "a/", "12 ", "Reuters ", "source: ", "© ", "Aa Bb "):
        begun = time.process_time()
        parse(unit * 20_000, "en")
        credit_lines.parse(unit * 20_000)
        assert time.process_time() - begun < 0.2, unit
