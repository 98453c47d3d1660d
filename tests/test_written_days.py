"""Days as people write them, in ninety languages and nine calendars; the moments of machines; distances in time."""

from __future__ import annotations

import datetime as dt
import re
import time
from pathlib import Path

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from provenance.core import calendars, tables
from provenance.core.dates import PartialDate
from provenance.core.extract import stamps
from provenance.core.extract.days import days_in, read_moment, read_partial, read_stamp, weekday_number
from provenance.core.extract.relative import ago, day_of
from provenance.core.extract.source import read
from provenance.core.model import Source, Status

WRITTEN = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "written_days.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            [*"0123456789./-|年月日 令民國", "2024", "1403", "1445", "113", "July", "تیر", "ก.ค.", "พ.ศ.", "רמ״ד", "ቀን"]
        ),
        max_size=14,
    ).map("".join),
)


def page(head: str, body: str = "", language: str = "en") -> bytes:
    return f'<html lang="{language}"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'.encode()


def published(stamp: str, body: str = "", language: str = "en", more: str = "") -> Source:
    head = f'<meta property="article:published_time" content="{stamp}">{more}'
    return read(page(head, "<h1>Ferry crews return to work</h1>" + body, language))


def test_there_is_enough_of_it() -> None:
    """The table covers what it is said to cover."""
    assert len(WRITTEN) >= 300
    assert len({language.split("-")[0] for language, _, _ in WRITTEN}) >= 80
    assert len({row["language"] for row in tables.rows("calendar.csv") if row["kind"] == "weekday"}) >= 80
    assert len({row["language"] for row in tables.rows("relative.csv")}) >= 60


@pytest.mark.parametrize(("language", "text", "day"), WRITTEN)
def test_a_written_day(language: str, text: str, day: str) -> None:
    """Each is read as the one day that it names, alone and inside a line; what is none is read as none."""
    wanted = [day] if day else []
    assert [found.date.edtf for found in days_in(text, language)] == wanted
    inside = days_in(f"x — {text} — x", language)
    assert [found.date.edtf for found in inside] == wanted
    assert all(found.quote in text for found in inside)


# -- calendars ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("convert", "given_day", "day"),
    [
        (calendars.jalali, (1300, 1, 1), "1921-03-21"),
        (calendars.jalali, (1357, 11, 22), "1979-02-11"),
        (calendars.jalali, (1399, 12, 30), "2021-03-20"),
        (calendars.jalali, (1408, 12, 30), "2030-03-20"),
        (calendars.jalali, (1500, 1, 1), "2121-03-21"),
        (calendars.umm_al_qura, (1400, 1, 1), "1979-11-20"),
        (calendars.umm_al_qura, (1446, 1, 1), "2024-07-07"),
        (calendars.buddhist, (2567, 7, 4), "2024-07-04"),
        (calendars.minguo, (113, 7, 4), "2024-07-04"),
        (calendars.hebrew, (5784, 1, 1), "2023-09-16"),
        (calendars.hebrew, (5784, 13, 30), "2024-03-10"),
        (calendars.hebrew, (5785, 7, 15), "2025-04-13"),
        (calendars.ethiopian, (2000, 1, 1), "2007-09-12"),
        (calendars.ethiopian, (2015, 13, 6), "2023-09-11"),
    ],
)
def test_days_of_other_calendars(convert, given_day: tuple[int, int, int], day: str) -> None:
    """Known pairs, among them the last days of leap years."""
    assert convert(*given_day) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    ("convert", "none"),
    [
        (calendars.jalali, (1402, 12, 30)),
        (calendars.jalali, (1403, 7, 31)),
        (calendars.jalali, (1502, 1, 1)),
        (calendars.umm_al_qura, (1342, 1, 1)),
        (calendars.hebrew, (5785, 13, 1)),
        (calendars.ethiopian, (2016, 13, 6)),
        (calendars.minguo, (0, 1, 1)),
    ],
)
def test_days_that_a_calendar_has_not(convert, none: tuple[int, int, int]) -> None:
    """No leap day in a common year, no day outside what is exact."""
    assert convert(*none) is None


def test_the_days_of_a_calendar_follow_one_another() -> None:
    """Round trip: the days of each year are as many as lie between two new years, each the next of the one before."""
    for convert, years, months in (
        (calendars.jalali, range(1300, 1500), range(1, 13)),
        (calendars.ethiopian, range(1900, 2100), range(1, 14)),
        (calendars.hebrew, range(5700, 5800), (1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 10, 11, 12)),
    ):
        days = [
            day.toordinal() for year in years for month in months for number in range(1, 32)
            if (day := convert(year, month, number))
        ]  # fmt: skip
        assert days == list(range(days[0], days[0] + len(days)))


def test_an_era_has_no_day_before_it_or_after_it() -> None:
    """The first and the last day are in it; a thirty-second year of Heisei never was."""
    assert calendars.japanese("reiwa", 1, 5, 1) == dt.date(2019, 5, 1)
    assert calendars.japanese("reiwa", 1, 4, 30) is None
    assert calendars.japanese("heisei", 31, 4, 30) == dt.date(2019, 4, 30)
    assert calendars.japanese("heisei", 32, 1, 1) is None


def test_a_lunar_day_claims_no_day_that_is_not_sure() -> None:
    """Elsewhere than in Saudi Arabia the month is stated; where the three possible days lie in two months, the year."""
    assert str(calendars.hijri(1445, 9, 4)) == "2024-03"
    assert str(calendars.hijri(1446, 1, 25)) == "2024"  # 30 July to 1 August
    assert str(calendars.hijri(1445, 9, 4, saudi=True)) == "2024-03-14"


def test_two_calendars_beside_each_other_agree() -> None:
    """They are one day, and both are its quote; where they disagree, both are there."""
    (found,) = days_in("۱۵ تیر ۱۴۰۳ / 5 July 2024", "fa")
    assert (found.date.edtf, found.quote) == ("2024-07-05", "۱۵ تیر ۱۴۰۳ / 5 July 2024")
    assert "one day" in found.basis[-1]
    (found,) = days_in("27 ذو الحجة 1445 هـ الموافق 3 يوليو 2024 م", "ar")
    assert found.date.edtf == "2024-07-03"
    assert [found.date.edtf for found in days_in("۱۵ تیر ۱۴۰۳ / 6 July 2024", "fa")] == ["2024-07-05", "2024-07-06"]


def test_numbers_of_a_year_that_several_calendars_have_are_left_alone() -> None:
    """1403 is a year of the sun in Persian and one of the moon in Arabic; in English it is neither."""
    assert [found.date.edtf for found in days_in("1403/04/15", "fa")] == ["2024-07-05"]
    assert [found.date.edtf for found in days_in("1403/04/15", "ar")] == ["1983-01"]
    assert days_in("1403/04/15", "en") == []


# -- doubt --------------------------------------------------------------------------------------------------------


def test_the_order_of_day_and_month_is_never_guessed_in_silence() -> None:
    """The language decides, and it is said; without a language no more than the year is stated."""
    (found,) = days_in("03/04/2024", "de")
    assert (str(found.date), str(found.other)) == ("2024-04-03", "2024-03-04")
    assert "day first" in found.basis[0]
    (found,) = days_in("03/04/2024", "en-US")
    assert (str(found.date), str(found.other)) == ("2024-03-04", "2024-04-03")
    (found,) = days_in("03/04/2024", "")
    assert str(found.date) == "2024"
    for sure in ("13/04/2024", "04/04/2024", "03.04.2024"):
        assert days_in(sure, "de")[0].other is None


def test_a_page_that_states_both_orders_or_one() -> None:
    """Alone, such numbers are an inference with its basis; beside a plain day they support it, whatever the language."""
    body = "<h1>Ferry crews return to work</h1><p>03/04/2024</p>"
    alone = read(page("", body, "en")).issued
    assert (str(alone.value), alone.status) == ("2024-03-04", Status.INFERRED)
    assert "month first" in alone.basis[0]
    assert str(read(page("", body, "")).issued.value) == "2024"
    both = published("2024-04-03T09:00:00+01:00", "<p>03/04/2024</p>", "en").issued
    assert (str(both.value), both.status, both.disputed_by) == ("2024-04-03", Status.STATED, ())


def test_what_is_not_stated_stays_so() -> None:
    """No year, no day: neither is filled in."""
    assert str(read_partial("4 juillet", "fr")) == "XXXX-07-04"
    assert str(read_partial("4 июля", "ru")) == "XXXX-07-04"
    assert str(read_stamp("July 2024")) == "2024-07"
    assert str(read_stamp("2024-07")) == "2024-07"
    assert str(published("2024-07").issued.value) == "2024-07"
    assert read_partial("4 listopad") is None  # two months, in two languages
    assert days_in("24 hours in 2024 days", "en") == []


# -- moments ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stamp", "day", "clock", "offset"),
    [
        ("2024-07-04T10:30:00+03:00", "2024-07-04", "10:30", 180),
        ("2024-07-04T10:30:00+0300", "2024-07-04", "10:30", 180),
        ("2024-07-04 10:30:00 -05", "2024-07-04", "10:30", -300),
        ("2024-07-04T10:30:00.123Z", "2024-07-04", "10:30", 0),
        ("2024-07-04T10:30", "2024-07-04", "10:30", None),
        ("2024-07-04 10:30 GMT+3", "2024-07-04", "10:30", 180),
        ("2024-07-04 10:30 UTC+05:30", "2024-07-04", "10:30", 330),
        ("2024-07-04 10:30 CEST", "2024-07-04", "10:30", 120),
        ("2024-07-04 10:30 IST", "2024-07-04", "10:30", None),
        ("2024-07-04 10:30 CST", "2024-07-04", "10:30", None),
        ("2024-07-04T00:00:00+00:00", "2024-07-04", None, None),
        ("2024-07-04T00:00:00Z", "2024-07-04", None, None),
        ("2024-07-04T00:00:00+02:00", "2024-07-04", "00:00", 120),
        ("2024-07-04", "2024-07-04", None, None),
        ("2024/07/04 10:30 pm", "2024-07-04", "22:30", None),
        ("20240704T103000Z", "2024-07-04", "10:30", 0),
        ("202407041030", "2024-07-04", "10:30", None),
        ("20240704", "2024-07-04", None, None),
        ("1720089000", "2024-07-04", "10:30", 0),
        ("1720089000000", "2024-07-04", "10:30", 0),
        ("Thu, 04 Jul 2024 10:30:00 GMT", "2024-07-04", "10:30", 0),
        ("Thu, 04 Jul 2024 10:30:00 -0400", "2024-07-04", "10:30", -240),
        ("Thu, 04 Jul 2024 10:30:00 EST", "2024-07-04", "10:30", -300),
        ("July 4, 2024 at 10:30 a.m. EDT", "2024-07-04", "10:30", -240),
        ("4 July 2024 12:30 am", "2024-07-04", "00:30", None),
        ("4. Juli 2024, 10:30 Uhr", "2024-07-04", "10:30", None),
        ("۱۴۰۳-۰۴-۱۵T10:30:00+03:30", "2024-07-05", "10:30", 210),
    ],
)
def test_a_moment(stamp: str, day: str, clock: str | None, offset: int | None) -> None:
    """Day, time and offset as they stand; letters that mean several zones give none."""
    moment = read_moment(stamp, "fa" if stamp.startswith("۱") else "de" if "Uhr" in stamp else "en")
    assert moment is not None
    time_of_day = None if moment.time is None else f"{moment.time // 60:02d}:{moment.time % 60:02d}"
    assert (str(moment.date), time_of_day, moment.offset) == (day, clock, offset)


@pytest.mark.parametrize("stamp", ["0001-01-01T00:00:00", "1970-01-01", "2024-13-01", "99999999", "", "now", "-1"])
def test_no_moment(stamp: str) -> None:
    """Placeholders and what no calendar has."""
    assert read_moment(stamp) is None


def test_the_instant_at_another_offset() -> None:
    """The day may be the next or the one before; a day without a time is moved nowhere."""
    late = stamps.read("2024-07-04T23:30:00Z")
    assert late is not None
    assert (str(late.at(180)), str(late.at(-300))) == ("2024-07-05", "2024-07-04")
    padded = stamps.read("2024-07-04T00:00:00Z")
    assert padded is not None
    assert str(padded.at(-300)) == "2024-07-04"


# -- the outlet's own day -----------------------------------------------------------------------------------------

MODIFIED = '<meta property="article:modified_time" content="2024-07-05T09:00:00+03:00">'


def test_a_stamp_in_utc_is_taken_to_the_offset_of_the_page() -> None:
    """Its other stamps tell the offset; which day it is and why stands in the basis."""
    reading = published("2024-07-04T23:30:00Z", more=MODIFIED).issued
    assert (str(reading.value), reading.status) == ("2024-07-05", Status.DERIVED)
    assert "+03:00" in reading.basis[0]
    assert "2024-07-04T23:30:00Z" in reading.basis[0]


def test_two_stamps_of_one_instant_tell_the_offset() -> None:
    """One in UTC, one without an offset, the same minute and second: the day of change is the outlet's own as well."""
    more = '<meta name="sailthru.date" content="2024-07-04 20:58:46">'
    more += '<meta property="article:modified_time" content="2024-07-06T04:51:31+00:00">'
    source = published("2024-07-05T04:58:46+00:00", more=more)
    assert str(source.issued.value) == "2024-07-04"
    assert (str(source.modified.value), source.modified.status) == ("2024-07-05", Status.DERIVED)
    assert "-08:00" in source.modified.basis[0]
    other = more.replace("20:58:46", "20:58:47")
    assert str(published("2024-07-05T04:58:46+00:00", more=other).modified.value) == "2024-07-06"


def test_a_stamp_in_utc_is_left_where_nothing_tells_the_offset_or_the_page_shows_the_day() -> None:
    """No guess from the outlet's country; a day that is displayed is the outlet's own (`Z` behind a local time)."""
    assert str(published("2024-07-04T23:30:00Z").issued.value) == "2024-07-04"
    assert str(published("2024-07-04T00:00:00Z", more=MODIFIED).issued.value) == "2024-07-04"
    shown = published("2024-07-04T23:30:00Z", "<p>4 July 2024, 23:30</p>", more=MODIFIED).issued
    assert (str(shown.value), shown.basis) == ("2024-07-04", ())


# -- distances ----------------------------------------------------------------------------------------------------

CAPTURED = dt.datetime(2024, 7, 5, 1, 30, tzinfo=dt.UTC)
DISTANCES = """
en|2 hours ago|2024-07-04  en|30 minutes ago|2024-07-05  en|an hour ago|2024-07-05  en|yesterday|2024-07-04
de|vor 2 Stunden|2024-07-04  de|vorgestern|2024-07-03  de|gestern|2024-07-04  fr|il y a 3 jours|2024-07-02
fr|hier|2024-07-04  es|hace 2 horas|2024-07-04  es|ayer|2024-07-04  pt|há 2 dias|2024-07-03  pt|ontem|2024-07-04
it|2 giorni fa|2024-07-03  it|ieri|2024-07-04  nl|2 uur geleden|2024-07-04  nl|gisteren|2024-07-04
sv|för 2 timmar sedan|2024-07-04  da|i går|2024-07-04  nb|for 3 timer siden|2024-07-04  fi|2 tuntia sitten|2024-07-04
fi|eilen|2024-07-04  is|í gær|2024-07-04  et|eile|2024-07-04  lv|vakar|2024-07-04  lt|prieš 2 dienas|2024-07-03
pl|2 godziny temu|2024-07-04  pl|wczoraj|2024-07-04  cs|včera|2024-07-04  cs|před 2 dny|2024-07-03  sk|včera|2024-07-04
hu|2 órája|2024-07-04  hu|tegnap|2024-07-04  ro|acum 2 zile|2024-07-03  ro|ieri|2024-07-04  bg|вчера|2024-07-04
ru|2 часа назад|2024-07-04  ru|позавчера|2024-07-03  uk|3 дні тому|2024-07-02  uk|вчора|2024-07-04  sr|јуче|2024-07-04
hr|prije 2 dana|2024-07-03  el|πριν από 2 ώρες|2024-07-04  el|χθες|2024-07-04  tr|2 saat önce|2024-07-04
tr|dün|2024-07-04  az|dünən|2024-07-04  he|לפני 2 שעות|2024-07-04  he|אתמול|2024-07-04  ar|قبل 3 ساعات|2024-07-04
ar|أمس|2024-07-04  fa|۲ ساعت پیش|2024-07-04  fa|دیروز|2024-07-04  hi|2 घंटे पहले|2024-07-04  bn|গতকাল|2024-07-04
bn|২ দিন আগে|2024-07-03  ta|நேற்று|2024-07-04  th|2 ชั่วโมงที่ผ่านมา|2024-07-04  th|เมื่อวาน|2024-07-04
vi|2 giờ trước|2024-07-04  vi|hôm qua|2024-07-04  id|2 jam yang lalu|2024-07-04  id|kemarin|2024-07-04
ms|semalam|2024-07-04  fil|kahapon|2024-07-04  sw|jana|2024-07-04  zh|2小时前|2024-07-04  zh|2小時前|2024-07-04
zh|昨天|2024-07-04  ja|昨日|2024-07-04  ja|2時間前|2024-07-04  ko|2시간 전|2024-07-04  ko|어제|2024-07-04
ka|გუშინ|2024-07-04  hy|երեկ|2024-07-04  kk|кеше|2024-07-04  am|ትናንት|2024-07-04
en|3 weeks ago|2024-06-14~  en|2 months ago|2024-05  en|a year ago|2023
"""


@pytest.mark.parametrize("row", [row.strip() for line in DISTANCES.splitlines() for row in line.split("  ") if row])
def test_a_distance(row: str) -> None:
    """Counted back from the capture, with no more precision than was said."""
    language, words, day = row.split("|")
    said = ago(words, language)
    assert said is not None
    counted = day_of(said.duration, CAPTURED)
    assert counted is not None
    assert str(counted[0]) == day
    assert "2024-07-05T01:30" in counted[1]


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "hier"), ("en", "5 min read"), ("en", "2 dollars"), ("en", "12 comments"), ("hi", "कल")],
)
def test_no_distance(language: str, words: str) -> None:
    """Words of another language, other numbers, and a word that means two days."""
    assert ago(words, language) is None


def test_a_distance_needs_a_moment_of_capture() -> None:
    """Without one nothing is read from it; a web archive's URL tells one; a stated day comes first."""
    content = page("", "<h1>Ferry crews return to work</h1><p>2 hours ago</p>")
    assert read(content, read_on=dt.date(2026, 1, 1)).issued.value is None
    reading = read(content, captured_at=CAPTURED).issued
    assert (str(reading.value), reading.status) == ("2024-07-04", Status.INFERRED)
    assert "2 hours ago" in reading.basis[0]
    replayed = read(content, url="https://archive.example/web/20240705013000/https://courier.example/news/a-harbour")
    assert str(replayed.issued.value) == "2024-07-04"
    assert read(content, captured_at=CAPTURED, infer=False).issued.value is None


# -- anything at all ----------------------------------------------------------------------------------------------


@given(TEXTS, st.sampled_from(["", "en", "de", "fa", "ar", "ar-SA", "th", "zh-TW", "ja", "he", "am", "xx", "-"]))
def test_whatever_is_written_gives_valid_edtf(text: str, language: str) -> None:
    """Nothing raises; each day is EDTF that another reader of EDTF reads, and that reads back as itself."""
    for found in days_in(text, language):
        assert text[found.start : found.end].startswith(found.quote)
        assert parse_edtf(found.date.edtf)
        assert PartialDate.parse(found.date.edtf) == found.date
    moment = read_moment(text, language)
    assert moment is None or PartialDate.parse(moment.date.edtf) == moment.date
    read_partial(text, language)
    said = ago(text, language)
    assert said is None or re.fullmatch(r"PT?\d+[SMHDWY]", said.duration)


@given(st.dates(dt.date(1970, 1, 2), dt.date(2070, 1, 1)))
def test_a_day_written_in_several_ways_reads_back(day: dt.date) -> None:
    """Round trips through forms that hold the whole day."""
    roc = f"民國{day.year - 1911}年{day.month}月{day.day}日"
    thai = f"{day.day}/{day.month}/{day.year + 543}" if day.day > 12 else f"{day.day} มกราคม {day.year + 543}"
    forms = [(day.isoformat(), ""), (f"{day:%d.%m.%Y}", "de"), (f"{day:%Y年%m月%d日}", "ja"), (roc, "zh-TW")]
    forms += [(f"{day.day} {day:%B} {day.year}", "en")]
    forms += [(thai, "th")] if day.day > 12 or day.month == 1 else []
    for text, language in forms:
        assert [found.date.edtf for found in days_in(text, language)] == [day.isoformat()], text


def test_it_is_quick_and_never_slow() -> None:
    """A typical line takes far less than a millisecond, and a long one no more than its length explains."""
    lines = [
        "Published on 4 July 2024 at 12:30",
        "۱۵ تیر ۱۴۰۳",
        "วันที่ 4 กรกฎาคม พ.ศ. 2567",
        "04/07/2024",
        "no day in 24 lines",
    ]
    for line in lines:
        days_in(line, "th")
    start = time.perf_counter()
    for _ in range(200):
        for line in lines:
            days_in(line, "th")
    assert (time.perf_counter() - start) / 1000 < 0.0005
    start = time.perf_counter()
    for unit in ("1", "1/", "4 July ", "年", "٤ ", "ก", "2024 ", "(", " - ", "ת", "July 4 "):
        days_in(unit * (40_000 // len(unit)), "")
    assert time.perf_counter() - start < 5


def test_names_of_weekdays() -> None:
    """Full names, in the language that is given."""
    for language, name, number in (
        ("de", "Freitag", 5),
        ("te", "సోమవారం", 1),
        ("my", "တနင်္ဂနွေ", 7),
        ("ka", "პარასკევი", 5),
    ):
        assert weekday_number(name, language) == number
