"""How alike texts and titles are, and whether a page speaks of what its address says."""

from __future__ import annotations

import gzip
import json
import random
import time
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.core.extract.glance import Glance, glance
from provenance.core.likeness import SAME_TEXT, SAME_TITLE, likeness, slug_matches, slug_words, title_likeness

BOARD = (
    "The harbour board met on Tuesday and agreed, after three hours, to keep the old ferry until the bridge is safe."
)
BRIDGE = "Engineers looked at every bolt of the new bridge twice and found that nine of them were made of chocolate."


# -- texts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", "", 1.0),
        (" \n", "…", 1.0),
        ("", BOARD, 0.0),
        (BOARD, BOARD, 1.0),
        (BOARD, BOARD.upper().replace(",", " –"), 1.0),
        ("Open 9 to 5, call 555 1234 now", "open 10 to 6 – call 556 9876 now", 1.0),
        (BOARD, BRIDGE, 0.0),
        ("ferry", "Ferry!", 1.0),
        ("ferry", "bridge", 0.0),
        ("港口委员会决定保留旧渡轮", "港口委员会决定保留旧渡轮。", 1.0),
        ("港口委员会决定保留旧渡轮", "工程师检查了新桥的螺栓", 0.0),
        ("ｆｅｒｒｙ ｂｏａｒｄ ｍｅｔ", "ferry board met", 1.0),
    ],
)
def test_likeness_of_whole_texts(one: str, other: str, expected: float) -> None:
    """Case, width, punctuation and numbers do not count."""
    assert likeness(one, other) == expected


@pytest.mark.parametrize(
    ("text", "added"),
    [
        (f"{BOARD} Residents had asked for the delay, and the ferryman brought cake.", " This report was changed at noon."),
        ("Совет порта решил сохранить старый паром до проверки моста. Жители просили об этом весь год и добились.", " Исправлено."),
        ("منتدى الميناء قرر إبقاء العبارة القديمة حتى يفحص الجسر مرتين وكان السكان طلبوا ذلك طوال العام", " تم التحديث"),
        ("बंदरगाह समिति ने पुराने जहाज को पुल की जांच तक चलाने का फैसला किया और निवासी इससे खुश हैं", " संशोधित"),
        ("คณะกรรมการท่าเรือตัดสินใจให้เรือข้ามฟากเก่าวิ่งต่อไปจนกว่าจะตรวจสะพานใหม่สองครั้ง", " แก้ไขแล้ว"),
        ("항만위원회는 새 다리를 두 번 점검할 때까지 낡은 나룻배를 계속 운항하기로 결정했다 주민들이 원했다", " 수정됨"),
    ],
)  # fmt: skip
def test_a_line_that_was_added_leaves_a_text_alike(text: str, added: str) -> None:
    """In every script; and a text is not like its words in another order."""
    assert SAME_TEXT < likeness(text, text + added) < 1.0
    assert likeness(text, " ".join(sorted(text.split(), reverse=True))) < SAME_TEXT or " " not in text


@given(st.text(), st.text())
def test_likeness_is_symmetric_and_within_bounds(one: str, other: str) -> None:
    """For any two texts; and each is like itself."""
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, one) == 1.0


@given(st.text(), st.text())
def test_likeness_of_titles_is_symmetric_and_within_bounds(one: str, other: str) -> None:
    """For any two titles, comparable or not."""
    found = title_likeness(one, other)
    assert found == title_likeness(other, one)
    assert found is None or 0.0 <= found <= 1.0


@given(st.text(), st.text(), st.text())
def test_no_address_is_too_strange(url: str, title: str, text: str) -> None:
    """Nothing raises."""
    assert isinstance(slug_words(url), tuple)
    assert slug_matches(f"https://harbour.example/{url}", title, text) in {True, False, None}


def test_long_texts_are_compared_at_once() -> None:
    """Two texts of 20 kB take some milliseconds; the bound leaves room for a busy machine."""
    dice = random.Random(7)
    words = ["".join(dice.choices("abcdefghijklmnop", k=dice.randint(2, 9))) for _ in range(3000)]
    one, other = (" ".join(dice.choices(words, k=3200)) for _ in range(2))
    begin = time.perf_counter()
    for _ in range(5):
        likeness(one, other)
    assert (time.perf_counter() - begin) / 5 < 0.05


# -- titles -------------------------------------------------------------------------------------------------------

SAME = [
    ("Harbour board keeps the old ferry", "Harbour board keeps the old ferry | The Quayside Courier"),
    ("Harbour board keeps the old ferry", "The Quayside Courier - Harbour Board Keeps the Old Ferry"),
    ("Harbour board keeps the old ferry", "Harbour board keeps the old ferry: what residents say"),
    ("Harbour board keeps the old ferry until the bridge is safe", "Harbour board keeps the old ferry unt…"),
    ("Harbour board keeps the old ferry until the bridge is safe", "Harbour board keeps the old... | Courier"),
    ("Board &amp; ferry: “a delay”", "Board & ferry: 'a delay'"),
    ("Größte Fähre läuft aus", "GRÖSSTE FÄHRE LÄUFT AUS – Hafenbote"),
    ("Паром остаётся у причала", "Паром остаётся у причала — Вестник порта"),
    ("港口委员会保留旧渡轮", "港口委员会保留旧渡轮_港口新闻网"),
    ("フェリー存続へ、港湾委が決定", "フェリー存続へ、港湾委が決定：港新聞"),
    ("Article 50", "Article 50 | Harbour Law"),
]
OTHER = [
    ("Harbour board keeps the old ferry | The Quayside Courier", "Nine bolts of the bridge were chocolate | The Quayside Courier"),
    ("Harbour board keeps the old ferry | Frankfurter Allgemeine Zeitung", "Frankfurter Allgemeine Zeitung"),
    ("What the board is to do", "What the bridge is to be"),
    ("Harbour board keeps the old ferry", "Page not found | The Quayside Courier"),
    ("港口委员会保留旧渡轮", "新桥螺栓由巧克力制成"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "other"), SAME)
def test_one_headline_in_two_forms(title: str, other: str) -> None:
    """A site's name, a subtitle, a cut end, case, accents and entities do not tell against it."""
    found = title_likeness(title, other)
    assert found is not None
    assert found >= SAME_TITLE


@pytest.mark.parametrize(("title", "other"), OTHER)
def test_two_headlines(title: str, other: str) -> None:
    """The name of the site and stop words do not make one headline of two."""
    found = title_likeness(title, other)
    assert found is not None
    assert found < SAME_TITLE


@pytest.mark.parametrize(
    ("title", "other"),
    [("", "Ferry"), ("…", "Ferry"), ("The of and", "Ferry"), ("Паром остаётся", "Ferry stays"), ("渡轮", "Ferry")],
)
def test_titles_that_cannot_be_compared(title: str, other: str) -> None:
    """Nothing is left of one of them, or they are in different scripts."""
    assert title_likeness(title, other) is None


# -- addresses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://courier.example/2019/05/harbour-board-keeps-ferry", "harbour board keeps ferry"),
        ("https://courier.example/news/Harbour_board_keeps-81234.html?x=1#top", "harbour board keeps"),
        ("https://courier.example/harbour-board-keeps-ferry/81234", "harbour board keeps ferry"),
        ("https://courier.example/harbour-board-keeps-ferry/amp/index.html", "harbour board keeps ferry"),
        ("https://courier.example/wiki/f%C3%A4hre+l%C3%A4uft+aus", "fähre läuft aus"),
        ("https://courier.example/новости/паром-остаётся-у-причала", "паром остаётся у причала"),
        ("https://courier.example/港口委员会保留旧渡轮", "港口委员会保留旧渡轮"),
        ("https://courier.example/a/harbour-board-6958809779915264a", "harbour board"),
        ("https://courier.example/2019-05-03-ferry-stays.php", "ferry stays"),
        ("https://courier.example/a/12345.html", ""),
        ("https://courier.example/", ""),
        ("https://courier.example/politics", ""),
        ("https://courier.example/article/index.html", ""),
        ("https://courier.example/9SVJRKMUwTI/", ""),
        ("https://courier.example/p/4f1d2c3b-77aa-4e0b-9c11-0a1b2c3d4e5f", ""),
        ("https://courier.example/?p=123", ""),
        ("https://courier.example/business-and-economy/kondenswasser.html", ""),
        ("", ""),
    ],
)
def test_words_of_an_address(url: str, words: str) -> None:
    """Of the last segment that tells something; ids, days, file endings and words of the machinery tell nothing."""
    assert " ".join(slug_words(url)) == words


FERRY = "https://courier.example/2019/harbour-board-keeps-old-ferry"


@pytest.mark.parametrize(
    ("url", "title", "text", "expected"),
    [
        (FERRY, "Harbour board keeps its old ferry", "", True),
        (FERRY, "A delay on the quay", BOARD, True),
        (FERRY, "Page not found", "We are sorry. The page was not found.", False),
        (FERRY, "Best slots", "Play now.", False),
        (FERRY, "The harbour", "The harbour is old.", None),
        (FERRY, "", "", None),
        (FERRY, "Паром остаётся у причала", "Совет порта решил сохранить паром до проверки моста.", None),
        ("https://courier.example/parom-ostayotsya-u-prichala", "Паром остаётся у причала", "Совет порта решил.", None),
        ("https://courier.example/groesste-faehre-laeuft-aus", "Größte Fähre läuft aus", "", True),
        ("https://courier.example/fahre-lauft-aus-hafen", "Fähre läuft aus dem Hafen", "", True),
        ("https://courier.example/naermere-soe-oel", "Nærmere sø: øl", "", True),
        ("https://courier.example/港口委员会保留旧渡轮", "港口委员会保留旧渡轮", "", True),
        ("https://courier.example/港口委员会保留旧渡轮", "找不到页面", "对不起，您访问的页面不存在。", False),
        ("https://courier.example/a/12345.html", "Harbour board keeps its old ferry", BOARD, None),
    ],
)
def test_whether_a_page_speaks_of_its_address(url: str, title: str, text: str, expected: bool | None) -> None:
    """By its title or its text; untold where there is nothing to compare or the scripts differ."""
    assert slug_matches(url, title, text) is expected


# -- real pages ---------------------------------------------------------------------------------------------------

Row = tuple[str, str | None, Glance]


@pytest.fixture(scope="module")
def outlets(shared: Path) -> dict[str, list[Row]]:
    """Real articles by outlet, each address once: URL, headline as people noted it, glance."""
    folder = shared / "corpus"
    found: dict[str, dict[tuple[str, ...], Row]] = defaultdict(dict)
    for line in (folder / "rows.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        words = slug_words(row["url"]) or (row["url"],)
        content = gzip.decompress((folder / row["file"]).read_bytes())
        found[row["outlet"]].setdefault(words, (row["url"], row.get("title"), glance(content, "text/html")))
    return {outlet: list(rows.values()) for outlet, rows in found.items()}


def test_real_articles_speak_of_their_addresses(outlets: dict[str, list[Row]]) -> None:
    """Under one in a hundred is denied; of another article's page in the outlet, under three in a hundred are believed."""
    own = [slug_matches(url, seen.title or "", seen.text) for rows in outlets.values() for url, _, seen in rows]
    assert own.count(False) / len(own) < 0.01
    assert own.count(True) / len(own) > 0.75
    foreign = [
        slug_matches(url, seen.title or "", seen.text)
        for rows in outlets.values()
        for place, (url, _, _) in enumerate(rows)
        for _, _, seen in (*rows[place + 1 : place + 3], *rows[: max(0, place + 3 - len(rows))])
        if seen is not rows[place][2] and seen.title != rows[place][2].title
    ]
    assert len(foreign) > 200
    assert foreign.count(True) / len(foreign) < 0.03
    assert foreign.count(False) / len(foreign) > 0.5


def test_real_headlines_are_known_again(outlets: dict[str, list[Row]]) -> None:
    """Nine in ten in the title of the page, and hardly one in that of another article."""
    own = [title_likeness(title, seen.title or "") for rows in outlets.values() for _, title, seen in rows if title]
    foreign = [
        title_likeness(title, seen.title or "")
        for rows in outlets.values()
        for place, (_, title, _) in enumerate(rows)
        for _, _, seen in rows[place + 1 : place + 4]
        if title and seen.title != rows[place][2].title
    ]
    assert sum((score or 0) >= SAME_TITLE for score in own) / len(own) > 0.9
    assert sum((score or 0) >= SAME_TITLE for score in foreign) / len(foreign) < 0.02
